"""XLIFF: valid, a document a language, every text as it was, states that promise nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from export_articles import SIGNATURE, awkward_corpus, files_in, half_of_a_pair, translated_article
from hypothesis import given, settings
from lxml import etree
from strategies import corpora
from xml_reading import SCHEMAS, parsed, text_of

from reformtext.article import Article, Segment, Status
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = etree.XMLSchema(etree.parse(str(SCHEMAS / "xliff_core_subset.xsd")))
X = "{urn:oasis:names:tc:xliff:document:2.0}"
MDA = "{urn:oasis:names:tc:xliff:metadata:2.0}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("xliff")


def documents(corpus: Corpus, folder: Path) -> dict[str, Any]:
    corpus.to_xliff(folder)
    return {path.stem: parsed(path, SCHEMA) for path in folder.iterdir()}


def meta(element: Any) -> list[tuple[str, str]]:
    return [
        (one.get("type"), one.text) for one in element.find(f"{MDA}metadata").iter(f"{MDA}meta")
    ]


def units(file: Any) -> list[tuple[str, str | None]]:
    """Return the source and the target of each unit of a file."""
    found = []
    for segment in file.iter(f"{X}segment"):
        target = segment.find(f"{X}target")
        found.append(
            (
                text_of(segment.find(f"{X}source"), {"cp": "hex"}),
                None if target is None else text_of(target, {"cp": "hex"}),
            )
        )
    return found


def expected_units(article: Article) -> list[tuple[str, str | None]]:
    having = {Status.TRANSLATED, Status.KEPT}
    segments = article.segments or Segment.of_lines(article.source)
    found = [(s.source, s.english if s.status in having else None) for s in segments]
    return found or [(article.source, None)]


def check(corpus: Corpus, found: dict[str, Any]) -> None:
    files = {file.get("id"): file for root in found.values() for file in root}
    assert len(files) == len(corpus)
    for number, article in enumerate(corpus, start=1):
        assert units(files[f"a{number}"]) == expected_units(article)


@settings(deadline=None, max_examples=50)
@given(corpus=corpora())
def test_any_corpus_is_valid_and_whole(folder: Path, corpus: Corpus) -> None:
    target = folder / "any"
    if target.exists():
        for path in target.iterdir():
            path.unlink()
    check(corpus, documents(corpus, target))


@pytest.mark.parametrize("make", [awkward_corpus, half_of_a_pair, lambda: Corpus([])])
def test_awkward_corpora_are_valid_and_whole(tmp_path: Path, make: Any) -> None:
    corpus = make()
    check(corpus, documents(corpus, tmp_path / "new"))


def test_a_document_has_one_language(tmp_path: Path) -> None:
    found = documents(awkward_corpus(), tmp_path)
    assert {(name, root.get("srcLang"), root.get("trgLang")) for name, root in found.items()} == {
        ("id", "id", "en"),
        ("pl", "pl", "en"),
        ("und", "und", "en"),
    }


def test_states_follow_status_and_checks(tmp_path: Path) -> None:
    (root,) = documents(Corpus([translated_article()]), tmp_path).values()
    states = [(s.get("state"), s.get("subState")) for s in root.iter(f"{X}segment")]
    assert states == [
        ("translated", None),  # kept as it is
        ("translated", "reformtext:checked"),
        ("translated", "reformtext:flagged"),
        ("initial", None),  # failed
        ("initial", None),  # boilerplate
    ]
    translate = [unit.get("translate") for unit in root.iter(f"{X}unit")]
    assert translate == [None, None, None, None, "no"]


def test_metadata_and_notes_say_the_rest(tmp_path: Path) -> None:
    (root,) = documents(Corpus([translated_article()], SIGNATURE), tmp_path).values()
    (file,) = root
    assert {("id", "id/1"), ("title", "Judul <b>"), ("signature", SIGNATURE)} <= set(meta(file))
    flagged = list(file.iter(f"{X}unit"))[2]
    assert {("kind", "sentence"), ("score", "-0.25"), ("check", "quantities: passed")} <= set(
        meta(flagged)
    )
    notes = [(note.get("category"), note.text) for note in file.iter(f"{X}note")]
    assert notes == [
        ("failure", "clean: odd [U+0002]"),
        ("check", "terms: failed: x <y>"),
        ("failure", "no words"),
    ]


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "id.xlf").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="not empty"):
        awkward_corpus().to_xliff(tmp_path)
    assert files_in(tmp_path) == ["id.xlf"]
    assert (tmp_path / "id.xlf").read_text(encoding="utf-8") == "mine"
