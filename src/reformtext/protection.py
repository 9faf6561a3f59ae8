"""Spans that a model does not get to change: taken out before translation, put back after it.

A model that carries sentinels knows pieces such as ``⟦n0⟧``.  Numbers (``n``), dates (``d``),
names and identifiers (``e``) go through it as one of these and come back in their English
rendering; the terms of the glossary stand in the text it is given in English already.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reformtext.capitals import in_sentence_case
from reformtext.text import repair
from reformtext.values import Check, Name, Quantity, QuantityKind, Span, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from reformtext.article import Segment

__all__ = [
    "Mention",
    "Protected",
    "Restored",
    "as_written",
    "in_english",
    "is_written",
    "mentions_of",
    "prepared",
    "protect",
    "rendering",
    "restore",
    "sentinel_checks",
]

Mention = Quantity | Name | Term

_SENTINEL = re.compile(r"⟦([a-z])(\d+)⟧")
_WITH_HALF = re.compile(
    rf"(?P<sentinel>{_SENTINEL.pattern})"
    r"(?P<half> ?(?:[apAP]\.[mM](?P<stop>\.)?|[ap]m|[AP]M(?! [A-Z]))(?!\w))?"
)
_THOUSANDS = re.compile(r"(?<!\w)in ?[,'’]?000 (?=[^\W\d_])")
_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?")
_ENDS = re.compile(r"[\"'”’»]*\s*\Z")
_DIGIT = re.compile(r"\d")
_HOURS = 12  # that have a half of the day
_LETTERS = {QuantityKind.DATE: "d", QuantityKind.IDENTIFIER: "e"}


@dataclass(frozen=True, slots=True)
class Protected:
    """A text as a model is given it, and what its sentinels stand for in English.

    A sentinel that stands in the text more than once has as many slots.
    """

    text: str
    slots: tuple[tuple[str, str], ...] = ()

    def part(self, text: str) -> Protected:
        """Return a stretch of the text with the slots that stand in it."""
        table = dict(self.slots)
        names = [match[0] for match in _SENTINEL.finditer(text)]
        return Protected(text, tuple((name, table[name]) for name in names if name in table))


@dataclass(frozen=True, slots=True)
class Restored:
    """A translation with its sentinels replaced, and those that came back too seldom or often."""

    text: str
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether every sentinel came back once, and no other."""
        return not (self.lost or self.doubled or self.unknown)


def prepared(text: str) -> str:
    """Return a text as an engine is given it: repaired, white space made single spaces."""
    return " ".join(repair(text).split())


def mentions_of(segment: Segment) -> tuple[Mention, ...]:
    """Return the quantities, names and terms of a segment in the order of their spans."""
    found: tuple[Mention, ...] = (*segment.quantities, *segment.names, *segment.terms)
    return tuple(sorted(found, key=lambda mention: mention.span.start))


def is_written(mention: Mention) -> bool:
    """Return whether the English rendering is known: of all but names that were inflected."""
    return not (isinstance(mention, Name) and mention.inflected)


def rendering(mention: Mention, segment: Segment) -> str:
    """Return the English of a mention; one that opens its segment in capitals does so there too."""
    english = prepared(mention.text) if isinstance(mention, Name) else mention.english
    opens = mention.span.start == segment.span.start and mention.text[:1].isupper()
    return english[:1].upper() + english[1:] if opens and isinstance(mention, Term) else english


def protect(
    segment: Segment,
    sentinels: Collection[str],
    turned: Collection[Span] = (),
    *,
    language: str = "",
) -> Protected:
    """Return a segment's source as a model that carries sentinels is given it.

    A mention for which no sentinel is left, and an inflected name, stays as it is; a number in
    words stays too, as its English may be a word of another kind ("both").  What an author wrote
    that looks like a sentinel stands for itself, and for nothing else.

    Args:
        segment: its mentions do not overlap.
        sentinels: the pieces that the model carries; with none the text is only prepared.
        turned: spans of mentions to treat the other way: a term as a sentinel, anything else
            written in English.
        language: of the source, whose headlines and labels in capitals are then in sentence case.
    """
    own = {match[0] for match in _SENTINEL.finditer(prepared(segment.source))}
    names = tuple(name for name in sentinels if name not in own) if own else tuple(sentinels)
    free = {letter: iter(ordered) for letter, ordered in _by_letter(names).items()}
    slots: list[tuple[str, str]] = []

    def stand_in(mention: Mention) -> str | None:
        if not free or not is_written(mention):
            return None
        if isinstance(mention, Term) is not (mention.span in turned):
            return rendering(mention, segment)
        if isinstance(mention, Quantity) and mention.spelled:
            return None
        sentinel = next(free.get(_letter(mention), iter(())), None)
        if sentinel is not None:
            slots.append((sentinel, rendering(mention, segment)))
        return sentinel

    return _with_own(_rewritten(segment, mentions_of(segment), stand_in, language), slots)


