"""Models from the hub: pinned on first download, locked by hash, verified ever after."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformtext.errors import BrokenModelError, HubUnreachableError, ModelNotFoundError
from reformtext.progress_bars import import_bars
from reformtext.storage import cache_folder, file_digest, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["UNSAFE_FILE", "UNSAFE_HINT", "fetch", "looks_like_id", "sha256"]

UNSAFE_FILE = "pytorch_model.bin"
UNSAFE_HINT = (
    f"it has {UNSAFE_FILE}, which would have to be unpickled: where you trust it, load model and "
    "tokenizer with transformers once, save_pretrained both to a folder and name that folder"
)
"""What to do where the weights are in ``UNSAFE_FILE`` alone."""

_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


def looks_like_id(name: str) -> bool:
    """Return whether a name has the form ``owner/model``."""
    return _ID.fullmatch(name) is not None


@cache
def _sha256(path: Path, size: int, changed: int) -> str:  # noqa: ARG001 - the cache's key
    return file_digest(path)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, computed once as long as the file does not change."""
    facts = path.stat()
    return _sha256(path, facts.st_size, facts.st_mtime_ns)


def fetch(repository: str, revision: str, files: Sequence[str]) -> Path:
    """Return the local folder of a hub model, downloading it when it is not there yet.

    The first download pins the commit and the hash of every file in ``models.lock.json`` in the
    cache folder; afterwards the same commit is used, without the network where it can be, and
    the hashes must agree.

    Args:
        repository: hub id, ``owner/model``.
        revision: branch, tag or commit; empty for the newest at the first download.
        files: the files that are needed.

    Raises:
        ModelNotFoundError: when the hub has no such model or revision, or it lacks a file.
        HubUnreachableError: when it must be downloaded and the hub does not answer.
        BrokenModelError: when a file is not the one that was first downloaded.
    """
    key = f"{repository}@{revision}" if revision else repository
    locked = _read_lock().get(key)
    if locked is None:
        commit = _resolve(repository, revision, files)
        folder = _snapshot(repository, commit, files)
        hashes = {name: sha256(folder / name) for name in files}
        _write_lock({**_read_lock(), key: {"revision": commit, "files": hashes}})
        return folder
    folder = _snapshot(repository, locked["revision"], files)
    for name, expected in locked["files"].items():
        found = sha256(folder / name)
        if found != expected:
            raise BrokenModelError(
                f"{folder / name} has SHA-256 {found[:16]}…, but {expected[:16]}… was first "
                f"downloaded: delete {folder.parent.parent} to fetch it again, or the entry "
                f"{key!r} in {_lock_path()} to accept the new file"
            )
    return folder


def _lock_path() -> Path:
    return cache_folder() / "models.lock.json"


def _read_lock() -> dict[str, Any]:
    path = _lock_path()
    if not path.is_file():
        return {}
    try:
        lock: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BrokenModelError(
            f"{path} is not JSON ({error}): mend it, or delete it to pin every hub model anew"
        ) from error
    return lock


def _write_lock(lock: dict[str, Any]) -> None:
    write_whole(_lock_path(), json.dumps(lock, indent=1, sort_keys=True) + "\n")


def _resolve(repository: str, revision: str, files: Sequence[str]) -> str:
    """Return the commit of a revision, having checked that it holds the files."""
    import_bars()
    from huggingface_hub import HfApi

    try:
        info = HfApi().model_info(repository, revision=revision or None, timeout=30)
    except Exception as error:
        raise _explained(repository, error) from error
    names = {sibling.rfilename for sibling in info.siblings or ()}
    missing = [name for name in files if name not in names]
    if missing:
        hint = UNSAFE_HINT if UNSAFE_FILE in names else "name a model in Marian layout"
        raise ModelNotFoundError(f"{repository} has no {', '.join(missing)}; {hint}")
    return str(info.sha)


def _snapshot(repository: str, commit: str, files: Sequence[str]) -> Path:
    import_bars()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    wanted: dict[str, Any] = {"revision": commit, "allow_patterns": list(files)}
    try:
        folder = Path(snapshot_download(repository, local_files_only=True, **wanted))
        if all((folder / name).is_file() for name in files):
            return folder
    except LocalEntryNotFoundError:
        pass  # not downloaded yet, or only in part
    try:
        return Path(snapshot_download(repository, **wanted))
    except Exception as error:
        raise _explained(repository, error) from error


def _explained(repository: str, error: Exception) -> Exception:
    """Return the error of this library that says what a hub error means and what to do."""
    from huggingface_hub.errors import (
        HFValidationError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    if isinstance(error, HFValidationError | RepositoryNotFoundError | RevisionNotFoundError):
        return ModelNotFoundError(
            f"the hub has no model {repository!r} of that revision, or it is private: check the "
            "name, or log in with `hf auth login`"
        )
    # What came first says most; what is put on top of it says "check your connection".
    cause = error.__cause__ or error
    reason = (str(cause).splitlines() or ["no reason given"])[0]
    return HubUnreachableError(
        f"{repository} is not on this machine and could not be fetched from the hub "
        f"({type(cause).__name__}: {reason}); "
        "connect once to fetch it, copy a Marian folder here and name it, or use the model "
        "'embedded', which needs no network"
    )
