"""Segments to English, through any engine.

Of the articles that are translated together, each distinct text is translated once, in batches
of like length.  A text that is over the model's token budget is cut, at sentences, list items,
clauses, then words, and never truncated.  What cannot be translated is a segment with status
``failed`` and the reason.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reformtext.article import Article, Check, Kind, Segment, Span, Status
from reformtext.errors import HubUnreachableError, TranslationError, UnknownLanguageError
from reformtext.text import count_letters, repair

if TYPE_CHECKING:
    from reformtext.engines import Engine, Engines, Hypothesis

__all__ = ["Cutter", "Translator", "token_batches"]

_log = logging.getLogger(__name__)

CUT_LEVELS = ("sentence", "list", "clause", "clause", "word")
BATCH_TOKENS = 2048
"""Padded source tokens a batch: enough to keep two to sixteen cores busy, in some 100 MB."""
NO_REPEAT = 4
"""The run length forbidden to repeat when a translation did not end: it was looping."""

Cutter = Callable[[str, str, str], Sequence[Span]]
"""Cuts a text of a language at a level: ``sentence``, ``list``, ``clause`` or ``word``."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one distinct text; without a score it is kept as it was."""

    english: str = ""
    score: float | None = None
    checks: tuple[Check, ...] = ()
    reason: str = ""


def token_batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Yield the positions of texts in batches, longest first, of at most ``budget`` padded tokens.

    A single text that is over the budget is a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    batch: list[int] = []
    for i in order:
        if batch and lengths[batch[0]] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


class Translator:
    """Fills in the English of articles: the stage ``translate``.

    Args:
        engines: gives the engine of a language; ``reformtext.models.Model`` is one.
        cut: cuts an over-long text; ``reformtext.splitting.cut`` does.
        beam: hypotheses kept while decoding; 1 is greedy, 4 is better and slower.
        progress: whether to show a bar; None: on a terminal or in a notebook.
    """

    def __init__(
        self, engines: Engines, cut: Cutter, *, beam: int = 1, progress: bool | None = None
    ) -> None:
        if beam < 1:
            raise ValueError(f"a beam holds at least one hypothesis, not {beam}")
        self._engines = engines
        self._cut = cut
        self._beam = beam
        self._progress = progress

    def signature(self) -> str:
        """Return what shapes the translations, as a short string."""
        return f"{self._engines.signature()}/beam={self._beam}"

    def __call__(self, article: Article) -> Article:
        """Return the article with its pending segments translated, kept or failed."""
        return self.many([article])[0]

    def many(self, articles: Sequence[Article]) -> list[Article]:
        """Return the articles in order, translated together.

        An article without segments is taken line by line.
        """
        articles = [_segmented(article) for article in articles]
        done: dict[int, Article] = {}
        for language in dict.fromkeys(article.language for article in articles):
            same = [i for i, article in enumerate(articles) if article.language == language]
            group = self._of_one_language(language, [articles[i] for i in same])
            done.update(zip(same, group, strict=True))
        return [done[i] for i in range(len(articles))]

    def texts(self, texts: Iterable[str], language: str) -> list[str]:
        """Return the English of plain texts, in order.

        Raises:
            TranslationError: when one could not be translated.
            UnknownLanguageError: when no model translates the language.
        """
        if isinstance(texts, str):
            raise TypeError("expected a list of texts, found one str: put it in a list")
        given = list(texts)
        for number, text in enumerate(given):
            if not isinstance(text, str):
                raise TypeError(f"text {number} is {type(text).__name__}, expected str")
        prepared = [_prepared(text) for text in given]
        wanted = [text for text in dict.fromkeys(prepared) if count_letters(text)]
        outcomes = self._translate(self._engines.engine(language), wanted, language)
        for number, text in enumerate(prepared):
            if text in outcomes and outcomes[text].reason:
                raise TranslationError(f"text {number}, {text[:60]!r}: {outcomes[text].reason}")
        return [outcomes[text].english if text in outcomes else text for text in prepared]

    def _of_one_language(self, language: str, articles: Sequence[Article]) -> list[Article]:
        wanted = [_wanted(article) for article in articles]
        distinct = list(dict.fromkeys(text for texts in wanted for text in texts if text))
        outcomes: dict[str, _Outcome] = {}
        reason = ""
        if distinct:
            try:
                engine = self._engines.engine(language)
            except (UnknownLanguageError, HubUnreachableError) as error:
                reason = (
                    "the language was not found, or is not one of those allowed"
                    if language == "und"
                    else str(error)
                )
                outcomes = dict.fromkeys(distinct, _Outcome(reason=reason))
            else:
                outcomes = self._translate(engine, distinct, language)
        return [
            _filled(article, texts, outcomes, reason)
            for article, texts in zip(articles, wanted, strict=True)
        ]

    def _translate(self, engine: Engine, texts: list[str], language: str) -> dict[str, _Outcome]:
        """Return the outcome of every distinct text."""
        pieces = {
            text: self._fit(engine, text, language) if length > engine.max_source_tokens else [text]
            for text, length in zip(texts, engine.count_tokens(texts), strict=True)
        }
        flat = list(dict.fromkeys(piece for row in pieces.values() for piece in row))
        done = self._decode(engine, flat)
        return {text: _joined([done[piece] for piece in row]) for text, row in pieces.items()}

    def _decode(self, engine: Engine, texts: list[str]) -> dict[str, _Outcome]:
        lengths = engine.count_tokens(texts)
        short = [i for i, length in enumerate(lengths) if length <= engine.max_source_tokens]
        done = {
            text: _Outcome(english=text, checks=(Check("translatable", False, "one long word"),))
            for text, length in zip(texts, lengths, strict=True)
            if length > engine.max_source_tokens
        }
        with _bar(len(short), self._progress) as bar:
            for batch in token_batches([lengths[i] for i in short]):
                group = [texts[short[i]] for i in batch]
                done.update(zip(group, self._batch(engine, group), strict=True))
                bar.update(len(group))
        return done

    def _batch(self, engine: Engine, texts: list[str]) -> list[_Outcome]:
        """Return the outcomes of a batch; a text that breaks it fails alone."""
        try:
            rows = engine.translate(texts, beam=self._beam)
            return [
                self._judged(engine, text, row[0]) for text, row in zip(texts, rows, strict=True)
            ]
        except Exception as error:  # noqa: BLE001 - whatever an engine raises, the rest goes on
            if len(texts) == 1:
                _log.debug("the engine failed on %r", texts[0][:60], exc_info=True)
                return [_Outcome(reason=f"the engine raised {type(error).__name__}: {error}")]
            return [outcome for text in texts for outcome in self._batch(engine, [text])]

    def _judged(self, engine: Engine, text: str, best: Hypothesis) -> _Outcome:
        """Return the outcome of a hypothesis, after a second try when it did not end."""
        checks: tuple[Check, ...] = ()
        if not best.complete:
            checks = (Check("ended", False, f"no end after {best.tokens} tokens"),)
            best = engine.translate([text], beam=self._beam, no_repeat=NO_REPEAT)[0][0]
        checks = (*checks, Check("complete", best.complete and bool(best.text)))
        if not best.complete:
            reason = f"the translation had not ended after {best.tokens} tokens, its limit"
            return _Outcome(checks=checks, reason=reason)
        if not math.isfinite(best.score):
            return _Outcome(checks=checks, reason=f"the model gave it the score {best.score}")
        if not best.text:
            return _Outcome(checks=checks, reason="the model returned an empty translation")
        return _Outcome(best.text, best.score, checks)

    def _fit(self, engine: Engine, text: str, language: str) -> list[str]:
        """Return the text in pieces that the engine takes, cut as coarsely as can be."""
        pieces = [text]
        for level in CUT_LEVELS:
            lengths = engine.count_tokens(pieces)
            pieces = [
                part
                for piece, length in zip(pieces, lengths, strict=True)
                for part in (
                    [piece]
                    if length <= engine.max_source_tokens
                    else _packed(engine, piece, self._cut(piece, language, level))
                )
            ]
        return pieces


