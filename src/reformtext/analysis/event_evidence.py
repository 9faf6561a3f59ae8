"""What articles share, in words and with its places in each of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from reformtext.analysis.event_facts import Place, word_key
from reformtext.analysis.figures import figures
from reformtext.analysis.grouping import unit_articles
from reformtext.article import Span
from reformtext.errors import ArticleNotFoundError
from reformtext.segment_tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.analysis.event_facts import Fact
    from reformtext.analysis.event_index import Indexed

    _Side = tuple[int | None, int | None, int | None, str, str, int | None, int | None]

__all__ = ["Evidence", "SharedFact", "SharedFacts"]

_NAMED: Final = 6  # facts that are put in words
_WORDS: Final = 2  # of them that may be mere words, unless there is nothing else
_REMEMBERED: Final = 500  # articles whose words are kept at hand
_PASSING: Final = frozenset({"_nouns", "_words"})  # attributes that only remember


@dataclass(frozen=True, slots=True)
class SharedFact:
    """A fact that two articles have, with its first place in both.

    Places are None of what the metadata say.  A word is traced to its segment: the span in the
    source is the segment's.

    Attributes:
        first: id of an article.
        second: id of another.
        kind: ``name``, ``document``, ``number``, ``date``, ``term``, ``published`` or ``word``.
        fact: in words, as the first article has it.
        weight: the information in it times what its kind counts for, in nats.
        first_segment: position of the segment in the first article.
        first_start: of its span in the first article's source.
        first_end: likewise, one past the last.
        first_text: the characters there.
        first_english: what says it in the segment's English, or in the metadata.
        first_english_start: of its span in the segment's English.
        first_english_end: likewise, one past the last.
        second_segment: the same of the second article.
        second_start: likewise.
        second_end: likewise.
        second_text: likewise.
        second_english: likewise.
        second_english_start: likewise.
        second_english_end: likewise.
    """

    first: str
    second: str
    kind: str
    fact: str
    weight: float
    first_segment: int | None
    first_start: int | None
    first_end: int | None
    first_text: str
    first_english: str
    first_english_start: int | None
    first_english_end: int | None
    second_segment: int | None
    second_start: int | None
    second_end: int | None
    second_text: str
    second_english: str
    second_english_start: int | None
    second_english_end: int | None


class SharedFacts(Table[SharedFact]):
    """What two articles share, the most telling first."""

    __slots__ = ()
    row = SharedFact
    brief = ("kind", "fact", "weight", "first_text", "second_text")
    shown = (
        "kind",
        "fact",
        "weight",
        "first_text",
        "first_english",
        "second_text",
        "second_english",
    )
    singular = "shared fact"


class Evidence:
    """What the articles of a corpus share; looked up when it is asked for.

    Args:
        corpus: its articles and their index.
    """

    def __init__(self, corpus: Indexed) -> None:
        import numpy as np

        self._articles = corpus.articles
        self._facts = corpus.facts
        self._index = corpus.index
        self._tokens = corpus.tokens
        owner = unit_articles(corpus.tokens)[corpus.tokens.unit]
        self._bounds = np.searchsorted(owner, np.arange(len(corpus.articles) + 1))
        self._positions = {article.id: i for i, article in enumerate(corpus.articles)}
        self._remember()

    def _remember(self) -> None:
        self._words = lru_cache(_REMEMBERED)(self._read_words)
        self._nouns = lru_cache(_REMEMBERED)(self._read_nouns)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: all but what was only remembered."""
        return {name: value for name, value in vars(self).items() if name not in _PASSING}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._remember()

    def table(self, first: str, second: str) -> SharedFacts:
        """Return all that two articles share.

        Raises:
            ArticleNotFoundError: when there is no such article.
        """
        for name in (first, second):
            if name not in self._positions:
                raise ArticleNotFoundError(f"no article {name!r} among those that were compared")
        one, other = self._positions[first], self._positions[second]
        return SharedFacts(self._rows(one, other))

    def of_pair(self, one: int, other: int) -> str:
        """Return the most telling facts that two articles share, in words."""
        return _listed(
            (fact, self._label(fact, one, other)) for fact, _ in self._index.shared(one, other)
        )

    def of_group(self, members: Sequence[int]) -> str:
        """Return the most telling facts that at least half of some articles share, in words."""
        having = Counter(column for i in members for column in self._index.row(i)[0].tolist())
        common = [column for column, count in having.items() if 2 * count >= max(len(members), 3)]
        weight = self._index.weight
        common.sort(key=lambda column: -having[column] * weight[column])
        return _listed(self._labelled(self._index.facts[column], members) for column in common)

    def _labelled(self, fact: Fact, members: Iterable[int]) -> tuple[Fact, str]:
        """Return a fact in the words of the first article that has it in its text."""
        owners = [i for i in members if self._has(i, fact)]
        in_text = [i for i in owners if self._place(i, fact).span is not None]
        return fact, self._words_for(fact, (in_text or owners)[0])

    def _rows(self, one: int, other: int) -> Iterator[SharedFact]:
        names = (self._articles[one].id, self._articles[other].id)
        for fact, weight in self._index.shared(one, other):
            label = self._label(fact, one, other)
            left, right = self._side(one, fact), self._side(other, fact)
            row = (*names, fact.kind, label, weight, *left, *right)
            yield SharedFact(*row)

    def _side(self, article: int, fact: Fact) -> _Side:
        """Return segment, start, end, text, and English, its start and end."""
        place, whole = self._place(article, fact), self._articles[article]
        if place.segment is None or place.span is None or place.english is None:
            return None, None, None, "", place.label, None, None
        span, english = place.span, place.english
        said = english.of(whole.segments[place.segment].english)
        text = span.of(whole.source)
        return place.segment, span.start, span.end, text, said, english.start, english.end

    def _label(self, fact: Fact, one: int, other: int) -> str:
        """Return a fact in words, with where the metadata say it."""
        places = self._place(one, fact), self._place(other, fact)
        in_text = [i for i, place in zip((one, other), places, strict=True) if place.span]
        label = self._words_for(fact, in_text[0] if in_text else one)
        said = next((p.label for p in places if p.span is None), "")
        return f"{label} ({said})" if said and in_text else label

    def _words_for(self, fact: Fact, article: int) -> str:
        place = self._place(article, fact)
        if place.label or place.segment is None or place.english is None or place.span is None:
            return place.label
        words = place.english.of(self._articles[article].segments[place.segment].english)
        noun = self._nouns(article).get(place.span.start, "") if fact.kind == "number" else ""
        return f"{words} {noun}".strip()

    def _has(self, article: int, fact: Fact) -> bool:
        return fact in self._facts[article] or (
            fact.kind == "word" and fact.key in self._words(article)
        )

    def _place(self, article: int, fact: Fact) -> Place:
        return self._words(article)[fact.key] if fact.kind == "word" else self._facts[article][fact]

    def _read_nouns(self, article: int) -> dict[int, str]:
        """Return what each quantity of an article counts, by its place in the source."""
        return {figure.start: figure.noun for figure in figures(self._articles[article])}

    def _read_words(self, article: int) -> dict[str, Place]:
        """Return the first place of each word of an article, by what is compared of it."""
        tokens, found = self._tokens, dict[str, Place]()
        for i in range(int(self._bounds[article]), int(self._bounds[article + 1])):
            key = word_key(tokens.folded[int(tokens.fold[tokens.ids[i]])])
            if key and key not in found:
                index = tokens.units[int(tokens.unit[i])].segment
                span = self._articles[article].segments[index].span
                found[key] = Place(index, span, Span(int(tokens.start[i]), int(tokens.end[i])))
        return found


def _listed(facts: Iterable[tuple[Fact, str]]) -> str:
    """Return the first few facts with commas between: few words, and nothing said twice."""
    exact: list[str] = []
    words: list[str] = []
    for fact, label in facts:
        said = label.casefold()
        if any(said in other.casefold() for other in (*exact, *words)):
            continue
        (words if fact.kind == "word" else exact).append(label)
        if len(exact) >= _NAMED:
            break
    room = _NAMED - len(exact)
    kept = words[: min(room, _WORDS) if exact else room]
    return ", ".join([*exact[:_NAMED], *kept])
