"""The ways to translate that are compared, all with the same weights and as many threads.

Each is a function of a sample, timed as a whole: from texts in memory to a list of texts, or, of
reformtext, to a written file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reformtext as rt
from reformtext.exporting import Writer
from reformtext.models import registry_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.throughput_articles import Sample

__all__ = [
    "Engines",
    "PlainTransformers",
    "RawCTranslate2",
    "Reformtext",
    "Tape",
    "engine_alone",
    "missing",
    "only_batched",
    "opened",
]

PLAIN_BATCH = 16
RAW_BATCH_TOKENS = 1024
"""Padded tokens a batch of raw CTranslate2, greedy: its fastest, as ``batch_sizes`` shows."""
Result = list[str] | Path


@dataclass(slots=True)
class Tape:
    """What CTranslate2 was asked while it was recorded.

    Attributes:
        on: whether it is being recorded.
        calls: method and arguments of each call, in the order in which they ended.
        spells: when each call began and ended.
    """

    on: bool = False
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    spells: list[tuple[float, float]] = field(default_factory=list)

    def start(self) -> None:
        """Begin anew."""
        self.calls.clear()
        self.spells.clear()
        self.on = True

    @property
    def busy(self) -> float:
        """The seconds in which at least one call was under way."""
        total, until = 0.0, float("-inf")
        for start, end in sorted(self.spells):
            total += max(0.0, end - max(start, until))
            until = max(until, end)
        return total


class Recorded:
    """A ``ctranslate2.Translator`` whose calls are recorded."""

    def __init__(self, translator: Any, tape: Tape) -> None:
        self._translator = translator
        self._tape = tape

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the translator; methods that translate are recorded."""
        found = getattr(self._translator, name)
        if name not in {"translate_batch", "score_batch"}:
            return found

        def call(*positional: Any, **named: Any) -> Any:
            start = time.perf_counter()
            result = found(*positional, **named)
            if self._tape.on:
                self._tape.spells.append((start, time.perf_counter()))
                self._tape.calls.append((name, positional, named))
            return result

        return call


@dataclass(frozen=True, slots=True)
class Engines:
    """The weights, opened in each way.

    Attributes:
        tokenizer: a MarianTokenizer.
        model: a MarianMTModel in float32.
        translator: a ``ctranslate2.Translator`` of int8 weights.
        pieces: the sentencepiece processors of the source and of English.
        fast: reformtext's model on CTranslate2.
        exact: reformtext's model on transformers.
        tape: records what ``fast`` asks of CTranslate2.
    """

    tokenizer: Any
    model: Any
    translator: Any
    pieces: tuple[Any, Any]
    fast: rt.Model
    exact: rt.Model
    tape: Tape


def opened(threads: int, name: str = "embedded") -> Engines:
    """Return the weights, opened in every way; raw CTranslate2 has reformtext's int8 files."""
    import ctranslate2
    import torch
    from sentencepiece import SentencePieceProcessor
    from transformers import MarianMTModel, MarianTokenizer

    torch.set_num_threads(threads)
    folder, tape = registry_folder() / name, Tape()
    fast = rt.Model(name, engine="ctranslate2", device="cpu", threads=threads)
    converted = _record(fast, tape)
    return Engines(
        MarianTokenizer.from_pretrained(folder),
        # In float16, which the file has, a processor is many times slower.
        MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval(),
        ctranslate2.Translator(
            converted, compute_type="int8", inter_threads=threads, intra_threads=1
        ),
        (
            SentencePieceProcessor(model_file=str(folder / "source.spm")),
            SentencePieceProcessor(model_file=str(folder / "target.spm")),
        ),
        fast,
        rt.Model(name, engine="transformers", device="cpu"),
        tape,
    )


def _record(model: rt.Model, tape: Tape) -> str:
    """Load a model with a translator that is recorded; return the folder of its files."""
    import ctranslate2

    made, folders = ctranslate2.Translator, []

    def record(folder: str, **options: Any) -> Recorded:
        folders.append(folder)
        return Recorded(made(folder, **options), tape)

    ctranslate2.Translator = record
    try:
        model.engine("id")
    finally:
        ctranslate2.Translator = made
    return folders[-1]


