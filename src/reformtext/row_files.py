"""Files of rows: the articles of .jsonl, .csv, .tsv and .parquet files.

The encoding is that of the whole file, but a row is decoded by itself, so that one that is
damaged does not harm the others.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections import deque
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Self

from reformtext.article import Article, Failure
from reformtext.encoding import decode_row, open_bytes
from reformtext.errors import ReadingError
from reformtext.row_articles import STAGE, Options, Place, from_row, too_long
from reformtext.row_columns import needed_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = ["read_delimited", "read_jsonl", "read_parquet"]

_BATCH_ROWS = 64
_LEAST_READ_AGAIN = 100_000
_MOST_TIMES_READ = 4
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r'"?sep=(?P<sign>[^\w"\r\n])"?[\r\n]*', re.IGNORECASE)
_QUOTES = "expected a quotation mark at both ends of a quoted field, and two for each one inside it"
# The csv module has one limit for the whole process: it is changed only while a row is parsed.
_CSV_LIMIT = Lock()


def read_jsonl(path: Path, place: Place, options: Options) -> Iterator[Article]:
    """Yield the article of every line that is not blank; rows have the numbers of their lines."""
    for number, line, encoding in _lines(path, place.name, options.max_bytes):
        here = place.line(number)
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

    A first line ``sep=;`` names the delimiter, as Excel has it.  Without one, that of .tsv is the
    tab; else it is the comma, semicolon, tab or bar that parts the first line into the most fields.
    Rows are numbered from 1, blank lines left out.

    A quoted field may hold line breaks.  But a record of several lines that is no sound record,
    or that has another number of fields than the header while most of its lines have as many, is
    a quotation mark that is not closed: the first line of it cannot be read, and reading goes on
    with the second.
    """
    stream, encoding = open_bytes(path, place.name)
    # Latin-1 keeps every byte: delimiters, quotes and line breaks are ASCII in all that comes.
    with io.TextIOWrapper(stream, encoding="latin-1", newline="") as text:
        lines = _Lines(text, options.max_bytes)
        tabs = path.suffix.lower() == ".tsv"
        named = _named_delimiter(lines)
        delimiter = named or ("\t" if tabs else _delimiter(lines, options.max_bytes))
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
        # Where every line ends one quoted field and begins another, each would be read for every
        # line before it.
        self._allowance = _LEAST_READ_AGAIN
        self.first = 1
        self.taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        if self._again:
            piece = self._again.popleft()
        else:
            piece = next(self._pieces)
            self._allowance += _MOST_TIMES_READ
        self.taken.append(piece)
        return piece

    @property
    def last(self) -> int:
        """The number of the line at which the record ends, as far as it has been read."""
        return self.first + sum(map(_is_end, self.taken[:-1]))

    def begin(self) -> None:
        """Let the next record begin here."""
        self.first += sum(map(_is_end, self.taken))
        self.taken.clear()

    def go_back(self, pieces: int = 0) -> None:
        """Go back to where that many pieces of the record had been read."""
        again = self.taken[pieces:]
        self._allowance -= len(again)
        self._again.extendleft(reversed(again))
        del self.taken[pieces:]

    def leave_first(self) -> None:
        """Go back, or on, to the second line; stay here where that has been done too often."""
        while self.taken and not _is_end(self.taken[0]):
            del self.taken[0]
            if not self.taken:
                next(self, "")
        if len(self.taken) <= self._allowance:
            self.go_back(1)


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
            yield _not_closed(lines, error)
            continue
        if record is None:
            return
        if width and len(record) != width and _holds_records(lines.taken[1:], delimiter, width):
            yield _not_closed(lines, f"found {len(record)} fields, not {width}")
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
    """Whether most of some lines have the delimiters of a record with that many fields."""
    return sum(line.count(delimiter) == width - 1 for line in lines) > len(lines) / 2


def _named_delimiter(lines: _Lines) -> str:
    """Return the delimiter that the first line is there to name, and leave that line out."""
    found = _SEPARATOR.fullmatch(next(lines, ""))
    if found:
        return found["sign"]
    lines.go_back()
    return ""


def _delimiter(lines: _Lines, limit: int) -> str:
    """Return the delimiter that parts the next line into the most fields."""
    line = next(lines, "")
    lines.go_back()

    def fields(mark: str) -> int:
        return len(_next_record(csv.reader([line], delimiter=mark), limit) or [])

    return max(_DELIMITERS, key=fields)


def _not_closed(lines: _Lines, problem: object) -> str:
    """Leave the line at which a record begins that is none, and return what is wrong with it."""
    first, last = lines.first, lines.last
    lines.leave_first()
    if last == first:
        return f"cannot be parted into fields: {problem}; {_QUOTES}"
    left = "all of it is" if lines.last > first else f"line {first} is"
    return (
        f"lines {first}–{last} were taken for one field: a quotation mark is not closed "
        f"({problem}); {left} left out; {_QUOTES}"
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
