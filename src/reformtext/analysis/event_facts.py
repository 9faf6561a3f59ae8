"""What an article reports that another report of the same thing would have too: its facts.

Names, numbers, dates, documents (``resolution 18``) and terms count where the English has them
verified; everything is compared in a form that inflection, accents and capitals do not change.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from reformtext.analysis.stop_words import ENGLISH
from reformtext.article import BOILERPLATE, Article, Name, Quantity, Segment, Span, Term

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["PRIOR", "Fact", "Place", "corpus_facts", "prior", "word_key"]

_STEM: Final = 6  # letters of a word of a name that count: what follows may be a case ending
_STEM_OF_WORD: Final = 5  # likewise of other words, which translation changes more
_SHORTEST: Final = 3  # letters of a word
_PART: Final = 4  # letters of a part of a name that stands for it, Trump for Donald Trump
_HALF: Final = 0.5  # what a part of a name, or a name within that of an outlet, counts for
_NUMBERS: Final = 5  # of an article that count in full: a report of many shares some by chance
_OUTLET: Final = 6  # letters of a name within that of an outlet
_LONGEST_OUTLET: Final = 60  # characters of the name of an outlet that are looked at
_NEAR: Final = 12  # characters that may stand between a term and its number
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBERING: Final = frozenset({"number", "identifier"})  # kinds of quantities
_NUMBER_SIGN: Final = re.compile(r"[\s(]*(?:(?:no|nr|number|of)\b\.?)?[\s(]*", re.IGNORECASE)
_LEADING_NUMBER: Final = re.compile(r"0*([0-9]+)[-/](?=.*[^\W\d_])")
_FIGURES: Final = re.compile(r"-?([0-9]+(?:\.[0-9]+)?)%?")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_DAY: Final = re.compile(r".*(-[0-9]{2}-[0-9]{2})")
_PUBLISHED: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FOLDS: Final = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae"})

PRIOR: Final = {
    "name": 0.002,
    "document": 0.002,
    "date": 0.01,
    "number": 0.001,
    "term": 0.04,
    "published": 0.05,
    "word": 0.06,
}
"""The share of articles, by kind, that a fact is expected in before any are seen.

Of terms and words it is the share of unrelated news items in which one of another item was met,
measured on the held-out lines of ``models/recipe/authored``; the others are orders of magnitude.
"""

# Numbers with few figures are met by chance: shares by how many there are but for final zeros.
_BY_FIGURES: Final = {1: 0.4, 2: 0.05, 3: 0.005}
_OF_YEARS: Final = 0.1


class Fact(NamedTuple):
    """Something that articles may have in common.

    Attributes:
        kind: ``name``, ``document``, ``number``, ``date``, ``term``, ``published`` or ``word``.
        key: what is the same however it is written.
    """

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article has a fact.

    Attributes:
        segment: position of the segment; None of what the metadata say.
        span: in the article's source; None likewise.
        english: in the segment's English; None likewise.
        share: what it counts for, from 0 to 1: a part of a name counts half.
        label: the fact in words; empty where the English at the place says it.
    """

    segment: int | None
    span: Span | None
    english: Span | None
    share: float = 1.0
    label: str = ""


