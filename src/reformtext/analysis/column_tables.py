"""Tables that are kept as columns: a row is made when it is looked at."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, overload

from reformtext.errors import CorpusError
from reformtext.segment_tables import Table

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from reformtext.colours import Look

Column: TypeAlias = "Sequence[str] | np.ndarray[Any, np.dtype[Any]]"
"""Texts, or an array of shape (rows,)."""

__all__ = ["Column", "ColumnRows", "ColumnTable", "GroupedTable"]

Row = TypeVar("Row")


class ColumnRows(Sequence[Row], Generic[Row]):
    """Rows of columns.

    Args:
        make: the type of a row; called with a value of every column, by name.
        columns: texts, or arrays of whole numbers or of numbers, where NaN is an absent value;
            all of one length.
    """

    def __init__(self, make: Callable[..., Row], columns: Mapping[str, Column]) -> None:
        self._make = make
        self.columns = dict(columns)
        self._length = len(next(iter(self.columns.values())))

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, position: int) -> Row: ...

    @overload
    def __getitem__(self, position: slice) -> ColumnRows[Row]: ...

    def __getitem__(self, position: int | slice) -> Row | ColumnRows[Row]:
        if isinstance(position, slice):
            return ColumnRows(self._make, {n: c[position] for n, c in self.columns.items()})
        at = range(self._length)[position]
        return next(self._rows({name: c[at : at + 1] for name, c in self.columns.items()}))

    def __iter__(self) -> Iterator[Row]:
        return self._rows(self.columns)

    def _rows(self, columns: Mapping[str, Column]) -> Iterator[Row]:
        names = tuple(columns)
        for values in zip(*map(_plain, columns.values()), strict=True):
            yield self._make(**dict(zip(names, values, strict=True)))


class ColumnTable(Table[Row]):
    """An immutable table of columns; its rows are made when they are looked at."""

    __slots__ = ()
    _rows: ColumnRows[Row]

    def __init__(self, rows: ColumnRows[Row]) -> None:
        self._rows = rows

    def column(self, name: str) -> Column:
        """Return the values of a column: texts, or an array in which NaN is an absent value.

        Raises:
            CorpusError: when there is no such column.
        """
        if name not in self._rows.columns:
            raise CorpusError(f"no column {name!r}: there are {', '.join(self.columns)}")
        return self._rows.columns[name]

    def to_arrow(self) -> pa.Table:
        """Return the rows as a ``pyarrow.Table``; an absent value is null.

        Raises:
            CorpusError: when a text holds what UTF-8 cannot hold.
        """
        import pyarrow as pa

        return pa.table({name: _arrow(name, self._rows.columns[name]) for name in self.columns})


class GroupedTable(ColumnTable[Row]):
    """A table of columns whose rows belong to groups of a corpus.

    Args:
        rows: of the table.
        names: of all groups of the corpus, also those without a row.
        by: what the groups were made by.  Neither has a part in equality.
    """

    __slots__ = ("_by", "_names")

    def __init__(self, rows: ColumnRows[Row], names: Sequence[str] = (), by: str = "") -> None:
        super().__init__(rows)
        self._names = tuple(names)
        self._by = by

    def looks(self) -> dict[str, Look]:
        """Return how each group is drawn, in every chart of the corpus."""
        from reformtext.colours import looks_of

        return looks_of(self._names, self._by)

    def looks_beside(self, names: Sequence[str]) -> list[Look]:
        """Return how groups are drawn whose names stand beside them; articles are plain there."""
        from reformtext.colours import plain_looks

        return plain_looks(names, {} if self._by == "article" else self.looks())


def _plain(column: Column) -> Sequence[object]:
    """Return a column as Python's values; None for NaN."""
    import numpy as np

    if not isinstance(column, np.ndarray):
        return column
    values: list[object] = column.tolist()
    if column.dtype.kind == "f" and np.isnan(column).any():
        return [None if math.isnan(value) else value for value in column.tolist()]
    return values


def _arrow(name: str, column: Column) -> pa.Array[Any]:
    import numpy as np
    import pyarrow as pa

    if isinstance(column, np.ndarray):
        return pa.array(column, from_pandas=True)
    try:
        return pa.array(column, pa.large_string())
    except UnicodeEncodeError as error:
        raise CorpusError(
            f"the column {name!r} holds half of a surrogate pair, which UTF-8 cannot hold: "
            f"{error.object!r:.60}; leave the article out with Corpus.filter"
        ) from error
