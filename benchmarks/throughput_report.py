"""The tables and the plot of a comparison, and the machine it was made on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.throughput_timing import Timing

__all__ = ["draw", "machine", "main_table", "share_lines", "table"]

PLAIN = "plain"
VERSIONS = ("reformtext", "torch", "transformers", "ctranslate2", "sentencepiece")
HEAD = (
    *("", "articles", "segments", "wall s", "all cores s", "worst run", "segments/s"),
    *("plain transformers = 1", "raw CTranslate2 = 1", "no English"),
)
BLUE, ORANGE, GREY = "#0072B2", "#E69F00", "#999999"  # of Okabe and Ito, for every kind of eye


def machine(threads: int) -> str:
    """Return the machine, its load and the versions of the libraries, in one line."""
    facts = (
        _processor(),
        f"{os.cpu_count()} cores, of which {threads} used",
        f"{_memory():.0f} GiB of memory",
        f"load {os.getloadavg()[0]:.1f} at the start",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in VERSIONS),
    )
    return ", ".join(facts)


def _processor() -> str:
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> float:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return int(line.split()[1]) / 2**20
    return float("nan")


def _lines(path: str) -> list[str]:
    """Return the lines of a file; none of one that this system does not have."""
    file = Path(path)
    return file.read_text("utf-8").splitlines() if file.exists() else []


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table, the numbers on the right."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def main_table(timings: Mapping[str, Timing]) -> Iterator[str]:
    """Yield the table of all contenders: how many times as fast each is."""
    rows = []
    for one in timings.values():
        sample = one.contender.sample
        rows.append(
            (
                one.contender.title,
                f"{len(sample.drafts):,}",
                f"{len(sample.texts):,}",
                f"{one.wall:.2f}",
                f"{one.processor:.2f}",
                f"+{one.spread:.0%}",
                f"{one.speed:.1f}",
                f"{one.speed / timings[PLAIN].speed:.2f}",
                f"{one.speed / timings[one.contender.raw].speed:.2f}",
                f"{one.missing} of {one.given:,}",
            )
        )
    return table(HEAD, rows)


def share_lines(
    timings: Mapping[str, Timing], busy: float, seconds: Mapping[str, float]
) -> Iterator[str]:
    """Yield what part of the time is not the engine's, and the share of each stage."""
    whole, alone = timings["checked"].wall, timings["alone"].wall
    yield (
        f"Not the engine: {1 - alone / whole:.1%} of the wall time with every check on "
        f"({whole:.2f} s; the same batches through CTranslate2 alone: {alone:.2f} s). No call of "
        f"CTranslate2 was under way in {1 - busy:.1%} of it."
    )
    yield ""
    total = sum(seconds.values())
    rows = [(name, f"{one:.2f}", f"{one / total:.1%}") for name, one in seconds.items()]
    yield from table(("stage", "all cores s", "share"), rows)


def draw(timings: Mapping[str, Timing], scaling: Mapping[int, float], path: Path) -> None:
    """Write a picture: seconds an article over the number of articles, and ratios as bars."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(13, 5), layout="constrained")
    left.plot(list(scaling), list(scaling.values()), "o-", color=BLUE)
    left.set(xscale="log", yscale="log", xlabel="articles", ylabel="seconds an article")
    left.set_title("reformtext, every check on")
    left.grid(visible=True, which="both", color=GREY, alpha=0.3)
    _bars(right, [one for key, one in timings.items() if key != "alone"], timings[PLAIN].speed)
    figure.savefig(path, dpi=150)
    pyplot.close(figure)


def _bars(axes: Any, timings: Sequence[Timing], plain: float) -> None:
    """Draw how many times as fast as plain transformers each contender is."""
    timings = list(reversed(timings))
    names = [one.contender.title for one in timings]
    ratios = [one.speed / plain for one in timings]
    ours = [name.startswith("reformtext") for name in names]
    bars = axes.barh(names, ratios, color=[BLUE if one else ORANGE for one in ours])
    for bar, one in zip(bars, ours, strict=True):
        bar.set_hatch("" if one else "//")  # the colour is not all that tells them apart
    axes.bar_label(bars, [f"{ratio:.1f}" for ratio in ratios], padding=3)
    axes.set_xlabel("segments a second, plain transformers = 1")
    axes.margins(x=0.12)
