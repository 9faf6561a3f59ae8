"""Metadata: what single lines say of their article, by labels, names, addresses and times."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reformtext.article import Kind, Metadata, Segment
from reformtext.languages import table
from reformtext.publication_dates import iso_date
from reformtext.text import repair, unaccented

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "Labels",
    "byline_names",
    "dated",
    "extract_metadata",
    "find_urls",
    "fold",
    "fold_all",
    "is_host",
    "labels",
    "names",
    "published",
    "split_label",
    "tells_day",
]

_URL = re.compile(r"""(?:https?://|(?<![\w.])www\.)[^\s<>"'|]+""", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}", re.IGNORECASE)
_STAMP = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\d{3})?(?!\d)", re.ASCII)
_DAY = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=[/?#]|$)", re.ASCII)
_YEARS = range(1990, 2101)

_LABEL = re.compile(r"([^:：]{1,40}?)[\s*_]*[:：]")
_BESIDE_NAME = re.compile(r"\([^()]*\)|\[[^][]*\]|\S+@\S+|(?<!\S)@\w+")
_BETWEEN_NAMES = re.compile(r"\s*[,/&|;+]\s*|\s+(?:[-–—]|og|dan|i|oraz|și|şi|and)\s+")
_PARTICLES = frozenset(
    {"af", "al", "bin", "binti", "da", "de", "der", "di", "du", "el", "la", "le", "van", "von"}
)
_BESIDE_DAY = " \t:：|•·,;()/–—-"
_LONGEST_DAYS = 120  # characters
_REMEMBERED = 1024  # texts: every rule folds the same line
_MOST_NAMES = 4
_MOST_WORDS = 4
_LONGEST_LABEL = 3  # words, where no colon follows
_PREPOSITIONS = frozenset({"av", "by", "de", "oleh"})  # the last word of such a label

_ALSO_PROSE = {"de": "ro"}  # a label that headlines begin with too, De Ziua Națională; its language
_FULL_NAME = range(2, 4)  # words

_ENGLISH = {
    "source": "original source|source|source article|sources",
    "comment": "comment|comments|reader comments",
    "caption": "caption|credit|figure|illustration|image|photo|photo credit|photos|picture",
    "byline": "author|authors|by|correspondent|editor|reporter|story by|text|words|written by",
    "share": "follow us|join us|share|share this|share this article|sign up|subscribe",
    "rights": "all rights reserved",
    "republished": "this article first appeared in|this article was first published",
    "published": "date published|posted|posted on|published|published on",
    "updated": "last modified|last updated|updated|updated on",
    "tag": "filed under|tag|tagged|tags",
    "related": "also read|read also|read more|related articles|related stories|see also",
}
_NOT_AUTHORS = frozenset({"editor", "penyunting", "publisert av", "redaktor", "redaktur"})


@dataclass(frozen=True, slots=True)
class Labels:
    """What lines that are not prose begin with, in every language and English, folded."""

    source: frozenset[str]
    comment: frozenset[str]
    caption: frozenset[str]
    byline: frozenset[str]
    share: frozenset[str]
    rights: frozenset[str]
    republished: frozenset[str]
    published: frozenset[str]
    updated: frozenset[str]
    tag: frozenset[str]
    related: frozenset[str]


@cache
def labels() -> Labels:
    """Return the labels of all languages together: one page may mix them."""
    return Labels(*(frozenset(map(fold, _written(name))) for name in _ENGLISH))


def fold_all(phrases: str) -> frozenset[str]:
    """Return phrases as keys, given a bar or a line apart."""
    return frozenset(map(fold, phrases.strip().replace("\n", "|").split("|")))


def _written(name: str) -> Iterator[str]:
    yield from _ENGLISH[name].split("|")
    for language in table():
        yield from getattr(language, f"{name}_labels")


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Return ``text`` as a key: lower case, no accents, single spaces, no full stop at the end."""
    bare = unaccented(unicodedata.normalize("NFKC", text.casefold()))
    return " ".join(bare.split()).rstrip(" .")


def split_label(text: str) -> tuple[str, str]:
    """Return what stands before the first colon, folded, and what follows it.

    The label is empty where there is no colon among the first 40 characters or so; the rest is
    then the whole text.
    """
    match = _LABEL.match(text)
    if not match:
        return "", text
    return fold(match[1].strip(" *_")), text[match.end() :].strip(" *_")


def find_urls(text: str) -> tuple[str, ...]:
    """Return the web addresses in ``text``, without the punctuation that follows them."""
    return tuple(map(_trimmed, _URL.findall(text)))


def _trimmed(url: str) -> str:
    bare = url.rstrip(".,;:!?*_]}»”’")
    return bare if "(" in bare else bare.rstrip(").,;:")


def dated(bare: str) -> str:
    """Return the day of publication that a line tells, ``Publisert 12.03.2026``, as ISO 8601."""
    return next((day for label, day in _days(bare) if label in labels().published), "")


def tells_day(bare: str) -> bool:
    """Return whether a line tells when its article was published or changed, and nothing else."""
    return bool(_days(bare))


def _days(bare: str) -> list[tuple[str, str]]:
    """Return the labels of days in a line, each with its day; none if anything else is in it."""
    before, *parts = _day_labels().split(bare) if len(bare) <= _LONGEST_DAYS else [bare]
    bares = (rest.strip(_BESIDE_DAY) for rest in parts[1::2])
    rests = (iso_date(rest) or iso_date(rest.rstrip(".")) for rest in bares)
    found = list(zip(map(fold, parts[::2]), rests, strict=True))
    whole = not before.strip(_BESIDE_DAY) and all(day.count("-") > 1 for _, day in found)
    return found if whole else []


@cache
def _day_labels() -> re.Pattern[str]:
    """Return what finds the labels of days, with their accents or without."""
    written = {label for name in ("published", "updated") for label in _written(name)}
    forms = sorted(written | {unaccented(label) for label in written}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)


def published(url: str) -> str:
    """Return the time of publication that an address holds, as ISO 8601; empty if it holds none.

    Two forms are read: ``yyyymmddHHMMSS``, milliseconds allowed, and ``/yyyy/mm/dd``.  Digits
    that are no real time between 1990 and 2100 are something else, such as an article's number.
    """
    for match in _STAMP.finditer(url):
        if moment := _real(match.groups()):
            return moment.isoformat()
    for match in _DAY.finditer(url):
        if moment := _real(match.groups()):
            return moment.date().isoformat()
    return ""


def _real(parts: Sequence[str]) -> datetime | None:
    year, month, day, hour, minute, second = (*map(int, parts), 0, 0, 0)[:6]
    if year in _YEARS:
        with suppress(ValueError):
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # zone unknown
    return None


def byline_names(text: str) -> tuple[str, ...]:
    """Return the names in a byline with a label, ``Penulis: Trinh Ha`` or ``Av Kari Moe``.

    Nothing if it has no label, or if the label is followed by anything but names; by anything
    but full names where there is no colon.
    """
    label, rest = _split_byline(text)
    return names(rest) if label else ()


def _split_byline(text: str) -> tuple[str, str]:
    known = labels().byline
    label, rest = split_label(text)
    if label:
        return (label, rest) if label in known else ("", text)
    words = text.split()
    if len(words) > 1 and words[0].endswith(".") and fold(words[0]) in known:
        return fold(words[0]), " ".join(words[1:])  # Oprac. JK
    for count in range(min(_LONGEST_LABEL, len(words) - 1), 0, -1):
        label = fold(" ".join(words[:count]))
        if label in known and words[count - 1].lower() in _PREPOSITIONS:
            if label in _ALSO_PROSE and not _is_full_name(words[count:], _ALSO_PROSE[label]):
                return "", text
            return (label, " ".join(words[count:])) if len(words) > count + 1 else ("", text)
    return "", text


def _is_full_name(words: list[str], language: str) -> bool:
    """Return whether words are those of one person whose first name is known."""
    from reformtext.name_words import lexicon  # its dictionaries take time, and few lines need it

    return len(words) in _FULL_NAME and words[0].lower() in lexicon(language).people


def names(text: str) -> tuple[str, ...]:
    """Return the people's names that make up ``text``; nothing if there is anything else in it.

    A name is one to four words with a capital each; addresses, brackets and the labels of
    bylines (``journalist``) may stand beside it.
    """
    known = labels().byline
    parts = _BETWEEN_NAMES.split(_BESIDE_NAME.sub(" ", text).strip(" .-–—*_"))
    people = [" ".join(part.split()) for part in parts if part.strip() and fold(part) not in known]
    found = 0 < len(people) <= _MOST_NAMES and all(map(_is_name, people))
    return tuple(people) if found else ()


def _is_name(text: str) -> bool:
    words = text.split()
    first_and_last = words[0][0].isupper() and words[-1][0].isupper()
    return len(words) <= _MOST_WORDS and first_and_last and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "").replace(".", "")
    return letters.isalpha() and (word[0].isupper() or word in _PARTICLES)


def extract_metadata(segments: Sequence[Segment], known: Metadata) -> Metadata:
    """Return the metadata with what the segments tell of it; what is known already stays.

    The title is a heading that no body precedes.  The address is the one of the source line,
    or of a line that is nothing but an address; host and time of publication come from it, the
    latter unless a line of its own tells it.

    Args:
        segments: the lines of an article, classified.
        known: its metadata so far.
    """
    url = known.source_url or _address(segments)
    return replace(
        known,
        title=known.title or _title(segments),
        source_url=url,
        outlet=known.outlet or _host(url) or _outlet(segments),
        author=known.author or ", ".join(_authors(segments)),
        published=known.published or _day(segments) or published(url),
    )


def _title(segments: Sequence[Segment]) -> str:
    for segment in segments:
        if segment.kind is Kind.HEADING:
            return " ".join(repair(segment.source).split())
        if segment.kind is Kind.BODY:
            break
    return ""


def _source_lines(segments: Sequence[Segment]) -> list[str]:
    return [repair(each.source) for each in segments if each.kind is Kind.SOURCE_LINE]


def _address(segments: Sequence[Segment]) -> str:
    urls = [url for line in _source_lines(segments) for url in find_urls(line)[:1]]
    return urls[-1] if urls else ""


def _host(url: str) -> str:
    """Return the host of an address, without ``www.``; empty if the address has none."""
    with suppress(ValueError):  # urlsplit refuses what looks like a broken IPv6 address
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
        return host.removeprefix("www.")
    return ""


def is_host(text: str) -> bool:
    """Return whether ``text`` is nothing but the name of a host, ``kompas.com``."""
    return bool(_HOST.fullmatch(text.strip(" ().")))


def _outlet(segments: Sequence[Segment]) -> str:
    """Return the host that a source line names instead of an address, ``Sumber: kompas.com``."""
    rests = [split_label(line)[1].strip(" ().") for line in _source_lines(segments)]
    hosts = [rest.lower().removeprefix("www.") for rest in rests if is_host(rest)]
    return hosts[-1] if hosts else ""


def _day(segments: Sequence[Segment]) -> str:
    """Return the first day of publication that a line names."""
    bylines = (repair(each.source) for each in segments if each.kind is Kind.BYLINE)
    return next(filter(None, (dated(line.strip(" *_-–—")) for line in bylines)), "")


def _authors(segments: Sequence[Segment]) -> tuple[str, ...]:
    found: list[str] = []
    for segment in segments:
        if segment.kind is Kind.BYLINE:
            label, rest = _split_byline(repair(segment.source).strip(" *_-–—"))
            found.extend(() if label in _NOT_AUTHORS else names(rest))
    return tuple(dict.fromkeys(found))
