"""Texts through an engine: in batches of like length, cut where they are too long, never dropped.

Every text ends as hypotheses or as the reason why there are none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reformtext.engine_turns import turns_of
from reformtext.engines import Constrained, batch_tokens
from reformtext.progress_bars import progress_bar
from reformtext.values import Span
from reformtext.windows import current_window, stop_if_asked, work_begun

if TYPE_CHECKING:
    from reformtext.engines import Engine, Hypothesis, Wish

__all__ = ["Cutter", "Decoded", "Search", "decode", "decode_held", "fit", "token_batches"]

_log = logging.getLogger(__name__)

CUT_LEVELS = ("sentence", "list", "clause", "clause", "word")
FEWEST_BATCHES = 4
"""Batches that few texts are cut into."""
SMALLEST_BATCH_TOKENS = 512
"""Padded source tokens of a batch that is cut no further only for all cores to have one."""

Cutter = Callable[[str, str, str], Sequence[Span]]
"""Cuts a text of a language at a level: ``sentence``, ``list``, ``clause`` or ``word``."""


@dataclass(frozen=True, slots=True)
class Search:
    """How an engine is to decode: as ``Engine.translate`` takes it."""

    beam: int = 1
    n_best: int = 1
    no_repeat: int = 0


@dataclass(frozen=True, slots=True)
class Decoded:
    """The hypotheses of a text, the best first; none when the engine raised, for the reason."""

    hypotheses: tuple[Hypothesis, ...] = ()
    reason: str = ""


class Remembering(Protocol):
    """Keeps what engines made of texts, and gives it back; ``reformtext.memory.Memory`` does."""

    def recall(self, engine: Engine, texts: Sequence[str], search: Search) -> dict[str, Decoded]:
        """Return what an engine made of those of the texts that are remembered."""

    def keep(self, engine: Engine, search: Search, decoded: Mapping[str, Decoded]) -> None:
        """Remember what an engine made of texts."""


def token_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield the positions of texts in batches, longest first, of at most ``budget`` padded tokens.

    A single text that is over the budget is a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    batch: list[int] = []
    for i in order:
        if batch and lengths[batch[0]] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def decode(
    engine: Engine,
    texts: Sequence[str],
    search: Search,
    *,
    memory: Remembering | None = None,
    progress: bool | None = False,
) -> dict[str, Decoded]:
    """Return what an engine makes of each distinct text; a text that breaks it fails alone.

    Args:
        engine: the engine.
        texts: none empty; those over the engine's limit are missing from the result.
        search: how to decode.
        memory: where to look before, and to keep the results in.
        progress: whether to show a bar; None: on a terminal or in a notebook.
    """
    distinct = list(dict.fromkeys(texts))
    known = {} if memory is None else memory.recall(engine, distinct, search)
    fresh = _decode(engine, [text for text in distinct if text not in known], search, progress)
    if memory is not None:
        memory.keep(engine, search, fresh)
    return known | fresh


def _decode(
    engine: Engine, distinct: list[str], search: Search, progress: bool | None
) -> dict[str, Decoded]:
    lengths = engine.count_tokens(distinct)
    short = [i for i, length in enumerate(lengths) if length <= engine.max_source_tokens]
    share = max(sum(lengths) // FEWEST_BATCHES, SMALLEST_BATCH_TOKENS)  # each core has a batch
    budget = min(share, batch_tokens(engine, search.beam))
    batches = token_batches([lengths[i] for i in short], budget)
    groups = [[distinct[short[i]] for i in batch] for batch in batches]
    done: dict[str, Decoded] = {}
    with _bar(len(short), progress) as step:
        for group, decoded in zip(groups, _batches(engine, groups, search), strict=True):
            done.update(zip(group, decoded, strict=True))
            step(len(group))
    return done


@contextmanager
def _bar(total: int, wanted: bool | None) -> Iterator[Callable[[int], object]]:
    """Give what moves a bar on: in a run, the one of all its windows."""
    window = current_window()
    if window is not None and wanted is not False:
        yield window.course.expect(total, wanted=wanted)
        return
    with progress_bar(total, wanted) as bar:
        yield bar.update


def _batches(engine: Engine, groups: list[list[str]], search: Search) -> Iterator[list[Decoded]]:
    """Yield what the engine makes of each group, as many at once as it can work on."""
    begun = work_begun()
    if len(groups) <= 1:
        for group in groups:
            stop_if_asked()
            yield _batch(engine, group, search, begun)
        return
    asking = turns_of(engine).places + 1  # one waits always, so that no later work is let in
    pool = ThreadPoolExecutor(min(asking, len(groups)))
    try:
        for result in [pool.submit(_batch, engine, group, search, begun) for group in groups]:
            stop_if_asked()
            yield result.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _batch(engine: Engine, texts: list[str], search: Search, begun: int) -> list[Decoded]:
    """Return what the engine makes of texts; a batch that breaks it, or its memory, is halved."""
    try:
        with turns_of(engine).turn(begun):
            rows = engine.translate(
                texts, beam=search.beam, n_best=search.n_best, no_repeat=search.no_repeat
            )
        return [Decoded(tuple(row)) for _, row in zip(texts, rows, strict=True)]
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the rest goes on
        if len(texts) == 1:
            return [_raised(error, texts[0])]
        middle = len(texts) // 2
        halves = texts[:middle], texts[middle:]
        return [one for half in halves for one in _batch(engine, half, search, begun)]


def decode_held(engine: Engine, wishes: Sequence[Wish], *, anew: bool) -> list[Decoded]:
    """Return what an engine makes of texts when it is held to phrases; a wish that breaks it fails.

    Args:
        engine: one that is ``Constrained``; of any other nothing comes.
        wishes: texts within the engine's limit, drafts and phrases.
        anew: whether to decode; otherwise phrases are put in.
    """
    if not isinstance(engine, Constrained):
        return [Decoded() for _ in wishes]
    stop_if_asked()
    try:
        with turns_of(engine).turn(work_begun()):
            rows = engine.translate_with(wishes) if anew else engine.put_in(wishes)
        return [Decoded(tuple(row)) for row in rows]
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the rest goes on
        if len(wishes) == 1:
            return [_raised(error, wishes[0].text)]
        return [one for wish in wishes for one in decode_held(engine, [wish], anew=anew)]


def _raised(error: Exception, text: str) -> Decoded:
    _log.debug("the engine failed on %r", text[:60], exc_info=error)
    return Decoded(reason=f"the engine raised {type(error).__name__}: {error}")


def fit(engine: Engine, text: str, language: str, cut: Cutter) -> list[str]:
    """Return a text in pieces that the engine takes, cut as coarsely as can be.

    A piece that is one long word may still be over the engine's limit.
    """
    pieces = [text]
    for level in CUT_LEVELS:
        lengths = engine.count_tokens(pieces)
        if max(lengths) <= engine.max_source_tokens:
            break
        pieces = [
            part
            for piece, length in zip(pieces, lengths, strict=True)
            for part in (
                [piece]
                if length <= engine.max_source_tokens
                else _packed(engine, piece, cut(piece, language, level))
            )
        ]
    return pieces


def _packed(engine: Engine, text: str, spans: Sequence[Span]) -> list[str]:
    """Return neighbouring spans put together again as far as the engine's limit allows."""
    lengths = engine.count_tokens([span.of(text) for span in spans])
    packed: list[str] = []
    start, total = 0, 0
    for i, length in enumerate(lengths):
        if i > start and total + length > engine.max_source_tokens:
            packed.append(text[spans[start].start : spans[i - 1].end])
            start, total = i, 0
        total += length
    packed.append(text[spans[start].start : spans[-1].end])
    return packed
