"""Step 1: gather, filter and weigh the parallel text.

``python models/recipe/prepare.py PARALLEL --held-out EVAL`` reads ``PARALLEL/<language>/*.tsv.xz``
and the authored sentences beside this file; writes ``pairs.tsv`` (language, source name, weight,
source, English), ``dev.<language>.tsv``, ``counts.json`` and ``sources.tsv`` (what became of the
pairs of each source) into the work folder.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tomllib
import unicodedata
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import AUTHORED, AUTHORED_COLUMNS, MANIFEST, NEWS, WORK, whole, write
from sources import KEPT, TABLE, UNNAMED, Fates, Source, by_default, check_keys, find, write_table

if TYPE_CHECKING:
    from collections.abc import Iterator

Pair = tuple[str, str, str, str]  # language, source name, source, English

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(
    r"<[a-z/][^>]*>|\{\{|%\(|\$\{|&[a-z]+;|https?://\S+\s+https?://", re.IGNORECASE
)
_RUN = 8  # words: a shared run of this length with held-out text takes a line out


def word_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    for i in range(len(words) - _RUN + 1):
        yield tuple(words[i : i + _RUN])


def held_out_runs(folder: Path | None) -> set[tuple[str, ...]]:
    """Return every run of eight words in the project's own test set and the texts of a folder.

    A folder without texts ends the step with an error.
    """
    texts = sorted(folder.glob("*.txt")) if folder else []
    if folder and not texts:
        raise SystemExit(
            f"--held-out {folder} {'holds no *.txt' if folder.is_dir() else 'is no folder'}: "
            "name the folder of the texts that must not be trained on"
        )
    runs: set[tuple[str, ...]] = set()
    for path in (NEWS, *texts):
        for text in re.split(r"[\t\n]", path.read_text(encoding="utf-8")):
            runs.update(word_runs(text))
    return runs


def why_not(source: str, english: str, ratio: float, runs: set[tuple[str, ...]]) -> str:
    """Return why a pair is left out, or an empty string."""
    shorter, longer = sorted((len(source), len(english)))
    reasons = {
        "empty": shorter == 0,
        "long": longer > 600,
        "length ratio": longer > ratio * shorter + 12,
        "same on both sides": source == english,
        "markup": _MARKUP.search(source) or _MARKUP.search(english),
        "few letters": sum(c.isalpha() for c in english) < 0.5 * len(english),
        "held-out text": not runs.isdisjoint((*word_runs(english), *word_runs(source))),
    }
    return next((reason for reason, found in reasons.items() if found), "")


def scraped(sources: list[Source]) -> Iterator[Pair]:
    """Yield the pairs of every usable file."""
    for file in sources:
        if file.left_out:
            continue
        with lzma.open(file.path, "rt", encoding="utf-8") as handle:
            for line in handle:
                source, _, english = line.rstrip("\n").partition("\t")
                yield file.language, file.name, source, english


def authored(every: int) -> Iterator[Pair]:
    """Yield the authored pairs; the held-out ones have the source name ``dev``."""
    for path in sorted(AUTHORED.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            columns = line.split("\t")
            if len(columns) != len(AUTHORED_COLUMNS):
                raise SystemExit(f"{path}:{number + 1}: {len(columns)} columns, expected 5")
            name = "dev" if number % every == every - 1 else "authored"
            for language, source in zip(AUTHORED_COLUMNS[1:], columns[1:], strict=True):
                yield language, name, source, columns[0]


def weigh(pairs: list[Pair], manifest: dict[str, Any]) -> list[float]:
    """Return a sampling weight a pair: its source's factor, our languages balanced.

    A related language's lines are weighed as those of the largest of ours.
    """
    factors = manifest["factors"]
    related = manifest["related"]
    raw = [
        factors.get(name, factors["default"]) * related.get(language, 1.0)
        for language, name, _, _ in pairs
    ]
    totals: dict[str, float] = defaultdict(float)
    for (language, *_), factor in zip(pairs, raw, strict=True):
        totals[language] += factor
    exponent = manifest["language_exponent"]
    ours = {
        language: total ** (exponent - 1)
        for language, total in totals.items()
        if language not in related
    }
    least = min(ours.values())
    return [
        factor * ours.get(language, least)
        for (language, *_), factor in zip(pairs, raw, strict=True)
    ]


def select(
    sources: list[Source], manifest: dict[str, Any], runs: set[tuple[str, ...]]
) -> tuple[list[Pair], dict[str, list[str]], Fates]:
    """Return the pairs that are kept, the development lines, and what became of each source."""
    kept: dict[tuple[str, str, str], str] = {}
    dev: dict[str, list[str]] = defaultdict(list)
    fates: Fates = defaultdict(Counter)
    ours = [*authored(manifest["held_out_every"])]
    runs |= {run for _, name, _, english in ours if name == "dev" for run in word_runs(english)}
    for language, name, *texts in chain(ours, scraped(sources)):
        source, english = (unicodedata.normalize("NFC", " ".join(t.split())) for t in texts)
        if name == "dev":
            dev[language].append(f"{source}\t{english}")
            fates[language, "authored"]["development set"] += 1
            continue
        fate = why_not(source, english, manifest["max_length_ratio"], runs)
        if not fate and (language, source, english) in kept:
            fate = "duplicate"
        if not fate:
            kept[language, source, english] = name
        fates[language, name][fate or KEPT] += 1
    pairs = [
        (language, name, source, english) for (language, source, english), name in kept.items()
    ]
    return pairs, dev, fates


def report(sources: list[Source], fates: Fates, factors: dict[str, float]) -> dict[str, Any]:
    """Print what became of the pairs, and what is weighed by default; return the counts."""
    dropped: Counter[str] = Counter()
    for fate in fates.values():
        dropped.update(fate)
    total = dropped.pop(KEPT, 0)
    print(f"{total:,} pairs kept; dropped: {dict(dropped.most_common())}")
    print(f"weighed by default, {factors['default']}: {', '.join(by_default(fates, factors))}")
    left_out: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        left_out[source.left_out].append(f"{source.path.parent.name}/{source.name}")
    for reason, names in sorted(left_out.items()):
        if not reason:
            continue
        print(f"left out, {reason}: {', '.join(names)}")
        if reason == UNNAMED:
            print(f"WARNING: {len(names)} files are {UNNAMED}: give their licence", file=sys.stderr)
    kept = {f"{language} {name}": fate[KEPT] for (language, name), fate in fates.items()}
    kept = {key: count for key, count in sorted(kept.items()) if count}
    return {"kept": kept, "dropped": dict(dropped.most_common())}


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parallel", type=Path)
    held_out = parser.add_mutually_exclusive_group()
    held_out.add_argument(
        "--held-out", type=Path, help="folder of *.txt that must not be trained on"
    )
    held_out.add_argument(
        "--no-held-out", action="store_true", help="hold nothing out but the project's own sets"
    )
    parser.add_argument("--work", type=Path, default=WORK)
    arguments = parser.parse_args()
    if not (arguments.held_out or arguments.no_held_out):
        parser.error(
            "no held-out text is named: give --held-out FOLDER, whose *.txt must not be trained "
            "on, or --no-held-out"
        )
    return arguments


def main() -> None:
    arguments = read_arguments()
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    languages = manifest["languages"] | {folder: folder for folder in manifest["related"]}
    sources = find(arguments.parallel, languages)
    check_keys(manifest, sources)
    pairs, dev, fates = select(sources, manifest, held_out_runs(arguments.held_out))
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    counts = report(sources, fates, manifest["factors"])
    missing = [folder for folder in languages if not (arguments.parallel / folder).is_dir()]
    if missing:
        print(f"languages without a folder in {arguments.parallel}: {', '.join(missing)}")
    write(work / "counts.json", json.dumps(counts, indent=1))
    write_table(work / TABLE, sources, fates, manifest["factors"])
    for language, rows in dev.items():
        write(work / f"dev.{language}.tsv", "\n".join(rows))
    with whole(work / "pairs.tsv") as part, part.open("w", encoding="utf-8") as handle:
        for pair, weight in zip(pairs, weigh(pairs, manifest), strict=True):
            language, name, source, english = pair
            handle.write(f"{language}\t{name}\t{weight:.6g}\t{source}\t{english}\n")


if __name__ == "__main__":
    main()
