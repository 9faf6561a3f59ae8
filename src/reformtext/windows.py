"""Articles in windows: worked on by two threads, so that one's Python overlaps the other's engine.

What comes of a window depends on no timing.  The windows are given out in order, the threads take
them in order, and what a window may know of another's work is fixed: all of those that are
``LANES`` or more before it, and nothing of those nearer, which may be under way.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar

from reformtext.progress_bars import progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from reformtext.article import Article
    from reformtext.beside import Beside

__all__ = [
    "LANES",
    "WINDOW_ARTICLES",
    "Course",
    "Stopped",
    "Window",
    "beside",
    "current_window",
    "in_order",
    "stop_if_asked",
    "windows",
    "work_begun",
]

LANES = 2
"""Windows under way at a time: one is translated while another is prepared or checked."""
WINDOW_ARTICLES = 32
"""Articles of a window, at most: enough for batches of texts of like length."""
WINDOW_CHARACTERS = 1 << 19
"""Characters of a window, after which it ends."""
FIRST_WINDOWS = (8, 16)
"""Articles of the first windows, at most: the engine is not to wait long for something to do."""

BESIDE_FROM = 6
"""The window with which a process beside this one begins: fewer do not make up for its start."""

Made = TypeVar("Made")
Argument = TypeVar("Argument")


class Stopped(BaseException):
    """Work on a window is given up, because nobody waits for it any more.

    It is no Exception: what an article or an engine raises is recorded, and this is not.
    """


class Course:
    """What the windows of one run have in common: they end together, and share a bar.

    Attributes:
        stop: set when nobody waits for them any more.
        helper: the process beside this one, if they are to have one.
    """

    def __init__(self, helper: Beside | None = None) -> None:
        self.stop = Event()
        self.helper = helper
        self._lock = Lock()
        self._bar: Any = None

    def expect(self, count: int, *, wanted: bool | None) -> Callable[[int], None]:
        """Say that so many segments are to be translated; return what says that some are.

        Args:
            count: how many.
            wanted: whether to show a bar; None: on a terminal or in a notebook.
        """
        with self._lock:
            if self._bar is None:
                self._bar = progress_bar(0, False if self.stop.is_set() else wanted)
            self._bar.total += count
        return self._step

    def end(self) -> None:
        """Stop the windows that are under way, and take the bar away."""
        self.stop.set()
        with self._lock:
            if self._bar is not None:
                self._bar.close()
            self._bar = None

    def _step(self, count: int) -> None:
        with self._lock:
            if self._bar is not None:
                self._bar.update(count)


_beginnings = count()


@dataclass(eq=False, slots=True)
class Window:
    """One window under way.

    Attributes:
        number: its place among the windows, from 0.
        course: what it shares with the other windows of its run.
        begun: when it began, among all that this process works on.
        endings: what is to be done when all of its work is done well, by whom it concerns.
    """

    number: int
    course: Course
    begun: int = field(default_factory=lambda: next(_beginnings))
    endings: dict[object, Callable[[], None]] = field(default_factory=dict)


_current: ContextVar[Window | None] = ContextVar("window", default=None)


def current_window() -> Window | None:
    """Return the window that the calling code works on, if it works on one."""
    return _current.get()


def work_begun() -> int:
    """Return when the window began that the calling code works on; now, if it works on none."""
    window = _current.get()
    return next(_beginnings) if window is None else window.begun


def stop_if_asked() -> None:
    """Raise Stopped when nobody waits for the window any more."""
    window = _current.get()
    if window is not None and window.course.stop.is_set():
        raise Stopped


def beside(function: Callable[[Argument], Made], argument: Argument) -> Made:
    """Return what a pure function makes of an argument, in the process beside this one if any."""
    window = _current.get()
    helper = None if window is None else window.course.helper
    return function(argument) if helper is None else helper.call(function, argument)


def windows(articles: Iterable[Article], *, first: int = 0) -> Iterator[list[Article]]:
    """Yield articles in windows, each ended by its number of articles or of characters.

    Args:
        articles: of the windows from ``first`` on.
        first: the number of the first window.
    """
    window: list[Article] = []
    number, characters = first, 0
    for article in articles:
        window.append(article)
        characters += len(article.source)
        if len(window) == _most(number) or characters >= WINDOW_CHARACTERS:
            yield window
            window, characters = [], 0
            number += 1
    if window:
        yield window


def _most(number: int) -> int:
    """Return how many articles a window has, at most."""
    few = FIRST_WINDOWS[number] if number < len(FIRST_WINDOWS) else WINDOW_ARTICLES
    return min(few, WINDOW_ARTICLES)


def in_order(
    work: Callable[[list[Article]], Made],
    windows: Iterable[list[Article]],
    *,
    first: int = 0,
    helper: Beside | None = None,
) -> Generator[Made, None, None]:
    """Yield what is made of each window, in order.

    At most ``LANES`` windows are under way, one more is read.  When reading raises, what was read
    before is given out first.

    Args:
        work: makes something of a window; called in threads.
        windows: the windows, read in the calling thread.
        first: the number of the first one.
        helper: not begun yet; it begins when there are windows enough, and is closed in the end.
    """
    course = Course(helper)
    source = _UntilError(windows)
    flying: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(LANES, thread_name_prefix="reformtext") as pool:
        try:
            for number, articles in enumerate(source.read(), start=first):
                done = [flying.popleft().result()] if len(flying) == LANES else []
                if helper is not None and number - first == BESIDE_FROM - 1:
                    helper.start()
                window = Window(number, course)
                flying.append(pool.submit(_worked_on, window, work, articles))
                yield from done
            while flying:
                yield flying.popleft().result()
        finally:
            course.end()
            pool.shutdown(cancel_futures=True)
            if helper is not None:
                helper.close()
    if source.error is not None:
        raise source.error


def _worked_on(
    window: Window, work: Callable[[list[Article]], Made], articles: list[Article]
) -> Made:
    token = _current.set(window)
    try:
        made = work(articles)
        for ending in window.endings.values():
            ending()
    finally:
        window.endings.clear()  # they hold the window, and it them
        _current.reset(token)
    return made


@dataclass(slots=True)
class _UntilError:
    """Windows up to the error that ends them."""

    windows: Iterable[list[Article]]
    error: Exception | None = None

    def read(self) -> Iterator[list[Article]]:
        try:
            yield from self.windows
        except Exception as error:  # noqa: BLE001 - raised when all before it is given out
            self.error = error
