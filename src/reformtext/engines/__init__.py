"""What translates: one protocol, and the engines that follow it.

The engines are the only files that import torch, transformers or ctranslate2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BATCH_TOKENS",
    "GPU_TOKENS",
    "Constrained",
    "Engine",
    "Engines",
    "Hypothesis",
    "Phrase",
    "Wish",
    "batch_tokens",
    "calls_at_once",
    "check_request",
    "identity",
    "output_limit",
]

BATCH_TOKENS = 2048
"""Padded source tokens of a batch, at most: more gain no speed, and take memory."""
GPU_TOKENS = 16384
"""The same on a GPU, times the beam: it has room for more; not measured."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of a text.

    Attributes:
        text: the English.
        score: mean log-probability of its tokens, the end of the sentence included; at most 0.
            It is the model's own, whatever the decoding forbade.
        tokens: how many tokens it has, the end of the sentence included.
        complete: False when the output limit was reached before the end of the sentence.
        pieces: the tokens themselves, the end of the sentence included; none of an engine that
            does not say.
        aligned: of each token, the source token that it stands for; -1 where it stands for none,
            -2 where the engine has to look when it is to hold a translation to something.
    """

    text: str
    score: float
    tokens: int
    complete: bool
    pieces: tuple[str, ...] = field(default=(), repr=False, compare=False)
    aligned: tuple[int, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """English that a translation has to contain.

    Attributes:
        english: the words, or a sentinel.
        source: the wording that it stands for in the text.
        plural: what serves as well, of a term.
    """

    english: str
    source: str
    plural: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A text with what its translation has to contain.

    Attributes:
        text: what is translated.
        draft: a translation of it, by the same engine, in which phrases are missing.
        phrases: what it has to contain; sentinels are among them.
    """

    text: str
    draft: Hypothesis
    phrases: tuple[Phrase, ...]


class Engine(Protocol):
    """Translates texts, and counts their tokens.

    What an engine returns for a text must not depend on the other texts of the call.
    """

    @property
    def name(self) -> str:
        """The engine and its arithmetic, for signatures: ``ctranslate2-int8``."""

    @property
    def max_source_tokens(self) -> int:
        """The longest text, in tokens, that may be handed in."""

    @property
    def sentinels(self) -> frozenset[str]:
        """The pieces that it carries through a translation unchanged: ``⟦n0⟧``; none of most."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end of the sentence included."""

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return the best translations of each text, the best first.

        Args:
            texts: none empty, each at most ``max_source_tokens`` long.
            beam: how many hypotheses are kept while decoding; 1 is greedy.
            n_best: how many are returned, at most ``beam``.
            no_repeat: no run of so many tokens may occur twice in a translation; 0: any may.

        Raises:
            ValueError: for a text that is over the limit, as nothing is ever cut off; and for
                more translations than the beam holds.
        """


@runtime_checkable
class Constrained(Protocol):
    """An engine whose translations can be held to phrases."""

    def put_in(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return each draft with the missing phrases in the place of what stands for them.

        Where nothing does, it is the place beside the words of their neighbours.  The first has
        most, and others may follow with less.  Nothing is decoded, and the score is the draft's.
        There is none where nothing can be done.
        """

    def translate_with(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return translations that were led through the missing phrases, the best first.

        The first missing one is led through, greedily; in some translations the others are put in.
        There is none where the draft has all phrases, and no sentinel too often.

        Args:
            wishes: texts, each at most ``max_source_tokens`` long.
        """


@runtime_checkable
class Engines(Protocol):
    """Where a translator gets an engine for a language."""

    def engine(self, language: str) -> Engine:
        """Return the engine, or raise UnknownLanguageError or another ModelError."""

    def signature(self) -> str:
        """Return what shapes the translations, as a short string."""


def output_limit(source_tokens: int, positions: int) -> int:
    """Return how many tokens a translation of so many source tokens may have.

    Between the four languages and English the ratio of tokens stays well under 2; what needs
    more is a loop.

    Args:
        source_tokens: of the text.
        positions: how many the model has; one is taken by the token that decoding starts from.
    """
    return min(2 * source_tokens + 16, positions - 1)


def calls_at_once(engine: Engine) -> int:
    """Return how many calls an engine takes at once: one, of one that does not say.

    It says how many it works on (``parallel``), and how many it is to be given for each of these
    (``queue``), so that the next one is there when one ends.
    """
    return int(getattr(engine, "parallel", 1)) * int(getattr(engine, "queue", 1))


def batch_tokens(engine: Engine, beam: int) -> int:
    """Return how many padded source tokens an engine is fastest with at a time.

    One that says so counts them once for every hypothesis of the beam.
    """
    told = getattr(engine, "batch_tokens", 0)
    return int(told) // beam if told else BATCH_TOKENS


def identity(engine: Engine) -> str:
    """Return all of an engine that shapes its translations; empty of one that does not say."""
    return str(getattr(engine, "identity", ""))


def check_request(source_tokens: Sequence[int], limit: int, beam: int, n_best: int) -> None:
    """Raise ValueError unless every text is within the limit and ``1 <= n_best <= beam``."""
    if not 1 <= n_best <= beam:
        raise ValueError(
            f"{n_best} translations a text were asked for of a beam of {beam}: ask for at least 1 "
            "and at most as many as the beam holds"
        )
    for number, tokens in enumerate(source_tokens):
        if tokens > limit:
            raise ValueError(f"text {number} has {tokens} tokens, the model takes {limit}: cut it")
