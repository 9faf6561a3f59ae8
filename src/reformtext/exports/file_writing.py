"""Files and folders that exports are written to."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformtext.errors import CorpusError, FormatError
from reformtext.storage import whole

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

__all__ = ["encoded", "file_names", "fresh_folder", "write_parts"]

_SAFE: Final = re.compile(r"\w[\w.-]{0,99}")
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 60  # characters of an id in the name of a file


def write_parts(path: str | os.PathLike[str], parts: Iterable[tuple[str, str]]) -> None:
    """Write texts, each with the name of what it is, to a UTF-8 file that appears whole.

    Raises:
        FormatError: when the path is a folder.
        CorpusError: when a text holds what UTF-8 cannot hold; the message names it.
        OSError: when the file cannot be written; what was there is untouched.
    """
    target = Path(path).resolve()  # a link stays one: the file behind it is replaced
    if target.is_dir():
        raise FormatError(f"{path} is a folder; expected the name of a file")
    with whole(target) as temporary, temporary.open("wb") as file:
        for name, text in parts:
            file.write(encoded(text, name))


def fresh_folder(path: str | os.PathLike[str]) -> Path:
    """Return a folder, made if it is missing, that has nothing in it.

    Raises:
        CorpusError: when it has something in it, or is a file.
        OSError: when it cannot be made.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(f"{folder} is there and not empty: name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def file_names(ids: Sequence[str], suffix: str) -> list[str]:
    """Return a file name for each id: the ids, or numbered ones where an id can be no name.

    They differ also where upper and lower case are the same.
    """
    counts = Counter(name.casefold() for name in ids)
    if all(_SAFE.fullmatch(name) for name in ids) and len(counts) == len(ids):
        return [name + suffix for name in ids]
    return [
        f"{number:06}_{_UNSAFE.sub('_', name)[:_LONGEST]}{suffix}"
        for number, name in enumerate(ids, start=1)
    ]


def encoded(text: str, name: str) -> bytes:
    """Return a text in UTF-8.

    Raises:
        CorpusError: when it holds half of a surrogate pair; the message begins with ``name``.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CorpusError(
            f"{name} cannot be written: it holds U+{ord(text[error.start]):04X}, half of a "
            "surrogate pair, which UTF-8 cannot hold; read its text anew in its encoding, or "
            "leave the article out with Corpus.filter"
        ) from error
