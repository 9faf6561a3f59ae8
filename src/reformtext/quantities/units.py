"""Signs and codes of units that are the same in every language."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from reformtext.errors import CorpusError
from reformtext.languages import codes
from reformtext.languages.measures import FAR_BEFORE, FAR_BEHIND, OF_MONEY
from reformtext.languages.numerals import words
from reformtext.quantities.scanning import ENGLISH, SPACE, either, folded, numerals_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "DECADE",
    "PERCENT",
    "VARIANTS",
    "as_kept",
    "check_unit",
    "counted_unit",
    "is_currency",
    "is_none",
    "magnitude_of",
    "meaning_of",
    "names_currency",
    "prefix_of",
    "prefixes",
    "tail",
    "unit_of",
]

T = TypeVar("T")
_SHORTEST, _STEM = 3, 4  # letters of a word for a currency that all its forms share

PERCENT = "%"
_ABOVE_SEA = "m a.s.l."  # the unit of heights, as the language tables have it: it is the metre
_POINTS = "points"  # "52 pkt": no unit, but a word that English has in full
_MILE = "mil"  # the Scandinavian mile, of 10 km
_NEAR = 60  # characters around a number, in which words tell what it counts
_STOP = re.compile(r"[.!?;](?=\s)|\n")
_OF_A_LAW = re.compile(r"(?<!\w)(?:(?i:ust|art|par)\.|§)[ \u00a0]?\Z")
DECADE = "decade"
"""The unit of ``1990s``, with the value 1990, and of ``his 40s``, with 40."""

_SYMBOLS = words(
    """
    % ‰ km m cm mm kg g mg ha km² m² m³ cm² kW MW GW TW kWh MWh GWh TWh kV °C km/h m/s m³/s l/m²
    """
)
VARIANTS = {
    "\uff05": "%",
    "km2": "km²",
    "m2": "m²",
    "m3": "m³",
    "m3/s": "m³/s",
    "m3/detik": "m³/s",
    "km3": "km³",
    "℃": "°C",
    "° C": "°C",
    "\u00ba" + "C": "°C",
    "Kg": "kg",
    "Km": "km",
    "KM": "km",
    "KWh": "kWh",
    "Ha": "ha",
    "l/m2": "l/m²",
    "l/mp": "l/m²",
    "bps": "bp",
    "pb": "bp",
    "pb.": "bp",
}
"""Other ways to write a symbol."""
_SIGNS = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₫": "VND",
    "zł": "PLN",
    "Rp": "IDR",
}
_OTHER_SENSES = {"GBP": {"pon", "livr"}}  # pounds of weight, as they begin in the languages read
_CODES = words(
    """
    AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR INR JPY KRW MDL MYR NOK NZD PHP PLN RON
    RUB SEK SGD THB TRY TWD UAH USD VND ZAR
    """
)
_SHARED = {symbol: symbol for symbol in sorted(_SYMBOLS)} | VARIANTS | _SIGNS
_SHARED |= {code: code for code in sorted(_CODES)} | {"đồng": "VND", "đ": "VND", "VNĐ": "VND"}


@cache
def prefixes(code: str) -> str:
    """Return a regular expression of what may stand before a number: ``Rp``, ``US$``, ``VND``."""
    return either({*_SIGNS, *_CODES, "VNĐ", *numerals_of(code).prefixes}).replace(r"(?!\w)", "")


def prefix_of(sign: str, code: str) -> str:
    """Return the currency of a sign before a number."""
    return numerals_of(code).prefixes.get(sign) or _SHARED[sign]


def counted_unit(unit: str) -> str:
    """Return the unit that a quantity has: the metre of heights above the sea, none of points."""
    return {_ABOVE_SEA: "m", _POINTS: ""}.get(unit, unit)


def as_kept(unit: str) -> tuple[int, str]:
    """Return the power of ten by which a number in a unit is told in another, and that one.

    A Scandinavian mile is 10 km.
    """
    return (1, "km") if unit == _MILE else (0, unit)


def is_none(unit: str, text: str, start: int, end: int) -> bool:
    """Return whether what looks like a unit is none by the words around it and its number.

    In "Hun tjente 15 mil" millions are meant, and ``ust. 1 pkt`` has no points.

    Args:
        unit: as ``unit_of`` gives it.
        text: all of it.
        start: where the number begins.
        end: where the unit ends.
    """
    if unit == _MILE and text[end - len(_MILE) : end].lower() == _MILE:  # not "Scandinavian miles"
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        before, after = _STOP.split(before)[-1], _STOP.split(after)[0]
        far = FAR_BEFORE.search(before) or FAR_BEHIND.search(after)
        return not far or OF_MONEY.search(before) is not None
    return unit == _POINTS and _OF_A_LAW.search(text, max(0, start - _NEAR), start) is not None


def unit_of(form: str, code: str) -> str:
    """Return the symbol or code of a unit as ``tail`` finds it, empty for none."""
    if not form:
        return ""
    bare = _bare(form, code)
    return _SHARED.get(bare.removeprefix("-")) or meaning_of(bare, numerals_of(code).units)


def check_unit(unit: str) -> None:
    """Raise CorpusError unless a quantity of some language may have this unit.

    Args:
        unit: a symbol or code, as ``Quantity`` has it; empty for none.
    """
    written = {code: numerals_of(code).units for code in (ENGLISH, *codes())}
    symbols = {symbol for units in written.values() for symbol in units.values()}
    if not unit or unit in symbols | {*_SHARED.values(), DECADE}:
        return
    meant = next((units[unit.lower()] for units in written.values() if unit.lower() in units), "")
    meant = meant or _SHARED.get(unit) or _SHARED.get(unit.upper(), "")
    hint = f"write {meant!r}" if meant else "write a symbol or code, such as '%', 'km' or 'USD'"
    raise CorpusError(f"no quantity has the unit {unit!r}: {hint}")


def magnitude_of(form: str | None, code: str) -> int:
    """Return the power of ten of a magnitude as ``tail`` finds it, 0 for none."""
    return meaning_of(_bare(form, code), numerals_of(code).magnitudes) if form else 0


def is_currency(unit: str) -> bool:
    """Return whether a unit is the code of a currency."""
    return unit in _CODES


def names_currency(text: str, currency: str, code: str) -> bool:
    """Return whether a text has a sign of a currency, or a word that begins as one for it does."""
    return _of_currency(currency, code).search(text) is not None


@cache
def _of_currency(currency: str, code: str) -> re.Pattern[str]:
    """Return a regular expression of what may name a currency in a language or in English."""
    tables = [numerals_of(one).units for one in (code, ENGLISH)]
    forms = [form for units in tables for form, unit in units.items() if unit == currency]
    stems = {word[:_STEM] for form in forms for word in form.split() if len(word) >= _SHORTEST}
    stems |= _OTHER_SENSES.get(currency, set())
    signs = [{**_SHARED, **numerals_of(code).prefixes}, numerals_of(ENGLISH).prefixes]
    whole = {sign for table in signs for sign, unit in table.items() if unit == currency}
    whole |= {form for form in forms if len(form) < _SHORTEST}
    begun, alone = ("|".join(map(re.escape, sorted(each))) or "(?!)" for each in (stems, whole))
    return re.compile(rf"(?<![^\W\d_])(?i:{begun}|(?:{alone})(?![^\W\d_]))")


@cache
def tail(code: str) -> str:
    """Return a regular expression of what may follow a number.

    It has the groups ``magnitude``, ``second`` (of a second one) and ``unit``, each with what
    joins it to what stands before it.
    """
    numerals = numerals_of(code)
    magnitude, unit = _behind(code, numerals.magnitudes), _behind(code, numerals.units, _SHARED)
    return f"(?:(?P<magnitude>{magnitude})(?P<second>{magnitude})?)?(?P<unit>{unit})?"


def _behind(code: str, forms: Iterable[str], symbols: Iterable[str] = ()) -> str:
    """Return a regular expression of words behind a number, with what joins them to it."""
    forms = set(forms)
    guarded = {form: r for form, r in numerals_of(code).guarded_units.items() if form in forms}
    apart = [form for form in forms if not form.startswith("-") and form not in guarded]
    joined = either(form for form in forms if form.startswith("-"))
    linker = numerals_of(code).linker
    words = "|".join([either(apart), *map("".join, guarded.items())])
    joint = f"(?:{SPACE}|-)?" if code == ENGLISH else f"{SPACE}?"
    joint += f"(?:{linker}{SPACE})?" if linker else ""
    return f"(?:{joint}(?:(?i:{words})|{either(symbols)})|(?i:{joined}))"


def _bare(form: str, code: str) -> str:
    """Return a word without what joins it to the number."""
    bare = form.strip(" \u00a0\u2009\u202f")
    linker = numerals_of(code).linker
    return re.sub(rf"\A{linker}{SPACE}+", "", bare) if linker else bare


def meaning_of(form: str, meanings: Mapping[str, T]) -> T:
    """Return what a form of a table means, however it is spaced and capitalised."""
    key = folded(form)
    return meanings[key] if key in meanings else meanings[key.removeprefix("-")]
