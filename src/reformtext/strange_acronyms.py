"""Acronyms of an English text that stand where its source has another: ``O.G.`` for ``O.U.G.``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reformtext.name_words import english_names, is_english
from reformtext.text import count_letters
from reformtext.values import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["find_strange_acronyms"]

_CAPITAL: Final = "A-ZĄĆĘŁŃÓŚŹŻÆØÅĂÂÎȘȚ"
_ACRONYM: Final = re.compile(
    rf"(?<![\w.])(?:[{_CAPITAL}]\.){{2,5}}(?!\w)|(?<![\w&.-])[{_CAPITAL}]{{2,5}}(?![\w&])"
)
_MIXED: Final = re.compile(r"(?<!\w)[a-z]{3,}[A-Z](?!\w)")  # televisionA
_CAPITALS: Final = re.compile(rf"[{_CAPITAL}]{{2,}}")
_NUMERAL: Final = re.compile(r"[IVXLCDM]+")
_PARTY: Final = re.compile(r"\(([A-ZÆØÅ]\w{0,2})\)")
_BRACKETED: Final = re.compile(r"\(([^\W\d_a-z][^\W\d_]{2,})\)")
_SHOUTED: Final = 0.5  # share of its letters that are capitals: a headline
_WORD_LETTERS: Final = 4  # of an English word in capitals, the place of a report: PRAGUE

# What English calls them, and what the others do.
_SAME: Final = """
    GDP PDB PKB PIB BNP; GRDP PDRB PKB PIB BNP; VAT PPN TVA MVA PTU; UN PBB ONZ ONU FN; EU UE;
    US AS USA SUA; USA AS SUA; UK WB; IMF MFW FMI; WHO OMS; NATO OTAN; OSCE OBWE OSSE;
    OECD OCDE; ECB EBC BCE ESB; EEA EOG SEE EØS; EEC EWG CEE EØF; EC WE CE EF KE; EIB EBI BEI;
    AI KI SI IA; IT TI TIK TIC IKT; ICT TIK TIC IKT; DNA ADN; RNA ARN; AIDS SIDA; LNG GNL; LPG GPL;
    GDPR RODO; WTO OMC; ICC MTK CPI; IAEA MAEA AIEA; CAP WPR PAC; BC SM; FM UKF; ID KTP NIK;
    DR RD; NGO LSM ONG; SME UMKM UKM IMM MŚP; MSME UMKM; GPA IPK; GEO OUG; GD HG; NRRP PNRR KPO;
    NRP KPO; RRP KPO PNRR; USD AS; PLN ZŁ; CEO DG; ER UGD SOR; ICU ATI OIOM; HQ MABES;
    MP DPR; MEP EU UE PE; CJEU TSUE CJUE; ECJ TSUE CJUE; ECHR ETPC CEDO EMD EMK; NBR BNR; EP PE;
    MFA MSZ MAE UD; JCI IHSG; SOE BUMN; USSR ZSRR URSS; GDR NRD RDG DDR; ICCJ HCCJ ÎCCJ;
    HCCJ ICCJ ÎCCJ; PRC RRT RRC; MPC RPP; NIPH FHI
