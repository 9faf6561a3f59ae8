"""Keywords in context: where a word, a phrase or a concept stands, on either side of a translation.

A pattern is a sequence of token patterns with spaces between them, as in quanteda's ``phrase``:
``cut * staff`` is three tokens in a row, whatever punctuation stands between them, in the text or
in the pattern (``socio-economic``).  Each is a glob (``streamlin*``) or, if asked for, a regular
expression that a whole token has to match.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, overload

from reformtext.analysis.tokens import MARKS, fold_word, one_spelling
from reformtext.arguments import check_count
from reformtext.errors import CorpusError
from reformtext.segment_tables import Table
from reformtext.text import suggestion

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from reformtext.analysis.tokens import Tokens
    from reformtext.article import Article

    Ints = npt.NDArray[np.int64]
    Places = tuple[Ints, Ints, Ints]

__all__ = [
    "Concordance",
    "Hit",
    "check_concept",
    "concept_places",
    "find",
    "pattern_places",
    "token_ids",
]

_JOINERS: Final = ".,:;'’‘·․︓﹒＇．："  # within a token; at its ends they are punctuation
_SET: Final = re.compile(r"\[!?\]?[^\]]*\]")
_GLOB: Final = re.compile(rf"(?:{_SET.pattern}|[\w*?{MARKS}{_JOINERS}])+")
_APART: Final = re.compile(r"(?<![\d*?\]])[,;]|[,;](?![\d*?\[])")  # which join digits only
_NO_GLOB: Final = re.compile(r"[][(){}|^$\\+]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a pattern was found, with what stands around it.

    Attributes:
        article_id: of the article.
        segment: position of the segment in the article.
        language: of the article's source.
        left: the words before, within the segment.
        match: the words that were found.
        right: the words after.
        other: the segment on the other side of the translation; empty if there is none.
        start: the first character of the match, in the segment's English or in its source.
        end: likewise, one past the last.
        source_start: the segment's first character in the article's source.
        source_end: likewise, one past its last.
    """

    article_id: str
    segment: int
    language: str
    left: str
    match: str
    right: str
    other: str
    start: int
    end: int
    source_start: int
    source_end: int


class Concordance(Table[Hit]):
    """The places where a pattern was found, one row each, made when they are looked at."""

    __slots__ = ("_side",)
    row = Hit
    brief = ("article_id", "language", "left", "match", "right", "other")
    shown = ("article_id", "segment", "language", "left", "match", "right", "other")
    singular = "hit"

    def __init__(self, rows: Sequence[Hit], side: str) -> None:
        self._rows = rows
        self._side = side

    @property
    def about(self) -> str:
        """Which side was searched, and what the column ``other`` holds."""
        sides = ("the English", "the source")
        here, other = sides if self._side == "english" else sides[::-1]
        return f"in {here}; other: {other} of the same segment"

    def __repr__(self) -> str:
        """Return the first hits, the matches beneath one another."""
        from reformtext.text_tables import concordance_text

        return concordance_text(self)


class _Hits(Sequence[Hit]):
    """Hits as places; a row is made of one when it is asked for."""

    def __init__(
        self, articles: Sequence[Article], side: str, tokens: Tokens, places: Places, window: int
    ) -> None:
        self._articles = articles
        self._side = side
        self._tokens = tokens
        self._units, self._starts, self._ends = places
        self._bounds = tokens.bounds()
        self._window = window

    def __len__(self) -> int:
        return len(self._units)

    @overload
    def __getitem__(self, position: int) -> Hit: ...

    @overload
    def __getitem__(self, position: slice) -> _Hits: ...

    def __getitem__(self, position: int | slice) -> Hit | _Hits:
        if isinstance(position, slice):
            places = (self._units[position], self._starts[position], self._ends[position])
            return _Hits(self._articles, self._side, self._tokens, places, self._window)
        return self._hit(range(len(self))[position])

    def _hit(self, i: int) -> Hit:
        number, start, end = int(self._units[i]), int(self._starts[i]), int(self._ends[i])
        unit = self._tokens.units[number]
        article = self._articles[unit.article]
        segment = article.segments[unit.segment]
        first, last = self._context(number, start, end)
        return Hit(
            article_id=article.id,
            segment=unit.segment,
            language=article.language,
            left=unit.text[first:start].strip(),
            match=unit.text[start:end],
            right=unit.text[end:last].strip(),
            other=segment.source if self._side == "english" else segment.english,
            start=start,
            end=end,
            source_start=segment.span.start,
            source_end=segment.span.end,
        )

    def _context(self, unit: int, start: int, end: int) -> tuple[int, int]:
        """Return the characters between which ``window`` tokens stand on both sides of a match."""
        first, past = int(self._bounds[unit]), int(self._bounds[unit + 1])
        starts, ends = self._tokens.start[first:past], self._tokens.end[first:past]
        before = max(0, int(ends.searchsorted(start, side="right")) - self._window)
        after = min(past - first, int(starts.searchsorted(end)) + self._window)
        left = min(start, int(starts[before])) if self._window and before < past - first else start
        right = max(end, int(ends[after - 1])) if self._window and after else end
        return left, right


