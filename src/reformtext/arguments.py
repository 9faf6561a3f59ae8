"""What the methods of a corpus and of its results are given: checked, with what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from numbers import Integral, Real

from reformtext.errors import CorpusError

__all__ = ["check_bounds", "check_choice", "check_count", "check_number", "check_share", "listed"]


def check_bounds(above: float | None, below: float | None) -> None:
    """Raise CorpusError unless a number can exceed one bound and fall short of the other.

    Args:
        above: a number, or None for no bound.
        below: likewise.
    """
    check_number("above", above)
    check_number("below", below)
    if above is not None and below is not None and above >= below:
        raise CorpusError(
            f"no number is above {above} and below {below}: give an above that is less than "
            "below, or one of the two"
        )


def check_choice(name: str, value: object) -> None:
    """Raise CorpusError unless a value is True, False or None.

    Args:
        name: of the argument.
        value: as it was given.
    """
    if value is not None and not isinstance(value, bool):
        raise CorpusError(f"{name} is True, False, or None for both, not {value!r:.60}")


def check_count(expected: str, value: object, least: int = 1) -> None:
    """Raise CorpusError unless a value is a whole number, ``least`` or more.

    Args:
        expected: what the value should be: "a window is a number of tokens".
        value: as it was given.
        least: from which on.
    """
    if not isinstance(value, Integral) or int(value) < least:
        raise CorpusError(f"{expected} from {least} on, not {value!r:.60}")


def check_number(name: str, value: object) -> None:
    """Raise CorpusError unless a value is a number or None.

    Args:
        name: of the argument.
        value: as it was given.
    """
    number = isinstance(value, Real | Decimal) and not isinstance(value, bool)
    number = number and value == value  # noqa: PLR0124 - which NaN is not
    if value is not None and not number:
        raise CorpusError(
            f"{name} takes a number, not {value!r:.60}: write its digits, as in 1250 or 2.5"
        )


def check_share(value: object) -> None:
    """Raise CorpusError unless a threshold is a number above 0 and at most 1."""
    if not isinstance(value, Real) or not 0 < float(value) <= 1:
        raise CorpusError(f"a threshold is a share above 0 and at most 1, not {value!r:.60}")


def listed(value: object) -> list[object]:
    """Return what a collection holds; a text, or anything else that is no collection, alone."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return list(value)
    return [value]
