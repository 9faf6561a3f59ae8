"""Segments to English, through any engine: the stage ``translate``.

Of the articles that are translated together, each distinct text is translated once, in batches
of like length; languages that one engine serves share its batches.  What was found in a segment
(its quantities, names and terms) is protected where the engine carries sentinels.  A text that is
over the model's token budget is cut, at sentences, list items, clauses, then words, and never
truncated.  What cannot be translated is a segment with status ``failed`` and the reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reformtext.article import Article, Check, Kind, Segment, Span, Status
from reformtext.dash_quotes import with_quotes
from reformtext.decoding import Cutter, Decoded, Search, decode, fit
from reformtext.errors import HubUnreachableError, UnknownLanguageError
from reformtext.protection import Protected, in_english, protect, restore, sentinel_checks
from reformtext.text import count_letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reformtext.engines import Engine, Engines, Hypothesis
    from reformtext.memory import Memory

__all__ = ["NO_REPEAT", "Translator"]

NO_REPEAT = 4
"""The run length forbidden to repeat when a translation did not end: it was looping."""


_Text = tuple[str, str]
"""A text and its language, which says how it is cut."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one distinct text; without a score it is kept as it was."""

    english: str = ""
    score: float | None = None
    checks: tuple[Check, ...] = ()
    reason: str = ""


class Translator:
    """Fills in the English of articles.

    Args:
        engines: gives the engine of a language; ``reformtext.models.Model`` is one.
        cut: cuts an over-long text; ``reformtext.splitting.cut`` does.
        beam: hypotheses kept while decoding; 1 is greedy, 4 is better and slower.
        protect: whether to protect what was found in the source, where the engine can.
        memory: keeps the whole beam of each text, for a stage that may want another of it.
        progress: whether to show a bar; None: on a terminal or in a notebook.
    """

    def __init__(
        self,
        engines: Engines,
        cut: Cutter,
        *,
        beam: int = 1,
        protect: bool = True,
        memory: Memory | None = None,
        progress: bool | None = None,
    ) -> None:
        if not isinstance(beam, int) or beam < 1:
            raise ValueError(f"a beam holds a number of hypotheses from 1 on, not {beam!r:.60}")
        self._engines = engines
        self._cut = cut
        self._beam = beam
        self._protect = protect
        self._memory = memory
        self._progress = progress

    def signature(self) -> str:
        """Return what shapes the translations, as a short string."""
        plain = "" if self._protect else "/unprotected"
        return f"{self._engines.signature()}/beam={self._beam}{plain}"

    def __call__(self, article: Article) -> Article:
        """Return the article with its pending segments translated, kept or failed."""
        return self.many([article])[0]

    def many(self, articles: Sequence[Article]) -> list[Article]:
        """Return the articles in order, translated together.

        An article without segments is taken line by line.
        """
        articles = [_segmented(article) for article in articles]
        done: dict[int, Article] = {}
        served: dict[Engine, list[int]] = {}
        for language in dict.fromkeys(article.language for article in articles):
            same = [i for i, article in enumerate(articles) if article.language == language]
            if language == "en" or not any(map(_is_wanted, _segments(articles[i] for i in same))):
                done |= {i: _filled(articles[i], {}) for i in same}
                continue
            try:
                served.setdefault(self._engines.engine(language), []).extend(same)
            except (UnknownLanguageError, HubUnreachableError) as error:
                reason = _unserved_reason(language, error)
                done |= {i: _unserved(articles[i], reason) for i in same}
        for engine, places in served.items():
            group = self._by_one_engine(engine, [articles[i] for i in places])
            done.update(zip(places, group, strict=True))
        return [done[i] for i in range(len(articles))]

    def _by_one_engine(self, engine: Engine, articles: Sequence[Article]) -> list[Article]:
        """Return articles translated by an engine, whatever their languages: batches are fuller."""
        sentinels = engine.sentinels if self._protect else ()
        inputs = [_inputs(article, sentinels) for article in articles]
        wanted = [
            (one.text, article.language)
            for article, mine in zip(articles, inputs, strict=True)
            for one in mine.values()
        ]
        outcomes = self._translate(engine, list(dict.fromkeys(wanted)))
        codes = [article.language for article in articles]
        return [
            _filled(
                article,
                {
                    k: _settled(article.segments[k], one, outcomes[one.text, code], code)
                    for k, one in mine.items()
                },
            )
            for article, mine, code in zip(articles, inputs, codes, strict=True)
        ]

    def _translate(self, engine: Engine, texts: list[_Text]) -> dict[_Text, _Outcome]:
        """Return the outcome of every distinct text of a language."""
        lengths = engine.count_tokens([text for text, _ in texts])
        pieces = {
            (text, language): fit(engine, text, language, self._cut)
            if length > engine.max_source_tokens
            else [text]
            for (text, language), length in zip(texts, lengths, strict=True)
        }
        flat = [piece for row in pieces.values() for piece in row]
        search = Search(self._beam, n_best=self._beam)
        decoded = decode(engine, flat, search, memory=self._memory, progress=self._progress)
        done = {piece: self._judged(engine, piece, decoded.get(piece)) for piece in set(flat)}
        return {text: _joined([done[piece] for piece in row]) for text, row in pieces.items()}

    def _judged(self, engine: Engine, text: str, decoded: Decoded | None) -> _Outcome:
        """Return the outcome of a text, after a second try when it did not end."""
        if decoded is None:
            return _Outcome(english=text, checks=(Check("translatable", False, "one long word"),))
        if decoded.reason:
            return _Outcome(reason=decoded.reason)
        best = decoded.hypotheses[0]
        checks: tuple[Check, ...] = ()
        if not best.complete:
            checks = (Check("ended", False, f"no end after {best.tokens} tokens"),)
            search = Search(self._beam, no_repeat=NO_REPEAT)
            again = decode(engine, [text], search, memory=self._memory)[text]
            if again.reason:
                return _Outcome(checks=checks, reason=again.reason)
            best = again.hypotheses[0]
        return _accepted(best, checks)


