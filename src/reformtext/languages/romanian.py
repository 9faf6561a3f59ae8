"""Romanian, as news sites of Romania and Moldova write it."""

from __future__ import annotations

from reformtext.languages import Language
from reformtext.languages.numerals import (
    Guard,
    Numerals,
    hours,
    meanings,
    numbered_months,
    numbers,
    words,
)

__all__ = ["LANGUAGE"]

_MONTHS = """
    ianuarie ianuar
    februarie februar
    martie
    aprilie
    mai
    iunie
    iulie
    august
    septembrie
    octombrie
    noiembrie
    decembrie
"""

_TITLES = """
    acad arh arhim asist av capt chest cms col conf cpt d-l d-lui d-na d-nei d-nul d-ra dl dlui
    dna dnei dr dra drd ing insp lect lt lt.col lt.maj messrs mitrop mr mrs ms plt pr preș prof
    s.l sen sf slt st subcms subinsp univ ș.l
"""

_PLACES = """
    ap b-dul bd bdul bl bld et int jud mun sc str şos șos
"""

_NUMBERED = """
    alin art ed fig lit nr nr.crt nr.reg p pag pg poz reg tab tel tlf
"""

_INNER = """
    a.k.a adr aprox c.c.a c/o cca cf cit coord e.g ex i.e ibid incl loc.cit n.b n.r n.red n.tr
    op.cit ord pt reprez resp s.n trad v viz vs
"""

_MAY_END = """
    a.c a.m apr aug b.n.r c.i.a c.n.a c.s.m co corp d.c d.hr d.n.a dec dv dvs e.n etc f.b.i feb
    febr h.g ian inc iul iun jr kg km l.c ltd m.ap.n m.o m.of mart max mil min mld mp n.n no nov
    o.g o.m.s o.n.g o.n.u o.u.g oct p.m p.n.l p.s.d par pct pers ph.d plc r.a r.m s.a s.c s.r.i
    s.r.l s.u.a sec sept sr u.d.m.r u.e u.k u.r.s.s u.s u.s.r vol î.e.n î.hr ş.a ş.a.m.d ș.a
    ș.a.m.d ș.cl
"""

_SPEECH_VERBS = """
    adaugă adăugat afirmat afirmă anunţat anunțat anunță apreciat apreciază arată arătat
    asigurat asigură avertizat avertizează comentat comentează completat completează conchide
    conchis continuat continuă declarat declară exclamat exclamă explicat explică informat
    informează menţionat menționat menționează mărturisește mărturisit povestește povestit
    precizat precizează punctat punctează recunoaște recunoscut remarcat remarcă răspunde
    răspuns scrie scris spune spunea spus strigat strigă subliniat subliniază susţinut susține
    susținut transmis transmite zice zicea zis încheiat încheie întreabă întrebat
"""

_CONJUNCTIONS = """
    adică astfel având aşadar așadar ca care ceea ci conform cu cum când cât că cărei căreia
    cărora cărui căruia dacă dar datorită deci deoarece deşi deși dintre după fie fiind fiindcă
    fără iar inclusiv nici ori pe pentru potrivit precum prin până respectiv sau să totuşi
    totuși unde înainte încât însă întrucât şi și
"""

_MAGNITUDES = """
    3: mii, mie
    6: milioane, milion, mil., mln.
    9: miliarde, miliard, mld., mlrd.
    12: trilioane, trilion
"""

_CARDINALS = """
    1: un, o, unu, una
    2: doi, două
    3: trei
    4: patru
    5: cinci
    6: șase
    7: șapte
    8: opt
    9: nouă
    10: zece
    11: unsprezece
    12: doisprezece, douăsprezece
    13: treisprezece
    14: paisprezece
    15: cincisprezece
    16: șaisprezece
    17: șaptesprezece
    18: optsprezece
    19: nouăsprezece
    20: douăzeci
    30: treizeci
    40: patruzeci
    50: cincizeci
    60: șaizeci
    70: șaptezeci
    80: optzeci
    90: nouăzeci
"""

_ORDINALS = """
    1: primul, prima, primului, primei
    2: doilea, doua
    3: treilea, treia
    4: patrulea, patra
    5: cincilea, cincea
    6: șaselea, șasea
    7: șaptelea, șaptea
    8: optulea, opta
    9: nouălea, noua
    10: zecelea, zecea
    11: unsprezecelea, unsprezecea
    12: doisprezecelea, douăsprezecea
    13: treisprezecelea, treisprezecea
    14: paisprezecelea, paisprezecea
    15: cincisprezecelea, cincisprezecea
    16: șaisprezecelea, șaisprezecea
    17: șaptesprezecelea, șaptesprezecea
    18: optsprezecelea, optsprezecea
    19: nouăsprezecelea, nouăsprezecea
    20: douăzecilea, douăzecea
"""

