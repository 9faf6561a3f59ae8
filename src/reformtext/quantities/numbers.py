"""Numbers and ranges in digits, with magnitude, currency and unit; scores."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reformtext.languages.measures import RATES
from reformtext.quantities.habits import NUMBER, read_number
from reformtext.quantities.numbered import is_numbered, is_of_a_document
from reformtext.quantities.scanning import (
    DASH,
    ENGLISH,
    SPACE,
    Scan,
    copied,
    either,
    folded,
    numerals_of,
    previous_word,
    without_final_stop,
)
from reformtext.quantities.units import (
    PERCENT,
    VARIANTS,
    as_kept,
    counted_unit,
    is_none,
    magnitude_of,
    meaning_of,
    prefix_of,
    prefixes,
    tail,
    unit_of,
)
from reformtext.quantities.writing import english_number, english_range, shifted
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_numbers", "number_at"]

_YEAR = re.compile(r"[12][0-9]{3}")
_RECENT_YEAR = re.compile(r"19[0-9]{2}|20[0-9]{2}")
_HUNDREDS = re.compile(r"[1-9][0-9]{0,2}(?![0-9.,])")
_SCORE = re.compile(r"[0-9]{1,3}")
# What is counted below zero, so that a dash right before its number is a minus: "–3 grader".
_DEGREES = rf"{SPACE}?(?i:°|gra(?:d|de|der)|stopni\w{{0,3}}|stopień|derajat|degrees?)(?!\w)"
_COLD = rf"(?=[0-9.,]+(?:{SPACE}\w{{1,7}}{SPACE}\u2013[0-9.,]+)?{_DEGREES})"
_SHORT_YEAR = re.compile(r"[0-9]{2}")
_NUMBER_SIGN = 12  # characters before a number that may hold the word "number"
_THOUSAND, _MILLION = 3, 6
_LIKE = 10  # times that one of two numbers with one magnitude may be the other


def find_numbers(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield every number in digits that is nothing else."""
    pattern, position = _pattern(scan.code), start
    row: list[Quantity] = []  # what may share the magnitude and the unit of the next
    power = 0
    while match := pattern.search(scan.text, position, end):
        found = _quantity(scan, match)
        if found is None:  # what the dash joins is no range: the first number stands alone
            match = pattern.match(scan.text, match.start(), match.start("dash")) or match
            found = _number(scan, match)
        greater, power = power, _power(scan, match)
        if row and _goes_on(scan, row[-1], found, greater, power):
            found = _sum(scan, row.pop(), found, greater)
        elif row and not _are_listed(scan, row[-1], found):
            yield from _all_sharing(scan, row, found, power)
            row = []
        row.append(found)
        position = max(found.span.end, position + 1)
    yield from row


def _are_listed(scan: Scan, first: Quantity, second: Quantity) -> bool:
    """Return whether two bare numbers stand in a list: 12, 15 of "12, 15 and 18 million"."""
    if scan.text[first.span.end : second.span.start] != ", ":
        return False
    numbers = first.kind is second.kind is QuantityKind.NUMBER
    return numbers and not (first.unit or first.value.startswith("-"))


def _all_sharing(scan: Scan, row: list[Quantity], last: Quantity, power: int) -> Iterator[Quantity]:
    """Yield the numbers before the last of a list, which share its magnitude or stand alone."""
    *others, first = row
    if others and is_numbered(scan, row[0].span.start):
        yield from row
        return
    shared = [_sharing(scan, first, last, power, listed=bool(others))]
    scaled = power and shared[0].value != first.value
    while others and scaled:
        one = others.pop()
        shared.insert(0, _scaled(one, shared[0], power))
        scaled = shared[0].value != one.value
    yield from (*others, *shared)


