"""The files of a run, in an order that does not depend on who reads them when."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import glob
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reformtext.errors import InputNotFoundError, ReadingError
from reformtext.pages import check_installed
from reformtext.reading import SUFFIXES, find_files
from reformtext.row_articles import Place
from reformtext.scale.folders import open_filesystem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyarrow.fs import FileInfo, FileSystem

__all__ = ["PathLike", "Source", "find_sources", "grouped", "local_copy"]

PathLike = str | os.PathLike[str]

_GROUP_BYTES = 1 << 26
_GROUP_FILES = 1024
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of articles.

    Attributes:
        path: absolute, on this machine or in the file system of ``url``.
        id: the id of its article, or what the ids of its rows begin with.
        shown: the path as articles and messages have it.
        size: in bytes.
        url: a URL of the file system; empty for this machine's.
    """

    path: str
    id: str
    shown: str
    size: int
    url: str = ""

    @property
    def place(self) -> Place:
        """Where its articles come from."""
        return Place(self.id, self.shown)


def find_sources(inputs: PathLike | Iterable[PathLike]) -> list[Source]:
    """Return the files of paths, patterns, folders and URLs of these, in the order of ``scan``.

    Raises:
        InputNotFoundError: for a path that is not there, and a pattern that nothing matches.
        ReadingError: for a folder without articles, a path with another suffix, and for what is
            no path.
        MissingExtraError: for HTML, when trafilatura is not installed.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    sources = [source for item in given for source in _sources(item)]
    if any(source.path.lower().endswith((".html", ".htm")) for source in sources):
        check_installed()
    return sources


def grouped(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Yield runs of files that one task reads, of about 64 MiB; a file is never cut."""
    group: list[Source] = []
    size = 0
    for source in sources:
        if group and (size + source.size > _GROUP_BYTES or len(group) == _GROUP_FILES):
            yield group
            group, size = [], 0
        group.append(source)
        size += source.size
    if group:
        yield group


@contextmanager
def local_copy(source: Source) -> Iterator[Path]:
    """Give the path of a file on this machine, which is a copy of one that is elsewhere."""
    if not source.url:
        yield Path(source.path)
        return
    system, _ = open_filesystem(source.url)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"copy{PurePosixPath(source.path).suffix}"
        with (
            system.open_input_stream(source.path, compression=None) as stream,
            path.open("wb") as file,
        ):
            shutil.copyfileobj(stream, file)
        yield path


def _sources(item: object) -> list[Source]:
    if not isinstance(item, str | os.PathLike):
        raise ReadingError(
            f"found {type(item).__name__}, expected a path or URL of a file or folder, or a "
            "pattern: articles, rows and texts go to reformtext.normalise"
        )
    name = os.fspath(item)
    if "://" in name:
        return _remote(name)
    if _is_pattern(name) and not os.path.lexists(name):
        matching = glob(name, recursive=True)  # noqa: PTH207 - Path's begins at a folder
        paths = sorted(path for path in matching if _is_read(path))
        return [found for path in _some(paths, name) for found in _local(path)]
    return _local(item)


def _local(path: PathLike) -> list[Source]:
    return [
        Source(os.path.abspath(file), place.id, place.path, _size(file))  # noqa: PTH100 - links stay
        for file, place in find_files(path)
    ]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # which is told when it is read
        return 0


def _is_pattern(name: str) -> bool:
    return not _WILD.isdisjoint(name)


def _is_read(path: str) -> bool:
    suffix = PurePosixPath(path).suffix.lower()
    return suffix in SUFFIXES and not Path(path).is_dir()


def _some(found: list[str], pattern: str) -> list[str]:
    if not found:
        raise InputNotFoundError(
            f"no file that is read matches {pattern!r}: check the pattern; the suffixes are "
            f"{', '.join(SUFFIXES)}"
        )
    return found


def _remote(url: str) -> list[Source]:
    from pyarrow import fs

    system, path = open_filesystem(url)
    info = system.get_file_info(path)
    if info.type == fs.FileType.Directory:
        files = _listed(system, path, recursive=True)
        stems = [str(PurePosixPath(f.path).relative_to(path).with_suffix("")) for f in files]
    elif info.type == fs.FileType.NotFound and _is_pattern(path):
        files = _matching(system, path)
        stems = [PurePosixPath(file.path).stem for file in files]
    else:
        files, stems = [info], [PurePosixPath(path).stem]
        if info.type == fs.FileType.NotFound:
            raise InputNotFoundError(f"no file or folder {url!r}: check the URL")
    if not files or not all(_has_suffix(file) for file in files):
        raise ReadingError(f"{url}: nothing to read; expected one of {', '.join(SUFFIXES)}")
    scheme = url.partition("://")[0]
    return [
        Source(file.path, stem, f"{scheme}://{file.path}", file.size or 0, url)
        for file, stem in zip(files, stems, strict=True)
    ]


def _listed(system: FileSystem, folder: str, *, recursive: bool) -> list[FileInfo]:
    """Return the files of a folder that are read, hidden ones left out, sorted by path."""
    from pyarrow import fs

    found = system.get_file_info(fs.FileSelector(folder, allow_not_found=True, recursive=recursive))
    files = [info for info in found if info.type == fs.FileType.File and _has_suffix(info)]
    shown = [info for info in files if not _is_hidden(_parts(info.path, folder))]
    return sorted(shown, key=lambda info: _parts(info.path, folder))


def _has_suffix(info: FileInfo) -> bool:
    return PurePosixPath(info.path).suffix.lower() in SUFFIXES


def _parts(path: str, folder: str) -> tuple[str, ...]:
    return PurePosixPath(path).relative_to(folder).parts


def _is_hidden(parts: tuple[str, ...]) -> bool:
    return any(part.startswith(".") for part in parts)


def _matching(system: FileSystem, pattern: str) -> list[FileInfo]:
    parts = pattern.split("/")
    fixed = next(i for i, part in enumerate(parts) if _is_pattern(part))
    folder, wild = "/".join(parts[:fixed]), tuple(parts[fixed:])
    files = _listed(system, folder, recursive=len(wild) > 1 or "**" in wild)
    found = [info for info in files if _matches(_parts(info.path, folder), wild)]
    _some([info.path for info in found], pattern)
    return found


def _matches(parts: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    """Whether a path is as a pattern says, in which ``**`` is any number of folders."""
    if not patterns:
        return not parts
    if patterns[0] == "**":
        return any(_matches(parts[i:], patterns[1:]) for i in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], patterns[0]) and _matches(parts[1:], patterns[1:])
