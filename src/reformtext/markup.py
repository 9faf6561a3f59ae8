"""What the HTML of corpora, articles and tables is made of.

The HTML has one style sheet, no scripts and no resources from elsewhere.  Every text in it is
escaped, stands in a ``<bdi>`` and has its control characters made visible, so that no article can
reach outside its place.  It follows the colours of the page, light or dark.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from reformtext.text import counted
from reformtext.text_tables import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformtext.article import Segment
    from reformtext.values import Name, Quantity, Span, Term

__all__ = [
    "LEFT",
    "LONGEST",
    "Mark",
    "has_long_word",
    "in_word",
    "link",
    "marked",
    "marks_of",
    "page",
    "rest",
    "scrolled",
    "text",
]

LONGEST: Final = 20_000
"""Characters of a segment that are shown."""

LEFT: Final = ' style="text-align:left"'
"""The attribute of a cell that is set to the left.  Notebooks set all cells to the right by rules
that outrank a style sheet, and leave out the style sheet of a notebook that is not trusted."""

_CELL: Final = 300  # characters of a cell of a table
_WORD: Final = 24  # characters of a word that is never broken or cut
_BREAK: Final = re.compile(r"(?<=[_./|,:])(?=\w)")  # where an id or an address may be broken
_LINK: Final = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)

Mark = tuple["Span", str, str]
"""A place in a text, the class of its mark, and what is said when one points at it."""

# The classes c0 to c6 and h1 to h3 are the looks of ``colours``.  A page says in one of three ways
# that it is dark: through the system, as JupyterLab does, as VS Code does.
STYLE: Final = """<style>
div.reformtext{font-size:13px;line-height:1.45;max-width:100%;overflow-x:auto;color:inherit;
--bad:#b3261e;--note:#1a5fb4}
@media (prefers-color-scheme:dark){div.reformtext{--bad:#ff8a80;--note:#8ab4f8}}
[data-jp-theme-light=true] div.reformtext,.vscode-light div.reformtext{--bad:#b3261e;--note:#1a5fb4}
[data-jp-theme-light=false] div.reformtext,.vscode-dark div.reformtext{--bad:#ff8a80;--note:#8ab4f8}
div.reformtext table{border-collapse:collapse;width:100%;table-layout:auto;margin:.4em 0;
font-size:inherit;color:inherit}
div.reformtext table.pair{table-layout:fixed}
div.reformtext .scroll{max-height:44em;overflow:auto;border-bottom:1px solid rgba(128,128,128,.35)}
div.reformtext th,div.reformtext td{text-align:left;vertical-align:top;padding:.25em .35em;
border:0;border-bottom:1px solid rgba(128,128,128,.35);white-space:normal;max-width:none}
div.reformtext th{position:sticky;top:0;border:0;box-shadow:inset 0 -1px currentColor;
background:var(--jp-layout-color0,var(--vscode-editor-background,\
var(--color-background-primary,Canvas)))}
div.reformtext tr:last-child td{border-bottom:0}
div.reformtext .pair td,div.reformtext .long,div.reformtext .id{overflow-wrap:anywhere}
div.reformtext bdi{white-space:pre-wrap}
div.reformtext .n,div.reformtext .n bdi{text-align:right;white-space:nowrap;
font-variant-numeric:tabular-nums}
div.reformtext .pair .n{width:2.5em}
div.reformtext .short bdi{white-space:nowrap}
div.reformtext .text,div.reformtext .id{min-width:7em}
div.reformtext p{margin:.3em 0;overflow-wrap:anywhere}
div.reformtext .title{font-size:1.15em;font-weight:bold}
div.reformtext .heading td{font-weight:bold}
div.reformtext .heading details{font-weight:normal}
div.reformtext .boilerplate td{opacity:.75}
div.reformtext .bad{color:var(--bad);font-weight:bold}
div.reformtext .failed td:first-child{box-shadow:inset 3px 0 0 var(--bad)}
div.reformtext .note{color:var(--note);font-style:italic}
div.reformtext mark{color:inherit;background:none;border-radius:2px;padding:0 1px}
div.reformtext .q{background:#4477aa44}div.reformtext .m{background:#22883344}
div.reformtext .t{background:#ccbb4455}
div.reformtext .lost{background:none;border-bottom:2px dotted var(--bad)}
div.reformtext .left{text-align:right}
div.reformtext .left,div.reformtext .right{min-width:8em}
div.reformtext .match{font-weight:bold}
div.reformtext .other{min-width:9em}
div.reformtext .small,div.reformtext details{font-size:.85em;opacity:.85}
div.reformtext summary{cursor:pointer}
div.reformtext ul{margin:.2em 0;padding-left:1.4em}
div.reformtext a{color:var(--note);text-decoration:underline}
div.reformtext .bar{display:flex;height:.7em;border-radius:3px;overflow:hidden;margin:.3em 0}
div.reformtext .bar span{min-width:2px}
div.reformtext i{display:inline-block;width:.7em;height:.7em;margin:0 .3em 0 .5em}
div.reformtext .c0{background:#4477aa}div.reformtext .c1{background:#ee6677}
div.reformtext .c2{background:#228833}div.reformtext .c3{background:#ccbb44}
div.reformtext .c4{background:#66ccee}div.reformtext .c5{background:#aa3377}
div.reformtext .c6{background:#888888}
div.reformtext .h1{background-image:repeating-linear-gradient(45deg,#fff0 0 2px,#fffa 2px 4px)}
div.reformtext .h2{background-image:repeating-linear-gradient(90deg,#fff0 0 2px,#fffa 2px 4px)}
div.reformtext .h3{background-image:repeating-linear-gradient(0deg,#fff0 0 2px,#fffa 2px 4px)}
</style>"""


def page(*parts: str) -> str:
    """Return parts as one block with its style."""
    return f'<div class="reformtext">{STYLE}{"".join(parts)}</div>'


def text(content: str, longest: int = _CELL) -> str:
    """Return ``content`` as HTML that shows it and does nothing else."""
    end = _end(content, longest)
    return f"<bdi>{escape(visible(content[:end]))}</bdi>{_more(len(content) - end)}"


def in_word(word: str, longest: int = _CELL) -> str:
    """Return an id, an address or the like as HTML that can be broken after its signs."""
    pieces = _BREAK.split(word[:longest])
    shown = "<wbr>".join(escape(visible(piece)) for piece in pieces)
    return f"<bdi>{shown}</bdi>{_more(len(word) - longest)}"


def has_long_word(content: str) -> bool:
    """Return whether a text has a word that is too long to be kept whole."""
    return any(len(word) > _WORD for word in content[:_CELL].split())


def _end(content: str, longest: int) -> int:
    """Return where a text of more than ``longest`` characters is cut: before a word if one can."""
    if len(content) <= longest:
        return len(content)
    space = max(content.rfind(space, longest - _WORD, longest + 1) for space in " \n")
    return space if space > 0 else longest


def _more(left: int) -> str:
    return f' <span class="small">… {counted(left, "more character")}</span>' if left > 0 else ""


def scrolled(content: str) -> str:
    """Return HTML in a frame of its own, in which what is wide or long can be scrolled."""
    return f'<div class="scroll">{content}</div>'


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
    return f"<bdi>{''.join(shown)}{escape(visible(tail))}</bdi>{_more(len(content) - LONGEST)}"


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