_UNITS = """
    %: la sută, procente, procent
    pp: puncte procentuale, punct procentual, puncte procent, pp, p.p.
    ‰: la mie
    km: kilometri, kilometru
    m: metri, metru
    cm: centimetri, centimetru
    mm: milimetri, milimetru
    kg: kilograme, kilogram, kilogramele, kile
    g: grame, gram
    t: tone, tonă
    ha: hectare, hectar
    km²: kilometri pătrați, kilometri pătraţi, kilometru pătrat, km pătrați, km pătraţi
    m²: metri pătrați, metri pătraţi, metru pătrat, mp
    m³: metri cubi, metru cub, mc
    m³/s: metri cubi pe secundă, mc/s, mc/secundă
    kW: kilowați, kilowatt
    MW: megawați, megawatt
    GW: gigawați, gigawatt
    kWh: kilowați-oră, kilowatt-oră
    MWh: megawați-oră, megawatt-oră
    GWh: gigawați-oră, gigawatt-oră
    °C: grade celsius
    bp: puncte de bază, punct de bază
    km/h: km/oră, kilometri pe oră, kilometri la oră, km pe oră
    m/s: metri pe secundă
    VND: dongi vietnamezi, dongi, dong
    USD: dolari americani, dolari, dolar
    EUR: euro
    PLN: zloți polonezi, zloţi polonezi, zloți, zloţi, zlot
    NOK: coroane norvegiene, coroană norvegiană
    RON: lei românești, lei, leu
    ban: bani
    cent: cenți, cenţi, cent, eurocenți
    MDL: lei moldovenești
    IDR: rupii indoneziene
    GBP: lire sterline, liră sterlină
    JPY: yeni japonezi, yeni, yen
    CNY: yuani chinezești, yuani, yuan
    SEK: coroane suedeze
    DKK: coroane daneze
    SGD: dolari singaporezi
    AUD: dolari australieni
    CAD: dolari canadieni
    HKD: dolari hong kong
    CHF: franci elvețieni
    RUB: ruble rusești, ruble
"""

_DAY_PARTS = """
    morning: dimineața, dimineaţa
    afternoon: după-amiaza, după-amiază, după amiaza, după amiază
    evening: seara
    night: noaptea
"""
_WRITTEN_UNITS = {
    "pp": "puncte procentuale",
    "t": "tone",
    "VND": "dongi",
    "USD": "dolari",
    "EUR": "euro",
    "PLN": "zloți",
    "NOK": "coroane norvegiene",
    "RON": "lei",
    "MDL": "lei moldovenești",
    "IDR": "rupii indoneziene",
    "GBP": "lire sterline",
    "JPY": "yeni",
    "CNY": "yuani",
}

_HALVED = """
    years: an, ani
    hours: oră, ore
    months: lună, luni
    days: zi, zile
    weeks: săptămână, săptămâni
    centuries: secol, secole
    decades: deceniu, decenii
"""

_FIRST_DECADE = 20
# "nouă" is also "new", and "to us".
_NINE = Guard(
    after=words(
        "aceste acești alte alți aproape aproximativ cei cele celor cele circa cu cum de din după "
        "este fost în între la ori pe peste primele primelor primii sau sunt și toate toți "
        "ultimele ultimii"
    ),
    not_before=words("și sau"),
    sure_before=words("sute mii milioane miliarde"),
)

