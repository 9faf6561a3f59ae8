"""Words, n-grams, frequencies and the document-feature matrix."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from english_articles import english_article
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import corpora

from reformtext.analysis.column_tables import Column, ColumnRows
from reformtext.analysis.diversity import Diversity, GroupDiversity
from reformtext.analysis.stop_words import ENGLISH
from reformtext.analysis.tokens import tokenise
from reformtext.article import Article, Kind, Status
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Corpus(
    (
        english_article(
            "a",
            ["The state cuts the staff.", "Cut 25 posts!"],
            "no",
            outlet="x.no",
            published="2024-11-02",
        ),
        english_article("b", ["The staff of the state."], "pl", published="2025-01"),
        english_article("c", ["Staff, staff"], "pl", outlet="x.no", published="2025-02-03"),
        english_article("d", ["An advertisement"], "pl", kind=Kind.AD_MARKER),
    )
)
COLUMNS: tuple[Column, ...] = (
    ("a", "b", "c"),
    np.array([1, 2, 3]),
    np.array([1, 2, 3]),
    *[np.array([0.5, np.nan, 1.0])] * 3,
    np.array([0, 0, 0]),
)
WORDS = st.sampled_from(["Ant", "ant", "bee", "it’s", "x1", "3.5"])
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=3)


@st.composite
def english_corpora(draw: st.DrawFn) -> Corpus:
    """Return a corpus of few different words, so that they meet often."""
    texts = draw(st.lists(TEXTS, max_size=4))
    return Corpus(
        english_article(str(i), [t for t in sentences if t], draw(st.sampled_from(["no", "pl"])))
        for i, sentences in enumerate(texts)
    )


def grams(article: Article, n: int, side: str = "english") -> list[str]:
    """Return the n-grams of an article, found one by one."""
    found = []
    for segment in article.segments:
        if segment.status is Status.BOILERPLATE:
            continue
        words = [word.lower().replace("’", "'") for word in tokenise(getattr(segment, side))]
        found += [" ".join(words[i : i + n]) for i in range(len(words) - n + 1)]
    return found


def counts(corpus: Corpus, n: int) -> Counter[str]:
    return Counter(gram for article in corpus for gram in grams(article, n))


# Frequencies


def test_the_most_frequent_words_come_first() -> None:
    rows = [(r.feature, r.count, r.articles, r.rank, r.group) for r in CORPUS.frequencies()]
    assert rows == [
        ("the", 4, 2, 1, "all"),
        ("staff", 4, 3, 1, "all"),
        ("state", 2, 2, 3, "all"),
        ("cuts", 1, 1, 4, "all"),
        ("cut", 1, 1, 4, "all"),
        ("25", 1, 1, 4, "all"),
        ("posts", 1, 1, 4, "all"),
        ("of", 1, 1, 4, "all"),
    ]
    assert CORPUS.frequencies()[0].per_million == pytest.approx(4e6 / 15)


def test_they_are_counted_by_group() -> None:
    rows = [
        (r.group, r.feature, r.count, r.articles, r.rank)
        for r in CORPUS.frequencies(by="language", minimum=2)
    ]
    assert rows == [
        ("no", "the", 2, 1, 1),
        ("no", "state", 1, 1, 2),
        ("no", "staff", 1, 1, 2),
        ("pl", "staff", 3, 2, 1),
        ("pl", "the", 2, 1, 2),
        ("pl", "state", 1, 1, 3),
    ]
    (staff,) = [r for r in CORPUS.frequencies(by="language", pattern="staff") if r.group == "pl"]
    assert staff.per_million == pytest.approx(3e6 / 7)


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("article", ["a", "b", "c"]),
        ("year", ["2024", "2025"]),
        ("month", ["2024-11", "2025-01", "2025-02"]),
        ("outlet", ["", "x.no"]),
        ("failed", ["False"]),
        (lambda article: article.id in "ab", ["False", "True"]),
    ],
)
def test_whatever_articles_have_groups_them(
    by: str | Callable[[Article], object], names: list[str]
) -> None:
    found = CORPUS.frequencies(by=by)
    assert list(dict.fromkeys(row.group for row in found)) == names
    assert sum(row.count for row in found) == 15


def test_an_unknown_group_is_an_error_that_names_all() -> None:
    with pytest.raises(
        CorpusError, match=r"no 'nation'; there are .*month.*year, and, to count by, article"
    ):
        CORPUS.frequencies(by="nation")


def test_stop_words_and_numbers_can_be_left_out() -> None:
    def words(**options: Any) -> set[str]:
        return {row.feature for row in CORPUS.frequencies(**options)}

    every = words()
    assert words(stop_words=True) == every - {"the", "of"}
    assert words(stop_words={"STAFF", "posts"}) == every - {"staff", "posts"}
    assert words(numbers=False) == every - {"25"}
    assert "å" in words(side="source")
    assert "å" not in words(side="source", stop_words=["Å"])


def test_an_ngram_with_a_stop_word_is_left_out_and_nothing_closes_up() -> None:
    pairs = {row.feature for row in CORPUS.frequencies(2, stop_words=True)}
    assert pairs == {"state cuts", "cut 25", "25 posts", "staff staff"}


def test_what_is_left_out_does_not_change_what_a_million_is_of() -> None:
    (kept,) = CORPUS.frequencies(stop_words=True, pattern="state")
    assert kept.per_million == pytest.approx(2e6 / 15)


def test_stop_words_meet_curly_apostrophes() -> None:
    corpus = Corpus([english_article("a", ["They don’t and don't merge"])])
    assert [r.feature for r in corpus.frequencies(stop_words=True)] == ["merge"]


@pytest.mark.parametrize(
    ("n", "pattern", "found"),
    [
        (1, "sta*", {"staff", "state"}),
        (2, "sta?f", {"the staff", "staff of", "staff staff"}),
        (2, "CUT*", {"state cuts", "cuts the", "cut 25"}),
        (3, "the *", {"the state cuts", "cuts the staff", "the staff of", "of the state"}),
        (3, "cut ?? posts", {"cut 25 posts"}),
        (2, "nothing", set()),
    ],
)
def test_a_pattern_is_sought_within_features(n: int, pattern: str, found: set[str]) -> None:
    assert {row.feature for row in CORPUS.frequencies(n, pattern=pattern)} == found


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 0}, "words from 1 on, not 0"),
        ({"n": "2"}, "words from 1 on, not '2'"),
        ({"minimum": 0}, "from 1 on, not 0"),
        ({"pattern": "a b"}, "give n=2"),
        ({"pattern": " "}, "empty pattern"),
        ({"stop_words": "the of"}, "not the one text 'the of'"),
        ({"stop_words": True, "side": "source"}, "the English list"),
        ({"side": "left"}, "no side"),
    ],
)
def test_an_option_that_cannot_be_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        CORPUS.frequencies(**options)


@given(english_corpora(), st.integers(1, 4))
@settings(deadline=None)
def test_frequencies_are_those_of_counting_one_by_one(corpus: Corpus, n: int) -> None:
    found = corpus.frequencies(n, by="language")
    for language in ("no", "pl"):
        part = Corpus(article for article in corpus if article.language == language)
        expected = counts(part, n)
        rows = [row for row in found if row.group == language]
        assert {row.feature: row.count for row in rows} == expected
        spread = Counter(gram for article in part for gram in set(grams(article, n)))
        assert {row.feature: row.articles for row in rows} == spread
        assert sum(row.per_million for row in rows) == pytest.approx(1e6 if rows else 0)
        for row in rows:
            assert row.rank == 1 + sum(other.count > row.count for other in rows)


@given(corpora())
@settings(deadline=None, max_examples=50)
def test_any_corpus_can_be_counted(corpus: Corpus) -> None:
    for side in ("english", "source"):
        found = corpus.frequencies(by="article", side=side)
        assert sum(row.count for row in found) == len(corpus.tokens(side))
        assert corpus.dfm(side=side).matrix.sum() == len(corpus.tokens(side))
        assert found == corpus.frequencies(by="article", side=side)
        assert repr(found)
        assert found._repr_html_()


def test_stop_words_are_single_lower_case_tokens() -> None:
    for word in ENGLISH:
        assert tokenise(word) == [word]
        assert word == word.lower()
    assert not ENGLISH & {"government", "new", "said", "year", "people", "first", "two"}


# The document-feature matrix


@given(english_corpora(), st.integers(1, 3))
@settings(deadline=None)
def test_a_row_counts_an_article(corpus: Corpus, n: int) -> None:
    matrix = corpus.dfm(n=n)
    assert matrix.groups == corpus.ids
    assert matrix.matrix.dtype == np.int64
    assert matrix.matrix.shape == matrix.shape
    for article, row in zip(corpus, matrix.matrix.toarray(), strict=True):
        found = {f: int(c) for f, c in zip(matrix.features, row, strict=True) if c}
        assert found == Counter(grams(article, n))


def test_features_stand_in_the_order_of_first_occurrence() -> None:
    assert CORPUS.dfm().features == ("the", "state", "cuts", "staff", "cut", "25", "posts", "of")
    assert CORPUS.dfm(n=2).features[:5] == (
        *("the state", "state cuts", "cuts the", "the staff", "cut 25"),
    )


def test_rows_are_groups_or_segments() -> None:
    by_language = CORPUS.dfm(by="language", pattern="staff")
    assert by_language.groups == ("no", "pl")
    assert by_language.matrix.toarray().tolist() == [[1], [3]]
    by_segment = CORPUS.dfm(by="segment", pattern="the")
    assert by_segment.groups == ("a.0", "a.1", "b.0", "c.0")
    assert by_segment.matrix.toarray().tolist() == [[2], [0], [2], [0]]
    with pytest.raises(CorpusError, match="no 'segment'"):
        CORPUS.frequencies(by="segment")


def test_rare_features_are_left_out_at_once_or_later() -> None:
    assert CORPUS.dfm(minimum=2).features == ("the", "state", "staff")
    assert CORPUS.dfm(minimum_articles=3).features == ("staff",)
    assert CORPUS.dfm().trim(2) == CORPUS.dfm(minimum=2)
    assert CORPUS.dfm().trim(minimum_groups=3) == CORPUS.dfm(minimum_articles=3)
    assert CORPUS.dfm(by="language").trim(minimum_groups=2).features == ("the", "state", "staff")
    assert CORPUS.dfm().trim(99).shape == (4, 0)


def test_tfidf_weighs_by_how_few_have_a_feature() -> None:
    weighed = CORPUS.dfm().tfidf()
    place = weighed.features.index
    cells = weighed.matrix.toarray()
    assert cells[0, place("the")] == pytest.approx(2 * np.log10(4 / 2))
    assert cells[0, place("posts")] == pytest.approx(np.log10(4 / 1))
    assert cells[2, place("staff")] == pytest.approx(2 * np.log10(4 / 3))
    assert cells[3].sum() == 0
    assert weighed.features == CORPUS.dfm().features


def test_proportions_add_up_to_one() -> None:
    shares = CORPUS.dfm().proportions()
    assert shares.matrix.sum(axis=1).tolist() == pytest.approx([1, 1, 1, 0])
    assert shares.matrix.toarray()[1].max() == pytest.approx(2 / 5)


def test_rows_are_put_together_by_labels() -> None:
    together = CORPUS.dfm().group([article.language for article in CORPUS])
    assert together == CORPUS.dfm(by="language")
    with pytest.raises(CorpusError, match="1 label for 4 rows"):
        CORPUS.dfm().group(["x"])


def test_the_largest_of_each_row_are_found() -> None:
    rows = [(r.group, r.feature, r.weight, r.rank) for r in CORPUS.dfm().top(2)]
    assert rows == [
        ("a", "the", 2, 1),
        ("a", "state", 1, 2),
        ("b", "the", 2, 1),
        ("b", "state", 1, 2),
        ("c", "staff", 2, 1),
    ]
    with pytest.raises(CorpusError, match="from 1 on, not 0"):
        CORPUS.dfm().top(0)


def test_a_small_matrix_is_a_data_frame() -> None:
    frame = CORPUS.dfm().to_pandas()
    assert frame.loc["a", "the"] == 2
    assert list(frame.index) == list(CORPUS.ids)
    assert frame.to_numpy().sum() == 15


def test_a_large_matrix_is_none() -> None:
    words = " ".join(f"w{i}" for i in range(5000))
    corpus = Corpus(english_article(str(i), [words if i == 0 else "w1"]) for i in range(2001))
    with pytest.raises(CorpusError, match=r"2,001 × 5,000 would be too large: trim"):
        corpus.dfm().to_pandas()


def test_equal_matrices_have_equal_cells_and_names() -> None:
    assert CORPUS.dfm() == CORPUS.dfm()
    assert hash(CORPUS.dfm()) == hash(CORPUS.dfm())
    assert CORPUS.dfm() != CORPUS.dfm(stop_words=True)
    assert CORPUS[:1].dfm() != CORPUS[:1].dfm().tfidf()
    assert CORPUS.dfm() != "dfm"


def test_a_matrix_shows_its_corner() -> None:
    shown = repr(CORPUS.dfm())
    assert shown.startswith("FeatureMatrix of 4 groups × 8 features, 62.5% of it zeros\n")
    assert shown.splitlines()[2].split() == ["a", "2", "1", "1", "1", "1", "1", "1", "0"]
    assert max(map(len, shown.splitlines())) <= 80
    html = Corpus([english_article("<script>", ["one"])]).dfm()._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "0 features" in repr(Corpus(()).dfm())


def test_without_scipy_there_is_no_matrix_but_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    with pytest.raises(MissingExtraError, match=r"scipy.*reformtext\[counts\]"):
        CORPUS.dfm()
    assert len(CORPUS.frequencies()) == 8


# Tables of columns


def test_rows_are_as_in_any_table() -> None:
    found = CORPUS.frequencies()
    assert found[-1] == list(found)[-1]
    assert len(tuple(found)) == len(found) == 8
    with pytest.raises(IndexError):
        found[8]
    assert hash(found) == hash(CORPUS.frequencies())
    assert found != CORPUS.frequencies(2)
    assert found.column("count").tolist() == [row.count for row in found]  # type: ignore[union-attr]  # an array
    with pytest.raises(CorpusError, match="no column 'x': there are feature"):
        found.column("x")


def test_rows_of_columns_are_a_sequence() -> None:
    rows = ColumnRows(GroupDiversity, dict(zip(Diversity.columns, COLUMNS, strict=True)))
    assert tuple(rows[1:]) == (rows[1], rows[2])
    assert list(rows) == [rows[0], rows[1], rows[-1]]
    assert (rows[0].ttr, rows[1].ttr, rows[2].ttr) == (0.5, None, 1.0)
    assert type(rows[0].tokens) is int


def test_arrow_and_pandas_hold_the_rows() -> None:
    found = CORPUS.frequencies(by="language")
    assert found.to_arrow().to_pylist() == [
        {name: getattr(row, name) for name in found.columns} for row in found
    ]
    frame = found.to_pandas()
    assert list(frame.columns) == list(found.columns)
    assert frame["count"].sum() == 15


def test_what_utf8_cannot_hold_is_said() -> None:
    corpus = Corpus([english_article("\ud800", ["one"])])
    with pytest.raises(CorpusError, match="surrogate"):
        corpus.frequencies(by="article").to_arrow()
