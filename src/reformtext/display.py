"""How corpora, articles and tables look in a notebook.

The HTML has one style sheet, no scripts and no resources from elsewhere.  Every text in it is
escaped, stands in a ``<bdi>`` and has its control characters made visible, so that no article can
reach outside its place.  It follows the colours of the page, light or dark.
"""

from __future__ import annotations

import re
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reformtext.article import Status
from reformtext.text_tables import (
    NUMBERS,
    count_languages,
    counted,
    overview,
    share,
    title_of,
    values,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reformtext.article import Article, Attempt, Change, Check, Detection, Segment
    from reformtext.corpus import Corpus
    from reformtext.segment_tables import Table

__all__ = ["article_html", "corpus_html", "table_html"]

_HTML_ROWS: Final = 50
_SEGMENTS: Final = 300  # of an article, in HTML
_LONGEST: Final = 20_000  # characters of a segment, in HTML
_CELL: Final = 300  # characters of a cell of a table, in HTML
_COLOURS: Final = 6  # languages with a colour of their own; the others share a grey

_SHORT: Final = frozenset({"language", "outlet", "date", "kind", "status", "stage", "checks"})
_LINK: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

# The colours of the languages are Paul Tol's "bright" scheme, which the colour-blind tell apart
# (SRON technical note EPS/TN/09-002, issue 3.2, 2021), with a darker grey.  A page says in one of
# three ways that it is dark: through the system, as JupyterLab does, as VS Code does.
_STYLE: Final = """<style>
div.reformtext{font-size:13px;line-height:1.45;max-width:100%;overflow-x:auto;color:inherit;
--bad:#b3261e;--note:#1a5fb4}
@media (prefers-color-scheme:dark){div.reformtext{--bad:#ff8a80;--note:#8ab4f8}}
[data-jp-theme-light=true] div.reformtext,.vscode-light div.reformtext{--bad:#b3261e;--note:#1a5fb4}
[data-jp-theme-light=false] div.reformtext,.vscode-dark div.reformtext{--bad:#ff8a80;--note:#8ab4f8}
div.reformtext table{border-collapse:collapse;width:100%;table-layout:auto;margin:.4em 0;
font-size:inherit;color:inherit}
div.reformtext table.pair{table-layout:fixed}
div.reformtext th,div.reformtext td{text-align:left;vertical-align:top;padding:.25em .5em;
border:0;border-bottom:1px solid rgba(128,128,128,.35);overflow-wrap:anywhere;white-space:normal;
max-width:none;min-width:3em}
div.reformtext th{border-bottom-color:currentColor;overflow-wrap:normal}
div.reformtext .n{text-align:right;white-space:nowrap;width:3em;font-variant-numeric:tabular-nums}
div.reformtext .id{min-width:11em}
div.reformtext .short{min-width:5em}
div.reformtext bdi{white-space:pre-wrap}
div.reformtext p{margin:.3em 0;overflow-wrap:anywhere}
div.reformtext .title{font-size:1.15em;font-weight:bold}
div.reformtext .heading td{font-weight:bold}
div.reformtext .heading details{font-weight:normal}
div.reformtext .boilerplate td{opacity:.6}
div.reformtext .bad{color:var(--bad);font-weight:bold}
div.reformtext .failed td:first-child{box-shadow:inset 3px 0 0 var(--bad)}
div.reformtext .note{color:var(--note);font-style:italic}
div.reformtext .small,div.reformtext details{font-size:.85em;opacity:.85}
div.reformtext summary{cursor:pointer}
div.reformtext ul{margin:.2em 0;padding-left:1.4em}
div.reformtext a{color:var(--note);text-decoration:underline}
div.reformtext .bar{display:flex;height:.7em;border-radius:3px;overflow:hidden;margin:.3em 0}
div.reformtext .bar span{min-width:2px}
div.reformtext i{display:inline-block;width:.7em;height:.7em;margin:0 .3em 0 .8em}
div.reformtext .c0{background:#4477aa}div.reformtext .c1{background:#ee6677}
div.reformtext .c2{background:#228833}div.reformtext .c3{background:#ccbb44}
div.reformtext .c4{background:#66ccee}div.reformtext .c5{background:#aa3377}
div.reformtext .c6{background:#888888}
</style>"""


def corpus_html(corpus: Corpus) -> str:
    """Return a corpus as HTML: its languages, its first 50 articles, its signature."""
    header = ("id", "language", "outlet", "date", "title", "segments", "coverage", "failed")
    rows = [overview(article, header) for article in corpus[:_HTML_ROWS]]
    return _page(
        f'<p class="title">{counted(len(corpus), "article")}</p>',
        _language_bar(corpus),
        _grid(header, rows),
        _rest(len(corpus) - len(rows), "article"),
        f'<p class="small">signature: {_text(corpus.signature or "none")}</p>',
    )


def article_html(article: Article) -> str:
    """Return an article as HTML: what is known of it, and source and English side by side.

    At most 300 segments are shown, and 20,000 characters of each; a line tells of the rest.
    """
    return _page(
        _article_header(article),
        _segments(article) if article.segments else _unsegmented(article),
        _failure_list(article),
        _trace(article.trace),
    )


def table_html(table: Table[Any]) -> str:
    """Return a table of segments or failures as HTML: its first 50 rows."""
    shown = [values(row, table.columns) for row in islice(table, _HTML_ROWS)]
    return _page(
        f'<p class="title">{counted(len(table), table.singular)}</p>',
        _grid(table.columns, shown),
        _rest(len(table) - len(shown), table.singular),
    )


def _page(*parts: str) -> str:
    return f'<div class="reformtext">{_STYLE}{"".join(parts)}</div>'


def _text(text: str, longest: int = _CELL) -> str:
    """Return ``text`` as HTML that shows it and does nothing else."""
    shown = escape(visible(text[:longest]))
    left = len(text) - longest
    more = f' <span class="small">… {counted(left, "more character")}</span>' if left > 0 else ""
    return f"<bdi>{shown}</bdi>{more}"


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    classes = [f' class="{_column_class(name)}"' for name in header]
    head = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>'
        for name, kind in zip(header, classes, strict=True)
    )
    body = "".join(f"<tr>{_cells(row, classes)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _column_class(name: str) -> str:
    if name in NUMBERS:
        return "n"
    return "id" if name.endswith("id") else "short" if name in _SHORT else "text"


def _cells(row: Sequence[str], classes: Sequence[str]) -> str:
    return "".join(f"<td{kind}>{_text(cell)}</td>" for cell, kind in zip(row, classes, strict=True))


def _rest(number: int, noun: str) -> str:
    return f'<p class="small">… {counted(number, f"more {noun}")}</p>' if number > 0 else ""


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
        f'<i class="c{rank}"></i>{_text(code)} {count:,}'
        for rank, (code, count) in enumerate(shown)
    )
    return f'<div class="bar" aria-hidden="true">{bar}</div><p>{labels}</p>' if shown else ""


