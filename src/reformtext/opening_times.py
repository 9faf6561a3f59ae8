"""Whether a sentence has only said when so far: ``W maju 2025 r.`` is the beginning of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reformtext.languages import Language

__all__ = ["only_begins_a_time"]

_YEAR: Final = re.compile(r"(?:1[0-9]|20)[0-9]{2}(?:[-–/][0-9]{2,4})?")
_DAYS: Final = re.compile(r"[0-9]{1,2}\.?(?:[-–/][0-9]{1,2}\.?)?")  # 5, 5–7
_ROMAN: Final = re.compile(r"[IVX]{1,4}")  # a quarter, and a month: 5 V 2024 r.
_BEFORE: Final = "\"'“”„‟‚‘’«»‹›([{-–— \u00a0"  # quotes and dashes that a sentence begins with


def only_begins_a_time(bare: str, rules: Language, *, whole: bool) -> bool:
    """Return whether nothing of a sentence is there but a time that ends in a year.

    The same holds of a clause that begins with a contrast, ``, a w 2025 r.``, unless it only
    repeats the clause before: ``nie w 2003 r., a w 2005 r.``

    Args:
        bare: the end of the sentence as far as it is there, without the full stop of ``r.``
        rules: of its language.
        whole: whether ``bare`` is all of the sentence.
    """
    head, comma, tail = bare.rpartition(", ")
    if comma:
        return tail.startswith("a ") and not head.endswith("r.") and _is_time(tail, rules)
    return whole and _is_time(bare.lstrip(_BEFORE), rules)


def _is_time(text: str, rules: Language) -> bool:
    *words, year = text.removesuffix("r").split() or [""]
    numerals = rules.numerals
    known = (numerals.time_words, numerals.weekdays, numerals.months, numerals.ordinals)
    return bool(words and _YEAR.fullmatch(year)) and all(
        _DAYS.fullmatch(word)
        or _ROMAN.fullmatch(word)
        or any(word.lower() in table for table in known)
        for word in words
    )
