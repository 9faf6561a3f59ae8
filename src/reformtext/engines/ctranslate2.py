"""The fast engine: CTranslate2, several times the speed in a third of the memory."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reformtext.engines import (
    BATCH_TOKENS,
    GPU_TOKENS,
    Hypothesis,
    Wish,
    check_request,
    output_limit,
)
from reformtext.engines.constrained import Start, hypothesis, lead, put_in
from reformtext.engines.phrase_places import UNKNOWN, Led, aligned_to
from reformtext.engines.pieces import END, Pieces, read_positions, read_table
from reformtext.errors import BrokenModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CTranslate2Engine", "best_device", "convert", "installed"]

VOCABULARY = "vmap.txt"
"""The file of a converted model that names the pieces it can say, if it cannot say all."""
NEVER = -9_000.0
"""A bias that no logit overcomes: a piece with it, or a lower one, is never said."""
MOST_SAID = 0.9
"""The share of pieces up to which it is worth while to leave the others out."""
LAYOUT = "2"
"""Changed with what ``convert`` writes, so that no older model is taken for it."""
FASTEST_TOKENS = 1024
"""Padded tokens a batch, times the beam, on a CPU, as ``benchmarks/batch_sizes.py`` measures."""
ALIGNED = "2"
"""Changed with what the alignments are that it gives, so that no older ones are taken for them."""
Beam = list[Led]
"""The hypotheses of a text, the best first."""


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

    Where the bias of the output layer rules pieces out, as those of the source languages, the
    model computes the logits of the others only, to the same translations.

    Args:
        folder: a Marian folder that has passed its load checks.
        target: the folder to write; it appears whole or not at all, and one that another process
            wrote meanwhile is left as it is.
        arithmetic: ``int8``, ``float16`` or ``float32``.
    """
    import tempfile

    from ctranslate2.converters import TransformersConverter

    from reformtext.engines.marian_loading import silent

    target.parent.mkdir(parents=True, exist_ok=True)
    with silent(), tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        written = Path(temporary) / "model"
        TransformersConverter(str(folder)).convert(str(written), quantization=arithmetic)
        _write_vocabulary(folder, written / VOCABULARY)
        try:
            written.rename(target)
        except OSError:
            if not target.is_dir():
                raise


def _write_vocabulary(folder: Path, path: Path) -> None:
    """Write the pieces that a model can say as the vocabulary of every text, if these are not all.

    In this format a line has words of the source, a tab, and pieces; no words stand for any text.
    """
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", framework="pt") as tensors:
        bias = tensors.get_tensor("final_logits_bias")[0].tolist()
    said = [piece for piece, i in read_table(folder / "vocab.json").items() if bias[i] > NEVER]
    listable = not any(mark in piece for piece in said for mark in " \t\n")
    if listable and len(said) < MOST_SAID * len(bias):
        path.write_text("\t" + " ".join(said) + "\n", encoding="utf-8")


def _translator(converted: Path, **options: Any) -> Any:
    import ctranslate2

    try:
        return ctranslate2.Translator(str(converted), **options)
    except (IndexError, RuntimeError, UnicodeError) as error:
        raise BrokenModelError(
            f"{converted}: the converted model cannot be loaded ({error}): delete this folder, and "
            "the model is converted again when it is next used"
        ) from error


def _log_probabilities(translator: Any, pairs: Sequence[Start]) -> list[list[float]]:
    """Return the log-probability of each piece of the target of each pair."""
    if not pairs:
        return []
    results = translator.score_batch(
        [list(pair.source) for pair in pairs],
        [[piece for piece in pair.target if piece != END] for pair in pairs],
        max_batch_size=BATCH_TOKENS,
        batch_type="tokens",
        max_input_length=0,
    )
    return [
        result.log_probs[: len(pair.target)] for result, pair in zip(results, pairs, strict=True)
    ]


def _aligned(attention: Sequence[Sequence[float]], beam: int) -> tuple[int, ...]:
    """Return the source piece of each target piece, as far as the attention can be trusted.

    With a beam, CTranslate2 4.8 gives the first step the attention of any text of the batch.
    """
    found = aligned_to(attention)
    return (UNKNOWN, *found[1:]) if beam > 1 and found else found


@dataclass(frozen=True, slots=True)
class _Decoder:
    """Decoding that is held to phrases, by a translator."""

    translator: Any
    positions: int

    def log_probabilities(self, pairs: Sequence[Start]) -> list[list[float]]:
        """Return the log-probability of each piece of the target of each pair."""
        return _log_probabilities(self.translator, pairs)

    def continued(self, starts: Sequence[Start], forbidden: Sequence[str] = ()) -> list[Led]:
        """Return the translation that greedily follows on each start, without forbidden pieces."""
        groups: dict[int, list[int]] = {}
        for i, start in enumerate(starts):
            limit = output_limit(len(start.source), self.positions)
            groups.setdefault(max(limit, len(start.target) + 1), []).append(i)
        results: dict[int, Any] = {}
        for limit, group in groups.items():  # a batch has one limit
            same = [starts[i] for i in group]
            results |= zip(group, self._continued(same, limit, forbidden), strict=True)
        found = [results[i] for i in range(len(starts))]
        return [Led(one.hypotheses[0], math.nan, aligned_to(one.attention[0])) for one in found]

    def _continued(self, starts: Sequence[Start], limit: int, forbidden: Sequence[str]) -> Any:
        return self.translator.translate_batch(
            [list(start.source) for start in starts],
            target_prefix=[list(start.target) for start in starts],
            suppress_sequences=[[piece] for piece in forbidden] or None,
            beam_size=1,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=limit,
            return_end_token=True,
            return_attention=True,
        )


