"""Runs: a corpus in a folder, written part by part, that goes on where it was stopped.

A folder holds ``_manifest.json``, and of each part ``part-000000.parquet`` with what it is made of
in ``_part-000000.json``, which is written last.  Until the run is complete there is a cache beside
them, in which what was translated in an unfinished part is found again.  Whenever a run was stopped
and however often, its parts end as the bytes of one that was not.  Whoever reads a folder of
Parquet files leaves out what begins with a line.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from reformtext import __version__
from reformtext.article import Article, Status
from reformtext.corpus import Corpus
from reformtext.errors import RunError
from reformtext.exporting import Writer, check_path, load_file, stored_articles
from reformtext.pipeline import difference
from reformtext.storage import file_digest, write_whole
from reformtext.text import counted
from reformtext.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.cache import Cache
    from reformtext.pipeline import Pipeline

__all__ = [
    "CACHE",
    "MANIFEST",
    "Part",
    "Run",
    "Tally",
    "is_run",
    "load",
    "part_paths",
    "run_to",
]

MANIFEST: Final = "_manifest.json"
CACHE: Final = "_segments.sqlite"
LOCK: Final = ".lock"
SCALED: Final = "_parts.json"
"""The manifest of a complete run of ``scale``, whose parts are numbered by their inputs."""
WINDOWS_A_PART: Final = 16
"""Windows of a part: about 500 articles, a few minutes of work."""
FORMAT: Final = 2

Timed = tuple[Article, float]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a run.

    Attributes:
        articles: how many it has.
        windows: how many windows they were worked on in.
        failed_articles: of how many a stage failed as a whole.
        segments: how many the articles have.
        failed_segments: how many of them have no English.
        inputs: SHA-256 of the ids and sources, in order.
        sha256: that of the file.
    """

    articles: int
    windows: int
    failed_articles: int
    segments: int
    failed_segments: int
    inputs: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a run folder says of itself.

    Attributes:
        folder: where it is.
        signature: everything that shaped the articles.
        parts: the parts that are done, in order.
        complete: whether these are all.
    """

    folder: Path
    signature: str
    parts: tuple[Part, ...]
    complete: bool

    @property
    def articles(self) -> int:
        """How many articles the parts have together."""
        return sum(part.articles for part in self.parts)

    @classmethod
    def read(cls, folder: Path, *, check: bool = True) -> Self:
        """Return what is in a run folder, up to the first part that is missing.

        Args:
            folder: where it is.
            check: whether a part whose file is not the one that was written counts as missing.

        Raises:
            RunError: when its manifest cannot be read.
        """
        if not is_run(folder):
            raise RunError(
                f"{folder} is no run folder, there is no {MANIFEST} in it: give the folder that "
                "articles were normalised into"
            )
        keys = {"format", "signature", "complete", "parts"}
        manifest = _read_json(
            folder / MANIFEST, keys, "choose another folder, or delete this one and begin anew"
        )
        if manifest["format"] != FORMAT:
            raise RunError(
                f"{folder / MANIFEST} has the format {manifest['format']!r}, expected {FORMAT}: it "
                "is of another version of reformtext; choose another folder"
            )
        parts: list[Part] = []
        while (part := _read_part(folder, len(parts), check=check)) is not None:
            parts.append(part)
        complete = manifest["complete"] and len(parts) >= manifest["parts"]
        return cls(folder, manifest["signature"], tuple(parts), complete)

    def __repr__(self) -> str:
        failed = sum(part.failed_segments for part in self.parts)
        segments = counted(sum(part.segments for part in self.parts), "segment")
        state = "complete" if self.complete else "not complete"
        return (
            f"<Run {str(self.folder)!r} {state}: {counted(self.articles, 'article')} in "
            f"{counted(len(self.parts), 'part')}, {failed:,} of {segments} failed>"
        )


def is_run(path: Path) -> bool:
    """Return whether a path is a run folder, complete or not."""
    return (path / MANIFEST).is_file()


def load(path: str | os.PathLike[str]) -> Corpus:
    """Return the corpus of a ``.parquet`` or ``.jsonl`` file, or of the folder of a complete run.

    The folder is one of ``normalise_to`` or of ``scale.normalise``.  A data set of Hugging Face
    is read by ``Corpus.from_dataset``.

    Raises:
        InputNotFoundError: when there is no such file or folder.
        FormatError: when it is no corpus or no path; the message names the row and column, or the
            line.
        RunError: for a run that is not complete, or of which a file is not the one written.
    """
    check_path(path)
    folder = Path(path)
    if (folder / SCALED).is_file():
        return _joined(sorted(folder.glob("part-*.parquet")))
    if not is_run(folder):
        return load_file(path)
    run = Run.read(folder)
    if not run.complete:
        raise RunError(
            f"{folder} is a run that was changed or is not complete: normalise the same articles "
            "into it once more, and it goes on; or load its parts one by one"
        )
    return _joined([part_paths(folder, number)[0] for number in range(len(run.parts))])


def _joined(parts: Sequence[Path]) -> Corpus:
    """Return the articles of parts as one corpus."""
    stored = [stored_articles(part) for part in parts]
    articles = chain.from_iterable(articles for _, articles in stored)
    return Corpus(articles, stored[0][0] if stored else "")


def part_paths(folder: Path, number: int) -> tuple[Path, Path]:
    """Return where the articles of a part are, and what they are made of."""
    return folder / f"part-{number:06}.parquet", folder / f"_part-{number:06}.json"


def run_to(
    folder: Path, pipeline: Pipeline, articles: Iterable[Article], cache: Cache
) -> Iterator[Timed]:
    """Run articles through a pipeline into a folder; go on there if a run was stopped.

    Yields the articles that were worked on, each with its seconds.  The run is complete when the
    iterator is at its end.

    Args:
        folder: a new or empty folder, or one of the same run.
        pipeline: its models opened, so that its signature is final.
        articles: those that the run began with, in the same order.
        cache: that of the pipeline, ``windowed``, in the file ``CACHE`` of the folder; it is
            removed in the end.

    Raises:
        RunError: when the folder is of another run, holds something else, or is worked on, and
            when the cache cannot be used.
        OSError: when it cannot be written.
    """
    signature = pipeline.signature()
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder):
        done = _begun(folder, signature)
        source = iter(articles)
        for number, part in enumerate(done.parts):
            _check_inputs(part, islice(source, part.articles), part_paths(folder, number)[0])
        rest = _rest(done, source)
        yield from _worked(pipeline, done, rest)
        cache.remove()
        if not done.complete:
            _write_manifest(folder, signature, parts=len(Run.read(folder, check=False).parts))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; the system lets go of it when the process dies."""
    try:
        import fcntl
    except ImportError:  # there is none on Windows
        yield
        return
    path = folder / LOCK
    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                raise BlockingIOError  # whoever held it has deleted it since it was opened here
        except (BlockingIOError, FileNotFoundError) as error:
            raise RunError(
                f"{folder} is being written by another process: wait for it to end, or choose "
                "another folder"
            ) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _begun(folder: Path, signature: str) -> Run:
    """Return what there is of a run, after its manifest was written if there is nothing."""
    cut_off = f".{MANIFEST}."  # what a write leaves that was cut off: see storage.whole
    if not (folder / MANIFEST).exists():
        known = (LOCK, CACHE, cut_off)
        others = [p.name for p in folder.iterdir() if not p.name.startswith(known)]
        if others:
            raise RunError(
                f"{folder} holds {min(others)!r} and no {MANIFEST}, so it is no run folder: "
                "choose a new or an empty one"
            )
        _write_manifest(folder, signature)
    for leftover in folder.glob(".*.*"):
        if leftover.name.startswith((".part-", "._part-", cut_off)):
            leftover.unlink()
    run = Run.read(folder)
    if run.signature != signature:
        raise RunError(
            f"{folder} was begun with other settings: {difference(run.signature, signature)}; "
            "use the same ones, or choose another folder"
        )
    return run


