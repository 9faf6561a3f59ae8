"""Texts as their words are read, and where their characters stand in the source."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformtext.composed import composed
from reformtext.text import UNSEEN, repair, seen
from reformtext.values import Span


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain", "plain"),
        ("Łódź już śpi", "Łódź już śpi"),
        (unicodedata.normalize("NFD", "tysięcy osób"), "tysięcy osób"),
        ("mil\u00adlioner", "millioner"),
        ("4,5\u200b mill.", "4,5 mill."),
        ("\ufeffpe\u00ad\u00adste", "peste"),
        ("12\u200b000 mill.", "12 000 mill."),
        ("12\u2060\u200b\ufeff000", "12 000"),
        ("12\u200d000 \u200b1\u200b", "12000 1"),
        ("", ""),
    ],
)
def test_a_text_is_composed_and_lacks_what_is_not_seen(source: str, text: str) -> None:
    assert composed(source).text == text


def test_a_span_of_what_is_read_is_one_of_the_source() -> None:
    source = unicodedata.normalize("NFD", "już 12 tysię\u00adcy osób")
    view = composed(source)
    start = view.text.index("tysięcy")
    span = view.in_source(Span(start, start + len("tysięcy")))
    assert composed(span.of(source)).text == "tysięcy"
    assert span.of(source).endswith("cy")


@given(st.text(alphabet="aąę\u0301\u0328\u00ad\u200bşţ 1,\n", max_size=40))
def test_every_character_that_is_read_stands_somewhere(source: str) -> None:
    view = composed(source)
    assert not set(view.text) & {"\u00ad", "\u200b"}
    spans = [view.in_source(Span(i, i + 1)) for i in range(len(view.text))]
    assert all(one.start <= two.start for one, two in pairwise(spans))
    assert all(span.of(source).strip("\u00ad") for span in spans)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        *((f"Ște{sign}fan", "Ștefan") for sign in UNSEEN),
        ("12\u200b000", "12 000"),
        ("12\u200c000", "12000"),
        ("ord\u200d, \u200dord", "ord, ord"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
    ],
)
def test_a_repaired_text_lacks_what_is_not_seen(source: str, text: str) -> None:
    assert repair(source) == seen(source) == text
