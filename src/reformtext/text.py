"""Small facts about text that more than one stage needs."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "LINE_BREAKS",
    "UNSEEN",
    "UNSEEN_GAP",
    "closest",
    "count_breaks",
    "count_letters",
    "counted",
    "is_garbled",
    "is_missing",
    "lines",
    "repair",
    "seen",
    "suggestion",
    "unaccented",
]

LINE_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
"""The characters that end a line, as they stand between the brackets of a regular expression."""

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""The characters that nobody sees: soft hyphens, joiners, spaces without width."""

UNSEEN_GAP = rf"(?<=\d)[{UNSEEN.replace(chr(0x200B), '')}]*+\u200b[{UNSEEN}]*+(?=\d)"
"""A pattern of a space without width between two digits, which keeps them apart."""

_UNSEEN = re.compile(
    rf"(?P<gap>{UNSEEN_GAP})|(?<=[^\w\s])\u200d(?=[^\w\s{UNSEEN}])(?P<emoji>)|[{UNSEEN}]"
)
_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_BREAK = re.compile(rf"\r\n|[{LINE_BREAKS}]")
_SHORT = 2_000  # characters; what is longer is not remembered
_COMPARED = 10_000  # words that an unknown one is compared with; more would take seconds
_PART = 3  # letters from which on a part of a word tells which is meant
_NAMED = 10  # words that a message names
_MISSING = frozenset({"nan", "NaT", "<NA>"})  # how numpy and pandas write a missing value
_ACCENTS = re.compile("[\u0300-\u036f]+")
# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "ŧ": "t"}
    | {"Đ": "D", "Ð": "D", "Ħ": "H", "Ł": "L", "Ŋ": "N", "Ø": "O", "Ŧ": "T"}
    | {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "Æ": "Ae", "Œ": "Oe", "ẞ": "Ss", "Þ": "Th"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]+")


def counted(number: int, noun: str) -> str:
    """Return a number with what it counts, in the plural unless it is one."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def closest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known words that are most like one, then those that hold it; capitals are alike.

    Args:
        word: that is not known.
        known: in the order in which words that are as like it are returned.
        most: how many are returned at most.
    """
    every, wanted = list(known), word.casefold()
    spelt = {one.casefold(): one for one in reversed(every[:_COMPARED])}
    alike = [spelt[one] for one in difflib.get_close_matches(wanted, spelt, most)]
    holding = [one for one in every if len(wanted) >= _PART and wanted in one.casefold()]
    return list(dict.fromkeys(alike + holding))[:most]


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return which known words may be meant, as a question; if none is like it, which there are."""
    every = list(known)
    if meant := closest(word, every):
        return f"did you mean {' or '.join(map(repr, meant))}?"
    more = f" and {len(every) - _NAMED:,} more" if len(every) > _NAMED else ""
    return f"there are {', '.join(map(repr, every[:_NAMED])) or 'none'}{more}"


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of every line that is not blank, without white space around it."""
    for match in _LINE.finditer(text):
        line = match.group()
        left = len(line) - len(line.lstrip())
        bare = line.strip()
        if bare:
            start = match.start() + left
            yield start, start + len(bare)


def count_breaks(text: str) -> int:
    """Return how many line breaks there are in ``text``, of whatever kind."""
    return len(_BREAK.findall(text))


def count_letters(text: str) -> int:
    """Return how many characters of ``text`` are letters."""
    return sum(map(str.isalpha, text))


def is_missing(value: object) -> bool:
    """Return whether a value is None, or the NaN, NaT or NA of a table."""
    return value is None or (not isinstance(value, str) and str(value) in _MISSING)


def unaccented(text: str) -> str:
    """Return ``text`` in plain letters: without accents, ``ł`` and ``ø`` as ``l`` and ``o``.

    Words stay words: what is no letter, and what is of another script, is left as it is.
    """
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare.translate(_LETTERS))


def seen(text: str) -> str:
    """Return ``text`` without the characters that nobody sees.

    A space without width between digits becomes a space; joiners within an emoji stay.
    """
    return text if text.isascii() else _UNSEEN.sub(_in_place, text)


def _in_place(unseen: re.Match[str]) -> str:
    if unseen["gap"]:
        return " "
    return "" if unseen["emoji"] is None else unseen[0]


def is_garbled(text: str) -> bool:
    """Return whether ``text`` was decoded with the wrong encoding, as far as can be told."""
    return not text.isascii() and _decoded(text) != text


def repair(text: str) -> str:
    """Return ``text`` as it was meant: mojibake undone, what is not seen out, NFC.

    Curly quotes, dashes and ligatures stay as they are.  The result is derived text: offsets
    into it are not offsets into the source.
    """
    fixed = text if text.isascii() else _decoded(text)
    return unicodedata.normalize("NFC", _CONTROL.sub("", seen(fixed)))


def _decoded(text: str) -> str:
    """Return a text with its mojibake undone; several stages ask that of the same lines."""
    return _remembered(text) if len(text) <= _SHORT else _fixed(text)


def _fixed(text: str) -> str:
    import ftfy

    return str(ftfy.fix_encoding(text))


_remembered = lru_cache(maxsize=4096)(_fixed)
