"""The file formats of a corpus: rows to bytes and back."""

from __future__ import annotations

import json
from array import array
from contextlib import contextmanager
from itertools import accumulate, chain
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from reformtext.corpus_schema import ARTICLE, Row, arrow_schema
from reformtext.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["READERS", "SINKS", "Place", "Sink", "by_suffix", "json_line", "signed_schema"]

Place: TypeAlias = tuple[str, object]  # "line 3", and what stands there
Sink: TypeAlias = "Callable[[Row], None]"
Choice = TypeVar("Choice")

_SIGNATURE: Final = b"reformtext.signature"  # the key in Arrow's schema metadata
_GROUP_ROWS: Final = 2048  # articles after which a Parquet row group ends: a file lists its groups
_GROUP_BYTES: Final = 1 << 24  # of Arrow, likewise
_CHUNK_ROWS: Final = 256  # articles that are held as Python's objects, ten times as large
_CHUNK_CHARACTERS: Final = 1 << 21  # of their source and English, likewise
_READ_ROWS: Final = 64  # articles read from Parquet at a time


def by_suffix(path: Path, formats: Mapping[str, Choice]) -> Choice:
    """Return what a table of formats holds for the suffix of a path.

    Raises:
        FormatError: when it holds nothing; the message lists what there is.
    """
    choice = formats.get(path.suffix.lower())
    if choice is None:
        raise FormatError(
            f"{path.name!r} has the suffix {path.suffix!r}, which is no format of a corpus; "
            f"use {' or '.join(formats)}; for formats that others read, see Corpus.to_csv, "
            "to_text, to_tmx, to_xliff and to_tei; articles become one by normalise"
        )
    return choice


def signed_schema(signature: str) -> pa.Schema:
    """Return the ``pyarrow.Schema`` of a corpus with its signature as metadata."""
    return arrow_schema(ARTICLE).with_metadata({_SIGNATURE: signature.encode()})


