"""The phrases of ``data/page_lines.toml``, as patterns of folded text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from reformtext.text import unaccented

_ASKING = "<asking>"
# A witness is asked to call the police by the text, not by the page.
_NOT_POLICE = r"(?!.*\b(?:poli[cst]\w*|1\d\d|02800|911|999)\b)"

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
    pattern = unaccented(lines.casefold())
    if _ASKING in pattern:
        pattern = pattern.replace(_ASKING, _NOT_POLICE + phrases("asking").pattern)
    return re.compile(f"(?:{pattern})")
