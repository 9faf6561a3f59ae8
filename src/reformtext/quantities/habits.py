"""Which sign groups thousands and which is the decimal sign: of the language, of the text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.scanning import code_of, numerals_of, previous_word

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FRACTIONS", "NUMBER", "Habit", "custom", "read_habit", "read_number"]

_SPACES = " \u00a0\u2009\u202f'’"
_GROUPED = rf"[1-9][0-9]{{0,2}}(?:[{_SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?(?![0-9])"
_DOTS = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?(?![0-9]|[.,][0-9])"
_COMMAS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9]|[.,][0-9])"
_DECIMAL = r"[0-9]++[.,][0-9]++(?![.,][0-9])"
FRACTIONS = "½¼¾⅕⅖⅗⅘⅛⅜⅝⅞"
"""Those that are decimals."""
_PART = rf"[ \u00a0\u2009\u202f]?[{FRACTIONS}]"
_WHOLE = rf"(?:{_GROUPED}|{_DOTS}|{_COMMAS})(?:{_PART})?|[0-9]++{_PART}|[{FRACTIONS}]"
NUMBER = rf"(?:(?<![0-9][.,])(?:{_WHOLE}|{_DECIMAL})|[0-9]++)"
"""A regular expression of a number in digits, whatever its signs mean; it has no groups."""

_SIGNED = re.compile(rf"(?<![\w.,:/-])(?:{_GROUPED}|{_DOTS}|{_COMMAS}|{_DECIMAL})(?![\w:/-])")
_SIGN_AMONG_DIGITS = re.compile(rf"[0-9][.,{_SPACES}][0-9]")
_STRIP = str.maketrans("", "", _SPACES)
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4])\.(?:[03]0|(?P<minute>[0-5][0-9]))")
_GROUP = 3
_ENOUGH = 2  # clear witnesses against the custom of the language before the text is believed


@dataclass(frozen=True, slots=True)
class Habit:
    """How a text writes its numbers.

    Attributes:
        group: the sign that groups thousands: ``.``, ``,`` or a space.
        decimal: the decimal sign: ``,`` or ``.``.
        witnesses: how many numbers of the text show it beyond doubt; with none, it is the custom
            of the language.
    """

    group: str
    decimal: str
    witnesses: int = 0


@cache
def custom(code: str) -> Habit:
    """Return how a language writes numbers by the CLDR."""
    from babel import Locale

    symbols = Locale.parse(numerals_of(code).locale).number_symbols
    symbols = symbols.get("latn", symbols)
    group = symbols["group"]
    return Habit(" " if group.isspace() else group, symbols["decimal"])


def read_habit(text: str, language: str) -> Habit:
    """Return what a text shows of its number writing.

    ``1.733.000`` and ``1.733,5`` show beyond doubt which sign groups, ``31,64`` which is the
    decimal sign.  One number against the custom of the language is taken for a slip, two are
    believed if none speaks for the custom.  In a language whose texts often group with the comma,
    1,733 speaks against the custom.

    Raises:
        UnknownLanguageError: for a language that is neither read nor English.
    """
    code = code_of(language)
    usual = custom(code)
    if not _SIGN_AMONG_DIGITS.search(text):
        return usual
    seen = Counter(
        role
        for match in _SIGNED.finditer(text)
        if not _is_clock(match, text, code)
        for role in _roles(match[0])
    )
    commas = seen["decimal,"] + seen["group."]
    dots = seen["decimal."] + seen["group,"]
    if numerals_of(code).comma_groups:  # of several numbers not one would have three decimals
        dots += seen["either,"]
    if usual.decimal == "," and dots >= _ENOUGH and not commas:
        return Habit(",", ".", dots)
    if usual.decimal == "." and commas >= _ENOUGH and not dots:
        return Habit(".", ",", commas)
    if usual.decimal == ",":
        return Habit(_group(seen, usual.group), ",", commas)
    return Habit(usual.group, usual.decimal, dots)


def _is_clock(match: re.Match[str], text: str, code: str) -> bool:
    """Return whether a number is rather a time: a full or half hour, or after a word for it."""
    clock = _CLOCK.fullmatch(match[0])
    if clock is None:
        return False
    numerals = numerals_of(code)
    before = previous_word(text, match.start())
    return not clock["minute"] or before in numerals.clock or before in numerals.loose_clock


def _group(seen: Counter[str], usual: str) -> str:
    """Return what groups thousands where the comma is decimal."""
    clearly = bool(seen["group."])
    # Where the comma is seen to be decimal, the dot of 1.733 can only group.
    hardly_else = seen["either."] and seen["decimal,"] and not seen["decimal."] + seen["group "]
    return "." if clearly or hardly_else else usual


def _roles(raw: str) -> Iterator[str]:
    """Yield what a number shows: ``group.``, ``decimal,``, or ``either.`` of 1.733."""
    if any(sign in raw for sign in _SPACES):
        yield "group "
    number = raw.translate(_STRIP)
    signs = [sign for sign in number if sign in ".,"]
    if len(set(signs)) > 1:
        yield f"group{signs[0]}"
        yield f"decimal{signs[-1]}"
    elif len(signs) > 1:
        yield f"group{signs[0]}"
    elif signs:
        if _may_group(number, signs[0]):
            yield f"either{signs[0]}"
        else:
            yield f"decimal{signs[0]}"


def _may_group(number: str, sign: str) -> bool:
    """Return whether the one sign of ``number`` may group: 1.733, not 31.64 or 0.125."""
    head, tail = number.split(sign)
    return len(tail) == _GROUP and 1 <= len(head) <= _GROUP and not head.startswith("0")


def read_number(raw: str, habit: Habit) -> tuple[str, tuple[str, ...]]:
    """Return the value of a number in digits, and the other values that it may have.

    Args:
        raw: what ``NUMBER`` matches.
        habit: how the text writes numbers.
    """
    number = raw.translate(_STRIP)
    signs = [sign for sign in number if sign in ".,"]
    if not signs or number[-1] in FRACTIONS:
        return _plain(_whole(number)), ()
    decimal = f"{number.replace(signs[-1], '.')}"
    together = number.replace(signs[-1], "")
    if len(set(signs)) > 1:
        return _plain(number.replace(signs[0], "").replace(signs[-1], ".")), ()
    if len(signs) > 1:
        return _plain(together), ()
    if number != raw or not _may_group(number, signs[0]) or signs[0] == habit.decimal:
        return _plain(decimal), ()
    if signs[0] == habit.group:
        return _plain(together), ()
    return _plain(together), (_plain(decimal),)


def _whole(number: str) -> str:
    """Return digits, or a number that ends in a fraction (14½, 1,733½), as a plain decimal."""
    if number[-1] not in FRACTIONS:
        return number
    whole = "".join(sign for sign in number[:-1] if sign not in ".,")
    return whole + f"{unicodedata.numeric(number[-1])}".removeprefix("0")


def _plain(number: str) -> str:
    """Return a number without the zeros before it."""
    whole, _, part = number.partition(".")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{part}" if part else whole
