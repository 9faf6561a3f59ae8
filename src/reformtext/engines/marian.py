"""The reference engine: MarianMTModel of transformers."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from reformtext.engines import Hypothesis, Wish, check_request, output_limit
from reformtext.engines.constrained import Start, hypothesis, lead, put_in
from reformtext.engines.phrase_places import Led, aligned_to
from reformtext.engines.pieces import END, PADDING, Pieces, read_table
from reformtext.errors import BrokenModelError
from reformtext.progress_bars import import_bars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["MarianEngine", "best_arithmetic", "best_device", "load_checked", "silent"]

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


@contextmanager
def silent() -> Iterator[None]:
    """Keep transformers from showing bars, reports and advice while a model is loaded."""
    import warnings

    import_bars()
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
        BrokenModelError: when the weights cannot be read or hold what is not a number; when
            tensors are missing or do not fit the configuration, or the vocabulary does not;
            when embeddings that should be one are not; or when the `<pad>` row, from which
            decoding starts, is not zero.
    """
    _check_configuration(folder)
    try:
        model, names, report = _load(folder)
    except Exception as error:
        reason = (str(error).splitlines() or ["no reason given"])[0]
        found = f"the model cannot be read ({type(error).__name__}: {reason})"
        raise _broken(folder, f"{found}; expected a MarianMTModel in model.safetensors") from error
    _check_tensors(folder, names, report)
    _check_embeddings(folder, model)
    if not all(tensor.isfinite().all() for tensor in model.state_dict().values()):
        raise _broken(folder, "some weights are infinite or not a number")
    return model.eval()


def _broken(folder: Path, found: str, mend: str = "fetch or copy the model again") -> Exception:
    return BrokenModelError(f"{folder}: {found}: {mend}")


def _check_configuration(folder: Path) -> None:
    """Raise BrokenModelError unless it is that of a Marian model with the vocabulary beside it."""
    import_bars()
    from transformers import MarianConfig

    given = read_table(folder / "config.json")
    config = MarianConfig.from_dict(given)
    vocabulary = read_table(folder / "vocab.json")
    expected = {
        "model_type": (given.get("model_type"), "marian"),
        "vocab_size": (config.vocab_size, len(vocabulary)),
        "eos_token_id": (config.eos_token_id, vocabulary.get(END)),
        "pad_token_id": (config.pad_token_id, vocabulary.get(PADDING)),
        "share_encoder_decoder_embeddings": (config.share_encoder_decoder_embeddings, True),
    }
    for name, (found, wanted) in expected.items():
        if found != wanted:
            raise _broken(
                folder,
                f"config.json has {name} {found!r}, expected {wanted!r}, as of a Marian model with "
                "this vocab.json for both languages",
            )


def _load(folder: Path) -> tuple[Any, set[str], dict[str, Any]]:
    """Return the model, the names of the tensors in its file, and what loading it reports."""
    import torch
    from safetensors import safe_open
    from transformers import MarianMTModel

    with safe_open(folder / "model.safetensors", framework="pt") as tensors:
        names = set(tensors.keys())
    with silent():
        model, report = MarianMTModel.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            dtype=torch.float32,
            attn_implementation="eager",
            ignore_mismatched_sizes=True,  # they are reported, and refused below
            output_loading_info=True,
        )
    return model, names, report


def _check_tensors(folder: Path, names: set[str], report: dict[str, Any]) -> None:
    # Without its bias a model loads in silence, and says what the bias kept it from saying.
    missing = {*report["missing_keys"], *({"final_logits_bias"} - names)}
    reshaped = {name for name, *_ in report["mismatched_keys"]}
    surplus = {name for name in report["unexpected_keys"] if ".layers." in name}
    for what, wrong in (
        ("missing", missing),
        ("of another shape than the configuration says", reshaped),
        ("of layers that the configuration does not have", surplus),
    ):
        if wrong:
            shown = ", ".join(sorted(wrong)[:5])
            raise _broken(
                folder,
                f"{len(wrong)} of the tensors of model.safetensors are {what} ({shown}); it would "
                "translate into garbage",
            )


def _check_embeddings(folder: Path, model: Any) -> None:
    shared = model.model.shared.weight
    tied = {
        "the output layer": model.lm_head.weight,
        "the encoder's embedding": model.model.encoder.embed_tokens.weight,
        "the decoder's embedding": model.model.decoder.embed_tokens.weight,
    }
    for name, weight in tied.items():
        if model.config.tie_word_embeddings and not weight.equal(shared):
            raise _broken(folder, f"{name} differs from the embedding it is tied to")
    start = tied["the decoder's embedding"][model.config.decoder_start_token_id]
    if model.config.decoder_start_token_id != model.config.pad_token_id or start.any():
        raise _broken(
            folder,
            f"the embedding that decoding starts from has norm {start.norm():.3g}, expected the "
            "row of `<pad>`, held at zero",
            "train with that row held at zero, or set it to zero and evaluate again",
        )


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
        self._arithmetic = arithmetic
        self._digest = digest
        self._turn = Lock()  # its threads are torch's: two calls at once would only be slower
        self._model = load_checked(folder).to(device, getattr(torch, arithmetic))
        from transformers import GenerationConfig

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