class CTranslate2Engine:
    """Translates with CTranslate2.

    Args:
        folder: the Marian folder, for its pieces.
        converted: the folder that ``convert`` wrote.
        max_source_tokens: the longest text to accept; at most the model's positions.
        arithmetic: ``int8`` or ``float32`` on the CPU, ``float16`` on a GPU.
        device: ``cpu`` or ``cuda``.
        threads: how many texts are worked on at once, each in one thread; on a GPU it is one.
        digest: that of the model; without it, nothing that is made of a text is kept on disk.

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
        threads: int = 1,
        digest: str = "",
    ) -> None:
        self._pieces = Pieces(folder)
        self._positions = read_positions(folder)
        self._arithmetic = arithmetic
        self._digest = digest
        self.parallel = threads if device == "cpu" else 1
        self.queue = 2 if self.parallel > 1 else 1
        self.batch_tokens = FASTEST_TOKENS if device == "cpu" else GPU_TOKENS
        self._translator = _translator(
            converted,
            device=device,
            compute_type=arithmetic,
            inter_threads=self.parallel,
            intra_threads=1,
        )
        # On a GPU, where sizes of layers are padded, it was never tried.
        self._has_vocabulary = device == "cpu" and (converted / VOCABULARY).is_file()
        self.max_source_tokens = min(max_source_tokens, self._positions)

    @property
    def name(self) -> str:
        """The engine and its arithmetic."""
        return f"ctranslate2-{self._arithmetic}"

    @property
    def identity(self) -> str:
        """All that shapes a translation: the model, the arithmetic, the version, the limit."""
        if not self._digest:
            return ""
        from ctranslate2 import __version__

        version = f"{__version__}.{ALIGNED}"
        return f"{self._digest}@{self.name}-{version}/{self.max_source_tokens}"

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
        return [[hypothesis(self._pieces, led) for led in found[:n_best]] for found in beams]

    def _decode_each(self, rows: list[list[str]], beam: int, no_repeat: int) -> list[Beam]:
        """Return the whole beam of each row, as if it had been alone.

        A batch has one output limit, that of its longest row.  A row whose search went as far as
        its own, lower limit would have ended otherwise alone, and is decoded again with that one.
        """
        limits = [output_limit(len(row), self._positions) for row in rows]
        beams = self._decode(rows, max(limits), beam, no_repeat)
        again: dict[int, list[int]] = {}
        for i, found in enumerate(beams):
            if max(len(led.pieces) for led in found) >= limits[i] < max(limits):
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
            use_vmap=self._has_vocabulary,
            max_input_length=0,
            min_decoding_length=0,
            max_decoding_length=limit,
            return_scores=True,
            return_end_token=True,
            return_attention=True,
        )
        return [
            [
                Led(pieces, score, _aligned(rows, beam))
                for pieces, score, rows in zip(r.hypotheses, r.scores, r.attention, strict=True)
            ]
            for r in results
        ]

    def put_in(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return each draft with the missing phrases in the place of what stands for them."""
        return put_in(self._pieces, self._all_aligned(wishes))

    def translate_with(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return translations that were led through the missing phrases, the best first."""
        decoder = _Decoder(self._translator, self._positions)
        return lead(decoder, self._pieces, self._all_aligned(wishes), self.max_source_tokens)

    def _all_aligned(self, wishes: Sequence[Wish]) -> list[Wish]:
        """Return wishes whose drafts have their first pieces aligned, too."""
        open_ = [i for i, wish in enumerate(wishes) if wish.draft.aligned[:1] == (UNKNOWN,)]
        done = list(wishes)
        if not open_:
            return done
        results = self._translator.translate_batch(
            self._pieces.encode([wishes[i].text for i in open_]),
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            beam_size=1,
            max_input_length=0,
            max_decoding_length=1,
            return_attention=True,
        )
        for i, result in zip(open_, results, strict=True):
            draft = wishes[i].draft
            aligned = (*aligned_to(result.attention[0][:1]), *draft.aligned[1:])
            done[i] = replace(wishes[i], draft=replace(draft, aligned=aligned))
        return done

    def _rescored(self, rows: list[list[str]], beams: list[Beam]) -> list[Beam]:
        """Return the beams with the model's own scores, the best first.

        Decoding shares out among the other tokens what those had that it forbids.
        """
        pairs = [
            Start(row, led.pieces) for row, found in zip(rows, beams, strict=True) for led in found
        ]
        logs = iter(_log_probabilities(self._translator, pairs))
        scored = [
            [led._replace(score=sum(row) / len(row)) for led, row in zip(found, logs, strict=False)]
            for found in beams
        ]
        return [sorted(found, key=lambda led: led.score, reverse=True) for found in scored]
