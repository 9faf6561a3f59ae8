"""Copies and translations of one text are found by what they say in one order; no others are."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from english_articles import english_article

from reformtext.analysis.parallel_texts import ParallelText, ParallelTexts
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError

WORDS = [f"{a}{b}{c}{d}x" for a in "bdfgk" for b in "aeiou" for c in "lmnrs" for d in "aeiou"]
DICE = random.Random(3)  # noqa: S311 - a sample
TEXTS = [DICE.sample(WORDS, 90) for _ in range(12)]


def translated(words: list[str], share: float) -> list[str]:
    """Return a text of which this share of the words is said otherwise."""
    return [DICE.choice(WORDS) if DICE.random() < share else word for word in words]


def retold(words: list[str]) -> list[str]:
    """Return a text with the same words in another order."""
    return DICE.sample(words, len(words))


def corpus_of(texts: dict[str, list[str]]) -> Corpus:
    languages = {name: name.rpartition(".")[2] for name in texts}
    return Corpus(
        english_article(name, [" ".join(words)], languages[name]) for name, words in texts.items()
    )


def test_translations_are_found_and_grouped_and_texts_retold_are_not() -> None:
    texts: dict[str, list[str]] = {}
    for number, words in enumerate(TEXTS):
        texts |= {f"{number}.{code}": translated(words, 0.4) for code in ("id", "pl", "ro")}
        texts[f"{number}r.no"] = retold(words)
    corpus = corpus_of(texts)
    found = corpus.parallel_texts()
    groups = {f"{i}": tuple(f"{i}.{code}" for code in ("id", "pl", "ro")) for i in range(12)}
    assert set(found.groups()) == set(groups.values())
    events = {frozenset(group) for group in corpus.events().groups().values()}
    assert any("0r.no" in group and "0.id" in group for group in events)
    right = {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}
    assert {frozenset((pair.first, pair.second)) for pair in found} <= right


def test_a_copy_has_everything_in_order_and_languages_are_told() -> None:
    corpus = corpus_of({"a.id": TEXTS[0], "b.no": TEXTS[0], "c.no": TEXTS[1]})
    (pair,) = corpus.parallel_texts(1)
    assert (pair.first, pair.second, pair.languages) == ("a.id", "b.no", "id-no")
    assert (pair.similarity, pair.in_order) == pytest.approx((1, 1))


def test_similarity_is_the_weight_of_the_longest_common_subsequence() -> None:
    one, other = ["alpha", "bravo", "3,412", "delta"], ["bravo", "alpha", "3,412", "echoes"]
    rest = {f"{i}.pl": words for i, words in enumerate(TEXTS)}
    corpus = corpus_of({"a.id": one, "b.no": other} | rest)
    found = {(p.first, p.second): p for p in corpus.parallel_texts(0.01)}
    pair = found["a.id", "b.no"]
    # "alpha 3,412" of "alpha bravo 3,412": the number weighs more than either word.
    assert 2 / 3 < pair.in_order < 1
    assert 0.5 < pair.similarity < 0.9


@pytest.mark.parametrize("threshold", [0, -1, 1.1])
def test_a_threshold_that_cannot_be_is_refused(threshold: float) -> None:
    with pytest.raises(CorpusError, match="above 0 and at most 1"):
        corpus_of({"a.id": TEXTS[0]}).parallel_texts(threshold)


def test_nothing_to_compare_gives_no_pairs() -> None:
    assert len(Corpus([]).parallel_texts()) == 0
    assert len(corpus_of({"a.id": TEXTS[0]}).parallel_texts()) == 0
    assert corpus_of({"a.id": ["the", "of"], "b.no": ["the", "of"]}).parallel_texts().groups() == ()


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [
        ("ab cd ef bd", [("a", "b", "c", "d"), ("e", "f")]),
        ("ab bc", [("a", "b", "c")]),
        ("ab ac bc de df ef cd", [("a", "b", "c"), ("d", "e", "f")]),
        ("", []),
    ],
)
def test_groups_are_joined_by_a_quarter_of_their_pairs(
    pairs: str, groups: list[tuple[str, ...]]
) -> None:
    found = ParallelTexts(
        ParallelText(pair[0], pair[1], "id-no", 0.5, 1.0) for pair in pairs.split()
    )
    assert list(found.groups()) == groups
