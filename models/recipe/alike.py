"""Spans that stand alike on both sides of a pair: numbers, dates, identifiers, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The first letters that tell the months of a language apart.
MONTHS = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "id": "jan feb mar apr mei jun jul agu sep okt nov des",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "no": "jan feb mar apr mai jun jul aug sep okt nov des",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi dec",
}
MAGNITUDES = {
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    "id": {"ribu": 3, "juta": 6, "miliar": 9, "triliun": 12},
    "pl": {"tys\\.": 3, "tysi\\w+": 3, "mln": 6, "milion\\w*": 6, "mld": 9, "miliard\\w*": 9},
    "no": {"tusen": 3, "mill\\.": 6, "million\\w*": 6, "mrd\\.": 9, "milliard\\w*": 9},
    "ro": {"mii": 3, "mil\\.": 6, "milio\\w+": 6, "mld\\.": 9, "miliard\\w*": 9},
}
MONEY = {
    "en": "dollars?|euros?|rupiah|zlotys?|kroner|lei|dong|pounds?|yen|yuan",
    "id": "dolar|euro|rupiah|zloty|kroner|lei|dong|pound|yen|yuan",
    "pl": "dolar\\w*|euro|rupii|zł(?:ot\\w+)?|koron\\w*|lei|dong\\w*|funt\\w*|jen\\w*|juan\\w*",
    "no": "dollar|euro|rupiah|zloty|kroner|lei|dong|pund|yen|yuan",
    "ro": "dolari|euro|rupii|zloți|coroane|lei|donghi|lire|yeni|yuani",
}
_CENTURY = 1000, 2100  # bare four-digit numbers in between are read as years
_DIGITS = r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_PERCENT = r"\s?(?:%|persen\b|prosent\b|procent\w*|per cent\b|percent\b|la sută\b)"
_IDENTIFIER = re.compile(r"(?<!\S)[(«\"„“]?((?=\S*\d)(?=\S*[A-Za-z/@])[^\s()«»\"„”“,;]+[\w/])")
SHORTEST_NAME = 3
_TOKEN = re.compile(r"\S+")
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]+(?: [A-ZÀ-ÖØ-ÞĀ-Ž][\w'’-]+)*")


@dataclass(frozen=True, slots=True)
class Alike:
    """A span of the source and the span of the English that says the same."""

    kind: str
    source: tuple[int, int]
    english: tuple[int, int]


def alike(language: str, source: str, english: str) -> list[Alike]:
    """Return the spans that stand once on either side, not overlapping, in source order."""
    found: list[Alike] = []
    for kind, here, there in (
        ("d", _once(_dates(source, language)), _once(_dates(english, "en"))),
        ("n", _once(numbers(source, language)), _once(numbers(english, "en"))),
        ("e", _once(_identifiers(source)), _once(_identifiers(english))),
        ("e", _names(english, source), _names(source, english)),
    ):
        for key in here.keys() & there.keys():
            candidate = Alike(kind, here[key], there[key])
            if not any(_overlap(candidate, other) for other in found):
                found.append(candidate)
    return sorted(found, key=lambda span: span.source)


def numbers(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    """Yield every number with its value as a key: ``81.9%``, ``2500000`` or ``2500000 money``."""
    for match in _number_pattern(language).finditer(text):
        value = _value(match["digits"], language)
        if value is None:
            continue
        power = match["magnitude"]
        scale = 0
        if power:
            scale = next(
                p for form, p in MAGNITUDES[language].items() if re.fullmatch(form, power.lower())
            )
        plain = f"{value.scaleb(scale).normalize():f}"
        key = plain + ("%" if match["percent"] else " money" if match["money"] else "")
        yield key, match.start(), match.end()


@cache
def _number_pattern(language: str) -> re.Pattern[str]:
    magnitudes = "|".join(MAGNITUDES[language])
    link = r"(?:\sde)?\s" if language == "ro" else r"\s"
    return re.compile(
        rf"(?<![\w/⟦])(?<!\d[.,:-])(?P<digits>{_DIGITS})"
        rf"(?:(?P<percent>{_PERCENT})|(?:{link}(?P<magnitude>{magnitudes}))?"
        rf"(?:{link}(?P<money>{MONEY[language]})\b)?)(?![\w⟧/:-]|[.,]\d)",
        re.IGNORECASE,
    )


def _value(digits: str, language: str) -> Decimal | None:
    group, point = (",", ".") if language == "en" else (".", ",")
    bare = re.sub(r"[\u00a0\u202f ]", "", digits)
    if re.fullmatch(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{point}\d+)?", bare):
        bare = bare.replace(group, "")
    elif group in bare or bare.count(point) > 1:
        return None
    return Decimal(bare.replace(point, "."))


def _dates(text: str, language: str) -> Iterator[tuple[str, int, int]]:
    patterns, months = _date_patterns(language)
    taken: list[range] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            place = range(match.start(), match.end())
            if any(set(place) & set(other) for other in taken):
                continue
            taken.append(place)
            parts = match.groupdict()
            month = months.index(parts["month"].lower()[:3]) + 1
            year, day = parts.get("year") or "", parts.get("day") or ""
            yield f"{year}-{month}-{day}", match.start(), match.end()


@cache
def _date_patterns(language: str) -> tuple[tuple[re.Pattern[str], ...], list[str]]:
    months = MONTHS[language].split()
    month = rf"(?P<month>(?:{'|'.join(months)})[^\W\d]*)"
    dot = r"\.?" if language == "no" else ""
    after = r"(?: r\.)?" if language == "pl" else ""
    forms = [rf"(?<![\w.,])(?P<day>\d{{1,2}}){dot} {month}(?: (?P<year>\d{{4}})\b{after})?(?!\w)"]
    if language == "en":
        forms.append(rf"\b{month} (?P<day>\d{{1,2}})(?:, (?P<year>\d{{4}}))?(?!\d)")
    forms.append(rf"\b{month} (?P<year>\d{{4}})\b{after}")
    return tuple(re.compile(form, re.IGNORECASE) for form in forms), months


def _identifiers(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _IDENTIFIER.finditer(text):
        yield match[1], match.start(1), match.end(1)


def _names(other: str, text: str) -> dict[str, tuple[int, int]]:
    """Return the capitalised runs of ``text``, or their longest parts, that ``other`` has too."""
    found: dict[str, tuple[int, int]] = {}
    for run in _NAME.finditer(text):
        words = [(run.start() + m.start(), run.start() + m.end()) for m in _TOKEN.finditer(run[0])]
        while words:
            ends = [end for _, end in reversed(words)]
            place = next(
                (p for end in ends if _is_name(text, other, p := (words[0][0], end))), None
            )
            if place:
                found[text[slice(*place)]] = place
            words = [word for word in words[1:] if not place or word[0] >= place[1]]
    return found


def _is_name(text: str, other: str, place: tuple[int, int]) -> bool:
    """Return whether the same run stands once on either side; one word at the start may be any."""
    name = text[slice(*place)]
    if len(name) < SHORTEST_NAME or (place[0] == 0 and " " not in name) or name not in other:
        return False
    return _count(name, text) == _count(name, other) == 1


def _count(name: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _once(spans: Iterator[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """Return the spans whose key occurs once."""
    found: dict[str, list[tuple[int, int]]] = {}
    for key, start, end in spans:
        found.setdefault(key, []).append((start, end))
    return {key: places[0] for key, places in found.items() if len(places) == 1}


def _overlap(one: Alike, other: Alike) -> bool:
    return any(
        a[0] < b[1] and b[0] < a[1]
        for a, b in ((one.source, other.source), (one.english, other.english))
    )


def is_year(key: str) -> bool:
    """Return whether a number's key looks like a year."""
    return key.isdigit() and _CENTURY[0] <= int(key) < _CENTURY[1]
