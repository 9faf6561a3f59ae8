"""Windows in threads: in order, few at a time, ended together; and what each may know of others."""

from __future__ import annotations

import random
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from reformtext import windows
from reformtext.article import Article
from reformtext.decoding import Decoded, Search
from reformtext.memory import WINDOWS_BACK, Memory
from reformtext.pipeline import Pipeline
from reformtext.testing import ScriptedEngine, ScriptedModel
from reformtext.windows import (
    LANES,
    Course,
    Stopped,
    Window,
    current_window,
    in_order,
    stop_if_asked,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCH = Search()
WAIT_SECONDS = 20


def some(count: int, source: str = "x") -> list[Article]:
    return [Article(str(number), source) for number in range(count)]


def single(count: int) -> Iterator[list[Article]]:
    yield from ([article] for article in some(count))


def name(articles: list[Article]) -> str:
    return articles[0].id


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([1] * 7, [3, 3, 1]),
        ([100, 1, 1], [1, 2]),
        ([60, 60, 1], [2, 1]),
        ([1, 1, 100, 1], [3, 1]),
        ([99, 99], [2]),
    ],
)
def test_a_window_ends_by_articles_or_characters(
    monkeypatch: pytest.MonkeyPatch, lengths: list[int], expected: list[int]
) -> None:
    monkeypatch.setattr(windows, "WINDOW_ARTICLES", 3)
    monkeypatch.setattr(windows, "WINDOW_CHARACTERS", 100)
    articles = [Article(str(i), "x" * length) for i, length in enumerate(lengths)]
    found = list(windows.windows(articles))
    assert [len(window) for window in found] == expected
    assert [article for window in found for article in window] == articles


def test_the_first_windows_are_smaller_and_a_run_that_goes_on_has_the_same() -> None:
    few, some_more = windows.FIRST_WINDOWS
    full = windows.WINDOW_ARTICLES
    articles = list(some(few + some_more + 2 * full + 1))
    cut = list(windows.windows(articles))
    assert [len(window) for window in cut] == [few, some_more, full, full, 1]
    for number in range(len(cut)):
        rest = [article for window in cut[number:] for article in window]
        assert list(windows.windows(rest, first=number)) == cut[number:]


def test_order_is_kept_however_long_a_window_takes() -> None:
    def work(articles: list[Article]) -> str:
        time.sleep(0.02 if int(name(articles)) % 3 == 0 else 0)
        return name(articles)

    assert list(in_order(work, single(20))) == [str(number) for number in range(20)]


def test_one_window_more_is_read_than_is_under_way() -> None:
    read, begun = [], []

    def source() -> Iterator[list[Article]]:
        for window in single(9):
            read.append(name(window))
            yield window

    def work(articles: list[Article]) -> str:
        begun.append(name(articles))
        return name(articles)

    results = in_order(work, source())
    assert read == []
    for given, _ in enumerate(results, start=1):
        assert len(read) <= given + LANES
        assert len(begun) <= given + LANES
    assert len(read) == len(begun) == 9


def test_as_many_windows_as_lanes_are_worked_on_at_once() -> None:
    together = threading.Barrier(LANES)

    def work(articles: list[Article]) -> str:
        together.wait(WAIT_SECONDS)
        return name(articles)

    assert len(list(in_order(work, single(3 * LANES)))) == 3 * LANES


def test_a_window_begins_when_the_one_that_many_lanes_before_has_ended() -> None:
    ended: set[int] = set()

    def work(articles: list[Article]) -> None:
        window = current_window()
        assert window is not None
        assert set(range(window.number - LANES + 1)) <= ended
        window.endings["test"] = lambda: ended.add(window.number)
        time.sleep(0.005)

    assert len(list(in_order(work, single(12)))) == 12
    assert ended == set(range(12))


@pytest.mark.parametrize("good", [0, 1, LANES, LANES + 1, 5])
def test_an_error_of_reading_is_raised_after_what_was_read_before(good: int) -> None:
    def source() -> Iterator[list[Article]]:
        yield from single(good)
        raise OSError("the disk is gone")

    results = in_order(name, source())
    assert [next(results) for _ in range(good)] == [str(number) for number in range(good)]
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_an_error_of_work_is_raised_in_its_place() -> None:
    def work(articles: list[Article]) -> str:
        if name(articles) == "3":
            raise ValueError("window 3")
        return name(articles)

    results = in_order(work, single(9))
    assert [next(results) for _ in range(3)] == ["0", "1", "2"]
    with pytest.raises(ValueError, match="window 3"):
        next(results)
    assert list(results) == []


def test_windows_are_numbered_and_known_to_their_own_work_alone() -> None:
    def work(_: list[Article]) -> int:
        window = current_window()
        assert window is not None
        return window.number

    assert list(in_order(work, single(4), first=7)) == [7, 8, 9, 10]
    assert current_window() is None
    stop_if_asked()  # there is none that could be stopped


def test_endings_are_done_only_when_the_work_was_done_well() -> None:
    done: list[str] = []

    def work(articles: list[Article]) -> None:
        window = current_window()
        assert window is not None
        window.endings["test"] = lambda: done.append(name(articles))
        if name(articles) == "1":
            raise ValueError("not well")

    with pytest.raises(ValueError, match="not well"):
        list(in_order(work, single(2)))
    assert done == ["0"]


