"""Collocations, keyness, diversity, readability and dispersion, and the plots of all results."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from english_articles import english_article
from hypothesis import given, settings
from hypothesis import strategies as st

from reformtext.analysis.association import log_likelihood, normalised_information
from reformtext.analysis.readability import count_syllables
from reformtext.analysis.tokens import count_words
from reformtext.article import Kind
from reformtext.colours import COLOURS
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reformtext.article import Article

SYLLABLES = [
    (word, int(count))
    for line in (Path(__file__).parent / "cases" / "syllables.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word, count in [line.split("\t")]
]
CORPUS = Corpus(
    (
        english_article("a", ["New York is new.", "In New York we merge."], "no", outlet="x"),
        english_article("b", ["New York and the new York?"], "pl", outlet="y"),
        english_article("c", ["The communes merge; the communes grow."], "pl", outlet="z"),
        english_article("d", ["Advertisement"], "ro", outlet="x", kind=Kind.AD_MARKER),
    )
)
WORDS = st.lists(st.sampled_from("abcde"), max_size=12).map(" ".join)


@st.composite
def letter_corpora(draw: st.DrawFn) -> Corpus:
    """Return a corpus whose words are a few letters."""
    texts = draw(st.lists(st.lists(WORDS, max_size=3), min_size=1, max_size=4))
    return Corpus(
        english_article(str(i), filter(None, sentences), draw(st.sampled_from(["no", "pl"])))
        for i, sentences in enumerate(texts)
    )


def ints(*values: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


# Association


@pytest.mark.parametrize(
    ("table", "score"),
    [
        # Dunning (1993), table 1.
        ((110, 2442, 111, 29114), 270.72),
        ((29, 13, 123, 31612), 263.90),
        ((31, 23, 139, 31584), 256.84),
        ((10, 0, 3, 31764), 167.23),
        ((76, 104, 2476, 29121), 157.21),
    ],
)
def test_log_likelihood_is_that_of_its_first_table(
    table: tuple[int, int, int, int], score: float
) -> None:
    a, b, c, d = table
    found = log_likelihood(ints(a), ints(a + b), ints(a + c), a + b + c + d)
    assert found[0] == pytest.approx(score, abs=0.005)


@given(st.tuples(*[st.integers(0, 10**6)] * 4))
@settings(deadline=None)
def test_log_likelihood_is_that_of_scipy_with_a_sign(table: tuple[int, int, int, int]) -> None:
    from scipy.stats import chi2_contingency

    a, b, c, d = table
    (found,) = log_likelihood(ints(a), ints(a + b), ints(a + c), sum(table))
    if 0 in {a + b, c + d, a + c, b + d}:
        assert abs(found) == pytest.approx(0, abs=1e-6)
        return
    result = chi2_contingency([[a, b], [c, d]], correction=False, lambda_="log-likelihood")
    assert abs(found) == pytest.approx(result.statistic, rel=1e-6, abs=1e-6)
    assert found >= 0 or a < result.expected_freq[0, 0]


def test_normalised_information_is_1_for_inseparable_and_0_for_independent() -> None:
    both, first, second = ints(10, 10, 5, 100), ints(10, 100, 100, 100), ints(10, 10, 10, 100)
    found = normalised_information(both, first, second, 100)
    expected = [1, 0, math.log(5 / (100 * 10 / 100)) / -math.log(5 / 100), 1]
    assert found.tolist() == pytest.approx(expected)


# Collocations


def test_collocations_are_pairs_within_a_segment() -> None:
    # Pairs: new york, york is, is new / in new, new york, york we, we merge /
    # new york, york and, and the, the new, new york / the communes, communes merge,
    # merge the, the communes, communes grow: 17, of which new is first in 4, york second in 4.
    found = {r.collocation: r for r in CORPUS.collocations(minimum=2)}
    assert set(found) == {"new york", "the communes"}
    assert found["new york"].count == 4
    assert found["new york"].expected == pytest.approx(4 * 4 / 17)
    g2 = 2 * (4 * math.log(17 / 4) + 13 * math.log(17 / 13))
    assert found["new york"].score == pytest.approx(g2)
    (npmi,) = CORPUS.collocations("york", minimum=2, measure="npmi")
    assert npmi.score == pytest.approx(1)


def test_the_strongest_come_first_and_plain_ones_can_be_left_out() -> None:
    scores = [row.score for row in CORPUS.collocations(minimum=1, above=None)]
    assert scores == sorted(scores, reverse=True)
    kept = CORPUS.collocations(minimum=1, stop_words=True)
    every = {row.collocation: row for row in CORPUS.collocations(minimum=1)}
    assert {r.collocation for r in kept} == {"new york", "communes merge", "communes grow"}
    assert all(every[row.collocation] == row for row in kept)


@given(letter_corpora(), st.integers(1, 4))
@settings(deadline=None)
def test_a_window_holds_every_pair_in_order(corpus: Corpus, window: int) -> None:
    pairs: Counter[str] = Counter()
    for article in corpus:
        for segment in article.segments:
            words = segment.english.split()
            for i, word in enumerate(words):
                pairs.update(f"{word} {other}" for other in words[i + 1 : i + 1 + window])
    found = corpus.collocations(window=window, minimum=1, above=None)
    assert {row.collocation: row.count for row in found} == pairs
    total = sum(pairs.values())
    for row in found:
        first, second = row.collocation.split()
        left = sum(n for pair, n in pairs.items() if pair.split()[0] == first)
        right = sum(n for pair, n in pairs.items() if pair.split()[1] == second)
        assert row.expected == pytest.approx(left * right / total)


@given(letter_corpora(), st.integers(1, 4), st.sampled_from(["g2", "npmi"]))
@settings(deadline=None)
def test_words_that_keep_apart_are_no_collocation(
    corpus: Corpus, window: int, measure: str
) -> None:
    every = corpus.collocations(window=window, minimum=1, measure=measure, above=None)
    found = corpus.collocations(window=window, minimum=1, measure=measure)
    assert list(found) == [row for row in every if row.score > 0]
    some = corpus.collocations(window=window, minimum=1, measure=measure, above=0.5)
    assert list(some) == [row for row in every if row.score > 0.5]


def test_words_that_repel_one_another_can_be_asked_for() -> None:
    corpus = Corpus([english_article("a", ["the new the old the new the man the the"])])
    every = {row.collocation: row.score for row in corpus.collocations(minimum=1, above=None)}
    kept = {row.collocation for row in corpus.collocations(minimum=1)}
    assert every["the the"] < 0
    assert {pair for pair, score in every.items() if score <= 0} == set(every) - kept
    assert "the new" in kept


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "mi"}, "no measure 'mi': there are g2 and npmi"),
        ({"window": 0}, "from 1 on, not 0"),
        ({"pattern": "new york"}, "of one word"),
        ({"minimum": 0}, "from 1 on"),
        ({"above": "0"}, "above takes a number, not '0'"),
    ],
)
def test_collocations_that_cannot_be_are_errors(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        CORPUS.collocations(**options)


# Keyness


def test_keyness_compares_two_parts() -> None:
    from scipy.stats import chi2, chi2_contingency

    rows = {row.feature: row for row in CORPUS.keyness("language", "no", minimum=1)}
    new = rows["new"]
    assert (new.count_target, new.count_reference) == (3, 2)
    assert new.per_million_target == pytest.approx(3e6 / 9)
    assert new.per_million_reference == pytest.approx(2e6 / 12)
    assert new.log_ratio == pytest.approx(math.log2((3 / 9) / (2 / 12)))
    test = chi2_contingency([[3, 2], [6, 10]], correction=False, lambda_="log-likelihood")
    assert new.g2 == pytest.approx(test.statistic)
    assert new.p == pytest.approx(test.pvalue) == pytest.approx(chi2.sf(new.g2, 1))
    the = rows["the"]
    assert the.g2 < 0
    assert the.log_ratio == pytest.approx(math.log2((0.5 / 9) / (3 / 12)))


def test_the_features_of_the_target_come_first() -> None:
    scores = [row.g2 for row in CORPUS.keyness("language", "no", minimum=1)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0 > scores[-1]


def test_what_is_compared_is_chosen() -> None:
    assert {r.feature for r in CORPUS.keyness("language", "no", minimum=4)} == {"new", "york"}
    some = CORPUS.keyness("article", ["a", "b"], reference="c", stop_words=True, minimum=2)
    assert {r.feature for r in some} == {"new", "york", "merge", "communes"}
    pairs = CORPUS.keyness("language", "no", n=2, minimum=4)
    assert [row.feature for row in pairs] == ["new york"]
    assert pairs[0].per_million_target == pytest.approx(2e6 / 7)


@given(letter_corpora())
@settings(deadline=None)
def test_keyness_turns_round_with_its_sides(corpus: Corpus) -> None:
    groups = corpus.group("language")
    if any(code not in groups or not groups[code].frequencies() for code in ("no", "pl")):
        return
    one = {r.feature: r for r in corpus.keyness("language", "no", minimum=1)}
    other = {r.feature: r for r in corpus.keyness("language", "pl", reference="no", minimum=1)}
    assert one.keys() == other.keys()
    for feature, row in one.items():
        assert row.g2 == pytest.approx(-other[feature].g2, abs=1e-9)
        assert row.log_ratio == pytest.approx(-other[feature].log_ratio)
        assert row.p == pytest.approx(other[feature].p)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("language", "sv"), "no group 'sv' among those by language; there are 'no', 'pl', 'ro'"),
        (("outlet", ["x", "zz"]), "no group 'zz' among those by outlet; did you mean 'z'"),
        (("language", "ro"), "target by language is 'ro', which has no words"),
        (("nation", "no"), "no 'nation'"),
    ],
)
def test_a_group_without_words_is_an_error(arguments: tuple[str, str], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        CORPUS.keyness(*arguments)


def test_a_target_need_not_be_a_text() -> None:
    def is_norwegian(article: Article) -> bool:
        return article.language == "no"

    told = CORPUS.keyness(is_norwegian, target=True, minimum=1)
    assert list(told) == list(CORPUS.keyness(is_norwegian, "True", minimum=1))
    assert len(told)


def test_a_reference_without_words_is_an_error() -> None:
    with pytest.raises(CorpusError, match="'no' is both target and reference"):
        CORPUS.keyness("language", "no", reference=["pl", "no"])
    with pytest.raises(CorpusError, match="reference by language is 'ro', which has no words"):
        CORPUS.keyness("language", "no", reference="ro")
    with pytest.raises(CorpusError, match="reference by language is no group"):
        CORPUS.keyness("language", ["no", "pl", "ro"])


def test_many_groups_are_not_all_named() -> None:
    corpus = Corpus(english_article(f"a{i:02}", ["one"]) for i in range(14))
    with pytest.raises(CorpusError, match=r"'a09' and 4 more$"):
        corpus.keyness("article", "b")


# Diversity


def test_diversity_counts_types() -> None:
    a, b, c, d = CORPUS.diversity(window=5)
    assert (a.tokens, a.types, a.hapaxes) == (9, 6, 4)
    assert a.ttr == pytest.approx(6 / 9)
    assert a.yule_k == pytest.approx(1e4 * ((4 * 1 + 9 + 4) - 9) / 81)
    assert b.mattr == pytest.approx((4 + 4) / 2 / 5)
    assert (c.tokens, c.types) == (6, 4)
    assert (d.tokens, d.types, d.hapaxes) == (0, 0, 0)
    assert (d.ttr, d.mattr, d.yule_k) == (None, None, None)
    assert CORPUS.diversity()[0].mattr is None


def test_groups_are_texts_in_a_row() -> None:
    by_outlet = {row.group: row for row in CORPUS.diversity("outlet")}
    assert by_outlet["x"].tokens == 9
    (every,) = CORPUS.diversity(None)
    assert (every.group, every.tokens, every.types) == ("all", 21, 10)


@given(letter_corpora(), st.integers(1, 8))
@settings(deadline=None)
def test_the_moving_average_is_that_of_all_windows(corpus: Corpus, window: int) -> None:
    for row in corpus.diversity("language", window=window):
        part = corpus.filter(language=row.group)
        words = [word for article in part for word in article.english.split()]
        windows = [words[i : i + window] for i in range(len(words) - window + 1)]
        ratios = [len(set(each)) / window for each in windows]
        assert row.mattr == (pytest.approx(sum(ratios) / len(ratios)) if ratios else None)
        spectrum = Counter(words)
        assert row.types == len(spectrum)
        assert row.hapaxes == list(spectrum.values()).count(1)
        if words:
            total = len(words)
            chance = sum((n / total) ** 2 for n in spectrum.values()) - 1 / total
            assert row.yule_k == pytest.approx(1e4 * chance, abs=1e-6)


def test_a_window_is_at_least_a_word() -> None:
    with pytest.raises(CorpusError, match="from 1 on, not 0"):
        CORPUS.diversity(window=0)


# Readability


def test_readability_is_by_the_published_formulas() -> None:
    sentences = ["The cat sat on the mat.", "Administrative reform is a reality."]
    heading = english_article("h", ["Unparalleled headline"], kind=Kind.HEADING)
    one, none = Corpus([english_article("a", sentences), heading]).readability()
    syllables = 6 + (5 + 2 + 1 + 1 + 4)
    assert (one.sentences, one.words, one.syllables) == (2, 11, syllables)
    assert one.words_per_sentence == pytest.approx(5.5)
    assert one.flesch == pytest.approx(206.835 - 1.015 * 5.5 - 84.6 * syllables / 11)
    assert one.flesch_kincaid == pytest.approx(0.39 * 5.5 + 11.8 * syllables / 11 - 15.59)
    assert one.lix == pytest.approx(5.5 + 100 * 2 / 11)
    assert (none.sentences, none.words) == (0, 0)
    assert (none.flesch, none.flesch_kincaid, none.lix) == (None, None, None)


def test_a_group_is_read_as_one_text() -> None:
    by_language = {row.group: row for row in CORPUS.readability("language")}
    assert (by_language["pl"].sentences, by_language["pl"].words) == (2, 12)
    assert by_language["pl"].words_per_sentence == pytest.approx(6)
    (every,) = CORPUS.readability(None)
    assert every.sentences == 4


def test_sentences_without_words_are_none() -> None:
    (row,) = Corpus([english_article("a", ["One two.", "***"])]).readability()
    assert (row.sentences, row.words) == (1, 2)


def test_most_words_have_as_many_syllables_as_are_counted() -> None:
    wrong = [word for word, count in SYLLABLES if count_syllables(word) != count]
    assert len(SYLLABLES) > 200
    assert len(wrong) / len(SYLLABLES) < 0.06, wrong
    spoken = sum(count for _, count in SYLLABLES)
    assert sum(count_syllables(word) for word, _ in SYLLABLES) == pytest.approx(spoken, rel=0.01)


@pytest.mark.parametrize("word", ["25", "3.5", "x", "hmm", "日本", "_", "o’clock", ""])
def test_every_word_has_a_syllable(word: str) -> None:
    assert count_syllables(word) >= 1


@pytest.mark.parametrize(("word", "count"), [("don’t", 1), ("people's", 2), ("café", 2)])
def test_contractions_and_accents_are_read(word: str, count: int) -> None:
    assert count_syllables(word) == count


# Dispersion


def gries() -> Corpus:
    """Return the corpus of five parts by which Gries (2008) explains measures of dispersion."""
    parts = ("bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat")
    return Corpus(english_article(str(i), [" ".join(part)]) for i, part in enumerate(parts))


def test_dispersion_is_that_of_the_worked_example() -> None:
    found = gries().dispersion("a")
    assert [row.count for row in found] == [1, 2, 3, 4, 5]
    assert [row.tokens for row in found] == [9, 10, 10, 10, 11]
    assert found.dp == pytest.approx(0.18)
    assert found.dp_norm == pytest.approx(0.18 / 0.82)
    assert found.juilland_d == pytest.approx(0.785, abs=0.0005)
    assert found.range == 5
    assert repr(found).splitlines()[-1] == "a: in 5 of 5 groups, DP 0.180, Juilland's D 0.785"
    assert "DP 0.180" in found._repr_html_()
    assert found[0].per_million == pytest.approx(1e6 / 9)
    assert [row.first for row in found] == pytest.approx([1 / 9, 1 / 10, 2 / 10, 1 / 10, 1 / 11])


def test_one_part_with_all_is_as_uneven_as_can_be() -> None:
    corpus = Corpus(english_article(str(i), ["x x" if i else "y y"]) for i in range(4))
    found = corpus.dispersion("y")
    assert found.dp == pytest.approx(0.75)
    assert found.dp_norm == pytest.approx(1)
    assert found.juilland_d == pytest.approx(0)
    assert found.range == 1


def test_phrases_are_spread_over_groups() -> None:
    found = CORPUS.dispersion("new yor*", "language")
    assert [(row.group, row.tokens, row.count) for row in found] == [
        ("no", 9, 2),
        ("pl", 12, 2),
        ("ro", 0, 0),
    ]
    assert [row.first for row in found] == [0, 0, None]
    assert found[2].per_million is None
    assert CORPUS.dispersion("New York", case_sensitive=True)[1].count == 1
    assert CORPUS.dispersion("merge|grow", regex=True)[2].count == 2


def test_what_does_not_occur_has_no_dispersion() -> None:
    found = CORPUS.dispersion("xyz")
    assert (found.dp, found.dp_norm, found.juilland_d, found.range) == (None, None, None, 0)
    assert sum(row.count for row in found) == 0
    assert repr(found).splitlines()[-1] == "xyz: in 0 of 4 groups"
    assert CORPUS[:1].dispersion("new").juilland_d is None
    assert CORPUS[:1].dispersion("new").dp_norm is None
    with pytest.raises(CorpusError, match="no words on this side"):
        Corpus(()).dispersion("a")


def test_dispersions_of_two_patterns_differ() -> None:
    assert CORPUS.dispersion("xyz") == CORPUS.dispersion("xyz")
    assert CORPUS.dispersion("xyz") != CORPUS.dispersion("zyx")
    assert CORPUS.dispersion("xyz") != CORPUS.diversity()
    assert hash(CORPUS.dispersion("xyz")) == hash(CORPUS.dispersion("xyz"))


# What has no English


def untranslated(article: Article, position: int) -> Article:
    """Return an article one of whose segments could not be translated."""
    segments = list(article.segments)
    segments[position] = segments[position].as_failed("no words")
    return replace(article, segments=tuple(segments))


WHOLE = english_article("a", ["One reform of two offices.", "It goes on.", "It ends."])
GAPPED = untranslated(WHOLE, 1)
COUNTS: dict[str, Callable[[Corpus], int]] = {
    "tokens": lambda corpus: len(corpus.tokens("english")),
    "frequencies": lambda corpus: sum(row.count for row in corpus.frequencies()),
    "dfm": lambda corpus: int(corpus.dfm().matrix.sum()),
    "diversity": lambda corpus: corpus.diversity()[0].tokens,
    "readability": lambda corpus: corpus.readability()[0].words,
    "dispersion": lambda corpus: corpus.dispersion("it")[0].tokens,
    "an article": lambda corpus: sum(map(count_words, corpus)),
    "the table of the corpus": lambda corpus: int(
        re.findall(r'<td class="n"><bdi>(\d+)</bdi>', corpus._repr_html_())[0]
    ),
    "the data card": lambda corpus: int(
        re.findall(r"([\d,]+) words?\. Every segment", corpus.data_card())[0]
    ),
}


@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS)
def test_what_is_untranslated_has_no_english_words(count: Callable[[Corpus], int]) -> None:
    assert "[untranslated: Å IT GOES ON.]" in GAPPED.english
    assert count(Corpus([WHOLE])) == 10
    assert count(Corpus([GAPPED])) == 7


@pytest.mark.parametrize("query", ["untranslated", "goes", "Å"])
def test_what_is_untranslated_is_not_found_in_the_english(query: str) -> None:
    corpus = Corpus([GAPPED])
    assert not corpus.search(query)
    assert not corpus.kwic(query)
    assert corpus.search("reform ends")[0].snippet == "One reform of two offices. … It ends."


# Results


RESULTS: dict[str, Callable[[Corpus], Any]] = {
    "frequencies": lambda corpus: corpus.frequencies(),
    "frequencies by group": lambda corpus: corpus.frequencies(by="language"),
    "dfm": lambda corpus: corpus.dfm(),
    "top": lambda corpus: corpus.dfm().top(),
    "collocations": lambda corpus: corpus.collocations(minimum=1),
    "keyness": lambda corpus: corpus.keyness("language", "no", minimum=1),
    "diversity": lambda corpus: corpus.diversity(window=2),
    "readability": lambda corpus: corpus.readability(),
    "dispersion": lambda corpus: corpus.dispersion("new"),
}


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_a_result_is_shown_and_handed_on(make: Callable[[Corpus], Any]) -> None:
    result = make(CORPUS)
    assert result == make(CORPUS)
    assert type(result).__name__ in repr(result)
    assert result._repr_html_().startswith('<div class="reformtext">')
    assert len(result.to_pandas()) > 0


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_a_plot_has_a_title_and_labels_and_shows_itself(make: Callable[[Corpus], Any]) -> None:
    loaded = "matplotlib.pyplot" in sys.modules
    axes = make(CORPUS).plot()
    assert axes.get_title()
    assert axes.get_xlabel()
    assert [label.get_text() for label in axes.get_yticklabels()]
    assert axes._repr_png_().startswith(b"\x89PNG")
    assert ("matplotlib.pyplot" in sys.modules) == loaded


def test_one_feature_has_a_bar_a_group_in_their_order() -> None:
    months = {"a1": "2024-05-02", "a2": "2024-01-03", "b1": "2024-03-01"}
    corpus = Corpus(
        english_article(name, ["The reform of the staff."], published=day)
        for name, day in months.items()
    )
    axes: Any = corpus.frequencies(by="month", pattern="the").plot()
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["2024-01", "2024-03", "2024-05"]
    assert (axes.get_title(), len(axes.patches)) == ("“the”", 3)
    assert all("e" not in label.get_text() for label in axes.get_xticklabels())
    assert axes.get_xlabel() == "occurrences per million words"
    alone: Any = corpus.frequencies(pattern="staff").plot()
    assert alone.get_title() == "“staff”"
    ticks = [float(tick) for tick in alone.get_xticks()]
    assert all(tick.is_integer() for tick in ticks)


def test_a_group_without_the_feature_has_an_empty_bar() -> None:
    axes: Any = CORPUS.frequencies(by="outlet", pattern="merge").plot()
    bars = zip(axes.get_yticklabels(), axes.patches, strict=True)
    there = {label.get_text(): bar.get_width() > 0 for label, bar in bars}
    assert there == {"x": True, "y": False, "z": True}
    part: Any = CORPUS.frequencies(by="outlet", pattern="merge")[:1].plot()
    assert [label.get_text() for label in part.get_yticklabels()] == ["merge"]
    articles: Any = CORPUS.frequencies(by="article", pattern="merge").plot()
    assert [label.get_text() for label in articles.get_yticklabels()] == ["a", "c"]
    pairs: Any = CORPUS.frequencies(2, by="language", pattern="new york").plot()
    assert pairs.get_xlabel() == "occurrences per million sequences of 2 words"


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_a_plot_is_drawn_where_it_is_wanted(make: Callable[[Corpus], Any]) -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    _, second = figure.subplots(1, 2)
    assert make(CORPUS).plot(ax=second) is second
    assert second.get_title()


def test_bars_are_as_long_as_the_counts_and_in_their_order() -> None:
    axes: Any = CORPUS.frequencies().plot(3)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["new", "york", "the"]
    assert [bar.get_width() for bar in axes.patches] == [5, 4, 3]
    low, high = axes.get_ylim()
    assert low > high
    assert axes.get_legend() is None


def test_groups_have_colours_and_a_legend() -> None:
    from matplotlib.colors import to_hex

    axes: Any = CORPUS.frequencies(by="language").plot(2)
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches] == [
        *(COLOURS[1], COLOURS[1], COLOURS[2], COLOURS[2])
    ]
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    assert names == ["no", "pl"]
    assert axes.patches[0].get_width() == pytest.approx(3e6 / 9)


def test_too_many_groups_are_said_to_be_left_out() -> None:
    corpus = Corpus(english_article(f"a{i}", ["one two"] * (i + 1)) for i in range(9))
    axes: Any = corpus.frequencies(by="article").plot()
    assert "6 of 9 groups" in axes.get_title()
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    assert names == ["a3", "a4", "a5", "a6", "a7", "a8"]


def test_a_matrix_of_few_groups_has_a_bar_a_group() -> None:
    axes: Any = CORPUS.dfm(by="language").plot(2)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["new", "york"]
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    matrix = CORPUS.dfm(by="language")
    assert tuple(names) == matrix.groups
    cells = [matrix.features.index(word) for word in ("new", "york")]
    assert [bar.get_width() for bar in axes.patches] == [
        count for row in matrix.matrix.toarray() for count in row[cells]
    ]
    assert axes.get_title() == "The 2 largest features of 3 groups"
    assert axes.get_xlabel() == "occurrences"
    units = [matrix.tfidf().unit, matrix.tfidf().trim().top(1).unit, matrix.proportions().unit]
    assert units == ["tf-idf", "tf-idf", "share of the group's features"]


def test_a_matrix_of_many_groups_has_their_sums() -> None:
    corpus = Corpus(english_article(f"a{i}", ["one two one"]) for i in range(7))
    axes: Any = corpus.dfm().plot()
    assert [bar.get_width() for bar in axes.patches] == [14, 7]
    assert (axes.get_legend(), axes.get_xlabel()) == (None, "occurrences, sum of all groups")
    one: Any = corpus[:1].dfm().plot()
    assert (one.get_legend(), one.get_title()) == (None, "The 2 largest features of 1 group")


def test_keyness_is_drawn_to_both_sides() -> None:
    axes: Any = CORPUS.keyness("language", "no", minimum=1).plot(1)
    widths = [bar.get_width() for bar in axes.patches if not np.isnan(bar.get_width())]
    assert widths[0] > 0 > widths[1]


def test_many_groups_are_a_histogram() -> None:
    corpus = Corpus(english_article(f"a{i}", ["one two"] * (i + 1)) for i in range(50))
    axes: Any = corpus.diversity().plot("tokens")
    assert axes.get_ylabel() == "groups"
    assert sum(bar.get_height() for bar in axes.patches) == 50
    assert "50 groups" in axes.get_title()


def test_groups_that_a_chart_leaves_out_are_named_under_it() -> None:
    lengths = {"long": 60, "longer": 70, "b": 3, "c": 4, "$d": 5, "e": 6}
    corpus = Corpus(english_article(name, ["one " * n]) for name, n in lengths.items())
    axes: Any = corpus.diversity().plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["long", "longer"]
    label, note, named = axes.get_xlabel().split("\n")
    assert label == "types per token, mean over windows of 50 words"
    assert note == "4 of 6 groups left out, shorter than the window:"
    assert named == "b, c, \\$d and 1 more"
    assert axes._repr_png_()
    whole: Any = corpus.diversity(window=3).plot()
    assert "left out" not in whole.get_xlabel()
    headed = Corpus([*CORPUS, english_article("h", ["One two"], kind=Kind.HEADING)])
    for chart in (headed.readability().plot(), headed.diversity().plot("ttr")):
        assert "left out, without " in chart.get_xlabel()


def test_a_histogram_says_what_it_leaves_out() -> None:
    texts = [["one two"] * (i + 1) for i in range(50)]
    axes: Any = (
        Corpus(english_article(f"a{i}", t) for i, t in enumerate(texts)).diversity(window=10).plot()
    )
    assert sum(bar.get_height() for bar in axes.patches) == 46
    assert "4 of 50 groups left out, shorter than the window:\na0, a1, a2 and" in axes.get_xlabel()


def test_a_dispersion_plot_has_a_stroke_an_occurrence() -> None:
    axes: Any = gries().dispersion("a").plot(3)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["2", "3", "4"]
    strokes = [collection.get_positions() for collection in axes.collections]
    assert [len(each) for each in strokes] == [3, 4, 5]
    assert min(strokes[0]) == pytest.approx(2 / 10)
    assert axes.get_title() == "a: 3 of the 5 groups that have it"


def test_names_are_no_formulas() -> None:
    corpus = Corpus([english_article("$\\frac$", ["one"]), english_article("", ["one"])])
    axes: Any = corpus.diversity("article", window=1).plot()
    assert axes._repr_png_()
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "\\$\\frac\\$",
        "(unknown)",
    ]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: Corpus(()).frequencies().plot(), "nothing to plot"),
        (lambda: Corpus(()).dfm().plot(), "nothing to plot"),
        (lambda: CORPUS.collocations(minimum=99).plot(), "nothing to plot"),
        (lambda: CORPUS.dispersion("xyz").plot(), "nothing to plot"),
        (lambda: CORPUS.diversity().plot(), "nothing to plot: all 4 groups are shorter than"),
        (lambda: CORPUS.diversity(None).plot(), "the one group is shorter than the window; choose"),
        (lambda: Corpus(()).diversity().plot(), "nothing to plot: the result is empty"),
        (lambda: CORPUS.diversity().plot("length"), "no measure 'length': there are tokens"),
        (lambda: CORPUS.readability().plot("x"), "no measure 'x'"),
        (lambda: CORPUS.frequencies().plot(0), "from 1 on, not 0"),
        (lambda: CORPUS.dfm().top().plot("z"), "no group 'z'"),
    ],
)
def test_a_plot_that_cannot_be_is_an_error(draw: Callable[[], object], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        draw()


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(MissingExtraError, match=r"matplotlib.*reformtext\[viz\]"):
        CORPUS.frequencies().plot()
