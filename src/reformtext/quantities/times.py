"""Times of day: ``14:30``, and with a dot where a word or another time says that it is one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.scanning import (
    DASH,
    ENGLISH,
    SPACE,
    Scan,
    either,
    numerals_of,
    previous_word,
    without_final_stop,
)
from reformtext.quantities.units import meaning_of
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NOON", "find_times", "hour_of_day"]

NOON = 12
"""The hour."""

# The hours that are after noon in a part of the day; 2 at night is before dawn.
_AFTER_NOON = {
    "noon": range(1, 6),
    "afternoon": range(1, 8),
    "evening": range(4, 12),
    "night": range(6, 12),
}
_BEFORE_NOON = {"morning": range(1, 12), "noon": range(10, 12), "night": range(1, 6)}
_FROM_MIDNIGHT = frozenset({"evening", "night"})  # where 12 is no noon
_NOT_A_TIME = rf"(?![\w%‰]|[.,:/][0-9]|{SPACE}?%|{SPACE}[0-9]{{3}}(?![0-9]))"
_HALF = rf"{SPACE}?(?P<half>[apAP](?:\.[mM]\.|[mM](?!\w))|o['’]clock)"
_STRETCH = (
    rf"{SPACE}?(?:{DASH}|[^\W\d_]{{1,6}}{SPACE}){SPACE}?[0-9]{{4}}"  # 1800-2000 stays a range
)
# Where English says "at 16.45" of no time of day.
_MEASURED = re.compile(rf"{SPACE}(?:seconds?|minutes?|points?|met(?:re|er)s?)(?!\w)")
_QUARTERS = frozenset({"00", "15", "30", "45"})


def find_times(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield times of day."""
    last_end: int | None = None
    between = False
    for match in _pattern(scan.code).finditer(scan.text, start, end):
        if not match["half"] and match["sign"] != ":" and _is_measured(scan, match):
            continue
        joint = None
        if last_end is not None:
            joint = _joint(scan.code).fullmatch(scan.text, last_end, match.start("hour"))
        told = _day_part(scan.code).match(scan.text, match.end()) is not None
        said = _is_said(match, joint, between=between, told=told)
        if said or _is_dotted(scan, match, joint):
            yield _quantity(scan, match)
            last_end = match.end()
            between = previous_word(scan.text, match.start()) in scan.numerals.between


@cache
def _pattern(code: str) -> re.Pattern[str]:
    numerals = numerals_of(code)
    clock, loose = either(numerals.clock), either(numerals.loose_clock)
    hours = either(numerals.from_clock)
    measure = f"(?!{SPACE}?(?:{either(numerals.magnitudes)}|{either(numerals.units)}))"
    whole = either(numerals.sure_clock)
    half = _HALF if code == ENGLISH else "(?P<half>(?!))"
    zone = rf"(?P<zone>(?={SPACE}(?:WIB|WITA|WIT|CET|CEST|GMT|UTC)(?!\w)))?"
    return re.compile(
        rf"(?:(?<!\w)(?:(?<![0-9] )|(?<=(?<![0-9])[12][0-9]{{3}} ))"
        rf"(?i:(?P<clock>(?P<sure>{whole})|{clock})|(?P<loose>{loose})|(?P<from>{hours})){SPACE})?"
        r"(?<![\w.,:/])(?P<hour>[01]?[0-9]|2[0-4])"
        rf"(?:(?:(?P<sign>[:.])|(?(sure)(?<=[0-9]{{2}})(?![0-9]{{2}}{_STRETCH})|(?!)))"
        r"(?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?)?"
        rf"(?P<ending>(?(clock)|(?(loose)|(?(from)|(?!)))){numerals.clock_ending})?"
        rf"(?:{half}|{_NOT_A_TIME}{measure}{zone})"
    )


@cache
def _joint(code: str) -> re.Pattern[str]:
    """Return a regular expression of what stands between two times that belong together.

    Its group ``until`` is there where they are the ends of a stretch of time.
    """
    others = either(numerals_of(code).conjunctions)
    part = rf"(?P<part>{SPACE}(?i:{either(numerals_of(code).day_parts)}))?"  # 8 pagi sampai 5 sore
    return re.compile(rf"{part}(?:(?P<until>{_until(code)})|(?:,|{SPACE}(?i:{others})){SPACE})")


