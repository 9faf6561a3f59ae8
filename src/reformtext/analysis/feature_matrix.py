"""The document-feature matrix: how often every word occurs in every text, for models of text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from reformtext.analysis.column_tables import ColumnRows, GroupedTable
from reformtext.analysis.frequencies import ranks
from reformtext.analysis.grouping import unit_articles
from reformtext.analysis.ngrams import count_pairs, find_grams
from reformtext.arguments import check_count
from reformtext.errors import CorpusError, MissingExtraError
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes
    from scipy.sparse import csr_array

    from reformtext.analysis.column_tables import Column
    from reformtext.analysis.grouping import Groups
    from reformtext.analysis.ngrams import Grams, Wanted
    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]

__all__ = ["FeatureMatrix", "TopFeature", "TopFeatures", "build_matrix"]

_DENSE: Final = 10_000_000  # cells of a data frame: 80 MB
_COLOURED: Final = 6  # groups of a plot, each with a colour of its own
_CORNER: Final = (6, 8)  # groups and features that are shown


@dataclass(frozen=True, slots=True)
class TopFeature:
    """One of the features with the largest values of a group.

    Attributes:
        group: a row of the matrix.
        feature: a column of the matrix.
        weight: of the cell: a count, or what became of it.
        rank: in the group, from 1 on; the least rank of all that are as large.
    """

    group: str
    feature: str
    weight: float
    rank: int


class TopFeatures(GroupedTable[TopFeature]):
    """The features with the largest values of every group, the largest first.

    Attributes:
        unit: of the weights.
    """

    __slots__ = ("unit",)
    row = TopFeature
    brief = ("group", "feature", "weight", "rank")
    singular = "feature"

    def __init__(self, rows: ColumnRows[TopFeature], matrix: FeatureMatrix) -> None:
        super().__init__(rows, matrix.groups, matrix.by)
        self.unit = matrix.unit

    def plot(self, group: str | None = None, *, ax: Axes | None = None) -> Axes:
        """Return a bar chart of the features of one group.

        Args:
            group: its name; None for the first.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is no such group, or nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        from reformtext.analysis.plots import draw_bars, require_rows

        require_rows(self)
        name = self[0].group if group is None else group
        rows = [row for row in self if row.group == name]
        if not rows:
            raise CorpusError(f"no group {name!r} has features here; the first is {self[0].group}")
        values = {name: [row.weight for row in rows]}
        labels = [row.feature for row in rows]
        looks = self.looks_beside([name])
        title = f"Top features of {name}"
        return draw_bars(ax, labels, values, title=title, label=self.unit, looks=looks)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FeatureMatrix:
    """How often every feature occurs in every group: a document-feature matrix.

    Attributes:
        matrix: ``scipy.sparse.csr_array`` of shape (groups, features), counts as int64; numbers
            after ``tfidf`` and ``proportions``.
        groups: the names of the rows: ids of articles, or of whatever the groups are.
        features: the names of the columns, in the order of first occurrence.
        by: what the groups were made by; empty if that is not known.
        unit: of the values.
    """

    matrix: csr_array
    groups: tuple[str, ...]
    features: tuple[str, ...]
    by: str = ""
    unit: str = "occurrences"

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of groups and of features."""
        return len(self.groups), len(self.features)

    def trim(self, minimum: float = 1, minimum_groups: int = 1) -> FeatureMatrix:
        """Return the matrix without rare features: ``dfm.trim(minimum_groups=5)``.

        Args:
            minimum: what the values of a feature are to add up to, at least.
            minimum_groups: in how many groups it is to occur, at least.
        """
        kept = (self.matrix.sum(axis=0) >= minimum) & (self._spread() >= minimum_groups)
        return self._columns(kept.nonzero()[0])

    def tfidf(self) -> FeatureMatrix:
        """Return the counts times ``log10(groups / groups with the feature)``.

        Term frequency times inverse document frequency by Manning, Raghavan and Schütze,
        "Introduction to Information Retrieval", 2008, section 6.2, with counts as they are.
        """
        import numpy as np

        weights = np.log10(max(len(self.groups), 1) / np.maximum(self._spread(), 1))
        return replace(self, matrix=(self.matrix * weights[None, :]).tocsr(), unit="tf-idf")

    def proportions(self) -> FeatureMatrix:
        """Return every value as a share of the sum of its row; rows of zeros stay."""
        import numpy as np

        sums = self.matrix.sum(axis=1)
        shares = 1 / np.where(sums == 0, 1, sums)
        matrix = (self.matrix * shares[:, None]).tocsr()
        return replace(self, matrix=matrix, unit="share of the group's features")

    def group(self, labels: Sequence[str]) -> FeatureMatrix:
        """Return the sums of the rows that share a label, in the order of the labels.

        Args:
            labels: one a row: ``dfm.group([article.language for article in corpus])``.

        Raises:
            CorpusError: when there are more or fewer labels than rows.
        """
        import numpy as np
        from scipy.sparse import csr_array

        if len(labels) != len(self.groups):
            raise CorpusError(
                f"{counted(len(labels), 'label')} for {counted(len(self.groups), 'row')}: "
                "give one a row"
            )
        names = tuple(sorted(set(labels)))
        place = {name: i for i, name in enumerate(names)}
        at = [place[label] for label in labels]
        ones = np.ones(len(at), dtype=np.int64)
        shape = (len(names), len(at))
        adding = csr_array((ones, (at, np.arange(len(at)))), shape=shape)
        return replace(self, matrix=(adding @ self.matrix).tocsr(), groups=names, by="")

    def top(self, n: int = 10) -> TopFeatures:
        """Return the ``n`` features with the largest values of every group: ``dfm.tfidf().top()``.

        Raises:
            CorpusError: when ``n`` is less than 1.
        """
        import numpy as np

        check_count("top takes a number of features", n)
        row, column, value = self._cells()
        order = np.lexsort((column, -value, row))
        row, column, value = row[order], column[order], value[order]
        place = np.arange(len(row)) - np.searchsorted(row, row)
        rank = ranks(row, value)
        kept = place < n
        row, column = row[kept], column[kept]
        columns: dict[str, Column] = {
            "group": tuple([self.groups[i] for i in row.tolist()]),
            "feature": tuple([self.features[i] for i in column.tolist()]),
            "weight": value[kept].astype(float),
            "rank": rank[kept],
        }
        return TopFeatures(ColumnRows(TopFeature, columns), self)

    def plot(self, n: int = 20, *, ax: Axes | None = None) -> Axes:
        """Return a bar chart of the features whose values add up to the most.

        Up to six groups have a bar and a colour each; of more, the sums are shown.

        Args:
            n: how many features.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        from reformtext.analysis.plots import draw_bars, require_rows
        from reformtext.colours import looks_of

        require_rows(self.features, n)
        sums = self.matrix.sum(axis=0)
        best = (-sums).argsort(kind="stable")[:n]
        labels = [self.features[i] for i in best]
        groups = counted(len(self.groups), "group")
        title = f"The {len(labels)} largest features of {groups}"
        if len(self.groups) > _COLOURED:
            label = f"{self.unit}, sum of all groups"
            return draw_bars(ax, labels, {"": sums[best]}, title=title, label=label)
        series = dict(zip(self.groups, self.matrix[:, best].toarray(), strict=True))
        known = looks_of(self.groups, self.by)
        looks = [known[group] for group in self.groups]
        return draw_bars(ax, labels, series, title=title, label=self.unit, looks=looks)

    def to_pandas(self) -> pd.DataFrame:
        """Return the matrix as a dense ``pandas.DataFrame``, a row a group.

        Raises:
            CorpusError: when it has more than ten million cells.
            MissingExtraError: when pandas is not installed.
        """
        cells = len(self.groups) * len(self.features)
        if cells > _DENSE:
            raise CorpusError(
                f"a data frame of {len(self.groups):,} × {len(self.features):,} would be too "
                f"large: trim(minimum=…, minimum_groups=…) first, or use .matrix as it is"
            )
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("pandas", "pandas", "a data frame") from error
        return pd.DataFrame(
            self.matrix.toarray(), index=list(self.groups), columns=list(self.features)
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, FeatureMatrix):
            return NotImplemented
        names = (self.groups, self.features) == (other.groups, other.features)
        return names and (self.matrix != other.matrix).nnz == 0

    def __hash__(self) -> int:
        return hash((self.groups, self.features, self.matrix.nnz))

    def __repr__(self) -> str:
        from reformtext.text_tables import grid_text

        return grid_text(self._title(), *self._corner())

    def _repr_html_(self) -> str:
        from reformtext.display import grid_html

        return grid_html(self._title(), *self._corner())

    def _title(self) -> str:
        groups, features = self.shape
        cells = groups * features
        sparse = f", {1 - self.matrix.nnz / cells:.1%} of it zeros" if cells else ""
        shape = f"{counted(groups, 'group')} × {counted(features, 'feature')}"
        return f"FeatureMatrix of {shape}{sparse}"

    def _corner(self) -> tuple[list[str], list[list[str]]]:
        groups, features = self.groups[: _CORNER[0]], self.features[: _CORNER[1]]
        corner = self.matrix[: len(groups), : len(features)].toarray().tolist()
        rows = [
            [group, *(f"{value:.3g}" if isinstance(value, float) else str(value) for value in row)]
            for group, row in zip(groups, corner, strict=True)
        ]
        return ["group", *features], rows

    def _spread(self) -> Ints:
        """Return in how many groups each feature occurs, shape (features,)."""
        import numpy as np

        there = self.matrix.indices[self.matrix.data != 0]
        return np.bincount(there, minlength=len(self.features))

    def _columns(self, kept: Ints) -> FeatureMatrix:
        names = tuple([self.features[i] for i in kept.tolist()])
        return replace(self, matrix=self.matrix[:, kept], features=names)

    def _cells(self) -> tuple[Ints, Ints, npt.NDArray[Any]]:
        cells = self.matrix.tocoo()
        there = cells.data > 0
        row, column = cells.coords
        return row[there], column[there], cells.data[there]


