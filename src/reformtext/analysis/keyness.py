"""Which words set one part of a corpus apart from another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformtext.analysis.association import log_likelihood
from reformtext.analysis.column_tables import ColumnRows, GroupedTable
from reformtext.analysis.ngrams import find_grams
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from reformtext.analysis.column_tables import Column
    from reformtext.analysis.grouping import Groups
    from reformtext.analysis.ngrams import Grams, Wanted
    from reformtext.analysis.tokens import Tokens

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["Key", "Keyness", "compare_groups"]

_LISTED: Final = 24  # characters of groups in a legend
_ZERO: Final = 0.5  # what a count of 0 is taken as in a ratio


@dataclass(frozen=True, slots=True)
class Key:
    """How much more often a feature occurs in the target than in the reference.

    Attributes:
        feature: in lower case, with a space between words.
        g2: log-likelihood of its two-by-two table, below 0 if it is rarer in the target.
        log_ratio: binary logarithm of the ratio of its relative frequencies: 1 is twice as often.
        p: of so large a ``g2`` by chance, for this one feature: not corrected for how many
            features are compared.
        count_target: occurrences in the target.
        count_reference: occurrences in the reference.
        per_million_target: per million of all that there is in the target.
        per_million_reference: likewise in the reference.
    """

    feature: str
    g2: float
    log_ratio: float
    p: float
    count_target: int
    count_reference: int
    per_million_target: float
    per_million_reference: float


class Keyness(GroupedTable[Key]):
    """Features by keyness: those of the target first, those of the reference last.

    Attributes:
        target: the groups that were compared.
        reference: those that they were compared with.
    """

    __slots__ = ("reference", "target")
    row = Key
    brief = ("feature", "g2", "log_ratio", "p", "count_target", "count_reference")
    singular = "feature"

    def __init__(self, rows: ColumnRows[Key], groups: Groups, sides: tuple[Ints, Ints]) -> None:
        super().__init__(rows, groups.names, groups.by)
        self.target, self.reference = (
            tuple([groups.names[i] for i in side.tolist()]) for side in sides
        )

    @property
    def about(self) -> str:
        """What was compared with what."""
        return f"{_listed(self.target)} against {_listed(self.reference)}"

    def plot(self, n: int = 15, *, ax: Axes | None = None) -> Axes:
        """Return a bar chart of the features with the highest and with the lowest G2.

        Args:
            n: how many of the target, and how many of the reference.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        import numpy as np

        from reformtext.analysis.plots import draw_bars, require_rows
        from reformtext.colours import PLAIN, UNKNOWN

        require_rows(self, n)
        scores = np.asarray(self.column("g2"), dtype=float)
        above, below = np.flatnonzero(scores > 0)[:n], np.flatnonzero(scores < 0)[-n:]
        shown = np.concatenate((above, below))
        require_rows(shown)
        values = scores[shown]
        series = {
            f"target: {_listed(self.target)}": np.where(values > 0, values, np.nan),
            f"reference: {_listed(self.reference)}": np.where(values < 0, values, np.nan),
        }
        known = self.looks()
        looks = [
            known.get(side[0], other) if len(side) == 1 else other
            for side, other in ((self.target, PLAIN), (self.reference, UNKNOWN))
        ]
        features = self.column("feature")
        names = [str(features[i]) for i in shown.tolist()]
        title = f"Keyness: {len(above)} features of the target, {len(below)} of the reference"
        label = "log-likelihood G2, below 0 for the reference"
        return draw_bars(ax, names, series, title=title, label=label, looks=looks, beside=False)


def compare_groups(
    tokens: Tokens,
    groups: Groups,
    target: object,
    reference: object,
    *,
    n: int,
    wanted: Wanted,
) -> Keyness:
    """Return the keyness of every wanted feature of two sets of groups.

    Args:
        tokens: of the corpus.
        groups: of its units.
        target: a group or several.
        reference: a group or several; None for all others.
        n: words of a feature.
        wanted: which features; the minimum is of target and reference together.

    Raises:
        CorpusError: when a group is absent or on both sides, or a side has no words.
    """
    import numpy as np

    grams = find_grams(tokens, n)
    sides = _sides(groups, target, reference)
    counts = [_side_counts(grams, groups, side) for side in sides]
    totals = [int(count.sum()) for count in counts]
    _require_words(groups, sides, totals)
    chosen = grams.chosen(wanted) & (counts[0] + counts[1] >= wanted.minimum)
    kept = np.flatnonzero(chosen)
    a, b = counts[0][kept], counts[1][kept]
    g2 = log_likelihood(a, np.asarray(totals[0]), a + b, sum(totals))
    rates = a / totals[0], b / totals[1]
    smooth = [np.maximum(c, _ZERO) / total for c, total in zip((a, b), totals, strict=True)]
    columns = {
        "g2": g2,
        "log_ratio": np.log2(smooth[0] / smooth[1]),
        "p": _chances(g2),
        "count_target": a,
        "count_reference": b,
        "per_million_target": 1e6 * rates[0],
        "per_million_reference": 1e6 * rates[1],
    }
    order = np.lexsort((kept, -g2))
    ordered: dict[str, Column] = {name: column[order] for name, column in columns.items()}
    rows = ColumnRows(Key, {"feature": grams.texts(kept[order]), **ordered})
    return Keyness(rows, groups, sides)


def _listed(names: tuple[str, ...]) -> str:
    """Return groups as a legend names them."""
    listed = ", ".join(name or "(unknown)" for name in names)
    return listed if len(listed) <= _LISTED or len(names) == 1 else f"{len(names):,} groups"


def _sides(groups: Groups, target: object, reference: object) -> tuple[Ints, Ints]:
    """Return the positions of the groups on both sides."""
    import numpy as np

    wanted = groups.positions(target)
    if reference is None:
        return wanted, np.setdiff1d(np.arange(len(groups)), wanted)
    other = groups.positions(reference)
    both = np.intersect1d(wanted, other)
    if len(both):
        raise CorpusError(
            f"{groups.names[both[0]]!r} is both target and reference; expected different groups"
        )
    return wanted, other


def _side_counts(grams: Grams, groups: Groups, side: Ints) -> Ints:
    import numpy as np

    belongs = np.zeros(len(groups), dtype=bool)
    belongs[side] = True
    here = belongs[groups.unit[grams.unit]]
    return np.bincount(grams.feature[here], minlength=len(grams.words))


def _require_words(groups: Groups, sides: tuple[Ints, Ints], totals: list[int]) -> None:
    for name, side, total in zip(("target", "reference"), sides, totals, strict=True):
        if not total:
            found = ", ".join(repr(groups.names[i]) for i in side[:3]) or "no group"
            raise CorpusError(
                f"the {name} by {groups.by} is {found}, which has no words to compare: "
                "choose other groups, or the other side"
            )


def _chances(g2: Floats) -> Floats:
    """Return p of a chi-squared distribution with one degree of freedom."""
    import numpy as np

    values = np.sqrt(np.abs(g2) / 2).tolist()
    return np.fromiter(map(math.erfc, values), np.float64, len(values))
