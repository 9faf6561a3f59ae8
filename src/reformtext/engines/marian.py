"""The reference engine: MarianMTModel of transformers."""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from reformtext.engines import Hypothesis, output_limit
from reformtext.engines.pieces import Pieces
from reformtext.errors import BrokenModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["MarianEngine", "load_checked", "silent"]


@contextmanager
def silent() -> Iterator[None]:
    """Keep transformers from showing bars, reports and advice while a model is loaded."""
    import warnings

    from transformers.utils import logging as transformers_logging

    verbosity = transformers_logging.get_verbosity()
    bars = transformers_logging.is_progress_bar_enabled()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            # Its tokenizer builds a Moses normaliser that it never uses.
            warnings.filterwarnings("ignore", "Recommended: pip install sacremoses")
            yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        if bars:
            transformers_logging.enable_progress_bar()


def load_checked(folder: Path) -> Any:
    """Return the MarianMTModel of a folder, in float32 on the CPU, if it passes the load checks.

    Only ``model.safetensors`` is read; nothing is unpickled and no remote code is run.

    Raises:
        BrokenModelError: when the weights cannot be read, tensors are missing, embeddings that
            should be one are not, or the `<pad>` row, from which decoding starts, is not zero.
    """
    import torch
    from transformers import MarianMTModel

    try:
        with silent():
            model, report = MarianMTModel.from_pretrained(
                folder,
                local_files_only=True,
                use_safetensors=True,
                dtype=torch.float32,
                attn_implementation="eager",
                output_loading_info=True,
            )
    except Exception as error:
        raise BrokenModelError(
            f"{folder}: the model cannot be read ({type(error).__name__}: {error}); expected a "
            "MarianMTModel with model.safetensors: fetch or copy it again"
        ) from error
    for found in ("missing_keys", "mismatched_keys"):
        if report[found]:
            names = ", ".join(sorted(map(str, report[found]))[:5])
            raise BrokenModelError(
                f"{folder}: {found.replace('_keys', '')} tensors: {names}; with random weights in "
                "their place it would translate into garbage: fetch or copy the model again"
            )
    _check_embeddings(folder, model)
    return model.eval()


def _check_embeddings(folder: Path, model: Any) -> None:
    import torch

    output = model.lm_head.weight
    decoder = model.model.decoder.embed_tokens.weight
    if model.config.tie_word_embeddings and not torch.equal(output, decoder):
        raise BrokenModelError(
            f"{folder}: the output layer differs from the decoder's embeddings although the "
            "configuration ties them: fetch or copy the model again"
        )
    start = decoder[model.config.decoder_start_token_id]
    if model.config.decoder_start_token_id == model.config.pad_token_id and start.any():
        raise BrokenModelError(
            f"{folder}: the embedding of `<pad>` has norm {start.norm():.3g}, expected 0: train "
            "with that row held at zero, or set it to zero and evaluate again"
        )


