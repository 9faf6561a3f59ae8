"""A speech that its source opens with a dash has its quotation marks in English."""

from __future__ import annotations

from pathlib import Path

import pytest

import reformtext as rt
from reformtext.article import Article, Detection, Segment
from reformtext.dash_quotes import with_quotes
from reformtext.testing import ScriptedEngine, ScriptedModel

CASES = Path(__file__).parent / "cases" / "dash_quotes.tsv"
ROWS = [
    line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize(("language", "source", "english", "expected"), ROWS)
def test_the_marks_of_a_speech(language: str, source: str, english: str, expected: str) -> None:
    found = with_quotes(source, english, language)
    assert found == (expected or english)
    assert with_quotes(source, found, language) == found


def test_the_places_of_mentions_are_those_in_the_text_with_its_marks() -> None:
    source = "– Det er 34 kommuner her, sier Erik Berg."
    model = ScriptedModel(
        ScriptedEngine({source: '"There are 34 municipalities here, says Erik Berg.'})
    )
    article = Article("a", source, Detection("no"), segments=Segment.of_lines(source))
    pipeline = rt.Pipeline.default(model, language="no", progress=False)
    (segment,) = pipeline.run([article])[0].segments
    assert segment.english == '"There are 34 municipalities here," says Erik Berg.'
    places = [segment.quantities[0].english_span, segment.names[0].english_span]
    assert [span and span.of(segment.english) for span in places] == ["34", "Erik Berg"]