def _write_manifest(folder: Path, signature: str, *, parts: int | None = None) -> None:
    """Write the manifest; ``parts`` is how many there are, when the run is complete."""
    known = {
        "format": FORMAT,
        "reformtext": __version__,
        "signature": signature,
        "complete": parts is not None,
        "parts": parts or 0,
    }
    write_whole(folder / MANIFEST, json.dumps(known, ensure_ascii=False, indent=1) + "\n")


def _rest(done: Run, source: Iterator[Article]) -> Iterator[Article]:
    """Return the articles that follow on the parts that are done.

    Raises:
        RunError: when there are more, but the last part was cut where they ended.
    """
    ended = done.complete or (done.parts and done.parts[-1].windows < WINDOWS_A_PART)
    if ended and (more := next(source, None)) is not None:
        raise RunError(
            f"{done.folder} ended with its {counted(done.articles, 'article')}, but now there is "
            f"also {more.id!r:.80}: give the articles it was begun with, or choose another folder"
        )
    return source


def _check_inputs(part: Part, articles: Iterable[Article], path: Path) -> None:
    """Raise RunError unless a part was made of these articles."""
    found = _Inputs()
    for article in articles:
        found.add(article)
    if found.digest() != part.inputs:
        raise RunError(
            f"{path} was made of other articles than those now given: their order, ids or texts "
            "have changed; give the same ones, or choose another folder"
        )


