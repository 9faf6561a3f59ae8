"""A run: the plan, the parts, and the manifest that says that all of them are there."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from reformtext import __version__
from reformtext.annotation import open_glossary
from reformtext.errors import CorpusError
from reformtext.languages import find
from reformtext.row_articles import Options
from reformtext.scale.cluster import Needs, call, check_installed, cluster, spread, work
from reformtext.scale.folders import Folder
from reformtext.scale.inputs import find_sources, grouped
from reformtext.scale.staging import STAGED, new_ids, stage
from reformtext.scale.working import TRIES, Job, Worker, part_name, probe
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reformtext.annotation import GlossaryLike
    from reformtext.models import ModelLike
    from reformtext.scale.inputs import PathLike, Source

__all__ = ["MANIFEST", "Outcome", "normalise"]

MANIFEST = "_parts.json"
"""What a complete output folder has: the counts and the parts.

Its name begins with a line, as that of all that is no part: Arrow, Spark and others who read a
folder of Parquet files leave such names out.  It is not the manifest of ``reformtext.runs``, whose
parts are numbered without a gap by one writer.
"""

_PLAN = f"{STAGED}/plan.json"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run wrote.

    Attributes:
        folder: the output folder, an absolute path or a URL.
        articles: how many there are, those that failed among them.
        segments: how many they have.
        failed: how many articles have a failure, their own or a segment's.
        parts: how many Parquet files there are.
    """

    folder: str
    articles: int
    segments: int
    failed: int
    parts: int

    def __repr__(self) -> str:
        return (
            f"<Outcome {self.folder!r}: {counted(self.articles, 'article')}, {self.failed:,} of "
            f"them failed, {counted(self.segments, 'segment')}, {counted(self.parts, 'part')}>"
        )


