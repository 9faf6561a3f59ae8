"""Paths and constants that the steps of the recipe share."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def need(path: Path, step: str) -> Path:
    """Return the path of a step's input; end with an error where the step has not written it."""
    if path.exists():
        return path
    raise SystemExit(
        f"{path.parent} holds no {path.name}, which {step} writes: "
        f"run python models/recipe/{step} first, with the same --work"
    )


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside a file to write; the file is replaced once all is written.

    What is there stays as it is where writing is cut off.
    """
    part = path.with_name(f".part-{path.name}")  # the end of the name stays: numpy adds its own
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Write a text file, whole."""
    with whole(path) as part:
        part.write_text(text, encoding="utf-8")


def load_vocabulary(work: Path) -> tuple[dict[str, int], int]:
    """Return the piece table, and how many of its first pieces the English side may use."""
    vocabulary, sizes = (
        json.loads(need(work / name, "vocabulary.py").read_text(encoding="utf-8"))
        for name in ("vocab.json", "vocabulary.json")
    )
    return vocabulary, sizes["english"]


def read_pairs(path: Path) -> list[list[str]]:
    """Return the rows of a file of pairs: language, source name, weight, source, English."""
    text = need(path, "prepare.py").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


def exported(folder: Path) -> dict[str, torch.Tensor]:
    """Return the weights of an exported model, without the bias that rules pieces out."""
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(folder).float()
    model.final_logits_bias.zero_()
    weights: dict[str, torch.Tensor] = model.state_dict()
    return weights
