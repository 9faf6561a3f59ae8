"""Which models there are, where they are, and whether they still translate as they should.

A model is named by an entry of ``registry.toml`` (``embedded``, ``opus``), by a folder in Marian
layout, or by a hub id.  Whatever it is, it passes the load checks of ``engines.marian_loading``
and its canary sentences before it translates anything.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, overload

from reformtext import hub
from reformtext.engines import Engines
from reformtext.errors import (
    BrokenModelError,
    MissingExtraError,
    ModelError,
    ModelNotFoundError,
    UnknownLanguageError,
)
from reformtext.languages import codes, find
from reformtext.model_self_test import self_test
from reformtext.storage import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformtext.engines import Engine

__all__ = [
    "ENGINES",
    "Entry",
    "LocalModel",
    "Model",
    "ModelLike",
    "entries",
    "open_engines",
    "open_model",
]

ModelLike = str | os.PathLike[str] | Engines
"""A name of the registry, a Marian folder, a hub id, or a model that is open already."""

ENGINES = ("auto", "transformers", "ctranslate2")
DEVICES = ("auto", "cpu", "cuda", "mps")
DEFAULT_SOURCE_TOKENS = 128
MODEL_FILES = ("config.json", "model.safetensors", "source.spm", "target.spm", "vocab.json")
"""What a Marian folder must hold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the registry, for one language or for all.

    Exactly one of ``folder`` and ``hub`` is set.
    """

    source_tokens: int = DEFAULT_SOURCE_TOKENS
    folder: str = ""
    hub: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A Marian folder on this machine.

    Attributes:
        folder: where it is.
        digest: the first 12 hexadecimal digits of the SHA-256 over its files.
        source_tokens: the longest segment it is given.
    """

    folder: Path
    digest: str
    source_tokens: int


def registry_folder() -> Path:
    """Return the folder that holds ``registry.toml`` and the embedded model."""
    installed = Path(__file__).parent / "_models"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "models"


