"""Names of persons that are common words as well: what a first name or an office says of them."""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from reformtext.name_inflection import INFLECTING, shared_stem
from reformtext.name_words import PARTICLES, WORD, fold, lexicon
from reformtext.word_dictionaries import lemma

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reformtext.name_words import Lexicon, Word

__all__ = ["DEGREE", "is_called", "mark_people", "mark_surnames", "mark_syllables", "surnames_of"]

DEGREE: Final = re.compile(
    r""",\ (?:
    [SM]\.\ ?(?:Ag|Ak|E|Farm|Gz|H|Han|Hum|Hut|I\.Kom|IP|Ip|Kom|KM|Kep|Kes|Kn)
    |[SM]\.\ ?(?:P|Pd|Pi|Psi|Pt|S|Si|Sn|Sos|T|Th|TP)
    |M\.\ ?(?:A|Ag|B\.A|Eng|M|Phil|Sc)|A\.Md(?:\.[A-Z]\w{0,3})?|Apt|B\.(?:A|Sc)|LL\.[BM]|Ph\.\ ?D
    |Sp\.\ ?[A-Z]\w{0,4}(?:-K|\(K\))?
    )(?!\w)""",
    re.VERBOSE,
)
"""A degree behind a name and a comma: ``M.Si``, ``S.H.``, ``Sp.A``."""
_MONARCH: Final = re.compile(r"[IVX]+")  # behind a name that is translated: Jan Paweł II
_COMPASS: Final = re.compile(r"[nw](?:a|ą|ej|y|ego|ym)$")
_TITLE_CASE: Final = frozenset({"en", "id"})  # the languages of headlines in title case
_REACH: Final = 3  # words, from a first name to the number of a monarch
# No Polish surname for sure: of adjectives, and of what is the same in all cases, dyrektor Muzeum.
_ADJECTIVAL: Final = re.compile(r"(?:[yi]|um|[nwk]a)$")
_ENDS_AS_SURNAME: Final = re.compile(
    r"[^\W\d_]{2}(?:(?:czyk|czak|wicz)(?:a|iem|em|owi|u)?|escu|eanu)(?:lui)?\Z"
)
_OF_SURNAMES: Final = ("czyk", "czak", "wicz", "escu", "eanu")
"""Ends of a surname in the nominative: what somebody is the head of is in the genitive."""
_SHORTEST: Final = 4  # letters of a surname that is found in other cases


def mark_people(run: Sequence[Word], words: Lexicon) -> None:
    """Mark first names with the word behind each, common or not: ``Agnieszka Król``.

    A first name that is a common word is one where an office stands before it, ``Menteri Wahyu
    Utama``, or where what is behind it is of a name as well.  Of monarchs and popes, ``Jan Paweł
    II``, nothing is said: English calls them otherwise.  Behind what somebody is the head of there
    begins another name: ``prezydent Krakowa Jan Kowalski``.
    """
    titled = False
    for i, (word, after) in enumerate(pairwise(run)):
        key = word.text.lower()
        titled |= word.office or key in words.offices
        if not _may_be_person(word, after, words):
            continue
        if any(_MONARCH.fullmatch(other.text) for other in run[i + 1 : i + 1 + _REACH]):
            return
        weak = key in words.given
        follower = after.text.lower()
        family = follower in words.family or follower in words.given or follower in words.people
        if key in words.people or (weak and (titled or family)):
            word.sure = after.sure = True
            word.blocked = after.blocked = False
        word.anew = key in words.people and _is_behind_office(run, i, words)


def _is_behind_office(run: Sequence[Word], place: int, words: Lexicon) -> bool:
    """Return whether an office and what it is of stand before a place, and no person's name."""
    if place and len(run[place - 1].text) == 1:
        return False
    for word in map(run.__getitem__, range(place - 1, -1, -1)):
        key = word.text.lower()
        if word.particle or key in words.people or key in words.given:
            return False
        if _is_behind_title(word, words):
            return not key.endswith(_OF_SURNAMES)
    return False


def _is_behind_title(word: Word, words: Lexicon) -> bool:
    """Return whether an office stands before a word, in whatever case."""
    if word.office or words.code not in INFLECTING or not word.behind:
        return word.office
    return lemma(word.behind, words.code) in words.offices


def _may_be_person(word: Word, after: Word, words: Lexicon) -> bool:
    """Return whether a word and the next have the places of a first name and of another name."""
    if word.particle or after.particle or not after.text[1:2].islower():
        return False
    if after.opens and not (after.headline and not (words.code in _TITLE_CASE and after.common)):
        return False
    if word.blocked and (word.renamed or _COMPASS.search(after.text)):  # Karolina Północna
        return False
    if word.opens and word.common and word.text.lower() not in words.given and after.common:
        return False  # Marka Premium
    return not after.blocked or after.text.partition("-")[2].istitle()


def is_called(word: Word, words: Lexicon) -> bool:
    """Return whether a common word, alone behind an office, is the surname of who holds it.

    In Polish it has the form of the dictionary, unlike an institution: ``minister Gołąb``, but
    ``minister Zdrowia``.
    """
    if words.code != "pl" or not word.office or word.opens or word.blocked:
        return False
    key = word.text.lower()
    return key.isalpha() and not _ADJECTIVAL.search(key) and lemma(key, words.code) == key


def surnames_of(names: Collection[str], text: str, language: str) -> frozenset[str]:
    """Return the surnames of persons whose full names an article has.

    A word that the article writes in lower case as well is none.

    Args:
        names: those of the article.
        text: the article.
        language: ``id``, ``no``, ``pl``, ``ro`` or ``en``.
    """
    words = lexicon(language)
    lowered = {word for word in WORD.findall(text) if word.islower()}
    found: set[str] = set()
    for name in names:
        first, *others = name.split()
        if others and others[-1].istitle() and others[-1].lower() not in lowered:
            person = first.lower() in words.people or first.lower() in words.given
            if person and others[-1].lower() not in PARTICLES:
                found.add(others[-1])
    return frozenset(found)


def mark_surnames(run: Sequence[Word], surnames: Collection[str], words: Lexicon) -> None:
    """Mark a surname where it stands alone, in its other cases too: ``gol Kowalczyka``.

    A common word that opens a sentence may be no more than that, unless it ends as surnames do.
    """
    if not surnames or len(run) != 1 or run[0].sure or run[0].blocked or run[0].headline:
        return
    word = run[0]
    if word.opens and word.common and not _ENDS_AS_SURNAME.search(word.text):
        return  # Rada przyjęła uchwałę
    if word.text in surnames:
        word.sure = True
    elif words.code in INFLECTING and len(word.text) >= _SHORTEST:
        key = word.text.lower()
        form = lemma(key, words.code) if word.common else ""
        near = (name.lower() for name in surnames if name[0] == word.text[0])
        word.sure = any(
            form in {name, lemma(name, words.code)}
            if form
            else shared_stem(fold(key), fold(name), words.code)
            for name in near
        )


def mark_syllables(run: list[Word], surnames: Collection[str]) -> None:
    """Mark two and more Vietnamese syllables in a row, one of them at least no common word.

    What begins a sentence and is a common word is left out, unless it is the surname of a person,
    whose name has two or more syllables after it.
    """
    for shaped, group in groupby(run, key=lambda word: word.syllable):
        words = list(group)
        first, *others = words
        family = first.text.lower() in surnames and len(others) > 1
        if first.opens and (first.common or first.blocked) and not family:
            words = others
        foreign = any(not (word.common or word.blocked) for word in words)
        if shaped and len(words) > 1 and foreign:
            for word in words:
                word.sure = True
