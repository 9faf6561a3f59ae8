"""Numbers of accounts, registers and telephones: a word before them, or their shape, says so."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from reformtext.quantities.scanning import SPACE, Scan, copied
from reformtext.quantities.units import tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reformtext.values import Quantity

__all__ = ["find_registered"]

_IBAN = re.compile(
    rf"(?<!\w)[A-Z]{{2}}[0-9]{{2}}(?:{SPACE}[0-9A-Z]{{4}}){{2,7}}(?:{SPACE}[0-9A-Z]{{1,4}})?(?!\w)"
)
_GROUP = re.compile("[0-9A-Z]+")
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34  # of ISO 13616
_NUMBER = re.compile(
    rf"(?<![\w.,/+-])(?<![0-9)]{SPACE})(?:RO{SPACE}?)?"
    rf"(?P<digits>[0-9]{{5,17}}|[0-9]{{1,6}}(?:(?:{SPACE}|[.-])[0-9]{{1,6}})++)"
    rf"(?!\w|[.,/:%-][0-9]|{SPACE}?%)"
)
_THOUSANDS = re.compile(rf"[0-9]{{1,3}}(?:(?:{SPACE}|\.)[0-9]{{3}})+")
# 5.000-6.000, 2010-2015, 08.00-16.00 behind a word for calling: who was called, and when.
_STRETCH = re.compile(
    r"[1-9][0-9]{0,2}\.[0-9]{3}-[1-9][0-9]{0,2}\.[0-9]{3}|(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}"
    r"|(?:[01]?[0-9]|2[0-4])\.[0-5][0-9]-(?:[01]?[0-9]|2[0-4])\.[0-5][0-9]"
)
_SHORTEST, _LONGEST, _LONGEST_CALLED = 5, 17, 13  # digits
_SURE = 9  # digits of a telephone in groups of three that are no thousands behind its word
# What follows a number that nothing is counted by: else its spaces may group thousands.
_ENDS = re.compile(
    rf"[.,;:()!?\"”»]|\s*\Z|{SPACE}(?:\(|(?:eller|lub|albo|atau|sau|og|oraz|i|dan|și){SPACE})"
)
_CALL = re.compile(
    r"(?i:(?<!\w)(?:ring\w{0,3}|telefon\w*|telepon\w*|menelepon|menghubungi|dihubungi|hubungi"
    r"|za?dzwoni\w*|dzwoni\w*|zadzwoń\w*|dzwońcie|infolini\w*|sun[aăe]\w{0,3}|apel[aăe]\w*)(?!\w)"
    r"[^.!?;]{0,90}(?<!\w)(?:på|nummer|nummeret|nomor|ke|pod|numer|numerem|nr|la|numărul)"
    r"[ \u00a0])\Z"
)
_CALLED = re.compile(rf"[0-9]{{3}}(?:{SPACE}[0-9]{{2,3}}){{1,3}}")
_PAIRS = re.compile(rf"[0-9]{{2,4}}(?:{SPACE}[0-9]{{2,4}}){{2,4}}")
_WINDOW = 120  # characters before a number, in which there is a word for calling
_NEAR = 90  # and those in which a word stands right before it, or before others like it
_ACRONYMS = {
    "id": "NPWP|NIK|NIB|NISN|NIDN",
    "pl": "NIP|REGON|KRS|PESEL",
    "ro": "CUI|CIF|CNP|C\\.U\\.I\\.|C\\.I\\.F\\.",
}
_REGISTERS = {
    "id": r"(?:nomor|no\.?) rekening(?: (?:bank )?\w{2,8})?|rekening nomor",
    "no": (
        r"org\.? ?nr\.?|org(?:anisasjons)?nummer\w{0,2}|foretaksnummer\w{0,2}|konto ?nr\.?"
        r"|kontonummer\w{0,2}|fødselsnummer\w{0,2}|personnummer\w{0,2}"
    ),
    "pl": r"(?:nr|numer\w{0,3}) (?:konta|rachunku)(?: bankowego)?|konto nr|rachun\w+ nr",
    "ro": r"cod(?:ul)? (?:fiscal|unic(?: de înregistrare)?|numeric personal)|contul? nr\.?",
}
_TELEPHONES = {
    "id": (
        r"(?:telp?\.?|tlp\.?|tele?pon|hotline|(?:call|contact) center|whatsapp|hubungi|menghubungi"
        r"|dihubungi|faks|sms)(?: (?:ke|di|no\.?|nomor|melalui|pada|via|whatsapp|telepon)){0,3}"
    ),
    "no": (
        r"(?:tlf\.?|tel\.?|\w*telefon(?:en|nummer\w{0,2}|nr\.?)?|mobil(?:nummer\w{0,2})?|mob\.|faks"
        r"|(?:ring|vipps)(?: [^\W\d_]+){0,3})(?: (?:nr\.?|nummer\w{0,2}|på|til))?"
    ),
    "pl": (
        r"(?:tel\.?|telefon\w{0,3}|faks\w{0,2}|infolini\w{1,2}|hotline|(?:za)?dzwo(?:ń|ńcie|nić)"
        r"|numer\w{0,3} alarmow\w{2,3})(?: (?:pod|na|nr\.?|numer\w{0,3}|telefonu|alarmowy)){0,3}"
    ),
    "ro": (
        r"(?:tel\.?|telefon\w{0,3}|fax|call center\w{0,2}|telverde|sun(?:a|at|ați|aţi|ând)"
        r"|apel(?:a|at|ați|aţi|ând))(?: (?:la|numărul|numerele|nr\.?|de|telefon|gratuit)){0,4}"
    ),
}
_JOINT = rf"(?:,|/|{SPACE}(?:eller|og|lub|albo|i|oraz|atau|dan|sau|și)){SPACE}?"
_OTHERS = rf"(?:[0-9(][0-9 ()-]{{4,18}}{_JOINT}){{0,3}}"


def find_registered(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield the numbers of accounts, and those of registers and telephones behind their words."""
    position = start
    for match in _IBAN.finditer(scan.text, start, end):
        last = _end_of_account(match)
        if last:
            yield from _numbers(scan, position, match.start())
            yield copied(scan, match.start(), last)
            position = last
    yield from _numbers(scan, position, end)


