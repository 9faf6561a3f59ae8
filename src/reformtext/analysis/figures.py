"""The quantities of a corpus with what they count: figures to read, compare and cite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformtext.english_plurals import is_plural
from reformtext.segment_tables import Table
from reformtext.values import QuantityKind
from reformtext.word_dictionaries import lemma

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformtext.article import Article, Quantity, Segment

__all__ = ["Figure", "FigureTable", "figures", "lies_between"]

_WORDS: Final = 5  # that a noun phrase may have
_LEAD: Final = re.compile(r"\s*(?:of\s+)?(?:the\s+|all\s+|its\s+|their\s+|these\s+)*")
_WORD: Final = re.compile(r"\s*([^\W\d_][\w'’-]*)")
_COUNTING: Final = {QuantityKind.NUMBER, QuantityKind.RANGE, QuantityKind.ORDINAL}
_VERB_LAST: Final = re.compile(r"(?<=s)\s+[a-z]{4,}ed\Z")  # "units closed"; "closed units" stays
# Those of them that are said of persons, who are not measured: "5% missing" are of something else.
_OF_PERSONS: Final = frozenset({"hurt", "injured", "killed", "missing", "unemployed", "wounded"})
# What is joined to the digits is no word: "th" of "45th Games", found for 45.
_ENDING: Final = re.compile(r"\A(?:st|nd|rd|th)(?!\w)")
_ADVERB: Final = re.compile(r"(?:\A|\s+)[a-z]+ly\Z")  # "5 km annually"; nouns end so too
_NO_ADVERBS: Final = frozenset(
    """
    ally anomaly assembly belly bully butterfly daily family fly folly jelly lily monopoly monthly
    quarterly rally reply supply weekly
    """.split()  # noqa: SIM905 -- easier to read
)
# Words that end what a number counts: prepositions, conjunctions, auxiliaries, pronouns, adverbs
# and the past forms of verbs that do not look like one.
_ENDS: Final = frozenset(
    (
        *("a", "about", "according", "after", "also", "among", "an", "and", "any", "are", "as"),
        *("at", "be", "because", "been", "before", "being", "between", "but", "by", "can", "could"),
        *("did", "do", "does", "during", "each", "for", "from", "had", "has", "have", "he", "her"),
        *("his", "if", "in", "into", "is", "it", "its", "last", "may", "more", "must", "next"),
        *("not", "of", "on", "or", "over", "per", "she", "should", "since", "so", "than", "that"),
        *("the", "their", "them", "then", "there", "these", "they", "this", "those", "through"),
        *("to", "under", "until", "was", "we", "were", "when", "where", "which", "while"),
        *("what", "who", "whom", "whose", "will", "with", "within", "without", "would", "you"),
        *("across", "ago", "along", "around", "both", "each", "including", "just", "now", "once"),
        *("only", "respectively", "such", "today", "together", "towards", "up", "yesterday"),
        *("against", "although", "amid", "amongst", "besides", "beyond", "despite", "except"),
        *("however", "like", "onto", "our", "regarding", "him", "though", "throughout"),
        *("toward", "unless", "unlike", "until", "upon", "versus", "via", "vs", "whether", "your"),
        *("became", "began", "brought", "came", "fell", "gave", "got", "grew", "held", "kept"),
        *("led", "made", "met", "rose", "said", "saw", "stood", "took", "went", "won", "wrote"),
    )
)
# Those that do so behind another word: "12 high schools", but "12 metres high".
_LATER_ENDS: Final = _ENDS.union(
    (
        *("again", "alone", "away", "behind", "deep", "earlier", "high", "higher", "later", "left"),
        *("above", "apart", "below", "down", "inside", "near", "off", "out", "outside", "past"),
        *("less", "long", "lost", "lower", "sold", "still", "tall", "tomorrow", "too", "wide"),
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of an article, with what it counts and where it stands.

    Attributes:
        article_id: of the article.
        segment: position of the segment in the article.
        language: of the article's source.
        kind: a ``QuantityKind``.
        english: its canonical English.
        noun: the words after it in the English, up to the next preposition, conjunction,
            auxiliary or sign: what it counts, as far as word order tells.  Of a bare number it
            ends with a plural, elsewhere with no verb and no comparative; empty where there is
            none, and when the English lacks the quantity.
        number: its value as a number; None of dates, identifiers and the like.
        value: its value as a text, ISO 8601 of a date.
        unit: ``%``, a currency or a unit symbol; empty for none.
        verified: whether the English has it.
        text: as the source writes it.
        start: its first character in the article's source.
        end: likewise, one past its last.
        english_start: its first character in the English of the segment; None when it lacks it.
        english_end: likewise, one past its last.
        sentence: the English of the segment.
        source: the source of the segment.
    """

    article_id: str
    segment: int
    language: str
    kind: str
    english: str
    noun: str
    number: float | None
    value: str
    unit: str
    verified: bool
    text: str
    start: int
    end: int
    english_start: int | None
    english_end: int | None
    sentence: str
    source: str


