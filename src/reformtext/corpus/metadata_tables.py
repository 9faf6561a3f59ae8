"""Metadata as users hold it: by id, by a function, or in a table of pandas, Polars or Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reformtext.corpus.conditions import METADATA
from reformtext.errors import CorpusError
from reformtext.publication_dates import iso_date, iso_text
from reformtext.row_tables import columns_of, rows_of
from reformtext.text import is_missing

if TYPE_CHECKING:
    from reformtext.article import Article

__all__ = ["described", "metadata_of"]

_IDS: Final = ("id", "article_id")
_EXPECTED: Final = (
    "expected metadata by article id, as in {'a1': {'outlet': 'nhandan.vn'}}, a function of an "
    "article, or a table of pandas, Polars or Arrow with the ids in a column id"
)

Values = Mapping[str, str]
Rows = Mapping[str, Values] | Callable[["Article"], Values]


def metadata_of(rows: object) -> Rows:
    """Return metadata by article id, or a function of the article that gives them.

    Args:
        rows: either, or a table; None for nothing.

    Raises:
        CorpusError: for anything else, and for a table without ids, with one twice, or with
            columns that are no metadata.
    """
    if rows is None:
        return {}
    if isinstance(rows, Mapping) or callable(rows):
        return rows
    columns = columns_of(rows)
    if columns is None:
        advice = ": read the file with pandas.read_csv first" if isinstance(rows, str) else ""
        raise CorpusError(f"found {type(rows).__name__} {rows!r:.60}, {_EXPECTED}{advice}")
    return _by_id(rows, columns)


def _by_id(table: Any, columns: list[object]) -> dict[str, dict[str, str]]:
    """Return the cells of a table that are there, by the id of their row and their column."""
    key = next((name for name in _IDS if name in columns), None)
    if key is None and not hasattr(table, "index"):
        raise CorpusError(f"the table has the columns {_listed(columns)}, expected one more: id")
    for name in columns:
        if name not in (*METADATA, key):
            raise CorpusError(
                f"the table has the column {name!r}, but {_unknown(name)}: rename it or leave it "
                "out"
            )
    rows = rows_of(table)
    ids = [row.pop(key) for row in rows] if key else list(table.index)
    found: dict[str, dict[str, str]] = {}
    for given, row in zip(ids, rows, strict=True):
        name = _identity(given)
        if name in found:
            raise CorpusError(f"the table has two rows of {name!r}: leave one out")
        found[name] = {
            str(key): _written(cell) for key, cell in row.items() if not is_missing(cell)
        }
    return found


def _unknown(name: object) -> str:
    """Return what to say of metadata that there are none of; a date is shown without its time."""
    called = "a date is called published; " if name == "date" else ""
    return f"metadata has no {name!r}; {called}there are {', '.join(METADATA)}"


def _listed(names: Iterable[object]) -> str:
    return ", ".join(map(str, names)) or "of none"


def _identity(value: object) -> str:
    """Return an id as articles have it: a table may hold it as a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _written(cell: Any) -> Any:
    return iso_text(cell) if isinstance(cell, date) else cell


def described(article: Article, rows: Rows, common: Values) -> Article:
    """Return an article with some of its metadata replaced.

    Args:
        article: any.
        rows: as ``metadata_of`` gives them.
        common: names and values for every article, which go behind those of ``rows``.

    Raises:
        CorpusError: when a name is unknown, a value is no text, or ``published`` is no date.
    """
    own = rows(article) if callable(rows) else rows.get(article.id, {})
    if not isinstance(own, Mapping):
        raise CorpusError(
            f"the metadata of {article.id!r} are {own!r:.60}, expected names and values, as in "
            "{'outlet': 'nhandan.vn'}"
        )
    values = _checked(article.id, {**common, **own})
    return replace(article, metadata=replace(article.metadata, **values)) if values else article


def _checked(article_id: str, values: dict[str, str]) -> dict[str, str]:
    """Return metadata with the day of publication as ISO 8601."""
    for name, value in values.items():
        if name not in METADATA:
            raise CorpusError(_unknown(name))
        if not isinstance(value, str):
            raise CorpusError(
                f"{name} of {article_id!r} is to be a text, not {value!r:.60}; write "
                + ("'' for what is not known" if is_missing(value) else f"str({value!r:.60})")
            )
    given = values.get("published")
    if not given:
        return values
    day = iso_date(given)
    if not day:
        raise CorpusError(
            f"published of {article_id!r} is to be a date, not {given!r:.60}; write "
            "2025-09-18, or '' where it is not known"
        )
    return {**values, "published": day}
