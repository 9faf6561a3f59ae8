"""The plural of English phrases, and which words are plurals already."""

from __future__ import annotations

import re
from typing import Final

from reformtext.word_dictionaries import is_in_dictionary, lemma

__all__ = ["is_plural", "plural", "plural_of_last"]

_PREPOSITION: Final = re.compile(r"(?<=\w)(?= (?:of|for|on|to|in|and) )")
_IRREGULAR: Final = {"child": "children", "person": "people"}
_SIBILANT: Final = re.compile(r"(?:s|x|z|ch|sh)", re.IGNORECASE)
_SINGULAR: Final = ("ss", "us", "is", "'s", "’s")  # ends that are no plural's
# Other words with an s that have a plural; headquarters, politics and savings have none.
_COUNTED: Final = ("as", "ens", "os", *_SINGULAR)
# Plurals without an s, and what is said of persons as if it were one: "34 injured".
_PLURALS: Final = frozenset(
    """
    aircraft bacteria businessmen cattle children clergy congressmen crew criteria data dead deer
    feet firemen fish fishermen geese homeless hovercraft hurt injured killed lawmen media men
    mice missing people personnel police policemen policewomen salesmen salmon series sheep
    spacecraft species spokesmen sportsmen staff teeth trout unemployed women workmen wounded
    """.split()  # noqa: SIM905 -- easier to read
)


def is_plural(word: str) -> bool:
    """Return whether an English word looks like a plural, or is one that has no s."""
    small = word.lower()
    return small in _PLURALS or (small.endswith("s") and not small.endswith(_SINGULAR))


def plural_of_last(phrase: str) -> str:
    """Return an English phrase with its last word in the plural; as it is if that is one."""
    word = re.split(r"[ -]", phrase)[-1]
    small = word.lower()
    if small in _IRREGULAR:
        return phrase[: -len(small) + 1] + _IRREGULAR[small][1:]
    if small.endswith("man") and is_in_dictionary(f"{small[:-2]}en", "en"):  # woman, not human
        return f"{phrase[:-2]}en"
    if is_plural(word) and not _is_one(small):
        return phrase
    if re.search(r"[^aeiou]y$", word):
        return f"{phrase[:-1]}ies"
    if word.endswith("sis"):
        return f"{phrase[:-2]}es"
    return f"{phrase}es" if _SIBILANT.fullmatch(word[-2:]) or word[-1] in "sxz" else f"{phrase}s"


def _is_one(small: str) -> bool:
    """Return whether a word is known as its own lemma and has a plural: gas, lens; not news."""
    if small in _PLURALS or not small.endswith(_COUNTED):
        return False
    return lemma(small, "en") == small and is_in_dictionary(small, "en")


def plural(name: str) -> str:
    """Return a name in the plural, by its first noun if a preposition follows on it."""
    head = _PREPOSITION.search(name)
    if head is None:
        return plural_of_last(name)
    return plural_of_last(name[: head.start()]) + name[head.start() :]
