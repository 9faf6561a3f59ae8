"""Where the English carries a name of the source."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reformtext.name_inflection import INFLECTING, shared_stem
from reformtext.name_words import (
    PARTICLES,
    WORD,
    fold,
    fold_character,
    is_english,
    is_syllable,
    lexicon,
)
from reformtext.text import seen
from reformtext.values import Name, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["POSSESSIVE", "find_name"]

_STEM_LETTERS = 4  # that an inflected name, of one word or more, must share with the English
_BETWEEN = re.compile(r"[\s.\-]+")
POSSESSIVE = re.compile(r"['’]s?$")
"""What ends a word that is a possessive: ``Merkel's``."""
_BASED = re.compile(r"(?<=\w)-[a-z]{4,}$")  # Rotterdam-based
_GENITIVE = re.compile(r"(?<=[^\Ws])s$")  # of an inflected name: Ayrs
_PLURAL_LETTERS = 4  # of the last word of a name that may have a plural: the Rosenbergs
_PART_LETTERS = 3  # of a part of a name that may stand alone
_LOOKED = 40  # characters before a part, for the word there
_BEFORE = re.compile(r"([^\W\d_][\w'’.-]*)[ \u00a0]$")
_AFTER = re.compile(r"[ \u00a0][^\W\d_a-zà-öø-ÿ](?!\w{1,3}\. )")  # but for a title, Sen.
# Words that are capitalised only where a sentence or a title begins.
_SMALL: Final = frozenset("a an and as at but by for from in of on that the to with".split())  # noqa: SIM905 -- easier to read


def find_name(name: Name, english: str, language: str = "") -> Span | None:
    """Find where the English carries a name.

    The words of the name are looked for as they stand, then without diacritics; of a name that
    may be inflected also without the genitive of Norwegian, and in Polish and Romanian by the
    stems of those words that may be, on words that are capitalised.  A plural or a demonym will
    do, ``the Rosenbergs``, ``Syrians``.  What the source has side by side may be two names in the
    English, ``Stamford Bridge in London``, if each stands there alone.

    Args:
        name: a name of the source.
        english: the English of it.
        language: of the source; without it the name must stand whole.

    Returns:
        The first place in ``english``, without a possessive ``'s``; None if it is not there.  Of a
        name in two parts it is the place of the longer one.
    """
    text = seen(name.text)
    words = WORD.findall(text)
    if not words:
        return None
    if exact := _as_it_stands(name.text, english) or _as_it_stands(text, english):
        return exact
    folded = fold(text)
    if _may_hold(folded, english):
        genitive = bool(language and lexicon(language).genitive)
        bare = _GENITIVE.sub("", folded) if genitive and name.inflected else folded
        owned = _exactly(folded).replace(r"s[\s", r"'?s[\s") if genitive else _exactly(folded)
        for form in dict.fromkeys((owned, _exactly(bare), _derived(folded))):
            if found := _find_folded(form, english):
                return found
    if name.inflected and language in INFLECTING and (at := _find_stems(words, english, language)):
        return at
    return _find_apart(text, english, language if name.inflected else "")


def _as_it_stands(text: str, english: str) -> Span | None:
    """Return where the very characters of a name stand, as whole words."""
    start = english.find(text)
    while start >= 0:
        end = start + len(text)
        if not (_is_wordy(english[start - 1 : start]) or _is_wordy(english[end : end + 1])):
            return Span(start, end)
        start = english.find(text, start + 1)
    return None


def _is_wordy(character: str) -> bool:
    return character.isalnum() or character == "_"


def _exactly(name: str) -> str:
    """Return a pattern of the words of a name, with spaces, stops or hyphens between them."""
    return r"[\s.\-]{1,3}".join(map(re.escape, _BETWEEN.split(name)))


def _derived(name: str) -> str:
    """Return a pattern of the plural of a name, and of who belongs to it."""
    last = WORD.findall(name)[-1:]
    if not last or len(last[0]) < _PLURAL_LETTERS or last[0].isupper():
        return "(?!)"
    if name.endswith(("y", "Y")):
        return f"{_exactly(name[:-1])}(?:ies|ys)"
    return _exactly(name) + ("(?:s|ns?)" if name.endswith(("a", "A")) else "(?:e?s|i?ans?|n?ese)")


