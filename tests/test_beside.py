"""Pure functions in a process beside this one: the same results, whatever becomes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reformtext import windows
from reformtext.article import Article
from reformtext.beside import Beside
from reformtext.models import Model
from reformtext.pipeline import Pipeline
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WAIT_SECONDS = 60


def process_of(_: object) -> int:
    """Return the number of the process that this is called in."""
    return os.getpid()


def scaled(factor: int, value: int) -> int:
    """Return a product."""
    return factor * value


def only_here(process: int) -> str:
    """Return a text in that process; raise in others."""
    if os.getpid() != process:
        raise RuntimeError("elsewhere")
    return "here"


def ended_there(process: int) -> str:
    """Return a text in that process; end others at once."""
    if os.getpid() != process:
        os._exit(1)
    return "here"


def loud(value: int) -> int:
    """Return a number, and print where answers are sent."""
    sys.stdout.write("not an answer")
    sys.stdout.flush()
    os.write(1, b"nor this\n")
    return value


def until(condition: Callable[[], bool]) -> bool:
    """Wait for a condition; return whether it came."""
    end = time.monotonic() + WAIT_SECONDS
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@pytest.fixture
def helper() -> Iterator[Beside]:
    """A process beside this one that has begun."""
    one = Beside()
    one.start()
    assert until(lambda: one.call(process_of, None) != os.getpid())
    yield one
    one.close()


def test_calls_are_done_here_until_it_is_started() -> None:
    one = Beside()
    assert one.call(process_of, None) == os.getpid()
    one.close()


def test_calls_are_done_there_with_what_they_carry(helper: Beside) -> None:
    double, triple = partial(scaled, 2), partial(scaled, 3)
    assert [helper.call(f, n) for n in (1, 5) for f in (double, triple)] == [2, 3, 10, 15]


def test_what_raises_there_is_called_here(helper: Beside) -> None:
    assert helper.call(only_here, os.getpid()) == "here"
    assert helper.call(process_of, None) != os.getpid()


def test_what_raises_everywhere_is_raised(helper: Beside) -> None:
    with pytest.raises(RuntimeError, match="elsewhere"):
        helper.call(only_here, -1)


def test_what_is_printed_there_is_no_answer(helper: Beside) -> None:
    assert [helper.call(loud, n) for n in range(3)] == [0, 1, 2]
    assert helper.call(process_of, None) != os.getpid()


def test_after_it_died_calls_are_done_here(helper: Beside) -> None:
    assert helper.call(ended_there, os.getpid()) == "here"
    assert helper.call(process_of, None) == os.getpid()
    helper.close()


def test_what_cannot_be_pickled_is_called_here(helper: Beside) -> None:
    assert helper.call(lambda value: value + 1, 1) == 2
    assert helper.call(len, [threading.Lock()]) == 1


def test_threads_share_it(helper: Beside) -> None:
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda k=k: results.append(helper.call(partial(scaled, k), 10)))
        for k in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(0, 80, 10))


@pytest.mark.parametrize("wait", [0, 0.05])
def test_it_can_be_closed_while_it_begins(wait: float) -> None:
    one = Beside()
    one.start()
    time.sleep(wait)
    one.close()
    assert one.call(process_of, None) == os.getpid()


@pytest.mark.parametrize("program", ["", "no-such-program", "/bin/echo"])
def test_where_none_can_begin_calls_are_done_here(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    one = Beside()
    one.start()
    one.close()
    assert one.call(process_of, None) == os.getpid()


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_it_leaves_an_interruption_to_this_process(helper: Beside) -> None:
    there = helper.call(process_of, None)
    os.kill(there, signal.SIGINT)
    assert helper.call(process_of, None) == there


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_ends_with_a_process_that_is_killed() -> None:
    program = (
        "import os, time; from reformtext.beside import Beside; b = Beside(); b.start()\n"
        "while b.call(id, None) == id(None) and not b._ready.is_set(): time.sleep(.01)\n"
        "print(b._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as one:
        assert one.stdout is not None
        there = int(one.stdout.readline())
        assert _is_alive(there)
        one.kill()
    assert until(lambda: not _is_alive(there))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


TEXTS = [
    f"Guvernul a alocat {number}.000 de lei pentru drumuri pe {number % 28 + 1} mai 2024.\n"
    f"Primarul Ion Popescu a spus că {number} oameni au venit."
    for number in range(1, 41)
]


@pytest.fixture
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows of four articles; the process begins with the first."""
    monkeypatch.setattr(windows, "WINDOW_ARTICLES", 4)
    monkeypatch.setattr(windows, "BESIDE_FROM", 1)


def _articles() -> Iterator[Article]:
    return (Article(str(number), text) for number, text in enumerate(TEXTS))


@pytest.mark.usefixtures("small_windows")
def test_a_pipeline_gives_the_same_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[int] = []

    class Counted(Beside):
        def start(self) -> None:
            super().start()
            assert until(lambda: self.call(process_of, None) != os.getpid())
            there.append(self.call(process_of, None))

    monkeypatch.setattr("reformtext.pipeline.Beside", Counted)
    pipeline = Pipeline.default(ScriptedModel(ScriptedEngine()), progress=False)
    alone = list(replace(pipeline, beside=False).stream(_articles()))
    assert list(replace(pipeline, beside=True).stream(_articles())) == alone
    assert there
    assert os.getpid() not in there
    assert all(segment.quantities for article in alone for segment in article.segments)
    assert not any(article.failures for article in alone)


@pytest.mark.usefixtures("small_windows")
def test_stages_of_the_user_are_called_here() -> None:
    seen: set[int] = set()

    def noted(article: Article) -> Article:
        seen.add(os.getpid())
        return article

    pipeline = replace(Pipeline.default(ScriptedModel(ScriptedEngine())), beside=True)
    pipeline = pipeline.insert("noted", noted, after="detect")
    assert len(list(pipeline.stream(_articles()))) == len(TEXTS)
    assert seen == {os.getpid()}


@pytest.mark.usefixtures("small_windows")
def test_a_run_that_is_given_up_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Beside] = []

    class Noted(Beside):
        def __init__(self) -> None:
            super().__init__()
            begun.append(self)

    monkeypatch.setattr("reformtext.pipeline.Beside", Noted)
    pipeline = replace(Pipeline.default(ScriptedModel(ScriptedEngine())), beside=True)
    stream = pipeline.stream(_articles())
    assert isinstance(stream, Generator)
    next(stream)
    stream.close()
    (one,) = begun
    assert one._process is None or one._process.returncode is not None


def test_few_articles_begin_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reformtext.beside.subprocess.Popen", None)
    pipeline = replace(Pipeline.default(ScriptedModel(ScriptedEngine())), beside=True)
    assert len(list(pipeline.stream(_articles()))) == len(TEXTS)


def test_a_model_of_one_thread_has_none_beside() -> None:
    assert not Pipeline.default(Model("embedded", threads=1)).beside
