"""Phrases that a draft has left out are put in where the alignment says, or led through."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reformtext.engines import Hypothesis, Phrase, Wish
from reformtext.engines.constrained import Start, lead, put_in
from reformtext.engines.phrase_places import Led, Wanted, aligned_to
from reformtext.engines.pieces import END

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Likes = Callable[[list[str]], float]


class Words:
    """Pieces that are words, and signs."""

    sentinels = frozenset({"⟦n0⟧", "⟦n1⟧", "⟦e0⟧"})

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        return [[*self.encode_english(text), END] for text in texts]

    def encode_english(self, text: str) -> list[str]:
        return [piece for word in text.split() for piece in self._split(word)]

    def decode(self, pieces: Sequence[str]) -> str:
        return "".join(piece for piece in pieces if piece != END).replace("▁", " ").strip()

    def _split(self, word: str) -> list[str]:
        if word.startswith("("):
            return ["▁(", word[1:-1], ")"]
        bare = word.rstrip(".,").removesuffix("'s")
        first = ["▁", bare] if bare in self.sentinels else [f"▁{bare}"]
        rest = word[len(bare) :]
        return [*first, *rest]


class Scripted:
    """Goes on from a prefix with the rest of a reference, from where the prefix ends in it."""

    def __init__(self, reference: str, likes: Likes = lambda _: 0.0) -> None:
        self.reference = Words().encode([reference])[0]
        self.likes = likes
        self.scored: list[int] = []
        self.starts: list[Start] = []
        self.forbidden: list[Sequence[str]] = []

    def log_probabilities(self, pairs: Sequence[Start]) -> list[list[float]]:
        self.scored.append(len(pairs))
        return [[*[-1.0] * (len(pair.target) - 1), self.likes(list(pair.target))] for pair in pairs]

    def continued(self, starts: Sequence[Start], forbidden: Sequence[str] = ()) -> list[Led]:
        self.starts += starts
        self.forbidden.append(forbidden)
        return [self._whole(list(start.target)) for start in starts]

    def _whole(self, prefix: list[str]) -> Led:
        last = prefix[-1] if prefix else ""
        rest = self.reference[self.reference.index(last) + 1 :] if last in self.reference else [END]
        whole = [*prefix, *rest]
        return Led(whole, -0.5 if whole == self.reference else -1.0)


def wish(text: str, draft: str, *phrases: Phrase, aligned: Sequence[int] = ()) -> Wish:
    """Return a wish whose draft has an alignment, of as many pieces as it has, with the end."""
    pieces = tuple(Words().encode([draft])[0])
    assert len(aligned) in {0, len(pieces)}
    found = Hypothesis(draft, -1.0, len(pieces), complete=True, pieces=pieces, aligned=(*aligned,))
    return Wish(text, found, phrases)


def put(one: Wish) -> list[str]:
    (found,) = put_in(Words(), [one])  # type: ignore[arg-type]  # a double
    return [hypothesis.text for hypothesis in found]


def led(decoder: Scripted, *wishes: Wish) -> list[list[Hypothesis]]:
    return lead(decoder, Words(), wishes, 50)  # type: ignore[arg-type]  # a double


UNIT = Phrase("commune", "komune", "communes")


def test_a_phrase_takes_the_place_of_what_stands_for_it() -> None:
    one = wish("Ada dua komune", "There are villages.", UNIT, aligned=(0, 0, 2, -1, 3))
    assert put(one) == ["There are communes."]


APPARATUS = Phrase("streamlining of the apparatus", "perampingan aparatur", "")


@pytest.mark.parametrize(
    ("draft", "aligned", "text"),
    [
        (
            "They want cutting of the apparatus now.",
            (0, 1, 2, -1, -1, -1, 4, -1, 5),
            "They want streamlining of the apparatus now.",
        ),
        (
            "They want streamlining slim now.",
            (0, 1, -1, 2, 4, -1, 5),
            "They want streamlining of the apparatus now.",
        ),
        (
            "They want cutting of the budget now.",
            (0, 1, 2, -1, -1, -1, 4, -1, 5),
            "They want streamlining of the apparatus of the budget now.",
        ),
    ],
)
def test_what_stands_beside_it_already_is_not_said_again(
    draft: str, aligned: Sequence[int], text: str
) -> None:
    one = wish("Mereka ingin perampingan aparatur sekarang", draft, APPARATUS, aligned=aligned)
    assert put(one)[0] == text


def test_it_keeps_the_number_of_what_it_replaces() -> None:
    one = wish("Ada satu komune", "There is one village.", UNIT, aligned=(0, 0, 1, 2, -1, 3))
    assert put(one) == ["There is one commune."]


def test_it_keeps_the_capital_of_the_sentence() -> None:
    one = wish("komune itu", "Villages are there.", UNIT, aligned=(0, -1, 1, -1, 2))
    assert put(one) == ["Communes are there."]


@pytest.mark.parametrize(
    ("draft", "aligned"),
    [
        ("There are villages.", (0, 0, 1, -1, 3)),  # nothing stands for it
        ("small villages and communities.", (2, 1, -1, 2, -1, 3)),  # another word between
        ("There are ⟦n0⟧.", (0, 0, 2, 2, -1, 3)),  # what stands for it is a sentinel
    ],
)
def test_where_there_is_a_doubt_nothing_is_replaced(draft: str, aligned: Sequence[int]) -> None:
    (found,) = put(wish("Ada dua komune ⟦n0⟧", draft, UNIT, aligned=aligned))
    words = found.lower().replace(".", "").split()
    assert "commune" in words
    words.remove("commune")
    assert words == draft.lower().replace(".", "").split()


def test_without_an_alignment_nothing_is_put_in() -> None:
    assert put(wish("Ada dua komune", "There are villages.", UNIT)) == []


@pytest.mark.parametrize(
    ("draft", "aligned", "expected"),
    [
        ("There are in Hanoi.", (0, 0, 3, 4, -1, 5), "There are commune in Hanoi."),
        ("Hanoi has two.", (4, 0, 1, -1, 5), "Hanoi has two commune."),
    ],
)
def test_what_nothing_stands_for_goes_beside_its_neighbours(
    draft: str, aligned: Sequence[int], expected: str
) -> None:
    assert put(wish("Ada dua komune di Hanoi", draft, UNIT, aligned=aligned))[0] == expected


def test_what_only_replaces_is_given_as_well() -> None:
    text, draft = "komune A dan kota", "villages and"
    town = Phrase("town", "kota")
    found = put(wish(text, draft, UNIT, town, aligned=(0, 2, 4)))
    assert found == ["communes and town", "communes and"]


def test_a_sentinel_that_came_twice_is_taken_out_once() -> None:
    text, draft = "Ada ⟦n0⟧ rumah komune", "It has ⟦n0⟧ houses and ⟦n0⟧."
    aligned = (0, 0, 2, 2, 3, -1, 2, 2, -1, 5)
    assert put(wish(text, draft, Phrase("⟦n0⟧", "⟦n0⟧"), aligned=aligned)) == [
        "It has ⟦n0⟧ houses and."
    ]


def test_the_one_beside_its_neighbours_stays() -> None:
    text, draft = "Ada rumah (⟦n0⟧)", "⟦n0⟧ houses (⟦n0⟧)"
    (found,) = put(wish(text, draft, Phrase("⟦n0⟧", "⟦n0⟧"), aligned=(3, 3, 1, 2, 3, 4, 5)))
    assert found == "houses (⟦n0⟧)"


def test_no_brackets_stay_around_nothing() -> None:
    text, draft = "Ada ⟦n0⟧ rumah", "It has ⟦n0⟧ houses (⟦n0⟧)"
    aligned = (0, 0, 2, 2, 3, -1, 2, -1, 4)
    (found,) = put(wish(text, draft, Phrase("⟦n0⟧", "⟦n0⟧"), aligned=aligned))
    assert found == "It has ⟦n0⟧ houses"


def test_a_draft_that_has_the_phrase_stays() -> None:
    one = wish("Ada dua komune", "Two communes.", UNIT, aligned=(1, 2, -1, 3))
    assert put(one) == []


def test_a_phrase_that_is_wanted_twice_has_to_be_there_twice() -> None:
    text, draft = "komune A dan komune B", "commune A and village B"
    aligned = (0, 1, 2, 3, 4, 5)
    assert put(wish(text, draft, UNIT, UNIT, aligned=aligned)) == ["commune A and commune B"]
    assert put(wish(text, draft, UNIT, aligned=aligned)) == []


def test_what_is_put_in_has_the_score_of_the_draft() -> None:
    one = wish("Ada dua komune", "There are villages.", UNIT, aligned=(0, 0, 2, -1, 3))
    ((found,),) = put_in(Words(), [one])  # type: ignore[arg-type]  # a double
    assert found.score == one.draft.score
    assert (found.tokens, found.complete) == (5, True)


def test_what_is_led_has_the_score_of_the_model() -> None:
    decoder = Scripted("It has ⟦n0⟧ houses.", likes=lambda _: -4.0)
    ((best, *_),) = led(decoder, wish("Ada ⟦n0⟧ rumah", "It has houses.", TWO[0]))
    assert best.score == pytest.approx((-4 - (best.tokens - 1)) / best.tokens)


TWO = (Phrase("⟦n0⟧", "⟦n0⟧"), Phrase("⟦n1⟧", "⟦n1⟧"))


def test_a_phrase_goes_where_the_model_finds_it_likeliest() -> None:
    def after_has(target: list[str]) -> float:
        return 0.0 if target[:2] == ["▁It", "▁has"] and len(target) == 4 else -9.0

    decoder = Scripted("It has ⟦n0⟧ houses.", after_has)
    ((best, *_),) = led(decoder, wish("Ada ⟦n0⟧ rumah", "It has houses.", TWO[0]))
    assert best.text == "It has ⟦n0⟧ houses."
    assert len(decoder.starts) == 1


def test_with_an_alignment_the_model_is_not_asked_about_places() -> None:
    draft = "It has houses " + "and more " * 9
    aligned = [0, 0, 3, *[-1] * 18, 4]
    decoder = Scripted("houses")
    led(decoder, wish("Ada ⟦n0⟧ rumah", draft, TWO[0], aligned=aligned))
    (start,) = decoder.starts
    assert list(start.target) == [*Words().encode_english("It has"), "▁", "⟦n0⟧"]
    assert decoder.scored == [1]  # the result
    unaligned = Scripted("houses")
    led(unaligned, wish("Ada ⟦n0⟧ rumah", draft, TWO[0]))
    assert unaligned.scored[0] > len(draft.split())


def test_it_is_led_through_one_phrase_and_the_others_are_put_in() -> None:
    class Aligned(Scripted):
        def _whole(self, prefix: list[str]) -> Led:
            whole = super()._whole(prefix)
            return whole._replace(aligned=range(len(whole.pieces)))

    names = ["⟦n0⟧", "⟦n1⟧", "⟦e0⟧"]
    draft = "It has houses."
    one = wish(" ".join(names), draft, *(Phrase(n, n) for n in names), aligned=(0, 0, 1, -1, 3))
    decoder = Aligned("houses.")
    ((best, *_),) = led(decoder, one)
    assert len(decoder.starts) == 1
    assert all(best.text.count(name) == 1 for name in names)


def test_a_sentinel_that_came_twice_is_forbidden_from_there() -> None:
    decoder = Scripted("has houses and schools.")
    text, draft = "Ada ⟦n0⟧ rumah", "It has ⟦n0⟧ houses and ⟦n0⟧ schools."
    ((best, *_),) = led(decoder, wish(text, draft, TWO[0]))
    assert decoder.forbidden[0] == ["⟦e0⟧", "⟦n0⟧", "⟦n1⟧"]  # nor any that the text has not
    assert best.text.count("⟦n0⟧") == 1


def test_a_draft_that_lacks_nothing_is_not_decoded_again() -> None:
    decoder = Scripted("")
    assert led(decoder, wish("Ada ⟦n0⟧ rumah", "It has ⟦n0⟧ houses.", TWO[0])) == [[]]
    assert decoder.starts == []


def test_what_the_model_loses_while_it_is_led_is_not_led_again() -> None:

    class Forgetful(Scripted):
        def _whole(self, prefix: list[str]) -> Led:
            return Led([prefix[-1], END], -1.0, ())

    decoder = Forgetful("")
    ((best, *_),) = led(decoder, wish("Ada ⟦n0⟧ dan ⟦n1⟧", "It has houses.", *TWO))
    assert len(decoder.starts) == 1
    assert best.text in {"⟦n0⟧", "⟦n1⟧"}


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="cut it"):
        lead(Scripted(""), Words(), [wish("a b c", "a", UNIT)], 3)  # type: ignore[arg-type]


def test_of_two_the_one_that_is_missing_is_put_in() -> None:
    text, aligned = "komune A dan komune B", (0, 1, 2, 3, 4, 5)
    for draft in ("commune A and village B", "village A and commune B"):
        assert put(wish(text, draft, UNIT, UNIT, aligned=aligned)) == ["commune A and commune B"]


def test_the_end_of_the_sentence_stays_its_end() -> None:
    one = wish("Ada dua komune", "There are villages", UNIT, aligned=(0, 0, 2, 2))
    assert put(one) == ["There are communes"]
    decoder = Scripted("There are villages today")
    for phrase in (Phrase("today", "besok"), Phrase("today", "komune")):
        (found,) = led(decoder, wish("Ada dua komune", "There are villages", phrase))
        assert found
        assert all(END not in start.target for start in decoder.starts)


def test_a_part_of_a_number_is_not_that_number() -> None:
    class Digits(Words):
        """Digits are pieces of their own."""

        def _split(self, word: str) -> list[str]:
            return ["▁", *word] if word.isdigit() else super()._split(word)

    five = Phrase("5", "5")
    one = Wish("5 rumah dan 25 toko", hypothesis_of(Digits(), "houses and 25 shops"), (five,))
    decoder = Scripted("")
    decoder.reference = [END]
    ((best, *_),) = lead(decoder, Digits(), [one], 50)  # type: ignore[arg-type]  # a double
    assert re.search(r"(?<![0-9])5(?![0-9])", best.text)
    assert place_of_first(decoder) != Digits().encode_english("25")


def test_a_word_within_a_longer_one_is_not_that_word() -> None:
    class Endings(Words):
        """Long words are two pieces."""

        def _split(self, word: str) -> list[str]:
            return ["▁four", "teen"] if word == "fourteen" else super()._split(word)

    source, draft = "empat toko dan empatbelas rumah", "shops and fourteen houses"
    found = replace(hypothesis_of(Endings(), draft), aligned=(1, 2, 3, 3, 4, 5))
    one = Wish(source, found, (Phrase("four", "empat"),))
    ((best, *_),) = put_in(Endings(), [one])  # type: ignore[arg-type]  # a double
    assert best.text == "Four shops and fourteen houses".replace("Four", "four")


def test_what_is_plural_with_another_ending_is_not_that_plural() -> None:
    pieces = ["▁civil", "▁servants", "es", "▁met"]
    assert Wanted(["▁civil", "▁servants"], None, ["▁civil", "▁servants"]).spots(pieces) == []
    assert Wanted(["▁civil", "▁servants"], None).spots(pieces) == [(0, 2)]


def hypothesis_of(pieces: Words, text: str) -> Hypothesis:
    row = tuple(pieces.encode([text])[0])
    return Hypothesis(text, -1.0, len(row), complete=True, pieces=row)


def place_of_first(decoder: Scripted) -> list[str]:
    return list(decoder.starts[0].target)[-2:]


@pytest.mark.parametrize(
    ("draft", "aligned", "expected"),
    [
        ("the village", (2, 2, 3), "the commune"),  # an article is kept
        ("the village's head", (2, 2, 2, 2, 1, 3), "the commune's head"),  # and a possessive
    ],
)
def test_what_belongs_to_the_sentence_stays(
    draft: str, aligned: Sequence[int], expected: str
) -> None:
    assert put(wish("kepala di komune", draft, UNIT, aligned=aligned)) == [expected]


def test_wordings_within_one_another_have_places_of_their_own() -> None:
    court, district = Phrase("district court", "pengadilan distrik"), Phrase("county", "distrik")
    text = "pengadilan distrik di distrik"
    one = wish(text, "the tribunal in area", court, district, aligned=(-1, 0, 2, 3, 4))
    assert put(one) == ["the district court in county"]


def test_a_phrase_of_nothing_is_none() -> None:
    nothing = (Phrase("", ""), Phrase("x", ""))
    one = wish("Ada dua komune", "There are.", *nothing, aligned=(0, 1, -1, 3))
    assert put(one) == []


@pytest.mark.parametrize(
    ("attention", "aligned"),
    [
        ([], ()),
        ([[0.9, 0.1], [0.2, 0.8]], (0, 1)),
        ([[0.25, 0.25, 0.25, 0.25]], (-1,)),
    ],
)
def test_a_piece_is_aligned_to_what_it_attends_to(
    attention: list[list[float]], aligned: tuple[int, ...]
) -> None:
    assert aligned_to(attention) == aligned


def test_scores_that_are_not_known_are_not_given_out() -> None:
    one = wish("Ada dua komune", "There are villages.", UNIT, aligned=(0, 0, 2, -1, 3))
    found: Any = led(Scripted(""), one)
    assert not any(math.isnan(hypothesis.score) for row in found for hypothesis in row)
