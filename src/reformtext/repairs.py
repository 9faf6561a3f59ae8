"""The rungs of the ladder: ways to try again at a translation that failed a check.

A rung is asked for tries at a case; the ladder decodes them all together, keeps the best, and goes
on to the next, dearer rung with those that still fail.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformtext.checking import ALL, HARD
from reformtext.decoding import Cutter, Search, fit
from reformtext.protection import Mention, Protected, in_english, mentions_of, prepared, protect
from reformtext.quantities import find_quantities
from reformtext.values import Name, Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from reformtext.article import Segment
    from reformtext.checking import Verdict
    from reformtext.engines import Engine

__all__ = ["RUNGS", "Case", "Rung", "Setting", "Try", "edited", "unverified"]

OTHER_BEAM = 2
NO_REPEAT = 3
"""The run length that other decoding may not repeat."""
MOST_CLAUSES = 12
"""Pieces that a sentence may be cut into to be translated piece by piece."""
NAME_ALIKE = 0.6
"""How alike a misspelt name must be to be replaced: difflib's ratio of the letters."""

_CAPITALISED = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w'’-]*(?: [^\W\d_a-zà-öø-ÿ][\w'’-]*)*")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rungs need to know of the run: the engine, the language, how to cut, the beam."""

    engine: Engine
    language: str
    cut: Cutter
    beam: int
    sentinels: Collection[str]


@dataclass(frozen=True, slots=True)
class Case:
    """A segment, and the best that was made of it."""

    segment: Segment
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Try:
    """Texts to decode, whose translations together are a new English of the segment.

    Attributes:
        pieces: the texts, in order.
        search: how to decode them; several hypotheses only of a single piece.
    """

    pieces: tuple[Protected, ...]
    search: Search


@dataclass(frozen=True, slots=True)
class Rung:
    """One way of trying again.

    Attributes:
        name: how it is called in the attempts of a segment.
        make: returns the try at a case; None where it has nothing to offer.
        worth: the checks whose failure is worth its cost.
    """

    name: str
    make: Callable[[Case, Setting], Try | None]
    worth: frozenset[str]


def _n_best(case: Case, setting: Setting) -> Try | None:
    """Return the whole beam of the first translation."""
    text = protect(case.segment, setting.sentinels)
    return _whole(text, setting, Search(setting.beam, n_best=setting.beam))


def _other_decoding(case: Case, setting: Setting) -> Try | None:
    """Return the same text, to be decoded so that nothing repeats."""
    search = Search(max(setting.beam, OTHER_BEAM), no_repeat=NO_REPEAT)
    return _whole(protect(case.segment, setting.sentinels), setting, search)


def _other_way(case: Case, setting: Setting) -> Try | None:
    """Return the text with what is missing written in English, or as a sentinel if it was."""
    spans = [mention.span for mention in unverified(case.verdict.segment)]
    if not spans:
        return None
    if setting.sentinels:
        text = protect(case.segment, setting.sentinels, turned=spans)
    else:
        text = Protected(in_english(case.segment, spans))
    return _whole(text, setting, Search(setting.beam))


def _unprotected(case: Case, setting: Setting) -> Try | None:
    """Return the source as it stands."""
    if not setting.sentinels:
        return None
    return _whole(Protected(prepared(case.segment.source)), setting, Search(setting.beam))


def _clauses(case: Case, setting: Setting) -> Try | None:
    """Return the sentence cut into clauses, each to be translated alone."""
    whole = protect(case.segment, setting.sentinels)
    for level in ("list", "clause"):
        spans = setting.cut(whole.text, setting.language, level)
        pieces = [span.of(whole.text).strip() for span in spans]
        if 1 < len(pieces) <= MOST_CLAUSES:
            return _pieces(pieces, whole, setting, Search(setting.beam))
    return None


RUNGS = (
    Rung("n-best", _n_best, ALL),
    Rung("the other way", _other_way, HARD | {"terms", "number words"}),
    Rung("other decoding", _other_decoding, HARD),
    Rung("unprotected", _unprotected, HARD),
    Rung("clause by clause", _clauses, HARD),
)
"""The rungs that decode, the cheap before the dear; the first one's beam is there already."""


def _whole(text: Protected, setting: Setting, search: Search) -> Try | None:
    pieces = fit(setting.engine, text.text, setting.language, setting.cut)
    if len(pieces) > 1:
        search = Search(search.beam, no_repeat=search.no_repeat)
    return _pieces(pieces, text, setting, search)


def _pieces(
    pieces: Sequence[str], whole: Protected, setting: Setting, search: Search
) -> Try | None:
    """Return a try at pieces of a protected text, each with the slots that stand in it."""
    if not pieces or max(setting.engine.count_tokens(pieces)) > setting.engine.max_source_tokens:
        return None
    return Try(
        tuple(Protected(p, tuple(slot for slot in whole.slots if slot[0] in p)) for p in pieces),
        search,
    )


def unverified(segment: Segment) -> list[Mention]:
    """Return what of a segment its English lacks."""
    return [mention for mention in mentions_of(segment) if not mention.verified]


def edited(english: str, verdict: Verdict) -> str:
    """Return an English text with what is wrong replaced, where there is no doubt what is meant.

    One number or date is missing and one of the same kind is there that the source has not: it is
    replaced.  A name is missing and one much like it is there: it is replaced.
    """
    missing = unverified(verdict.segment)
    text = _with_quantity(english, verdict, [m for m in missing if isinstance(m, Quantity)])
    for name in missing:
        if isinstance(name, Name) and not name.inflected:
            text = _with_name(text, name, verdict.segment.names)
    return text


def _with_quantity(english: str, verdict: Verdict, missing: list[Quantity]) -> str:
    taken = [q.english_span for q in verdict.segment.quantities if q.english_span]
    strange = [
        one
        for one in find_quantities(english, "en")
        if not any(_overlap(one.span, span) for span in taken)
    ]
    if not (len(missing) == len(strange) == 1 and missing[0].kind == strange[0].kind):
        return english
    return _replaced(english, strange[0].span, missing[0].english)


def _with_name(english: str, name: Name, names: Sequence[Name]) -> str:
    taken = [one.english_span for one in names if one.english_span]
    words = len(name.text.split())
    candidates = [
        Span(match.start(), match.end())
        for match in _CAPITALISED.finditer(english)
        if len(match[0].split()) == words
        and not any(_overlap(Span(match.start(), match.end()), span) for span in taken)
    ]
    alike = [
        span
        for span in candidates
        if difflib.SequenceMatcher(None, span.of(english), name.text).ratio() >= NAME_ALIKE
    ]
    return _replaced(english, alike[0], name.text) if len(alike) == 1 else english


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _replaced(text: str, span: Span, new: str) -> str:
    return text[: span.start] + new + text[span.end :]
