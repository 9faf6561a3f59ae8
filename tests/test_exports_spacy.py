"""spaCy documents: the English as it is, and every span of it back to its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import spacy
from export_articles import awkward_corpus, half_of_a_pair, translated_article
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as SpacySpan
from strategies import corpora

from reformtext.corpus import Corpus
from reformtext.errors import CorpusError
from reformtext.exports.spacy_docs import register_extensions, source_span, source_text

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANK = spacy.blank("en")  # made once: it takes longer than what it does here
GROUPS = ("segments", "untranslated", "quantities", "names", "terms")


def stored(corpus: Corpus) -> list[Doc]:
    """Return the documents of a corpus after they went through bytes, with another vocabulary."""
    data = DocBin(docs=corpus.to_spacy(), store_user_data=True).to_bytes()
    return list(DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab))


def sources(doc: Doc, group: str) -> list[str]:
    return [span._.source_text for span in doc.spans[group]]


@settings(deadline=None, max_examples=40)
@given(corpus=corpora())
def test_every_segment_of_any_corpus_gives_its_source_back(corpus: Corpus) -> None:
    for article, doc in zip(corpus, corpus.to_spacy(BLANK), strict=True):
        assert doc.text == article.english
        standing = [segment for segment, _ in article.english_places]
        assert sources(doc, "segments") == [segment.source for segment in standing]
        for segment, span in zip(standing, doc.spans["segments"], strict=True):
            assert span._.source_span == (segment.span.start, segment.span.end)
            assert span.label_ == segment.kind
        failed = [segment.source for segment in standing if segment.failed]
        assert sources(doc, "untranslated") == failed
        for group in GROUPS:
            for span in doc.spans[group]:
                start, end = span._.source_span
                assert span._.source_text == article.source[start:end]


@pytest.mark.parametrize("through_bytes", [False, True])
def test_every_mention_gives_its_source_back(through_bytes: bool) -> None:
    corpus = Corpus([translated_article()])
    (doc,) = stored(corpus) if through_bytes else list(corpus.to_spacy())
    found = {
        group: [(span.text, span.label_, span._.source_text) for span in doc.spans[group]]
        for group in GROUPS[2:]
    }
    assert found == {
        "quantities": [
            ("31 December 2020", "date", "31 Desember 2020"),
            ("81.9%", "number", "81,9%"),
            ("2015–2021", "range", "2015-2021"),
            ("18-NQ/TW", "identifier", "18-NQ/TW"),
            ("14:30", "time", "14.30"),
        ],
        "names": [("Phu Ninh", "name", "Phu Ninh")],
        "terms": [("People's Committee", "peoples_committee", "Komite Rakyat")],
    }
    source = doc.user_data["reformtext"]["source"]
    assert source == translated_article().source
    for group in GROUPS:
        for span in doc.spans[group]:
            assert source[slice(*source_span(span))] == source_text(span)


def test_bytes_keep_awkward_corpora() -> None:
    corpus = awkward_corpus()
    docs = stored(corpus)
    assert [doc.user_data["reformtext"]["id"] for doc in docs] == list(corpus.ids)
    for article, doc in zip(corpus, docs, strict=True):
        assert doc.text == article.english
        assert sources(doc, "segments") == [s.source for s, _ in article.english_places]


def test_any_words_come_from_their_segments() -> None:
    article = translated_article()
    (doc,) = Corpus([article]).to_spacy()
    first, second = article.segments[1:3]
    word = next(token for token in doc if token.text == "rose")
    assert doc[word.i : word.i + 1]._.source_text == first.source
    both = doc[word.i : next(t.i for t in doc if t.text == "read")]
    assert both._.source_span == (first.span.start, second.span.end)


def test_a_pipeline_that_is_given_is_run() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    (doc,) = Corpus([translated_article()]).to_spacy(nlp)
    assert doc.has_annotation("SENT_START")
    assert doc.vocab is nlp.vocab
    assert sources(doc, "names") == ["Phu Ninh"]


def test_documents_come_one_by_one() -> None:
    docs: Iterator[Doc] = Corpus([translated_article()]).to_spacy()
    assert next(docs).user_data["reformtext"]["language"] == "id"
    assert list(docs) == []


def test_a_document_of_others_has_no_source() -> None:
    register_extensions()
    doc = spacy.blank("en")("One two.")
    with pytest.raises(CorpusError, match="does not know its source"):
        _ = doc[0:1]._.source_text


@pytest.mark.parametrize("given", ["x.spacy", "en_core_web_sm", 3])
def test_what_is_no_pipeline_is_refused(given: Any) -> None:
    with pytest.raises(CorpusError, match=r"expected a pipeline .*DocBin"):
        Corpus([translated_article()]).to_spacy(given)


def test_what_lies_in_no_segment_has_no_source() -> None:
    (doc,) = Corpus([translated_article()]).to_spacy()
    gap = next(token for token in doc if token.is_space)
    with pytest.raises(CorpusError, match="lies in no segment"):
        source_span(doc[gap.i : gap.i + 1])


def test_extensions_of_others_are_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    register_extensions()
    SpacySpan.remove_extension("source_text")
    SpacySpan.set_extension("source_text", default="theirs")
    try:
        with pytest.raises(ValueError, match="source_text"):
            register_extensions()
    finally:
        SpacySpan.remove_extension("source_text")


def test_half_of_a_pair_is_refused() -> None:
    with pytest.raises(CorpusError, match="half"):
        list(half_of_a_pair().to_spacy())
