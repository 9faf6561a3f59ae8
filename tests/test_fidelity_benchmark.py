"""The generated sentences of the fidelity benchmark, and its comparison, which judges them."""

import importlib
import re
import string
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
sentences: Any = importlib.import_module("fidelity_sentences")
truth: Any = importlib.import_module("fidelity_truth")
slots: Any = importlib.import_module("fidelity_slots")
sets: Any = importlib.import_module("fidelity_sets")
runs: Any = importlib.import_module("fidelity_runs")
report: Any = importlib.import_module("fidelity_report")

ENOUGH = 520
WORDS = {"VND": ("dong", "VND"), "USD": ("dollars", "$"), "ordinal": ("XIII",)}


@pytest.fixture(scope="module", params=sentences.LANGUAGES)
def made(request: pytest.FixtureRequest) -> Any:
    return sentences.generate(request.param, ENOUGH)


def test_the_same_seed_gives_the_same_sentences(made: Any) -> None:
    language = made[0].language
    assert sentences.generate(language, ENOUGH) == made
    assert sentences.generate(language, 30) == made[:30]
    assert sentences.generate(language, ENOUGH, seed=2) != made


def test_there_are_500_different_sentences_of_newspaper_length(made: Any) -> None:
    assert len({one.source for one in made}) >= 500
    assert all(8 <= len(one.source.split()) <= 30 for one in made)
    assert all(1 <= len(one.truths) <= 4 for one in made)


def test_every_kind_occurs(made: Any) -> None:
    assert {one.kind for sentence in made for one in sentence.truths} == set(truth.KINDS)


def test_the_comparison_accepts_the_true_english(made: Any) -> None:
    for one in made:
        lost = [t for t in one.truths if not truth.survives(t, one.english)]
        assert (one.english, lost, truth.strangers(one.truths, one.english)) == (
            one.english,
            [],
            [],
        )


def test_the_comparison_rejects_every_changed_digit(made: Any) -> None:
    for one in made[:100]:
        for place in re.finditer("[0-9]", one.english):
            other = "7" if place[0] != "7" else "4"
            changed = one.english[: place.start()] + other + one.english[place.end() :]
            kept = [truth.survives(t, changed) for t in one.truths if t.kind != "ordinal"]
            ordinals = [truth.survives(t, changed) for t in one.truths if t.kind == "ordinal"]
            assert not all(kept + ordinals), changed


def test_the_comparison_misses_what_is_left_out(made: Any) -> None:
    for one in made[:100]:
        assert not any(truth.survives(t, "Nothing was said of it.") for t in one.truths)


@pytest.mark.parametrize(
    ("kind", "value", "unit", "english", "right"),
    [
        ("integer", "1733", "", "some 1733 people", True),
        ("integer", "1733", "", "some 1.733 people", False),
        ("integer", "1733", "", "some 1,733% of people", False),
        ("integer", "25", "", "Twenty-five villages", True),
        ("decimal", "2.5", "", "2,5 kilometres", False),
        ("percentage", "81.9", "%", "81.9 per cent of them", True),
        ("percentage", "81.9", "%", "81.9 of them", False),
        ("magnitude", "2500000", "", "2,500,000 people", True),
        ("magnitude", "2500000", "", "2.5 billion people", False),
        ("money", "2500000000", "VND", "VND2.5bn", True),
        ("money", "2500000000", "USD", "$2.5 billion", True),
        ("money", "2500000000", "VND", "2.5 billion dollars", False),
        ("range", "2015/2021", "", "from 2015 to 2021", True),
        ("range", "2015/2021", "", "2015–21", True),
        ("range", "10/12", "%", "between 10% and 12%", True),
        ("range", "10/12", "%", "12 to 10%", False),
        ("ordinal", "13", "", "the XIII Congress", True),
        ("ordinal", "22", "", "in twenty-second place", True),
        ("date", "2020-12-31", "", "on the 31st of December, 2020", True),
        ("date", "2020-12-31", "", "on Dec. 31, 2020", True),
        ("date", "2020-12-31", "", "on 31 December 2021", False),
        ("partial date", "--07-01", "", "by July 1", True),
        ("partial date", "2025-07", "", "since July of 2025", True),
        ("partial date", "2025-07", "", "since June 2025", False),
        ("time", "14:30", "", "at 2.30 pm", True),
        ("time", "14:30", "", "at 2:30", False),
        ("time", "8:30", "", "at 8:30 p.m.", False),
        ("time", "14:00", "", "at 2 p.m.", True),
    ],
)
def test_the_usual_english_forms_count_and_no_others(
    kind: str, value: str, unit: str, english: str, right: bool
) -> None:
    words = WORDS.get(unit or kind, ())
    assert truth.survives(truth.Truth(kind, value, unit, words=words), english) is right


