"""How corpora and tables look in a notebook."""

from __future__ import annotations

import re
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reformtext.colours import COLOURS, OTHERS, looks_of
from reformtext.markup import (
    LEFT,
    LONGEST,
    has_long_word,
    in_word,
    page,
    rest,
    scrolled,
    text,
)
from reformtext.text import counted
from reformtext.text_tables import count_languages, overview, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reformtext.corpus import Corpus
    from reformtext.segment_tables import Table

__all__ = ["corpus_html", "grid_html", "table_html"]

_HTML_ROWS: Final = 50
_OVERVIEW: Final = (
    *("id", "language", "outlet", "date", "title"),
    *("words", "coverage", "checks", "failed"),
)
_KEY: Final = (
    "words: of the English · coverage: of the characters of the source, in segments · checks: "
    "segments that pass all of theirs · failed: failures, of the article or its segments"
)
_OF_A_CONCORDANCE: Final = frozenset({"left", "match", "right", "other"})
"""Columns with a class of their own: they are set towards the match, with room for a sentence."""
_SHORT: Final = 16  # characters of a cell that needs no room to wrap in
_NUMBER: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?%?|-?inf|nan")


def corpus_html(corpus: Corpus) -> str:
    """Return a corpus as HTML: its languages, its first 50 articles, its signature."""
    rows = [overview(article, _OVERVIEW) for article in corpus[:_HTML_ROWS]]
    return page(
        f'<p class="title">{counted(len(corpus), "article")}</p>',
        _language_bar(corpus),
        _grid(_OVERVIEW, rows),
        rest(len(corpus) - len(rows), "article"),
        _key_to_columns(corpus),
        _signed(corpus),
    )


def corpus_page(corpus: Corpus, links: Sequence[str]) -> str:
    """Return a whole corpus as HTML, every id a link to the page of its article."""
    rows = [overview(article, _OVERVIEW) for article in corpus]
    kinds = _kinds(_OVERVIEW, rows)
    cells = [
        f'<td class="{kinds[0]}"{LEFT}><a href="{escape(link)}">{in_word(row[0])}</a></td>'
        + _cells(row[1:], kinds[1:])
        for row, link in zip(rows, links, strict=True)
    ]
    return page(
        f'<p class="title">{counted(len(corpus), "article")}</p>',
        _language_bar(corpus),
        _table(_OVERVIEW, kinds, cells),
        _key_to_columns(corpus),
        _signed(corpus),
    )


def table_html(table: Table[Any]) -> str:
    """Return a table as HTML: its first 50 rows."""
    columns = table.telling(table.shown)
    shown = [values(row, columns) for row in islice(table, _HTML_ROWS)]
    return page(
        f'<p class="title">{counted(len(table), table.singular)}</p>',
        f'<p class="small">{text(table.about)}</p>' if table.about else "",
        _grid(columns, shown),
        rest(len(table) - len(shown), table.singular),
    )


def grid_html(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return cells as HTML: a title, and rows beneath their header."""
    return page(f'<p class="title">{text(title)}</p>', _grid(header, rows))


def _key_to_columns(corpus: Corpus) -> str:
    return f'<p class="small">{_KEY}</p>' if len(corpus) else ""


def _signed(corpus: Corpus) -> str:
    return f'<p class="small">signature: {in_word(corpus.signature or "none", LONGEST)}</p>'


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows beneath their header; nothing if there are none."""
    rows = list(rows)
    kinds = _kinds(header, rows)
    return _table(header, kinds, [_cells(row, kinds) for row in rows]) if rows else ""


def _table(header: Sequence[str], kinds: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(
        f'<th scope="col" class="{kind}"{_side(kind)}>{escape(name).replace("_", "_<wbr>")}</th>'
        for name, kind in zip(header, kinds, strict=True)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return scrolled(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def _kinds(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return of each column its class: ``n`` (numbers), ``id`` (long ones), ``short``, ``text``."""
    return [_kind(name, [row[i] for row in rows]) for i, name in enumerate(header)]


def _kind(name: str, cells: Sequence[str]) -> str:
    if name in _OF_A_CONCORDANCE:
        return name
    filled = [cell for cell in cells if cell]
    long = any(len(cell) > _SHORT for cell in filled)
    if name.endswith("id"):
        return "id" if long else "short"
    if filled and all(map(_NUMBER.fullmatch, filled)):
        return "n"
    return "text" if long else "short"


def _side(kind: str) -> str:
    return "" if kind in {"n", "left"} else LEFT


def _cells(row: Sequence[str], kinds: Sequence[str]) -> str:
    return "".join(_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True))


def _cell(cell: str, kind: str) -> str:
    """Return a cell; what has no space in it can be broken after its signs, unless it is short."""
    is_word = kind not in {"n", "short"} and len(cell.split()) == 1 and not _NUMBER.fullmatch(cell)
    shown = in_word(cell) if is_word else text(cell)
    return f'<td class="{kind}{" long" if has_long_word(cell) else ""}"{_side(kind)}>{shown}</td>'


def _language_bar(corpus: Corpus) -> str:
    """Return the languages as a bar in proportion, with their names and numbers beneath."""
    ranked = count_languages(corpus)
    shown = ranked[: len(COLOURS)]  # the other languages share a look
    others = sum(count for _, count in ranked[len(COLOURS) :])
    shown += [("others", others)] if others else []
    known = looks_of([code for code, _ in ranked], "language")
    looks = [known.get(code, OTHERS).classes for code, _ in shown]
    bar = "".join(
        f'<span class="{look}" style="flex-grow:{count}"></span>'
        for look, (_, count) in zip(looks, shown, strict=True)
    )
    labels = " ".join(
        f'<i class="{look}"></i>{text(code)} {count:,}'
        for look, (code, count) in zip(looks, shown, strict=True)
    )
    return f'<div class="bar" aria-hidden="true">{bar}</div><p>{labels}</p>' if shown else ""
