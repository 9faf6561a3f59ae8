"""Translations that are held to phrases: what a draft has left out is put in, or led through.

Where the alignment says what a draft has in place of a phrase, the phrase replaces it.  Otherwise
the phrase is put in where alignment and model find it likeliest, and the rest is translated anew
from there.  That reaches what grid beam search does (Hokamp and Liu 2017, "Lexically Constrained
Decoding for Sequence Generation Using Grid Beam Search") from outside the engine, and costs
something only for the translations that need it.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reformtext.engines import Hypothesis, check_request
from reformtext.engines.phrase_places import TAKEN, Job, Led, Wanted, filled, occurrences, places
from reformtext.engines.pieces import END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.engines import Wish
    from reformtext.engines.pieces import Pieces

__all__ = ["BEAM", "Decoder", "Start", "hypothesis", "lead", "put_in"]

BRANCHES = 2
"""Places of a phrase that a translation is continued from: the likeliest ones."""
ROUNDS = 2
"""How often what is missing is tried: taking out what was said twice may lose something."""
BEAM = 2
"""The most hypotheses that are kept while a translation is continued: more gave nothing."""


class Start(NamedTuple):
    """Where a translation is to go on from: the pieces of a source, and the target's first."""

    source: Sequence[str]
    target: Sequence[str]


class Decoder(Protocol):
    """What an engine does for translations that are held to phrases."""

    def log_probabilities(self, pairs: Sequence[Start]) -> list[list[float]]:
        """Return the log-probability of each piece of the target of each pair."""

    def continued(self, starts: Sequence[Start], forbidden: Sequence[str] = ()) -> list[Led]:
        """Return the best whole translation from each start; no forbidden piece follows on it."""