def normalise(
    inputs: PathLike | Iterable[PathLike],
    out: PathLike,
    *,
    workers: int | None = None,
    cpus_per_worker: int = 1,
    gpus_per_worker: float = 0,
    model: ModelLike = "embedded",
    engine: str = "auto",
    device: str = "auto",
    beam: int = 4,
    language: str | None = None,
    languages: Sequence[str] | None = None,
    glossary: GlossaryLike | None = None,
    text_column: str | Sequence[str] | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    max_characters: int = 1_000_000,
    articles_per_part: int = 64,
    progress: bool = False,
) -> Outcome:
    """Write an English corpus as a folder of Parquet files, with many processes or machines.

    The articles are those of ``reformtext.normalise``, each exactly once, whatever dies
    meanwhile.  What cannot be read, detected or translated is among them, with its failure.  A
    run that was broken off goes on when it is called again with the same arguments.

    A cluster that ``ray.init`` was called for is used; else the one that ``RAY_ADDRESS`` names;
    else Ray is started on this machine and ended afterwards.

    Args:
        inputs: a path, a pattern such as ``dump/**/*.jsonl``, a folder or a URL of these, or
            several.  Files are read as ``scan`` reads them.  Every node must see them.
        out: the output folder, a path that every node sees or a URL.
        workers: how many actors; None: as many as the cluster has room for now.
        cpus_per_worker: cores of an actor, and threads of its engine.
        gpus_per_worker: GPUs of an actor; a half lets two share one.
        model: as for ``normalise``.  An open model must be one that can be pickled.
        engine: as for ``normalise``.
        device: ``auto``, ``cpu`` or ``cuda``; ``auto`` is a GPU if the actors have one.
        beam: as for ``normalise``.
        language: as for ``normalise``.
        languages: as for ``normalise``.
        glossary: as for ``normalise``.
        text_column: as for ``scan``.
        id_column: as for ``scan``.
        columns: as for ``scan``.
        max_characters: as for ``scan``.
        articles_per_part: how many articles a part has, and an actor takes at a time.
        progress: whether Ray Data shows its bars and messages.

    Raises:
        InputNotFoundError: when a path is not there, or nothing matches a pattern.
        ReadingError: when a folder holds no articles, or an input is of no kind that is read.
        CorpusError: when ``out`` holds a complete run, one with other arguments, or other files.
        MissingExtraError: when Ray, or what an input or an engine needs, is not installed.
        ModelError: when the model cannot be used, or an actor does not fit into this machine.
        TranslationError: when the run is broken off, as by a full disk; Ray's error is its cause.
        GlossaryError: when the glossary cannot be read.
        UnknownLanguageError: when a language is not read by this library.
        TypeError: when an open model cannot be sent to other processes.
        ValueError: for options that contradict each other.
    """
    check_installed()
    if articles_per_part < 1:
        raise ValueError(f"articles_per_part must be at least 1, not {articles_per_part}")
    needs = Needs(workers, cpus_per_worker, gpus_per_worker, progress)
    folder = Folder.of(out)
    job = Job(
        folder,
        _sendable(model),
        engine,
        _device(device, gpus_per_worker, model),
        beam,
        None if language is None else find(language).code,
        None if languages is None else tuple(languages),
        open_glossary(glossary),
        cpus_per_worker,
    )
    job.pipeline(job.engines())  # for what is wrong to be told before anything is begun
    options = Options(text_column, id_column, max_characters, columns)
    sources = find_sources(inputs)
    _check_free(folder)
    with cluster(needs):
        job = replace(job, signature=call(probe, job, needs=needs))
        run = _Run(job, needs, sources, options, articles_per_part)
        return run.finished(run.worked(run.planned()))


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of ``normalise``, whose arguments have been looked at."""

    job: Job
    needs: Needs
    sources: list[Source]
    options: Options
    size: int

    @property
    def folder(self) -> Folder:
        return self.job.folder

    def planned(self) -> list[Row]:
        """Return the chunks: name, number of articles and new ids, staged unless they are there."""
        arguments = self.arguments()
        self.folder.remove(TRIES)  # what was stopped on purpose is no sign of bad articles
        if self.folder.holds(_PLAN):
            plan = json.loads(self.folder.read(_PLAN))
            for name, value in arguments.items():
                if plan["arguments"].get(name) != value:
                    raise CorpusError(
                        f"{self.folder.url} holds an unfinished run with other {name}: call with "
                        "the same arguments to go on with it, or remove the folder"
                    )
            return list(plan["chunks"])
        self.folder.remove(STAGED)
        chunks = self.staged()
        plan = {"arguments": arguments, "chunks": chunks}
        self.folder.write(_PLAN, json.dumps(plan, ensure_ascii=False).encode())
        return chunks

    def arguments(self) -> Row:
        """Return what must be the same for an unfinished run to go on."""
        files = json.dumps([asdict(source) for source in self.sources])
        return {
            "inputs": hashlib.sha256(files.encode()).hexdigest(),
            "text_column, id_column, columns or max_characters": list(_values(self.options)),
            "articles_per_part": self.size,
            "model, options or versions": self.job.signature,
        }

    def staged(self) -> list[Row]:
        groups: list[Row] = [
            {"group": number, "files": json.dumps([asdict(source) for source in group])}
            for number, group in enumerate(grouped(self.sources))
        ]
        if not groups:
            return []
        found = spread(
            groups, stage, self.needs, folder=self.folder, options=self.options, size=self.size
        )
        ids = new_ids(found)
        chunks = ((row["chunk"], len(row["ids"])) for row in found)
        return [
            {"chunk": name, "articles": number, "ids": ids.get(name, {})}
            for name, number in sorted(chunks)
        ]

    def worked(self, chunks: Sequence[Row]) -> list[Row]:
        """Return what is in each part, in order, after seeing that nothing is missing."""
        if not chunks:
            return []
        rows = [{"chunk": row["chunk"], "ids": json.dumps(row["ids"])} for row in chunks]
        # A part is there once, however often it was written and however often it is told of.
        told = {row["part"]: row for row in work(rows, Worker, self.job, self.needs)}
        names = ("articles", "segments", "failed")
        parts = []
        for chunk in chunks:
            name = part_name(chunk["chunk"])
            if name not in told or told[name]["articles"] != chunk["articles"]:
                raise CorpusError(
                    f"{self.folder.url}/{name} does not hold the {chunk['articles']:,} articles "
                    "that were read for it: remove it, and call again with the same arguments"
                )
            parts.append({"part": name, **{key: int(told[name][key]) for key in names}})
        return parts

    def finished(self, parts: Sequence[Row]) -> Outcome:
        """Write the manifest, remove what is no longer needed, and return what was written."""
        counts = {
            name: sum(part[name] for part in parts) for name in ("articles", "segments", "failed")
        }
        manifest = {
            "reformtext": __version__,
            "signature": self.job.signature,
            **counts,
            "parts": parts,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        self.folder.write(MANIFEST, text.encode())
        self.folder.remove(STAGED)
        self.folder.tidy()
        return Outcome(self.folder.url, parts=len(parts), **counts)


def _values(options: Options) -> tuple[object, ...]:
    named = dict(options.columns or {})
    return list(options.text_columns), options.id_column, named, options.max_characters


def _device(wanted: str, gpus: float, model: ModelLike) -> str:
    """Return the device of an actor, which is to have what it was given and nothing else."""
    if not isinstance(model, str | os.PathLike):
        return wanted  # it is open, and has its device
    if wanted == "cpu" and gpus:
        raise ValueError(f"device='cpu' does not go with gpus_per_worker={gpus:g}: leave one out")
    if wanted not in {"auto", "cpu"} and not gpus:
        raise ValueError(f"device={wanted!r} needs gpus_per_worker: 1 gives each actor a GPU")
    if wanted != "auto":
        return wanted
    return "cuda" if gpus else "cpu"


def _sendable(model: ModelLike) -> ModelLike:
    """Return a model as it is sent to actors: a folder by its absolute path."""
    if isinstance(model, str | os.PathLike):
        name = os.fspath(model)
        return os.path.abspath(name) if os.path.isdir(name) else name  # noqa: PTH100, PTH112
    from ray import cloudpickle

    try:
        cloudpickle.dumps(model)
    except Exception as error:
        raise TypeError(
            f"the model {model!r} cannot be sent to other processes ({error}): give its name, a "
            "folder or a hub id, and every actor opens it"
        ) from error
    return model


def _check_free(folder: Folder) -> None:
    """Raise CorpusError unless a run can begin in a folder, or go on."""
    names = folder.names()
    if MANIFEST in names:
        raise CorpusError(
            f"{folder.url} holds a complete run: give another folder, or remove this one"
        )
    if names and not folder.holds(_PLAN) and names != [STAGED]:
        raise CorpusError(
            f"{folder.url} holds other files, such as {names[0]!r}: give an empty or a new folder"
        )
