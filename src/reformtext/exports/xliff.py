"""A corpus as XLIFF 2.1, to be revised in a translator's tool: a file an article.

The format is that of XLIFF Version 2.1 (OASIS Standard, 13 February 2018) with its metadata
module.  It is one-way.  A document has one source language, so a corpus is a document a language.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from reformtext.article import Segment, Status
from reformtext.exports.file_writing import fresh_folder, write_parts
from reformtext.exports.xml_writing import (
    DECLARATION,
    check_text,
    element,
    exact,
    language_tag,
    markup,
    opening,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from reformtext.article import Article
    from reformtext.corpus.base import Articles

__all__ = ["write_xliff"]

_ROOT: Final = {
    "xmlns": "urn:oasis:names:tc:xliff:document:2.0",
    "xmlns:mda": "urn:oasis:names:tc:xliff:metadata:2.0",
    "version": "2.1",
}
_TARGETS: Final = frozenset({Status.TRANSLATED, Status.KEPT})


def write_xliff(corpus: Articles, folder: str | os.PathLike[str]) -> None:
    """Write a corpus to a folder of XLIFF documents, as ``Corpus.to_xliff`` says."""
    by_language: dict[str, list[tuple[int, Article]]] = {}
    for number, article in enumerate(corpus, start=1):
        tag = language_tag(article.language)
        by_language.setdefault(tag.lower(), []).append((number, article))
    target = fresh_folder(folder)
    for tag, articles in by_language.items():
        write_parts(target / f"{tag}.xlf", _parts(tag, articles, corpus.signature))


def _parts(
    tag: str, articles: Sequence[tuple[int, Article]], signature: str
) -> Iterator[tuple[str, str]]:
    root = element("xliff", {**_ROOT, "srcLang": tag, "trgLang": "en"})
    yield "the header", f"{DECLARATION}{opening(root)}\n"
    for number, article in articles:
        attributes = {"id": f"a{number}", "original": article.id, "xml:space": "preserve"}
        content = [*_head(article, signature), *_units(article)]
        lines = [opening(element("file", attributes)), *map(markup, content), "</file>\n"]
        yield f"article {article.id!r:.80}", "\n".join(lines)
    yield "the end", "</xliff>\n"


def _head(article: Article, signature: str) -> list[Element]:
    """Return what is known of an article, and what went wrong with it."""
    facts = [
        ("id", article.id),
        ("language", article.language),
        *asdict(article.metadata).items(),
        ("signature", signature),
    ]
    failures = [("failure", f"{failure.stage}: {failure.reason}") for failure in article.failures]
    return [_metadata([("article", facts)]), *_notes(failures)]


def _units(article: Article) -> Iterator[Element]:
    """Yield the segments of an article as units; of one without, its lines, to be translated.

    A file has at least one unit: of an article without a line, one that is not to be translated.
    """
    segments = article.segments or Segment.of_lines(article.source)
    for index, segment in enumerate(segments):
        yield _unit(index, segment)
    if not segments:
        empty = element("segment", None, element("source", None, *_text(article.source)))
        yield element("unit", {"id": "s0", "translate": "no"}, empty)


def _unit(index: int, segment: Segment) -> Element:
    attributes = {"id": f"s{index}"}
    if segment.status is Status.BOILERPLATE:
        attributes["translate"] = "no"
    facts = [
        ("kind", str(segment.kind)),
        ("status", str(segment.status)),
        ("start", str(segment.span.start)),
        ("end", str(segment.span.end)),
        ("score", "" if segment.score is None else repr(segment.score)),
        ("reason", segment.reason),
    ]
    checks = [("check", check_text(check)) for check in segment.checks]
    groups = [("segment", facts), ("checks", checks)]
    return element(
        "unit", attributes, _metadata(groups), *_notes(_remarks(segment)), _segment(segment)
    )


def _segment(segment: Segment) -> Element:
    source = element("source", None, *_text(segment.source))
    if segment.status not in _TARGETS:
        return element("segment", {"state": "initial"}, source)
    attributes = {"state": "translated"}
    if segment.checks:
        passed = all(check.passed for check in segment.checks)
        attributes["subState"] = f"reformtext:{'checked' if passed else 'flagged'}"
    target = element("target", None, *_text(segment.english))
    return element("segment", attributes, source, target)


def _remarks(segment: Segment) -> Iterator[tuple[str, str]]:
    if segment.failed:
        yield "failure", segment.reason
    for check in segment.checks:
        if not check.passed:
            yield "check", check_text(check)


def _notes(remarks: Iterable[tuple[str, str]]) -> list[Element]:
    """Return the element of notes, or nothing without one: it may not be empty."""
    notes = [element("note", {"category": category}, text) for category, text in remarks]
    return [element("notes", None, *notes)] if notes else []


def _metadata(groups: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> Element:
    made = element("mda:metadata")
    for category, facts in groups:
        known = [element("mda:meta", {"type": name}, value) for name, value in facts if value]
        if known:
            made.append(element("mda:metaGroup", {"category": category}, *known))
    return made


def _text(text: str) -> Iterator[str | Element]:
    return exact(text, lambda code: element("cp", {"hex": code}))
