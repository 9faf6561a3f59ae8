"""The stages in order, and ``normalise``, which runs them over whatever it is given."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Protocol, runtime_checkable

from reformtext import __version__
from reformtext.article import Article, Kind, Segment, Status
from reformtext.cleaning import clean_article
from reformtext.corpus import Corpus
from reformtext.detection import detect_article
from reformtext.errors import ModelError, StageError
from reformtext.languages import find
from reformtext.models import Model
from reformtext.reading import Item, scan
from reformtext.splitting import cut, split_article
from reformtext.text import lines
from reformtext.translation import Engines, Translator

__all__ = ["Batching", "Pipeline", "Stage", "normalise", "translate"]

_log = logging.getLogger(__name__)

WINDOW = 32
"""Articles that are held at a time: enough to fill batches, few enough to hold."""

Stage = Callable[[Article], Article]
"""A step: an article in, the same article with something more known about it out."""

ModelLike = str | os.PathLike[str] | Engines
"""A name of the registry, a Marian folder, a hub id, or a model that is open already."""


@runtime_checkable
class Batching(Protocol):
    """A stage that is faster when it is given several articles at once."""

    def __call__(self, article: Article) -> Article:
        """Return the article, worked on."""

    def many(self, articles: Sequence[Article]) -> list[Article]:
        """Return the articles, worked on, in order and in number."""


@runtime_checkable
class Signed(Protocol):
    """A stage that can say what shapes its results."""

    def signature(self) -> str:
        """Return it as a short string."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Named stages, run in order on one article, many or a stream.

    A stage that fails on an article leaves a Failure in it; the stages after it are not run on
    that article, its unfinished segments are marked as failed, and all other articles go on.

    Attributes:
        stages: names and stages, in order.
    """

    stages: tuple[tuple[str, Stage], ...]

    @classmethod
    def default(
        cls,
        model: ModelLike = "embedded",
        *,
        engine: str = "auto",
        device: str = "auto",
        beam: int = 4,
        languages: Sequence[str] | None = None,
        progress: bool | None = None,
    ) -> Pipeline:
        """Return clean, detect, split, translate.

        Args:
            model: ``embedded``, ``opus``, a Marian folder, a hub id, or a Model.
            engine: ``auto``, ``transformers`` or ``ctranslate2``.
            device: ``auto``, ``cpu`` or ``cuda``.
            beam: hypotheses kept while decoding; 1 is greedy and fastest.
            languages: what the articles may be in; a detection outside becomes ``und``.
            progress: whether to show a bar; None: on a terminal or in a notebook.

        Raises:
            ModelNotFoundError: when there is no such model.
            UnknownLanguageError: when one of ``languages`` is not read by this library.
        """
        translator = Translator(_opened(model, engine, device), cut, beam=beam, progress=progress)
        codes = None if languages is None else sorted({find(code).code for code in languages})
        detect = partial(detect_article, candidates=codes) if codes else detect_article
        return cls(
            (
                ("clean", clean_article),
                ("detect", detect),
                ("split", split_article),
                ("translate", translator),
            )
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stages, in order."""
        return tuple(name for name, _ in self.stages)

    def replace(self, name: str, stage: Stage) -> Pipeline:
        """Return the pipeline with another stage of that name."""
        self._position(name)
        return Pipeline(tuple((n, stage if n == name else s) for n, s in self.stages))

    def without(self, name: str) -> Pipeline:
        """Return the pipeline without a stage."""
        self._position(name)
        return Pipeline(tuple((n, s) for n, s in self.stages if n != name))

    def insert(self, name: str, stage: Stage, *, after: str) -> Pipeline:
        """Return the pipeline with one more stage, behind the stage named ``after``."""
        if name in self.names:
            raise StageError(f"there is a stage {name!r} already: replace it, or use another name")
        i = self._position(after) + 1
        return Pipeline((*self.stages[:i], (name, stage), *self.stages[i:]))

    def signature(self) -> str:
        """Return all that shapes the results: the version, and every stage with what it says."""
        stages = "|".join(f"{name}:{_signature(stage)}" for name, stage in self.stages)
        return f"reformtext:{__version__}|{stages}"

    def __call__(self, article: Article) -> Article:
        """Return one article, run through every stage."""
        return self._window([article])[0][0]

    def run(self, articles: Iterable[Article]) -> Corpus:
        """Return a corpus of the articles, run through every stage."""
        done = tuple(self.stream(articles))
        return Corpus(done, self.signature())

    def stream(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Yield articles run through every stage, in order, holding a few at a time."""
        for article, _ in self.timed(articles):
            yield article

    def timed(self, articles: Iterable[Article]) -> Iterator[tuple[Article, float]]:
        """Yield articles as ``stream`` does, each with the seconds it took.

        The time of a stage that works on several at once is shared out by their lengths.
        """
        source = iter(articles)
        while window := list(islice(source, WINDOW)):
            yield from self._window(window)

    def _position(self, name: str) -> int:
        if name not in self.names:
            raise StageError(f"no stage {name!r}; there are {', '.join(self.names)}")
        return self.names.index(name)

    def _window(self, articles: list[Article]) -> list[tuple[Article, float]]:
        failed = {i for i, article in enumerate(articles) if article.failures}
        seconds = [0.0] * len(articles)
        for name, stage in self.stages:
            going = [i for i in range(len(articles)) if i not in failed]
            results, spent = _applied(name, stage, [articles[i] for i in going])
            for i, result, took in zip(going, results, spent, strict=True):
                if len(result.failures) > len(articles[i].failures):
                    failed.add(i)
                articles[i] = result
                seconds[i] += took
        return [(_closed(a), s) for a, s in zip(articles, seconds, strict=True)]


def _applied(name: str, stage: Stage, articles: list[Article]) -> tuple[list[Article], list[float]]:
    """Return the articles after a stage, and the seconds each took."""
    if isinstance(stage, Batching) and len(articles) > 1:
        started = time.perf_counter()
        try:
            results = stage.many(articles)
        except ModelError:
            raise
        except Exception:  # noqa: BLE001 - told apart below, one article at a time
            _log.exception("the stage %r failed on a batch; trying one article at a time", name)
        else:
            took = time.perf_counter() - started
            total = sum(len(article.source) for article in articles) or 1
            return results, [took * len(article.source) / total for article in articles]
    results, seconds = [], []
    for article in articles:
        started = time.perf_counter()
        results.append(_attempted(name, stage, article))
        seconds.append(time.perf_counter() - started)
    return results, seconds


def _attempted(name: str, stage: Stage, article: Article) -> Article:
    """Return the article after a stage, or with the failure of the stage.

    A model that cannot be used is the user's to mend, not a fault of the article: it is raised.
    """
    try:
        return stage(article)
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001 - recorded; the other articles go on
        _log.exception("the stage %r failed on the article %r", name, article.id)
        return article.failing(name, f"{type(error).__name__}: {error}")


def _closed(article: Article) -> Article:
    """Return the article with no segment left open: after a failure they are failed too."""
    if not article.failures:
        return article
    stage = article.failures[0].stage
    segments = article.segments or tuple(
        Segment.cut(article.source, start, end, Kind.BODY) for start, end in lines(article.source)
    )
    return replace(
        article,
        segments=tuple(
            s.failed(f"the stage {stage!r} failed") if s.status is Status.PENDING else s
            for s in segments
        ),
    )


def _signature(stage: object) -> str:
    if isinstance(stage, Signed):
        return stage.signature()
    if isinstance(stage, partial):
        settings = ",".join(f"{key}={value}" for key, value in sorted(stage.keywords.items()))
        return f"{_signature(stage.func)}({settings})"
    name = getattr(stage, "__qualname__", type(stage).__qualname__)
    own = stage.__module__.startswith("reformtext.")
    return name if own else f"{stage.__module__}.{name}"


def _opened(model: ModelLike, engine: str, device: str) -> Engines:
    if isinstance(model, str | os.PathLike):
        return Model(os.fspath(model), engine=engine, device=device)
    return model


def normalise(
    inputs: Item | Iterable[Item],
    *,
    model: ModelLike = "embedded",
    engine: str = "auto",
    device: str = "auto",
    beam: int = 4,
    languages: Sequence[str] | None = None,
    progress: bool | None = None,
) -> Corpus:
    """Return an English corpus of articles in Indonesian, Polish, Norwegian and Romanian.

    Args:
        inputs: a path, or an iterable of paths, texts, rows or articles (``scan`` says how they
            are told apart), or a corpus of raw articles.
        model: ``embedded``, ``opus``, a Marian folder, a hub id, or a Model.
        engine: ``auto``, ``transformers`` or ``ctranslate2``.
        device: ``auto``, ``cpu`` or ``cuda``.
        beam: hypotheses kept while decoding; 1 is greedy and fastest.
        languages: what the articles may be in; a detection outside becomes ``und``.
        progress: whether to show a bar; None: on a terminal or in a notebook.

    Raises:
        InputNotFoundError: when a path is not there.
        ModelError: when the model cannot be used.
    """
    pipeline = Pipeline.default(
        model, engine=engine, device=device, beam=beam, languages=languages, progress=progress
    )
    return pipeline.run(scan(inputs))


def translate(
    texts: Iterable[str],
    language: str,
    *,
    model: ModelLike = "embedded",
    engine: str = "auto",
    device: str = "auto",
    beam: int = 4,
) -> list[str]:
    """Return the English of texts, in order and in number.

    Args:
        texts: sentences or short paragraphs.
        language: what they are in: ``id``, ``pl``, ``no`` (or ``nb``, ``nn``), ``ro``.
        model: as for ``normalise``.
        engine: as for ``normalise``.
        device: as for ``normalise``.
        beam: as for ``normalise``.

    Raises:
        TranslationError: when a text could not be translated.
        UnknownLanguageError: when the model does not translate the language.
    """
    return Translator(_opened(model, engine, device), cut, beam=beam).texts(
        texts, find(language).code
    )
