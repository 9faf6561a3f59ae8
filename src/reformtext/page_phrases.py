"""The phrases of ``data/page_lines.toml``, as patterns of folded text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from reformtext.text import unaccented

__all__ = ["phrases", "phrases_by_language"]


@cache
def phrases_by_language() -> dict[str, dict[str, str]]:
    """Return the tables of phrases: their name, and what is written for each language."""
    return tomllib.loads((files("reformtext") / "data" / "page_lines.toml").read_text("utf-8"))


@cache
def phrases(table: str) -> re.Pattern[str]:
    """Return what matches the phrases of a table in any language, in text that is folded.

    Raises:
        KeyError: when there is no such table.
    """
    written = phrases_by_language()[table].values()
    lines = "|".join(line for text in written for line in text.strip().splitlines())
    return re.compile(f"(?:{unaccented(lines.casefold())})")
