"""Attributes of articles by name, and what an article must satisfy to be chosen."""

from __future__ import annotations

import re
import warnings
from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from numbers import Integral, Real
from operator import attrgetter
from typing import Any, Final

from reformtext.analysis.tokens import count_words
from reformtext.arguments import listed
from reformtext.article import Article, Metadata
from reformtext.errors import CorpusError, CorpusWarning
from reformtext.languages import ALIASES, codes
from reformtext.publication_dates import iso_text
from reformtext.text import closest
from reformtext.text_tables import date_of

__all__ = ["METADATA", "attribute", "conditions", "key_of"]

METADATA: Final = tuple(field.name for field in fields(Metadata))
_OWN: Final = ("coverage", "english", "failed", "id", "language", "source", "title")
_YEAR: Final = re.compile(r"[0-9]{4}(?![0-9])")
_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}(?![0-9])")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_NO_SECONDS: Final = re.compile(r"(?<=T[0-9]{2}:[0-9]{2}):00(?:\.0+)?(?![0-9.])")
_UTC: Final = re.compile(r"(?<=[0-9])Z$")
_DERIVED: Final[dict[str, Callable[[Article], Any]]] = {
    "date": date_of,
    "words": count_words,
    "month": lambda article: _beginning(_MONTH, article.metadata.published),
    "year": lambda article: _beginning(_YEAR, article.metadata.published),
}
_NAMES: Final = frozenset((*_OWN, *METADATA, *_DERIVED))
_CODE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")  # of a language
_OF_SEVERAL: Final = frozenset({"language", "month", "year"})  # of which one may well be absent
_MEASURED: Final = frozenset({"coverage", "failed", "words"})
_LONG: Final = frozenset({"english", "source"})
_NAMED: Final = 5  # values that a warning names
_SHOWN: Final = 60  # characters of a value in a message
_PUBLISHED: Final = frozenset({"date", "published"})
_RANGES: Final = frozenset({"after", "before", "between", "day", "since", "until"})
_ENDS: Final = 2  # of a range
_EARLIER: Final = 2  # days that a warning names before one that is not there
_RANGE: Final = (
    "for a range of days write filter(lambda article: "
    "'2025-01-01' <= article.metadata.published < '2025-02-01')"
)

Get = Callable[[Article], Any]


def attribute(name: str) -> Get:
    """Return what gets an attribute of an article, or of its metadata, by name.

    Raises:
        CorpusError: when there is no such attribute.
    """
    if name not in _NAMES:
        raise CorpusError(f"articles have no {name!r}; there are {', '.join(sorted(_NAMES))}")
    if name in _DERIVED:
        return _DERIVED[name]
    return attrgetter(name if name in _OWN else f"metadata.{name}")


def key_of(by: str | Get) -> Get:
    """Return a function of an article: it, or what gets the attribute of that name.

    Raises:
        CorpusError: when there is no such attribute, or it is neither.
    """
    if isinstance(by, str):
        return attribute(by)
    if not callable(by):
        raise CorpusError(
            f"found {by!r:.60}, expected the name of an attribute or a function of an article: of "
            "two attributes, lambda article: (article.language, article.metadata.outlet)"
        )
    return by


def conditions(
    articles: Sequence[Article], equals: Mapping[str, object]
) -> list[tuple[Get, frozenset[object]]]:
    """Return what gets each attribute named, with the values of which it must be one.

    A text that no article has there is warned of, from the caller of the caller; of several
    languages, months or years, only if there is none of them.

    Raises:
        CorpusError: when no such attribute exists, a value can never equal it, or a language is
            no code of one.
    """
    found = []
    for name, value in equals.items():
        if name in _RANGES:
            raise CorpusError(f"articles have no {name!r}, but date, month and year; {_RANGE}")
        whole, wanted = attribute(name), _alternatives(name, value)
        get = _compared(name, whole, wanted)
        found.append((get, wanted))
        if name in _MEASURED:
            continue
        there = {get(article) for article in articles}
        missing = wanted - there
        if missing and get is not whole:
            missing -= {_comparable(name, whole(article)) for article in articles}
        absent = sorted(map(str, missing))
        if name == "language":
            _check_languages(wanted, there)
        if there and absent and (name not in _OF_SEVERAL or len(absent) == len(wanted)):
            warnings.warn(_absent(name, absent, there), CorpusWarning, stacklevel=3)
    return found


