"""Translations checked against their sources, and repaired where they can be: the stage ``verify``.

Every translated segment is checked.  One that fails goes up a ladder of repairs, the cheap before
the dear: what is unmistakably meant is put right in place, other hypotheses are looked at, what is
missing is put in where the alignment says, a list is translated item by item, what is missing is
written in English into the source, other ways of decoding, the sentence clause by clause, a sibling
model.  What still fails a hard check at the end is a failed segment with the reason; what
fails another check is flagged.  Each rung is tried once, for all segments together.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reformtext.article import Article, Attempt, Check, Segment, Status
from reformtext.checking import Verdict, check_translation
from reformtext.dash_quotes import with_quotes
from reformtext.decoding import Cutter, Decoded, decode, decode_held
from reformtext.engines import Wish
from reformtext.errors import HubUnreachableError, UnknownLanguageError
from reformtext.protection import Protected, restore, sentinel_checks
from reformtext.repairs import RUNGS, Case, Rung, Setting, Try, edited
from reformtext.term_matching import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.engines import Engine, Engines, Hypothesis, Phrase
    from reformtext.memory import Memory
    from reformtext.values import Term

__all__ = ["Verifier"]

Place = tuple[int, int]
"""Where a segment is: the number of its article, and its own there."""
EDITED = "put right in place"
NORMALISED = "canonical terms"


@dataclass(slots=True)
class _Patient:
    """A segment on the ladder: the best English so far, and all that was tried."""

    segment: Segment
    language: str
    english: str
    score: float | None
    verdict: Verdict
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not self.problems

    @property
    def problems(self) -> tuple[str, ...]:
        return self.verdict.problems if self.english else ("english", *self.verdict.problems)

    def consider(self, rung: str, english: str, score: float | None, verdict: Verdict) -> None:
        """Note an attempt, and take it if it has fewer problems than the best so far."""
        self.attempts.append(Attempt(rung, english, verdict.problems))
        if english and (not self.english or verdict.badness < self.verdict.badness):
            self.english, self.score, self.verdict = english, score, verdict


class Verifier:
    """Checks the English of articles, and repairs it.

    Args:
        engines: gives the engine of a language, for repairs; None: nothing is repaired, not even
            in place.
        cut: cuts a sentence into clauses; ``reformtext.splitting.cut`` does.
        beam: that of the translations, which are looked at again; repairs are decoded greedily.
        protect: whether the translations were protected, and repairs are to be.
        sibling: another model, asked as the last resort.
        rungs: of the ladder, in order; with none nothing is repaired.
        memory: what the translator keeps its beams in, so that they need no second decoding.
    """

    def __init__(
        self,
        engines: Engines | None,
        cut: Cutter,
        *,
        beam: int = 1,
        protect: bool = True,
        sibling: Engines | None = None,
        rungs: Sequence[Rung] = RUNGS,
        memory: Memory | None = None,
    ) -> None:
        self._engines = engines
        self._cut = cut
        self._beam = beam
        self._protect = protect
        self._sibling = sibling
        self._rungs = tuple(rungs)
        self._memory = memory

    def signature(self) -> str:
        """Return what shapes the results, as a short string."""
        names = ",".join(rung.name for rung in self._rungs) if self._engines else "none"
        sibling = f"/sibling={self._sibling.signature()}" if self._sibling else ""
        return f"verify/rungs={names}{sibling}"

    def __call__(self, article: Article) -> Article:
        """Return the article with its translations checked, and repaired or failed."""
        return self.many([article])[0]

    def many(self, articles: Sequence[Article]) -> list[Article]:
        """Return the articles in order, their failing segments repaired together."""
        patients = {
            (i, k): _admitted(segment, article.language)
            for i, article in enumerate(articles)
            for k, segment in enumerate(article.segments)
            if _is_to_check(segment)
        }
        self._treat([p for p in patients.values() if not p.well])
        if self._engines is not None and self._rungs:
            for patient in patients.values():
                _normalise_terms(patient)
        done = {place: _discharged(patient) for place, patient in patients.items()}
        return [_verified(article, i, done) for i, article in enumerate(articles)]

    def _treat(self, patients: list[_Patient]) -> None:
        """Lead the patients up the ladder, until they are well or it ends."""
        for patient in patients:
            patient.attempts.append(Attempt("first", patient.english, patient.verdict.problems))
        if self._engines is None or not self._rungs:
            return
        for patient in patients:
            _edit(patient, patient.english, patient.score, patient.verdict)
        self._lead_up(patients, self._engines, [(rung.name, rung) for rung in self._rungs])
        if self._sibling is not None:
            self._lead_up(patients, self._sibling, [("sibling", RUNGS[0])])

    def _lead_up(
        self, patients: list[_Patient], engines: Engines, rungs: Sequence[tuple[str, Rung]]
    ) -> None:
        """Try rungs in order, each for the patients of all languages that an engine serves."""
        settings: dict[str, Setting] = {}
        for language in dict.fromkeys(p.language for p in patients if not p.well):
            with suppress(UnknownLanguageError, HubUnreachableError):
                settings[language] = self._setting(engines, language)
        for engine in dict.fromkeys(setting.engine for setting in settings.values()):
            served = {code: one for code, one in settings.items() if one.engine is engine}
            mine = [p for p in patients if p.language in served]
            for name, rung in rungs:
                self._climb(name, rung, mine, served)

    def _setting(self, engines: Engines, language: str) -> Setting:
        engine = engines.engine(language)
        sentinels = engine.sentinels if self._protect else ()
        return Setting(engine, language, self._cut, self._beam, sentinels)

    def _climb(
        self, name: str, rung: Rung, patients: list[_Patient], settings: dict[str, Setting]
    ) -> None:
        """Try one rung for all patients of an engine together whose problems are worth it."""
        worth = [p for p in patients if not p.well and not rung.worth.isdisjoint(p.problems)]
        if not worth:
            return
        tries = [
            rung.make(Case(p.segment, p.english, p.verdict), settings[p.language]) for p in worth
        ]
        engine = settings[worth[0].language].engine
        decoded = _decoded(engine, [one for one in tries if one], self._memory)
        for patient, one in zip(worth, tries, strict=True):
            if one is None:
                continue
            for made, score, checks in _candidates(one, decoded):
                english = with_quotes(patient.segment.source, made, patient.language)
                verdict = check_translation(patient.segment, english, patient.language)
                verdict = _with_checks(verdict, checks)
                patient.consider(name, english, score, verdict)
                if not patient.well:
                    _edit(patient, english, score, verdict)
                if patient.well:
                    break


def _admitted(segment: Segment, language: str) -> _Patient:
    verdict = check_translation(segment, segment.english, language)
    verdict = _with_checks(verdict, segment.checks)
    return _Patient(segment, language, segment.english, segment.score, verdict)


def _is_to_check(segment: Segment) -> bool:
    """Return whether a segment was given to an engine: kept ones hold nothing to check."""
    if segment.status is Status.FAILED:
        return bool(segment.checks)
    return segment.status is Status.TRANSLATED


def _with_checks(verdict: Verdict, checks: Sequence[Check]) -> Verdict:
    return replace(verdict, checks=(*checks, *verdict.checks))


def _normalise_terms(patient: _Patient) -> None:
    """Give terms that the English has in another wording their canonical names."""
    english = patient.english
    terms = [term for term in patient.verdict.segment.terms if term.english_span]
    for term in sorted(terms, key=_place, reverse=True):
        english = canonical(term, english)
    if english != patient.english:
        if not patient.attempts:
            patient.attempts.append(Attempt("first", patient.english))
        verdict = _rechecked(patient, patient.verdict, english)
        patient.english, patient.verdict = english, verdict
        patient.attempts.append(Attempt(NORMALISED, english, patient.verdict.problems))


def _place(term: Term) -> int:
    return term.english_span.start if term.english_span else 0


def _edit(patient: _Patient, english: str, score: float | None, verdict: Verdict) -> None:
    """Put right in a translation what can be."""
    new = edited(english, verdict, patient.language)
    if new != english:
        better = _rechecked(patient, verdict, new)
        patient.consider(EDITED, new, score, better)


def _rechecked(patient: _Patient, old: Verdict, english: str) -> Verdict:
    """Return what the checks say of an edited text; those of the sentinels stay as they were."""
    verdict = check_translation(patient.segment, english, patient.language)
    made = {check.name for check in verdict.checks}
    return _with_checks(verdict, [check for check in old.checks if check.name not in made])


def _decoded(
    engine: Engine, tries: Sequence[Try], memory: Memory | None
) -> dict[Try, list[Decoded]]:
    """Return what the engine makes of the pieces of every try, decoded together."""
    results: dict[Try, list[Decoded]] = {}
    for search in dict.fromkeys(one.search for one in tries):
        same = [one for one in tries if one.search == search]
        texts = [piece.text for one in same for piece in one.pieces]
        decoded = decode(engine, texts, search, memory=memory)
        results |= {one: [decoded[piece.text] for piece in one.pieces] for one in same}
    return results | _held_to_phrases(engine, [one for one in tries if one.phrases], results)


def _held_to_phrases(
    engine: Engine, tries: Sequence[Try], first: dict[Try, list[Decoded]]
) -> dict[Try, list[Decoded]]:
    """Return what comes of the translations of tries when they are held to their phrases.

    Where nothing does, it is the translation itself, if that is not the best there was.
    """
    wishes = {
        (one, i): wish
        for one in tries
        if all(decoded.hypotheses for decoded in first[one])
        for i, wish in enumerate(_wishes(one, first[one]))
    }
    anew = any(one.decoded for one in tries)  # those of a rung are alike
    held = decode_held(engine, list(wishes.values()), anew=anew)
    results: dict[Try, list[Decoded]] = {}
    for (one, i), decoded in zip(wishes, held, strict=True):
        if one not in results:
            drafts = [wishes[one, k].draft for k in range(len(one.pieces))]
            known = len(drafts) == 1 and _is_draft(drafts[0], one.pieces[0], one)
            results[one] = [Decoded(() if known else (draft,)) for draft in drafts]
        if decoded.hypotheses:
            results[one][i] = decoded
    return results


def _wishes(one: Try, first: Sequence[Decoded]) -> list[Wish]:
    """Return what is wished for each piece of a try: the phrases whose wordings stand in it."""
    shares: list[list[Phrase]] = [[] for _ in one.pieces]
    for phrase in one.phrases:
        if len(shares) == 1:
            shares[0].append(phrase)
            continue
        wording = re.compile(rf"(?<!\w){re.escape(phrase.source)}(?!\w)")
        for piece, share in zip(one.pieces, shares, strict=True):
            taken = sum(other.source == phrase.source for other in share)
            if len(wording.findall(piece.text)) > taken:
                share.append(phrase)
                break
    return [
        Wish(piece.text, _draft(one, piece, decoded, share), tuple(share))
        for piece, decoded, share in zip(one.pieces, first, shares, strict=True)
    ]


def _draft(one: Try, piece: Protected, decoded: Decoded, phrases: Sequence[Phrase]) -> Hypothesis:
    """Return the translation to start from: the best so far, or that with most phrases."""

    def near(hypothesis: Hypothesis) -> tuple[bool, int]:
        best = _is_draft(hypothesis, piece, one)
        return best, sum(phrase.english in hypothesis.text for phrase in phrases)

    return max(decoded.hypotheses, key=near)


def _is_draft(hypothesis: Hypothesis, piece: Protected, one: Try) -> bool:
    """Return whether the draft of a try was made of a hypothesis: quotation marks may differ."""
    text = restore(hypothesis.text, piece.slots).text
    return text == one.draft or _letters(text) == _letters(one.draft)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _candidates(
    one: Try, decoded: dict[Try, list[Decoded]]
) -> list[tuple[str, float, tuple[Check, ...]]]:
    """Return the whole translations that a try gave: English, score, checks of the sentinels."""
    rows = [
        [h for h in result.hypotheses if h.complete and h.text and math.isfinite(h.score)]
        for result in decoded[one]
    ]
    if len(rows) > 1:
        rows = [row[:1] for row in rows]
    if not all(rows):
        return []
    found: list[tuple[str, float, tuple[Check, ...]]] = []
    for choice in [(h,) for h in rows[0]] if len(rows) == 1 else [tuple(r[0] for r in rows)]:
        restored = [
            restore(h.text, piece.slots) for h, piece in zip(choice, one.pieces, strict=True)
        ]
        checks = tuple(
            check
            for piece, part in zip(one.pieces, restored, strict=True)
            for check in sentinel_checks(piece.slots, part)
        )
        score = sum(h.score for h in choice) / len(choice)
        found.append((" ".join(part.text for part in restored), score, checks))
    return found


def _discharged(patient: _Patient) -> Segment:
    """Return the segment as the ladder leaves it."""
    verdict, tried = patient.verdict, tuple(patient.attempts)
    if not patient.english:
        return replace(patient.segment, attempts=tried)
    if verdict.hard:
        reason = "; ".join(f"{check.name}: {check.detail}" for check in verdict.hard)
        failed = patient.segment.as_failed(reason)
        return replace(failed, checks=verdict.checks, attempts=tried)
    return replace(
        verdict.segment,
        status=Status.TRANSLATED,
        english=patient.english,
        score=patient.score,
        checks=verdict.checks,
        attempts=tried,
        reason="",
    )


def _verified(article: Article, i: int, done: dict[Place, Segment]) -> Article:
    """Return the article with its segments as they were left, and a note of it."""
    segments = tuple(done.get((i, k), segment) for k, segment in enumerate(article.segments))
    mine = [segment for segment in segments if segment.checks]
    repaired = sum(
        not s.failed and bool(s.attempts) and s.english != s.attempts[0].english for s in mine
    )
    flagged = sum(segment.flagged for segment in mine)
    detail = f"{len(mine)} checked, {repaired} repaired, {flagged} flagged"
    return replace(article, segments=segments).noted("verify", "checked", detail)
