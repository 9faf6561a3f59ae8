"""Tables of what is in a corpus: its segments, and what went wrong."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

from reformtext.arguments import check_count
from reformtext.article import Article, Check, Failure, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    import pyarrow as pa

__all__ = [
    "FailureRow",
    "FailureTable",
    "SegmentRow",
    "SegmentTable",
    "Table",
    "failure_rows",
    "segment_rows",
]


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment, with the article it belongs to and its position there, from 0 on."""

    article_id: str
    index: int
    language: str
    kind: Kind
    status: Status
    start: int
    end: int
    source: str
    english: str
    score: float | None
    checks: tuple[Check, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A failure, with the article it befell; ``start`` and ``end`` are None for all of it."""

    article_id: str
    stage: str
    reason: str
    start: int | None
    end: int | None


Row = TypeVar("Row")


class Table(Generic[Row]):
    """An immutable table of rows of one type, whose attributes are its columns.

    ``table[0]`` is a row; ``table[:3]`` is a table of the same kind, of these rows: its measures
    and plots are theirs, too.

    Attributes:
        row: the dataclass of the rows.
        columns: the names of the columns: its fields.
        brief: those that are shown where there is room for 80 characters.
        shown: those that are shown in a notebook; all, unless a table says otherwise.
        optional: those of these that are shown only where a row has something in them.
        singular: what one row is called.
    """

    __slots__ = ("_rows",)
    row: ClassVar[type[Any]]
    columns: ClassVar[tuple[str, ...]]
    brief: ClassVar[tuple[str, ...]]
    shown: ClassVar[tuple[str, ...]]
    optional: ClassVar[frozenset[str]] = frozenset()
    singular: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "row"):  # which a family of tables does not have yet
            cls.columns = tuple(field.name for field in fields(cls.row))
            cls.shown = cls.__dict__.get("shown", cls.columns)

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: Sequence[Row] = tuple(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, position: int) -> Row: ...

    @overload
    def __getitem__(self, position: slice) -> Self: ...

    def __getitem__(self, position: int | slice) -> Row | Self:
        return self._part(position) if isinstance(position, slice) else self._rows[position]

    def head(self, n: int = 5) -> Self:
        """Return the first ``n`` rows as such a table, or all when there are fewer.

        Raises:
            CorpusError: when ``n`` is negative.
        """
        check_count("head takes a number of rows", n, least=0)
        return self[:n]

    def _part(self, part: slice) -> Self:
        """Return a table of some of the rows; what else it holds of them is to be theirs only."""
        made = copy(self)
        made._rows = self._rows[part]
        return made

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return tuple(self._rows) == tuple(other._rows)

    def __hash__(self) -> int:
        return hash(tuple(self._rows))

    @property
    def about(self) -> str:
        """What the rows are of, and their units, as a notebook says above them; may be empty."""
        return ""

    def telling(self, columns: Sequence[str]) -> list[str]:
        """Return columns without the optional ones that tell nothing."""
        empty = {name for name in self.optional if not any(getattr(row, name) for row in self)}
        return [name for name in columns if name not in empty]

    def to_arrow(self) -> pa.Table:
        """Return the rows as a ``pyarrow.Table``; an absent value is null.

        Raises:
            CorpusError: when a row holds what UTF-8 cannot hold.
        """
        from reformtext.exporting import to_table

        return to_table(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a ``pandas.DataFrame``; an absent value is missing.

        Raises:
            CorpusError: when a row holds what UTF-8 cannot hold.
            MissingExtraError: when pandas is not installed.
        """
        from reformtext.exporting import to_frame

        return to_frame(self.to_arrow())

    def __repr__(self) -> str:
        from reformtext.text_tables import table_text

        return table_text(self)

    def _repr_html_(self) -> str:
        from reformtext.display import table_html

        return table_html(self)


class SegmentTable(Table[SegmentRow]):
    """The segments of a corpus, one row each."""

    __slots__ = ()
    row = SegmentRow
    brief = ("article_id", "index", "language", "kind", "status", "source", "english")
    singular = "segment"


class FailureTable(Table[FailureRow]):
    """What went wrong in a corpus, one row a failure."""

    __slots__ = ()
    row = FailureRow
    brief = ("article_id", "stage", "reason", "start", "end")
    singular = "failure"


def failure_rows(article: Article) -> Iterator[FailureRow]:
    """Yield what went wrong with an article: its failures, then those of its segments.

    A segment that failed was not translated: its stage is ``translate``.  One that a failure of
    the article explains is not repeated: by the same reason, for the same place or for the whole
    article, or by the stage, whose failure left the segments after it undone.
    """
    recorded = {(failure.span, failure.reason) for failure in article.failures}
    recorded |= {(None, f"the stage {failure.stage!r} failed") for failure in article.failures}
    unexplained = [
        Failure("translate", segment.reason, segment.span)
        for segment in article.segments
        if segment.failed
        and recorded.isdisjoint({(segment.span, segment.reason), (None, segment.reason)})
    ]
    for failure in (*article.failures, *unexplained):
        span = failure.span
        start, end = (None, None) if span is None else (span.start, span.end)
        yield FailureRow(article.id, failure.stage, failure.reason, start, end)


def segment_rows(article: Article) -> Iterator[SegmentRow]:
    """Yield the segments of an article, in order."""
    for index, segment in enumerate(article.segments):
        yield SegmentRow(
            article_id=article.id,
            index=index,
            language=article.language,
            kind=segment.kind,
            status=segment.status,
            start=segment.span.start,
            end=segment.span.end,
            source=segment.source,
            english=segment.english,
            score=segment.score,
            checks=segment.checks,
            reason=segment.reason,
        )
