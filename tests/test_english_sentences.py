"""Sentences that are English already in articles that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

import reformtext as rt
from reformtext.english_sentences import is_english_sentence

AUTHORED = Path(__file__).parents[1] / "models" / "recipe" / "authored"
COLUMNS = {"id": 1, "pl": 2, "no": 3, "ro": 4}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("We are very happy about this decision.", "no", True),
        ("The plan costs 12 million euros and will be finished in 2027.", "pl", True),
        ("Hun skrev boken The Lord of the Rings i 1954.", "no", False),
        ("– It is what it is, sier Hansen.", "no", False),
        ('"We are committed to the reform and we will not stop here," ujar Presiden.', "id", False),
        ('"We have been in contact and this is not the end" - napisał rzecznik.', "pl", False),
        ("Bandet ga ut albumene songs from the wood og dark side of the moon.", "no", False),
        ("Thank you.", "ro", False),
        ("Regjeringen vil at planen skal være ferdig i 2027.", "no", False),
        ("", "id", False),
    ],
)
def test_an_english_sentence_is_told_from_a_quotation(
    text: str, language: str, expected: bool
) -> None:
    assert is_english_sentence(text, language) is expected


@pytest.mark.parametrize("language", COLUMNS)
def test_no_authored_sentence_is_taken_for_english_and_most_english_ones_are(language: str) -> None:
    lines = (AUTHORED / "newspaper_reports_mixed.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[:200]]
    assert not [row for row in rows if is_english_sentence(row[COLUMNS[language]], language)]
    assert sum(is_english_sentence(row[0], language) for row in rows) >= 0.8 * len(rows)


def test_an_english_sentence_of_an_article_is_kept_as_it_is() -> None:
    english = "The plan costs 1,500 euros and will be finished in 2027."
    text = f"Regjeringen la fram planen mandag.\n\n{english}\n\nDen koster 1.500 kroner i året."
    article = rt.normalise([text], language="no", progress=False)[0]
    (kept,) = [s for s in article.segments if s.status is rt.Status.KEPT]
    assert (kept.source, kept.english, kept.quantities) == (english, english, ())