class FigureTable(Table[Figure]):
    """The quantities of a corpus, one row each."""

    __slots__ = ()
    row = Figure
    brief = ("article_id", "kind", "english", "noun", "unit", "verified", "text")
    shown = ("article_id", "segment", "kind", "english", "noun", "verified", "text", "sentence")
    singular = "figure"


def figures(article: Article) -> Iterator[Figure]:
    """Yield the quantities of an article in the order of their places."""
    for index, segment in enumerate(article.segments):
        for quantity in sorted(segment.quantities, key=lambda one: one.span.start):
            yield _figure(article, index, segment, quantity)


def lies_between(figure: Figure, above: float | None, below: float | None) -> bool:
    """Return whether a figure, or both ends of a range, exceed one bound and fall short of another.

    Args:
        figure: one without a number lies nowhere.
        above: None for no bound.
        below: likewise.
    """
    ends = figure.value.split("/") if figure.kind == QuantityKind.RANGE else [figure.number]
    return all(
        end is not None
        and (above is None or float(end) > above)
        and (below is None or float(end) < below)
        for end in ends
    )


def _figure(article: Article, index: int, segment: Segment, quantity: Quantity) -> Figure:
    number = quantity.number
    place = quantity.english_span
    return Figure(
        article_id=article.id,
        segment=index,
        language=article.language,
        kind=str(quantity.kind),
        english=quantity.english,
        noun="" if place is None else _noun_of(quantity, segment.english[place.end :]),
        number=None if number is None else float(number),
        value=quantity.value,
        unit=quantity.unit,
        verified=quantity.verified,
        text=quantity.text,
        start=quantity.span.start,
        end=quantity.span.end,
        english_start=None if place is None else place.start,
        english_end=None if place is None else place.end,
        sentence=segment.english,
        source=segment.source,
    )


def _noun_of(quantity: Quantity, after: str) -> str:
    """Return what a quantity counts, in the English after it; dates and times count nothing."""
    if quantity.kind not in _COUNTING:
        return ""
    after = _ENDING.sub("", after)
    words = _without_adverbs(_phrase(after)) if not after[:1].isalnum() else ""
    several = quantity.kind != QuantityKind.ORDINAL and not quantity.unit and quantity.value != "1"
    return _up_to_plural(words) if several else _unless_verb(words)


def _without_adverbs(words: str) -> str:
    """Return the words without the adverbs that they end with."""
    while (adverb := _ADVERB.search(words)) and adverb[0].strip() not in _NO_ADVERBS:
        words = words[: adverb.start()]
    return words


def _up_to_plural(words: str) -> str:
    """Return the words up to the first plural, and the plurals right behind it: "arms deals"."""
    found = words.split()
    last = next((i for i, word in enumerate(found) if is_plural(word)), -1)
    while 0 <= last < len(found) - 1 and is_plural(found[last + 1]):
        last += 1
    return " ".join(found[: last + 1])


def _unless_verb(words: str) -> str:
    """Return the words unless the last one is a form of a verb, or a comparative: "5% dearer"."""
    last = words.rpartition(" ")[2].lower()
    if last in _OF_PERSONS:
        return ""
    return words if not last or is_plural(last) or lemma(last, "en").lower() == last else ""


def _phrase(after: str) -> str:
    """Return the first words of a text, up to one that ends a noun phrase, or a sign."""
    lead = _LEAD.match(after)
    position = start = lead.end() if lead else 0
    for number in range(_WORDS):
        word = _WORD.match(after, position)
        if word is None or word[1].lower() in (_LATER_ENDS if number else _ENDS):
            break
        position = word.end()
    return _VERB_LAST.sub("", after[start:position].strip())
