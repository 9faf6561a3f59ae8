"""Line classes and metadata: the cases in tests/cases/cleaning, and what holds of any text."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformtext.article import BOILERPLATE, Article, Kind, Metadata, Status
from reformtext.cleaning import clean, clean_article
from reformtext.languages import codes, table
from reformtext.metadata import Labels, published
from reformtext.page_phrases import phrases, phrases_by_language

CASES = Path(__file__).parent / "cases" / "cleaning"
SEEDS = Path(__file__).parents[1] / "seeds"


def read_cases() -> list[object]:
    blocks = [
        (path.stem, block.splitlines())
        for path in sorted(CASES.glob("*.txt"))
        for block in path.read_text(encoding="utf-8").split("\n\n")
    ]
    return [
        pytest.param(rows, id=f"{stem}: {name.removeprefix('# ')}")
        for stem, (name, *rows) in blocks
        if rows
    ]


def split_row(row: str) -> tuple[str, str]:
    name, _, value = row.partition(" |")
    return name, value.removeprefix(" ")


@pytest.mark.parametrize("rows", read_cases())
def test_lines_and_metadata(rows: list[str]) -> None:
    expected = [split_row(row) for row in rows if not row.startswith("= ")]
    article = clean_article(Article("x", "\n".join(text for _, text in expected)))
    found = [(segment.kind.value, segment.source) for segment in article.segments]
    assert found == [(kind, text.lstrip("\ufeff")) for kind, text in expected]
    for name, value in (split_row(row[2:]) for row in rows if row.startswith("= ")):
        assert (name, getattr(article.metadata, name)) == (name, value)


def test_every_language_has_many_cases() -> None:
    counts = {path.stem: path.read_text(encoding="utf-8").count("# ") for path in CASES.iterdir()}
    assert sum(counts.values()) >= 60
    assert min(counts[name] for name in ("indonesian", "polish", "norwegian", "romanian")) >= 10


@pytest.mark.parametrize("kind", sorted(phrases_by_language().keys() - {"agencies"}))
def test_every_language_knows_every_kind_of_line_of_a_page(kind: str) -> None:
    assert {"en", *codes()} <= phrases_by_language()[kind].keys()
    assert phrases(kind).fullmatch("") is None


def test_every_language_has_labels_of_every_kind() -> None:
    names = [f"{each.name}_labels" for each in fields(Labels)]
    assert [
        (name, each.code) for name in names for each in table() if not getattr(each, name)
    ] == []


@pytest.mark.parametrize(
    ("name", "boilerplate", "title", "author", "published_at"),
    [
        ("000", 3, "Implementasi yang sinkron dan drastis", "", ""),
        ("001", 2, "", "", ""),
        ("002", 3, "", "Trinh Ha", ""),
        ("003", 2, "", "", ""),
        ("004", 2, "", "", "2025-10-30T19:59:20"),
    ],
)
def test_seed(name: str, boilerplate: int, title: str, author: str, published_at: str) -> None:
    (path,) = SEEDS.glob(f"{name}_*.txt")
    article = clean_article(Article(name, path.read_text(encoding="utf-8")))
    marked = [s for s in article.segments if s.status is Status.BOILERPLATE]
    assert len(marked) == boilerplate
    assert article.segments[-boilerplate:] == tuple(marked)
    (address,) = (s.source.split()[1] for s in marked if s.kind is Kind.SOURCE_LINE)
    assert article.metadata.source_url == address
    assert article.metadata.outlet == address.split("/")[2]
    assert (article.metadata.title, article.metadata.author) == (title, author)
    assert article.metadata.published == published_at


@given(st.text())
def test_any_text_is_covered(text: str) -> None:
    assert_covers(text)


LABELS = ["Kilde:", "Foto: ", "Av ", "Komentar", "(0)", "[iklan_2]", "https://", "x.no/2024/02/30"]
PIECES = ["Ha", "Trinh ", "12", "å", "Ã¥", ".", ":", "：", "-", "(", ")", "[", " ", "\u00a0"]
BREAKS = ["\n", "\r\n", "\u2028"]
LINE_PARTS = st.sampled_from(LABELS + PIECES + BREAKS)


@given(st.lists(LINE_PARTS, max_size=40).map("".join))
def test_any_mixture_of_line_parts_is_covered(text: str) -> None:
    assert_covers(text)


def assert_covers(text: str) -> None:
    segments = clean(text)
    position = 0
    for segment in segments:
        assert text[position : segment.span.start].strip() == ""
        assert segment.source == segment.span.of(text) == segment.source.strip()
        assert segment.source
        position = segment.span.end
    assert text[position:].strip() == ""
    assert clean_article(Article("x", text)).coverage == 1.0


def test_what_is_known_stays() -> None:
    known = Metadata("Title", "https://a.example/1", "A", "B", "2020", "path")
    text = "Ny bro åpnet\nAv Kari Moe\nBroen ble åpnet i går etter to år.\nKilde: https://b.example"
    assert clean_article(Article("x", text, metadata=known)).metadata == known


def test_a_known_address_tells_host_and_time() -> None:
    known = Metadata(source_url="https://www.a.example/2020/02/29/bro")
    metadata = clean_article(Article("x", "Broen ble åpnet.", metadata=known)).metadata
    assert (metadata.outlet, metadata.published) == ("a.example", "2020-02-29")


def test_the_trace_names_every_line_that_is_not_text() -> None:
    text = "Broen ble åpnet i går.\n[annonse_1]\nKilde: https://b.example/1\nKommentar (0)"
    article = clean_article(Article("x", text).noted("read", "first"))
    assert [(change.stage, change.name) for change in article.trace] == [
        ("read", "first"),
        ("clean", "ad_marker"),
        ("clean", "source_line"),
        ("clean", "comment_counter"),
        ("clean", "source_url"),
        ("clean", "outlet"),
    ]
    assert "[annonse_1]" in article.trace[1].detail


def test_an_article_without_any_text() -> None:
    article = clean_article(Article("x", " \n\n "))
    assert article.segments == ()
    assert article.metadata == Metadata()


def test_cleaning_twice_changes_nothing_more() -> None:
    once = clean_article(Article("x", "Broen ble åpnet i går.\nKilde: https://b.example/1"))
    twice = clean_article(once)
    assert (twice.segments, twice.metadata) == (once.segments, once.metadata)


@pytest.mark.parametrize("kind", sorted(BOILERPLATE))
def test_boilerplate_has_its_status_at_once(kind: Kind) -> None:
    text = "Broen ble åpnet i går.\n[annonse_1]\nKilde: https://b.example/1\nKommentar (0)"
    text += "\nLes også: Ny bro i år"
    (segment,) = (segment for segment in clean(text) if segment.kind is kind)
    assert segment.status is Status.BOILERPLATE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x-20251030195920480.htm", "2025-10-30T19:59:20"),
        ("https://a.example/20240229120000", "2024-02-29T12:00:00"),
        ("https://a.example/20230229120000", ""),
        ("https://a.example/x-20251030246060480.htm", ""),
        ("https://a.example/20251030195920480123", ""),
        ("https://a.example/2024/05/17/", "2024-05-17"),
        ("https://a.example/2024/5/7?x=1", "2024-05-07"),
        ("https://a.example/2024/13/07", ""),
        ("https://a.example/1989/05/17", ""),
        ("https://a.example/2101/05/17", ""),
        ("https://a.example/2024/05/178", ""),
        ("https://a.example/id-203398.html", ""),
        ("https://a.example/post916045.html", ""),
        ("https://a.example/x-6507507.html", ""),
        ("https://a.example/٢٠٢٤/٠٥/١٧", ""),
        ("", ""),
    ],
)
def test_time_of_publication_in_an_address(url: str, expected: str) -> None:
    assert published(url) == expected


@pytest.mark.parametrize("url", ["http://[", "https://", "https://[::1", "www."])
def test_a_broken_address_has_no_host(url: str) -> None:
    article = clean_article(Article("x", f"Broen ble åpnet i går.\nKilde: {url}"))
    assert article.metadata.outlet == ""


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="must be a str, not bytes"):
        clean(b"Kilde: NTB")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "å" * 3_000_000,
        "a b, " * 600_000,
        ("(foto: " * 55 + "\n") * 500,
        ("a" + " " * 390 + "b\n") * 500,
    ],
    ids=["one word", "one line", "brackets", "spaces"],
)
def test_large_input_is_covered_whole(text: str) -> None:
    pieces = "".join(segment.source for segment in clean(text))
    assert "".join(pieces.split()) == "".join(text.split())
