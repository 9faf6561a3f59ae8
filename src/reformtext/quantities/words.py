"""Numbers and ordinals in words: ``dua belas``, ``dwudziestu dziewięciu``, ``al doilea``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reformtext.languages.numerals import ANYWHERE
from reformtext.quantities.scanning import (
    SPACE,
    Scan,
    following_word,
    numerals_of,
    previous_word,
    without_final_stop,
)
from reformtext.quantities.units import as_kept, is_none, tail, unit_of
from reformtext.quantities.writing import english_ordinal, english_spelled, shifted
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformtext.languages.numerals import Numerals

__all__ = ["find_words"]

_WORD = re.compile(r"(?<!\w)[^\W\d_]++(?!\w)")
_NEXT = re.compile(rf"(?:{SPACE}|-)([^\W\d_]++)(?!\w)")
_CAPITAL = re.compile(rf"{SPACE}[^\W\d_a-zà-öø-ÿ]")
_CEDILLA = str.maketrans("şţ", "șț")
_TEEN = 10
_UNITS, _HUNDRED, _THOUSAND, _MILLION = 10, 100, 1000, 1_000_000


@dataclass(slots=True)
class _Sum:
    """A compound under reading: what is before the last magnitude, and what is after it."""

    total: int = 0
    current: int = 0
    last: int = 0
    ordinal: bool = False

    @property
    def value(self) -> int:
        """The number so far."""
        return self.total + self.current

    def add(self, number: int) -> bool:
        """Add a word below a thousand, if it can follow."""
        fits = not self.current or _fits(number, self.last)
        if fits:
            self.current += number
            self.last = number
        return fits

    def multiply(self, factor: int) -> bool:
        """Multiply the last word, as in "two hundred", if it can be."""
        if not 0 < self.last < _UNITS:
            return False
        self.current += self.last * (factor - 1)
        self.last *= factor
        return True

    def make_teen(self) -> bool:
        """Add ten to the last word, as in "dua belas", if it can be."""
        if not 1 < self.last < _UNITS:
            return False
        self.current += _TEEN
        self.last += _TEEN
        return True

    def raise_to(self, magnitude: int) -> bool:
        """Multiply all since the last magnitude, if this one is less than that was."""
        if not self.current or (self.total and self.total % (magnitude * _THOUSAND)):
            return False
        self.total += self.current * magnitude
        self.current = self.last = 0
        return True


def _fits(number: int, before: int) -> bool:
    """Return whether a number may follow another within a compound: 5 after 20, 20 after 300."""
    if before >= _THOUSAND:
        return number < _THOUSAND
    if before >= _HUNDRED:
        return number < _HUNDRED
    return before >= 2 * _UNITS and before % _UNITS == 0 and number < _UNITS


def find_words(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield spelled cardinals from two up and spelled ordinals."""
    starters, position = _starters(scan.code), start
    lowered = _key(scan.text[start:end])
    if len(lowered) != end - start:  # of a letter such as İ there are two in lower case
        lowered = "".join(map(_small, scan.text[start:end]))
    if starters.isdisjoint(_WORD.findall(lowered)):  # as of most texts
        return
    for place in _WORD.finditer(lowered):
        if place[0] not in starters or start + place.start() < position:
            continue
        match = _WORD.match(scan.text, start + place.start(), end)
        if match and _stands_well(scan, match, place[0]):
            found = _compound(scan, match.start(), match.end(), place[0], end)
            if found:
                yield found
                position = found.span.end


def _small(character: str) -> str:
    """Return a character in lower case, if that is one character."""
    lowered = _key(character)
    return lowered if len(lowered) == 1 else character


@cache
def _starters(code: str) -> frozenset[str]:
    numerals = numerals_of(code)
    return numerals.leading_magnitudes.union(numerals.cardinals, numerals.ordinals)


def _key(word: str) -> str:
    lowered = word.lower()
    return lowered if lowered.isascii() else lowered.translate(_CEDILLA)


def _stands_well(scan: Scan, match: re.Match[str], word: str) -> bool:
    """Return whether a word is a number here: no name, no other meaning."""
    guard = scan.numerals.guards.get(word, ANYWHERE)
    capital = match[0][0].isupper()
    if guard is ANYWHERE and not capital:
        return True
    before = previous_word(scan.text, match.start())
    if capital and before and not _CAPITAL.match(scan.text, match.end()):
        return False  # Lima, Nusa Dua; but in a headline, the next word has a capital too
    return guard.allows(_key(before), _key(following_word(scan.text, match.end())))


