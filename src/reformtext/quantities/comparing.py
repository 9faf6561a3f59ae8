"""Whether a translation keeps a quantity."""

from __future__ import annotations

import re

from reformtext.quantities.units import DECADE, PERCENT
from reformtext.values import Quantity, QuantityKind

__all__ = ["agree", "atoms"]

_COUNTS = frozenset({QuantityKind.NUMBER, QuantityKind.ORDINAL})
_SCORE = re.compile(r"([0-9]{1,3})[-–:‐‑]([0-9]{1,3})")
_DASHES = str.maketrans("–‐‑", "---")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4])(?:\.([0-5][0-9]))?")
_CENTURY = 100
_NOON = 12


def atoms(quantity: Quantity) -> tuple[str, ...]:
    """Return what a translation must keep of a quantity, in a form that all languages share.

    The value of a number or ordinal as a plain decimal, with ``%`` if it is a percentage; both
    ends of a range; a date or time as it is in ISO 8601; an identifier as it stands, but for the
    length of its dashes.  A century by its hundreds, ``1800-tallet``, is the ordinal, 19.
    """
    value = quantity.value
    percent = PERCENT if quantity.unit == PERCENT else ""
    match quantity.kind:
        case QuantityKind.NUMBER | QuantityKind.ORDINAL:
            return (_count(quantity) + percent,)
        case QuantityKind.RANGE:
            return tuple(_normal(end) + percent for end in value.split("/"))
        case QuantityKind.IDENTIFIER:
            return _copied(value)
        case _:
            return (value,)


def agree(source: Quantity, english: Quantity) -> bool:
    """Return whether a quantity of the English says what one of the source says.

    Any reading of the source will do.  A percentage is never a bare number; a currency or unit
    may be missing on one side, but there may not be two different ones.  What a number of the
    English shares with the one behind it, ``94 to 88%``, the source may leave to that one.
    """
    bare = not source.unit and english.text.replace(",", "").replace(".", "").isdecimal()
    if source.kind in _COUNTS and english.kind in _COUNTS:
        said = {_count(english)}
        if bare or english.value.startswith("-"):  # "15 degrees below zero" may be of a bare 15
            said.update(map(_normal, english.readings))
    elif source.kind is QuantityKind.TIME and english.kind is QuantityKind.NUMBER:
        said = set(_clocks(english))
    elif source.kind is QuantityKind.NUMBER and english.kind is QuantityKind.TIME:
        return not {english.value, *english.readings}.isdisjoint(_clocks(source)[:1])
    elif source.kind is english.kind:
        said = {_comparable(english, value) for value in (english.value, *english.readings)}
    else:
        return False
    meant = {_comparable(source, value) for value in (source.value, *source.readings)}
    if source.unit == DECADE:
        meant.add(_count(source))
        said.update(english.readings if english.unit == DECADE else ())  # the 40s, of a life
    return bool(meant & said) and (bare or _units_agree(source.unit, english.unit))


def _clocks(number: Quantity) -> tuple[str, ...]:
    """Return the time that a number may be as it is written, 8.30, and the same after noon."""
    time = _CLOCK.fullmatch(number.text.replace(",", "."))
    if time is None:
        return ()
    hour = int(time[1])
    hours = (hour, hour + _NOON) if 0 < hour < _NOON else (hour,)
    return tuple(f"{one:02d}:{time[2] or '00'}" for one in hours)


def _units_agree(source: str, english: str) -> bool:
    if PERCENT in {source, english}:
        return source == english
    return DECADE in {source, english} or not source or not english or source == english


def _count(quantity: Quantity) -> str:
    """Return the number of a cardinal or ordinal; of a century by its hundreds, the ordinal."""
    if quantity.unit == DECADE and int(quantity.value) % _CENTURY == 0:
        return str(int(quantity.value) // _CENTURY + 1)
    return _normal(quantity.value)


def _comparable(quantity: Quantity, value: str) -> str:
    match quantity.kind:
        case QuantityKind.NUMBER | QuantityKind.ORDINAL:
            return _normal(value)
        case QuantityKind.RANGE:
            return "/".join(_normal(end) for end in value.split("/"))
        case QuantityKind.IDENTIFIER:
            return " ".join(_copied(value)).casefold()
        case _:
            return value


def _normal(number: str) -> str:
    """Return a plain decimal without zeros at the end of its fraction."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def _copied(identifier: str) -> tuple[str, ...]:
    """Return the atoms of an identifier: a score that rises may have been read as a range."""
    score = _SCORE.fullmatch(identifier)
    if score and int(score[1]) < int(score[2]):
        return score[1], score[2]
    return (f"{score[1]}-{score[2]}" if score else identifier.translate(_DASHES),)
