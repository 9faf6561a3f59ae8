"""CSV and plain text: every cell and every line as it was, or a clear word about why not."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from english_articles import english_article
from export_articles import awkward_corpus, files_in, half_of_a_pair, translated_article
from hypothesis import given, settings
from strategies import corpora

from reformtext.article import Article
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError, FormatError
from reformtext.segment_tables import failure_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


def rows(path: Path) -> list[dict[str, str]]:
    delimiter = "\t" if path.suffix == ".tsv" else ","
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


# CSV


@settings(deadline=None)
@given(corpus=corpora())
@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_any_corpus_is_a_row_an_article(folder: Path, suffix: str, corpus: Corpus) -> None:
    path = folder / f"articles{suffix}"
    corpus.to_csv(path)
    columns = ("id", "source", "english", "title", "english_title")
    found = [tuple(row[column] for column in columns) for row in rows(path)]
    assert found == [(a.id, a.source, a.english, a.metadata.title, a.title) for a in corpus]


@settings(deadline=None)
@given(corpus=corpora())
def test_any_corpus_is_a_row_a_segment(folder: Path, corpus: Corpus) -> None:
    path = folder / "segments.csv"
    corpus.to_csv(path, rows="segments")
    names = ("article_id", "index", "start", "end", "source", "english", "status", "reason")
    assert [tuple(row[name] for name in names) for row in rows(path)] == [
        tuple(str(getattr(segment, name)) for name in names) for segment in corpus.segments()
    ]


def test_cells_say_what_failed(tmp_path: Path) -> None:
    corpus = Corpus([translated_article()])
    corpus.to_csv(tmp_path / "a.csv")
    (article,) = rows(tmp_path / "a.csv")
    assert article["failures"] == "; ".join(
        f"{row.stage}: {row.reason}" for row in failure_rows(corpus[0])
    )
    assert (article["segments"], article["coverage"]) == ("5", "1.0")
    corpus.to_csv(tmp_path / "s.csv", rows="segments")
    found = [(row["score"], row["failed_checks"]) for row in rows(tmp_path / "s.csv")]
    assert found[1:3] == [("-0.25", ""), ("-0.25", "terms: failed: x <y>")]


@pytest.mark.parametrize("kind", ["articles", "segments"])
def test_no_articles_are_a_header(tmp_path: Path, kind: str) -> None:
    Corpus([]).to_csv(tmp_path / "c.csv", rows=kind)
    assert len((tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_a_file_for_excel_says_that_it_is_utf8(tmp_path: Path) -> None:
    plain, marked = tmp_path / "a.csv", tmp_path / "b.csv"
    awkward_corpus().to_csv(plain)
    awkward_corpus().to_csv(marked, encoding="utf-8-sig")
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()
    with pytest.raises(CorpusError, match="utf-8 or utf-8-sig, not 'cp1250'"):
        awkward_corpus().to_csv(plain, encoding="cp1250")


def test_other_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="articles or segments, not of 'words'"):
        awkward_corpus().to_csv(tmp_path / "c.csv", rows="words")
    assert files_in(tmp_path) == []


# Plain text


@settings(deadline=None)
@given(corpus=corpora())
def test_any_corpus_is_a_file_an_article(folder: Path, corpus: Corpus) -> None:
    target = folder / "english"
    for old in target.glob("*") if target.exists() else ():
        old.unlink()
    corpus.to_text(target)
    found = [path.read_bytes().decode() for path in sorted(target.iterdir())]
    assert sorted(found) == sorted(article.english + "\n" for article in corpus)


def test_files_are_named_by_ids_that_can_be_names(tmp_path: Path) -> None:
    Corpus([english_article(name, ["One."]) for name in ("b", "a.1")]).to_text(tmp_path)
    assert files_in(tmp_path) == ["a.1.txt", "b.txt"]


@pytest.mark.parametrize(
    "ids",
    [("../a", "b"), ("a", "A"), ("", "b"), ("x" * 300, "b"), (".hidden", "b"), ("a\x00", "b")],
)
def test_other_files_are_numbered(tmp_path: Path, ids: tuple[str, str]) -> None:
    corpus = Corpus([english_article(name, [f"Text {i}."]) for i, name in enumerate(ids)])
    corpus.to_text(tmp_path / "texts")
    assert files_in(tmp_path) == ["texts"]
    first, second = files_in(tmp_path / "texts")
    assert (first[:7], second[:7]) == ("000001_", "000002_")
    assert (tmp_path / "texts" / first).read_text(encoding="utf-8") == corpus[0].english + "\n"


def test_one_file_has_them_all(tmp_path: Path) -> None:
    corpus = awkward_corpus().filter(lambda article: "\n" not in article.english)
    corpus.to_text(tmp_path / "all.TXT")
    text = (tmp_path / "all.TXT").read_bytes().decode()
    assert text.split("\n\n\n") == [article.english for article in corpus]


def test_a_failed_segment_is_not_hidden(tmp_path: Path) -> None:
    Corpus([translated_article("a")]).to_text(tmp_path)
    assert "[untranslated: Gagal\x01.]" in (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(CorpusError, match="not empty"):
        awkward_corpus().to_text(tmp_path)
    assert files_in(tmp_path) == ["a"]


# Both


@pytest.mark.parametrize(
    "write",
    [
        lambda corpus, folder: corpus.to_csv(folder / "c.csv"),
        lambda corpus, folder: corpus.to_csv(folder / "c.csv", rows="segments"),
        lambda corpus, folder: corpus.to_text(folder / "c.txt"),
    ],
)
def test_half_of_a_pair_is_refused_by_name(
    tmp_path: Path, write: Callable[[Corpus, Path], None]
) -> None:
    with pytest.raises(CorpusError, match=r"article 'half' cannot be written: it holds U\+D83D"):
        write(half_of_a_pair(), tmp_path)
    assert files_in(tmp_path) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is a folder"):
        awkward_corpus().to_csv(tmp_path)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        *((method, "p/") for method in ("to_csv", "to_tmx", "to_tei")),
        ("to_csv", "p.xlsx"),
        ("to_csv", "p.parquet"),
        ("to_tmx", "p.xliff"),
        ("to_tei", "p.html"),
        ("to_xliff", "p.xliff"),
        ("to_xliff", "p.XLF"),
        ("to_text", "p.csv"),
        ("to_html", "p.html"),
    ],
)
def test_a_name_that_ends_as_another_thing_is_refused(
    tmp_path: Path, method: str, name: str
) -> None:
    with pytest.raises(FormatError, match=r"expected the name of a file|name a file|name a folder"):
        getattr(awkward_corpus(), method)(f"{tmp_path}/{name}")
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("to_csv", "p"),
        ("to_csv", "p.CSV"),
        ("to_csv", "p.v2"),
        ("to_tmx", "p.tmx"),
        ("to_tei", "p.tei"),
        ("to_xliff", "p/"),
        ("to_xliff", "p.v2"),
        ("to_text", "p.v2/"),
        ("to_html", "p.v2/"),
    ],
)
def test_other_names_are_taken(tmp_path: Path, method: str, name: str) -> None:
    getattr(Corpus([translated_article()]), method)(f"{tmp_path}/{name}")
    assert files_in(tmp_path) == [name.strip("/")]


def test_a_folder_that_is_there_may_have_any_name(tmp_path: Path) -> None:
    for method, name in (("to_xliff", "a.xliff"), ("to_html", "b.html")):
        (tmp_path / name).mkdir()
        getattr(Corpus([translated_article()]), method)(tmp_path / name)
        assert files_in(tmp_path / name)


def test_another_format_is_shown_the_way(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"Corpus\.to_csv"):
        Corpus([Article("a", "b")]).write(tmp_path / "c.csv")
