"""Texts of tables that come from web pages: their words, without tags and entities."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from html.parser import HTMLParser
from typing import Final

__all__ = ["is_markup", "without_entities", "without_markup"]

# A paragraph, line or item that ends as HTML does; "<3" and "a < b" are text.
_MARKUP: Final = re.compile(r"</(?:p|div|li|h[1-6]|td|blockquote|article)>|<br ?/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
# "AT&T" and "&copy" without a semicolon are text, and so is "R&D;": HTML knows no "&D;".
_ENTITY: Final = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_LINES: Final = frozenset(
    {
        *("article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    }
)
_UNCLOSED: Final = re.compile(r"<(?![^<>]*>)")
_MOST_UNCLOSED: Final = 100  # HTMLParser looks for the end of each in all the rest of the text
_SILENT: Final = frozenset({"script", "style"})


def is_markup(text: str) -> bool:
    """Return whether a text is written in HTML."""
    return _MARKUP.search(text) is not None


def without_entities(text: str) -> str:
    """Return a text without tags with the characters that its entities stand for.

    A space that does not break is one that does, as in the words of HTML.  One that has a tag but
    is no HTML, as it may be on HTML, stays as it is.
    """
    if "&" not in text or _TAG.search(text):
        return text
    return _ENTITY.sub(_read, text)


def _read(entity: re.Match[str]) -> str:
    if entity[1] and f"{entity[1]};" not in html5:
        return entity[0]
    read = unescape(entity[0])
    return " " if read.isspace() else read


def without_markup(text: str) -> str:
    """Return the words of HTML, a line for each paragraph, heading, item or cell.

    Where very many tags are not closed, these are text.
    """
    if len(_UNCLOSED.findall(text)) > _MOST_UNCLOSED:
        text = _UNCLOSED.sub("&lt;", text)
    parser = _Words()
    parser.feed(text)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(filter(None, lines))


class _Words(HTMLParser):
    """Collects what a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._silent += tag in _SILENT
        self._end_line(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        self._end_line(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s", " ", data))

    def _end_line(self, tag: str) -> None:
        if tag in _LINES:
            self.parts.append("\n")
