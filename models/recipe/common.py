"""Paths and constants that the steps of the recipe share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

HERE = Path(__file__).parent
WORK = HERE.parent / "training"
AUTHORED = HERE / "authored"
MANIFEST = HERE / "manifest.toml"
NEWS = HERE.parents[1] / "tests" / "eval" / "news.tsv"  # what the model is judged by

AUTHORED_COLUMNS = ("en", "id", "pl", "no", "ro")

NEVER = -10_000.0  # the bias of what an exported model cannot say; no logit overcomes it

END, UNKNOWN = 0, 1  # `</s>` and `<unk>`; `<pad>` is the last piece of the vocabulary

# Stand for a protected span, alike on both sides: a number, a date, a name or identifier.
SENTINELS = {kind: tuple(f"⟦{kind}{i}⟧" for i in range(16)) for kind in "nde"}


def load_vocabulary(work: Path) -> tuple[dict[str, int], int]:
    """Return the piece table, and how many of its first pieces the English side may use."""
    vocabulary = json.loads((work / "vocab.json").read_text(encoding="utf-8"))
    english = json.loads((work / "vocabulary.json").read_text(encoding="utf-8"))["english"]
    return vocabulary, english


def read_pairs(path: Path) -> list[list[str]]:
    """Return the rows of a file of pairs: language, source name, weight, source, English."""
    text = path.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


def exported(folder: Path) -> dict[str, torch.Tensor]:
    """Return the weights of an exported model, without the bias that rules pieces out."""
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(folder).float()
    model.final_logits_bias.zero_()
    weights: dict[str, torch.Tensor] = model.state_dict()
    return weights
