"""The quantities of whole sentences: the cases in tests/cases/quantities.*.tsv."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reformtext.quantities import find_quantities

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("en", "id", "no", "pl", "ro")
ESCAPES = {r"\n": "\n", r"\u00a0": "\u00a0", r"\u202f": "\u202f"}


def _unescape(text: str) -> str:
    for written, character in ESCAPES.items():
        text = text.replace(written, character)
    return text


def read_rows(language: str) -> list[tuple[int, dict[str, str]]]:
    """Return the cases of a language, each with the number of its line."""
    lines = (CASES / f"quantities.{language}.tsv").read_text("utf-8").splitlines()
    skipped = sum(line.startswith("#") for line in lines)
    rows = csv.DictReader(
        lines[skipped:], delimiter="\t", quoting=csv.QUOTE_NONE, restval="", strict=True
    )
    return [(skipped + rows.line_num, row) for row in rows]


def _expected(cell: str) -> list[tuple[str, ...]]:
    return [tuple(_unescape(part).split("|")) for part in cell.split(" ;; ")] if cell else []


def _case(language: str, number: int, row: dict[str, str]) -> object:
    reason = row["xfail"]
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    text, expected = _unescape(row["text"]), _expected(row["expected"])
    return pytest.param(language, text, expected, id=f"{language}:{number}", marks=marks)


def _cases() -> list[object]:
    return [
        _case(language, number, row)
        for language in LANGUAGES
        for number, row in read_rows(language)
    ]


@pytest.mark.parametrize(("language", "text", "expected"), _cases())
def test_the_quantities_of_a_sentence(
    language: str, text: str, expected: list[tuple[str, ...]]
) -> None:
    found = find_quantities(text, language)
    assert [(q.text, str(q.kind), q.value, q.unit, q.english) for q in found] == expected
    assert [q.span.of(text) for q in found] == [q.text for q in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases_and_enough_of_them_are_guards(language: str) -> None:
    rows = [row for _, row in read_rows(language)]
    negative = [row for row in rows if not row["expected"] or row["note"].startswith("guard: ")]
    beyond = [row for row in rows if row["xfail"]]
    assert len(rows) >= 80
    assert len(negative) >= 25
    assert len(beyond) * 20 <= len(rows)
    assert len({row["text"] for row in rows}) == len(rows)
    assert all(row["note"] for row in rows)
