"""Programs that the tests of faults start, stop and kill: ``python fault_programs.py NAME ...``.

Their engine is scripted, so that they are fast; their windows and parts are small, so that there
are many; and the score of a translation depends on the texts that were in the batch with it, which
no engine may do, so that not even that can differ after a run was stopped.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from binascii import crc32
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformtext.article import Article
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reformtext.engines import Hypothesis

ARTICLES = 21
WINDOW_ARTICLES = 3
WINDOWS_A_PART = 2
PARTS = 4  # of 7 windows
FEW_ARTICLES = 9
FEW_PARTS = 2  # of 3 windows
SENTENCES = (
    "Warga desa {0} membangun {1} rumah di tepi sungai.",
    "Pemerintah provinsi mengumumkan rencana penggabungan desa pada hari Senin.",
    "Harga beras naik {1} persen di pasar {0}.",
)


def source(number: int) -> str:
    """Return a text of which some sentences are of its own, and some of others too."""
    first = SENTENCES[0].format(number % 5, number % 7 + 20)
    last = SENTENCES[2].format(number, number % 3 + 11)
    return f"{first} {SENTENCES[1]}\n\n{last}"


def articles(count: int = ARTICLES) -> list[Article]:
    return [Article(f"article-{number:03}", source(number)) for number in range(count)]


def english(text: str) -> list[str]:
    """Return three translations of a text; the best one of some has lost a number."""
    numbers = re.findall(r"\d+", text)
    if not numbers:
        return ["The provincial government announced a plan to merge the villages on Monday."] * 3
    right = f"The residents of the village said so of {' and '.join(numbers)} at the river."
    wrong = "The residents of the village said so of all the houses at the river."
    return [wrong, right, right] if int(numbers[0]) % 4 == 1 else [right, wrong, wrong]


class Engine(ScriptedEngine):
    """A scripted engine that a cache may know, and that takes its time."""

    identity = "scripted-1"

    def __init__(self, *, seconds: float = 0.0, batchwise: bool = True) -> None:
        super().__init__(english)
        self._seconds = seconds
        self._batchwise = batchwise

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        time.sleep(self._seconds)
        rows = super().translate(texts, beam=beam, n_best=n_best, no_repeat=no_repeat)
        if not self._batchwise:
            return rows
        worth = -(1 + crc32("\n".join(texts).encode()) % 1_000_000) / 1_000_000
        return [[replace(one, score=one.score + worth) for one in row] for row in rows]


def small_windows() -> None:
    """Make the windows and parts of this process small."""
    from reformtext import runs, windows

    windows.WINDOW_ARTICLES = WINDOW_ARTICLES
    vars(runs)["WINDOWS_A_PART"] = WINDOWS_A_PART


def normalise(folder: Path, *, count: int = ARTICLES, seconds: float = 0.0) -> None:
    """Run articles into a folder."""
    from reformtext.normalising import normalise_to

    model = ScriptedModel(Engine(seconds=seconds))
    normalise_to(folder, articles(count), model=model, language="id", progress=False)


def forked(work: Callable[[], object]) -> int:
    """Return the number of a child process that does something, and exits with 0 after it."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def killed_after(child: int, seconds: float) -> bool:
    """Kill a child after some time; return whether it was killed before it had done its work."""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"the child ended by itself, with {os.waitstatus_to_exitcode(status)}")
    return os.WIFSIGNALED(status)


def kills(root: str, wanted: str, seed: str) -> None:
    """Run into folders, killed at moments drawn by chance, each time going on until it is done.

    Prints how many kills each folder has outlived.
    """
    _warm()
    chance = random.Random(int(seed))  # noqa: S311 - it draws no secrets
    outlived: list[int] = []
    while sum(outlived) < int(wanted):
        run = partial(normalise, Path(root) / f"run-{len(outlived):03}", seconds=0.01)
        outlived.append(0)
        while killed_after(forked(run), chance.uniform(0.0, 1.0) ** 2):
            outlived[-1] += 1
    print(json.dumps(outlived))  # noqa: T201 - it is the program's answer


