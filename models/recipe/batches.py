"""Pairs as piece ids, drawn by weight and packed into batches of like lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sentencepiece
import torch
from common import END, UNKNOWN, load_vocabulary
from torch.utils.data import IterableDataset, get_worker_info
from vocabulary import load_processors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


SMOOTHNESS = 0.5  # of the probabilities that other pieces are drawn by: a tenth more pieces


class Subwords:
    """Writes a source in other pieces than the most probable ones, drawn at random.

    Kudo 2018, "Subword Regularization: Improving Neural Network Translation Models with Multiple
    Subword Candidates", of which half of the draws are left as they are here.

    Args:
        work: a folder with the pieces and their table.
        share: of the sources that are written otherwise.
        longest: with more pieces than this, a source is left as it is.
    """

    def __init__(self, work: Path, share: float, longest: int) -> None:
        self._processor = load_processors(work)["source"]
        self._ids, _ = load_vocabulary(work)
        self._pieces = list(self._ids)
        self._share, self._longest = share, longest

    def __call__(self, source: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Return the ids of a source, with its end, in these pieces or in others."""
        if random.random() >= self._share or UNKNOWN in source:
            return source
        text = self._processor.decode([self._pieces[i] for i in source[:-1]])
        drawn = self._processor.encode(
            text, out_type=str, enable_sampling=True, alpha=SMOOTHNESS, nbest_size=-1
        )
        ids = np.array([self._ids[piece] for piece in drawn] + [END])
        return ids if len(ids) <= self._longest else source


class Pairs:
    """The encoded pairs of a work folder."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self._source, self._target = data["source"], data["target"]
            self._source_offsets, self._target_offsets = (
                data["source_offsets"],
                data["target_offsets"],
            )
            self._cumulative = np.cumsum(data["weight"])
            self._last_cumulative = np.cumsum(data["last_weight"])
        self.source_lengths = np.diff(self._source_offsets)
        self.target_lengths = np.diff(self._target_offsets)

    def __len__(self) -> int:
        return len(self.source_lengths)

    def source(self, i: int) -> np.ndarray:
        """Return the source ids of a pair."""
        return self._source[self._source_offsets[i] : self._source_offsets[i + 1]]

    def target(self, i: int) -> np.ndarray:
        """Return the English ids of a pair."""
        return self._target[self._target_offsets[i] : self._target_offsets[i + 1]]

    def draw(self, random: np.random.Generator, count: int, *, last: bool = False) -> np.ndarray:
        """Return the indices of ``count`` pairs drawn by weight, with replacement.

        Args:
            random: what draws.
            count: how many.
            last: by the weights of the last phase.
        """
        cumulative = self._last_cumulative if last else self._cumulative
        points = random.random(count) * cumulative[-1]
        return np.minimum(np.searchsorted(cumulative, points), len(self) - 1)


def pad(rows: Sequence[np.ndarray], padding: int, width: int = 0) -> torch.Tensor:
    """Return rows of ids as one int64 tensor, filled up with ``padding`` on the right."""
    width = width or max(len(row) for row in rows)
    result = np.full((len(rows), width), padding, dtype=np.int64)
    for i, row in enumerate(rows):
        result[i, : len(row)] = row
    return torch.from_numpy(result)


class Stream(IterableDataset[tuple[torch.Tensor, torch.Tensor]]):
    """Source and target batches without end; every worker of a loader draws its own.

    Widths are multiples of eight and the number of rows follows from the width, so that there
    are few shapes: matrix kernels that are compiled for a shape are compiled once.

    Args:
        pairs: what is drawn from.
        subwords: what writes the sources.
        tokens: about so many padded tokens a batch, on each side.
        padding: the id of `<pad>`.
        seed: of what is drawn.
        last: whether pairs are drawn by the weights of the last phase.
    """

    def __init__(
        self,
        pairs: Pairs,
        subwords: Subwords,
        *,
        tokens: int,
        padding: int,
        seed: int,
        last: bool,
    ) -> None:
        self._pairs, self._subwords = pairs, subwords
        self._tokens, self._padding = tokens, padding
        self._seed, self._last = seed, last

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        worker = get_worker_info()
        random = np.random.default_rng((self._seed, worker.id if worker else 0))
        sentencepiece.set_random_generator_seed(int(random.integers(2**31)))
        waiting: dict[int, list[tuple[np.ndarray, np.ndarray]]] = {}
        while True:
            for i in map(int, self._pairs.draw(random, 1024, last=self._last)):
                source = self._subwords(self._pairs.source(i), random)
                target = self._pairs.target(i)
                width = -(-max(len(source), len(target)) // 8) * 8
                rows = waiting.setdefault(width, [])
                rows.append((source, target))
                if len(rows) * width >= self._tokens:
                    yield tuple(pad(side, self._padding, width) for side in zip(*rows, strict=True))
                    rows.clear()
