"""Lines that are names alone: who played, and who took a picture."""

from __future__ import annotations

import re
from typing import Final

from reformtext.name_words import PARTICLES, Lexicon, lexicon
from reformtext.page_phrases import phrases
from reformtext.text import unaccented

__all__ = ["english_credit", "is_list_of_names"]

_LEAST_NAMES: Final = 4
_MOST_WORDS: Final = 4  # of a name
_MOST_COMMON: Final = 0.4  # share of the words that may be common ones too, as Bayu, "wind"
_BETWEEN: Final = re.compile(r"[,;/|•]|(?<=\s)[-–—](?=\s)")
_SHORT: Final = 3  # letters of a common word that is as often a name, as Tor
_TITLE_CASE: Final = frozenset({"id"})  # where every word of a headline has a capital
_AGENCY: Final = ("agencja ", "agentia ")
_LABEL: Final = re.compile(r"([^:,;]{2,40}):\s+")
_BESIDE: Final = re.compile(r"\([^()]{0,20}\)|\b\d{1,3}['’]?(?!\w)")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_CREDIT: Final = re.compile(r"\(?([^\W\d_]{3,12})(?:\.|:|\s?/|\.:)\s*([^()]{3,100}?)\)?\.?")
_PHOTO: Final = frozenset({"bilde", "fot", "foto", "fotografie", "zdj", "zdjecie"})


def is_list_of_names(text: str, language: str) -> bool:
    """Return whether a text is nothing but names, four or more: a team, with its name before it.

    Few of their words are common ones, and none has another word in English: a list of goods, of
    countries or a headline in capitals is to be translated.  Headlines have their verb in the first
    item or the last, and a label that is a common word says what the names are: none has one.

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
    if _says_more(before.split(), known) or any(
        len(word) > _SHORT for item in (items[0], items[-1]) for word in _says_more(item, known)
    ):
        return False
    words = [word for item in items for word in item if word not in PARTICLES]
    if any(map(known.is_translated, words)):
        return False
    common = sum(known.is_common(word.lower()) for word in words)
    return common <= _MOST_COMMON * len(words)


def english_credit(text: str, language: str) -> str:
    """Return the credit of a picture in English, ``Photo: Kari Moe / NTB``; empty if it is none.

    A common word that no person is called by makes it a caption: ``Foto: Kebakaran Gudang``.

    Args:
        text: a caption.
        language: of the article.
    """
    match = _CREDIT.fullmatch(text)
    if not match or unaccented(match[1].lower()) not in _PHOTO:
        return ""
    items = _names(match[2])
    known = lexicon(language)
    person = bool(items) and len(items[0]) > 1 and not _says_more(items[0], known)
    if not person or any(_says_more(item, known) and not _is_agency(item) for item in items[1:]):
        return ""
    return f"Photo: {' '.join(match[2].split())}"


def _says_more(words: list[str], known: Lexicon) -> list[str]:
    """Return the common words that nobody is called by; none behind a first name, but in titles."""
    lower = [word.lower() for word in words if word not in PARTICLES]
    first = known.people | known.given
    if lower and known.code not in _TITLE_CASE and lower[0] in first:
        return []
    called = first | known.family | known.also_names
    return [word for word in lower if word not in called and known.is_common(word)]


def _is_agency(words: list[str]) -> bool:
    folded = unaccented(" ".join(words).lower())
    return folded.startswith(_AGENCY) or phrases("agencies").fullmatch(folded) is not None


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
