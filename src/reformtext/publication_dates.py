"""Days of publication as tables write them, made ISO 8601."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Final

from reformtext import languages
from reformtext.languages.english import NUMERALS

__all__ = ["iso_date"]

_ISO: Final = re.compile(r"[12]\d{3}(?:-[01]\d(?:-[0-3]\d(?:[T ]\d\d.*)?)?)?")
_CLOCK: Final = (
    r"(?:[ T,|]+(?:(?:kl\.?|pukul|godz\.?|ora|at) ?)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?::\d\d)?(?: ?WI(?:B|TA|T))?)?"
)
_YEAR: Final = r"(?P<year>[12]\d{3})"
_SHORT_YEAR: Final = r"(?P<year>\d\d)"
_DAY: Final = r"(?P<day>\d\d?)"
_MONTH: Final = r"(?P<month>\d\d?)"
_WORD: Final = r"(?P<word>[^\W\d_]+)\.?"
_WEEKDAY: Final = r"(?:[^\W\d_]+\.?,? )?"
_YEAR_FIRST: Final = re.compile(rf"{_YEAR}(?P<sign>[./]){_MONTH}(?P=sign){_DAY}{_CLOCK}")
_DIGITS: Final = re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d){_CLOCK}")
_DAY_FIRST: Final = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<sign>[./-]) ?{_MONTH}(?P=sign) ?{_YEAR}{_CLOCK}"
)
_DAY_FIRST_SHORT: Final = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<sign>[./]){_MONTH}(?P=sign){_SHORT_YEAR}{_CLOCK}"
)
_DAY_WORD: Final = re.compile(rf"{_WEEKDAY}{_DAY}\.? {_WORD},? {_YEAR}(?: r\.)?{_CLOCK}")
_WORD_DAY: Final = re.compile(rf"{_WEEKDAY}{_WORD} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}{_CLOCK}")
_TWELVE: Final = 12
_CENTURY: Final = 2000
_LAST_CENTURY: Final = 1900
_PIVOT: Final = 69  # from which on years of two digits are of the last century, as in POSIX
_SHORTEST: Final = 3  # letters of a month that is not written out
_DAYS_FIRST: Final = (_DAY_FIRST, _DAY_FIRST_SHORT)
_FORMS: Final = (_YEAR_FIRST, _DIGITS, *_DAYS_FIRST, _DAY_WORD, _WORD_DAY)
_ROMAN_NUMERALS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN: Final = {numeral: month for month, numeral in enumerate(_ROMAN_NUMERALS, start=1)}


def iso_date(text: str) -> str:
    """Return a day of publication as ISO 8601, to the minute if that is given; empty if it is none.

    What is ISO 8601 already stays.  The day comes before the month (``18/09/2025``), as it does in
    the four languages, unless it cannot; months may be in words of these or in English, or in Roman
    numerals behind the day.  Years of two digits from 69 on are of the last century.
    """
    text = text.strip()
    if _ISO.fullmatch(text):
        return text
    found = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    return _written(found) if found else ""


def _written(found: re.Match[str]) -> str:
    parts = found.groupdict()
    day = int(parts["day"])
    if found.re is _WORD_DAY and parts["word"].lower() in _ROMAN:
        return ""
    month = _months().get(parts["word"].lower(), 0) if "word" in parts else int(parts["month"])
    if found.re in _DAYS_FIRST and month > _TWELVE >= day:
        day, month = month, day
    year = int(parts["year"])
    if found.re is _DAY_FIRST_SHORT:
        year += _LAST_CENTURY if year >= _PIVOT else _CENTURY
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    with suppress(ValueError):
        moment = datetime(year, month, day, hour, minute)  # noqa: DTZ001 -- the zone is not known
        return moment.isoformat(timespec="minutes") if parts["hour"] else str(moment.date())
    return ""


@cache
def _months() -> dict[str, int]:
    """Return the months of all languages by every form of their names, and by short ones.

    A short one that stands for two months is left out.
    """
    tables = [language.numerals.months for language in languages.table()] + [NUMERALS.months]
    whole = {word: month for table in tables for word, month in table.items()}
    short: dict[str, set[int]] = {}
    for word, month in whole.items():
        for end in range(_SHORTEST, len(word)):
            short.setdefault(word[:end], set()).add(month)
    return {word: min(found) for word, found in short.items() if len(found) == 1} | whole | _ROMAN
