"""What the languages say beside their tables of units: quarters of a million, amounts per month."""

from __future__ import annotations

import re

from reformtext.languages.numerals import meanings

__all__ = [
    "AGED_NORWEGIAN",
    "FAR_BEFORE",
    "FAR_BEHIND",
    "OF_MONEY",
    "PARTS",
    "RATES",
    "SCANDINAVIAN_MILE",
]

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
    rf"(?:{_PERSON}|(?P<was>(?:{_PERSON}(?: som)?|han|hun|ho|hen|de|begge) (?:er|var)))"
    r"(?: (?:nå|no|(?P<part>sent|tidlig|midt|godt)))? i"
    r"(?P<of> (?:begynnelsen|slutten|midten|starten|byrjinga) av)? ?(?:de |sine? )?"
    r"(?(was)(?(part)|(?(of)|(?P<weak>))))"
)
"""What stands before the tens of an age: ``en mann i 20-årene``, ``hun er i slutten av 40-åra``.

The group ``weak`` is there where the decade may be one of the century: "De var i 80-årene landets
største band".
"""

# "15 mil. kroner" and "15 mil brukere" are millions; what ends in -er is counted, but for these.
_NO_NOUNS = r"\w*over|under|etter|eller|hver|per|her|der|ned|opp|lenger|lengre|videre|er|unna|borte"
SCANDINAVIAN_MILE = (
    r"(?!\w|-|\.[ \u00a0]?[a-zæøå0-9$€£]|[ \u00a0](?:kr|NOK|SEK|USD|EUR|euro|dollar|pund"
    rf"|tonn|fat|liter|folk|[$€£]|(?!(?:{_NO_NOUNS})(?!\w))\w+(?:er|ar)e?)(?!\w))"
)
"""What may follow ``15 mil`` where it is 150 km."""
_GONE = (
    r"kjør\w*|køyr\w*|(?:gå(?:r|tt)?|gikk)(?! (?:opp|ned|med|til|fra|i)\b)"
    r"|gjekk|løp(?:er|t|e)?|sprang|sykl\w*|padl\w*|seil(?:er|te|t|e)|rodde|fløy|vandr\w*"
    r"|reis(?:e|er|te|t|en|ene)|\w*avstand\w*|\w*rekkevidd\w*|\w*strekning\w*|\w*tur(?:en|er)?"
    r"|\w*etapp\w*|\w*løyp\w*|\w*vei(?:en|er|ene)?|\w*veg(?:en|ar|ane)?|radius\w*|flytt\w*"
)
_WHERE = r"unna|borte|nord|sør|øst|vest|nordover|sørover|østover|vestover"
FAR_BEFORE = re.compile(rf"(?i)(?<!\w)(?:{_GONE}|ligger|{_WHERE})(?!\w)")
"""What tells of a distance before ``15 mil``."""
FAR_BEHIND = re.compile(
    rf"(?i)\A[ \u00a0](?:\w+ ){{0,2}}(?:{_GONE}|{_WHERE}|lange?|langt|fra|mellom)(?!\w)"
)
"""What tells of a distance behind ``15 mil``."""
OF_MONEY = re.compile(
    r"(?i)(?<!\w)(?:\w*kost(?:er|et|a|e|nad\w*)|\w*s[oe]l[gd]t?e?|solgt|kjøp\w*|tjen\w*|fortjen\w*"
    r"|tap(?:er|te|t|et)?|\w*overskudd\w*|\w*underskudd\w*|\w*betal\w*|verdt?|verdi\w*"
    r"|\w*pris(?:en|er|et)?|kr|kroner|\w*inntekt\w*|omset\w*|\w*lønn\w*|\w*bud(?:et|sjett\w*)?"
    r"|\w*gjeld\w*|\w*formue\w*|\w*invest\w*|\w*støtt\w*|\w*bevilg\w*|\w*bot(?:en)?|bøter"
    r"|\w*fikk|\w*lån\w*|\w*penge\w*|budsjett\w*|\w*regning\w*|spar\w*|dollar|euro)(?!\w)"
)
"""What tells of money before ``15 mil``, which are millions."""
