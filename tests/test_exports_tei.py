"""TEI: valid, both texts whole and tied to each other, what they mention marked within."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from export_articles import SIGNATURE, awkward_corpus, half_of_a_pair, translated_article
from hypothesis import given, settings
from lxml import etree
from strategies import corpora
from xml_reading import SCHEMAS, parsed, text_of

from reformtext.article import Segment, Status
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError
from reformtext.exports.tei_marks import when

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = etree.RelaxNG(etree.parse(str(SCHEMAS / "tei_subset.rng")))
T = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tei")


def written(corpus: Corpus, path: Path) -> Any:
    corpus.to_tei(path)
    return parsed(path, SCHEMA)


def segs(article: Any, side: str) -> list[Any]:
    (text,) = article.iterfind(f"{T}text/{T}group/{T}text[@type='{side}']")
    return list(text.iter(f"{T}seg"))


def check(corpus: Corpus, root: Any) -> None:
    """Check that every segment is there with its texts, and that the two sides point well."""
    for article, element in zip(corpus, root.iterfind(f"{T}TEI"), strict=True):
        segments = article.segments or Segment.of_lines(article.source)
        found = [text_of(seg, {"g": "n"}) for seg in segs(element, "source")]
        assert found == [segment.source for segment in segments]
        having = {Status.TRANSLATED, Status.KEPT, Status.FAILED}
        english = [text_of(seg, {"g": "n"}) for seg in segs(element, "english")]
        assert english == [s.english for s in segments if s.status in having]
        points = {(seg.get(ID), seg.get("corresp")) for seg in segs(element, "source")}
        back = {(seg.get("corresp"), seg.get(ID)) for seg in segs(element, "english")}
        assert {(f"#{one}", other[1:]) for one, other in points if other} == back


@settings(deadline=None, max_examples=50)
@given(corpus=corpora().filter(len))
def test_any_corpus_is_valid_and_whole(folder: Path, corpus: Corpus) -> None:
    check(corpus, written(corpus, folder / "any.xml"))


@pytest.mark.parametrize("make", [awkward_corpus, half_of_a_pair])
def test_awkward_corpora_are_valid_and_whole(tmp_path: Path, make: Any) -> None:
    corpus = make()
    check(corpus, written(corpus, tmp_path / "c.xml"))


def test_a_corpus_of_none_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="at least one text"):
        Corpus([]).to_tei(tmp_path / "c.xml")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (
            "source",
            [
                ("date", {"when": "2020-12-31"}, "31 Desember 2020"),
                ("measure", {"unit": "%"}, "81,9%"),
                ("num", {"type": "percentage", "value": "81.9"}, "81,9%"),
                ("name", {}, "Phu Ninh"),
                ("term", {"key": "peoples_committee"}, "Komite Rakyat"),
                ("num", {"type": "range", "atLeast": "2015", "atMost": "2021"}, "2015-2021"),
                ("idno", {}, "18-NQ/TW"),
                ("time", {"when": "14:30:00"}, "14.30"),
            ],
        ),
        (
            "english",
            [
                ("date", {"when": "2020-12-31"}, "31 December 2020"),
                ("measure", {"unit": "%"}, "81.9%"),
                ("num", {"type": "percentage", "value": "81.9"}, "81.9%"),
                ("name", {}, "Phu Ninh"),
                ("term", {"key": "peoples_committee"}, "People's Committee"),
                ("idno", {}, "18-NQ/TW"),
                ("time", {"when": "14:30:00"}, "14:30"),
                ("num", {"type": "range", "atLeast": "2015", "atMost": "2021"}, "2015–2021"),
                ("gap", {"reason": "untranslated"}, ""),
            ],
        ),
    ],
)
def test_mentions_are_marked_on_both_sides(
    tmp_path: Path, side: str, expected: list[tuple[str, dict[str, str], str]]
) -> None:
    root = written(Corpus([translated_article()]), tmp_path / "c.xml")
    found = [
        (etree.QName(mark).localname, dict(mark.attrib), "".join(mark.itertext()))
        for seg in segs(root.find(f"{T}TEI"), side)
        for mark in seg.iterdescendants()
    ]
    assert [mark for mark in found if mark[0] != "g"] == expected


def test_of_mentions_that_overlap_the_first_is_marked(tmp_path: Path) -> None:
    from dataclasses import replace

    from reformtext.values import Name, Span

    article = translated_article()
    segment = article.segments[1]
    start = segment.span.start
    names = (Name(Span(start + 8, start + 26), "Desember 2020 naik"), *segment.names)
    segments = (article.segments[0], replace(segment, names=names), *article.segments[2:])
    root = written(Corpus([replace(article, segments=segments)]), tmp_path / "c.xml")
    seg = segs(root.find(f"{T}TEI"), "source")[1]
    assert "".join(seg.itertext()) == segment.source
    assert [etree.QName(mark).localname for mark in seg] == ["date", "measure", "name"]


def test_headers_and_remarks_say_the_rest(tmp_path: Path) -> None:
    root = written(Corpus([translated_article()], SIGNATURE), tmp_path / "c.xml")
    assert root.findtext(f".//{T}application/{T}p") == SIGNATURE
    article = root.find(f"{T}TEI")
    bibl = [(e.get("type"), e.text) for e in article.find(f".//{T}bibl")]
    assert ("article", "id/1") in bibl
    assert ("URL", "https://example.org/1?a=1&b=2") in bibl
    assert article.find(f".//{T}bibl/{T}date").get("when") == "2025-10-30T19:59:20"
    assert article.findtext(f".//{T}change") == "title: Judul"
    remarks = {
        (group.get("type"), span.get("target"), span.text)
        for group in article.iterfind(f"{T}standOff/{T}spanGrp")
        for span in group
    }
    assert remarks == {
        ("failed-checks", "#a1.s2", "terms: failed: x <y>"),
        ("failures", "#a1", "clean: odd [U+0002]"),
        ("failures", "#a1.s3", "no words"),
    }


def test_paragraphs_are_those_of_the_source(tmp_path: Path) -> None:
    root = written(Corpus([translated_article()]), tmp_path / "c.xml")
    (text,) = root.iterfind(f".//{T}text[@type='source']")
    blocks = [(etree.QName(b).localname, b.get("type"), len(b)) for b in text.find(f"{T}body")]
    assert blocks == [
        ("ab", "heading", 1),
        ("p", None, 2),
        ("p", None, 1),
        ("ab", "comment_counter", 1),
    ]


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("2020", True),
        ("2020-12", True),
        ("2020-12-31", True),
        ("--07", True),
        ("--02-29", True),
        ("14:30", True),
        ("2025-10-30T19:59:20", True),
        ("2025-10-30T19:59:20+07:00", True),
        ("2025-10-30T19:59:20Z", True),
        ("0000", False),
        ("2020-13", False),
        ("2021-02-29", False),
        ("24:00", False),
        ("--07-01T10:00:00", False),
        ("2025-10-30T25:00:00", False),
        ("30 October", False),
        ("", False),
    ],
)
def test_only_dates_of_xml_schema_are_dated(value: str, known: bool) -> None:
    assert bool(when(value)) is known
