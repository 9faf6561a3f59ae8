"""Step 5: export.  ``python models/recipe/export.py`` writes the checkpoint of the work folder as
a Marian folder that ``MarianMTModel.from_pretrained`` loads: float16 weights, the two
sentencepiece models, ``vocab.json``, and ``canaries.json``: sentences with the translations that
reformtext's self-test expects to see again.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from common import HERE, WORK, load_vocabulary
from transformers import GenerationConfig, MarianConfig, MarianMTModel, MarianTokenizer

NEVER = -10_000.0  # a bias that no logit overcomes, and that float16 holds


def load(work: Path) -> MarianMTModel:
    vocabulary, english = load_vocabulary(work)
    model = MarianMTModel(MarianConfig.from_pretrained(work))
    model.load_state_dict(torch.load(work / "checkpoint.pt", map_location="cpu")["model"])
    model.final_logits_bias[:, english:] = NEVER
    model.final_logits_bias[:, vocabulary["<unk>"]] = NEVER
    return model.eval()


def write(model: MarianMTModel, work: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    padding = model.config.pad_token_id
    if model.model.shared.weight[padding].abs().max() != 0:
        raise SystemExit("the `<pad>` row of the checkpoint is not zero: it cannot be shipped")
    model.generation_config = GenerationConfig(
        pad_token_id=padding,
        eos_token_id=0,
        decoder_start_token_id=padding,
        forced_eos_token_id=0,
        num_beams=4,
        max_length=256,
    )
    model.half().save_pretrained(folder)
    tokenizer = MarianTokenizer(
        source_spm=str(work / "source.spm"),
        target_spm=str(work / "target.spm"),
        vocab=str(work / "vocab.json"),
        target_lang="en",
        model_max_length=model.config.max_position_embeddings,
    )
    tokenizer.save_pretrained(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--out", type=Path, default=HERE.parent / "embedded")
    arguments = parser.parse_args()
    write(load(arguments.work), arguments.work, arguments.out)
    shutil.copyfile(HERE / "canaries.json", arguments.out / "canaries.json")
    sizes = {p.name: p.stat().st_size for p in sorted(arguments.out.iterdir())}
    print(json.dumps(sizes, indent=1))


if __name__ == "__main__":
    main()
