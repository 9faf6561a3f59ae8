"""What engines made of texts, in a file that outlasts the process: SQLite, in WAL mode.

The key of a text holds all that shapes what an engine makes of it: the model's digest, the engine
with its arithmetic and version, how it decodes, and the text.  Several processes may use one file.
A cache is never worth an error: one that cannot be read or written is logged and done without.
Only that of a run is one: a run that went on without it might end with other bytes.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import time
import zlib
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from reformtext.decoding import Decoded
from reformtext.engines import Hypothesis
from reformtext.errors import FormatError, RunError
from reformtext.storage import cache_folder
from reformtext.windows import LANES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reformtext.decoding import Search

__all__ = ["Cache"]

_log = logging.getLogger(__name__)

FORMAT: Final = "1"
"""Changed with what the file or its keys look like, so that no old entry is taken for a new one."""
MAX_BYTES: Final = 2 << 30
SHARED: Final = -1
"""Stands in the column ``window`` for whatever belongs to no run."""
_AT_ONCE: Final = 500  # parameters of a query
_WAIT_SECONDS: Final = 30  # for another process to finish writing
_EVICTED: Final = 0.2  # of the entries, when there is no room
_GRAIN_SECONDS: Final = 3600  # of what is known about the last use: so that few uses are written
_inherited: Final[list[sqlite3.Connection]] = []

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS decoded (
    key BLOB NOT NULL, window INTEGER NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (key, window)
) WITHOUT ROWID
"""


