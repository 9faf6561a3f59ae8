"""Norwegian, Bokmål and Nynorsk, as news sites write it."""

from __future__ import annotations

from dataclasses import replace

from reformtext.languages import Language
from reformtext.languages.measures import AGED_NORWEGIAN, SCANDINAVIAN_MILE
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
    januar januars
    februar februars
    mars
    april aprils
    mai
    juni junis
    juli julis
    august augusts
    september septembers
    oktober oktobers
    november novembers
    desember desembers
"""

_TITLES = """
    adm adm.dir ass ass.prof avd.dir avd.leder cand cand.jur cand.mag cand.med cand.philol
    cand.polit cand.theol capt col dipl dir div.dir dr dr.med dr.philos dr.scient dr.theol frk
    førsteam gov hr ing kapt kgl mag.art messrs mgr mr mrs ms oberstlt prof red.sjef sgt siv.ing
    siv.øk st stud stud.jur stud.med univ.lekt vit.ass
"""

_NUMBERED = """
    art.nr bnr ev.nr fig fnr gnr j.nr jnr kap kgl.res kl meld nr org.nr ot.prp pkt pnr prp reg.nr
    res.nr saksnr snr st.meld st.prp tlf tlf.nr vol årg
"""

_INNER = """
    a.k.a alm ang anm avd bl.a c/o ca cf d.e d.v.s div dvs e.g ekskl ev evt f.eks f.o.m feks
    gj.sn henh henv hhv i.e i.f.m i.f.t i.h.t i.st.f ibid iflg ifm ift iht inkl innb istf jamf
    jf jfr konf korr m.a m.a.o m.h.t mht n.b oms oppr ordf p.g.a p.t pga red ref s.k saml sekr
    smh spes t.d t.eks t.o.m tidl tilsv utg vedk vedr vha v viz vs årl
"""

_MAY_END = """
    apr aug co corp d.d d.m d.s d.å des dl e.kr e.l el.l etc f.kr f.m f.å feb fl forts gr i.d
    inc jan jr kg km kr kv.m l.l ltd m.fl m.m m.o.h m.u.h m.v maks mfl mill min mm mnd moh mrd
    muh mv n.å no nov o.a o.dl o.fl o.l o.m.a o.s.v ofl okt osb osfr osv ph.d plc pr pst s s.d
    s.u sek sept sr stk t.h t.v u.a u.k u.s u.å vanl
"""

_SPEECH_VERBS = """
    bekrefter bekreftet fastslo fastslår forklarar forklarer forklarte fortalte fortel forteller
    fortsatte fortset fortsetter hevdar hevder hevdet hvisket innrømmer innrømmet kommenterer
    kommenterte konkluderer konkluderte konstaterer konstaterte la legg legger lo lyder lød
    meiner meinte mener mente opplyser opplyste presiserer presiserte påpeikar påpeker påpekte
    roper ropte sa seier sier skrev skriv skriver spurde spurte spør svara svarer svarte tilføya
    tilføyde tilføyer tilstod understrekar understreker understreket utdyper utdypet uttalar
    uttaler uttalte
"""

_CONJUNCTIONS = """
    at blant både da der derfor dersom eller enn enten etter ettersom for fordi før gjennom
    herunder hva hvilket hvis hvor hvorav ikke imidlertid inkludert inntil kor korleis kvar
    likevel med medan men mens noe når og om samt selv sidan siden sjølv slik som så særlig
    unntatt uten ved verken
"""

_MAGNITUDES = """
    3: tusen
    6: millioner, million, millionar, millionene, millionen, millionane, mill., mln.
    9: milliarder, milliard, milliardar, milliardene, milliarden, milliardane, mrd., mld.
    12: billioner, billion, billionar, billionene, billionen
"""

_CARDINALS = """
    1: en, én, ett, ei, eitt, ein
    2: to
    3: tre
    4: fire
    5: fem
    6: seks
    7: sju, syv
    8: åtte
    9: ni
    10: ti
    11: elleve
    12: tolv
    13: tretten
    14: fjorten
    15: femten
    16: seksten
    17: sytten
    18: atten
    19: nitten
    20: tjue, tyve
    30: tretti, tredve
    40: førti
    50: femti
    60: seksti
    70: sytti
    80: åtti
    90: nitti
    100: hundre
    1000: tusen
"""

_ORDINALS = """
    1: første, fyrste
    2: andre, annet
    3: tredje
    4: fjerde
    5: femte
    6: sjette
    7: sjuende, syvende, sjuande
    8: åttende, åttande
    9: niende, niande
    10: tiende, tiande
    11: ellevte
    12: tolvte
    13: trettende
    14: fjortende
    15: femtende
    16: sekstende
    17: syttende
    18: attende
    19: nittende
    20: tjuende
    30: trettiende
    40: førtiende
    50: femtiende
    100: hundrede