def _article_header(article: Article) -> str:
    metadata = article.metadata
    facts = [article.id, _language(article.detection), metadata.outlet, metadata.author]
    facts += [metadata.published, metadata.path]
    known = [_text(fact) for fact in facts if fact]
    if metadata.source_url:
        known.append(_link(metadata.source_url))
    return (
        f'<p class="title">{_text(title_of(article) or "untitled")}</p><p>{" · ".join(known)}</p>'
        f'<p class="small">{_counts(article)}</p>'
    )


def _language(detection: Detection | None) -> str:
    if detection is None:
        return "language not detected"
    variety = f" ({detection.variety})" if detection.variety else ""
    return f"{detection.language}{variety}, confidence {share(detection.confidence)}"


def _link(url: str) -> str:
    """Return a link if ``url`` is one of the web, otherwise the text alone."""
    if visible(url) != url or not _LINK.fullmatch(url):
        return _text(url)
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{_text(url)}</a>'


def _counts(article: Article) -> str:
    counts = [f"{article.count(status):,} {status}" for status in Status if article.count(status)]
    number = counted(len(article.segments), "segment")
    return f"{len(article.source):,} characters · {' · '.join([number, *counts])}"


def _unsegmented(article: Article) -> str:
    return f'<p class="note">not yet cut into segments</p><p>{_text(article.source, _LONGEST)}</p>'


