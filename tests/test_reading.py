"""Articles out of files, folders, rows and texts; and nothing that goes wrong is lost."""

from __future__ import annotations

import codecs
import csv
import json
import logging
import os
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count, islice
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reformtext.article import Article, Change, Metadata
from reformtext.corpus import Corpus
from reformtext.errors import (
    ColumnNotFoundError,
    InputNotFoundError,
    MissingExtraError,
    ReadingError,
)
from reformtext.reading import SUFFIXES, rows, scan, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

POLISH = "Źle się dzieje: być może żołnierze wrócą, mówi prezes."
ROMANIAN = "Astăzi oraşul şi judeţul încep lucrările la drumul spre munte."


def reasons(article: Article) -> str:
    assert all(failure.stage == "read" for failure in article.failures)
    return " | ".join(failure.reason for failure in article.failures)


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def jsonl(path: Path, *values: object) -> Path:
    return write(path, "".join(json.dumps(value) + "\n" for value in values))


def parquet(path: Path, columns: Mapping[str, Any]) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(dict(columns)), path)
    return path


# Files and folders


@pytest.mark.parametrize("suffix", [".txt", ".text", ".md", ".TXT"])
def test_a_file_is_one_article(tmp_path: Path, suffix: str) -> None:
    source = "\r\n Tytuł\r\rPierwszy  akapit.\u2028\n"
    path = write(tmp_path / f"a.b{suffix}", source)
    assert list(scan(path)) == [Article("a.b", source, metadata=Metadata(path=path.as_posix()))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), min_size=1))
def test_a_file_is_read_back_as_it_was_written(tmp_path: Path, encoding: str, text: str) -> None:
    path = write(tmp_path / "x.txt", text, encoding)
    (article,) = scan(path)
    assert article.source == text
    assert bool(article.failures) == text.isspace()