def number_at(scan: Scan, start: int, end: int) -> int:
    """Return where the number that begins at ``start`` ends with its unit; ``start`` if none."""
    match = _pattern(scan.code).match(scan.text, start, end)
    return match.end() if match else start


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """Return a regular expression of a number or a range; its groups are named."""
    plural = r"|(?<=[0-9])(?=s(?!\w))" if code == ENGLISH else ""  # under-21s
    per = "" if code == ENGLISH else rf"(?:{SPACE}per{SPACE}(?P<per>k?m[23²³])(?!\w))?"
    told = "(?(currency)|(?(whole)|(?(unit)|(?!))))"  # none in "3/år"
    per += rf"(?:{told}/(?P<rate>{either(RATES[code])}))?" if code in RATES else ""
    return re.compile(
        rf"(?<!\w)(?:(?P<currency>{prefixes(code)}){SPACE}?)?"
        rf"(?P<sign>(?<![\w)\]%])[-\u2212](?=[0-9])|(?<=\s)(?<![0-9]\s)\u2013{_COLD}"
        rf"|(?i:minus){SPACE}(?=[0-9.,]+{_DEGREES}))?"
        rf"(?P<first>{NUMBER}){_approximate(code)}"
        rf"(?:(?P<inner>{SPACE}?%)?(?P<dash>{SPACE}?{DASH}{SPACE}?)(?P<last>{NUMBER})"
        rf"(?![\w.,/-]{{0,40}}[A-Z])(?!{DASH}[0-9]))?"
        rf"(?P<whole>,[-\u2013\u2014](?![0-9]))?{_below_zero(code)}{_short(code)}{tail(code)}{per}(?<!\s)(?:(?!\w)|(?<=[%‰°$€£¥₫]){plural})"
    )


def _approximate(code: str) -> str:
    """Return a regular expression of what makes a number an approximate one: 40-an orang."""
    ending = numerals_of(code).approximate
    return rf"(?P<about>{ending}(?!\w))?" if ending else ""


def _below_zero(code: str) -> str:
    """Return a regular expression of what says that a number is below zero: 15 minusgrader."""
    forms = numerals_of(code).below_zero
    return rf"(?(last)|(?:{SPACE}(?P<cold>(?i:{either(forms)})))?)" if forms else ""


def _short(code: str) -> str:
    """Return a regular expression of a magnitude that is short for one behind an amount: Rp 5 M."""
    forms = numerals_of(code).amounts
    return rf"(?(currency)(?:{SPACE}?(?P<short>{either(forms)}))?)" if forms else ""


def _goes_on(scan: Scan, first: Quantity, second: Quantity, greater: int, less: int) -> bool:
    """Return whether a number goes on with the next magnitude: "12 mln 300 tys. zł"."""
    if not (less < greater and first.kind is second.kind is QuantityKind.NUMBER):
        return False
    if not less and not (scan.numerals.added_hundreds and _adds_hundreds(first, second, greater)):
        return False
    from decimal import Decimal

    between = scan.text[first.span.end : second.span.start]
    fits = Decimal(second.value) < Decimal(10) ** greater
    # 2 million kroner 300 thousand people; Rp 5 million 300 thousand dollars
    counted = bool(first.unit) and (first.text[:1].isdigit() or second.unit not in {"", first.unit})
    apart = counted or first.value.startswith("-")
    return bool(re.fullmatch(SPACE, between)) and fits and not apart


def _adds_hundreds(first: Quantity, second: Quantity, power: int) -> bool:
    """Return whether a number goes on below a thousand: 250 of "3 tys. 250"."""
    below = _HUNDREDS.match(second.text) is not None
    return power == _THOUSAND and below and not first.unit and second.unit != PERCENT


def _sum(scan: Scan, first: Quantity, second: Quantity, power: int) -> Quantity:
    from decimal import Decimal

    value = shifted(str(Decimal(first.value) + Decimal(second.value)), 0)
    unit = second.unit or first.unit
    span = Span(first.span.start, second.span.end)
    english = english_number(value, unit, power=power)
    return replace(
        first, span=span, text=span.of(scan.text), value=value, unit=unit, english=english
    )


def _sharing(
    scan: Scan, first: Quantity, second: Quantity, power: int, *, listed: bool
) -> Quantity:
    """Return the first of two numbers, which may share the magnitude and the unit of the second.

    80 of "80 to 130 million" is of about the same size, and does; 500 of "500 to 2 million" may
    be 500.  1,000 of "1,000 to 5,000 lei" is of lei; a year has no unit.  At the end of a list
    there may be a comma before the word that joins them.
    """
    if not (first.kind is second.kind is QuantityKind.NUMBER):
        return first
    comma = listed and scan.text.startswith(",", first.span.end)
    if not _joint(scan.code).fullmatch(scan.text, first.span.end + comma, second.span.start):
        return first
    if power:
        return _scaled(first, second, power)
    return replace(first, unit=second.unit) if _shares_unit(scan, first, second) else first


