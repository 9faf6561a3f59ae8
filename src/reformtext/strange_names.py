"""Names of an English text that come from nowhere: neither its source nor English has them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reformtext.name_inflection import INFLECTING, shared_start, shared_stem
from reformtext.name_matching import POSSESSIVE
from reformtext.name_words import english_names, fold, is_english
from reformtext.text import seen
from reformtext.values import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["find_strange"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # the parts of what a hyphen joins
_ENDING: Final = re.compile(r"(?<=[^s])s$")  # of a plural
_SHORTEST: Final = 4  # letters: shorter ones are found in any language
_SAME: Final = 2  # first letters that forms of a name share: a stem is longer
_AKIN_LETTERS: Final = 4  # that words of one name share, and that may follow on them
_AKIN_SHARE: Final = 0.6  # of the English letters
_SHORTEST_CAPITALS: Final = 6  # in capitals: shorter ones are acronyms
_GLUED: Final = {"id": re.compile("nya$"), "no": re.compile("s$")}
_NONE: Final = re.compile("(?!)")
_ABBREVIATED: Final = re.compile(r"(?<!\w)\w{1,5}\.(?= [^\W\d_a-z])")  # Sens. John Kennedy


def find_strange(
    source: str, english: str, language: str, carried: Sequence[Span]
) -> Iterator[str]:
    """Yield the capitalised words of an English text that are of no source and no English word.

    A word of the source may have another ending there, ``Lublin`` of ``Lublinie``, if its language
    inflects names; in the others the English must have it letter by letter, but for diacritics.
    What is known of English is its dictionary, and ``name_words.english_names``.

    Args:
        source: the segment.
        english: its translation.
        language: of the source.
        carried: the places in ``english`` of what is known to be of the source.
    """
    words: Collection[str] | None = None
    for match in _WORD.finditer(english):
        bare = POSSESSIVE.sub("", match[0])
        short = len(bare) < _SHORTEST or _ABBREVIATED.match(english, match.start())
        if short or not (bare.istitle() or (bare.isupper() and len(bare) >= _SHORTEST_CAPITALS)):
            continue
        word = fold(bare).lower()
        if _is_known(word) or any(Span(*match.span()).overlaps(span) for span in carried):
            continue
        words = _words(source) if words is None else words
        if not _is_among(word, words, language):
            yield match[0]


@lru_cache(maxsize=4096)
def _is_known(word: str) -> bool:
    """Return whether English has a word, or its singular."""
    forms = {word, _ENDING.sub("", word)}
    return any(is_english(form) or form in english_names() for form in forms)


def _words(text: str) -> frozenset[str]:
    words = {word for form in {text, seen(text)} for word in _WORD.findall(form)}
    return frozenset(fold(POSSESSIVE.sub("", word)).lower() for word in words)


def _is_among(word: str, source: Collection[str], language: str) -> bool:
    forms = {word, _ENDING.sub("", word)}
    if not forms.isdisjoint(source):
        return True
    if language in INFLECTING:
        near = [other for other in source if other[:_SAME] == word[:_SAME]]
        return any(
            _is_akin(other, form) or shared_stem(other, form, language)
            for other in near
            for form in forms
        )
    glued = _GLUED.get(language, _NONE)
    return any(glued.sub("", other) in forms for other in source)


def _is_akin(source: str, english: str) -> bool:
    """Return whether words may be of one name, the exonym and the adjective included."""
    length = shared_start(source, english)
    enough = length >= max(_AKIN_LETTERS, _AKIN_SHARE * len(english))
    return enough and len(source) - length <= _AKIN_LETTERS
