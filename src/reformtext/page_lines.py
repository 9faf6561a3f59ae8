"""Lines that a page puts around an article: to share it, to follow the outlet, on whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reformtext.metadata import fold, labels

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["is_of_rights", "is_to_share", "leads_elsewhere"]

_LONGEST: Final = 160  # characters
_SPEECH: Final = re.compile('["“”„«»]')
_SERVICES: Final = re.compile(
    r"(?<!\w)(?:facebook\w*|twitter\w*|x|whatsapp\w*|telegram\w*|instagram\w*|linkedin\w*|tiktok\w*"
    r"|youtube\w*|messenger\w*|pinterest\w*|google (?:news|nyheter|wiadomości|știri)|e-?mail\w*"
    r"|e-?post|newsletter\w*|nyhetsbrev\w*|buletin\w*|rss)(?!\w)",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(
    r"(?:copyright|hak cipta|©|\(c\)) ?(?:©|\(c\))? ?(?:[12]\d{3}|\w+ [12]\d{3})"
)
_END: Final = (".", ",", ":", ";", "!", "?", "…")


def is_to_share(bare: str) -> bool:
    """Return whether a line asks to share or follow: ``Del på Facebook``, ``Ikuti kami di X``.

    It begins with words that do, and names a service or a newsletter, or is these words alone.
    Nobody says it.
    """
    if len(bare) > _LONGEST or _SPEECH.search(bare):
        return False
    rest = _behind(fold(bare), labels().share)
    return rest is not None and (not rest or _SERVICES.search(rest) is not None)


def is_of_rights(bare: str) -> bool:
    """Return whether a line says whose the text is, or where it was published first."""
    if len(bare) > _LONGEST:
        return False
    folded = fold(bare)
    return _behind(folded, labels().rights) is not None or _OWNED.match(folded) is not None


def leads_elsewhere(bare: str) -> bool:
    """Return whether a line is a link to another article without a colon: ``Les også Slik …``.

    Behind a label of several words there is a title: it begins with a capital, and does not end as
    a sentence does.
    """
    if len(bare) > _LONGEST or bare.endswith(_END) or _SPEECH.match(bare):
        return False
    words = bare.split()
    for count in (2, 3):
        label, rest = " ".join(words[:count]), words[count : count + 1]
        if rest and fold(label) in labels().related and not rest[0][0].islower():
            return True
    return False


def _behind(folded: str, beginnings: Collection[str]) -> str | None:
    """Return what stands behind the longest of some words that a line begins with, if one does."""
    words = folded.split()
    for count in range(len(words), 0, -1):
        if " ".join(words[:count]).rstrip(" :") in beginnings:
            return " ".join(words[count:])
    return None
