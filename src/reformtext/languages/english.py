"""English, as translations into it write quantities.

It is no source language: there is no ``LANGUAGE`` here, and ``find`` does not know it.
"""

from __future__ import annotations

from reformtext.languages.numerals import (
    Guard,
    Numerals,
    hours,
    meanings,
    numbered_months,
    numbers,
    words,
)

__all__ = ["NUMERALS"]

_MONTHS = """
    january
    february
    march
    april
    may
    june
    july
    august
    september
    october
    november
    december
"""

_MAGNITUDES = """
    3: thousand
    6: million, mn, mln, mln.
    9: billion, bn, bln
    12: trillion, tn, trn
"""

_CARDINALS = """
    1: one, a
    2: two
    3: three
    4: four
    5: five
    6: six
    7: seven
    8: eight
    9: nine
    10: ten
    11: eleven
    12: twelve
    13: thirteen
    14: fourteen
    15: fifteen
    16: sixteen
    17: seventeen
    18: eighteen
    19: nineteen
    20: twenty
    30: thirty
    40: forty
    50: fifty
    60: sixty
    70: seventy
    80: eighty
    90: ninety
"""

_ORDINALS = """
    1: first, firstly
    2: second, secondly
    3: third, thirdly
    4: fourth, fourthly
    5: fifth
    6: sixth
    7: seventh
    8: eighth
    9: ninth
    10: tenth
    11: eleventh
    12: twelfth
    13: thirteenth
    14: fourteenth
    15: fifteenth
    16: sixteenth
    17: seventeenth
    18: eighteenth
    19: nineteenth
    20: twentieth
    30: thirtieth
    40: fortieth
    50: fiftieth
    60: sixtieth
    70: seventieth
    80: eightieth
    90: ninetieth
    100: hundredth
"""

_DECADES = """
    20: twenties
    30: thirties
    40: forties
    50: fifties
    60: sixties
    70: seventies
    80: eighties
    90: nineties
"""
_UNITS = """
    %: percent, per cent, pct, pct.
    pp: percentage points, percentage point, percent points, percent point
    ‰: per mille, per mil
    km: kilometres, kilometre, kilometers, kilometer
    m: metres, metre, meters, meter
    cm: centimetres, centimetre, centimeters, centimeter
    mm: millimetres, millimetre, millimeters, millimeter
    kg: kilograms, kilogram, kilogrammes, kilogramme, kilos, kilo
    g: grams, gram, grammes, gramme
    t: tonnes, tonne, metric tons, tons, ton
    ha: hectares, hectare
    km²: square kilometres, square kilometre, square kilometers, square kilometer, sq km
    m²: square metres, square metre, square meters, square meter, sq m
    m³: cubic metres, cubic metre, cubic meters, cubic meter
    kW: kilowatts, kilowatt
    MW: megawatts, megawatt
    GW: gigawatts, gigawatt
    kWh: kilowatt-hours, kilowatt hours, kilowatt-hour
    MWh: megawatt-hours, megawatt hours, megawatt-hour
    GWh: gigawatt-hours, gigawatt hours, gigawatt-hour
    m³/s: cubic metres per second, cubic metre per second, cubic meters per second
    °C: degrees celsius, degrees centigrade
    l/m²: litres per square metre, liters per square meter, litres/m², liters/m²
    daa: decares, decare
    mil: scandinavian miles, scandinavian mile, norwegian miles, norwegian mile
    bp: basis points, basis point
    m/s: metres per second, meters per second, metres a second, meters a second
    km/h: kilometres per hour, kilometers per hour, kilometres an hour, kilometers an hour, kph
    VND: vietnamese dong, dong, dongs
    USD: us dollars, us dollar, american dollars, dollars, dollar
    EUR: euros, euro
    PLN: polish zlotys, polish zloty, zlotys, zloty, złotys, złoty, zlotych
    NOK: norwegian kroner, norwegian krone, norwegian crowns, kroner, krone
    RON: romanian lei, lei, leu
    øre: øre
    grosz: groszy, grosze, grosz
    cent: cents
    ban: bani
    MDL: moldovan lei
    IDR: indonesian rupiah, rupiah, rupiahs
    GBP: pounds sterling, british pounds, pounds, pound
    JPY: japanese yen, yen
    CNY: chinese yuan, yuan, renminbi
    SEK: swedish kronor, swedish kroner
    DKK: danish kroner
    SGD: singapore dollars
    AUD: australian dollars
    CAD: canadian dollars
    HKD: hong kong dollars
    CHF: swiss francs, swiss franc
    RUB: russian roubles, roubles, rubles
"""