def _compound(scan: Scan, start: int, end: int, word: str, limit: int) -> Quantity | None:
    """Return the number that begins with a word, None if that word alone is "one"."""
    sum_ = _Sum()
    leading = 0
    if word in scan.numerals.leading_magnitudes:
        leading = sum_.total = 10 ** scan.numerals.magnitudes[word]
    else:
        _take(word, sum_, scan.numerals)
    while following := _NEXT.match(scan.text, end, limit):
        taken = _extended(scan, sum_, following, limit)
        if taken == end:
            break
        end = taken
    if leading and sum_.total == leading:  # milion dwa razy; but milion trzysta tysięcy
        return None
    if sum_.ordinal:
        return _ordinal(scan, sum_, start, end)
    return _cardinal(scan, sum_, start, end, limit)


def _extended(scan: Scan, sum_: _Sum, following: re.Match[str], limit: int) -> int:
    """Return where the compound ends with the next word, or where it ended before it."""
    word = _key(following[1])
    joiner = word in scan.numerals.joiners or word == scan.numerals.linker
    if joiner and not sum_.ordinal:
        after = _NEXT.match(scan.text, following.end(), limit)
        beyond = _NEXT.match(scan.text, after.end(), limit) if after else None
        last = _key(beyond[1]) if beyond else ""
        joins = after and _joins(word, _key(after[1]), last, sum_, scan.numerals)
        return after.end() if after and joins else following.start()
    return following.end() if _take(word, sum_, scan.numerals) else following.start()


def _joins(joiner: str, word: str, beyond: str, sum_: _Sum, numerals: Numerals) -> bool:
    """Add the word behind one that joins, if it can go on so: treizeci de |milioane.

    What is ``beyond`` it may make another number of it: two thousand and |three thousand.
    """
    if joiner == numerals.linker:
        may = word in numerals.magnitudes
    elif beyond in numerals.multipliers:
        may = False
    elif sum_.last:
        may = True
    else:
        thousands = numerals.joined_thousands and sum_.total % _MILLION > 0
        alone = beyond not in numerals.magnitudes
        may = thousands and alone and 0 < numerals.cardinals.get(word, 0) < _HUNDRED
    return may and _take(word, sum_, numerals)


def _take(word: str, sum_: _Sum, numerals: Numerals) -> bool:
    """Add a word to a compound, if it can go on so."""
    if word in numerals.teens:
        return sum_.make_teen()
    if word in numerals.multipliers and sum_.multiply(numerals.multipliers[word]):
        return True
    if word in numerals.magnitudes and sum_.current:
        return not sum_.ordinal and sum_.raise_to(10 ** numerals.magnitudes[word])
    if word in numerals.cardinals:
        return sum_.add(numerals.cardinals[word])
    if word in numerals.ordinals and (not sum_.ordinal or sum_.last >= 2 * _UNITS):
        added = sum_.add(numerals.ordinals[word])
        sum_.ordinal |= added
        return added
    return False


def _cardinal(scan: Scan, sum_: _Sum, start: int, end: int, limit: int) -> Quantity | None:
    if sum_.value <= 1:
        return None
    tail_ = _tail(scan.code).match(scan.text, end, limit)
    unit = unit_of(tail_["unit"] or "", scan.code) if tail_ else ""
    if tail_ and is_none(unit, scan.text, start, tail_.end()):
        unit = ""
    power, kept = as_kept(unit)
    if power and previous_word(scan.text, start) in scan.numerals.until:  # tre til fire mil
        power, unit, kept = 0, "", ""
    end = without_final_stop(scan.text, start, tail_.end()) if tail_ and unit else end
    value, unit = shifted(str(sum_.value), power), kept
    return Quantity(
        QuantityKind.NUMBER,
        Span(start, end),
        scan.text[start:end],
        value,
        unit,
        english_spelled(value, unit),
        spelled=True,
    )


@cache
def _tail(code: str) -> re.Pattern[str]:
    return re.compile(tail(code))


def _ordinal(scan: Scan, sum_: _Sum, start: int, end: int) -> Quantity | None:
    articles = scan.numerals.ordinal_articles
    if articles and sum_.value > 1:  # "first" has none
        article = previous_word(scan.text, start)
        if article not in articles:
            return None
        start -= len(article) + 1
    value = str(sum_.value)
    english = english_ordinal(value, spelled=True)
    text = scan.text[start:end]
    return Quantity(
        QuantityKind.ORDINAL, Span(start, end), text, value, english=english, spelled=True
    )
