"""Step 2: find the pieces.

``python models/recipe/vocabulary.py`` writes into the work folder:

- ``source.spm``: one sentencepiece unigram model of all languages and English, digits apart,
  unknown characters as bytes, every sentinel a piece of its own.  One model for both sides, so
  that names, numbers and English terms are the same pieces in source and English;
- ``target.spm``: the same with all pieces switched off that the English side has no need of;
- ``vocab.json``: the table, as Marian wants it: ``</s>``, ``<unk>``, the pieces of the English
  side, those that only the source uses, ``<pad>`` last;
- ``vocabulary.json``: how many pieces the English side may use (they come first); written last,
  it tells that the pieces are there;
- ``ids.npz``: every pair as piece ids, with its weight.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path
from shutil import copyfile

import numpy as np
import sentencepiece
from common import (
    END,
    MANIFEST,
    NEVER,
    SENTINELS,
    UNKNOWN,
    WORK,
    load_vocabulary,
    need,
    read_pairs,
    whole,
    write,
)

Processors = dict[str, sentencepiece.SentencePieceProcessor]
LAST = "vocabulary.json"  # of the files that hold the pieces: where it is, they all are
ENGLISH_SHARE = 0.4  # of the sample's English lines that the pieces are found in


def train_pieces(lines: list[str], size: int, path: Path) -> None:
    prefix = path.with_suffix("")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9998,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=list(chain(*SENTINELS.values())),
        unk_id=0,
        bos_id=-1,
        eos_id=1,
        pad_id=-1,
        minloglevel=2,
    )
    path.with_suffix(".vocab").unlink()
    path.with_suffix(".model").replace(path)


def restrict(source: Path, target: Path, lines: list[str], size: int) -> set[str]:
    """Write a copy of a model without the pieces that English has no need of; return its pieces.

    Kept are bytes, sentinels, single characters and the most frequent pieces, ``size`` in all.
    """
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(source.read_bytes())
    kinds = model.SentencePiece
    processor = sentencepiece.SentencePieceProcessor(model_file=str(source))
    counts = Counter(chain.from_iterable(processor.encode(lines, out_type=str)))
    always = {
        piece.piece
        for piece in model.pieces
        if piece.type in (kinds.BYTE, kinds.USER_DEFINED)
        or (len(piece.piece.strip("▁")) <= 1 and counts[piece.piece])
    }
    normal = {piece.piece for piece in model.pieces if piece.type == kinds.NORMAL} - always
    frequent = sorted(normal & counts.keys(), key=lambda piece: (-counts[piece], piece))
    kept = always | set(frequent[: max(0, size - len(always))])
    for piece in model.pieces:
        if piece.type == kinds.NORMAL and piece.piece not in kept:
            piece.type = kinds.UNUSED
    with whole(target) as part:
        part.write_bytes(model.SerializeToString())
    return kept


def write_table(work: Path, kept: set[str]) -> tuple[int, int]:
    """Write the table of pieces; return its size and how many of them English may use."""
    processor = sentencepiece.SentencePieceProcessor(model_file=str(work / "source.spm"))
    pieces = [
        processor.id_to_piece(i)
        for i in range(processor.get_piece_size())
        if not processor.is_control(i) and not processor.is_unknown(i)
    ]
    ordered = [p for p in pieces if p in kept] + [p for p in pieces if p not in kept]
    vocabulary = {"</s>": END, "<unk>": UNKNOWN}
    for piece in [*ordered, "<pad>"]:
        vocabulary[piece] = len(vocabulary)
    english = 2 + len(kept)
    write(work / "vocab.json", json.dumps(vocabulary, ensure_ascii=False))
    write(work / LAST, json.dumps({"english": english}))
    return len(vocabulary), english


def load_processors(work: Path) -> Processors:
    """Return the sentencepiece models of both sides."""
    return {
        side: sentencepiece.SentencePieceProcessor(
            model_file=str(need(work / f"{side}.spm", "vocabulary.py"))
        )
        for side in ("source", "target")
    }


def encode(
    processor: sentencepiece.SentencePieceProcessor, vocabulary: dict[str, int], texts: list[str]
) -> list[list[int]]:
    """Return the ids of texts, each with the end of the sentence."""
    pieces = processor.encode(texts, out_type=str, num_threads=1)
    return [[vocabulary.get(p, UNKNOWN) for p in row] + [END] for row in pieces]


def encode_pairs(rows: list[list[str]], work: Path, name: str, longest: int) -> None:
    """Write rows (language, source name, weight, source, English) as piece ids."""
    vocabulary, _ = load_vocabulary(work)
    processors = load_processors(work)
    sides = [
        encode(processors[side], vocabulary, [row[column] for row in rows])
        for side, column in (("source", 3), ("target", 4))
    ]
    keep = [i for i, pair in enumerate(zip(*sides, strict=True)) if max(map(len, pair)) <= longest]
    (source_ids, source_offsets), (target_ids, target_offsets) = (
        flatten([side[i] for i in keep]) for side in sides
    )
    weight = np.asarray([float(rows[i][2]) for i in keep])
    last = _last_factors([rows[i] for i in keep])
    with whole(work / name) as part:
        np.savez(
            part,
            source=source_ids,
            source_offsets=source_offsets,
            target=target_ids,
            target_offsets=target_offsets,
            weight=weight,
            last_weight=weight * last,
        )
    print(
        f"{name}: {len(keep):,} of {len(rows):,} pairs, {len(source_ids):,} source and "
        f"{len(target_ids):,} English tokens"
    )


def _last_factors(rows: list[list[str]]) -> list[float]:
    """Return what the weight of each row is multiplied with in the last phase."""
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    of_sources, of_languages = manifest["last_phase"], manifest["last_phase_languages"]
    default = of_sources["default"]
    return [of_sources.get(_origin(r), default) * of_languages.get(r[0], 1.0) for r in rows]


def _origin(row: list[str]) -> str:
    """Return the name of a row's source, without the variant that was made of it."""
    return row[1].partition("+")[0]