def _packed(engine: Engine, text: str, spans: Sequence[Span]) -> list[str]:
    """Return neighbouring spans put together again as far as the engine's limit allows."""
    lengths = engine.count_tokens([span.of(text) for span in spans])
    packed: list[str] = []
    start, total = 0, 0
    for i, length in enumerate(lengths):
        if i > start and total + length > engine.max_source_tokens:
            packed.append(text[spans[start].start : spans[i - 1].end])
            start, total = i, 0
        total += length
    packed.append(text[spans[start].start : spans[-1].end])
    return packed


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


def _prepared(text: str) -> str:
    """Return a text as an engine is given it: repaired, white space made single spaces."""
    return " ".join(repair(text).split())


def _wanted(article: Article) -> list[str]:
    """Return the text of each segment that is to be translated; empty for the others."""
    return [_text_of(segment) if article.language != "en" else "" for segment in article.segments]


def _text_of(segment: Segment) -> str:
    """Return what of a segment an engine is given; nothing if it needs no translation."""
    if segment.status is not Status.PENDING or segment.kind is Kind.BYLINE:
        return ""
    text = _prepared(segment.source)
    return text if count_letters(text) else ""


def _filled(
    article: Article, wanted: Sequence[str], outcomes: dict[str, _Outcome], reason: str
) -> Article:
    """Return the article with every pending segment settled.

    Where no engine could be had, for the reason given, the article fails if it needed one.
    """
    segments = tuple(
        _settled(segment, text, outcomes) if segment.status is Status.PENDING else segment
        for segment, text in zip(article.segments, wanted, strict=True)
    )
    counts = {status: sum(s.status is status for s in segments) for status in Status}
    detail = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    filled = replace(article, segments=segments).noted("translate", "translated", detail)
    return filled.failing("translate", reason) if reason and any(wanted) else filled


def _settled(segment: Segment, text: str, outcomes: dict[str, _Outcome]) -> Segment:
    if not text:
        return replace(segment, status=Status.KEPT, english=repair(segment.source))
    outcome = outcomes[text]
    if outcome.reason:
        return replace(segment.as_failed(outcome.reason), checks=outcome.checks)
    return replace(
        segment,
        status=Status.KEPT if outcome.score is None else Status.TRANSLATED,
        english=outcome.english,
        score=outcome.score,
        checks=outcome.checks,
    )


def _bar(total: int, wanted: bool | None) -> Any:
    """Return a progress bar, silent unless wanted or somebody is looking."""
    import sys

    from tqdm.auto import tqdm

    shown = (sys.stderr.isatty() or "ipykernel" in sys.modules) if wanted is None else wanted
    return tqdm(total=total, unit="segment", desc="translating", disable=not shown, leave=False)
