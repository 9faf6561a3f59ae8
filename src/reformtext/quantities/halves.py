"""Halves in words: ``półtora miliona``, ``en halv million``, ``dua setengah``."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.scanning import (
    SPACE,
    Scan,
    either,
    folded,
    numerals_of,
    previous_word,
    without_final_stop,
)
from reformtext.quantities.units import magnitude_of, tail, unit_of
from reformtext.quantities.writing import english_spelled
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_halves"]

_HALF = Decimal("0.5")


def find_halves(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield numbers of which a half is said: one and a half, half a million.

    With a noun within ("a year and a half") the span is that of the number before it.
    """
    lowered = scan.text[start:end].lower()
    if not any(word in lowered for word in _half_words(scan.code)):  # as of most texts
        return
    for match in _pattern(scan.code).finditer(scan.text, start, end):
        if match["count"] and previous_word(scan.text, match.start()) in scan.numerals.cardinals:
            continue  # the end of a longer number
        value = _value(scan, match)
        if value is None:
            continue
        last = match.end("count") if match["noun"] else match.end()
        first = match.start()
        last = without_final_stop(scan.text, first, last)
        unit = "" if match["noun"] else unit_of(match["unit"] or "", scan.code)
        text = f"{value.normalize():f}"
        yield Quantity(
            QuantityKind.NUMBER,
            Span(first, last),
            scan.text[first:last],
            text,
            unit,
            english_spelled(text, unit),
            spelled=True,
        )


@cache
def _half_words(code: str) -> frozenset[str]:
    """Return the words for a half, of which a text that says one has one."""
    numerals = numerals_of(code)
    forms = numerals.and_half | numerals.one_and_half | numerals.half
    return frozenset(max(form.split(), key=len) for form in forms)


@cache
def _pattern(code: str) -> re.Pattern[str]:
    """Return a regular expression of the ways in which a language says halves."""
    numerals = numerals_of(code)
    counts = f"{either(numerals.cardinals)}|[0-9]{{1,3}}(?![\\w.,])"
    behind = either(numerals.and_half)
    scaled = f"(?:{numerals.linker}{SPACE})?" if numerals.linker else ""
    magnitude = f"{scaled}(?:{either(numerals.magnitudes)})"
    return re.compile(
        rf"(?<![\w.,-])(?i:(?:(?P<count>{counts})"
        rf"(?:{SPACE}(?:(?P<noun>{either(numerals.halved)})|(?P<before>{magnitude})))?"
        rf"{SPACE}(?:{behind})"
        rf"|(?P<more>{either(numerals.one_and_half)})|(?P<half>{either(numerals.half)})(?={SPACE}{magnitude})))"
        rf"(?P<rest>{tail(code)})(?!\w)"
    )


def _value(scan: Scan, match: re.Match[str]) -> Decimal | None:
    """Return the number that is said; None where a magnitude stands on both sides."""
    count = _HALF
    if match["count"]:
        word = folded(match["count"])
        count += int(word) if word.isdigit() else scan.numerals.cardinals[word]
    elif match["more"]:
        count += 1
    powers = (magnitude_of(match[name], scan.code) for name in ("before", "magnitude", "second"))
    before, *after = powers
    if before and any(after):
        return None
    return count * Decimal(10) ** (before + sum(after))
