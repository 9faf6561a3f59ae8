"""Numbers, dates, times and identifiers: found in a text, written in a language, compared.

The grammar is one for all languages, read by the words and marks of each (see
``reformtext.languages.numerals``) and by the number signs and month names of the Unicode CLDR,
https://cldr.unicode.org, through Babel.  It runs in passes, what is longest and surest first: an
address, a date, a time, an ordinal, a code, a number in digits, a number in words.  A later pass
reads only what the earlier ones left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reformtext.quantities.clock_words import find_clock_words
from reformtext.quantities.comparing import agree, atoms
from reformtext.quantities.dates import find_dates, find_digit_dates, find_month_first
from reformtext.quantities.habits import FRACTIONS, Habit, read_habit
from reformtext.quantities.halves import find_halves
from reformtext.quantities.identifiers import (
    find_addresses,
    find_codes,
    find_digit_codes,
    find_lap_times,
    find_standards,
    unread,
)
from reformtext.quantities.numbers import find_numbers
from reformtext.quantities.ordinals import (
    find_decades,
    find_ordinals,
    find_roman,
    find_spelled_decades,
)
from reformtext.quantities.references import find_joined, find_references
from reformtext.quantities.registered import find_registered
from reformtext.quantities.scanning import Gap, Scan, code_of, numerals_of, remaining
from reformtext.quantities.times import find_times
from reformtext.quantities.wordings import other_wordings
from reformtext.quantities.words import find_words
from reformtext.quantities.writing import write_quantity

if TYPE_CHECKING:
    from reformtext.values import Quantity

__all__ = [
    "Habit",
    "agree",
    "atoms",
    "find_quantities",
    "other_wordings",
    "read_habit",
    "write_quantity",
]

_SHORT = 2_000  # characters; what is longer is not remembered
_DIGIT = re.compile(f"[0-9{FRACTIONS}]")
_PASSES = (
    find_addresses,
    find_month_first,
    find_dates,
    find_digit_dates,
    find_registered,
    find_references,
    find_standards,
    find_clock_words,
    find_times,
    find_halves,
    find_joined,
    find_decades,
    find_spelled_decades,
    find_ordinals,
    find_roman,
    find_codes,
    find_lap_times,
    find_digit_codes,
    find_numbers,
    find_words,
)
_WITHOUT_DIGITS = {
    *(find_addresses, find_clock_words, find_halves, find_spelled_decades, find_ordinals),
    *(find_roman, find_words),
}


def find_quantities(text: str, language: str, habit: Habit | None = None) -> tuple[Quantity, ...]:
    """Return the quantities of a text, sorted by their spans, which never overlap.

    The time is linear in the length of the text.

    Args:
        text: of any length; the spans are offsets into it.
        language: ``id``, ``pl``, ``no`` (also ``nb``, ``nn``), ``ro``, or ``en``.
        habit: how the article writes its numbers, if ``text`` is a part of it; ``None`` reads it
            off ``text`` itself.

    Raises:
        UnknownLanguageError: for another language.
    """
    code = code_of(language)
    find = _remembered if len(text) <= _SHORT else _find
    return find(text, code, habit or read_habit(text, code))


def _find(text: str, code: str, habit: Habit) -> tuple[Quantity, ...]:
    """Return the quantities of a text, pass by pass."""
    scan = Scan(text, code, numerals_of(code), habit)
    gaps = list(remaining([(0, len(text))], unread(text)))
    digits = _with_digits(text, gaps)
    found: list[Quantity] = []
    for find in _PASSES:
        places = gaps if find in _WITHOUT_DIGITS else digits
        new = [quantity for start, end in places for quantity in find(scan, start, end)]
        if new:
            gaps = list(remaining(gaps, [quantity.span for quantity in new]))
            digits = _with_digits(text, gaps)
            found += new
    return tuple(sorted(found, key=lambda quantity: quantity.span.start))


# The English of a segment is read again by each check and repair of it.
_remembered = lru_cache(maxsize=1024)(_find)


def _with_digits(text: str, gaps: list[Gap]) -> list[Gap]:
    return [gap for gap in gaps if _DIGIT.search(text, *gap)]
