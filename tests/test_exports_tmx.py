"""Translation memories: valid by the DTD of TMX 1.4b, every text as it was, nothing unsaid."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from export_articles import SIGNATURE, awkward_corpus, files_in, half_of_a_pair, translated_article
from hypothesis import given, settings
from lxml import etree
from strategies import corpora
from xml_reading import SCHEMAS, parsed, text_of

from reformtext.article import Status
from reformtext.corpus import Corpus
from reformtext.errors import FormatError
from reformtext.exports.xml_writing import spelled

if TYPE_CHECKING:
    from pathlib import Path

DTD = etree.DTD(str(SCHEMAS / "tmx14.dtd"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tmx")


def memory(corpus: Corpus, path: Path) -> Any:
    corpus.to_tmx(path)
    return parsed(path, DTD)


def properties(element: Any) -> list[tuple[str, str]]:
    return [(prop.get("type"), prop.text) for prop in element.iterfind("prop")]


def pairs(root: Any) -> list[tuple[str, ...]]:
    return [
        tuple(text_of(seg, {"ph": "type"}) for seg in unit.iterfind("tuv/seg"))
        for unit in root.iter("tu")
    ]


def translated(corpus: Corpus) -> list[tuple[str, str]]:
    return [
        (segment.source, segment.english)
        for article in corpus
        for segment in article.segments
        if segment.status is Status.TRANSLATED
    ]


@settings(deadline=None, max_examples=50)
@given(corpus=corpora())
def test_any_corpus_is_a_valid_memory_of_what_was_translated(folder: Path, corpus: Corpus) -> None:
    root = memory(corpus, folder / "any.tmx")
    assert pairs(root) == translated(corpus)
    statuses = Counter(segment.status for article in corpus for segment in article.segments)
    told = {
        name.removeprefix("x-left-out-"): int(value)
        for name, value in properties(root.find("header"))
        if name.startswith("x-left-out-")
    }
    assert told == {str(s): n for s, n in statuses.items() if s is not Status.TRANSLATED}


@pytest.mark.parametrize("make", [awkward_corpus, half_of_a_pair])
def test_no_character_is_lost(tmp_path: Path, make: Any) -> None:
    corpus = make()
    assert pairs(memory(corpus, tmp_path / "c.tmx")) == translated(corpus)


def test_a_unit_says_where_it_is_from_and_how_sure(tmp_path: Path) -> None:
    root = memory(Corpus([translated_article("a<1>")], SIGNATURE), tmp_path / "c.tmx")
    unit = list(root.iter("tu"))[1]
    segment = translated_article().segments[2]
    assert (unit.get("tuid"), unit.get("srclang"), unit.get("segtype")) == (
        "a<1>#2",
        "id",
        "sentence",
    )
    assert [tuv.get(LANG) for tuv in unit.iter("tuv")] == ["id", "en"]
    found = properties(unit)
    assert {
        ("x-article", "a<1>"),
        ("x-source-url", "https://example.org/1?a=1&b=2"),
        ("x-start", str(segment.span.start)),
        ("x-end", str(segment.span.end)),
        ("x-score", "-0.25"),
        ("x-check", "quantities: passed"),
        ("x-check", "terms: failed: x <y>"),
    } <= set(found)
    assert ("x-signature", SIGNATURE) in properties(root.find("header"))


@pytest.mark.parametrize(
    ("languages", "expected"), [(["no"], "no"), (["no", "no"], "no"), (["no", "pl"], "*all*")]
)
def test_the_header_names_the_language_if_there_is_one(
    tmp_path: Path, languages: list[str], expected: str
) -> None:
    from english_articles import english_article

    articles = [english_article(str(i), ["One."], code) for i, code in enumerate(languages)]
    root = memory(Corpus(articles), tmp_path / "c.tmx")
    assert root.find("header").get("srclang") == expected


def test_what_is_no_language_tag_is_undetermined(tmp_path: Path) -> None:
    tags = {tuv.get(LANG) for tuv in memory(awkward_corpus(), tmp_path / "c.tmx").iter("tuv")}
    assert tags == {"id", "en", "und"}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is a folder"):
        awkward_corpus().to_tmx(tmp_path)


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.tmx"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reformtext.exports.tmx._unit", fail)
    with pytest.raises(KeyboardInterrupt):
        awkward_corpus().to_tmx(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert files_in(tmp_path) == ["c.tmx"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", "a[U+0000]b"),
        ("\ufffe\ud800", "[U+FFFE][U+D800]"),
        ("\t\r\n\x85é👩", "\t\r\n\x85é👩"),
    ],
)
def test_only_what_xml_cannot_hold_is_spelled(text: str, expected: str) -> None:
    assert spelled(text) == expected
