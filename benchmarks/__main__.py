"""How fast reformtext is, beside transformers and CTranslate2 by themselves, in one run.

Usage, from the root of the repository: python -m benchmarks [--articles 500] [--out FOLDER]

The same weights, texts, beam and threads.  Every row is timed some times, in turns with the others,
and the best is taken.  transformers is slow: its rows are of the first articles alone
(``--sample``), and compared by segments a second.  Prints Markdown; what goes on is on stderr.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import throughput_parts as parts
from benchmarks.throughput_articles import Sample, authored, duplicated, from_documents, sample_of
from benchmarks.throughput_contenders import (
    Engines,
    PlainTransformers,
    RawCTranslate2,
    Reformtext,
    engine_alone,
    only_batched,
    opened,
)
from benchmarks.throughput_report import draw, machine, main_table, share_lines, table
from benchmarks.throughput_timing import Contender, in_turns, processes
from reformtext.models import registry_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.throughput_articles import Draft

WARM_SEED, WARM_SENTENCES = 7, (6, 6)
TELLING = 100  # characters
QUICK = {"articles": 4, "sample": 1, "repeat": 1, "starts": 1, "scaling": [1, 2]}
QUICK_SENTENCES = (6, 8)  # enough for the language of each article to be found


def cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(usable(0)) if usable else os.cpu_count() or 1


def options_of(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__.split("\n\n")[0])
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--sample", type=int, default=60, help="articles of the slow rows")
    parser.add_argument("--documents", type=Path, help="NAME.docs.txt and NAME.<language>.txt")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--repeat", type=int, default=2, help="timed runs of each row")
    parser.add_argument("--starts", type=int, default=5, help="processes of each cold start")
    parser.add_argument("--scaling", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--quick", action="store_true", help="tiny numbers, to see that it works")
    parser.add_argument("--out", type=Path, help="a folder for the tables and a picture")
    options = parser.parse_args(words)
    if options.quick:
        vars(options).update(QUICK)
    if min(options.articles, options.sample, options.beam, options.threads, options.repeat) < 1:
        parser.error("articles, sample, beam, threads and repeat are 1 or more")
    return options


@dataclass(frozen=True, slots=True)
class Samples:
    """What the rows are timed on: everything, everything with repetitions, and the beginning."""

    warm: Sample
    whole: Sample
    repeated: Sample
    few: Sample


def drafts_of(options: argparse.Namespace, count: int) -> list[Draft]:
    """Return so many articles; of documents, as many as there are."""
    if options.documents:
        return from_documents(options.documents, count)
    return authored(count, sentences=QUICK_SENTENCES) if options.quick else authored(count)


def samples_of(options: argparse.Namespace) -> Samples:
    drafts = drafts_of(options, options.articles)
    return Samples(
        sample_of(authored(4, WARM_SEED, sentences=(1, 1) if options.quick else WARM_SENTENCES)),
        sample_of(drafts),
        sample_of(duplicated(drafts)),
        sample_of(drafts[: options.sample]),
    )


def contenders(
    engines: Engines, samples: Samples, options: argparse.Namespace, folder: Path
) -> list[Contender]:
    """Return the rows of the main table, in the order in which they are timed."""
    beam, few, whole, again = options.beam, samples.few, samples.whole, samples.repeated
    ours = partial(Reformtext, engines.fast, beam, folder)
    slow = partial(Reformtext, engines.exact, beam, folder)
    plain, raw = PlainTransformers(engines, beam), RawCTranslate2(engines, beam)
    kept, tape = RawCTranslate2(engines, beam, keep=True), engines.tape
    alone = engine_alone(engines, options.threads)
    unchecked, checked = "without checks, to parquet", "every check on, to parquet"
    rows = (
        ("plain", "plain transformers, batches of 16", plain, few, "raw"),
        ("batched", "transformers with our batches", only_batched(engines.exact, beam), few, "raw"),
        ("raw", "raw CTranslate2 int8, texts alone", raw, whole, "raw"),
        ("kept", "raw CTranslate2 int8, with scores and attention", kept, whole, "raw"),
        ("slow", f"reformtext on transformers, {unchecked}", slow(checked=False), few, "raw"),
        ("slow checked", f"reformtext on transformers, {checked}", slow(), few, "raw"),
        ("unchecked", f"reformtext, {unchecked}", ours(checked=False), whole, "raw"),
        ("checked", f"reformtext, {checked}", ours(tape=tape), whole, "raw"),
        ("alone", "what that asked of CTranslate2, asked again alone", alone, whole, "raw"),
        ("raw again", "with repetitions: raw CTranslate2, texts alone", raw, again, "raw again"),
        *(
            (f"{key} again", f"reformtext, with repetitions, {what}", run, again, "raw again")
            for key, what, run in (
                ("unchecked", unchecked, ours(checked=False)),
                ("checked", checked, ours()),
            )
        ),
    )
    return [Contender(*row) for row in rows]


def one_sentence() -> str:
    """Return a Polish sentence that is long enough for its language to be told."""
    drafts = authored(4, WARM_SEED)
    polish = (one for draft in drafts if draft.language == "pl" for one in draft.sentences)
    return next(one for one in polish if len(one) >= TELLING)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def heading(options: argparse.Namespace, samples: Samples) -> Iterator[str]:
    length = sum(len(draft.text) for draft in samples.whole.drafts) / len(samples.whole.drafts)
    found = options.documents.name if options.documents else "authored sentences"
    yield f"{machine(options.threads)}."
    yield ""
    yield (
        f"Articles of {found}: {len(samples.whole.drafts):,} of {length:,.0f} characters; beam "
        f"{options.beam}, threads {options.threads}, best of {options.repeat} in turns. "
        f"transformers, in float32, has the first {len(samples.few.drafts):,} articles alone. With "
        f"repetitions, {samples.repeated.repeated:.0%} of the segments stood before. More than 1 "
        "is faster."
    )
    yield ""


def part_tables(
    options: argparse.Namespace, samples: Samples, folder: Path, scaling: dict[int, float]
) -> Iterator[str]:
    """Yield the tables of what needs no contender: scaling, cold start, detection, splitting."""
    yield from table(
        ("reformtext, every check on, articles", "seconds an article"),
        [(f"{count:,}", f"{seconds:.3f}") for count, seconds in scaling.items()],
    )
    sentence = folder / "sentence.txt"
    sentence.write_text(one_sentence(), encoding="utf-8")
    say("cold starts")
    started = processes(sentence, registry_folder() / "embedded", options.starts)
    yield ""
    yield from table(
        (f"cold start, median of {options.starts}", "seconds"),
        [(name, f"{seconds:.2f}") for name, seconds in started.items()],
    )
    for what, measure in (("detection", parts.detection), ("splitting", parts.splitting)):
        found = measure(samples.few, options.repeat)
        rows = [
            (name, f"{one:.3f}", f"{one / found['reformtext']:.2f}") for name, one in found.items()
        ]
        yield ""
        yield from table((f"{what} alone", "ms an article", "reformtext = 1"), rows)


def compare(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Measure everything; yield the report as it comes."""
    say("opening the model in every way")
    engines = opened(options.threads)
    samples = samples_of(options)
    yield from heading(options, samples)
    rows = contenders(engines, samples, options, folder)
    timings = in_turns(rows, samples.warm, options.repeat, say)
    yield from (*main_table(timings), "")
    busy = engines.tape.busy / timings["checked"].walls[-1]
    ours = Reformtext(engines.fast, options.beam, folder)
    yield from (*share_lines(timings, busy, parts.shares(samples.few, ours)), "")
    say("more and more articles")
    counts = [n for n in sorted(options.scaling) if n == len(drafts_of(options, n))]
    scaling = parts.scaling(
        lambda count: sample_of(drafts_of(options, count)), counts, ours, options.repeat
    )
    yield from part_tables(options, samples, folder, scaling)
    if options.out:
        draw(timings, scaling, options.out / "throughput.png")


def main() -> None:
    options = options_of()
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for line in compare(options, Path(folder)):
            print(line, flush=True)
            lines.append(line)
    if options.out:
        (options.out / "throughput.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
