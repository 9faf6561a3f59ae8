"""What every part of the grammar needs: the text, the language, and what has been read already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reformtext.languages import find
from reformtext.values import Quantity, QuantityKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reformtext.languages.numerals import Numerals
    from reformtext.quantities.habits import Habit

__all__ = [
    "DASH",
    "ENGLISH",
    "ROMAN",
    "SPACE",
    "Gap",
    "Scan",
    "code_of",
    "copied",
    "either",
    "folded",
    "following_word",
    "numerals_of",
    "previous_word",
    "remaining",
    "without_final_stop",
]

SPACE = "[ \u00a0\u2009\u202f]"
DASH = "[-\u2010\u2011–—]"
ROMAN = r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"
ENGLISH = "en"

Gap = tuple[int, int]
"""A stretch of text, from its start to its end, of which nothing has been read yet."""

# What follows the full stop of a sentence: the end of the line, or white space and a capital.
_LAST = re.compile(r"[\"'”’»)\]]*(?:\Z|[^\S \u00a0]|\s+(?P<next>\S))")
_PREVIOUS = re.compile(r"([^\W\d_]+)[ \u00a0]\Z")
_FOLLOWING = re.compile(r"[ \u00a0]([^\W\d_]{1,40})")
_LONGEST_WORD = 40
_SAME_LETTERS = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
_OPENING = "\"'„“«»‘("


@dataclass(frozen=True, slots=True)
class Scan:
    """A text under reading."""

    text: str
    code: str
    numerals: Numerals
    habit: Habit


def code_of(language: str) -> str:
    """Return the code under which the grammar of a language is kept: ``nb`` is ``no``.

    Raises:
        UnknownLanguageError: when it is neither English nor a language that reformtext reads.
    """
    base = language.replace("_", "-").split("-")[0].lower()
    return ENGLISH if base == ENGLISH else find(language).code


@cache
def numerals_of(code: str) -> Numerals:
    """Return the words and marks of the language of a code."""
    if code == ENGLISH:
        from reformtext.languages import english

        return english.NUMERALS
    return find(code).numerals


def either(forms: Iterable[str]) -> str:
    """Return a regular expression for any of ``forms``, the longest first, each a whole word."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    escaped = (re.escape(form).replace(r"\ ", SPACE) for form in ordered)
    return "|".join(form + (r"(?!\w)" if form[-1:].isalnum() else "") for form in escaped) or "(?!)"


def folded(form: str) -> str:
    """Return words as the tables have them: in lower case, with single plain spaces.

    Letters that a regular expression takes for others, whatever their case, become these.
    """
    return re.sub(SPACE, " ", form.translate(_SAME_LETTERS)).lower()


def without_final_stop(text: str, start: int, end: int) -> int:
    """Return ``end``, or one less if the last character there is the full stop of a sentence."""
    if end - start < 1 or text[end - 1] != ".":
        return end
    after = _LAST.match(text, end)
    if after is None:
        return end
    following = after["next"]
    ends = following is None or following.isupper() or following in _OPENING
    return end - 1 if ends else end


def previous_word(text: str, start: int) -> str:
    """Return the word before ``start`` in lower case; empty if something else stands there."""
    match = _PREVIOUS.search(text[max(0, start - _LONGEST_WORD) : start])
    return match[1].lower() if match else ""


def following_word(text: str, end: int) -> str:
    """Return the word after ``end`` in lower case; empty if something else stands there."""
    match = _FOLLOWING.match(text, end)
    return match[1].lower() if match else ""


def copied(scan: Scan, start: int, end: int) -> Quantity:
    """Return the identifier that stands there."""
    text = scan.text[start:end]
    return Quantity(QuantityKind.IDENTIFIER, Span(start, end), text, text, english=text)


def remaining(gaps: Iterable[Gap], taken: Iterable[Span]) -> Iterator[Gap]:
    """Yield what is left of ``gaps`` without ``taken``; both are sorted, each span in one gap."""
    spans = iter(taken)
    span = next(spans, None)
    for start, end in gaps:
        left = start
        while span is not None and span.start < end:
            if left < span.start:
                yield left, span.start
            left = span.end
            span = next(spans, None)
        if left < end:
            yield left, end
