"""Captions of pictures, and lines that say whose a picture is."""

from __future__ import annotations

import re
from typing import Final

from reformtext.metadata import fold, labels, names, split_label
from reformtext.source_lines import is_picture_source

__all__ = ["is_caption"]

_WORDS: Final = 60
_LONGEST_CREDITED: Final = 250  # characters of a line that ends with the credit of a picture
_CREDIT: Final = re.compile(r"([^\W\d_]{3,14})(?:\s?/|\.\s)\s*(.{1,200})")
_CREDITED: Final = re.compile(
    r".+?(?:\(([^():/.]{2,25})[:/.]\s?[^()\d\s][^()]{0,80}\)"
    r"|[.!?»”\")]\s([^\W\d_][^():/.]{1,24}):([^():]{2,80})"
    r"|[.!?»”\")]\s([^\W\d_]{3,14})\.\s([^():]{2,80}))\.?"
)


def is_caption(text: str, bare: str) -> bool:
    """Return whether a line is a caption, ``Foto: …``, or a credit, ``Fot. Jan Kowalski``.

    Args:
        text: the line.
        bare: the line without ornament and brackets.
    """
    known = labels().caption
    label, rest = split_label(bare)
    if label in known:
        return len(rest.split()) <= _WORDS
    match = _CREDIT.fullmatch(bare)
    if match and fold(match[1]) in known:
        return _is_credit(match[2]) or is_caption(match[2], match[2])
    word, _, rest = bare.partition(" ")
    if fold(word) in known and is_picture_source(rest):
        return True
    return len(text) <= _LONGEST_CREDITED and _is_credited(text)


def _is_credited(text: str) -> bool:
    """Return whether a line ends with a picture's credit, ``(Foto: X)`` or ``. Foto: X Y``."""
    match = _CREDITED.fullmatch(text)
    if not match:
        return False
    bracketed, plain, people, short, credit = match.groups()
    if bracketed:
        return fold(bracketed) in labels().caption
    if short:
        return fold(short) in labels().caption and _is_credit(credit)
    return fold(plain) in labels().caption and bool(names(people))


def _is_credit(text: str) -> bool:
    """Return whether a text is who took a picture, or ends with an agency, ``… / AP``."""
    _, slash, agency = text.rpartition("/")
    by_agency = bool(slash) and is_picture_source(agency.strip())
    return by_agency or bool(names(text)) or is_picture_source(text)
