"""How much more often things occur together than they would by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["expected_counts", "log_likelihood", "normalised_information"]


def expected_counts(first: Ints, second: Ints, total: int) -> Floats:
    """Return how often two things would occur together if they were independent."""
    import numpy as np

    return np.asarray(first * (second / max(total, 1)), dtype=np.float64)


def log_likelihood(both: Ints, first: Ints, second: Ints, total: int) -> Floats:
    """Return G2 of two-by-two tables, below 0 where the two are together less than by chance.

    All four cells count, as in Dunning, "Accurate methods for the statistics of surprise and
    coincidence", Computational Linguistics 19(1), 1993; without a correction.

    Args:
        both: occurrences of the two together.
        first: occurrences of the first, with the second and without.
        second: likewise of the second.
        total: of all occurrences.
    """
    import numpy as np

    cells = (both, first - both, second - both, total - first - second + both)
    margins = ((first, second), (first, total - second), (total - first, second))
    expected = [expected_counts(*pair, total) for pair in margins]
    expected.append(expected_counts(np.asarray(total - first), np.asarray(total - second), total))
    terms = [_surprise(cell, e) for cell, e in zip(cells, expected, strict=True)]
    g2 = np.maximum(2 * sum(terms), 0.0)
    return np.where(both < expected[0], -g2, g2)


def normalised_information(both: Ints, first: Ints, second: Ints, total: int) -> Floats:
    """Return normalised pointwise mutual information, from -1 to 1, where both occur together.

    By Bouma, "Normalized (pointwise) mutual information in collocation extraction", Proceedings
    of GSCL 2009: 1 for what occurs together only, 0 for independence.  The arguments are those of
    ``log_likelihood``.
    """
    import numpy as np

    information = np.log(both / expected_counts(first, second, total))
    surprise = -np.log(both / total)
    # What fills the whole corpus has no information to share: the limit is 1.
    return np.where(surprise > 0, information / np.where(surprise > 0, surprise, 1.0), 1.0)


def _surprise(observed: Ints, expected: Floats) -> Floats:
    """Return ``observed * log(observed / expected)``, 0 where nothing was observed."""
    import numpy as np

    there = observed > 0
    ratio = np.where(there, observed, 1) / np.where(there, expected, 1.0)
    return np.asarray(observed * np.log(ratio), dtype=np.float64)
