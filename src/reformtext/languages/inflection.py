"""Keys that the forms of one word share, so that a phrase is found however it is inflected.

Two words can be forms of one word if they share a key.  The keys of a word are the word itself and
what is left of it without each ending that its language has, written as the dictionary form writes
it.  The tables below follow the declensions that school grammars give; nothing is learnt, so the
same word has the same keys everywhere.

Lemmas of simplemma and stems of Snowball are no keys here.  Both were measured on parallel
sentences, together in the place of the tables and beside them.  In their place they miss forms
(``folkekomiteens``, ``eficientizării``); beside them they join more words that are not one
(``lov`` and ``lovende``, ``guvern`` and ``guvernator``, ``rząd`` and ``rzędy``) than they find.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

__all__ = [
    "Keys",
    "abbreviation_keys",
    "endings",
    "is_abbreviation",
    "keys",
    "keys_of_plain",
    "plain",
    "unaccented",
    "without_accents",
]

_SHORTEST = 3  # letters of a stem
_SHORTEST_ROOT = 4  # letters of an Indonesian root, or of what a joined prefix stands before
_LONGEST_ABBREVIATION = 6  # letters: a longer word in capitals is a word of a headline
_ENOUGH = 200  # characters of a text that would have an accented letter if it had any


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a word, surest first.

    Attributes:
        strict: shared by the forms of one noun.
        loose: shared by the forms of one adjective or verb as well: enough in a longer phrase.
        folded: the strict ones without accents, for texts that are written without them.
    """

    strict: frozenset[str]
    loose: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()

    def __or__(self, other: Keys) -> Keys:
        return Keys(
            self.strict | other.strict, self.loose | other.loose, self.folded | other.folded
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """What a language does to the end of a word.

    ``x>y`` means: ``x`` at the end is written ``y`` in the dictionary; a bare ``x`` is dropped.

    Attributes:
        strict: the endings of nouns.
        loose: endings that adjectives and verbs have too.
        shifts: how a stem may end, and how it ends in the dictionary form.
        spelling: letters that vary within a word, with the one they are read as.
        accents: letters by which a text shows that it is written with accents.
        alike: groups of small words that are forms of one word.
    """

    strict: str
    loose: str = ""
    shifts: str = ""
    spelling: tuple[str, str] = ("", "")
    accents: str = ""
    alike: tuple[str, ...] = ()


_TABLES = {
    "en": _Table(strict="s es ies>y men>man 's s' '", spelling=("’", "'")),
    "id": _Table(strict="nya ku mu lah kah pun", spelling=("éèê", "eee")),
    "no": _Table(
        strict="""
            s en et a er ene ar ane ens ets as ers enes ars anes
            n r ne ns rs nes et>e ets>e a>e as>e 's '
        """,
        loose="e t",
        shifts="er>r el>l kkel>kl tre>tr mm>m ium>i eum>e",
        spelling=("éèêóòô’", "eeeooo'"),
        accents="æøå",
    ),
    "pl": _Table(
        strict="""
            a ą e ę i o u y ach ami em iem emu iemu ego iego ej iej im ich imi om owi owie
            ów ym ych ymi ie ię 'a 'em 'owi 'ego 'emu 'm
        """,
        # What palatalisation and the fleeting e do to the end of a stem.
        shifts="""
            er>r ek>k ec>c el>l eł>ł ść>śc śc>st urząd>urzęd błąd>błęd
            ć>c ń>n ś>s ź>z c>t c>k dz>d dz>g rz>r l>ł sz>ch
        """,
        spelling=("ó’", "o'"),
        accents="ąćęłńóśźż",
    ),
    "ro": _Table(
        strict="""
            ul ului l lui le i ii a ei ele elor ile ilor uri urile urilor e ă u o ea
        """,
        shifts="ț>t ș>s z>d șt>st ștr>str",
        # ă and â are read as the vowel they alternate with; ş and ţ are older code points.
        spelling=("ăîâşţ’", "aaașț'"),
        accents="ăâîșțşţ",
        alike=("al a ai ale alor", "cel cea cei cele celui celei celor"),
    ),
}

# Indonesian affixes that make verbs of nouns and nouns of verbs.  The first letter of a root melts
# into meN- and peN-: mem|impin is me + pimpin.
_MELTED = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k"}
_VERB = ("meng", "meny", "mem", "men", "me", "di", "ber")
_NOUN = ("peng", "peny", "pem", "pen", "per", "pe", "ke")
_DERIVED = re.compile(r".*(?:an|i)")


_Endings = dict[str, list[tuple[str, int, str]]]
"""By the last letter of a word: the endings it can have, their lengths, and what the dictionary
writes instead."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """A table made ready."""

    endings: frozenset[str]
    strict: _Endings
    loose: _Endings
    shifts: _Endings
    spelling: dict[int, str]
    alike: dict[str, str]
    accents: re.Pattern[str] | None


def _replacements(table: str, spelling: dict[int, str]) -> _Endings:
    found: _Endings = {}
    for entry in table.translate(spelling).split():
        ending, _, put = entry.partition(">")
        found.setdefault(ending[-1], []).append((ending, len(ending), put))
    return found


@cache
def _rules(language: str) -> _Rules:
    table = _TABLES[language]
    spelling = {ord(old): new for old, new in zip(*table.spelling, strict=True)}
    return _Rules(
        endings=frozenset(entry.partition(">")[0] for entry in table.strict.split()),
        strict=_replacements(table.strict, spelling),
        loose=_replacements(table.loose, spelling),
        shifts=_replacements(table.shifts, spelling),
        spelling=spelling | {0xAD: ""},  # the soft hyphen is not written
        alike={word: group.split()[0] for group in table.alike for word in group.split()},
        accents=re.compile(f"[{table.accents}]", re.IGNORECASE) if table.accents else None,
    )


def plain(word: str, language: str) -> str:
    """Return a word in small letters and NFC, in the one spelling that keys are made of."""
    lowered = unicodedata.normalize("NFC", word.lower())
    return lowered.translate(_rules(language).spelling)


def without_accents(text: str) -> str:
    """Return a text without its accents: ``rządów`` is ``rzadow``."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text.replace("ł", "l").replace("Ł", "L"))
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def unaccented(text: str, language: str) -> bool:
    """Return whether a text is long enough to have its language's accents and has none."""
    accents = _rules(language).accents
    return accents is not None and len(text) >= _ENOUGH and not accents.search(text)


def endings(language: str) -> frozenset[str]:
    """Return the endings that may follow an abbreviation, as in ``EU-s`` or ``DPR-nya``."""
    return _rules(language).endings


def _without(word: str, table: _Endings) -> list[str]:
    """Return a word with each ending of a table that it has replaced."""
    found: list[str] = []
    letters = len(word)
    for ending, size, put in table.get(word[-1], ()):
        if word.endswith(ending) and size < letters and letters - size + len(put) >= _SHORTEST:
            found.append(word[:-size] + put)
    return found


def keys(word: str, language: str) -> Keys:
    """Return the keys of a word of a language; words that share one can be forms of one word."""
    return keys_of_plain(plain(word, language), language)


@lru_cache(maxsize=4096)
def keys_of_plain(whole: str, language: str) -> Keys:
    """Return the keys of a word that is in its plain spelling already."""
    rules = _rules(language)
    if not whole.replace("'", "").isalpha():
        return Keys(frozenset({whole}))
    stems = {whole, *_without(whole, rules.strict)}
    if language == "id":
        stems |= _indonesian(stems)
    if rules.shifts:
        ending = [stem for stem in stems if stem[-1] in rules.shifts]
        stems.update([shifted for stem in ending for shifted in _without(stem, rules.shifts)])
    loose = set(_without(whole, rules.loose))
    if language == "id":
        loose |= {root for stem in stems for root in _roots(stem)}
    elif whole in rules.alike:
        loose.add(f"={rules.alike[whole]}")
    strict = frozenset(stems)
    return Keys(strict, frozenset(loose), _folded(strict) if rules.accents else frozenset())


def _folded(words: frozenset[str]) -> frozenset[str]:
    """Return words without their accents, folded together as that is faster."""
    joined = "\n".join(words)
    return words if joined.isascii() else frozenset(without_accents(joined).split("\n"))


def is_abbreviation(word: str) -> bool:
    """Return whether a word is read by its capitals: ``EU``, ``PiS``."""
    return 1 < len(word) <= _LONGEST_ABBREVIATION and sum(map(str.isupper, word)) > 1


def abbreviation_keys(word: str, language: str) -> Keys:
    """Return the keys of a word as an abbreviation, with or without an ending (``EUs``)."""
    if word[1:].islower() or not any(map(str.isupper, word)):  # at most one capital
        return Keys(frozenset())
    bare = (word[:-size] for size in range(1, 5) if word[-size:] in endings(language))
    return Keys(frozenset(f"={short}" for short in (word, *bare) if is_abbreviation(short)))


def _indonesian(stems: set[str]) -> set[str]:
    """Return what joined prepositions stand before: ``dikomite`` for ``di komite``."""
    return {
        stem[2:]
        for stem in stems
        if stem.startswith(("di", "ke"))
        and len(stem) >= _SHORTEST_ROOT + 2
        and not _DERIVED.fullmatch(stem)  # keadilan and dipimpini are words of their own
    }


def _roots(word: str) -> set[str]:
    """Return the roots that an affixed word can have, each marked as the root of one.

    A noun in peN- alone is who does it (``pemerintah``), and no form of what is done
    (``perintah``): its root is not taken.
    """
    bases = {word}
    noun = word.endswith("an")
    bases |= {word.removesuffix(end) for end in ("kan", "an", "i") if word.endswith(end)}
    prefixes = (*_VERB, *_NOUN) if noun else _VERB
    roots = set()
    for base in bases - ({word} if noun else set()):
        for prefix in prefixes:
            if base.startswith(prefix):
                rest = base.removeprefix(prefix)
                roots |= {rest, _melted(prefix) + rest}
    return {f"~{root}" for root in roots if len(root) >= _SHORTEST_ROOT}


def _melted(prefix: str) -> str:
    return "s" if prefix.endswith("ny") else _MELTED.get(prefix, "")
