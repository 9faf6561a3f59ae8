"""Lines that count comments, or say that there are none."""

from __future__ import annotations

import re
from typing import Final

from reformtext.metadata import fold, fold_all, labels

__all__ = ["SPEECH", "counts_none", "is_counter"]

_LONGEST: Final = 80  # characters
SPEECH: Final = frozenset("-–—«»")
"""Ornament that sets off what somebody says."""
_COUNTED = re.compile(r"(\D{0,40}?)([\s:(\[-]*\d[\d.,\s]{0,12}\+?[\s)\]]*)(\D{0,40})")
_YEAR = re.compile(r"[\s:-]*(?:19\d\d|20\d\d|2100)[.,\s]*")  # no brackets: those make a count
_NONE: Final = fold_all("be the first to|belum ada|brak|fără|ingen|nici un|niciun|no|tidak ada")


def is_counter(bare: str) -> bool:
    """Return whether a line without ornament counts comments: ``Komentar (12)``."""
    match = _COUNTED.fullmatch(bare) if len(bare) <= _LONGEST else None
    if not match or _YEAR.fullmatch(match[2]):
        return False
    known = labels().comment
    # Romanian puts a word between: 21 de comentarii.
    before, after = (fold(part).removeprefix("de ") for part in match.group(1, 3))
    return (before in known and not after) or (after in known and not before)


def counts_none(text: str, bare: str) -> bool:
    """Return whether a line says that there are no comments, and is not speech or a sentence."""
    if not 0 < len(bare) <= _LONGEST or bare.endswith("."):
        return False
    before, _, after = text.partition(bare)
    quantity, _, noun = fold(bare).rpartition(" ")
    return noun in labels().comment and quantity in _NONE and SPEECH.isdisjoint(before + after)
