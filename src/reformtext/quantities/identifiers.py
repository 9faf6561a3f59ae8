"""What is copied as it stands: addresses, document numbers, standards, versions, fractions."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.habits import NUMBER, read_number
from reformtext.quantities.numbers import number_at
from reformtext.quantities.scanning import (
    ENGLISH,
    SPACE,
    Scan,
    copied,
    following_word,
    previous_word,
    without_final_stop,
)
from reformtext.quantities.units import VARIANTS, magnitude_of, prefixes, tail, unit_of
from reformtext.quantities.writing import english_number, shifted
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "find_addresses",
    "find_codes",
    "find_digit_codes",
    "find_lap_times",
    "find_standards",
    "unread",
]

_ADDRESS = re.compile(
    r"(?:(?<!\w)(?:https?://|www\.)[^\s<>\"«»„“”]++"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@/-])(?:[a-zA-Z0-9-]{1,63}\.){1,4}[a-z]{2,6}/[^\s<>\"«»„“”]++)"
)
_ADDRESS_SIGN = re.compile(r"[/@]|www\.")  # every address has one
_ADDRESS_END = ".,;:!?'’)]}…*"
# Digits of a hashtag or a mention are no quantities; nor are those of a translation's ⟦n0⟧, nor
# those by which English says that thousands are counted: (in '000 zlotys).
_UNREAD = re.compile(
    r"(?<![\w&])[#@](?=\w*[^\W\d])\w++|⟦[^⟦⟧\s]{1,20}⟧|(?:(?<=\bin)|(?<=\bin ))[,'’]?000(?![\w.,])"
)
_BODY = (
    r"(?:ISO(?:/IEC|/TS|/TR)?|IEC|TCVN|QCVN|SNI|IEEE|ASTM|DIN|HACCP|OHSAS"
    r"|EN(?=[ \u00a0-]?[0-9]{4}))"
)
_STANDARD = re.compile(
    rf"(?<!\w)(?:(?:TCVN|QCVN|SNI|PN|NS|SR|BS|DIN|EN)[ \u00a0-]){{0,3}}"
    rf"(?:{_BODY}|(?<=[A-Z][ -])EN)(?:[ \u00a0-]{_BODY})?[ \u00a0-]?"
    r"[0-9]{2,6}(?:[-:./][0-9]+)*(?![\w])"
)
# The neighbourhood of an Indonesian address.
_NEIGHBOURHOOD = r"(?<!\w)R[TW][. ]{0,2}[0-9]{1,3}[ ,]?/? ?R[TW][. ]{0,2}[0-9]{1,3}(?!\w)"
# Where a Polish law is published; the English is that of the official translations.
_CITATION = (
    rf"(?<!\w)Dz\.{SPACE}?U\.(?:{SPACE}z)?{SPACE}(?P<year>(?:19|20)[0-9]{{2}})(?:{SPACE}?r\.)?,?"
    rf"(?:{SPACE}[Nn]r{SPACE}(?P<number>[0-9]{{1,3}}),?)?{SPACE}poz\.{SPACE}(?P<item>[0-9]{{1,5}})(?!\w)"
)
_SIGN = rf"(?:{SPACE}|[-.])"
_PHONE = re.compile(
    rf"(?<![\w+])\+[0-9]{{1,3}}{_SIGN}?(?:\([0-9]{{1,4}}\))?[0-9](?:{_SIGN}?[0-9]){{5,12}}(?!\w)"
    rf"|(?<![\w.,-])(?<![0-9]{SPACE})\(?0[1-9][0-9]{{0,3}}\)?{_SIGN}[0-9]{{3,4}}"
    rf"(?:{_SIGN}[0-9]{{3,4}}){{1,2}}(?![\w-])"
    r"|(?i:(?<=\btel )|(?<=\btel[.:] )|(?<=\btel\.: )|(?<=\btelp[.:] )|(?<=\btlf )|(?<=\btlf[.:] )"
    r"|(?<=\btlf\.: )|(?<=\btelefon )|(?<=\btelefon: )|(?<=\btelepon )|(?<=\btelepon: ))"
    rf"[0-9](?:{_SIGN}?[0-9]){{5,12}}(?!\w)"
    # Groups in which no number is written: of telephones, and of the accounts of banks.
    rf"|(?<![\w.,-])(?<![0-9]{SPACE})[0-9]{{2}}{SPACE}(?:[0-9]{{3}}{SPACE}[0-9]{{2}}{SPACE}[0-9]{{2}}"
    rf"|[0-9]{{4}}(?:{SPACE}[0-9]{{4}}){{5}})(?!\w|{SPACE}?[0-9%])"
)
_TOKEN = re.compile(r"(?<!\w)[^\W_]++(?:(?:[-/_]|(?<=[0-9])[.:](?=[0-9]))[^\W_]++)*+")
_DIGIT = re.compile("[0-9]")
_LOWER_LEAD = re.compile(r"(?:[^\W\d_]+-)+(?=[0-9])")
_AGES = re.compile(r"[0-9]+(?:-[a-z]{2,}-[0-9]+)+")  # 18-to-24
_LOWER_TAIL = re.compile(r"(?:[-/](?:[a-zà-öø-ÿā-žș-ț]{2,}|[A-ZÀ-ÖØ-ÞĀ-Ž][a-zà-öø-ÿā-žș-ț]+))+\Z")
# What an amount is told per is no part of a code: kr/m2, Rp1.444/kWh.
_PER = re.compile(r"/(?:[cmdk]?m[23]|[kM]W|[kKMGT]Wh)\Z")
_PRODUCT = re.compile(rf"(?P<times>[1-9][0-9]?x)(?P<each>{NUMBER})(?!\w|[.,][0-9])")
_LONGEST_TAIL = 80
_LONGEST_AMOUNT = 24  # characters of one with its currency
_DIGIT_CODE = re.compile(
    r"(?<![\w.,:/-])(?:[0-9]+(?:\.[0-9]+){2,}"  # a version
    r"|[0-9]{1,5}(?:/[0-9]{1,5})+"  # a fraction
    r"|[0-9]{1,3}\.[0-9]{3}/[12][0-9]{3}"  # of a year: 1.076/2025
    r"|[0-9]+(?:-[0-9]+){2,}"
    r"|(?:[0-9]{1,2}:(?:[0-9]|[6-9][0-9])|(?:2[5-9]|[3-9][0-9]|[0-9]{3}):[0-9]{1,3}))"  # a score
    rf"(?![\w/%]|[.,:-][0-9]|{SPACE}[0-9]{{3}}(?![0-9]))"
)
_LAP = re.compile(
    r"(?<![\w.,:/-])([0-9]{1,2})(?::|\.(?=[0-9]{2},))([0-5][0-9])[.,]([0-9]{2})"
    r"(?!\w|[.,:/-][0-9])"
)
_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_FRACTIONS = {"1/2": ".5", "1/4": ".25", "3/4": ".75"}
_WHOLE = re.compile(rf"(?<![\w.,/:-])(?<![0-9]{SPACE})[1-9][0-9]?{SPACE}\Z")
_LONGEST_WHOLE = 3  # characters of it
_YEARS = re.compile(r"([12][0-9]{3})/([12][0-9]{3}|[0-9]{2})")
_CENTURY = 2
_PLURAL = re.compile(r"(?<=[0-9])s\Z")
_PLAIN = frozenset({"Mid", "Non", "Over", "Post", "Pra", "Pre", "Sub", "Under"})
_NAMED = frozenset({"covid"})  # written with a number, and often in lower case


def unread(text: str) -> Iterator[Span]:
    """Yield what is not read: hashtags, mentions, and the marks that stand for other text."""
    if "#" in text or "@" in text or "⟦" in text or "000" in text:
        for match in _UNREAD.finditer(text):
            yield Span(match.start(), match.end())


def find_addresses(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield URLs and e-mail addresses."""
    if not _ADDRESS_SIGN.search(scan.text, start, end):
        return
    for match in _ADDRESS.finditer(scan.text, start, end):
        last = match.end()
        while scan.text[last - 1] in _ADDRESS_END:
            last -= 1
        yield copied(scan, match.start(), max(last, match.start() + 1))


