"""Forms of one name: what Polish and Romanian put behind it, and what English may have there."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import Final

__all__ = ["INFLECTING", "first_name_forms", "shared_start", "shared_stem"]

INFLECTING: Final = frozenset({"pl", "ro"})
"""The languages that inflect names; elsewhere a name stands whole, but for a genitive."""

_STEM_LETTERS: Final = 2  # that the stem of one word must have
_STEM_SHARE: Final = 0.6  # of the letters of the shorter form
_REMEMBERED: Final = 4096  # pairs of words

# Endings without diacritics, the empty one of the nominative among them.
_ENDINGS: Final = {
    "pl": frozenset(
        """
        a ach ami ch e ego ej em emu go i ia iach iami ich ie iego iej iem iemu ii im imi io iom iow
        iu j ja ji m mu o om ow owi owie u y ych ym ymi
        """.split()  # noqa: SIM905 -- easier to read
    )
    | {""},
    "ro": frozenset(
        """
        a e ea ei elor i ia iei ii iile iilor ile ilor iul iului l le lui lor ul ului
        """.split()  # noqa: SIM905 -- easier to read
    )
    | {""},
}
# Of names in English, and of who belongs to a place: Poznan, Larissa, Sarah, Tatras, Bulgarians.
_ENGLISH: Final = frozenset(
    ("", *"a ah an ans e en es ese i ia ian ians ii n ns o s u y ya".split())  # noqa: SIM905 -- easier to read
)

# What an ending makes of the stem before it: w Odd(zi)e, na Mal(ci)e, w Pra(dz)e; the vowel that
# flees, Mar(e)k, Marka; and Russian names, which Polish writes with a w.
_CHANGED: Final = {
    "pl": (
        *(("dzie", "d"), ("cie", "t"), ("rze", "r"), ("dze", "g"), ("ce", "k"), ("scie", "st")),
        *(("ka", "ek"), ("ku", "ek"), ("kiem", "ek"), ("kowi", "ek"), ("ku", "ok"), ("kiem", "ok")),
        *(("ca", "ec"), ("cu", "ec"), ("cem", "ec"), ("cowi", "ec"), ("ca", "ac"), ("cu", "ac")),
        *(("ca", "iec"), ("cu", "iec"), ("cem", "iec"), ("cowi", "iec")),
        *(("la", "el"), ("lem", "el"), ("lowi", "el"), ("rem", "er"), ("rowi", "er")),
        *(("owa", "ova"), ("ewa", "eva"), ("owej", "ova"), ("ewej", "eva"), ("owo", "ovo")),
        *(("owie", "ov"), ("ewie", "ev"), ("awie", "av")),
    ),
    "ro": (),
}

# What first names end with in their cases: those in -a, and the others.
_FEMININE: Final = {"pl": "a ą e ę i ie o y", "ro": "a ă ei"}
_MASCULINE: Final = {"pl": "a em iem ie owi u", "ro": ""}


def first_name_forms(name: str, language: str) -> frozenset[str]:
    """Return the forms of a first name, in lower case: its own alone where none is inflected."""
    if language not in INFLECTING:
        return frozenset({name})
    feminine = name.endswith("a")
    stem = name.removesuffix("a")
    forms = {name} | {
        stem + end for end in (_FEMININE if feminine else _MASCULINE)[language].split()
    }
    if language == "ro" and name.endswith("ea"):
        forms.add(stem + "i")  # Andreei
    for end, base in _CHANGED[language]:
        if stem.endswith(base):
            forms.add(stem.removesuffix(base) + end)
    if language == "pl" and name.endswith(("y", "i")):
        stem = name.removesuffix("y") + "e"  # Jerzego, Antoniego
        forms |= {stem + "go", stem + "mu", name + "m"}
    if language == "pl" and name.endswith("eł"):  # Paweł, Pawła
        forms |= {name[:-2] + end for end in ("ła", "łem", "łowi", "le")}
    return frozenset(forms)


@lru_cache(maxsize=_REMEMBERED)
def shared_stem(source: str, english: str, language: str) -> int:
    """Return how many letters the stem has that two forms of a name share; 0 if it is none.

    Args:
        source: a word of a Polish or Romanian text, in lower case, without diacritics.
        english: a word of its English, likewise.
        language: ``pl`` or ``ro``; in another a word shares a stem with itself alone.
    """
    if source == english:
        return len(source)
    if language not in INFLECTING:
        return 0
    changed = [
        source.removesuffix(end) + base for end, base in _CHANGED[language] if source.endswith(end)
    ]
    return max(_shared(form, english, _ENDINGS[language]) for form in (source, *changed))


def _shared(source: str, english: str, endings: frozenset[str]) -> int:
    length = shared_start(source, english)
    least = max(_STEM_LETTERS, _STEM_SHARE * min(len(source), len(english)))
    while length >= least:
        if source[length:] in endings and english[length:] in _ENGLISH:
            return length
        length -= 1
    return 0


def shared_start(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