def _compared(name: str, whole: Get, wanted: frozenset[object]) -> Get:
    """Return what gets an attribute as it is asked for: a time as its own day, a title as it was.

    An article has two titles, the English one that is shown and the one that it was published with.
    """
    if name == "title":
        return lambda article: (
            given if (given := article.metadata.title) in wanted else article.title
        )
    if name == "published":
        return lambda article: _day_or_time(article.metadata.published, wanted)
    return whole


def _day_or_time(published: str, wanted: frozenset[object]) -> str:
    day = _beginning(_DAY, published)
    return day if day and day in wanted else _plain(published)


def _plain(published: str) -> str:
    """Return a time without seconds that are zero, with the offset of UTC in figures."""
    return _UTC.sub("+00:00", _NO_SECONDS.sub("", published))


def _alternatives(name: str, value: object) -> frozenset[object]:
    """Return the values of a collection, or the one value, as the attribute has them."""
    return frozenset(_comparable(name, one) for one in listed(value))


def _comparable(name: str, value: object) -> object:
    """Return a value as the attribute of that name has it.

    Raises:
        CorpusError: when the attribute can never have it.
    """
    if name == "failed":
        right, expected = value in (True, False), "True or False"
    elif name == "coverage":
        measured = isinstance(value, Real) and not isinstance(value, bool)
        right = measured and 0 <= float(value) <= 1  # type: ignore[arg-type]  # a Real
        expected = "a number from 0 to 1"
    elif name == "year" and isinstance(value, Integral):
        return str(value)
    elif name == "words":
        right = isinstance(value, Integral) and int(value) >= 0
        expected = "a whole number from 0 on"
    elif name in _PUBLISHED and isinstance(value, date) and value == value:  # noqa: PLR0124 - NaT
        day = value.date() if isinstance(value, datetime) and name == "date" else value
        return iso_text(day)
    elif name == "published" and isinstance(value, str):
        return _plain(value)
    else:
        right, expected = isinstance(value, str), "a text, '' where it is not known"
    if not right:
        raise CorpusError(f"{name} is {expected}, not {value!r:.60}: filter by that")
    return value


def _check_languages(wanted: frozenset[object], there: set[str]) -> None:
    """Raise CorpusError for what is no code of a language, or one that another stands for."""
    for code in wanted - there:
        meant = ALIASES.get(str(code))
        if meant or not _CODE.fullmatch(str(code)):
            known = ", ".join(sorted({*codes(), "en", "und", *there}))
            hint = f"write {meant!r}" if meant else f"write a code: {known}"
            raise CorpusError(f"no article has the language {code!r}: {hint}")


def _absent(name: str, values: Sequence[str], there: set[str]) -> str:
    """Return what to say of values that no article has."""
    first = values[0]
    found = f"no article has the {name} {_named(values)}"
    unit = "month" if _MONTH.fullmatch(first) else "year" if _YEAR.fullmatch(first) else ""
    if name in _PUBLISHED and unit:
        return f"{found}; write {unit}={first!r} for all of it"
    if name in _PUBLISHED and len(values) == _ENDS:
        return f"{found}; {_RANGE}"
    if name in _LONG:
        return found
    some = sorted(there - {""})
    if not some:
        return f"{found}; it is known of no article"
    if name in _PUBLISHED and _DAY.fullmatch(first):
        some = sorted({_beginning(_DAY, one) or one for one in some})
        nearest = some[max(0, bisect(some, first) - _EARLIER) :]
    else:
        nearest = closest(first, some, _NAMED) or some
    return f"{found}; there are {_named(nearest[:_NAMED], len(some))}"


def _named(values: Sequence[str], total: int = 0) -> str:
    """Return the first of some values, and how many more there are."""
    shown = ", ".join(f"{one!r:.{_SHOWN}}" for one in values[:_NAMED])
    more = max(total, len(values)) - len(values[:_NAMED])
    return f"{shown} and {more:,} more" if more else shown


def _beginning(pattern: re.Pattern[str], published: str) -> str:
    """Return the year, month or day that a time in ISO 8601 begins with; empty if with none."""
    found = pattern.match(published)
    return found[0] if found else ""
