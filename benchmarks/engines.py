"""CTranslate2 against transformers, on the same model and the same segments, greedy.

``python benchmarks/engines.py seeds`` prints, for float32 and int8, the share of segments whose
English is identical to that of transformers, and how many times faster it is.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import reformtext as rt
from reformtext.decoding import token_batches
from reformtext.engines import batch_tokens
from reformtext.engines.ctranslate2 import CTranslate2Engine, convert
from reformtext.engines.marian import MarianEngine
from reformtext.models import registry_folder

if TYPE_CHECKING:
    from reformtext.engines import Engine

SOURCE_TOKENS = 96


def segments(paths: list[Path]) -> list[str]:
    """Return the distinct sentences of the articles that fit the model in one piece."""
    pipeline = rt.Pipeline.default().until("split")
    found = {
        " ".join(segment.source.split())
        for article in pipeline.stream(rt.scan([str(path) for path in paths]))
        for segment in article.segments
        if segment.status is rt.Status.PENDING
    }
    return sorted(found)


def translate(engine: Engine, texts: list[str]) -> tuple[list[str], float]:
    """Return the English of texts in length-sorted batches, and the seconds it took."""
    lengths = engine.count_tokens(texts)
    english = [""] * len(texts)
    started = time.perf_counter()
    for batch in token_batches(lengths, batch_tokens(engine, 1)):
        rows = engine.translate([texts[i] for i in batch])
        for i, row in zip(batch, rows, strict=True):
            english[i] = row[0].text
    return english, time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--model", type=Path, default=registry_folder() / "embedded")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    reference = MarianEngine(arguments.model, max_source_tokens=SOURCE_TOKENS)
    texts = segments(arguments.paths)
    fitting = zip(texts, reference.count_tokens(texts), strict=True)
    texts = [text for text, length in fitting if length <= SOURCE_TOKENS]
    expected, seconds = min(
        (translate(reference, texts) for _ in range(arguments.repeat)), key=lambda run: run[1]
    )
    print(f"{len(texts)} segments, {os.cpu_count()} cores, greedy, best of {arguments.repeat}\n")
    print("| engine | identical | speed |\n|---|---|---|")
    print("| transformers float32 | 100.0% | 1.0 |")
    for arithmetic in ("float32", "int8"):
        with tempfile.TemporaryDirectory() as folder:
            converted = Path(folder) / "model"
            convert(arguments.model, converted, arithmetic)
            engine = CTranslate2Engine(
                arguments.model,
                converted,
                max_source_tokens=SOURCE_TOKENS,
                arithmetic=arithmetic,
            )
            english, taken = min(
                (translate(engine, texts) for _ in range(arguments.repeat)), key=lambda run: run[1]
            )
        same = sum(a == b for a, b in zip(english, expected, strict=True)) / len(texts)
        print(f"| ctranslate2 {arithmetic} | {same:.1%} | {seconds / taken:.1f} |")


if __name__ == "__main__":
    main()
