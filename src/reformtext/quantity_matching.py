"""The quantities of a source, each with its place in the English."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reformtext.languages import codes
from reformtext.quantities import agree, atoms, find_quantities, other_wordings
from reformtext.quantities.scanning import numerals_of
from reformtext.quantities.units import DECADE, is_currency, names_currency
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["foreign_money", "loose_ages", "match_quantities", "torn_ends"]

_LONGEST_JOINT = 12  # characters between two numbers that belong together

# What is read with the right value, but is not how English writes it: 46 224, 25,2.
_FOREIGN = re.compile(r"\d[\u00a0\u202f ]\d{3}(?!\d)|\d,\d{1,2}(?!\d)")
# What makes a range of the numbers on both sides of it.
_JOINING = re.compile(
    r"[-–—,;/]|(?<!\w)(?:to|and|or|until|till|through|than|between|from|most|least)(?!\w)",
    re.IGNORECASE,
)
_TENS = re.compile(r"[2-9]0s")
_YEARS = re.compile(r"[ \u00a0](?:de[ \u00a0]ani|tahun|lat|år)(?!\w)(?! (?:și|şi|ceva|lebih|lag))")
_ROUGHLY = re.compile(  # of an age that is not told exactly
    r"(?:około|ok\.|ponad|prawie|niemal|po|sekitar|kira-kira|atas|lebih dari|hampir|omtrent|rundt"
    r"|cirka|ca\.?|over|drøyt|godt|nesten|peste|circa|aproximativ|aproape|vreo|trecut de|jur de"
    r"|undeva la)[ \u00a0]\Z",
    re.IGNORECASE,
)
_LONGEST_LEAD = 20  # characters before an age
_SCORE = re.compile(r"([0-9]{1,3})[-–:‐‑]([0-9]{1,3})")


@dataclass(slots=True)
class _Reading:
    """A quantity of the English, and those of its values that no source quantity has yet."""

    quantity: Quantity
    left: Counter[str]
    values: Counter[str]

    @classmethod
    def of(cls, quantity: Quantity) -> _Reading:
        """Return a quantity of which nothing is taken yet."""
        values = Counter(atoms(quantity))
        return cls(quantity, values.copy(), values)


def match_quantities(
    quantities: Iterable[Quantity], english: str
) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
    """Return source quantities with their places in the English, and what else is there.

    Equals are matched first, whole; then parts: "from 2015 to 2021" has both ends of a range, and
    "9–51" has both numbers of "9 hingga 51".

    Args:
        quantities: of the source.
        english: the translation.
    """
    found = find_quantities(english, "en")
    quantities = tuple(quantities)
    if not (found or quantities):
        return (), ()
    foreign = [one for one in found if _is_foreign(one)]
    readings = [_Reading.of(one) for one in found if one not in foreign]
    matched = [
        _placed(one, _identical(one, english, readings) or _equal(one, readings))
        for one in quantities
    ]
    for i, one in enumerate(matched):
        if not one.verified:
            matched[i] = _placed(one, _parts(one, readings, english))
    known = {atom for one in matched if one.verified for atom in (*atoms(one), *_score(one))}
    done = tuple(_in_other_words(matched, english))
    strange = [r.quantity for r in readings if any(atom not in known for atom in r.left)]
    places = [new.english_span for old, new in zip(matched, done, strict=True) if old is not new]
    strange = [one for one in strange if not any(s and s.overlaps(one.span) for s in places)]
    return done, (*strange, *foreign)


def _placed(quantity: Quantity, span: Span | None) -> Quantity:
    same = quantity.english_span == span
    return quantity if same else replace(quantity, english_span=span)


def _in_other_words(quantities: Iterable[Quantity], english: str) -> Iterator[Quantity]:
    """Yield quantities, those that are missing with what says them in other words."""
    taken: list[Span] = []
    for one in quantities:
        wordings = None if one.verified else other_wordings(one)
        places = (Span(*found.span()) for found in wordings.finditer(english)) if wordings else ()
        span = next((s for s in places if not any(s.overlaps(other) for other in taken)), None)
        taken += [span] if span else []
        yield replace(one, english_span=span) if span else one


def _is_foreign(quantity: Quantity) -> bool:
    return quantity.kind is not QuantityKind.IDENTIFIER and bool(_FOREIGN.search(quantity.text))


def _identical(quantity: Quantity, english: str, readings: list[_Reading]) -> Span | None:
    """Return where an identifier stands as it is; what is read there is used up."""
    if quantity.kind is not QuantityKind.IDENTIFIER:
        return None
    start = english.find(quantity.english)
    while start >= 0:
        span = Span(start, start + len(quantity.english))
        around = english[max(0, start - 1) : start] + english[span.end : span.end + 1]
        if not any(character.isalnum() for character in around):
            for reading in readings:
                if reading.quantity.span.overlaps(span):
                    reading.left.clear()
            return span
        start = english.find(quantity.english, start + 1)
    return None


def _equal(quantity: Quantity, readings: list[_Reading]) -> Span | None:
    for reading in readings:
        whole = reading.left == reading.values
        if whole and reading.left and agree(quantity, reading.quantity):
            reading.left.clear()
            return reading.quantity.span
    return None


def _score(quantity: Quantity) -> tuple[str, ...]:
    """Return both numbers of a score, 38:17; nothing of anything else."""
    score = _SCORE.fullmatch(quantity.value) if quantity.kind is QuantityKind.IDENTIFIER else None
    return score.groups() if score else ()


def _parts(quantity: Quantity, readings: list[_Reading], english: str) -> Span | None:
    """Return the stretch of English that has every part of a quantity, or None."""
    return _all_parts(quantity, atoms(quantity), readings, english) or (
        _all_parts(quantity, _score(quantity), readings, english)
    )


def _all_parts(
    quantity: Quantity, wanted: Sequence[str], readings: list[_Reading], english: str
) -> Span | None:
    taken: list[tuple[_Reading, str]] = []
    for number, atom in enumerate(wanted):
        forms = {atom}
        if quantity.kind is QuantityKind.RANGE and number < len(wanted) - 1:
            forms.add(atom.removesuffix("%"))  # "8.36 to 30.9 per cent"
        part = next(
            (
                (reading, form)
                for reading in readings
                for form in forms
                if reading.left[form] > taken.count((reading, form))
                and not _other_unit(quantity, reading.quantity)
            ),
            None,
        )
        if part is None:
            return None
        taken.append(part)
    spans = [reading.quantity.span for reading, _ in taken]
    if quantity.kind is QuantityKind.RANGE and not _are_ends(spans, english):
        return None
    for reading, form in taken:
        reading.left[form] -= 1
        reading.left += Counter()  # forgets what is used up
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


def foreign_money(
    quantities: Sequence[Quantity], source: str, english: str, code: str
) -> list[Quantity]:
    """Return amounts of the English in a currency that no word or sign of the source names.

    "no. 140 pounds 938" is none of ``nr 140 poz. 938``, though its number is there.

    Args:
        quantities: of a segment, matched.
        source: of the segment.
        english: the translation.
        code: of the language; of one that is not read nothing is found.
    """
    if code not in codes():
        return []
    bare = [one.english_span for one in quantities if one.english_span and not one.unit]
    if not bare:
        return []
    known = {one.unit for one in quantities}
    return [
        one
        for one in find_quantities(english, "en")
        if is_currency(one.unit)
        and one.unit not in known
        and any(span.overlaps(one.span) for span in bare)
        and not names_currency(source, one.unit, code)
    ]


def loose_ages(
    quantities: Sequence[Quantity], source: str, start: int, english: str
) -> list[Quantity]:
    """Return ages that a source tells exactly, ``40 de ani``, and the English by their decade.

    Args:
        quantities: of a segment, matched.
        source: of the segment.
        start: where it begins in the article.
        english: the translation.
    """
    if not _TENS.search(english):  # as of most texts
        return []
    tens = [
        one
        for one in quantities
        if one.english_span
        and one.unit != DECADE
        and _TENS.fullmatch(one.english_span.of(english))
        and _YEARS.match(source, one.span.end - start)
    ]
    starts = [one.span.start - start for one in tens]
    leads = [source[max(0, first - _LONGEST_LEAD) : first] for first in starts]
    return [one for one, lead in zip(tens, leads, strict=True) if not _ROUGHLY.search(lead)]


def torn_ends(
    quantities: Sequence[Quantity], source: str, start: int, english: str, code: str
) -> list[tuple[Quantity, Span]]:
    """Return numbers to which a source counts from the one before, and the English does not.

    ``12 sampai 32`` is "12 to 32" and not "12 by 32", though both numbers are there.

    Args:
        quantities: of a segment, matched, in order.
        source: of the segment.
        start: where it begins in the article.
        english: the translation.
        code: of the language.

    Returns:
        The second number of each pair, with what stands between both in the English.
    """
    if code not in codes():
        return []
    words = numerals_of(code).until
    torn = []
    for one, two in pairwise(quantities):
        first, last = one.english_span, two.english_span
        counted = one.kind is two.kind is QuantityKind.NUMBER
        near = first and last and 0 < last.start - first.end <= _LONGEST_JOINT
        if not (counted and first and last and near):
            continue
        between = source[one.span.end - start : two.span.start - start].strip().lower()
        gap = Span(first.end, last.start)
        if between in words and gap.of(english).strip() and not _are_ends([first, last], english):
            torn.append((two, gap))
    return torn


def _are_ends(spans: Sequence[Span], english: str) -> bool:
    """Return whether a word between two numbers makes a range of them: 12 to 32, not 12 by 32."""
    between = (english[one.end : two.start] for one, two in pairwise(sorted(spans, key=_start)))
    return all(not text or _JOINING.search(text) for text in between)


def _start(span: Span) -> int:
    return span.start


def _other_unit(source: Quantity, english: Quantity) -> bool:
    """Return whether two quantities are of different units: dong and dollars; decades are none."""
    units = {source.unit, english.unit} - {"", DECADE}
    return len(units) > 1
