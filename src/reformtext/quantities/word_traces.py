"""Numbers that a text may say within other words: ``trzyletni``, ``fireetasjes``, ``ketiga``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from reformtext.languages import codes
from reformtext.quantities.ordinals import roman_value
from reformtext.quantities.scanning import numerals_of

__all__ = ["may_say"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS: Final = 4  # of a numeral, that the words made of it share with it
_ROMAN: Final = re.compile(r"[IVX]+")
# What English may say by a number: half a year, a quarter, a decade.  A space ends a word.
_MEASURES: Final = {
    3: ("kwartal", "kvartal", "trimest", "triwulan"),
    6: ("pol ", "polroc", "halv ", "halvt ", "halvar", "setengah ", "jumatate ", "semest"),
    10: ("belas", "dasawarsa", "dekad", "deceni", "tiar"),
    12: ("belas", "kilkanas", "dus", "duz", "lus", "selus", "tuz"),
    18: ("poltor", "halvanne"),
    24: ("doba ", "dobe ", "doby ", "dobie ", "dogn"),
    100: ("abad ", "arhund", "seabad", "secol", "stulec", "wiek ", "wieku ", "wieki "),
}
_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000


def may_say(text: str, value: int, code: str) -> bool:
    """Return whether a word of a text begins as a numeral of that value does.

    Args:
        text: a source that was searched for numbers: these words are none of those found.
        value: as an English number in words has it.
        code: of the language; what is said in one that is not read is not known.
    """
    if code not in codes():
        return True
    words = {_folded(word) for word in _WORD.findall(text)}
    measures = tuple(
        stem for size, stems in _MEASURES.items() if value % size == 0 for stem in stems
    )
    if any(f"{word} ".startswith(measures) for word in words):
        return True
    if any(roman_value(numeral) == value for numeral in _ROMAN.findall(text)):
        return True
    prefixes = numerals_of(code).number_prefixes
    words |= {word.removeprefix(prefix) for word in words for prefix in prefixes}
    tens, units = value - value % 10, value % 10
    if 2 * _TEN < value < _HUNDRED and units:
        first, last = _stems(tens, code), _stems(units, code)
        return any(w.startswith(first) and any(stem in w for stem in last) for w in words)
    beginnings = _stems(value, code)
    if value % _THOUSAND == 0:
        beginnings += tuple(s for s in _stems(value // _THOUSAND, code) if len(s) == _LETTERS)
    return any(word.startswith(beginnings) for word in words)


@cache
def _stems(value: int, code: str) -> tuple[str, ...]:
    """Return the beginnings of the numerals of a value, without diacritics."""
    numerals = numerals_of(code)
    tables = (numerals.cardinals, numerals.ordinals)
    forms = [form for table in tables for form, number in table.items() if number == value > 0]
    forms += [form for form, power in numerals.magnitudes.items() if 10**power == value]
    return tuple({_folded(form)[:_LETTERS] for form in forms})


def _folded(word: str) -> str:
    parts = unicodedata.normalize(
        "NFKD", word.lower().replace("ł", "l").replace("å", "a").replace("ø", "o")
    )
    return "".join(part for part in parts if not unicodedata.combining(part))