def _until(code: str) -> str:
    """Return a regular expression of what joins the two ends of a stretch of time."""
    words = either(numerals_of(code).until)
    return f"{SPACE}?{DASH}{SPACE}?|{SPACE}(?i:{words}){SPACE}"


def _is_measured(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether English digits are counted in minutes or points, and no time of day."""
    return scan.code == ENGLISH and _MEASURED.match(scan.text, match.end()) is not None


def _is_said(
    match: re.Match[str], joint: re.Match[str] | None, *, between: bool, told: bool
) -> bool:
    """Return whether digits are a time by their colon or by a word beside them.

    A second time behind a part of the day must be ``told`` by one of its own.
    """
    if match["sign"] == ":" or match["half"] or match["clock"] or match["ending"]:
        return True
    joined = joint is not None and (between or joint["until"] is not None)
    if joint is not None and joint["part"]:  # 8 pagi - 5 orang
        joined = joined and told
    return match["sign"] is None and joined


def _is_dotted(scan: Scan, match: re.Match[str], joint: re.Match[str] | None) -> bool:
    """Return whether digits with a dot are a time: a number has a decimal comma there."""
    if match["sign"] != ".":
        return False
    if joint is not None or match["zone"] is not None:
        return True
    if (scan.code != ENGLISH and scan.habit.decimal == ".") or match["hour"] == "0":
        return False
    return bool(match["loose"]) or (bool(match["from"]) and match["minute"] in _QUARTERS)


@cache
def _day_part(code: str) -> re.Pattern[str]:
    """Return a regular expression of the part of the day behind a time or a stretch of time."""
    parts = either(numerals_of(code).day_parts)
    return re.compile(
        rf"(?:(?:{_until(code)})(?P<last>[01]?[0-9]|2[0-4])(?:[:.][0-5][0-9])?)?"
        rf"{SPACE}(?P<part>(?i:{parts}))(?!\w)"
    )


def _told_hour(scan: Scan, match: re.Match[str]) -> int | None:
    """Return the hour of 24, if the words behind a time say which half of the day it is in."""
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half.startswith(("a", "p")):
        return hour % NOON + (NOON if half.startswith("p") else 0)
    return hour_of_day(scan, hour, match.end())


def hour_of_day(scan: Scan, hour: int, end: int) -> int | None:
    """Return the hour of 24 that the part of the day behind a time makes of an hour.

    Args:
        scan: what is read.
        hour: as it is told.
        end: of the time.

    Returns:
        None where there is no part of the day, or where it leaves both halves of the day open.
    """
    behind = _day_part(scan.code).match(scan.text, end)
    if behind is None:
        return None
    part = meaning_of(behind["part"], scan.numerals.day_parts)
    told = _hour_in(part, hour)
    if told is None or behind["last"] is None:
        return told
    last = _hour_in(part, int(behind["last"]))
    # "9 to 5 in the afternoon" begins in the morning, "10 to 2 at night" ends in it.
    over_midnight = part == "night" and told >= NOON
    same_half = last is not None and told < last and (told < NOON) is (last < NOON)
    return told if last is not None and (over_midnight or same_half) else None


def _hour_in(part: str, hour: int) -> int | None:
    """Return the hour of 24 that an hour is in a part of the day; None where that says nothing."""
    if hour in _AFTER_NOON.get(part, ()):
        return hour + NOON
    if hour == NOON and part in _FROM_MIDNIGHT:
        return 0
    return hour if hour >= NOON or hour in _BEFORE_NOON.get(part, ()) else None


def _quantity(scan: Scan, match: re.Match[str]) -> Quantity:
    told = _told_hour(scan, match)
    hour = int(match["hour"]) if told is None else told
    rest = f":{match['minute'] or '00'}" + (f":{match['second']}" if match["second"] else "")
    value = f"{hour:02d}{rest}"
    start = match.start("hour")
    end = without_final_stop(scan.text, start, match.end())
    # Where nothing says which half of the day it is, 5.30 may be 17.30.
    other = (f"{hour + NOON}{rest}",) if told is None and 0 < hour < NOON else ()
    text = scan.text[start:end]
    return Quantity(QuantityKind.TIME, Span(start, end), text, value, english=value, readings=other)
