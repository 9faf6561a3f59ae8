"""Words that may be of a name: which are common, and which English has another word for.

The dictionaries of simplemma say what is common: what they write in lower case, and list under a
lemma in lower case.  ``data/names.<language>.toml`` adds the little that they lack; countries and
cities with another name in English come from CLDR, by way of Babel.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from reformtext import languages
from reformtext.name_inflection import first_name_forms
from reformtext.text import UNSEEN
from reformtext.word_dictionaries import is_in_dictionary, lemma

if TYPE_CHECKING:
    from reformtext.values import Span

__all__ = [
    "LEADING",
    "PARTICLES",
    "WORD",
    "Lexicon",
    "Word",
    "english_names",
    "fold",
    "fold_character",
    "is_english",
    "is_syllable",
    "lexicon",
]

_LETTER = r"[\w\u0300-\u036f]"  # with the marks that a decomposed text has beside its letters
WORD: Final = re.compile(
    rf"(?:https?://|www\.)\S+|[\w.+-]{{1,64}}@\S+|{_LETTER}+(?:['’\-]{_LETTER}+)*"
)
LEADING: Final = frozenset({"von", "van", "bin", "binti", "ibn", "del", "della", "dos", "zu"})
PARTICLES: Final = LEADING | {"der", "den", "de", "la", "las", "los"}
_LOCALES: Final = {"id": "id", "no": "nb", "pl": "pl", "ro": "ro", "en": "en"}
# Indonesian borrows from Malay: its own dictionary is small.
_DICTIONARIES: Final = {code: (locale,) for code, locale in _LOCALES.items()} | {"id": ("id", "ms")}
_ADDRESS: Final = frozenset("/@")
_REMEMBERED = 32_768  # words
_STEM_LETTERS = 4  # that a word without its ending must have
_FOLDS: Final = (
    dict.fromkeys(UNSEEN, "")
    | {
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "ı": "i",
        "’": "'",
    }
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "þ": "th", "Þ": "Th", "ð": "d"}
)

# Onset and rhyme of a Vietnamese syllable, written without its diacritics: the closed set that
# Thompson (1965), "A Vietnamese Grammar", describes.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:a(?:ch|ng|nh|[cikmnoptuy])?|e(?:ch|ng|nh|[cmnoptu])?"
    r"|i(?:ch|nh|e(?:ng|[cmnptu])|[acmnptu])?"
    r"|o(?:ng|[cimnpt]|a(?:ch|ng|nh|[cimnopty])?|e[mnot]?)?"
    r"|u(?:ng|[acimnptu]|a(?:ng|[nty])|o(?:ng|[cimnptu])|e(?:ch|nh)?|y(?:ch|nh|[atu]|e[nt])?)?"
    r"|y(?:e(?:ng|[mntu]))?)"
)


@dataclass(slots=True)
class Word:
    """A word that may be of a name: ``sure`` is set once that is decided."""

    span: Span
    text: str
    opens: bool = False
    headline: bool = False
    behind: str = ""  # the word right before it, in lower case
    office: bool = False  # is that word
    renamed: bool = False  # by what stands before it: a saint, a pope
    closes: bool = False
    particle: bool = False
    syllable: bool = False
    common: bool = False
    blocked: bool = False
    sure: bool = False
    anew: bool = False  # a name begins with it, whatever stands before it


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What the words of a language are; all lower case but the acronyms."""

    code: str
    common: frozenset[str]  # words, and their stems, that the dictionaries lack
    also_names: frozenset[str]  # common words that are names where nothing else asks for a capital
    names: frozenset[str]  # names that look like common words, and first names of any language
    translated: frozenset[str]  # names that English has other words for, and their stems
    acronyms: frozenset[str]  # those that are the same in all languages
    given: frozenset[str]  # first names that are common words as well
    people: frozenset[str]  # and those that are not, in all their cases
    family: frozenset[str]  # common words that are behind one of ``given``
    offices: frozenset[str]  # what persons are called by before their names
    titled: frozenset[str]  # common words that have a capital before a name: of a king
    titles: frozenset[str]  # and what else is written with a capital before or behind a name
    doubled: bool  # whether two surnames are joined with a hyphen, common words or not
    streets: frozenset[str]  # words before the name of a street
    firms_before: frozenset[str]  # signs of a firm that stand behind its name, AS
    firms_behind: frozenset[str]  # and before it, PT
    surnames: frozenset[str]  # Vietnamese ones, unless sentences often begin with them
    heads: tuple[str, ...]  # what its compounds end with
    endings: re.Pattern[str]  # of its cases
    glued: re.Pattern[str]  # what a name may have glued to it: ``-ul``, ``'a``
    cases: re.Pattern[str]  # what ends a name that may be inflected
    adjectives: re.Pattern[str]  # what ends an adjective, as in Adriatic Sea
    participles: re.Pattern[str]  # what ends a participle, unlike a first name
    renaming: frozenset[str]  # of saints, popes and monarchs: the name after it is translated
    places: frozenset[str]  # names of places and the like, that compounds begin with
    linking: str  # what may join the parts of a compound; empty where there are none
    abbreviations: frozenset[str]  # words whose full stop ends no sentence
    genitive: str  # what a name takes without more ado
    unowned: frozenset[str]  # words before which it stands in no genitive

    def is_translated(self, word: str) -> bool:
        """Whether English has another word for this name."""
        return _is_translated(self, word)

    def is_renamed(self, token: str) -> bool:
        """Whether a capitalised word, as a text has it, is no name that English has as it is."""
        return _is_renamed(self, token)

    def is_compound(self, word: str) -> bool:
        """Whether this is a place joined to a common word: ``Koreahalvøya``."""
        return bool(self.linking) and word not in self.names and _is_compound(self, word)

    def is_common(self, word: str) -> bool:
        """Whether the language has the word, or each part of it."""
        if "-" not in word:
            return _is_common(self, word)
        return all(_is_common(self, part) for part in word.split("-"))


