"""Which size of batch CTranslate2 is fastest with, all pieces as outputs or the English ones.

Usage: python -m benchmarks.batch_sizes [--articles 40] [--threads 2] [--repeat 3]

Prints Markdown: segments a second of the embedded model, the best of some repetitions.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from benchmarks.throughput_articles import authored, sample_of
from benchmarks.throughput_contenders import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (256, 512, 768, 1024, 2048, 4096)
BEAMS = (1, 4)


def speed(translator: Any, rows: Sequence[Sequence[str]], repeat: int, **options: Any) -> float:
    """Return the rows that are translated a second, the best of some times."""
    spent = []
    for _ in range(repeat):
        started = time.perf_counter()
        translator.translate_batch(rows, batch_type="tokens", max_input_length=0, **options)
        spent.append(time.perf_counter() - started)
    return len(rows) / min(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    engines = opened(arguments.threads)
    texts = sample_of(authored(arguments.articles)).texts
    rows = [[*row, "</s>"] for row in engines.pieces[0].encode(list(texts), out_type=str)]
    print("| beam | outputs |", " | ".join(f"{size:,} tokens" for size in SIZES), "|")
    print("|---:|---|" + "---:|" * len(SIZES))
    for beam in BEAMS:
        for kept in (False, True):
            options = {"beam_size": beam, "use_vmap": kept}
            options |= {"return_scores": kept, "return_attention": kept}
            found = (
                speed(engines.translator, rows, arguments.repeat, max_batch_size=size, **options)
                for size in SIZES
            )
            name = "English pieces, with scores and attention" if kept else "all pieces"
            print(f"| {beam} | {name} |", " | ".join(f"{one:.0f}" for one in found), "|")


if __name__ == "__main__":
    main()
