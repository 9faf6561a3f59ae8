"""Where an English text has a concept of the glossary: its canonical name, another wording."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from reformtext.languages.inflection import is_abbreviation
from reformtext.text import LINE_BREAKS
from reformtext.values import Span, Term

if TYPE_CHECKING:
    from reformtext.glossary import Concept

__all__ = ["canonical", "english_forms", "find_english", "find_wording", "plural"]

_PREPOSITION = re.compile(r"(?<=\w)(?= (?:of|for|on|to|in|and) )")
_ARTICLE = re.compile(r"\b([Aa])n? $")
_VOWEL = re.compile(r"(?!eu|uni|use|one\b)[aeiou]", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_IRREGULAR = {"man": "men", "woman": "women", "person": "people"}
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)", re.IGNORECASE)


def _plural(phrase: str) -> str:
    """Return an English phrase with its last word in the plural."""
    word = re.split(r"[ -]", phrase)[-1]
    for one, many in _IRREGULAR.items():
        if word.lower() == one:
            return phrase[: -len(one) + 1] + many[1:]
    if re.search(r"[^aeiou]y$", word):
        return f"{phrase[:-1]}ies"
    return f"{phrase}es" if _SIBILANT.fullmatch(word[-2:]) or word[-1] in "sxz" else f"{phrase}s"


def plural(name: str) -> str:
    """Return a name in the plural, by its first noun if a preposition follows on it."""
    head = _PREPOSITION.search(name)
    return _plural(name[: head.start()]) + name[head.start() :] if head else _plural(name)


def english_forms(concept: Concept | Term) -> tuple[str, ...]:
    """Return the wordings that count as a concept's canonical English.

    They are the canonical name, its plural (``Ministers of Finance`` by its first noun), and the
    possessive of each.  The other wordings of the concept are not among them.
    """
    return _forms(concept.english)


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[str, ...]:
    bare = [name, _plural(name), plural(name)]
    owning = [f"{form}'" if form.endswith("s") else f"{form}'s" for form in bare]
    return tuple(dict.fromkeys((*bare, *owning)))


@lru_cache(maxsize=4096)
def _english_pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    wordings = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){_wording(form)}(?!\w)" for form in wordings))


def _wording(form: str) -> str:
    """Return a pattern for a wording: any spaces, hyphens and apostrophes; capitals as one."""
    pieces = (
        re.escape(word) if is_abbreviation(word) else f"(?i:{re.escape(word)})"
        for word in re.split(r"[ -]", form)
    )
    return rf"(?:[^\S{LINE_BREAKS}]+|[-‐‑])".join(pieces).replace("'", "['’]")


def find_english(concept: Concept | Term, english: str, start: int = 0) -> Span | None:
    """Return where an English text first has a concept by its canonical name, or None.

    Args:
        concept: the concept, or a mention of it.
        english: where to look.
        start: the character to begin at: the end of the last mention, to find the next.
    """
    match = _english_pattern(english_forms(concept)).search(english, start)
    return Span(*match.span()) if match else None


def find_wording(term: Term, english: str) -> Span | None:
    """Return where an English text first has a term by its canonical name or another wording."""
    canonical = find_english(term, english)
    if canonical or not term.also:
        return canonical
    match = _english_pattern(_other_forms(term.also)).search(english)
    return Span(*match.span()) if match else None


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
