"""Words that stand together more often than by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformtext.analysis.association import (
    expected_counts,
    log_likelihood,
    normalised_information,
)
from reformtext.analysis.column_tables import ColumnRows, ColumnTable
from reformtext.analysis.concordance import token_ids
from reformtext.analysis.ngrams import count_pairs, unwanted_words
from reformtext.arguments import check_count, check_number
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from reformtext.analysis.column_tables import Column
    from reformtext.analysis.ngrams import Wanted
    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]

__all__ = ["Collocation", "Collocations", "find_collocations"]

_MEASURES: Final = {"g2": log_likelihood, "npmi": normalised_information}
_LABELS: Final = {
    "g2": "log-likelihood G2",
    "npmi": "normalised pointwise mutual information, 1 for always together",
}


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two words, the second of which follows the first within a window.

    Attributes:
        collocation: the words in lower case, with a space between.
        count: how often they stand so.
        expected: how often they would if neither had to do with the other.
        score: by the measure that was asked for; below 0 if they keep apart.
    """

    collocation: str
    count: int
    expected: float
    score: float


class Collocations(ColumnTable[Collocation]):
    """Pairs of words, those with the highest score first.

    Attributes:
        measure: of the scores, ``g2`` or ``npmi``.
    """

    __slots__ = ("measure",)
    row = Collocation
    brief = ("collocation", "count", "expected", "score")
    singular = "collocation"

    def __init__(self, rows: ColumnRows[Collocation], measure: str) -> None:
        super().__init__(rows)
        self.measure = measure

    @property
    def about(self) -> str:
        """What the scores are."""
        return f"score: {_LABELS[self.measure]}"

    def plot(self, n: int = 20, *, ax: Axes | None = None) -> Axes:
        """Return a bar chart of the pairs with the highest scores.

        Args:
            n: how many pairs.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        import numpy as np

        from reformtext.analysis.plots import draw_bars, require_rows

        require_rows(self, n)
        words, scores = self.column("collocation")[:n], np.asarray(self.column("score"))[:n]
        title = f"The {len(words)} strongest collocations"
        return draw_bars(ax, list(words), {"": scores}, title=title, label=_LABELS[self.measure])


def find_collocations(
    tokens: Tokens, window: int, measure: str, wanted: Wanted, *, above: float | None
) -> Collocations:
    """Return the pairs of words within a window whose score by a measure exceeds ``above``.

    Both margins of a pair's table are counted over all pairs within the window, stop words
    included: what is left out of the result changes no score.

    Raises:
        CorpusError: when an option cannot be, or the pattern has several words.
    """
    import numpy as np

    check_number("above", above)
    if measure not in _MEASURES:
        raise CorpusError(f"no measure {measure!r}: there are {' and '.join(_MEASURES)}")
    first, second = _pairs(tokens, window)
    size = len(tokens.folded)
    margins = np.bincount(first, minlength=size), np.bincount(second, minlength=size)
    total = len(first)
    first, second, count = count_pairs(first, second, size)
    kept = _kept(tokens, wanted, first, second) & (count >= wanted.minimum)
    first, second, count = first[kept], second[kept], count[kept]
    left, right = margins[0][first], margins[1][second]
    score = _MEASURES[measure](count, left, right, total)
    order = np.lexsort((second, first, -count, -score))
    order = order if above is None else order[score[order] > float(above)]
    names = zip(first[order].tolist(), second[order].tolist(), strict=True)
    columns: dict[str, Column] = {
        "collocation": tuple([f"{tokens.folded[a]} {tokens.folded[b]}" for a, b in names]),
        "count": count[order],
        "expected": expected_counts(left, right, total)[order],
        "score": score[order],
    }
    return Collocations(ColumnRows(Collocation, columns), measure)


def _pairs(tokens: Tokens, window: int) -> tuple[Ints, Ints]:
    """Return the words of all pairs in which the second follows within a window, in a unit."""
    import numpy as np

    check_count("a window is a number of tokens", window)
    folded = tokens.fold[tokens.ids]
    parts = []
    for offset in range(1, window + 1):
        near = tokens.unit[:-offset] == tokens.unit[offset:]
        parts.append((folded[:-offset][near], folded[offset:][near]))
    first, second = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second)


def _kept(tokens: Tokens, wanted: Wanted, first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
    import numpy as np

    out = unwanted_words(tokens, wanted)
    kept: npt.NDArray[np.bool_] = ~(out[first] | out[second])
    if wanted.pattern is not None:
        pieces = token_ids(tokens, wanted.pattern, regex=False, case_sensitive=False)
        if len(pieces) > 1:
            raise CorpusError(f"a collocate is sought of one word, not of {wanted.pattern!r}")
        matching = np.zeros(len(tokens.folded), dtype=bool)
        matching[tokens.fold[pieces[0]]] = True
        kept &= matching[first] | matching[second]
    return kept
