"""Files of rows: the articles of .jsonl, .csv, .tsv and .parquet files.

The encoding is that of the whole file, but a row is decoded by itself, so that one that is
damaged does not harm the others.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import deque
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Self

from reformtext.article import Article, Failure
from reformtext.encoding import decode_row, open_bytes
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
            row, own = _json_row(line, encoding, here.name, options)
        except ReadingError as error:
            yield here.failing(error)
        else:
            yield from_row(row, here, options, own)


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


def _json_row(line: bytes, encoding: str, name: str, options: Options) -> tuple[object, str]:
    if len(line) > options.max_bytes:
        raise ReadingError(
            f"{name}: {too_long(f'the line has over {options.max_bytes:,} bytes', options)}"
        )
    decoded = decode_row(line, encoding, name)
    try:
        # A file put together from several has their marks in it.
        return json.loads(decoded.text.removeprefix("\ufeff")), decoded.encoding
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at character {error.pos:,}"
    except (ValueError, RecursionError) as error:
        problem = str(error)
    raise ReadingError(f"{name}: is not JSON: {problem}; expected one object on each line")


def read_delimited(path: Path, place: Place, options: Options) -> Iterator[Article]:
    """Yield the article of every row after the first, which names the columns.

    The delimiter of .tsv is the tab; else it is the comma, semicolon, tab or bar that parts the
    first line into the most fields.  Rows are numbered from 1, blank lines left out.

    A quoted field may hold line breaks.  But a record of several lines that is no sound record,
    or that has another number of fields than the header while most of its lines have as many, is
    a quotation mark that is not closed: the first line of it cannot be read, and reading goes on
    with the second.
    """
    stream, encoding = open_bytes(path, place.name)
    # Latin-1 keeps every byte: delimiters, quotes and line breaks are ASCII in all that comes.
    with io.TextIOWrapper(stream, encoding="latin-1", newline="") as text:
        lines = _Lines(text, options.max_bytes)
        delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(next(lines, ""))
        lines.go_back()
        records = _records(lines, delimiter, options.max_bytes)
        header = _header(next(records, []), encoding, place.name, options)
        for number, record in enumerate(records, 1):
            yield _delimited_row(record, header, place.row(number), options, encoding)


class _Lines:
    """The lines of a stream for csv.reader, which can be read again.

    Attributes:
        first: the number of the line at which the record begins, from 1.
        taken: what has been read of it: lines, or pieces of lines over the limit.
    """

    def __init__(self, stream: io.TextIOWrapper, limit: int) -> None:
        self._pieces = iter(partial(stream.readline, limit), "")
        self._again: deque[str] = deque()
        self.first = 1
        self.taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        piece = self._again.popleft() if self._again else next(self._pieces)
        self.taken.append(piece)
        return piece

    @property
    def last(self) -> int:
        """The number of the line at which the record ends, as far as it has been read."""
        return self.first + max(sum(map(_is_end, self.taken[:-1])), 0)

    def begin(self) -> None:
        """Let the next record begin here."""
        self.first += sum(map(_is_end, self.taken))
        self.taken.clear()

    def go_back(self, pieces: int = 0) -> None:
        """Go back to where that many pieces of the record had been read."""
        self._again.extendleft(reversed(self.taken[pieces:]))
        del self.taken[pieces:]

    def leave_first(self) -> None:
        """Go back, or on, to the second line."""
        while self.taken and not any(map(_is_end, self.taken)) and next(self, ""):
            pass
        ends = (number for number, piece in enumerate(self.taken, 1) if _is_end(piece))
        self.go_back(next(ends, len(self.taken)))


def _is_end(piece: str) -> bool:
    return piece.endswith(("\n", "\r"))


def _records(lines: _Lines, delimiter: str, limit: int) -> Iterator[list[str] | str]:
    """Yield the cells of every record that is not blank, or what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    while True:
        lines.begin()
        try:
            record = _next_record(reader, limit)
        except csv.Error as error:
            yield _not_closed(lines) if lines.last > lines.first else _not_csv(error)
            lines.leave_first()
            continue
        if record is None:
            return
        if width and len(record) != width and _holds_records(lines.taken[1:], delimiter, width):
            yield _not_closed(lines)
            lines.leave_first()
        elif record:
            width = width or len(record)
            yield record


def _next_record(reader: Iterator[list[str]], limit: int) -> list[str] | None:
    with _CSV_LIMIT:
        before = csv.field_size_limit(limit)
        try:
            return next(reader, None)
        finally:
            csv.field_size_limit(before)


def _holds_records(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether most of some lines, each by itself, are a record with that many fields."""
    alone = (next(csv.reader([line], delimiter=delimiter), []) for line in lines)
    return sum(len(record) == width for record in alone) > len(lines) / 2


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _not_closed(lines: _Lines) -> str:
    return (
        f"lines {lines.first}–{lines.last} were taken for one field: a quotation mark is not "
        f"closed; line {lines.first} is left out: mend its quotation marks"
    )


def _not_csv(error: csv.Error) -> str:
    return (
        f"cannot be parted into fields: {error}; expected a quotation mark at both ends of a "
        "quoted field, and two for each one inside it"
    )


def _header(record: list[str] | str, encoding: str, name: str, options: Options) -> list[str]:
    if isinstance(record, str):
        raise ReadingError(f"{name}: {record}")
    header = _cells(record, encoding, name)[0]
    needed_columns(header, name, options)  # raises once for the file, not for every row
    return header


def _delimited_row(
    record: list[str] | str, header: list[str], place: Place, options: Options, encoding: str
) -> Article:
    if isinstance(record, str):
        return place.failing(f"{place.name}: {record}")
    try:
        cells, own = _cells(record, encoding, place.name)
    except ReadingError as error:
        return place.failing(error)
    row: dict[str, object] = {}
    for column, cell in zip(header, cells, strict=False):
        row.setdefault(column, cell)
    article = from_row(row, place, options, own)
    if len(cells) < len(header) or any(cells[len(header) :]):
        reason = f"found {len(cells)} fields, expected {len(header)}: quote what holds a delimiter"
        failure = Failure(STAGE, f"{place.name}: {reason}")
        article = replace(article, failures=(failure, *article.failures))
    return article


def _cells(record: Sequence[str], encoding: str, name: str) -> tuple[list[str], str]:
    """Return the cells of a record as text, and the encoding in which all of them are."""
    cells = [cell.encode("latin-1") for cell in record]
    own = decode_row(b"\n".join(cells), encoding, name).encoding
    codec = "utf-8" if own.startswith("utf-") else own  # the stream has made it so
    return [cell.decode(codec) for cell in cells], own


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
