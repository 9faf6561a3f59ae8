"""The checks of a translation against its source.

Each check has a name and says what it found.  ``HARD`` checks are those whose failure makes the
English false or useless: a segment that fails one after all repairs is failed.  A failure of the
others is a flag that the segment carries.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from reformtext.article import Check, Name, Quantity, Segment, Span, Term
from reformtext.composed import composed
from reformtext.name_matching import find_name
from reformtext.name_words import is_english
from reformtext.quantities.units import DECADE
from reformtext.quantities.word_traces import may_say
from reformtext.quantity_matching import foreign_money, loose_ages, match_quantities, torn_ends
from reformtext.strange_acronyms import find_strange_acronyms
from reformtext.strange_names import find_strange
from reformtext.term_matching import find_wording
from reformtext.values import ANNOTATED, QuantityKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

__all__ = ["ALL", "HARD", "Verdict", "check_translation"]

HARD = frozenset({"quantities", "invented", "names", "loop", "copied", "english", "sentinels"})
SOFT = frozenset(
    {
        *("number words", "invented words", "inflected names", "strange names", "terms"),
        *("repeated", "length", "complete"),
    }
)
ALL = HARD | SOFT
# English characters a source character, and the variance a source character: Gale and Church
# 1993, "A Program for Aligning Sentences in Bilingual Corpora", measured on the 12,000 authored
# sentences in models/recipe/authored.
LENGTHS = {"id": (0.916, 1.40), "pl": (0.979, 1.61), "no": (1.023, 1.17), "ro": (0.910, 1.20)}
LENGTH_BAND = 4.0
"""Standard deviations: on the authored sentences fewer than one in a thousand lies outside."""
LEAST_ENGLISH = 0.6
"""Share of known English words; 83% in the worst thousandth of English sentences, and under
61% in all but a thousandth of sentences of the four languages."""
MOST_COPIED = 0.5
"""Share of the English words that stand in the source; 31% in the worst thousandth."""
LEAST_WORDS = 4  # for a share to mean anything
LEAST_LETTERS = 3  # of a word that tells languages apart
LEAST_FOREIGN = 2  # words that English has not, for a shorter text to be in another language
HEADLINE = 0.7  # share of the words that are capitalised: capitals, or title case
LOOP_WORDS = 3  # a run of so many words that occurs too often is a loop
LOOP_TIMES = 3
LEAST_INVENTED = 3  # "one" and "two" are said in many ways
SHORT_LOOP_TIMES = 4  # for runs of one or two words, one after the other

_ADDRESS = re.compile(r"\S*@\S+|\S*://\S+|(?<!\w)www\.\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
Found = TypeVar("Found", Name, Term)
Run = tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """A segment with what the checks found, and what they found."""

    segment: Segment
    checks: tuple[Check, ...]

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """The names of the checks that failed, but for those that only say how it was made."""
        return tuple(check.name for check in self.checks if check.doubtful)

    @property
    def hard(self) -> tuple[Check, ...]:
        """The failed checks that make a segment fail."""
        return tuple(check for check in self.checks if not check.passed and check.name in HARD)

    @cached_property
    def badness(self) -> tuple[int, int]:
        """What orders attempts: missing or false things of the hard checks, then of the others."""
        weights = [0, 0]
        for check in self.checks:
            if check.doubtful:
                weights[check.name not in HARD] += _weight(check)
        return weights[0], weights[1]


def check_translation(segment: Segment, english: str, language: str) -> Verdict:
    """Return what the checks say of an English text for a segment.

    Args:
        segment: its source and its mentions; what English it has is not looked at.
        english: the translation.
        language: of the source.
    """
    quantities, invented = match_quantities(segment.quantities, english)
    names = _match_each(segment.names, english, partial(find_name, language=language))
    terms = _match_each(segment.terms, english, find_wording)
    mentions: tuple[Name | Term | Quantity, ...] = (*names, *terms, *quantities)
    carried = [one.english_span for one in mentions if one.english_span]
    source = composed(segment.source).text
    unknown = tuple(find_strange(source, english, language, carried))
    if not unknown:
        names = _shared(names, english, language)
    searched = not any(check.name == ANNOTATED and not check.passed for check in segment.checks)
    strange = [one for one in invented if not any(one.span.overlaps(span) for span in carried)]
    strange += foreign_money(quantities, segment.source, english, language)
    strange = strange if searched else []  # of a garbled source nothing is known
    missing = [one for one in quantities if not one.verified]
    torn = torn_ends(quantities, segment.source, segment.span.start, english, language)
    missing += [one for one, _ in torn]
    missing += loose_ages(quantities, segment.source, segment.span.start, english)
    own = _name_words(names)
    telling = _telling(english, own)
    known = sum(map(is_english, telling))
    checked = segment
    if mentions:
        checked = replace(segment, quantities=quantities, names=names, terms=terms)
    return Verdict(
        checked,
        (
            _listed("quantities", (q.text for q in missing if not q.spelled)),
            _listed("number words", (q.text for q in missing if q.spelled)),
            _listed("invented", (q.text for q in strange if not q.spelled)),
            _listed("invented words", _from_nowhere(strange, source, language)),
            _listed("names", (n.text for n in names if not n.verified and not n.inflected)),
            _listed("inflected names", (n.text for n in names if not n.verified and n.inflected)),
            _listed("strange names", (*unknown, *find_strange_acronyms(source, english, carried))),
            _listed("terms", (f"{t.text} ({t.english})" for t in terms if not t.verified)),
            _length(segment.source, english, language),
            _loop(segment.source, english),
            _copied(segment, english, telling, own, len(telling) - known),
            _english(known, len(telling), english),
        ),
    )


def _weight(check: Check) -> int:
    return 0 if check.passed else 1 + check.detail.count("; ")


def _listed(name: str, details: Iterable[str]) -> Check:
    """Return a check that fails when there is anything to list."""
    detail = "; ".join(details)
    return Check(name, not detail, detail)


def _from_nowhere(invented: Iterable[Quantity], source: str, language: str) -> Iterator[str]:
    """Yield English numbers in words from three up that no word of the source may say."""
    for one in invented:
        counts = one.spelled and one.kind is QuantityKind.NUMBER and one.unit != DECADE
        value = int(one.value) if counts and one.value.isdigit() else 0
        if value >= LEAST_INVENTED and not may_say(source, value, language):
            yield one.text


def _match_each(
    mentions: Sequence[Found], english: str, find: Callable[[Found, str], Span | None]
) -> tuple[Found, ...]:
    """Return mentions with their places, longest first, each place taken by one mention."""
    if not mentions:
        return ()
    left = english
    spans: dict[int, Span | None] = {}
    for i in sorted(range(len(mentions)), key=lambda i: -len(mentions[i].span)):
        span = find(mentions[i], left)
        spans[i] = span
        if span is not None:
            left = left[: span.start] + "\0" * len(span) + left[span.end :]
    return tuple(
        one if one.english_span == spans[i] else replace(one, english_span=spans[i])
        for i, one in enumerate(mentions)
    )


def _shared(names: tuple[Name, ...], english: str, language: str) -> tuple[Name, ...]:
    """Return names with their places; one that is said again may share the place of the first.

    That is so where the English says "she" the second time, but not where it says another name.
    """
    if all(name.verified for name in names):
        return names
    taken = {name.english_span for name in names}
    return tuple(one if one.verified else _in_place(one, english, language, taken) for one in names)


def _in_place(name: Name, english: str, language: str, taken: Collection[Span | None]) -> Name:
    span = find_name(name, english, language)
    return replace(name, english_span=span) if span in taken else name


def _length(source: str, english: str, language: str) -> Check:
    if language not in LENGTHS:
        return Check("length", True)
    ratio, variance = LENGTHS[language]
    expected = ratio * len(source)
    deviations = (len(english) - expected) / math.sqrt(variance * max(1, len(source)))
    passed = abs(deviations) <= LENGTH_BAND
    found = f"{len(english)} characters where about {expected:.0f} were expected"
    return Check("length", passed, "" if passed else found)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _loop(source: str, english: str) -> Check:
    """Fail on a run of words that the English repeats more often than the source repeats any."""
    words = _words(english)
    if len(words) - len(set(words)) < LOOP_TIMES - 1:  # as in most sentences
        return Check("loop", True)
    if max(Counter(words).values(), default=0) < LOOP_TIMES:
        return Check("loop", True)
    often = {run: times for run, times in _runs(words).items() if times >= LOOP_TIMES}
    if often and (run := _unaccounted(often, words, _words(source))):
        return Check("loop", False, f"{' '.join(run)!r} {often[run]} times")
    word, times = _most_in_a_row(words)
    if times >= SHORT_LOOP_TIMES and times >= _most_in_a_row(_words(source))[1] + 2:
        return Check("loop", False, f"{word!r} {times} times on end")
    return Check("loop", True)


def _runs(words: list[str]) -> Counter[Run]:
    """Return how often each run of words stands in a text."""
    return Counter(zip(*(words[i:] for i in range(LOOP_WORDS)), strict=False))


def _unaccounted(often: dict[Run, int], words: list[str], given: list[str]) -> Run:
    """Return the most frequent run that the source does not account for; empty if there is none."""
    most = max(_runs(given).values(), default=0)
    for run in sorted(often, key=lambda run: -often[run]):
        if often[run] > most and not _is_in_the_source(run, often[run], words, given):
            return run
    return ()


def _is_in_the_source(run: Run, times: int, words: list[str], given: list[str]) -> bool:
    """Return whether a run may stand so often because the source repeats a word as often.

    That is so of a run with one word that tells something, "of the district", which a language
    without articles says in a word, unless it stands twice on end.
    """
    if sum(len(word) > LEAST_LETTERS for word in run) > 1:
        return False
    size = len(run)
    if any(tuple(words[i : i + 2 * size]) == run * 2 for i in range(len(words) - size)):
        return False
    telling = Counter(word for word in given if len(word) > LEAST_LETTERS)
    return max(telling.values(), default=0) >= times


def _most_in_a_row(words: list[str]) -> tuple[str, int]:
    """Return the run of one or two words that stands most often on end, and how often."""
    best = ("", 0)
    for size in (1, 2):
        times = [1] * len(words)
        for i in range(size, len(words) - size + 1):
            if words[i] == words[i - size] and words[i : i + size] == words[i - size : i]:
                times[i] = times[i - size] + 1
                best = max(best, (" ".join(words[i : i + size]), times[i]), key=lambda b: b[1])
    return best


def _telling(text: str, names: Collection[str]) -> list[str]:
    """Return the lower-case words of three letters and more: no names, hardly a homograph.

    Of a headline in capitals or in title case it is every such word, in lower case, but for those
    of the names.
    """
    if "@" in text or "://" in text or "www." in text:  # words of an address tell nothing
        text = _ADDRESS.sub(" ", text)
    words = _WORD.findall(text)
    capitalised = sum(word[0].isupper() for word in words)
    if len(words) >= LEAST_WORDS and capitalised >= HEADLINE * len(words):
        words = [word.lower() for word in words]
    return [w for w in words if len(w) >= LEAST_LETTERS and w.islower() and w not in names]


def _name_words(names: Sequence[Name]) -> set[str]:
    return {word for name in names for word in _words(name.text)}


def _copied(
    segment: Segment, english: str, words: Sequence[str], names: Collection[str], foreign: int
) -> Check:
    """Fail on a text of which most telling words stand in the source, or that is the source.

    Of these words so many are ``foreign``: English has them not.
    """
    inside = set(_telling(segment.source, names))
    for term in segment.terms:
        inside -= set(_words(term.english))
    share = sum(word in inside for word in words) / max(1, len(words))
    whole = foreign >= LEAST_FOREIGN and _words(english) == _words(segment.source)
    passed = not whole and (len(words) < LEAST_WORDS or share <= MOST_COPIED)
    return Check("copied", passed, "" if passed else f"{share:.0%} of the words are the source's")


def _english(known: int, words: int, english: str) -> Check:
    """Fail on a text of whose telling words too few are English."""
    share = known / max(1, words)
    none = not known and words >= LEAST_FOREIGN
    passed = bool(english.strip()) and not none
    passed = passed and (words < LEAST_WORDS or share >= LEAST_ENGLISH)
    return Check("english", passed, "" if passed else f"{share:.0%} of the words are English")
