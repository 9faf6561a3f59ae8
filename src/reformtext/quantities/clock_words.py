"""Times of day in words: ``halv ni``, ``wpół do ósmej``, ``pukul setengah enam``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.scanning import SPACE, Scan, either, folded, numerals_of, previous_word
from reformtext.quantities.times import NOON, hour_of_day
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_clock_words"]

_HOUR = 60  # minutes


def find_clock_words(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield times that are told from an hour: half past it, half to it, a quarter to it."""
    lowered = scan.text[start:end].lower()
    if not any(word in lowered for word in _telling_words(scan.code)):  # as of most texts
        return
    forms = _forms(scan.code)
    for match in _pattern(scan.code).finditer(scan.text, start, end):
        if _is_time(scan, match):
            i = next(i for i in range(len(forms)) if match[f"hour{i}"])
            yield _quantity(scan, match, folded(match[f"hour{i}"]), forms[i][1])


def _is_time(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether a quarter to three is a time: a word before it says so, or nothing follows."""
    if match["clock"] or match["sure"] or _ends(scan.code).match(scan.text, match.end()):
        return True
    return previous_word(scan.text, match.start()) in scan.numerals.before_spoken


@cache
def _ends(code: str) -> re.Pattern[str]:
    """Return a regular expression of what may follow a time that nothing else tells."""
    parts = either(numerals_of(code).day_parts)
    days = either(numerals_of(code).weekdays)
    return re.compile(rf"[.,;:!?)\"'”’»]|\s*\Z|{SPACE}(?i:{parts}|{days})")


def _quantity(scan: Scan, match: re.Match[str], word: str, minutes: int) -> Quantity:
    number = int(word) if word.isdigit() else scan.numerals.spoken_hours[word]
    hour, minute = divmod((number * _HOUR + minutes) % (NOON * _HOUR), _HOUR)
    hour = hour or NOON
    told = hour_of_day(scan, hour, match.end())
    value = f"{hour if told is None else told:02d}:{minute:02d}"
    other = (f"{(hour + NOON) % (2 * NOON):02d}:{minute:02d}",) if told is None else ()
    first, last = match.start("said"), match.end()
    text = scan.text[first:last]
    return Quantity(
        QuantityKind.TIME, Span(first, last), text, value, english=value, readings=other
    )


@cache
def _telling_words(code: str) -> frozenset[str]:
    """Return words of which a text that tells a time has one."""
    return frozenset(max(form.replace("{}", "").split(), key=len) for form, _ in _forms(code))


@cache
def _forms(code: str) -> tuple[tuple[str, int], ...]:
    """Return the ways to tell a time with their minutes, the longest first."""
    forms = numerals_of(code).spoken_times.items()
    return tuple(sorted(forms, key=lambda form: (-len(form[0]), form[0])))


@cache
def _pattern(code: str) -> re.Pattern[str]:
    numerals = numerals_of(code)
    longer = either({*numerals.teens, *numerals.multipliers, *numerals.magnitudes})
    hours = f"{either(numerals.spoken_hours)}|(?:1[0-2]|[1-9])(?!\\w|[.,:/-]?[0-9])"
    said = "|".join(
        re.escape(form).replace(r"\ ", SPACE).replace(r"\{\}", f"(?P<hour{i}>{hours})")
        for i, (form, _) in enumerate(_forms(code))
    )
    sure = "|".join(re.escape(form.removesuffix("{}")) for form in numerals.sure_times)
    clock = f"(?P<clock>(?:{either(numerals.clock)}){SPACE})"
    before = clock if numerals.spoken_after_clock else f"{clock}?"
    return re.compile(
        rf"(?<!\w)(?i:{before}(?P<sure>(?={sure or '(?!)'}))?(?P<said>{said or '(?!)'}))"
        rf"(?![\w-]|{SPACE}(?:{longer}))"
    )