def events(root: str) -> None:
    """Run into folders, one for each thing that is done to a file in them, killed before it.

    Prints what was about to be done when each was killed.
    """
    _warm()
    told: list[str] = []
    while True:
        folder = Path(root) / f"run-{len(told):03}"
        reading, writing = os.pipe()
        child = forked(partial(_until_event, folder, len(told), writing))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            event = pipe.read()
        if not os.waitpid(child, 0)[1]:
            break
        told.append(event)
        must_end(forked(partial(normalise, folder, count=FEW_ARTICLES)))
    print(json.dumps(told))  # noqa: T201 - it is the program's answer


def must_end(child: int) -> None:
    """Wait for a child; raise RuntimeError unless it ends well."""
    status = os.waitpid(child, 0)[1]
    if status:
        raise RuntimeError(f"a child ended with the status {status}")


def _warm() -> None:
    """Load all that a run needs, so that children are fast; no thread is started here."""
    small_windows()
    import pyarrow.parquet

    from reformtext.pipeline import Pipeline

    assert pyarrow.parquet
    pipeline = Pipeline.default(ScriptedModel(Engine()), language="id", progress=False)
    for article in articles():
        pipeline(article)


def _until_event(folder: Path, number: int, pipe: int) -> None:
    """Run into a folder; die before the thing of that number is done to a file in it."""
    left = [number]

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if not _is_change(event, arguments, folder):
            return
        if left[0] == 0:
            os.write(pipe, f"{event} {Path(str(arguments[0])).name}".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    sys.addaudithook(watch)
    normalise(folder, count=FEW_ARTICLES)


def _is_change(event: str, arguments: tuple[Any, ...], folder: Path) -> bool:
    """Return whether an audit event is of something that is done to a file in a folder."""
    if event == "open":
        modes = set(str(arguments[1]))
        if not modes & set("wxa+"):
            return False
    elif event not in {"os.rename", "os.remove", "sqlite3.connect"}:
        return False
    return str(arguments[0]).startswith(str(folder))


def command(seconds: str, *arguments: str) -> None:
    """Do what the command ``reformtext`` does, with a scripted model."""
    small_windows()
    from reformtext import cli, models

    def scripted(name: str, *, engine: str, device: str) -> ScriptedModel:
        return ScriptedModel(Engine(seconds=float(seconds), batchwise=False))

    vars(models)["Model"] = scripted
    sys.argv = ["reformtext", *arguments]
    cli.main()


def limited(size: str, *arguments: str) -> None:
    """Do what the command does, where no file can grow beyond a size in bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.RLIM_INFINITY))
    command(*arguments)


def cached(path: str, target: str, seconds: str) -> None:
    """Write a corpus with translations kept in a shared cache; print how many were decoded."""
    import reformtext as rt

    small_windows()
    engine = Engine(seconds=float(seconds), batchwise=False)
    cache = rt.Cache(path)
    done = rt.normalise(
        articles(), model=ScriptedModel(engine), language="id", cache=cache, progress=False
    )
    cache.close()
    done.write(target)
    print(sum(len(call) for call in engine.calls))  # noqa: T201 - it is the program's answer


def forks(path: str) -> None:
    """Translate and detect, then do it again in a forked child and in a pool of such."""
    import multiprocessing

    import reformtext as rt

    texts = [source(number) for number in range(12)]
    pipeline = rt.Pipeline.default(
        ScriptedModel(Engine(batchwise=False)), cache=rt.Cache(path), progress=False
    )
    corpus = pipeline.run(articles(12))
    found = [rt.detect(text) for text in texts]

    def same() -> None:
        assert pipeline.run(articles(12)) == corpus
        assert [rt.detect(text) for text in texts] == found
        more = pipeline.run(articles(16))
        assert [a.id for a in more if a.failed] == []

    must_end(forked(same))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(rt.detect, texts) == found
    same()
    print("the same")  # noqa: T201 - it is the program's answer


PROGRAMS: dict[str, Callable[..., None]] = {
    program.__name__: program for program in (kills, events, command, limited, cached, forks)
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
