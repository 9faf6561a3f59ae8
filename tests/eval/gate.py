"""The quality gate of the embedded model: BLEU and chrF on ``news.tsv``, against floors.

``python tests/eval/gate.py [--all]`` translates a third of the items, or all of them, prints the
scores beside the floors of ``floors.toml`` and fails below one.  ``--propose`` measures both parts
and writes new floors; it writes a lower one only with ``--lower "the reason"``, which it records.
"""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reformtext.models import Model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reformtext.engines import Engines

NEWS = Path(__file__).with_name("news.tsv")
FLOORS = Path(__file__).with_name("floors.toml")
COLUMNS = ("en", "id", "pl", "no", "ro")
LANGUAGES = COLUMNS[1:]
METRICS = ("bleu", "chrf")
STEPS = {"third": 3, "all": 1}
"""The parts of the set: every so many items are in it, from the first."""
BEAM = 4
BATCH = 16
MARGINS = {"third": 2.0, "all": 1.0}
"""Points between a score and the floor proposed for it.

The same model, run by another engine or on another processor, rounds otherwise and ends up with
another word here and there.  The README beside this file says how far that moves the scores.
"""
HEADER = """\
# What the embedded model must reach on news.tsv, in points of BLEU and chrF (sacrebleu's defaults,
# beam 4).  Written by `python tests/eval/gate.py --propose`: the score, less a margin
# ({margins}), rounded down.
# `digest` is the SHA-256 of news.tsv; `model` is what was measured.
"""

Item = dict[str, str]
Scores = dict[str, float]
Table = dict[str, dict[str, Scores]]
"""Scores or floors: part, language, metric."""


@dataclass(frozen=True, slots=True)
class Record:
    """What ``floors.toml`` says."""

    digest: str
    model: str
    floors: Table
    lowered: list[dict[str, Any]] = field(default_factory=list)


