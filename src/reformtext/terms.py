"""Mentions of the glossary's concepts in a text, however they are inflected.

The longest mention wins, then the one written most like the glossary has it.  What a concept
denies is not it: a denied phrase wins over the concept's own phrases that are shorter or as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from reformtext.languages import find
from reformtext.languages.inflection import (
    Keys,
    abbreviation_keys,
    endings,
    is_abbreviation,
    keys_of_plain,
    plain,
    unaccented,
)
from reformtext.text import LINE_BREAKS
from reformtext.values import Span, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reformtext.glossary import Concept, Glossary

__all__ = ["find_terms"]

# A word: letters and digits, with combining marks, soft hyphens and apostrophes inside.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad]|['’](?=[^\W_]))*")
_BREAK = re.compile(f"[{LINE_BREAKS}]")
_HYPHENS = frozenset("-‐‑")
_JOINED = frozenset({"di", "ke", "se"})  # Indonesian, sometimes with a hyphen after it
_REMEMBERED = 16_384  # words; a kilobyte each, so that a long run takes no more than a short one
_INDEXES = 64  # kept: one a glossary and language

EXACT, INFLECTED, LOOSE = range(3)
"""How alike a mention is to the phrase of the glossary, the most first."""


class _Token(NamedTuple):
    """A word of a text: where it is, how it is written, its keys, what stands before it.

    Of a word said twice with a hyphen, ``text`` and the keys are those of its second half.
    """

    start: int
    end: int
    text: str
    plain: str
    keys: Keys
    gap: str | None  # " " for white space or a hyphen; None for the end of a line

    @property
    def hyphen(self) -> bool:
        """Whether a hyphen alone stands before it."""
        return self.gap == "-"


@lru_cache(maxsize=_REMEMBERED)
def _word(word: str, language: str) -> tuple[str, Keys]:
    """Return how a word of a text is spelt plainly, and its keys."""
    spelt = plain(word, language)
    found, short = keys_of_plain(spelt, language), abbreviation_keys(word, language)
    return spelt, found | short if short.strict else found


def _gap(between: str) -> str | None:
    """Return what stands between two words, in the fewest characters; None for a line's end."""
    if between == " " or _BREAK.search(between):
        return " " if between == " " else None
    bare = between.strip()
    if bare in _HYPHENS and len(between) > 1:
        # "sosial -ekonomi" is a slip; with white space on both sides it is a dash.
        return " - " if between[0].isspace() and between[-1].isspace() else " "
    return "-" if bare in _HYPHENS else "".join(bare.split()) or " "


