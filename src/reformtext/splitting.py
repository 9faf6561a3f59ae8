"""Sentences: where they end in an article, and where a long one may be cut.

Rules over character offsets, one table of words a language.  A newline always ends a segment, a
lower-case letter never begins one; between the two, a full stop is asked what it stands after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from reformtext.article import Article, Kind, Segment, Span, Status
from reformtext.errors import UnknownLanguageError
from reformtext.languages import Language, find
from reformtext.languages.numerals import words
from reformtext.opening_times import only_begins_a_time
from reformtext.text import LINE_BREAKS, lines

__all__ = ["Level", "cut", "split", "split_article"]

_MARKS = ".!?…‼⁇⁈⁉؟।。！？"
_CLOSING = "\"'”’“‘»«›‹)]}\u200b\u2060\ufeff"  # „…“ and »…« close with what others open with
_OPENING = "\"'“”„‟‚‘’«»‹›([{¿¡\u200b\u2060\ufeff"
_SPACED = (" »", " ”", " )", ' "')
_NEVER_FIRST = frozenset(".!?…,;:)]}%/")  # no sentence begins with these
_MOST_INITIALS = 2  # full stops within: J.R.R. is a name, N.A.T.O. is not
_WINDOW = 64  # characters looked back: enough for two words, and it keeps the time linear

_GAP = re.compile(rf"(?<=[{re.escape(_MARKS + _CLOSING)}])\s+")
_RIGHT = re.compile(
    r"(?:[(\[](?:\.{3}|…)[)\]]\s*)?"  # what was left out of a quotation belongs to what follows
    rf"(?:[«„“(]\s)?[{re.escape(_OPENING)}]*(?P<dash>[-–—]\s*[{re.escape(_OPENING)}]*)?"
    r"(?P<word>\w{0,40})(?P<after>\S?)"
)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[ivx]{1,5}|[IVX]{1,5}|[^\W\d_])(?:\.\d{1,2})*")
_DAY = re.compile(r"\d{1,2}\.")  # of a month, a month itself, or an ordinal
_PERCENT = frozenset({"pct", "proc", "pst"})
_MEASURED_IN_PERCENT = frozenset({"BNI", "BNP", "CIT", "PIB", "PIT", "PKB", "VAT"})
_CURRENCIES = words(
    "AUD CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR INR JPY KRW MDL MYR NOK PLN RON RUB SEK SGD THB "
    "TRY UAH USD VND"
)
_BEFORE_CURRENCY = words("bln bn jt mia mil mill mio mld mln mlrd mn mrd tys")
_DECADES = frozenset({"lat", "lata", "latach", "latami", "latom"})
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
# Something of which there is an A, a B and a C, in any of the languages: "vitamin C. Den …"
_LETTERED = re.compile(
    r"(?:vitamin|w[iy]tamin|hepatit|grupp?|plan|klas|kelas|clas[ae]|[ck]ategor|typ|tip|model|seri|"
    r"vari?ant|wariant|varian|blo[ck]|se[ck]tor|zon|sone|[vw]irus|lig[ae]|terminal|avdeling|linj|"
    r"lini|opsi|opsjon|opcj|nivå|poziom|nivel|huruf|bokstav|liter|pun[ck]t|pasal)"
    r"[^\W\d_]{0,4}",
    re.IGNORECASE,
)
# White space between two pieces of a sentence, but not within a number: 1 684, 96 %, 2021 – 2025.
# A number does not run over the end of a line.
_SPACE = rf"[^\S{LINE_BREAKS}]"
_BREAK = re.compile(
    rf"(?<=\S)(?!(?<=\d){_SPACE}(?:\d{{3}}(?!\d)|[%‰]|[–—-]{_SPACE}\d))"
    rf"(?!(?<=\d{_SPACE}[–—-]){_SPACE}\d)\s++(?=\S)"
)
_BULLET = re.compile(r"[•▪‣●·]")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])\)\s")
_DASH = re.compile(r"[-–—]\s")
_WORD = re.compile(rf"[{re.escape(_OPENING)}]*(\w{{1,40}})")
_NEUTRAL = Language("und", "neutral", frozenset(), frozenset(), frozenset(), False)


class Level(StrEnum):
    """How finely a long sentence is cut."""

    SENTENCE = "sentence"  # where one ends
    LIST = "list"  # at semicolons and before list items
    CLAUSE = "clause"  # at conjunctions, dashes and colons, or at commas where there are none
    WORD = "word"  # at white space


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands before a gap: ``before word mark closing``, and whether ``word`` is first.

    ``bare`` is the sentence up to the mark, as far as it is looked back for; ``whole`` is whether
    that is all of it.
    """

    before: str
    word: str
    mark: str
    closing: str
    first: bool
    bare: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Right:
    """What stands after a gap: a dash or none, a word or none, the character after it.

    ``aside`` is whether a bracket opens there.
    """

    dash: bool
    word: str
    after: str
    aside: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is a word that is not written with a small letter or a digit."""
        return self.word[:1].isalpha() and not self.word[0].islower()


_Rule = Callable[[_Left, _Right, Language], bool | None]


def split(text: str, language: str) -> tuple[Segment, ...]:
    """Return the sentences of ``text``, in order, with white space alone between them.

    Args:
        text: any text; a line break of any kind ends a segment.
        language: a BCP-47 code of one that is read; ``und`` for the rules that need no table.

    Returns:
        Segments of kind SENTENCE, their spans offsets into ``text``; none when it is blank.

    Raises:
        UnknownLanguageError: for another language.
        TypeError: when the text is not a str.
    """
    if not isinstance(text, str):
        raise TypeError(f"the text to split must be a str, not {type(text).__name__}")
    rules = _NEUTRAL if language == _NEUTRAL.code else _known(language)
    return tuple(
        Segment.cut(text, start, end, Kind.SENTENCE) for start, end in _sentences(text, rules)
    )


def split_article(article: Article) -> Article:
    """Return the article with every pending BODY segment replaced by its sentences.

    Headings, captions, bylines and boilerplate stay as they are.  An article without segments is
    split as a whole.  The trace tells how many segments there are.
    """
    segments = tuple(_split_segments(article))
    count = f"{len(segments)} segment{'' if len(segments) == 1 else 's'}"
    return replace(article, segments=segments).noted("split", "split into sentences", count)


def cut(text: str, language: str, level: Level | str) -> tuple[Span, ...]:
    """Return the pieces of a long text, in order, with white space alone between them.

    A number is never cut, whatever it is written with: ``1 684``, ``81,9``, ``63/2010/ND-CP``.
    A clause that is still too long can be cut at level "clause" again: it is then cut at commas.

    Args:
        text: a sentence, a piece of one, or several.
        language: a BCP-47 code; it brings the conjunctions.
        level: "sentence", "list", "clause" or "word".

    Returns:
        Spans of characters of ``text``; one when there is nothing to cut at, none when it is
        blank.

    Raises:
        ValueError: for another level.
    """
    conjunctions = _rules(language).conjunctions
    match _level(level):
        case Level.SENTENCE:
            return tuple(Span(*place) for place in _sentences(text, _rules(language)))
        case Level.LIST:
            return _cut(text, _list_gaps(text))
        case Level.CLAUSE:
            return _cut(text, _clause_gaps(text, conjunctions) or _comma_gaps(text))
        case Level.WORD:
            return _cut(text, _BREAK.finditer(text))


def _level(level: Level | str) -> Level:
    try:
        return Level(level)
    except ValueError:
        raise ValueError(f"no level {level!r}; use one of {', '.join(Level)}") from None


def _known(language: str) -> Language:
    try:
        return find(language)
    except UnknownLanguageError as error:
        raise UnknownLanguageError(f"{error}, or 'und' for the rules of no language") from None


def _rules(language: str) -> Language:
    try:
        return find(language)
    except UnknownLanguageError:
        return _NEUTRAL


def _split_segments(article: Article) -> Iterator[Segment]:
    whole = Segment.cut(article.source, 0, len(article.source), Kind.BODY)
    rules = _rules(article.language)
    for segment in article.segments or (whole,):
        if segment.kind is not Kind.BODY or segment.status is not Status.PENDING:
            yield segment
            continue
        offset = segment.span.start
        for start, end in _sentences(segment.source, rules):
            yield Segment.cut(article.source, offset + start, offset + end, Kind.SENTENCE)


def _sentences(text: str, rules: Language) -> Iterator[tuple[int, int]]:
    for start, end in lines(text):
        begin = start
        for gap in _GAP.finditer(text, start, end):
            if _is_boundary(text, begin, gap.span(), end, rules):
                yield begin, gap.start()
                begin = gap.end()
        yield begin, end


def _is_boundary(text: str, begin: int, gap: tuple[int, int], end: int, rules: Language) -> bool:
    """Return whether the sentence that begins at ``begin`` ends at the gap."""
    if text[gap[1]] in _NEVER_FIRST:
        return False
    left = _left(text, begin, gap[0])
    if left is None:
        return False
    right = _right(text, gap[1], end)
    return _can_begin(right, rules) and (left.mark != "." or _can_end(left, right, rules))


def _left(text: str, begin: int, at: int) -> _Left | None:
    """Return what stands before ``at``; None unless it is a mark that may end a sentence."""
    window = text[max(begin, at - _WINDOW) : at]
    marked = window.rstrip(_CLOSING)
    if window.endswith(_SPACED):  # « Slik skrives det. »
        marked = marked.rstrip()
    bare = marked.rstrip(_MARKS)
    mark, closing = marked[len(bare) :], window[len(marked) :]
    if not mark or (closing and bare.endswith(("(", "["))):  # an aside: (!), […]
        return None
    words = [] if bare[-1:].isspace() else bare.rsplit(None, 2)
    word = words[-1] if words else ""
    whole = at - begin <= _WINDOW
    first = len(words) == 1 and whole
    before = words[-2] if len(words) > 1 else ""
    return _Left(before, word.lstrip(_OPENING), mark, closing, first, bare, whole)


def _right(text: str, at: int, end: int) -> _Right:
    match = _RIGHT.match(text, at, end)
    if match is None:  # pragma: no cover - every part of the pattern may be empty
        return _Right(False, "", "")
    return _Right(match["dash"] is not None, match["word"], match["after"], text[at] in "([")


def _can_begin(right: _Right, rules: Language) -> bool:
    if not right.word:
        return bool(right.after) and right.after not in _NEVER_FIRST
    if right.word[0].islower():
        return False
    return not (right.dash and right.word.lower() in rules.speech_verbs)


def _can_end(left: _Left, right: _Right, rules: Language) -> bool:
    """Return the verdict of the first rule that has one: does this full stop end a sentence?"""
    for rule in _FULL_STOP:
        verdict = rule(left, right, rules)
        if verdict is not None:
            return verdict
    return True


def _after_abbreviation(left: _Left, right: _Right, rules: Language) -> bool | None:
    never, may = rules.never_end, rules.may_end
    # A capital alone is an initial, whatever the small letter abbreviates.
    word = left.word if len(left.word) == 1 else left.word.lower()
    bare = word.lstrip("0123456789.,")  # 2025r., 5km.
    if word not in never and word not in may and bare not in never and bare not in may:
        return None
    if word in never or bare in never or left.closing.endswith((")", "]")):
        return False
    if bare in _PERCENT and right.word in _MEASURED_IN_PERCENT:
        return False  # 2,68 proc. PKB
    if right.word.lower() in rules.numerals.numbering & never:
        return False  # z 2003 r. Nr 96
    degrees = "." in word and right.after == "." and len(right.word) == 1  # S.H. M.Si.
    return right.capital and not degrees and not right.aside  # z 1990 r. (Dz.U.


def _after_magnitude(left: _Left, right: _Right, _: Language) -> bool | None:
    """Say that no sentence ends between a sum and its currency: ``7 mld. USD``."""
    counts = left.before[-1:].isdecimal() or left.word[:1].isdecimal()
    word = left.word.lower().lstrip("0123456789.,")
    return False if right.word in _CURRENCIES and word in _BEFORE_CURRENCY and counts else None


def _after_year(left: _Left, _: _Right, rules: Language) -> bool | None:
    if not rules.numerals.time_words or left.word.lstrip("0123456789") != "r":
        return None
    return False if only_begins_a_time(left.bare, rules, whole=left.whole) else None


def _after_number(left: _Left, right: _Right, rules: Language) -> bool | None:
    if not left.word.isdecimal():
        return None
    if rules.ordinal_dot and right.word.lower() in rules.months:
        return False
    if left.before.lower() in _DECADES and _ROMAN.fullmatch(right.word):
        return False  # w latach 90. XX wieku
    # 1. 2. og 3. klasse; 24. 12. 2025
    short = right.after == "." and _DAY.fullmatch(right.word + right.after)
    if right.word.isdecimal() and (short or _DAY.fullmatch(left.before)):
        return False
    return None


def _after_enumerator(left: _Left, *_: object) -> bool | None:
    opens_item = left.first or left.before.endswith((":", ";"))
    if opens_item and not left.closing and _ENUMERATOR.fullmatch(left.word):
        return False
    return None


def _after_initials(left: _Left, right: _Right, rules: Language) -> bool | None:
    if not _INITIALS.fullmatch(left.word) or left.word.upper() != left.word:
        return None
    if not right.capital or left.closing or left.word.count(".") > _MOST_INITIALS:
        return None
    if right.after != "." and right.word.lower() in rules.conjunctions:
        return True
    return _LETTERED.fullmatch(left.before) is not None


_FULL_STOP: tuple[_Rule, ...] = (
    _after_year,
    _after_magnitude,
    _after_abbreviation,
    _after_number,
    _after_enumerator,
    _after_initials,
)


def _list_gaps(text: str) -> list[re.Match[str]]:
    last = text.rfind(";")
    return [gap for gap in _BREAK.finditer(text) if _is_list_gap(text, gap, last)]


def _is_list_gap(text: str, gap: re.Match[str], last: int) -> bool:
    cue = _cue(text, gap.start())
    if cue == ";" or (cue == ":" and gap.start() < last) or _BULLET.match(text, gap.end()):
        return True
    return cue in (",", ":", ".") and _ITEM.match(text, gap.end()) is not None


def _clause_gaps(text: str, conjunctions: frozenset[str]) -> list[re.Match[str]]:
    return [gap for gap in _BREAK.finditer(text) if _is_clause_gap(text, gap, conjunctions)]


def _is_clause_gap(text: str, gap: re.Match[str], conjunctions: frozenset[str]) -> bool:
    cue = _cue(text, gap.start())
    if cue in (";", ":"):
        return not _in_number(text, gap)
    if cue == "," and (word := _WORD.match(text, gap.end())):
        return word[1].lower() in conjunctions
    return _DASH.match(text, gap.end()) is not None


def _comma_gaps(text: str) -> list[re.Match[str]]:
    return [
        gap
        for gap in _BREAK.finditer(text)
        if _cue(text, gap.start()) == "," and not _in_number(text, gap)
    ]


def _cue(text: str, at: int) -> str:
    """Return the character before ``at``, or before the closing quotes and brackets there."""
    return text[max(0, at - 8) : at].rstrip(_CLOSING)[-1:]


def _in_number(text: str, gap: re.Match[str]) -> bool:
    """Return whether digits stand on both sides of the sign before a gap: ``10: 30``."""
    return text[max(0, gap.start() - 2)].isdigit() and text[gap.end()].isdigit()


def _cut(text: str, gaps: Iterable[re.Match[str]]) -> tuple[Span, ...]:
    end = len(text.rstrip())
    start = len(text) - len(text.lstrip())
    spans = []
    for gap in gaps:
        spans.append(Span(start, gap.start()))
        start = gap.end()
    return (*spans, Span(start, end)) if start < end else ()
