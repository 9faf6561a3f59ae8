"""Where a phrase belongs in a translation that lacks it, as the alignment tells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from reformtext.engines.pieces import END, SPACE, begins_word

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "TAKEN",
    "UNKNOWN",
    "Job",
    "Led",
    "Wanted",
    "aligned_to",
    "filled",
    "inserted",
    "nearness",
    "occurrences",
    "places",
    "spot_at",
    "without",
]

NEAR = 3
"""Source pieces before and after a phrase whose English tells its place."""
LEAST_WEIGHT = 0.3
"""Attention under which a piece counts as aligned to nothing."""
MOST_BETWEEN = 1
"""Pieces aligned to nothing that may stand between those that stand for a phrase."""
ARTICLES = frozenset({"▁a", "▁an", "▁the"})
NO_ENDING = frozenset({""})
PLURALS = NO_ENDING | {"s", "es"}
TAKEN = "\0"
UNKNOWN = -2
"""In the place of the source piece that a piece is aligned to, if it is not known yet."""


class Led(NamedTuple):
    """A whole translation.

    Attributes:
        pieces: with the end of the sentence, if it came to one.
        score: mean log-probability of the pieces; NaN while it is not known.
        aligned: of each piece, the source piece that it stands for; -1 of none.
    """

    pieces: Sequence[str]
    score: float
    aligned: Sequence[int] = ()


class Wanted(NamedTuple):
    """A phrase that a translation has to contain.

    Attributes:
        pieces: of the English.
        place: where among the pieces of the source what it stands for is, if that is known.
        plural: pieces of its plural, which serve as well: its own if it is one; none of no term.
    """

    pieces: list[str]
    place: tuple[int, int] | None
    plural: Sequence[str] = ()

    def spots(self, target: Sequence[str]) -> list[tuple[int, int]]:
        """Return where among pieces it stands, first of all in the plural."""
        plural = occurrences(self.plural, target, NO_ENDING)
        if self.plural == self.pieces:
            return plural
        return plural + occurrences(self.pieces, target)


@dataclass(slots=True)
class Job:
    """A draft that lacks phrases, and what came of leading it through them.

    Attributes:
        source: the pieces of the text, with the end.
        best: the latest translation; the draft at first.
        phrases: what it has to contain; sentinels are among them.
        found: what was made of it, the latest last.
    """

    source: list[str]
    best: Led
    phrases: tuple[Wanted, ...]
    found: list[Led] = field(default_factory=list)

    def missing(self, led: Led | None = None) -> list[Wanted]:
        """Return the phrases that a translation lacks; the latest one, unless another is given.

        A phrase that is wanted twice has to be there twice, and not as a part of a longer one.
        What is aligned to a phrase is that one, and not another of the same words.
        """
        led = self.best if led is None else led
        target = list(led.pieces)
        lacking = sorted(self.phrases, key=lambda one: -len(one.pieces))
        for sure in (True, False):
            for one in list(lacking):
                spots = one.spots(target)
                spot = next((s for s in spots if not sure or _stands_for(led, s, one)), None)
                if spot is not None:
                    target[slice(*spot)] = [TAKEN] * (spot[1] - spot[0])
                    lacking.remove(one)
        return sorted(lacking, key=self.phrases.index)

    def take(self, found: Sequence[Led]) -> None:
        """Add translations, the best last, which is led on."""
        self.found += found
        self.best = self.found[-1]


def aligned_to(attention: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """Return for each target piece the source piece that it attends to, or -1.

    Args:
        attention: (target pieces, source pieces), of a head that was trained on alignments.
    """
    tops = [max(row) for row in attention]
    return tuple(
        row.index(top) if top >= LEAST_WEIGHT else -1
        for row, top in zip(attention, tops, strict=True)
    )


def _stands_for(led: Led, spot: tuple[int, int], phrase: Wanted) -> bool:
    """Return whether the alignment says that pieces of a translation stand for a phrase."""
    place = phrase.place or (0, 0)
    return any(i in range(*place) for i in led.aligned[slice(*spot)])


def occurrences(
    phrase: Sequence[str], pieces: Sequence[str], endings: frozenset[str] = PLURALS
) -> list[tuple[int, int]]:
    """Return where a phrase stands among pieces, from the beginning of a word to the end of one.

    One of some endings may follow on it: by default those of the plural.
    """
    bare = list(phrase[1:] if phrase[:1] == [SPACE] and len(phrase) > 1 else phrase)
    size = len(bare)
    found = [
        (end - size, end)
        for end in range(size, len(pieces) + 1)
        if bare and list(pieces[end - size : end]) == bare
    ]
    return [spot for spot in found if _is_apart(pieces, *spot, endings)]


def _is_apart(pieces: Sequence[str], start: int, end: int, endings: frozenset[str]) -> bool:
    """Return whether pieces begin a word, and end it but for one of some endings."""
    if start and not begins_word(pieces[start]) and pieces[start - 1][-1:].isalnum():
        return False
    ending = ""
    for piece in pieces[end:]:
        if begins_word(piece) or not piece[:1].isalnum():
            break
        ending += piece
    return ending in endings


def filled(job: Job, sentinels: frozenset[str]) -> Led | None:
    """Return the translation with missing phrases in the place of what stands for them, or None.

    A phrase is put in where the alignment leaves no doubt: the words that stand for it stand
    together, and for nothing else.  The score stays.
    """
    target, aligned = list(job.best.pieces), list(job.best.aligned)
    for phrase in job.missing():
        run = _run(target, aligned, phrase.place) if phrase.place and aligned else None
        if run is not None and sentinels.isdisjoint(target[slice(*run)]):
            many = phrase.plural and _is_plural(target[run[1] - 1])
            new = list(phrase.plural if many else phrase.pieces)
            place = slice(*_with_repeated(target, run, new))
            target[place] = new
            aligned[place] = [phrase.place[0] if phrase.place else -1] * len(new)
    if target == list(job.best.pieces):
        return None
    return job.best._replace(pieces=target, aligned=aligned)


def inserted(job: Job) -> Led | None:
    """Return the translation with missing phrases between the words of their neighbours, or None.

    What stands there already stays.  The score stays.
    """
    led = job.best
    for phrase in job.missing():
        if phrase.place is None or not led.aligned:
            continue
        i = places(replace(job, best=led), phrase)[0]
        i, k = _with_repeated(led.pieces, (i, i), phrase.pieces)
        target = [*led.pieces[:i], *phrase.pieces, *led.pieces[k:]]
        place = [phrase.place[0]] * len(phrase.pieces)
        led = led._replace(pieces=target, aligned=[*led.aligned[:i], *place, *led.aligned[k:]])
    return None if led is job.best else led


def _with_repeated(
    target: Sequence[str], run: tuple[int, int], new: Sequence[str]
) -> tuple[int, int]:
    """Return a run with the words beside it that the phrase in its place has at that end.

    Of "⟨streamlining of the apparatus⟩ of the apparatus" the second half goes.
    """
    start, end = run
    for size in range(len(new) - 1, 0, -1):
        tail, head = list(target[end : end + size]), list(target[max(0, start - size) : start])
        if end == run[1] and tail == list(new[-size:]) and _are_words(target, end, end + size):
            end += size
        if start == run[0] and head == list(new[:size]) and _are_words(target, start - size, start):
            start -= size
    return start, end


def _are_words(target: Sequence[str], start: int, end: int) -> bool:
    """Return whether pieces are whole words."""
    after = target[end] if end < len(target) else END
    return begins_word(target[start]) and (after == END or begins_word(after))


def _is_plural(piece: str) -> bool:
    """Return whether the last piece of words looks like that of a plural."""
    return piece.endswith("s") and not piece.endswith(("ss", "us", "is"))


def places(job: Job, phrase: Wanted) -> list[int]:
    """Return where a phrase may go into a translation: before the word that follows it.

    Without an alignment, or a place of the phrase in the source, it is before every word.
    """
    target = [piece for piece in job.best.pieces if piece != END]
    words = [i for i, piece in enumerate(target) if begins_word(piece)] + [len(target)]
    aligned = job.best.aligned
    if phrase.place is None or not aligned:
        return words
    start, end = phrase.place
    even = start / len(job.source) * len(target)

    def fit(i: int) -> tuple[float, float]:
        paraphrased = 2 * (i < len(aligned) and start <= aligned[i] < end)
        return paraphrased + nearness(aligned, (i, i), (start, end)), -abs(i - even)

    return [max(words, key=fit)]


def nearness(aligned: Sequence[int], spot: tuple[int, int], place: tuple[int, int]) -> float:
    """Return how near the words before and after a spot are, in the source, to a place there."""
    before = aligned[spot[0] - 1] if 0 < spot[0] <= len(aligned) else -1
    after = aligned[spot[1]] if spot[1] < len(aligned) else -1
    opens = spot[0] == 0  # before the first word stands the beginning of the source
    distances = (place[0] - 1 - before if opens or before >= 0 else -1, after - place[1])
    return sum(1 / (1 + distance) for distance in distances if 0 <= distance < NEAR)


def spot_at(pieces: Sequence[str], i: int) -> tuple[int, int]:
    """Return where a sentinel stands, the piece of the space before it included."""
    return (i - 1 if pieces[i - 1 : i] == [SPACE] else i), i + 1


def without(led: Led, spot: tuple[int, int]) -> Led:
    """Return a translation without a spot, and the brackets around that alone."""
    pieces, aligned = list(led.pieces), list(led.aligned)
    start, end = spot
    if start and pieces[start - 1].endswith("(") and pieces[end : end + 1] == [")"]:
        start, end = start - 1, end + 1
    return led._replace(
        pieces=pieces[:start] + pieces[end:], aligned=aligned[:start] + aligned[end:]
    )


def _run(
    target: Sequence[str], aligned: Sequence[int], place: tuple[int, int]
) -> tuple[int, int] | None:
    """Return where the words stand that stand for source pieces, if they stand together."""
    start, end = place
    hits = [i for i, piece in enumerate(target) if start <= aligned[i] < end and target[i] != END]
    while hits and not begins_word(target[hits[0]]):
        del hits[0]  # the end of a word that stands for something else
    if len(hits) > 1 and target[hits[0]] in ARTICLES:
        del hits[0]
    if not hits:
        return None
    first, last = hits[0], hits[-1] + 1
    others = [i for i in range(first, last) if i not in hits]
    if len(others) > MOST_BETWEEN or any(aligned[i] != -1 for i in others):
        return None
    while last < len(target) and target[last] != END and not begins_word(target[last]):
        last += 1
    return first, _without_possessive(target, first, last)


def _without_possessive(target: Sequence[str], first: int, last: int) -> int:
    """Return where words end without their possessive."""
    if last - first > 1 and target[last - 1] in {"'s", "’s"}:
        return last - 1
    if last - first > 2 and target[last - 1] == "s" and target[last - 2] in {"'", "’"}:  # noqa: PLR2004 - apostrophe and s
        return last - 2
    return last
