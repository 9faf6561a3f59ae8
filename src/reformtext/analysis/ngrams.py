"""Words and n-grams as numbers: what counting is done with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reformtext.analysis.concordance import token_ids
from reformtext.arguments import check_count
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]

__all__ = ["Grams", "Wanted", "count_pairs", "find_grams", "unwanted_words"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which words or n-grams a count is to have.

    Attributes:
        stop_words: in lower case, with straight apostrophes; an n-gram with one of them is none.
        numbers: whether those with a digit are wanted.
        pattern: tokens in a row that an n-gram must have, each a glob; None for any.
        minimum: how often they must occur in the whole corpus.
    """

    stop_words: frozenset[str] = field(default_factory=frozenset)
    numbers: bool = True
    pattern: str | None = None
    minimum: int = 1

    def __post_init__(self) -> None:
        check_count("a minimum is a count", self.minimum)


@dataclass(frozen=True, slots=True, eq=False)
class Grams:
    """Every occurrence of n words in a row within a unit, capitals disregarded.

    Attributes:
        tokens: that they are of.
        words: of every distinct n-gram the positions of its words in ``tokens.folded``, in the
            order of first occurrence, shape (n-grams, n).
        feature: of every occurrence the position of its n-gram, shape (occurrences,).
        unit: of every occurrence the position of its unit, shape (occurrences,).
    """

    tokens: Tokens
    words: Ints
    feature: Ints
    unit: Ints

    def counts(self) -> Ints:
        """Return how often every n-gram occurs, shape (n-grams,)."""
        import numpy as np

        return np.bincount(self.feature, minlength=len(self.words))

    def texts(self, which: Ints) -> tuple[str, ...]:
        """Return n-grams by position, as words with a space between."""
        folded = self.tokens.folded
        if self.words.shape[1] == 1:
            return tuple([folded[word] for word in self.words[which, 0].tolist()])
        return tuple([" ".join([folded[w] for w in ws]) for ws in self.words[which].tolist()])

    def chosen(self, wanted: Wanted) -> Bools:
        """Return of every n-gram whether it is wanted, shape (n-grams,).

        Raises:
            CorpusError: when the pattern is empty, or longer than an n-gram.
        """
        left_out = unwanted_words(self.tokens, wanted)[self.words].any(axis=1)
        kept: Bools = ~left_out & (self.counts() >= wanted.minimum)
        if wanted.pattern is not None:
            kept &= self._matching(wanted.pattern)
        return kept

    def _matching(self, pattern: str) -> Bools:
        import numpy as np

        pieces = token_ids(self.tokens, pattern, regex=False, case_sensitive=False)
        size = self.words.shape[1]
        if len(pieces) > size:
            raise CorpusError(
                f"the pattern {pattern!r} has {len(pieces)} words, an n-gram here {size}: "
                f"give n={len(pieces)}, or a shorter pattern"
            )
        matching = np.zeros((len(pieces), len(self.tokens.folded)), dtype=bool)
        for row, types in zip(matching, pieces, strict=True):
            row[self.tokens.fold[types]] = True
        found = np.zeros(len(self.words), dtype=bool)
        for first in range(size - len(pieces) + 1):
            here = [row[self.words[:, first + i]] for i, row in enumerate(matching)]
            found |= np.logical_and.reduce(here)
        return found


def find_grams(tokens: Tokens, n: int) -> Grams:
    """Return all n-grams of tokens: none spans two units, whatever signs stand between words.

    Raises:
        CorpusError: when ``n`` is no whole number from 1 on.
    """
    import numpy as np

    check_count("an n-gram has a number of words", n)
    folded = tokens.fold[tokens.ids]
    if n == 1:
        return Grams(tokens, np.arange(len(tokens.folded))[:, None], folded, tokens.unit)
    length = max(0, len(tokens) - n + 1)
    first = np.flatnonzero(tokens.unit[:length] == tokens.unit[len(tokens) - length :])
    key = folded[first]
    for offset in range(1, n):
        joined = key * len(tokens.folded) + folded[first + offset]
        _, where, key = np.unique(joined, return_index=True, return_inverse=True)
    order = np.argsort(where)  # of first occurrence
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    words = folded[first[where[order]][:, None] + np.arange(n)]
    return Grams(tokens, words, number[key], tokens.unit[first])


def unwanted_words(tokens: Tokens, wanted: Wanted) -> Bools:
    """Return which words of ``tokens.folded`` are stop words, or numbers that are not wanted."""
    import numpy as np

    def out(word: str) -> bool:
        if not wanted.numbers and any(map(str.isdigit, word)):
            return True
        return word in wanted.stop_words

    if wanted.numbers and not wanted.stop_words:
        return np.zeros(len(tokens.folded), dtype=bool)
    return np.fromiter(map(out, tokens.folded), bool, len(tokens.folded))


def count_pairs(
    first: Ints, second: Ints, size: int, weights: Sequence[int] | Ints | None = None
) -> tuple[Ints, Ints, Ints]:
    """Return the distinct pairs of two arrays, sorted, and how often each occurs.

    Args:
        first: shape (occurrences,).
        second: likewise, each less than ``size``.
        size: more than any of ``second``.
        weights: how often each occurrence counts; None for once.
    """
    import numpy as np

    if weights is None:
        keys, counts = np.unique(first * size + second, return_counts=True)
    else:
        keys, inverse = np.unique(first * size + second, return_inverse=True)
        counts = np.bincount(inverse, weights, len(keys)).astype(np.int64)
    return keys // max(size, 1), keys % max(size, 1), counts