_DAY_PARTS = """
    morning: in the morning
    noon: at noon
    afternoon: in the afternoon
    evening: in the evening
    night: at night
"""
_HALVED = ("year", "month", "week", "day", "hour")
_WRITTEN_UNITS = {
    "pp": "percentage points",
    "t": "tonnes",
    "h": "hours",
    "points": "points",
    "bp": "basis points",
    "daa": "decares",
    "m a.s.l.": "m above sea level",
    "ban": "bani",
    "VND": "dong",
    "USD": "dollars",
    "EUR": "euros",
    "PLN": "zlotys",
    "grosz": "groszy",
    "cent": "cents",
    "NOK": "kroner",
    "RON": "lei",
    "MDL": "Moldovan lei",
    "IDR": "rupiah",
    "GBP": "pounds",
    "JPY": "yen",
    "CNY": "yuan",
    "SEK": "Swedish kronor",
    "DKK": "Danish kroner",
    "SGD": "Singapore dollars",
    "AUD": "Australian dollars",
    "CAD": "Canadian dollars",
    "HKD": "Hong Kong dollars",
    "CHF": "Swiss francs",
    "RUB": "roubles",
}

NUMERALS = Numerals(
    locale="en_GB",
    months=numbered_months(_MONTHS),
    magnitudes=numbers(_MAGNITUDES),
    written_magnitudes={6: "million", 9: "billion", 12: "trillion"},
    cardinals=numbers(_CARDINALS),
    ordinals=numbers(_ORDINALS),
    units=meanings(_UNITS),
    prefixes={"Rp": "IDR", "Rp.": "IDR", "kr": "NOK", "S$": "SGD", "A$": "AUD", "HK$": "HKD"},
    written_units=_WRITTEN_UNITS,
    day_parts=meanings(_DAY_PARTS),
    spoken_times={
        "half past {}": 30,
        "half-past {}": 30,
        "quarter past {}": 15,
        "quarter to {}": -15,
    },
    sure_times=frozenset({"half past {}", "half-past {}"}),
    spoken_hours={w: n for w, n in hours(numbers(_CARDINALS)).items() if w != "a"},
    numbering=words("no nos number"),
    and_half=frozenset({"and a half", "and one half", "and one-half"}),
    half=frozenset({"half a", "half"}),
    after_half=r"(?! (?i:dozen|of)(?!\w))",
    halved={
        **{f"{noun}{s}": f"{noun}s" for noun in _HALVED for s in ("", "s")},
        "century": "centuries",
        "decade": "decades",
    },
    below_zero=dict.fromkeys(
        ("degrees below zero", "degrees below freezing", "degrees of frost", "below zero"), ""
    ),
    ordinal_pattern=r"(?P<n>[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(?:st|nd|rd|th)(?!\w)",
    written_ordinal="{}",
    decade_pattern=r"['’]?(?P<n>[0-9]{1,3}0)['’]?s(?!\w)",
    written_decade="{}s",
    aged=r"(?:his|her|my|our|their|your)(?: (?:early|late|mid|middle))?[ -]",
    decades=numbers(_DECADES),
    spelled_decade="(?P<n>{})",
    roman_before=words("century congress plenum"),
    roman_after=words("century congress"),
    loose_clock=words("at"),
    from_clock=words("from to until till by before after between"),
    until=words("to until till"),
    between=words("between"),
    conjunctions=words("and or"),
    multipliers={"dozen": 12, "hundred": 100},
    joiners=words("and"),
    joined_thousands=True,
    guards={
        "a": Guard(not_after=words("half of quarter third")),
        "second": Guard(not_after=words("per split one")),
        "third": Guard(not_after=words("one"), not_before=words("of")),
        "fourth": Guard(not_after=words("one")),
        "fifth": Guard(not_after=words("one")),
        "tenth": Guard(not_after=words("one")),
    },
)
