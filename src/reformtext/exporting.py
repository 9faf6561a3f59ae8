"""Corpora as Arrow tables and as files, by the one schema in ``reformtext.corpus_schema``."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from reformtext.corpus import Corpus
from reformtext.corpus.base import Articles
from reformtext.corpus_files import READERS, SINKS, Place, Sink, by_suffix, json_line, signed_schema
from reformtext.corpus_schema import (
    ARTICLE,
    DERIVED,
    SEGMENT_ROW,
    Maybe,
    Row,
    Shape,
    arrow_schema,
    article_to_row,
    require,
    row_to_article,
)
from reformtext.errors import CorpusError, FormatError, InputNotFoundError, MissingExtraError
from reformtext.segment_tables import SegmentTable, Table
from reformtext.storage import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    import pandas as pd
    import pyarrow as pa

    from reformtext.article import Article

__all__ = [
    "Writer",
    "article_to_row",
    "check_output",
    "check_path",
    "collect",
    "jsonl_lines",
    "load_file",
    "row_to_article",
    "schema",
    "stored_articles",
    "to_frame",
    "to_table",
    "write_corpus",
]

_NESTED: Final[dict[type[Table[Any]], dict[str, Shape]]] = {SegmentTable: SEGMENT_ROW}
_PLAIN: Final[dict[str, Shape]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "str | None": Maybe(str),
    "int | None": Maybe(int),
    "float | None": Maybe(float),
}
"""The shapes of the fields of rows, by what their annotations say."""

Value = TypeVar("Value")

# What the derived columns are made of is checked: a message names that, as it can be mended.  The
# signature is not the article's.
_MENDABLE: Final = {
    name: shape for name, shape in ARTICLE.items() if name not in {*DERIVED, "signature"}
}
_OMIT: Final = ", or leave the article out with Corpus.filter"


def schema() -> pa.Schema:
    """Return the ``pyarrow.Schema`` of a corpus, as ``reformtext.corpus_schema`` describes it."""
    return arrow_schema(ARTICLE)


def to_table(source: Articles | Table[Any]) -> pa.Table:
    """Return the rows of a corpus, or of a table of segments or failures, as an Arrow table.

    Raises:
        CorpusError: when a row holds what UTF-8 cannot hold, or a number that is not finite.
    """
    import pyarrow as pa

    if isinstance(source, Articles):
        signature = _signature(source.signature)
        rows = [_article_row(article, signature) for article in source]
        return pa.Table.from_pylist(rows, schema=signed_schema(signature))
    shape = _NESTED.get(type(source)) or {f.name: _PLAIN[str(f.type)] for f in fields(source.row)}
    rows = [
        _writable(_plain(row, source.columns), shape, _row_name(row, position), _OMIT)
        for position, row in enumerate(source)
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(shape))


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a ``pandas.DataFrame``; integers that may be absent stay integers.

    Raises:
        MissingExtraError: when pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtraError("pandas", "pandas", "a data frame") from error
    import pyarrow as pa

    def extension(arrow: pa.DataType) -> pd.Int64Dtype | None:
        return pd.Int64Dtype() if arrow == pa.int64() else None

    # Within lists the extension type does not apply: there, integers beside nulls stay Python's.
    frame: pd.DataFrame = table.to_pandas(types_mapper=extension, integer_object_nulls=True)
    return frame


def write_corpus(corpus: Corpus, path: str | os.PathLike[str]) -> None:
    """Write a corpus to a ``.parquet`` or ``.jsonl`` file, as ``Writer`` does."""
    with Writer(path, corpus.signature) as writer:
        for article in corpus:
            writer.add(article)


def jsonl_lines(corpus: Articles) -> Iterator[str]:
    """Yield the lines of a corpus's ``.jsonl`` file, each with its line feed.

    Raises:
        CorpusError: when an article holds what UTF-8 cannot hold.
    """
    signature = _signature(corpus.signature)
    for article in corpus:
        yield json_line(_article_row(article, signature))


def check_output(path: str | os.PathLike[str]) -> None:
    """Check that a corpus can be written to a path, before there is one; nothing is created.

    Raises:
        FormatError: when the suffix is no format, when the path is a folder, or when no file can
            be created there.
    """
    by_suffix(Path(path), SINKS)
    target = Path(path).resolve()
    if target.is_dir():
        raise FormatError(f"{path} is a folder; expected the name of a file")
    parent = next(folder for folder in target.parents if folder.exists())
    if not (parent.is_dir() and os.access(parent, os.W_OK)):
        raise FormatError(f"{path} cannot be created: {parent} is no folder that can be written to")


def load_file(path: str | os.PathLike[str]) -> Corpus:
    """Return the corpus of a ``.parquet`` or ``.jsonl`` file, equal to the one written.

    Columns that the schema does not name are not read.  An empty ``.jsonl`` file has no place for
    a signature: its corpus has the empty one.

    Raises:
        InputNotFoundError: when there is no such file.
        FormatError: when it is not a corpus; the message names the row and column, or the line.
    """
    file_path = Path(path)
    if not file_path.exists():
        raise InputNotFoundError(
            f"no file {str(file_path)!r}; expected a corpus written by Corpus.write: check the path"
        )
    if file_path.is_dir():
        raise FormatError(f"{file_path} is {_folder(file_path)}")
    read = by_suffix(file_path, READERS)
    with file_path.open("rb") as file:
        try:
            return Corpus(*collect(*read(file)))
        except (FormatError, CorpusError) as error:
            raise FormatError(f"{file_path}: {error}") from error


def check_path(given: object) -> None:
    """Check that something is a path; a data set, or a dictionary of such, is none.

    Raises:
        FormatError: when it is not; the message says what to do.
    """
    if isinstance(given, str | os.PathLike):
        return
    sets = list(given.values()) if isinstance(given, dict) else [given]
    if any(hasattr(one, "with_format") for one in sets):
        advice = "a data set becomes a corpus by Corpus.from_dataset(dataset)"
    else:
        advice = "give its path"
    raise FormatError(
        f"found {type(given).__name__}, expected the path of what Corpus.write wrote: {advice}"
    )


def _folder(folder: Path) -> str:
    """Return what a folder is that holds no run, and what to do."""
    saved = f"datasets.load_from_disk({str(folder)!r})"
    if (folder / "dataset_info.json").is_file():
        return f"a data set of Hugging Face: give Corpus.from_dataset({saved})"
    if (folder / "dataset_dict.json").is_file():
        return f"data sets of Hugging Face: choose one, Corpus.from_dataset({saved}[NAME])"
    return (
        "a folder without _manifest.json, so it is no run: give a file of it, or the folder that "
        "articles were normalised into"
    )


def stored_articles(path: Path) -> tuple[str, Iterator[Article]]:
    """Return the signature in the head of a corpus file, and its articles, read as they are taken.

    Raises:
        FormatError: when it is not a corpus.
    """
    read = by_suffix(path, READERS)
    with path.open("rb") as file:
        signature, _ = read(file)

    def articles() -> Iterator[Article]:
        with path.open("rb") as file:
            for place, row in read(file)[1]:
                try:
                    yield row_to_article(row)
                except FormatError as error:
                    raise FormatError(f"{path}: {place}: {error}") from error

    return signature, articles()


class Writer:
    """Writes articles one by one to a ``.parquet`` or ``.jsonl`` file that appears whole.

    Used in a ``with`` statement.  The articles go to a temporary file in the same folder, which
    takes the place of ``path`` when the statement ends well; on any error it is removed, and what
    was at ``path`` is untouched.  Missing folders are created.  Memory holds one row group and
    the ids.  Equal articles give equal bytes.

    Args:
        path: the file; its suffix is the format.
        signature: everything that shaped the articles, as one short string.

    Raises:
        FormatError: as ``check_output`` does.
        CorpusError: when the signature cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], signature: str = "") -> None:
        check_output(path)
        self._open_sink = by_suffix(Path(path), SINKS)
        self._path = Path(path).resolve()  # a link stays one: the file behind it is replaced
        self._signature = _signature(signature)
        self._ids: set[str] = set()
        self._sink: Sink | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._ids.clear()
        with ExitStack() as stack:
            temporary = stack.enter_context(whole(self._path))
            file = stack.enter_context(temporary.open("wb"))
            self._sink = stack.enter_context(self._open_sink(file, self._signature))
            self._stack = stack.pop_all()
        return self

    def add(self, article: Article) -> None:
        """Write one more article.

        Raises:
            CorpusError: when its id was written before, or when it holds what UTF-8 cannot hold
                or a number that is not finite: it is left out, and the next can be added.
            OSError: when the file cannot be written: it is removed.
        """
        if self._sink is None:
            raise self._not_open()
        if article.id in self._ids:
            raise CorpusError(f"article {article.id!r:.80} is in {self._path.name} already")
        row = _article_row(article, self._signature)
        try:
            self._sink(row)
        except BaseException as failure:
            self._close(type(failure), failure, failure.__traceback__)
            raise
        self._ids.add(article.id)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None and self._sink is None:
            raise self._not_open()
        self._close(kind, error, traceback)

    def _close(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let the temporary file take its place, or remove it if there is an error."""
        self._sink = None
        self._stack.__exit__(kind, error, traceback)

    def _not_open(self) -> CorpusError:
        return CorpusError(
            f"{self._path.name} is not open for writing: it is within `with Writer(path) as "
            "writer`, unless writing to it has failed"
        )


def collect(signature: str, places: Iterable[Place]) -> tuple[list[Article], str]:
    """Return the articles of rows, each with the name of its place, and their one signature.

    Args:
        signature: of a corpus without rows.
        places: the rows.

    Raises:
        FormatError: when a row is no article, or signatures differ; the message names the place.
    """
    articles: list[Article] = []
    for place, row in places:
        try:
            article = row_to_article(row)
        except FormatError as error:
            raise FormatError(f"{place}: {error}") from error
        found = row["signature"]  # type: ignore[index]  # row_to_article has checked it
        if articles and found != signature:
            raise FormatError(
                f"{place}: the signature is {found!r:.80}, but {signature!r:.80} before it; "
                "expected the articles of one corpus"
            )
        articles.append(article)
        signature = found
    return articles, signature


def _plain(row: object, columns: Iterable[str]) -> Row:
    """Return the attributes of a row; ``asdict`` would copy every text of them."""
    values = ((name, getattr(row, name)) for name in columns)
    return {
        name: [asdict(item) for item in value] if isinstance(value, tuple) else value
        for name, value in values
    }


def _article_row(article: Article, signature: str) -> Row:
    row = article_to_row(article, signature)
    return _writable(row, _MENDABLE, f"article {article.id!r:.80}", _OMIT)


def _signature(signature: str) -> str:
    return _writable(signature, str, "the signature")


def _row_name(row: object, position: int) -> str:
    article = getattr(row, "article_id", None)
    return f"row {position:,}" + (f" of article {article!r:.80}" if article is not None else "")


def _writable(value: Value, shape: Shape, name: str, otherwise: str = "") -> Value:
    """Return a value, or raise CorpusError if it cannot be written, with what else can be done."""
    try:
        require(value, shape)
    except ValueError as error:
        raise CorpusError(f"{name} cannot be written: {error}{otherwise}") from error
    return value
