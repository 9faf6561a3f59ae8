"""The runs of the fidelity benchmark: before, after, with a perfect translator, rung by rung."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fidelity_stock import StockModel
from fidelity_truth import strangers, survives
from stage_times import stage_times

import reformtext as rt
from reformtext.annotation import Annotator
from reformtext.checking import check_translation
from reformtext.memory import Memory
from reformtext.protection import mentions_of, prepared
from reformtext.repairs import RUNGS
from reformtext.splitting import cut
from reformtext.testing import ScriptedEngine, ScriptedModel
from reformtext.translation import Translator
from reformtext.values import Name, Quantity
from reformtext.verification import Verifier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from fidelity_sets import Difference, Item, Sample

    from reformtext.engines import Engines
    from reformtext.pipeline import Stage

__all__ = ["NOT_NUMBERS", "Alarms", "Outcome", "Step", "Tally", "alarms", "climb", "compare"]

NOT_NUMBERS = frozenset({"name", "inflected name", "term"})
FLAGS = {
    "name": {"names", "inflected names", "strange names"},
    "inflected name": {"names", "inflected names", "strange names"},
    "term": {"terms"},
}
NUMBER_FLAGS = {"quantities", "number words", "invented", "sentinels"}
NEEDS_NO_REPAIR = "right at once"
EXAMPLES = 20
ENDLESS = 100_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether an English text has one thing that its source says."""

    kind: str
    value: str
    right: bool


@dataclass(slots=True)
class Tally:
    """Of one kind: how many there are, how many are right, and wrong without a word."""

    slots: int = 0
    before: int = 0
    after: int = 0
    delivered: int = 0
    silent: int = 0


@dataclass(slots=True)
class Outcome:
    """What became of a sample, before and after."""

    name: str
    language: str
    segments: int = 0
    kinds: dict[str, Tally] = field(default_factory=dict)
    failed: int = 0
    flagged: int = 0
    failing: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    strange_before: int = 0
    strange_silent: int = 0
    rungs: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    examples: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Alarms:
    """The checks that failed on a true translation.

    Attributes:
        name: the set.
        language: of the sources.
        segments: how many there are.
        right: those where every check that failed is one that a known difference explains.
        alarmed: those with a check that failed for no such reason.
        checks: those, by name.
        unused: known differences that no check found.
        examples: some false alarms.
    """

    name: str
    language: str
    segments: int = 0
    right: int = 0
    alarmed: int = 0
    checks: Counter[str] = field(default_factory=Counter)
    unused: list[str] = field(default_factory=list)
    examples: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """A sample after so many rungs: what is right of what there is, and what failed."""

    rung: str
    slots: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)
    segments: int = 0
    failed: int = 0


def compare(sample: Sample, engines: Engines, beam: int) -> Outcome:
    """Translate a sample without and with the layer, and count."""
    articles = [item.article for item in sample.items]
    _staged(_layer(engines, beam), articles[:1])  # what is loaded once is no stage's time
    plain = Translator(engines, cut, beam=beam, protect=False, progress=False)
    before, bare_seconds = _staged({"translate": plain}, articles)
    after, seconds = _staged(_layer(engines, beam), articles)
    seconds["without"] = bare_seconds["translate"]
    annotated, _ = _staged({"annotate": Annotator()}, articles)
    outcome = Outcome(sample.name, sample.language, seconds=seconds)
    for item, place in _places(sample):
        i, j = place
        bare = replace(annotated[i].segments[j], english=before[i].segments[j].english)
        _count(outcome, item, _verified(bare, sample.language), after[i].segments[j])
    return outcome


def _layer(engines: Engines, beam: int) -> dict[str, Stage]:
    """Return the stages that the default pipeline has for the English."""
    stages = dict(rt.Pipeline.default(engines, beam=beam, progress=False).stages)
    return {name: stages[name] for name in ("annotate", "translate", "verify")}


def alarms(sample: Sample, differences: Collection[Difference] = ()) -> Alarms:
    """Give the checks the true English, and count what they find wrong.

    Args:
        sample: its items have references.
        differences: where a reference does not say what its source says, by check.
    """
    script = {prepared(item.article.source): item.reference.rstrip("…") for item in sample.items}
    model = ScriptedModel(ScriptedEngine(script, max_source_tokens=ENDLESS))
    stages: dict[str, Stage] = {
        "annotate": Annotator(),
        "translate": Translator(model, cut, progress=False),
        "verify": Verifier(None, cut),
    }
    done, _ = _staged(stages, [item.article for item in sample.items])
    known = {one for one in differences if one.language == sample.language}
    found = Alarms(sample.name, sample.language)
    for item, (i, j) in _places(sample):
        segment = done[i].segments[j]
        problems = segment.attempts[0].problems if segment.attempts else _problems(segment)
        right = {one for one in known if one.line == item.line and one.check in problems}
        known -= right
        _alarm(found, item, segment, set(problems) - {one.check for one in right}, bool(right))
    if not sample.partial:
        found.unused = [f"{one.line} {one.check}" for one in sorted(known)]
    return found


def _alarm(
    found: Alarms, item: Item, segment: rt.Segment, false: Collection[str], explained: bool
) -> None:
    """Count a segment with the checks that failed for no known reason."""
    found.segments += 1
    found.right += explained and not false
    found.alarmed += bool(false)
    found.checks.update(false)
    if false and len(found.examples) < EXAMPLES:
        details = "; ".join(f"{c.name}: {c.detail}" for c in segment.checks if c.name in false)
        found.examples.append(
            {
                "line": str(item.line),
                "source": segment.source,
                "english": item.reference,
                "found": details,
            }
        )