def _end_of_account(match: re.Match[str]) -> int:
    """Return where an IBAN ends: where its check digits are right, else behind its last digit.

    0 if it is too short for one; the check is that of ISO 7064, MOD 97-10.
    """
    ends = [match.start() + group.end() for group in _GROUP.finditer(match[0])]
    written = ((end, re.sub(SPACE, "", match.string[match.start() : end])) for end in ends)
    fitting = [(end, t) for end, t in written if _SHORTEST_IBAN <= len(t) <= _LONGEST_IBAN]
    right = [end for end, text in fitting if _is_checked(text)]
    likely = [end for end, text in fitting if text[-1].isdigit()]
    return max(right or likely, default=0)


def _is_checked(account: str) -> bool:
    return int("".join(f"{int(sign, 36)}" for sign in account[4:] + account[:4])) % 97 == 1


def _numbers(scan: Scan, start: int, end: int) -> Iterator[Quantity]:
    """Yield the numbers behind a word for a register or for calling, no amounts and no counts."""
    for match in _NUMBER.finditer(scan.text, start, end):
        digits = sum(sign.isdigit() for sign in match["digits"])
        if _SHORTEST <= digits <= _LONGEST and _is_one(scan, match, digits):
            yield copied(scan, *match.span())


def _is_one(scan: Scan, match: re.Match[str], digits: int) -> bool:
    """Return whether what stands before a number says that it counts nothing."""
    if _STRETCH.fullmatch(match["digits"]):
        return False
    near = scan.text[max(0, match.start() - _NEAR) : match.start()]
    told = _labels(scan.code).search(near)
    alone = _ENDS.match(scan.text, match.end()) is not None
    grouped = _THOUSANDS.fullmatch(match["digits"]) is not None
    if told and not _is_counted(scan, match.end()):
        if told["register"]:
            return alone or not grouped or digits >= _SURE
        whole = match["digits"].isdigit() or digits > _SHORTEST  # 112 24 are two numbers
        return whole and digits <= _LONGEST_CALLED and (alone or not grouped or digits == _SURE)
    called = _CALLED if alone else _PAIRS
    if not called.fullmatch(match["digits"]) or (grouped and not alone):
        return False
    before = scan.text[max(0, match.start() - _WINDOW) : match.start()]
    return _CALL.search(before) is not None


def _is_counted(scan: Scan, end: int) -> bool:
    """Return whether a magnitude or a unit stands behind a number."""
    behind = _tail(scan.code).match(scan.text, end)
    return behind is not None and behind.end() > end


@cache
def _tail(code: str) -> re.Pattern[str]:
    return re.compile(rf"{tail(code)}(?!\w)")


@cache
def _labels(code: str) -> re.Pattern[str]:
    """Return a regular expression of what stands right before a number that is no count."""
    acronyms = _ACRONYMS.get(code, "(?!)")
    return re.compile(
        rf"(?<!\w)(?:(?P<register>(?:{acronyms}|(?i:{_REGISTERS.get(code, '(?!)')})))"
        rf"|(?i:{_TELEPHONES.get(code, '(?!)')}))"
        rf"(?:{SPACE}(?:nr\.?|numer|no\.?|nomor))?:?{SPACE}?{_OTHERS}\Z"
    )
