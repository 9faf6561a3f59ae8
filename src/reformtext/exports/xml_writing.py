"""XML 1.0 of any text: what XML cannot hold is spelled out, never dropped.

XML 1.0 (fifth edition, section 2.2) has no place for most control characters, for lone surrogates,
U+FFFE and U+FFFF, not even as references.  In running text each becomes an element of the format
that says which it was; elsewhere, in attributes and in notes, it is spelled ``[U+0000]``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, tostring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reformtext.values import Check

__all__ = [
    "DECLARATION",
    "Content",
    "check_text",
    "element",
    "exact",
    "language_tag",
    "markup",
    "opening",
    "spelled",
]

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

Content = str | Element

_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def element(name: str, attributes: Mapping[str, str] | None = None, *content: Content) -> Element:
    """Return an element; its texts and attributes are spelled where XML cannot hold them.

    Names are written as they stand, with their prefix.
    """
    made = Element(name, {key: spelled(value) for key, value in (attributes or {}).items()})
    last: Element | None = None
    for item in content:
        if isinstance(item, Element):
            made.append(item)
            last = item
        elif last is None:
            made.text = (made.text or "") + spelled(item)
        else:
            last.tail = (last.tail or "") + spelled(item)
    return made


def exact(text: str, stand_in: Callable[[str], Element]) -> Iterator[Content]:
    """Yield a text in pieces: ``stand_in`` of the code point for each that XML cannot hold.

    Args:
        text: any text.
        stand_in: given a code point of at least four hexadecimal digits, an element.
    """
    position = 0
    for match in _IMPOSSIBLE.finditer(text):
        yield text[position : match.start()]
        yield stand_in(f"{ord(match.group()):04X}")
        position = match.end()
    yield text[position:]


def spelled(text: str) -> str:
    """Return a text in which what XML cannot hold is spelled ``[U+0000]``."""
    return _IMPOSSIBLE.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)


def markup(made: Element) -> str:
    """Return the markup of an element, which a parser reads as the same texts.

    A carriage return is written as a reference: as it stands, a parser would read a line feed.
    """
    return tostring(made, encoding="unicode").replace("\r", "&#13;")


def opening(made: Element) -> str:
    """Return the start tag of an element that has no content."""
    return markup(made).removesuffix(" />") + ">"


def language_tag(language: str) -> str:
    """Return a code as it can stand in ``xml:lang``: itself, or ``und`` if it is no tag."""
    return language if _TAG.fullmatch(language) else "und"


def check_text(check: Check) -> str:
    """Return a check on one line: ``length: failed: 2.9``."""
    words = [check.name, "passed" if check.passed else "failed", check.detail]
    return ": ".join(word for word in words if word)
