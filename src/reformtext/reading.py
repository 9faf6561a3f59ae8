"""From files, folders, rows and texts to articles, one at a time.

What cannot be read is not lost: it becomes an article with a failure, or an error where that is
asked for.  Mistakes of the call itself, such as a path that is not there, are always errors.
"""

from __future__ import annotations

import itertools
import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from reformtext.article import Article
from reformtext.encoding import decode
from reformtext.errors import ColumnNotFoundError, InputNotFoundError, ReadingError
from reformtext.pages import check_installed, file_bytes, read_html
from reformtext.row_articles import STAGE, Options, Place, from_row, from_text
from reformtext.row_files import read_delimited, read_jsonl, read_parquet
from reformtext.row_tables import Frame, several

__all__ = ["SUFFIXES", "find_files", "is_path", "read_file", "renamed", "rows", "scan", "texts"]

_LOGGER = logging.getLogger("reformtext")
_LONGEST_PATH = 255
_BYTES_A_CHARACTER = 4  # the most that UTF-8, UTF-16 and UTF-32 need

T = TypeVar("T")
Item = str | os.PathLike[str] | Mapping[str, object] | Article
OnError = Literal["record", "raise"]


def scan(
    inputs: Item | Iterable[Item] | Frame,
    *,
    text_column: str | Sequence[str] | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_error: OnError = "record",
    max_characters: int = 1_000_000,
) -> Iterator[Article]:
    """Read articles from files, folders, rows and texts, lazily and in a fixed order.

    A file with the suffix ``.txt``, ``.text``, ``.md``, ``.html`` or ``.htm`` is one article; of
    ``.jsonl``, ``.ndjson``, ``.csv``, ``.tsv`` and ``.parquet`` each row is one.  Folders are
    read with all the folders in them, sorted by path; hidden files and those with another suffix
    are left out, which is logged.  One article is in memory at a time, beside the ids so far
    and, for a folder, the paths of its files.

    A string given alone is always a path.  In an iterable, a string is a path only if it is one
    line of at most 255 characters and there is a file or folder of that name.  Another that ends
    in one of the suffixes and holds no white space looks like a path that is not there: it
    cannot be read, as a path or as a text.  Any other string is a text.  ``texts`` takes texts
    only, and a ``pathlib.Path`` is always a path.

    Ids are paths in the folder without the suffix (``sub/b``); for a file its stem; for a row
    what its id column says, else ``stem:3``; ``row-0001`` for rows and ``text-0001`` for texts
    that are in no file.  An id met before gets ``#2`` and so on, which the trace says.

    Args:
        inputs: a path; or an iterable of paths, texts, rows (mappings) and articles, which are
            passed on as they are; or a table of pandas, Polars or Arrow, a row an article.
        text_column: the column of the text, or several (``["title", "text"]``) that are joined
            with a blank line between; else the first there is of text, source, body, content,
            article and their like in Indonesian, Norwegian, Polish and Romanian (teks, brødtekst,
            treść, conținut).  Capitals, accents and spaces make no difference.
        id_column: the column of the id; else id or article_id, if there is one.
        columns: the columns of metadata, as in ``{"published": "Terbit"}``; else the first there
            is of their usual names in these languages, such as date, tanggal and dato; the guide
            "Bring your own csv, HTML or jsonl" lists all.  Those of a file that ``Corpus.write``
            made are read from its column of that name.
        on_error: whether what cannot be read becomes an article with a failure ("record") or
            an error ("raise").
        max_characters: the longest text that is read; a longer one cannot be read.

    Raises:
        ColumnNotFoundError: for a table, or one given by its path, alone or in a list, that lacks
            a column asked for, whatever ``on_error`` says; one in a folder cannot be read then.
        InputNotFoundError: for a path that is not there, whatever ``on_error`` says; for a
            string in an iterable that only looks like one, on "raise".
        ReadingError: for a folder without articles, a path with another suffix, an input of
            another type or columns of what is no metadata, whatever ``on_error`` says; and on
            "raise" for what cannot be read.
        MissingExtraError: for HTML, when trafilatura is not installed.
    """
    options = Options(text_column, id_column, max_characters, columns)
    if options.names_columns:
        _check_columns(inputs, options)
    if isinstance(inputs, (str, os.PathLike)):
        articles = _from_path(inputs, options)
    elif isinstance(inputs, (Mapping, Article)):
        articles = _from_items([inputs], options, on_error)
    else:
        articles = _from_items(several(inputs, options), options, on_error)
    return _finished(articles, on_error)


def texts(
    values: Iterable[str], *, on_error: OnError = "record", max_characters: int = 1_000_000
) -> Iterator[Article]:
    """Make articles of texts, lazily; their ids are ``text-0001`` and so on.

    Args:
        values: the texts; none of them is taken as a path.
        on_error: as for ``scan``.
        max_characters: as for ``scan``.

    Raises:
        ReadingError: for one string instead of several; on "raise" also for what is no text.
    """
    options = Options(max_characters=max_characters)
    numbered = enumerate(several(values), 1)
    return _finished((_text(v, _numbered("text", n), options) for n, v in numbered), on_error)


