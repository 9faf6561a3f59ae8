"""Step 2: find the pieces.

``python models/recipe/vocabulary.py`` writes into the work folder:

- ``source.spm`` and ``target.spm``: sentencepiece unigram models of the four languages and of
  English, digits apart, unknown characters as bytes;
- ``vocab.json``: one table for both, as Marian wants it: ``</s>``, ``<unk>``, the English pieces,
  the pieces that only the source uses, ``<pad>`` last;
- ``vocabulary.json``: how many pieces the English side may use (they come first);
- ``ids.npz``: every pair as piece ids, with its weight and language.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import numpy as np
import sentencepiece
from common import END, UNKNOWN, WORK


def train_pieces(lines: list[str], size: int, prefix: Path) -> sentencepiece.SentencePieceProcessor:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9998,
        byte_fallback=True,
        split_digits=True,
        unk_id=0,
        bos_id=-1,
        eos_id=1,
        pad_id=-1,
        minloglevel=2,
    )
    prefix.with_suffix(".model").replace(prefix.with_suffix(".spm"))
    prefix.with_suffix(".vocab").unlink()
    return sentencepiece.SentencePieceProcessor(model_file=str(prefix.with_suffix(".spm")))


def join_pieces(
    target: sentencepiece.SentencePieceProcessor, source: sentencepiece.SentencePieceProcessor
) -> tuple[dict[str, int], int]:
    vocabulary = {"</s>": END, "<unk>": UNKNOWN}
    english = 0
    for processor in (target, source):
        for i in range(processor.get_piece_size()):
            if not processor.is_control(i) and not processor.is_unknown(i):
                vocabulary.setdefault(processor.id_to_piece(i), len(vocabulary))
        english = english or len(vocabulary)
    vocabulary["<pad>"] = len(vocabulary)
    return vocabulary, english


def encode(
    processor: sentencepiece.SentencePieceProcessor, vocabulary: dict[str, int], texts: list[str]
) -> list[list[int]]:
    pieces = processor.encode(texts, out_type=str, num_threads=1)
    return [[vocabulary.get(p, UNKNOWN) for p in row] + [END] for row in pieces]


def flatten(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return np.concatenate([np.asarray(row, dtype=np.uint16) for row in rows]), offsets


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--source-pieces", type=int, default=8000)
    parser.add_argument("--english-pieces", type=int, default=6000)
    parser.add_argument("--max-tokens", type=int, default=96, help="longer pairs are left out")
    parser.add_argument("--sample", type=int, default=150_000, help="pairs to find pieces in")
    return parser.parse_args()


def write_pieces(
    rows: list[list[str]], arguments: argparse.Namespace
) -> tuple[dict[str, int], int, list[list[list[int]]]]:
    """Train both models, write the table; return it, its English share, and all ids a side."""
    work: Path = arguments.work
    weights = [float(row[2]) for row in rows]
    drawn = random.Random(1).choices(rows, weights=weights, k=arguments.sample)  # noqa: S311 - a sample
    source = train_pieces([r[3] for r in drawn], arguments.source_pieces, work / "source")
    target = train_pieces(sorted({r[4] for r in drawn}), arguments.english_pieces, work / "target")
    vocabulary, english = join_pieces(target, source)
    (work / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    (work / "vocabulary.json").write_text(json.dumps({"english": english}), encoding="utf-8")
    sides = [
        encode(processor, vocabulary, [row[column] for row in rows])
        for processor, column in ((source, 3), (target, 4))
    ]
    return vocabulary, english, sides


def main() -> None:
    arguments = options()
    text = (arguments.work / "pairs.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line]
    vocabulary, english, sides = write_pieces(rows, arguments)
    keep = [
        i
        for i, pair in enumerate(zip(*sides, strict=True))
        if max(map(len, pair)) <= arguments.max_tokens
    ]
    (source_ids, source_offsets), (target_ids, target_offsets) = (
        flatten([side[i] for i in keep]) for side in sides
    )
    np.savez(
        arguments.work / "ids.npz",
        source=source_ids,
        source_offsets=source_offsets,
        target=target_ids,
        target_offsets=target_offsets,
        weight=np.asarray([float(rows[i][2]) for i in keep]),
    )
    print(
        f"{len(vocabulary):,} pieces, {english:,} English; {len(keep):,} of {len(rows):,} pairs, "
        f"{len(source_ids):,} source and {len(target_ids):,} English tokens"
    )


if __name__ == "__main__":
    main()
