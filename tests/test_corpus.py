from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import corpora

from reformtext.article import (
    Article,
    Detection,
    Failure,
    Kind,
    Metadata,
    Segment,
    Span,
    Status,
)
from reformtext.corpus import Corpus
from reformtext.display import corpus_html
from reformtext.errors import ArticleNotFoundError, CorpusError
from reformtext.pipeline import Pipeline
from reformtext.segment_tables import FailureRow, FailureTable
from reformtext.text import UNSEEN
from reformtext.text_tables import run_table, share

if TYPE_CHECKING:
    from collections.abc import Callable


def make_article(name: str, language: str = "", **metadata: str) -> Article:
    detection = Detection(language) if language else None
    return Article(name, f"Text {name}", detection, Metadata(**metadata))


ARTICLES = (
    make_article("b", "id", outlet="x.vn", published="2025-10-30", title="Beta"),
    make_article("a", "pl", outlet="y.vn", published="2025-10", title="alpha"),
    make_article("d", "no", outlet="x.vn"),
    make_article("c", outlet="x.vn", published="2024-01-01T00:00:00", title="Gamma"),
)
CORPUS = Corpus(ARTICLES, "s:1")


def make_translated() -> Article:
    source = "Title\nOne. Two.\n"
    heading = replace(
        Segment.cut(source, 0, 5, Kind.HEADING),
        status=Status.TRANSLATED,
        english="T",
        score=-0.5,
    )
    one = Segment.cut(source, 6, 10, Kind.SENTENCE).as_failed("too long")
    two = Segment.cut(source, 11, 15, Kind.SENTENCE).as_failed("no words")
    failures = (
        Failure("read", "odd bytes"),
        Failure("clean", "empty", Span(3, 3)),
        Failure("verify", "no words", two.span),
    )
    return Article("t", source, Detection("no"), segments=(heading, one, two), failures=failures)


# A collection


def test_a_corpus_is_an_ordered_collection() -> None:
    assert len(CORPUS) == 4
    assert tuple(CORPUS) == ARTICLES
    assert CORPUS.ids == ("b", "a", "d", "c")
    assert list(reversed(CORPUS)) == list(ARTICLES[::-1])


@given(corpora(), st.integers(-6, 6), st.integers(-6, 6))
@settings(deadline=None)
def test_positions_and_slices_are_those_of_a_list(corpus: Corpus, start: int, end: int) -> None:
    articles = list(corpus)
    assert list(corpus[start:end]) == articles[start:end]
    assert corpus[start:end].signature == corpus.signature
    if -len(articles) <= start < len(articles):
        assert corpus[start] is articles[start]
    else:
        with pytest.raises(IndexError, match=f"position {start}"):
            corpus[start]


@given(corpora())
@settings(deadline=None)
def test_every_article_is_found_by_its_id(corpus: Corpus) -> None:
    for article in corpus:
        assert corpus[article.id] is article
        assert article.id in corpus
        assert article in corpus
        assert replace(article, source=article.source + "x", segments=()) not in corpus


def test_what_is_not_there_is_not_in_the_corpus() -> None:
    assert "z" not in CORPUS
    assert make_article("z") not in CORPUS
    assert 0 not in CORPUS


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("003", r"closest ids are '003_914b5689a4248b37'"),
        ("000_175b77b6193069a5", r"closest ids are '000_175b77b6193069a4'"),
        ("zzz", r"its ids look like '000_175b77b6193069a4', '003_914b5689a4248b37'"),
    ],
)
def test_an_unknown_id_names_the_closest(wanted: str, hint: str) -> None:
    corpus = Corpus(map(make_article, ("000_175b77b6193069a4", "003_914b5689a4248b37")))
    with pytest.raises(ArticleNotFoundError, match=hint) as caught:
        corpus[wanted]
    assert isinstance(caught.value, KeyError)


def test_an_empty_corpus_has_no_closest_id() -> None:
    with pytest.raises(ArticleNotFoundError, match="empty"):
        Corpus([])["a"]


def test_a_key_is_a_position_an_id_or_a_slice() -> None:
    with pytest.raises(TypeError, match="position or an id, not a float"):
        CORPUS[1.5]  # type: ignore[call-overload]  # wrong on purpose


