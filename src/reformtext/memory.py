"""What engines made of texts before, so that nothing is decoded twice."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from reformtext.cache import Cache
from reformtext.engines import identity
from reformtext.windows import LANES, current_window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reformtext.decoding import Decoded, Search
    from reformtext.engines import Engine
    from reformtext.windows import Course, Window

__all__ = ["Memory"]

WINDOWS_BACK: Final = 16
"""Windows that are remembered behind those under way: about 500 articles."""

Key = tuple["Engine", str, "Search"]
Table = dict[Key, "Decoded"]


class Memory:
    """Remembers what engines made of the latest texts, and of all texts where it has a cache.

    In a window of a run, it gives what that window kept itself, and what the windows kept that
    were done for certain when it began: which these are depends on its number alone.

    Args:
        size: how many texts are remembered that are in no window.
        cache: where more is kept, and what is kept stays.
    """

    def __init__(self, size: int = 10_000, *, cache: Cache | None = None) -> None:
        if cache is not None and not isinstance(cache, Cache):
            raise TypeError(
                f"cache takes a reformtext.Cache, not {cache!r:.60}: write cache=Cache(), in "
                "the user's cache folder, or cache=Cache('translations.sqlite')"
            )
        self._size = size
        self._cache = cache
        self._lock = Lock()
        self._outside: Table = {}
        self._runs: WeakKeyDictionary[Course, dict[int, Table]] = WeakKeyDictionary()

    def recall(self, engine: Engine, texts: Sequence[str], search: Search) -> dict[str, Decoded]:
        """Return what an engine made of those of the texts that are remembered."""
        window = current_window()
        with self._lock:
            tables = list(self._visible(window))
            found = {
                text: table[key]
                for text in texts
                for key in [(engine, text, search)]
                for table in tables
                if key in table
            }
        who = identity(engine)
        if self._cache is not None and who:
            missing = [text for text in texts if text not in found]
            found |= self._cache.recall(who, missing, search, number_of(window))
        return found

    def keep(self, engine: Engine, search: Search, decoded: Mapping[str, Decoded]) -> None:
        """Remember what an engine made of texts."""
        window = current_window()
        with self._lock:
            table = self._own(window)
            table.update({(engine, text, search): one for text, one in decoded.items()})
            while window is None and len(table) > self._size:
                del table[next(iter(table))]
        if self._cache is None:
            return
        if window is None:
            self._cache.keep(identity(engine), {search: decoded}, None)
        else:
            window.endings[self] = lambda: self._store(window)

    def _own(self, window: Window | None) -> Table:
        """Return the table that is written to."""
        if window is None:
            return self._outside
        tables = self._runs.setdefault(window.course, {})
        for number in [n for n in tables if n < window.number - WINDOWS_BACK - 2 * LANES]:
            del tables[number]
        return tables.setdefault(window.number, {})

    def _visible(self, window: Window | None) -> Iterator[Table]:
        """Yield the tables that are looked into; what stands in a later one counts."""
        if window is None:
            yield self._outside
            return
        if self._cache is None or not self._cache.windowed:
            tables = self._runs.get(window.course, {})
            last = window.number - LANES
            for number in range(last, last - WINDOWS_BACK, -1):
                yield tables.get(number, {})
        yield self._own(window)

    def _store(self, window: Window) -> None:
        """Give the cache what was kept in a window that is done."""
        assert self._cache is not None  # noqa: S101 - asked for by ``keep`` only if it is there
        with self._lock:
            table = dict(self._own(window))
            if self._cache.windowed:  # what other windows may know, they have from there
                self._own(window).clear()
        by_engine: dict[str, dict[Search, dict[str, Decoded]]] = {}
        for (engine, text, search), one in table.items():
            by_engine.setdefault(identity(engine), {}).setdefault(search, {})[text] = one
        for who, searches in by_engine.items():
            self._cache.keep(who, searches, window.number)


def number_of(window: Window | None) -> int | None:
    """Return the number of a window, if there is one."""
    return None if window is None else window.number
