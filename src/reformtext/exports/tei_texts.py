"""The two texts of an article in TEI: its source and its English, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reformtext.article import Kind, Segment, Status
from reformtext.exports.tei_marks import english_content, plain_content, source_content
from reformtext.exports.xml_writing import element, language_tag, markup, opening
from reformtext.text import count_breaks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from reformtext.article import Article
    from reformtext.exports.xml_writing import Content

__all__ = ["text_lines"]

Numbered = list[tuple[int, Segment]]

_RUNNING: Final = frozenset({Kind.SENTENCE, Kind.BODY})
_ENGLISH: Final = frozenset({Status.TRANSLATED, Status.KEPT, Status.FAILED})


def text_lines(name: str, article: Article, segments: Sequence[Segment], side: str) -> list[str]:
    """Return the lines of one text of an article.

    Args:
        name: the identifier of the article in the file; those of its segments begin with it.
        article: whose source it is.
        segments: of its source.
        side: ``source`` or ``english``.
    """
    tag = "en" if side == "english" else language_tag(article.language)
    make = _english_block if side == "english" else _source_block
    made = (make(name, part, article.source) for part in _paragraphs(segments, article.source))
    blocks = [markup(block) for block in made if block is not None]
    start = opening(element("text", {"xml:lang": tag, "type": side}))
    return [start, "<body>", *(blocks or ["<p/>"]), "</body>", "</text>"]


def _paragraphs(segments: Sequence[Segment], source: str) -> list[Numbered]:
    """Return the segments with their numbers, those together that no line break separates."""
    paragraphs: list[Numbered] = []
    end = 0
    for number, segment in enumerate(segments):
        if not paragraphs or count_breaks(source[end : segment.span.start]):
            paragraphs.append([])
        paragraphs[-1].append((number, segment))
        end = segment.span.end
    return paragraphs


def _source_block(name: str, paragraph: Numbered, source: str) -> Element:
    content: list[Content] = []
    end = paragraph[0][1].span.start
    for number, segment in paragraph:
        content += plain_content(source[end : segment.span.start])
        content.append(_source_segment(f"{name}.s{number}", segment))
        end = segment.span.end
    return _block(paragraph, content)


def _english_block(name: str, paragraph: Numbered, _source: str) -> Element | None:
    having = [(number, segment) for number, segment in paragraph if segment.status in _ENGLISH]
    content: list[Content] = []
    for number, segment in having:
        content += [" "] if content else []
        content.append(_english_segment(f"{name}.s{number}", segment))
    return _block(having, content) if having else None


def _block(paragraph: Numbered, content: list[Content]) -> Element:
    kinds = {segment.kind for _, segment in paragraph}
    space = {"xml:space": "preserve"}
    if len(kinds) == 1 and kinds.isdisjoint(_RUNNING):
        return element("ab", {**space, "type": kinds.pop()}, *content)
    return element("p", space, *content)


def _source_segment(name: str, segment: Segment) -> Element:
    attributes = {
        "xml:id": name,
        "type": str(segment.kind),
        "subtype": str(segment.status),
        "n": f"{segment.span.start}-{segment.span.end}",
    }
    if segment.status in _ENGLISH:
        attributes["corresp"] = f"#{name}.en"
    return element("seg", attributes, *source_content(segment))


def _english_segment(name: str, segment: Segment) -> Element:
    attributes = {
        "xml:id": f"{name}.en",
        "type": str(segment.kind),
        "subtype": str(segment.status),
        "corresp": f"#{name}",
    }
    if segment.failed:
        return element("seg", attributes, element("gap", {"reason": "untranslated"}))
    return element("seg", attributes, *english_content(segment))
