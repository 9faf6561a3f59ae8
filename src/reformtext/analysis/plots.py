"""Charts of results, drawn without matplotlib's global state.

A figure made here is nobody's current figure, and none is kept alive by pyplot.  The axes that a
result's ``plot`` returns are matplotlib's in all respects; as the value of a notebook's cell they
show themselves (``display(axes)`` elsewhere in it), and ``axes.figure.savefig(path)`` writes them
to a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reformtext.arguments import check_count
from reformtext.colours import INK, PLAIN, distinct
from reformtext.errors import CorpusError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Sized

    import numpy as np
    import numpy.typing as npt
    from matplotlib.axes import Axes

    from reformtext.analysis.column_tables import GroupedTable
    from reformtext.colours import Look

    Floats = npt.NDArray[np.float64] | Sequence[float]

__all__ = [
    "BARS",
    "draw_bars",
    "draw_measure",
    "draw_strokes",
    "new_axes",
    "require_rows",
]

BARS: Final = 40
"""Groups that may have a bar each."""

_LABEL: Final = 40  # characters of a label
_NAMED: Final = 3  # groups that a note names
_SIZE: Final = (7.0, 1.2, 0.26)  # inches: width, height without rows, height of a row
_KEY: Final = (0.5, 0.08)  # inches of a legend: without its names, of a character of them
_TICKS: Final = 6  # intervals of an axis: more of them have no room for numbers of seven digits


def require_rows(rows: Sized, n: int = 1) -> None:
    """Check that there is something to plot, and that some of it is wanted.

    Raises:
        CorpusError: when there is not.
    """
    check_count("a plot shows a number of rows", n)
    if not len(rows):
        raise CorpusError("there is nothing to plot: the result is empty")


def new_axes(rows: int) -> Axes:
    """Return the axes of a new figure that has room for so many rows.

    Raises:
        MissingExtraError: when matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("matplotlib", "viz", "a plot") from error
    from reformtext.analysis.shown_axes import ShownAxes

    width, base, each = _SIZE
    figure = Figure(figsize=(width, base + each * max(rows, 4)), layout="constrained")
    axes: Axes = figure.add_subplot(axes_class=ShownAxes)
    return axes