def flatten(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return np.concatenate([np.asarray(row, dtype=np.uint16) for row in rows]), offsets


def make_pieces(rows: list[list[str]], arguments: argparse.Namespace) -> None:
    """Find the pieces in a weighted sample of the pairs, and write the models and the table."""
    work: Path = arguments.work
    dice = random.Random(1)  # noqa: S311 - a sample
    drawn = dice.choices(rows, weights=[float(row[2]) for row in rows], k=arguments.sample)
    english = sorted({row[4] for row in drawn})
    lines = [row[3] for row in drawn] + dice.sample(english, round(ENGLISH_SHARE * len(english)))
    (work / LAST).unlink(missing_ok=True)
    with whole(work / "source.spm") as part:
        train_pieces(lines, arguments.pieces, part)
    kept = restrict(work / "source.spm", work / "target.spm", english, arguments.english_pieces)
    pieces, first = write_table(work, kept)
    print(f"{pieces:,} pieces, {first:,} of them English")


def adopt_pieces(folder: Path, work: Path) -> None:
    """Take the pieces of an exported model, whose bias tells which of them are English."""
    from transformers import MarianMTModel

    bias = MarianMTModel.from_pretrained(folder).final_logits_bias[0]
    (work / LAST).unlink(missing_ok=True)
    for name in ("source.spm", "target.spm", "vocab.json"):
        with whole(work / name) as part:
            copyfile(folder / name, part)
    english = int((bias > NEVER / 2).nonzero().max()) + 1
    write(work / LAST, json.dumps({"english": english}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--start", type=Path, help="an exported model, whose pieces are taken")
    parser.add_argument("--pieces", type=int, default=16_000)
    parser.add_argument("--english-pieces", type=int, default=6_500)
    parser.add_argument("--max-tokens", type=int, default=96, help="longer pairs are left out")
    parser.add_argument("--sample", type=int, default=200_000, help="pairs to find pieces in")
    arguments = parser.parse_args()
    work: Path = arguments.work
    rows = read_pairs(work / "pairs.tsv")
    if arguments.start:
        adopt_pieces(arguments.start, work)
    elif not (work / LAST).exists():
        make_pieces(rows, arguments)
    encode_pairs(rows, work, "ids.npz", arguments.max_tokens)


if __name__ == "__main__":
    main()
