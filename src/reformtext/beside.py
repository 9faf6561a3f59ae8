"""A process beside this one, for Python that would keep the engine waiting.

The threads of a process take turns at running Python: while one prepares articles, no other can
hand its batches to the engine, and cores idle.  What is pure is done in a second process instead.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import subprocess
import sys
from threading import Event, Lock, Thread
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Beside", "serve"]

_log = logging.getLogger(__name__)

# The script of the user is not imported there, as ``multiprocessing`` does: it may have no guard.
_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from reformtext.beside import serve; serve()"
)
_READY: Final = "ready"
_NO_WINDOW: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows

Argument = TypeVar("Argument")
Result = TypeVar("Result")


class Beside:
    """Calls pure functions in a process beside this one, once there is one.

    Until it has begun, where none can begin, and after it died, calls are done in this process: the
    results are the same.  Threads may share it; their calls are done one after the other.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._starter: Thread | None = None
        self._ready = Event()
        self._turn = Lock()
        self._numbers: dict[object, int] = {}
        self._latest: dict[Callable[[Any], object], Any] = {}

    def start(self) -> None:
        """Begin the process, without waiting for it; once is enough."""
        if self._starter is None:
            self._starter = Thread(target=self._begin, daemon=True)
            self._starter.start()

    def call(self, function: Callable[[Argument], Result], argument: Argument) -> Result:
        """Return what a pure function, which can be pickled, makes of an argument.

        The function is sent at its first call only, so that what it carries is sent once.
        """
        if self._ready.is_set():
            answer = self._asked(function, argument)
            if answer is not None:
                return answer[0]
        else:
            self._latest[function] = argument
        return function(argument)

    def close(self) -> None:
        """End the process; nothing is to be called any more."""
        self._ready.clear()
        if self._process is not None:
            self._process.kill()
        if self._starter is not None:
            self._starter.join()
        if self._process is not None:
            self._process.kill()  # it may have begun meanwhile
            with contextlib.suppress(OSError):  # of what was not sent
                self._process.communicate()

    def _begin(self) -> None:
        if not sys.executable:
            return
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this Python
                [sys.executable, "-c", _PROGRAM, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
            )
            if _received(self._process.stdout) == _READY:
                self._rehearse()
        except Exception as error:  # noqa: BLE001 - whatever it is, calls are done here
            _log.debug("there is no process beside this one: %r", error)

    def _rehearse(self) -> None:
        """Call there what was called here, so that all is loaded before anyone waits for it."""
        for function, argument in list(self._latest.items()):
            if self._asked(function, argument) is None:
                return
        self._ready.set()
        self._latest.clear()

    def _asked(self, function: Callable[[Any], Result], argument: object) -> tuple[Result] | None:
        """Return the answer of the process, if it gives one."""
        with self._turn:
            process = self._process
            if process is None:
                return None
            try:
                known = function in self._numbers
                number = self._numbers.setdefault(function, len(self._numbers))
                _send(process.stdin, (number, None if known else function, argument))
                answer: tuple[Result] | None = _received(process.stdout)
            except Exception as error:  # noqa: BLE001 - whatever it is, calls are done here
                _log.debug("the process beside this one is done without: %r", error)
                self._ready.clear()
                return None
            return answer


def _send(pipe: IO[bytes] | None, message: object) -> None:
    assert pipe is not None  # noqa: S101 - it was opened as one
    pipe.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    pipe.flush()


def _received(pipe: IO[bytes] | None) -> Any:
    assert pipe is not None  # noqa: S101 - it was opened as one
    return pickle.load(pipe)  # noqa: S301 - of a process of our own


def serve() -> None:
    """Answer the calls of the process that began this one, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the other one
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints is not to print an answer
    functions: dict[int, Callable[[Any], object]] = {}
    _send(answers, _READY)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            number, function, argument = _received(calls)
            if function is not None:
                functions[number] = function
            _send(answers, _attempted(functions[number], argument))


def _attempted(function: Callable[[Any], Result], argument: object) -> tuple[Result] | None:
    """Return the result of a call; None if it raises, to be raised where it was called."""
    try:
        return (function(argument),)
    except Exception:  # noqa: BLE001 - it is called again there
        return None
