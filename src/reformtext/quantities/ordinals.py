"""Ordinals in digits and Roman numerals, and decades."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.scanning import (
    DASH,
    ENGLISH,
    ROMAN,
    SPACE,
    Scan,
    either,
    folded,
    numerals_of,
)
from reformtext.quantities.units import DECADE
from reformtext.quantities.writing import english_ordinal
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["find_decades", "find_ordinals", "find_roman", "find_spelled_decades", "roman_value"]

_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_NUMERAL = re.compile(r"(?<!\w)[IVXLCDM]++(?!\w)")
_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]\Z")
_LONGEST_NAME = 40
_LONGEST_LEAD = 50  # characters before an age
_SAID = re.compile(r"\s*(?:[.,;:!?)\"»”–—]|\Z)| (?:og|som|da)(?!\w)")  # behind a whole statement
_TWO_DIGITS = 2
_LAST_CENTURY = "20"  # of a decade in two digits
_EARLIEST = 20  # a decade of two digits before this one is none: "15s", "10-an"


def find_ordinals(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield ordinals that a mark or an ending makes: ``ke-3``, ``1. plass``, ``al XIX-lea``."""
    for match in _marked(scan.code).finditer(scan.text, start, end):
        word = match.groupdict().get("word")
        if (word is not None and not word.islower()) or _is_of_a_name(scan, match):
            continue
        yield from _ordinal(scan, match.start(), match.end(), match["n"])


def _is_of_a_name(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether a Roman numeral belongs to the name of a ruler: ``Carol al X-lea``."""
    if match["n"][0] not in _ROMAN_DIGITS:
        return False
    before = _BEFORE.search(scan.text[max(0, match.start() - _LONGEST_NAME) : match.start()])
    if before is None or not before[1][0].isupper():
        return False
    return not before[1].lower().startswith(tuple(scan.numerals.roman_after))


def find_roman(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield Roman numerals that a word beside them makes ordinals: ``XIX wieku``, ``abad XX``."""
    if not _NUMERAL.search(scan.text, start, end):
        return
    for match in _roman(scan.code).finditer(scan.text, start, end):
        name = "before" if match["before"] else "after"
        yield from _ordinal(scan, match.start(name), match.end(name), match[name])


def find_decades(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield decades: ``1990-an``, ``90-tallet``, ``lata 90.``; the value is their first year.

    The value of ``his 40s`` is 40, which ``i 40-årene`` may be too.  So may
    English "the 40s", which may leave out whose they are.
    """
    for match in _decade(scan.code).finditer(scan.text, start, end):
        digits = match["n"]
        if (
            len(digits) == _TWO_DIGITS
            and int(digits) < _EARLIEST
            and "century" not in match.re.groupindex
        ):
            continue
        year = digits if len(digits) > _TWO_DIGITS else f"{_first_digits(match)}{digits}"
        if len(digits) == _TWO_DIGITS and _is_age(scan, match):
            yield _of_decade(scan, match, digits, f"{digits}s")
        elif len(digits) == _TWO_DIGITS and match.groupdict().get("age"):
            yield replace(_of_decade(scan, match, year, f"{digits}s"), readings=(digits,))
        else:
            readings = (digits,) if scan.code == ENGLISH and len(digits) == _TWO_DIGITS else ()
            yield replace(_of_decade(scan, match, year, f"{year}s"), readings=readings)


def _is_age(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether the words around a decade say that it is one of a life: in his late 40s."""
    before = scan.text[max(0, match.start() - _LONGEST_LEAD) : match.start()]
    lead = re.search(rf"(?<!\w)(?i:{scan.numerals.aged})\Z", before)
    if lead is None:
        return False
    weak = lead.groupdict().get("weak") is not None
    return not weak or _SAID.match(scan.text, match.end()) is not None


def find_spelled_decades(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield decades in words: ``lata osiemdziesiąte``, ``åttitallet``, ``eighties``."""
    for match in _spelled_decade(scan.code).finditer(scan.text, start, end):
        tens = scan.numerals.decades[folded(match["n"])]
        year = f"{_first_digits(match)}{tens}"
        english = f"{year}s" if match.groupdict().get("century") else _english_decades()[tens]
        if scan.code == ENGLISH:
            found = replace(_of_decade(scan, match, year, english), readings=(str(tens),))
        else:
            aged = _is_age(scan, match)
            found = _of_decade(scan, match, str(tens) if aged else year, english)
        yield replace(found, spelled=True)


def _first_digits(match: re.Match[str]) -> int:
    """Return the first two digits of the years of a decade, of its century or the last one."""
    century = _value(match.groupdict().get("century") or _LAST_CENTURY) or _LAST_CENTURY
    return int(century) - 1


def _of_decade(scan: Scan, match: re.Match[str], year: str, english: str) -> Quantity:
    span = Span(*match.span())
    text = span.of(scan.text)
    return Quantity(QuantityKind.NUMBER, span, text, year, unit=DECADE, english=english)


@cache
def _english_decades() -> dict[int, str]:
    return {number: word for word, number in numerals_of(ENGLISH).decades.items()}


@cache
def _marked(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/:])(?:{numerals_of(code).ordinal_pattern})")


@cache
def _decade(code: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/:-])(?:{numerals_of(code).decade_pattern})")


@cache
def _spelled_decade(code: str) -> re.Pattern[str]:
    numerals = numerals_of(code)
    pattern = numerals.spelled_decade.format("|".join(numerals.decades))
    return re.compile(rf"(?<!\w)(?i:{pattern})(?!\w)")


@cache
def _roman(code: str) -> re.Pattern[str]:
    """Return a regular expression of a Roman numeral before a word, or after one.

    In a row of two, as in ``XVIII i XIX wieku``, the word makes ordinals of both.
    """
    numerals = numerals_of(code)
    words = either(numerals.until | numerals.conjunctions)
    joint = rf"(?:{SPACE}?{DASH}{SPACE}?|{SPACE}(?:{words}){SPACE})"
    apart = _beginnings(word for word in numerals.roman_before if not word.startswith("-"))
    joined = _beginnings(word for word in numerals.roman_before if word.startswith("-"))
    after = _beginnings(numerals.roman_after)
    return re.compile(
        rf"(?<![\w.-])(?P<before>{ROMAN})(?=(?:{joint}{ROMAN})?(?:{SPACE}{apart}|{joined}))"
        rf"|(?<!\w){after}{SPACE}(?P<after>{ROMAN})"
    )


def _beginnings(words: Iterable[str]) -> str:
    """Return a regular expression of words that begin so; an abbreviation ends with its stop."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    forms = (re.escape(word) + (r"\w*" if word[-1].isalpha() else "") for word in ordered)
    return f"(?i:{'|'.join(forms) or '(?!)'})"


def _ordinal(scan: Scan, start: int, end: int, numeral: str) -> Iterator[Quantity]:
    value = _value(numeral)
    if value is None:
        return
    english = english_ordinal(value)
    text = scan.text[start:end]
    yield Quantity(QuantityKind.ORDINAL, Span(start, end), text, value, english=english)


def _value(numeral: str) -> str | None:
    """Return the digits of an ordinal, None if its letters are no Roman numeral."""
    if numeral[0] in _ROMAN_DIGITS:
        return str(roman_value(numeral)) if re.fullmatch(ROMAN, numeral) else None
    return numeral.replace(".", "").replace(",", "").lstrip("0") or "0"


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral."""
    values = [_ROMAN_DIGITS[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, following, strict=True))