def json_line(row: Row) -> str:
    """Return a row as a line of JSON, with its line feed; everything but controls as it is."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


@contextmanager
def _line_sink(file: IO[bytes], _signature: str) -> Iterator[Sink]:
    """Give what writes a row as a line of JSON."""

    def add(row: Row) -> None:
        file.write(json_line(row).encode())

    yield add


@contextmanager
def _parquet_sink(file: IO[bytes], signature: str) -> Iterator[Sink]:
    """Give what writes rows in groups, each page with its checksum."""
    import pyarrow.parquet as pq

    schema = signed_schema(signature)
    writer = pq.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True)
    group = _Group(writer, schema)
    try:
        yield group.add
        group.flush()
        writer.close()
    finally:
        writer.is_open = False  # or its finaliser would write to a file that is closed


class _Group:
    """The rows of a Parquet row group that is not full yet."""

    def __init__(self, writer: pq.ParquetWriter, schema: pa.Schema) -> None:
        self._writer = writer
        self._schema = schema
        self._tables: list[pa.Table] = []
        self._rows: list[Row] = []
        self._characters = 0

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._characters += len(row["source"]) + len(row["english"])
        if len(self._rows) < _CHUNK_ROWS and self._characters < _CHUNK_CHARACTERS:
            return
        self._convert()
        rows = sum(table.num_rows for table in self._tables)
        if rows >= _GROUP_ROWS or sum(table.nbytes for table in self._tables) >= _GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        self._convert()
        if self._tables:
            table = pa.concat_tables(self._tables)
            self._writer.write_table(table, row_group_size=table.num_rows)
        self._tables = []

    def _convert(self) -> None:
        if self._rows:
            self._tables.append(_table(self._rows, self._schema))
        self._rows, self._characters = [], 0


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Return rows of the schema as a table.

    Its own ``from_pylist`` gives an equal one, but imports pandas, if that is installed, which
    takes longer than to write a hundred articles.
    """
    import pyarrow as pa

    columns = [_array([row[field.name] for row in rows], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array[Any]:
    """Return values as an Arrow array: dictionaries, lists, texts, numbers, each may be None."""
    import pyarrow as pa

    there = [value is not None for value in values]
    valid = None if all(there) else _bits(there)
    if pa.types.is_struct(kind):
        children = [
            _array([None if value is None else value[field.name] for value in values], field.type)
            for field in kind
        ]
        return pa.Array.from_buffers(kind, len(values), [valid], children=children)
    if pa.types.is_list(kind):
        lists = [value or () for value in values]
        child = _array(list(chain.from_iterable(lists)), kind.value_type)
        buffers = [valid, _offsets("i", map(len, lists))]
        return pa.Array.from_buffers(kind, len(values), buffers, children=[child])
    return pa.Array.from_buffers(kind, len(values), [valid, *_scalars(values, kind)])


def _scalars(values: list[Any], kind: pa.DataType) -> list[pa.Buffer]:
    """Return the buffers of texts or numbers; what stands for None in them is not looked at."""
    import pyarrow as pa

    if pa.types.is_large_string(kind):
        texts = [(value or "").encode() for value in values]
        return [_offsets("q", map(len, texts)), pa.py_buffer(b"".join(texts))]
    if pa.types.is_boolean(kind):
        return [_bits(values)]
    code = "q" if pa.types.is_int64(kind) else "d"
    return [pa.py_buffer(array(code, [value or 0 for value in values]))]


def _offsets(code: str, lengths: Iterable[int]) -> pa.Buffer:
    """Return where each of some lists or texts begins, and where the last one ends."""
    import pyarrow as pa

    return pa.py_buffer(array(code, accumulate(lengths, initial=0)))


def _bits(values: Sequence[bool | None]) -> pa.Buffer:
    import numpy as np
    import pyarrow as pa

    packed = np.packbits(np.array(values, dtype=bool), bitorder="little")
    return pa.py_buffer(packed.tobytes())


def _read_lines(file: IO[bytes]) -> tuple[str, Iterator[Place]]:
    """Return no signature, as the lines hold it, and every line that is not blank."""

    def places() -> Iterator[Place]:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield f"line {number:,}", _parse(line, number)

    return "", places()


def _parse(line: bytes, number: int) -> object:
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise FormatError(
            f"line {number:,} is not JSON in UTF-8 ({error}); expected one article a line"
        ) from error


def _read_parquet(file: IO[bytes]) -> tuple[str, Iterator[Place]]:
    """Return the signature in the schema's metadata, if any, and every row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        parquet = pq.ParquetFile(file, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        raise FormatError(f"this is not a readable Parquet file ({error})") from error
    found = parquet.schema_arrow
    if missing := [name for name in ARTICLE if name not in found.names]:
        raise FormatError(
            f"the columns {', '.join(missing)} are missing; there are {', '.join(found.names)}; "
            "expected a corpus written by Corpus.write"
        )
    signature = (found.metadata or {}).get(_SIGNATURE, b"")
    return signature.decode(errors="replace"), _parquet_places(parquet)


def _parquet_places(parquet: pq.ParquetFile) -> Iterator[Place]:
    import pyarrow as pa

    number = 0
    try:
        for batch in parquet.iter_batches(batch_size=_READ_ROWS, columns=list(ARTICLE)):
            for row in batch.to_pylist():
                number += 1
                yield f"row {number:,}", row
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise FormatError(f"the rows after row {number:,} cannot be read ({error})") from error


SINKS: Final[dict[str, Callable[[IO[bytes], str], AbstractContextManager[Sink]]]] = {
    ".parquet": _parquet_sink,
    ".jsonl": _line_sink,
}
"""What writes each format: given a file and a signature, a context that takes rows."""

READERS: Final[dict[str, Callable[[IO[bytes]], tuple[str, Iterator[Place]]]]] = {
    ".parquet": _read_parquet,
    ".jsonl": _read_lines,
}
"""What reads each format: given a file, the signature in its head and its rows with their place."""
