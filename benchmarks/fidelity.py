"""What share of numbers, dates, identifiers, names and terms survives translation.

``python benchmarks/fidelity.py`` translates generated sentences, whose figures, names and terms
are known by construction, without and with the layer that protects and verifies them; ``--seeds
FOLDER`` articles; ``--set FOLDER/dev`` the lines with digits of files ``FOLDER/dev.<language>.txt``
with ``FOLDER/dev.en.txt``.  In the generated sentences a comparison of the benchmark's own decides
what is right; in the other sets, which have no truths, the checks of the library.  A human English
may differ from its source, in miles for kilometres or without a name: ``--differences FILE`` says
where, by language, line and check, so that the alarms there count as right.  ``--stock`` adds
a model that carries no sentinels, rung by rung.  Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity_report import alarm_table, kind_table, ladder_table, rung_table, summary_table
from fidelity_runs import Alarms, Outcome, Step, alarms, climb, compare
from fidelity_sentences import LANGUAGES
from fidelity_sets import Sample, generated, of_articles, of_lines, read_differences

import reformtext as rt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def arguments_of(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--model", default="embedded", help="a name, folder or hub id")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--sentences", type=int, default=520, help="generated, a language")
    parser.add_argument("--seed", type=int, default=1, help="of the generated sentences")
    parser.add_argument("--seeds", help="a folder of articles")
    parser.add_argument("--set", action="append", default=[], help="prefix of line-aligned files")
    parser.add_argument(
        "--differences", type=Path, help="where the English of a set is known to differ"
    )
    parser.add_argument("--lines", type=int, help="only so many segments of a set and language")
    parser.add_argument("--stock", action="store_true", help="the ladder alone, rung by rung")
    parser.add_argument("--json", type=Path, help="a file for all figures and some examples")
    options = parser.parse_args(words)
    if options.differences and len(options.set) != 1:
        parser.error("--differences FILE is of one set: give one --set PREFIX with it")
    return options


def samples(options: argparse.Namespace) -> Iterator[Sample]:
    """Yield the samples that are asked for, set by set."""
    yield from generated(options.languages, options.sentences, options.lines, options.seed)
    if options.seeds:
        yield from of_articles(options.seeds, options.languages, options.lines)
    for prefix in options.set:
        yield from of_lines(prefix, options.languages, options.lines)


def report(
    options: argparse.Namespace,
    outcomes: Sequence[Outcome],
    false: Sequence[Alarms],
    ladders: Sequence[tuple[Sample, list[Step]]],
) -> Iterator[str]:
    """Yield the lines of the report."""
    yield f"# Fidelity of {options.model}, beam {options.beam}\n"
    yield from summary_table(outcomes, false)
    for name in dict.fromkeys(outcome.name for outcome in outcomes):
        yield f"\n## {name}: right before → after, of how many\n"
        yield from kind_table([outcome for outcome in outcomes if outcome.name == name])
    yield "\n## Segments delivered, by what gave the English\n"
    yield from rung_table(outcomes)
    yield "\n## Checks that fail on a true translation\n"
    yield from alarm_table(false)
    for sample, steps in ladders:
        yield f"\n## Without sentinels, rung by rung: {sample.name}, {sample.language}\n"
        yield from ladder_table(steps)


def main() -> None:
    options = arguments_of()
    model = rt.Model(options.model, engine=options.engine)
    known = read_differences(options.differences) if options.differences else ()
    outcomes, false, ladders = [], [], []
    for sample in samples(options):
        print(f"{sample.name} {sample.language}", file=sys.stderr)
        outcomes.append(compare(sample, model, options.beam))
        if all(item.reference for item in sample.items):
            false.append(alarms(sample, () if sample.name == "generated" else known))
        if options.stock:
            ladders.append((sample, climb(sample, model, options.beam)))
    print("\n".join(report(options, outcomes, false, ladders)))
    if options.json:
        figures = {
            "model": model.signature(),
            "beam": options.beam,
            "outcomes": outcomes,
            "false alarms": false,
            "ladders": [
                {"name": sample.name, "language": sample.language, "steps": steps}
                for sample, steps in ladders
            ],
        }
        text = json.dumps(_plain(figures), ensure_ascii=False, indent=1)
        options.json.write_text(f"{text}\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    """Return a value made of what JSON knows."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
