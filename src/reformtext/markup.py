"""What the HTML of corpora, articles and tables is made of.

The HTML has one style sheet, no scripts and no resources from elsewhere.  Every text in it is
escaped, stands in a ``<bdi>`` and has its control characters made visible, so that no article can
reach outside its place.  It follows the colours of the page, light or dark.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from reformtext.text_tables import counted, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformtext.article import Segment
    from reformtext.values import Name, Quantity, Span, Term

__all__ = ["LONGEST", "Mark", "link", "marked", "marks_of", "page", "rest", "text"]

LONGEST: Final = 20_000
"""Characters of a segment that are shown."""

_CELL: Final = 300  # characters of a cell of a table
_LINK: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

Mark = tuple["Span", str, str]
"""A place in a text, the class of its mark, and what is said when one points at it."""

# The colours of the languages are Paul Tol's "bright" scheme, which the colour-blind tell apart
# (SRON technical note EPS/TN/09-002, issue 3.2, 2021), with a darker grey.  A page says in one of
# three ways that it is dark: through the system, as JupyterLab does, as VS Code does.
STYLE: Final = """<style>
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
div.reformtext .id{min-width:7em}div.reformtext .text{min-width:10em}
div.reformtext .short{min-width:5.5em}
div.reformtext bdi{white-space:pre-wrap}
div.reformtext p{margin:.3em 0;overflow-wrap:anywhere}
div.reformtext .title{font-size:1.15em;font-weight:bold}
div.reformtext .heading td{font-weight:bold}
div.reformtext .heading details{font-weight:normal}
div.reformtext .boilerplate td{opacity:.6}
div.reformtext .bad{color:var(--bad);font-weight:bold}
div.reformtext .failed td:first-child{box-shadow:inset 3px 0 0 var(--bad)}
div.reformtext .note{color:var(--note);font-style:italic}
div.reformtext mark{color:inherit;background:none;border-radius:2px;padding:0 1px}
div.reformtext mark.q{background:#4477aa44}div.reformtext mark.m{background:#22883344}
div.reformtext mark.t{background:#ccbb4455}
div.reformtext mark.lost{background:none;border-bottom:2px dotted var(--bad)}
div.reformtext .left{text-align:right}
div.reformtext .left,div.reformtext .right{min-width:11em}
div.reformtext .match{font-weight:bold;min-width:6em}
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


def page(*parts: str) -> str:
    """Return parts as one block with its style."""
    return f'<div class="reformtext">{STYLE}{"".join(parts)}</div>'


def text(content: str, longest: int = _CELL) -> str:
    """Return ``content`` as HTML that shows it and does nothing else."""
    shown = escape(visible(content[:longest]))
    left = len(content) - longest
    more = f' <span class="small">… {counted(left, "more character")}</span>' if left > 0 else ""
    return f"<bdi>{shown}</bdi>{more}"


def rest(number: int, noun: str) -> str:
    """Return a line that says how many more there are, if there are any."""
    return f'<p class="small">… {counted(number, f"more {noun}")}</p>' if number > 0 else ""


def link(url: str) -> str:
    """Return a link if ``url`` is one of the web, otherwise the text alone."""
    if visible(url) != url or not _LINK.fullmatch(url):
        return text(url)
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{text(url)}</a>'


def marked(content: str, marks: Iterable[Mark]) -> str:
    """Return a text as HTML with some places marked; of marks that overlap, the first and longest.

    Args:
        content: the text.
        marks: in any order; those beyond the characters that are shown are left out.
    """
    shown, position = [], 0
    ordered = sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end))
    for span, kind, title in ordered:
        if position <= span.start < span.end <= min(len(content), LONGEST):
            shown.append(escape(visible(content[position : span.start])))
            inner = escape(visible(span.of(content)))
            said = escape(visible(title))
            shown.append(f'<mark class="{escape(kind)}" title="{said}">{inner}</mark>')
            position = span.end
    tail = content[position:LONGEST]
    left = len(content) - LONGEST
    more = f' <span class="small">… {counted(left, "more character")}</span>' if left > 0 else ""
    return f"<bdi>{''.join(shown)}{escape(visible(tail))}</bdi>{more}"


def marks_of(segment: Segment) -> tuple[list[Mark], list[Mark]]:
    """Return the marks of a segment's quantities, names and terms, in its source and its English.

    What the English lacks is marked as lost in the source.
    """
    start = segment.span.start
    source: list[Mark] = []
    english: list[Mark] = []
    for mention, kind, title in _mentions(segment):
        place = mention.english_span
        lost = "" if place else " lost"
        said = title if place else f"{title}: not found in the English"
        if mention.span.start >= start:
            source.append((mention.span.moved(-start), f"{kind}{lost}", said))
        if place:
            english.append((place, kind, f"{mention.text}: {title}"))
    return source, english


def _mentions(segment: Segment) -> Iterable[tuple[Quantity | Name | Term, str, str]]:
    for quantity in segment.quantities:
        yield quantity, "q", f"{quantity.kind} {quantity.english}"
    for name in segment.names:
        yield name, "m", "name"
    for term in segment.terms:
        yield term, "t", f"term {term.concept}, {term.english}"
