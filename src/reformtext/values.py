"""What a segment carries beside its text: spans, checks, attempts, and what was found in it.

Everything here is frozen.  A quantity, name or term stands in the source and, where it was found
there, in the English; the segment says which of them the English keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Self

__all__ = ["Attempt", "Check", "Name", "Quantity", "QuantityKind", "Span", "Term"]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters of a text.

    Raises:
        ValueError: unless ``0 <= start <= end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}, {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    @classmethod
    def first(cls, wording: str, text: str) -> Self | None:
        """Return where a wording stands first in a text; None where it does not, or is empty."""
        start = text.find(wording) if wording else -1
        return cls(start, start + len(wording)) if start >= 0 else None

    def overlaps(self, other: Span) -> bool:
        """Return whether the two have a character in common."""
        return self.start < other.end and other.start < self.end

    def moved(self, by: int) -> Span:
        """Return the span ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


ANNOTATED = "annotated"
"""The check that a segment is garbled fails: what it must keep was not looked for."""

NOTES = frozenset({ANNOTATED, "one piece", "ended", "sentinels lost"})
"""Checks that say how a translation was made, and nothing against it: that the segment is garbled,
had to be cut or decoded twice, or that a sentinel did not come back: what it stood for is looked
for in the English all the same."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a segment: its name, whether it passed, and what was found."""

    name: str
    passed: bool
    detail: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether it says something against the English: it failed, and is more than a note."""
        return not self.passed and self.name not in NOTES


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at the English of a segment.

    Attributes:
        rung: what was tried: ``first``, ``n-best``, ``clause by clause``, …
        english: what came out.
        problems: the names of the checks that it failed.
    """

    rung: str
    english: str
    problems: tuple[str, ...] = ()


class QuantityKind(StrEnum):
    """What a quantity is."""

    NUMBER = "number"  # 1.733 orang; 2,5 miliar dong; 81,9%: with a unit where there is one
    ORDINAL = "ordinal"  # ke-3, 1. miejsce, al 3-lea
    RANGE = "range"  # 2015-2021, 10–12 %
    DATE = "date"  # 31 Desember 2020, 1. juli, lipiec 2025
    TIME = "time"  # kl. 14.30
    IDENTIFIER = "identifier"  # 18-NQ/TW, 63/2010/ND-CP, ISO 9001:2015, a URL, an e-mail address


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, range, ordinal, date, time or identifier of a text, with its value.

    Attributes:
        kind: what it is.
        span: its place in the article's source; of a bare text, in that text.
        text: the characters there.
        value: by kind: a plain decimal (``1733``, ``81.9``, ``2500000000``: the magnitude is
            multiplied in); both ends of a range with a slash (``2015/2021``); ISO 8601, as partial
            as the source is (``2020-12-31``, ``2020-12``, ``--07-01``); ``14:30``; an identifier
            as English writes it, which is as it stands but for a sign or a word (``2x1,000``).
        unit: ``%``, an ISO 4217 code (``VND``), a unit symbol (``km``, ``ha``, ``km²``), or empty.
        english: its canonical English: ``1,733``, ``2.5 billion dong``, ``31 December 2020``.
        spelled: whether the source writes it in words (``dua belas``).
        readings: other values that it may have, where the source does not decide.
        english_span: its place in the segment's English, if it was found there.
    """

    kind: QuantityKind
    span: Span
    text: str
    value: str
    unit: str = ""
    english: str = ""
    spelled: bool = False
    readings: tuple[str, ...] = ()
    english_span: Span | None = None

    @property
    def verified(self) -> bool:
        """Whether the English has it, with its value."""
        return self.english_span is not None

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None of a range, date, time or identifier."""
        try:
            return Decimal(self.value)
        except InvalidOperation:
            return None


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the English must carry as it stands in the source.

    Attributes:
        span: its place in the article's source; of a bare text, in that text.
        text: the characters there.
        inflected: whether the language may have changed its ending, so that the English may
            differ from it there.
        english_span: its place in the segment's English, if it was found there.
    """

    span: Span
    text: str
    inflected: bool = False
    english_span: Span | None = None

    @property
    def verified(self) -> bool:
        """Whether the English has it."""
        return self.english_span is not None


@dataclass(frozen=True, slots=True)
class Term:
    """A mention of a concept of the glossary.

    Attributes:
        concept: the identifier of the concept (``peoples_committee``).
        span: its place in the article's source; of a bare text, in that text.
        text: the characters there.
        english: the concept's canonical English.
        english_span: its place in the segment's English, if it was found there.
        also: the other English wordings that count; the glossary's, so they are neither compared
            nor kept in files.
    """

    concept: str
    span: Span
    text: str
    english: str
    english_span: Span | None = None
    also: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def verified(self) -> bool:
        """Whether the English has the concept by its canonical name, or by another that counts."""
        return self.english_span is not None