@lru_cache(maxsize=100_000)
def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case and without accents."""
    plain = unicodedata.normalize("NFD", text.lower().translate(_FOLDS))
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """Return what two words have in common that say the same, as far as spelling tells.

    The first five letters, without accents: cutting words short does for them what a stemmer does
    (McNamee and Mayfield 2004, "Character n-gram tokenization for European language text
    retrieval"), and cognates keep their beginnings (Simard, Foster and Isabelle 1992, "Using
    cognates to align sentences in bilingual corpora").

    Args:
        word: as ``fold_word`` gives it.

    Returns:
        The key; empty for stop words, short words and what has no letters.
    """
    if word in ENGLISH:
        return ""
    letters = (fold_words(word) or ("",))[0]
    return letters[:_STEM_OF_WORD] if len(letters) >= _SHORTEST else ""


def prior(fact: Fact) -> float:
    """Return the share of articles that are expected to have a fact before any are seen."""
    if fact.kind == "number" and ":" in fact.key:  # a time: many things happen at seven
        significant = fact.key.replace(":", "").strip("0")
        return _BY_FIGURES[min(max(len(significant), 1), max(_BY_FIGURES))]
    bare = fact.key.partition(" ")[0]  # without its unit
    figures = _FIGURES.fullmatch(bare) if fact.kind == "number" else None
    if figures is None:
        return PRIOR[fact.kind]
    if _YEAR.fullmatch(fact.key):
        return _OF_YEARS
    significant = figures[1].replace(".", "").strip("0")
    return _BY_FIGURES.get(max(len(significant), 1), PRIOR["number"])


def _article_facts(article: Article) -> dict[Fact, Place]:
    """Return the facts of an article alone, each with the first place that counts most."""
    found: dict[Fact, Place] = {}
    inner = (
        _segment_facts(index, segment)
        for index, segment in enumerate(article.segments)
        if segment.english and segment.kind not in BOILERPLATE
    )
    for fact, place in chain(chain.from_iterable(inner), _published(article)):
        if fact not in found or found[fact].share < place.share:
            found[fact] = place
    documents = [fact.key.rpartition(" ")[2] for fact in found if fact.kind == "document"]
    for number in documents:  # which names the document wherever it stands
        found.pop(Fact("number", number), None)
    return found


def _with_units(facts: Sequence[dict[Fact, Place]]) -> Iterator[dict[Fact, Place]]:
    """Yield the facts of articles with the units of those numbers alone that have several.

    2.5 million zlotys are not 2.5 million lei.  But where no article has another unit, 250 hectares
    are the 250 of an article that leaves the unit out, or has it where it is not read.
    """
    units: dict[str, set[str]] = {}
    for fact in chain.from_iterable(facts):
        number, _, unit = fact.key.partition(" ")
        if fact.kind == "number" and unit:
            units.setdefault(number, set()).add(unit)
    for each in facts:
        found: dict[Fact, Place] = {}
        for fact, place in each.items():
            number, _, unit = fact.key.partition(" ")
            alone = fact.kind == "number" and unit and len(units[number]) == 1
            same = Fact("number", number) if alone else fact
            if same not in found or found[same].share < place.share:
                found[same] = place
        yield found


def _weighed(found: dict[Fact, Place]) -> dict[Fact, Place]:
    """Return facts of which all numbers together count for no more than ``_NUMBERS`` do."""
    numbers = [fact for fact in found if fact.kind == "number"]
    if len(numbers) > _NUMBERS:
        part = _NUMBERS / len(numbers)
        found |= {f: replace(found[f], share=found[f].share * part) for f in numbers}
    return found


def corpus_facts(articles: Sequence[Article]) -> list[dict[Fact, Place]]:
    """Return the facts of each article but its words, in the light of those of the others.

    A part of a name counts where it is the whole of a name elsewhere; a name that the name of an
    article's outlet holds counts for that article.
    """
    facts = list(map(_weighed, _with_units([_article_facts(article) for article in articles])))
    whole = {
        fact
        for each in facts
        for fact, place in each.items()
        if fact.kind == "name" and place.share == 1
    }
    held = _held({article.metadata.outlet for article in articles}, {fact.key for fact in whole})
    for article, each in zip(articles, facts, strict=True):
        parts = [f for f, place in each.items() if f.kind == "name" and place.share < 1]
        for fact in [f for f in parts if f not in whole]:
            del each[fact]
        outlet = article.metadata.outlet
        for key in held[outlet]:
            place = Place(None, None, None, _HALF, f"outlet {outlet}")
            each.setdefault(Fact("name", key), place)
    return facts


def _segment_facts(index: int, segment: Segment) -> Iterator[tuple[Fact, Place]]:
    terms = [term for term in segment.terms if term.verified]
    for name in segment.names:
        if name.english_span:
            yield from _name_facts(index, name, name.english_span.of(segment.english))
    for term in terms:
        yield Fact("term", term.concept), Place(index, term.span, term.english_span)
    for quantity in segment.quantities:
        if quantity.english_span:
            yield from _quantity_facts(index, quantity, terms, segment.english)


def _name_facts(index: int, name: Name, english: str) -> Iterator[tuple[Fact, Place]]:
    """Yield a name, and of one of several words each word that may stand for it elsewhere."""
    words = [word[:_STEM] for word in fold_words(english)]
    if not words or len("".join(words)) == 1:
        return
    yield Fact("name", "".join(words)), Place(index, name.span, name.english_span)
    for word in words if len(words) > 1 else ():
        if len(word) >= _PART:
            yield Fact("name", word), Place(index, name.span, name.english_span, _HALF)


def _quantity_facts(
    index: int, quantity: Quantity, terms: Iterable[Term], english: str
) -> Iterator[tuple[Fact, Place]]:
    document = next((d for term in terms if (d := _document(quantity, term, english))), None)
    if document is not None:
        fact, whole, label = document
        yield fact, Place(index, quantity.span, whole, label=label)
    else:
        place = Place(index, quantity.span, quantity.english_span)
        yield from ((fact, place) for fact in _values(quantity))


def _document(quantity: Quantity, term: Term, english: str) -> tuple[Fact, Span, str] | None:
    """Return what a term with a number of its own names: Resolution No. 18, 18-NQ/TW Resolution.

    A bare number stands after the term; one that says more, ``18-NQ/TW``, on either side of it.
    """
    one, other = term.english_span, quantity.english_span
    if one is None or other is None or quantity.kind not in _NUMBERING:
        return None
    coded = _LEADING_NUMBER.match(quantity.value)
    before, after = (one, other) if one.start < other.start else (other, one)
    between = english[before.end : after.start]
    near = len(between) <= _NEAR and _NUMBER_SIGN.fullmatch(between)
    if not near or quantity.unit or not (coded or (before is one and quantity.value.isdigit())):
        return None
    number = coded[1] if coded else quantity.value
    label = f"{term.english[:1].upper()}{term.english[1:]} {number}"
    return Fact("document", f"{term.concept} {number}"), Span(before.start, after.end), label


def _values(quantity: Quantity) -> Iterator[Fact]:
    """Yield what a quantity says; an ordinal says too little, and a date is known by its day."""
    match str(quantity.kind):
        case "number" | "range":
            unit = quantity.unit
            sign = unit if unit == "%" else f" {unit}" if unit else ""
            for end in quantity.value.split("/"):
                plain = end.rstrip("0").rstrip(".") if "." in end else end
                yield Fact("number", plain + sign)
        case "date":
            day = _DAY.fullmatch(quantity.value)
            yield Fact("date", f"-{day[1]}" if day else quantity.value)
        case "identifier":
            yield Fact("document", quantity.value.lower())
        case "time":
            yield Fact("number", quantity.value)


def _published(article: Article) -> Iterator[tuple[Fact, Place]]:
    """Yield the day of publication and the next: what came out a day apart shares one of them."""
    found = _PUBLISHED.match(article.metadata.published)
    try:
        day = date.fromisoformat(found[0]) if found else None
    except ValueError:
        return
    for later in (0, 1) if day else ():
        key = (day + timedelta(days=later)).isoformat() if day else ""
        yield Fact("published", key), Place(None, None, None, label=f"published about {day}")


def _held(outlets: Iterable[str], names: Collection[str]) -> dict[str, list[str]]:
    """Return of every outlet the names that its own holds: it is often named after its place."""
    return {
        outlet: sorted(_parts("".join(fold_words(outlet))).intersection(names))
        for outlet in outlets
    }


def _parts(name: str) -> set[str]:
    """Return all that a name could be made of: ``quangngai`` of quangngaitvvn."""
    short = name[:_LONGEST_OUTLET]
    return {
        short[start:end]
        for start in range(len(short))
        for end in range(start + _OUTLET, len(short) + 1)
    }
