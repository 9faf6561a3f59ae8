"""Translations that are held to phrases: what a draft has left out is put in, or led through.

Where the alignment says what a draft has in place of a phrase, the phrase replaces it; where
nothing stands for it, it goes beside the words of its neighbours.  Or the translation is cut there,
the phrase put behind it, and what follows decoded anew: a search with one constraint, as grid beam
search has many (Hokamp and Liu 2017, "Lexically Constrained Decoding for Sequence Generation Using
Grid Beam Search"), from outside the engine.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reformtext.engines import Hypothesis, check_request
from reformtext.engines.phrase_places import (
    TAKEN,
    Job,
    Led,
    Wanted,
    filled,
    inserted,
    nearness,
    occurrences,
    places,
    spot_at,
    without,
)
from reformtext.engines.pieces import END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.engines import Wish
    from reformtext.engines.pieces import Pieces

__all__ = ["Decoder", "Start", "hypothesis", "lead", "put_in"]

MOST_FOUND = 2
"""Translations that are given back of a wish that was led."""


class Start(NamedTuple):
    """Where a translation is to go on from: the pieces of a source, and the target's first."""

    source: Sequence[str]
    target: Sequence[str]


class Decoder(Protocol):
    """What an engine does for translations that are held to phrases."""

    def log_probabilities(self, pairs: Sequence[Start]) -> list[list[float]]:
        """Return the log-probability of each piece of the target of each pair."""

    def continued(self, starts: Sequence[Start], forbidden: Sequence[str] = ()) -> list[Led]:
        """Return the translation that greedily follows on each start, without forbidden pieces."""


