"""Full stops: whether one ends a sentence, asked of what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformtext.languages.numerals import words
from reformtext.opening_times import only_begins_a_time

if TYPE_CHECKING:
    from reformtext.languages import Language

__all__ = ["Left", "Right", "can_end"]

_MOST_INITIALS = 2  # full stops within: J.R.R. is a name, N.A.T.O. is not
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[ivx]{1,5}|[IVX]{1,5}|[^\W\d_])(?:\.\d{1,2})*")
_DAY = re.compile(r"\d{1,2}\.")  # of a month, a month itself, or an ordinal
_PERCENT = frozenset({"pct", "proc", "pst"})
_MEASURED_IN_PERCENT = frozenset({"BNI", "BNP", "CIT", "PIB", "PIT", "PKB", "VAT"})
_CURRENCIES = words(
    "AUD CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR INR JPY KRW MDL MYR NOK PLN RON RUB SEK SGD THB "
    "TRY UAH USD VND"
)
_BEFORE_CURRENCY = words("bln bn jt mia mil mill mio mld mln mlrd mn mrd tys")
_MEASURES = _PERCENT | _BEFORE_CURRENCY
_FRAGMENT = 2  # words: "30 proc." is no sentence
# Of whom a share or a number is told; in Polish they have a capital. No city in -ów is among them.
_PEOPLES = re.compile(
    r"[^\W\d_]{2,12}[jńd]czyków|(?:Egipcja|Mołdawia|Rosja|Słowia)n|(?:Fi|Greczy|Pola|Rosja)nek|"
    r"(?:Fin|Rom)ów|(?:Gre|Tur)ków|Polek|(?:Afga|Amerykan|Arab|Argenty|Australij|Austria|Azja|"
    r"Azer|Belg|Białorusi|Brazylij|Brytyj|Bułgar|Chorwa|Cyga|Czech|Czecz|Europej|Francu|Gruzi|"
    r"Hindus|Hiszpa|Holend|Kaszub|Kazach|Kurd|Litwi|Łotysz|Meksyka|Niem|Norwe|Ormia|Pola|Portugal|"
    r"Rumu|Serb|Słowa|Syryj|Szko|Szwajcar|Szwed|Śląza|Tatar|Ukrai|Uzbe|Węgr|Włoch|Żyd)"
    r"[^\W\d_]{0,5}(?:ów|ek)"
)
_CHANGE = frozenset({"o"})  # wzrosły o 30 proc.: nothing of which it is a share need follow
# dr n. med., cand. mag., dr. în șt. med.: what a degree is of; "med" is a word in Norwegian.
_DEGREES = words("cand dr hab lek lic mag mgr n nauk st stud șt şt științe")
_BRANCHES = words(
    "agr agric arch biol chem chir dent ekon farm fil fiz hum inż jur mag med odont oecon oekon "
    "paed pharm philol philos polit psychol real roln scient tech techn theol vet wet"
)
_BEFORE_NUMBER = re.compile(r"(?:[^\W\d_]*(?:gt|gtn|vn|vg)|[^\W\d_]+pl|dok|prop)", re.IGNORECASE)
_OF_PICTURES = frozenset({"dok", "ist"})  # Foto: Dok. Humas
_DECADES = frozenset({"lat", "lata", "latach", "latami", "latom"})
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
# Something of which there is an A, a B and a C, in any of the languages: "vitamin C. Den …"
_LETTERED = re.compile(
    r"(?:vitamin|w[iy]tamin|hepatit|grupp?|plan|klas|kelas|clas[ae]|[ck]ategor|typ|tip|model|seri|"
    r"vari?ant|wariant|varian|blo[ck]|se[ck]tor|zon|sone|[vw]irus|lig[ae]|terminal|avdeling|linj|"
    r"lini|opsi|opsjon|opcj|nivå|poziom|nivel|huruf|bokstav|liter|pun[ck]t|pasal)"
    r"[^\W\d_]{0,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Left:
    """What stands before a gap: ``before word mark closing``, and whether ``word`` is first.

    ``bare`` is the sentence up to the mark, as far as it is looked back for; ``whole`` is whether
    that is all of it.
    """

    before: str
    word: str
    mark: str
    closing: str
    first: bool
    bare: str = ""
    whole: bool = False

    @property
    def measure(self) -> str:
        """The word in lower case, without a number that it is joined to: 5km, 30proc."""
        return self.word.lower().lstrip("0123456789.,")


@dataclass(frozen=True, slots=True)
class Right:
    """What stands after a gap: a dash or none, a word or none, the character after it.

    ``aside`` is whether a bracket opens there.
    """

    dash: bool
    word: str
    after: str
    aside: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is a word that is not written with a small letter or a digit."""
        return self.word[:1].isalpha() and not self.word[0].islower()


