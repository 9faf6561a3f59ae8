"""The rungs of the ladder: ways to try again at a translation that failed a check.

A rung is asked for tries at a case; the ladder decodes them all together, keeps the best, and goes
on to the next, dearer rung with those that still fail.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reformtext.checking import ALL, HARD
from reformtext.decoding import Cutter, Search, fit
from reformtext.engines import Constrained, Phrase
from reformtext.english_plurals import plural
from reformtext.protection import (
    Mention,
    Protected,
    as_written,
    in_english,
    is_written,
    mentions_of,
    prepared,
    protect,
    rendering,
)
from reformtext.quantities import atoms, find_quantities
from reformtext.quantity_matching import torn_ends
from reformtext.values import Name, Quantity, Span, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from reformtext.article import Segment
    from reformtext.checking import Verdict
    from reformtext.engines import Engine

__all__ = ["RUNGS", "Case", "Rung", "Setting", "Try", "edited", "unverified"]

MISSING = frozenset({"quantities", "number words", "names", "terms", "sentinels"})
"""The checks that fail where something is missing, or there too often, that can be put right."""
OTHERWISE = Search(beam=2, no_repeat=3)
"""How to decode so that no run of three tokens is repeated."""
MOST_CLAUSES = 12
"""Pieces that a sentence may be cut into to be translated piece by piece."""
NAME_ALIKE = 0.6
"""How alike a misspelt name must be to be replaced: difflib's ratio of the letters."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


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
    """A segment, and the best that was made of it.

    Attributes:
        segment: as it was translated first.
        english: the best English so far.
        verdict: what the checks say of that.
    """

    segment: Segment
    english: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Try:
    """Texts to decode, whose translations together are a new English of the segment.

    Attributes:
        pieces: the texts, in order.
        search: how to decode them; of several pieces the best hypothesis of each counts.
        phrases: what the translation is to be held to, if to anything.
        draft: the English that is to be held to them.
        decoded: whether it is to be decoded anew with them; otherwise they are put in.
    """

    pieces: tuple[Protected, ...]
    search: Search
    phrases: tuple[Phrase, ...] = ()
    draft: str = ""
    decoded: bool = True


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


def _protected(case: Case, setting: Setting, turned: Collection[Span] = ()) -> Protected:
    return protect(case.segment, setting.sentinels, turned, language=setting.language)


def _n_best(case: Case, setting: Setting) -> Try | None:
    """Return the whole beam of the first translation."""
    one = _remembered(_protected(case, setting), setting)
    return one if one and len(one.pieces) == 1 else None


def _put_in(case: Case, setting: Setting) -> Try | None:
    """Return the same text, what is missing to be put in the place of what stands for it."""
    one = _held(case, setting)
    return replace(one, decoded=False) if one else None


def _put_in_again(case: Case, setting: Setting) -> Try | None:
    """Return the text as it was decoded otherwise, what that lacks to be put in."""
    one = _put_in(case, setting)
    if one is None:
        return None
    text = _protected(case, setting)
    every = _phrases(case, text, setting.sentinels, every=True)
    return replace(one, search=OTHERWISE, phrases=every)


def _held(case: Case, setting: Setting) -> Try | None:
    """Return the same text, to be decoded with what is missing in it."""
    if not isinstance(setting.engine, Constrained):
        return None
    text = _protected(case, setting)
    phrases = _phrases(case, text, setting.sentinels)
    one = _remembered(text, setting)
    return replace(one, phrases=phrases, draft=case.english) if phrases and one else None


def _phrases(
    case: Case, text: Protected, sentinels: Collection[str], *, every: bool = False
) -> tuple[Phrase, ...]:
    """Return what the translation of a protected text has to contain.

    That is its sentinels, the terms, and what else the English lacks of which the wording is known,
    with what is worded alike; or every mention, for another translation than the best so far.
    """
    inside = dict(text.slots)
    phrases = [Phrase(name, name) for name in inside if name in sentinels]
    lacking = {prepared(mention.text) for mention in unverified(case.verdict.segment)}
    for mention in mentions_of(case.verdict.segment):
        english = rendering(mention, case.segment)
        wanted = every or isinstance(mention, Term) or prepared(mention.text) in lacking
        if english in inside.values() or not (wanted and is_written(mention)):
            continue
        written = english if english in text.text else prepared(mention.text)
        if mention.english_span:
            phrases.append(Phrase(mention.english_span.of(case.english), written))
        else:
            many = plural(english) if isinstance(mention, Term) else ""
            phrases.append(Phrase(english, written, many))
    return tuple(phrases)


def _other_decoding(case: Case, setting: Setting) -> Try | None:
    """Return the same text, to be decoded so that nothing repeats."""
    return _whole(_protected(case, setting), setting, OTHERWISE)


def _other_way(case: Case, setting: Setting) -> Try | None:
    """Return the text with what is missing written in English, or as a sentinel if it was."""
    spans = [mention.span for mention in unverified(case.verdict.segment)]
    if not spans:
        return None
    if setting.sentinels:
        text = _protected(case, setting, spans)
    else:
        text = as_written(in_english(case.segment, spans))
    return _whole(text, setting, Search())


def _unprotected(case: Case, setting: Setting) -> Try | None:
    """Return the source as it stands."""
    if not setting.sentinels:
        return None
    return _whole(as_written(prepared(case.segment.source)), setting, Search())


def _items(case: Case, setting: Setting) -> Try | None:
    """Return the sentence cut between the items of a list, each to be translated alone."""
    return _cut_at("list", case, setting)


