"""The colours of groups: one group has the same one in every chart of a corpus.

The colours are Paul Tol's "bright" scheme, which the colour-blind tell apart (SRON technical note
EPS/TN/09-002, issue 3.2, 2021), with darker greys.  Where there are more groups than colours, they
come again with a hatch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformtext.languages import codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "COLOURS",
    "GREY",
    "INK",
    "OTHERS",
    "PLAIN",
    "UNKNOWN",
    "Look",
    "distinct",
    "looks_of",
    "plain_looks",
]

COLOURS: Final = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377")
GREY: Final = "#888888"
INK: Final = "#444444"
_HATCHES: Final = ("", "///", "...", "xxx")
_HATCHED: Final = 2  # groups with a hatch, where each has its name beside it
_UNKNOWN: Final = frozenset({"", "und"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a group is drawn.

    Attributes:
        colour: of its bars.
        hatch: over the colour, as matplotlib writes it; empty for none.
    """

    colour: str
    hatch: str = ""

    @property
    def classes(self) -> str:
        """The classes of the style sheet of ``markup`` that look so."""
        known = COLOURS.index(self.colour) if self.colour in COLOURS else len(COLOURS)
        hatch = _HATCHES.index(self.hatch)
        return f"c{known} h{hatch}" if hatch else f"c{known}"


PLAIN: Final = Look(INK)
"""Of what is no group."""

UNKNOWN: Final = Look(GREY)
"""Of the group of what is not known, and of what is beside another."""

OTHERS: Final = Look(GREY, "///")
"""Of several groups that share a look."""

_LOOKS: Final = tuple(Look(colour, hatch) for hatch in _HATCHES for colour in COLOURS)


def looks_of(names: Sequence[str], by: str = "") -> dict[str, Look]:
    """Return the looks of all groups of a corpus.

    The languages that reformtext reads, and English, have one each, whatever the corpus; other
    languages have the next ones in the order of their codes.  Other groups have theirs in the order
    that they are given in: of the table, not of a chart.  One group alone is plain.

    Args:
        names: of all groups, each once.
        by: what the groups were made by; groups by ``language`` are languages, and so are those
            all of whose names are codes that are known.
    """
    known = {code: _LOOKS[i] for i, code in enumerate((*codes(), "en"))}
    if names and (by == "language" or all(name in known or name in _UNKNOWN for name in names)):
        others = sorted(set(names) - set(known) - _UNKNOWN)
        return _numbered(others, len(known)) | known | dict.fromkeys(_UNKNOWN, UNKNOWN)
    if len(names) == 1:
        return {names[0]: PLAIN}
    return _numbered([name for name in names if name], 0) | {"": UNKNOWN}


def plain_looks(names: Iterable[str], looks: dict[str, Look]) -> list[Look]:
    """Return looks for bars that have their names beside them: plain if there are many groups.

    They need no colours, and more than two with a hatch are harder to read than none.
    """
    many = sum(bool(look.hatch) for look in looks.values()) > _HATCHED
    return [PLAIN if many else looks.get(name, PLAIN) for name in names]


def distinct(wanted: Iterable[Look]) -> list[Look]:
    """Return looks that all differ: one that is there already gives way to one that is free."""
    found: list[Look] = []
    looks = list(wanted)
    for look in looks:
        taken = look in found
        free = (other for other in _LOOKS if other not in found and other not in looks)
        found.append(next(free, look) if taken else look)
    return found


def _numbered(names: Iterable[str], first: int) -> dict[str, Look]:
    return {name: _LOOKS[i % len(_LOOKS)] for i, name in enumerate(names, first)}