def put_in(decoder: Decoder, pieces: Pieces, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
    """Return each draft with the missing phrases in the place of what stands for them, if any."""
    jobs = [_job(pieces, wish) for wish in wishes]
    for job in jobs:
        _fill(job, pieces.sentinels)
    return _hypotheses(decoder, pieces, jobs, wishes)


def lead(
    decoder: Decoder, pieces: Pieces, wishes: Sequence[Wish], limit: int
) -> list[list[Hypothesis]]:
    """Return each draft led through its missing phrases, one at a time; the best first.

    What the alignment leaves no doubt of is put in before and after.

    Raises:
        ValueError: for a text that has more pieces than ``limit``.
    """
    jobs = [_job(pieces, wish) for wish in wishes]
    check_request([len(job.source) for job in jobs], limit, 1, 1)
    _without_doubles(decoder, jobs, pieces.sentinels)
    for _ in range(ROUNDS):
        _through_all(decoder, jobs, pieces.sentinels)
        _without_doubles(decoder, jobs, pieces.sentinels)
    return _hypotheses(decoder, pieces, jobs, wishes)


def _through_all(decoder: Decoder, jobs: Sequence[Job], sentinels: frozenset[str]) -> None:
    """Lead each job through what it lacks, each phrase once at most."""
    tried: dict[int, list[Wanted]] = {i: [] for i in range(len(jobs))}
    while tried:
        wanted: dict[int, Wanted] = {}
        for i in list(tried):
            _fill(jobs[i], sentinels)
            missing = [phrase for phrase in jobs[i].missing() if phrase not in tried[i]]
            if missing:
                wanted[i] = missing[0]
                tried[i].append(missing[0])
            else:
                del tried[i]
        if wanted:
            _through(decoder, {i: jobs[i] for i in wanted}, wanted, sentinels)


def _job(pieces: Pieces, wish: Wish) -> Job:
    source = pieces.encode([wish.text])[0]
    rows = [row[:-1] for row in pieces.encode([phrase.source for phrase in wish.phrases])]
    found = _source_places(source, rows)
    phrases = tuple(
        Wanted(pieces.encode_english(phrase.english), place, pieces.encode_english(phrase.plural))
        for phrase, place in zip(wish.phrases, found, strict=True)
        if phrase.english
    )
    return Job(source, Led(wish.draft.pieces, wish.draft.score, wish.draft.aligned), phrases)


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


def _fill(job: Job, sentinels: frozenset[str]) -> None:
    new = filled(job, sentinels)
    if new is not None:
        job.take([new])


def _hypotheses(
    decoder: Decoder, pieces: Pieces, jobs: Sequence[Job], wishes: Sequence[Wish]
) -> list[list[Hypothesis]]:
    """Return what was found for each job, the best first, with scores and a capital."""
    new = [(job, led) for job in jobs for led in job.found if math.isnan(led.score)]
    rows = decoder.log_probabilities([Start(job.source, led.pieces) for job, led in new])
    scores = {id(led): sum(row) / len(row) for (_, led), row in zip(new, rows, strict=True)}
    results = []
    for job, wish in zip(jobs, wishes, strict=True):
        scored = [led._replace(score=scores.get(id(led), led.score)) for led in job.found]
        scored.sort(key=partial(_worth, job, pieces.sentinels), reverse=True)
        capital = wish.draft.text[:1].isupper()
        results.append([hypothesis(pieces, led, capital=capital) for led in scored])
    return results


def _doubled(job: Job, target: Sequence[str], sentinels: frozenset[str]) -> list[int]:
    """Return where sentinels stand once more than the source has them."""
    left = Counter(piece for piece in job.source if piece in sentinels)
    found = []
    for i, piece in enumerate(target):
        if piece in sentinels:
            left[piece] -= 1
            found += [i] if left[piece] < 0 else []
    return found


def _without_doubles(decoder: Decoder, jobs: Sequence[Job], sentinels: frozenset[str]) -> None:
    """Translate anew from where a translation has a sentinel too often."""
    for job in jobs:
        target = job.best.pieces
        for i in _doubled(job, target, sentinels)[:1]:
            left = Counter(p for p in job.source if p in sentinels) - Counter(target[:i])
            used = sorted(sentinels.difference(left))
            job.take(decoder.continued([Start(job.source, target[:i])], used))


def _through(
    decoder: Decoder,
    jobs: dict[int, Job],
    phrases: dict[int, Wanted],
    sentinels: frozenset[str],
) -> None:
    """Put a phrase into the translation of each job, and take the best of what follows."""
    starts = _likeliest(decoder, jobs, phrases)
    led = iter(decoder.continued([start for row in starts.values() for start in row]))
    for i, row in starts.items():
        found = [next(led) for _ in row]
        jobs[i].take(sorted(found, key=partial(_worth, jobs[i], sentinels)))


def _likeliest(
    decoder: Decoder, jobs: dict[int, Job], phrases: dict[int, Wanted]
) -> dict[int, list[Start]]:
    """Return where each job's phrase is likeliest in its translation, with the phrase."""
    starts = {
        i: [
            Start(job.source, [*job.best.pieces[:k], *phrases[i].pieces])
            for k in places(job, phrases[i])
        ]
        for i, job in jobs.items()
    }
    logs = iter(decoder.log_probabilities([start for row in starts.values() for start in row]))
    likeliest: dict[int, list[Start]] = {}
    for i, row in starts.items():
        size = len(phrases[i].pieces)
        scores = [sum(next(logs)[len(start.target) - size :]) for start in row]
        order = sorted(range(len(row)), key=lambda k: -scores[k])
        likeliest[i] = [row[k] for k in order[:BRANCHES]]
    return likeliest


def _worth(job: Job, sentinels: frozenset[str], led: Led) -> tuple[bool, int, float]:
    """Return what orders translations: ended, with more phrases and fewer doubles, likelier."""
    wrong = len(job.missing(led)) + len(_doubled(job, led.pieces, sentinels))
    return _ended(led), -wrong, led.score


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
