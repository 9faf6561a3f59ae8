"""The articles whose translation is timed: made of authored sentences, or read from documents.

The same seed makes the same articles.  A line of the authored files is one sentence, or two, in
five languages; each language has a deck of its own, and none is taken twice while there are others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import reformtext as rt
from benchmarks.events import documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Draft",
    "Sample",
    "authored",
    "duplicated",
    "from_documents",
    "sample_of",
    "sentences_of",
]

COLUMNS = {"id": 1, "pl": 2, "no": 3, "ro": 4}  # of the authored files
AUTHORED = Path(__file__).parents[1] / "models" / "recipe" / "authored"
SENTENCES = (10, 22)
"""Of an article, at least and at most: about 2,000 characters."""
PARAGRAPH = 3
SEED = 20
COPIES = 1 / 8
"""Articles repeated, of all; and sentences repeated, of all: together a fifth of the result."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it is a text.

    Attributes:
        id: its name.
        language: what it is in.
        sentences: in order.
        paragraph: how many sentences a paragraph has.
    """

    id: str
    language: str
    sentences: tuple[str, ...]
    paragraph: int = PARAGRAPH

    @property
    def text(self) -> str:
        """The sentences in paragraphs, a blank line between them."""
        starts = range(0, len(self.sentences), self.paragraph)
        return "\n\n".join(" ".join(self.sentences[i : i + self.paragraph]) for i in starts)

    @property
    def row(self) -> dict[str, str]:
        """The article as ``reformtext.scan`` takes it."""
        return {"id": self.id, "text": self.text}


@dataclass(frozen=True, slots=True)
class Sample:
    """Articles, and what is translated of them.

    Attributes:
        drafts: the articles.
        articles: the same, read, with their language known.
        texts: the segments that need translation, in order, whatever repeats.
    """

    drafts: tuple[Draft, ...]
    articles: tuple[rt.Article, ...]
    texts: tuple[str, ...]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The articles as ``reformtext.scan`` takes them."""
        return [draft.row for draft in self.drafts]

    @property
    def repeated(self) -> float:
        """The share of the segments that stood before."""
        return 1 - len(set(self.texts)) / len(self.texts)


def sample_of(drafts: Sequence[Draft]) -> Sample:
    """Return articles with their segments, as reformtext itself splits them."""
    articles = list(rt.scan([draft.row for draft in drafts]))
    known = tuple(
        replace(article, detection=rt.Detection(draft.language, confidence=1.0))
        for article, draft in zip(articles, drafts, strict=True)
    )
    whole = rt.Pipeline.default(progress=False).without("detect").until("split")
    texts = tuple(
        " ".join(segment.source.split())
        for article in whole.stream(known)
        for segment in article.segments
        if segment.status is rt.Status.PENDING
    )
    return Sample(tuple(drafts), known, texts)


def sentences_of(folder: Path = AUTHORED) -> list[list[str]]:
    """Return the authored sentences of a folder, each in its languages, the English first."""
    return [
        line.split("\t")
        for path in sorted(folder.glob("*.tsv"))
        for line in path.read_text("utf-8").splitlines()
    ]


def authored(
    count: int,
    seed: int = SEED,
    *,
    sentences: tuple[int, int] = SENTENCES,
    folder: Path = AUTHORED,
) -> list[Draft]:
    """Return articles of authored sentences, the languages in turn.

    Args:
        count: how many.
        seed: of what is drawn.
        sentences: an article has, at least and at most.
        folder: of the sentences.
    """
    chance = Random(seed)  # noqa: S311 - has to be repeatable, not secret
    lines = sentences_of(folder)
    if not lines:
        raise FileNotFoundError(f"{folder} holds no .tsv files of sentences")
    chance.shuffle(lines)
    decks = {
        language: _deck(lines[len(lines) * i // len(COLUMNS) :], lines, COLUMNS[language])
        for i, language in enumerate(COLUMNS)
    }
    drafts = []
    for number in range(count):
        language = list(COLUMNS)[number % len(COLUMNS)]
        drawn = tuple(islice(decks[language], chance.randint(*sentences)))
        drafts.append(Draft(f"{number:05}.{language}", language, drawn))
    return drafts


def _deck(
    first: Sequence[Sequence[str]], lines: Sequence[Sequence[str]], column: int
) -> Iterator[str]:
    """Yield the sentences of a language, each once; when all are used, all over again."""
    distinct = list(dict.fromkeys(line[column].strip() for line in (*first, *lines)))
    while True:
        yield from distinct


def from_documents(folder: Path, count: int) -> list[Draft]:
    """Return articles of line-aligned documents, a line a paragraph; as many as there are."""
    drafts = (
        Draft(f"{name}.{language}", language, tuple(filter(str.strip, text.split("\n"))), 1)
        for name, texts in documents(folder)
        for language, text in texts.items()
    )
    return list(islice(drafts, count))


def duplicated(drafts: Sequence[Draft], seed: int = SEED) -> list[Draft]:
    """Return articles with repetitions among them, which are a fifth of the result.

    Half of them are articles, word for word, with another id; the other half are sentences drawn
    from all articles of the language, at the end of every article that is no copy.
    """
    chance = Random(seed)  # noqa: S311 - has to be repeatable, not secret
    pools: dict[str, list[str]] = {}
    for draft in drafts:
        pools.setdefault(draft.language, []).extend(draft.sentences)
    result = []
    for draft in drafts:
        size = max(1, round(len(draft.sentences) * COPIES))
        others = chance.sample(pools[draft.language], size)
        result.append(replace(draft, sentences=(*draft.sentences, *others)))
    copied = chance.sample(result, max(1, round(len(drafts) * COPIES)))
    for draft in copied:
        place = chance.randrange(len(result) + 1)
        result.insert(place, replace(draft, id=f"{draft.id}.copy"))
    return result
