"""What one actor does: a chunk of raw articles in, a part of the corpus out."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reformtext.article import Article, Metadata
from reformtext.errors import CorpusError, ModelError
from reformtext.exporting import Writer
from reformtext.models import Model, ModelLike, open_engines, open_model
from reformtext.pipeline import Pipeline
from reformtext.reading import renamed
from reformtext.scale.staging import STAGED, from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reformtext.engines import Engines
    from reformtext.glossary import Glossary
    from reformtext.scale.folders import Folder

__all__ = ["MOST_TRIES", "TRIES", "Job", "Worker", "part_bytes", "part_name", "probe"]

MOST_TRIES = 3
"""How often a chunk is begun before its articles are taken one by one, with care."""

TRIES = f"{STAGED}/tries"
"""The folder below the output that says what was begun."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What every actor is told: how to translate, and where to put it.

    Attributes:
        folder: the output folder.
        model: as of ``Pipeline.default``, and so on.
        threads: of an engine.
        signature: what the pipeline must say of itself; empty: anything.
    """

    folder: Folder
    model: ModelLike
    engine: str
    device: str
    beam: int
    language: str | None
    languages: tuple[str, ...] | None
    glossary: Glossary
    threads: int
    signature: str = ""

    def engines(self) -> Engines:
        """Return the model, whose engines are opened when they are first asked for."""
        options = {"engine": self.engine, "device": self.device}
        if isinstance(self.model, str | os.PathLike):
            return Model(os.fspath(self.model), threads=self.threads, **options)
        return open_model(self.model, **options)

    def pipeline(self, model: ModelLike) -> Pipeline:
        """Return the pipeline of the job, with an open model."""
        return Pipeline.default(
            model,
            beam=self.beam,
            language=self.language,
            languages=self.languages,
            glossary=self.glossary,
            progress=False,
        )

    def opened(self) -> Pipeline:
        """Return the pipeline with every engine loaded that the languages may need.

        A signature names the engines that are loaded: it must not depend on which articles an
        actor has met.

        Raises:
            ModelError: when the model cannot be used, or is another one than elsewhere.
        """
        os.environ["OMP_NUM_THREADS"] = str(self.threads)  # read when torch is first imported
        engines = self.engines()
        open_engines(engines, [self.language] if self.language else self.languages)
        pipeline = self.pipeline(engines)
        found = pipeline.signature()
        if self.signature not in {"", found}:
            raise ModelError(
                f"this node would translate as {found!r}, the others do as {self.signature!r}: "
                "install the same packages and put the same model on all nodes"
            )
        return pipeline


def probe(job: Job) -> str:
    """Return the signature of a job, after opening all that an actor would open."""
    return job.opened().signature()


def part_name(chunk: str) -> str:
    """Return the name of the part that a chunk becomes."""
    return f"part-{chunk}.parquet"


class Worker:
    """An actor: it holds one pipeline, and turns chunks into parts.

    A part that is there is left as it is: it holds the same articles, whoever wrote it.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._folder = job.folder
        self._pipeline = job.opened()

    def __call__(self, row: Row) -> Row:
        """Return what is in the part of a chunk, which is written unless it is there.

        Args:
            row: the ``chunk``, and the new ``ids`` of its articles as JSON, position to id.
        """
        name = part_name(row["chunk"])
        if self._folder.holds(name):
            done = from_bytes(self._folder.read(name))
        else:
            done = self._translated(row["chunk"], json.loads(row["ids"]))
            self._folder.write(name, part_bytes(done, self._pipeline.signature()))
        return {
            "part": name,
            "articles": len(done),
            "segments": sum(len(article.segments) for article in done),
            "failed": sum(article.failed for article in done),
        }

    def _translated(self, chunk: str, ids: dict[str, str]) -> list[Article]:
        articles = from_bytes(self._folder.read(f"{STAGED}/{chunk}.parquet"))
        for position, identity in ids.items():
            articles[int(position)] = renamed(articles[int(position)], identity)
        if self._tries(chunk) < MOST_TRIES:
            return list(self._pipeline.stream(articles))
        return list(self._careful(chunk, articles))

    def _tries(self, chunk: str) -> int:
        """Return how often the chunk was begun before, and note that it is begun again."""
        tries = 0
        while self._folder.holds(f"{TRIES}/{chunk}-{tries}"):
            tries += 1
        self._folder.write(f"{TRIES}/{chunk}-{tries}", b"\n")
        return tries

    def _careful(self, chunk: str, articles: list[Article]) -> Iterator[Article]:
        """Yield articles that are done one by one, and not again where the process died."""
        for position, article in enumerate(articles):
            mark = f"{TRIES}/{chunk}-article-{position}"
            if self._folder.holds(mark):
                yield article.failing("scale", "the process that worked on it died")
                continue
            self._folder.write(mark, b"\n")
            yield self._pipeline(article)
            self._folder.remove_file(mark)


def part_bytes(articles: Iterable[Article], signature: str) -> bytes:
    """Return a part as ``Corpus.write`` writes it; what cannot be written is in it, as a failure.

    Args:
        articles: whose ids differ.
        signature: of the pipeline.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.parquet"
        with Writer(path, signature) as writer:
            for article in articles:
                try:
                    writer.add(article)
                except CorpusError as error:
                    writer.add(_unwritten(article, error))
        return path.read_bytes()


def _unwritten(article: Article, error: CorpusError) -> Article:
    """Return an article that cannot be written, as it was read, with the reason."""
    raw = Article(article.id, article.source, metadata=Metadata(path=article.metadata.path))
    return raw.failing("scale", str(error).encode(errors="replace").decode())