def test_repeated_ids_are_named() -> None:
    names = [make_article(name) for name in "abcab"]
    with pytest.raises(CorpusError, match=r"'a', 'b';"):
        Corpus(names)
    with pytest.raises(CorpusError, match=r"'4' and 3 more;"):
        Corpus([make_article(name) for name in "0123456701234567"])


@pytest.mark.parametrize("wrong", ["text", [1], [*ARTICLES, None]])
def test_a_corpus_is_made_of_articles(wrong: Any) -> None:
    with pytest.raises(CorpusError, match="made of articles"):
        Corpus(wrong)


def test_a_corpus_cannot_be_changed() -> None:
    for name in ("signature", "ids", "anything"):
        with pytest.raises(AttributeError):
            setattr(CORPUS, name, "x")


@given(corpora())
@settings(deadline=None)
def test_equal_corpora_have_equal_hashes(corpus: Corpus) -> None:
    again = pickle.loads(pickle.dumps(corpus))  # noqa: S301 - our own bytes
    assert again == corpus
    assert hash(again) == hash(corpus)


@pytest.mark.parametrize(
    "other",
    [
        Corpus(ARTICLES, "s:2"),
        Corpus(ARTICLES[::-1], "s:1"),
        Corpus(ARTICLES[1:], "s:1"),
        Corpus([replace(ARTICLES[0], source="x"), *ARTICLES[1:]], "s:1"),
        ARTICLES,
    ],
)
def test_a_difference_makes_corpora_unequal(other: object) -> None:
    assert other != CORPUS


# Filter, sort, head


@pytest.mark.parametrize(
    ("equals", "ids"),
    [
        ({}, "badc"),
        ({"language": "id"}, "b"),
        ({"language": ["id", "pl"]}, "ba"),
        ({"language": {"und"}}, "c"),
        ({"language": iter(("no", "pl"))}, "ad"),
        ({"language": ()}, ""),
        ({"id": "a"}, "a"),
        ({"outlet": "x.vn"}, "bdc"),
        ({"outlet": "x.vn", "language": ("id", "no")}, "bd"),
        ({"title": ""}, "d"),
        ({"failed": False}, "badc"),
        ({"failed": True}, ""),
    ],
)
def test_filter_compares_attributes(equals: dict[str, object], ids: str) -> None:
    filtered = CORPUS.filter(**equals)
    assert "".join(filtered.ids) == ids
    assert filtered.signature == CORPUS.signature


def test_filter_takes_a_function_as_well() -> None:
    assert CORPUS.filter(lambda article: article.id > "b").ids == ("d", "c")
    assert CORPUS.filter(lambda article: article.id > "b", language="no").ids == ("d",)


def test_filter_finds_what_failed() -> None:
    corpus = Corpus([*ARTICLES, make_translated()])
    assert corpus.filter(failed=True).ids == ("t",)


@pytest.mark.parametrize(
    "call", [lambda: CORPUS.filter(langauge="id"), lambda: CORPUS.sort("langauge")]
)
def test_an_unknown_attribute_lists_what_there_is(call: Callable[[], object]) -> None:
    with pytest.raises(CorpusError, match=r"no 'langauge'; there are author, .*language.*title"):
        call()


def test_filter_takes_no_plain_value() -> None:
    with pytest.raises(TypeError, match="language='no'"):
        CORPUS.filter("no")  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("id", "abcd"),
        ("title", "dbca"),
        ("published", "dcab"),
        ("outlet", "bdca"),
        (lambda article: -ord(article.id), "dcba"),
    ],
)
def test_sort_is_by_name_or_function(key: Any, ids: str) -> None:
    assert "".join(CORPUS.sort(key).ids) == ids


def test_sort_keeps_the_order_of_equals_in_reverse_too() -> None:
    assert CORPUS.sort("outlet", reverse=True).ids == ("a", "b", "d", "c")


@pytest.mark.parametrize(("number", "length"), [(0, 0), (2, 2), (9, 4)])
def test_head_is_the_first_articles(number: int, length: int) -> None:
    assert CORPUS.head(number) == Corpus(ARTICLES[:length], "s:1")


