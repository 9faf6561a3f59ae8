"""The reference engine: MarianMTModel of transformers."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from reformtext.engines import GPU_TOKENS, Hypothesis, Wish, check_request, output_limit
from reformtext.engines.constrained import Start, hypothesis, lead, put_in
from reformtext.engines.marian_loading import load_checked
from reformtext.engines.phrase_places import Led, aligned_to
from reformtext.engines.pieces import END, PADDING, Pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["MarianEngine", "best_arithmetic", "best_device"]

Forced = tuple[list[float], tuple[int, ...]]
"""The log-probabilities and the alignment of the tokens of an output."""
SCORED_AT_ONCE = 2**25
"""Logits held while scoring, 128 MiB of them: a vocabulary of 60,000 for 559 tokens."""


def best_arithmetic(device: str) -> str:
    """Return the numbers that a device computes with fastest at no loss that translations show."""
    if not device.startswith("cuda"):
        return "float32"
    import torch

    with torch.cuda.device(device):
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    return "bfloat16" if native else "float16"


def best_device() -> str:
    """Return ``cuda`` where torch finds a GPU, otherwise ``cpu``."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _stop_at(limits: list[int]) -> Any:
    """Return what ends each text of a batch at its own limit, as if it had been alone."""
    import torch
    from transformers import StoppingCriteriaList

    def reached(outputs: torch.Tensor, scores: object, **_: object) -> torch.Tensor:  # noqa: ARG001
        tokens = outputs.shape[1] - 1
        done = torch.tensor([tokens >= limit for limit in limits], device=outputs.device)
        return done.repeat_interleave(outputs.shape[0] // len(limits))

    return StoppingCriteriaList([reached])


class MarianEngine:
    """Translates with transformers: exact, on any device, slower than CTranslate2.

    Args:
        folder: a Marian folder; of its configuration, what concerns decoding is not heeded.
        max_source_tokens: the longest text to accept; at most the model's positions.
        device: ``cpu``, ``cuda``, ``cuda:1``, ``mps``.
        arithmetic: ``float32``, ``bfloat16`` or ``float16``.
        digest: that of the model; without it, nothing that is made of a text is kept on disk.

    Raises:
        BrokenModelError: when the folder fails a load check.
    """

    def __init__(
        self,
        folder: Path,
        *,
        max_source_tokens: int,
        device: str = "cpu",
        arithmetic: str = "float32",
        digest: str = "",
    ) -> None:
        import torch

        self._pieces = Pieces(folder)
        self._device = device
        self.batch_tokens = GPU_TOKENS if device.startswith("cuda") else 0
        self._arithmetic = arithmetic
        self._digest = digest
        self._turn = Lock()  # its threads are torch's: two calls at once would only be slower
        self._model = load_checked(folder).to(device, getattr(torch, arithmetic))
        from transformers import GenerationConfig  # imported first, in silence, by load_checked

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
        return f"transformers-{self._arithmetic}"

    @property
    def identity(self) -> str:
        """All that shapes a translation: the model, the arithmetic, the versions, the limit."""
        if not self._digest:
            return ""
        import torch
        import transformers

        versions = f"{transformers.__version__}-{torch.__version__}"
        return f"{self._digest}@{self.name}-{versions}/{self.max_source_tokens}"

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
        rows = [self._pieces.ids(row) for row in self._pieces.encode(texts)]
        lengths = [len(row) for row in rows]
        check_request(lengths, self.max_source_tokens, beam, n_best)
        if not rows:
            return []
        limits = [output_limit(length, self._positions) for length in lengths]
        with self._turn:
            best = self._decode(rows, limits, beam, n_best, no_repeat)
            pairs = [(row, ids) for row, found in zip(rows, best, strict=True) for ids in found]
            led = iter(self._led(pairs))
        return [[hypothesis(self._pieces, next(led)) for _ in found] for found in best]

    def put_in(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return each draft with the missing phrases in the place of what stands for them."""
        return put_in(self._pieces, wishes)

    def translate_with(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return translations that were led through the missing phrases, the best first."""
        with self._turn:
            return lead(_Decoder(self), self._pieces, wishes, self.max_source_tokens)

    def _decode(
        self, rows: list[list[int]], limits: list[int], beam: int, n_best: int, no_repeat: int
    ) -> list[list[list[int]]]:
        """Return the best outputs of each row, as token ids, each up to its row's limit."""
        import torch

        ids = self._padded(rows)
        with torch.inference_mode():
            output = self._model.generate(
                ids,
                attention_mask=(ids != self._padding).long(),
                max_length=1 + max(limits),  # with the token that decoding starts from
                stopping_criteria=_stop_at(limits),
                num_beams=beam,
                num_return_sequences=n_best,
                no_repeat_ngram_size=no_repeat,
                early_stopping=beam > 1,
                do_sample=False,
            )
        found = iter(output[:, 1:].tolist())
        return [[self._ended(next(found)[:limit]) for _ in range(n_best)] for limit in limits]

    def _continued(self, row: list[int], prefix: list[int], forbidden: Sequence[str]) -> list[int]:
        """Return the greedy output of a row that begins with a prefix, as token ids."""
        import torch

        limit = output_limit(len(row), self._positions)
        start = self._model.config.decoder_start_token_id
        with torch.inference_mode():
            output = self._model.generate(
                self._padded([row]),
                decoder_input_ids=self._padded([[start, *prefix]]),
                max_length=1 + max(limit, len(prefix) + 1),
                suppress_tokens=self._pieces.ids(forbidden) or None,
                num_beams=1,
                do_sample=False,
            )
        return self._ended(output[0, 1:].tolist())

    def _led(self, pairs: list[tuple[list[int], list[int]]]) -> list[Led]:
        """Return the outputs for their sources with score and alignment."""
        forced = self._forced(pairs)
        return [
            Led(self._pieces.pieces(ids), sum(logs) / len(logs), aligned)
            for (_, ids), (logs, aligned) in zip(pairs, forced, strict=True)
        ]

    def _forced(self, pairs: list[tuple[list[int], list[int]]]) -> list[Forced]:
        """Return the log-probability and alignment of each token of each output."""
        import torch

        longest = max((len(ids) for _, ids in pairs), default=1)
        size = max(1, SCORED_AT_ONCE // (longest * self._model.config.vocab_size))
        with torch.inference_mode():
            return [
                one
                for start in range(0, len(pairs), size)
                for one in self._forced_at_once(pairs[start : start + size])
            ]

    def _forced_at_once(self, pairs: list[tuple[list[int], list[int]]]) -> list[Forced]:
        sources = self._padded([row for row, _ in pairs])
        outputs = self._padded([ids for _, ids in pairs])
        result = self._model(
            input_ids=sources,
            attention_mask=(sources != self._padding).long(),
            decoder_input_ids=outputs.roll(1, dims=1).index_fill(
                1, outputs.new_zeros(1), self._model.config.decoder_start_token_id
            ),
            output_attentions=True,
        )
        every = result.logits.float().log_softmax(-1)
        logs = every.gather(-1, outputs.unsqueeze(-1)).squeeze(-1).tolist()
        # Marian's training aligns the first head of the last layer.
        attention = result.cross_attentions[-1][:, 0].float().tolist()
        return [
            (
                logs[i][: len(ids)],
                aligned_to([line[: len(row)] for line in attention[i][: len(ids)]]),
            )
            for i, (row, ids) in enumerate(pairs)
        ]

    def _padded(self, rows: list[list[int]]) -> Any:
        """Return rows of token ids as one tensor, (rows, longest), on the device."""
        import torch

        width = max(map(len, rows))
        filled = [row + [self._padding] * (width - len(row)) for row in rows]
        return torch.tensor(filled, device=self._device)

    def _ended(self, sequence: list[int]) -> list[int]:
        """Return token ids up to the end of the sentence, where there is one."""
        return sequence[: sequence.index(self._end) + 1] if self._end in sequence else sequence


class _Decoder:
    """Decoding that is held to phrases, by an engine."""

    def __init__(self, engine: MarianEngine) -> None:
        self._engine = engine

    def log_probabilities(self, pairs: Sequence[Start]) -> list[list[float]]:
        """Return the log-probability of each piece of the target of each pair."""
        return [logs for logs, _ in self._engine._forced([self._ids(pair) for pair in pairs])]

    def continued(self, starts: Sequence[Start], forbidden: Sequence[str] = ()) -> list[Led]:
        """Return the translation that greedily follows on each start, without forbidden pieces."""
        pairs = [self._ids(start) for start in starts]
        whole = [(row, self._engine._continued(row, prefix, forbidden)) for row, prefix in pairs]
        return self._engine._led(whole)

    def _ids(self, pair: Start) -> tuple[list[int], list[int]]:
        pieces = self._engine._pieces
        return pieces.ids(pair.source), pieces.ids(pair.target)