def _scaled(first: Quantity, second: Quantity, power: int) -> Quantity:
    """Return a bare number times the magnitude of another, if they are of about a size then."""
    if not first.text.replace(",", "").isdigit():
        return first
    shared = shifted(first.value, power)
    if not _of_a_size(shared, second.value):
        return replace(first, readings=(*first.readings, shared))
    # What English writes out is written out twice: 3,000 to 5,000, but 3 to 5 million.
    english = english_number(shared, "", power=power) if power < _MILLION else first.english
    unit = first.unit or second.unit
    return replace(
        first, value=shared, unit=unit, english=english, readings=(*first.readings, first.value)
    )


def _shares_unit(scan: Scan, first: Quantity, second: Quantity) -> bool:
    """Return whether two numbers of about the same size are the ends of one stretch."""
    if first.unit or not second.unit or _stays_bare(first.text):
        return False
    joint = folded(scan.text[first.span.end : second.span.start]).strip()
    start = first.span.start
    between = previous_word(scan.text, start) in scan.numerals.between
    ends = between or joint in scan.numerals.until
    return ends and not is_numbered(scan, start) and _of_a_size(first.value, second.value)


def _of_a_size(one: str, other: str) -> bool:
    from decimal import Decimal

    return Decimal(one) < _LIKE * Decimal(other) and Decimal(other) < _LIKE * Decimal(one)


@cache
def _joint(code: str) -> re.Pattern[str]:
    """Return a regular expression of the word between two numbers that share their magnitude."""
    numerals = numerals_of(code)
    words = either(numerals.until | numerals.conjunctions)
    return re.compile(f"{SPACE}(?i:{words}){SPACE}")


def _quantity(scan: Scan, match: re.Match[str]) -> Quantity | None:
    """Return what a match is, None if it looks like a range and is none."""
    if not match["last"]:
        return _number(scan, match)
    first, last = match["first"], match["last"]
    with_unit = bool(match["unit"] or match["magnitude"] or match["currency"])
    spaced = match["dash"] != match["dash"].strip()
    low, high = _ends(scan, match)
    if spaced and not (match["unit"] or (_YEAR.fullmatch(first) and _YEAR.fullmatch(last))):
        return None
    if _less(low, high):
        if _shares_thousands(scan, match, low, high):
            low = _times(low, _THOUSAND)
        return _range(scan, match, low, high)
    if with_unit or match["sign"] or not (_SCORE.fullmatch(first) and _SCORE.fullmatch(last)):
        return None
    return copied(scan, match.start(), match.end())


def _ends(scan: Scan, match: re.Match[str]) -> tuple[str, str]:
    """Return the two ends of a range, without magnitude."""
    low, _ = read_number(match["first"], scan.habit)
    high, _ = read_number(match["last"], scan.habit)
    if _YEAR.fullmatch(low) and _SHORT_YEAR.fullmatch(match["last"]) and not match["unit"]:
        high = low[:2] + match["last"]  # 2015-16
    return ("-" + low if match["sign"] else low), high


def _shares_thousands(scan: Scan, match: re.Match[str], low: str, high: str) -> bool:
    """Return whether the first end of a range lacks its thousands: 10 of "10–15.000".

    English hardly ever leaves them out, and 1 may be the first of 5,000.
    """
    bare = match["first"].isdigit() and not match["last"].isdigit() and low != "1"
    if scan.code == ENGLISH or not bare or is_numbered(scan, match.start()):
        return False
    thousand = _times(low, _THOUSAND)
    return high.endswith(("000", "500")) and _less(thousand, high) and _of_a_size(thousand, high)


def _less(low: str, high: str) -> bool:
    from decimal import Decimal

    return Decimal(low) < Decimal(high)


def _range(scan: Scan, match: re.Match[str], low: str, high: str) -> Quantity:
    power, unit = _measure(scan, match)
    value = f"{_times(low, power)}/{_times(high, power)}"
    first, _, last = value.partition("/")
    bare = _stays_bare(match["first"], unit) and bool(_YEAR.fullmatch(high))
    english = english_range(first, last, unit, power=power, bare=bare) + _per(scan, match)
    start, end = _bounds(scan, match)
    text = scan.text[start:end]
    return Quantity(QuantityKind.RANGE, Span(start, end), text, value, counted_unit(unit), english)


