"""Attempts, quantities, names and terms as rows of plain values, and their shapes."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reformtext.values import Attempt, Name, Quantity, QuantityKind, Span, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MENTIONS", "attempt_from_row", "attempt_to_row", "mention_from_row", "mention_to_row"]

Mention = TypeVar("Mention", Quantity, Name, Term)
Row = dict[str, Any]

MENTIONS: Final = ("quantities", "names", "terms")
"""The columns of mentions that a segment has."""

_SPANS: Final = {"span": ("start", "end"), "english_span": ("english_start", "english_end")}

_KEPT: Final = {
    kind: tuple(field.name for field in fields(kind) if field.compare)
    for kind in (Quantity, Name, Term)
}
"""The fields of a mention that are its own, not the glossary's."""


def attempt_to_row(attempt: Attempt) -> Row:
    """Return an attempt as plain values."""
    return {
        "rung": attempt.rung,
        "english": attempt.english,
        "problems": list(attempt.problems),
    }


def attempt_from_row(row: Mapping[str, Any]) -> Attempt:
    """Return the attempt of a row."""
    return Attempt(row["rung"], row["english"], tuple(row["problems"]))


def mention_to_row(mention: Quantity | Name | Term) -> Row:
    """Return a mention as plain values: a span is ``start`` and ``end``, null where there is none.

    The span in the English is ``english_start`` and ``english_end``.
    """
    row: Row = {}
    for name in _KEPT[type(mention)]:
        value = getattr(mention, name)
        if name in _SPANS:
            start, end = _SPANS[name]
            row[start] = None if value is None else value.start
            row[end] = None if value is None else value.end
        elif isinstance(value, tuple):
            row[name] = list(value)
        else:
            row[name] = str(value) if isinstance(value, Enum) else value
    return row


def mention_from_row(kind: type[Mention], row: Mapping[str, Any]) -> Mention:
    """Return the mention of a row.

    Raises:
        ValueError: when only one end of a span is there, or the kind of a quantity is unknown.
    """
    values: dict[str, Any] = {}
    for name in _KEPT[kind]:
        if name in _SPANS:
            values[name] = _span(row, *_SPANS[name])
        else:
            value = row[name]
            values[name] = tuple(value) if isinstance(value, list) else value
    if kind is Quantity:
        values["kind"] = QuantityKind(values["kind"])
    return kind(**values)


def _span(row: Mapping[str, Any], first: str, last: str) -> Span | None:
    start, end = row[first], row[last]
    if (start is None) != (end is None):
        raise ValueError(f"{first} is {start} and {last} is {end}; expected both or neither")
    return None if start is None else Span(start, end)
