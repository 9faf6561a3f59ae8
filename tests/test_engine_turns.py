"""At an engine it is the turn of whoever began first, and of no more than there are places."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread

import pytest

from reformtext.article import Article
from reformtext.decoding import Search, decode
from reformtext.engine_turns import EngineTurns, turns_of
from reformtext.engines import Hypothesis
from reformtext.testing import ScriptedEngine
from reformtext.windows import in_order, work_begun

LONG = 600
"""Words of a text that is a batch of its own."""
BATCHES = 9


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def waiting(turns: EngineTurns) -> int:
    return len(turns._waiting)


def test_no_more_are_let_in_than_there_are_places() -> None:
    turns, inside, most, lock = EngineTurns(3), 0, 0, Lock()

    def work(begun: int) -> None:
        nonlocal inside, most
        with turns.turn(begun):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.002)
            with lock:
                inside -= 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(work, range(60)))
    assert most == 3
    assert (inside, waiting(turns)) == (0, 0)


def test_of_those_that_wait_the_one_whose_work_began_first_is_let_in() -> None:
    turns, order, hold = EngineTurns(1), [], Event()

    def first() -> None:
        with turns.turn(0):
            hold.wait(20)

    def later(begun: int) -> None:
        with turns.turn(begun):
            order.append(begun)

    threads = [Thread(target=first), *(Thread(target=later, args=(n,)) for n in (7, 3, 9, 3, 5))]
    for i, thread in enumerate(threads):
        thread.start()
        until(lambda i=i: turns._free == 0 and waiting(turns) == i)  # type: ignore[misc]
    hold.set()
    for thread in threads:
        thread.join(20)
    assert order == [3, 3, 5, 7, 9]


def test_whoever_gives_up_waiting_is_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = EngineTurns(1)

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(turns._changed, "wait_for", interrupted)
        with pytest.raises(KeyboardInterrupt), turns.turn(0):
            pass
    with turns.turn(1):
        assert waiting(turns) == 0


def test_a_place_is_free_again_after_an_error() -> None:
    turns = EngineTurns(1)
    with pytest.raises(ValueError, match="broken"), turns.turn(0):
        raise ValueError("broken")
    with turns.turn(1):
        pass


@pytest.mark.parametrize("parallel", [1, 2])
def test_an_engine_ends_a_window_before_it_begins_the_next(parallel: int) -> None:
    begun: dict[str, int] = {}
    calls: list[str] = []
    both = Event()

    class Engine(ScriptedEngine):
        batch_tokens = LONG + 1

        def translate(
            self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
        ) -> list[list[Hypothesis]]:
            calls.append(texts[0][0])
            if calls[-1] == "a":  # none of them ends before the next one has asked
                until(lambda: calls.count("a") == BATCHES or self.asked("a"))
                both.set()
                until(lambda: "b" in calls or self.asked("b"))
            return super().translate(texts, beam=beam, n_best=n_best, no_repeat=no_repeat)

        def asked(self, name: str) -> bool:
            return any(one == begun.get(name) for one, _ in list(turns_of(self)._waiting))

    engine = Engine(max_source_tokens=2 * LONG)
    engine.parallel = parallel  # type: ignore[attr-defined]

    def work(articles: list[Article]) -> None:
        name = articles[0].id
        if name == "b":
            assert both.wait(20)
        begun[name] = work_begun()
        words = (f"{name}{number}" for number in range(BATCHES * LONG))
        texts = [" ".join(next(words) for _ in range(LONG)) for _ in range(BATCHES)]
        decode(engine, texts, Search())

    list(in_order(work, [[Article("a", "a")], [Article("b", "b")]]))
    assert sorted(calls) == ["a"] * BATCHES + ["b"] * BATCHES
    assert calls.index("b") == BATCHES