@pytest.mark.parametrize(
    ("text", "encoding"), [(POLISH, "cp1250"), (ROMANIAN, "cp1250"), (POLISH, "utf-16-be")]
)
def test_another_encoding_than_utf8_is_noted(tmp_path: Path, text: str, encoding: str) -> None:
    (article,) = scan(write(tmp_path / "x.txt", text, encoding))
    assert article.source == text
    assert article.trace == (Change("read", f"decoded as {encoding}"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_not_noted(tmp_path: Path, encoding: str) -> None:
    (article,) = scan(write(tmp_path / "x.txt", POLISH, encoding))
    assert (article.source, article.trace) == (POLISH, ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "news"
    for name in ["b.txt", "sub/b.md", "sub/a.b.txt", "a.txt", "sub.txt", "z/deep/er/c.text"]:
        write(top / name, f"The text of {name}.")
    for name in [".hidden.txt", ".git/x.txt", "notes.docx", "sub/LICENSE"]:
        write(top / name, "Not to be read.")
    jsonl(top / "c.jsonl", {"text": "one"}, {"text": "two", "id": "own"})
    return top


IDS_OF_FOLDER = ["a", "b", "c:1", "own", "sub/a.b", "sub/b", "sub", "z/deep/er/c"]


def test_folders_are_read_sorted_with_all_that_is_in_them(folder: Path) -> None:
    assert [article.id for article in scan(folder)] == IDS_OF_FOLDER
    assert {article.source for article in scan(folder)} >= {"The text of sub/b.md.", "two"}


def test_the_order_is_that_of_names_whatever_the_disk_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: Callable[..., Any] = os.scandir

    class Backwards:
        def __init__(self, path: str) -> None:
            with listed(path) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *error: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Backwards)
    assert [article.id for article in scan(folder)] == IDS_OF_FOLDER


def test_what_is_left_out_is_logged(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "reformtext"):
        list(scan(folder))
    for name in [".hidden.txt", ".git", "notes.docx", "LICENSE"]:
        assert any(f"{name} is left out" in message for message in caplog.messages)
    assert len(caplog.messages) == 4


def test_paths_are_as_they_were_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert [article.metadata.path for article in islice(scan("news/"), 3)] == [
        "news/a.txt",
        "news/b.txt",
        "news/c.jsonl:1",
    ]
    assert next(scan(Path("./news/a.txt"))).metadata.path == "news/a.txt"
    monkeypatch.chdir(folder)
    assert [article.id for article in scan(".")] == IDS_OF_FOLDER


def test_a_link_back_is_followed_once(folder: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    found = {article.id: article for article in scan(folder)}
    assert set(found) == {*IDS_OF_FOLDER, "self"}
    assert "cannot be read" in reasons(found["self"])


@pytest.mark.parametrize("name", ["empty", "x.txt"])
def test_a_folder_without_articles_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path / name / "notes.docx", "x")
    with pytest.raises(ReadingError, match=rf"{name}: holds nothing to read; expected .*\.jsonl"):
        scan(tmp_path / name)


def test_a_folder_that_is_called_a_text_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "x.txt" / "a.txt", "An article.")
    (tmp_path / "y.txt").mkdir()
    first, second = scan(tmp_path)
    assert (first.id, first.source) == ("x.txt/a", "An article.")
    assert "y.txt: is a folder that is empty" in reasons(second)


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    paths = [str(tmp_path / "no.txt"), str(tmp_path / "no"), "", "A text.", "x" * 9999, "a\0b"]
    given: list[str | Path] = [*paths, Path("no")]
    for missing in given:
        with pytest.raises(InputNotFoundError, match=r"no file or folder.*given as a list"):
            scan(missing)
    with pytest.raises(InputNotFoundError):
        list(scan(["A text, not a path.", Path("no-such-file")]))


def test_another_suffix_is_an_error_that_names_those_there_are(tmp_path: Path) -> None:
    path = write(tmp_path / "x.docx", "x")
    with pytest.raises(ReadingError) as caught:
        scan(path)
    assert all(suffix in str(caught.value) for suffix in SUFFIXES)


# What cannot be read


DAMAGED = {
    "empty": (b"", "x.txt: file is empty"),
    "only a mark": (codecs.BOM_UTF8, "the text is empty"),
    "only white space": (b" \r\n\t\xc2\xa0", "white space only"),
    "binary": (b"GIF89a\x00\x01", "byte 0x00 at offset 6 is of a binary file"),
    "cut off": ("Słowo, słowo: żół".encode()[:-1], "byte 0xc5 at offset 20 is not UTF-8"),
    "too long": (b"x" * 1001, "1,001 characters, more than max_characters=1,000"),
    "much too long": (b"x" * 5000, "5,000 bytes, more than max_characters=1,000"),
}


@pytest.mark.parametrize(("data", "reason"), DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_cannot_be_read_stops_no_other(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    write(tmp_path / "x.txt", data)
    write(tmp_path / "y.txt", "A good text.")
    damaged, good = scan(tmp_path, max_characters=1000)
    assert damaged.id == "x"
    assert damaged.metadata.path == (tmp_path / "x.txt").as_posix()
    assert reason in reasons(damaged)
    assert damaged.metadata.path in reasons(damaged)
    assert damaged.source.strip() == ""
    assert (good.source, good.failures) == ("A good text.", ())


@pytest.mark.parametrize(("data", "reason"), DAMAGED.values(), ids=DAMAGED)
def test_a_file_that_cannot_be_read_is_an_error_where_asked_for(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = write(tmp_path / "x.txt", data)
    with pytest.raises(ReadingError, match=reason):
        list(scan([path], on_error="raise", max_characters=1000))


def test_a_file_that_may_not_be_read_stops_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    found = {article.id: article for article in scan(folder)}
    assert list(found) == IDS_OF_FOLDER
    assert reasons(found.pop("b")).endswith("b.txt: cannot be read: Permission denied")
    assert not any(article.failures for article in found.values())


def test_a_folder_that_may_not_be_listed_stops_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: Callable[..., Any] = os.scandir

    def refused(path: str) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    found = {article.metadata.path: article for article in scan(folder)}
    assert "cannot be listed" in reasons(found[(folder / "sub").as_posix()])
    assert found[(folder / "z/deep/er/c.text").as_posix()].failures == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.txt")
    (article,) = scan(tmp_path)
    assert "is a device or a pipe" in reasons(article)


# Texts, paths and rows in a list


def test_strings_in_a_list_are_paths_or_texts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    write(folder / "two words", "x")
    given = ["a.txt", "Selamat pagi.", "Kota\nSumber: https://example.org/berita.html", "sub", " "]
    found = list(scan(given))
    assert [article.id for article in found] == [
        "a", "text-0001", "text-0002", "a.b", "b", "text-0003",
    ]  # fmt: skip
    assert found[2].source == given[2]
    assert "white space" in reasons(found[-1])
    with pytest.raises(ReadingError, match="two words: cannot be read"):
        list(scan(["two words"]))


@pytest.mark.parametrize(
    "path", ["index.html", "no/such/x.TXT", "https://example.org/x.html", f"{'x' * 999}.csv"]
)
def test_strings_that_look_like_paths_are_recorded(path: str) -> None:
    first, article, last = scan(["Satu.", path, "Tiga."])
    assert [first.source, last.source] == ["Satu.", "Tiga."]
    assert (article.id, article.source) == ("text-0002", "")
    assert f"text-0002: {path[:255]!r} looks like a path that is not there" in reasons(article)
    with pytest.raises(InputNotFoundError, match=r"text-0001.*not there"):
        list(scan([path], on_error="raise"))
    (article,) = texts([path])
    assert (article.id, article.source) == ("text-0001", path)


@pytest.mark.parametrize(
    "text",
    ["N/A", "Halo", "two words.txt", "x\n.txt", "no/such/folder", "\udc80.", "a\0b", "x" * 999],
)
def test_strings_that_are_no_paths_are_texts(text: str) -> None:
    (article,) = scan([text])
    assert article.id == "text-0001"
    assert article.source == text or "lone surrogate" in reasons(article)


def test_a_string_of_several_lines_is_a_text_even_if_there_is_a_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a\nb.txt", "from the file")
    (article,) = scan(["a\nb.txt"])
    assert article.source == "a\nb.txt"


def test_articles_paths_rows_and_texts_can_be_mixed(folder: Path) -> None:
    ready = Article("mine", "x", metadata=Metadata(title="t"))
    given: list[Any] = [ready, {"Text": "a row"}, "a text", folder / "a.txt", {"body": "b"}]
    found = list(scan(given))
    assert found[0] is ready
    assert [(article.id, article.source) for article in found[1:]] == [
        ("row-0001", "a row"),
        ("text-0001", "a text"),
        ("a", "The text of a.txt."),
        ("row-0002", "b"),
    ]
    assert list(scan(ready)) == [ready]
    assert [article.source for article in scan({"text": "one row"})] == ["one row"]


@pytest.mark.parametrize("value", [None, 5, float("nan"), b"bytes", ["list"]])
def test_what_is_no_text_is_recorded(value: object) -> None:
    given: list[Any] = ["one", value, "two"]
    missing = value is None or isinstance(value, float)
    for found in (list(texts(given)), list(scan([{"text": text} for text in given]))):
        assert [article.source for article in found] == ["one", "", "two"]
        in_a_row = found[1].id.startswith("row")
        reason = "the text is empty" if missing and in_a_row else "expected a string"
        assert reason in reasons(found[1])
    with pytest.raises(ReadingError, match="expected a string"):
        list(texts(given, on_error="raise"))


def test_texts_are_kept_as_they_are() -> None:
    given = ["a\0b \ufeff", "KomitÃ©\r\n", "e\u0301"]
    found = list(texts(given))
    assert [article.source for article in found] == given
    assert not any(article.failures or article.trace for article in found)


class Table(list[str]):
    """What, like a data frame, gives the names of its columns when iterated over."""

    columns = ("text",)


@pytest.mark.parametrize("value", ["one text", b"x", 5, None, {"text": "x"}, Table(["text"])])
def test_one_text_instead_of_several_is_an_error(value: Any) -> None:
    with pytest.raises(ReadingError, match="expected several inputs"):
        texts(value)
    with pytest.raises(ReadingError, match="expected several inputs"):
        rows(value)


@pytest.mark.parametrize("value", [b"x", 5, None, Table(["text"])])
def test_inputs_of_another_type_are_an_error(value: Any) -> None:
    with pytest.raises(ReadingError, match="expected several inputs"):
        scan(value)


@pytest.mark.parametrize("options", [{"on_error": "ignore"}, {"max_characters": 0}])
def test_options_are_checked_at_once(options: dict[str, Any]) -> None:
    (name,) = options
    for call in (scan, texts, rows):
        with pytest.raises(ReadingError, match=name):
            call([], **options)


def test_ids_are_unique(tmp_path: Path) -> None:
    for name in ["one/a.txt", "one/a.md", "two/a.txt"]:
        write(tmp_path / name, name)
    given: list[Any] = [{"id": "a#2", "text": "x"}, tmp_path / "one", tmp_path / "two/a.txt"]
    found = list(scan([*given, {"id": "a", "text": "y"}]))
    assert [article.id for article in found] == ["a#2", "a", "a#3", "a#4", "a#5"]
    assert [article.trace for article in found] == [
        (), (), *[(Change("read", "id made unique", "was a"),)] * 3,
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["a", "a#2", "a#2#2", "a#3", "b"])))
def test_ids_are_unique_whatever_they_are(ids: list[str]) -> None:
    found = [article.id for article in rows([{"id": name, "text": "x"} for name in ids])]
    assert len(set(found)) == len(ids)
    assert all(new == old or new.startswith(f"{old}#") for new, old in zip(found, ids, strict=True))
    assert len(set(ids)) < len(ids) or found == ids


# Rows


def test_columns_become_metadata() -> None:
    row = {
        "ID": 7,
        "Body": "The text.",
        "TITLE": "  A title ",
        "url": "https://example.org/7",
        "Author": ["Ann", None, "Bo"],
        "outlet": None,
        "published": datetime(2025, 10, 30, 19, 59, 20, tzinfo=UTC),
        "other": object(),
    }
    (article,) = rows([row])
    assert (article.id, article.source) == ("7", "The text.")
    assert article.metadata == Metadata(
        title="A title",
        source_url="https://example.org/7",
        author="Ann, Bo",
        published="2025-10-30T19:59:20+00:00",
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2025, 1, 2), "2025-01-02"),
        (2025.0, "2025"),
        (float("nan"), ""),
        (pd.NaT, ""),
        (pd.NA, ""),
        (3, "3"),
        (" ", ""),
    ],
)
def test_metadata_values_become_strings(value: object, expected: str) -> None:
    (article,) = rows([{"text": "x", "date": value, "id": value}])
    assert article.metadata.published == expected
    assert article.id == expected or (article.id == "row-0001" and not expected)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-09-18", "2025-09-18"),
        ("2025-09-18T10:00:59+02:00", "2025-09-18T10:00:59+02:00"),
        ("2025-09", "2025-09"),
        ("18.09.2025", "2025-09-18"),
        ("18. 9. 2025", "2025-09-18"),
        ("18/09/2025", "2025-09-18"),
        ("09/18/2025", "2025-09-18"),
        ("2025/09/18", "2025-09-18"),
        ("20250918", "2025-09-18"),
        ("18. september 2025", "2025-09-18"),
        ("18 września 2025 r.", "2025-09-18"),
        ("18 Agustus 2025", "2025-08-18"),
        ("Kamis, 18 September 2025 10.30 WIB", "2025-09-18T10:30+07:00"),
        ("Sept 18, 2025", "2025-09-18"),
        ("18 mai 2025", "2025-05-18"),
        ("18.09.2025 kl. 7:05", "2025-09-18T07:05"),
        ("torsdag 18. september 2025", "2025-09-18"),
        ("Kamis, 18/09/2025 10:30", "2025-09-18T10:30"),
        ("18 IX 2025", "2025-09-18"),
        ("18.09.25", "2025-09-18"),
        ("12/03/98", "1998-03-12"),
        ("pon., 1 wrz 2025", "2025-09-01"),
        ("2025-9-1", "2025-09-01"),
        ("2025-09-19 07:15", "2025-09-19T07:15"),
        ("2025-09-19 07:15:30+02:00", "2025-09-19T07:15:30+02:00"),
        ("2025-09-19 07:15:30.5Z", "2025-09-19T07:15:30.5Z"),
        ("2025-09-19 07:15:30 +0200", "2025-09-19T07:15:30+02:00"),
        ("2025-09-18T07", "2025-09-18T07"),
        ("2025-09-18 10:30 CET", "2025-09-18T10:30+01:00"),
        ("18.09.2025 10:30 CEST", "2025-09-18T10:30+02:00"),
        ("2025-09-19 07:15 UTC", "2025-09-19T07:15+00:00"),
        ("Wed, 02 Oct 2002 13:00:00 GMT", "2002-10-02T13:00:00+00:00"),
        ("Wed, 02 Oct 2002 13:00:05 -0530", "2002-10-02T13:00:05-05:30"),
        ("18.09.2025 10:30:15", "2025-09-18T10:30:15"),
        ("Rabu (17/9/2025)", "2025-09-17"),
        ("Rabu (17/9/2025) pukul 10.30 WITA", "2025-09-17T10:30+08:00"),
        ("(17/9/2025)", "2025-09-17"),
        ("18 Ags 2025", "2025-08-18"),
        ("18.IX.2025", "2025-09-18"),
        ("18-Sep-2025", "2025-09-18"),
        ("Publicat: 3 noiembrie 2025", "2025-11-03"),
        ("Data publikacji: 1.09.2025, 10:30", "2025-09-01T10:30"),
        ("1758265230", "2025-09-19T07:00:30+00:00"),
        ("1758265200.0", "2025-09-19T07:00+00:00"),
        ("1758265200123", "2025-09-19T07:00+00:00"),
    ],
)
def test_a_date_of_a_table_becomes_iso(written: str, iso: str) -> None:
    (article,) = rows([{"text": "x", "date": written}])
    assert article.metadata.published == iso
    assert not article.trace