@pytest.mark.parametrize("wrong", ["63/2010/ND-CPX", "163/2010/ND-CP", "63/2010/ND"])
def test_an_identifier_must_stand_whole(wrong: str) -> None:
    decree = truth.Truth("decree", "63/2010/ND-CP", english=("63/2010/ND-CP",))
    assert truth.survives(decree, "Decree No. 63/2010/ND-CP.")
    assert not truth.survives(decree, f"Decree No. {wrong}.")


def test_a_number_that_nobody_said_is_a_stranger() -> None:
    said = truth.Truth("date", "2020-12-31", english=("31 December 2020",))
    assert truth.strangers([said], "On 31 December 2020, 45 people") == ["45"]


@pytest.mark.parametrize("language", [*sentences.LANGUAGES, "en"])
def test_templates_are_well_formed(language: str) -> None:
    templates = sentences.read_templates()["template"]
    assert len(templates) >= 40
    fields = {"administration", "economy", "health", "transport", "sport", "culture"}
    assert {template["field"] for template in templates} == fields
    for template in templates:
        text = template[language]
        gaps = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        assert sorted(gaps) == sorted(template["slots"]), text
        assert not re.search("[0-9]", text), text
        assert all(kind.split()[0] in slots.DRAWS for kind in template["slots"].values()), text


# --- known differences between a source and its English -------------------------------------------

LINES = {
    "no": [
        "Avstanden er 320 km, sa Kari Solvik.",
        "Det kom 45 barn fra Volda.",
        "Ingen tall her.",
        "Det kom 12 barn med Ola Brenna.",
    ],
    "en": [
        "The distance is 200 miles, said Solvik.",
        "There came 54 children from Volda.",
        "No figures here.",
        "There came 12 children with Ola Brenna.",
    ],
}
HEADER = "language\tline\tcheck\tdifference\n"


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    for language, texts in LINES.items():
        path = tmp_path / f"set.{language}.txt"
        path.write_text("\n".join(texts), encoding="utf-8")
    return tmp_path / "set"


def alarms(prefix: Path, rows: str, limit: int | None = None) -> Any:
    path = prefix.with_suffix(".tsv")
    path.write_text(HEADER + rows, encoding="utf-8")
    (sample,) = sets.of_lines(str(prefix), ["no"], limit)
    return runs.alarms(sample, sets.read_differences(path))


@pytest.mark.parametrize(
    ("rows", "right", "false"),
    [
        ("", 0, 2),
        ("no\t1\tquantities\tmiles\nno\t1\tinvented\tmiles\nno\t1\tnames\tKari\n", 1, 1),
        ("no\t1\tquantities\tmiles\nno\t1\tinvented\tmiles\n", 0, 2),
        ("no\t2\tnames\tmiles\n", 0, 2),
        ("ro\t2\tquantities\tmiles\nro\t2\tinvented\tmiles\n", 0, 2),
        ("no\t2\tquantities\tmiles\nno\t2\tinvented\tmiles\n", 1, 1),
    ],
)
def test_an_alarm_is_right_only_where_its_check_is_known_to_find_something(
    lines: Path, rows: str, right: int, false: int
) -> None:
    found = alarms(lines, rows)
    assert (found.segments, found.right, found.alarmed) == (3, right, false)


def test_a_known_difference_that_no_check_finds_is_told(lines: Path) -> None:
    found = alarms(lines, "no\t4\tnames\tnone\nno\t2\tquantities\tdigits\n")
    assert found.unused == ["4 names"]
    assert alarms(lines, "no\t4\tnames\tnone\n", limit=1).unused == []


def test_the_table_parts_right_alarms_from_false_ones(lines: Path) -> None:
    rows = "no\t2\tquantities\tdigits\nno\t2\tinvented\tdigits\n"
    *_, row = report.alarm_table([alarms(lines, rows)])
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[:6] == ["set", "no", "3", "1", "1", "33.3%"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "language\tline\tcheck\n",
        f"{HEADER}no\t1\tnumbers\tno such check\n",
        f"{HEADER}no\t1\tnames\tone\nno\t1\tnames\ttwo\n",
        f"{HEADER}no\tone\tnames\tno number\n",
    ],
)
def test_differences_that_are_not_well_formed_are_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "differences.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"differences\.tsv|invalid literal"):
        sets.read_differences(path)


def test_the_differences_that_come_with_the_benchmark_are_well_formed() -> None:
    path = Path(sets.__file__).with_name("ntrex_dev_differences.tsv")
    found = sets.read_differences(path)
    assert {one.language for one in found} == set(sentences.LANGUAGES)
    assert all(one.line > 0 and one.difference for one in found)
