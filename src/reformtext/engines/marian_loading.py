"""A Marian folder as a MarianMTModel of transformers, if it is one that translates as it should."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reformtext.engines.pieces import END, PADDING, read_table
from reformtext.errors import BrokenModelError
from reformtext.progress_bars import import_bars

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["load_checked", "silent"]


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
