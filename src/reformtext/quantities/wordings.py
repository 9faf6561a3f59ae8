"""English that says a number without its numeral: ``both``, ``tripled``, ``two decades``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reformtext.quantities.scanning import ENGLISH, numerals_of
from reformtext.quantities.units import PERCENT
from reformtext.quantities.writing import english_spelled
from reformtext.values import QuantityKind

if TYPE_CHECKING:
    from reformtext.values import Quantity

__all__ = ["other_wordings"]

_CARDINALS: Final = {
    "2": r"both|twice|doubl(?:e[ds]?|ing)|twofold|(?:a|the|married) couple|a pair|(?:a|the) duo",
    "3": r"tripl(?:e[ds]?|ing)|trebl(?:e[ds]?|ing)|threefold|thrice|(?:a|the) trio",
    "4": r"quadrupl(?:e[ds]?|ing)|fourfold|(?:a|the) quartet",
    "5": r"quintupl(?:e[ds]?|ing)|fivefold",
    "10": r"tenfold|(?:a|one|the (?:last|past|next)|this|per|every|each) decade",
    "100": r"(?:a|one|the (?:last|past|next)|this|per|every|each) century",
}
_ORDINALS: Final = {
    "1": r"front (?:row|page|line|seat)s?|half-?time|initial(?:ly)?|inaugural|maiden"
    r"|World War (?:One|I|1)|WW ?[I1]|Christmas Day|Easter (?:Sunday|Day)|Whit Sunday",
    "2": r"World War (?:Two|II|2)|WW ?(?:II|2)|Boxing Day|Easter Monday|Whit Monday",
}
_ONE = "one"
_MEASURES: Final = (
    r"(?:square |cubic )?(?:miles?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|decades?"
    r"|century|inch|foot|yard|acre|pound|ounce|gallon|hundred|thousand|million|billion|trillion)"
)
_DECADE = 10
_MOST_DECADES = 9


def other_wordings(quantity: Quantity) -> re.Pattern[str] | None:
    """Return a pattern of English that says a number or ordinal of a source in other words.

    ``both`` and the like stand for what the source spells; ``a mile`` for one in digits as well,
    and so do ``two decades``.  The first two of the world wars and of the feast days have names
    that hold no ordinal.

    Returns:
        The pattern, of whole words; None where the number is only said by its numeral.
    """
    if quantity.unit == PERCENT or quantity.kind not in {QuantityKind.NUMBER, QuantityKind.ORDINAL}:
        return None
    return _pattern(quantity.kind, quantity.value, quantity.unit, quantity.spelled)


@lru_cache(maxsize=1024)
def _pattern(kind: QuantityKind, value: str, unit: str, spelled: bool) -> re.Pattern[str] | None:
    forms = _ordinal(value) if kind is QuantityKind.ORDINAL else _cardinal(value, unit, spelled)
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE) if forms else None


def _ordinal(value: str) -> str:
    return _ORDINALS.get(value, "")


def _cardinal(value: str, unit: str, spelled: bool) -> str:
    forms = [_CARDINALS[value]] if spelled and value in _CARDINALS and not unit else []
    if value == "1":
        forms.append(rf"an? {_unit(unit)}" if unit else rf"{_ONE}|an? {_MEASURES}")
        forms += [rf"{_ONE} {_unit(unit)}"] if unit else []
    if not unit and value.isdigit() and int(value) % _DECADE == 0:
        count = int(value) // _DECADE
        if 1 < count <= _MOST_DECADES:
            forms.append(f"{english_spelled(str(count), '')} decades")
    return "|".join(forms)


def _unit(unit: str) -> str:
    """Return a pattern of the English words for a unit."""
    numerals = numerals_of(ENGLISH)
    words = [word for word, symbol in numerals.units.items() if symbol == unit]
    words.append(numerals.written_units.get(unit, unit).removesuffix("s"))
    return f"(?:{'|'.join(map(re.escape, sorted({unit, *words}, key=len, reverse=True)))})"
