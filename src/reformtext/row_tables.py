"""Tables in memory, of pandas, Polars or Arrow: their columns and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from reformtext.errors import ReadingError
from reformtext.row_columns import Options, needed_columns

__all__ = ["Frame", "columns_of", "rows_of", "several"]

_NAME = "the table"
"""What messages call a table that is in no file."""

T = TypeVar("T")
Row = dict[str, object]


class Frame(Protocol):
    """A table in memory: a data frame of pandas or Polars, or a table of Arrow."""

    @property
    def columns(self) -> Any:
        """Its columns, or their names."""


def columns_of(table: Any) -> list[object] | None:
    """Return the names of the columns of a table; None for what is none."""
    if not hasattr(table, "columns") or not (hasattr(table, "to_dict") or _lister(table)):
        return None
    return list(getattr(table, "column_names", table.columns))  # those of Arrow are no names


def rows_of(table: Any) -> list[Row]:
    """Return the rows of what ``columns_of`` takes for a table."""
    lister = _lister(table)
    rows: list[Row] = lister() if lister else table.to_dict("records")
    return rows


def _lister(table: Any) -> Callable[[], list[Row]] | None:
    """Return what gives the rows of a table of Polars or Arrow."""
    found: Callable[[], list[Row]] | None
    found = getattr(table, "to_dicts", None) or getattr(table, "to_pylist", None)
    return found


def several(values: Iterable[T] | Frame, options: Options | None = None) -> Iterable[Any]:
    """Return values, or the rows of a table, unless to iterate over them gives what is not meant.

    Args:
        values: what should be several inputs.
        options: which columns of a table hold what; None where a table cannot be meant.

    Raises:
        ReadingError: for one value, for a table where there can be none, or without a text.
        ColumnNotFoundError: for a table without a column that was asked for.
    """
    given: Any = values
    if isinstance(given, (str, bytes, Mapping)):
        problem = "put it into a list"
    elif (columns := columns_of(given)) is not None and options:
        needed_columns(map(str, columns), _NAME, options)
        return rows_of(given)
    elif hasattr(given, "columns"):
        problem = "give the column of its texts" if columns else "give its rows as a list of dicts"
    elif not isinstance(given, Iterable):
        problem = "give a path, or a list of paths, texts or rows"
    else:
        return given
    raise ReadingError(f"found one {type(given).__name__}, expected several inputs: {problem}")