@pytest.mark.parametrize(
    ("columns", "published"),
    [
        (("Treść", "Tytuł", "Gazeta", "Data publikacji", "Autor"), "1.09.2025"),
        (("isi", "judul", "koran", "tanggal", "penulis"), "1 September 2025"),
        (("brødtekst", "overskrift", "avis", "dato", "forfatter"), "1. september 2025"),
        (("conținut", "titlu", "ziar", "data", "autor"), "1 septembrie 2025"),
        (("text", "title", "publication", "published_at", "author"), "1756684800"),
        (("teks", "judul", "sumber", "tanggal", "penulis"), "1 September 2025"),
        (("treść", "tytul", "źródło", "data", "autor"), "1.09.2025"),
        (("tresc", "tytuł", "zrodlo", "data", "autor"), "1.09.2025"),
        (("tekst", "tytuł", "publikacja", "data", "autor"), "1.09.2025"),
        (("brødtekst", "tittel", "kilde", "dato", "forfatter"), "1.9.2025"),
        (("conţinut", "titlu", "sursă", "dată", "autor"), "1 septembrie 2025"),
        (("continut", "titlu", "publicație", "Data publicării", "autor"), "1.09.2025"),
    ],
)
def test_columns_may_be_named_in_the_language(columns: tuple[str, ...], published: str) -> None:
    values = ("Teks.", "T", "O", published, "A B")
    (article,) = rows([dict(zip(columns, values, strict=True))])
    expected = Metadata(title="T", outlet="O", published="2025-09-01", author="A B")
    if published.isdigit():
        expected = replace(expected, published="2025-09-01T00:00+00:00")
    assert (article.source, article.metadata) == ("Teks.", expected)


@pytest.mark.parametrize("value", [{"a": 1}, 1234567890, "1758265200123", "https://x.example/1"])
def test_a_column_of_data_that_is_no_date_is_left_alone(value: object) -> None:
    (article,) = rows([{"text": "x", "data": value}])
    assert not article.metadata.published
    assert not article.trace


@pytest.mark.parametrize("value", ["image.jpg", ["a.jpg"], "https://x.example/a.jpg", 3])
def test_a_column_of_media_is_left_alone(value: object) -> None:
    (article,) = rows([{"text": "x", "media": value, "medium": value}])
    assert article.metadata == Metadata()


def test_an_outlet_that_is_an_address_is_the_address() -> None:
    address = "https://kompas.example/a"
    (article,) = rows([{"text": "x", "sumber": address}])
    assert article.metadata == Metadata(source_url=address)
    (article,) = rows([{"text": "x", "sumber": address, "url": "https://b.example"}])
    assert article.metadata == Metadata(source_url="https://b.example", outlet=address)


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "31.02.2025",
        "18 foo 2025",
        "2025.13.40",
        "2025111",
        "1/2",
        "18/09/2025 99:99",
        "9/18/2025 3:30 PM",
        "I 5, 2025",
        "2025-02-30",
        "September 2025",
        "Oppdatert: 3. mai 2025",
        "18.XIII.2025",
        "(1)8.09.2025",
        "(18) Sep 2025",
        "2025-02-30 24:00",
        "175826520",
        "9758265200",
    ],
)
def test_a_date_that_is_not_understood_stays_and_is_noted(written: str) -> None:
    (article,) = rows([{"text": "x", "date": written}])
    assert article.metadata.published == written
    assert [change.name for change in article.trace] == ["date not understood"]
    (group,) = Corpus([article]).group("month")
    assert group == (written[:7] if written.startswith("2025-") else "")


@pytest.mark.parametrize(
    "time", [" 24:00", " 10:30 +9900", "T10:30:00+02:00[Europe/Warsaw]", " 25:10", " rano"]
)
def test_a_day_is_kept_where_its_time_is_not_understood(time: str) -> None:
    (article,) = rows([{"text": "x", "date": f"2025-09-18{time}"}])
    assert article.metadata.published == "2025-09-18"
    assert [change.name for change in article.trace] == ["time not understood"]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["article", "content", "body", "source", "text"], "text"),
        (["article", "content", "Source"], "Source"),
        (["article", "Content", "body_html"], "Content"),
    ],
)
def test_the_text_column_is_the_first_there_is(names: list[str], chosen: str) -> None:
    (article,) = rows([{name: f"from {name}" for name in names}])
    assert article.source == f"from {chosen}"