"""

_UNITS = """
    %: prosent, prosents, prosentene, prosenten, pst., -prosents, -prosent
    pp: prosentpoeng, prosentpoengs, prosentpoengene, prosentenheter, -prosentpoengs, -prosentpoeng
    ‰: promille
    km: kilometer, kilometers
    mil: mil
    m: meter, meters
    cm: centimeter, centimeters
    mm: millimeter, millimeters
    kg: kilogram, kilograms, kilo, kilos
    g: gram, grams
    t: tonn, tonns
    ha: hektar
    km²: kvadratkilometer
    m²: kvadratmeter, kvm, kv.m.
    m³: kubikkmeter
    m³/s: kubikkmeter i sekundet, kubikkmeter per sekund
    kW: kilowatt
    MW: megawatt
    GW: gigawatt
    kWh: kilowattimer, kilowattime
    MWh: megawattimer, megawattime
    GWh: gigawattimer, gigawattime
    TWh: terawattimer, terawattime
    °C: grader celsius, varmegrader, varmegradar, plussgrader, plussgradar
    m a.s.l.: moh., m.o.h., meter over havet
    daa: dekar, mål
    h: t
    bp: basispunkter, basispunkt
    km/h: km/t, km/time, kilometer i timen, kilometer per time
    m/s: sekundmeter, meter i sekundet, meter per sekund
    VND: vietnamesiske dong, dong
    USD: amerikanske dollar, dollar
    EUR: euro
    PLN: polske zloty, zloty
    NOK: norske kroner, kroner, kroners, krone, kr.
    øre: øre
    cent: cent
    RON: rumenske lei, rumenske leu, lei, leu
    MDL: moldovske lei
    IDR: indonesiske rupiah, indonesiske rupier, rupiah
    GBP: britiske pund, pund
    JPY: japanske yen, yen
    CNY: kinesiske yuan, yuan
    SEK: svenske kroner
    DKK: danske kroner
    SGD: singaporske dollar
    AUD: australske dollar
    CAD: kanadiske dollar
    HKD: hongkongdollar
    CHF: sveitsiske franc
    RUB: russiske rubler, rubler
"""

_DAY_PARTS = """
    morning: om morgenen, på morgenen, om formiddagen, på formiddagen, i formiddag, i morges
    afternoon: om ettermiddagen, på ettermiddagen, i ettermiddag
    evening: om kvelden, på kvelden, i kveld
    night: midt på natten, midt på natta, om natten, på natten, om natta, på natta, i natt
