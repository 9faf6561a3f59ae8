"""Lines that a page puts around an article: to share it, on cookies, on whose it is."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reformtext.metadata import fold, labels, split_label
from reformtext.page_phrases import phrases

__all__ = [
    "is_answer",
    "is_marker",
    "is_of_page",
    "is_of_rights",
    "is_on_cookies",
    "is_related_label",
    "is_tagged",
    "is_to_comment",
    "is_to_reader",
    "is_to_share",
    "leads_elsewhere",
    "may_be_of_page",
    "may_be_title",
]

_LONGEST: Final = 160  # characters
_LONGEST_PHRASE: Final = 90
_LONGEST_TO_READER: Final = 250
_LONGEST_NOTICE: Final = 400
_LONGEST_UNADDRESSED: Final = 160  # of a line on cookies that says nothing to its reader
_ALONE: Final = 12  # words of a line that ends with the word for cookies
_TITLE_WORDS: Final = 16  # of a title that is two sentences
_STOP: Final = re.compile(r"[^\W\d]{2,}[.…][\"»”)]*(?:\s|$)")  # behind a word: a sentence ends
_STOPPED: Final = re.compile(r"[.…][\"»”)]*$")
# A second sentence that begins so goes on with the first, as prose does.
_GOES_ON: Final = re.compile(
    r"[.…][\"»”)]*\s+(?:beliau|dia|ia|kami|kita|mereka|saya"
    r"|d[eu]|de[nt]|dette|disse|h[au]n|jeg|vi|me|dei|ho"
    r"|ona?|ono|on[ie]|ja|my|e[ai]|ele?|eu|noi|el[ae])\b",
    re.IGNORECASE,
)
_TAG_WORDS: Final = 4
_NEAR: Final = 3  # words behind a label, among which a service must be
_SPEECH: Final = re.compile('["“”„«»]')
_SERVICE: Final = re.compile(
    r"facebook\w*|twitter\w*|whatsapp\w*|telegram\w*|instagram\w*|linkedin\w*|tiktok\w*|youtube\w*"
    r"|messenger\w*|pinterest\w*|google|e-?mail\w*|e-?post|newsletter\w*|nyhetsbrev\w*|buletin\w*|rss"
)
# What stands between the services that a line of one verb names: Del på Facebook og X.
_BETWEEN: Final = frozenset(
    """
    pa pe la di ke na do w de via on to x og i si dan and news | / · - kanalul canalul kanal channel
    saluran grup grupul pagina nostru noastra nasz naszego naszym naszej var vart kami
    """.split()  # noqa: SIM905 -- easier to read
)
_OWNED: Final = re.compile(
    r"(?:copyright|hak cipta|opphavsrett) ?(?:©|\(c\))? ?[12]\d{3}(?!\d).*"
    r"|(?:copyright )?© ?.{0,60}"
)
# Labels that are verbs: behind a noun, "Berita terkait Covid-19 …", there may be a sentence.
_ASKING: Final = frozenset(
    {
        *("also", "baca", "citeste", "cititi", "czytaj", "les", "lihat", "przeczytaj", "read"),
        *("se", "see", "simak", "sja", "sprawdz", "tonton", "vezi", "zobacz"),
    }
)
_END: Final = (".", ",", ":", ";", "!", "?", "…")
_NO_STOP: Final = _END[1:]
_ARROWS: Final = " \t*_•·|»›>→▶►▸▼:"
_SPOKEN: Final = tuple("-–—„“\"«'")
_COUNT: Final = re.compile(r"[\s:(\[]*\d[\d.,\s]*(?:[^\W\d_]+)?[\s)\]]*$")
_DIGIT: Final = re.compile(r"\d")
_PAGING: Final = re.compile(
    r"(?:halaman|strona|side|sida|pagina|page)s?:? ?"
    r"(?:1(?: [| ]{0,2}\d{1,3})+(?: \D{1,20})?|\d{1,3} (?:dari|z|av|din|of) \d{1,3})"
)
_HASHTAGS: Final = re.compile(r"#\w+(?:[\s,;|]+#\w+)+")
_EMBEDDED: Final = re.compile(
    r"\[/?(?:gambas|embed|iframe|youtube|instagram|tweet|twitter|tiktok|gallery|caption)"
    r"(?:[\s:=][^][]*)?\](?:[^][]*\[/\w+\])?"
)
_COOKIES: Final = re.compile(
    r"cookie|informasjonskaps|ciastecz.*(?:plik|portal|serwis|stron|witryn)"
    r"|(?:plik|portal|serwis|stron|witryn).*ciastecz"
)
_COOKIE: Final = r"\W?(?:cookie[\w-]*+|informasjonskaps\w*+|ciastecz\w*+)"


def is_to_share(bare: str) -> bool:
    """Return whether a line asks to share or follow: ``Del på Facebook``, ``Ikuti kami di X``.

    It begins with words that do.  Behind one word there are services alone; behind several there is
    a service, or a newsletter, near.  Nobody says it.
    """
    if len(bare) > _LONGEST or _SPEECH.search(bare):
        return False
    words = fold(bare).rstrip("!").replace(",", " ").split()
    for count in range(len(words), 0, -1):
        if " ".join(words[:count]) in labels().share:
            rest = words[count:]
            services = [_SERVICE.fullmatch(word) is not None for word in rest]
            if count > 1 or not rest:
                return not rest or _names_service(bare, services)
            pairs = zip(rest, services, strict=True)
            return any(services) and all(is_one or word in _BETWEEN for word, is_one in pairs)
    return False


def _names_service(bare: str, services: list[bool]) -> bool:
    """Return whether a service is near behind a label, or ends a line without a clause."""
    return any(services[:_NEAR]) or (any(services[-_NEAR:]) and "," not in bare and not _said(bare))


def is_of_rights(bare: str) -> bool:
    """Return whether a line says whose the text is, or where it was published first."""
    if len(bare) > _LONGEST or bare.endswith(_NO_STOP):
        return False
    folded = fold(bare)
    owned = _OWNED.fullmatch(folded) is not None
    if bare.endswith("."):
        return owned or folded in labels().rights
    republished = folded.startswith(tuple(f"{label} " for label in labels().republished))
    reserved = folded.endswith(tuple(labels().rights))
    return republished or reserved or owned


def leads_elsewhere(bare: str) -> bool:
    """Return whether a line is a link to another article without a colon: ``Les også Slik …``.

    Behind a label of several words that asks to read there is a title: it begins with a capital,
    and does not end as a sentence does.
    """
    if len(bare) > _LONGEST or bare.endswith(_END) or _SPEECH.match(bare):
        return False
    words = bare.split()
    for count in (2, 3):
        label, rest = fold(" ".join(words[:count])), words[count : count + 1]
        if rest and label in labels().related and label.split()[0] in _ASKING:
            return not rest[0][0].islower()
    return False


def is_marker(text: str) -> bool:
    """Return whether a line marks an advertisement, an embed, or where the text goes on."""
    return _is_whole("marker", text) or _EMBEDDED.fullmatch(text.casefold()) is not None


def is_to_comment(text: str) -> bool:
    """Return whether a line is a call to comment: ``Skriv en kommentar``."""
    return _is_asked("comment", text)


def is_of_page(text: str) -> bool:
    """Return whether a line is a link or a button that has nothing to do with the article."""
    if _is_asked("link", text) or _is_asked("consent", text):
        return True
    return len(text) <= _LONGEST_PHRASE and _PAGING.fullmatch(fold(text)) is not None


def is_to_reader(text: str) -> bool:
    """Return whether a page asks something of its reader, or tells how old or long its text is."""
    if len(text) > _LONGEST_TO_READER or text.startswith(_SPOKEN):
        return False
    return phrases("reader_asked").fullmatch(fold(text.strip(_ARROWS)).rstrip("!?")) is not None


def may_be_title(text: str) -> bool:
    """Return whether a text behind the label of a link may be a title, of two sentences at most.

    It does not end with a full stop, and if one is in it, it is short, tells of no speaker and goes
    on with no pronoun.
    """
    stops = _STOP.findall(text)
    if not stops:
        return True
    short = len(stops) == 1 and len(text.split()) <= _TITLE_WORDS
    goes_on = _STOPPED.search(text) or _GOES_ON.search(text)
    return short and not goes_on and not _said(text)


def is_related_label(bare: str) -> bool:
    """Return whether a line is nothing but the label of a link to another article."""
    return fold(bare.rstrip(_ARROWS)) in labels().related


def is_answer(text: str) -> bool:
    """Return whether a line is a button that could be an answer as well: ``Setuju``."""
    return _is_asked("answer", text)


def may_be_of_page(text: str) -> bool:
    """Return whether a line is a link of a page if it stands beside others, else a heading."""
    return _is_asked("beside", text)


def _is_asked(table: str, text: str) -> bool:
    spoken = text.startswith(_SPOKEN) or text.endswith((".", "?"))
    return not spoken and _is_whole(table, text)


def _is_whole(table: str, text: str) -> bool:
    """Return whether a line is a phrase of a table, arrows and a count aside."""
    if len(text) > _LONGEST_PHRASE:
        return False
    bare = fold(text.strip(_ARROWS).rstrip("!"))
    pattern = phrases(table)
    return bool(
        pattern.fullmatch(bare) or (_DIGIT.search(bare) and pattern.fullmatch(_COUNT.sub("", bare)))
    )


def is_tagged(text: str) -> bool:
    """Return whether a line lists what its article is filed under: ``Tagi: budżet, gmina``."""
    if len(text) > _LONGEST or text.endswith(_END):
        return False
    if _HASHTAGS.fullmatch(text):
        return True
    label, rest = split_label(text)
    if (label or fold(text)) not in labels().tag or _said(rest):
        return False
    items = re.split(r"[,;|•·#]+", rest)
    return all(len(item.split()) <= _TAG_WORDS for item in items) and (
        len(items) > 1 or len(rest.split()) <= _NEAR
    )


def is_on_cookies(text: str) -> bool:
    """Return whether a page says in a line that it uses cookies, and asks for consent.

    It begins with ``Vi bruker`` or ``Acest site folosește`` and the like, the word follows, and
    nothing else does but what for.  A line that tells who says so is prose.
    """
    folded = fold(text) if len(text) <= _LONGEST_NOTICE else ""
    if not _COOKIES.search(folded) or text.startswith(_SPOKEN) or _said(text):
        return False
    addressed = _words("reader").search(folded)
    if _far().match(folded):
        return bool(addressed) or (len(folded.split()) <= _ALONE and bool(_ends().search(folded)))
    return bool(_near().match(folded)) and (bool(addressed) or len(text) <= _LONGEST_UNADDRESSED)


def _said(text: str) -> bool:
    """Return whether a line tells who says what it says."""
    return _words("said").search(fold(text)) is not None


@cache
def _words(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b{phrases(table).pattern}\b")


@cache
def _near() -> re.Pattern[str]:
    behind = rf"[^\w\s]|\s\(|\s?$|\s{phrases('cookies_behind').pattern}\b"
    near = phrases("cookies_near").pattern
    return re.compile(rf"{near}\b(?:\s\S+){{0,5}}?\s{_COOKIE}(?:{behind})")


@cache
def _far() -> re.Pattern[str]:
    return re.compile(rf"{phrases('cookies_far').pattern}\b.{{0,250}}?\b{_COOKIE}")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"{_COOKIE}\W*$")
