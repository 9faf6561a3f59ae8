"""Articles as rows of plain values, and the one schema of these rows.

The columns of a corpus, in this order::

    id, language,
    detection  {language, variety, confidence, votes [{engine, language, score}]}, or null
    metadata   {title, source_url, outlet, author, published, path}
    source, english,
    segments  [{start, end, kind, status, source, english, score or null,
                checks [{name, passed, detail}], reason,
                attempts [{rung, english, problems}],
                quantities [{kind, start, end, text, value, unit, english, spelled, readings,
                             english_start or null, english_end or null}],
                names [{start, end, text, inflected, english_start, english_end}],
                terms [{concept, start, end, text, english, english_start, english_end}]}]
    trace     [{stage, name, detail}]
    failures  [{stage, reason, start or null, end or null}]
    signature

``language``, ``english`` and the segments' ``source`` are derived from the rest: they are there
for whoever reads a file, and are compared with what the rest gives when a row becomes an article.
"""

from __future__ import annotations

import reprlib
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from reformtext.article import (
    Article,
    Change,
    Check,
    Detection,
    Failure,
    Kind,
    Metadata,
    Name,
    Quantity,
    Segment,
    Span,
    Status,
    Term,
    Vote,
)
from reformtext.errors import FormatError
from reformtext.mention_rows import (
    MENTIONS,
    attempt_from_row,
    attempt_to_row,
    mention_from_row,
    mention_to_row,
)
from reformtext.row_shapes import Maybe, Row, Shape, require

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "ARTICLE",
    "DERIVED",
    "SEGMENT_ROW",
    "Maybe",
    "Row",
    "Shape",
    "arrow_schema",
    "article_to_row",
    "require",
    "row_to_article",
]


_CHANGE: Final[dict[str, Shape]] = {"stage": str, "name": str, "detail": str}
_CHECK: Final[dict[str, Shape]] = {"name": str, "passed": bool, "detail": str}
_VOTE: Final[dict[str, Shape]] = {"engine": str, "language": str, "score": float}
_DETECTION: Final[dict[str, Shape]] = {
    "language": str,
    "variety": str,
    "confidence": float,
    "votes": [_VOTE],
}
_METADATA: Final[dict[str, Shape]] = {field.name: str for field in fields(Metadata)}
_SPAN: Final[dict[str, Shape]] = {"start": int, "end": int}
_OUTCOME: Final[dict[str, Shape]] = {
    "source": str,
    "english": str,
    "score": Maybe(float),
    "checks": [_CHECK],
    "reason": str,
}
_ENGLISH_SPAN: Final[dict[str, Shape]] = {"english_start": Maybe(int), "english_end": Maybe(int)}
_FOUND: Final[dict[str, Shape]] = {
    "attempts": [{"rung": str, "english": str, "problems": [str]}],
    "quantities": [
        {
            "kind": str,
            **_SPAN,
            "text": str,
            "value": str,
            "unit": str,
            "english": str,
            "spelled": bool,
            "readings": [str],
            **_ENGLISH_SPAN,
        }
    ],
    "names": [{**_SPAN, "text": str, "inflected": bool, **_ENGLISH_SPAN}],
    "terms": [{"concept": str, **_SPAN, "text": str, "english": str, **_ENGLISH_SPAN}],
}
_FAILURE: Final[dict[str, Shape]] = {
    "stage": str,
    "reason": str,
    "start": Maybe(int),
    "end": Maybe(int),
}

ARTICLE: Final[dict[str, Shape]] = {
    "id": str,
    "language": str,
    "detection": Maybe(_DETECTION),
    "metadata": _METADATA,
    "source": str,
    "english": str,
    "segments": [{**_SPAN, "kind": str, "status": str, **_OUTCOME, **_FOUND}],
    "trace": [_CHANGE],
    "failures": [_FAILURE],
    "signature": str,
}
"""The shape of a row of a corpus."""

DERIVED: Final = ("language", "english")
"""The columns of a corpus that an article works out from its detection and its segments."""

SEGMENT_ROW: Final[dict[str, Shape]] = {
    "article_id": str,
    "index": int,
    "language": str,
    "kind": str,
    "status": str,
    **_SPAN,
    **_OUTCOME,
}
"""The shape of a row of a table of segments."""


def article_to_row(article: Article, signature: str = "") -> Row:
    """Return an article as a dictionary of plain values, its keys in the order of the schema."""
    return {
        "id": article.id,
        "language": article.language,
        "detection": _detection_to_row(article.detection),
        "metadata": _plain(article.metadata, _METADATA),
        "source": article.source,
        "english": article.english,
        "segments": [_segment_to_row(segment) for segment in article.segments],
        "trace": [_plain(change, _CHANGE) for change in article.trace],
        "failures": [_failure_to_row(failure) for failure in article.failures],
        "signature": signature,
    }


