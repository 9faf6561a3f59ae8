"""Articles as spaCy documents whose spans know their place in the source."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, cast

from reformtext.errors import CorpusError, MissingExtraError
from reformtext.exports.file_writing import encoded
from reformtext.values import Name, Quantity, Span, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    import spacy.tokens
    from spacy.language import Language

    from reformtext.article import Article, Segment

__all__ = ["KEY", "register_extensions", "source_span", "source_text", "to_docs"]

KEY: Final = "reformtext"
"""Where ``Doc.user_data`` holds what is known of the article."""

_GROUPS: Final = ("quantities", "names", "terms")
_OWN: Final = re.compile(r"source:([0-9]+)-([0-9]+)")


def to_docs(articles: Iterable[Article], nlp: Language | None = None) -> Iterator[spacy.tokens.Doc]:
    """Return the English of articles as documents, as ``Corpus.to_spacy`` says."""
    spacy = _spacy()
    if nlp is not None and not hasattr(nlp, "pipe"):
        raise CorpusError(
            f"found {nlp!r:.60}, expected a pipeline as spacy.load gives it, or nothing: "
            "to_spacy writes no file, spacy.tokens.DocBin(docs=corpus.to_spacy()) does by to_disk"
        )
    register_extensions()
    if nlp is None:
        nlp = spacy.blank("en")
        nlp.max_length = sys.maxsize  # the limit is for parsers; this only finds tokens
    return _annotated(nlp.pipe(map(_texted, articles), as_tuples=True))


def _annotated(
    pairs: Iterable[tuple[spacy.tokens.Doc, Article]],
) -> Iterator[spacy.tokens.Doc]:
    for doc, article in pairs:
        _annotate(doc, article)
        yield doc


def register_extensions() -> None:
    """Give every span of spaCy the extensions ``source_span`` and ``source_text``.

    ``Corpus.to_spacy`` does so.  Where documents are read from a ``DocBin`` in another program,
    it is to be called there; the functions of these names need no extensions.

    Raises:
        MissingExtraError: when spaCy is not installed.
        ValueError: spaCy's own, when another library has given spans extensions of these names.
    """
    _spacy()
    from spacy.tokens import Span as SpacySpan

    for name, getter in (("source_span", source_span), ("source_text", source_text)):
        known = SpacySpan.get_extension(name) if SpacySpan.has_extension(name) else (None,) * 4
        if known[2] is not getter:
            SpacySpan.set_extension(name, getter=getter)


def source_span(span: spacy.tokens.Span) -> tuple[int, int]:
    """Return the place in the article's source of a span of its English, ``[start, end)``.

    A span of one of the groups ``quantities``, ``names``, ``terms``, ``segments`` and
    ``untranslated`` has its own place; any other that of the segments that it lies in.

    Raises:
        CorpusError: when the document is none of ``Corpus.to_spacy``, or the span lies in no
            segment.
    """
    facts = _facts(span)
    if own := _OWN.fullmatch(span.id_):
        return int(own[1]), int(own[2])
    places = [
        (source_start, source_end)
        for english_start, english_end, source_start, source_end in facts["segments"]
        if english_start < span.end_char and span.start_char < english_end
    ]
    if not places:
        raise CorpusError(f"the span {span.text!r:.60} lies in no segment: it has no source")
    return places[0][0], places[-1][1]


def source_text(span: spacy.tokens.Span) -> str:
    """Return the characters of the article's source that a span of its English comes from.

    Raises:
        CorpusError: as ``source_span`` does.
    """
    start, end = source_span(span)
    text: str = _facts(span)["source"][start:end]
    return text


def _facts(span: spacy.tokens.Span) -> dict[str, Any]:
    facts: dict[str, Any] | None = span.doc.user_data.get(KEY)
    if facts is None:
        raise CorpusError(
            "the document does not know its source: expected one of Corpus.to_spacy; a DocBin "
            "keeps it if made with store_user_data=True"
        )
    return facts


def _spacy() -> ModuleType:
    try:
        import spacy
    except ImportError as error:
        raise MissingExtraError("spacy", "spacy", "a spaCy document") from error
    return spacy


def _texted(article: Article) -> tuple[str, Article]:
    encoded(article.english + article.source, f"article {article.id!r:.80}")  # spaCy needs UTF-8
    return article.english, article


def _annotate(doc: spacy.tokens.Doc, article: Article) -> None:
    """Give a document its span groups and what is known of its article."""
    places = article.english_places
    doc.user_data[KEY] = {
        "id": article.id,
        "language": article.language,
        "metadata": asdict(article.metadata),
        "source": article.source,
        "segments": [
            [place.start, place.end, segment.span.start, segment.span.end]
            for segment, place in places
        ],
    }
    standing = [
        (segment, _span(doc, place, segment.span, str(segment.kind))) for segment, place in places
    ]
    groups: dict[str, list[spacy.tokens.Span]] = {
        "segments": [span for _, span in standing],
        "untranslated": [span for segment, span in standing if segment.failed],
    }
    for group in _GROUPS:
        groups[group] = [
            _span(doc, mention.english_span.moved(place.start), mention.span, _label(mention))
            for segment, place in places
            for mention in getattr(segment, group)
            if _carried(mention, segment)
        ]
    for group, spans in groups.items():
        doc.spans[group] = spans


def _carried(mention: Quantity | Name | Term, segment: Segment) -> bool:
    """Return whether the English of a segment has a mention."""
    place = mention.english_span
    return (
        not segment.failed
        and place is not None
        and len(place) > 0
        and place.end <= len(segment.english)
    )


def _label(mention: Quantity | Name | Term) -> str:
    if isinstance(mention, Term):
        return mention.concept
    return str(mention.kind) if isinstance(mention, Quantity) else "name"


def _span(doc: spacy.tokens.Doc, place: Span, source: Span, label: str) -> spacy.tokens.Span:
    """Return the tokens that a place in the English lies in, with the place in the source."""
    found = doc.char_span(
        place.start,
        place.end,
        label=label,
        span_id=f"source:{source.start}-{source.end}",
        alignment_mode="expand",
    )
    return cast("spacy.tokens.Span", found)  # None only of places outside the text