@pytest.mark.parametrize(
    ("title", "text", "identity"),
    [
        ("Article title", "Full text", "article_id"),
        ("Headline", "article_text", "ID"),
        ("Judul artikel", "Isi artikel", "id_artikel"),
        ("Judul berita", "Teks lengkap", "ID artikel"),
        ("Tytuł artykułu", "Treść artykułu", "id_artykułu"),
        ("Nagłówek", "pelny_tekst", "id artykulu"),
        ("Artikkeltittel", "Fulltekst", "artikkel_id"),
        ("Overskrift", "Artikkeltekst", "Artikkel-ID".replace("-", " ")),
        ("Titlul articolului", "Textul articolului", "id_articol"),
        ("Titlu articol", "Conţinutul articolului", "ID articol"),
    ],
)
def test_the_usual_names_of_columns_in_each_language(title: str, text: str, identity: str) -> None:
    (article,) = rows(
        [{title: "T", text: "Ya.", identity: "x1", "text_id": "no", "subtitle": "no"}]
    )
    assert (article.id, article.source, article.metadata.title) == ("x1", "Ya.", "T")
    assert not article.trace


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text_column": 3}, "text_column is 3, expected the name of a column"),
        ({"text_column": ["title", 3]}, r"text_column is \['title', 3\], expected the name"),
        ({"id_column": ["id"]}, r"id_column is \['id'\], expected the name of a column"),
        ({"max_characters": "9"}, "max_characters must be a number of at least 1, not '9'"),
    ],
)
def test_options_of_another_kind_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        scan([{"text": "Ya."}], **options)


def test_columns_can_be_named() -> None:
    row = {"text": "no", "Lead": "yes", "id": "no", "key": "yes"}
    (article,) = rows([row], text_column="lead", id_column="key")
    assert (article.id, article.source) == ("yes", "yes")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize("name", ["tresc", "treść", "TREŚĆ"])
def test_a_column_of_just_the_name_goes_before_one_like_it(
    tmp_path: Path, suffix: str, name: str
) -> None:
    row = {"tresc": "from tresc", "treść": "from treść", "TREŚĆ": "from TREŚĆ"}
    path = tmp_path / f"x{suffix}"
    if suffix == ".csv":
        write(path, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    else:
        jsonl(path, row)
    assert next(scan(path, text_column=name)).source == f"from {name}"
    assert next(scan(path)).source == "from treść"


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_a_file_of_a_corpus_keeps_its_metadata(tmp_path: Path, suffix: str) -> None:
    known = Metadata("Tak", "https://x.pl/1", "x.pl", "Jan Nowak", "2025-03-01T07:15", "old.txt")
    corpus = Corpus([Article("a/1", "Tak jest.", metadata=known), Article("b", "Nie.")], "s")
    path = tmp_path / f"c{suffix}"
    corpus.write(path)
    first, second = scan(path)
    assert (first.id, first.source, first.language) == ("a/1", "Tak jest.", "und")
    assert replace(first.metadata, path="") == replace(known, path="")
    assert first.metadata.path.startswith(f"{path.as_posix()}")
    assert replace(second.metadata, path="") == Metadata()
    assert not first.trace
    frame: Any = corpus.to_pandas().to_dict("records")
    assert replace(next(rows(frame)).metadata, path="") == replace(known, path="")


@pytest.mark.parametrize(
    "row",
    [
        {"id": "a", "text": "Tak.", "metadata": {"title": "T"}},
        {"id": "a", "source": "Tak.", "metadata": {"title": "T", "author": "A"}},
        {"id": "a", "source": "Tak.", "metadata": "title"},
        {"id": "a", "source": "Tak.", "metadata": None},
    ],
)
def test_other_columns_called_metadata_are_not_read(row: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    jsonl(path, row)
    for article in (next(scan(path)), next(rows([row]))):
        assert replace(article.metadata, path="") == Metadata()
        assert not article.failures


NAMED = {"published": "terbit pada", "outlet": "data", "title": "Judul ke-2"}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_columns_of_metadata_can_be_named(tmp_path: Path, suffix: str) -> None:
    row = {"text": "Ya.", "judul": "no", "Judul ke-2": "T", "Terbit_Pada": "18.9.2025", "Data": "O"}
    path = tmp_path / f"x{suffix}"
    if suffix == ".parquet":
        parquet(path, {name: [value] for name, value in row.items()})
    elif suffix == ".csv":
        write(path, ",".join(row) + "\n" + ",".join(row.values()) + "\n")
    else:
        jsonl(path, row)
    (article,) = scan(path, columns=NAMED)
    expected = Metadata(title="T", outlet="O", published="2025-09-18")
    assert replace(article.metadata, path="") == expected
    assert not article.trace
    (corpus,) = rows([row], columns=NAMED)
    assert corpus.metadata == expected


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"date": "Dato"}, "columns has 'date', expected title, source_url, .*text_column"),
        ({"text": "Tekst"}, "columns has 'text'"),
        ({"published": 3}, r"columns\['published'\] is 3, expected the name of a column"),
        ({"published": ""}, r"columns\['published'\] is '', expected the name of a column"),
        ({"published": " "}, r"columns\['published'\] is ' '"),
        (["published"], "columns is a mapping of metadata to the names of columns"),
    ],
)
def test_columns_of_no_metadata_are_an_error(columns: Any, message: str) -> None:
    for call in (scan, rows):
        with pytest.raises(ReadingError, match=message):
            call([], columns=columns)


def test_a_row_without_a_column_of_metadata_says_so() -> None:
    first, second = rows(
        [{"text": "a", "Dato": "2025-09-18"}, {"text": "b"}], columns={"published": "Dato"}
    )
    assert (first.metadata.published, first.trace) == ("2025-09-18", ())
    assert (second.source, second.failures) == ("b", ())
    (change,) = second.trace
    assert (change.name, change.detail) == (
        "column not found",
        "row-0002: found text, expected 'Dato': columns is to name one of these",
    )


@pytest.mark.parametrize(
    ("title", "text", "source"),
    [
        ("Færre kontorer", "De ble 12.", "Færre kontorer\n\nDe ble 12."),
        (None, "De ble 12.", "De ble 12."),
        (float("nan"), "De ble 12.", "De ble 12."),
        (" ", "De ble 12.", "De ble 12."),
        ("Færre kontorer", None, "Færre kontorer"),
    ],
)
def test_texts_of_several_columns_are_joined(title: Any, text: Any, source: str) -> None:
    (article,) = rows([{"Title": title, "text": text}], text_column=["title", "text"])
    assert article.source == source
    assert not article.failures
    empty = [change.detail for change in article.trace]
    assert empty == (["text"] if text is None else ["Title"] if article.source == text else [])


def test_several_columns_must_hold_texts() -> None:
    (article,) = rows([{"title": "x", "text": 3}], text_column=("title", "text"))
    assert "the text is int, expected a string" in reasons(article)
    (article,) = rows([{"title": None, "text": None}], text_column=("title", "text"))
    assert "the text is empty" in reasons(article)
    (article,) = rows([{"title": "x", "text": "y"}], text_column=("title", "lead"))
    assert "found title, text, expected 'lead'" in reasons(article)


