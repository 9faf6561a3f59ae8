"""Paths and constants that the steps of the recipe share."""

from __future__ import annotations

import json
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE.parent / "training"
AUTHORED = HERE / "authored"
MANIFEST = HERE / "manifest.toml"

AUTHORED_COLUMNS = ("en", "id", "pl", "no", "ro")

END, UNKNOWN = 0, 1  # `</s>` and `<unk>`; `<pad>` is the last piece of the vocabulary


def load_vocabulary(work: Path) -> tuple[dict[str, int], int]:
    """Return the piece table, and how many of its first pieces the English side may use."""
    vocabulary = json.loads((work / "vocab.json").read_text(encoding="utf-8"))
    english = json.loads((work / "vocabulary.json").read_text(encoding="utf-8"))["english"]
    return vocabulary, english
