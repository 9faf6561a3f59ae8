"""Timing: in turns, so that what else the machine does hits all alike, the best of each taken."""

from __future__ import annotations

import functools
import gc
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.throughput_contenders import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.throughput_articles import Sample

__all__ = ["Contender", "Timing", "best_of", "in_turns", "processes"]


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to translate, with what it is given.

    Attributes:
        key: its short name.
        title: what the table calls it.
        run: translates a sample.
        sample: what it is timed on.
        raw: the key of the contender of CTranslate2 by itself that it is compared with.
    """

    key: str
    title: str
    run: Callable[[Sample], Any]
    sample: Sample
    raw: str


@dataclass(slots=True)
class Timing:
    """What the runs of one contender took.

    Attributes:
        contender: it.
        walls: the seconds of each run.
        processors: the seconds of all cores, of each run.
        given: how many segments it gave back.
        missing: how many of these have no English.
    """

    contender: Contender
    walls: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    given: int = 0
    missing: int = 0

    @property
    def wall(self) -> float:
        """The seconds of the best run."""
        return min(self.walls)

    @property
    def processor(self) -> float:
        """The seconds of all cores, of the run that took fewest."""
        return min(self.processors)

    @property
    def speed(self) -> float:
        """Segments a second."""
        return len(self.contender.sample.texts) / self.wall

    @property
    def spread(self) -> float:
        """How much longer the worst run took than the best."""
        return max(self.walls) / self.wall - 1


def in_turns(
    contenders: Sequence[Contender], warm: Sample, repeat: int, say: Callable[[str], object]
) -> dict[str, Timing]:
    """Return the timings of contenders, each run in its turn, after a warm-up."""
    timings = {one.key: Timing(one) for one in contenders}
    for turn in range(repeat):
        for one in contenders:
            timing = timings[one.key]
            forget()
            if one.key != "alone":  # its warm-up is the run before it
                one.run(warm)
            gc.collect()
            result, wall, processor = timed(lambda one=one: one.run(one.sample))
            timing.walls.append(wall)
            timing.processors.append(processor)
            timing.given, timing.missing = missing(result)
            say(f"{turn + 1}/{repeat} {one.title}: {wall:.2f} s, {timing.speed:.1f} segments/s")
    return timings


def timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what a call returns, and its seconds: of the clock, of all cores."""
    start, processor = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - start, time.process_time() - processor


def best_of(calls: Mapping[str, Callable[[], object]], repeat: int) -> dict[str, float]:
    """Return the processor seconds of each call: the best, in turns, after a warm-up."""
    for call in calls.values():
        call()
    rounds = [{name: timed(call)[2] for name, call in calls.items()} for _ in range(repeat)]
    return {name: min(one[name] for one in rounds) for name in calls}


def forget() -> None:
    """Empty what reformtext remembers of words it has seen: a second run is no faster for it."""
    kind = type(functools.lru_cache(maxsize=1)(len))
    for found in gc.get_objects():
        if type(found) is not kind or not str(found.__module__).startswith("reformtext"):
            continue
        if found.cache_parameters()["maxsize"] is not None:
            found.cache_clear()


PLAIN = """
import sys
from transformers import MarianMTModel, MarianTokenizer
tokenizer = MarianTokenizer.from_pretrained(sys.argv[1])
model = MarianMTModel.from_pretrained(sys.argv[1]).float()
inputs = tokenizer([open(sys.argv[2], encoding="utf-8").read().strip()], return_tensors="pt")
print(tokenizer.batch_decode(model.generate(**inputs), skip_special_tokens=True)[0])
"""
"""A whole program around transformers, as model cards show it."""


def processes(sentence: Path, folder: Path, repeat: int) -> dict[str, float]:
    """Return the median seconds of whole processes, started in turns; files have been read before.

    Args:
        sentence: a file of one sentence.
        folder: a Marian folder, for the program that is compared with.
        repeat: how often each is started.
    """
    command = [sys.executable, "-m", "reformtext"]
    commands = {
        "`reformtext --help`": [*command, "--help"],
        "`reformtext detect FILE`": [*command, "detect", str(sentence)],
        "first English sentence, `reformtext normalise FILE --out -`": [
            *(*command, "normalise", str(sentence), "--out", "-"),
        ],
        "first English sentence, a program with plain transformers": [
            *(sys.executable, "-W", "ignore", "-c", PLAIN, str(folder), str(sentence)),
        ],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repeat):
        for name, words in commands.items():
            start = time.perf_counter()
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
            took = time.perf_counter() - start
            if done.returncode or not done.stdout.strip():
                raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr[-500:]}")
            seconds[name].append(took)
    return {name: statistics.median(some) for name, some in seconds.items()}