@pytest.mark.parametrize("options", [{"text_column": "lead"}, {"id_column": "key"}, {}])
def test_a_column_that_is_missing_is_named(options: dict[str, Any]) -> None:
    expected = next(iter(options.values()), "text, source, body, content, article")
    row = {"headline": "x"} if not options else {"text": "x", "headline": "y"}
    (article,) = rows([row], **options)
    assert article.source == ""
    assert "row-0001: found" in reasons(article)
    assert "headline" in reasons(article)
    assert expected in reasons(article)


@pytest.mark.parametrize(
    "options",
    [{"text_column": "lead"}, {"id_column": "key"}, {"columns": {"outlet": "Sumber"}}],
)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_named_that_lacks_a_column_is_an_error_before_the_work(
    tmp_path: Path, options: dict[str, Any], suffix: str
) -> None:
    path = tmp_path / f"news{suffix}"
    table = pa.table({"text": ["satu", "dua"], "headline": ["x", "y"]})
    pacsv.write_csv(table, path) if suffix == ".csv" else pq.write_table(table, path)
    for inputs in (path, str(path), [path], ["satu dua", str(path)]):
        with pytest.raises(ColumnNotFoundError, match="found text, headline, expected"):
            scan(inputs, **options)
    (article,) = scan(tmp_path, **options)
    assert "found text, headline, expected" in reasons(article)
    assert [article.source for article in scan(path)] == ["satu", "dua"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "<p>Satu <b>7,3&nbsp;juta</b>\nrupiah.</p><p>Dua &oslash;</p>",
            "Satu 7,3 juta rupiah.\nDua ø",
        ),
        ("Satu<br>dua<br/>tiga", "Satu\ndua\ntiga"),
        ("<ul><li>satu</li><li>dua</li></ul><script>let x = '</p>';</script>", "satu\ndua"),
        ("satu<p", "satu<p"),
        ("3 < 5 & 7 > 2 &amp; <b>satu</b>", "3 < 5 & 7 > 2 &amp; <b>satu</b>"),
        ("<div><div>satu</div></div></div></style>dua", "satu\ndua"),
    ],
)
def test_texts_of_tables_lose_their_markup(text: str, source: str) -> None:
    (article,) = rows([{"text": text}])
    assert article.source == source
    assert [c.name for c in article.trace] == (["markup taken out"] if source != text else [])


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("2&nbsp;500 z&#322; grzywny &#8211; i&#x20;&quot;nic&quot;", '2 500 zł grzywny – i "nic"'),
        ("Go&oacute;d &amp; Co.; 3 &lt; 5", "Goód & Co.; 3 < 5"),
        ("AT&T; R&D; &copy 2026 &#; &nbsp", "AT&T; R&D; &copy 2026 &#; &nbsp"),
        ("Q&A; tom & jerry; &nosuch;", "Q&A; tom & jerry; &nosuch;"),
        ("Tag <b>satu</b> ditulis &lt;b&gt;", "Tag <b>satu</b> ditulis &lt;b&gt;"),
        ("&lt;p&gt;Tekst&lt;/p&gt;", "&lt;p&gt;Tekst&lt;/p&gt;"),
    ],
)
def test_texts_of_tables_lose_their_entities(text: str, source: str) -> None:
    (article,) = rows([{"text": text}])
    assert article.source == source
    assert [c.name for c in article.trace] == (["entities decoded"] if source != text else [])


@pytest.mark.parametrize("tag", ["<a ", "<p", "<!--"])
def test_very_many_tags_that_are_not_closed_are_text(tag: str) -> None:
    text = f"<p>satu</p>{tag * 100_000}"  # hours, if the end of each were looked for
    (article,) = rows([{"text": text}])
    assert article.source == "satu\n" + (tag * 100_000).strip()


def test_what_is_no_row_is_recorded() -> None:
    given: list[Any] = [{"text": "one"}, ["two"], None]
    found = list(rows(given))
    assert [article.source for article in found] == ["one", "", ""]
    assert "row-0002: found list, expected column names" in reasons(found[1])
    assert "found null" in reasons(found[2])


# Files of rows


def test_lines_of_json_are_read(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    write(path, '{"text": "satu\\u0000", "id": 5}\r\n\n  \n{"title": "T", "text": "dua"}')
    first, second = scan(path)
    assert (first.id, first.source, first.metadata.path) == ("5", "satu\0", f"{path.as_posix()}:1")
    assert (second.id, second.source) == ("dump:4", "dua")
    assert second.metadata == Metadata(title="T", path=f"{path.as_posix()}:4")


BAD_LINES = {
    "surrogate": (b'{"text": "abc\\ud800d"}', "lone surrogate U+D800 at character 3"),
    "no JSON": (b'{"text": "abc"', "is not JSON: Expecting ',' delimiter at character"),
    "no object": (b'["abc"]', "found list, expected column names"),
    "null": (b"null", "found null, expected column names"),
    "deep": (b"[" * 100_000, "is not JSON"),
    "digits": (b'{"text": ' + b"1" * 5000 + b"}", "is not JSON"),
    "null text": (b'{"text": null}', "the text is empty"),
    "number": (b'{"text": 5}', "the text is int, expected a string"),
    "no text": (b'{"title": "abc"}', "found title, expected one of text, source"),
    "empty": (b'{"text": ""}', "the text is empty"),
    "too long": (b'{"text": "' + b"x" * 1001 + b'"}', "1,001 characters, more than"),
    "too many bytes": (b'{"text": "' + b"x" * 2_000_000 + b'"}', "the line has over 1,048,576"),
    "damaged": (b'{"text": "\xc5\xbc\xc3\xb3\xff\xc5\x82w"}', "byte 0xff at offset 14"),
    "binary": (b'{"text": "a\0b"}', "byte 0x00 at offset 11 is of a binary file"),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES)
@pytest.mark.parametrize("end", [b"\n", b""], ids=["middle", "end"])
def test_a_bad_line_stops_no_other(tmp_path: Path, line: bytes, reason: str, end: bytes) -> None:
    after = b'{"text": "after"}\n' if end else b""
    path = write(tmp_path / "dump.jsonl", b'{"text": "before"}\n' + line + end + after)
    before, bad, *rest = scan(path, max_characters=1000)
    assert before.source == "before"
    assert (bad.id, bad.source, bad.metadata.path) == ("dump:2", "", f"{path.as_posix()}:2")
    assert reasons(bad).startswith(f"{path.as_posix()}:2: ")
    assert reason in reasons(bad)
    assert [article.source for article in rest] == (["after"] if after else [])
    with pytest.raises(ReadingError, match=r"dump\.jsonl:2: "):
        list(scan(path, max_characters=1000, on_error="raise"))


def test_surrogates_beside_the_text_are_replaced_and_noted(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "x.jsonl", {"text": "abc", "title": "T\ud800", "id": "i\udc00"})
    (article,) = scan(path)
    assert (article.id, article.source, article.metadata.title) == ("i\ufffd", "abc", "T\ufffd")
    assert {change.detail for change in article.trace} == {"title", "id"}


def test_no_reason_holds_a_surrogate(tmp_path: Path) -> None:
    odd = "kol\ud800umn"
    path = jsonl(tmp_path / "x.jsonl", {odd: "abc"})
    found = [
        *scan(path),
        *scan(path, text_column=odd + "\udc00x"),
        *rows([{odd: 1}, {"text": "x"}], id_column=odd),
        *scan([f"{odd}.txt", odd]),
    ]
    assert all(article.failures for article in found)
    assert all(reasons(article).encode() for article in found)
    assert any("kol\ufffdumn" in reasons(article) for article in found)


@pytest.mark.skipif(os.name == "nt", reason="file names there are always Unicode")
def test_file_names_that_are_not_unicode_are_made_so(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"caf\xe9.txt"), "x")
    (article,) = scan(tmp_path)
    assert article.id == "caf\ufffd"
    assert article.metadata.path.encode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1250"])
