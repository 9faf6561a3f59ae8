"""Dates: in words in every case of the month, and in digits, day first."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.ordinals import roman_value
from reformtext.quantities.scanning import (
    ENGLISH,
    SPACE,
    Scan,
    either,
    folded,
    following_word,
    numerals_of,
    previous_word,
    without_final_stop,
)
from reformtext.quantities.writing import english_date
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_dates", "find_digit_dates", "find_month_first"]

_DAY = r"(?<![\w.,:/])(?P<day>0?[1-9]|[12][0-9]|3[01])"
_YEAR = r"(?P<year>(?:1[0-9]|20)[0-9]{2})(?![\w/]|[.,:][0-9])"
_ROMAN_MONTH = re.compile(
    rf"{_DAY}(?:{SPACE}|\.{SPACE}?)(?P<month>I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}})(?:{SPACE}|\.{SPACE}?)"
    rf"{_YEAR}"
)
_DIGITS = re.compile(
    r"(?<![\w./-])(?:(?P<day>[0-9]{1,2})(?P<sign>[./-])(?P<month>[0-9]{1,2})"
    r"(?:(?P=sign)|(?<=/[0-9])-|(?<=/[0-9]{2})-)"  # 3/4-1968
    r"(?P<year>[12][0-9]{3}|(?<=[0-9]{2}[./][0-9]{2}[./])[0-9]{2})"
    r"|(?P<iso_year>[12][0-9]{3})(?P<iso_sign>[./-])(?P<iso_month>[0-9]{1,2})(?P=iso_sign)"
    r"(?P<iso_day>[0-9]{1,2}))(?![\w/]|[.,:-][\w])"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_CENTURY = "20"  # of a year in two digits
_ALSO_MORE = "mai"


def find_dates(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield dates of day and month, with or without a year, and of month and year."""
    for match in _pattern(scan.code).finditer(scan.text, start, end):
        found = _in_words(scan, match)
        if found and _is_month(scan, match):
            yield found


