"""Whose turn it is at an engine: whoever began first, so that windows do not keep step.

Two windows that shared an engine evenly would end together, and then be checked together, in
Python, which one thread at a time can run; the engine would stand idle meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from threading import Condition, Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from reformtext.engines import calls_at_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformtext.engines import Engine

__all__ = ["EngineTurns", "turns_of"]


class EngineTurns:
    """Lets in so many at a time; of those that wait, whoever's work began first.

    Attributes:
        places: how many.
    """

    def __init__(self, places: int) -> None:
        self.places = places
        self._free = places
        self._changed = Condition()
        self._waiting: set[tuple[int, int]] = set()
        self._asked = count()

    @contextmanager
    def turn(self, begun: int) -> Iterator[None]:
        """Hold a place, once there is one.

        Args:
            begun: when the work began that this is part of, as an ever greater number.
        """
        mine = (begun, next(self._asked))
        with self._changed:
            self._waiting.add(mine)
            try:
                self._changed.wait_for(lambda: self._free and min(self._waiting) == mine)
                self._free -= 1
            finally:
                self._waiting.remove(mine)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()


_lock = Lock()
_turns: WeakKeyDictionary[Engine, EngineTurns] = WeakKeyDictionary()


def turns_of(engine: Engine) -> EngineTurns:
    """Return the turns at an engine, which all that use it share."""
    with _lock:
        if engine not in _turns:
            _turns[engine] = EngineTurns(calls_at_once(engine))
        return _turns[engine]