@lru_cache(maxsize=_REMEMBERED)
def _is_translated(words: Lexicon, word: str) -> bool:
    if word in words.names:
        return False
    stem = words.endings.sub("", word)
    forms = {word, stem if len(stem) >= _STEM_LETTERS else word, word.removesuffix(words.genitive)}
    # The lemma comes last: to find it takes far longer than all else.
    return not words.translated.isdisjoint(forms) or _lemma(word, words.code) in words.translated


@lru_cache(maxsize=_REMEMBERED)
def _is_renamed(words: Lexicon, token: str) -> bool:
    first, hyphen, rest = token.partition("-")
    if first.isupper():
        return token not in words.acronyms
    if any(map(str.isdigit, token)) or not _ADDRESS.isdisjoint(token):
        return True
    if hyphen and words.is_common(first.lower()) and not (words.doubled and rest.istitle()):
        return True
    parts = (token, rest) if hyphen else (token,)
    return any(
        words.is_translated(part) or words.is_compound(part) for part in map(str.lower, parts)
    )


@lru_cache(maxsize=_REMEMBERED)
def _is_compound(words: Lexicon, word: str) -> bool:
    for end in range(_STEM_LETTERS, len(word) - _STEM_LETTERS + 1):
        head = word[:end]
        if words.places.isdisjoint({head, head.removesuffix(words.linking)}):
            continue
        if _is_in_dictionary(word[end:], words.code):
            return True
    return False


@lru_cache(maxsize=_REMEMBERED)
def _is_common(words: Lexicon, word: str) -> bool:
    if word in words.common:
        return True
    if word in words.names or not word:
        return False
    known = words.endings.sub("", word) in words.common or word.endswith(words.heads)
    return known or _is_in_dictionary(word, words.code)


def _is_in_dictionary(word: str, code: str) -> bool:
    """Whether the language has the word in lower case; a name's lemma begins with a capital."""
    return any(
        is_in_dictionary(word, locale) and lemma(word, locale)[:1].islower()
        for locale in _DICTIONARIES[code]
    )


def _lemma(word: str, code: str) -> str:
    return lemma(word, _LOCALES[code]).lower() if word else ""


@lru_cache(maxsize=_REMEMBERED)
def is_english(word: str) -> bool:
    """Whether English has a word."""
    return is_in_dictionary(word, "en")


@cache
def english_names() -> frozenset[str]:
    """Return names of places and persons in English, without diacritics, beside its dictionary."""
    from babel import Locale

    english = Locale("en")
    cities = (key.split("/")[-1].replace("_", " ") for key in english.time_zones)
    given = (zone.get("city") or "" for zone in english.time_zones.values())
    tables = (english.territories.values(), english.languages.values(), cities, given)
    words = {fold(word) for table in tables for name in table for word in _long_words(name)}
    return frozenset(words | set(_data("names.en.toml")["english_names"].split()))


