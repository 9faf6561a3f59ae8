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
_APART: Final = 2  # lines from one item to the next: one line may belong to the first
_LEAST, _LEAST_SURE = 2, 3  # items of a list that begins at one, and of any other
# What is counted with ordinals, in capitals as well: 1. Pułk Szwoleżerów, 16. Divisjon.
_COUNTED: Final = (
    *("armi", "batal", "brygad", "dywizj", "eskadr", "flot", "kompani", "korpus", "pułk"),
    *("bundeslig", "divisjon", "edycj", "etap", "etasje", "festiwal", "kolejk", "lig", "maraton"),
    *("kongres", "plass", "rocznic", "rund", "sesj", "tydzień", "zjazd"),
)
_COPYRIGHT: Final = "(c)"


def marker_lengths(lines: Sequence[str], rules: Language) -> list[int]:
    """Return how many characters of each line are the marker of an item; 0 where none is.

    A bullet and ``a)`` always mark one.  A number with a full stop does among others that count
    on, and a dash among lines that are no speech: alone they are as often an ordinal
    (``1. divisjon``) and what somebody says.

    Args:
        lines: those of an article that are text, in order, without white space around them.
        rules: of their language.
    """
    none = () if any(line.startswith("(b)") for line in lines) else (_COPYRIGHT,)
    lengths = [0 if line.startswith(none) else _sure(line) for line in lines]
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
    return [
        index
        for run in _runs(found)
        for index, _, word in run
        if _is_counted(run, rules) or (not rules.ordinal_dot and _is_no_ordinal(word))
    ]


def _runs(found: list[tuple[int, int, str]]) -> list[list[tuple[int, int, str]]]:
    """Return the lines with numbers in groups in which each counts on from the one above, near."""
    runs: list[list[tuple[int, int, str]]] = []
    for item in found:
        above = runs[-1][-1] if runs else (0, -1, "")
        if item[1] == above[1] + 1 and item[0] - above[0] <= _APART:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _is_counted(run: list[tuple[int, int, str]], rules: Language) -> bool:
    """Return whether lines that count on are a list: three are, or two of which the first is one.

    Two suffice anywhere where ordinals have no full stop.
    """
    least = _LEAST_SURE if rules.ordinal_dot and run[0][1] != 1 else _LEAST
    return len(run) >= least


def _may_be_item(word: str, rules: Language) -> bool:
    """Return whether a word behind a number with a full stop makes it no date and no ordinal."""
    folded = word.lower()
    ordinal = rules.ordinal_dot and (word[:1].islower() or folded.startswith(_COUNTED))
    return bool(word) and not ordinal and folded not in rules.months


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
