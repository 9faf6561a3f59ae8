"""Lines that a page puts around an article: to share it, to follow the outlet, on whose it is."""

from __future__ import annotations

import re
from typing import Final

from reformtext.metadata import fold, labels

__all__ = ["is_of_rights", "is_to_share", "leads_elsewhere"]

_LONGEST: Final = 160  # characters
_NEAR: Final = 3  # words behind a label, among which a service must be
_SPEECH: Final = re.compile('["“”„«»]')
_SERVICE: Final = re.compile(
    r"facebook\w*|twitter\w*|whatsapp\w*|telegram\w*|instagram\w*|linkedin\w*|tiktok\w*|youtube\w*"
    r"|messenger\w*|pinterest\w*|google|e-?mail\w*|e-?post|newsletter\w*|nyhetsbrev\w*|buletin\w*|rss"
)
# What stands between the services that a line of one verb names: Del på Facebook og X.
_BETWEEN: Final = frozenset("pa pe di ke na w via on to x og i si dan and news | / · -".split())  # noqa: SIM905 -- easier to read
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


def is_to_share(bare: str) -> bool:
    """Return whether a line asks to share or follow: ``Del på Facebook``, ``Ikuti kami di X``.

    It begins with words that do.  Behind one word there are services alone; behind several there is
    a service, or a newsletter, near.  Nobody says it.
    """
    if len(bare) > _LONGEST or _SPEECH.search(bare):
        return False
    words = fold(bare).replace(",", " ").split()
    for count in range(len(words), 0, -1):
        if " ".join(words[:count]) in labels().share:
            rest = words[count:]
            services = [_SERVICE.fullmatch(word) is not None for word in rest]
            if count > 1 or not rest:
                return not rest or any(services[:_NEAR])
            pairs = zip(rest, services, strict=True)
            return any(services) and all(is_one or word in _BETWEEN for word, is_one in pairs)
    return False


def is_of_rights(bare: str) -> bool:
    """Return whether a line says whose the text is, or where it was published first."""
    if len(bare) > _LONGEST or bare.endswith(_END):
        return False
    folded = fold(bare)
    republished = folded.startswith(tuple(f"{label} " for label in labels().republished))
    reserved = folded.endswith(tuple(labels().rights))
    return republished or reserved or _OWNED.fullmatch(folded) is not None


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
