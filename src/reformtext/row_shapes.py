"""Shapes of rows of plain values, and the check that a row has one."""

from __future__ import annotations

import reprlib
import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Maybe", "Row", "Shape", "require"]


@dataclass(frozen=True, slots=True)
class Maybe:
    """The shape of a value that may be absent."""

    shape: Shape


Row: TypeAlias = dict[str, Any]
Shape: TypeAlias = "type | Maybe | list[Shape] | dict[str, Shape]"

_TYPES: Final[dict[type, set[type]]] = {str: {str}, bool: {bool}, int: {int}, float: {float, int}}
_LARGEST_INT: Final = 2**63 - 1
_FITS: Final[dict[type, tuple[str, Callable[[Any], bool]]]] = {
    str: ("a text", lambda value: isinstance(value, str)),
    bool: ("true or false", lambda value: isinstance(value, bool)),
    int: (
        "a whole number from 0 on",
        lambda value: type(value) is int and 0 <= value <= _LARGEST_INT,
    ),
    # Compared, not converted: an int may be too large for a float, and NaN is never smaller.
    float: (
        "a finite number",
        lambda value: (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and abs(value) <= sys.float_info.max
        ),
    ),
}


def require(value: object, shape: Shape, where: str = "") -> None:
    """Check that a value has a shape and can be written: UTF-8 text, finite numbers.

    Args:
        value: a value made of dictionaries, lists or tuples, texts, numbers, booleans and None.
        shape: what it must be.  Keys that the shape does not name are not looked at.
        where: the name of the value in messages.

    Raises:
        ValueError: when it does not; the message names the place, what is there and what should.
    """
    if not _all_have([value], shape):
        _require(value, shape, where)


def _require(value: object, shape: Shape, where: str) -> None:
    """Walk through a value to say what is wrong with it, if anything is."""
    if isinstance(shape, Maybe):
        if value is not None:
            _require(value, shape.shape, where)
    elif isinstance(shape, dict):
        _require_keys(value, shape, where)
    elif isinstance(shape, list):
        _require_items(value, shape[0], where)
    elif not _FITS[shape][1](value):
        raise ValueError(_mismatch(value, _FITS[shape][0], where))
    elif shape is str:
        _require_utf8(value, where)  # type: ignore[arg-type]  # it fits str


def _all_have(values: Sequence[Any], shape: Shape) -> bool:
    """Return whether values surely have a shape, checked together: by far the faster way."""
    if isinstance(shape, Maybe):
        return _all_have([value for value in values if value is not None], shape.shape)
    types = set(map(type, values))
    if isinstance(shape, dict):
        return types <= {dict} and all(
            all(name in value for value in values)
            and _all_have([value[name] for value in values], inner)
            for name, inner in shape.items()
        )
    if isinstance(shape, list):
        return types <= {list} and _all_have(list(chain.from_iterable(values)), shape[0])
    return types <= _TYPES[shape] and _fit_together(values, shape)


def _fit_together(values: Sequence[Any], shape: type) -> bool:
    """Return whether scalars of the right types can all be written."""
    if shape is str:
        return _is_utf8("".join(values))
    if shape is int:
        return min(values, default=0) >= 0 and max(values, default=0) <= _LARGEST_INT
    return shape is not float or all(map(_FITS[float][1], values))


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _require_keys(value: object, shape: dict[str, Shape], where: str) -> None:
    if not isinstance(value, dict):
        raise ValueError(_mismatch(value, f"an object with {', '.join(shape)}", where))
    prefix = f"{where}." if where else ""
    for name, inner in shape.items():
        if name not in value:
            raise ValueError(f"{prefix}{name} is missing; expected {', '.join(shape)}")
        _require(value[name], inner, prefix + name)


def _require_items(value: object, shape: Shape, where: str) -> None:
    if not isinstance(value, list | tuple):
        raise ValueError(_mismatch(value, "a list", where))
    for index, item in enumerate(value):
        _require(item, shape, f"{where}[{index}]")


def _require_utf8(text: str, where: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"{where or 'it'}: character {error.start:,} is U+{ord(text[error.start]):04X}, half "
            "of a surrogate pair, which UTF-8 cannot hold; read the text anew in its encoding, or "
            "replace the character"
        ) from error


def _mismatch(value: object, expected: str, where: str) -> str:
    found = f"{type(value).__name__} {reprlib.repr(value)}"
    return f"{where or 'the row'}: expected {expected}, found {found}; replace it"
