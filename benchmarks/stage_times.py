"""The time that each stage of a pipeline takes; shared by several benchmarks.

It imports nothing of its neighbours, so that scripts and ``python -m benchmarks`` can both use it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reformtext.pipeline import Batching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import reformtext as rt
    from reformtext.pipeline import Stage

__all__ = ["stage_times"]


def stage_times(
    stages: Iterable[tuple[str, Stage]],
    articles: Sequence[rt.Article],
    seconds: dict[str, float],
    clock: Callable[[], float] = time.process_time,
) -> list[rt.Article]:
    """Return articles after every stage, and add the time of each stage to ``seconds``.

    The articles are worked on together, in no window of a run: two windows that overlap could not
    be told apart, and what a stage remembers for a later one would not outlive a run of its own.
    What a stage raises is raised.

    Args:
        stages: names and stages, in order.
        articles: one that fails in a stage stays as it is from there on.
        seconds: by the name of the stage.
        clock: of the processor, so that other work on the machine counts little, or of the wall.
    """
    done = list(articles)
    for name, stage in stages:
        going = [i for i, article in enumerate(done) if not article.failures]
        given = [done[i] for i in going]
        start = clock()
        results = stage.many(given) if isinstance(stage, Batching) else list(map(stage, given))
        seconds[name] = seconds.get(name, 0.0) + clock() - start
        for i, result in zip(going, results, strict=True):
            done[i] = result
    return done
