"""A model that carries no sentinels, as published ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.engines import Engine, Engines, Hypothesis

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
    """An engine that carries no sentinels, and remembers what it was asked."""

    sentinels: frozenset[str] = frozenset()

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: dict[tuple[str, int, int, int], list[Hypothesis]] = {}

    @property
    def name(self) -> str:
        """The name of the engine."""
        return self._engine.name

    @property
    def max_source_tokens(self) -> int:
        """The longest text, in tokens."""
        return self._engine.max_source_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of source tokens of each text."""
        return self._engine.count_tokens(texts)

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        """Return what the engine answers, or answered before."""
        keys = [(text, beam, n_best, no_repeat) for text in texts]
        new = [key for key in dict.fromkeys(keys) if key not in self._answers]
        if new:
            rows = self._engine.translate(
                [key[0] for key in new], beam=beam, n_best=n_best, no_repeat=no_repeat
            )
            self._answers.update(zip(new, rows, strict=True))
        return [self._answers[key] for key in keys]