@dataclass(frozen=True, slots=True)
class PlainTransformers:
    """transformers as model cards show it: batches of 16 as they come, padded."""

    engines: Engines
    beam: int

    def __call__(self, sample: Sample) -> Result:
        """Return the English of the texts."""
        tokenizer, model = self.engines.tokenizer, self.engines.model
        english: list[str] = []
        for start in range(0, len(sample.texts), PLAIN_BATCH):
            texts = list(sample.texts[start : start + PLAIN_BATCH])
            inputs = tokenizer(texts, return_tensors="pt", padding=True)
            ids = model.generate(**inputs, num_beams=self.beam)
            english += tokenizer.batch_decode(ids, skip_special_tokens=True)
        return english


@dataclass(frozen=True, slots=True)
class RawCTranslate2:
    """CTranslate2 by itself, everything handed over at once."""

    engines: Engines
    beam: int
    keep: bool = False
    """Whether to return scores and attention, and the whole beam, as reformtext has them."""

    def __call__(self, sample: Sample) -> Result:
        """Return the English of the texts."""
        source, target = self.engines.pieces
        rows = [[*row, "</s>"] for row in source.encode(list(sample.texts), out_type=str)]
        results = self.engines.translator.translate_batch(
            rows,
            beam_size=self.beam,
            num_hypotheses=self.beam if self.keep else 1,
            return_scores=self.keep,
            return_attention=self.keep,
            max_batch_size=RAW_BATCH_TOKENS if self.beam == 1 else RAW_BATCH_TOKENS // 2,
            batch_type="tokens",
            max_input_length=0,
        )
        return [target.decode(result.hypotheses[0]) for result in results]


@dataclass(frozen=True, slots=True)
class Reformtext:
    """Articles from memory through a pipeline to a written file.

    Attributes:
        model: open already.
        beam: hypotheses kept.
        folder: where to write.
        checked: whether to protect, verify and repair.
        tape: records what is asked of CTranslate2, if given.
    """

    model: rt.Model
    beam: int
    folder: Path
    checked: bool = True
    tape: Tape | None = None

    @property
    def pipeline(self) -> rt.Pipeline:
        """The default pipeline, which remembers nothing yet."""
        pipeline = rt.Pipeline.default(self.model, beam=self.beam, progress=False)
        return pipeline if self.checked else pipeline.without("annotate").without("verify")

    def __call__(self, sample: Sample) -> Result:
        """Return the file that was written."""
        pipeline, path = self.pipeline, self.folder / "corpus.parquet"
        if self.tape is not None:
            self.tape.start()
        with Writer(path, pipeline.signature()) as writer:
            for article in pipeline.stream(rt.scan(sample.rows)):
                writer.add(article)
        if self.tape is not None:
            self.tape.on = False
        return path


def only_batched(model: rt.Model, beam: int) -> Callable[[Sample], Result]:
    """Return a function that splits and translates articles, and does nothing else with them."""

    def run(sample: Sample) -> Result:
        stages = dict(rt.Pipeline.default(model, beam=beam, progress=False).stages)
        pipeline = rt.Pipeline(tuple((name, stages[name]) for name in ("split", "translate")))
        return [
            segment.english
            for article in pipeline.stream(sample.articles)
            for segment in article.segments
        ]

    return run


def engine_alone(engines: Engines, threads: int) -> Callable[[Sample], Result]:
    """Return a function that asks CTranslate2 again what is on the tape, and does nothing else."""
    from concurrent.futures import ThreadPoolExecutor

    def run(sample: Sample) -> Result:  # noqa: ARG001 - what the tape holds is of that sample
        translator = engines.translator
        with ThreadPoolExecutor(2 * threads) as pool:  # one waits for each that is at work
            asked = [
                pool.submit(getattr(translator, name), *positional, **named)
                for name, positional, named in engines.tape.calls
            ]
            return ["".join(_first(one)) for job in asked for one in job.result()]

    return run


def _first(result: Any) -> Sequence[str]:
    """Return the pieces of a translation, or of what was scored."""
    return result.hypotheses[0] if hasattr(result, "hypotheses") else result.tokens


def missing(result: Result) -> tuple[int, int]:
    """Return how many segments there are in a result, and how many of them have no English."""
    if isinstance(result, list):
        return len(result), sum(not text.strip() for text in result)
    wanted = [
        segment
        for article in rt.load(result)
        for segment in article.segments
        if segment.status is not rt.Status.BOILERPLATE
    ]
    return len(wanted), sum(not segment.english for segment in wanted)
