"""Articles that are nearly the same are found, and no others."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from reformtext.analysis.tokens import tokenise
from reformtext.article import Article, Detection, Kind, Segment, Status
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError

WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]


def article(name: str, english: str, language: str = "id") -> Article:
    segments = Segment.of_lines(f"sumber {name}")
    done = replace(segments[0], status=Status.TRANSLATED, english=english, kind=Kind.SENTENCE)
    return Article(name, f"sumber {name}", Detection(language), segments=(done,))


def texts(count: int, dice: random.Random) -> list[str]:
    return [" ".join(dice.choices(WORDS, k=120)) for _ in range(count)]


def changed(text: str, share: float, dice: random.Random) -> str:
    return " ".join(dice.choice(WORDS) if dice.random() < share else word for word in text.split())


def exact(first: str, second: str, shingle: int) -> float:
    sets = []
    for text in (first, second):
        words = [word.lower() for word in tokenise(text)]
        sets.append({tuple(words[i : i + shingle]) for i in range(len(words) - shingle + 1)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@pytest.mark.parametrize("shingle", [1, 2, 5])
def test_every_pair_found_is_one_and_nearly_every_pair_is_found(shingle: int) -> None:
    dice = random.Random(5)  # noqa: S311 - a sample
    plain = texts(40, dice)
    mixed = plain + [changed(text, share, dice) for text in plain for share in (0.02, 0.1)]
    corpus = Corpus(article(str(i), text) for i, text in enumerate(mixed))
    threshold = 0.4
    found = {
        (int(one.first), int(one.second)): one.similarity
        for one in corpus.near_duplicates(threshold, shingle=shingle)
    }
    true = {
        (i, j): similarity
        for i, j in combinations(range(len(mixed)), 2)
        if (similarity := exact(mixed[i], mixed[j], shingle)) >= threshold
    }
    assert len(true) > 40
    assert found == pytest.approx({pair: true[pair] for pair in found})
    assert len(found) >= 0.99 * len(true)


def test_capitals_and_signs_do_not_count_and_languages_are_told() -> None:
    corpus = Corpus(
        [
            article("a", "The cat sat on the mat. It slept."),
            article("b", "the CAT sat, on the mat; it slept", "no"),
            article("c", "A dog ran through the whole wide park."),
            article("d", ""),
            article("e", "Word"),
            article("f", "word"),
        ]
    )
    found = [(one.first, one.second, one.languages) for one in corpus.near_duplicates()]
    assert found == [("a", "b", "id-no"), ("e", "f", "id-id")]


def test_many_copies_of_one_text_take_no_quadratic_time() -> None:
    corpus = Corpus(article(str(i), "one two three four five six") for i in range(400))
    found = corpus.near_duplicates()
    assert {one.first for one in found} | {one.second for one in found} == set(corpus.ids)
    assert len(found) < 1000
    kept = corpus.filter(lambda one: one.id not in {pair.second for pair in found})
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 0}, "above 0"),
        ({"threshold": 1.5}, "at most 1"),
        ({"shingle": 0}, "tokens from 1 on"),
        ({"side": "left"}, "english or source"),
    ],
)
def test_what_cannot_be(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        Corpus([]).near_duplicates(**options)
