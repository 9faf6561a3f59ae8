"""Step 3: a lexicon of pieces, for guided alignment and for the first source embeddings.

``python models/recipe/lexicon.py`` runs the EM of IBM model 1 (Brown et al. 1993, "The
Mathematics of Statistical Machine Translation") with the diagonal prior of fast_align (Dyer et
al. 2013, "A Simple, Fast, and Effective Reparameterization of IBM Model 2") over a weighted sample
of pairs, and writes ``lexicon.pt``: p(English piece | source piece), float16, of shape (pieces,
English pieces).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from batches import Pairs, pad
from common import WORK, load_vocabulary, need, whole
from vocabulary import Processors, encode

DIAGONAL = 4.0  # the tension of the prior, fast_align's starting value


def diagonal_prior(source_mask: torch.Tensor, target_mask: torch.Tensor) -> torch.Tensor:
    """Return exp(-DIAGONAL * |i/n - j/m|) for every cell, shape (batch, target, source)."""
    i, j = (
        torch.arange(mask.shape[1], device=mask.device) / mask.sum(1, keepdim=True)
        for mask in (target_mask, source_mask)
    )
    prior = torch.exp(-DIAGONAL * (i[:, :, None] - j[:, None, :]).abs())
    return prior * target_mask[:, :, None] * source_mask[:, None, :]


def posterior(
    table: torch.Tensor, source: torch.Tensor, target: torch.Tensor, padding: int
) -> torch.Tensor:
    """Return p(source position | target position), shape (batch, target, source).

    The rows of padding are zero.
    """
    prior = diagonal_prior((source != padding).float(), (target != padding).float())
    scores = table[source[:, None, :], target[:, :, None].clamp(max=table.shape[1] - 1)].float()
    weighted = scores * prior + 1e-9 * prior
    return weighted / weighted.sum(-1, keepdim=True).clamp(min=1e-20)


def align(
    table: torch.Tensor,
    rows: list[list[str]],
    processors: Processors,
    vocabulary: dict[str, int],
) -> list[tuple[np.ndarray, list[int], list[int]]]:
    """Return the alignment of each pair's pieces, and the word that each piece belongs to.

    A matrix holds p(source piece | English piece), of shape (English, source), without the end.
    """
    ids: list[list[np.ndarray]] = []
    words: list[list[list[int]]] = []
    for side, column in (("source", 3), ("target", 4)):
        texts = [row[column] for row in rows]
        ids.append([np.array(row) for row in encode(processors[side], vocabulary, texts)])
        pieces = processors[side].encode(texts, out_type=str, num_threads=1)
        words.append([list(np.cumsum([p[0] == "▁" for p in row]) - 1) for row in pieces])
    padding = vocabulary["<pad>"]
    shares = posterior(table, pad(ids[0], padding), pad(ids[1], padding), padding).numpy()
    return [
        (share[: len(target), : len(source)], source, target)
        for share, source, target in zip(shares, *words, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--sample", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=4)
    arguments = parser.parse_args()
    vocabulary, english = load_vocabulary(arguments.work)
    padding = vocabulary["<pad>"]
    pairs = Pairs(need(arguments.work / "ids.npz", "vocabulary.py"))
    chosen = np.sort(pairs.draw(np.random.default_rng(1), arguments.sample))
    chosen = chosen[np.argsort(pairs.source_lengths[chosen], kind="stable")]
    table = torch.ones(len(vocabulary), english)
    for number in range(arguments.rounds):
        counts = torch.zeros(len(vocabulary) * english)
        for start in range(0, len(chosen), 256):
            batch = chosen[start : start + 256]
            source = pad([pairs.source(i) for i in batch], padding)
            target = pad([pairs.target(i) for i in batch], padding)
            share = posterior(table, source, target, padding)
            mask = (target[:, :, None] != padding) & (source[:, None, :] != padding)
            cells = source[:, None, :] * english + target[:, :, None].clamp(max=english - 1)
            counts.index_add_(0, cells[mask], share[mask])
        table = counts.view(len(vocabulary), english)
        table = table / (table.sum(1, keepdim=True) + 0.1)
        print(f"round {number + 1} of {arguments.rounds}", flush=True)
    with whole(arguments.work / "lexicon.pt") as part:
        torch.save(table.half(), part)


if __name__ == "__main__":
    main()