# "prima de asigurare" is the premium.
_PREMIUM = Guard(not_before=words("de"))
_NUMERALS = Numerals(
    locale="ro",
    timed=words("cu de in la timp timpul în"),
    months=numbered_months(_MONTHS),
    magnitudes=numbers(_MAGNITUDES),
    written_magnitudes={6: "milioane", 9: "miliarde", 12: "trilioane"},
    cardinals=numbers(_CARDINALS),
    ordinals=numbers(_ORDINALS),
    units=meanings(_UNITS),
    coins={"bani": r"\Z"},  # anywhere, but behind a year they are money
    written_units=_WRITTEN_UNITS,
    day_parts=meanings(_DAY_PARTS),
    spoken_times={
        "{} și jumătate": 30,
        "{} şi jumătate": 30,
        "{} și un sfert": 15,
        "{} şi un sfert": 15,
        "{} fără un sfert": -15,
    },
    spoken_hours=hours(numbers(_CARDINALS)),
    spoken_after_clock=True,
    numbering=words("nr numărul număr numărului"),
    and_half=frozenset({"și jumătate", "şi jumătate"}),
    half=frozenset({"o jumătate", "jumătate"}),
    after_half=r"(?=[ \u00a0]de(?!\w)|[.,;:!?)]|\s*\Z)",  # "500 și jumătate au absentat" are 500
    halved=meanings(_HALVED),
    ordinal_pattern=r"(?:(?i:al|a)[ \u00a0])?(?P<n>[0-9]{1,4}|[IVXLCDM]+)-(?:lea|a)(?!\w)",
    written_ordinal="al {}-lea",
    decade_pattern=r"(?i:(?<=\banii )|(?<=\banilor ))['’]?(?P<n>[0-9]{1,3}0)(?!\w)",
    written_decade="anii {}",
    decades={word: n for word, n in numbers(_CARDINALS).items() if n >= _FIRST_DECADE},
    spelled_decade=r"(?:(?<=\banii )|(?<=\banilor ))(?P<n>{})(?![ \u00a0]și[ \u00a0]\w+)",
    roman_before=words("congres"),
    roman_after=words("secol sec. trimestru semestru congres"),
    clock=words("ora orele orei orelor"),
    loose_clock=words("la"),
    from_clock=words("între la până de"),
    until=frozenset({"la", "până la", "până"}),
    between=words("între"),
    conjunctions=words("sau și"),
    multipliers={"sute": 100, "sută": 100},
    joiners=words("și"),
    weekdays=words("luni marți marţi miercuri joi vineri sâmbătă sîmbătă duminică"),
    ordinal_articles=words("al a ale"),
    linker="de",
    before_year=frozenset({"a anului", "anul"}),
    date_prepositions=words(
        """
        data de din dinainte după în înainte între la luni marți marţi miercuri joi vineri sâmbătă
        duminică pe până spre și ziua zilei
        """
    ),
    after_dates=words(
        """
        a au ca cu că de din era este fost la o ora pe pentru prin până s sau se sunt va vor în îi
        își și
        """
    ),
    not_months=words(
        """
        adânc aproape bine bun bună bune buni des devreme departe frumoase grav grave gravi înalt
        înalte înalți ieftine important importante importanți jos lung lunga lungi mare mari mic
        mici mult multă multe mulți mulţi noi nou puternic puternice puțin puține puțini puţin
        puţine rapid rapide rar rău recent recente repede rele scăzut scump scumpe scurt scurte
        slab slabe sus tânăr tinere tineri târziu tarziu vechi
        """
    ),
    guards={
        "nouă": _NINE,
        "două": Guard(not_before=words("ori")),
        "doua": Guard(not_before=words("zi")),
    }
    | dict.fromkeys(words("prima primei"), _PREMIUM)
    | {
        "primul": Guard(not_before=words("ministru rând")),
        "primului": Guard(not_before=words("ministru")),
    },
)

LANGUAGE = Language(
    code="ro",
    name="Romanian",
    months=frozenset(_NUMERALS.months),
    never_end=frozenset((_TITLES + _PLACES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=False,
    numerals=_NUMERALS,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    share_labels=frozenset(
        {
            *("abonează-te", "abonați-vă", "distribuie", "distribuie articolul", "distribuiți"),
            *("trimite", "urmărește-ne", "urmăriți-ne"),
            *("alătură-te", "găsește-ne", "înscrie-te", "ne găsești", "ne găsiți"),
            *("ne poți găsi", "ne poți urmări", "ne puteți găsi", "ne puteți urmări"),
            *("alătură-te canalului", "urmărește canalul", "urmărește cele mai importante știri"),
            *("urmărește știrile", "urmărește ultimele știri"),
        }
    ),
    rights_labels=frozenset({"toate drepturile rezervate"}),
    republished_labels=frozenset(
        {"acest articol a apărut prima dată", "articolul a apărut inițial"}
    ),
    published_labels=frozenset(
        {
            *("data publicării", "postat", "postat la", "postat pe", "publicat"),
            *("publicat în", "publicat la", "publicat pe"),
        }
    ),
    updated_labels=frozenset(
        {
            *("actualizare", "actualizat", "actualizat în", "actualizat la", "actualizat pe"),
            *("data actualizării", "ultima actualizare"),
        }
    ),
    tag_labels=frozenset({"cuvinte cheie", "etichete", "etichetă", "tag", "taguri", "tag-uri"}),
    related_labels=frozenset(
        {
            "articole similare",
            "citește mai mult",
            "citește și",
            "citiți și",
            "pe aceeași temă",
            "vezi și",
            "știri pe aceeași temă",
            *("citește articolul", "citește și articolul", "urmărește video", "vezi video"),
            "vezi și video",
        }
    ),
    source_labels=frozenset(
        {
            "source",
            "sursa",
            "sursa articolului",
            "sursa originală",
            "sursa știrii",
            "surse",
            "sursele",
            "sursă",
        }
    ),
    comment_labels=words(
        "comentarii comentariile comentează comentariu comentariul comentariului comment comments"
    ),
    caption_labels=frozenset(
        {
            *("captură", "captură foto", "credit foto", "foto", "fotografie", "fotografii"),
            *("grafică", "ilustrație", "ilustraţie", "imagine", "imagini", "sursa foto"),
            "sursă foto",
        }
    ),
    byline_labels=frozenset(
        {
            "a consemnat",
            "articol de",
            *("autoare", "autor", "autorul", "autori", "corespondent", "de", "editor"),
            *("jurnalist", "redactor"),
            *("reporter", "scris de", "text", "text de", "text și foto"),
        }
    ),
)
