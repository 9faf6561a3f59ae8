"""Lines that are names alone: who played, and who took a picture."""

from __future__ import annotations

import re
from typing import Final

from reformtext.name_words import PARTICLES, lexicon
from reformtext.text import unaccented

__all__ = ["english_credit", "is_list_of_names"]

_LEAST_NAMES: Final = 4
_MOST_WORDS: Final = 4  # of a name
_MOST_COMMON: Final = 0.4  # share of the words that may be common ones too, as Bayu, "wind"
_BETWEEN: Final = re.compile(r"\s*[,;/|•]\s*|\s+[-–—]\s+")
_LABEL: Final = re.compile(r"([^:,;]{2,40}):\s+")
_BESIDE: Final = re.compile(r"\([^()]{0,20}\)|\b\d{1,3}['’]?(?!\w)")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_CREDIT: Final = re.compile(r"\(?([^\W\d_]{3,12})(?:\.|:|\s?/|\.:)\s*([^()]{3,100}?)\)?\.?")
_PHOTO: Final = frozenset({"bilde", "fot", "foto", "fotografie", "zdj", "zdjecie"})


def is_list_of_names(text: str, language: str) -> bool:
    """Return whether a text is nothing but names, four or more: a team, with its name before it.

    Few of their words are common ones, and none has another word in English: a list of goods, of
    countries or a headline in capitals is to be translated.

    Args:
        text: a line or a sentence.
        language: of the article: ``id``, ``no``, ``pl`` or ``ro``.
    """
    if len(_BETWEEN.findall(text)) < _LEAST_NAMES - 1:
        return False
    label = _LABEL.match(text)
    before, rest = (label[1], text[label.end() :]) if label else ("", text)
    items = _names(rest)
    if len(items) < _LEAST_NAMES or (before and not _names(before)):
        return False
    known = lexicon(language)
    words = [word for item in items for word in item if word not in PARTICLES]
    if any(map(known.is_translated, words)):
        return False
    common = sum(known.is_common(word.lower()) for word in words)
    return common <= _MOST_COMMON * len(words)


def english_credit(text: str, language: str) -> str:
    """Return the credit of a picture in English, ``Photo: Kari Moe / NTB``; empty if it is none.

    Args:
        text: a caption.
        language: of the article.
    """
    match = _CREDIT.fullmatch(text)
    if not match or unaccented(match[1].lower()) not in _PHOTO:
        return ""
    items = _names(match[2])
    is_common = lexicon(language).is_common
    person = bool(items) and len(items[0]) > 1
    if not person or all(is_common(word.lower()) for word in items[0]):
        return ""
    return f"Photo: {' '.join(match[2].split())}"


def _names(text: str) -> list[list[str]]:
    """Return the names that make up a text, in words; none if there is anything else in it."""
    found: list[list[str]] = []
    for part in _BETWEEN.split(_BESIDE.sub(" ", text).strip(" .")):
        words = part.split()
        if not words or len(words) > _MOST_WORDS or not all(map(_is_of_name, words)):
            return []
        found.append(words)
    return found


def _is_of_name(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and (word[0].isupper() or word in PARTICLES)