def find_month_first(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield English dates with the month first: ``December 31, 2020``."""
    if scan.code != ENGLISH:
        return
    for match in _month_first().finditer(scan.text, start, end):
        found = _in_words(scan, match)
        if found:
            yield found


def find_digit_dates(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield dates in digits: ``31.12.2020``, ``31/12/2020``, ``2020-12-31``, ``Sabtu (14/3)``."""
    for match in _DIGITS.finditer(scan.text, start, end):
        parts = match.groupdict()
        year = parts["iso_year"] or parts["year"]
        month, day = parts["iso_month"] or parts["month"], parts["iso_day"] or parts["day"]
        value = _iso(year.rjust(4, "_").replace("__", _CENTURY), int(month), int(day))
        if value is None:
            continue
        tail = _after_year(scan.code).match(scan.text, match.end(), end)
        yield _quantity(scan, match.start(), tail.end() if tail else match.end(), value)
    if scan.numerals.roman_months:
        yield from _with_roman_months(scan, start, end)
    for match in _of_weekday(scan.code).finditer(scan.text, start, end):
        value = _iso(None, int(match["month"]), int(match["day"]))
        before = previous_word(scan.text, match.start())
        if value and not match["count"] and before not in scan.numerals.cardinals:
            yield _quantity(scan, match.start("day"), match.end("month"), value)


def _with_roman_months(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield dates with a Roman numeral for the month: ``12 III 2025 r.``."""
    for match in _ROMAN_MONTH.finditer(scan.text, start, end):
        value = _iso(match["year"], roman_value(match["month"]), int(match["day"]))
        if value:
            tail = _after_year(scan.code).match(scan.text, match.end(), end)
            yield _quantity(scan, match.start(), tail.end() if tail else match.end(), value)


@cache
def _of_weekday(code: str) -> re.Pattern[str]:
    """Return a regular expression of a day in digits behind a weekday: ``Sabtu (14/3)``."""
    numerals = numerals_of(code)
    stop = "/" if numerals.locale.startswith("id") else "[./]"  # an Indonesian 9.10 is a time
    return re.compile(
        rf"(?P<count>[0-9]{SPACE})?(?<!\w)(?i:{either(numerals.weekdays)}),?{SPACE}?"  # 12 luni
        rf"\((?P<day>[0-9]{{1,2}}){stop}(?P<month>[0-9]{{1,2}})\.?\)"
    )


@cache
def _after_year(code: str) -> re.Pattern[str]:
    return re.compile(rf"{SPACE}?(?:{either(numerals_of(code).after_year)})")


@cache
def _short_months(code: str) -> dict[str, int]:
    """Return the abbreviations of months that the CLDR has, without full stop."""
    from babel.dates import get_month_names

    locale = numerals_of(code).locale
    contexts = [get_month_names("abbreviated", kind, locale) for kind in ("format", "stand-alone")]
    short = {name.rstrip(".").lower(): n for names in contexts for n, name in names.items()}
    short |= {"sep": 9} if code == ENGLISH else {}
    return {name: n for name, n in short.items() if name not in numerals_of(code).months}


def _months(code: str) -> tuple[str, str]:
    """Return regular expressions of a month's name in full and abbreviated."""
    full, short = numerals_of(code).months, _short_months(code)
    if code == ENGLISH:  # "may" and "march" are verbs
        capital = [form for name in full for form in (name.title(), name.upper())]
        return either(capital), either([name.title() for name in short])
    return f"(?i:{either(full)})", f"(?i:{either(short)})"


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """Return a regular expression of a month's name with a day, a year or both."""
    numerals = numerals_of(code)
    full, short = _months(code)
    dot = rf"(?:st|nd|rd|th)?(?:{SPACE}of)?" if code == ENGLISH else r"\.?"
    before, after = either(numerals.before_year), either(numerals.after_year)
    return re.compile(
        rf"(?:{_DAY}{dot}{SPACE}|(?<!\w))(?:(?P<name>{full})|(?P<short>{short})\.?)"
        rf"(?:{SPACE}(?:(?:{before}){SPACE})?{_YEAR}(?:{SPACE}?(?:{after}))?)?"
    )


@cache
def _month_first() -> re.Pattern[str]:
    full, short = _months(ENGLISH)
    return re.compile(
        rf"(?<!\w)(?:(?P<name>{full})|(?P<short>{short})\.?){SPACE}(?P<day>0?[1-9]|[12][0-9]|3[01])"
        rf"(?:st|nd|rd|th)?(?![\w%/]|[.,:][0-9]|{SPACE}(?:[0-9]{{3}}(?![0-9])|per|%|m|b|tr)\w*)"
        rf"(?:,?{SPACE}{_YEAR})?"
    )


def _in_words(scan: Scan, match: re.Match[str]) -> Quantity | None:
    """Return the date of a match, None if it is no date."""
    day, year = match["day"], match["year"]
    # An abbreviation is too often another word: without a year, only English dates have one.
    if not (year or (day and (match["name"] or scan.code == ENGLISH))):
        return None
    name = folded(match["name"] or match["short"])
    months = scan.numerals.months
    month = months[name] if name in months else _short_months(scan.code)[name]
    value = _iso(year, month, int(day) if day else None)
    return _quantity(scan, match.start(), match.end(), value) if value else None


def _iso(year: str | None, month: int, day: int | None) -> str | None:
    """Return an ISO 8601 date as partial as its parts, None if there is no such day."""
    if not 1 <= month <= len(_DAYS) or (day is not None and not 1 <= day <= _DAYS[month - 1]):
        return None
    if day == _DAYS[_FEBRUARY - 1] and month == _FEBRUARY and year and not _leaps(int(year)):
        return None
    start = f"{year}-" if year else "--"
    return f"{start}{month:02d}" + (f"-{day:02d}" if day is not None else "")


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _is_month(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether the month's name is one: Romanian "15 mai mult" is fifteen more."""
    numerals = scan.numerals
    name = match["name"] or ""
    if name.lower() != _ALSO_MORE or not numerals.not_months or match["year"]:
        return True
    following = following_word(scan.text, match.end())
    if following in numerals.not_months:
        return False
    known = previous_word(scan.text, match.start()) in numerals.date_prepositions
    return known or not following or following in numerals.after_dates


def _quantity(scan: Scan, start: int, end: int, value: str) -> Quantity:
    end = without_final_stop(scan.text, start, end)
    english = english_date(value)
    text = scan.text[start:end]
    return Quantity(QuantityKind.DATE, Span(start, end), text, value, english=english)
