"""The main job in one call: articles to an English corpus, texts to English."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reformtext.article import Article, Detection, Kind, Segment
from reformtext.cache import Cache
from reformtext.errors import RunError, TranslationError
from reformtext.languages import find
from reformtext.models import ModelLike, open_engines, open_model
from reformtext.pipeline import Pipeline
from reformtext.reading import Item, is_path, scan
from reformtext.runs import CACHE, Run, run_to
from reformtext.storage import lies_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reformtext.annotation import GlossaryLike
    from reformtext.corpus import Corpus
    from reformtext.row_tables import Frame

__all__ = ["Settings", "begun", "normalise", "normalise_to", "translate"]


def normalise(
    inputs: Item | Iterable[Item] | Frame,
    *,
    model: ModelLike = "embedded",
    engine: str = "auto",
    device: str = "auto",
    beam: int = 4,
    language: str | None = None,
    languages: Sequence[str] | None = None,
    glossary: GlossaryLike | None = None,
    sibling: ModelLike | None = None,
    text_column: str | Sequence[str] | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    max_characters: int = 1_000_000,
    cache: Cache | None = None,
    progress: bool | None = None,
) -> Corpus:
    """Return an English corpus of articles in Indonesian, Polish, Norwegian and Romanian.

    What cannot be read, detected or translated is in the corpus, with its failure.

    Args:
        inputs: a path, or an iterable of paths, texts, rows or articles (``scan`` says how they
            are told apart), a table of pandas, Polars or Arrow, or a corpus.  Articles that were
            normalised before are begun anew.
        model: ``embedded``, ``opus``, a Marian folder, a hub id, or a Model.
        engine: ``auto``, ``transformers`` or ``ctranslate2``.
        device: ``auto``, ``cpu`` or ``cuda``.
        beam: hypotheses kept while decoding; 1 is greedy and fastest.
        language: what all articles are in, where that is known.  It is not detected then, but the
            trace and the report say where a text is surely in another.
        languages: what the articles may be in; a detection outside becomes ``und``.
        glossary: a ``Glossary``, or a ``.toml``, ``.tsv`` or ``.csv`` file of one; None: the
            default one.
        sibling: another model, asked where the first one fails the checks.
        text_column: of tables; as for ``scan``.
        id_column: of tables; as for ``scan``.
        columns: of metadata in tables; as for ``scan``.
        max_characters: as for ``scan``.
        cache: where translations are kept for another time, and looked for: ``Cache()`` is in the
            user's cache folder; None: nowhere.
        progress: whether to show a bar; None: on a terminal or in a notebook.

    Raises:
        InputNotFoundError: when a path is not there.
        ColumnNotFoundError: when a table named lacks a column that was asked for.
        ReadingError: when a folder holds no articles, or a path is of no kind that is read.
        MissingExtraError: when an input or an engine needs a package that is not installed.
        ModelError: when the model cannot be used.
        GlossaryError: when the glossary cannot be read.
        UnknownLanguageError: when a language is not read by this library.
        ValueError: for options that contradict each other.
    """
    pipeline = Pipeline.default(
        model,
        engine=engine,
        device=device,
        beam=beam,
        language=language,
        languages=languages,
        glossary=glossary,
        sibling=sibling,
        cache=cache,
        progress=progress,
    )
    articles = scan(
        inputs,
        text_column=text_column,
        id_column=id_column,
        columns=columns,
        max_characters=max_characters,
    )
    return pipeline.run(map(_fresh, articles))


def normalise_to(
    folder: str | os.PathLike[str],
    inputs: Item | Iterable[Item] | Frame,
    *,
    model: ModelLike = "embedded",
    engine: str = "auto",
    device: str = "auto",
    beam: int = 4,
    language: str | None = None,
    languages: Sequence[str] | None = None,
    glossary: GlossaryLike | None = None,
    sibling: ModelLike | None = None,
    text_column: str | Sequence[str] | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    max_characters: int = 1_000_000,
    progress: bool | None = None,
) -> Run:
    """Normalise articles into a folder, as many as there are, and go on where that was stopped.

    The folder is written part by part, and memory holds a few windows of articles.  After a crash,
    the same call goes on and ends with the same bytes.  ``load`` reads what is there in the end.

    Args:
        folder: a new or empty folder, or one of the same run.
        inputs: as for ``normalise``; every time the same, in the same order.
        model: as for ``normalise``, and so all that follows.
        engine: as for ``normalise``.
        device: as for ``normalise``.
        beam: as for ``normalise``.
        language: as for ``normalise``.
        languages: as for ``normalise``.
        glossary: as for ``normalise``.
        sibling: as for ``normalise``.
        text_column: of tables; as for ``scan``.
        id_column: of tables; as for ``scan``.
        columns: of metadata in tables; as for ``scan``.
        max_characters: as for ``scan``.
        progress: whether to show a bar; None: on a terminal or in a notebook.

    Raises:
        RunError: when the folder is of another run, holds something else, or is worked on; when
            it lies in one of the paths given as inputs; when its cache cannot be used.
        OSError: when the folder cannot be written.
        ReformtextError: as ``normalise`` does; models that cannot be opened are known at once.
    """
    settings = Settings(
        model, engine, device, beam, language, languages, glossary, sibling, progress
    )
    _check_apart(Path(folder), inputs)
    articles = scan(
        inputs,
        text_column=text_column,
        id_column=id_column,
        columns=columns,
        max_characters=max_characters,
    )
    for _ in begun(Path(folder), articles, settings):
        pass
    return Run.read(Path(folder), check=False)


def _check_apart(folder: Path, inputs: Item | Iterable[Item] | Frame) -> None:
    """Raise RunError when a run folder is an input, or lies in one, and would be read itself.

    Only paths that are named are looked at, not those that an iterator is yet to give.
    """
    given = inputs if isinstance(inputs, list | tuple) else [inputs]
    for one in given:
        if not (isinstance(one, os.PathLike) or (isinstance(one, str) and is_path(one))):
            continue
        if lies_in(folder, one):
            raise RunError(f"{folder} is {one}, or lies in it, which is read: choose another one")


@dataclass(frozen=True, slots=True)
class Settings:
    """What shapes a run, as ``normalise`` takes it."""

    model: ModelLike = "embedded"
    engine: str = "auto"
    device: str = "auto"
    beam: int = 4
    language: str | None = None
    languages: Sequence[str] | None = None
    glossary: GlossaryLike | None = None
    sibling: ModelLike | None = None
    progress: bool | None = None

    def pipeline(self, cache: Cache | None = None) -> Pipeline:
        """Return the pipeline, its engines opened: what cannot be is known before the work."""
        engines = open_model(self.model, engine=self.engine, device=self.device)
        sibling = None if self.sibling is None else open_model(self.sibling)
        pipeline = Pipeline.default(
            engines,
            beam=self.beam,
            language=self.language,
            languages=self.languages,
            glossary=self.glossary,
            sibling=sibling,
            cache=cache,
            progress=self.progress,
        )
        for one in filter(None, (engines, sibling)):
            open_engines(one, [self.language] if self.language else self.languages)
        return pipeline


def begun(
    folder: Path, articles: Iterable[Article], settings: Settings
) -> Iterator[tuple[Article, float]]:
    """Yield the articles of a run as they are written to its folder, each with its seconds."""
    cache = Cache(folder / CACHE, windowed=True)
    pipeline = settings.pipeline(cache)
    return run_to(folder, pipeline, map(_fresh, articles), cache)


def translate(
    texts: Iterable[str],
    language: str,
    *,
    model: ModelLike = "embedded",
    engine: str = "auto",
    device: str = "auto",
    beam: int = 4,
    glossary: GlossaryLike | None = None,
) -> list[str]:
    """Return the English of texts, in order and in number.

    The texts are translated as the segments of articles are: numbers, names and terms are
    protected and verified.

    Args:
        texts: sentences or short paragraphs.
        language: what they are in: ``id``, ``pl``, ``no`` (or ``nb``, ``nn``), ``ro``.
        model: as for ``normalise``.
        engine: as for ``normalise``.
        device: as for ``normalise``.
        beam: as for ``normalise``.
        glossary: as for ``normalise``.

    Raises:
        TranslationError: when a text could not be translated, or its translation fails a check.
        UnknownLanguageError: when the model does not translate the language.
    """
    if isinstance(texts, str) or not isinstance(texts, Iterable):
        raise TypeError(
            f"expected a list of texts, found one {type(texts).__name__}: put it in a list"
        )
    given = list(texts)
    for number, text in enumerate(given):
        if not isinstance(text, str):
            raise TypeError(f"text {number} is {type(text).__name__}, expected str")
    code = find(language).code
    engines = open_model(model, engine=engine, device=device)
    engines.engine(code)
    pipeline = Pipeline.default(engines, beam=beam, language=code, glossary=glossary)
    stages = (
        pipeline.without("clean")
        .without("split")
        .replace("detect", partial(_assumed, language=code))
    )
    done = stages.run(_as_article(number, text) for number, text in enumerate(given))
    for number, article in enumerate(done):
        if article.failed:
            reason = next(segment.reason for segment in article.segments if segment.failed)
            raise TranslationError(f"text {number}, {given[number][:60]!r}: {reason}")
    return [article.english or text for article, text in zip(done, given, strict=True)]


def _assumed(article: Article, *, language: str) -> Article:
    """Return an article in a language, without a look at the text: nobody sees its trace."""
    return replace(article, detection=Detection(language, confidence=1.0))


def _as_article(number: int, text: str) -> Article:
    """Return an article of a single segment, white space around it left out."""
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    segments = (Segment.cut(text, start, end, Kind.SENTENCE),) if start < end else ()
    return Article(str(number), text, segments=segments)


def _fresh(article: Article) -> Article:
    """Return a raw article as it is, one that was worked on before as it was read."""
    unread = tuple(failure for failure in article.failures if failure.stage == "read")
    if unread or not article.segments:
        return article
    return Article(article.id, article.source, metadata=article.metadata)