def _accepted(best: Hypothesis, checks: tuple[Check, ...]) -> _Outcome:
    """Return a hypothesis as an outcome, if it is a whole translation."""
    checks = (*checks, Check("complete", best.complete and bool(best.text)))
    if not best.complete:
        reason = f"the translation had not ended after {best.tokens} tokens, its limit"
        return _Outcome(checks=checks, reason=reason)
    if not math.isfinite(best.score):
        return _Outcome(checks=checks, reason=f"the model gave it the score {best.score}")
    if not best.text:
        return _Outcome(checks=checks, reason="the model returned an empty translation")
    return _Outcome(best.text, best.score, checks)


def _joined(outcomes: Sequence[_Outcome]) -> _Outcome:
    """Return the outcome of a text from those of its pieces; one failure fails it."""
    if len(outcomes) == 1:
        return outcomes[0]
    checks = (
        Check("one piece", False, f"cut into {len(outcomes)} to fit the model"),
        *dict.fromkeys(check for outcome in outcomes for check in outcome.checks),
    )
    failures = [outcome.reason for outcome in outcomes if outcome.reason]
    if failures:
        return _Outcome(checks=checks, reason=failures[0])
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    return _Outcome(
        " ".join(outcome.english for outcome in outcomes),
        sum(scores) / len(scores) if scores else None,
        checks,
    )


def _segmented(article: Article) -> Article:
    if article.segments:
        return article
    return replace(article, segments=Segment.of_lines(article.source))


def _segments(articles: Iterable[Article]) -> list[Segment]:
    return [segment for article in articles for segment in article.segments]


def _is_wanted(segment: Segment) -> bool:
    """Return whether an engine is to be given a segment: it is open, and has letters."""
    if segment.status is not Status.PENDING or segment.kind is Kind.BYLINE:
        return False
    return count_letters(segment.source) > 0


def _inputs(article: Article, sentinels: Collection[str]) -> dict[int, Protected]:
    """Return what an engine is given of each segment that it is to be given, by its number.

    Where protection leaves nothing to translate, there is nothing to give.
    """
    wanted = [(k, segment) for k, segment in enumerate(article.segments) if _is_wanted(segment)]
    protected = {k: protect(segment, sentinels, language=article.language) for k, segment in wanted}
    return {k: one for k, one in protected.items() if one.text}


def _unserved_reason(language: str, error: Exception) -> str:
    if language == "und":
        return "the language was not found, or is not one of those allowed"
    return str(error)


def _unserved(article: Article, reason: str) -> Article:
    """Return the article with the segments that need an engine failed for want of one."""
    wanted = {
        k: segment.as_failed(reason)
        for k, segment in enumerate(article.segments)
        if _is_wanted(segment)
    }
    filled = _filled(article, wanted)
    return filled.failing("translate", reason) if wanted else filled


def _filled(article: Article, settled: dict[int, Segment]) -> Article:
    """Return the article with every pending segment settled; those not given are kept."""
    segments = tuple(
        settled.get(k) or _kept(segment) if segment.status is Status.PENDING else segment
        for k, segment in enumerate(article.segments)
    )
    counts = {status: sum(s.status is status for s in segments) for status in Status}
    detail = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    return replace(article, segments=segments).noted("translate", "translated", detail)


def _kept(segment: Segment) -> Segment:
    """Return a segment that is not given to an engine, with what stands in it as it is found."""
    english = in_english(segment)
    return replace(
        segment,
        status=Status.KEPT,
        english=english,
        names=tuple(replace(n, english_span=Span.first(n.text, english)) for n in segment.names),
        quantities=tuple(
            replace(q, english_span=Span.first(q.english, english)) for q in segment.quantities
        ),
        terms=(),  # nothing of it is translated
    )


def _settled(segment: Segment, protected: Protected, outcome: _Outcome, language: str) -> Segment:
    if outcome.reason:
        checks = (*segment.checks, *outcome.checks)
        return replace(segment.as_failed(outcome.reason), checks=checks)
    restored = restore(outcome.english, protected.slots)
    return replace(
        segment,
        status=Status.KEPT if outcome.score is None else Status.TRANSLATED,
        english=with_quotes(segment.source, restored.text, language),
        score=outcome.score,
        checks=(*segment.checks, *outcome.checks, *sentinel_checks(protected.slots, restored)),
    )