def rows(
    values: Iterable[Mapping[str, object]] | Frame,
    *,
    text_column: str | Sequence[str] | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_error: OnError = "record",
    max_characters: int = 1_000_000,
) -> Iterator[Article]:
    """Make articles of rows, lazily; without an id column, their ids are ``row-0001`` and so on.

    The columns of the title, address, author, outlet and date become metadata, as for ``scan``.

    Args:
        values: mappings of column names to values, such as dicts, or a table, as for ``scan``.
        text_column: as for ``scan``.
        id_column: as for ``scan``.
        columns: as for ``scan``; where a row lacks one, its trace says so.
        on_error: as for ``scan``.
        max_characters: as for ``scan``.

    Raises:
        ReadingError: for one row instead of several, or a table without a text; on "raise" also
            for what is no row with a text.
    """
    options = Options(text_column, id_column, max_characters, columns)
    numbered = enumerate(several(values, options), 1)
    return _finished((from_row(v, _numbered("row", n), options) for n, v in numbered), on_error)


def _numbered(kind: str, number: int) -> Place:
    return Place(f"{kind}-{number:04}")


def _finished(articles: Iterator[Article], on_error: str) -> Iterator[Article]:
    if on_error not in {"record", "raise"}:
        raise ReadingError(f"on_error is 'record' or 'raise', not {on_error!r}")
    return _distinct(_raising(articles) if on_error == "raise" else articles)


def _raising(articles: Iterator[Article]) -> Iterator[Article]:
    for article in articles:
        for failure in article.failures:
            if failure.stage == STAGE:
                raise ReadingError(failure.reason)
        yield article


def _distinct(articles: Iterator[Article]) -> Iterator[Article]:
    """Give an id that was there before a number."""
    taken: dict[str, int] = {}
    for article in articles:
        unique = _free(article.id, taken)
        taken[unique] = 1
        if unique == article.id:
            yield article
        else:
            yield renamed(article, unique)


def renamed(article: Article, identity: str) -> Article:
    """Return the article with an id that no other has, which its trace says."""
    return replace(article, id=identity).noted(STAGE, "id made unique", f"was {article.id}")


def _free(identity: str, taken: dict[str, int]) -> str:
    """Return the id, or the id with the next number that is free."""
    if identity not in taken:
        return identity
    number = taken[identity] + 1
    while f"{identity}#{number}" in taken:
        number += 1
    taken[identity] = number
    return f"{identity}#{number}"


def _from_items(items: Iterable[Item], options: Options, on_error: str) -> Iterator[Article]:
    text_numbers, row_numbers = itertools.count(1), itertools.count(1)
    for item in items:
        if isinstance(item, Article):
            yield item
        elif isinstance(item, os.PathLike) or (isinstance(item, str) and is_path(item)):
            yield from _from_path(item, options)
        elif isinstance(item, Mapping):
            yield from_row(item, _numbered("row", next(row_numbers)), options)
        elif isinstance(item, str) and _is_like_a_path(item):
            yield _not_there(item, _numbered("text", next(text_numbers)), on_error)
        else:
            yield _text(item, _numbered("text", next(text_numbers)), options)


def _text(text: object, place: Place, options: Options) -> Article:
    return from_text(place.article(), text, place.name, options)


def is_path(string: str) -> bool:
    """Whether a string in an iterable is a path: ``scan`` documents the rule."""
    short = len(string) <= _LONGEST_PATH
    return short and len(string.splitlines()) == 1 and _is_there(string)


def _is_like_a_path(string: str) -> bool:
    return _suffix(string) in SUFFIXES and not any(map(str.isspace, string))


def _not_there(string: str, place: Place, on_error: str) -> Article:
    reason = (
        f"{place.name}: {string[:_LONGEST_PATH]!r} looks like a path that is not there: mend the "
        "path, give one that is longer as a pathlib.Path, or give texts to reading.texts"
    )
    if on_error == "raise":
        raise InputNotFoundError(reason)
    return place.failing(reason)


def _is_there(name: str) -> bool:
    return os.path.exists(name)  # noqa: PTH110 - Path.exists raises for what can be no path


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - of any string, path or not


def _from_path(given: str | os.PathLike[str], options: Options) -> Iterator[Article]:
    """Return the articles of a path, which must be there and of a kind that can be read."""
    files = find_files(given)
    return itertools.chain.from_iterable(read_file(path, place, options) for path, place in files)


