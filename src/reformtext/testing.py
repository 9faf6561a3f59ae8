"""Doubles for testing code that uses reformtext, without its models.

``ScriptedEngine`` answers as it is told; ``write_marian_folder`` makes a tiny checkpoint in the
layout of OPUS-MT models, with random weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from reformtext.engines import Hypothesis

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ScriptedEngine", "ScriptedModel", "write_marian_folder"]

Answer = str | Sequence[str]
Script = Callable[[str], Answer] | Mapping[str, Answer]


class ScriptedEngine:
    """An engine that says what its script says.

    A token is a word; the script's answer to a text is its only hypothesis, or the list of them,
    the best first, of which as many are given as are asked for.  An answer that ends in ``…``
    stands for a translation that did not end.

    Args:
        script: a function of the text, or a table of texts; what the table lacks is upper-cased.
        unrepeated: the script for decoding that may not repeat itself; None: the same one.
        max_source_tokens: the longest text to accept, in words and the end of the sentence.
        sentinels: the pieces that it is said to carry; whether it does is the script's affair.

    Attributes:
        calls: the texts of every call, in order.
    """

    name = "scripted"

    def __init__(
        self,
        script: Script | None = None,
        *,
        unrepeated: Script | None = None,
        max_source_tokens: int = 64,
        sentinels: Collection[str] = (),
    ) -> None:
        self._script: Script = {} if script is None else script
        self._unrepeated = unrepeated
        self.max_source_tokens = max_source_tokens
        self.sentinels = frozenset(sentinels)
        self.calls: list[list[str]] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words of each text, and one for the end of the sentence."""
        return [len(text.split()) + 1 for text in texts]

    def translate(
        self,
        texts: Sequence[str],
        *,
        beam: int = 1,  # noqa: ARG002 - the protocol's
        n_best: int = 1,
        no_repeat: int = 0,
    ) -> list[list[Hypothesis]]:
        """Return the script's answers."""
        self.calls.append(list(texts))
        longest = max(self.count_tokens(texts), default=0)
        if longest > self.max_source_tokens:
            raise ValueError(f"a text has {longest} tokens, over {self.max_source_tokens}")
        script = self._unrepeated if no_repeat and self._unrepeated is not None else self._script
        return [_hypotheses(script, text)[:n_best] for text in texts]


def _hypotheses(script: Script, text: str) -> list[Hypothesis]:
    """Return all that a script answers to a text, each a little less likely than the one before."""
    answer = script(text) if callable(script) else script.get(text, text.upper())
    answers = [answer] if isinstance(answer, str) else answer
    return [
        Hypothesis(english, -0.5 - i / 10, len(english.split()) + 1, not english.endswith("…"))
        for i, english in enumerate(answers)
    ]


class ScriptedModel:
    """A model whose engine is a ScriptedEngine, for the languages given.

    Stands in wherever a ``reformtext.models.Model`` is taken.
    """

    def __init__(
        self, engine: ScriptedEngine, languages: Sequence[str] = ("id", "no", "pl", "ro")
    ) -> None:
        self._engine = engine
        self.languages = tuple(languages)

    def engine(self, language: str) -> ScriptedEngine:
        """Return the engine, or raise UnknownLanguageError."""
        from reformtext.errors import UnknownLanguageError

        if language not in self.languages:
            raise UnknownLanguageError(f"the scripted model does not translate {language!r}")
        return self._engine

    def signature(self) -> str:
        """Return a fixed name."""
        return "scripted"


def write_marian_folder(
    folder: Path, sentences: Sequence[str], *, width: int = 16, seed: int = 1
) -> None:
    """Write a tiny MarianMTModel with random weights and a tokenizer of the given sentences.

    Args:
        folder: where to; made if missing.
        sentences: text to train the two sentencepiece models on, at least a few lines.
        width: of the embeddings; a multiple of 2.
        seed: of the weights.
    """
    import torch
    from transformers import GenerationConfig, MarianConfig, MarianMTModel

    from reformtext.engines.marian_loading import silent

    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = _write_pieces(folder, sentences)
    padding = vocabulary["<pad>"]
    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=len(vocabulary),
        d_model=width,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=2 * width,
        decoder_ffn_dim=2 * width,
        max_position_embeddings=256,
        pad_token_id=padding,
        eos_token_id=0,
        decoder_start_token_id=padding,
        init_std=0.5,
        scale_embedding=True,
    )
    model = MarianMTModel(config)
    model.model.shared.weight.data[padding].zero_()
    model.generation_config = GenerationConfig(
        pad_token_id=padding, eos_token_id=0, decoder_start_token_id=padding, max_length=256
    )
    with silent():
        model.save_pretrained(folder)
    tokenizer = {"tokenizer_class": "MarianTokenizer", "source_lang": "id", "target_lang": "en"}
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), encoding="utf-8")


def _write_pieces(folder: Path, sentences: Sequence[str]) -> dict[str, int]:
    """Write ``source.spm``, ``target.spm`` and ``vocab.json``; return the table of pieces."""
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    vocabulary = {"</s>": 0, "<unk>": 1}
    for side in ("source", "target"):
        SentencePieceTrainer.train(
            sentence_iterator=iter(sentences),
            model_prefix=str(folder / side),
            vocab_size=200,
            hard_vocab_limit=False,
            character_coverage=1.0,
            unk_id=0,
            bos_id=-1,
            eos_id=1,
            pad_id=-1,
            minloglevel=2,
        )
        (folder / f"{side}.vocab").unlink()
        model = (folder / f"{side}.model").rename(folder / f"{side}.spm")
        processor = SentencePieceProcessor(model_file=str(model))
        for i in range(processor.get_piece_size()):
            if not processor.is_control(i):
                vocabulary.setdefault(processor.id_to_piece(i), len(vocabulary))
    vocabulary["<pad>"] = len(vocabulary)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    return vocabulary