def test_rows_are_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    as_json = json.dumps({"text": POLISH}, ensure_ascii=False) + "\n"
    write(tmp_path / "a.jsonl", as_json * 2, encoding)
    write(tmp_path / "b.csv", f'text,title\r\n"{POLISH}\n{POLISH}",\r\n', encoding)
    first, second, third = scan(tmp_path)
    assert first.source == second.source == POLISH
    assert third.source == f"{POLISH}\n{POLISH}"
    noted = bool(first.trace) and bool(second.trace) and bool(third.trace)
    assert noted == (encoding != "utf-8-sig")


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv"])
@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_the_encoding_is_that_of_the_file_not_of_a_row(
    tmp_path: Path, suffix: str, encoding: str
) -> None:
    sources = ["Plain words only."] * 3000 + [POLISH, "Gaz £", "Plain.", "Łódź"]
    sources[3001] = "ą"  # by itself it could be any letter
    if suffix == ".jsonl":
        lines = [json.dumps({"text": source}, ensure_ascii=False) for source in sources]
    else:
        lines = ["text", *sources] if suffix == ".tsv" else ["text", *(f'"{s}"' for s in sources)]
    found = list(scan(write(tmp_path / f"x{suffix}", "\n".join(lines), encoding)))
    assert [article.source for article in found] == sources
    assert found[-1].trace == (Change("read", f"decoded as {encoding}"),)
    assert found[0].trace == ()


def test_a_row_of_another_encoding_than_its_file_is_a_failure_or_utf8(tmp_path: Path) -> None:
    rows_of_file = [POLISH.encode("cp1250")] * 5 + [b"\x83 \x81", POLISH.encode()]
    lines = [b'{"text": "%s"}' % row for row in rows_of_file]
    *good, bad, utf8 = scan(write(tmp_path / "x.jsonl", b"\n".join(lines)))
    assert {article.source for article in good} == {POLISH}
    assert "x.jsonl:6: is not UTF-8, cp1250 has no character for byte 0x83" in reasons(bad)
    assert (utf8.source, utf8.trace) == (POLISH, ())


def test_files_with_marks_can_be_put_together(tmp_path: Path) -> None:
    line = json.dumps({"text": POLISH}) + "\n"
    found = scan(write(tmp_path / "x.jsonl", codecs.BOM_UTF8 + line.encode("utf-8-sig") * 2))
    assert [article.source for article in found] == [POLISH, POLISH]


def test_a_damaged_stream_says_where_it_ends(tmp_path: Path) -> None:
    data = '{"text": "satu"}\n{"text": "dua"}\n'.encode("utf-16")
    path = write(tmp_path / "x.jsonl", data + b"\x00\xd8" + data[2:] * 9000)
    *before, last = scan(path)
    assert [article.source for article in before] == ["satu", "dua"]
    assert (last.id, last.source) == ("x", "")
    assert f"at offset {len(data)} is not utf-16-le" in reasons(last)


def test_csv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    text = 'He said "so, so; so".\r\n\nNew\rline\x85\u2028 \x1f'
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["Id", "Text", "title", "Text"], ["k", text, "T", "second"]])
        file.write("\n\n")
        writer.writerows([["", "plain", "", ""], ["\ufeffm", "\ufeffmarked", "", ""]])
    first, second, third = scan(path)
    assert (first.id, first.source, first.metadata.title) == ("k", text, "T")
    assert (second.id, second.source) == ("x:2", "plain")
    assert (third.id, third.source) == ("\ufeffm", "\ufeffmarked")
    assert second.metadata == Metadata(path=f"{path.as_posix()}, row 2")


@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(tmp_path: Path, delimiter: str, name: str) -> None:
    if name == "x.tsv" and delimiter != "\t":
        delimiter = "\t"
    lines = [["id", "text", "a,b;c|d"], ["1", "Satu, dua; tiga | empat.", ""]]
    quoted = [delimiter.join(f'"{cell}"' for cell in line) for line in lines]
    (article,) = scan(write(tmp_path / name, "\n".join(quoted)))
    assert (article.id, article.source) == ("1", "Satu, dua; tiga | empat.")