def as_written(text: str) -> Protected:
    """Return a text of which nothing is protected; what looks like a sentinel stands for itself."""
    return _with_own(text, ())


def in_english(segment: Segment, spans: Collection[Span] | None = None) -> str:
    """Return a segment's source with mentions written in English; None means all of them."""

    def stand_in(mention: Mention) -> str | None:
        wanted = spans is None or mention.span in spans
        return rendering(mention, segment) if wanted and is_written(mention) else None

    return _rewritten(segment, mentions_of(segment), stand_in)


def restore(english: str, slots: Iterable[tuple[str, str]]) -> Restored:
    """Return a translation with every sentinel replaced by what it stands for.

    One that stands for nothing is taken out; a letter, digit or sentinel beside one is set apart.
    The "p.m." that a model puts behind a time of 24 hours, or behind what is no hour, goes.
    """
    slots = tuple(slots)
    table = dict(slots)
    given = Counter(name for name, _ in slots)
    seen = Counter(match[0] for match in _SENTINEL.finditer(english))

    def written(match: re.Match[str]) -> str:
        new = table.get(match["sentinel"], "")
        half = match["half"] or ""
        if half and (_TIME.fullmatch(new) or (half.strip().islower() and _is_no_hour(new))):
            half = "." if match["stop"] and _ENDS.match(english, match.end()) else ""
        if new in {"", match["sentinel"]}:
            return new + half
        before, after = english[: match.start()][-1:], (half + english[match.end() :])[:1]
        left = " " if before.isalnum() else ""
        right = " " if after.isalnum() or after == "⟦" else ""
        return f"{left}{new}{right}{half}"

    if "000 " in english:  # what models make of "w tys. zł": (in,000 zlotys)
        english = _THOUSANDS.sub("in thousands of ", english)
    text = _WITH_HALF.sub(written, english)
    return Restored(
        " ".join(text.split()),
        lost=tuple(name for name in given if seen[name] < given[name]),
        doubled=tuple(name for name in given if seen[name] > given[name]),
        unknown=tuple(name for name in seen if name not in given),
    )


def _is_no_hour(written: str) -> bool:
    """Return whether digits are no hour that "a.m." may follow: the 44 of a house is none."""
    return written.isdecimal() and not 1 <= int(written) <= _HOURS


def sentinel_checks(slots: Sequence[tuple[str, str]], restored: Restored) -> tuple[Check, ...]:
    """Return the checks of the sentinels of a text; none when it had none.

    One that was lost is checked apart: whether the English lacks what it stood for, the checks
    of numbers and names say.  So is a name that is said once more than in the source.
    """
    if not slots and not restored.unknown:
        return ()
    table = dict(slots)
    repeated = [name for name in restored.doubled if not _DIGIT.search(table[name])]
    wrong = {
        "doubled": [name for name in restored.doubled if name not in repeated],
        "unknown": restored.unknown,
    }
    detail = "; ".join(f"{what}: {' '.join(names)}" for what, names in wrong.items() if names)
    said_again = "; ".join(table[name] for name in repeated)
    return (
        Check("sentinels", not detail, detail),
        Check("sentinels lost", not restored.lost, " ".join(restored.lost)),
        Check("repeated", not repeated, said_again),
    )


def _with_own(text: str, slots: Sequence[tuple[str, str]]) -> Protected:
    """Return a protected text in which what is no slot but looks like one stands for itself."""
    names = {name for name, _ in slots}
    own = [match[0] for match in _SENTINEL.finditer(text) if match[0] not in names]
    return Protected(text, (*slots, *((name, name) for name in own)))


@lru_cache(maxsize=64)
def _by_letter(sentinels: tuple[str, ...]) -> dict[str, list[str]]:
    """Return sentinels by their letters, in the order of their numbers."""
    matches = [match for name in sentinels if (match := _SENTINEL.fullmatch(name))]
    matches.sort(key=lambda match: int(match[2]))
    found: dict[str, list[str]] = {}
    for match in matches:
        found.setdefault(match[1], []).append(match[0])
    return found


def _letter(mention: Mention) -> str:
    return _LETTERS.get(mention.kind, "n") if isinstance(mention, Quantity) else "e"


def _rewritten(
    segment: Segment,
    mentions: Iterable[Mention],
    stand_in: Callable[[Mention], str | None],
    language: str = "",
) -> str:
    """Return the prepared source with mentions replaced by what stands in for them."""
    source = in_sentence_case(segment.source, language) if language else segment.source
    parts: list[str] = []
    position = 0
    for mention in mentions:
        start = mention.span.start - segment.span.start
        new = stand_in(mention) if start >= position else None
        if new is not None:
            parts += [source[position:start], new]
            position = mention.span.end - segment.span.start
    return prepared("".join([*parts, source[position:]]))
