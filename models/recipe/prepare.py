"""Step 1: gather, filter and weigh the parallel text.

``python models/recipe/prepare.py PARALLEL --held-out EVAL`` reads ``PARALLEL/<language>/*.tsv.xz``
and the authored sentences beside this file; writes ``pairs.tsv`` (language, source name, weight,
source, English), ``dev.<language>.tsv`` and ``counts.json`` into the work folder.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import AUTHORED, AUTHORED_COLUMNS, MANIFEST, NEWS, WORK

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """Return every run of eight words in the project's own test set and the texts of a folder."""
    runs: set[tuple[str, ...]] = set()
    for path in (NEWS, *(sorted(folder.glob("*.txt")) if folder else ())):
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


def scraped(parallel: Path, languages: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield language, source name, source and English of every usable file."""
    with (parallel / "SOURCES.tsv").open(encoding="utf-8") as handle:
        classes = {
            (row["language"], row["source"]): row["licence_class"]
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    for folder, language in languages.items():
        for path in sorted((parallel / folder).glob("*.tsv.xz")):
            name = path.name.removesuffix(".tsv.xz")
            if classes.get((folder, name), "nc") == "nc":
                continue
            with lzma.open(path, "rt", encoding="utf-8") as handle:
                for line in handle:
                    source, _, english = line.rstrip("\n").partition("\t")
                    yield language, name, source, english


def authored(every: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield the authored pairs; the held-out ones have the source name ``dev``."""
    for path in sorted(AUTHORED.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            columns = line.split("\t")
            if len(columns) != len(AUTHORED_COLUMNS):
                raise SystemExit(f"{path}:{number + 1}: {len(columns)} columns, expected 5")
            name = "dev" if number % every == every - 1 else "authored"
            for language, source in zip(AUTHORED_COLUMNS[1:], columns[1:], strict=True):
                yield language, name, source, columns[0]


def weigh(pairs: list[tuple[str, str, str, str]], manifest: dict[str, Any]) -> list[float]:
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
    parallel: Path, manifest: dict[str, Any], runs: set[tuple[str, ...]]
) -> tuple[list[tuple[str, str, str, str]], dict[str, list[str]], Counter[str]]:
    """Return the pairs that are kept, the development lines, and why how many were dropped."""
    kept: dict[tuple[str, str, str], str] = {}
    dev: dict[str, list[str]] = defaultdict(list)
    dropped: Counter[str] = Counter()
    ours = [*authored(manifest["held_out_every"])]
    languages = manifest["languages"] | {folder: folder for folder in manifest["related"]}
    runs |= {run for _, name, _, english in ours if name == "dev" for run in word_runs(english)}
    for language, name, *texts in [*ours, *scraped(parallel, languages)]:
        source, english = (unicodedata.normalize("NFC", " ".join(t.split())) for t in texts)
        reason = why_not(source, english, manifest["max_length_ratio"], runs)
        if name == "dev":
            dev[language].append(f"{source}\t{english}")
        elif reason:
            dropped[reason] += 1
        else:
            kept.setdefault((language, source, english), name)
    pairs = [
        (language, name, source, english) for (language, source, english), name in kept.items()
    ]
    return pairs, dev, dropped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parallel", type=Path)
    parser.add_argument("--held-out", type=Path, help="folder of text that must not be trained on")
    parser.add_argument("--work", type=Path, default=WORK)
    arguments = parser.parse_args()
    manifest = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    pairs, dev, dropped = select(arguments.parallel, manifest, held_out_runs(arguments.held_out))
    arguments.work.mkdir(parents=True, exist_ok=True)
    with (arguments.work / "pairs.tsv").open("w", encoding="utf-8") as handle:
        for pair, weight in zip(pairs, weigh(pairs, manifest), strict=True):
            language, name, source, english = pair
            handle.write(f"{language}\t{name}\t{weight:.6g}\t{source}\t{english}\n")
    for language, rows in dev.items():
        (arguments.work / f"dev.{language}.tsv").write_text("\n".join(rows), encoding="utf-8")
    counts = Counter(f"{language} {name}" for language, name, _, _ in pairs)
    report = {"kept": dict(sorted(counts.items())), "dropped": dict(dropped.most_common())}
    (arguments.work / "counts.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(f"{len(pairs):,} pairs kept; dropped: {dict(dropped.most_common())}")


if __name__ == "__main__":
    main()