@lru_cache(maxsize=_REMEMBERED)
def is_syllable(word: str) -> bool:
    """Whether a capitalised word is shaped like a Vietnamese syllable."""
    return len(word) > 1 and word.istitle() and bool(_SYLLABLE.fullmatch(fold(word).lower()))


@cache
def lexicon(code: str) -> Lexicon:
    """Return what is known of the words of ``id``, ``no``, ``pl``, ``ro`` or ``en``."""
    shared, data = _data("names.toml"), _data(f"names.{code}.toml")
    words = {
        key: frozenset(value.split())
        for key, value in (shared | data).items()
        if isinstance(value, str)
    }
    endings = re.compile(rf"(?<=\w\w\w)(?:{'|'.join(words['endings']) or '(?!)'})$")
    exonyms, places, names = _named(code, words)
    return Lexicon(
        code=code,
        common=words["common"],
        also_names=words["also_names"],
        names=names,
        translated=frozenset(exonyms | {endings.sub("", word) for word in exonyms}),
        acronyms=words["acronyms"],
        given=words["given"],
        people=frozenset(form for name in words["people"] for form in first_name_forms(name, code)),
        family=words["family"],
        offices=words["offices"],
        titles=words["titles"],
        titled=words["titled"],
        doubled=bool(data["doubled"]),
        streets=words["streets"],
        firms_before=words["firms_before"],
        firms_behind=words["firms_behind"],
        surnames=words["surnames"] - words["openers"],
        heads=tuple(words["heads"]),
        endings=endings,
        glued=re.compile(data["glued"]),
        cases=re.compile(data["cases"]),
        adjectives=re.compile(data["adjectives"]),
        participles=re.compile(data["participles"]),
        renaming=words["renaming"],
        places=places,
        linking=data["linking"],
        abbreviations=frozenset({"dr", "mr"} if code == "en" else languages.find(code).never_end),
        genitive=data["genitive"],
        unowned=words["unowned"],
    )


def _named(
    code: str, words: dict[str, frozenset[str]]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the names that English has others for, the places, and all words of names."""
    exonyms, single, countries = _places(_LOCALES[code])
    if code == "id":  # where the name of a country is its adjective too
        exonyms, single = exonyms | countries, single | countries
    exonyms |= words["translated"]
    places = {place for place in exonyms | countries | words["names"] if place.isalpha()}
    of_countries = {word for name in countries for word in name.split()}
    names = ((of_countries | words["first_names"]) - single) | words["names"]
    return frozenset(exonyms), frozenset(places), frozenset(names)


def _data(name: str) -> dict[str, str]:
    return tomllib.loads((files("reformtext") / "data" / name).read_text("utf-8"))


def _places(locale: str) -> tuple[set[str], set[str], set[str]]:
    """Return words of places, languages, months and days that English writes otherwise.

    Beside them, those that are the whole name of a place; and the countries that it writes alike.
    """
    from babel import Locale

    here, english = Locale(locale), Locale("en")
    pairs = [(name, english.territories.get(key, "")) for key, name in here.territories.items()]
    shared = {name.lower() for name, there in pairs if name == there}
    for key, zone in here.time_zones.items():
        there = english.time_zones.get(key, {}).get("city") or key.split("/")[-1]
        pairs.append((zone.get("city") or "", there.replace("_", " ")))
    pairs += [(name, "") for name in here.languages.values()]
    for table in (here.months, here.days):
        pairs += [(name, "") for forms in table.values() for name in forms["wide"].values()]
    kept = {fold(word) for _, there in pairs for word in _long_words(there)}
    words = {word for name, _ in pairs for word in _long_words(name) if fold(word) not in kept}
    return words, words & {name.lower() for name, _ in pairs}, shared


def _long_words(name: str) -> list[str]:
    return [word.lower() for word in WORD.findall(name) if len(word) > 2]  # noqa: PLR2004 (of, da)


def fold(text: str) -> str:
    """Return the text without diacritics, and without what is not seen."""
    return text if text.isascii() else "".join(map(fold_character, text))


@cache
def fold_character(character: str) -> str:
    """Return a character without its diacritics: nothing, one letter or two."""
    if character.isascii() or character in _FOLDS:
        return _FOLDS.get(character, character)
    return "".join(
        c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c)
    )