def build_matrix(
    tokens: Tokens, groups: Groups, n: int, wanted: Wanted, minimum_articles: int
) -> FeatureMatrix:
    """Return how often each wanted n-gram occurs in each group.

    Raises:
        CorpusError: when ``n`` or the pattern cannot be.
        MissingExtraError: when scipy is not installed.
    """
    import numpy as np

    try:
        from scipy.sparse import csr_array
    except ImportError as error:
        raise MissingExtraError("scipy", "counts", "a document-feature matrix") from error
    grams = find_grams(tokens, n)
    kept = grams.chosen(wanted)
    if minimum_articles > 1:
        kept &= _article_counts(grams) >= minimum_articles
    names = np.flatnonzero(kept)
    column = np.cumsum(kept) - 1
    there = kept[grams.feature]
    rows = groups.unit[grams.unit[there]]
    row, feature, count = count_pairs(rows, column[grams.feature[there]], len(names))
    bounds = np.searchsorted(row, np.arange(len(groups) + 1))
    shape = (len(groups), len(names))
    matrix = csr_array((count.astype(np.int64), feature, bounds), shape=shape)
    return FeatureMatrix(matrix, groups.names, grams.texts(names), groups.by)


def _article_counts(grams: Grams) -> Ints:
    """Return in how many articles each n-gram occurs, shape (n-grams,)."""
    import numpy as np

    articles = unit_articles(grams.tokens)[grams.unit]
    _, feature, _ = count_pairs(articles, grams.feature, len(grams.words))
    return np.bincount(feature, minlength=len(grams.words))
