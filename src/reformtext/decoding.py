"""Texts through an engine: in batches of like length, cut where they are too long, never dropped.

Every text ends as hypotheses or as the reason why there are none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reformtext.engines import Constrained
from reformtext.values import Span

if TYPE_CHECKING:
    from reformtext.engines import Engine, Hypothesis, Wish

__all__ = ["Cutter", "Decoded", "Memory", "Search", "decode", "decode_held", "fit", "token_batches"]

_log = logging.getLogger(__name__)

CUT_LEVELS = ("sentence", "list", "clause", "clause", "word")
BATCH_TOKENS = 2048
"""Padded source tokens a batch: enough to keep two to sixteen cores busy, in some 100 MB."""

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


class Memory:
    """What engines made of the latest texts, so that nothing is decoded twice.

    Args:
        size: how many texts are remembered.
    """

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._known: dict[tuple[Engine, str, Search], Decoded] = {}

    def recall(self, engine: Engine, text: str, search: Search) -> Decoded | None:
        """Return what an engine made of a text, if it is remembered."""
        return self._known.get((engine, text, search))

    def keep(self, engine: Engine, search: Search, decoded: dict[str, Decoded]) -> None:
        """Remember what an engine made of texts, and forget the oldest."""
        for text, one in decoded.items():
            self._known[engine, text, search] = one
        while len(self._known) > self._size:
            del self._known[next(iter(self._known))]


def token_batches(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> Iterator[list[int]]:
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
    memory: Memory | None = None,
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
    known = {
        text: one
        for text in dict.fromkeys(texts)
        if memory is not None and (one := memory.recall(engine, text, search)) is not None
    }
    fresh = _decode(engine, [t for t in dict.fromkeys(texts) if t not in known], search, progress)
    if memory is not None:
        memory.keep(engine, search, fresh)
    return known | fresh


def _decode(
    engine: Engine, distinct: list[str], search: Search, progress: bool | None
) -> dict[str, Decoded]:
    lengths = engine.count_tokens(distinct)
    short = [i for i, length in enumerate(lengths) if length <= engine.max_source_tokens]
    done: dict[str, Decoded] = {}
    with _bar(len(short), progress) as bar:
        for batch in token_batches([lengths[i] for i in short]):
            group = [distinct[short[i]] for i in batch]
            done.update(zip(group, _batch(engine, group, search), strict=True))
            bar.update(len(group))
    return done


def _batch(engine: Engine, texts: list[str], search: Search) -> list[Decoded]:
    try:
        rows = engine.translate(
            texts, beam=search.beam, n_best=search.n_best, no_repeat=search.no_repeat
        )
        return [Decoded(tuple(row)) for _, row in zip(texts, rows, strict=True)]
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the rest goes on
        if len(texts) == 1:
            return [_raised(error, texts[0])]
        return [one for text in texts for one in _batch(engine, [text], search)]


def decode_held(engine: Engine, wishes: Sequence[Wish], *, anew: bool) -> list[Decoded]:
    """Return what an engine makes of texts when it is held to phrases; a wish that breaks it fails.

    Args:
        engine: one that is ``Constrained``; of any other nothing comes.
        wishes: texts within the engine's limit, drafts and phrases.
        anew: whether to decode; otherwise phrases are put in.
    """
    if not isinstance(engine, Constrained):
        return [Decoded() for _ in wishes]
    try:
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


def _bar(total: int, wanted: bool | None) -> Any:
    """Return a progress bar, silent unless wanted or somebody is looking."""
    import sys

    from tqdm.auto import tqdm

    shown = (sys.stderr.isatty() or _in_a_notebook()) if wanted is None else wanted
    return tqdm(total=total, unit="segment", desc="translating", disable=not shown, leave=False)


def _in_a_notebook() -> bool:
    """Return whether this runs in the kernel of a notebook, and not merely beside one."""
    import sys

    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
