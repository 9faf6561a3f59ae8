"""Pairs as piece ids, drawn by weight and packed into batches of like lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


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


def pad(rows: list[np.ndarray], padding: int, width: int = 0) -> torch.Tensor:
    """Return rows of ids as one int64 tensor, filled up with ``padding`` on the right."""
    width = width or max(len(row) for row in rows)
    result = np.full((len(rows), width), padding, dtype=np.int64)
    for i, row in enumerate(rows):
        result[i, : len(row)] = row
    return torch.from_numpy(result)


def stream(
    pairs: Pairs,
    random: np.random.Generator,
    tokens: int,
    padding: int,
    last: Callable[[], bool],
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield source and target batches of about ``tokens`` padded tokens a side, for ever.

    Widths are multiples of eight and the number of rows follows from the width, so that there
    are few shapes: matrix kernels that are compiled for a shape are compiled once.  ``last`` says
    whether the last phase has come.
    """
    waiting: dict[int, list[int]] = {}
    while True:
        for i in map(int, pairs.draw(random, 1024, last=last())):
            longest = int(max(pairs.source_lengths[i], pairs.target_lengths[i]))
            width = -(-longest // 8) * 8
            rows = waiting.setdefault(width, [])
            rows.append(i)
            if len(rows) * width >= tokens:
                yield (
                    pad([pairs.source(j) for j in rows], padding, width),
                    pad([pairs.target(j) for j in rows], padding, width),
                )
                rows.clear()