@cache
def _registry() -> dict[str, Any]:
    text = (registry_folder() / "registry.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def entries() -> dict[str, dict[str, str]]:
    """Return the models of the registry: name to description, licence and where each comes from.

    The keys of each value are ``description``, ``licence`` and, for every language or ``all``,
    the folder or the hub id.
    """
    return {
        name: {
            key: value if isinstance(value, str) else value.get("hub") or value["folder"]
            for key, value in table.items()
        }
        for name, table in _registry().items()
    }


def _entries_of(name: str) -> dict[str, Entry]:
    """Return the entry a language (or ``all``) of a registry name, a folder or a hub id."""
    table = _registry().get(name)
    if table is not None:
        return {key: Entry(**value) for key, value in table.items() if isinstance(value, dict)}
    folder = Path(name)
    is_folder = bool(name) and folder.is_dir()
    if is_folder and any((folder / file).is_file() for file in (*MODEL_FILES, hub.UNSAFE_FILE)):
        return {"all": Entry(folder=str(folder.resolve()))}
    if hub.looks_like_id(name) and not is_folder:
        return {"all": Entry(hub=name)}
    found = "the folder of that name holds nothing of a model" if is_folder else "not a folder here"
    raise ModelNotFoundError(
        f"no model {name!r}: it is not in the registry ({', '.join(_registry())}), {found} and it "
        f"is not a hub id of the form owner/name; a Marian folder holds {', '.join(MODEL_FILES)}"
    )


def _local(entry: Entry) -> LocalModel:
    if entry.hub:
        folder = hub.fetch(entry.hub, entry.revision, MODEL_FILES)
    else:
        folder = registry_folder() / entry.folder
    missing = [name for name in MODEL_FILES if not (folder / name).is_file()]
    if missing:
        unsafe = (folder / hub.UNSAFE_FILE).is_file()
        raise BrokenModelError(
            f"{folder} lacks {', '.join(missing)}; a Marian folder holds {', '.join(MODEL_FILES)}; "
            f"{hub.UNSAFE_HINT if unsafe else 'fetch or copy the model again'}"
        )
    return LocalModel(folder, _digest(folder), entry.source_tokens)


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name in MODEL_FILES:
        total.update(hub.sha256(folder / name).encode())
    return total.hexdigest()[:12]


def _kind(wanted: str) -> str:
    """Return the engine that is meant: ``transformers`` or ``ctranslate2``."""
    from reformtext.engines import ctranslate2

    if wanted not in ENGINES:
        raise ValueError(f"no engine {wanted!r}; there are {', '.join(ENGINES)}")
    if wanted == "ctranslate2" and not ctranslate2.installed():
        raise MissingExtraError("ctranslate2", "fast", "the engine 'ctranslate2'")
    if wanted == "auto":
        return "ctranslate2" if ctranslate2.installed() else "transformers"
    return wanted


def _device(wanted: str, kind: str) -> str:
    """Return the device that is meant; ``auto`` is a GPU where the engine finds one."""
    from reformtext.engines import ctranslate2, marian

    best = marian.best_device() if kind == "transformers" else ctranslate2.best_device()
    family = wanted.split(":", maxsplit=1)[0]
    if family in {"cuda", "mps"} and family != best:
        raise ModelError(
            f"the device {wanted!r} was asked for, but {kind} finds no GPU here that it can use: "
            "use 'auto' or 'cpu'"
        )
    return best if wanted == "auto" else wanted


def _engine(local: LocalModel, kind: str, device: str, threads: int) -> Engine:
    from reformtext.engines.marian import MarianEngine, best_arithmetic

    if kind == "ctranslate2":
        return _fast_engine(local, device, threads)
    return MarianEngine(
        local.folder,
        max_source_tokens=local.source_tokens,
        device=device,
        arithmetic=best_arithmetic(device),
        digest=local.digest,
    )


def _fast_engine(local: LocalModel, device: str, threads: int) -> Engine:
    from reformtext.engines import ctranslate2
    from reformtext.engines.marian_loading import load_checked

    arithmetic = "int8" if device == "cpu" else "float16"
    converted = cache_folder() / "converted" / f"{local.digest}-{arithmetic}-{ctranslate2.LAYOUT}"
    if not converted.is_dir():
        load_checked(local.folder)
        ctranslate2.convert(local.folder, converted, arithmetic)
    return ctranslate2.CTranslate2Engine(
        local.folder,
        converted,
        max_source_tokens=local.source_tokens,
        arithmetic=arithmetic,
        device=device,
        threads=threads or cores(),
        digest=local.digest,
    )


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(usable(0)) if usable else os.cpu_count() or 1


class Model:
    """A model by name: one engine a language, each loaded when it is first needed.

    Args:
        name: ``embedded``, ``opus``, a folder, or a hub id.
        engine: ``auto`` (CTranslate2 where it is installed), ``transformers`` or ``ctranslate2``.
        device: ``auto`` (a GPU where there is one), ``cpu``, ``cuda``, or, with transformers on a
            Mac, ``mps``.
        threads: of CTranslate2 on the CPU; 0: as many as there are cores.  transformers has those
            of torch (``torch.set_num_threads``).

    Raises:
        ModelNotFoundError: when there is no such model.
        ValueError: for an engine that is not one of the three, or a negative number of threads.
        MissingExtraError: for the engine ``ctranslate2`` when it is not installed.
    """

    def __init__(
        self,
        name: str = "embedded",
        *,
        engine: str = "auto",
        device: str = "auto",
        threads: int = 0,
    ) -> None:
        self.name = name
        if threads < 0:
            raise ValueError(f"threads are 0 (as many as there are cores) or more, not {threads}")
        if device.split(":", maxsplit=1)[0] not in DEVICES:
            raise ValueError(f"no device {device!r}; there are {', '.join(DEVICES)}")
        self._kind = _kind(engine)
        self._device = device
        self._threads = threads
        self._opening = Lock()
        self._entries = _entries_of(name)
        self._opened: dict[str, tuple[LocalModel, Engine]] = {}

    @property
    def threads(self) -> int:
        """The threads of CTranslate2 on the CPU; 0: as many as there are cores."""
        return self._threads

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages it translates."""
        return codes() if "all" in self._entries else tuple(sorted(self._entries))

    def engine(self, language: str) -> Engine:
        """Return the engine that translates a language, loaded and self-tested.

        Raises:
            UnknownLanguageError: when the model does not translate it.
            BrokenModelError: when it fails a load check or its self-test.
            ModelError: for a GPU where there is none.
            HubUnreachableError: when it must be fetched and cannot be.
        """
        return self._open(language)[1]

    def signature(self) -> str:
        """Return the name with the digest of every model that has been opened."""
        opened = ",".join(
            f"{key}#{local.digest}@{engine.name}"
            for key, (local, engine) in sorted(self._opened.items())
        )
        return f"{self.name}({opened})"

    def _open(self, language: str) -> tuple[LocalModel, Engine]:
        key = "all" if "all" in self._entries else language
        if key not in self._entries or language not in codes():
            raise UnknownLanguageError(
                f"the model {self.name!r} does not translate {language!r}; it translates "
                f"{', '.join(self.languages)}"
            )
        with self._opening:
            if key not in self._opened:
                local = _local(self._entries[key])
                device = _device(self._device, self._kind)
                engine = _engine(local, self._kind, device, self._threads)
                self_test(engine, local.folder, local.digest, codes() if key == "all" else (key,))
                self._opened[key] = local, engine
            return self._opened[key]


Opened = TypeVar("Opened", bound=Engines)


@overload
def open_model(
    model: str | os.PathLike[str], *, engine: str = "auto", device: str = "auto"
) -> Model: ...


@overload
def open_model(model: Opened, *, engine: str = "auto", device: str = "auto") -> Opened: ...


def open_model(model: ModelLike, *, engine: str = "auto", device: str = "auto") -> Engines:
    """Return a model by name, folder or hub id; one that is open already is returned as it is.

    Raises:
        ModelNotFoundError: when there is no such model.
        TypeError: for what is neither a name nor a model.
        ValueError: when engine or device are named for a model that is open already.
    """
    if isinstance(model, str | os.PathLike):
        return Model(os.fspath(model), engine=engine, device=device)
    if not isinstance(model, Engines):
        raise TypeError(f"a model is a name, a folder or a Model, not {type(model).__name__}")
    if (engine, device) != ("auto", "auto"):
        raise ValueError("the model is open already: choose engine and device when opening it")
    return model


def open_engines(engines: Engines, languages: Iterable[str] | None = None) -> None:
    """Open the engines of languages, so that what cannot be opened is known before the work.

    Args:
        engines: those of a model.
        languages: what the articles may be in; None: whatever the model translates.

    Raises:
        UnknownLanguageError: when a language is not read by this library.
        ModelError: when an engine cannot be opened; a language that the model does not translate
            is passed over, as an article in it is a failure of its own.
    """
    for code in codes() if languages is None else [find(code).code for code in languages]:
        with suppress(UnknownLanguageError):
            engines.engine(code)
