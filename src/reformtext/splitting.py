"""Sentences: where they end in an article, and where a long one may be cut.

Rules over character offsets, one table of words a language.  A newline always ends a segment, a
lower-case letter never begins one; between the two, a full stop is asked what it stands after.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reformtext.article import Article, Kind, Segment, Span, Status
from reformtext.errors import UnknownLanguageError
from reformtext.full_stops import Left, Right, can_end
from reformtext.languages import Language, find
from reformtext.list_markers import marker_lengths
from reformtext.text import LINE_BREAKS, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Level", "cut", "split", "split_article"]

_MARKS = ".!?…‼⁇⁈⁉؟।。！？"
_CLOSING = "\"'”’“‘»«›‹)]}\u200b\u2060\ufeff"  # „…“ and »…« close with what others open with
_OPENING = "\"'“”„‟‚‘’«»‹›([{¿¡\u200b\u2060\ufeff"
_SPACED = (" »", " ”", " )", ' "')
_NEVER_FIRST = frozenset(".!?…,;:)]}%/")  # no sentence begins with these
_WINDOW = 64  # characters looked back: enough for two words, and it keeps the time linear

_GAP = re.compile(rf"(?<=[{re.escape(_MARKS + _CLOSING)}])\s+")
_RIGHT = re.compile(
    r"(?:[(\[](?:\.{3}|…)[)\]]\s*)?"  # what was left out of a quotation belongs to what follows
    rf"(?:[«„“(]\s)?[{re.escape(_OPENING)}]*(?P<dash>[-–—]\s*[{re.escape(_OPENING)}]*)?"
    r"(?P<word>\w{0,40})(?P<after>\S?)"
)
# White space between two pieces of a sentence, but not within a number: 1 684, 96 %, 2021 – 2025.
# A number does not run over the end of a line.
_SPACE = rf"[^\S{LINE_BREAKS}]"
_BREAK = re.compile(
    rf"(?<=\S)(?!(?<=\d){_SPACE}(?:\d{{3}}(?!\d)|[%‰]|[–—-]{_SPACE}\d))"
    rf"(?!(?<=\d{_SPACE}[–—-]){_SPACE}\d)\s++(?=\S)"
)
_BULLET = re.compile(r"[•▪‣●·]")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])\)\s")
_DASH = re.compile(r"[-–—]\s")
_WORD = re.compile(rf"[{re.escape(_OPENING)}]*(\w{{1,40}})")
_SPLIT = frozenset({Kind.BODY, Kind.HEADING, Kind.CAPTION})
_NEUTRAL = Language("und", "neutral", frozenset(), frozenset(), frozenset(), False)


class Level(StrEnum):
    """How finely a long sentence is cut."""

    SENTENCE = "sentence"  # where one ends
    LIST = "list"  # at semicolons and before list items
    CLAUSE = "clause"  # at conjunctions, dashes and colons, or at commas where there are none
    WORD = "word"  # at white space


def split(text: str, language: str) -> tuple[Segment, ...]:
    """Return the sentences of ``text``, in order, with white space alone between them.

    Args:
        text: any text; a line break of any kind ends a segment.
        language: a BCP-47 code of one that is read; ``und`` for the rules that need no table.

    Returns:
        Segments of kind SENTENCE, their spans offsets into ``text``; none when it is blank.

    Raises:
        UnknownLanguageError: for another language.
        TypeError: when the text is not a str.
    """
    if not isinstance(text, str):
        raise TypeError(f"the text to split must be a str, not {type(text).__name__}")
    rules = _NEUTRAL if language == _NEUTRAL.code else _known(language)
    return tuple(
        Segment.cut(text, start, end, Kind.SENTENCE) for start, end in _sentences(text, rules)
    )


def split_article(article: Article) -> Article:
    """Return the article with the sentences of its text, headings and captions as segments.

    Those of BODY become of kind SENTENCE, the others keep theirs; bylines and boilerplate stay as
    they are.  What marks an item of a list (``•``, ``1.``) becomes a segment of its own, which is
    kept.  An article without segments is split as a whole.  The trace tells how many there are.
    """
    segments = tuple(_split_segments(article))
    count = f"{len(segments)} segment{'' if len(segments) == 1 else 's'}"
    return replace(article, segments=segments).noted("split", "split into sentences", count)


def cut(text: str, language: str, level: Level | str) -> tuple[Span, ...]:
    """Return the pieces of a long text, in order, with white space alone between them.

    A number is never cut, whatever it is written with: ``1 684``, ``81,9``, ``63/2010/ND-CP``.
    A clause that is still too long can be cut at level "clause" again: it is then cut at commas.

    Args:
        text: a sentence, a piece of one, or several.
        language: a BCP-47 code; it brings the conjunctions.
        level: "sentence", "list", "clause" or "word".

    Returns:
        Spans of characters of ``text``; one when there is nothing to cut at, none when it is
        blank.

    Raises:
        ValueError: for another level.
    """
    conjunctions = _rules(language).conjunctions
    match _level(level):
        case Level.SENTENCE:
            return tuple(Span(*place) for place in _sentences(text, _rules(language)))
        case Level.LIST:
            return _cut(text, _list_gaps(text))
        case Level.CLAUSE:
            return _cut(text, _clause_gaps(text, conjunctions) or _comma_gaps(text))
        case Level.WORD:
            return _cut(text, _BREAK.finditer(text))


def _level(level: Level | str) -> Level:
    try:
        return Level(level)
    except ValueError:
        raise ValueError(f"no level {level!r}; use one of {', '.join(Level)}") from None


def _known(language: str) -> Language:
    try:
        return find(language)
    except UnknownLanguageError as error:
        raise UnknownLanguageError(f"{error}, or 'und' for the rules of no language") from None


def _rules(language: str) -> Language:
    try:
        return find(language)
    except UnknownLanguageError:
        return _NEUTRAL


def _split_segments(article: Article) -> Iterator[Segment]:
    whole = Segment.cut(article.source, 0, len(article.source), Kind.BODY)
    rules = _rules(article.language)
    segments = article.segments or (whole,)
    markers = _markers(segments, rules)
    for segment in segments:
        if segment.kind not in _SPLIT or segment.status is not Status.PENDING:
            yield segment
            continue
        kind = Kind.SENTENCE if segment.kind is Kind.BODY else segment.kind
        offset = segment.span.start
        for start, end in lines(segment.source):
            begin = offset + start
            if marker := markers.get(begin):
                yield _kept(Segment.cut(article.source, begin, marker, Kind.BODY))
                begin = marker
            for first, last in _sentences(article.source[begin : offset + end], rules):
                yield Segment.cut(article.source, begin + first, begin + last, kind)


def _markers(segments: Iterable[Segment], rules: Language) -> dict[int, int]:
    """Return where the markers of list items begin and end in the source."""
    items = [
        (segment.span.start + start, segment.source[start:end])
        for segment in segments
        if segment.kind is Kind.BODY and segment.status is Status.PENDING
        for start, end in lines(segment.source)
    ]
    lengths = marker_lengths([line for _, line in items], rules)
    return {
        begin: begin + length for (begin, _), length in zip(items, lengths, strict=True) if length
    }


def _kept(marker: Segment) -> Segment:
    return replace(marker, status=Status.KEPT, english=marker.source)


def _sentences(text: str, rules: Language) -> Iterator[tuple[int, int]]:
    for start, end in lines(text):
        begin = start
        for gap in _GAP.finditer(text, start, end):
            if _is_boundary(text, begin, gap.span(), end, rules):
                yield begin, gap.start()
                begin = gap.end()
        yield begin, end


def _is_boundary(text: str, begin: int, gap: tuple[int, int], end: int, rules: Language) -> bool:
    """Return whether the sentence that begins at ``begin`` ends at the gap."""
    if text[gap[1]] in _NEVER_FIRST:
        return False
    left = _left(text, begin, gap[0])
    if left is None:
        return False
    right = _right(text, gap[1], end)
    return _can_begin(right, rules) and (left.mark != "." or can_end(left, right, rules))


def _left(text: str, begin: int, at: int) -> Left | None:
    """Return what stands before ``at``; None unless it is a mark that may end a sentence."""
    window = text[max(begin, at - _WINDOW) : at]
    marked = window.rstrip(_CLOSING)
    if window.endswith(_SPACED):  # « Slik skrives det. »
        marked = marked.rstrip()
    bare = marked.rstrip(_MARKS)
    mark, closing = marked[len(bare) :], window[len(marked) :]
    if not mark or (closing and bare.endswith(("(", "["))):  # an aside: (!), […]
        return None
    words = [] if bare[-1:].isspace() else bare.rsplit(None, 2)
    word = words[-1] if words else ""
    whole = at - begin <= _WINDOW
    first = len(words) == 1 and whole
    before = words[-2] if len(words) > 1 else ""
    return Left(before, word.lstrip(_OPENING), mark, closing, first, bare, whole)


def _right(text: str, at: int, end: int) -> Right:
    match = _RIGHT.match(text, at, end)
    if match is None:  # pragma: no cover - every part of the pattern may be empty
        return Right(False, "", "")
    return Right(match["dash"] is not None, match["word"], match["after"], text[at] in "([")


def _can_begin(right: Right, rules: Language) -> bool:
    if not right.word:
        return bool(right.after) and right.after not in _NEVER_FIRST
    if right.word[0].islower():
        return False
    return not (right.dash and right.word.lower() in rules.speech_verbs)


def _list_gaps(text: str) -> list[re.Match[str]]:
    last = text.rfind(";")
    return [gap for gap in _BREAK.finditer(text) if _is_list_gap(text, gap, last)]


def _is_list_gap(text: str, gap: re.Match[str], last: int) -> bool:
    cue = _cue(text, gap.start())
    if cue == ";" or (cue == ":" and gap.start() < last) or _BULLET.match(text, gap.end()):
        return True
    return cue in (",", ":", ".") and _ITEM.match(text, gap.end()) is not None


def _clause_gaps(text: str, conjunctions: frozenset[str]) -> list[re.Match[str]]:
    return [gap for gap in _BREAK.finditer(text) if _is_clause_gap(text, gap, conjunctions)]


def _is_clause_gap(text: str, gap: re.Match[str], conjunctions: frozenset[str]) -> bool:
    cue = _cue(text, gap.start())
    if cue in (";", ":"):
        return not _in_number(text, gap)
    if cue == "," and (word := _WORD.match(text, gap.end())):
        return word[1].lower() in conjunctions
    return _DASH.match(text, gap.end()) is not None


def _comma_gaps(text: str) -> list[re.Match[str]]:
    return [
        gap
        for gap in _BREAK.finditer(text)
        if _cue(text, gap.start()) == "," and not _in_number(text, gap)
    ]


def _cue(text: str, at: int) -> str:
    """Return the character before ``at``, or before the closing quotes and brackets there."""
    return text[max(0, at - 8) : at].rstrip(_CLOSING)[-1:]


def _in_number(text: str, gap: re.Match[str]) -> bool:
    """Return whether digits stand on both sides of the sign before a gap: ``10: 30``."""
    return text[max(0, gap.start() - 2)].isdigit() and text[gap.end()].isdigit()


def _cut(text: str, gaps: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    spans = []
    for gap in gaps:
        spans.append(Span(start, gap.start()))
        start = gap.end()
    return (*spans, Span(start, end)) if start < end else ()
