"""What a sentence of the benchmark says, and whether an English text still says it.

The comparison is the benchmark's own and shares nothing with the checks of the library: it looks
for what is known to be true, in any usual English form.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ENGLISH", "KINDS", "TEMPLATES", "Truth", "figures", "strangers", "survives"]

KINDS = (
    *("integer", "decimal", "percentage", "range", "ordinal", "magnitude", "money"),
    *("date", "partial date", "time", "decree", "standard", "name", "term"),
)

TEMPLATES = Path(__file__).with_name("fidelity_templates.toml")
ENGLISH = tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))["english"]
_POWERS = {
    name: power
    for power, names in {
        2: ("hundred",),
        3: ("thousand",),
        6: ("million", "mn"),
        9: ("billion", "bn"),
        12: ("trillion", "tn"),
    }.items()
    for name in names
}
_HUNDRED = 100
_LAST_ONE = 9
_NOON = 12


def _words() -> dict[str, int]:
    """Return the numbers and ordinals in words, below a hundred."""
    rows = (ENGLISH["ones"], ENGLISH["ordinals"])
    table = {word: n for row in rows for n, word in enumerate(row)}
    ones = {word: n for word, n in table.items() if 0 < n <= _LAST_ONE}
    for value, tens in zip(range(20, _HUNDRED, 10), ENGLISH["tens"], strict=True):
        table |= {tens: value, f"{tens[:-1]}ieth": value}
        table |= {f"{tens}{mark}{word}": value + n for word, n in ones.items() for mark in "- "}
    return table


_WORDS = _words()
_TAIL = (
    rf"(?:[\s-]?(?P<power>{'|'.join(sorted(_POWERS, key=len, reverse=True))})(?![^\W\d_]))?"
    r"(?P<percent>[\s-]?(?:%|per\s?cent(?!\w)|pct(?!\w)))?"
)
_DIGITS = re.compile(
    r"(?<!\d)(?<!\d[.,])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d|[.,]\d)"
    rf"(?:st|nd|rd|th)?{_TAIL}",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?<!\w)(?P<number>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?!\w){_TAIL}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[-–—]|to|and|through|until)\s*", re.IGNORECASE)
_COUNTRY = r"(?:(?:Vietnamese|Viet Nam|US|U\.S\.|American|Norwegian|Polish|Romanian|Indonesian)\s)?"


@dataclass(frozen=True, slots=True)
class Truth:
    """One thing that a sentence says.

    Attributes:
        kind: one of ``KINDS``.
        value: a plain decimal; both ends of a range with a slash; ISO 8601, as partial as the
            sentence is; ``14:30``; of an identifier or name, itself; of a term, its concept.
        unit: ``%``, a currency, or empty.
        english: how English usually writes it; the first is the plainest.
        words: of money, the words by which its currency is recognised; of an ordinal or a term,
            other wordings that say the same.
    """

    kind: str
    value: str
    unit: str = ""
    english: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    value: Decimal
    percent: bool
    start: int
    end: int


def _mentions(english: str, pattern: re.Pattern[str]) -> Iterator[_Mention]:
    for match in pattern.finditer(english):
        number = match["number"].lower()
        value = Decimal(_WORDS[number] if number in _WORDS else number.replace(",", ""))
        power = _POWERS[match["power"].lower()] if match["power"] else 0
        yield _Mention(value.scaleb(power), bool(match["percent"]), *match.span())


def _all_mentions(english: str) -> list[_Mention]:
    found = [one for pattern in (_DIGITS, _SPELLED) for one in _mentions(english, pattern)]
    return sorted(found, key=lambda one: one.start)


def survives(truth: Truth, english: str) -> bool:
    """Return whether an English text says what is true, in a usual form."""
    if truth.kind in {"decree", "standard", "name"}:
        return any(_stands(form, english) for form in truth.english)
    if truth.kind == "term":
        return any(_has_term(form, english) for form in (*truth.english, *truth.words))
    if truth.kind in {"date", "partial date"} and "-" in truth.value:
        return any(re.search(p, english, re.IGNORECASE) for p in _date_patterns(truth.value))
    if truth.kind == "time":
        return any(re.search(p, english, re.IGNORECASE) for p in _time_patterns(truth.value))
    if truth.kind == "range":
        return _has_range(truth, english)
    return _has_number(truth, english)


def figures(truth: Truth) -> set[Decimal]:
    """Return every number that a true English may write for the sake of a truth."""
    forms = (*truth.english, *truth.words, truth.value)
    found = {one.value for form in forms for one in _mentions(form, _DIGITS)}
    if truth.kind == "time":
        hour, minute = map(int, truth.value.split(":"))
        found |= {Decimal(n) for n in (hour, hour % _NOON or _NOON, minute)}
        found |= {Decimal(f"{h}.{minute:02}") for h in (hour, hour % _NOON or _NOON)}
    if truth.kind in {"range", "date", "partial date"}:
        found |= {Decimal(part) for part in re.findall(r"[0-9.]+", truth.value)}
        found |= {value % _HUNDRED for value in found if value >= _HUNDRED}
    return found


def strangers(truths: Sequence[Truth], english: str) -> list[str]:
    """Return the numbers in digits of an English text that none of the truths accounts for."""
    known = {value for truth in truths for value in figures(truth)}
    return [
        english[one.start : one.end]
        for one in _mentions(english, _DIGITS)
        if one.value not in known
    ]


def _stands(form: str, english: str) -> bool:
    return bool(re.search(rf"(?<![\w/-]){re.escape(form)}(?![\w/]|-\w)", english))


def _has_term(form: str, english: str) -> bool:
    words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", form)))
    pattern = rf"(?<!\w){words}(?:s|es)?(?!\w)".replace("'", "['’]")
    return bool(re.search(pattern, english, re.IGNORECASE))


def _has_number(truth: Truth, english: str) -> bool:
    wanted = Decimal(truth.value)
    if any(_stands(word, english) for word in truth.words if truth.kind == "ordinal"):
        return True
    return any(
        one.value == wanted
        and one.percent == (truth.unit == "%")
        and (truth.kind != "money" or _has_currency(truth, english, one))
        for one in _all_mentions(english)
    )


def _has_currency(truth: Truth, english: str, one: _Mention) -> bool:
    words = "|".join(map(re.escape, sorted(truth.words, key=len, reverse=True)))
    before = rf"(?<![^\W\d_])(?:US)?(?:{words})\s?$"
    after = rf"[\s-]?(?:of\s)?{_COUNTRY}(?:{words})(?!\w)"
    return bool(
        re.search(before, english[: one.start], re.IGNORECASE)
        or re.match(after, english[one.end :], re.IGNORECASE)
    )


def _has_range(truth: Truth, english: str) -> bool:
    first, last = map(Decimal, truth.value.split("/"))
    short = {last, last % _HUNDRED} if last >= _HUNDRED else {last}
    return any(
        one.value == first
        and other.value in short
        and other.percent == (truth.unit == "%")
        and _BETWEEN.fullmatch(english[one.end : other.start]) is not None
        for one, other in pairwise(_all_mentions(english))
    )


def _date_patterns(value: str) -> list[str]:
    """Return the patterns of a date: ``2020-12-31``, ``2020-12`` or ``--12-31``."""
    year, month, day = (
        int(p) if p else 0 for p in ([*value.replace("--", "-").split("-"), ""])[:3]
    )
    name = ENGLISH["months"][month - 1]
    named = rf"(?<!\w)(?:{name}|{name[:3]}\.?|Sept\.)"
    if not day:
        return [rf"{named},? (?:of )?{year}(?!\d)", rf"(?<!\d){year}-{month:02}(?!\d)"]
    nth = rf"(?<!\d)0?{day}(?:st|nd|rd|th)?(?!\d)"
    tail = rf",? (?:of )?{year}(?!\d)" if year else ""
    written = [rf"{nth} (?:of )?{named}{tail}", rf"{named} (?:the )?{nth}{tail}"]
    if not year:
        return written
    return [
        *written,
        rf"(?<!\d){year}-{month:02}-{day:02}(?!\d)",
        rf"(?<!\d)0?{day}[./-]0?{month}[./-]{year}(?!\d)",
        rf"(?<!\d)0?{month}/0?{day}/{year}(?!\d)",
    ]


def _time_patterns(value: str) -> list[str]:
    hour, minute = map(int, value.split(":"))
    right, wrong = (r"p\.?m", r"a\.?m") if hour >= _NOON else (r"a\.?m", r"p\.?m")
    small = hour % _NOON or _NOON
    patterns = [
        rf"(?<![\d.:,])0?{hour}[.:h]{minute:02}(?![\d%])(?!\s?{wrong})",
        rf"(?<![\d.:,])0?{small}[.:]{minute:02}\s?{right}",
    ]
    if not minute:
        patterns.append(rf"(?<![\d.:,])0?{small}\s?{right}")
        patterns.append(rf"(?<![\d.:,])0?{hour} o['’]clock")
    return patterns
