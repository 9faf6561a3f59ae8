"""Days of publication as tables write them, made ISO 8601."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Final

from reformtext import languages
from reformtext.languages.english import NUMERALS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["epoch_date", "iso_date", "iso_day", "iso_text"]

_YEAR_OR_MONTH: Final = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?")
_ISO: Final = re.compile(r"[12]\d{3}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3])(?::\d\d\S*)?)?")
_ISO_DAY: Final = re.compile(r"([12]\d{3}-\d\d-\d\d)[T ].{1,40}")
_EPOCH: Final = re.compile(r"(?P<seconds>1\d{9})(?P<thousandths>\d{3})?(?:\.\d+)?")
_ZONES: Final = (
    dict.fromkeys(("GMT", "UTC", "UT", "Z"), "+00:00")
    | {"WIB": "+07:00", "WITA": "+08:00", "WIT": "+09:00"}
    | {"CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00"}
)
_CLOCK: Final = (
    r"(?:[ T,|]+(?:(?:kl\.?|pukul|godz\.?|ora|at) ?)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))?"
    rf"(?: ?(?P<zone>{'|'.join(_ZONES)})| (?P<offset>[+-]\d\d:?\d\d))?)?"
)
_YEAR: Final = r"(?P<year>[12]\d{3})"
_SHORT_YEAR: Final = r"(?P<year>\d\d)"
_DAY: Final = r"(?P<day>\d\d?)"
_MONTH: Final = r"(?P<month>\d\d?)"
_LETTERS: Final = r"(?P<word>[^\W\d_]+)"
_WORD: Final = rf"{_LETTERS}\.?"
_WEEKDAY: Final = r"(?:[^\W\d_]+\.?,? )?"
_YEAR_FIRST: Final = re.compile(rf"{_YEAR}(?P<sign>[./-]){_MONTH}(?P=sign){_DAY}{_CLOCK}")
_DIGITS: Final = re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d){_CLOCK}")
_DAY_FIRST: Final = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<sign>[./-]) ?{_MONTH}(?P=sign) ?{_YEAR}{_CLOCK}"
)
_DAY_FIRST_SHORT: Final = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<sign>[./]){_MONTH}(?P=sign){_SHORT_YEAR}{_CLOCK}"
)
_DAY_WORD: Final = re.compile(rf"{_WEEKDAY}{_DAY}\.? {_WORD},? {_YEAR}(?: r\.)?{_CLOCK}")
_DAY_SIGN_WORD: Final = re.compile(
    rf"{_WEEKDAY}{_DAY}(?P<sign>[./-]){_LETTERS}(?P=sign){_YEAR}(?: r\.)?{_CLOCK}"
)
_WORD_DAY: Final = re.compile(rf"{_WEEKDAY}{_WORD} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}{_CLOCK}")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_TWELVE: Final = 12
_CENTURY: Final = 2000
_LAST_CENTURY: Final = 1900
_PIVOT: Final = 69  # from which on years of two digits are of the last century, as in POSIX
_SHORTEST: Final = 3  # letters of a month that is not written out
_DAYS_FIRST: Final = (_DAY_FIRST, _DAY_FIRST_SHORT)
_FORMS: Final = (_YEAR_FIRST, _DIGITS, *_DAYS_FIRST, _DAY_WORD, _DAY_SIGN_WORD, _WORD_DAY)
_ROMAN_NUMERALS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN: Final = {numeral: month for month, numeral in enumerate(_ROMAN_NUMERALS, start=1)}
_CONTRACTED: Final = {"ags": 8, "agt": 8}  # Indonesian: no beginnings of the name


def iso_date(text: str) -> str:
    """Return a day of publication as ISO 8601, with the time if it is given; empty if it is none.

    What is ISO 8601 already stays, with a ``T`` before its time.  The day comes before the month
    (``18/09/2025``), as it does in the four languages, unless it cannot; months may be in words of
    these or in English, or in Roman numerals behind the day.  Years of two digits from 69 on are of
    the last century.
    """
    text = text.strip()
    if _YEAR_OR_MONTH.fullmatch(text):
        return text
    if _ISO.fullmatch(text):
        iso = text.replace(" ", "T")
        with suppress(ValueError):
            datetime.fromisoformat(iso)
            return iso
    bare = _BRACKETS.sub(lambda inner: inner[1] if _match(inner[1]) else inner[0], text)
    found = _match(bare)
    return _written(found) if found else ""


def iso_day(text: str) -> str:
    """Return the day that a text begins with in ISO 8601, whatever time follows; else empty."""
    found = _ISO_DAY.fullmatch(text.strip())
    return iso_date(found[1]) if found else ""


def _match(text: str) -> re.Match[str] | None:
    return next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)


def epoch_date(text: str) -> str:
    """Return the seconds or milliseconds since 1970 as ISO 8601; empty for other numbers.

    They are understood from September 2001 to May 2033, as numbers of 10 or 13 digits.
    """
    found = _EPOCH.fullmatch(text.strip())
    if not found:
        return ""
    return iso_text(datetime.fromtimestamp(int(found["seconds"]), UTC))


def iso_text(value: date) -> str:
    """Return a day or time as ISO 8601; midnight without a zone is how tables write a day."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None and value.time() == time():
        return value.date().isoformat()
    exact = value.second or value.microsecond
    return value.isoformat() if exact else value.isoformat(timespec="minutes")


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
    iso = f"{year}-{month:02}-{day:02}{_time(parts)}"
    with suppress(ValueError):
        datetime.fromisoformat(iso)
        return iso
    return ""


def _time(parts: Mapping[str, str | None]) -> str:
    """Return the time of day and the zone, as far as they are given."""
    if not parts["hour"]:
        return ""
    seconds = f":{parts['second']}" if parts["second"] else ""
    offset = parts["offset"]
    zone = f"{offset[:3]}:{offset[-2:]}" if offset else _ZONES.get(parts["zone"] or "", "")
    return f"T{int(parts['hour']):02}:{parts['minute']}{seconds}{zone}"


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
    shortened = {word: min(found) for word, found in short.items() if len(found) == 1}
    return shortened | _CONTRACTED | whole | _ROMAN