@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("line", ["sep=;\n", "sep=,\r\n", "sep=\t\n", '"sep=;"\n', "SEP=^\n"])
def test_a_first_line_may_name_the_delimiter(
    tmp_path: Path, line: str, encoding: str, name: str
) -> None:
    sign = line.strip('"\r\n')[-1]
    rows = [["key", "text", "title"], ["1", f"Źle; a, b\t{sign}.", "Żal, nie"]]
    content = "".join(sign.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    (article,) = scan(write(tmp_path / name, line + content, encoding))
    assert (article.source, article.metadata.title) == (rows[1][1], "Żal, nie")
    assert article.id == "x:1"
    assert not article.failures


def test_long_fields_are_read_and_the_limit_is_left_as_it_was(tmp_path: Path) -> None:
    long = "x" * 600_000
    before = csv.field_size_limit(999)
    try:
        found = [a.source for a in scan(write(tmp_path / "x.csv", f"text,id\n{long},a\nb,c\n"))]
        assert csv.field_size_limit() == 999
    finally:
        csv.field_size_limit(before)
    assert found == [long, "b"]


BAD_RECORDS = {
    "too few fields": ("1,one", "one", "found 2 fields, expected 3"),
    "too many fields": ("1,one, two,x", "one", "found 4 fields, expected 3"),
    "no text": ("1", "", "found 1 fields, expected 3"),
    "sloppy quotes": ('1,"one"two,', "", "cannot be parted into fields"),
    "empty": ("1,,", "", "the text is empty"),
    "too long": (f"1,{'x' * 1001},", "", "1,001 characters, more than"),
}


@pytest.mark.parametrize(("line", "source", "reason"), BAD_RECORDS.values(), ids=BAD_RECORDS)
def test_a_bad_record_stops_no_other(tmp_path: Path, line: str, source: str, reason: str) -> None:
    path = write(tmp_path / "x.csv", f"id,text,title\n0,before,\n{line}\n2,after,,\n")
    before, bad, after = scan(path, max_characters=1000)
    assert (before.source, after.source) == ("before", "after")
    assert not before.failures
    assert not after.failures
    assert bad.source == source
    assert bad.metadata.path == f"{path.as_posix()}, row 2"
    with pytest.raises(ReadingError, match=f"x.csv, row 2: .*{reason}"):
        list(scan(path, max_characters=1000, on_error="raise"))


def test_a_bad_byte_in_a_record_stops_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", b"id,text\n1,\xc5\xbc\xc3\xb3\xff\xc5\x82w\n2,\xc5\xbcle\n")
    bad, good = scan(path)
    assert "x.csv, row 1: byte 0xff" in reasons(bad)
    assert (good.source, good.failures) == ("żle", ())


NOT_CLOSED = {
    "to the end": ('2,"two,\n3,three,\n4,four,', "3–5"),
    "to another quotation mark": ('2,"two,\n3,three,\n4,"four",', "3–5"),
    "several": ('2,"two,\n3,"three,\n4,four,', "3–4"),
    "closed by chance": ('2,"two,\n3,three,\n4,four,x"', "3–5"),
    "closed in a line": ('2,"two,\n3,three,\n4,fo"ur,', "3–5"),
}


@pytest.mark.parametrize(("rest", "lines"), NOT_CLOSED.values(), ids=NOT_CLOSED)
@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_quotation_mark_that_is_not_closed_loses_no_other_row(
    tmp_path: Path, rest: str, lines: str, end: str, newline: str
) -> None:
    content = f'id,text,title\n1,"one",\n{rest}{end}'.replace("\n", newline)
    path = write(tmp_path / "x.csv", content)
    first, broken, third, fourth = scan(path)
    assert (first.id, first.source) == ("1", "one")
    assert f"x.csv, row 2: lines {lines} were taken for one field: a quotation mark is" in reasons(
        broken
    )
    assert "line 3 is left out" in reasons(broken)
    assert third.source == ("" if '"three' in rest else "three")
    assert fourth.source.replace('"', "") == "four"
    assert fourth.metadata.path == f"{path.as_posix()}, row 4"


def test_a_text_of_several_lines_is_one_field_even_if_a_field_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", 'id,text,title\n1,"A text.\n\nSecond, third.\n"\n2,two,\n')
    first, second = scan(path)
    assert first.source == "A text.\n\nSecond, third.\n"
    assert "found 2 fields, expected 3" in reasons(first)
    assert (second.source, second.failures) == ("two", ())


def test_a_field_over_the_limit_ends_no_file(tmp_path: Path) -> None:
    long = "x" * 3_000_000
    lines = ["text", "one", '"two', *["three " * 150] * 2_000, f'"{long}"', "four"]
    first, broken, *rest, too_long, last = scan(
        write(tmp_path / "x.csv", "\n".join(lines)), max_characters=1000
    )
    assert first.source == "one"
    assert "lines 3–" in reasons(broken)
    assert "limit" in reasons(broken)
    assert len(rest) == 2_000
    assert {article.source for article in rest} == {"three " * 150}
    assert "limit" in reasons(too_long)
    assert last.source == "four"


def test_quotation_marks_that_chain_all_lines_take_no_time_without_end(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", "id,text\n" + '1,"a\n' + 'x","z\n' * 20_000)
    found = list(scan(path))
    assert all(article.failures for article in found)
    assert any("all of it is left out" in reasons(article) for article in found)


def test_a_first_line_of_one_long_field_is_no_error_of_the_run(tmp_path: Path) -> None:
    (article,) = scan([write(tmp_path / "x.csv", "x" * 200_000 + "\n")])
    assert "expected one of text" in reasons(article)


@pytest.mark.parametrize("content", ["id,headline\n1,x\n", '"id\n1,x\n'])
def test_a_bad_header_is_one_failure(tmp_path: Path, content: str) -> None:
    (article,) = scan(write(tmp_path / "x.csv", content))
    assert article.id == "x"
    assert "expected" in reasons(article)


@pytest.mark.parametrize(("name", "content"), [("x.csv", "text\n"), ("x.jsonl", "\n\n")])
def test_a_file_without_rows_is_noted(tmp_path: Path, name: str, content: str) -> None:
    (article,) = scan(write(tmp_path / name, content))
    assert f"{name}: holds no rows" in reasons(article)


def test_parquet_is_read(tmp_path: Path) -> None:
    columns: dict[str, Any] = {
        "text": ["satu", None, "tiga"],
        "Date": [date(2025, 1, 2), None, None],
        "id": [10, 11, None],
        "nested": [{"text": "x"}] * 3,
    }
    path = parquet(tmp_path / "x.parquet", columns)
    first, second, third = scan(path)
    assert (first.id, first.source, first.metadata.published) == ("10", "satu", "2025-01-02")
    assert "the text is empty" in reasons(second)
    assert (third.id, third.source) == ("x:3", "tiga")
    assert third.metadata.path == f"{path.as_posix()}, row 3"


def test_a_bad_string_in_parquet_stops_no_other(tmp_path: Path) -> None:
    import pyarrow as pa

    strings = pa.array([b"one", b"\xff\xfe", b"three"]).view(pa.string())
    first, second, third = scan(parquet(tmp_path / "x.parquet", {"text": strings}))
    assert (first.source, third.source) == ("one", "three")
    assert "x.parquet, row 2: a value cannot be read" in reasons(second)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"PAR1 but not really", "cannot be read as parquet"), (b"", "file is empty")],
)
def test_what_is_no_parquet_is_noted(tmp_path: Path, data: bytes, reason: str) -> None:
    (article,) = scan(write(tmp_path / "x.parquet", data))
    assert reason in reasons(article)


def test_parquet_without_a_text_is_one_failure(tmp_path: Path) -> None:
    (article,) = scan(parquet(tmp_path / "x.parquet", {"a": [1, 2], "b": [3, 4]}))
    assert "x.parquet: found a, b, expected one of text" in reasons(article)


# HTML


PAGE = """<!DOCTYPE html><html lang="ro"><head><title>Titlul știrii</title>
<meta charset="utf-8"><meta name="author" content="Ion Popescu">
<meta property="og:site_name" content="Ziarul"><meta property="og:title" content="Titlul știrii">
<link rel="canonical" href="https://ziar.example.ro/2025/10/30/stire.html">
<meta property="article:published_time" content="2025-10-30T19:59:20+02:00"></head>
<body><nav><a href="/">Acasă</a> <a href="/sport">Sport</a></nav><article><h1>Titlul știrii</h1>
<p>Primul paragraf al știrii are destule cuvinte ca să fie luat drept text de articol.</p>
<p>Al doilea paragraf spune și el destule lucruri ca să nu fie luat drept meniu al paginii.</p>
<p>Al treilea paragraf încheie știrea cu o propoziție lungă, cum se cade într-un ziar bun.</p>
</article><footer>Drepturi rezervate</footer></body></html>"""


