"""Numbers of documents and cases of courts, and numbers that a plus or a times sign joins."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.habits import NUMBER, read_number
from reformtext.quantities.scanning import SPACE, Scan, copied, following_word
from reformtext.quantities.writing import english_number
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_joined", "find_references"]

_PART = r"[A-Z0-9][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*"
# 123/KMK.05/2026, 45/Pid.Sus-TPK/2025/PN Jkt.Pst: what has a year among its parts.
_DOCUMENT = (
    rf"(?<![\w.,:/@-])(?=[A-Z0-9.-]{{0,20}}[0-9A-Z]/){_PART}(?:/{_PART}){{2,}}"
    rf"(?:(?<=/P[ANT]|/MA){SPACE}[A-Z][a-z]{{1,3}}(?:\.[A-Z][a-z]{{1,3}})?(?!\w))?(?![\w/])"
)
_OF_A_YEAR = re.compile(r"/(?:[A-Z]{1,2}\.)?(?:19|20)[0-9]{2}(?![0-9])")
# II K 123/25, III CZP 45/24, II SA/Wa 123/24: of the courts of Poland.
_DIVISION = r"(?=[IVXL])(?:X{0,3}L?X{0,3})(?:IX|IV|V?I{0,3})"
_CASE = (
    rf"(?<![\w.,/-])(?:{_DIVISION}{SPACE}|(?<=\bsygn\. )|(?<=\bsygn\. akt )|(?<=\bsygn\. akt: ))"
    rf"[A-Z][A-Za-z]{{0,4}}(?:/[A-Z][a-z]{{1,2}})?{SPACE}"
    r"[0-9]{1,5}/(?:[0-9]{2}|20[0-9]{2})(?![\w/]|[.,-][0-9])"
)
# 90+3, km 38+500; in Polish and Norwegian an ordinal, "90+3. minutt", may be meant.
_JOINED = re.compile(r"(?<=[0-9])(?:\+(?=[0-9])|[x×](?!\w))")
_PLUS = re.compile(r"(?<![\w.,:/+-])[0-9]{1,4}\+[0-9]{1,3}(?![\w+%]|[.,:/-][0-9])")
_TIMES = re.compile(rf"(?<![\w.,:/+-])(?P<number>{NUMBER})[x×](?!\w)")


def find_references(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield the numbers of documents and of the cases of courts."""
    if scan.text.find("/", start, end) < 0:  # as in most texts
        return
    for match in _references(scan.code).finditer(scan.text, start, end):
        if match["case"] or _OF_A_YEAR.search(match[0]):
            yield copied(scan, *match.span())


@cache
def _references(code: str) -> re.Pattern[str]:
    cases = _CASE if code == "pl" else "(?!)"
    return re.compile(f"(?P<case>{cases})|{_DOCUMENT}")


def find_joined(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield minutes of play and kilometres of a road, ``90+3``, and multiples, ``1,9x``."""
    if not _JOINED.search(scan.text, start, end):
        return
    found = [_sum(scan, match) for match in _PLUS.finditer(scan.text, start, end)]
    multiples = _TIMES.finditer(scan.text, start, end)
    found += [_multiple(scan, match) for match in multiples if not match["number"].isdigit()]
    yield from sorted(found, key=lambda quantity: quantity.span.start)


def _sum(scan: Scan, match: re.Match[str]) -> Quantity:
    last = match.end()
    if scan.numerals.written_ordinal.endswith("."):
        dotted = scan.text.startswith(".", last) and following_word(scan.text, last + 1)
        last += bool(dotted) and scan.text[last + 2].islower()
    return replace(copied(scan, match.start(), last), value=match[0], english=match[0])


def _multiple(scan: Scan, match: re.Match[str]) -> Quantity:
    value, readings = read_number(match["number"], scan.habit)
    span, english = Span(*match.span()), f"{english_number(value, '')}x"
    return Quantity(QuantityKind.NUMBER, span, match[0], value, english=english, readings=readings)
