"""Where reformtext keeps what it can make again, and how it writes files."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cache_folder", "file_digest", "lies_in", "whole", "write_whole"]


def cache_folder() -> Path:
    """Return the folder for converted models and records: ``$REFORMTEXT_CACHE`` or the user's."""
    given = os.environ.get("REFORMTEXT_CACHE")
    if given:
        return Path(given)
    from platformdirs import user_cache_path

    return user_cache_path("reformtext")


def lies_in(path: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Return whether a path is another one or lies in it, links followed."""
    target = Path(path).resolve()
    return Path(other).resolve() in (target, *target.parents)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` that becomes it, at once, when the block ends well.

    Missing folders are made.  When the block raises, what was written is removed and a file that
    stood at ``path`` is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    temporary.touch(exist_ok=False)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, text: str) -> None:
    """Write a UTF-8 text file that appears whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