def find_standards(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield standards, their prefixes included, and telephone numbers."""
    for match in _standards().finditer(scan.text, start, end):
        yield _citation(scan, match) if match["year"] else copied(scan, *match.span())


def _citation(scan: Scan, match: re.Match[str]) -> Quantity:
    """Return where a Polish law is published: ``Dz.U. 1997 nr 140 poz. 938``."""
    number = f", No. {match['number']}" if match["number"] else ""
    english = f"Journal of Laws {match['year']}{number}, item {match['item']}"
    return replace(copied(scan, *match.span()), value=english, english=english)


@cache
def _standards() -> re.Pattern[str]:
    places = f"{_STANDARD.pattern}|{_NEIGHBOURHOOD}|{_CITATION}"
    numbers = f"(?=[+(0-9])(?:{_PHONE.pattern})"
    return re.compile(f"(?=[A-Z])(?:{places})|{numbers}")


def find_codes(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield what joins digits and letters: ``18-NQ/TW``, ``A320``, ``COVID-19``, ``5G``."""
    for match in _TOKEN.finditer(scan.text, start, end):
        token = match[0]
        if token.isalpha() or not _DIGIT.search(token) or token in VARIANTS:
            continue
        if _ends_an_amount(scan, match) or _ends_per_unit(scan, match):
            continue
        bounds = _code(scan, match.start(), match.end())
        if bounds:
            yield _product(scan, match, end) or copied(scan, *bounds)


def _ends_per_unit(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether a token is an amount, or the end of one, with what it is told per: kr/m2."""
    per = _PER.search(match[0])
    if per is None:
        return False
    amount = match.start() + per.start()
    counted = _DIGIT.search(match[0], 0, per.start())
    return not counted or number_at(scan, match.start(), len(scan.text)) == amount


def _product(scan: Scan, match: re.Match[str], end: int) -> Quantity | None:
    """Return how many times a number with a sign there is: ``2x1.000``, in English ``2x1,000``."""
    product = _PRODUCT.match(scan.text, match.start(), end) if "x" in match[0] else None
    if product is None or product["each"].isdigit():
        return None
    number, _ = read_number(product["each"], scan.habit)
    written = product["times"] + english_number(number, "")
    return replace(copied(scan, *product.span()), value=written, english=written)


def _ends_an_amount(scan: Scan, match: re.Match[str]) -> bool:
    """Return whether a token is the end of a number with a short magnitude: 5M of "Rp2,5M"."""
    magnitude = match[0].lstrip("0123456789")
    if magnitude not in scan.numerals.amounts:
        return False
    before = scan.text[max(0, match.start() - _LONGEST_AMOUNT) : match.start()]
    return re.search(rf"(?:{prefixes(scan.code)}){SPACE}?[0-9.]*[0-9][.,]\Z", before) is not None


def _code(scan: Scan, start: int, end: int) -> tuple[int, int] | None:
    """Return where the code within a token begins and ends, None if there is none."""
    token = scan.text[start:end]
    if not any(sign.isalpha() for sign in token) or _AGES.fullmatch(token):
        return None
    lead = _LOWER_LEAD.match(token)
    word = lead[0].rstrip("-") if lead else ""
    if lead and (word.islower() or word in _PLAIN) and word not in _NAMED:
        start += lead.end()
    last = max(start, end - _LONGEST_TAIL)
    tail = _LOWER_TAIL.search(scan.text[last:end])
    if tail:
        end = last + tail.start()
    if scan.code == ENGLISH and _PLURAL.search(scan.text[max(start, end - 2) : end]):
        end -= 1
    rest = scan.text[start:end]
    if not any(sign.isalpha() for sign in rest) or not any(sign.isdigit() for sign in rest):
        return None
    return None if number_at(scan, start, len(scan.text)) >= end else (start, end)


def find_lap_times(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield minutes and seconds with hundredths: ``13.45,67``, in English ``13:45.67``."""
    for match in _LAP.finditer(scan.text, start, end):
        timed = previous_word(scan.text, match.start()) in scan.numerals.timed
        if scan.code != ENGLISH and not (timed or match[3].startswith("0")):  # Joh 3:16,18
            continue
        time = f"{match[1]}:{match[2]}.{match[3]}"
        yield replace(copied(scan, *match.span()), value=time, english=time)


def find_digit_codes(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield versions, fractions, scores and codes of digits alone; ``2020/21`` is a range."""
    for match in _DIGIT_CODE.finditer(scan.text, start, end):
        if _GROUPS.fullmatch(match[0]):
            continue
        fraction = _fraction(scan, match, start) if match[0] in _FRACTIONS else None
        yield fraction or _years(match) or copied(scan, match.start(), match.end())


def _fraction(scan: Scan, match: re.Match[str], start: int) -> Quantity | None:
    """Return the number that a half or a quarter is a part of: ``2 1/2 timer``, ``1/2 juta``."""
    whole = _WHOLE.search(scan.text, max(start, match.start() - _LONGEST_WHOLE), match.start())
    tail_ = _tail(scan.code).match(scan.text, match.end())
    power = magnitude_of(tail_["magnitude"], scan.code) if tail_ else 0
    small = scan.text[match.end() + 1 : match.end() + 2].islower()
    final = following_word(scan.text, match.end()).startswith("fina")  # 1/2 finału
    counted = whole and small and not final
    if not (power or counted):
        return None
    first = whole.start() if whole else match.start()
    last = without_final_stop(scan.text, first, tail_.end() if tail_ else match.end())
    unit = unit_of(tail_["unit"] or "", scan.code) if tail_ else ""
    count = (whole[0].strip() if whole else "0") + _FRACTIONS[match[0]]
    value = shifted(count, power)
    english = english_number(value, unit, power=power)
    text = scan.text[first:last]
    return Quantity(QuantityKind.NUMBER, Span(first, last), text, value, unit, english)


@cache
def _tail(code: str) -> re.Pattern[str]:
    return re.compile(tail(code))


def _years(match: re.Match[str]) -> Quantity | None:
    """Return the range of two years with a slash, the second right after the first."""
    years = _YEARS.fullmatch(match[0])
    if years is None:
        return None
    first, last = years[1], years[1][:_CENTURY] + years[2][-_CENTURY:]
    if int(last) != int(first) + 1:
        return None
    span = Span(match.start(), match.end())
    english = f"{first}–{last}"
    return Quantity(QuantityKind.RANGE, span, match[0], f"{first}/{last}", english=english)
