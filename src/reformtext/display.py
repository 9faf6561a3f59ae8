"""How corpora and tables look in a notebook."""

from __future__ import annotations

from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reformtext.markup import page, rest, text
from reformtext.text_tables import NUMBERS, count_languages, counted, overview, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reformtext.corpus import Corpus
    from reformtext.segment_tables import Table

__all__ = ["corpus_html", "grid_html", "table_html"]

_HTML_ROWS: Final = 50
_COLOURS: Final = 6  # languages with a colour of their own; the others share a grey
_OVERVIEW: Final = (
    *("id", "language", "outlet", "date", "title"),
    *("words", "coverage", "checks", "failed"),
)
_SHORT: Final = frozenset({"language", "outlet", "date", "kind", "status", "stage", "checks"})
_OWN_CLASS: Final = frozenset(
    {"left", "match", "right"}
)  # of a concordance: set towards its middle


def corpus_html(corpus: Corpus) -> str:
    """Return a corpus as HTML: its languages, its first 50 articles, its signature."""
    rows = [overview(article, _OVERVIEW) for article in corpus[:_HTML_ROWS]]
    return page(
        f'<p class="title">{counted(len(corpus), "article")}</p>',
        _language_bar(corpus),
        _grid(_OVERVIEW, rows),
        rest(len(corpus) - len(rows), "article"),
        _signed(corpus),
    )


def corpus_page(corpus: Corpus, links: Sequence[str]) -> str:
    """Return a whole corpus as HTML, every id a link to the page of its article."""
    rows = [overview(article, _OVERVIEW) for article in corpus]
    cells = [
        f'<td class="id"><a href="{escape(link)}">{text(row[0])}</a></td>'
        + _cells(row[1:], _classes(_OVERVIEW[1:]))
        for row, link in zip(rows, links, strict=True)
    ]
    return page(
        f'<p class="title">{counted(len(corpus), "article")}</p>',
        _language_bar(corpus),
        _table(_OVERVIEW, cells),
        _signed(corpus),
    )


def table_html(table: Table[Any]) -> str:
    """Return a table as HTML: its first 50 rows."""
    shown = [values(row, table.shown) for row in islice(table, _HTML_ROWS)]
    return page(
        f'<p class="title">{counted(len(table), table.singular)}</p>',
        _grid(table.shown, shown),
        rest(len(table) - len(shown), table.singular),
    )


def grid_html(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return cells as HTML: a title, and rows beneath their header."""
    return page(f'<p class="title">{text(title)}</p>', _grid(header, rows))


def _signed(corpus: Corpus) -> str:
    return f'<p class="small">signature: {text(corpus.signature or "none")}</p>'


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    classes = _classes(header)
    return _table(header, (_cells(row, classes) for row in rows))


def _table(header: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>'
        for name, kind in zip(header, _classes(header), strict=True)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _classes(header: Sequence[str]) -> list[str]:
    return [f' class="{_column_class(name)}"' for name in header]


def _column_class(name: str) -> str:
    if name in NUMBERS:
        return "n"
    if name in _OWN_CLASS:
        return name
    return "id" if name.endswith("id") else "short" if name in _SHORT else "text"


def _cells(row: Sequence[str], classes: Sequence[str]) -> str:
    return "".join(f"<td{kind}>{text(cell)}</td>" for cell, kind in zip(row, classes, strict=True))


def _language_bar(corpus: Corpus) -> str:
    """Return the languages as a bar in proportion, with their names and numbers beneath."""
    ranked = count_languages(corpus)
    shown = ranked[:_COLOURS]
    others = sum(count for _, count in ranked[_COLOURS:])
    shown += [("others", others)] if others else []
    bar = "".join(
        f'<span class="c{rank}" style="flex-grow:{count}"></span>'
        for rank, (_, count) in enumerate(shown)
    )
    labels = "".join(
        f'<i class="c{rank}"></i>{text(code)} {count:,}' for rank, (code, count) in enumerate(shown)
    )
    return f'<div class="bar" aria-hidden="true">{bar}</div><p>{labels}</p>' if shown else ""
