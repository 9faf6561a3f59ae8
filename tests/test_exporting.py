from __future__ import annotations

import json
import os
import re
import stat
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import articles, corpora

from reformtext.article import (
    Article,
    Change,
    Check,
    Detection,
    Failure,
    Kind,
    Metadata,
    Segment,
    Span,
    Status,
    Vote,
)
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError, FormatError, InputNotFoundError, MissingExtraError
from reformtext.exporting import (
    Writer,
    article_to_row,
    check_output,
    jsonl_lines,
    row_to_article,
    schema,
)
from reformtext.runs import load
from reformtext.segment_tables import SegmentRow, SegmentTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMATS = (".parquet", ".jsonl")
SOURCE = "Judul 👩‍👩‍👧\r\n\r\n  Isi\x00 berita\u2028Sumber: x\n"


def make_segments() -> tuple[Segment, ...]:
    heading = replace(
        Segment.cut(SOURCE, 0, 11, Kind.HEADING),
        status=Status.TRANSLATED,
        english="Heading 👩",
        score=-0.1 - 0.2,
        checks=(Check("numbers", passed=True), Check("length", passed=False, detail="1.9")),
    )
    body = Segment.cut(SOURCE, 17, 28, Kind.SENTENCE).as_failed("no words")
    return heading, body, Segment.cut(SOURCE, 29, 38, Kind.SOURCE_LINE)


def make_article(name: str = "a") -> Article:
    return Article(
        id=name,
        source=SOURCE,
        detection=Detection("id", "", 0.98, (Vote("one", "id", 0.99), Vote("two", "ms", 5e-324))),
        metadata=Metadata("Judul", "https://example.org/1", "example.org", "N. N.", "2025-10", "x"),
        segments=make_segments(),
        trace=(Change("read", "decoded", "utf-8"),),
        failures=(Failure("clean", "odd"), Failure("clean", "empty place", Span(12, 12))),
    )


def written(path: Path, *, names: str = "ab", signature: str = "s:1") -> Corpus:
    corpus = Corpus([make_article(name) for name in names], signature)
    corpus.write(path)
    return corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exported")


# Round trips


@pytest.mark.parametrize("suffix", FORMATS)
@settings(deadline=None)  # a disk may be slow
@given(corpus=corpora())
def test_a_corpus_is_loaded_as_it_was_written(folder: Path, suffix: str, corpus: Corpus) -> None:
    path = folder / f"any{suffix}"
    corpus.write(path)
    loaded = load(path)
    assert list(loaded) == list(corpus)
    if len(corpus) or suffix == ".parquet":
        assert loaded == corpus


@given(articles(), st.text(max_size=5))
def test_a_row_becomes_the_article_it_came_from(article: Article, signature: str) -> None:
    assert row_to_article(article_to_row(article, signature)) == article


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    "article",
    [
        make_article(),
        Article("raw", ""),
        Article("undetected", "text", metadata=Metadata(title="t")),
        Article("blank", " \n\t\r\n"),
        Article("\x00", "\x00\ufeff\ufffe"),
        Article("long", "å" * 3_000_000, segments=()),
    ],
    ids=lambda article: repr(article.id),
)
def test_unlikely_articles_survive(tmp_path: Path, suffix: str, article: Article) -> None:
    corpus = Corpus([article], "s\x00ignature")
    corpus.write(tmp_path / f"c{suffix}")
    assert load(tmp_path / f"c{suffix}") == corpus


@pytest.mark.parametrize("score", [None, 0.0, -1e308, -5e-324, -0.1 - 0.2])
@pytest.mark.parametrize("suffix", FORMATS)
def test_scores_are_exact(tmp_path: Path, suffix: str, score: float | None) -> None:
    segment = replace(make_segments()[0], score=score)
    Corpus([Article("a", segment.source, segments=(segment,))]).write(tmp_path / f"c{suffix}")
    assert load(tmp_path / f"c{suffix}")[0].segments[0].score == score


def test_only_parquet_has_room_for_the_signature_of_no_articles(tmp_path: Path) -> None:
    empty = Corpus([], "s:1")
    for suffix in FORMATS:
        empty.write(tmp_path / f"c{suffix}")
    assert load(tmp_path / "c.parquet") == empty
    assert load(tmp_path / "c.jsonl") == Corpus([], "")


