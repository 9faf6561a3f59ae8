"""Numbers, dates, names and terms of a text as TEI elements within it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reformtext.exports.xml_writing import element, exact
from reformtext.values import Name, Quantity, QuantityKind, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from reformtext.article import Segment
    from reformtext.exports.xml_writing import Content

__all__ = ["english_content", "plain_content", "source_content", "when"]

Mention = Quantity | Name | Term

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_DAY: Final = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?P<time>T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?)?)?)?"
    r"|--(?P<alone>[0-9]{2})(?:-(?P<its>[0-9]{2}))?"
)
_LEAP: Final = "2000"  # any day of a month that stands without a year is a day of this one
_TYPES: Final = {QuantityKind.ORDINAL: "ordinal", QuantityKind.RANGE: "range"}


def source_content(segment: Segment) -> list[Content]:
    """Return the source of a segment, with what it mentions marked."""
    start = segment.span.start
    places = [
        (mention.span.start - start, mention.span.end - start, mention)
        for mention in _mentions(segment)
    ]
    return list(_marked(segment.source, places))


def english_content(segment: Segment) -> list[Content]:
    """Return the English of a segment, with what it carries of the source marked."""
    places = [
        (mention.english_span.start, mention.english_span.end, mention)
        for mention in _mentions(segment)
        if mention.english_span is not None
    ]
    return list(_marked(segment.english, places))


def plain_content(text: str) -> Iterator[Content]:
    """Yield a text in pieces; ``<g n="U+0000"/>`` stands for what XML cannot hold."""
    return exact(text, lambda code: element("g", {"n": f"U+{code}"}))


def when(value: str) -> dict[str, str]:
    """Return the attribute ``when`` of a date or time; nothing unless XML Schema knows it."""
    if _TIME.fullmatch(value):
        return {"when": f"{value}:00"}
    return {"when": value} if _is_date(value) else {}


def _mentions(segment: Segment) -> list[Mention]:
    return [*segment.quantities, *segment.names, *segment.terms]


def _marked(text: str, places: Iterable[tuple[int, int, Mention]]) -> Iterator[Content]:
    """Yield a text in pieces: of places that overlap, the first, and the longest of those."""
    position = 0
    for start, end, mention in sorted(places, key=lambda place: (place[0], -place[1])):
        if position <= start < end <= len(text):
            yield from plain_content(text[position:start])
            yield _mark(mention, list(plain_content(text[start:end])))
            position = end
    yield from plain_content(text[position:])


def _mark(mention: Mention, content: list[Content]) -> Element:
    if isinstance(mention, Quantity):
        return _quantity(mention, content)
    if isinstance(mention, Name):
        return element("name", None, *content)
    return element("term", {"key": mention.concept}, *content)


def _quantity(quantity: Quantity, content: list[Content]) -> Element:
    kind, value = quantity.kind, quantity.value
    ends = _from_to(value)
    if kind is QuantityKind.DATE or (kind is QuantityKind.RANGE and ends):
        return element("date", ends or when(value), *content)
    if kind is QuantityKind.TIME:
        return element("time", when(value), *content)
    if kind is QuantityKind.IDENTIFIER:
        return element("idno", None, *content)
    return _number(quantity, content)


def _number(quantity: Quantity, content: list[Content]) -> Element:
    """Return a number, in a measure where it has a unit."""
    kind = "percentage" if quantity.unit == "%" else "cardinal"
    attributes = {"type": _TYPES.get(quantity.kind, kind)}
    ends = quantity.value.split("/")
    if _NUMBER.fullmatch(quantity.value):
        attributes["value"] = quantity.value
    elif len(ends) > 1 and all(map(_NUMBER.fullmatch, ends)):
        attributes |= {"atLeast": ends[0], "atMost": ends[-1]}
    number = element("num", attributes, *content)
    unit = "_".join(quantity.unit.split())
    return element("measure", {"unit": unit}, number) if unit else number


def _from_to(value: str) -> dict[str, str]:
    """Return the ends of a range of dates; two plain years may as well be numbers."""
    ends = value.split("/")
    dated = len(ends) > 1 and "-" in value and all(map(_is_date, ends))
    return {"from": ends[0], "to": ends[-1]} if dated else {}


def _is_date(value: str) -> bool:
    """Return whether a value is a date of XML Schema: a year, month or day that there is."""
    match = _DAY.fullmatch(value)
    if match is None:
        return False
    year = match["year"] or _LEAP
    month = match["month"] or match["alone"] or "01"
    day = match["day"] or match["its"] or "01"
    try:
        datetime.fromisoformat(f"{year}-{month}-{day}{match['time'] or ''}")
    except ValueError:
        return False
    return True
