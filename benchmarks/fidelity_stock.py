"""A model that carries no sentinels, as published ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.engines import Constrained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.engines import Engine, Engines, Hypothesis, Wish

__all__ = ["StockModel"]


class StockModel:
    """A model whose engines carry no sentinels."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._known: dict[str, StockEngine] = {}

    def engine(self, language: str) -> StockEngine:
        """Return the engine of a language."""
        if language not in self._known:
            self._known[language] = StockEngine(self._engines.engine(language))
        return self._known[language]

    def signature(self) -> str:
        """Return what shapes the translations."""
        return f"{self._engines.signature()}/stock"


class StockEngine:
    """An engine that carries no sentinels."""

    sentinels: frozenset[str] = frozenset()

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = f"{engine.name}/stock"
        self.max_source_tokens = engine.max_source_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text."""
        return self._engine.count_tokens(texts)

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return what the engine answers."""
        return self._engine.translate(texts, beam=beam, n_best=n_best, no_repeat=no_repeat)

    def translate_with(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return what the engine answers, if it can be held to phrases."""
        if not isinstance(self._engine, Constrained):
            return [[] for _ in wishes]
        return self._engine.translate_with(wishes)

    def put_in(self, wishes: Sequence[Wish]) -> list[list[Hypothesis]]:
        """Return what the engine answers, if it can be held to phrases."""
        if not isinstance(self._engine, Constrained):
            return [[] for _ in wishes]
        return self._engine.put_in(wishes)