@pytest.mark.parametrize("suffix", FORMATS)
def test_equal_corpora_give_equal_bytes(tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"1{suffix}", tmp_path / f"2{suffix.upper()}"
    written(first)
    written(second)
    assert first.read_bytes() == second.read_bytes()
    load(first).write(second)
    assert first.read_bytes() == second.read_bytes()


def test_columns_that_others_added_are_left_out(tmp_path: Path) -> None:
    corpus = written(tmp_path / "c.parquet")
    table = pq.read_table(tmp_path / "c.parquet")
    pq.write_table(table.append_column("topic", pa.array([1, 2])), tmp_path / "d.parquet")
    assert load(tmp_path / "d.parquet") == corpus


def test_what_pandas_writes_can_be_loaded(tmp_path: Path) -> None:
    corpus = written(tmp_path / "c.parquet")
    corpus.to_pandas().to_parquet(tmp_path / "d.parquet")
    assert load(tmp_path / "d.parquet") == corpus


# Formats


def test_the_schema_is_that_of_the_rows() -> None:
    row = article_to_row(make_article(), "s")
    assert schema().names == list(row)
    for name in ("metadata", "detection"):
        assert [field.name for field in schema().field(name).type] == list(row[name])
    for name in ("segments", "failures", "trace"):
        assert [field.name for field in schema().field(name).type.value_type] == list(row[name][0])


def test_arrow_and_parquet_share_the_schema(tmp_path: Path) -> None:
    corpus = written(tmp_path / "c.parquet")
    assert corpus.to_arrow().schema.equals(schema())
    assert pq.read_table(tmp_path / "c.parquet").equals(corpus.to_arrow())


def test_a_line_is_one_object_in_plain_utf8(tmp_path: Path) -> None:
    corpus = written(tmp_path / "c.jsonl")
    lines = (tmp_path / "c.jsonl").read_bytes().decode().removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == [article_to_row(a, "s:1") for a in corpus]
    assert [list(json.loads(line)) for line in lines] == [schema().names] * len(corpus)
    assert "👩‍👩‍👧" in lines[0]


def test_derived_columns_hold_what_the_article_gives() -> None:
    article = make_article()
    row = article_to_row(article, "s")
    assert (row["language"], row["english"]) == (article.language, article.english)
    assert [s["source"] for s in row["segments"]] == [s.source for s in article.segments]
    assert [(f["start"], f["end"]) for f in row["failures"]] == [(None, None), (12, 12)]


def test_parquet_is_written_in_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    with Writer(path) as writer:
        for number in range(5000):
            writer.add(Article(str(number), "text"))
    parquet = pq.ParquetFile(path)
    sizes = [parquet.metadata.row_group(n).num_rows for n in range(parquet.num_row_groups)]
    assert sizes == [2048, 2048, 904]
    assert load(path).ids == tuple(map(str, range(5000)))


def test_long_texts_end_a_row_group_early(tmp_path: Path) -> None:
    with Writer(tmp_path / "c.parquet") as writer:
        for name in "abc":
            writer.add(Article(name, "x" * 17_000_000))
    assert pq.ParquetFile(tmp_path / "c.parquet").num_row_groups == 3


# Writing


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("existing", [True, False])
def test_a_failure_in_the_middle_leaves_what_was_there(
    tmp_path: Path, suffix: str, *, existing: bool
) -> None:
    path = tmp_path / f"c{suffix}"
    before = written(path) if existing else None
    broken = Corpus([make_article("a"), Article("b", "ok \ud83d"), make_article("c")])
    with pytest.raises(CorpusError, match=r"article 'b'.*source: character 3 is U\+D83D"):
        broken.write(path)
    assert list(tmp_path.iterdir()) == ([path] if existing else [])
    assert not existing or load(path) == before


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("No space left on device")

    before = written(tmp_path / f"c{suffix}")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        Corpus([make_article("new")]).write(tmp_path / f"c{suffix}")
    assert load(tmp_path / f"c{suffix}") == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_write_that_failed_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    def careless() -> None:
        with Writer(tmp_path / "c.parquet") as writer:
            with pytest.raises(OSError, match="No space"):
                writer.add(Article("a", "x" * 17_000_000))  # enough to be written at once
            assert list(tmp_path.iterdir()) == []

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(CorpusError, match="writing to it has failed"):
        careless()
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_cannot_start_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ImportError), Writer(tmp_path / "c.parquet"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_appears_before_the_end(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"c{suffix}"
    with Writer(path, "s") as writer:
        writer.add(make_article())
        assert not path.exists()
    assert load(path) == Corpus([make_article()], "s")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_error_of_the_caller_discards_the_file(tmp_path: Path, suffix: str) -> None:
    def interrupted() -> None:
        with Writer(tmp_path / f"c{suffix}") as writer:
            writer.add(make_article())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_refused_article_does_not_stop_the_next(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"c{suffix}"
    with Writer(path) as writer:
        writer.add(make_article("a"))
        for refused in (Article("b", "\udc00"), make_article("a")):
            with pytest.raises(CorpusError):
                writer.add(refused)
        writer.add(make_article("c"))
    assert load(path).ids == ("a", "c")


def _with_segment(**changes: Any) -> Article:
    article = make_article()
    first, *others = article.segments
    return replace(article, segments=(replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("article", "place"),
    [
        (Article("\ud800", "x"), "id: character 0"),
        (replace(make_article(), metadata=Metadata(author="x\udfff")), "metadata.author"),
        (_with_segment(english="\ud800"), r"segments\[0\]\.english: .*replace the character, or"),
        (
            _with_segment(checks=(Check("a", True, "\ud800"),)),
            r"segments\[0\]\.checks\[0\]\.detail",
        ),
        (
            _with_segment(score=float("nan")),
            r"segments\[0\].score: expected a finite number, found float nan; replace it, or",
        ),
        (_with_segment(score=float("-inf")), r"segments\[0\].score"),
        (
            replace(make_article(), detection=Detection("\ud800", "", 1.0)),
            r"detection\.language: character 0 is U\+D800",
        ),
        (
            replace(make_article(), detection=Detection("no", "", float("inf"))),
            r"detection\.confidence: .*found float inf; replace it",
        ),
        (_with_segment(score="high"), r"segments\[0\].score"),
        (_with_segment(checks=(Check("a", 1),)), r"checks\[0\].passed: expected true or false"),  # type: ignore[arg-type]  # wrong on purpose
    ],
)
@pytest.mark.parametrize("suffix", FORMATS)
def test_what_cannot_be_written_is_named(
    tmp_path: Path, suffix: str, article: Article, place: str
) -> None:
    message = rf"article {re.escape(repr(article.id))} cannot .*{place}.* leave the article out"
    with pytest.raises(CorpusError, match=message):
        Corpus([article]).write(tmp_path / f"c{suffix}")
    with pytest.raises(CorpusError, match=message):
        Corpus([article]).to_arrow()


def test_what_can_be_written_is_left_by_the_filter_that_the_message_names(tmp_path: Path) -> None:
    corpus = Corpus([make_article("whole"), _with_segment(score=float("nan"))])
    with pytest.raises(CorpusError, match=r"article 'a' cannot .*Corpus\.filter"):
        corpus.write(tmp_path / "c.jsonl")
    corpus.filter(lambda article: article.id != "a").write(tmp_path / "c.jsonl")
    assert load(tmp_path / "c.jsonl").ids == ("whole",)


def test_a_table_names_the_row_that_cannot_be_written() -> None:
    corpus = Corpus([make_article("whole"), _with_segment(english="\ud800")])
    with pytest.raises(CorpusError, match=r"row 3 of article 'a' .*english"):
        corpus.segments().to_arrow()


@pytest.mark.parametrize(
    "export",
    [
        lambda corpus, folder: corpus.write(folder / "c.parquet"),
        lambda corpus, _: corpus.to_arrow(),
        lambda corpus, _: list(jsonl_lines(corpus)),
    ],
)
@pytest.mark.parametrize("names", ["", "a"])
def test_a_signature_that_cannot_be_written_is_refused(
    tmp_path: Path, export: Callable[[Corpus, Path], object], names: str
) -> None:
    with pytest.raises(CorpusError, match=r"^the signature cannot .*U\+D800"):
        export(Corpus(map(make_article, names), "\ud800"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_folders_are_created(tmp_path: Path) -> None:
    path = tmp_path / "new" / "newer" / "c.jsonl"
    assert written(path) == load(path)


def test_the_file_behind_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "c.jsonl"
    link.symlink_to(tmp_path / "real" / "data.jsonl")
    written(link)
    assert link.is_symlink()
    assert load(tmp_path / "real" / "data.jsonl").ids == ("a", "b")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_file_has_the_permissions_of_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    written(tmp_path / "c.parquet")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_writer_is_used_in_a_with_statement(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "c.jsonl")
    with pytest.raises(CorpusError, match="with Writer"):
        writer.add(make_article())
    with writer:
        writer.add(make_article("a"))
    with pytest.raises(CorpusError, match="with Writer"):
        writer.add(make_article("b"))
    assert load(tmp_path / "c.jsonl").ids == ("a",)


@pytest.mark.parametrize("name", ["c.csv", "c", "c.parquet.gz", ".jsonl"])
def test_an_unknown_suffix_lists_the_formats(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match=r"\.parquet or \.jsonl"):
        Corpus([]).write(tmp_path / name)
    (tmp_path / name).touch()
    with pytest.raises(FormatError, match=r"\.parquet or \.jsonl"):
        load(tmp_path / name)


@pytest.mark.parametrize("name", ["c.jsonl", "new/newer/c.PARQUET"])
def test_an_output_is_checked_and_not_created(tmp_path: Path, name: str) -> None:
    check_output(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["c.txt", "file/c.jsonl", "folder.jsonl"])
def test_an_impossible_output_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(FormatError, match=name.split("/", maxsplit=1)[0]):
        check_output(tmp_path / name)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    corpus = written(tmp_path / "c.jsonl")
    assert "".join(jsonl_lines(corpus)).encode() == (tmp_path / "c.jsonl").read_bytes()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "c.parquet").mkdir()
    with pytest.raises(FormatError, match="folder"):
        Corpus([]).write(tmp_path / "c.parquet")
    with pytest.raises(FormatError, match="folder"):
        load(tmp_path / "c.parquet")


# Loading what is broken


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError, match=r"nowhere\.parquet"):
        load(tmp_path / "nowhere.parquet")


def _drop(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.pop(name)


def _set(value: object, *place: str | int) -> Callable[[dict[str, Any]], None]:
    def change(row: Any) -> None:
        for step in place[:-1]:
            row = row[step]
        row[place[-1]] = value

    return change


BROKEN_ROWS = [
    (_drop("source"), "source is missing"),
    (_drop("signature"), "signature is missing"),
    (_set(5, "source"), "source: expected a text, found int 5"),
    (_set(None, "id"), "id: expected a text"),
    (_set("x", "segments"), "segments: expected a list"),
    (_set({}, "metadata"), r"metadata\.title is missing"),
    (_set([], "metadata"), "metadata: expected an object"),
    (_set(True, "segments", 0, "start"), r"segments\[0\]\.start: expected a whole number"),
    (_set(-1, "segments", 0, "start"), r"segments\[0\]\.start: expected a whole number"),
    (_set(1, "segments", 0, "start"), "segment"),
    (_set(40, "segments", 0, "start"), "0 <= start <= end"),
    (_set("novel", "segments", 1, "kind"), "novel"),
    (_set("done", "segments", 1, "status"), "done"),
    (_set("Isi", "segments", 1, "source"), "segment"),
    (_set(10**400, "segments", 0, "score"), "finite"),
    (_set(float("nan"), "segments", 0, "score"), "finite"),
    (_set("yes", "segments", 0, "checks", 0, "passed"), "true or false"),
    (_set(None, "failures", 1, "end"), "start 12 and end None"),
    (_set("pl", "language"), "language is 'pl', but the detection"),
    (_set("Hello", "english"), "english is 'Hello', but the segments"),
    (_set("\ud800", "english"), r"U\+D800"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN_ROWS)
def test_a_broken_row_is_named(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    rows = [article_to_row(make_article(name)) for name in "ab"]
    change(rows[1])
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(FormatError, match=rf"(?s)c\.jsonl: line 2: .*{message}"):
        load(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{}\n", "line 1: id is missing"),
        (b"\n\n[1]\n", "line 3: the row: expected an object"),
        (b"null", "line 1: the row"),
        (b'{"id": "a"', "line 1 is not JSON"),
        (b"\xff\xfe{}", "line 1 is not JSON in UTF-8"),
        (b"[" * 100_000, "line 1 is not JSON"),
    ],
)
def test_a_file_of_other_lines_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "c.jsonl").write_bytes(content)
    with pytest.raises(FormatError, match=message):
        load(tmp_path / "c.jsonl")


def test_the_last_line_may_not_be_torn(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    written(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FormatError, match="line 2 is not JSON"):
        load(path)


def test_articles_of_two_corpora_are_refused(tmp_path: Path) -> None:
    written(tmp_path / "1.jsonl", names="a", signature="one")
    written(tmp_path / "2.jsonl", names="b", signature="two")
    both = tmp_path / "both.jsonl"
    both.write_bytes((tmp_path / "1.jsonl").read_bytes() + (tmp_path / "2.jsonl").read_bytes())
    with pytest.raises(FormatError, match="line 2: the signature is 'two', but 'one'"):
        load(both)


def test_repeated_ids_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    written(path, names="ab")
    path.write_bytes(path.read_bytes() * 2)
    with pytest.raises(FormatError, match=r"c\.jsonl: .*'a', 'b'"):
        load(path)


def test_a_foreign_parquet_file_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "text": ["b"]}), tmp_path / "c.parquet")
    with pytest.raises(FormatError, match=r"columns language, .*signature are missing; .*id, text"):
        load(tmp_path / "c.parquet")


def test_a_parquet_column_of_another_type_is_named(tmp_path: Path) -> None:
    table = Corpus([make_article()]).to_arrow()
    position = table.schema.names.index("source")
    pq.write_table(table.set_column(position, "source", pa.array([1])), tmp_path / "c.parquet")
    with pytest.raises(FormatError, match=r"row 1: .*source: expected a text, found int 1"):
        load(tmp_path / "c.parquet")


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.99])
def test_a_cut_parquet_file_is_refused(tmp_path: Path, part: float) -> None:
    path = tmp_path / "c.parquet"
    written(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(part * len(content))])
    with pytest.raises(FormatError, match=r"c\.parquet: .*Parquet"):
        load(path)


