"""Numbers that a text may say within other words: ``trzyletni``, ``fireetasjes``, ``ketiga``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from reformtext.languages import codes
from reformtext.quantities.scanning import numerals_of

__all__ = ["may_say"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS: Final = 4  # of a numeral, that the words made of it share with it
_DOZEN: Final = 12
_DOZENS: Final = ("dus", "duz", "lus", "selus", "tuz")  # dusin, duzină, lusin, selusin, tuzin
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
    if value % _DOZEN == 0 and any(word.startswith(_DOZENS) for word in words):
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
    parts = unicodedata.normalize("NFKD", word.lower().replace("ł", "l").replace("å", "a"))
    return "".join(part for part in parts if not unicodedata.combining(part))