def test_head_takes_no_negative_number() -> None:
    with pytest.raises(CorpusError, match="not -1"):
        CORPUS.head(-1)


# Tables


def test_segments_are_rows() -> None:
    article = make_translated()
    table = Corpus([*ARTICLES, article]).segments()
    assert [row.index for row in table] == [0, 1, 2]
    for row, segment in zip(table, article.segments, strict=True):
        assert (row.article_id, row.language) == ("t", "no")
        assert article.source[row.start : row.end] == row.source == segment.source
        assert (row.kind, row.status, row.english) == (
            segment.kind,
            segment.status,
            segment.english,
        )
        assert (row.score, row.checks, row.reason) == (
            segment.score,
            segment.checks,
            segment.reason,
        )


@pytest.mark.parametrize(
    ("wanted", "indices"),
    [
        ({"status": "failed"}, [1, 2]),
        ({"status": Status.TRANSLATED}, [0]),
        ({"status": ["failed", "translated"], "kind": Kind.SENTENCE}, [1, 2]),
        ({"kind": {"heading", "caption"}}, [0]),
        ({"status": ()}, []),
    ],
)
def test_segments_can_be_chosen(wanted: dict[str, Any], indices: list[int]) -> None:
    assert [row.index for row in Corpus([make_translated()]).segments(**wanted)] == indices


@pytest.mark.parametrize("wanted", [{"status": "done"}, {"kind": ["sentence", "done"]}])
def test_an_unknown_status_or_kind_lists_what_there_is(wanted: dict[str, Any]) -> None:
    with pytest.raises(CorpusError, match=r"'done' is none of (pending|heading)"):
        CORPUS.segments(**wanted)


def test_failures_are_those_of_articles_and_of_segments_once() -> None:
    table = Corpus([*ARTICLES, make_translated()]).failures()
    assert list(table) == [
        FailureRow("t", "read", "odd bytes", None, None),
        FailureRow("t", "clean", "empty", 3, 3),
        FailureRow("t", "verify", "no words", 11, 15),
        FailureRow("t", "translate", "too long", 6, 10),
    ]


def make_failed(reasons: list[str], *failures: Failure) -> Article:
    """Return an article of one-letter lines, one a reason; a line without a reason is pending."""
    source = "x\n" * len(reasons)
    lines = (Segment.cut(source, 2 * n, 2 * n + 1, Kind.BODY) for n in range(len(reasons)))
    segments = tuple(
        line.as_failed(reason) if reason else line
        for line, reason in zip(lines, reasons, strict=True)
    )
    return Article("f", source, segments=segments, failures=failures)


@pytest.mark.parametrize(
    ("failure", "reasons", "starts"),
    [
        (Failure("split", "boom"), ["boom", "boom"], [None]),
        (Failure("split", "boom"), ["the stage 'split' failed"] * 2, [None]),
        (Failure("clean", "odd", Span(0, 1)), ["the stage 'clean' failed"] * 2, [0]),
        (Failure("split", "boom"), ["", "no words"], [None, 2]),
        (Failure("split", "boom"), ["the stage 'clean' failed", "boom"], [None, 0]),
        (Failure("verify", "no words", Span(2, 3)), ["no words", "no words"], [2, 0]),
    ],
)
def test_a_failure_that_another_explains_is_counted_once(
    failure: Failure, reasons: list[str], starts: list[int | None]
) -> None:
    corpus = Corpus([make_failed(reasons, failure)])
    assert [row.start for row in corpus.failures()] == starts


def test_a_stage_that_fails_is_one_failure_of_the_corpus() -> None:
    def broken(_: Article) -> Article:
        raise RuntimeError("boom")

    corpus = Pipeline((("split", broken),)).run([Article("a", "One.\nTwo.\nThree.\n")])
    assert corpus[0].count(Status.FAILED) == 3
    assert [(row.stage, row.start) for row in corpus.failures()] == [("split", None)]


