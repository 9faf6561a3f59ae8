"""Quantities as a language writes them; the canonical English is one of these."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.habits import custom
from reformtext.quantities.scanning import ENGLISH, code_of, numerals_of
from reformtext.quantities.units import DECADE, PERCENT
from reformtext.values import QuantityKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reformtext.values import Quantity

__all__ = [
    "english_date",
    "english_number",
    "english_ordinal",
    "english_range",
    "english_spelled",
    "shifted",
    "write_quantity",
]

_LAST_IN_WORDS = 20
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}
_SINGULAR = {"kroner": "krone", "lei": "leu", "bani": "ban"}
_PARTS = re.compile(r"(?P<year>[0-9]{4})?-?(?:(?<=-)-?(?P<month>[0-9]{2}))(?:-(?P<day>[0-9]{2}))?")
_YEAR = re.compile(r"[12][0-9]{3}")
_SMALLEST_COMPACT, _LARGEST = 6, 12
_MOST_DECIMALS = 3
_HARDLY_ROUND = 20  # from here on, Romanian links number and noun


def write_quantity(quantity: Quantity, language: str) -> str:
    """Return a quantity as a language writes it; in English, its canonical form.

    What is found in the text that results has the kind, value and unit of ``quantity``, if the
    text stands within a sentence: a full stop makes an ordinal in Polish and Norwegian only
    before a lower-case word.

    Raises:
        UnknownLanguageError: for a language that is neither read nor English.
    """
    code = code_of(language)
    if code == ENGLISH and quantity.english:
        return quantity.english
    return _WRITERS[quantity.kind](quantity, code)


def shifted(number: str, power: int) -> str:
    """Return ``number`` times ten to the power, a plain decimal without zeros at its end."""
    sign, number = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _, part = number.partition(".")
    if power < 0:
        whole = whole.zfill(1 - power)
        whole, part = whole[:power], whole[power:] + part
    else:
        part = part.ljust(power, "0")
        whole, part = whole + part[:power], part[power:]
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    return f"{sign}{whole}.{part}" if part else sign + whole


def english_number(value: str, unit: str, *, power: int = 0, bare: bool = False) -> str:
    """Return a number in English: ``1,733``, ``2.5 billion dong``, ``81.9%``.

    Args:
        value: a plain decimal.
        unit: as ``Quantity`` has it.
        power: of ten, of the magnitude that the source has; from a million on it is written.
        bare: whether the thousands stay together, as in a year.
    """
    return _with_unit(_amount(value, ENGLISH, power, bare), unit, value, ENGLISH)


def english_range(first: str, last: str, unit: str, *, power: int = 0, bare: bool = False) -> str:
    """Return a range in English: ``2015–2021``, ``10–12%``; the arguments as of a number."""
    return _with_unit(_both(first, last, ENGLISH, power, bare), unit, last, ENGLISH)


def english_spelled(value: str, unit: str) -> str:
    """Return a number in English words up to twenty, also before a magnitude: ``two million``."""
    power = _compact_power(value)
    numerals = numerals_of(ENGLISH)
    if unit and unit not in numerals.written_units:  # a symbol has no words before it
        return english_number(value, unit, power=power)
    magnitude = {power: numerals.written_magnitudes[power]} if power else {}
    for tens, name in ({0: "", 3: "thousand", 2: "hundred"} | magnitude).items():
        count = shifted(value, -tens)
        if count in _cardinals():
            return _with_unit(f"{_cardinals()[count]} {name}".rstrip(), unit, value, ENGLISH)
    return english_number(value, unit, power=power)


def english_ordinal(value: str, *, spelled: bool = False) -> str:
    """Return ``3rd``, or ``third`` if the source spells it and it is no greater than twenty."""
    if spelled and value in _ordinals():
        return _ordinals()[value]
    ending = "th" if value[-2:-1] == "1" else _ENDINGS.get(value[-1:], "th")
    return _grouped(value, ENGLISH) + ending


@cache
def _cardinals() -> dict[str, str]:
    """Return digits → English word, of what is written in words."""
    return _in_words(numerals_of(ENGLISH).cardinals)


@cache
def _ordinals() -> dict[str, str]:
    return _in_words(numerals_of(ENGLISH).ordinals)


def _in_words(numbers: Mapping[str, int]) -> dict[str, str]:
    """Return digits → the first word for them, up to twenty."""
    found: dict[str, str] = {}
    for word, number in numbers.items():
        if number <= _LAST_IN_WORDS:
            found.setdefault(str(number), word)
    return found


def english_date(value: str) -> str:
    """Return an ISO 8601 date, as partial as it is, in English: ``31 December 2020``."""
    return _date(value, ENGLISH)


def _grouped(number: str, code: str) -> str:
    """Return a plain decimal with the signs of a language."""
    habit = custom(code)
    sign, number = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _, part = number.partition(".")
    # Polish leaves four digits together.
    if len(whole) > (4 if code == "pl" else 3):
        head = len(whole) % 3
        threes = [whole[i : i + 3] for i in range(head, len(whole), 3)]
        group = "\u00a0" if habit.group == " " else habit.group
        whole = group.join(([whole[:head]] if head else []) + threes)
    return sign + (f"{whole}{habit.decimal}{part}" if part else whole)


def _amount(value: str, code: str, power: int, bare: bool) -> str:
    """Return a number with its magnitude, if it is a million or more."""
    if bare:
        return value
    if power < _SMALLEST_COMPACT:
        return _grouped(value, code)
    power = _fitting(value, power)
    word = numerals_of(code).written_magnitudes[power]
    return f"{_grouped(shifted(value, -power), code)} {_linked(shifted(value, -power), word, code)}"


def _fitting(value: str, power: int) -> int:
    """Return a power of which ``value`` is less than a thousand times, if there is one."""
    digits = len(value.lstrip("-").partition(".")[0])
    while power < _LARGEST and digits > power + 3:
        power += 3
    return min(power, _LARGEST)


def _compact_power(value: str) -> int:
    """Return the power of the magnitude that shortens ``value``, 0 if none does."""
    digits = len(value.lstrip("-").partition(".")[0])
    power = min((digits - 1) // 3 * 3, _LARGEST)
    short = shifted(value, -power)
    return power if power >= _SMALLEST_COMPACT and len(short) <= _MOST_DECIMALS + 4 else 0


def _linked(count: str, noun: str, code: str) -> str:
    """Return the noun with what links it to its number: ``25 de lei``, but ``12 lei``."""
    linker = numerals_of(code).linker
    whole = count.lstrip("-")
    if not linker or not whole.isdigit() or len(whole) == 1 or 0 < int(whole[-2:]) < _HARDLY_ROUND:
        return noun
    return f"{linker} {noun}"


def _with_unit(number: str, unit: str, value: str, code: str) -> str:
    """Return a written number with its unit behind it."""
    numerals = numerals_of(code)
    if not unit:
        return number
    if unit == DECADE:
        return numerals.written_decade.format(value)
    if unit == PERCENT:
        return number + _percent(code)
    noun = numerals.written_units.get(unit, unit)
    if code == ENGLISH and number in {"1", "one"}:
        noun = _SINGULAR.get(noun) or noun.removesuffix("s")
    if noun == unit or not numerals.linker:
        return f"{number} {noun}"
    count = "20" if number[-1:].isalpha() else value
    return f"{number} {_linked(count, noun, code)}"


@cache
def _percent(code: str) -> str:
    """Return the percent sign as the CLDR has it behind a number: with a space in Norwegian."""
    from babel import Locale

    pattern = Locale.parse(numerals_of(code).locale).percent_formats[None].pattern
    return str(pattern.partition(";")[0].rpartition("0")[2])


def _both(first: str, last: str, code: str, power: int, bare: bool) -> str:
    if power < _SMALLEST_COMPACT or bare:
        return f"{_amount(first, code, 0, bare)}–{_amount(last, code, 0, bare)}"
    power = _fitting(last, power)
    return f"{_grouped(shifted(first, -power), code)}–{_amount(last, code, power, bare)}"


def _power(quantity: Quantity, value: str) -> int:
    """Return the power of the magnitude to write: that of its English, or what shortens it."""
    if not quantity.english:
        return _compact_power(value)
    written = numerals_of(ENGLISH).written_magnitudes
    words = set(quantity.english.split())
    return next((power for power, word in written.items() if word in words), 0)


def _stands_bare(quantity: Quantity, value: str) -> bool:
    """Return whether four digits stay together: as they did, or as a year does."""
    if not _YEAR.fullmatch(value):
        return False
    if quantity.english:
        return "," not in quantity.english
    return not quantity.unit


def _write_number(quantity: Quantity, code: str) -> str:
    value = quantity.value
    if quantity.spelled and code == ENGLISH:
        return english_spelled(value, quantity.unit)
    bare = _stands_bare(quantity, value)
    amount = _amount(value, code, _power(quantity, value), bare)
    return _with_unit(amount, quantity.unit, value, code)


def _write_range(quantity: Quantity, code: str) -> str:
    first, _, last = quantity.value.partition("/")
    bare = _stands_bare(quantity, first) and _stands_bare(quantity, last)
    both = _both(first, last, code, _power(quantity, last), bare)
    return _with_unit(both, quantity.unit, last, code)


def _write_ordinal(quantity: Quantity, code: str) -> str:
    if code == ENGLISH:
        return english_ordinal(quantity.value, spelled=quantity.spelled)
    return numerals_of(code).written_ordinal.format(quantity.value)


def _write_date(quantity: Quantity, code: str) -> str:
    return _date(quantity.value, code)


def _date(value: str, code: str) -> str:
    """Return a date in words; what is no date, as it stands."""
    parts = _PARTS.fullmatch(value)
    if parts is None:
        return value
    year, month, day = parts["year"], parts["month"], parts["day"]
    name = _month_names(code, "format" if day else "stand-alone")[int(month)]
    number = f"{int(day)}{'.' if code == 'no' else ''}" if day else ""
    return " ".join(part for part in (number, name, year) if part)


@cache
def _month_names(code: str, context: str) -> dict[int, str]:
    from babel.dates import get_month_names

    return dict(get_month_names("wide", context, numerals_of(code).locale))


def _copy(quantity: Quantity, code: str) -> str:  # noqa: ARG001 -- one signature for all kinds
    return quantity.value


_WRITERS: dict[QuantityKind, Callable[[Quantity, str], str]] = {
    QuantityKind.NUMBER: _write_number,
    QuantityKind.RANGE: _write_range,
    QuantityKind.ORDINAL: _write_ordinal,
    QuantityKind.DATE: _write_date,
    QuantityKind.TIME: _copy,
    QuantityKind.IDENTIFIER: _copy,
}