class Cache:
    """Translations on disk.

    Args:
        path: the file; None: ``segments.sqlite`` in the user's cache folder.
        max_bytes: how large it may grow before what was not used for longest is dropped; one that
            is ``windowed`` grows with its run.
        windowed: whether entries belong to the windows of one run, of which each sees those that
            were done for certain when it began; otherwise all see all.

    Raises:
        FormatError: when the file that is named is a database of something else.  A file that is
            none is set aside, with ``.broken`` behind its name, when the cache is first used.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        max_bytes: int = MAX_BYTES,
        windowed: bool = False,
    ) -> None:
        if path is not None and not windowed:
            _check_is_ours(Path(path))
        self.path = Path(path) if path is not None else cache_folder() / "segments.sqlite"
        self.windowed = windowed
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._readable = self._writable = True

    def recall(
        self, engine: str, texts: Sequence[str], search: Search, window: int | None
    ) -> dict[str, Decoded]:
        """Return what is known of texts.

        Args:
            engine: its identity.
            texts: what was translated.
            search: how.
            window: the window that asks, of a cache that is ``windowed``.
        """
        by_key = {_key(engine, search, text): text for text in texts}
        found: dict[bytes, Decoded] = {}

        def read(connection: sqlite3.Connection) -> None:
            keys = list(by_key)
            for start in range(0, len(keys), _AT_ONCE):
                rows = dict(_rows(connection, keys[start : start + _AT_ONCE], window))
                found.update({key: _unpacked(value) for key, value in rows.items()})

        if self._readable and by_key:
            self._readable = self._attempt(read)
        if self._writable and found and not self.windowed:
            self._writable = self._attempt(lambda connection: _note_use(connection, found))
        return {by_key[key]: one for key, one in found.items()}

    def keep(
        self, engine: str, searches: Mapping[Search, Mapping[str, Decoded]], window: int | None
    ) -> None:
        """Keep what an engine made of texts, all of it or nothing; failures are not kept."""
        owner = window if self.windowed and window is not None else SHARED
        now = int(time.time())

        def write(connection: sqlite3.Connection) -> None:
            rows = [
                (_key(engine, search, text), owner, now, _packed(one))
                for search, decoded in searches.items()
                for text, one in decoded.items()
                if one.hypotheses
            ]
            with connection:
                connection.executemany("INSERT OR IGNORE INTO decoded VALUES (?, ?, ?, ?)", rows)
            self._make_room(connection)

        if self._writable and engine:
            self._writable = self._attempt(write)

    def close(self) -> None:
        """Close the file; it is opened again when it is next used."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _make_room(self, connection: sqlite3.Connection) -> None:
        """Drop what was not used for longest until the file is small enough, or empty."""
        if self.windowed or _bytes_used(connection) <= self._max_bytes:
            return
        count = connection.execute("SELECT COUNT(*) FROM decoded").fetchone()[0]
        while count > 0 and _bytes_used(connection) > self._max_bytes:
            dropped = max(1, int(count * _EVICTED))
            with connection:
                connection.execute(
                    "DELETE FROM decoded WHERE (key, window) IN "
                    "(SELECT key, window FROM decoded ORDER BY used LIMIT ?)",
                    [dropped],
                )
            count -= dropped
        connection.executescript("PRAGMA incremental_vacuum")  # ``execute`` frees one page only

    def remove(self) -> None:
        """Delete the file and what SQLite has beside it."""
        self.close()
        self._delete()

    def _delete(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def _set_aside(self) -> None:
        """Make room for a new file; what is not of a run may be somebody's, and is kept beside."""
        if not self.windowed:
            self.path.replace(f"{self.path}.broken")
        self._delete()

    def _attempt(self, work: Callable[[sqlite3.Connection], None]) -> bool:
        """Do something with the file; return whether that went well.

        Raises:
            RunError: when it did not, and the cache is that of a run.
        """
        with self._lock:
            try:
                work(self._open())
            except (sqlite3.Error, OSError, TypeError, ValueError, zlib.error) as error:
                if self.windowed and isinstance(error, sqlite3.Error | OSError | zlib.error):
                    raise RunError(
                        f"{self.path} cannot be used ({error}): see to it that there is room and "
                        "that it can be written, and call again, to go on with the run; if it is "
                        "broken, delete it before that"
                    ) from error
                _log.warning(
                    "the cache %s is done without from here on (%s): if this goes on, delete it",
                    self.path,
                    error,
                )
                return False
        return True

    def _open(self) -> sqlite3.Connection:
        """Return the open file; what is there and is no cache of ours is put in its place anew."""
        if self._connection is not None and self._process != os.getpid():
            _inherited.append(self._connection)  # SQLite forbids to use, or close, that of a parent
            self._connection = None
        if self._connection is None:
            self._process = os.getpid()
            try:
                self._connection = self._connected()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                _log.warning("the cache %s is broken (%s), and begun anew", self.path, error)
                self._set_aside()
                self._connection = self._connected()
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        if self.path.exists() and not os.access(self.path, os.W_OK):
            if self.windowed:
                raise PermissionError("it cannot be written")
            self._writable = False
            return _connected_to_read(self.path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, check_same_thread=False)
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            # What a run kept is to be there when its parts are, even after the power went.
            connection.execute(f"PRAGMA synchronous = {'FULL' if self.windowed else 'NORMAL'}")
            with connection:
                connection.execute(_TABLE)
            connection.execute("SELECT key, window, used, value FROM decoded LIMIT 1").fetchall()
        except BaseException:
            connection.close()
            raise
        return connection


def _check_is_ours(path: Path) -> None:
    """Raise FormatError for a database of something else; what is none is set aside when opened."""
    if not path.is_file():
        return
    others: list[str] = []
    with suppress(sqlite3.Error), closing(_connected_to_read(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
        others = [n for n in tables if n != "decoded" and not n.startswith("sqlite_")]
    if others:
        raise FormatError(
            f"{path} is no cache: found a database with {', '.join(others[:3])}, expected a file "
            "that reformtext.Cache made; name a file that is not there yet"
        )


def _connected_to_read(path: Path) -> sqlite3.Connection:
    """Return a file that cannot be written; where WAL needs to, as one that nobody writes."""
    only = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(only, uri=True, check_same_thread=False)
    try:
        connection.execute("SELECT key FROM decoded LIMIT 1").fetchall()
    except sqlite3.OperationalError:
        connection.close()
        return sqlite3.connect(f"{only}&immutable=1", uri=True, check_same_thread=False)
    return connection


def _rows(
    connection: sqlite3.Connection, keys: list[bytes], window: int | None
) -> Iterator[tuple[bytes, bytes]]:
    """Yield keys with their values; of those of one key, what comes later counts."""
    marks = ",".join("?" * len(keys))
    found = connection.execute(
        f"SELECT key, window, value FROM decoded WHERE key IN ({marks}) ORDER BY window DESC",  # noqa: S608 - marks only
        keys,
    ).fetchall()
    own = [row for row in found if row[1] == window]
    for key, owner, value in [*found, *own]:
        if owner in (SHARED, window) or (window is not None and owner <= window - LANES):
            yield key, value


def _note_use(connection: sqlite3.Connection, keys: Iterable[bytes]) -> None:
    now = int(time.time())
    with connection:
        connection.executemany(
            "UPDATE decoded SET used = ? WHERE key = ? AND used < ?",
            [(now, key, now - _GRAIN_SECONDS) for key in keys],
        )


def _bytes_used(connection: sqlite3.Connection) -> int:
    """Return the size of a file without what is free in it."""
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def _key(engine: str, search: Search, text: str) -> bytes:
    decoding = f"{search.beam}/{search.n_best}/{search.no_repeat}"
    named = "\0".join((FORMAT, engine, decoding, text))
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()[:16]


def _packed(decoded: Decoded) -> bytes:
    rows = [
        (h.text, h.score, h.tokens, h.complete, h.pieces, h.aligned) for h in decoded.hypotheses
    ]
    return zlib.compress(json.dumps(rows).encode(), 1)


def _unpacked(value: bytes) -> Decoded:
    rows: list[list[Any]] = json.loads(zlib.decompress(value))
    return Decoded(
        tuple(
            Hypothesis(text, score, tokens, complete, tuple(pieces), tuple(aligned))
            for text, score, tokens, complete, pieces, aligned in rows
        )
    )
