"""Articles whose English is given, for tests of what is counted in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.article import (
    BOILERPLATE,
    Article,
    Detection,
    Kind,
    Metadata,
    Segment,
    Span,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def english_article(
    name: str,
    sentences: Iterable[str],
    language: str = "no",
    *,
    kind: Kind = Kind.SENTENCE,
    **metadata: str,
) -> Article:
    """Return an article of these sentences; its source is their upper case with ``Å`` before."""
    segments: list[Segment] = []
    position = 0
    sources = []
    for english in sentences:
        source = f"Å {english.upper()}"
        span = Span(position, position + len(source))
        boilerplate = kind in BOILERPLATE
        status = Status.BOILERPLATE if boilerplate else Status.TRANSLATED
        segments.append(Segment(span, source, kind, status, "" if boilerplate else english))
        sources.append(source)
        position = span.end + 1
    text = "\n".join(sources)
    return Article(name, text, Detection(language), Metadata(**metadata), tuple(segments))
