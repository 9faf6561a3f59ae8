"""The fast engine: CTranslate2, several times the speed in a third of the memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformtext.engines import Hypothesis, check_request, output_limit
from reformtext.engines.pieces import END, Pieces, read_positions
from reformtext.errors import BrokenModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CTranslate2Engine", "best_device", "convert", "installed"]

Beam = list[tuple[list[str], float]]
"""The hypotheses of a text, the best first: pieces and score."""


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
        target: the folder to write; it appears whole or not at all, and one that another process
            wrote meanwhile is left as it is.
        arithmetic: ``int8``, ``float16`` or ``float32``.
    """
    import tempfile

    from ctranslate2.converters import TransformersConverter

    from reformtext.engines.marian import silent

    target.parent.mkdir(parents=True, exist_ok=True)
    with silent(), tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        written = Path(temporary) / "model"
        TransformersConverter(str(folder)).convert(str(written), quantization=arithmetic)
        try:
            written.rename(target)
        except OSError:
            if not target.is_dir():
                raise


def _translator(converted: Path, **options: Any) -> Any:
    import ctranslate2

    try:
        return ctranslate2.Translator(str(converted), **options)
    except (IndexError, RuntimeError, UnicodeError) as error:
        raise BrokenModelError(
            f"{converted}: the converted model cannot be loaded ({error}): delete this folder, and "
            "the model is converted again when it is next used"
        ) from error


class CTranslate2Engine:
    """Translates with CTranslate2.

    Args:
        folder: the Marian folder, for its pieces.
        converted: the folder that ``convert`` wrote.
        max_source_tokens: the longest text to accept; at most the model's positions.
        arithmetic: ``int8`` or ``float32`` on the CPU, ``float16`` on a GPU.
        device: ``cpu`` or ``cuda``.
        threads: how many; 0: as many as CTranslate2 thinks best.

    Raises:
        BrokenModelError: when either folder cannot be read.
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
        self._pieces = Pieces(folder)
        self._positions = read_positions(folder)
        self._arithmetic = arithmetic
        self._translator = _translator(
            converted, device=device, compute_type=arithmetic, intra_threads=threads
        )
        self.max_source_tokens = min(max_source_tokens, self._positions)

    @property
    def name(self) -> str:
        """The engine and its arithmetic."""
        return f"ctranslate2-{self._arithmetic}"

    @property
    def sentinels(self) -> frozenset[str]:
        """The pieces that it carries through a translation unchanged."""
        return self._pieces.sentinels

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end of the sentence included."""
        return [len(row) for row in self._pieces.encode(texts)]

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return the best translations of each text, the best first."""
        rows = self._pieces.encode(texts)
        lengths = [len(row) for row in rows]
        check_request(lengths, self.max_source_tokens, beam, n_best)
        if not rows:
            return []
        beams = self._decode_each(rows, beam, no_repeat)
        if no_repeat:
            beams = self._rescored(rows, beams)
        return [
            [self._hypothesis(pieces, score) for pieces, score in found[:n_best]] for found in beams
        ]

    def _decode_each(self, rows: list[list[str]], beam: int, no_repeat: int) -> list[Beam]:
        """Return the whole beam of each row, as if it had been alone.

        A batch has one output limit, that of its longest row.  A row whose search went as far as
        its own, lower limit would have ended otherwise alone, and is decoded again with that one.
        """
        limits = [output_limit(len(row), self._positions) for row in rows]
        beams = self._decode(rows, max(limits), beam, no_repeat)
        again: dict[int, list[int]] = {}
        for i, found in enumerate(beams):
            if max(len(pieces) for pieces, _ in found) >= limits[i] < max(limits):
                again.setdefault(limits[i], []).append(i)
        for limit, group in again.items():
            redone = self._decode([rows[i] for i in group], limit, beam, no_repeat)
            for i, found in zip(group, redone, strict=True):
                beams[i] = found
        return beams

    def _decode(self, rows: list[list[str]], limit: int, beam: int, no_repeat: int) -> list[Beam]:
        results = self._translator.translate_batch(
            rows,
            beam_size=beam,
            num_hypotheses=beam,
            no_repeat_ngram_size=no_repeat,
            max_input_length=0,
            min_decoding_length=0,
            max_decoding_length=limit,
            return_scores=True,
            return_end_token=True,
        )
        return [list(zip(r.hypotheses, r.scores, strict=True)) for r in results]

    def _rescored(self, rows: list[list[str]], beams: list[Beam]) -> list[Beam]:
        """Return the beams with the model's own scores, the best first.

        Decoding shares out among the other tokens what those had that it forbids.
        """
        pairs = [(row, out) for row, found in zip(rows, beams, strict=True) for out, _ in found]
        results = self._translator.score_batch(
            [row for row, _ in pairs],
            [out[:-1] if out[-1:] == [END] else out for _, out in pairs],
            max_input_length=0,
        )
        scored = iter(
            (out, sum(result.log_probs[: len(out)]) / len(out))
            for result, (_, out) in zip(results, pairs, strict=True)
        )
        return [
            sorted((next(scored) for _ in found), key=lambda one: one[1], reverse=True)
            for found in beams
        ]

    def _hypothesis(self, pieces: list[str], score: float) -> Hypothesis:
        complete = pieces[-1:] == [END]
        return Hypothesis(self._pieces.decode(pieces), score, len(pieces), complete)