def put_in(pieces: Pieces, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
    """Return each draft with the missing phrases where the alignment says, with the draft's score.

    The first one has all for which there is a place; those after it are the steps to it, the last
    step first: phrases put beside their neighbours, others in the place of what stands for them,
    sentinels that came too often taken out.
    """
    jobs = [_job(pieces, wish) for wish in wishes]
    for job in jobs:
        _put(job, pieces.sentinels)
    return [
        _hypotheses(pieces, job.found[::-1], wish) for job, wish in zip(jobs, wishes, strict=True)
    ]


def lead(
    decoder: Decoder, pieces: Pieces, wishes: Sequence[Wish], limit: int
) -> list[list[Hypothesis]]:
    """Return each draft led through the first phrase that is missing; the best first.

    What comes of that is decoded greedily; what it lacks still is put in.

    Raises:
        ValueError: for a text that has more pieces than ``limit``.
    """
    jobs = [_job(pieces, wish) for wish in wishes]
    check_request([len(job.source) for job in jobs], limit, 1, 1)
    _without_doubles(decoder, jobs, pieces.sentinels)
    _through_first(decoder, jobs, pieces.sentinels)
    _without_doubles(decoder, jobs, pieces.sentinels)
    for job in jobs:
        if job.found:
            _put(job, pieces.sentinels)
    best = _scored(decoder, jobs, [_best(job, pieces.sentinels) for job in jobs])
    return [_hypotheses(pieces, found, wish) for found, wish in zip(best, wishes, strict=True)]


def _put(job: Job, sentinels: frozenset[str]) -> None:
    """Take out what is there too often, and put in what is missing.

    That goes in the place of what stands for it, otherwise beside its neighbours.
    """
    _take(job, _single(job, sentinels))
    _take(job, filled(job, sentinels))
    _take(job, inserted(job))


def _through_first(decoder: Decoder, jobs: Sequence[Job], sentinels: frozenset[str]) -> None:
    """Lead each job through the first phrase that it lacks, and take what follows."""
    for job in jobs:
        _take(job, filled(job, sentinels))
    lacking = [(job, missing[0]) for job in jobs if (missing := job.missing())]
    starts = [_start(decoder, job, phrase) for job, phrase in lacking]
    for (job, _), led in zip(lacking, decoder.continued(starts), strict=True):
        job.take([led])


def _job(pieces: Pieces, wish: Wish) -> Job:
    source = pieces.encode([wish.text])[0]
    rows = [row[:-1] for row in pieces.encode([phrase.source for phrase in wish.phrases])]
    found = _source_places(source, rows)
    phrases = tuple(
        Wanted(pieces.encode_english(phrase.english), place, pieces.encode_english(phrase.plural))
        for phrase, place in zip(wish.phrases, found, strict=True)
        if phrase.english
    )
    draft = wish.draft
    aligned = draft.aligned if len(draft.aligned) == len(draft.pieces) else ()
    return Job(source, Led(draft.pieces, draft.score, aligned), phrases)


def _source_places(
    source: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[tuple[int, int] | None]:
    """Return where each of several wordings stands in a source, the longest found first."""
    left = list(source)
    places: dict[int, tuple[int, int]] = {}
    for i in sorted(range(len(rows)), key=lambda i: -len(rows[i])):
        for spot in occurrences(rows[i], left)[:1]:
            places[i] = spot
            left[slice(*spot)] = [TAKEN] * (spot[1] - spot[0])
    return [places.get(i) for i in range(len(rows))]


def _take(job: Job, led: Led | None) -> None:
    if led is not None:
        job.take([led])


def _best(job: Job, sentinels: frozenset[str]) -> list[Led]:
    """Return the translations that were found for a job with least wrong, the latest first."""

    def worth(led: Led) -> tuple[bool, int]:
        wrong = len(job.missing(led)) + len(_doubled(job, led.pieces, sentinels))
        return _ended(led), -wrong

    latest_first = reversed(job.found)
    return sorted(latest_first, key=worth, reverse=True)[:MOST_FOUND]


def _scored(
    decoder: Decoder, jobs: Sequence[Job], rows: Sequence[Sequence[Led]]
) -> list[list[Led]]:
    """Return translations with the scores that the model gives them."""
    pairs = [
        Start(job.source, led.pieces) for job, row in zip(jobs, rows, strict=True) for led in row
    ]
    logs = iter(decoder.log_probabilities(pairs))
    means = (sum(row) / len(row) for row in logs)
    return [[led._replace(score=next(means)) for led in row] for row in rows]


def _hypotheses(pieces: Pieces, found: Sequence[Led], wish: Wish) -> list[Hypothesis]:
    capital = wish.draft.text[:1].isupper()
    return [hypothesis(pieces, led, capital=capital) for led in found]


def _doubled(job: Job, target: Sequence[str], sentinels: frozenset[str]) -> list[int]:
    """Return where sentinels stand once more than the source has them."""
    left = Counter(piece for piece in job.source if piece in sentinels)
    found = []
    for i, piece in enumerate(target):
        if piece in sentinels:
            left[piece] -= 1
            found += [i] if left[piece] < 0 else []
    return found


def _single(job: Job, sentinels: frozenset[str]) -> Led | None:
    """Return the translation without the sentinels that it has too often, or None.

    Of several the one stays whose neighbours are its own.
    """
    led = job.best
    doubled = Counter(led.pieces[i] for i in _doubled(job, led.pieces, sentinels))
    for piece, times in doubled.items():
        target = list(led.pieces)
        spots = [spot_at(target, i) for i, one in enumerate(target) if one == piece]
        known = piece in job.source
        place = spot_at(job.source, job.source.index(piece)) if known else (0, 0)
        spots.sort(key=lambda spot: nearness(led.aligned, spot, place))
        for spot in sorted(spots[:times], reverse=True):
            led = without(led, spot)
    return None if led is job.best else led


def _without_doubles(decoder: Decoder, jobs: Sequence[Job], sentinels: frozenset[str]) -> None:
    """Translate anew from where a translation has a sentinel too often."""
    for job in jobs:
        target = job.best.pieces
        for i in _doubled(job, target, sentinels)[:1]:
            left = Counter(p for p in job.source if p in sentinels) - Counter(target[:i])
            used = sorted(sentinels.difference(left))
            job.take(decoder.continued([Start(job.source, target[:i])], used))


def _start(decoder: Decoder, job: Job, phrase: Wanted) -> Start:
    """Return a job's translation as far as the place of a phrase, and the phrase.

    Where the alignment does not tell the place, it is the one that the model finds likeliest.
    """
    starts = [
        Start(job.source, [*job.best.pieces[:k], *phrase.pieces]) for k in places(job, phrase)
    ]
    if len(starts) == 1:
        return starts[0]
    logs = decoder.log_probabilities(starts)
    size = len(phrase.pieces)
    scores = [sum(row[-size:]) for row in logs]
    return starts[scores.index(max(scores))]


def _ended(led: Led) -> bool:
    return bool(led.pieces) and led.pieces[-1] == END


def hypothesis(pieces: Pieces, led: Led, *, capital: bool = False) -> Hypothesis:
    """Return a translation as an engine gives it.

    Args:
        pieces: of the engine.
        led: the translation.
        capital: whether it is to begin with a capital letter.
    """
    text = pieces.decode(led.pieces)
    text = text[:1].upper() + text[1:] if capital else text
    row, aligned = tuple(map(sys.intern, led.pieces)), tuple(led.aligned)
    return Hypothesis(text, led.score, len(row), _ended(led), row, aligned)
