"""Files and folders that exports are written to."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformtext.errors import CorpusError, FormatError
from reformtext.storage import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["check_file", "encoded", "file_names", "fresh_folder", "write_parts"]

_OF_FILES: Final = frozenset(
    {".csv", ".tsv", ".txt", ".tmx", ".xliff", ".xlf", ".xml", ".tei", ".html", ".htm", ".jsonl"}
    | {".json", ".parquet", ".xlsx", ".xls", ".ods", ".docx", ".pdf", ".zip", ".gz", ".spacy"}
)
"""Suffixes that no folder has and that say what is in a file."""

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


def check_file(path: str | os.PathLike[str], format_name: str, *suffixes: str) -> None:
    """Raise FormatError when a path cannot be meant for a file of a format.

    Args:
        path: to be written to.
        format_name: what the error calls the format.
        suffixes: what its files end in; a suffix that means nothing is allowed as well.
    """
    suffix = Path(path).suffix.lower()
    if str(path).endswith(("/", os.sep)):
        example = Path(path, f"corpus{suffixes[0]}").as_posix()
        raise FormatError(f"{path} is a folder; expected the name of a file, such as {example}")
    if suffix in _OF_FILES.difference(suffixes):
        raise FormatError(
            f"{path} ends in {suffix}, but what is written is {format_name}: name a file that ends "
            f"in {' or '.join(suffixes)}"
        )


def fresh_folder(path: str | os.PathLike[str]) -> Path:
    """Return a folder, made if it is missing, that has nothing in it.

    Raises:
        CorpusError: when it has something in it, or is a file.
        FormatError: when it is not there, and its name is that of a file.
        OSError: when it cannot be made.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(f"{folder} is there and not empty: name a new folder")
    if folder.suffix.lower() in _OF_FILES and not folder.exists():
        raise FormatError(
            f"{folder} is the name of a file, but several are written: name a folder, such as "
            f"{folder.with_suffix('').as_posix()}/"
        )
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
