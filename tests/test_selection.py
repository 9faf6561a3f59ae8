"""Corpora that are made of corpora: samples, groups, other metadata, pieces and back."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from strategies import corpora

from reformtext.article import (
    Article,
    Detection,
    Failure,
    Kind,
    Metadata,
    Quantity,
    Segment,
    Span,
    Status,
)
from reformtext.corpus import Corpus
from reformtext.errors import ArticleNotFoundError, CorpusError, CorpusWarning
from reformtext.values import QuantityKind


def article(name: str, language: str = "id", source: str = "", **metadata: str) -> Article:
    return Article(name, source or f"Teks {name}.", Detection(language), Metadata(**metadata))


MANY = Corpus(
    [article(f"{language}{i}", language) for i in range(9) for language in ("id", "pl", "no")], "s"
)


def divided() -> Article:
    source = "Judul\n\nAda 12 desa. Selesai.  \n"
    heading, one, two = (
        Segment.cut(source, *source_span(source, text), kind)
        for text, kind in (
            ("Judul", Kind.HEADING),
            ("Ada 12 desa.", Kind.SENTENCE),
            ("Selesai.", Kind.SENTENCE),
        )
    )
    number = Quantity(QuantityKind.NUMBER, Span(11, 13), "12", "12", english="12")
    done = replace(one, status=Status.TRANSLATED, english="12 villages.", quantities=(number,))
    failures = (Failure("clean", "odd"), Failure("translate", "loop", Span(20, 28)))
    segments = (heading, done, two.as_failed("loop"))
    whole = Article("a#1", source, Detection("id"), segments=segments, failures=failures)
    return whole.noted("clean", "repaired")


def source_span(source: str, text: str) -> tuple[int, int]:
    start = source.index(text)
    return start, start + len(text)


def test_a_sample_is_drawn_without_replacement_and_keeps_the_order() -> None:
    drawn = MANY.sample(7, seed=3)
    assert len(drawn) == 7
    assert [name for name in MANY.ids if name in drawn] == list(drawn.ids)
    assert drawn.signature == "s"
    assert drawn == MANY.sample(7, seed=3)
    assert drawn != MANY.sample(7, seed=4)
    assert MANY.sample(1000) == MANY


def test_a_sample_by_a_key_has_as_many_of_each_value() -> None:
    drawn = MANY.sample(2, by="language")
    assert Counter(one.language for one in drawn) == {"id": 2, "pl": 2, "no": 2}


def test_groups_are_corpora_in_the_order_of_their_keys() -> None:
    groups = MANY.group("language")
    assert list(groups) == ["id", "no", "pl"]
    assert groups["no"] == MANY.filter(language="no")
    dated = [article(n, published=n) for n in ("2024", "2024-05", "2024-05-06T07:08:09")]
    by_month = Corpus(dated).group("month")
    assert {month: part.ids for month, part in by_month.items()} == {
        "": ("2024",),
        "2024-05": ("2024-05", "2024-05-06T07:08:09"),
    }
    by_year = Corpus([article("x", published="2024-05"), article("y")]).group("year")
    assert {year: part.ids for year, part in by_year.items()} == {"2024": ("x",), "": ("y",)}
    assert list(MANY.group(lambda one: one.id[-1])) == [str(i) for i in range(9)]


def test_a_year_may_be_a_number_and_a_date_not_understood_has_no_month() -> None:
    corpus = Corpus([article("x", published="2024-05"), article("y", published="soon")])
    assert corpus.filter(year=2024).ids == corpus.filter(year="2024").ids == ("x",)
    assert corpus.filter(year=[2024, 2025]).ids == ("x",)
    assert set(corpus.group("month")) == {"2024-05", ""}
    assert set(corpus.frequencies(by="month").to_pandas()["group"]) <= {"2024-05", ""}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"outlet": "kompas.co"},
            "no article has the outlet 'kompas.co'; there are 'kompas.com' and 1 more$",
        ),
        ({"outlet": ["vg.no", "other"]}, "the outlet 'other'; there are 'kompas.com', 'vg.no'$"),
        ({"published": "2025-10"}, "the published '2025-10'; write month='2025-10' for all of it"),
        ({"outlet": "Kompas"}, "the outlet 'Kompas'; there are 'kompas.com' and 1 more$"),
        ({"year": 1999}, "the year '1999'; there are '2025'$"),
        ({"id": ["b", "c", "d"]}, "the id 'c', 'd'; there are 'a', 'b', 'x'$"),
        ({"source": "Teks"}, "the source 'Teks'$"),
    ],
)
def test_what_no_article_has_is_warned_of(asked: dict[str, object], message: str) -> None:
    known = {"outlet": "kompas.com", "published": "2025-10-30"}
    corpus = Corpus([article("a", **known), article("b", outlet="vg.no"), article("x")])
    with pytest.warns(CorpusWarning, match=message) as warned:
        corpus.filter(**asked)
    assert warned[0].filename == __file__


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"failed": "yes"}, "failed is True or False, not 'yes'"),
        ({"coverage": "1"}, "coverage is a number from 0 to 1, not '1'"),
        ({"outlet": None}, "outlet is a text, '' where it is not known, not None"),
        ({"coverage": 80}, "coverage is a number from 0 to 1, not 80"),
        ({"words": "12"}, "words is a whole number from 0 on, not '12'"),
        ({"words": -1}, "words is a whole number from 0 on, not -1"),
        ({"published": pd.NaT}, "published is a text, '' where it is not known, not NaT"),
        ({"date": 2025}, "date is a text, '' where it is not known, not 2025"),
        ({"title": ["a", 3]}, "title is a text, '' where it is not known, not 3"),
    ],
)
def test_what_no_article_can_have_is_refused(asked: dict[str, object], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        MANY.filter(**asked)


def test_a_day_of_publication_may_be_a_date() -> None:
    corpus = Corpus([article("x", published="2025-09-01"), article("y")])
    for day in (date(2025, 9, 1), datetime(2025, 9, 1), pd.Timestamp("2025-09-01")):  # noqa: DTZ001
        assert corpus.filter(published=day).ids == corpus.filter(date=day).ids == ("x",)
    assert corpus.with_metadata(published="1 IX 2025")["y"].metadata.published == "2025-09-01"
    assert corpus.with_metadata(published="")["x"].metadata.published == ""
    with pytest.raises(CorpusError, match=r"published of 'x' is to be a date, not 'hello'"):
        corpus.with_metadata(published="hello")


DAYS = Corpus(
    article(published, published=published)
    for published in (
        *("2025-10-30", "2025-10-30T08:15:00", "2025-10-30T23:30:00+07:00", "2025-10-30T00:30Z"),
        *("2025-10-31T01:00:00+07:00", "2025-10", "2025", "30.10.2025", ""),
    )
)


def test_a_day_is_of_all_its_times_in_their_own_zones() -> None:
    for day in ("2025-10-30", date(2025, 10, 30)):
        for name in ("published", "date"):
            assert DAYS.filter(**{name: day}).ids == DAYS.ids[:4]
    assert DAYS.filter(published=["2025-10-30T08:15:00", "2025-10-31"]).ids == (
        *("2025-10-30T08:15:00", "2025-10-31T01:00:00+07:00"),
    )
    assert DAYS.filter(published=["2025-10-30T08:15:00", "2025-10-30"]).ids == DAYS.ids[:4]
    assert DAYS.filter(published="").ids == DAYS.filter(date="").ids == ("",)
    assert DAYS.filter(published="2025-10").ids == DAYS.filter(date="2025-10").ids == ("2025-10",)
    with pytest.warns(CorpusWarning, match="no article has the published '2025-10-3'"):
        assert not len(DAYS.filter(published="2025-10-3"))


@pytest.mark.parametrize("zone", [None, UTC])
def test_a_time_is_found_however_its_zeros_are_written(zone: tzinfo | None) -> None:
    moment = datetime(2025, 10, 30, 8, tzinfo=zone)
    texts = ["T08:00", "T08:00:00", "T08:00:00.000"]
    ends = [""] if zone is None else ["Z", "+00:00"]
    times = [f"2025-10-30{text}{end}" for text in texts for end in ends]
    corpus = Corpus(article(time, published=time) for time in [*times, "2025-10-30T08:00:01"])
    for asked in (moment, pd.Timestamp(moment), times[0], times[-1]):
        assert corpus.filter(published=asked).ids == tuple(times)
    assert corpus.filter(published="2025-10-30T08:00:01").ids == ("2025-10-30T08:00:01",)
    table = pd.DataFrame({"id": ["2025-10-30T08:00:01"], "published": [moment]})
    assert corpus.with_metadata(table).filter(published=moment).ids == corpus.ids


def test_a_day_that_is_not_there_is_answered_with_those_beside_it() -> None:
    days = [f"2025-{month:02}-{day:02}T08:15:00" for month in (1, 2) for day in range(1, 29)]
    corpus = Corpus(article(day, published=day) for day in days)
    near = "there are '2025-01-27', '2025-01-28', '2025-02-01', '2025-02-02', '2025-02-03' and 51 "
    for name in ("published", "date"):
        with pytest.warns(CorpusWarning, match=f"no article has the {name} '2025-01-31'; {near}"):
            corpus.filter(**{name: "2025-01-31"})
    with pytest.warns(CorpusWarning, match="there are '2025-02-27', '2025-02-28' and 54 more"):
        corpus.filter(published="2026-01-01")


@pytest.mark.parametrize("name", ["day", "between", "since"])
def test_a_range_of_days_is_asked_for_with_a_function(name: str) -> None:
    with pytest.raises(CorpusError, match=r"no '(day|between|since)', but date.*lambda"):
        MANY.filter(**{name: ("2025-01-01", "2025-02-01")})
    known = Corpus([replace(MANY[0], metadata=Metadata(published="2025-09-01"))])
    for asked in ("published", "date"):
        with pytest.warns(CorpusWarning, match="for a range of days write filter"):
            known.filter(**{asked: ("2025-01-01", "2025-02-01")})


def titled(name: str, given: str, english: str, day: str = "") -> Article:
    heading = Segment.cut(given, 0, len(given), Kind.HEADING)
    done = replace(heading, status=Status.TRANSLATED, english=english)
    return Article(name, given, Detection("id"), Metadata(given, published=day), segments=(done,))


def test_the_columns_that_a_table_shows_are_names() -> None:
    corpus = Corpus(
        [
            titled("a", "Desa baru", "New villages here", "2025-10-30T19:00"),
            titled("b", "Kapal", "Ferries", "2025-10-30T08:00"),
            titled("c", "Zat", "Agents of change", "2025-09-01"),
        ]
    )
    assert corpus.sort("date").ids == ("c", "a", "b")
    assert corpus.sort("published").ids == ("c", "b", "a")
    assert list(corpus.group("date")) == ["2025-09-01", "2025-10-30"]
    assert set(corpus.frequencies(by="date").column("group")) == {"2025-09-01", "2025-10-30"}
    assert corpus.sort("title").ids == ("c", "b", "a")
    assert corpus.filter(title="Ferries").ids == corpus.filter(title="Kapal").ids == ("b",)
    assert corpus.filter(title={"Zat", "Ferries"}).ids == ("b", "c")
    assert corpus.sort("words", reverse=True).ids == ("a", "c", "b")
    assert corpus.filter(words=1).ids == ("b",)
    with pytest.warns(CorpusWarning, match="the title 'Feries'; there are 'Ferries' and 2 more"):
        corpus.filter(title="Feries")
    for metadata in ({"a": {"date": "2025-10-30"}}, pd.DataFrame({"id": ["a"], "date": ["2025"]})):
        with pytest.raises(CorpusError, match="a date is called published"):
            corpus.with_metadata(metadata)


def test_a_sign_before_a_key_says_how_to_sort_backwards() -> None:
    with pytest.raises(CorpusError, match=r"sort\('published', reverse=True\)"):
        MANY.sort("-published")


def test_map_names_the_function_in_the_signature() -> None:
    def shouted(one: Article) -> Article:
        return replace(one, source=one.source.upper())

    made = MANY.map(shouted)
    assert made[0].source == "TEKS ID0."
    assert made.signature.startswith("s+map:")
    assert "shouted" in made.signature
    with pytest.raises(CorpusError, match="holds a str"):
        MANY.map(lambda one: one.source)  # type: ignore[arg-type,return-value]


def test_metadata_by_id_by_function_and_for_all() -> None:
    made = MANY.with_metadata({"id0": {"title": "A"}}, outlet="x.vn", title="B")
    assert made["id0"].metadata == Metadata(title="A", outlet="x.vn")
    assert made["pl0"].metadata == Metadata(title="B", outlet="x.vn")
    titled = MANY.with_metadata(lambda one: {"title": one.id})
    assert [one.metadata.title for one in titled] == list(MANY.ids)
    assert MANY["id0"].metadata == Metadata()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"id0": {"colour": "red"}}, "there are title"),
        ({"id0": {"title": 5}}, r"is to be a text, not 5; write str\(5\)"),
        *(
            ({"id0": {"title": value}}, "is to be a text, not .*; write '' for what is not known")
            for value in (None, float("nan"), pd.NaT, pd.NA)
        ),
    ],
)
def test_metadata_that_cannot_be(rows: dict[str, dict[str, Any]], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        MANY.with_metadata(rows)
    with pytest.raises(ArticleNotFoundError, match="'id00'"):
        MANY.with_metadata({"id00": {"title": "A"}})


ROWS = {"id": ["id0", "pl0"], "outlet": ["x.vn", None], "published": [date(2025, 3, 1), None]}


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(ROWS),
        pd.DataFrame(ROWS).rename(columns={"id": "article_id"}),
        pd.DataFrame(ROWS).set_index("id"),
        pd.DataFrame(ROWS).set_index("id").rename_axis(None),
        pd.DataFrame(ROWS).astype({"published": "datetime64[ns]"}),
        pl.DataFrame(ROWS),
        pa.table(ROWS),
    ],
    ids=["column", "article_id", "index", "unnamed index", "times", "polars", "arrow"],
)
def test_metadata_of_a_table(table: Any) -> None:
    known = MANY.with_metadata(outlet="y.pl")
    made = known.with_metadata(table, author="A")
    assert made["id0"].metadata == Metadata(outlet="x.vn", author="A", published="2025-03-01")
    assert made["pl0"].metadata == Metadata(outlet="y.pl", author="A")
    assert made["no0"].metadata == Metadata(outlet="y.pl", author="A")


def test_metadata_of_a_table_whose_ids_are_numbers() -> None:
    corpus = Corpus([article("7"), article("8")])
    for ids in ([7, 8], [7.0, 8.0], ["7", "8"]):
        frame = pd.DataFrame({"id": ids, "title": ["A", "B"]})
        assert [one.metadata.title for one in corpus.with_metadata(frame)] == ["A", "B"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (pd.DataFrame({"id": ["id0"], "colour": ["red"]}), "the column 'colour', but metadata has"),
        (pd.DataFrame({"id": ["id00"], "title": ["A"]}), "no article 'id00'"),
        (pd.DataFrame({"id": ["id0", "id0"], "title": ["A", "B"]}), "has two rows of 'id0'"),
        (pd.DataFrame({"id": ["id0"], "title": [5]}), "is to be a text, not 5"),
        (pl.DataFrame({"title": ["A"]}), "the columns title, expected one more: id"),
        ([{"id": "id0", "title": "A"}], "found list .*, expected metadata by article id"),
        ("meta.csv", "found str 'meta.csv', .*read the file with pandas.read_csv first"),
        (pd.Series({"id0": "A"}), "found Series"),
        ({"id0": "A"}, "the metadata of 'id0' are 'A', expected names and values"),
        (lambda one: one.language, "the metadata of 'id0' are 'id', expected names and values"),
        ({0: {"title": "A"}}, "no article '0'"),
    ],
)
def test_what_is_no_table_of_metadata(rows: Any, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        MANY.with_metadata(rows)


def test_an_id_of_metadata_is_a_text() -> None:
    with pytest.raises(CorpusError, match="an id is a text, not 7: write '7'"):
        Corpus([article("7")]).with_metadata({7: {"title": "A"}})


def test_only_corpora_are_concatenated() -> None:
    wrong: Any = [MANY[:1], MANY[1:2]]
    for call in (lambda: Corpus.concat(wrong), lambda: MANY.concat(wrong)):
        with pytest.raises(CorpusError, match="found list, expected corpora one by one"):
            call()


def test_a_corpus_is_made_of_articles_by_a_function() -> None:
    wrong: Any = 5
    with pytest.raises(CorpusError, match="a corpus is made of articles, not of 5"):
        Corpus(wrong)
    with pytest.raises(TypeError, match="map takes a function of an article, not 5"):
        MANY.map(wrong)


def test_concatenation_joins_articles_and_signatures() -> None:
    first, second = MANY[:2], Corpus([article("new")], "t")
    assert first.concat(second, MANY[2:3]).ids == (*MANY.ids[:2], "new", MANY.ids[2])
    assert first.concat(second).signature == "s & t"
    assert first.concat(MANY[2:]) == MANY
    with pytest.raises(CorpusError, match="more than once: 'id0', 'pl0'; ") as raised:
        first.concat(MANY)
    calls = str(raised.value).partition(": one.")[2].split(", or one.")
    expected = (MANY.ids, (*first.ids, *(f"2-{name}" for name in MANY.ids)))
    for call, ids in zip(calls, expected, strict=True):
        names = {"one": first, "other": MANY, "dataclasses": dataclasses}
        assert eval(f"one.{call}", names).ids == ids  # noqa: S307 - what the message says to do


def test_the_first_of_duplicates_stays() -> None:
    corpus = Corpus(
        [
            article("a", source="Satu dua.", source_url="u"),
            article("b", source="Satu\n dua. ", source_url="v"),
            article("c", source="Tiga.", source_url="u"),
            article("d", source="Empat."),
            article("e", source="Lima."),
        ]
    )
    assert corpus.drop_duplicates().ids == ("a", "c", "d", "e")
    assert corpus.drop_duplicates("source_url").ids == ("a", "b", "d", "e")
    assert corpus.drop_duplicates(len_of_source).ids == ("a", "b", "c", "d")


def len_of_source(one: Article) -> int:
    return len(one.source)


def test_segments_become_articles_that_can_be_cited() -> None:
    pieces = Corpus([divided()]).reshape("segments")
    assert pieces.ids == ("a#1#0-7", "a#1#7-20", "a#1#20-31")
    assert [piece.source for piece in pieces] == ["Judul\n\n", "Ada 12 desa. ", "Selesai.  \n"]
    number = pieces[1].segments[0].quantities[0]
    assert number.span.of(pieces[1].source) == "12"
    assert [len(piece.failures) for piece in pieces] == [1, 0, 1]


def test_pieces_become_the_article_again() -> None:
    corpus = Corpus([divided(), article("plain")], "s")
    assert corpus.reshape("segments").reshape("articles") == corpus
    assert corpus.reshape("articles") == corpus


@pytest.mark.parametrize("keep", [[0], [0, 1], [1, 2], [0, 2], [2]])
def test_some_pieces_only_are_said_to_be_some(keep: list[int]) -> None:
    pieces = Corpus([divided()]).reshape("segments")
    part = Corpus([pieces[i] for i in keep]).reshape("articles")[0]
    assert part.id == "a#1"
    assert part.source == "".join(pieces[i].source for i in keep)
    assert part.trace[-1].name == "some pieces only"


@given(corpora())
def test_any_corpus_survives_reshaping(corpus: Corpus) -> None:
    bare = corpus.map(without_mentions)
    again = bare.reshape("segments").reshape("articles")
    assert [one.source for one in again] == [one.source for one in bare]
    assert [one.segments for one in again] == [one.segments for one in bare]
    assert [Counter(one.failures) for one in again] == [Counter(one.failures) for one in bare]
    assert [one.trace for one in again] == [one.trace for one in bare]


def without_mentions(one: Article) -> Article:
    """Drop mentions, whose places the strategy draws without regard to the text."""
    segments = tuple(replace(s, quantities=(), names=(), terms=()) for s in one.segments)
    return replace(one, segments=segments)


@pytest.mark.parametrize(
    "wrong",
    [lambda: MANY.sample(-1), lambda: MANY.reshape("words"), lambda: MANY.group("colour")],
)
def test_what_cannot_be_asked_for(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(CorpusError):
        wrong()


@pytest.mark.parametrize(
    ("code", "hint"), [("nb", "write 'no'"), ("Polish", "write a code: en, id")]
)
def test_what_is_no_code_of_a_language_is_an_error(code: str, hint: str) -> None:
    with pytest.raises(CorpusError, match=f"no article has the language '{code}': {hint}"):
        MANY.filter(language={"id", code})


@pytest.mark.parametrize("by", [["language", "month"], 3])
def test_what_is_no_key_is_an_error(by: object) -> None:
    for asked in (MANY.group, MANY.sort, MANY.drop_duplicates, lambda by: MANY.frequencies(by=by)):
        with pytest.raises(CorpusError, match="expected the name of an attribute or a function"):
            asked(by)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["ro", "sv"])
def test_a_language_that_no_article_happens_to_have_is_warned_of(code: str) -> None:
    with pytest.warns(CorpusWarning, match=f"no article has the language '{code}'; there are 'id'"):
        assert len(MANY.filter(language=code)) == 0


def test_a_language_among_others_that_are_there_is_not_warned_of() -> None:
    assert len(MANY.filter(language={"no", "ro"})) == 9
    assert len(MANY[:0].filter(language="no")) == 0


def test_groups_without_an_order_are_an_error() -> None:
    with pytest.raises(CorpusError, match="have no order"):
        MANY.group(lambda article: None if article.language == "no" else article.language)