def climb(sample: Sample, engines: Engines, beam: int) -> list[Step]:
    """Translate a sample with a model that carries no sentinels; verify with ever more rungs."""
    stock, memory = StockModel(engines), Memory(ENDLESS)
    translator = Translator(stock, cut, beam=beam, memory=memory, progress=False)
    articles, _ = _staged(
        {"annotate": Annotator(), "translate": translator}, [item.article for item in sample.items]
    )
    steps = [_step("as translated", sample, [_all_verified(article) for article in articles])]
    for k in range(len(RUNGS) + 1):
        verifier = Verifier(stock, cut, beam=beam, rungs=RUNGS[:k], memory=memory)
        done, _ = _staged({"verify": verifier}, articles)
        name = f"+ {RUNGS[k - 1].name}" if k else "checked, put right in place"
        steps.append(_step(name, sample, done))
    return steps


def _staged(
    stages: dict[str, Stage], articles: Sequence[rt.Article]
) -> tuple[list[rt.Article], dict[str, float]]:
    """Return the articles after the stages, and the seconds that each stage took."""
    seconds: dict[str, float] = {}
    done = stage_times(stages.items(), articles, seconds, time.perf_counter)
    return done, seconds


def _places(sample: Sample) -> Iterator[tuple[Item, tuple[int, int]]]:
    """Yield the items with the places of the segments that count."""
    for i, item in enumerate(sample.items):
        for j, segment in enumerate(item.article.segments):
            if segment.status is rt.Status.PENDING:
                yield item, (i, j)


def _verified(segment: rt.Segment, language: str) -> rt.Segment:
    """Return a segment with its mentions found in its English, or not."""
    checked = check_translation(segment, segment.english, language).segment
    return replace(checked, english=segment.english, status=rt.Status.TRANSLATED)


def _all_verified(article: rt.Article) -> rt.Article:
    segments = tuple(
        _verified(s, article.language) if s.status is rt.Status.TRANSLATED else s
        for s in article.segments
    )
    return replace(article, segments=segments)


def _readings(item: Item, segment: rt.Segment) -> list[Reading]:
    """Return what of an item a segment has: by its truths, or by what the library found."""
    if item.truths is not None:
        return [Reading(t.kind, t.value, survives(t, segment.english)) for t in item.truths]
    return [
        Reading(_kind(mention), mention.text, mention.verified) for mention in mentions_of(segment)
    ]


def _kind(mention: object) -> str:
    if isinstance(mention, Quantity):
        return str(mention.kind)
    if isinstance(mention, Name):
        return "inflected name" if mention.inflected else "name"
    return "term"


def _problems(segment: rt.Segment) -> list[str]:
    return [check.name for check in segment.checks if check.doubtful]


def _is_silent(reading: Reading, segment: rt.Segment, problems: Collection[str]) -> bool:
    """Return whether something is wrong in a translation, and no check of its kind says so."""
    flags = FLAGS.get(reading.kind, NUMBER_FLAGS)
    return not (reading.right or segment.failed or flags.intersection(problems))


def _count(outcome: Outcome, item: Item, before: rt.Segment, after: rt.Segment) -> None:
    """Add a segment to an outcome."""
    problems = _problems(after)
    outcome.segments += 1
    outcome.failed += after.failed
    outcome.flagged += bool(problems) and not after.failed
    (outcome.failing if after.failed else outcome.flags).update(problems)
    if not after.failed:
        outcome.rungs[_rung(after)] += 1
    for old, new in zip(_readings(item, before), _readings(item, after), strict=True):
        tally = outcome.kinds.setdefault(new.kind, Tally())
        tally.slots += 1
        tally.before += old.right
        tally.after += new.right and not after.failed
        tally.delivered += not after.failed
        if _is_silent(new, after, problems):
            tally.silent += 1
            _show(outcome, f"{new.kind} {new.value}", after)
    if item.truths is not None:
        outcome.strange_before += len(strangers(item.truths, before.english))
        strange = strangers(item.truths, after.english)
        if strange and not after.failed and not NUMBER_FLAGS.intersection(problems):
            outcome.strange_silent += len(strange)
            _show(outcome, f"invented {', '.join(strange)}", after)


def _show(outcome: Outcome, what: str, segment: rt.Segment) -> None:
    if len(outcome.examples) < EXAMPLES:
        outcome.examples.append(
            {"wrong": what, "source": segment.source, "english": segment.english}
        )


def _rung(segment: rt.Segment) -> str:
    """Return the rung that gave a segment its English."""
    if not segment.attempts:
        return NEEDS_NO_REPAIR
    return next(a.rung for a in segment.attempts if a.english == segment.english)


def _step(rung: str, sample: Sample, articles: Sequence[rt.Article]) -> Step:
    step = Step(rung)
    for item, (i, j) in _places(sample):
        segment = articles[i].segments[j]
        problems = _problems(segment)
        step.segments += 1
        step.failed += segment.failed
        for reading in _readings(item, segment):
            group = reading.kind if reading.kind in NOT_NUMBERS else "number"
            step.slots[group] += 1
            step.right[group] += reading.right and not segment.failed
            step.silent[group] += _is_silent(reading, segment, problems)
    return step