def find_files(given: str | os.PathLike[str]) -> list[tuple[Path, Place]]:
    """Return the files that ``scan`` reads of a path, in its order, each with its place.

    Raises:
        InputNotFoundError: for a path that is not there.
        ReadingError: for a folder without articles, or a path with another suffix.
        MissingExtraError: for a folder with HTML, when trafilatura is not installed.
    """
    path, name = Path(given), os.fspath(given)
    if not _is_there(name):
        raise InputNotFoundError(
            f"no file or folder {name[:_LONGEST_PATH]!r}: check the path; texts are given as a list"
        )
    if path.is_dir():
        return _folder_files(path)
    if _suffix(path.name) not in SUFFIXES:
        raise ReadingError(f"{path.as_posix()}: cannot be read; expected a folder or {_KINDS}")
    return [(path, Place.of(path, path.stem))]


def _folder_files(folder: Path) -> list[tuple[Path, Place]]:
    paths = _listed(folder.as_posix())
    if not paths:
        raise ReadingError(f"{folder.as_posix()}: holds nothing to read; expected {_KINDS}")
    if any(_suffix(path) in _HTML for path in paths):
        check_installed()  # to miss it before the work has begun, not in the middle
    return [(Path(path), Place.of(Path(path), _relative(path, folder))) for path in paths]


def _relative(path: str, folder: Path) -> str:
    below = Path(path).relative_to(folder).as_posix()
    return os.path.splitext(below)[0]  # noqa: PTH122 - also where there is no name


def _listed(folder: str, above: tuple[str, ...] = ()) -> list[str]:
    """Return what there is to read in a folder, sorted: files, and folders that hide theirs."""
    real = os.path.realpath(folder)
    if real in above:
        _LOGGER.info("%s is left out: it leads back to a folder that it is in", folder)
        return []
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return [folder]
    return [path for entry in ordered for path in _entered(entry, (*above, real))]


def _entered(entry: os.DirEntry[str], above: tuple[str, ...]) -> list[str]:
    known = _suffix(entry.name) in SUFFIXES
    if entry.name.startswith("."):
        _LOGGER.info("%s is left out: it is hidden", entry.path)
    elif _is_folder(entry):
        return _listed(entry.path, above) or [entry.path] * known
    elif known:
        return [entry.path]
    else:
        _LOGGER.info("%s is left out: expected %s", entry.path, _KINDS)
    return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself, or to where we may not look
        return False


def _check_columns(inputs: object, options: Options) -> None:
    """Raise ColumnNotFoundError before the work begins where a table named lacks a column."""
    given: Sequence[Any] = inputs if isinstance(inputs, list | tuple) else [inputs]
    for item in given:
        named = isinstance(item, os.PathLike) or (isinstance(item, str) and is_path(item))
        if named and _suffix(os.fspath(item)) in _TABLES and Path(item).is_file():
            path = Path(item)
            next(read_file(path, Place.of(path, path.stem), options, strict=True), None)


def read_file(
    path: Path, place: Place, options: Options, *, strict: bool = False
) -> Iterator[Article]:
    """Yield the articles of a file; what is wrong with the file as a whole is one of them.

    Several may have the same id.

    Args:
        path: of the file.
        place: likewise.
        options: what was asked for.
        strict: whether a column asked for that is not there is an error.

    Raises:
        ColumnNotFoundError: when it is one.
    """
    found = False
    try:
        _check_file(path, place.name)
        for article in _READERS[_suffix(path.name)](path, place, options):
            found = True
            yield article
        if not found:
            yield place.failing(f"{place.name}: holds no rows")
    except ReadingError as error:
        if strict and isinstance(error, ColumnNotFoundError):
            raise
        yield place.failing(error)
    except OSError as error:
        yield place.failing(f"{place.name}: cannot be read: {error.strerror or error}")


def _check_file(path: Path, name: str) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise ReadingError(f"{name}: is a folder that is empty or cannot be listed")
    if not stat.S_ISREG(status.st_mode):
        raise ReadingError(f"{name}: is a device or a pipe, expected a file")
    if not status.st_size:
        raise ReadingError(f"{name}: file is empty")


def _read_text(path: Path, place: Place, options: Options) -> Iterator[Article]:
    limit = _BYTES_A_CHARACTER * (options.max_characters + 1)
    decoded = decode(file_bytes(path, place.name, limit, options), place.name)
    yield from_text(place.article(decoded.encoding), decoded.text, place.name, options)


_Reader = Callable[[Path, Place, Options], Iterator[Article]]
_HTML: dict[str, _Reader] = dict.fromkeys((".html", ".htm"), read_html)
_READERS: dict[str, _Reader] = {
    **dict.fromkeys((".txt", ".text", ".md"), _read_text),
    **_HTML,
    **dict.fromkeys((".jsonl", ".ndjson"), read_jsonl),
    **dict.fromkeys((".csv", ".tsv"), read_delimited),
    ".parquet": read_parquet,
}
SUFFIXES = tuple(_READERS)
"""The suffixes of the files that are read, in lower case."""
_TABLES = frozenset({".csv", ".tsv", ".parquet"})
_KINDS = f"a file with one of the suffixes {', '.join(SUFFIXES)}"
