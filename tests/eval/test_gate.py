"""The embedded model translates as well as it did; the gate itself lets nothing else through.

``REFORMTEXT_GATE=all`` checks every item of the set; without it, every third is checked.
"""

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import gate
import pytest
from click.testing import CliRunner

from reformtext.models import Model
from reformtext.testing import ScriptedEngine, ScriptedModel

PART = "all" if os.environ.get("REFORMTEXT_GATE") == "all" else "third"
ITEMS = gate.read_items()
PERFECT = {language: [item["en"] for item in ITEMS] for language in gate.LANGUAGES}
FLOORS = gate.read_record().floors["all"]


def test_the_embedded_model_reaches_its_floors() -> None:
    record = gate.read_record()
    items = gate.read_items(PART)
    english = gate.translations(items, Model("embedded", device="cpu"))
    assert not gate.complaints_of_record(record)
    assert not gate.complaints(items, english, record.floors[PART])


def test_the_set_has_the_size_and_the_shape_that_it_claims() -> None:
    assert len(ITEMS) >= 72
    for column in gate.COLUMNS:
        sentences = [item[column] for item in ITEMS]
        assert len(set(sentences)) == len(sentences)
        assert all(text == " ".join(text.split()) for text in sentences)
    lengths = [len(item["en"].split()) for item in ITEMS]
    assert 8 <= min(lengths) <= max(lengths) <= 35
    assert sum(bool(re.search(r"\d", item["en"])) for item in ITEMS) * 3 >= len(ITEMS)
    assert len(gate.read_items("third")) * 3 >= len(ITEMS)


@pytest.mark.parametrize(
    ("column", "letters"), [("pl", "ąćęłńóśźż"), ("no", "æøå"), ("ro", "ăâîșț")]
)
def test_a_language_is_written_with_its_letters(column: str, letters: str) -> None:
    text = "".join(item[column] for item in ITEMS)
    assert set(letters) <= set(text)
    assert not set("şţ") & set(text)


def test_perfect_translations_pass() -> None:
    assert not gate.complaints(ITEMS, PERFECT, FLOORS)


def test_a_model_that_copies_the_source_does_not_pass() -> None:
    model = ScriptedModel(ScriptedEngine(lambda text: text))
    found = gate.complaints(ITEMS, gate.translations(ITEMS, model), FLOORS)
    assert {line.split(":")[0] for line in found} == set(gate.LANGUAGES)
    assert all("below its floor" in line for line in found)


@pytest.mark.parametrize("language", gate.LANGUAGES)
def test_one_language_that_became_worse_is_named(language: str) -> None:
    shuffled = [" ".join(reversed(text.split())) for text in PERFECT[language]]
    found = gate.complaints(ITEMS, PERFECT | {language: shuffled}, FLOORS)
    assert found
    assert all(line.startswith(f"{language}: ") for line in found)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_translation_fails(text: str) -> None:
    english = PERFECT | {"pl": [text, *PERFECT["pl"][1:]]}
    (found,) = gate.complaints(ITEMS, english, FLOORS)
    assert found == "pl: the translations of items [0] are empty"


def test_a_model_that_returns_nothing_fails() -> None:
    english = gate.translations(ITEMS, ScriptedModel(ScriptedEngine(lambda _: "")))
    found = gate.complaints(ITEMS, english, FLOORS)
    assert len(found) == len(gate.LANGUAGES)
    assert all("are empty" in line for line in found)


def test_nothing_checked_fails() -> None:
    (found,) = gate.complaints([], dict.fromkeys(gate.LANGUAGES, ()), FLOORS)
    assert "nothing was checked" in found


def test_a_language_without_translations_or_without_floors_fails() -> None:
    without = {language: PERFECT[language] for language in gate.LANGUAGES if language != "no"}
    assert gate.complaints(ITEMS, without, FLOORS) == [f"no: 0 translations of {len(ITEMS)} items"]
    floors = FLOORS | {"ro": {"bleu": 1.0}}
    (found,) = gate.complaints(ITEMS, PERFECT, floors)
    assert found.startswith("ro: floors for ['bleu']")


def test_a_changed_set_fails(tmp_path: Path) -> None:
    record = gate.read_record()
    changed = tmp_path / "news.tsv"
    shutil.copy(gate.NEWS, changed)
    assert not gate.complaints_of_record(record, changed)
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (found,) = gate.complaints_of_record(record, changed)
    assert record.digest in found


def test_floors_lie_the_margin_below_the_scores_and_never_below_nothing() -> None:
    measured = {"all": {"id": {"bleu": 20.37, "chrf": 0.4}}, "third": {"id": {"bleu": 20.37}}}
    floors = gate.proposed(measured)
    for part, margin in gate.MARGINS.items():
        assert 0 <= 20.37 - margin - floors[part]["id"]["bleu"] < 0.1
    assert floors["all"]["id"]["chrf"] == 0


def test_a_floor_sinks_only_for_a_reason_that_is_written_down(tmp_path: Path) -> None:
    old = gate.Record("a", "m", {"all": {"id": {"bleu": 20.0, "chrf": 40.0}}, "third": {}})
    new = replace(old, floors={"all": {"id": {"bleu": 21.0, "chrf": 39.9}}, "third": {}})
    for blank in ("", "  "):
        with pytest.raises(ValueError, match=r"all id chrf: 40\.0 to 39\.9"):
            gate.revised(old, new, blank)
    path = tmp_path / "floors.toml"
    gate.write_record(gate.revised(old, new, "a smaller model"), path)
    written = gate.read_record(path)
    assert written.floors == new.floors
    assert written.lowered == [
        {"reason": "a smaller model", "floors": ["all id chrf: 40.0 to 39.9"]}
    ]
    higher = replace(old, floors={"all": {"id": {"bleu": 22.0, "chrf": 41.0}}, "third": {}})
    assert gate.revised(written, higher, "").lowered == written.lowered


def test_a_language_that_is_gone_counts_as_lower() -> None:
    old = gate.Record("a", "m", {"all": {"id": {"bleu": 20.0}}})
    with pytest.raises(ValueError, match=r"all id bleu: 20\.0 to 0\.0"):
        gate.revised(old, replace(old, floors={"all": {}}), "")


@pytest.fixture
def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command measure a model that copies the source."""
    model = ScriptedModel(ScriptedEngine(lambda text: text))
    monkeypatch.setattr(gate, "Model", lambda *_, **__: model)


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    """Return a copy of the floors, to write to."""
    return Path(shutil.copy(gate.FLOORS, tmp_path / "floors.toml"))


@pytest.mark.usefixtures("copying")
def test_the_command_fails_a_worse_model(floors: Path) -> None:
    done = CliRunner().invoke(gate.main, ["--floors", str(floors)])
    assert done.exit_code == 1
    assert "below its floor" in done.output


@pytest.mark.usefixtures("copying")
def test_the_command_keeps_the_floors_unless_it_is_told_why(floors: Path) -> None:
    before = floors.read_bytes()
    arguments = ["--propose", "--floors", str(floors)]
    refused = CliRunner().invoke(gate.main, arguments)
    assert refused.exit_code == 1
    assert "would be lower" in refused.output
    assert floors.read_bytes() == before
    assert CliRunner().invoke(gate.main, [*arguments, "--lower", "a try"]).exit_code == 0
    assert gate.read_record(floors).lowered[-1]["reason"] == "a try"
    assert CliRunner().invoke(gate.main, ["--floors", str(floors)]).exit_code == 0
