"""The tables of the fidelity benchmark, in Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fidelity_runs import NOT_NUMBERS, Alarms, Outcome, Step
from fidelity_truth import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["alarm_table", "kind_table", "ladder_table", "rung_table", "summary_table"]

ALARM_CHECKS = 6


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def summary_table(outcomes: Sequence[Outcome], false: Sequence[Alarms]) -> Iterator[str]:
    """Yield a line a set and language: what is right, wrong, failed, and what it costs."""
    alarmed = {(one.name, one.language): one for one in false}
    head = (
        *("set", "language", "segments", "things", "right before", "right after"),
        *("right of the delivered", "numbers wrong, unflagged", "numbers invented, unflagged"),
        *("names and terms wrong, unflagged", "failed", "flagged", "false alarms"),
        *("annotate + verify : translate", "time with the layer : without"),
    )
    yield from _table(head, (_summary(o, alarmed.get((o.name, o.language))) for o in outcomes))


def _summary(outcome: Outcome, alarms: Alarms | None) -> tuple[object, ...]:
    tallies = outcome.kinds.values()
    slots = sum(tally.slots for tally in tallies)
    after = sum(tally.after for tally in tallies)
    words = sum(tally.silent for kind, tally in outcome.kinds.items() if kind in NOT_NUMBERS)
    silent = sum(tally.silent for tally in tallies)
    layer = outcome.seconds["annotate"] + outcome.seconds["verify"]
    return (
        *(outcome.name, outcome.language, outcome.segments, slots),
        *(_share(sum(tally.before for tally in tallies), slots), _share(after, slots)),
        _share(after, sum(tally.delivered for tally in tallies)),
        *(silent - words, outcome.strange_silent, words),
        *(_share(outcome.failed, outcome.segments), _share(outcome.flagged, outcome.segments)),
        _share(alarms.alarmed, alarms.segments) if alarms else "–",
        _share(layer, outcome.seconds["translate"]),
        _share(layer + outcome.seconds["translate"], outcome.seconds["without"]),
    )


def kind_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line a kind: the share right before and after, in each language of a set."""
    found = {kind for outcome in outcomes for kind in outcome.kinds}
    kinds = [*(k for k in KINDS if k in found), *sorted(found.difference(KINDS))]
    rows = ((kind, *(_before_after(outcome, kind) for outcome in outcomes)) for kind in kinds)
    yield from _table(("kind", *(outcome.language for outcome in outcomes)), rows)


def _before_after(outcome: Outcome, kind: str) -> str:
    tally = outcome.kinds.get(kind)
    if tally is None:
        return "–"
    before, after = _share(tally.before, tally.slots), _share(tally.after, tally.slots)
    return f"{before} → {after} of {tally.slots}"


def rung_table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line a set and language: how many segments each rung gave."""
    total = sum((outcome.rungs for outcome in outcomes), Counter[str]())
    rungs = [rung for rung, _ in total.most_common()]
    head = ("set", "language", *rungs, "failed", "problems of the failed", "flagged for")
    rows = (
        (
            *(outcome.name, outcome.language, *(outcome.rungs[rung] for rung in rungs)),
            *(outcome.failed, _listed(outcome.failing), _listed(outcome.flags)),
        )
        for outcome in outcomes
    )
    yield from _table(head, rows)


def alarm_table(false: Sequence[Alarms]) -> Iterator[str]:
    """Yield a line a set and language: the alarms that are right, the false ones, their checks.

    A segment with both counts among the false ones.
    """
    head = (
        *("set", "language", "segments", "with an alarm that is right: the English differs"),
        *("with a false alarm", "share", "checks", "differences that no check found"),
    )
    rows = (
        (
            *(one.name, one.language, one.segments, one.right, one.alarmed),
            *(_share(one.alarmed, one.segments), _listed(one.checks)),
            ", ".join(one.unused) or "–",
        )
        for one in false
    )
    yield from _table(head, rows)


def ladder_table(steps: Sequence[Step]) -> Iterator[str]:
    """Yield a line a rung: the share kept so far, and the segments that are failed so far."""
    groups = [g for g in ("number", "name", "inflected name", "term") if steps[0].slots[g]]
    head = ("up to", *(f"{g}s kept" for g in groups), "numbers wrong, unflagged", "failed")
    rows = (
        (
            step.rung,
            *(_share(step.right[group], step.slots[group]) for group in groups),
            step.silent["number"],
            _share(step.failed, step.segments),
        )
        for step in steps
    )
    yield from _table(head, rows)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.most_common(ALARM_CHECKS)) or "–"
