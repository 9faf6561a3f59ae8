"""Headlines and labels of captions in capitals, as a model can read them.

``REGJERINGEN LEGGER FRAM EN PLAN`` reaches a model as pieces that it hardly met in training: it
copies or garbles them.  In the case of a sentence they are words like any other.  Other labels stay
in capitals: in lower case (``Kritisk: …``) they may be dropped, and nothing would tell.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reformtext.languages import find
from reformtext.name_words import lexicon

__all__ = ["in_sentence_case"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_LABEL: Final = re.compile(r"\W{0,3}+(?P<words>[^\W\d_]{3,}+(?: [^\W\d_]{2,}+){0,2}+)(?=\s?[:|])")
_LEAST_WORDS: Final = 3  # of a headline
_LEAST_CREDIT: Final = 2  # of a caption, with its label
_LEAST_LETTERS: Final = 4  # of a label; a shorter one is an abbreviation
_LEAST_TITLED: Final = 5  # of a name; what is shorter may be an acronym
_LEAST_FIRST: Final = 3  # of the word that opens a headline; a shorter one may be a party
_LONGEST: Final = 300  # characters of a headline


def in_sentence_case(text: str, language: str) -> str:
    """Return a text in the case of a sentence, if it is a headline, or with its label so.

    Every character keeps its place.  A word stays in capitals where it may be an acronym, and a
    text that is no headline and opens with no label of a caption is left as it is.

    Args:
        text: a sentence or a line.
        language: of the text.
    """
    if len(text) <= _LONGEST and text.isupper() and (line := _headline(text, language)) != text:
        return line
    label = _LABEL.match(text)
    if label and label["words"].isupper() and label["words"].lower() in _captions(language):
        return _lowered(text, *label.span("words"))
    return text


@cache
def _captions(language: str) -> frozenset[str]:
    """Return the labels of captions, without those that are abbreviations."""
    return frozenset(
        label for label in find(language).caption_labels if len(label) >= _LEAST_LETTERS
    )


def _lowered(text: str, start: int, end: int) -> str:
    """Return a text with a stretch of it in lower case but for its first letter."""
    lower = text[start + 1 : end].lower()
    return text[: start + 1] + lower + text[end:] if len(lower) == end - start - 1 else text


def _headline(text: str, language: str) -> str:
    """Return a line in capitals in the case of a sentence, if most of its words are common."""
    common, captions = lexicon(language), _captions(language)
    words = list(_WORD.finditer(text))
    known = [w for w in words if w[0].lower() in captions or common.is_common(w[0].lower())]
    credit = bool(words) and words[0][0].lower() in captions
    least = _LEAST_CREDIT if credit else _LEAST_WORDS
    if len(words) < least or 2 * len(known) <= len(words):
        return text
    for word in words:
        start, end = word.span()
        enough = _LEAST_TITLED if word not in known else _LEAST_FIRST if word is words[0] else 1
        if word[0] in common.acronyms or end - start < enough:
            continue
        text = _lowered(text, start, end)
        if word in known and word is not words[0]:
            text = text[:start] + text[start].lower() + text[start + 1 :]
    return text