def _clauses(case: Case, setting: Setting) -> Try | None:
    """Return the sentence cut into clauses, each to be translated alone."""
    return _cut_at("clause", case, setting)


def _cut_at(level: str, case: Case, setting: Setting) -> Try | None:
    """Return the sentence in pieces, what is missing to be put in where each was translated."""
    whole = _protected(case, setting)
    spans = setting.cut(whole.text, setting.language, level)
    pieces = [span.of(whole.text).strip() for span in spans]
    if not 1 < len(pieces) <= MOST_CLAUSES:
        return None
    one = _pieces(pieces, whole, setting, Search())
    if one is None or not isinstance(setting.engine, Constrained):
        return one
    every = _phrases(case, whole, setting.sentinels, every=True)
    return replace(one, phrases=every, decoded=False)


RUNGS = (
    Rung("n-best", _n_best, ALL),
    Rung("put in by alignment", _put_in, MISSING),
    Rung("item by item", _items, HARD),
    Rung("the other way", _other_way, HARD | {"terms", "number words"}),
    Rung("other decoding", _other_decoding, HARD),
    Rung("put in once more", _put_in_again, MISSING),
    Rung("held to what is missing", _held, HARD & MISSING),
    Rung("unprotected", _unprotected, HARD),
    Rung("clause by clause", _clauses, HARD),
)
"""The rungs that decode, the cheap before the dear; the first one's beam is there already."""


def _remembered(text: Protected, setting: Setting) -> Try | None:
    """Return a try at a text as it was translated first, which costs nothing."""
    pieces = fit(setting.engine, text.text, setting.language, setting.cut)
    return _pieces(pieces, text, setting, Search(setting.beam, n_best=setting.beam))


def _whole(text: Protected, setting: Setting, search: Search) -> Try | None:
    pieces = fit(setting.engine, text.text, setting.language, setting.cut)
    return _pieces(pieces, text, setting, search)


def _pieces(
    pieces: Sequence[str], whole: Protected, setting: Setting, search: Search
) -> Try | None:
    """Return a try at pieces of a protected text, each with the slots that stand in it."""
    if not pieces or max(setting.engine.count_tokens(pieces)) > setting.engine.max_source_tokens:
        return None
    return Try(tuple(map(whole.part, pieces)), search)


def unverified(segment: Segment) -> list[Mention]:
    """Return what of a segment its English lacks."""
    return [mention for mention in mentions_of(segment) if not mention.verified]


def edited(english: str, verdict: Verdict, language: str) -> str:
    """Return an English text with what is wrong replaced, where there is no doubt what is meant.

    One number or date is missing and one of the same kind is there that the source has not: it is
    replaced.  A name is missing and one much like it is there: it is replaced.  What stands between
    the two ends of a range becomes "to".
    """
    segment, missing = verdict.segment, unverified(verdict.segment)
    ends = torn_ends(segment.quantities, segment.source, segment.span.start, english, language)
    edits: list[tuple[Span, str]] = [(gap, " to ") for _, gap in ends]
    edits += _quantity_edits(english, verdict, [m for m in missing if isinstance(m, Quantity)])
    taken = [name.english_span for name in verdict.segment.names if name.english_span]
    for name in missing:
        if isinstance(name, Name) and not name.inflected:
            taken += [span for span, _ in edits]
            edits += _name_edits(english, prepared(name.text), taken)
    for span, new in sorted(edits, key=lambda edit: -edit[0].start):
        english = english[: span.start] + new + english[span.end :]
    return english


def _quantity_edits(
    english: str, verdict: Verdict, missing: list[Quantity]
) -> list[tuple[Span, str]]:
    """Return what puts the one missing quantity in the place of the one that is wrong.

    A number in words may be none ("one of the"); of one that stands there twice, either place may
    be the wrong one.
    """
    if len(missing) != 1:
        return []
    right = [q for q in verdict.segment.quantities if q.english_span]
    known = {atom for quantity in right for atom in atoms(quantity)}
    strange = [
        one
        for one in find_quantities(english, "en")
        if not one.spelled
        and not any(q.english_span and one.span.overlaps(q.english_span) for q in right)
    ]
    if len(strange) != 1:
        return []
    wanted, wrong = missing[0], strange[0]
    doubtful = not known.isdisjoint(atoms(wrong)) or wrong.unit not in {"", wanted.unit}
    if wanted.kind is not wrong.kind or doubtful:
        return []
    return [(wrong.span, wanted.english)]


def _name_edits(english: str, name: str, taken: Collection[Span]) -> list[tuple[Span, str]]:
    """Return what puts a name in the place of the one name that is much like it."""
    alike = {
        span: difflib.SequenceMatcher(None, span.of(english), name).ratio()
        for span in _capitalised(english, len(name.split()))
        if not any(span.overlaps(other) for other in taken)
    }
    near = sorted((s for s in alike if alike[s] >= NAME_ALIKE), key=lambda s: -alike[s])
    if not near or any(not near[0].overlaps(other) for other in near[1:]):
        return []
    return [(near[0], name)]


def _capitalised(english: str, count: int) -> list[Span]:
    """Return where so many capitalised words stand in a row."""
    words = list(_WORD.finditer(english))
    runs = [words[i : i + count] for i in range(len(words) - count + 1)]
    return [
        Span(run[0].start(), run[-1].end())
        for run in runs
        if all(word[0][0].isupper() for word in run)
        and all(english[a.end() : b.start()] == " " for a, b in pairwise(run))
    ]
