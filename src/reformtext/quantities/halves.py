"""Halves in words, and quarters of a million: ``półtora miliona``, ``seperempat juta``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from reformtext.languages.measures import PARTS
from reformtext.quantities.scanning import (
    SPACE,
    Scan,
    either,
    folded,
    numerals_of,
    without_final_stop,
)
from reformtext.quantities.units import as_kept, is_none, magnitude_of, meaning_of, tail, unit_of
from reformtext.quantities.words import find_words
from reformtext.quantities.writing import english_spelled, shifted
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_halves"]

_HALF = Decimal("0.5")
_THOUSAND = 1000
_LONGEST = 40  # characters before a number that are looked at


def find_halves(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield numbers of which a part is said: one and a half, half a million, a quarter of one.

    A noun within ("a year and a half") is a part of it.
    """
    lowered = scan.text[start:end].lower()
    if not any(word in lowered for word in _half_words(scan.code)):  # as of most texts
        return
    for match in _pattern(scan.code).finditer(scan.text, start, end):
        first = match.start()
        more = _said_before(scan, match, start)
        if more:
            first = more.span.start
        value = _value(scan, match, more)
        if value is None or _goes_on(scan, first):
            continue
        end = match.end()
        unit = "" if match["noun"] else unit_of(match["unit"] or "", scan.code)
        if is_none(unit, scan.text, first, end):
            unit, end = "", match.start("unit")
        last = without_final_stop(scan.text, first, end)
        power, unit = as_kept(unit)
        text = shifted(f"{value.normalize():f}", power)
        yield Quantity(
            QuantityKind.NUMBER,
            Span(first, last),
            scan.text[first:last],
            text,
            unit,
            _with_noun(scan, match, value) if match["noun"] else english_spelled(text, unit),
            spelled=True,
        )


def _with_noun(scan: Scan, match: re.Match[str], value: Decimal) -> str:
    """Return the English of a half and the noun that it is of: "two and a half years"."""
    noun = meaning_of(match["noun"], scan.numerals.halved)
    return f"{english_spelled(f'{int(value)}', '')} and a half {noun}"


def _said_before(scan: Scan, match: re.Match[str], start: int) -> Quantity | None:
    """Return the number in words that the last word before the half ends: twenty-two of it."""
    if not match["count"] or match["count"][0].isdigit():
        return None
    found = find_words(scan, max(start, match.start() - _LONGEST), match.end("count"))
    return next((q for q in found if q.span.start < match.start() < q.span.end), None)


def _goes_on(scan: Scan, start: int) -> bool:
    """Return whether what begins there is the end of something longer: 20 |two and a half."""
    before = max(0, start - _LONGEST)
    joined = scan.text.endswith("-", before, start)
    return joined or _before(scan.code).search(scan.text, before, start) is not None


@cache
def _before(code: str) -> re.Pattern[str]:
    """Return a regular expression of the beginning of a number, as far as its last word."""
    numerals = numerals_of(code)
    counts = {word for word, number in numerals.cardinals.items() if number > 1}
    words = {*counts, *numerals.teens, *numerals.multipliers, *numerals.magnitudes}
    joining = either(numerals.joiners)
    return re.compile(
        rf"(?:(?<!\w)(?i:{either(words)})|[0-9])"
        rf"(?:{SPACE}(?i:{joining}))?(?:{SPACE}a)?{SPACE}\Z"
    )


@cache
def _half_words(code: str) -> frozenset[str]:
    """Return the words for a half, of which a text that says one has one."""
    numerals = numerals_of(code)
    forms = numerals.and_half | numerals.one_and_half | _parts(code).keys()
    return frozenset(max(form.split(), key=len) for form in forms)


@cache
def _parts(code: str) -> dict[str, Decimal]:
    """Return what stands before a magnitude for a part of it, with the part."""
    parts = {form: Decimal(part) for form, part in PARTS.get(code, {}).items()}
    return dict.fromkeys(numerals_of(code).half, _HALF) | parts


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """Return a regular expression of the ways in which a language says halves."""
    numerals = numerals_of(code)
    words = (word for word, number in numerals.cardinals.items() if number < _THOUSAND)
    last = {*words, *numerals.teens, *numerals.multipliers}
    counts = f"{either(last)}|[0-9]{{1,3}}(?![\\w.,])"
    behind = either(numerals.and_half)
    scaled = f"(?:{numerals.linker}{SPACE})?" if numerals.linker else ""
    magnitude = f"{scaled}(?:{either(numerals.magnitudes)})"
    return re.compile(
        rf"(?<![\w.,$£€])(?<![^a-z]-)(?i:(?:(?P<count>{counts})"
        rf"(?:{SPACE}(?:(?P<noun>{either(numerals.halved)})|(?P<before>{magnitude})))?"
        rf"{SPACE}(?:{behind})"
        rf"|(?P<more>{either(numerals.one_and_half)})|(?P<part>{either(_parts(code))})(?={SPACE}{magnitude})))"
        rf"(?P<rest>{tail(code)})(?![\w-])(?(unit)|{numerals.after_half})"
    )


def _value(scan: Scan, match: re.Match[str], more: Quantity | None) -> Decimal | None:
    """Return the number that is said, ``more`` before the half if there is such a number.

    None where a magnitude stands on both sides, or what is counted is no number.
    """
    count = _HALF
    if more:
        count += int(more.value)
    elif match["count"]:
        word = folded(match["count"])
        if not (word.isdigit() or word in scan.numerals.cardinals):
            return None
        count += int(word) if word.isdigit() else scan.numerals.cardinals[word]
    elif match["more"]:
        count += 1
    else:
        count = _parts(scan.code)[folded(match["part"])]
    powers = (magnitude_of(match[name], scan.code) for name in ("before", "magnitude", "second"))
    before, *after = powers
    if before and any(after):
        return None
    return count * Decimal(10) ** (before + sum(after))