def _number(scan: Scan, match: re.Match[str]) -> Quantity:
    raw = match["first"]
    power, unit = _measure(scan, match)
    if not (power or unit) and is_of_a_document(raw):
        return copied(scan, match.start("first"), match.end("first"))
    number, others = read_number(raw, scan.habit)
    cold = match.groupdict().get("cold")
    sign = "-" if match["sign"] or cold else ""
    value = _times(sign + number, power)
    start, end = _bounds(scan, match)
    numbered = raw.isdigit() and is_numbered(scan, start)
    told = previous_word(scan.text, start) in scan.numerals.roughly
    about = "about " if match.groupdict().get("about") and not told else ""
    readings = tuple(_times(sign + other, power) for other in others)
    if cold and scan.code == ENGLISH:  # of "15 degrees below zero" a source may say just 15
        readings += (_times(number, power),)
    return Quantity(
        QuantityKind.NUMBER,
        Span(start, end),
        scan.text[start:end],
        value,
        counted_unit(unit),
        about + _english(raw, value, unit, power, numbered=numbered) + _per(scan, match),
        readings=readings,
    )


def _per(scan: Scan, match: re.Match[str]) -> str:
    """Return the English of what an amount is told per: a square metre, a month, a person."""
    metre, rate = match.groupdict().get("per"), match.groupdict().get("rate")
    if rate:
        return f" per {meaning_of(rate, RATES[scan.code])}"
    return f" per {VARIANTS.get(metre, metre)}" if metre else ""


def _english(raw: str, value: str, unit: str, power: int, *, numbered: bool) -> str:
    """Return the English of a number; digits that begin with 0 are copied."""
    if raw.isdigit() and raw.startswith("0") and len(raw) > 1 and not (unit or power):
        return raw
    return english_number(
        value, unit, power=power, bare=(_stays_bare(raw, unit) and not power) or numbered
    )


def _stays_bare(raw: str, unit: str = "") -> bool:
    """Return whether four digits stand together as a year does; 2024 does whatever follows."""
    return bool((_RECENT_YEAR if unit else _YEAR).fullmatch(raw))


def _times(number: str, power: int) -> str:
    """Return ``number`` times a power of ten; without one, the zeros at its end stay."""
    return shifted(number, power) if power else number


def _measure(scan: Scan, match: re.Match[str]) -> tuple[int, str]:
    """Return the power of ten and the unit of a match."""
    power = sum(magnitude_of(match[name], scan.code) for name in ("magnitude", "second"))
    power += numerals_of(scan.code).amounts.get(match.groupdict().get("short") or "", 0)
    unit = "" if _is_no_unit(scan, match) else match["unit"] or match["inner"] or ""
    unit = unit_of(unit, scan.code)
    if match["currency"]:
        power += _MILLION if unit in {"m", "mil"} else 0  # £2.5m, kr 15 mil
        unit = prefix_of(match["currency"], scan.code)
    elif match.groupdict().get("cold"):
        unit = scan.numerals.below_zero[folded(match["cold"])]
    elif match["whole"] and not _is_of_a_year(scan, match):
        unit = unit or scan.numerals.whole_amounts
    more, unit = as_kept(unit)
    return power + more, unit


def _power(scan: Scan, match: re.Match[str]) -> int:
    """Return the power of ten that a number may share with the one before it: of 10 to 15 mil."""
    unit = "" if _is_no_unit(scan, match) else unit_of(match["unit"] or "", scan.code)
    return magnitude_of(match["magnitude"], scan.code) or as_kept(unit)[0]


def _is_of_a_year(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether the dash behind a number is one of the sentence: "i 2024,- sier hun"."""
    before = previous_word(scan.text, match.start())
    return bool(_RECENT_YEAR.fullmatch(match["first"])) and before in scan.numerals.of_years


def _is_no_unit(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether what is behind a number is a unit elsewhere only: 50 gr, 2025 bani."""
    unit = unit_of(match["unit"] or "", scan.code)
    if not match["currency"] and is_none(unit, scan.text, match.start(), match.end()):
        return True
    if not (unit and scan.numerals.coins):
        return False
    before = scan.numerals.coins.get(folded(match["unit"]).strip(" ."))
    if before is None:
        return False
    if _RECENT_YEAR.fullmatch(match["first"]):
        return True
    start = match.start()
    return re.search(before, scan.text[max(0, start - _NUMBER_SIGN) : start]) is None


def _bounds(scan: Scan, match: re.Match[str]) -> tuple[int, int]:
    start = match.start()
    end = match.start("unit") if _is_no_unit(scan, match) else match.end()
    return start, without_final_stop(scan.text, start, end)