class LastCell(HTMLParser):
    """The text of the last cell of a table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self.text, self._inside = "", True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "td"

    def handle_data(self, data: str) -> None:
        self.text += data if self._inside else ""


@given(corpora())
@settings(deadline=None)
def test_every_count_of_failures_is_that_of_the_table(corpus: Corpus) -> None:
    for article in corpus:
        alone = Corpus([article])
        number = str(len(alone.failures()))
        assert repr(alone).split()[-1] == number
        assert LastCell(corpus_html(alone)).text == number
        assert run_table([(article, 0.0)]).split()[-2] == number


@given(corpora())
@settings(deadline=None)
def test_an_article_failed_if_and_only_if_the_table_says_so(corpus: Corpus) -> None:
    named = {row.article_id for row in corpus.failures()}
    assert named == set(corpus.filter(failed=True).ids)


def test_tables_are_compared_by_their_rows() -> None:
    corpus = Corpus([make_translated()])
    assert corpus.segments() == corpus.segments()
    assert hash(corpus.segments()) == hash(corpus.segments())
    assert corpus.segments() != corpus.segments(status="failed")
    assert corpus.failures() != FailureTable([])
    assert corpus.segments()[0].index == 0


# Text


@given(corpora())
@settings(deadline=None)
def test_what_is_shown_fits_eighty_columns(corpus: Corpus) -> None:
    for shown in (corpus, corpus.segments(), corpus.failures()):
        lines = repr(shown).split("\n")
        assert all(len(line) <= 80 for line in lines)
        assert all(line.isprintable() or not line.isascii() for line in lines)
        assert not set("\x00\x1b\x85\u202e\u2028") & set(repr(shown))


def test_a_corpus_shows_its_first_articles() -> None:
    corpus = Corpus([make_article(f"article-{n}", "no", title="x" * 200) for n in range(105)])
    lines = repr(corpus).split("\n")
    assert lines[0] == "Corpus of 105 articles: no 105"
    assert lines[1].split() == ["id", "language", "title", "segments", "coverage", "failed"]
    assert [line.split()[0] for line in lines[2:12]] == [f"article-{n}" for n in range(10)]
    assert lines[12:] == ["… 95 more"]


def test_a_row_shows_what_was_done() -> None:
    last = repr(Corpus([make_translated()], "s:1")).split("\n")
    assert last[1] == "signature: s:1"
    assert last[-1].split()[-3:] == ["3", "100%", "4"]


@pytest.mark.parametrize(
    ("title", "source", "shown"),
    [
        ("Short", "Text", "Short"),
        ("", " \n Some\ntext", "Some text"),
        ("x" * 20, "Text", "x" * 20),
        ("x" * 90, "Text", "x" * 29 + "…"),
        ("", "x" * 90, "x" * 29 + "…"),
        (" \n", "word " * 40, "word " * 5 + "word…"),
    ],
)
def test_a_title_that_is_cut_ends_in_an_ellipsis(title: str, source: str, shown: str) -> None:
    line = repr(Corpus([Article("a", source, metadata=Metadata(title))])).split("\n")[-1]
    words = line.split()
    assert words[:2] == ["a", "und"]
    assert words[-3:] == ["0", "0%", "0"]
    text = " ".join(words[2:-3])
    assert text == shown if len(shown) <= 20 else text.endswith("…") and text[:20] == shown[:20]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1.000"), (0.9999, "0.999"), (0.9994, "0.999"), (0.57, "0.570"), (0.0, "0.000")],
)
def test_a_share_is_whole_only_if_it_is(value: float, shown: str) -> None:
    assert share(value) == shown


def test_a_run_is_a_table_of_its_articles() -> None:
    long = "folder/" * 20 + "file.txt"
    timed = [(make_translated(), 12.345), (make_article(long, "id"), 0.0), (ARTICLES[2], 0.5)]
    lines = run_table(timed).split("\n")
    assert [line.split() for line in lines] == [
        ["id", "language", "segments", "coverage", "failed", "seconds"],
        ["t", "no", "3", "1.000", "4", "12.35"],
        [long, "id", "0", "0.000", "0", "0.00"],
        ["d", "no", "0", "0.000", "0", "0.50"],
    ]
    assert len({len(line) for line in lines}) == 1, "the numbers end at one column"
    assert {line.index(line.split()[1]) for line in lines} == {len(long) + 2}


@given(corpora())
@settings(deadline=None)
def test_a_run_is_one_line_an_article(corpus: Corpus) -> None:
    lines = run_table([(article, 1.0) for article in corpus]).split("\n")
    assert len(lines) == len(corpus) + 1
    assert all(line == line.rstrip() for line in lines)
    assert not set("\x00\x1b\x85\u202e\u2028") & set("".join(lines))


def test_coverage_is_shown_in_per_cent() -> None:
    article = make_article("a")
    whole = replace(article, segments=(Segment.cut(article.source, 0, 6, Kind.BODY),))
    assert "100%" in repr(Corpus([whole])).split()
    assert "0%" in repr(Corpus([article])).split()


@pytest.mark.parametrize("module", ["corpus", "exporting", "display"])
def test_no_heavy_library_is_imported_before_it_is_needed(module: str) -> None:
    heavy = "{'numpy', 'pandas', 'pyarrow', 'torch'}"
    code = f"import sys, reformtext.{module}; print({heavy} & set(sys.modules) or 'none')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"


# Titles


TITLED = "Les også: annet\nFærre  kontorer\nDe ble 12."


def titled(kind: Kind, english: str, title: str = "Færre kontorer") -> Article:
    related = Segment.cut(TITLED, 0, 15, Kind.RELATED_LINK)
    line = replace(Segment.cut(TITLED, 16, 31, kind), english=english)
    rest = Segment.cut(TITLED, 32, 42, Kind.SENTENCE)
    return Article("a", TITLED, None, Metadata(title), (related, line, rest))


@pytest.mark.parametrize(
    ("article", "title"),
    [
        (titled(Kind.HEADING, "Fewer offices"), "Fewer offices"),
        (titled(Kind.HEADING, ""), "Færre kontorer"),
        (titled(Kind.SENTENCE, "Fewer offices"), "Færre kontorer"),  # neither a heading nor first
        (titled(Kind.HEADING, "Fewer offices", "Kontorer"), "Kontorer"),
        (titled(Kind.HEADING, "Fewer offices", ""), ""),
        (make_translated(), ""),
    ],
)
def test_a_title_is_english_where_the_text_has_it(article: Article, title: str) -> None:
    assert article.title == title


def test_a_title_that_is_a_sentence_is_english_where_it_comes_first() -> None:
    source = "Avtalen ble vedtatt. De ble 12."
    first = replace(Segment.cut(source, 0, 20, Kind.SENTENCE), english="It was adopted.")
    rest = Segment.cut(source, 21, 31, Kind.SENTENCE)
    article = Article("a", source, None, Metadata("Avtalen ble vedtatt."), (first, rest))
    assert article.title == "It was adopted."
    assert "It was adopted." in repr(article)
    (hit,) = Corpus([article]).search("adopted")
    assert hit.title == "It was adopted."
    (hit,) = Corpus([article]).search("avtalen", side="source")
    assert "avtalen" in hit.snippet.lower()


def test_a_title_of_two_sentences_is_english_if_both_are() -> None:
    source = "Loven er vedtatt. Partiet klager\nDe ble 12."
    places = [(0, 17, "It is adopted."), (18, 32, "They complain"), (33, 43, "")]
    first, second, rest = (
        replace(Segment.cut(source, start, end, Kind.HEADING), english=english)
        for start, end, english in places
    )
    known = Metadata("Loven er vedtatt. Partiet klager")
    article = Article("a", source, None, known, (first, second, rest))
    assert article.title == "It is adopted. They complain"
    article = replace(article, segments=(first, replace(second, english=""), rest))
    assert article.title == known.title


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_search_finds_words_with_what_is_not_seen(sign: str) -> None:
    before = f"or{sign}d " * 40
    corpus = Corpus([Article("a", f"{before}avta{sign}len ble vedtatt{' så' * 40}")])
    for query in ("avtalen", f"av{sign}talen", '"avtalen ble"'):
        (hit,) = corpus.search(query, side="source")
        assert "ord avtalen ble vedtatt" in hit.snippet