"""
_KNOWN: Final = {
    english: frozenset(others) for english, *others in (entry.split() for entry in _SAME.split(";"))
}
# What is often written out in the source: a word of it begins with one of these.
_BEGINNINGS: Final = {
    "EU": "euro eropa unii unia uni",
    "US": "ameri amery serikat statele statelor stany stanów stanach forente",
    "USA": "ameri amery serikat statele statelor stany stanów stanach forente",
    "UK": "brit bryt inggris regat kerajaan zjednoczon storbrit marea",
    "UN": "națiun bangsa narod nasjon",
    "GDP": "brut brutto bruto",
    "AI": "kecerdasan sztuczn kunstig intelig",
    "TV": "tele fjernsyn tv",
    "PM": "perdana prem prim statsminister pukul",
    "BC": "sebelum przed î før",
    "AD": "masehi n e d",
    "ID": "identit tożsam",
    "MP": "anggota pos deput parlament stortings",
    "PRC": "chrl",
    "VAT": "pajak podat taxă taxei merverdi moms",
}
_WRITTEN_OUT: Final = {acronym: tuple(some.split()) for acronym, some in _BEGINNINGS.items()}
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL_WORDS: Final = frozenset({"a", "an", "and", "for", "in", "of", "on", "the", "to"})
_NEAR: Final = 100  # characters around an acronym, in which its words may stand
# A name that English may shorten: Narodowa Fundacja Nauki, the NSF.
_TITLED: Final = re.compile(
    rf"(?<!\w)(?:[{_CAPITAL}][^\W\d_A-Z]+ (?:[^\W\d_A-Z]{{1,3}} )?){{2,}}[{_CAPITAL}][^\W\d_A-Z]"
)
_TITLE_LETTERS: Final = 3  # of the acronym of such a name, at least


def find_strange_acronyms(source: str, english: str, carried: Sequence[Span]) -> Iterator[str]:
    """Yield what the English has instead of acronyms of its source.

    That is an acronym, or a word with a capital behind it, ``televisionA``, which the source has
    not, while one of the source is neither in the English nor called there as English calls it;
    and a name in brackets where the source has the letters of a party, ``(Hansen)`` for ``(H)``.

    Args:
        source: the segment.
        english: its translation.
        carried: the places in ``english`` of what is known to be of the source.
    """
    if not _ACRONYM.search(source):
        yield from _other_brackets(source, english)
        return
    here, there = _acronyms(source), _acronyms(english)
    letters = set(_CAPITALS.findall(english)) | there.keys()
    missing = {
        one
        for one in here
        if one not in letters and not any(one in _KNOWN.get(other, ()) for other in letters)
    }
    if missing:
        own = here.keys() | set(_CAPITALS.findall(source))
        words = {word.lower() for word in _WORD.findall(source)}
        titled = _TITLED.search(source) is not None
        for acronym, span in there.items():
            taken = any(span.overlaps(other) for other in carried)
            taken |= titled and len(acronym) >= _TITLE_LETTERS
            taken |= _is_spelled_out(acronym, span, english)
            if not (acronym in own or taken or _is_meant(acronym, own, words)):
                yield span.of(english)
        yield from (m[0] for m in _MIXED.finditer(english) if m[0] not in source)
    yield from _other_brackets(source, english)


def _acronyms(text: str) -> dict[str, Span]:
    """Return the acronyms of a text without their full stops, with the first place of each."""
    if sum(map(str.isupper, text)) > _SHOUTED * count_letters(text):
        return {}
    found: dict[str, Span] = {}
    for match in _ACRONYM.finditer(text):
        bare = match[0].replace(".", "")
        if not _NUMERAL.fullmatch(bare):
            found.setdefault(bare, Span(*match.span()))
    return found


def _is_meant(acronym: str, own: Collection[str], words: Collection[str]) -> bool:
    """Return whether an English acronym may be of a source with these acronyms and words."""
    if not _KNOWN.get(acronym, frozenset()).isdisjoint(own):
        return True
    if beginnings := _WRITTEN_OUT.get(acronym):
        return any(word.startswith(beginnings) for word in words)
    lower = acronym.lower()
    return lower == "the" or (
        len(lower) >= _WORD_LETTERS and (is_english(lower) or lower in english_names())
    )


def _is_spelled_out(acronym: str, span: Span, english: str) -> bool:
    """Return whether words near an acronym begin with its letters: "the consumer price index"."""
    if len(acronym) < _TITLE_LETTERS:
        return False
    near = f"{english[max(0, span.start - _NEAR) : span.start]} {english[span.end :][:_NEAR]}"
    found = (word for word in _WORD.findall(near) if word.lower() not in _SMALL_WORDS)
    return acronym in "".join(word[0].upper() for word in found)


def _other_brackets(source: str, english: str) -> Iterator[str]:
    """Yield a word of the source that has come between the brackets of a party's letters."""
    if "(" not in source:
        return
    parties = {party for party in _PARTY.findall(source) if f"({party})" not in english}
    if parties:
        words = set(_WORD.findall(source))
        for word in _BRACKETED.findall(english):
            if word in words and f"({word})" not in source:
                yield f"({word})"
