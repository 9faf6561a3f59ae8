"""How well and how fast sentences are split: join the lines of documents, split them again.

Usage: python benchmarks/splitting.py FOLDER

FOLDER holds ``ntrex-dev.<language>.txt``, one sentence a line, and ``ntrex-dev.docs.txt``, the
document of each line.  The lines of a document are joined with one space; the end of every line
but the document's last is a boundary to be found.  No splitter can be perfect: a line without a
full stop ends where nothing shows it, and some lines hold two sentences.
"""

from __future__ import annotations

import re
import sys
import time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from reformtext.splitting import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LANGUAGES = ("id", "pl", "nb", "ro")
REPEATS = 3
_NAIVE = re.compile(r"""[.!?…]+["'”’“»)\]]*(?=\s+["'„“‘«»([–-]*\s*[A-ZÅÆØĄĆŁŃÓŚŹŻĂÂÎȘȚŞŢ0-9])""")


def documents(folder: Path, language: str) -> list[list[str]]:
    """Return the lines of each document."""
    names = (folder / "ntrex-dev.docs.txt").read_text("utf-8").splitlines()
    lines = (folder / f"ntrex-dev.{language}.txt").read_text("utf-8").splitlines()
    pairs = [(name, line.strip()) for name, line in zip(names, lines, strict=True)]
    grouped = groupby(pairs, key=lambda pair: pair[0])
    return [[line for _, line in group if line] for _, group in grouped]


def inner_ends(lines: Sequence[str]) -> set[int]:
    """Return where each line ends in the joined document, but for the last."""
    ends, position = set(), 0
    for line in lines[:-1]:
        ends.add(position + len(line))
        position += len(line) + 1
    return ends


def score(found: Sequence[set[int]], wanted: Sequence[set[int]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of boundaries."""
    hits = sum(len(a & b) for a, b in zip(found, wanted, strict=True))
    precision = hits / sum(map(len, found))
    recall = hits / sum(map(len, wanted))
    return precision, recall, 2 * precision * recall / (precision + recall)


def ours(text: str, language: str) -> set[int]:
    return {segment.span.end for segment in split(text, language)} - {len(text)}


def naive(text: str, language: str) -> set[int]:  # noqa: ARG001 - knows no language
    return {mark.end() for mark in _NAIVE.finditer(text)}


def speed(splitter: Callable[[str, str], object], texts: Iterable[tuple[str, str]]) -> float:
    """Return millions of characters a second of process time, the best of some runs."""
    texts = list(texts)
    total = sum(len(text) for text, _ in texts)
    best = float("inf")
    for _ in range(REPEATS):
        begin = time.process_time()
        for text, language in texts:
            splitter(text, language)
        best = min(best, time.process_time() - begin)
    return total / best / 1e6


def main() -> None:
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and its one argument
        sys.exit("usage: python benchmarks/splitting.py FOLDER")
    folder, texts = Path(sys.argv[1]), []
    print(f"{'':10}{'precision':>10}{'recall':>10}{'F1':>10}{'naive F1':>10}")
    for language in LANGUAGES:
        docs = documents(folder, language)
        wanted = [inner_ends(lines) for lines in docs]
        joined = [" ".join(lines) for lines in docs]
        texts += [(text, language) for text in joined]
        figures = score([ours(text, language) for text in joined], wanted)
        rival = score([naive(text, language) for text in joined], wanted)[2]
        print(f"{language:10}" + "".join(f"{figure:10.4f}" for figure in (*figures, rival)))
    fast, plain = speed(split, texts), speed(naive, texts)
    print(f"speed {fast:.2f} Mchar/s; naive {plain:.2f} Mchar/s; ratio {fast / plain:.2f}")


if __name__ == "__main__":
    main()
