"""The names that a translation must carry: who and what stands in the English as in the source.

A name is a run of capitalised words that the dictionary of the language does not know.  What
English calls otherwise is none: ``Komite Partai``, ``Norwegia``, ``Warszawa``, ``Senin``, ``PBB``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

from reformtext import languages
from reformtext.name_words import LEADING, PARTICLES, WORD, Word, is_english, is_syllable, lexicon
from reformtext.person_names import (
    DEGREE,
    is_called,
    mark_people,
    mark_surnames,
    mark_syllables,
)
from reformtext.text import LINE_BREAKS, count_letters, lines
from reformtext.values import Name, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reformtext.name_words import Lexicon

__all__ = ["find_names"]

_JOINTS: Final = frozenset({" ", "\u00a0"})  # what may stand between two words of one name
_INITIAL_JOINTS: Final = frozenset({".", ". ", ".\u00a0"})  # and after one letter: J. R. Tolkien
# What stands before a word that may be capitalised only because something begins there.
_OPENING = re.compile(rf"(?:^|[.!?:;…{LINE_BREAKS}\t\"“”„«»‘'(\[–—•*/>|-])[\s\"“„«‘'(\[]*$")
_PAIRED = re.compile(r"(\w+)[–—]$")  # what stands before the second of a pair: Oslo–Bergen
_PAIR_LETTERS = 40
_LISTED = frozenset({",", ";"})  # behind a member of a list: Edo; Feri, Gani
_LOOKBACK = 8  # characters: enough for a full stop, spaces and quotes
_SHOUTED = 0.6  # share of its letters that are capitals: a line in capitals
_TITLE_CASE = 0.7  # share of its words that are capitalised: a headline in title case
_TITLE_WORDS = 5  # with fewer, a line of capitalised words may be a name
_DEFINITE = ("et", "ene")  # ends of Norwegian nouns, the Senate, and hardly of first names
_FIRM_WORDS = 4  # behind the sign of a firm
_COMPOUNDED = 3  # letters of what is no part of a name after a hyphen, against Kim Jong-un
# Behind a genitive: "Flakes (R-Arizona) forslag"; and behind the first of two, "Fords og Mays".
_OWNED = re.compile(
    r"['’]?[ \u00a0](?:\([^()]*\) )?[«\"“]?(\w+)(?P<both> [^\W\d_a-zæøå]\w+s(?!\w))?"
)
# English has its own words for them: Direktur Utama, the chief executive.
_RANKS = frozenset({"direktur utama", "komisaris utama", "mahaputera utama"})
_MORE_NAMES = 2  # after a first name
_SIGNS = frozenset("dB kHz kV kVA kW kWh mAh pH GWh MHz GHz MWh TWh Wh".split())  # noqa: SIM905 -- easier to read
_MIXED = re.compile(r"[^\W\d_]*[^\W\d_A-Z][A-Z]")  # iPhone, YouTube, McDonald


def find_names(
    text: str, language: str, *, known: Collection[str] = (), surnames: Collection[str] = ()
) -> tuple[Name, ...]:
    """Find the names that the English of ``text`` must carry.

    Args:
        text: a sentence, or a whole article.
        language: ``id``, ``no`` (``nb``, ``nn``), ``pl``, ``ro`` or ``en``.
        known: names that the rest of the article shows: they are found where the text alone
            would leave it open, as at the beginning of a sentence.
        surnames: those of ``person_names.surnames_of``, which are found where they stand alone,
            be they common words.

    Returns:
        The names in order; they do not overlap.

    Raises:
        UnknownLanguageError: when there is no table for the language.
    """
    code = (
        "en"
        if language.split("-", maxsplit=1)[0].lower() == "en"
        else languages.find(language).code
    )
    scan = _Scan(text, code, known, surnames)
    runs = list(scan.runs())
    shown = scan.shown | {word.text for run in runs for word in run if word.sure}
    names: list[Name] = []
    for run in runs:
        _decide(run, shown, scan.lexicon)
        names += [name for words in _sure(run) if (name := scan.name(words))]
    return tuple(names)


def _sure(run: list[Word]) -> Iterator[list[Word]]:
    """Yield the words of each name of a run."""
    part: list[Word] = []
    for word in run:
        if part and (word.anew or not word.sure):
            yield part
            part = []
        if word.sure:
            part.append(word)
    if part:
        yield part


class _Scan:
    """One reading of a text: which of its words are common, and which it shows to be names."""

    def __init__(
        self, text: str, code: str, known: Collection[str], surnames: Collection[str] = ()
    ) -> None:
        self.text = text
        self.surnames = surnames
        self.code = code
        self.lexicon = lexicon(code)
        tokens = set(WORD.findall(text))
        self.lowered = {token for token in tokens if token.islower()}
        self.shown, self.known = _read_known(frozenset(known))
        self.bare = tokens | self.shown
        self.degrees = {place for found in DEGREE.finditer(text) for place in range(*found.span())}

    def runs(self) -> Iterator[list[Word]]:
        """Yield the runs of words that names may stand in; what is plain of them is decided."""
        for start, end in lines(self.text):
            line = self.text[start:end]
            if sum(map(str.isupper, line)) > _SHOUTED * count_letters(line):
                continue
            matches = list(WORD.finditer(self.text, start, end))
            for run in self._split(self._words(matches)):
                self._mark_known(run)
                mark_people(run, self.lexicon)
                mark_surnames(run, self.surnames, self.lexicon)
                mark_syllables(run, self.lexicon.surnames)
                self._mark_firms(run)
                self._mark_plain(run)
                yield run

    def _mark_firms(self, run: list[Word]) -> None:
        """Mark the words between what tells a firm from others: ``PT … Tbk``, ``… AS``."""
        firms = self.lexicon.firms_behind
        for i, word in enumerate(run):
            if word.text in self.lexicon.firms_before:
                first = max((n for n in range(i) if run[n].text in firms), default=-1) + 1
                firm = [one for one in run[first:i] if not (one.opens and one.common)]
            elif word.text in firms:
                firm = run[i + 1 : i + 1 + _FIRM_WORDS]
            else:
                continue
            for other in firm:
                other.sure |= not (other.blocked or other.particle)

    def _mark_plain(self, run: list[Word]) -> None:
        """Mark what is capitalised for no other reason, and common words right after a name."""
        before: Word | None = None
        for word, after in zip_longest(run, run[1:]):
            plain = not (word.opens or word.blocked or word.particle)
            after_name = before is not None and before.sure
            described = before is not None and before.common and not before.sure
            if after is None and is_called(word, self.lexicon):
                word.sure = True
            elif plain and not word.sure:
                word.sure = not word.common or (after_name and not self._heads(word, after))
                word.sure &= not (described and self.lexicon.adjectives.search(word.text))
            before = word

    def _heads(self, word: Word, after: Word | None) -> bool:
        """Return whether a common word begins something new: "Reuters Stacja Fox News"."""
        if after is None or after.common or after.particle or word.syllable:
            return False
        if after.blocked and not self.lexicon.is_translated(after.text.lower()):
            return False
        key = word.text.lower()
        return self.code != "en" and key not in self.lexicon.names and not is_english(key)

    def name(self, words: list[Word]) -> Name | None:
        """Return the name that ``words`` are, without the letters after it (``Vitamin C``)."""
        while words and len(words[-1].text) == 1:
            words.pop()
        if not words:
            return None
        span = Span(words[0].span.start, words[-1].span.end)
        foreign = len(words) > 1 and all(word.syllable for word in words)
        return Name(span, span.of(self.text), not foreign and self._is_inflected(words))

    def _is_inflected(self, words: list[Word]) -> bool:
        """Return whether a name may have an ending: where there is only a genitive, its last word.

        That one has a word behind it, of what is owned.
        """
        cases = self.lexicon.cases
        if not self.lexicon.genitive:
            return any(cases.search(word.text) for word in words)
        if not cases.search(words[-1].text):
            return False
        owned = _OWNED.match(self.text, words[-1].span.end)
        return owned is not None and (
            owned[1].lower() not in self.lexicon.unowned or owned["both"] is not None
        )

    def _words(self, matches: Sequence[re.Match[str]]) -> Iterator[Word]:
        tokens = [match.group() for match in matches]
        ended = bool(matches) and self.text[matches[-1].end() :][:1] == "."  # no headline
        headline = not ended and self._is_title_case(tokens)
        before: Word | None = None
        for number, token in enumerate(tokens):
            if token.islower():
                if token in PARTICLES:
                    yield Word(Span(*matches[number].span()), token, particle=True)
            elif token[0].isupper() or _MIXED.match(token):
                before = self._word(matches[number], headline, bool(before and before.syllable))
                before.headline = headline
                previous = tokens[number - 1].lower() if number else ""
                before.renamed = previous in self.lexicon.renaming
                before.blocked |= before.renamed or f"{previous} {token.lower()}" in _RANKS
                if number and self._follows(matches[number - 1], matches[number]):
                    before.behind = previous
                    before.office = previous in self.lexicon.offices
                before.sure |= previous in self.lexicon.streets and not before.blocked
                yield before

    def _follows(self, left: re.Match[str], right: re.Match[str]) -> bool:
        return self.text[left.end() : right.start()] in _JOINTS

    def _is_title_case(self, tokens: Sequence[str]) -> bool:
        capitals = [token for token in tokens if token[0].isupper()]
        if len(tokens) < _TITLE_WORDS or len(capitals) < _TITLE_CASE * len(tokens):
            return False
        common = sum(map(self.lexicon.is_common, map(str.lower, capitals)))
        return 2 * common >= len(capitals)

    def _word(self, match: re.Match[str], headline: bool, after_syllable: bool) -> Word:
        token = self._without_ending(match.group(), after_syllable)
        key, start = token.lower(), match.start()
        opens = self._opens(start)
        after = self.text[match.end() : match.end() + 1]
        common = (key in self.lowered or self.lexicon.is_common(key)) and not token.isupper()
        if (
            opens
            and after in _LISTED
            and self.text[max(0, start - _LOOKBACK) : start].rstrip().endswith(";")
        ):
            opens, common = False, common and key not in self.lexicon.given
        return Word(
            Span(start, start + len(token)),
            token,
            opens=opens or headline,
            closes=len(token) < len(match.group()),
            syllable=is_syllable(token),
            common=common and (opens or key not in self.lexicon.also_names),
            # Of a common word that opens something it makes no difference.
            blocked=start in self.degrees
            or (not (common and opens) and self._is_blocked(token, after)),
        )

    def _without_ending(self, token: str, after_syllable: bool) -> str:
        head, _, tail = token.partition("-")
        if len(tail) >= _COMPOUNDED and tail.islower() and self.lexicon.is_common(tail):
            return head
        token = self.lexicon.glued.sub("", token) or token
        bare = token.removesuffix(self.lexicon.genitive)
        names = self.lexicon.names
        if bare == token or token.lower() in names:
            return token
        seen = bare in self.bare or bare.isupper() or bare.lower() in names
        if seen or (after_syllable and is_syllable(bare) > is_syllable(token)):
            return bare
        return token

    def _is_blocked(self, token: str, after: str) -> bool:
        if len(token) == 1:
            return after != "."
        title = token.istitle() and token.lower() in self.lexicon.titles
        return title or token in _SIGNS or self.lexicon.is_renamed(token)

    def _opens(self, start: int) -> bool:
        before = self.text[max(0, start - _LOOKBACK) : start]
        if not _OPENING.search(before):
            return False
        pair = _PAIRED.search(self.text[max(0, start - _PAIR_LETTERS) : start])
        if pair and not self.lexicon.is_renamed(pair[1]):
            return False
        if not (stop := before.rstrip()).endswith("."):
            return True
        last = stop[:-1].rpartition(" ")[2]
        initial = len(last) == 1 and last.isupper()
        return not initial and last.lower() not in self.lexicon.abbreviations

    def _split(self, words: Iterable[Word]) -> Iterator[list[Word]]:
        run: list[Word] = []
        for word in words:
            if run and not self._joined(run[-1], word):
                yield run
                run = []
            run.append(word)
        if run:
            yield run

    def _joined(self, left: Word, right: Word) -> bool:
        between = self.text[left.span.end : right.span.start]
        if len(left.text) == 1 and not left.particle and between in _INITIAL_JOINTS:
            return True
        return between in _JOINTS and not left.closes

    def _mark_known(self, run: list[Word]) -> None:
        for i, word in enumerate(run):
            for tokens in self.known.get(word.text, ()):
                part = run[i : i + len(tokens)]
                if [other.text for other in part] == tokens:
                    for other in part:
                        other.sure = True
                    break


def _decide(run: list[Word], shown: Collection[str], words: Lexicon) -> None:
    """Decide on first names, on words that only begin something, and on particles.

    Before one or two sure words what begins a sentence is a first name, unless the next one is, or
    its ending is that of a participle; before more of them it may be a title, and before
    Vietnamese syllables it is one.
    """
    following, after = 0, Word(Span(0, 0), "")
    for word in reversed(run):
        if word.particle:
            continue
        first = following > 0 and word.text.lower() in words.names
        given = following > 0 and _may_be_given(word, words)
        word.sure |= given and not (word.blocked or after.opens)
        if word.opens and not (word.common or word.blocked):
            participle = words.participles.search(word.text)
            may_be = 0 < following <= _MORE_NAMES and not participle
            first |= may_be and after.text.lower() not in words.names
            first &= not (after.opens or after.syllable)
            word.sure |= first or word.text in shown or bool(_MIXED.match(word.text))
        word.sure |= first and not (word.opens or word.blocked)
        following, after = following + 1 if word.sure else 0, word
    for particle, group in groupby(range(len(run)), key=lambda i: run[i].particle):
        places = list(group)
        left, right = places[0] - 1, places[-1] + 1
        if particle and left >= 0 and right < len(run) and run[places[0]].text in LEADING:
            for i in places:
                run[i].sure = run[left].sure and run[right].sure


def _may_be_given(word: Word, words: Lexicon) -> bool:
    """Return whether a common word is a first name where a name follows on it.

    In a language that writes titles with a small letter any capital says so within a sentence.
    """
    key = word.text.lower()
    if key in words.given:
        return True
    small = bool(words.genitive) and not word.opens
    return (
        small
        and not key.endswith((words.genitive, *_DEFINITE, *words.heads))
        and key not in words.titled
    )


@lru_cache(maxsize=64)
def _read_known(known: frozenset[str]) -> tuple[frozenset[str], dict[str, list[list[str]]]]:
    """Return the words of names; and these names by their first words, the longest names first.

    The segments of an article share them.
    """
    found: dict[str, list[list[str]]] = {}
    split = {name: WORD.findall(name) for name in known}
    for name in sorted(known, key=len, reverse=True):
        words = split[name]
        if len(words) > 1 or name.isupper():
            found.setdefault(words[0], []).append(words)
    return frozenset(word for words in split.values() for word in words), found
