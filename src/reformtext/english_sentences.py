"""Whether a sentence in an article of another language is English already."""

from __future__ import annotations

import re

from reformtext.languages.numerals import words as _words
from reformtext.name_words import is_english, lexicon

__all__ = ["is_english_sentence"]

_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]{2,}(?![\w'’-])")
# Words that hardly a sentence goes without; no other language that is read has two of them.
_COMMON = _words(
    """
    after and are been but by for from had has have in is it must not of on said she should that
    the their they this to was we were which who will with would you
    """
)
_LEAST_COMMON = 2
_LEAST_WORDS = 4
_LEAST_ENGLISH = 0.8  # of the words in lower case, and more than the language of the article has


def is_english_sentence(text: str, language: str) -> bool:
    """Return whether a text is English, though it stands in an article of another language.

    Args:
        text: a sentence or a few.
        language: of the article: ``id``, ``no``, ``pl`` or ``ro``.
    """
    words = [word for word in _WORD.findall(text) if word.islower()]
    if len(words) < _LEAST_WORDS or len(_COMMON.intersection(words)) < _LEAST_COMMON:
        return False
    unknown = [word for word in words if not is_english(word)]
    own = lexicon(language)
    if any(map(own.is_common, unknown)):  # "…", skriver avisen.
        return False
    english = len(words) - len(unknown)
    return english >= _LEAST_ENGLISH * len(words) and english > sum(map(own.is_common, words))
