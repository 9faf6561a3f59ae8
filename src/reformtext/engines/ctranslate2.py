"""The fast engine: CTranslate2, several times the speed in a third of the memory."""

from __future__ import annotations

from pathlib import Path

from reformtext.engines import Hypothesis, output_limit
from reformtext.engines.pieces import END, Pieces
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CTranslate2Engine", "best_device", "convert", "installed"]

POSITIONS = 512
"""No translation is longer: the positions that Marian models are trained with."""


def installed() -> bool:
    """Return whether the package ctranslate2 is installed, without importing it."""
    from importlib.util import find_spec

    return find_spec("ctranslate2") is not None


def best_device() -> str:
    """Return ``cuda`` where CTranslate2 finds a GPU, otherwise ``cpu``."""
    import ctranslate2

    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def convert(folder: Path, target: Path, arithmetic: str) -> None:
    """Write a Marian folder as a CTranslate2 model into the new folder ``target``.

    Args:
        folder: a Marian folder that has passed its load checks.
        target: the folder to write; it appears whole or not at all.
        arithmetic: ``int8`` or ``float32``.
    """
    import shutil
    import tempfile

    from ctranslate2.converters import TransformersConverter

    from reformtext.engines.marian import silent

    target.parent.mkdir(parents=True, exist_ok=True)
    with silent(), tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        written = Path(temporary) / "model"
        converter = TransformersConverter(str(folder))
        converter.convert(str(written), quantization=arithmetic)
        if not target.exists():
            shutil.move(written, target)


class CTranslate2Engine:
    """Translates with CTranslate2.

    Args:
        folder: the Marian folder, for its pieces.
        converted: the folder that ``convert`` wrote.
        max_source_tokens: the longest text to accept.
        arithmetic: ``int8`` or ``float32`` on the CPU, ``float16`` on a GPU.
        device: ``cpu`` or ``cuda``.
        threads: how many; 0: as many as CTranslate2 thinks best.
    """

    def __init__(
        self,
        folder: Path,
        converted: Path,
        *,
        max_source_tokens: int,
        arithmetic: str = "int8",
        device: str = "cpu",
        threads: int = 0,
    ) -> None:
        import ctranslate2

        self._pieces = Pieces(folder)
        self._arithmetic = arithmetic
        self._translator = ctranslate2.Translator(
            str(converted), device=device, compute_type=arithmetic, intra_threads=threads
        )
        self.max_source_tokens = max_source_tokens

    @property
    def name(self) -> str:
        """The engine and its arithmetic."""
        return f"ctranslate2-{self._arithmetic}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end of the sentence included."""
        return [len(row) for row in self._pieces.encode(texts)]

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return the best translations of each text, the best first."""
        if not texts:
            return []
        rows = self._pieces.encode(texts)
        longest = max(map(len, rows))
        if longest > self.max_source_tokens:
            raise ValueError(
                f"a text has {longest} tokens, the model takes {self.max_source_tokens}: cut it"
            )
        results = self._translator.translate_batch(
            rows,
            beam_size=beam,
            num_hypotheses=n_best,
            no_repeat_ngram_size=no_repeat,
            max_input_length=0,
            max_decoding_length=min(output_limit(longest), POSITIONS - 1),
            return_scores=True,
            return_end_token=True,
        )
        return [
            [
                self._hypothesis(pieces, score, len(row))
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for row, result in zip(rows, results, strict=True)
        ]

    def _hypothesis(self, pieces: list[str], score: float, source_tokens: int) -> Hypothesis:
        kept = pieces[: min(output_limit(source_tokens), POSITIONS - 1)]
        return Hypothesis(self._pieces.decode(kept), score, len(kept), kept[-1:] == [END])
