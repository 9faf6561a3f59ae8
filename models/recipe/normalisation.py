"""Step 8: measure what normalisation needs of a Marian folder.

``python models/recipe/normalisation.py`` prints, a language, on the held-out authored lines: the
share of sentinels that come back exactly once; the share of English terms that are carried
through; the share of numerals that are right without protection.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from alike import numbers
from common import AUTHORED_COLUMNS, HERE, WORK

from reformtext.models import Model

if TYPE_CHECKING:
    from reformtext.engines import Engine

_SENTINEL = re.compile(r"⟦[nde]\d+⟧")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")


def read(work: Path, name: str) -> list[list[str]]:
    """Return the pairs of a file of the work folder, source and English."""
    lines = (work / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def sentinels(source: str, english: str) -> tuple[int, int]:
    """Return how many sentinels of the source come back exactly once, and how many it has."""
    wanted, found = (Counter(_SENTINEL.findall(text)) for text in (source, english))
    return sum(found[piece] == 1 for piece in wanted), len(wanted)


def terms(source: str, plain: str, english: str) -> tuple[int, int]:
    """Return how many English words put into a source are in the English, and how many it has."""
    put = Counter(_WORD.findall(source)) - Counter(_WORD.findall(plain))
    found = Counter(word.lower() for word in _WORD.findall(english))
    kept = sum(min(count, found[word.lower()]) for word, count in put.items())
    return kept, put.total()


def numerals(source: str, language: str, english: str) -> tuple[int, int]:
    """Return how many numbers of the source the English has, and how many there are."""
    wanted = Counter(key for key, *_ in numbers(source, language))
    found = Counter(key for key, *_ in numbers(english, "en"))
    return (wanted & found).total(), wanted.total()


def share(counts: list[tuple[int, int]]) -> str:
    right, total = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    return f"{100 * right / total:.1f}% of {total}" if total else "–"


def measure(
    engine: Engine, work: Path, language: str, *, beam: int, lines: int | None
) -> list[str]:
    """Return the three shares of a language, as text."""
    plain = dict(reversed(row) for row in read(work, f"dev.{language}"))
    protected = read(work, f"held-out-sentinels.{language}")
    mixed = read(work, f"held-out-terms.{language}")
    digits = [row for row in read(work, f"dev.{language}") if re.search(r"\d", row[0])]

    protected, mixed, digits = protected[:lines], mixed[:lines], digits[:lines]

    def english(pairs: list[list[str]]) -> list[str]:
        rows = engine.translate([pair[0] for pair in pairs], beam=beam)
        return [row[0].text for row in rows]

    return [
        share([sentinels(p[0], e) for p, e in zip(protected, english(protected), strict=True)]),
        share([terms(p[0], plain[p[1]], e) for p, e in zip(mixed, english(mixed), strict=True)]),
        share([numerals(p[0], language, e) for p, e in zip(digits, english(digits), strict=True)]),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--model", default=str(HERE.parent / "embedded"))
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--lines", type=int, help="only so many of each set, from the start")
    arguments = parser.parse_args()
    model = Model(arguments.model)
    print("| language | sentinels once | terms carried | numerals right |\n|---|---|---|---|")
    for language in AUTHORED_COLUMNS[1:]:
        engine = model.engine(language)
        options = {"beam": arguments.beam, "lines": arguments.lines}
        row = measure(engine, arguments.work, language, **options)
        print(f"| {language} | {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
