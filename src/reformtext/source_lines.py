"""Lines that say where an article is from: with an address, with a name, or signed in brackets."""

from __future__ import annotations

import re
from typing import Final

from reformtext.metadata import find_urls, fold, is_host, labels, names, split_label
from reformtext.page_phrases import phrases

__all__ = ["has_address", "has_short_name", "is_picture_source", "is_signed", "names_source"]

_WORDS: Final = 12
_SENTENCE_WORDS: Final = 5  # a source with a full stop and more words than this is a sentence
_SHORTEST_NAME: Final = 4  # letters
_LONGEST_SIGNATURE: Final = 40  # characters
# Labels that headlines begin with: Kilder: Hun går av, Sumber: Menteri Mundur.
_OF_HEADLINES: Final = frozenset(
    {
        *("kilder", "kjelder", "source", "sources", "sumber", "sumbernya", "surse", "sursele"),
        *("zrodla", "zrodla wlasne"),
    }
)
_ACRONYM: Final = re.compile(r"[^\W\d_]?[A-ZÆØÅĄĆĘŁŃÓŚŹŻĂÂÎȘȚ]{2,7}\d{0,2}")
_ENDS_WITH_ACRONYM: Final = re.compile(r"[^()]{3,60} \([A-Z]{2,6}\)\.?")
_BETWEEN_SOURCES: Final = re.compile(r"\s*[,/&|;+]\s*|\s+(?:[-–—]|og|dan|i|oraz|și|şi|and)\s+")
_SIGNATURE: Final = re.compile(
    r"\(([^()]{2,40})\)\.?|/([^/\s]{2,20})/|([A-Z]{2,6}(?:/[a-z]{2,4}/)+)"
)
_INITIALS: Final = re.compile(r"[a-z]{2,4}")
_CODE: Final = re.compile(r"[A-Z][A-Za-z]{1,3}")  # of an agency and of who wrote: (Ant/ABC)
# What stands in brackets as well: where somebody is from, Kari Moe and Per Dahl (Ap/Frp).
_PARTIES: Final = frozenset(
    """
    ap aur frp golkar inp ko krf mdg pan pdi pdip pis pkb pks pnl po ppp psd psi psl rv sld sp sv
    udmr usr
    """.split()  # noqa: SIM905 -- easier to read
)
# What stands in brackets above a column of figures: (kr/kg).
_UNITS: Final = frozenset("cm dm eur euro hl kg km kr kwh lei min mm nok rp tim usd".split())  # noqa: SIM905 -- easier to read


def has_address(bare: str) -> bool:
    """Return whether a line is the label of a source, then an address or a host."""
    known = labels().source
    label, rest = split_label(bare)
    if urls := find_urls(bare):
        words = len(rest.split()) - len(urls)
        before = fold(bare[: bare.find(urls[0])].strip(" :：*_-–—"))
        return before in known or (label in known and words <= _WORDS)
    return label in known and is_host(rest.partition("/")[0])


def names_source(bare: str) -> bool:
    """Return whether a line is the label of a source, then few words that are no sentence."""
    label, rest = split_label(bare)
    words = len(rest.split())
    sentence = rest.endswith((".", "!", "?")) and words > _SENTENCE_WORDS
    return label in labels().source and words <= _WORDS and not sentence


def has_short_name(bare: str) -> bool:
    """Return whether a line is the label of a source, then nothing but names, ``Źródło: PAP``.

    Behind a label that headlines begin with, the names are known ones or of one word; before a
    full stop they are known ones, as ``Kilde: Kanskje.`` is an answer.
    """
    label, rest = split_label(bare)
    if label not in labels().source or not rest or rest[-1] in "!?…":
        return False
    if _ENDS_WITH_ACRONYM.fullmatch(rest):
        return True
    parts = [part.strip(" ()") for part in _BETWEEN_SOURCES.split(rest.rstrip("."))]
    if rest.endswith(".") or label in _OF_HEADLINES:
        single = not rest.endswith(".")
        return all(_is_known(part) or (single and _is_word(part)) for part in parts)
    return all(_is_known(part) or _is_word(part) or (" " in part and names(part)) for part in parts)


def _is_word(part: str) -> bool:
    """Return whether a name is of one word that is longer than an answer, ``Nei``."""
    return len(part) >= _SHORTEST_NAME and part.isalnum() and part[0].isupper()


def _is_known(part: str) -> bool:
    """Return whether a name is of an agency or an office, or letters that stand for one."""
    return (
        _ACRONYM.fullmatch(part) is not None
        or _is_agency(part)
        or phrases("origins").fullmatch(fold(part)) is not None
    )


def _is_agency(part: str) -> bool:
    return phrases("agencies").fullmatch(fold(part)) is not None


def is_picture_source(text: str) -> bool:
    """Return whether a text is an agency, with a name or without, or an archive of pictures."""
    folded = fold(text)
    if len(folded) > _LONGEST_SIGNATURE or folded.isdigit():
        return False
    if phrases("pictures").fullmatch(folded):
        return True
    parts = [part.strip() for part in text.rstrip(" .").split("/")]
    known = [_is_agency(part) for part in parts]
    return any(known) and all(one or names(part) for one, part in zip(known, parts, strict=True))


def is_signed(text: str, *, last: bool) -> bool:
    """Return whether a line is an agency or initials in brackets: ``(PAP)``, ``(abd/rin)``.

    Args:
        text: the line.
        last: whether it is below the text, where unknown letters in brackets are no exclamation
            (``(tawa)``) and no abbreviation that is explained.
    """
    match = _SIGNATURE.fullmatch(text) if len(text) <= _LONGEST_SIGNATURE else None
    if not match:
        return False
    parts = re.split(r"[/,;+-]\s*", next(filter(None, match.groups())).strip("/ "))
    initials = [bool(_INITIALS.fullmatch(part)) and part not in _UNITS for part in parts]
    known = [_is_agency(part) for part in parts]
    if not all(one or other for one, other in zip(initials, known, strict=True)):
        return last and _is_of_letters(parts)
    return any(known) or len(parts) > 1 or last


def _is_of_letters(parts: list[str]) -> bool:
    """Return whether parts are letters for agencies and people: no parties, no countries."""
    if any(part.lower() in _PARTIES for part in parts):
        return False
    codes = len(parts) > 1 and any(map(str.isupper, parts)) and all(map(_CODE.fullmatch, parts))
    return codes or all(_ACRONYM.fullmatch(part) for part in parts)
