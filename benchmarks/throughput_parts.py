"""What else is timed: parts without a model, the share of each stage, more and more articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reformtext as rt
from benchmarks.splitting import naive
from benchmarks.stage_times import stage_times
from benchmarks.throughput_timing import best_of, forget, timed
from reformtext.exporting import Writer
from reformtext.windows import windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.throughput_articles import Sample
    from benchmarks.throughput_contenders import Reformtext

__all__ = ["detection", "scaling", "shares", "splitting"]


def detection(sample: Sample, repeat: int) -> dict[str, float]:
    """Return the processor milliseconds an article of each detector."""
    import langdetect

    langdetect.DetectorFactory.seed = 0
    texts = [draft.text for draft in sample.drafts]
    calls: dict[str, Callable[[], object]] = {
        "reformtext": lambda: [rt.detect(text) for text in texts],
        "langdetect": lambda: [langdetect.detect(text) for text in texts],
    }
    return _each(best_of(calls, repeat), len(texts))


def splitting(sample: Sample, repeat: int) -> dict[str, float]:
    """Return the processor milliseconds an article of each splitter that is installed."""
    pairs = [(draft.text, draft.language) for draft in sample.drafts]
    splitters: dict[str, Callable[[str, str], object]] = {
        "reformtext": rt.split,
        "a naive regular expression": naive,
        **_others(),
    }
    calls = {
        name: lambda split=split: [split(text, language) for text, language in pairs]
        for name, split in splitters.items()
    }
    return _each(best_of(calls, repeat), len(pairs))


def _each(seconds: dict[str, float], count: int) -> dict[str, float]:
    return {name: 1000 * one / count for name, one in seconds.items()}


def _others() -> dict[str, Callable[[str, str], object]]:
    """Return other splitters, as far as they are installed."""
    found: dict[str, Callable[[str, str], object]] = {}
    try:
        import sentencex

        found["sentencex"] = lambda text, language: list(sentencex.segment(language, text))
    except ImportError:
        pass
    try:
        from syntok import segmenter

        found["syntok"] = lambda text, _: [list(one) for one in segmenter.process(text)]
    except ImportError:
        pass
    return found


def shares(sample: Sample, contender: Reformtext) -> dict[str, float]:
    """Return the processor seconds of each stage, reading and writing among them.

    The articles are gone through in windows, one at a time: two at once could not be told apart.
    """
    pipeline, seconds = contender.pipeline, {"read": 0.0}
    articles, _, seconds["read"] = timed(lambda: list(rt.scan(sample.rows)))
    done: list[rt.Article] = []
    for window in windows(articles):
        done += stage_times(pipeline.stages, window, seconds)
    _, _, seconds["write"] = timed(lambda: _written(contender, done))
    return seconds


def _written(contender: Reformtext, articles: Sequence[rt.Article]) -> None:
    with Writer(contender.folder / "shares.parquet") as writer:
        for article in articles:
            writer.add(article)


def scaling(
    sample_of: Callable[[int], Any], counts: Sequence[int], contender: Reformtext, repeat: int
) -> dict[int, float]:
    """Return the seconds an article that so many articles take: the best, in turns."""
    samples = {count: sample_of(count) for count in counts}
    seconds: dict[int, list[float]] = {count: [] for count in counts}
    for _ in range(repeat):
        for count, sample in samples.items():
            forget()
            contender(samples[min(counts)])
            seconds[count].append(timed(lambda sample=sample: contender(sample))[1] / count)
    return {count: min(some) for count, some in seconds.items()}