def _worked(pipeline: Pipeline, done: Run, articles: Iterator[Article]) -> Iterator[Timed]:
    """Write the parts that are not there yet, and yield their articles."""
    first = sum(part.windows for part in done.parts)
    with closing(pipeline.in_windows(windows(articles, first=first), first=first)) as results:
        for number in count(len(done.parts)):
            if (one := next(results, None)) is None:
                return
            part = chain([one], islice(results, WINDOWS_A_PART - 1))
            yield from _write_part(done, number, part)


def _write_part(done: Run, number: int, windows: Iterable[list[Timed]]) -> Iterator[Timed]:
    path, facts = part_paths(done.folder, number)
    facts.unlink(missing_ok=True)
    tally = Tally()
    with Writer(path, done.signature) as writer:
        for window in windows:
            tally.windows += 1
            for article, seconds in window:
                writer.add(article)
                tally.add(article)
                yield article, seconds
    write_whole(facts, json.dumps(asdict(tally.part(file_digest(path))), indent=1) + "\n")


class _Inputs:
    """The digest of articles as they were given."""

    def __init__(self) -> None:
        self._total = hashlib.sha256()

    def add(self, article: Article) -> None:
        """Add the id and the source of an article."""
        for text in (article.id, article.source):
            data = text.encode("utf-8", "surrogatepass")
            self._total.update(b"%d:" % len(data) + data)

    def digest(self) -> str:
        """Return the digest of all that was added."""
        return self._total.hexdigest()


class Tally:
    """What a part is made of, counted."""

    def __init__(self) -> None:
        self.windows = 0
        self._inputs = _Inputs()
        self._counts = dict.fromkeys(
            ("articles", "failed_articles", "segments", "failed_segments"), 0
        )

    def add(self, article: Article) -> None:
        """Count one article."""
        self._inputs.add(article)
        self._counts["articles"] += 1
        self._counts["failed_articles"] += bool(article.failures)
        self._counts["segments"] += len(article.segments)
        self._counts["failed_segments"] += article.count(Status.FAILED)

    def part(self, sha256: str) -> Part:
        """Return the part, whose file has that digest."""
        return Part(
            windows=self.windows, inputs=self._inputs.digest(), sha256=sha256, **self._counts
        )


def _read_part(folder: Path, number: int, *, check: bool) -> Part | None:
    """Return a part if it is there; where that is to be checked, if its file is the one written."""
    path, facts = part_paths(folder, number)
    if not (path.exists() and facts.exists()):
        return None
    names = {field.name for field in fields(Part)}
    found = _read_json(facts, names, "delete it, and the part is made again")
    part = Part(**{name: found[name] for name in names})
    return None if check and file_digest(path) != part.sha256 else part


def _read_json(path: Path, keys: set[str], mend: str) -> dict[str, Any]:
    """Return the object of a JSON file, which has at least these keys; if not, say what to do."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{path} cannot be read ({error}): {mend}") from error
    if not isinstance(found, dict) or not keys <= found.keys():
        raise RunError(f"{path} is not of a run, which has {', '.join(sorted(keys))}: {mend}")
    return found
