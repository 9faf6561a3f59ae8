"""Full-text search in the articles of a corpus: SQLite's FTS5, ranked by BM25."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from reformtext.arguments import check_count
from reformtext.errors import CorpusError
from reformtext.segment_tables import Table
from reformtext.text import seen, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.article import Article

__all__ = ["FullText", "SearchHit", "SearchHits"]

_PIECE: Final = re.compile(r'"[^"]*"\*?|[^\s"]+')
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„", '"'))  # as word processors write them
_STARRED: Final = re.compile(r"(?P<stem>[^*]*\w[^\w*]*)\*+(?P<after>[^\w*]*)")
_ANY_LETTER: Final = re.compile(r"[\w*]*\w\?\w[\w*?]*")
_GAP: Final = "\ue000"  # of private use, which FTS5 takes for a word, but no query has
_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
# The index holds the letters without their accents; snippets come from the texts as they are seen,
# without soft hyphens: both must have the same words.
_SCHEMA: Final = """
CREATE TABLE shown(title, body);
CREATE VIRTUAL TABLE texts
USING fts5(title, body, content='shown', tokenize='unicode61 remove_diacritics 2');
"""
_FILL: Final = "INSERT INTO {}(rowid, title, body) VALUES (?, ?, ?)"
# A word of the title counts four times: what an article is about stands there.
_QUERY: Final = (
    "SELECT rowid, -bm25(texts, 4.0, 1.0) AS score, snippet(texts, 1, '', '', '…', 24) "
    "FROM texts WHERE texts MATCH ? ORDER BY score DESC, rowid LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that a search found.

    Attributes:
        article_id: of the article.
        language: of its source.
        score: BM25 of the query, higher is better; comparable within one search only.
        title: of the article.
        snippet: the words around what was found.
    """

    article_id: str
    language: str
    score: float
    title: str
    snippet: str


class SearchHits(Table[SearchHit]):
    """The articles that a search found, the best first."""

    __slots__ = ()
    row = SearchHit
    brief = ("article_id", "language", "score", "title", "snippet")
    singular = "hit"


class FullText:
    """The texts of articles on one side, in an index in memory.

    Args:
        articles: in the order of a corpus.
        side: ``english`` or ``source``.
    """

    def __init__(self, articles: Iterable[Article], side: str) -> None:
        self._articles = tuple(articles)
        self._side = side
        self._lock = Lock()
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        self._index.executescript(_SCHEMA)
        for i, article in enumerate(self._articles):
            texts = _storable(_title(article, side)), _storable(_body(article, side))
            self._index.execute(_FILL.format("shown"), (i, *texts))
            self._index.execute(_FILL.format("texts"), (i, *map(unaccented, texts)))

    def search(self, query: str, limit: int) -> SearchHits:
        """Return at most ``limit`` articles that match a query, the best first.

        Raises:
            CorpusError: when the query is empty, cannot be understood, or has a glob that is no
                beginning of a word.
        """
        check_count("a limit is a number of hits", limit)
        try:
            with self._lock:
                rows = self._index.execute(_QUERY, (_match(query, self._side), limit)).fetchall()
        except sqlite3.OperationalError as error:
            raise CorpusError(
                f"the query {query!r} cannot be understood; it is made of words, "
                '"phrases in quotes", beginnings*, (brackets) and, between them, AND, OR, NOT'
            ) from error
        return SearchHits(self._hit(*row) for row in rows)

    def _hit(self, position: int, score: float, snippet: str) -> SearchHit:
        article = self._articles[position]
        shown = " ".join(snippet.replace(_GAP, "…").split())
        return SearchHit(article.id, article.language, score, article.title, shown)


def _title(article: Article, side: str) -> str:
    return article.title if side == "english" else article.metadata.title


def _body(article: Article, side: str) -> str:
    """Return the text of an article; what could not be translated has no English to be found.

    No phrase goes over it.
    """
    if side == "source":
        return article.source
    return "\n".join(segment.english or _GAP for segment, _ in article.english_places)


def _match(query: str, side: str) -> str:
    """Return a query in the syntax of FTS5, with every word in quotes.

    Raises:
        CorpusError: when it has no words, a quotation mark or bracket is alone, or a glob is no
            beginning of a word.
    """
    if not isinstance(query, str):
        raise CorpusError(f"a query is a text, not {query!r:.60}: join words with OR to find any")
    if not re.search(r"\w", query):
        raise CorpusError(f"the query {query!r} finds nothing: give words to search for")
    plain = seen(query).translate(_QUOTES)
    if plain.count('"') % 2:
        raise CorpusError(f"the query {query!r} has a quotation mark alone: close the phrase")
    parts = [part for piece in _PIECE.findall(plain) for part in _parts(piece, side)]
    _check_brackets(parts, query)
    return unaccented(" ".join(_joined(parts)))


def _parts(piece: str, side: str) -> Iterator[str]:
    """Yield a piece of a query: the brackets around it, and the word or phrase in quotes.

    Raises:
        CorpusError: when it is a glob that is no beginning of a word.
    """
    if piece in _OPERATORS:
        yield piece
        return
    opened, word, closed = "", piece, ""
    if not piece.startswith('"'):
        opened, word, closed = _apart(piece)
        word = _beginning(word, side)
    yield from opened
    if word:
        yield _quoted(word)
    yield from closed


def _apart(piece: str) -> tuple[str, str, str]:
    """Return the brackets before a word, the word, and those behind it.

    A word may have brackets of its own, ``kommune(ne)``: only those around words are the query's.
    """
    word = piece.lstrip("(")
    opened = piece[: len(piece) - len(word)]
    bare = word.rstrip(")")
    own = min(max(bare.count("(") - bare.count(")"), 0), len(word) - len(bare))
    kept = len(bare) + own
    return opened, word[:kept], word[kept:]


def _beginning(word: str, side: str) -> str:
    """Return a word, without the signs behind its star if it is the beginning of one.

    Raises:
        CorpusError: when it is another glob, which an index of words cannot find.
    """
    if starred := _STARRED.fullmatch(word):
        return f"{starred['stem']}*"
    if "*" not in word and not _ANY_LETTER.fullmatch(word):
        return word
    call = "kwic(" + repr(word) + (", side='source')" if side == "source" else ")")
    raise CorpusError(
        f"the query has {word!r}, but a search finds whole words and beginnings, as in reform*: "
        f"{call} finds globs of any kind; for the sign itself put the word in quotation marks"
    )


def _check_brackets(parts: Sequence[str], query: str) -> None:
    depth = 0
    for part in parts:
        depth += (part == "(") - (part == ")")
        if depth < 0:
            break
    if depth:
        raise CorpusError(
            f"the query {query!r} has a bracket alone: put one at both ends, or a phrase with it "
            "in quotation marks"
        )


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """Yield the parts with an AND beside a bracket, where FTS5 wants one between two words."""
    for before, part in zip(("", *parts), parts, strict=False):
        ends = before not in {"", "(", *_OPERATORS}
        begins = part not in {")", *_OPERATORS}
        if ends and begins and (before == ")" or part == "("):
            yield "AND"
        yield part


def _quoted(piece: str) -> str:
    bare = piece.removesuffix("*")
    return f'"{bare.strip(chr(34))}"' + "*" * (bare != piece)


def _storable(text: str) -> str:
    """Return what is seen of a text, as SQLite can hold it: a lone surrogate has no UTF-8."""
    return seen(text).encode("utf-8", "replace").decode("utf-8")