_Rule = Callable[["Left", "Right", "Language"], "bool | None"]


def can_end(left: Left, right: Right, rules: Language) -> bool:
    """Return the verdict of the first rule that has one: does this full stop end a sentence?"""
    for rule in _FULL_STOP:
        verdict = rule(left, right, rules)
        if verdict is not None:
            return verdict
    return True


def _after_abbreviation(left: Left, right: Right, rules: Language) -> bool | None:
    never, may = rules.never_end, rules.may_end
    # A capital alone is an initial, whatever the small letter abbreviates.
    word = left.word if len(left.word) == 1 else left.word.lower()
    bare = word.lstrip("0123456789.,")  # 2025r., 5km.
    if word not in never and word not in may and bare not in never and bare not in may:
        return None
    if word in never or bare in never or left.closing.endswith((")", "]")):
        return False
    if bare in _PERCENT and right.word in _MEASURED_IN_PERCENT:
        return False  # 2,68 proc. PKB
    if right.word.lower() in rules.numerals.numbering & never:
        return False  # z 2003 r. Nr 96
    degrees = "." in word and right.after == "." and len(right.word) == 1  # S.H. M.Si.
    return right.capital and not degrees and not right.aside  # z 1990 r. (Dz.U.


def _after_magnitude(left: Left, right: Right, _: Language) -> bool | None:
    """Say that no sentence ends between a sum and its currency: ``7 mld. USD``."""
    counts = left.before[-1:].isdecimal() or left.word[:1].isdecimal()
    measured = left.measure in _BEFORE_CURRENCY and counts
    return False if right.word in _CURRENCIES and measured else None


def _after_measure(left: Left, right: Right, _: Language) -> bool | None:
    """Say that no sentence ends between a share or a number and its people: ``30 proc. Polaków``.

    Nor does one end that would be the number alone.
    """
    words_left = left.bare.split()
    if left.measure not in _MEASURES or not right.capital or not any(map(str.isdecimal, left.bare)):
        return None
    if left.whole and len(words_left) <= _FRAGMENT:
        return False
    before = words_left[-3].lower() if len(words_left) > _FRAGMENT else ""
    changed = left.measure in _PERCENT and before in _CHANGE
    return False if _PEOPLES.fullmatch(right.word) and not changed else None


def _after_degree(left: Left, *_: object) -> bool | None:
    known = left.before.lower().rstrip(".") in _DEGREES and left.word.lower() in _BRANCHES
    return False if known else None


def _before_number(left: Left, right: Right, _: Language) -> bool | None:
    """Say that no sentence ends between a street, or a bill, and its number: ``Storgt. 15``."""
    counts = (
        right.word[:1].isdecimal()
        and not left.word.isupper()
        and _BEFORE_NUMBER.fullmatch(left.word)
    )
    return False if counts else None


def _after_credit(left: Left, *_: object) -> bool | None:
    opens = left.first or left.before.endswith((":", "("))
    return False if opens and left.word.lower() in _OF_PICTURES else None


def _after_year(left: Left, _: Right, rules: Language) -> bool | None:
    if not rules.numerals.time_words or left.word.lstrip("0123456789") != "r":
        return None
    return False if only_begins_a_time(left.bare, rules, whole=left.whole) else None


def _after_number(left: Left, right: Right, rules: Language) -> bool | None:
    if not left.word.isdecimal():
        return None
    if rules.ordinal_dot and right.word.lower() in rules.months:
        return False
    if left.before.lower() in _DECADES and _ROMAN.fullmatch(right.word):
        return False  # w latach 90. XX wieku
    # 1. 2. og 3. klasse; 24. 12. 2025
    short = right.after == "." and _DAY.fullmatch(right.word + right.after)
    if right.word.isdecimal() and (short or _DAY.fullmatch(left.before)):
        return False
    return None


def _after_enumerator(left: Left, *_: object) -> bool | None:
    opens_item = left.first or left.before.endswith((":", ";"))
    if opens_item and not left.closing and _ENUMERATOR.fullmatch(left.word):
        return False
    return None


def _after_initials(left: Left, right: Right, rules: Language) -> bool | None:
    if not _INITIALS.fullmatch(left.word) or left.word.upper() != left.word:
        return None
    if not right.capital or left.closing or left.word.count(".") > _MOST_INITIALS:
        return None
    if right.after != "." and right.word.lower() in rules.conjunctions:
        return True
    return _LETTERED.fullmatch(left.before) is not None


_FULL_STOP: tuple[_Rule, ...] = (
    _after_year,
    _after_magnitude,
    _after_measure,
    _after_degree,
    _before_number,
    _after_credit,
    _after_abbreviation,
    _after_number,
    _after_enumerator,
    _after_initials,
)
