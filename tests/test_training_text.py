"""What the embedded model is judged by is not in the text that it learns from.

``REFORMTEXT_HELD_OUT`` may name a folder of further texts (``*.txt``) that must not be in it.
"""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Run = tuple[str, ...]
    Runs = Callable[[str], Iterable[Run]]

ROOT = Path(__file__).parents[1]
RECIPE = ROOT / "models" / "recipe"
NEWS = ROOT / "tests" / "eval" / "news.tsv"
CANARIES = ROOT / "models" / "embedded" / "canaries.json"
AUTHORED = sorted((RECIPE / "authored").glob("*.tsv"))
HELD_OUT = os.environ.get("REFORMTEXT_HELD_OUT", "")


@pytest.fixture(scope="module")
def word_runs() -> Iterator[Runs]:
    """Return the function by which the recipe finds held-out text: one copy of the rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(RECIPE)
        yield importlib.import_module("prepare").word_runs


@pytest.fixture(scope="module")
def authored(word_runs: Runs) -> dict[Run, str]:
    """Return every run of words of the authored text, with a line that has it."""
    return {
        run: f"{path.name}:{number}"
        for path in AUTHORED
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for column in line.split("\t")
        for run in word_runs(column)
    }


def shared(texts: Iterable[str], authored: dict[Run, str], word_runs: Runs) -> set[str]:
    """Return the authored lines that share a run with the texts."""
    return {authored[run] for text in texts for run in word_runs(text) if run in authored}


def columns(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").replace("\n", "\t").split("\t")


def test_a_shared_run_is_found(authored: dict[Run, str], word_runs: Runs) -> None:
    path = AUTHORED[0]
    for column, text in enumerate(path.read_text(encoding="utf-8").splitlines()[0].split("\t")):
        inside = f"Yesterday: {text.upper()} Or so they say."
        assert shared([inside], authored, word_runs), column


def test_the_evaluation_set_is_not_trained_on(authored: dict[Run, str], word_runs: Runs) -> None:
    texts = columns(NEWS)
    assert sum(1 for text in texts for _ in word_runs(text)) > 1000
    assert not shared(texts, authored, word_runs)


@pytest.mark.skipif(not HELD_OUT, reason="REFORMTEXT_HELD_OUT names no folder of held-out text")
def test_held_out_text_is_not_trained_on(authored: dict[Run, str], word_runs: Runs) -> None:
    files = sorted(Path(HELD_OUT).glob("*.txt"))
    assert files, f"{HELD_OUT} holds no *.txt"
    found = {
        path.name: lines
        for path in files
        if (lines := shared(path.read_text(encoding="utf-8").splitlines(), authored, word_runs))
    }
    assert not found


def test_the_self_test_uses_no_sentence_of_the_evaluation_set() -> None:
    canaries = json.loads(CANARIES.read_text(encoding="utf-8"))
    assert canaries
    assert not {*canaries, *canaries.values()} & set(columns(NEWS))
