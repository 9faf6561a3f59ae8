"""A corpus as CSV: a row an article, or a row a segment."""

from __future__ import annotations

import csv
import io
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformtext.errors import CorpusError
from reformtext.exports.file_writing import check_file, write_parts
from reformtext.exports.xml_writing import check_text
from reformtext.segment_tables import failure_rows, segment_rows

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from reformtext.article import Article
    from reformtext.corpus.base import Articles

__all__ = ["write_csv"]

Cells = list[object]

_MARKS: Final = {"utf-8": "", "utf-8-sig": "\ufeff"}

_ARTICLE: Final = (
    *("id", "language", "variety", "confidence", "title", "english_title", "source_url", "outlet"),
    *("author", "published", "path", "source", "english", "segments", "coverage", "failures"),
)
_SEGMENT: Final = (
    *("article_id", "index", "language", "kind", "status", "start", "end", "source", "english"),
    *("score", "failed_checks", "reason"),
)


def write_csv(corpus: Articles, path: str | os.PathLike[str], rows: str, encoding: str) -> None:
    """Write a corpus to a CSV file, as ``Corpus.to_csv`` says."""
    if rows not in _ROWS:
        raise CorpusError(f"a row is one of {' or '.join(_ROWS)}, not of {rows!r}")
    if encoding not in _MARKS:
        raise CorpusError(f"an encoding is one of {' or '.join(_MARKS)}, not {encoding!r}")
    check_file(path, "CSV", ".csv", ".tsv", ".txt")
    header, cells = _ROWS[rows]
    delimiter = "\t" if Path(path).suffix.lower() == ".tsv" else ","
    mark = ("the byte order mark", _MARKS[encoding])
    write_parts(path, chain([mark], _parts(corpus, header, cells, delimiter)))


def _parts(
    corpus: Articles,
    header: tuple[str, ...],
    cells: Callable[[Article], Iterable[Cells]],
    delimiter: str,
) -> Iterator[tuple[str, str]]:
    yield "the header", _lines([list(header)], delimiter)
    for article in corpus:
        yield f"article {article.id!r:.80}", _lines(cells(article), delimiter)


def _lines(rows: Iterable[Cells], delimiter: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def _article_cells(article: Article) -> Iterator[Cells]:
    detection, metadata = article.detection, article.metadata
    failures = [f"{failure.stage}: {failure.reason}" for failure in failure_rows(article)]
    yield [
        *(article.id, article.language),
        *((detection.variety, detection.confidence) if detection else ("", "")),
        *(metadata.title, article.title, metadata.source_url, metadata.outlet, metadata.author),
        *(metadata.published, metadata.path, article.source, article.english),
        *(len(article.segments), article.coverage, "; ".join(failures)),
    ]


def _segment_cells(article: Article) -> Iterator[Cells]:
    for row in segment_rows(article):
        failed = "; ".join(check_text(check) for check in row.checks if not check.passed)
        yield [
            *(row.article_id, row.index, row.language, row.kind, row.status, row.start, row.end),
            *(row.source, row.english, row.score, failed, row.reason),
        ]


_ROWS: Final[dict[str, tuple[tuple[str, ...], Callable[[Article], Iterable[Cells]]]]] = {
    "articles": (_ARTICLE, _article_cells),
    "segments": (_SEGMENT, _segment_cells),
}
