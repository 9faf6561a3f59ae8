"""Step 6: export the checkpoint as a Marian folder.

``python models/recipe/export.py`` averages the weights of the last saves, and with ``--soup`` that
mean with exported models, such as the one that the training began with (Wortsman et al. 2022,
"Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing
inference time").  It writes what
``MarianMTModel.from_pretrained`` loads: float16 weights, the two sentencepiece models and
``vocab.json``; and ``canaries.json``: development sentences on which both engines agree, with their
greedy translations, for the self-test that reformtext runs before it translates.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from common import AUTHORED_COLUMNS, END, HERE, NEVER, UNKNOWN, WORK, exported, load_vocabulary
from transformers import GenerationConfig, MarianConfig, MarianMTModel, MarianTokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

CANARIES = 2  # a language
CANARY_TRIES = 20  # sentences a language that are looked at
CANARY_TOKENS = 40  # short ones: the longer, the more room to differ by a word


def averaged(work: Path, count: int) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of the last saves."""
    paths = sorted(work.glob("weights-*.pt"))[-count:]
    if not paths:
        raise SystemExit(f"no weights in {work}: train first")
    saves = [torch.load(path, map_location="cpu") for path in paths]
    return {name: sum(save[name].float() for save in saves) / len(saves) for name in saves[0]}


def share(text: str) -> tuple[Path, float]:
    """Return the folder and the share of ``FOLDER:SHARE``."""
    folder, _, weight = text.rpartition(":")
    return Path(folder), float(weight)


def load(work: Path, count: int, soup: Sequence[tuple[Path, float]] = ()) -> MarianMTModel:
    """Return the mean of the last saves, with exported models that have shares of the whole."""
    vocabulary, english = load_vocabulary(work)
    model = MarianMTModel(MarianConfig.from_pretrained(work))
    own = 1 - sum(weight for _, weight in soup)
    weights = {name: own * value for name, value in averaged(work, count).items()}
    for folder, weight in soup:
        other = exported(folder)
        weights = {name: value + weight * other[name] for name, value in weights.items()}
    model.load_state_dict(weights)
    if model.model.shared.weight[vocabulary["<pad>"]].any():
        raise SystemExit("the `<pad>` row of the checkpoint is not zero: it cannot be shipped")
    model.final_logits_bias[:, english:] = NEVER
    model.final_logits_bias[:, UNKNOWN] = NEVER
    return model.eval()


def write(model: MarianMTModel, work: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model.generation_config = GenerationConfig(
        pad_token_id=model.config.pad_token_id,
        eos_token_id=END,
        decoder_start_token_id=model.config.pad_token_id,
        num_beams=4,
        max_length=model.config.max_position_embeddings,
    )
    model.half().save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)
    tokenizer = MarianTokenizer(
        source_spm=str(work / "source.spm"),
        target_spm=str(work / "target.spm"),
        vocab=str(work / "vocab.json"),
        target_lang="en",
        model_max_length=model.config.max_position_embeddings,
    )
    tokenizer.save_pretrained(folder)


def agreed(folder: Path, sentences: list[str]) -> dict[str, str]:
    """Return the first sentences on which the engines agree, with their translations."""
    from reformtext.engines.ctranslate2 import CTranslate2Engine, convert
    from reformtext.engines.marian import MarianEngine

    reference = MarianEngine(folder, max_source_tokens=CANARY_TOKENS)
    with tempfile.TemporaryDirectory() as temporary:
        converted = Path(temporary) / "model"
        convert(folder, converted, "int8")
        fast = CTranslate2Engine(folder, converted, max_source_tokens=CANARY_TOKENS)
    found: dict[str, str] = {}
    lengths = reference.count_tokens(sentences)
    short = (s for s, n in zip(sentences, lengths, strict=True) if n <= CANARY_TOKENS)
    for sentence in islice(short, CANARY_TRIES):
        one, other = (e.translate([sentence])[0][0] for e in (reference, fast))
        if one.complete and one.text == other.text and one.text not in found.values():
            found[sentence] = one.text
        if len(found) == CANARIES:
            break
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--out", type=Path, default=HERE.parent / "embedded")
    parser.add_argument("--average", type=int, default=1, help="saves, the last ones")
    parser.add_argument(
        "--soup", type=share, nargs="+", default=(), help="exported models, each FOLDER:SHARE"
    )
    arguments = parser.parse_args()
    model = load(arguments.work, arguments.average, arguments.soup)
    write(model, arguments.work, arguments.out)
    canaries: dict[str, str] = {}
    for language in AUTHORED_COLUMNS[1:]:
        lines = (arguments.work / f"dev.{language}.tsv").read_text(encoding="utf-8").splitlines()
        canaries |= agreed(arguments.out, [line.split("\t")[0] for line in lines])
    (arguments.out / "canaries.json").write_text(
        json.dumps(canaries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    print(json.dumps({p.name: p.stat().st_size for p in sorted(arguments.out.iterdir())}, indent=1))


if __name__ == "__main__":
    main()
