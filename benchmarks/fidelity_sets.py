"""The data sets of the fidelity benchmark: generated sentences, line-aligned files, articles."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity_sentences import generate

import reformtext as rt
from reformtext.checking import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity_truth import Truth

__all__ = [
    "Difference",
    "Item",
    "Sample",
    "generated",
    "of_articles",
    "of_lines",
    "read_differences",
]

DIFFERENCE_COLUMNS = ["language", "line", "check", "difference"]
SPELLINGS = {"no": ("no", "nb")}
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Item:
    """An article to translate, and what is known of it.

    Attributes:
        article: clean and split; only its pending segments count.
        truths: what it says, if its maker knows.
        reference: its true English, if known; of an article of one segment.
        line: where it stands in the files of its set, from one; zero if it is of no file.
    """

    article: rt.Article
    truths: tuple[Truth, ...] | None = None
    reference: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """The items of a set in one language; a partial one has only the first of them."""

    name: str
    language: str
    items: tuple[Item, ...]
    partial: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A line whose English does not say what its source says, and the check that is to find it.

    Attributes:
        language: of the source.
        line: its number in the files of the set, from one.
        check: the name of the check.
        difference: what it is, in a few words.
    """

    language: str
    line: int
    check: str
    difference: str = ""


def generated(
    languages: Sequence[str], count: int, lines: int | None, seed: int
) -> Iterator[Sample]:
    """Yield the generated sentences of each language, or the first of them."""
    for language in languages:
        items = (
            Item(_article(f"{language}{i}", one.source, language), one.truths, one.english)
            for i, one in enumerate(generate(language, count, seed))
        )
        yield Sample("generated", language, tuple(islice(items, lines)))


def of_lines(prefix: str, languages: Sequence[str], lines: int | None) -> Iterator[Sample]:
    """Yield the lines of ``PREFIX.<language>.txt`` that hold digits, with those of ``.en.txt``.

    Raises:
        FileNotFoundError: when there is no English, or no file of any of the languages.
    """
    english = Path(f"{prefix}.en.txt").read_text(encoding="utf-8").split("\n")
    paths = {language: _path(prefix, language) for language in languages}
    if not any(paths.values()):
        raise FileNotFoundError(f"no {prefix}.<language>.txt of {', '.join(languages)}")
    for language, path in paths.items():
        if path is None:
            continue
        pairs = zip(path.read_text(encoding="utf-8").split("\n"), english, strict=True)
        items = (
            Item(
                _article(f"{language}{number}", source.strip(), language),
                reference=reference.strip(),
                line=number,
            )
            for number, (source, reference) in enumerate(pairs, start=1)
            if _DIGIT.search(source)
        )
        yield Sample(Path(prefix).name, language, tuple(islice(items, lines)), lines is not None)


def read_differences(path: Path) -> frozenset[Difference]:
    """Return the differences of a tab-separated file: language, line, check, difference.

    Raises:
        ValueError: when the header is another, a check is unknown, or a row is there twice.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or rows[0] != DIFFERENCE_COLUMNS:
        raise ValueError(f"{path}: found the header {rows[:1]}, expected {DIFFERENCE_COLUMNS}")
    found: dict[tuple[str, int, str], Difference] = {}
    for number, (language, line, check, difference) in enumerate(rows[1:], start=2):
        one = Difference(language, int(line), check, difference)
        if check not in ALL or (language, one.line, check) in found:
            raise ValueError(f"{path}, line {number}: {check!r} is no check, or is there twice")
        found[language, one.line, check] = one
    return frozenset(found.values())


def of_articles(folder: str, languages: Sequence[str], lines: int | None) -> Iterator[Sample]:
    """Yield the articles of a folder by their language, cleaned and split.

    With a limit, only so many segments of a language are left to be translated.
    """
    pipeline = rt.Pipeline.default()
    for name in ("annotate", "translate", "verify"):
        pipeline = pipeline.without(name)
    articles = pipeline.run(rt.scan(folder))
    for language in languages:
        same = [article for article in articles if article.language == language]
        limited = tuple(Item(one) for one in _limited(same, lines))
        if limited:
            yield Sample(Path(folder).name, language, limited)


def _path(prefix: str, language: str) -> Path | None:
    spelt = (Path(f"{prefix}.{code}.txt") for code in SPELLINGS.get(language, (language,)))
    return next((path for path in spelt if path.exists()), None)


def _article(name: str, source: str, language: str) -> rt.Article:
    segment = rt.Segment.cut(source, 0, len(source), rt.Kind.SENTENCE)
    return rt.Article(name, source, rt.Detection(language, confidence=1.0), segments=(segment,))


def _limited(articles: Sequence[rt.Article], lines: int | None) -> Iterator[rt.Article]:
    """Yield articles in which only the first pending segments of all are left pending."""
    left = lines
    for article in articles:
        if left is None:
            yield article
            continue
        pending = [s.span for s in article.segments if s.status is rt.Status.PENDING]
        spared = set(pending[left:])
        left = max(0, left - len(pending))
        segments = (_kept(s) if s.span in spared else s for s in article.segments)
        yield replace(article, segments=tuple(segments))


def _kept(segment: rt.Segment) -> rt.Segment:
    return replace(segment, status=rt.Status.KEPT, english=segment.source)
