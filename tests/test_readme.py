"""The README's Python runs as it stands, and its commands are all there are."""

import re
from pathlib import Path

import pytest

import reformtext as rt
from reformtext import models
from reformtext.cli import main
from reformtext.testing import ScriptedEngine, ScriptedModel

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def english(text: str) -> str:
    """Return an English sentence that keeps what the checks look for in a text."""
    return f"The reform of the government has been carried out by the people here: {text}"


def test_the_code_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def scripted(name: str, *, engine: str, device: str) -> ScriptedModel:
        return ScriptedModel(ScriptedEngine(english, max_source_tokens=500))

    monkeypatch.setattr(models, "Model", scripted)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "terms.tsv").write_text("concept\tenglish\tid\nbread\tbread\troti\n", "utf-8")
    (tmp_path / "dump.jsonl").write_text('{"text": "Ya, benar."}\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert len(blocks) == 5
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - it is the README
    assert rt.load("corpus.parquet") == names["corpus"]


def test_every_command_is_shown() -> None:
    shown = set(re.findall(r"^    reformtext (\w+)", README, flags=re.MULTILINE))
    assert shown == set(main.commands)
