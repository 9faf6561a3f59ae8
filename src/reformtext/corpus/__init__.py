"""A corpus: articles in order, found by position or id, and tables of what is in them.

Nothing here changes: filtering, sorting and slicing return a new corpus with the same signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.corpus.comparing import Comparing
from reformtext.corpus.counting import Counting
from reformtext.corpus.sharing import Sharing
from reformtext.reports import Report, report_rows
from reformtext.segment_tables import FailureTable, SegmentTable

if TYPE_CHECKING:
    import os

__all__ = ["Corpus", "FailureTable", "SegmentTable"]


class Corpus(Counting, Comparing, Sharing):
    """An immutable, ordered collection of articles that can be read again by anyone.

    ``corpus[0]`` and ``corpus[-1]`` are articles by position, ``corpus["an id"]`` is one by id,
    ``corpus[10:20]`` is a corpus.  Two corpora are equal when their articles and signatures are.

    Args:
        articles: in the order they are to have; their ids differ from one another.
        signature: everything that shaped the articles, as one short string.

    Raises:
        CorpusError: when an id occurs twice, or when something else than an article is given.
    """

    __slots__ = ()

    def report(self) -> Report:
        """Return what the translations kept, failed and repaired, a row a language and for all."""
        return Report(report_rows(self._articles))

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the corpus to a ``.parquet`` or ``.jsonl`` file; ``load`` gives it back.

        Formats that others read, one-way, are in ``to_csv``, ``to_tmx`` and the like.

        Raises:
            FormatError: when the suffix is another one.
            CorpusError: when an article holds what UTF-8 cannot hold; nothing is written then.
            OSError: when the file cannot be written; what was there is untouched.
        """
        from reformtext.exporting import write_corpus

        write_corpus(self, path)

    def to_html(self, folder: str | os.PathLike[str]) -> None:
        """Write the corpus to a folder of pages: an index with a search, and a page an article.

        They open in any browser, without Python or a network.  The search looks for words in the
        sources and in the English.

        Raises:
            CorpusError: when the folder is there and not empty.
            FormatError: when it is the name of a page.
            OSError: when a file cannot be written.
        """
        from reformtext.static_pages import write_corpus_pages

        write_corpus_pages(self, folder)

    def __repr__(self) -> str:
        from reformtext.text_tables import corpus_text

        return corpus_text(self)

    def _repr_html_(self) -> str:
        from reformtext.display import corpus_html

        return corpus_html(self)
