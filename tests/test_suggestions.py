"""What was probably meant is named, the same way everywhere; else what there is."""

from __future__ import annotations

import pytest

from reformtext.text import closest, suggestion

CONCEPTS = (
    *("administrative_reform", "budget", "cadre", "committee_chair", "decree", "district"),
    *("elections", "party_committee", "peoples_committee", "peoples_council", "province"),
    "streamlining",
)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("peoples_comittee", ["peoples_committee", "peoples_council", "party_committee"]),
        ("Streamlining", ["streamlining"]),
        ("stremlining", ["streamlining"]),
        ("reform", ["administrative_reform"]),
        ("committee", ["party_committee", "committee_chair", "peoples_committee"]),
        ("xyz", []),
        ("re", []),
        ("", []),
    ],
)
def test_the_closest_words_come_first_then_those_that_hold_it(word: str, meant: list[str]) -> None:
    assert closest(word, CONCEPTS) == meant
    assert closest(word, CONCEPTS, 1) == meant[:1]


def test_what_is_like_nothing_is_told_what_there_is() -> None:
    assert suggestion("budgets", CONCEPTS) == "did you mean 'budget'?"
    assert suggestion("stream", CONCEPTS) == "did you mean 'streamlining'?"
    told = suggestion("xyz", CONCEPTS)
    assert told.startswith("there are 'administrative_reform', 'budget'")
    assert told.endswith("'peoples_council' and 2 more")
    assert suggestion("xyz", CONCEPTS[:2]) == "there are 'administrative_reform', 'budget'"
    assert suggestion("xyz", ()) == "there are none"