def test_a_damaged_page_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    Corpus([Article("a", "".join(map(chr, range(32, 50_000))))]).write(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(FormatError, match="after row 0 cannot be read"):
        load(path)


# Tables


def test_tables_have_their_columns_in_arrow() -> None:
    corpus = Corpus([make_article()])
    segments, failures = corpus.segments(), corpus.failures()
    assert segments.to_arrow().schema.names == list(segments.columns)
    assert failures.to_arrow().schema.names == list(failures.columns)
    assert segments.to_arrow().to_pylist()[0]["checks"][1] == {
        "name": "length",
        "passed": False,
        "detail": "1.9",
    }


def test_empty_tables_keep_their_types() -> None:
    full = Corpus([make_article()]).segments()
    assert SegmentTable([]).to_arrow().schema == full.to_arrow().schema
    assert all(isinstance(row, SegmentRow) for row in full)


def test_places_stay_whole_numbers_in_pandas() -> None:
    frame = Corpus([make_article()]).failures().to_pandas()
    assert frame["start"].isna().tolist() == [True, False, False]
    assert frame["start"].dropna().tolist() == [12, 17]
    assert str(frame["start"].dtype) == "Int64"


def test_a_corpus_becomes_a_data_frame() -> None:
    corpus = Corpus([make_article("a"), make_article("b")])
    frame = corpus.to_pandas()
    assert frame.columns.tolist() == schema().names
    assert frame["english"].tolist() == [article.english for article in corpus]


@pytest.mark.parametrize("convert", [Corpus.to_pandas, lambda c: c.segments().to_pandas()])
def test_without_pandas_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, convert: Callable[[Corpus], object]
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"reformtext\[pandas\]"):
        convert(Corpus([make_article()]))