def test_html_is_read_by_trafilatura(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    (article,) = scan(write(tmp_path / "x.html", PAGE))
    assert "Al doilea paragraf spune" in article.source
    assert "Drepturi rezervate" not in article.source
    assert "<p>" not in article.source
    assert article.metadata == Metadata(
        title="Titlul știrii",
        source_url="https://ziar.example.ro/2025/10/30/stire.html",
        outlet="example.ro",
        author="Ion Popescu",
        published="2025-10-30T19:59:20+02:00",
        path=(tmp_path / "x.html").as_posix(),
    )
    assert [change.name for change in article.trace] == ["main text taken from HTML"]


DECLARATIONS = [
    '<meta charset="{}">',
    "<META CHARSET={}>",
    '<meta http-equiv="Content-Type" content="text/html; charset={}">',
]


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("encoding", ["iso-8859-2", "windows-1250", "ISO-8859-16"])
def test_a_page_is_read_in_the_encoding_that_it_declares(
    tmp_path: Path, declaration: str, encoding: str
) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    text = PAGE.replace("ș", "ş").replace("ț", "ţ") if encoding != "ISO-8859-16" else PAGE
    text = text.replace('<meta charset="utf-8">', declaration.format(encoding))
    (article,) = scan(write(tmp_path / "x.html", text, encoding))
    assert ("ştirii are destule" in article.source) == (encoding != "ISO-8859-16")
    assert ("știrii are destule" in article.source) == (encoding == "ISO-8859-16")
    assert "să fie luat" in article.source
    assert article.trace[0] == Change("read", f"decoded as {codecs.lookup(encoding).name}")


def test_a_page_without_an_article_is_noted(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    (article,) = scan(write(tmp_path / "x.htm", "<html><body></body></html>"))
    assert "x.htm: no article was found" in reasons(article)


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A trafilatura whose answers the test gives, and which says what it was asked."""
    pages: dict[str, Any] = {}
    double = ModuleType("trafilatura")

    def bare_extraction(html: str, **options: object) -> object:
        answer = pages[html]
        if isinstance(answer, Exception):
            raise answer
        return answer

    double.__dict__.update(bare_extraction=bare_extraction, __version__="9.9")
    monkeypatch.setitem(sys.modules, "trafilatura", double)
    return pages


def page(**known: str | None) -> SimpleNamespace:
    fields = ("text", "title", "url", "hostname", "sitename", "author", "date")
    return SimpleNamespace(**{**dict.fromkeys(fields), **known})


@pytest.mark.parametrize(
    ("known", "outlet"),
    [
        ({"hostname": "example.ro", "sitename": "Ziarul"}, "example.ro"),
        ({"sitename": "Ziarul"}, "Ziarul"),
        ({}, ""),
    ],
)
def test_what_a_page_says_becomes_metadata(
    tmp_path: Path, extractor: dict[str, Any], known: dict[str, str], outlet: str
) -> None:
    extractor[f"<p>{POLISH}"] = page(text="The text.", title="T", date="2025-10-30", **known)
    path = write(tmp_path / "x.htm", f"<p>{POLISH}", "cp1250")
    (article,) = scan(path)
    expected = Metadata(title="T", outlet=outlet, published="2025-10-30", path=path.as_posix())
    assert (article.id, article.source, article.metadata) == ("x", "The text.", expected)
    assert article.trace == (
        Change("read", "decoded as cp1250"),
        Change("read", "main text taken from HTML", "trafilatura 9.9"),
    )


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ('property="article:published_time" content="2025-10-30T07:15:00Z"', "T07:15:00Z"),
        ("content='2025-10-30 07:15' name='datePublished'", "T07:15"),
        ('itemprop=datePublished content="2025-10-30T07:15:00&#43;02:00"', "T07:15:00+02:00"),
        ('"datePublished" : "2025-10-30T07:15:00.000+0200"', "T07:15:00.000+0200"),
        ('"datePublished":"2025-10-30","dateModified":"2025-10-30T09:00"', ""),
        ('"dateModified":"2025-10-30T09:00","datePublished":"2025-10-30"', ""),
        ('property="article:published_time" content="2025-10-29T23:15:00Z"', ""),
        ('property="article:published_time" content="2025-10-30T99:15:00Z"', ""),
        ('property="article:modified_time" content="2025-10-30T07:15:00Z"', ""),
    ],
)
def test_the_time_of_day_that_a_page_states_is_kept(
    tmp_path: Path, extractor: dict[str, Any], stated: str, published: str
) -> None:
    extractor[f"<meta {stated}>"] = page(text="The text.", date="2025-10-30")
    (article,) = scan(write(tmp_path / "x.html", f"<meta {stated}>"))
    assert article.metadata.published == f"2025-10-30{published}"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "no article was found"),
        (page(), "no article was found"),
        (page(text="x" * 1001), "more than max_characters"),
        (RecursionError("too deep"), "trafilatura failed: RecursionError"),
    ],
)
def test_a_page_that_cannot_be_read_stops_no_other(
    tmp_path: Path, extractor: dict[str, Any], answer: object, reason: str
) -> None:
    extractor.update({"<p>a": answer, "<p>b": page(text="Good.")})
    write(tmp_path / "a.html", "<p>a")
    write(tmp_path / "b.html", "<p>b")
    bad, good = scan(tmp_path, max_characters=1000)
    assert (bad.source, good.source) == ("", "Good.")
    assert reason in reasons(bad)


def test_html_needs_the_extra(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    write(folder / "z.html", PAGE)
    with pytest.raises(MissingExtraError, match=r"reformtext\[html\]"):
        scan(folder)  # at once, not after all that comes before it
    with pytest.raises(MissingExtraError):
        list(scan(folder / "z.html"))


# Laziness


def test_inputs_are_taken_one_at_a_time() -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        for number in count(1):
            taken.append(number)
            yield f"Text number {number}."

    for call in (scan, texts):
        taken.clear()
        assert [article.id for article in islice(call(endless()), 3)][-1] == "text-0003"
        assert taken == [1, 2, 3]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_big_file_is_not_read_whole(tmp_path: Path, suffix: str) -> None:
    text = "Kota besar. " * 100
    line = json.dumps({"text": text}) + "\n" if suffix == ".jsonl" else f'"{text}"\n'
    head = "" if suffix == ".jsonl" else "text\n"
    path = write(tmp_path / f"big{suffix}", head + line * 2_000)
    tracemalloc.start()
    try:
        found = sum(article.source == text for article in scan(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == 2_000
    assert peak < path.stat().st_size / 3


def test_files_are_opened_only_when_their_turn_comes(tmp_path: Path) -> None:
    for name in "abc":
        write(tmp_path / f"{name}.txt", name)
    articles = scan(tmp_path)
    assert next(articles).source == "a"
    write(tmp_path / "b.txt", "changed")
    assert next(articles).source == "changed"


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_a_table_in_memory_is_read_as_its_rows(kind: str) -> None:
    given: list[dict[str, object]] = [
        {"judul": "Satu", "teks": "Ya, benar.", "tanggal": "18.09.2025"},
        {"judul": None, "teks": None, "tanggal": None},
    ]
    makers: dict[str, Callable[[list[Any]], Any]] = {
        "pandas": pd.DataFrame,
        "polars": pl.DataFrame,
        "arrow": pa.Table.from_pylist,
    }
    table = makers[kind](given)
    assert list(scan(table)) == list(rows(table)) == list(rows(given))
    first, second = scan(table)
    assert (first.id, first.source, first.metadata.title) == ("row-0001", "Ya, benar.", "Satu")
    assert first.metadata.published == "2025-09-18"
    assert reasons(second) == "row-0002: the text is empty"


def test_a_table_in_memory_that_lacks_a_column_is_an_error() -> None:
    table = pd.DataFrame({"isi lain": ["Ya, benar."]})
    with pytest.raises(ReadingError, match="the table: found isi lain, expected one of text, "):
        scan(table)
    with pytest.raises(ColumnNotFoundError, match="the table: found isi lain, expected 'teks'"):
        scan(table, text_column="teks")
    assert [article.source for article in scan(table, text_column="isi lain")] == ["Ya, benar."]
    with pytest.raises(ReadingError, match="give the column of its texts"):
        texts(table)  # type: ignore[arg-type]
    assert [article.source for article in texts(table["isi lain"])] == ["Ya, benar."]