def read_items(part: str = "all", path: Path = NEWS) -> list[Item]:
    """Return the items of a part of the set: language code to sentence."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[:: STEPS[part]]]


def digest(path: Path = NEWS) -> str:
    """Return the SHA-256 of the set, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_record(path: Path = FLOORS) -> Record:
    """Return the floors that are committed."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    floors = {part: table.get(part, {}) for part in STEPS}
    return Record(table["digest"], table["model"], floors, table.get("lowered", []))


def write_record(record: Record, path: Path = FLOORS) -> None:
    """Write floors, and the reasons for which some were lowered."""
    margins = ", ".join(f"{part}: {margin:g}" for part, margin in MARGINS.items())
    lines = [HEADER.format(margins=margins)]
    lines += [f"{key} = {json.dumps(getattr(record, key))}" for key in ("digest", "model")]
    for part, languages in record.floors.items():
        for language, floors in languages.items():
            lines += ["", f"[{part}.{language}]"]
            lines += [f"{metric} = {value:.1f}" for metric, value in floors.items()]
    for entry in record.lowered:
        lines += ["", "[[lowered]]"]
        lines += [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items()
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def translations(items: Sequence[Item], model: Engines) -> dict[str, list[str]]:
    """Return the English a model gives of the items, from every language.

    It is the engine's own first answer: nothing is protected, checked or repaired.

    Raises:
        ValueError: when an item is longer than the model takes.
    """
    english = {}
    for language in LANGUAGES:
        engine = model.engine(language)
        texts = [item[language] for item in items]
        batches = (texts[i : i + BATCH] for i in range(0, len(texts), BATCH))
        english[language] = [
            row[0].text for batch in batches for row in engine.translate(batch, beam=BEAM)
        ]
    return english


def scores(items: Sequence[Item], english: Sequence[str]) -> Scores:
    """Return BLEU and chrF of the English of items, 0 to 100."""
    from sacrebleu.metrics import BLEU, CHRF

    references = [[item["en"] for item in items]]
    return {
        metric: float(judge.corpus_score(list(english), references).score)
        for metric, judge in zip(METRICS, (BLEU(), CHRF()), strict=True)
    }


def intervals(items: Sequence[Item], english: Sequence[str]) -> list[str]:
    """Return the 95 % intervals of BLEU and chrF over 1000 bootstrap samples of the items."""
    from sacrebleu.metrics import BLEU, CHRF

    references = [[item["en"] for item in items]]
    return [
        judge.corpus_score(list(english), references, n_bootstrap=1000).format(width=2)
        for judge in (BLEU(), CHRF())
    ]


def complaints(
    items: Sequence[Item],
    english: Mapping[str, Sequence[str]],
    floors: Mapping[str, Scores],
) -> list[str]:
    """Return what keeps translations from passing the gate: nothing, when they pass."""
    if not items:
        return ["nothing was checked: the part of the set has no items"]
    found = []
    for language in LANGUAGES:
        given = english.get(language, ())
        floor = floors.get(language, {})
        empty = [number for number, text in enumerate(given) if not text.strip()]
        if len(given) != len(items):
            found.append(f"{language}: {len(given)} translations of {len(items)} items")
        elif empty:
            found.append(f"{language}: the translations of items {empty} are empty")
        elif set(floor) != set(METRICS):
            found.append(f"{language}: floors for {sorted(floor)}, expected {sorted(METRICS)}")
        else:
            found += [
                f"{language}: {metric} {score:.2f} is below its floor {floor[metric]:.1f}"
                for metric, score in scores(items, given).items()
                if score < floor[metric]
            ]
    return found


def complaints_of_record(record: Record, path: Path = NEWS) -> list[str]:
    """Return whether the floors are those of another text."""
    if record.digest == digest(path):
        return []
    advice = "undo the change, or measure again with --propose"
    return [
        f"{path.name} has the digest {digest(path)}, its floors are for {record.digest}: {advice}"
    ]


def proposed(measured: Table) -> Table:
    """Return floors: scores less the margin of their part, rounded down to a tenth, from 0 up."""
    return {
        part: {
            language: {
                metric: max(0.0, math.floor(10 * (score - MARGINS[part])) / 10)
                for metric, score in table.items()
            }
            for language, table in languages.items()
        }
        for part, languages in measured.items()
    }


def sinking(old: Table, new: Table) -> list[str]:
    """Return the floors that would be lower, or gone, each in words."""
    return [
        f"{part} {language} {metric}: {floor:.1f} to {value:.1f}"
        for part, languages in old.items()
        for language, table in languages.items()
        for metric, floor in table.items()
        if (value := new.get(part, {}).get(language, {}).get(metric, 0.0)) < floor
    ]


def revised(old: Record | None, new: Record, reason: str) -> Record:
    """Return the record to write in place of an old one.

    Raises:
        ValueError: when a floor would sink and no reason is given.
    """
    sunk = sinking(old.floors, new.floors) if old else []
    if sunk and not reason.strip():
        raise ValueError(
            "these floors would be lower: "
            + "; ".join(sunk)
            + '. Nothing was written; if that is meant, say why with --lower "the reason"'
        )
    history = [*old.lowered] if old else []
    if sunk:
        history.append({"reason": reason.strip(), "floors": sunk})
    return Record(new.digest, new.model, new.floors, history)


def _show(part: str, measured: Mapping[str, Scores], floors: Mapping[str, Scores]) -> None:
    click.echo(f"{part}, {len(read_items(part))} items: score (floor)")
    for language, table in measured.items():
        cells = [
            f"{metric} {score:5.2f} ({floors[language][metric]:4.1f})"
            for metric, score in table.items()
        ]
        click.echo(f"  {language}  {'  '.join(cells)}")


def _propose(model: Engines, reason: str, path: Path) -> None:
    measured: Table = {}
    for part in STEPS:
        items = read_items(part)
        english = translations(items, model)
        measured[part] = {language: scores(items, english[language]) for language in LANGUAGES}
    new = Record(digest(), model.signature(), proposed(measured))
    for part, table in measured.items():
        _show(part, table, new.floors[part])
    old = read_record(path) if path.exists() else None
    try:
        write_record(revised(old, new, reason), path)
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def _check(model: Engines, part: str, path: Path, *, noise: bool) -> None:
    record = read_record(path)
    items = read_items(part)
    english = translations(items, model)
    measured = {language: scores(items, english[language]) for language in LANGUAGES}
    found = complaints_of_record(record) + complaints(items, english, record.floors[part])
    if noise:
        for language in LANGUAGES:
            click.echo(f"{language}: {'; '.join(intervals(items, english[language]))}")
    if found:
        raise click.ClickException("\n".join(found))
    _show(part, measured, record.floors[part])


@click.command(help=__doc__)
@click.option("--all", "whole", is_flag=True, help="Check all items, not a third of them.")
@click.option("--noise", is_flag=True, help="Show the intervals of the scores, too.")
@click.option("--propose", is_flag=True, help="Measure, and write the floors.")
@click.option("--lower", metavar="REASON", default="", help="Why floors may be lower than before.")
@click.option("--model", default="embedded", help="A model by name, or a folder.")
@click.option("--engine", default="auto", help="auto, ctranslate2 or transformers.")
@click.option("--floors", type=click.Path(path_type=Path), default=FLOORS, help="Another file.")
def main(
    *, whole: bool, noise: bool, propose: bool, lower: str, model: str, engine: str, floors: Path
) -> None:
    """Run the gate, or measure its floors."""
    opened = Model(model, engine=engine, device="cpu")
    if propose:
        _propose(opened, lower, floors)
    else:
        _check(opened, "all" if whole else "third", floors, noise=noise)


if __name__ == "__main__":
    main()