def _tokens(text: str, language: str) -> list[_Token]:
    """Return the words of a text; an Indonesian word said twice is one."""
    tokens: list[_Token] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        spelt, found = _word(word, language)
        gap = _gap(text[end : match.start()])
        token = _Token(match.start(), match.end(), word, spelt, found, gap)
        end = match.end()
        if language == "id" and token.hyphen and tokens and tokens[-1].keys.strict & found.strict:
            before = tokens.pop()
            token = token._replace(start=before.start, gap=before.gap)
        tokens.append(token)
    return tokens


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of a concept, or one that it denies: its words, and what stands before each."""

    concept: Concept
    order: int
    words: tuple[str, ...]
    keys: tuple[Keys, ...]
    gaps: tuple[str | None, ...]
    denied: bool = False
    exact: bool = False  # denied as it stands only: its other forms may be the concept's

    @classmethod
    def of(cls, text: str, language: str, concept: Concept, order: int) -> _Phrase:
        """Return a phrase as the glossary has it; an abbreviation is found by its capitals."""
        tokens = _tokens(text, language)
        found = tuple(
            abbreviation_keys(t.text, language) if is_abbreviation(t.text) else t.keys
            for t in tokens
        )
        gaps = tuple(" " if token.hyphen else token.gap for token in tokens)
        return cls(concept, order, tuple(token.plain for token in tokens), found, gaps)

    def rank(self, tokens: Sequence[_Token]) -> int:
        """Return how alike some words are to this phrase."""
        if all(token.plain == word for token, word in zip(tokens, self.words, strict=True)):
            return EXACT
        pairs = zip(tokens, self.keys, strict=True)
        return INFLECTED if all(t.keys.strict & own.strict for t, own in pairs) else LOOSE

    def may_equal(self, other: _Phrase) -> bool:
        """Return whether this and another can be forms of one phrase."""
        pairs = zip(self.keys, other.keys, strict=False)
        return len(self.keys) == len(other.keys) and all(
            not set(_all(own)).isdisjoint(_all(its)) for own, its in pairs
        )


@dataclass(slots=True)
class _Node:
    """A place in the trie: the phrases that end here, and by key the places after it."""

    gap: str | None = " "
    ends: list[_Phrase] = field(default_factory=list)
    after: dict[str, list[_Node]] = field(default_factory=dict)
    own: dict[tuple[Keys, str | None], _Node] = field(default_factory=dict)

    def add(self, found: Keys, gap: str | None) -> _Node:
        """Return the place after a word, made if it is not there."""
        if (found, gap) not in self.own:
            node = self.own[found, gap] = _Node(gap)
            for key in _all(found):
                self.after.setdefault(key, []).append(node)
        return self.own[found, gap]

    def step(self, found: Keys) -> list[_Node]:
        """Return the places that a word leads to, each once."""
        nodes = {id(node): node for key in _all(found) for node in self.after.get(key, ())}
        return list(nodes.values())


def _all(found: Keys) -> Iterator[str]:
    yield from found.strict
    yield from found.loose
    yield from (f"^{key}" for key in found.folded)


class _Found(NamedTuple):
    """A phrase at some words of a text: ``first`` and ``last`` count the words."""

    first: int
    last: int
    start: int
    end: int
    rank: int
    phrase: _Phrase

    @property
    def preference(self) -> tuple[int, int, int, int]:
        return self.start - self.end, self.rank, self.start, self.phrase.order


class _Index:
    """The phrases of a glossary in one language, to be found in a text in one pass."""

    def __init__(self, glossary: Glossary, language: str) -> None:
        self.language = language
        self.single: dict[str, list[_Phrase]] = defaultdict(list)
        self.root = _Node()
        for phrase in _phrases(glossary, language):
            self._add(phrase)
        first = {*self.single, *self.root.after}
        self._first = frozenset(first)
        self._first_folded = frozenset(key[1:] for key in first if key.startswith("^"))
        # Most words of a text begin no phrase: that is looked up once a word.
        self.begin = lru_cache(maxsize=_REMEMBERED)(self._begin)

    def _add(self, phrase: _Phrase) -> None:
        if len(phrase.words) == 1:
            own = phrase.keys[0]
            for key in (*own.strict, *(f"^{key}" for key in own.folded)):
                self.single[key].append(phrase)
            return
        node = self.root
        for number, found in enumerate(phrase.keys):
            node = node.add(found, phrase.gaps[number] if number else " ")
        node.ends.append(phrase)

    def _begin(self, word: str, folded: bool) -> tuple[list[_Phrase], list[_Node]]:
        """Return the phrases that a word is, and the places to which it leads."""
        _, found = _word(word, self.language)
        if (
            self._first.isdisjoint(found.strict)
            and self._first.isdisjoint(found.loose)
            and self._first_folded.isdisjoint(found.folded)
        ):
            return [], []
        wanted = [*found.strict, *(f"^{key}" for key in found.folded if folded)]
        phrases = {id(phrase): phrase for key in wanted for phrase in self.single.get(key, ())}
        return list(phrases.values()), self.root.step(found)

    def search(self, text: str) -> list[_Found]:
        """Return every phrase at every place, denied ones and overlaps included."""
        folded = unaccented(text, self.language)
        begin = self.begin
        # Where no word begins anything, what stands around the words need not be known.
        if not any(any(begin(word, folded)) for word in _WORD.findall(text)):
            return []
        tokens = _tokens(text, self.language)
        found: list[_Found] = []
        for at, token in enumerate(tokens):
            phrases, nodes = begin(token.text, folded)
            if phrases or nodes:
                ends = [*((at, phrase) for phrase in phrases), *self._follow(at, tokens, nodes)]
                judged = (self._judge(tokens, at, last, phrase) for last, phrase in ends)
                found.extend(one for one in judged if one is not None)
        return found

    def _follow(
        self, last: int, tokens: list[_Token], nodes: list[_Node]
    ) -> Iterator[tuple[int, _Phrase]]:
        """Yield the longer phrases that go on from a word, with their last words."""
        while nodes:
            yield from ((last, phrase) for node in nodes for phrase in node.ends)
            last += 1
            if last == len(tokens) or tokens[last].gap is None:
                return
            token = tokens[last]
            gap = " " if token.hyphen else token.gap
            after = (child for node in nodes for child in node.step(token.keys))
            nodes = [child for child in after if gap in {" ", child.gap}]

    def _judge(self, tokens: list[_Token], first: int, last: int, phrase: _Phrase) -> _Found | None:
        """Return a phrase at some words with its rank, unless it is only part of a word there."""
        rank = phrase.rank(tokens[first : last + 1])
        if (phrase.exact and rank != EXACT) or not self._may_begin(tokens, first):
            return None
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after and after.hyphen and self.language != "en":
            if after.plain in endings(self.language):
                last += 1  # EU-s, DPR-nya
            elif not _both_names(tokens[last], after):
                return None
        return _Found(first, last, tokens[first].start, tokens[last].end, rank, phrase)

    def _may_begin(self, tokens: list[_Token], first: int) -> bool:
        if not tokens[first].hyphen or self.language == "en" or first == 0:
            return True
        before = tokens[first - 1]
        return before.plain in _JOINED or _both_names(before, tokens[first])


def _both_names(one: _Token, other: _Token) -> bool:
    """Return whether two words joined by a hyphen are names side by side: ``ASEAN-Tiongkok``."""
    return one.text[0].isupper() and other.text[0].isupper()


def _phrases(glossary: Glossary, language: str) -> Iterator[_Phrase]:
    """Yield the phrases of a glossary in a language, those that are denied included."""
    for order, concept in enumerate(glossary):
        # Where concepts share an English wording, it is the one's whose name it is.
        places = [order, *[order + len(glossary)] * len(concept.phrases(language))]
        own = [
            _Phrase.of(text, language, concept, place)
            for text, place in zip(concept.phrases(language), places, strict=False)
        ]
        yield from own
        for text in concept.deny.get(language, ()):
            phrase = _Phrase.of(text, language, concept, order)
            yield replace(phrase, denied=True, exact=any(map(phrase.may_equal, own)))


def _denials(found: list[_Found]) -> dict[tuple[str, int], list[_Found]]:
    """Return what is denied, by concept and word."""
    denied: dict[tuple[str, int], list[_Found]] = defaultdict(list)
    for one in found:
        if one.phrase.denied:
            for at in range(one.first, one.last + 1):
                denied[one.phrase.concept.id, at].append(one)
    return denied


def _is_denied(one: _Found, denied: dict[tuple[str, int], list[_Found]]) -> bool:
    """Return whether a denied phrase that is longer, or as long and as exact, overlaps one."""
    size = one.end - one.start
    return any(
        (other.end - other.start, -other.rank) >= (size, -one.rank)
        for at in range(one.first, one.last + 1)
        for other in denied.get((one.phrase.concept.id, at), ())
    )


_LOCK = Lock()


@lru_cache(maxsize=_INDEXES)
def _build(glossary: Glossary, language: str) -> _Index:
    return _Index(glossary, language)


def _index(glossary: Glossary, language: str) -> _Index:
    """Return the index of a glossary and language, built once, whichever thread asks first."""
    code = "en" if language == "en" else find(language).code
    with _LOCK:
        return _build(glossary, code)


def find_terms(text: str, language: str, glossary: Glossary) -> tuple[Term, ...]:
    """Return the mentions of the glossary's concepts in a text, in order; none overlap.

    A mention never crosses the end of a line.  White space and hyphens between its words are
    alike, and so are small and capital letters, except in abbreviations (``PiS``, ``EU``).  A
    phrase of one word is found in the forms of a noun; a longer one in those of adjectives and
    verbs too.

    Args:
        text: where to look.
        language: the text's; ``en`` looks for the English names and the other English wordings.
        glossary: the concepts to look for.

    Raises:
        UnknownLanguageError: when there is no table for the language.
    """
    found = _index(glossary, language).search(text)
    denied = _denials(found)
    taken: set[int] = set()
    terms: list[Term] = []
    for one in sorted(found, key=lambda one: one.preference):
        words = range(one.first, one.last + 1)
        if one.phrase.denied or not taken.isdisjoint(words) or _is_denied(one, denied):
            continue
        taken.update(words)
        concept, span = one.phrase.concept, Span(one.start, one.end)
        term = Term(concept.id, span, span.of(text), concept.english, also=concept.also)
        terms.append(term)
    return tuple(sorted(terms, key=lambda term: term.span.start))
