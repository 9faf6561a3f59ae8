"""A text as its words are read: composed, and without characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reformtext.text import UNSEEN, UNSEEN_GAP
from reformtext.values import Span

__all__ = ["Composed", "composed"]

_CLUSTER = re.compile(rf"(?P<gap>{UNSEEN_GAP})|(?P<unseen>[{UNSEEN}])|.[\u0300-\u036f]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Composed:
    """A text in NFC without what is not seen, and where its characters stand in the source.

    Attributes:
        text: as it is read.
        places: of each character, the span of the source that it was made of; empty where the
            text is the source.
    """

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def in_source(self, span: Span) -> Span:
        """Return where a span of ``text``, not an empty one, stands in the source."""
        if not self.places:
            return span
        return Span(self.places[span.start][0], self.places[span.end - 1][1])


def composed(source: str) -> Composed:
    """Return a text as it is read; most texts are that already.

    A space without width between digits is read as a space.
    """
    if source.isascii():
        return Composed(source)
    all_seen = all(sign not in source for sign in UNSEEN)
    if all_seen and unicodedata.is_normalized("NFC", source):
        return Composed(source)
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _CLUSTER.finditer(source):
        part = _read(match)
        parts.append(part)
        places += [match.span()] * len(part)
    return Composed("".join(parts), tuple(places))


def _read(cluster: re.Match[str]) -> str:
    if cluster["gap"]:
        return " "
    return "" if cluster["unseen"] else unicodedata.normalize("NFC", cluster[0])
