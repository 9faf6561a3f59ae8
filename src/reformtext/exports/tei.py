"""A corpus as TEI P5: a ``teiCorpus`` of texts, the source and the English segment by segment.

The elements are those of the TEI Guidelines P5 (Text Encoding Initiative Consortium).  It is
one-way: white space between paragraphs, attempts, votes and passed checks are not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reformtext.article import Segment
from reformtext.errors import CorpusError
from reformtext.exports.file_writing import check_file, write_parts
from reformtext.exports.tei_headers import article_header, corpus_header
from reformtext.exports.tei_texts import text_lines
from reformtext.exports.xml_writing import DECLARATION, check_text, element, markup, opening

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from reformtext.article import Article
    from reformtext.corpus.base import Articles

__all__ = ["write_tei"]

_NAMESPACE: Final = {"xmlns": "http://www.tei-c.org/ns/1.0"}


def write_tei(corpus: Articles, path: str | os.PathLike[str]) -> None:
    """Write a corpus to a TEI file, as ``Corpus.to_tei`` says."""
    if not len(corpus):
        raise CorpusError(
            "a teiCorpus has at least one text, but the corpus has no articles; "
            "Corpus.write has room for none"
        )
    check_file(path, "TEI", ".xml", ".tei")
    write_parts(path, _parts(corpus))


def _parts(corpus: Articles) -> Iterator[tuple[str, str]]:
    start = opening(element("teiCorpus", _NAMESPACE))
    header = markup(corpus_header(len(corpus), corpus.signature))
    yield "the header", f"{DECLARATION}{start}\n{header}\n"
    for number, article in enumerate(corpus, start=1):
        lines = _article_lines(f"a{number}", article)
        yield f"article {article.id!r:.80}", "\n".join([*lines, ""])
    yield "the end", "</teiCorpus>\n"


def _article_lines(name: str, article: Article) -> list[str]:
    """Return a TEI element: a header, remarks on the segments, and a text a side."""
    segments = article.segments or Segment.of_lines(article.source)
    remarks = [markup(group) for group in _remarks(name, article)]
    return [
        opening(element("TEI", {"xml:id": name, "n": article.id})),
        markup(article_header(article)),
        *(["<standOff>", *remarks, "</standOff>"] if remarks else []),
        "<text><group>",
        *text_lines(name, article, segments, "source"),
        *text_lines(name, article, segments, "english"),
        "</group></text>",
        "</TEI>",
    ]


def _remarks(name: str, article: Article) -> Iterator[Element]:
    """Yield groups of remarks: on the checks that segments fail, and on what went wrong."""
    numbered = [(f"{name}.s{i}", segment) for i, segment in enumerate(article.segments)]
    checks = [
        (place, check_text(check))
        for place, segment in numbered
        for check in segment.checks
        if not check.passed
    ]
    whole = [(name, f"{failure.stage}: {failure.reason}") for failure in article.failures]
    failed = [(place, segment.reason) for place, segment in numbered if segment.failed]
    for kind, remarks in (("failed-checks", checks), ("failures", [*whole, *failed])):
        if remarks:
            spans = (element("span", {"target": f"#{at}"}, text) for at, text in remarks)
            yield element("spanGrp", {"type": kind}, *spans)