def _may_hold(folded: str, english: str) -> bool:
    """Return whether a text has the beginning of a name: to look for it takes a pattern of it.

    Beyond ASCII small letters are too many things for that.
    """
    first = _BETWEEN.split(folded, maxsplit=1)[0][:-1]
    text = _folded(english)[0]
    return not (first.isascii() and text.isascii()) or first.lower() in text.lower()


def _find_folded(pattern: str, english: str) -> Span | None:
    folded, places = _folded(english)
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", folded, re.IGNORECASE):
        if any(map(str.isupper, found.group())):
            return Span(places[found.start()], places[found.end() - 1] + 1)
    return None


def _find_stems(words: Sequence[str], english: str, language: str) -> Span | None:
    cases = lexicon(language).cases
    wanted = [(fold(word).lower(), language if cases.search(word) else "") for word in words]
    there = [m for m in WORD.finditer(english) if not m.group().islower() or m.group() in PARTICLES]
    keys = [_BASED.sub("", POSSESSIVE.sub("", match.group())) for match in there]
    folded = [fold(key).lower() for key in keys]
    for i in range(len(there) - len(words) + 1):
        pairs = zip(wanted, folded[i : i + len(words)], strict=True)
        shared = [shared_stem(word, other, code) for (word, code), other in pairs]
        between = (english[a.end() : b.start()] for a, b in pairwise(there[i : i + len(words)]))
        if any(any(map(str.isalpha, gap)) for gap in between):
            continue
        if all(shared) and sum(shared) >= _STEM_LETTERS:
            last = i + len(words) - 1
            return Span(there[i].start(), there[last].start() + len(keys[last]))
    return None


def _find_apart(text: str, english: str, language: str) -> Span | None:
    """Return the longer of two parts of a name that both stand in the English, each alone.

    Where one has several words a title may stand beside them, ``Surabaya Mayor Eri Ayu``, and
    either may be inflected.  The name of a person in Vietnamese syllables has no parts.
    """
    words = list(WORD.finditer(text))
    if len(words) == 1 or all(is_syllable(word.group()) for word in words):
        return None
    for i in range(1, len(words)):
        parts = text[: words[i - 1].end()], text[words[i].start() :]
        long = len(words) > len(parts)
        spans = [
            next(_alone(part, english, titled=long), None)
            or (_find_form(part, english, language) if long else None)
            for part in parts
        ]
        if spans[0] and spans[1] and not spans[0].overlaps(spans[1]):
            return max(filter(None, spans), key=len)
    return None


def _find_form(part: str, english: str, language: str) -> Span | None:
    """Return where a part of an inflected name stands in another form."""
    return _find_stems(WORD.findall(part), english, language) if language in INFLECTING else None


def _alone(part: str, english: str, *, titled: bool) -> Iterator[Span]:
    """Yield where a part of a name stands, with no other capitalised word right beside it.

    If it may be ``titled``, that may be a word that English has: ``Surabaya Mayor``.
    """
    if len(part) < _PART_LETTERS or part.islower() or part not in english:
        return
    for found in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", english):
        before = _BEFORE.search(english[max(0, found.start() - _LOOKED) : found.start()])
        after = _AFTER.match(english, found.end())
        follower = WORD.match(english, after.end() - 1) if after else None
        beside = [before[1]] if before and _is_of_a_name(before[1]) else []
        beside += [follower[0]] if follower else []
        if not beside or (titled and all(is_english(word.lower()) for word in beside)):
            yield Span(*found.span())


def _is_of_a_name(word: str) -> bool:
    """Return whether a word is capitalised for no other reason: no title, no "The"."""
    return word[0].isupper() and not word.endswith(".") and word.lower() not in _SMALL


@lru_cache(maxsize=16)
def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the text without diacritics, and where each of its characters stood."""
    if text.isascii():
        return text, range(len(text))
    pieces = [fold_character(character) for character in text]
    places = [i for i, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places
