"""What a corpus says of its numbers, names and terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

import reformtext as rt
from reformtext.article import Article, Attempt, Check, Detection, Kind, Segment, Status
from reformtext.errors import CorpusError
from reformtext.values import Name, Quantity, QuantityKind, Span, Term

KEPT = "Komite Rakyat Quang Ngai menutup 1.733 kantor."
LOST = "Hoang Van Nghiem hadir pada 1 Juli."
ENGLISH = "The People's Committee of Quang Ngai closed 1,733 offices."


def place(text: str, part: str) -> Span:
    return Span(text.index(part), text.index(part) + len(part))


@pytest.fixture
def corpus() -> rt.Corpus:
    source = f"{KEPT}\n{LOST}"
    kept = replace(
        Segment.cut(source, 0, len(KEPT), Kind.SENTENCE),
        status=Status.TRANSLATED,
        english=ENGLISH,
        checks=(Check("quantities", True), Check("length", False, "58 characters")),
        attempts=(Attempt("first", "Nothing.", ("names",)), Attempt("n-best", ENGLISH)),
        quantities=(
            Quantity(
                QuantityKind.NUMBER,
                place(source, "1.733"),
                "1.733",
                "1733",
                english="1,733",
                english_span=place(ENGLISH, "1,733"),
            ),
        ),
        names=(
            Name(
                place(source, "Quang Ngai"),
                "Quang Ngai",
                english_span=place(ENGLISH, "Quang Ngai"),
            ),
        ),
        terms=(
            Term(
                "peoples_committee",
                place(source, "Komite Rakyat"),
                "Komite Rakyat",
                "People's Committee",
                place(ENGLISH, "People's Committee"),
            ),
        ),
    )
    lost = replace(
        Segment.cut(source, len(KEPT) + 1, len(source), Kind.SENTENCE).as_failed("names: lost"),
        checks=(Check("names", False, "Hoang Van Nghiem"),),
        quantities=(
            Quantity(
                QuantityKind.DATE, place(source, "1 Juli"), "1 Juli", "--07-01", english="1 July"
            ),
        ),
        names=(Name(place(source, "Hoang Van Nghiem"), "Hoang Van Nghiem"),),
    )
    article = Article("a", source, Detection("id"), segments=(kept, lost))
    other = Article("b", "Tak.", Detection("no"), segments=(Segment.cut("Tak.", 0, 4, Kind.BODY),))
    return rt.Corpus([article, other])


def test_a_report_sums_up_each_language_and_all(corpus: rt.Corpus) -> None:
    rows = {row.language: row for row in corpus.report()}
    assert list(rows) == ["id", "no", "all"]
    found = rows["id"]
    assert (found.articles, found.segments, found.failed, found.flagged) == (1, 2, 1, 1)
    assert (found.quantities, found.quantities_kept) == (2, 1)
    assert (found.names, found.names_kept) == (2, 1)
    assert (found.terms, found.terms_kept) == (1, 1)
    assert (found.repaired, found.rungs) == (1, "n-best 1")
    assert rows["no"].segments == 0
    assert rows["all"].articles == 2
    assert rows["all"].quantities == 2


def test_every_mention_is_listed_with_both_spans(corpus: rt.Corpus) -> None:
    for row in corpus.mentions():
        article = corpus[row.article_id]
        assert article.source[row.start : row.end] == row.text
        assert row.verified is (row.english_start is not None)
        if row.verified:
            english = article.segments[row.index].english
            assert english[row.english_start : row.english_end] == row.english
    assert [row.kind for row in corpus.mentions()] == ["term", "name", "number", "name", "date"]


def test_mentions_and_segments_are_filtered(corpus: rt.Corpus) -> None:
    assert [row.text for row in corpus.mentions("date")] == ["1 Juli"]
    lost = corpus.mentions(["name", "term"], verified=False)
    assert [row.text for row in lost] == ["Hoang Van Nghiem"]
    assert [row.source for row in corpus.segments(failing="names")] == [LOST]
    assert [row.source for row in corpus.segments("translated", failing="length")] == [KEPT]
    assert len(corpus.segments(failing="quantities")) == 0
    flagged = {row.source for row in corpus.segments(flagged=True)}
    assert flagged == {s.source for a in corpus for s in a.segments if s.flagged} == {KEPT}
    assert {row.source for row in corpus.segments(flagged=False)} >= {LOST}
    with pytest.raises(CorpusError, match="'nomen' is none of number"):
        corpus.mentions("nomen")


def test_reports_and_mentions_become_data_frames(corpus: rt.Corpus) -> None:
    assert list(corpus.report().to_pandas()["quantities_kept"]) == [1, 0, 1]
    frame = corpus.mentions().to_pandas()
    assert list(frame["verified"]) == [True, True, True, False, False]
    assert frame["english_start"].isna().sum() == 2


def test_reports_are_shown(corpus: rt.Corpus) -> None:
    assert "quantities_kept" in corpus.report()._repr_html_().replace("<wbr>", "")
    assert "n-best 1" in corpus.report()._repr_html_()
    shown = repr(corpus.report()).splitlines()
    assert shown[0] == "Report of 3 rows"
    assert shown[1].split() == [row.language for row in corpus.report()]
    assert max(map(len, shown)) == min(map(len, shown[1:]))
    kept = next(line for line in shown if line.startswith("quantities kept"))
    assert kept.split()[2:] == ["1", "0", "1"]
    assert "tried <bdi>n-best</bdi>" in corpus["a"]._repr_html_()
