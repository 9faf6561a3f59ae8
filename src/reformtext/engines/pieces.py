"""The sentencepiece side of a Marian folder, without transformers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reformtext.errors import BrokenModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["END", "PADDING", "SPACE", "Pieces", "begins_word", "read_positions", "read_table"]

END = "</s>"
PADDING = "<pad>"
SPACE = "▁"
"""What a space is in a piece."""
_UNKNOWN = "<unk>"
_SENTINEL = re.compile(r"⟦[a-z]\d+⟧")
_SPECIAL = frozenset({END, PADDING, _UNKNOWN})


def begins_word(piece: str) -> bool:
    """Return whether a piece is the first of a word, or a sign."""
    return piece[0] == SPACE or not piece[0].isalnum()


def read_table(path: Path) -> dict[str, Any]:
    """Return the object that a JSON file of a model holds.

    Raises:
        BrokenModelError: when it cannot be read or holds something else.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenModelError(
            f"{path} cannot be read ({error}); expected a JSON object: fetch or copy the model "
            "again"
        ) from error
    if not isinstance(table, dict):
        raise BrokenModelError(f"{path} is not a JSON object: fetch or copy the model again")
    return table


def _read_processor(path: Path) -> Any:
    from sentencepiece import SentencePieceProcessor

    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise BrokenModelError(
            f"{path} cannot be read ({error}); expected a sentencepiece model: fetch or copy the "
            "model again"
        ) from error


def read_positions(folder: Path) -> int:
    """Return the longest sequence, in tokens, that the model of a Marian folder can attend to.

    Raises:
        BrokenModelError: when its configuration does not say.
    """
    positions = read_table(folder / "config.json").get("max_position_embeddings")
    if not isinstance(positions, int):
        raise BrokenModelError(
            f"{folder / 'config.json'} has no max_position_embeddings; expected the configuration "
            "of a Marian model: fetch or copy the model again"
        )
    return positions


class Pieces:
    """Texts to pieces and ids, and back, as MarianTokenizer does it, several times faster.

    Unlike there, a text that holds ``</s>`` or ``>>xx<<`` is nothing but text.

    Args:
        folder: a Marian folder: ``source.spm``, ``target.spm``, ``vocab.json``.

    Attributes:
        sentinels: the pieces made to stand for a protected span: ``⟦n0⟧``.

    Raises:
        BrokenModelError: when one of the files cannot be read or lacks a special piece.
    """

    def __init__(self, folder: Path) -> None:
        self._source = _read_processor(folder / "source.spm")
        self._target = _read_processor(folder / "target.spm")
        self._ids: dict[str, int] = read_table(folder / "vocab.json")
        missing = sorted(_SPECIAL - self._ids.keys())
        if missing:
            raise BrokenModelError(
                f"{folder / 'vocab.json'} lacks {', '.join(missing)}; expected the vocabulary of a "
                "Marian model: fetch or copy the model again"
            )
        self._pieces = {i: piece for piece, i in self._ids.items()}
        # What an unknown stretch of text spells could be the name of a special piece.
        self._known = self._ids.keys() - _SPECIAL
        self.sentinels = frozenset(filter(_SENTINEL.fullmatch, self._known))

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the source pieces of each text, ending in ``</s>``."""
        # Of a list sentencepiece makes threads, which take longer than to encode a few texts.
        rows = [self._source.encode(text, out_type=str) for text in texts]
        return [[p if p in self._known else _UNKNOWN for p in row] + [END] for row in rows]

    def encode_english(self, text: str) -> list[str]:
        """Return the target pieces of an English text, without an end."""
        row: list[str] = self._target.encode(text, out_type=str)
        return [p if p in self._known else _UNKNOWN for p in row]

    def ids(self, pieces: Sequence[str]) -> list[int]:
        """Return the ids of pieces."""
        return [self._ids[piece] for piece in pieces]

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """Return the pieces of ids."""
        return [self._pieces[i] for i in ids]

    def decode(self, pieces: Sequence[str]) -> str:
        """Return the English text of target pieces; special pieces are left out."""
        text: str = self._target.decode([p for p in pieces if p not in _SPECIAL])
        return text.strip()
