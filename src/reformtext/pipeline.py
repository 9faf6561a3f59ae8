"""The stages in order, and ``normalise``, which runs them over whatever it is given."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from threading import Lock
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from reformtext import __version__
from reformtext.article import Article, Segment, Status
from reformtext.beside import Beside
from reformtext.cleaning import clean_article
from reformtext.detection import detect_article
from reformtext.errors import ModelError, RunError, StageError
from reformtext.given_language import assume_language
from reformtext.languages import find
from reformtext.windows import beside, in_order, stop_if_asked, windows

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from reformtext.annotation import GlossaryLike
    from reformtext.cache import Cache
    from reformtext.corpus import Corpus
    from reformtext.models import ModelLike

__all__ = ["Batching", "Pipeline", "Stage", "assume_language", "detection", "difference"]

_log = logging.getLogger(__name__)

Stage = Callable[[Article], Article]
"""A step: an article in, the same article with something more known about it out."""


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


@dataclass(frozen=True, slots=True, repr=False)
class Pipeline:
    """Named stages, run in order on one article, many or a stream.

    A stage that fails on an article leaves a Failure in it; the stages after it are not run on
    that article, its unfinished segments are marked as failed, and all other articles go on.

    Attributes:
        stages: names and stages, in order.
        beside: whether a process beside this one may do what needs no engine, when there is enough
            of it: it takes 200 MB.
    """

    stages: tuple[tuple[str, Stage], ...]
    beside: bool = False

    @classmethod
    def default(
        cls,
        model: ModelLike = "embedded",
        *,
        engine: str = "auto",
        device: str = "auto",
        beam: int = 4,
        language: str | None = None,
        languages: Sequence[str] | None = None,
        glossary: GlossaryLike | None = None,
        sibling: ModelLike | None = None,
        cache: Cache | None = None,
        progress: bool | None = None,
    ) -> Pipeline:
        """Return clean, detect, split, annotate, translate, verify.

        Args:
            model: ``embedded``, ``opus``, a Marian folder, a hub id, or a Model.
            engine: ``auto``, ``transformers`` or ``ctranslate2``.
            device: ``auto``, ``cpu`` or ``cuda``.
            beam: hypotheses kept while decoding; 1 is greedy and fastest.
            language: what all articles are in, where that is known.  It is not detected then, but
                the trace and the report say where a text is surely in another.
            languages: what the articles may be in; a detection outside becomes ``und``.
            glossary: a ``Glossary``, or a ``.toml``, ``.tsv`` or ``.csv`` file of one; None: the
                default one.
            sibling: another model, asked where the first one fails the checks.
            cache: where translations are kept, and looked for; None: nowhere.
            progress: whether to show a bar; None: on a terminal or in a notebook.

        Raises:
            ModelNotFoundError: when there is no such model.
            GlossaryError: when the glossary cannot be read.
            UnknownLanguageError: when a language is not read by this library.
            TypeError: when ``cache`` is something else.
            ValueError: when ``languages`` is empty or one string, or both it and ``language``
                are given.
        """
        from reformtext.annotation import Annotator
        from reformtext.memory import Memory
        from reformtext.models import cores, open_model
        from reformtext.splitting import cut, split_article
        from reformtext.translation import Translator
        from reformtext.verification import Verifier

        engines = open_model(model, engine=engine, device=device)
        memory = Memory(cache=cache)
        other = None if sibling is None else open_model(sibling)
        return cls(
            (
                ("clean", clean_article),
                ("detect", detection(language, languages)),
                ("split", split_article),
                ("annotate", Annotator(glossary)),
                (
                    "translate",
                    Translator(engines, cut, beam=beam, memory=memory, progress=progress),
                ),
                ("verify", Verifier(engines, cut, beam=beam, sibling=other, memory=memory)),
            ),
            beside=getattr(engines, "threads", 0) != 1 and cores() > 1,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the stages, in order."""
        return tuple(name for name, _ in self.stages)

    def replace(self, name: str, stage: Stage) -> Pipeline:
        """Return the pipeline with another stage of that name."""
        self._position(name)
        return self._with((n, stage if n == name else s) for n, s in self.stages)

    def without(self, name: str) -> Pipeline:
        """Return the pipeline without a stage."""
        self._position(name)
        return self._with((n, s) for n, s in self.stages if n != name)

    def until(self, name: str) -> Pipeline:
        """Return the pipeline up to a stage, that stage included."""
        return self._with(self.stages[: self._position(name) + 1])

    def insert(self, name: str, stage: Stage, *, after: str) -> Pipeline:
        """Return the pipeline with one more stage, behind the stage named ``after``."""
        if name in self.names:
            raise StageError(f"there is a stage {name!r} already: replace it, or use another name")
        i = self._position(after) + 1
        return self._with((*self.stages[:i], (name, stage), *self.stages[i:]))

    def signature(self) -> str:
        """Return all that shapes the results: the version, and every stage with what it says."""
        stages = "|".join(f"{name}:{_signature(stage)}" for name, stage in self.stages)
        return f"reformtext:{__version__}|{stages}"

    def __repr__(self) -> str:
        return f"<Pipeline {' → '.join(self.names)}>"

    def __call__(self, article: Article) -> Article:
        """Return one article, run through every stage."""
        return self._worked([article], {})[0][0]

    def run(self, articles: Iterable[Article]) -> Corpus:
        """Return a corpus of the articles, run through every stage."""
        from reformtext.corpus import Corpus

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
        for done in self.in_windows(windows(map(_checked, articles))):
            yield from done

    def in_windows(
        self, windows: Iterable[list[Article]], *, first: int = 0
    ) -> Generator[list[tuple[Article, float]], None, None]:
        """Yield the articles of each window, as ``timed`` does.

        Two windows are under way at a time, in threads.  A stage that is not this library's own is
        called by one of them at a time.

        Args:
            windows: articles that are worked on together.
            first: the number of the first window.
        """
        one_each = {id(stage): Lock() for _, stage in self.stages if not _is_ours(stage)}
        locks = {n: one_each[id(stage)] for n, stage in self.stages if id(stage) in one_each}
        helper = Beside() if self.beside else None
        ahead = next((i for i, (_, s) in enumerate(self.stages) if not _is_pure(s)), 0)
        pure = partial(Pipeline._worked, self._with(self.stages[:ahead]), locks={})
        rest = self._with(self.stages[ahead:])

        def work(window: list[Article]) -> list[tuple[Article, float]]:
            prepared = beside(pure, window)
            done = rest._worked([article for article, _ in prepared], locks)
            return [(a, one + two) for (_, one), (a, two) in zip(prepared, done, strict=True)]

        return in_order(work, windows, first=first, helper=helper)

    def _with(self, stages: Iterable[tuple[str, Stage]]) -> Pipeline:
        return replace(self, stages=tuple(stages))

    def _position(self, name: str) -> int:
        if name not in self.names:
            raise StageError(f"no stage {name!r}; there are {', '.join(self.names)}")
        return self.names.index(name)

    def _worked(
        self, articles: list[Article], locks: Mapping[str, AbstractContextManager[object]]
    ) -> list[tuple[Article, float]]:
        """Return the articles after every stage, each with the seconds it took."""
        articles = list(articles)
        failed = {i for i, article in enumerate(articles) if article.failures}
        seconds = [0.0] * len(articles)
        for name, stage in self.stages:
            going = [i for i in range(len(articles)) if i not in failed]
            stop_if_asked()
            with locks.get(name, nullcontext()):
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
            for article, result in zip(articles, results, strict=True):
                _check_same(article, result)
        except (ModelError, RunError):
            raise
        except Exception:  # noqa: BLE001 - told apart below, one article at a time
            _log.debug("the stage %r failed on a batch", name, exc_info=True)
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

    A model or a run folder that cannot be used is the user's to mend, not a fault of the article:
    it is raised.
    """
    try:
        result = stage(article)
        _check_same(article, result)
    except (ModelError, RunError):
        raise
    except Exception as error:  # noqa: BLE001 - recorded; the other articles go on
        _log.debug("the stage %r failed on the article %r", name, article.id, exc_info=True)
        return article.failing(name, f"{type(error).__name__}: {error}")
    return result


def _checked(article: object) -> Article:
    """Return an article; raise TypeError for what is none."""
    if not isinstance(article, Article):
        raise TypeError(
            f"a pipeline runs on articles, not {type(article).__name__}: reformtext.scan makes "
            "articles of texts and files"
        )
    return article


def _check_same(article: Article, result: object) -> None:
    """Raise TypeError unless the result of a stage is the article it was given."""
    if not isinstance(result, Article):
        raise TypeError(f"the stage returned {type(result).__name__}, expected an Article")
    if (result.id, result.source) != (article.id, article.source):
        raise TypeError(f"the stage returned another article, {result.id!r}")


def _closed(article: Article) -> Article:
    """Return the article with no segment left open: after a failure they are failed too."""
    if not article.failures:
        return article
    reason = f"the stage {article.failures[0].stage!r} failed"
    segments = article.segments or Segment.of_lines(article.source)
    return replace(
        article,
        segments=tuple(s.as_failed(reason) if s.status is Status.PENDING else s for s in segments),
    )


def detection(language: str | None = None, languages: Sequence[str] | None = None) -> Stage:
    """Return the stage that finds the language, or sets the one that is known.

    Args:
        language: what all articles are in, where that is known.
        languages: what the articles may be in; None: any.

    Raises:
        UnknownLanguageError: when one is not read by this library.
        ValueError: when ``languages`` is empty or one string, or when both are given.
    """
    several = isinstance(languages, Iterable) and not isinstance(languages, str)
    if languages is not None and (not several or not languages):
        raise ValueError(
            f"languages must be a list of one or more codes such as ['id', 'no'], not "
            f"{languages!r}; leave it out to allow every language"
        )
    if language is not None and languages is not None:
        raise ValueError("give the one language of all articles, or those to choose from, not both")
    if language is not None:
        return partial(assume_language, language=find(language).code)
    if languages is not None:
        return partial(detect_article, languages=sorted({find(code).code for code in languages}))
    return detect_article


def difference(begun: str, now: str) -> str:
    """Return which steps of two signatures differ, and how.

    Args:
        begun: the signature of a run that was begun.
        now: that of the pipeline that is to go on with it.
    """
    steps = zip_longest(begun.split("|"), now.split("|"), fillvalue="nothing")
    return "; ".join(f"{one!r} then, {other!r} now" for one, other in steps if one != other)


def _signature(stage: object) -> str:
    if isinstance(stage, Signed):
        return stage.signature()
    if isinstance(stage, partial):
        named = sorted(stage.keywords.items())
        settings = [*map(_setting, stage.args), *(f"{key}={_setting(v)}" for key, v in named)]
        return f"{_signature(stage.func)}({','.join(settings)})"
    name = getattr(stage, "__qualname__", type(stage).__qualname__)
    module = getattr(stage, "__module__", None) or "builtins"
    return name if module.startswith("reformtext.") else f"{module}.{name}"


def _is_ours(stage: object) -> bool:
    """Return whether a stage is of this library, and so may be called by several threads."""
    if isinstance(stage, partial):
        return _is_ours(stage.func)
    module = getattr(stage, "__module__", None) or ""
    return module.startswith("reformtext.")


def _is_pure(stage: object) -> bool:
    """Return whether a stage may be called in another process: what has an engine is Batching."""
    return _is_ours(stage) and not isinstance(stage, Batching)


def _setting(value: object) -> str:
    """Return a setting as a signature shows it: never by its place in memory."""
    return _signature(value) if callable(value) else str(value)
