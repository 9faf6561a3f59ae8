"""Headlines and labels of captions in capitals are given to a model in the case of a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reformtext.article import Segment
from reformtext.capitals import in_sentence_case
from reformtext.protection import protect
from reformtext.values import Quantity, QuantityKind, Span

CASES = Path(__file__).parent / "cases" / "capitals.tsv"
ROWS = [
    line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize(("language", "source", "expected"), ROWS)
def test_the_case_of_a_line(language: str, source: str, expected: str) -> None:
    found = in_sentence_case(source, language)
    assert found == (expected or source)
    assert len(found) == len(source)


def test_a_letter_that_is_two_in_lower_case_keeps_its_word() -> None:
    source = "FOTO: DİYARBAKIR ER EN BY I TYRKIA"
    assert in_sentence_case(source, "no") == "Foto: DİYARBAKIR er en by i Tyrkia"


def test_a_model_is_given_the_case_of_a_sentence_around_what_is_protected() -> None:
    source = "PREȚURILE CRESC CU 12,5% ÎN IANUARIE"
    at = source.index("12")
    quantity = Quantity(
        QuantityKind.NUMBER, Span(at, at + 5), "12,5%", "12.5", unit="%", english="12.5%"
    )
    (line,) = Segment.of_lines(source)
    segment = replace(line, quantities=(quantity,))
    assert protect(segment, ["⟦n0⟧"], language="ro").text == "Prețurile cresc cu ⟦n0⟧ în ianuarie"
    assert protect(segment, ["⟦n0⟧"]).text == "PREȚURILE CRESC CU ⟦n0⟧ ÎN IANUARIE"
