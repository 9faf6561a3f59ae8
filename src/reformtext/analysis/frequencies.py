"""How often words and n-grams occur."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from reformtext.analysis.column_tables import ColumnRows, GroupedTable
from reformtext.analysis.grouping import unit_articles
from reformtext.analysis.ngrams import count_pairs, find_grams

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from reformtext.analysis.grouping import Groups
    from reformtext.analysis.ngrams import Grams, Wanted
    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["Frequencies", "Frequency", "count_features", "ranks"]

_SHOWN: Final = 6  # groups of a plot, each with a colour of its own


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a word or n-gram occurs in a group of articles.

    Attributes:
        feature: in lower case, with a space between words.
        count: of its occurrences.
        articles: that have it.
        per_million: occurrences per million words or n-grams of the group, whether wanted or not.
        rank: in the group, from 1 on; the least rank of all that are as frequent.
        group: ``all`` without groups.
    """

    feature: str
    count: int
    articles: int
    per_million: float
    rank: int
    group: str


class Frequencies(GroupedTable[Frequency]):
    """Words or n-grams by frequency, the most frequent of every group first."""

    __slots__ = ("_cut",)
    row = Frequency
    brief = ("feature", "count", "articles", "per_million", "rank", "group")
    singular = "feature"

    def __init__(self, rows: ColumnRows[Frequency], names: Sequence[str], by: str) -> None:
        super().__init__(rows, names, by)
        self._cut = False

    def _part(self, part: slice) -> Self:
        made = super()._part(part)
        made._cut = True  # a group without a row may have had one
        return made

    def plot(self, n: int = 20, *, ax: Axes | None = None) -> Axes:
        """Return a bar chart of the most frequent features, with a colour a group.

        A group has the same colour in all charts of a corpus.  Of more than six groups, the six
        with the most occurrences in the table are shown, in their order.  Of one feature up to 40
        groups have a bar, and so have those without it; of articles, only those with it.

        Args:
            n: how many features.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        from reformtext.analysis.plots import BARS, draw_bars, require_rows
        from reformtext.colours import PLAIN

        require_rows(self, n)
        totals = self._totals("group")
        some = self._cut or self._by == "article" or len(self._names) > BARS
        every = totals if some else self._names
        if 1 < len(every) <= BARS and len(self._totals("feature")) == 1:
            return self._plot_groups(ax, tuple(every))
        looks = self.looks()
        most = set(sorted(totals, key=totals.__getitem__, reverse=True)[:_SHOWN])
        groups = [group for group in totals if group in most]
        features = self._totals("feature")
        top = sorted(features, key=features.__getitem__, reverse=True)[:n]
        counts = len(totals) == 1
        series = self._series(top, groups, "count" if counts else "per_million")
        shown = f", {len(groups)} of {len(totals):,} groups" if len(totals) > len(groups) else ""
        what = f"The {len(top)} most frequent features" if len(top) > 1 else f"“{top[0]}”"
        label = "occurrences" if counts else _rate(top[0])
        own = [looks.get(group, PLAIN) for group in groups]
        return draw_bars(ax, top, series, title=f"{what}{shown}", label=label, looks=own)

    def _plot_groups(self, ax: Axes | None, groups: tuple[str, ...]) -> Axes:
        """Return a bar a group of the one feature that there is."""
        from reformtext.analysis.plots import draw_bars

        rates = dict(zip(self.column("group"), self.column("per_million"), strict=True))
        values = [rates.get(group, 0.0) for group in groups]
        feature = str(self.column("feature")[0])
        looks, series = self.looks_beside(groups), {feature: values}
        title, label = f"“{feature}”", _rate(feature)
        return draw_bars(ax, groups, series, title=title, label=label, looks=looks)

    def _series(self, features: list[str], groups: list[str], name: str) -> dict[str, Floats]:
        """Return of every group the values of a column for features, 0 where it has none."""
        import numpy as np

        series = {group: np.zeros(len(features)) for group in groups}
        place = {feature: i for i, feature in enumerate(features)}
        columns = (self.column("feature"), self.column("group"), self.column(name))
        for feature, group, value in zip(*columns, strict=True):
            if group in series and feature in place:
                series[group][place[feature]] = value
        return series

    def _totals(self, name: str) -> dict[str, int]:
        totals: dict[str, int] = {}
        for key, count in zip(self.column(name), self.column("count"), strict=True):
            totals[key] = totals.get(key, 0) + int(count)
        return totals


def count_features(tokens: Tokens, groups: Groups, n: int, wanted: Wanted) -> Frequencies:
    """Return how often each wanted n-gram occurs in each group.

    Raises:
        CorpusError: when ``n`` or the pattern cannot be.
    """
    import numpy as np

    grams = find_grams(tokens, n)
    group, feature, count, articles = _cells(grams, groups, wanted)
    order = np.lexsort((feature, -count, group))
    group, feature, count, articles = (c[order] for c in (group, feature, count, articles))
    sizes = groups.sizes(grams.unit)
    return Frequencies(
        ColumnRows(
            Frequency,
            {
                "feature": grams.texts(feature),
                "count": count,
                "articles": articles,
                "per_million": 1e6 * count / sizes[group],
                "rank": ranks(group, count),
                "group": tuple([groups.names[i] for i in group.tolist()]),
            },
        ),
        groups.names,
        groups.by,
    )


def _rate(feature: str) -> str:
    """Return what the rate of an n-gram is called, with what it is a share of."""
    words = feature.count(" ") + 1
    return f"occurrences per million {'words' if words == 1 else f'sequences of {words} words'}"


def ranks(group: Ints, values: npt.NDArray[np.generic]) -> Ints:
    """Return the ranks of sorted values in their groups; equal ones share the least.

    Args:
        group: sorted, shape (rows,).
        values: sorted within each group, shape (rows,).
    """
    import numpy as np

    if not len(group):
        return np.empty(0, dtype=np.int64)
    place = np.arange(len(group))
    begins = np.concatenate(([True], group[1:] != group[:-1]))
    changes = begins | np.concatenate(([True], values[1:] != values[:-1]))
    first = np.maximum.accumulate(np.where(begins, place, 0))
    least = np.maximum.accumulate(np.where(changes, place, 0))
    return np.asarray(least - first + 1, dtype=np.int64)


def _cells(grams: Grams, groups: Groups, wanted: Wanted) -> tuple[Ints, Ints, Ints, Ints]:
    """Return group, n-gram, occurrences and articles of every pair of group and n-gram."""
    import numpy as np

    kept = grams.chosen(wanted)[grams.feature]
    unit, feature = grams.unit[kept], grams.feature[kept]
    group_of = np.zeros(int(unit_articles(grams.tokens).max(initial=0)) + 1, dtype=np.int64)
    group_of[unit_articles(grams.tokens)] = groups.unit
    size = len(grams.words)
    article, feature, count = count_pairs(unit_articles(grams.tokens)[unit], feature, size)
    if len(groups) == len(group_of) and (group_of == np.arange(len(group_of))).all():
        return article, feature, count, np.ones_like(count)
    of_cell = group_of[article]
    group, distinct, articles = count_pairs(of_cell, feature, size)
    _, _, total = count_pairs(of_cell, feature, size, count)
    return group, distinct, total, articles
