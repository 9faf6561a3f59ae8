"""The language that the caller knows, in place of detection, and where the text speaks against it.

What was asked for is done all the same: German text that is said to be Norwegian is translated as
if it were.  But its trace says so, and the report does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reformtext.article import Article, Detection
from reformtext.detection import ENOUGH, detect, evidence
from reformtext.languages import ALIASES
from reformtext.text import count_letters

__all__ = ["assume_language"]

_SURE: Final = 0.8  # the confidence of a detection that speaks against what the caller knows


def assume_language(article: Article, *, language: str) -> Article:
    """Return the article with a language that the caller knows: a stage in place of detection.

    Where neither engine finds it, and the detection is sure of another, the trace says so and the
    detection has their votes: ``Detection.doubted``.

    Args:
        article: any.
        language: its code.

    Raises:
        ModelError: when an engine's data cannot be loaded.
    """
    other = _other(evidence(article), language)
    if other is None:
        return replace(article, detection=Detection(language, confidence=1.0))
    given = Detection(language, confidence=1.0, votes=other.votes)
    detail = f"{language} was given, but the text is {other.language} {other.confidence:.3f}"
    return replace(article, detection=given).noted("detect", "language doubted", detail)


def _other(text: str, language: str) -> Detection | None:
    """Return what is surely found in place of a language; None where nothing is."""
    if count_letters(text) < ENOUGH:
        return None
    found = detect(text)
    votes = {ALIASES.get(vote.language, vote.language) for vote in found.votes}
    return found if found.confidence >= _SURE and language not in votes else None
