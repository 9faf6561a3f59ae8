"""How varied the words of texts are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformtext.analysis.column_tables import ColumnRows, GroupedTable
from reformtext.analysis.ngrams import count_pairs
from reformtext.arguments import check_count

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from reformtext.analysis.column_tables import Column
    from reformtext.analysis.grouping import Groups
    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["Diversity", "GroupDiversity", "measure_diversity"]

_LABELS: Final = {
    "tokens": "tokens",
    "types": "types",
    "ttr": "types per token",
    "mattr": "types per token, mean of a moving window",
    "yule_k": "Yule's K",
    "hapaxes": "words that occur once",
}


@dataclass(frozen=True, slots=True)
class GroupDiversity:
    """How varied the words of a group of texts are; what cannot be said is None.

    Attributes:
        group: an article, or what the articles were grouped by.
        tokens: words and numbers.
        types: different ones, capitals disregarded.
        ttr: types per token, which falls with length: compare texts of one length only.
        mattr: the mean of types per token over all windows of so many tokens in a row (Covington
            and McFall, "Cutting the Gordian knot: the moving-average type-token ratio (MATTR)",
            Journal of Quantitative Linguistics 17(2), 2010); None for shorter texts.
        yule_k: Yule's characteristic K, 10,000 times the chance that two tokens are the same
            word, higher for less varied texts (Yule, "The Statistical Study of Literary
            Vocabulary", 1944).
        hapaxes: types that occur once.
    """

    group: str
    tokens: int
    types: int
    ttr: float | None
    mattr: float | None
    yule_k: float | None
    hapaxes: int


class Diversity(GroupedTable[GroupDiversity]):
    """How varied the words are, a row a group.

    Attributes:
        window: tokens of a window of the moving average.
    """

    __slots__ = ("window",)
    row = GroupDiversity
    brief = ("group", "tokens", "types", "ttr", "mattr", "yule_k", "hapaxes")
    singular = "group"

    def __init__(self, rows: ColumnRows[GroupDiversity], groups: Groups, window: int) -> None:
        super().__init__(rows, groups.names, groups.by)
        self.window = window

    def plot(self, measure: str = "mattr", *, ax: Axes | None = None) -> Axes:
        """Return a bar chart of a measure, or its histogram when there are many groups.

        Groups that have no such measure are left out, and a note under the chart names them: for
        ``mattr`` those that are shorter than the window, for ``ttr`` and ``yule_k`` those without
        words.

        Args:
            measure: the name of a column.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is no such measure, or nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        from reformtext.analysis.plots import draw_measure

        labels = {
            **_LABELS,
            "mattr": f"types per token, mean over windows of {self.window:,} words",
        }
        lacking = "shorter than the window" if measure == "mattr" else "without words"
        return draw_measure(
            ax, self, measure, names=labels, title="Lexical diversity", lacking=lacking
        )


def measure_diversity(tokens: Tokens, groups: Groups, window: int) -> Diversity:
    """Return how varied the words of each group are, its texts taken in a row.

    Args:
        tokens: of the corpus.
        groups: of its units.
        window: of the moving average, in tokens.

    Raises:
        CorpusError: when the window is less than 1.
    """
    import numpy as np

    check_count("a window is a number of tokens", window)
    order = np.argsort(groups.unit[tokens.unit], kind="stable")
    group = groups.unit[tokens.unit][order]
    word = tokens.fold[tokens.ids][order]
    size = np.bincount(group, minlength=len(groups))
    of, _, count = count_pairs(group, word, len(tokens.folded))
    types = np.bincount(of, minlength=len(groups))
    squares = np.bincount(of, count.astype(float) ** 2, minlength=len(groups))
    there = np.where(size, size, np.nan)
    columns: dict[str, Column] = {
        "group": groups.names,
        "tokens": size,
        "types": types,
        "ttr": types / there,
        "mattr": _moving_average(group, word, size, window),
        "yule_k": 1e4 * (squares - size) / there**2,
        "hapaxes": np.bincount(of[count == 1], minlength=len(groups)),
    }
    return Diversity(ColumnRows(GroupDiversity, columns), groups, window)


def _moving_average(group: Ints, word: Ints, size: Ints, window: int) -> Floats:
    """Return the mean of types per token over all windows of each group, NaN for shorter ones.

    A token is the first of its type in those windows that hold it and begin after the token of
    the same type before it.  Their number, added up over all tokens, is that of the types in all
    windows.
    """
    import numpy as np

    begin = np.cumsum(size) - size
    place = np.arange(len(group)) - begin[group]
    first = np.maximum(np.maximum(_previous(group, word, place) + 1, place - window + 1), 0)
    last = np.minimum(place, size[group] - window)
    types = np.bincount(group, np.maximum(last - first + 1, 0), minlength=len(size))
    windows = size - window + 1
    return types / np.where(windows > 0, windows * float(window), np.nan)


def _previous(group: Ints, word: Ints, place: Ints) -> Ints:
    """Return of each token the place of the same word before it in its group, -1 for none."""
    import numpy as np

    order = np.lexsort((word, group))
    same = (word[order][1:] == word[order][:-1]) & (group[order][1:] == group[order][:-1])
    previous = np.full(len(word), -1, dtype=np.int64)
    previous[order[1:][same]] = place[order[:-1][same]]
    return previous