def find(
    articles: Sequence[Article], side: str, tokens: Tokens, places: Places, window: int
) -> Concordance:
    """Return places as a concordance.

    Args:
        articles: those of ``tokens``.
        side: of ``tokens``.
        tokens: what the places are in.
        places: unit, first character and one past the last, each of shape (hits,).
        window: tokens on each side, at least 0.

    Raises:
        CorpusError: when ``window`` is negative.
    """
    check_count("a window is a number of tokens", window, least=0)
    return Concordance(_Hits(articles, side, tokens, places, window), side)


def token_ids(tokens: Tokens, pattern: str, *, regex: bool, case_sensitive: bool) -> list[Ints]:
    """Return, for each token of a pattern, which types match it, as positions in ``types``.

    Raises:
        CorpusError: when the pattern is empty, or neither glob nor regular expression.
    """
    if not isinstance(pattern, str):
        raise CorpusError(f"a pattern is a text, not {pattern!r}: one word or phrase at a time")
    pieces = pattern.split() if regex else _globs(pattern)
    if not pieces:
        raise CorpusError("an empty pattern matches nothing: give a word, a phrase or a glob")
    return [_matching(tokens, piece, regex, case_sensitive) for piece in pieces]


def _globs(pattern: str) -> list[str]:
    """Return the globs of a pattern, a token each: ``socio-economic*`` has two, as the text has."""
    if found := _NO_GLOB.search(_SET.sub("", pattern)):
        raise CorpusError(
            f"{pattern!r} finds nothing, for no word holds {found[0]!r}: a glob is letters, *, ? "
            "and [...]; a regular expression is given with regex=True"
        )
    pieces = _GLOB.findall(_APART.sub(" ", pattern))
    return [glob for piece in pieces if (glob := piece.strip(_JOINERS))]


def _matching(tokens: Tokens, piece: str, regex: bool, case_sensitive: bool) -> Ints:
    import numpy as np

    spelt = one_spelling(piece)
    written = spelt if case_sensitive or regex else fold_word(piece, tokens.side)
    try:
        wanted = re.compile(
            spelt if regex else fnmatch.translate(written),
            re.NOFLAG if case_sensitive else re.IGNORECASE,
        ).fullmatch
    except re.error as error:
        raise CorpusError(
            f"{piece!r} is no regular expression: {error}; without regex=True it would be a glob"
        ) from error

    def matches(words: Sequence[str]) -> npt.NDArray[np.bool_]:
        spelt_so = map(one_spelling, words)
        return np.fromiter((wanted(word) is not None for word in spelt_so), bool, len(words))

    if case_sensitive:
        return np.flatnonzero(matches(tokens.types))
    found = matches(tokens.folded)[tokens.fold]
    as_written = "," in written or regex  # 1,7* is of a number as it stands there
    return np.flatnonzero(found | matches(tokens.types) if as_written else found)


def pattern_places(tokens: Tokens, pieces: Sequence[Ints]) -> Places:
    """Return where tokens of these types stand in a row, within a unit."""
    import numpy as np

    length = len(tokens) - len(pieces) + 1
    if length <= 0:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing
    matches = np.ones(length, dtype=bool)
    for offset, types in enumerate(pieces):
        wanted = np.zeros(len(tokens.types), dtype=bool)
        wanted[types] = True
        matches &= wanted[tokens.ids[offset : offset + length]]
    first = np.flatnonzero(matches)
    last = first + len(pieces) - 1
    whole = tokens.unit[first] == tokens.unit[last]
    first, last = first[whole], last[whole]
    return tokens.unit[first], tokens.start[first], tokens.end[last]


def concept_places(articles: Sequence[Article], side: str, tokens: Tokens, concept: str) -> Places:
    """Return where a concept of the glossary is mentioned; in the English, where it is verified.

    Raises:
        CorpusError: when no article mentions it; the message names the closest that are.
    """
    import numpy as np

    found: list[tuple[int, int, int]] = []
    known = False
    for number, unit in enumerate(tokens.units):
        segment = articles[unit.article].segments[unit.segment]
        for term in segment.terms:
            if term.concept != concept:
                continue
            known = True
            moved = term.span.moved(-segment.span.start)
            span = moved if side == "source" else term.english_span
            if span is not None:
                found.append((number, span.start, span.end))
    if not known:  # unless failed segments mention it
        check_concept(articles, concept)
    columns = np.array(sorted(found), dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


def check_concept(articles: Iterable[Article], concept: str) -> None:
    """Raise an error that names the closest concept, unless one of the articles mentions it.

    Raises:
        CorpusError: when none does, or it is no text.
    """
    if not isinstance(concept, str):
        raise CorpusError(f"a concept is a text, not {concept!r:.60}: one concept at a time")
    mentioned = {t.concept for a in articles for s in a.segments for t in s.terms}
    if concept not in mentioned:
        told = suggestion(concept, sorted(mentioned))
        told += " (mentions('term') has all)" if mentioned else ""
        raise CorpusError(f"no article mentions the concept {concept!r}; {told}")
