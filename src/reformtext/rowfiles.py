"""Files of rows: the articles of .jsonl, .csv, .tsv and .parquet files.

A row is decoded by itself, so that one that is damaged does not harm the others.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from reformtext.article import Article, Failure
from reformtext.encoding import decode, open_bytes
from reformtext.errors import ReadingError
from reformtext.records import STAGE, Options, Place, from_row, needed_columns, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = ["read_delimited", "read_jsonl", "read_parquet"]

_BATCH_ROWS = 64
_DELIMITERS = ",;\t|"
# The csv module has one limit for the whole process: it is changed only while a row is parsed.
_CSV_LIMIT = Lock()


def read_jsonl(path: Path, place: Place, options: Options) -> Iterator[Article]:
    """Yield the article of every line that is not blank; rows have the numbers of their lines."""
    for number, line, encoding in _lines(path, place.name, options.max_bytes):
        here = place.row(number)
        try:
            row, own = _json_row(line, here.name, options)
        except ReadingError as error:
            yield here.failing(error)
        else:
            yield from_row(row, here, options, encoding or own)


def _lines(path: Path, name: str, limit: int) -> Iterator[tuple[int, bytes, str]]:
    """Yield number, bytes and encoding of lines; of one over the limit, its beginning."""
    stream, encoding = open_bytes(path, name)
    with stream:
        for number in itertools.count(1):
            line = rest = stream.readline(limit + 1)
            while rest and not rest.endswith(b"\n"):
                rest = stream.readline(limit)
            if not line:
                return
            if line.strip():
                yield number, line, encoding


def _json_row(line: bytes, name: str, options: Options) -> tuple[object, str]:
    if len(line) > options.max_bytes:
        raise ReadingError(
            f"{name}: {too_long(f'the line has over {options.max_bytes:,} bytes', options)}"
        )
    decoded = decode(line, name)
    try:
        return json.loads(decoded.text), decoded.encoding
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at character {error.pos:,}"
    except (ValueError, RecursionError) as error:
        problem = str(error)
    raise ReadingError(f"{name}: is not JSON: {problem}; expected one object on each line")


def read_delimited(path: Path, place: Place, options: Options) -> Iterator[Article]:
    """Yield the article of every row after the first, which names the columns.

    The delimiter of .tsv is the tab; else it is the comma, semicolon, tab or bar that parts the
    first line into the most fields.  Rows are numbered from 1, blank lines left out.
    """
    stream, encoding = open_bytes(path, place.name)
    # Latin-1 keeps every byte: delimiters, quotes and line breaks are ASCII in all that comes.
    with io.TextIOWrapper(stream, encoding="latin-1", newline="") as lines:
        records = _records(lines, path.suffix.lower() == ".tsv", options.max_bytes)
        header = _header(next(records, []), place.name, options)
        for number, record in enumerate(records, 1):
            yield _delimited_row(record, header, place.row(number), options, encoding)


def _header(record: list[str] | csv.Error, name: str, options: Options) -> list[str]:
    if isinstance(record, csv.Error):
        raise ReadingError(_not_csv(record, name))
    header = _cells(record, name)[0]
    needed_columns(header, name, options)  # raises once for the file, not for every row
    return header


def _records(lines: io.TextIOWrapper, tabs: bool, limit: int) -> Iterator[list[str] | csv.Error]:
    """Yield the cells of every record that is not blank, or what is wrong with it."""
    pieces = iter(partial(lines.readline, limit), "")
    first = next(pieces, "")
    delimiter = "\t" if tabs else _delimiter(first)
    reader = csv.reader(itertools.chain([first], pieces), delimiter=delimiter, strict=True)
    while True:
        try:
            record = _next_record(reader, limit)
        except csv.Error as error:
            yield error
            if "limit" in str(error):  # what follows is the rest of a field, not rows
                return
            continue
        if record is None:
            return
        if record:
            yield record


def _next_record(reader: Iterator[list[str]], limit: int) -> list[str] | None:
    with _CSV_LIMIT:
        before = csv.field_size_limit(limit)
        try:
            return next(reader, None)
        finally:
            csv.field_size_limit(before)


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _not_csv(error: csv.Error, name: str) -> str:
    return (
        f"{name}: cannot be parted into fields: {error}; expected a quotation mark at both ends "
        "of a quoted field, and two for each one inside it"
    )


def _delimited_row(
    record: list[str] | csv.Error, header: list[str], place: Place, options: Options, encoding: str
) -> Article:
    if isinstance(record, csv.Error):
        return place.failing(_not_csv(record, place.name))
    try:
        cells, own = _cells(record, place.name)
    except ReadingError as error:
        return place.failing(error)
    row: dict[str, object] = {}
    for column, cell in zip(header, cells, strict=False):
        row.setdefault(column, cell)
    article = from_row(row, place, options, encoding or own)
    if len(cells) < len(header) or any(cells[len(header) :]):
        reason = f"found {len(cells)} fields, expected {len(header)}: quote what holds a delimiter"
        failure = Failure(STAGE, f"{place.name}: {reason}")
        article = replace(article, failures=(failure, *article.failures))
    return article


def _cells(record: Sequence[str], name: str) -> tuple[list[str], str]:
    """Return the cells of a record as text, and the encoding in which all of them are."""
    cells = [cell.encode("latin-1") for cell in record]
    # The line break before the first keeps a U+FEFF in it from being taken as a mark.
    encoding = decode(b"\n" + b"\n".join(cells), name).encoding
    return [cell.decode(encoding) for cell in cells], encoding


def read_parquet(path: Path, place: Place, options: Options) -> Iterator[Article]:
    """Yield the article of every row, numbered from 1; only columns that are needed are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            columns = needed_columns(file.schema_arrow.names, place.name, options)
            batches = file.iter_batches(_BATCH_ROWS, columns=columns)
            numbers = itertools.count(1)
            for batch in batches:
                for index in range(batch.num_rows):
                    yield _parquet_row(batch, index, place.row(next(numbers)), options)
    except (pa.ArrowException, OSError) as error:
        raise ReadingError(f"{place.name}: cannot be read as parquet: {error}") from error


def _parquet_row(batch: pa.RecordBatch, index: int, place: Place, options: Options) -> Article:
    row: dict[str, object] = {}
    try:
        for column, values in zip(batch.schema.names, batch.columns, strict=True):
            row.setdefault(column, values[index].as_py())
    except (ValueError, OverflowError) as error:  # not UTF-8, or a date that Python has not
        return place.failing(f"{place.name}: a value cannot be read: {error}; mend the file")
    return from_row(row, place, options)
