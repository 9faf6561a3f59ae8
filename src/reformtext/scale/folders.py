"""Folders on this machine, in object stores and on whatever else Arrow or fsspec can reach."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reformtext.errors import ReadingError
from reformtext.storage import whole

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

__all__ = ["Folder", "open_filesystem"]

_APPEARING_WHOLE = {"s3", "gcs", "abfs"}  # an object is not there before all of it is


def open_filesystem(url: str) -> tuple[FileSystem, str]:
    """Return the file system of a URL, and the path in it; of a path, the one of this machine.

    Raises:
        ReadingError: when neither Arrow nor fsspec knows the scheme, or what it needs is missing.
    """
    import pyarrow as pa
    from pyarrow import fs

    if "://" not in url:
        return fs.LocalFileSystem(), os.path.abspath(url)  # noqa: PTH100 - links are to stay
    try:
        opened: tuple[FileSystem, str] = fs.FileSystem.from_uri(url)
    except pa.ArrowInvalid as error:
        return _by_fsspec(url, error)
    return opened


def _by_fsspec(url: str, unknown: Exception) -> tuple[FileSystem, str]:
    from pyarrow import fs

    try:
        import fsspec

        found, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ReadingError(
            f"{url}: cannot be opened: {unknown}; {error}: check the scheme, or install what "
            "fsspec needs for it"
        ) from error
    handler = fs.FSSpecHandler(found)
    return fs.PyFileSystem(handler), path.rstrip("/")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder whose files appear whole or not at all.

    Attributes:
        url: an absolute path, or a URL.
    """

    url: str

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> Folder:
        """Return the folder of a path or URL, which need not be there."""
        name = os.fspath(path)
        return cls(name if "://" in name else os.path.abspath(name))  # noqa: PTH100 - links stay

    def names(self, below: str = "") -> list[str]:
        """Return the names of what is in the folder, or in one below; none if it is not there."""
        from pyarrow import fs

        system, path = open_filesystem(self.url)
        selector = fs.FileSelector(f"{path}/{below}".rstrip("/"), allow_not_found=True)
        return sorted(info.base_name for info in system.get_file_info(selector))

    def holds(self, name: str) -> bool:
        """Whether there is a file of that name."""
        from pyarrow import fs

        system, path = open_filesystem(self.url)
        found = system.get_file_info(f"{path}/{name}").type
        return bool(found != fs.FileType.NotFound)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        system, path = open_filesystem(self.url)
        with system.open_input_file(f"{path}/{name}") as file:
            return bytes(file.read())

    def write(self, name: str, data: bytes) -> None:
        """Write a file, or put it in the place of one of that name."""
        system, folder = open_filesystem(self.url)
        path = f"{folder}/{name}"
        if system.type_name == "local":
            with whole(Path(path)) as temporary:
                temporary.write_bytes(data)
            return
        if system.type_name in _APPEARING_WHOLE:
            _put(system, path, data)
            return
        parent, _, last = path.rpartition("/")
        temporary_path = f"{parent}/.{last}.{secrets.token_hex(8)}"
        system.create_dir(parent, recursive=True)
        _put(system, temporary_path, data)
        system.move(temporary_path, path)

    def remove_file(self, name: str) -> None:
        """Remove a file."""
        system, path = open_filesystem(self.url)
        system.delete_file(f"{path}/{name}")

    def remove(self, name: str) -> None:
        """Remove a folder below with all that is in it, if it is there."""
        from pyarrow import fs

        system, path = open_filesystem(self.url)
        if system.get_file_info(f"{path}/{name}").type == fs.FileType.Directory:
            system.delete_dir(f"{path}/{name}")

    def tidy(self) -> None:
        """Remove what writers that died have left behind."""
        system, path = open_filesystem(self.url)
        for name in self.names():
            if name.startswith(".part-"):
                system.delete_file(f"{path}/{name}")


def _put(system: FileSystem, path: str, data: bytes) -> None:
    with system.open_output_stream(path, compression=None) as stream:
        stream.write(data)
