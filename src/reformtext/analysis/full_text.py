"""Full-text search in the articles of a corpus: SQLite's FTS5, ranked by BM25."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

from reformtext.analysis.arguments import check_count
from reformtext.errors import CorpusError
from reformtext.segment_tables import Table
from reformtext.text import seen, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformtext.article import Article

__all__ = ["FullText", "SearchHit", "SearchHits"]

_PIECE: Final = re.compile(r'"[^"]*"\*?|[^\s"]+')
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
        self._lock = Lock()
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        self._index.executescript(_SCHEMA)
        for i, article in enumerate(self._articles):
            texts = _storable(_title(article, side)), _storable(getattr(article, side))
            self._index.execute(_FILL.format("shown"), (i, *texts))
            self._index.execute(_FILL.format("texts"), (i, *map(unaccented, texts)))

    def search(self, query: str, limit: int) -> SearchHits:
        """Return at most ``limit`` articles that match a query, the best first.

        Raises:
            CorpusError: when the query is empty or cannot be understood.
        """
        check_count("a limit is a number of hits", limit)
        try:
            with self._lock:
                rows = self._index.execute(_QUERY, (_match(query), limit)).fetchall()
        except sqlite3.OperationalError as error:
            raise CorpusError(
                f"the query {query!r} cannot be understood; it is made of words, "
                '"phrases in quotes", beginnings* and, between them, AND, OR, NOT'
            ) from error
        return SearchHits(self._hit(*row) for row in rows)

    def _hit(self, position: int, score: float, snippet: str) -> SearchHit:
        article = self._articles[position]
        shown = " ".join(snippet.split())
        return SearchHit(article.id, article.language, score, article.title, shown)


def _title(article: Article, side: str) -> str:
    return article.title if side == "english" else article.metadata.title


def _match(query: str) -> str:
    """Return a query in the syntax of FTS5, with every word in quotes."""
    if not isinstance(query, str):
        raise CorpusError(f"a query is a text, not {query!r:.60}: join words with OR to find any")
    pieces = _PIECE.findall(unaccented(seen(query)))
    if not re.search(r"\w", query):
        raise CorpusError(f"the query {query!r} finds nothing: give words to search for")
    return " ".join(piece if piece in _OPERATORS else _quoted(piece) for piece in pieces)


def _quoted(piece: str) -> str:
    bare = piece.removesuffix("*")
    return f'"{bare.strip(chr(34))}"' + "*" * (bare != piece)


def _storable(text: str) -> str:
    """Return what is seen of a text, as SQLite can hold it: a lone surrogate has no UTF-8."""
    return seen(text).encode("utf-8", "replace").decode("utf-8")
