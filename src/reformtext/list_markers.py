"""The signs and numbers that the items of a list begin with: ``•``, ``–``, ``1.``, ``a)``."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.languages import Language

__all__ = ["marker_lengths"]

_SURE: Final = re.compile(
    r"([•▪▫‣●○◦■□►▶➤✓✔]|[*·](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})\)(?=\s))\s*(?=\S)"
)
_NUMBER: Final = re.compile(r"(?P<number>\d{1,2})\.\s+(?P<next>\d{1,2}\.|[\"'“”„«]*(?P<word>\w+)|)")
_DASH: Final = re.compile(r"([-–—])\s+(?=[\w(])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CLOSING: Final = "\"'”’»)] "
_ENDS: Final = (".", "!", "?", "…")
_JOINED: Final = (",", ";")
_FIRST: Final = frozenset("•▪▫‣●○◦■□►▶➤✓✔*·(-–—0123456789")
_LEAGUE: Final = "lig"  # 2. Bundesliga


def marker_lengths(lines: Sequence[str], rules: Language) -> list[int]:
    """Return how many characters of each line are the marker of an item; 0 where none is.

    A bullet and ``a)`` always mark one.  A number with a full stop does among others that count
    on, and a dash among lines that are no speech: alone they are as often an ordinal
    (``1. divisjon``) and what somebody says.

    Args:
        lines: those of an article that are text, in order, without white space around them.
        rules: of their language.
    """
    lengths = [_sure(line) for line in lines]
    for index in _numbered(lines, rules) + _dashed(lines, rules):
        lengths[index] = len(lines[index].split(None, 1)[0])
    return lengths


def _sure(line: str) -> int:
    if line[0] not in _FIRST and ")" not in line[1:5]:
        return 0
    match = _SURE.match(line)
    return match.end(1) if match else 0


def _numbered(lines: Sequence[str], rules: Language) -> list[int]:
    """Return the lines whose number counts on, or stands before what can be no ordinal."""
    found = [
        (index, int(match["number"]), match["word"])
        for index, line in enumerate(lines)
        if line[0].isdecimal()
        and (match := _NUMBER.match(line))
        and _may_be_item(match["word"] or "", rules)
    ]
    known = {(k, number) for k, (_, number, _) in enumerate(found)}
    return [
        index
        for k, (index, number, word) in enumerate(found)
        if (k + 1, number + 1) in known
        or (k - 1, number - 1) in known
        or (not rules.ordinal_dot and _is_no_ordinal(word))
    ]


def _may_be_item(word: str, rules: Language) -> bool:
    """Return whether a word behind a number with a full stop makes it no date and no ordinal."""
    small = rules.ordinal_dot and word[:1].islower()
    return bool(word) and not small and word.lower() not in rules.months


def _is_no_ordinal(word: str) -> bool:
    """Return whether no league or club, ``1. FC Köln``, begins with a word."""
    return word[0].isupper() and not word.isupper() and _LEAGUE not in word.lower()


def _dashed(lines: Sequence[str], rules: Language) -> list[int]:
    """Return the lines of runs that begin with one dash, if none of them is what somebody says."""
    found: list[int] = []
    for dash, run in groupby(range(len(lines)), lambda index: _dash(lines[index])):
        items = list(run)
        if dash and len(items) > 1 and _is_list([lines[index] for index in items], rules):
            found += items
    return found


def _dash(line: str) -> str:
    match = _DASH.match(line)
    return match[1] if match else ""


def _is_list(items: Sequence[str], rules: Language) -> bool:
    """Return whether lines with a dash are items: no sentences, but for the end of the last."""
    *others, last = (item.rstrip(_CLOSING) for item in items)
    if any(item.endswith(_ENDS) for item in others):
        return False
    if last.endswith(_ENDS) and not all(item.endswith(_JOINED) for item in others):
        return False
    words = {word.lower() for item in items for word in _WORD.findall(item)}
    return words.isdisjoint(rules.speech_verbs)