def row_to_article(row: object) -> Article:
    """Return the article of a row, exactly as it was given to ``article_to_row``.

    Keys that the schema does not name are left out.

    Raises:
        FormatError: when a key is missing, a value has the wrong type, or the values contradict
            one another.
    """
    name = f"article {row['id']!r:.80}: " if isinstance(row, dict) and "id" in row else ""
    try:
        require(row, ARTICLE)
        article = _build_article(row)  # type: ignore[arg-type]  # its shape is that of a row
        _require_derived(row, article)  # type: ignore[arg-type]  # likewise
    except ValueError as error:
        raise FormatError(f"{name}{error}") from error
    return article


def arrow_schema(shape: dict[str, Shape]) -> pa.Schema:
    """Return the ``pyarrow.Schema`` of rows of a shape; every field may be null to Arrow."""
    import pyarrow as pa

    return pa.schema([pa.field(name, _arrow_type(inner)) for name, inner in shape.items()])


def _arrow_type(shape: Shape) -> pa.DataType:
    import pyarrow as pa

    if isinstance(shape, Maybe):
        return _arrow_type(shape.shape)
    if isinstance(shape, dict):
        return pa.struct([pa.field(name, _arrow_type(inner)) for name, inner in shape.items()])
    if isinstance(shape, list):
        return pa.list_(_arrow_type(shape[0]))
    # Offsets of 64 bits: the texts of one table may be more than 2 GiB together.
    scalars: dict[type, pa.DataType] = {
        str: pa.large_string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
    }
    return scalars[shape]


def _require_derived(row: Row, article: Article) -> None:
    """Raise ValueError unless the derived columns are what the article gives."""
    for name in DERIVED:
        derived = getattr(article, name)
        if row[name] != derived:
            raise ValueError(
                f"{name} is {reprlib.repr(row[name])}, but the "
                f"{'detection' if name == 'language' else 'segments'} gives "
                f"{reprlib.repr(derived)}; it is derived: change what it comes from"
            )


def _build_article(row: Row) -> Article:
    """Return the article of a row whose shape has been checked."""
    return Article(
        id=row["id"],
        source=row["source"],
        detection=_build_detection(row["detection"]),
        metadata=Metadata(**_only(_METADATA, row["metadata"])),
        segments=tuple(_build_segment(segment) for segment in row["segments"]),
        trace=tuple(Change(**_only(_CHANGE, change)) for change in row["trace"]),
        failures=tuple(_build_failure(failure) for failure in row["failures"]),
    )


def _only(shape: dict[str, Shape], row: Row) -> Row:
    return {name: row[name] for name in shape}


def _plain(value: object, shape: dict[str, Shape]) -> Row:
    """Return the attributes that a shape names; ``asdict`` would copy every text of them."""
    return {name: getattr(value, name) for name in shape}


def _detection_to_row(detection: Detection | None) -> Row | None:
    if detection is None:
        return None
    votes = [_plain(vote, _VOTE) for vote in detection.votes]
    return {**_plain(detection, _DETECTION), "votes": votes}


def _build_detection(row: Row | None) -> Detection | None:
    if row is None:
        return None
    votes = tuple(Vote(**_only(_VOTE, vote)) for vote in row["votes"])
    return Detection(row["language"], row["variety"], row["confidence"], votes)


def _segment_to_row(segment: Segment) -> Row:
    return {
        "start": segment.span.start,
        "end": segment.span.end,
        "kind": str(segment.kind),
        "status": str(segment.status),
        "source": segment.source,
        "english": segment.english,
        "score": segment.score,
        "checks": [
            {"name": check.name, "passed": check.passed, "detail": check.detail}
            for check in segment.checks  # most of all that an article holds
        ],
        "reason": segment.reason,
        "attempts": [attempt_to_row(attempt) for attempt in segment.attempts],
        **{name: [mention_to_row(m) for m in getattr(segment, name)] for name in MENTIONS},
    }


def _build_segment(row: Row) -> Segment:
    return Segment(
        span=Span(row["start"], row["end"]),
        source=row["source"],
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        english=row["english"],
        score=row["score"],
        checks=tuple(Check(**_only(_CHECK, check)) for check in row["checks"]),
        reason=row["reason"],
        attempts=tuple(attempt_from_row(attempt) for attempt in row["attempts"]),
        quantities=tuple(mention_from_row(Quantity, mention) for mention in row["quantities"]),
        names=tuple(mention_from_row(Name, mention) for mention in row["names"]),
        terms=tuple(mention_from_row(Term, mention) for mention in row["terms"]),
    )


def _failure_to_row(failure: Failure) -> Row:
    span = failure.span
    start, end = (None, None) if span is None else (span.start, span.end)
    return {"stage": failure.stage, "reason": failure.reason, "start": start, "end": end}


def _build_failure(row: Row) -> Failure:
    start, end = row["start"], row["end"]
    if (start is None) != (end is None):
        raise ValueError(f"a failure has start {start} and end {end}; expected both or neither")
    return Failure(row["stage"], row["reason"], None if start is None else Span(start, end))
