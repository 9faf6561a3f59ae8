"""The reference engine: MarianMTModel of transformers."""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from typing import Any, TYPE_CHECKING

from reformtext.engines import Hypothesis, output_limit
from reformtext.engines.pieces import Pieces
from reformtext.errors import BrokenModelError

if TYPE_CHECKING:
    from pathlib import Path
    from collections.abc import Iterator, Sequence

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
        folder: a Marian folder.
        max_source_tokens: the longest text to accept; at most the model's positions.
        device: ``cpu``, ``cuda``, ``cuda:1``, ``mps``.
    """

    def __init__(self, folder: Path, *, max_source_tokens: int, device: str = "cpu") -> None:
        self._pieces = Pieces(folder)
        self._device = device
        self._model = load_checked(folder).to(device)
        positions = self._model.config.max_position_embeddings
        self.max_source_tokens = min(max_source_tokens, positions)
        self._positions = positions

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
        if not texts:
            return []
        rows = [self._pieces.ids(row) for row in self._pieces.encode(texts)]
        longest = max(map(len, rows))
        if longest > self.max_source_tokens:
            raise ValueError(
                f"a text has {longest} tokens, the model takes {self.max_source_tokens}: cut it"
            )
        sequences, scores = self._generate(rows, beam, n_best, no_repeat)
        hypotheses = [
            self._hypothesis(sequence, score, len(rows[i // n_best]))
            for i, (sequence, score) in enumerate(zip(sequences, scores, strict=True))
        ]
        return [hypotheses[i : i + n_best] for i in range(0, len(hypotheses), n_best)]

    def _generate(
        self, rows: list[list[int]], beam: int, n_best: int, no_repeat: int
    ) -> tuple[list[list[int]], list[list[float]]]:
        """Return token ids, and the log-probability of each, of ``n_best`` outputs a row."""
        import torch

        padding = self._model.config.pad_token_id
        width = max(map(len, rows))
        ids = torch.tensor([row + [padding] * (width - len(row)) for row in rows])
        ids = ids.to(self._device)
        with torch.inference_mode():
            output = self._model.generate(
                ids,
                attention_mask=(ids != padding).long(),
                generation_config=self._decoding(width, beam, n_best, no_repeat),
            )
            steps = self._model.compute_transition_scores(
                output.sequences,
                output.scores,
                getattr(output, "beam_indices", None),
                normalize_logits=beam == 1,
            )
        return output.sequences[:, 1:].tolist(), steps.tolist()

    def _decoding(self, width: int, beam: int, n_best: int, no_repeat: int) -> Any:
        decoding = deepcopy(self._model.generation_config)
        decoding.update(
            # With the token that decoding starts from; the model's own limit is not ours.
            max_length=1 + min(output_limit(width), self._positions - 1),
            num_beams=beam,
            num_return_sequences=n_best,
            no_repeat_ngram_size=no_repeat,
            early_stopping=beam > 1,
            do_sample=False,
            # A forced end would make a cut-off translation look like a whole one.
            forced_eos_token_id=None,
            output_scores=True,
            return_dict_in_generate=True,
        )
        return decoding

    def _hypothesis(
        self, sequence: list[int], scores: list[float], source_tokens: int
    ) -> Hypothesis:
        limit = min(output_limit(source_tokens), self._positions - 1)
        end = self._model.config.eos_token_id
        whole = sequence[: sequence.index(end) + 1] if end in sequence else sequence
        kept = whole[:limit]
        complete = kept[-1:] == [end]
        text = self._pieces.decode(self._pieces.pieces(kept))
        return Hypothesis(text, sum(scores[: len(kept)]) / len(kept), len(kept), complete)