def draw_bars(
    ax: Axes | None,
    labels: Sequence[str],
    series: Mapping[str, Floats],
    *,
    title: str,
    label: str,
    looks: Sequence[Look] = (),
    beside: bool = True,
) -> Axes:
    """Return horizontal bars, the first label on top.

    Args:
        ax: to draw in; None for a new figure.
        labels: of the rows.
        series: names, each with a value a row; a legend names them if there are several.
        title: of the axes.
        label: of the values, with their unit.
        looks: one a series, made to differ; or, of one series, one a row; plain if none are given.
        beside: whether a row has a bar a series; otherwise all series share its place.
    """
    axes = new_axes(len(labels) * (len(series) + 1) // 2) if ax is None else ax
    height = 0.8 / len(series) if beside else 0.8
    several = len(series) > 1
    each = [[o] for o in distinct(looks or [PLAIN] * len(series))] if several else [list(looks)]
    for i, (name, values) in enumerate(series.items()):
        shift = (i - (len(series) - 1) / 2) * height if beside else 0.0
        places = [row + shift for row in range(len(labels))]
        own = each[i] or [PLAIN]
        axes.barh(
            *(places, values, height),
            label=_shown(name),
            color=[look.colour for look in own],
            hatch=[look.hatch for look in own],
            edgecolor="white",
            linewidth=0,
        )
    _name_rows(axes, labels)
    whole = all(float(value).is_integer() for values in series.values() for value in values)
    axes.locator_params(axis="x", nbins=_TICKS, integer=whole)
    if several:
        _add_legend(axes, aside=ax is None)
    _name_axes(axes, title, label)
    return axes


def _add_legend(axes: Axes, *, aside: bool) -> None:
    """Name the series: beside the axes of a figure of our own, which gets wider by that.

    There it covers no bar; in a figure of another there may be no room.
    """
    if not aside:
        axes.legend()
        return
    legend = axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    longest = max(len(text.get_text()) for text in legend.get_texts())
    if axes.figure is not None:
        axes.figure.figure.set_figwidth(_SIZE[0] + _KEY[0] + _KEY[1] * longest)


def draw_measure(
    ax: Axes | None,
    table: GroupedTable[Any],
    measure: str,
    *,
    names: Mapping[str, str],
    title: str,
    lacking: str,
) -> Axes:
    """Return the values of a measure: bars of up to 40 groups, a histogram of more.

    Groups without a value are left out, and named in a note under the chart.

    Args:
        ax: to draw in; None for a new figure.
        table: with a column ``group`` and one for each measure.
        measure: the name of a column.
        names: of every measure what it is to be called.
        title: of the axes.
        lacking: what is to be said of groups that have no value: "shorter than the window".

    Raises:
        CorpusError: when there is no such measure, or no value of it.
    """
    import numpy as np

    if measure not in names:
        raise CorpusError(f"no measure {measure!r}: there are {', '.join(names)}")
    values = np.asarray(table.column(measure), dtype=float)
    there, groups = np.flatnonzero(~np.isnan(values)), table.column("group")
    left_out = [str(groups[i]) for i in np.flatnonzero(np.isnan(values)).tolist()]
    if left_out and not len(there):
        number = len(left_out)
        every = "the one group is" if number == 1 else f"all {number:,} groups are"
        raise CorpusError(
            f"there is nothing to plot: {every} {lacking}; choose another measure, or groups with "
            "more words"
        )
    require_rows(there)
    label = f"{names[measure]}{_note(left_out, len(table), lacking)}"
    if len(there) <= BARS:
        labels = [str(groups[i]) for i in there.tolist()]
        looks = table.looks_beside(labels)
        series = {measure: values[there]}
        return draw_bars(ax, labels, series, title=title, label=label, looks=looks)
    axes = new_axes(0) if ax is None else ax
    axes.hist(values[there], bins="auto", color=INK)
    axes.set_ylabel("groups")
    _name_axes(axes, f"{title} of {len(there):,} groups", label)
    return axes


def _note(left_out: Sequence[str], total: int, lacking: str) -> str:
    """Return two lines about the groups that a chart leaves out; nothing if it has all of them."""
    if not left_out:
        return ""
    named = ", ".join(_shown(name, _LABEL // 2) for name in left_out[:_NAMED])
    more = f" and {len(left_out) - _NAMED:,} more" if len(left_out) > _NAMED else ""
    return f"\n{len(left_out):,} of {total:,} groups left out, {lacking}:\n{named}{more}"


def draw_strokes(
    ax: Axes | None, lines: Mapping[str, Floats], looks: Sequence[Look], *, title: str
) -> Axes:
    """Return a line a group with a stroke at each place, the first group on top.

    Args:
        ax: to draw in; None for a new figure.
        lines: names of groups, each with places from 0 to 1.
        looks: one a line.
        title: of the axes.
    """
    axes = new_axes(len(lines)) if ax is None else ax
    axes.eventplot(
        list(lines.values()),
        lineoffsets=list(range(len(lines))),
        linelengths=0.8,
        linewidths=1.2,
        colors=[INK if look.hatch else look.colour for look in looks],  # a line has no hatch
    )
    _name_rows(axes, list(lines))
    axes.set_xlim(-0.01, 1.01)  # a stroke on the edge is seen
    _name_axes(axes, title, "place in the text, from its beginning (0) to its end (1)")
    return axes


def _name_rows(axes: Axes, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels=[_shown(label) for label in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.spines[["top", "right"]].set_visible(False)


def _name_axes(axes: Axes, title: str, label: str) -> None:
    axes.set_title(_shown(title, 2 * _LABEL))
    axes.set_xlabel(label)
    axes.xaxis.set_major_formatter("{x:,.10g}")


def _shown(text: str, longest: int = _LABEL) -> str:
    """Return a text as it is to stand in a chart; a dollar sign would begin a formula."""
    from reformtext.text_tables import one_line

    return one_line(text or "(unknown)", longest).replace("$", r"\$")