def test_work_is_stopped_when_nobody_waits_for_it() -> None:
    going, stopped = threading.Event(), threading.Event()

    def work(articles: list[Article]) -> str:
        if name(articles) == "0":
            return "0"
        going.set()
        try:
            for _ in range(100 * WAIT_SECONDS):
                stop_if_asked()
                time.sleep(0.01)
        except Stopped:
            stopped.set()
            raise
        return "never"

    with closing(in_order(work, single(9))) as results:
        assert next(results) == "0"
        assert going.wait(WAIT_SECONDS)
        began = time.monotonic()
    assert stopped.is_set()
    assert time.monotonic() - began < WAIT_SECONDS / 2
    assert not [t for t in threading.enumerate() if t.name.startswith("reformtext")]


def test_a_stage_does_not_take_being_stopped_for_a_failure_of_an_article() -> None:
    assert not issubclass(Stopped, Exception)


class Busy:
    """A stage of a user: notes whether two threads ever were in it at once."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0

    def __call__(self, article: Article) -> Article:
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.002)
        self.inside -= 1
        return article.noted("busy", "seen")


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "WINDOW_ARTICLES", 2)


@pytest.mark.usefixtures("tiny")
def test_a_stage_of_the_user_is_called_by_one_thread_at_a_time() -> None:
    busy = Busy()
    done = list(Pipeline((("busy", busy),)).stream(some(40)))
    assert busy.most == 1
    assert [article.id for article in done] == [str(number) for number in range(40)]
    assert all(article.trace for article in done)


@pytest.mark.usefixtures("tiny")
def test_nor_is_it_under_two_names() -> None:
    busy = Busy()
    list(Pipeline((("busy", busy), ("again", busy))).stream(some(40)))
    assert busy.most == 1


@pytest.mark.usefixtures("tiny")
def test_a_stream_gives_out_whole_windows_before_an_error_of_reading() -> None:
    def articles() -> Iterator[Article]:
        yield from some(5)
        raise OSError("the disk is gone")

    stream = Pipeline((("busy", Busy()),)).stream(articles())
    assert [next(stream).id for _ in range(4)] == ["0", "1", "2", "3"]
    with pytest.raises(OSError, match="the disk is gone"):
        next(stream)


def remembering(keeps: dict[int, str], count: int) -> list[set[str]]:
    """Return what each of some windows is told of what the others, and it itself, kept."""
    memory, engine = Memory(), ScriptedEngine()
    texts = list(dict.fromkeys(keeps.values()))

    def work(_: list[Article]) -> set[str]:
        window = current_window()
        assert window is not None
        if window.number in keeps:
            memory.keep(engine, SEARCH, {keeps[window.number]: Decoded(reason="kept")})
        return set(memory.recall(engine, texts, SEARCH))

    return list(in_order(work, single(count)))


def test_a_window_sees_itself_and_those_that_ended_for_certain() -> None:
    count = WINDOWS_BACK + 6
    seen = remembering({number: str(number) for number in range(count)}, count)
    for number, found in enumerate(seen):
        oldest = max(0, number - LANES - WINDOWS_BACK + 1)
        expected = {*range(oldest, number - LANES + 1), number}
        assert found == set(map(str, expected)), f"window {number}"


def test_the_engine_and_the_search_are_part_of_what_is_remembered() -> None:
    memory, engine, other = Memory(), ScriptedEngine(), ScriptedEngine()
    memory.keep(engine, SEARCH, {"a": Decoded(reason="kept")})
    assert memory.recall(engine, ["a", "b"], SEARCH) == {"a": Decoded(reason="kept")}
    assert memory.recall(other, ["a"], SEARCH) == {}
    for search in (Search(2), Search(2, 2), Search(no_repeat=4)):
        assert memory.recall(engine, ["a"], search) == {}


def test_outside_of_windows_a_number_of_texts_is_remembered() -> None:
    memory, engine = Memory(3), ScriptedEngine()
    for text in "abcde":
        memory.keep(engine, SEARCH, {text: Decoded(reason=text)})
    assert set(memory.recall(engine, list("abcde"), SEARCH)) == set("cde")


def test_what_a_run_kept_is_no_affair_of_another() -> None:
    memory, engine = Memory(), ScriptedEngine()

    def keep(_: list[Article]) -> None:
        memory.keep(engine, SEARCH, {"a": Decoded(reason="kept")})

    def recall(_: list[Article]) -> set[str]:
        return set(memory.recall(engine, ["a"], SEARCH))

    list(in_order(keep, single(5)))
    assert list(in_order(recall, single(5))) == [set()] * 5


@pytest.mark.usefixtures("tiny")
def test_what_is_decoded_depends_on_no_timing() -> None:
    def decoded(seed: int) -> list[list[str]]:
        chance = random.Random(seed)  # noqa: S311 - it draws no secrets

        def script(text: str) -> str:
            time.sleep(chance.uniform(0, 0.01))
            return f"The sentence {text.split()[1]} was written down here in the morning."

        engine = ScriptedEngine(script)
        pipeline = Pipeline.default(ScriptedModel(engine), language="id", progress=False)
        texts = [f"Kalimat {n % 5 + 20} ditulis. Kalimat {n % 7 + 30} ditulis." for n in range(14)]
        done = list(pipeline.stream(Article(str(n), text) for n, text in enumerate(texts)))
        assert [article.failed for article in done] == [False] * 14
        return sorted(engine.calls)

    first = decoded(1)
    assert decoded(2) == first
    assert len({text for call in first for text in call}) == 12


def test_a_run_of_windows_has_one_bar_that_ends_with_it() -> None:
    course = Course()
    step = course.expect(3, wanted=False)
    assert course.expect(2, wanted=False) == step
    step(5)
    window = Window(0, course)
    assert not window.course.stop.is_set()
    course.end()
    assert window.course.stop.is_set()
    step(1)  # of a thread that has not seen it yet
