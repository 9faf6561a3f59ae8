"""Quotations that a source opens with a dash, and the marks that their English has.

``– Vi er klare, sier hun.`` has one dash and no second mark, ``– Jesteśmy gotowi – powiedział.``
two dashes.  Models learn to open a quotation mark there, and close it now and then.
"""

from __future__ import annotations

import re
from typing import Final

from reformtext.languages import find
from reformtext.languages.numerals import words

__all__ = ["with_quotes"]

_DASHES: Final = "–—-"
_OPENED: Final = re.compile(r"[–—-]\s+(?=[\w(])")
_MARKS: Final = re.compile("[\"“”„«»″]|''")
_DASH: Final = re.compile(r"(?<=\s)[–—-](?=\s)")
_TOLD: Final = re.compile(r"(?:[,?!]|\s(?P<dash>[–—-]))\s+(?P<words>\w+(?:[ -]\w+){0,3})")
_AUXILIARIES: Final = words("a am au har hadde i le mai mi ne")  # before a participle
# What begins a clause of the speech itself, though a verb of saying follows: "but she said no".
_OF_THE_SPEECH: Final = words(
    """
    although and as because but how i if or since so than that though unless until what when
    where whether which while who whom whose why
    """
)
_SAYS: Final = "|".join(
    words(
        """
        added adds admits admitted announced announces answered answers argued argues asked asks
        assured assures believe believed believes claimed claims commented comments concluded
        concludes confirmed confirms continued continues declared declares emphasised emphasises
        estimated estimates explained explains informed informs mentioned mentions noted notes
        noticed observed observes pointed points recalled recalls remarked replied replies
        reported reports responded responds said say says shouted specified specifies stated
        states stressed stresses tell tells thinks thought told underlined underlines warned
        warns writes wrote
        """
    )
)
# What follows a verb whose speaker stands before the comma: "the mayor, Kari Holm, said on Monday".
_NO_SPEAKER: Final = "after|at|before|during|in|on|that|to|today|yesterday"
# A word of who speaks, and of no clause about them: "the mayor who told us".
_OF_NAME: Final = r"(?!(?:that|which|who|whom|whose)\b)[^\s,.?!\"]+\.?"
_NAME: Final = re.compile(r"[^\W\d_]{2,}")
_TAIL: Final = re.compile(
    rf"(?P<speech>.*\w\S?)(?P<end>\s?[,?!]|\s(?=[–—-]\s))\"?\s+(?:[–—-]\s+)?"
    rf"(?P<tail>(?!(?:{'|'.join(_OF_THE_SPEECH)})\b)"
    rf"(?!(?:{_SAYS})\b\s*(?:[^\w\s]|$|(?:{_NO_SPEAKER})\b))(?=\w)(?:{_OF_NAME}\s+){{0,6}}(?:{_SAYS})\b[^\"?!]*)",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[a-z]{3}\.\s")


def with_quotes(source: str, english: str, language: str) -> str:
    """Return an English text with the quotation marks of a speech that its source opens by a dash.

    Where both tell who speaks, the speech has a mark at each end.  Where they do not, a mark that
    is never closed becomes a dash, as the speech may go on in the next sentence.

    Args:
        source: a sentence; what opens with no dash, or has quotation marks, is left as it is.
        english: its translation.
        language: of the source.
    """
    if source[:1] not in _DASHES or not _OPENED.match(source) or _MARKS.search(source):
        return english
    marks = _MARKS.findall(english)
    if marks not in ([], ['"']) or english[:1] == "'":
        return english
    told = _told_from(source, language)
    if told >= 0 and (found := _TAIL.fullmatch(_bare(english))):
        speech, tail = found["speech"], found["tail"]
        clear = '"' not in speech and not _names_speaker(speech, tail, source[told:])
        if clear and not _SENTENCE_END.search(tail):
            return f'"{speech[:1].upper()}{speech[1:]}{found["end"].strip() or ","}" {tail}'
    return f"– {english[1:].lstrip()}" if marks and english[0] == '"' else english


def _bare(english: str) -> str:
    """Return a text without the mark or dash that opens it."""
    return english.lstrip('"' + _DASHES).lstrip()


def _names_speaker(speech: str, tail: str, told: str) -> bool:
    """Return whether an English speech tells already who speaks: "Hansen says that, …"."""
    named = {word for word in _NAME.findall(told) if word[0].isupper()}
    return speech.startswith("According to ") or any(n in speech and n not in tail for n in named)


def _told_from(source: str, language: str) -> int:
    """Return where a source says who speaks, once, behind the speech: ``, sier hun``; or -1."""
    verbs = find(language).speech_verbs
    found = [match for match in _TOLD.finditer(source) if _tells(match["words"], verbs)]
    dashes = len(_DASH.findall(source))
    once = len(found) == 1 and dashes == (found[0]["dash"] is not None)
    return found[0].start() if once else -1


def _tells(following: str, verbs: frozenset[str]) -> bool:
    """Return whether words begin with a verb of saying, behind auxiliaries at most."""
    for word in re.split("[ -]", following):
        if word in verbs:
            return True
        if word not in _AUXILIARIES:
            return False
    return False
