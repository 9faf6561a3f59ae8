"""How much memory normalising takes: more and more articles, each number in a fresh process.

Usage: python benchmarks/memory_curve.py [--articles 1000 10000 100000] [--plot FILE]

Short articles, made as they are asked for, go through ``Pipeline.stream`` into a parquet file, as
they would from a generator.  In place of the model stands an engine that answers from a
table: what a model takes does not depend on the number of articles.  The memory of the process
(resident set) is looked at all along.  Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import reformtext as rt
from reformtext.exporting import Writer
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reformtext.engines import Hypothesis

INTERVAL = 0.5
"""Seconds between two looks at the memory."""
SENTENCES = 4
LANGUAGES = ("id", "pl", "no", "ro")  # the columns of the authored files, behind the English
AUTHORED = Path(__file__).parents[1] / "models" / "recipe" / "authored"
PLAIN = re.compile(r"\w[^\W\d_][^\d\n\"„“”«»:;!?.A-ZĄĆĘŁŃÓŚŹŻÆØÅĂÂÎȘȚ]{40,120}\.")
"""A sentence of no number and no name, so that nothing of it is wrong in the English."""
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#000000")  # of Okabe and Ito


class Words(ScriptedEngine):
    """A scripted engine that does not keep what it was asked."""

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return the script's answers."""
        found = super().translate(texts, beam=beam, n_best=n_best, no_repeat=no_repeat)
        self.calls.clear()
        return found


@cache
def sentences() -> list[list[str]]:
    """Return sentences in five languages, the English first."""
    lines = [
        line.split("\t")
        for path in sorted(AUTHORED.glob("*.tsv"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [line for line in lines if all(map(PLAIN.fullmatch, line))]


def numbered(sentence: str, number: int) -> str:
    """Return a sentence with a number at its end, which makes it another."""
    return f"{sentence[:-1]}, {number}."


def answers() -> Callable[[str], str]:
    """Return what translates numbered sentences, as they were authored."""
    english = {source: line[0] for line in sentences() for source in line[1:]}

    def answer(text: str) -> str:
        sentence, _, number = text.rpartition(", ")
        return numbered(english[f"{sentence}."], int(number.removesuffix(".")))

    return answer


def rows(count: int) -> Iterator[dict[str, str]]:
    """Yield articles of four sentences with a number each, the languages in turn."""
    chance = Random(1)  # noqa: S311 - has to be repeatable, not secret
    for number in range(count):
        column = 1 + number % len(LANGUAGES)
        drawn = chance.choices(sentences(), k=SENTENCES)
        text = " ".join(numbered(line[column], chance.randrange(100, 10**6)) for line in drawn)
        yield {"id": f"{number:07}", "text": text}


def resident() -> int:
    """Return the bytes of memory that the process has now."""
    import psutil

    return int(psutil.Process().memory_info().rss)


def peak() -> int:
    """Return the most bytes of memory that the process has had."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def measured(count: int, path: Path) -> dict[str, object]:
    """Return what normalising so many articles takes, and the memory all along."""
    model = ScriptedModel(Words(answers(), max_source_tokens=200))
    pipeline = rt.Pipeline.default(model, beam=1, progress=False)
    pipeline.run(rt.scan(rows(len(LANGUAGES))))  # what is loaded once is no article's time
    start, done = time.perf_counter(), threading.Event()
    curve: list[tuple[float, int]] = []

    def look() -> None:
        while not done.wait(INTERVAL):
            curve.append((time.perf_counter() - start, resident()))

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    written = failed = 0
    with Writer(path, pipeline.signature()) as writer:
        for article in pipeline.stream(rt.scan(rows(count))):
            writer.add(article)
            written, failed = written + 1, failed + article.failed
    seconds = time.perf_counter() - start
    done.set()
    watch.join()
    curve.append((seconds, resident()))
    return {
        "articles": written,
        "failed": failed,
        "seconds": seconds,
        "peak": peak(),
        "bytes": path.stat().st_size,
        "curve": curve,
    }


def in_process(count: int) -> dict[str, object]:
    """Return what a fresh process measures."""
    command = [sys.executable, __file__, "--only", str(count)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603 - our own command
        command, capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        raise RuntimeError(f"{count} articles: {done.stderr[-1000:]}")
    result: dict[str, object] = json.loads(done.stdout)
    return result


def draw(runs: Sequence[dict], path: Path) -> None:
    """Write a picture: the memory of each run, over the share of its time."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 5), layout="constrained")
    styles = ("-", "--", ":", "-.")
    for i, run in enumerate(runs):
        times = [at / run["seconds"] for at, _ in run["curve"]]
        sizes = [size / 2**20 for _, size in run["curve"]]
        line = {"color": COLOURS[i % len(COLOURS)], "linestyle": styles[i % len(styles)]}
        axes.plot(times, sizes, label=f"{run['articles']:,} articles", **line)
    axes.set(xlabel="share of the time", ylabel="resident memory, MiB", ylim=(0, None))
    axes.legend()
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(path, dpi=150)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--plot", type=Path, help="a file for a picture")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)  # what a fresh process does
    options = parser.parse_args()
    if options.only is not None:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measured(options.only, Path(folder) / "corpus.parquet")))
        return
    print("| articles | peak MiB | of the first | ms an article | file MiB | failed |")
    print("|---:|---:|---:|---:|---:|---:|", flush=True)
    runs = []
    for count in options.articles:
        run = in_process(count)
        runs.append(run)
        each = 1000 * run["seconds"] / run["articles"]
        print(
            f"| {run['articles']:,} | {run['peak'] / 2**20:.0f} "
            f"| {run['peak'] / runs[0]['peak']:.2f} | {each:.1f} "
            f"| {run['bytes'] / 2**20:.1f} | {run['failed']:,} |",
            flush=True,
        )
    if options.plot:
        draw(runs, options.plot)


if __name__ == "__main__":
    main()
