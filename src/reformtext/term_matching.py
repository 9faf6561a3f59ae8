"""Where an English text has a concept of the glossary: its canonical name, another wording."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reformtext.english_plurals import plural, plural_of_last
from reformtext.languages.inflection import is_abbreviation
from reformtext.text import LINE_BREAKS
from reformtext.values import Span, Term

if TYPE_CHECKING:
    from reformtext.glossary import Concept

__all__ = ["canonical", "english_forms", "find_english", "find_wording"]

_ARTICLE = re.compile(r"\b([Aa])n? $")
_VOWEL = re.compile(r"(?!eu|uni|use|one\b)[aeiou]", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_JOINT = re.compile(rf"[^\S{LINE_BREAKS}]+|[-‐‑]")


def english_forms(concept: Concept | Term) -> tuple[str, ...]:
    """Return the wordings that count as a concept's canonical English.

    They are the canonical name, its plural (``Ministers of Finance`` by its first noun), and the
    possessive of each.  The other wordings of the concept are not among them.
    """
    return _forms(concept.english)


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[str, ...]:
    bare = [name, plural_of_last(name), plural(name)]
    owning = [f"{form}'" if form.endswith("s") else f"{form}'s" for form in bare]
    return tuple(dict.fromkeys((*bare, *owning)))


@lru_cache(maxsize=4096)
def _wordings(forms: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the words of wordings, the longest wordings first.

    A word that is read by its capitals stands there as it is, any other in small letters.
    """
    return tuple(
        tuple(
            word if is_abbreviation(word) else _small(word)
            for word in re.split(r"[ -]", form.replace("’", "'"))
        )
        for form in sorted(forms, key=len, reverse=True)
    )


@lru_cache(maxsize=16)
def _readings(english: str) -> tuple[str, str]:
    """Return a text with one kind of apostrophe, as it is and in small letters."""
    straight = english.replace("’", "'")
    return straight, _small(straight)


def _small(text: str) -> str:
    """Return a text in small letters, as long as it was."""
    return text.replace("İ", "i").lower()


def _search(forms: tuple[str, ...], english: str, start: int = 0) -> Span | None:
    """Return where the first of some wordings stands in a text, the longest one there.

    Between its words may be any spaces but a line's end, or a hyphen; capitals count in
    abbreviations alone.  To look for the words takes far less than to compile a pattern of all
    wordings, as a concept is seldom met often.
    """
    straight, small = _readings(english)
    best: Span | None = None
    for words in _wordings(forms):
        found = _find_words(words, straight, small, start)
        if found and (best is None or found.start < best.start):
            best = found
    return best


def _find_words(words: tuple[str, ...], straight: str, small: str, start: int) -> Span | None:
    first = words[0]
    text = straight if is_abbreviation(first) else small
    at = text.find(first, start)
    while at >= 0:
        end = _end_of(words, straight, small, at)
        if end is not None and not _is_wordy(small[at - 1 : at] + small[end : end + 1]):
            return Span(at, end)
        at = text.find(first, at + 1)
    return None


def _end_of(words: tuple[str, ...], straight: str, small: str, at: int) -> int | None:
    """Return where words end of which the first stands somewhere; None if the others do not."""
    end = at + len(words[0])
    for word in words[1:]:
        joint = _JOINT.match(small, end)
        if joint is None:
            return None
        text = straight if is_abbreviation(word) else small
        if not text.startswith(word, joint.end()):
            return None
        end = joint.end() + len(word)
    return end


def _is_wordy(characters: str) -> bool:
    """Return whether one of some characters may be part of a word."""
    return any(character.isalnum() or character == "_" for character in characters)


def find_english(concept: Concept | Term, english: str, start: int = 0) -> Span | None:
    """Return where an English text first has a concept by its canonical name, or None.

    Args:
        concept: the concept, or a mention of it.
        english: where to look.
        start: the character to begin at: the end of the last mention, to find the next.
    """
    return _search(english_forms(concept), english, start)


def find_wording(term: Term, english: str) -> Span | None:
    """Return where an English text first has a term by its canonical name or another wording."""
    canonical = find_english(term, english)
    if canonical or not term.also:
        return canonical
    return _search(_other_forms(term.also), english)


def canonical(term: Term, english: str) -> str:
    """Return an English text with another wording of a term replaced by its canonical name.

    Number, possessive and the capital of a sentence's beginning are kept, and "a" becomes "an"
    where it has to.

    Args:
        term: its English span is where the text has it.
        english: the text.
    """
    if term.english_span is None or find_english(term, term.english_span.of(english)):
        return english
    place = term.english_span
    new = _in_the_form_of(place.of(english), term)
    if place.start == 0 and english[:1].isupper():
        new = new[:1].upper() + new[1:]
    before = english[: place.start]
    if article := _ARTICLE.search(before):
        before = before[: article.end(1)] + ("n " if _VOWEL.match(new) else " ")
    return before + new + english[place.end :]


def _in_the_form_of(wording: str, term: Term) -> str:
    """Return the canonical name in the number of a wording, and possessive if that is."""
    ending = _POSSESSIVE.search(wording)
    bare = wording[: ending.start()] if ending else wording
    alone = bare.lower() in {other.lower() for other in term.also}
    new = term.english if alone else plural(term.english)
    if not ending:
        return new
    return f"{new}'" if new.endswith("s") else f"{new}'s"


@lru_cache(maxsize=4096)
def _other_forms(wordings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(form for wording in wordings for form in _forms(wording))