class MarianEngine:
    """Translates with transformers: exact, on any device, slower than CTranslate2.

    Args:
        folder: a Marian folder; of its configuration, what concerns decoding is not heeded.
        max_source_tokens: the longest text to accept; at most the model's positions.
        device: ``cpu``, ``cuda``, ``cuda:1``, ``mps``.

    Raises:
        BrokenModelError: when the folder fails a load check.
    """

    def __init__(self, folder: Path, *, max_source_tokens: int, device: str = "cpu") -> None:
        from transformers import GenerationConfig

        self._pieces = Pieces(folder)
        self._device = device
        self._model = load_checked(folder).to(device)
        config = self._model.config
        self._positions = config.max_position_embeddings
        self._end, self._padding = self._pieces.ids([END, PADDING])
        self.max_source_tokens = min(max_source_tokens, self._positions)
        # Padding is no word: it is never an output and has no share of the probability.
        self._model.final_logits_bias[:, self._padding] = float("-inf")
        self._model.generation_config = GenerationConfig(
            eos_token_id=self._end,
            pad_token_id=self._padding,
            decoder_start_token_id=config.decoder_start_token_id,
        )

    @property
    def name(self) -> str:
        """The engine and its arithmetic."""
        return "transformers-float32"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text, the end of the sentence included."""
        return [len(row) for row in self._pieces.encode(texts)]

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return the best translations of each text, the best first."""
        rows = [self._pieces.ids(row) for row in self._pieces.encode(texts)]
        lengths = [len(row) for row in rows]
        check_request(lengths, self.max_source_tokens, beam, n_best)
        beams = within_limits(
            [output_limit(length, self._positions) for length in lengths],
            lambda group, limit: self._decode([rows[i] for i in group], limit, beam, no_repeat),
            lambda found: max(map(len, found)),
        )
        best = [found[:n_best] for found in beams]
        pairs = [(row, ids) for row, found in zip(rows, best, strict=True) for ids in found]
        scores = iter(self._scores(pairs))
        return [[self._hypothesis(ids, next(scores)) for ids in found] for found in best]

    def _decode(
        self, rows: list[list[int]], limit: int, beam: int, no_repeat: int
    ) -> list[list[list[int]]]:
        """Return the whole beam of each row, the best first, as token ids."""
        import torch

        ids = self._padded(rows)
        with torch.inference_mode():
            output = self._model.generate(
                ids,
                attention_mask=(ids != self._padding).long(),
                max_length=1 + limit,  # with the token that decoding starts from
                num_beams=beam,
                num_return_sequences=beam,
                no_repeat_ngram_size=no_repeat,
                early_stopping=beam > 1,
                do_sample=False,
            )
        found = [self._ended(sequence) for sequence in output[:, 1:].tolist()]
        return [found[i : i + beam] for i in range(0, len(found), beam)]

    def _scores(self, pairs: list[tuple[list[int], list[int]]]) -> list[float]:
        """Return the mean log-probability of the tokens of each output, given its source."""
        import torch

        longest = max((len(ids) for _, ids in pairs), default=1)
        size = max(1, SCORED_AT_ONCE // (longest * self._model.config.vocab_size))
        with torch.inference_mode():
            return [
                score
                for start in range(0, len(pairs), size)
                for score in self._scores_at_once(pairs[start : start + size])
            ]

    def _scores_at_once(self, pairs: list[tuple[list[int], list[int]]]) -> list[float]:
        sources = self._padded([row for row, _ in pairs])
        outputs = self._padded([ids for _, ids in pairs])
        logits = self._model(
            input_ids=sources,
            attention_mask=(sources != self._padding).long(),
            decoder_input_ids=outputs.roll(1, dims=1).index_fill(
                1, outputs.new_zeros(1), self._model.config.decoder_start_token_id
            ),
        ).logits
        chosen = logits.log_softmax(-1).gather(-1, outputs.unsqueeze(-1)).squeeze(-1)
        sums = chosen.masked_fill(outputs == self._padding, 0).sum(-1).tolist()
        return [total / len(ids) for total, (_, ids) in zip(sums, pairs, strict=True)]

    def _padded(self, rows: list[list[int]]) -> Any:
        """Return rows of token ids as one tensor, (rows, longest), on the device."""
        import torch

        width = max(map(len, rows))
        filled = [row + [self._padding] * (width - len(row)) for row in rows]
        return torch.tensor(filled, device=self._device)

    def _ended(self, sequence: list[int]) -> list[int]:
        """Return token ids up to the end of the sentence, where there is one."""
        return sequence[: sequence.index(self._end) + 1] if self._end in sequence else sequence

    def _hypothesis(self, ids: list[int], score: float) -> Hypothesis:
        text = self._pieces.decode(self._pieces.pieces(ids))
        return Hypothesis(text, score, len(ids), ids[-1] == self._end)