"""
_WRITTEN_UNITS = {
    "pp": "prosentpoeng",
    "t": "tonn",
    "VND": "dong",
    "USD": "dollar",
    "EUR": "euro",
    "PLN": "zloty",
    "NOK": "kroner",
    "RON": "lei",
    "MDL": "moldovske lei",
    "IDR": "rupiah",
    "GBP": "pund",
    "JPY": "yen",
    "CNY": "yuan",
}

_TENS = {"tjue": 20, "tretti": 30, "førti": 40, "femti": 50}
_TENS |= {"seksti": 60, "sytti": 70, "åtti": 80, "nitti": 90}


def _with_tens(words: dict[str, int]) -> dict[str, int]:
    """Return the words, and those below ten joined to every ten: ``tjuefem``."""
    joined = {
        ten + word: tens + number
        for ten, tens in _TENS.items()
        for word, number in words.items()
        if len(str(number)) == 1
    }
    return words | joined


# "de andre" are most often the others.
_SECOND = Guard(
    before=words(
        "etasje forsøk gang gangen halvdel halvdelen halvår halvåret kvartal omgang plass runde "
        "runden verdenskrig år året århundre"
    )
)

# "flere hundre" and "et par hundre tusen" are no numbers.
_EXACT = Guard(not_after=words("fleire flere mange nokre noen par hundre"))

_NUMERALS = Numerals(
    locale="nb",
    timed=words("i med på tid tiden var"),
    of_years=words("i siden år"),
    months=numbered_months(_MONTHS),
    magnitudes=numbers(_MAGNITUDES),
    written_magnitudes={6: "millioner", 9: "milliarder", 12: "billioner"},
    cardinals=_with_tens(numbers(_CARDINALS)),
    ordinals=_with_tens(numbers(_ORDINALS)),
    units=meanings(_UNITS),
    prefixes={"kr": "NOK", "kr.": "NOK"},
    guarded_units={
        "mil": SCANDINAVIAN_MILE,
        "t": r"(?=[ \u00a0](?:og[ \u00a0])?[0-9]{1,2}[ \u00a0]min)",
        "mål": r"(?=[ \u00a0](?:\w*(?:skog|jord|mark|areal)\w*|dyrk\w+|tomt\w*|eiendom\w*)(?!\w))",
    },
    below_zero=dict.fromkeys(words("minusgrader minusgradar kuldegrader kuldegradar"), "°C"),
    whole_amounts="NOK",
    written_units=_WRITTEN_UNITS,
    day_parts=meanings(_DAY_PARTS),
    spoken_times={
        "halv {}": -30,
        "fem på halv {}": -35,
        "fem over halv {}": -25,
        "ti på halv {}": -40,
        "ti over halv {}": -20,
        "kvart på {}": -15,
        "kvart over {}": 15,
    },
    before_spoken=words("ca cirka fra før innen kring omkring rundt til"),
    spoken_hours=hours(numbers(_CARDINALS)),
    numbering=words("nr nummer"),
    and_half=frozenset({"og en halv", "og et halvt", "og ei halv", "og eit halvt", "og ein halv"}),
    one_and_half=words("halvannen halvannet halvanna"),
    half=frozenset({"en halv", "et halvt", "ein halv", "halv", "halvt"}),
    ordinal_pattern=r"(?P<n>(?!(?:19|20)[0-9]{2}\.)[0-9]{1,4})\.(?=[ \u00a0-](?P<word>[^\W\d_]))",
    written_ordinal="{}.",
    decade_pattern=r"(?P<n>[0-9]{1,3}0)-(?:tall\w*|tal|talet|(?P<age>åra|årene))(?!\w)",
    written_decade="{}-tallet",
    aged=AGED_NORWEGIAN,
    decades=_TENS,
    spelled_decade=r"(?P<n>{})-?(?:tall\w*|tal|talet|åra|årene)",
    roman_before=words("kongress partikongress plenum"),
    clock=words("kl kl. klokken klokka"),
    sure_clock=words("kl kl. klokken klokka"),
    from_clock=words("fra til mellom før etter"),
    until=words("til"),
    between=words("mellom"),
    conjunctions=words("eller og"),
    multipliers={"hundre": 100},
    joiners=words("og"),
    joined_thousands=True,
    weekdays=words(
        "mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tysdag laurdag sundag"
    ),
    guards={
        "andre": _SECOND,
        "annet": _SECOND,
        "to": Guard(not_before=words("ganger gonger")),
        "hundre": _EXACT,
        "tusen": replace(_EXACT, not_before=words("takk")),
    },
)

LANGUAGE = Language(
    code="no",
    name="Norwegian",
    months=frozenset(_NUMERALS.months),
    never_end=frozenset((_TITLES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=True,
    numerals=_NUMERALS,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    share_labels=frozenset(
        {
            *("abonner", "del", "del artikkelen", "del saken", "følg oss", "følg saken"),
            *("meld deg på", "tips oss"),
            *("du finn oss", "du finner oss", "finn oss", "motta"),
            *("følg kanalen vår", "følg kanalen", "bli med i kanalen vår"),
        }
    ),
    rights_labels=frozenset({"alle rettigheter forbeholdt", "alle rettigheter reservert"}),
    republished_labels=frozenset(
        {"denne artikkelen ble først publisert", "saken ble først publisert"}
    ),
    published_labels=frozenset(
        {"først publisert", "lagt ut", "publisert", "publisert den", "publisert dato"}
    ),
    updated_labels=frozenset(
        {"endret", "endra", "oppdatert", "oppdatert den", "sist endret", "sist oppdatert"}
    ),
    tag_labels=words("emneknagger emneknaggar emneord nøkkelord stikkord tagger"),
    related_labels=frozenset(
        {
            "les flere saker",
            "les mer",
            "les også",
            "les saken",
            "les saken her",
            "les òg",
            "relaterte saker",
            "se også",
            "sjå også",
            *("hør også", "les hele saken", "les heile saka", "les også artikkelen"),
            *("les også intervjuet", "les også kommentaren", "les også saken", "les også saka"),
            *("les også denne saken", "se også video", "se video", "se videoen", "sjå video"),
        }
    ),
    source_labels=frozenset(
        {"kilde", "kilder", "kjelde", "kjelder", "opprinnelig kilde", "original kilde", "source"}
    ),
    comment_labels=words(
        "comment comments kommenter kommentar kommentarar kommentaren kommentarer"
    ),
    caption_labels=frozenset(
        {
            "arkivbilde",
            "arkivfoto",
            "bilde",
            "bildetekst",
            "bilete",
            "foto",
            "fotograf",
            "grafikk",
            "illustrasjon",
            "illustrasjonsbilde",
            "illustrasjonsfoto",
            "skjermbilde",
            "skjermdump",
        }
    ),
    byline_labels=frozenset(
        {
            "artikkel av",
            "av",
            "forfatter",
            "forfattar",
            "journalist",
            "publisert av",
            "redaktør",
            "reporter",
            "skrevet av",
            "skribent",
            "tekst",
            "tekst og foto",
        }
    ),
)
