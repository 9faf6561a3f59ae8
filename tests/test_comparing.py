"""A concept or number over the languages: what differs in the texts, what in the translation."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from scipy.stats import chi2, chi2_contingency

from reformtext.analysis.comparison import _chi_squared_tail
from reformtext.article import Article, Detection, Kind, Quantity, Segment, Span, Status, Term
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError
from reformtext.values import QuantityKind


def article(
    name: str, language: str, mentions: int, kept: int, words: int, *, failed: bool = False
) -> Article:
    source = "komite " * mentions + "kata " * (words - mentions) + "96"
    terms = tuple(
        Term("committee", Span(7 * i, 7 * i + 6), "komite", "committee", Span(0, 1))
        if i < kept
        else Term("committee", Span(7 * i, 7 * i + 6), "komite", "committee")
        for i in range(mentions)
    )
    place = Span(len(source) - 2, len(source))
    number = Quantity(QuantityKind.NUMBER, place, "96", "96", english="96", english_span=Span(0, 2))
    segment = replace(
        Segment.cut(source, 0, len(source), Kind.SENTENCE),
        status=Status.TRANSLATED,
        english="committee",
        terms=terms,
        quantities=(number,),
    )
    done = segment.as_failed("lost") if failed else segment
    return Article(name, source, Detection(language), segments=(done,))


def corpus(*counts: tuple[int, int, int]) -> Corpus:
    languages = ("id", "pl", "no", "ro")
    return Corpus(article(str(i), languages[i], *count) for i, count in enumerate(counts))


def test_rates_and_shares_are_counted_by_group() -> None:
    rows = {row.group: row for row in corpus((4, 2, 99), (0, 0, 49)).compare(concept="committee")}
    assert (rows["id"].mentions, rows["id"].kept, rows["id"].kept_share) == (4, 2, 0.5)
    assert (rows["id"].words, rows["id"].per_10_000) == (100, 400.0)
    assert (rows["pl"].articles, rows["pl"].articles_with) == (1, 0)
    assert rows["pl"].kept_share is None


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (((20, 19, 999), (20, 18, 999)), "neither"),
        (((60, 55, 999), (5, 5, 999)), "in the texts: "),
        (((40, 38, 999), (40, 8, 999)), "in the translation only"),
        (((80, 78, 999), (20, 2, 999)), "count in the sources"),
    ],
)
def test_the_verdict_says_where_the_difference_is(
    counts: tuple[tuple[int, int, int], ...], said: str
) -> None:
    assert said in corpus(*counts).compare(concept="committee").verdict()


def test_the_test_is_that_of_scipy() -> None:
    counts = ((14, 9, 499), (30, 22, 799), (8, 1, 299))
    found = corpus(*counts).compare(concept="committee")
    texts = [(m, w + 1 - m) for m, _, w in counts]
    kept = [(k, m - k) for m, k, _ in counts]
    for ours, table in ((found.p_texts, texts), (found.p_translation, kept)):
        theirs = chi2_contingency(table, correction=False, lambda_="log-likelihood").pvalue
        assert ours == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 12])
@pytest.mark.parametrize("value", [0.0, 0.3, 2.5, 40.0])
def test_the_tail_is_that_of_scipy(freedom: int, value: float) -> None:
    assert _chi_squared_tail(value, freedom) == pytest.approx(chi2.sf(value, freedom), rel=1e-9)


def test_what_failed_is_not_kept_and_every_mention_can_be_cited() -> None:
    whole = Corpus([article("a", "id", 2, 2, 9), article("b", "pl", 2, 2, 9, failed=True)])
    found = whole.compare(concept="committee")
    assert [row.kept for row in found] == [2, 0]
    for mention in found.mentions:
        assert whole[mention.article_id].source[mention.start : mention.end] == mention.text
    assert [mention.kept for mention in found.mentions] == [True, True, False, False]


def test_a_number_is_compared_by_its_value() -> None:
    found = corpus((1, 1, 9), (2, 2, 9)).compare(number=96)
    assert [row.mentions for row in found] == [1, 1]
    assert {mention.text for mention in found.mentions} == {"96"}


@pytest.mark.parametrize("asked", [54.3, Decimal("54.3"), 0.1])
def test_a_number_with_decimals_is_that_of_the_text(asked: float) -> None:
    text = f"{asked}%"
    one = Quantity(QuantityKind.NUMBER, Span(0, len(text)), text, str(asked), "%", text)
    segment = Segment(Span(0, len(text)), text, Kind.SENTENCE, quantities=(one,))
    found = Corpus([Article("a", text, segments=(segment,))]).compare(number=asked)
    assert [row.mentions for row in found] == [1]


def always(_: Article) -> str:
    return "all"


def test_groups_by_anything() -> None:
    found = corpus((1, 1, 9), (2, 2, 9)).compare(concept="committee", by=always)
    assert [(row.group, row.mentions) for row in found] == [("all", 3)]
    assert found.p_texts == found.p_translation == 1.0


NOTHING = "there is nothing to compare"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (((4, 2, 99),), "^there is one group only, 'id': {} it with \\(4 mentions\\)$"),
        (((40, 30, 999), (0, 0, 999)), "^the groups differ in the texts; only 'id' .*: {} in the"),
        (((1, 1, 99), (0, 0, 99), (0, 0, 99)), "no difference in the texts; only 'id' .*: {} in"),
    ],
)
def test_the_verdict_says_what_there_is_nothing_to_compare_in(
    counts: tuple[tuple[int, int, int], ...], said: str
) -> None:
    verdict = corpus(*counts).compare(concept="committee").verdict()
    assert re.search(said.format(NOTHING), verdict)
    assert "translation p" not in verdict


def test_a_group_without_words_is_nothing_to_compare_with() -> None:
    empty = Corpus([*corpus((2, 1, 99)), Article("e", "", Detection("pl"))])
    found = empty.compare(concept="committee")
    assert found.verdict().startswith("only one group has words, 'id': there is nothing to compare")
    assert found[:0].verdict() == "no group has words: there is nothing to compare (0 mentions)"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "give one of the two"),
        ({"concept": "a", "number": 1.0}, "give one of the two"),
        (
            {"concept": "village"},
            "no article mentions the concept 'village'; there are 'committee'",
        ),
        ({"concept": "comittee"}, r"the concept 'comittee'; did you mean 'committee'\?"),
        ({"number": 97.5}, "no article mentions the number 97.5"),
        ({"number": 96, "by": "colour"}, "articles have no 'colour'"),
    ],
)
def test_what_cannot_be_compared(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        corpus((1, 1, 9)).compare(**asked)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({"concept": "committee"}, "Mentions of “committee”"),
        ({"number": 96}, "Mentions of “96”"),
    ],
)
def test_a_comparison_is_drawn_with_what_was_kept(asked: dict[str, Any], title: str) -> None:
    found = corpus((4, 2, 9), (3, 3, 9)).compare(**asked)
    axes: Any = found.plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == [row.group for row in found]
    rates = [row.per_10_000 for row in found]
    kept = [10_000 * row.kept / row.words for row in found]
    assert [bar.get_width() for bar in axes.patches] == [*rates, *kept]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "mentions in the source",
        "of these kept in the English",
    ]
    assert (axes.get_title(), axes.get_xlabel()) == (
        title,
        "mentions per 10,000 words of the sources",
    )
    assert axes._repr_png_().startswith(b"\x89PNG")
    assert f"{title[0].lower()}{title[1:]}; per_10_000: of them" in found._repr_html_()


def test_of_many_groups_those_with_the_most_mentions_are_drawn() -> None:
    found = corpus((1, 1, 9), (3, 3, 9), (2, 2, 9)).compare(concept="committee")
    axes: Any = found.plot(2)
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == [row.group for row in found if row.mentions > 1]
    assert "2 of 3 groups" in axes.get_title()
    with pytest.raises(CorpusError, match="from 1 on, not 0"):
        found.plot(0)
