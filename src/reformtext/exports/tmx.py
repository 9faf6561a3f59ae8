"""A corpus as a translation memory: TMX 1.4b, a unit a translated segment.

The format is that of the TMX 1.4b specification (Localization Industry Standards Association,
2005).  It is one-way: what was not translated is counted in the header and left out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from reformtext import __version__
from reformtext.article import Kind, Status
from reformtext.exports.file_writing import check_file, write_parts
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
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from reformtext.article import Article, Segment
    from reformtext.corpus.base import Articles

__all__ = ["write_tmx"]

_TYPES: Final = {Kind.SENTENCE: "sentence", Kind.BODY: "paragraph"}
_ENGLISH: Final = "en"


def write_tmx(corpus: Articles, path: str | os.PathLike[str]) -> None:
    """Write the translated segments of a corpus to a TMX file, as ``Corpus.to_tmx`` says."""
    check_file(path, "TMX", ".tmx", ".xml")
    write_parts(path, _parts(corpus))


def _parts(corpus: Articles) -> Iterator[tuple[str, str]]:
    start = opening(element("tmx", {"version": "1.4"}))
    yield "the header", f"{DECLARATION}{start}\n{markup(_header(corpus))}\n<body>\n"
    for article in corpus:
        units = (
            _unit(article, index, segment)
            for index, segment in enumerate(article.segments)
            if segment.status is Status.TRANSLATED
        )
        yield f"article {article.id!r:.80}", "".join(markup(unit) + "\n" for unit in units)
    yield "the end", "</body>\n</tmx>\n"


def _header(corpus: Articles) -> Element:
    languages = {language_tag(article.language) for article in corpus}
    attributes = {
        "creationtool": "reformtext",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "reformtext",
        "adminlang": _ENGLISH,
        "srclang": languages.pop() if len(languages) == 1 else "*all*",
        "datatype": "plaintext",
    }
    statuses = Counter(segment.status for article in corpus for segment in article.segments)
    left_out = [
        (f"left-out-{status}", str(count))
        for status, count in sorted(statuses.items())
        if status is not Status.TRANSLATED
    ]
    return element("header", attributes, *_properties([("signature", corpus.signature), *left_out]))


def _unit(article: Article, index: int, segment: Segment) -> Element:
    language = language_tag(article.language)
    attributes = {
        "tuid": f"{article.id}#{index}",
        "datatype": "plaintext",
        "segtype": _TYPES.get(segment.kind, "block"),
        "srclang": language,
    }
    return element(
        "tu",
        attributes,
        *_properties(_facts(article, index, segment)),
        _variant(language, segment.source),
        _variant(_ENGLISH, segment.english),
    )


def _facts(article: Article, index: int, segment: Segment) -> Iterator[tuple[str, str]]:
    yield "article", article.id
    yield "source-url", article.metadata.source_url
    yield "outlet", article.metadata.outlet
    yield "published", article.metadata.published
    yield "index", str(index)
    yield "start", str(segment.span.start)
    yield "end", str(segment.span.end)
    yield "kind", segment.kind
    yield "score", "" if segment.score is None else repr(segment.score)
    for check in segment.checks:
        yield "check", check_text(check)


def _properties(facts: Iterable[tuple[str, str]]) -> Iterator[Element]:
    """Yield what is known; the specification has tools' own types begin with ``x-``."""
    for name, value in facts:
        if value:
            yield element("prop", {"type": f"x-{name}"}, value)


def _variant(language: str, text: str) -> Element:
    content = exact(text, lambda code: element("ph", {"type": f"U+{code}"}))
    return element("tuv", {"xml:lang": language}, element("seg", None, *content))
