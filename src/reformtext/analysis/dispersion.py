"""How evenly a word is spread over the parts of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, Self

from reformtext.analysis.column_tables import ColumnRows, GroupedTable
from reformtext.errors import CorpusError
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from reformtext.analysis.column_tables import Column
    from reformtext.analysis.concordance import Places
    from reformtext.analysis.grouping import Groups
    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["Dispersion", "GroupDispersion", "measure_dispersion"]

_PARTS: Final = 2  # the fewest that something can be spread over
_SHOWN: Final = 40  # groups of a plot
_LONGEST: Final = 30  # characters of a pattern that is shown


@dataclass(frozen=True, slots=True)
class GroupDispersion:
    """How often a pattern occurs in a group of texts.

    Attributes:
        group: an article, or what the articles were grouped by.
        tokens: of the group.
        count: occurrences of the pattern.
        per_million: occurrences per million tokens; None where there are none.
        first: where the first stands, from 0 at the group's beginning to 1 at its end; None where
            there is none.
    """

    group: str
    tokens: int
    count: int
    per_million: float | None
    first: float | None


class Dispersion(GroupedTable[GroupDispersion]):
    """How a pattern is spread over the groups of a corpus, a row a group.

    Attributes:
        pattern: that was counted.
        dp: Gries' deviation of proportions, from 0 for as even as the groups are long to nearly
            1 for all in one small group (Gries, "Dispersions and adjusted frequencies in
            corpora", International Journal of Corpus Linguistics 13(4), 2008); None when the
            pattern does not occur.
        dp_norm: the same divided by the most that it can be, from 0 to 1 (Lijffijt and Gries,
            International Journal of Corpus Linguistics 17(1), 2012); None also for one group.
        juilland_d: Juilland's D of relative frequencies, which groups of different lengths need,
            1 for even (Juilland, Brodin and Davidovitch, "Frequency Dictionary of French Words",
            1970); None also for one group.
        range: groups that have the pattern.
    """

    __slots__ = ("_places", "dp", "dp_norm", "juilland_d", "pattern", "range")
    row = GroupDispersion
    brief = ("group", "tokens", "count", "per_million", "first")
    singular = "group"

    def __init__(
        self,
        rows: ColumnRows[GroupDispersion],
        pattern: str,
        places: tuple[Ints, Floats],
        names: Sequence[str],
        by: str,
    ) -> None:
        import numpy as np

        super().__init__(rows, names, by)
        self.pattern = pattern
        self._places = places
        sizes, counts = np.asarray(self.column("tokens")), np.asarray(self.column("count"))
        self.range = int((counts > 0).sum())
        self.dp, self.dp_norm = _deviation(sizes, counts)
        self.juilland_d = _juilland(sizes, counts)

    def _part(self, part: slice) -> Self:
        import numpy as np

        group, place = self._places
        kept = np.arange(len(self))[part]
        number = np.full(len(self), -1)
        number[kept] = np.arange(len(kept))
        here = number[group] >= 0
        places = number[group[here]], place[here]
        return type(self)(self._rows[part], self.pattern, places, self._names, self._by)

    def __eq__(self, other: object) -> bool:
        same = super().__eq__(other)
        if same is not True or not isinstance(other, Dispersion):
            return same
        return self.pattern == other.pattern

    def __hash__(self) -> int:
        return hash((self.pattern, super().__hash__()))

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n{self._summary()}"

    def _repr_html_(self) -> str:
        return f"{super()._repr_html_()}<p>{escape(self._summary())}</p>"

    def _summary(self) -> str:
        """Return the measures of all groups together on one line."""
        from reformtext.text_tables import one_line

        measures = {"DP": self.dp, "Juilland's D": self.juilland_d}
        known = [f"{name} {value:.3f}" for name, value in measures.items() if value is not None]
        spread = f"in {self.range:,} of {counted(len(self), 'group')}"
        return f"{one_line(self.pattern, _LONGEST)}: {', '.join([spread, *known])}"

    def plot(self, n: int = _SHOWN, *, ax: Axes | None = None) -> Axes:
        """Return a lexical dispersion plot: a line a group, a stroke an occurrence.

        Groups without an occurrence are left out; of more than ``n``, those with the most
        occurrences are shown, in the order of the table.

        Args:
            n: groups, at most.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when the pattern does not occur.
            MissingExtraError: when matplotlib is not installed.
        """
        import numpy as np

        from reformtext.analysis.plots import draw_strokes, require_rows

        group, place = self._places
        require_rows(group, n)
        counts = np.asarray(self.column("count"))
        shown = np.sort(np.argsort(-counts, kind="stable")[: min(n, self.range)])
        lines = {self.column("group")[i]: place[group == i] for i in shown.tolist()}
        groups = f"{self.range:,} groups that have" if self.range > 1 else "1 group that has"
        title = f"{self.pattern}: {len(shown)} of the {groups} it"
        return draw_strokes(ax, lines, self.looks_beside(tuple(lines)), title=title)


def measure_dispersion(tokens: Tokens, groups: Groups, pattern: str, places: Places) -> Dispersion:
    """Return how the places of a pattern are spread over groups.

    Raises:
        CorpusError: when there are no tokens at all.
    """
    import numpy as np

    if not len(tokens):
        raise CorpusError("the corpus has no words on this side for a pattern to be spread over")
    group = groups.unit[tokens.unit]
    size = np.bincount(group, minlength=len(groups))
    at = _token_places(tokens, places)
    order = np.argsort(group, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    begin = np.cumsum(size) - size
    relative = (place[at] - begin[group[at]]) / size[group[at]]
    count = np.bincount(group[at], minlength=len(groups))
    first = np.full(len(groups), np.inf)
    np.minimum.at(first, group[at], relative)
    columns: dict[str, Column] = {
        "group": groups.names,
        "tokens": size,
        "count": count,
        "per_million": 1e6 * count / np.where(size, size, np.nan),
        "first": np.where(np.isfinite(first), first, np.nan),
    }
    rows = ColumnRows(GroupDispersion, columns)
    return Dispersion(rows, pattern, (group[at], relative), groups.names, groups.by)


def _token_places(tokens: Tokens, places: Places) -> Ints:
    """Return the positions of the tokens that places begin with."""
    import numpy as np

    unit, start, _ = places
    wide = int(tokens.start.max()) + 1
    return np.searchsorted(tokens.unit * wide + tokens.start, unit * wide + start)


def _deviation(sizes: Ints, counts: Ints) -> tuple[float | None, float | None]:
    """Return DP and its normalised form."""
    import numpy as np

    total = int(counts.sum())
    if not total:
        return None, None
    expected = sizes[sizes > 0] / sizes.sum()
    deviation = float(np.abs(counts[sizes > 0] / total - expected).sum() / 2)
    most = 1 - float(expected.min())
    return deviation, deviation / most if most > 0 else None


def _juilland(sizes: Ints, counts: Ints) -> float | None:
    """Return 1 − V / √(parts − 1), with V the variation coefficient of relative frequencies."""
    import numpy as np

    rates = counts[sizes > 0] / sizes[sizes > 0]
    if len(rates) < _PARTS or not counts.sum():
        return None
    variation = float(rates.std() / rates.mean())
    return 1 - variation / float(np.sqrt(len(rates) - 1))
