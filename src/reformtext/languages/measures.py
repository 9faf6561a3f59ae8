"""What the languages say beside their tables of units: quarters of a million, amounts per month."""

from __future__ import annotations

from reformtext.languages.numerals import meanings

__all__ = ["AGED_NORWEGIAN", "PARTS", "RATES", "SCANDINAVIAN_MILE"]

_PARTS = {
    "en": """
        0.25: a quarter of a, quarter of a, one quarter of a, a quarter, quarter
        0.75: three quarters of a, three-quarters of a
    """,
    "id": """
        0.25: seperempat
        0.75: tiga perempat
    """,
    "no": """
        0.25: en kvart, ein kvart, kvart
        0.75: tre kvart, trekvart
    """,
    "pl": """
        0.25: ćwierć, ćwierci
        0.75: trzy czwarte, trzech czwartych
    """,
    "ro": """
        0.25: un sfert, sfert
        0.75: trei sferturi
    """,
}
PARTS = {code: meanings(table) for code, table in _PARTS.items()}
"""Language → what stands before a magnitude → the part of it (``ćwierć miliona``)."""

_RATES = {
    "id": """
        month: bulan, bln.
        year: tahun, thn.
        day: hari
        hour: jam
        person: orang, org.
        share: saham, lembar
        night: malam
    """,
    "no": """
        month: mnd., måned, md.
        year: år
        day: dag, døgn
        hour: time
        week: uke
        person: person, pers.
        piece: stk.
        share: aksje
        night: natt
    """,
    "pl": """
        month: mies., miesiąc, m-c
        year: rok
        day: dzień, dobę, doba
        hour: godz., godzinę, godzina
        week: tydz., tydzień
        person: os., osobę, osoba
        piece: szt., sztukę, sztuka
        share: akcję, akcja
        night: noc
    """,
    "ro": """
        month: lună, luna
        year: an
        day: zi
        hour: oră, ora
        week: săptămână
        person: persoană, pers.
        piece: bucată, buc.
        share: acțiune, acţiune
        night: noapte
    """,
}
RATES = {code: meanings(table) for code, table in _RATES.items()}
"""Language → what an amount is told per, behind a slash → its English (``zł/os.``)."""

_PERSON = (
    r"\w*(?:mann(?:en)?|menn|kvinn(?:e|en|a|er)|person(?:en|er)?|gutt(?:en)?|jent(?:e|en|a)"
    r"|ektepar(?:et)?|sjåfør(?:en)?|bilist(?:en)?|syklist(?:en)?|turist(?:en|er)?|dame|dama)"
)
AGED_NORWEGIAN = (
    rf"(?:{_PERSON}(?:(?: som)? (?:er|var))?|(?:han|hun|ho|hen|de|begge) (?:er|var))"
    r"(?: (?:nå|no|sent|tidlig|midt|godt))? i"
    r"(?: (?:begynnelsen|slutten|midten|starten|byrjinga) av)? ?(?:de |sine? )?"
)
"""What stands before the tens of an age: ``en mann i 20-årene``, ``hun er i slutten av 40-åra``."""

# "15 mil. kroner" and "15 mil brukere" are millions; what ends in -er is counted, but for these.
_NO_NOUNS = r"\w*over|under|etter|eller|hver|per|her|der|ned|opp|lenger|lengre|videre|er|unna|borte"
SCANDINAVIAN_MILE = (
    r"(?!\w|-|\.[ \u00a0]?[a-zæøå0-9$€£]|[ \u00a0](?:kr|NOK|SEK|USD|EUR|euro|dollar|pund"
    rf"|tonn|fat|liter|folk|[$€£]|(?!(?:{_NO_NOUNS})(?!\w))\w+(?:er|ar)e?)(?!\w))"
)
"""What may follow ``15 mil`` where it is 150 km."""
