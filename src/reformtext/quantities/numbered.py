"""Digits that name something, and count nothing: of a document, a person, a flight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reformtext.quantities.scanning import Scan

__all__ = ["is_numbered", "is_of_a_document"]

_FLIGHT = re.compile(
    r"(?<!\w)(?i:flight|lo[tc]\w{0,3}|rejs\w{0,3}|samolot\w{0,3}|poci[ąa]g\w{0,3}|penerbangan|pesawat"
    r"|kereta|fly\w{0,4}|rute\w{0,2}|tog\w{0,4}|zbor\w{0,4}|curs\w{0,3}|tren\w{0,3})(?!\w)"
    r"[^.!?]{0,20}(?<!\w)[A-Z]{2}[ \u00a0]\Z"
)
_NUMBER_SIGN = 12  # characters before a number that may hold the word "number"
_FLIGHT_SIGN = 40  # and the word for a flight or a train
_LONGEST = 10  # digits without a sign: what is longer is the number of an account or a person
_LEADING = 4  # digits from which on a zero in front makes a number of a document


def is_of_a_document(raw: str) -> bool:
    """Return whether digits name a document or a person: too many, or with a zero in front."""
    return raw.isdigit() and (len(raw) > _LONGEST or (raw[0] == "0" and len(raw) >= _LEADING))


def is_numbered(scan: Scan, start: int) -> bool:
    """Return whether what stands before says that digits name something: nr 5312, lot LO 3907."""
    words = scan.text[max(0, start - _NUMBER_SIGN) : start].lower().split()
    word = words[-1].strip(".:([„“\"'«") if words else ""
    flight = _FLIGHT.search(scan.text, max(0, start - _FLIGHT_SIGN), start)
    return word in scan.numerals.numbering or flight is not None