def _segments(article: Article) -> str:
    rows = "".join(
        _segment_row(index, segment, article.language)
        for index, segment in enumerate(article.segments[:_SEGMENTS])
    )
    return (
        '<table class="pair"><thead><tr><th scope="col" class="n">#</th><th scope="col">source</th>'
        f'<th scope="col">English</th></tr></thead><tbody>{rows}</tbody></table>'
        + _rest(len(article.segments) - _SEGMENTS, "segment")
    )


def _segment_row(index: int, segment: Segment, language: str) -> str:
    return (
        f'<tr class="{escape(segment.kind)} {escape(segment.status)}"><td class="n">{index}</td>'
        f'<td class="source" lang="{escape(visible(language))}">'
        f"{_text(segment.source, _LONGEST)}</td>"
        f'<td class="english" lang="en">{_english(segment)}{_details(segment)}</td></tr>'
    )


def _english(segment: Segment) -> str:
    """Return the English of a segment with a mark of its status."""
    if segment.status is Status.FAILED:
        return f'<span class="bad">not translated:</span> {_text(segment.reason or "no reason")}'
    if segment.status is Status.BOILERPLATE:
        return f'<span class="note">left out: {escape(segment.kind.replace("_", " "))}</span>'
    if segment.status is Status.PENDING:
        return '<span class="note">not yet translated</span>'
    kept = ' <span class="note">kept</span>' if segment.status is Status.KEPT else ""
    return _text(segment.english, _LONGEST) + kept


def _details(segment: Segment) -> str:
    """Return what is known of a segment, folded; a failed check shows while folded."""
    failed = sum(not check.passed for check in segment.checks)
    flag = f' <span class="bad">{counted(failed, "failed check")}</span>' if failed else ""
    facts = [f"characters {segment.span.start:,}–{segment.span.end:,}", segment.kind]
    if segment.score is not None:
        facts.append(f"score {segment.score:.3f}")
    items = [_check(check) for check in segment.checks] + [_attempt(a) for a in segment.attempts]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f"<details><summary>{escape(segment.status)}{flag}</summary>"
        f"{escape(' · '.join(facts))}{f'<ul>{listed}</ul>' if listed else ''}</details>"
    )


def _attempt(attempt: Attempt) -> str:
    outcome = f"fails {', '.join(attempt.problems)}" if attempt.problems else "passed"
    return f"tried {_text(attempt.rung)}: {_text(outcome)}: {_text(attempt.english)}"


def _check(check: Check) -> str:
    outcome = "passed" if check.passed else '<span class="bad">failed</span>'
    detail = f": {_text(check.detail)}" if check.detail else ""
    return f"{_text(check.name)} {outcome}{detail}"


def _failure_list(article: Article) -> str:
    """Return what went wrong with the article as a whole, or with a part that is no segment."""
    items = "".join(
        f'<li><span class="bad">{_text(failure.stage)} failed:</span> {_text(failure.reason)}</li>'
        for failure in article.failures[:_HTML_ROWS]
    )
    return (
        f"<ul>{items}</ul>{_rest(len(article.failures) - _HTML_ROWS, 'failure')}" if items else ""
    )


def _trace(trace: Sequence[Change]) -> str:
    items = "".join(
        f"<li>{_text(change.stage)}: {_text(change.name)} {_text(change.detail)}</li>"
        for change in trace[:_SEGMENTS]
    )
    rest = _rest(len(trace) - _SEGMENTS, "change")
    summary = f"<summary>{counted(len(trace), 'change')}</summary>"
    return f"<details>{summary}<ul>{items}</ul>{rest}</details>" if items else ""
