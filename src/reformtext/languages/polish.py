"""Polish, as news sites write it."""

from __future__ import annotations

from reformtext.languages import Language
from reformtext.languages.numerals import (
    Guard,
    Numerals,
    hours,
    inflected,
    meanings,
    numbered_months,
    numbers,
    words,
)

__all__ = ["LANGUAGE"]

_MONTHS = """
    styczeń stycznia styczniowi styczniem styczniu
    luty lutego lutemu lutym
    marzec marca marcowi marcem marcu
    kwiecień kwietnia kwietniowi kwietniem kwietniu
    maj maja majowi majem maju
    czerwiec czerwca czerwcowi czerwcem czerwcu
    lipiec lipca lipcowi lipcem lipcu
    sierpień sierpnia sierpniowi sierpniem sierpniu
    wrzesień września wrześniowi wrześniem wrześniu
    październik października październikowi październikiem październiku
    listopad listopada listopadowi listopadem listopadzie
    grudzień grudnia grudniowi grudniem grudniu
"""

_TITLES = """
    abp adm adw asp bp bryg bł chor dr dyr gen hab hr im inż kard kmdr kol kom kpr kpt ks lek
    marsz mec mgr mjr mr mrs ms mł nadkom o oo p podinsp podkom por pos pp ppor ppłk prof prok
    przew płk r.pr red rez rtm sen sierż spocz st szer tow wiceprez zast śp św śś
"""

_PLACES = """
    al gm k lok m.st n pl pow płd płn ul wlk woj wsch zach
"""

_NUMBERED = """
    art bd cz dz dz.u fig godz kat lit nr nry poz ppkt rozdz rys s sygn tab tel tłum ust vol
    zał zdj zesz
"""

_INNER = """
    ang b c/o cf cyt czyt d daw dn dosł dot ds e.g ew fot fr gł hiszp i.e ibid jap m.in min niem
    np nt ob ok oprac p.o pt późn ros sp t.j t.zn tj tzn tzw ub ukr v viz vs wg ws ww wyd wł zob
    łac
"""

_MAY_END = """
    a.d b.d b.r bm br cd cdn co corp d.c dol egz etc g gr h ha in inc itd itp jr jw k.c k.k
    k.k.w k.p k.p.a k.p.c k.p.k kg km kw l lp ltd m maks mies mld mln n.e nast no o.o os p.n.e
    ph.d pkt plc proc r s.a s.c s.k sek sp.j sp.k sr szt t tyg tys u.k u.s ub.r w zm zł
"""

_SPEECH_VERBS = """
    apelował apeluje brzmi czytamy dodaje dodali dodał dodała informuje komentuje kontynuował
    kontynuowała krzyknął krzyknęła mówi mówili mówią mówił mówiła napisali napisał napisała
    ocenia ocenił oceniła odpowiada odpowiedział odpowiedziała ogłosił ogłosiła ostrzegł
    ostrzegła oświadcza oświadczyli oświadczył oświadczyła pisze podkreśla podkreślał
    podkreślała podkreślili podkreślił podkreśliła podsumował podsumowała poinformowali
    poinformował poinformowała powiedziano powiedział powiedziała powiedzieli przekazał
    przekazała przekazuje przyznaje przyznał przyznała pyta pytał pytała relacjonuje rzekł
    rzekła skomentował skomentowała stwierdza stwierdzili stwierdził stwierdziła twierdzi
    twierdził tłumaczy tłumaczył tłumaczyła uważa wskazał wskazała wskazuje wspomina wspominał
    wspominała wyjaśnia wyjaśnił wyjaśniła zapewnia zapewnił zapewniła zapowiedział
    zapowiedziała zapytał zapytała zauważa zauważył zauważyła zaznacza zaznaczył zaznaczyła
    zwrócił zwróciła
"""

_CONJUNCTIONS = """
    a aby albo ale ani aż bo bowiem by chociaż choć co czy czyli dlatego dopóki dzięki gdy gdyż
    gdzie i ile iż jak jaki jako jednak jeśli jeżeli kiedy kto która które którego której
    któremu który których którym którymi którzy którą lecz lub mimo natomiast nim niż o oraz
    podczas podobnie ponieważ przy skoro skąd tak także toteż tylko w więc wobec wskutek z za
    zamiast zanim zarówno zatem zaś zgodnie że żeby
"""

# Of a time that ends in a year, "Na początku 2025 r."; none of them is a verb.
_TIME_WORDS = """
    a aż całego całym ciągu do dnia dniach dniem dniu dopiero dzień i jednak jesieni jesienią
    jeszcze już końca końcem koniec końcu kwartale kwartał kwartału kw lata latach latem lato między
    miesiąca miesiącach miesiącu miesięcy na nad natomiast nocy od ok około okresie po pod połowa
    połowie połowy połowę półroczu półrocza półrocze początek początkiem początku pomiędzy przed
    przełomie rok roku schyłku także też tydzień tygodniu w we weekend wieczorem wiosną wiosny
    wakacje z zaledwie zaś ze zima zimą zimy
"""

_MAGNITUDES = """
    3: tys., tysiąc, tysiące, tysięcy, tysiąca, tysiącom, tysiącami, tysiącach
    6: mln., milion, miliony, milionów, miliona, milionom, milionami, milionach, milionem
    9: mld., miliard, miliardy, miliardów, miliarda, miliardom, miliardami, miliardach, miliardem
    12: bln., bilion, biliony, bilionów, biliona, bilionom, bilionami, bilionach, bilionem
"""

_CARDINALS = """
    1: jeden, jedna, jedno, jednego, jednej, jednym
    2: dwa, dwie, dwaj, dwóch, dwu, dwoma, dwóm, dwiema, dwoje, dwojga, dwojgu, dwojgiem
    3: trzy, trzej, trzech, trzem, trzema, troje, trojga, trojgu, trojgiem
    4: cztery, czterej, czterech, czterem, czterema, czworo, czworga, czworgu, czworgiem
    5: pięć, pięciu, pięcioma, pięcioro, pięciorga, pięciorgu, pięciorgiem
    6: sześć, sześciu, sześcioma, sześcioro, sześciorga, sześciorgu, sześciorgiem
    7: siedem, siedmiu, siedmioma, siedmioro, siedmiorga, siedmiorgu, siedmiorgiem
    8: osiem, ośmiu, ośmioma, ośmioro, ośmiorga, ośmiorgu, ośmiorgiem
    9: dziewięć, dziewięciu, dziewięcioma, dziewięcioro, dziewięciorga, dziewięciorgu
    10: dziesięć, dziesięciu, dziesięcioma, dziesięcioro, dziesięciorga
    11: jedenaście, jedenastu, jedenastoma, jedenaścioro, jedenaściorga
    12: dwanaście, dwunastu, dwunastoma, dwanaścioro, dwanaściorga
    13: trzynaście, trzynastu, trzynastoma, trzynaścioro
    14: czternaście, czternastu, czternastoma, czternaścioro
    15: piętnaście, piętnastu, piętnastoma, piętnaścioro
    16: szesnaście, szesnastu, szesnastoma, szesnaścioro
    17: siedemnaście, siedemnastu, siedemnastoma, siedemnaścioro
    18: osiemnaście, osiemnastu, osiemnastoma, osiemnaścioro
    19: dziewiętnaście, dziewiętnastu, dziewiętnastoma, dziewiętnaścioro
    20: dwadzieścia, dwudziestu, dwudziestoma, dwadzieścioro
    30: trzydzieści, trzydziestu, trzydziestoma
    40: czterdzieści, czterdziestu, czterdziestoma
    50: pięćdziesiąt, pięćdziesięciu, pięćdziesięcioma
    60: sześćdziesiąt, sześćdziesięciu, sześćdziesięcioma
    70: siedemdziesiąt, siedemdziesięciu, siedemdziesięcioma
    80: osiemdziesiąt, osiemdziesięciu, osiemdziesięcioma
    90: dziewięćdziesiąt, dziewięćdziesięciu, dziewięćdziesięcioma
    100: sto, stu, stoma
    200: dwieście, dwustu
    300: trzysta, trzystu
    400: czterysta, czterystu
    500: pięćset, pięciuset
    600: sześćset, sześciuset
    700: siedemset, siedmiuset
    800: osiemset, ośmiuset
    900: dziewięćset, dziewięciuset
    1000: tysiąc
"""

_HARD_ORDINALS = """
    1: pierwsz
    4: czwart
    5: piąt
    6: szóst
    7: siódm
    8: ósm
    9: dziewiąt
    10: dziesiąt
    11: jedenast
    12: dwunast
    13: trzynast
    14: czternast
    15: piętnast
    16: szesnast
    17: siedemnast
    18: osiemnast
    19: dziewiętnast
    20: dwudziest
    30: trzydziest
    40: czterdziest
    50: pięćdziesiąt
    60: sześćdziesiąt
    70: siedemdziesiąt
    80: osiemdziesiąt
    90: dziewięćdziesiąt
    100: setn
"""

_DECADES = {stem: n for stem, n in numbers(_HARD_ORDINALS).items() if n in range(20, 100)}
_ORDINALS = (
    inflected(numbers(_HARD_ORDINALS), words("y a e ego ej emu ym ych ymi ą"))
    | inflected({"drug": 2}, words("i a ie iego iej iemu im ich imi ą"))
    | inflected({"trzec": 3}, words("i ia ie iego iej iemu im ich imi ią"))
    | {"pierwsi": 1}
)

_UNITS = """
    %: proc., procent, procenta, procentach, procentami, procentów, procentom, pct.
    pp: punkt procentowy, punktu procentowego, punktowi procentowemu, punktem procentowym
    pp: punkty procentowe, punktów procentowych, punktom procentowym, punktami procentowymi
    pp: punktach procentowych, pkt proc., pkt. proc., p. proc., p.p., pp., pp
    ‰: promil, promila, promile, promili
    km: kilometr, kilometra, kilometry, kilometrów, kilometrach, kilometrami, kilometrze
    m: metr, metra, metry, metrów, metrach, metrami, metrze
    cm: centymetr, centymetra, centymetry, centymetrów, centymetrach, centymetrami
    mm: milimetr, milimetra, milimetry, milimetrów, milimetrach, milimetrami
    kg: kilogram, kilograma, kilogramy, kilogramów, kilogramach, kilogramami, kilo
    g: gram, grama, gramy, gramów
    t: tona, tony, ton, tonę, tonach, tonami
    ha: hektar, hektara, hektary, hektarów, hektarach, hektarami
    km²: kilometry kwadratowe, kilometrów kwadratowych, kilometra kwadratowego, km kw.
    km²: km kwadratowe, km kwadratowych
    m²: metry kwadratowe, metrów kwadratowych, metra kwadratowego, metr kwadratowy, m kw.
    m²: m kwadratowe, m kwadratowych
    m³: metry sześcienne, metrów sześciennych, metra sześciennego, m sześc.
    m³/s: metrów sześciennych na sekundę, metry sześcienne na sekundę, m sześc./s
    l/m²: l na m², l na m2, l na metr kwadratowy, litrów na metr kwadratowy, l deszczu na m²
    l/m²: l deszczu na m2, l deszczu na metr kwadratowy, l deszczu/m², l deszczu/m2
    points: pkt.
    kW: kilowat, kilowata, kilowaty, kilowatów
    MW: megawat, megawata, megawaty, megawatów
    GW: gigawat, gigawata, gigawaty, gigawatów
    kWh: kilowatogodzin, kilowatogodziny, kilowatogodzina
    MWh: megawatogodzin, megawatogodziny, megawatogodzina
    GWh: gigawatogodzin, gigawatogodziny, gigawatogodzina
    °C: stopni celsjusza, stopnie celsjusza, stopnia celsjusza, st. celsjusza, st. c
    m a.s.l.: m n.p.m., metrów n.p.m., metrów nad poziomem morza
    bp: punktów bazowych, punkty bazowe, punkt bazowy, pkt baz., pkt. baz.
    m/s: metrów na sekundę, metra na sekundę, metry na sekundę, m/sek.
    km/h: km/godz., km na godz., kilometrów na godzinę, kilometra na godzinę, km na godzinę
    km/h: kilometry na godzinę
    VND: dongów wietnamskich, dong, donga, dongi, dongów, dongach, dongami
    USD: dolarów amerykańskich, dolary amerykańskie, dolara amerykańskiego, dolarów, dolary, dolara
    USD: dolar, dolarach, dolarami, dolarom, dol.
    EUR: euro
    PLN: złotych polskich, złotych, złote, złoty, złotego, złotymi, zł, zl
    grosz: groszy, grosze, grosz, gr.
    cent: centów, centy, cent, eurocentów
    NOK: koron norweskich, korony norweskie, korony norweskiej, korona norweska
    RON: lei rumuńskich, lejów rumuńskich, leje rumuńskie, lejów, lei, leja, leje, lej
    MDL: lei mołdawskich, lejów mołdawskich
    IDR: rupii indonezyjskich, rupie indonezyjskie
    GBP: funtów szterlingów, funty szterlingi, funtów brytyjskich, funtów, funty, funta, funt
    JPY: jenów japońskich, jenów, jeny, jena, jen
    CNY: juanów chińskich, juanów, juany, juana, juan
    SEK: koron szwedzkich, korony szwedzkie
    DKK: koron duńskich, korony duńskie
    SGD: dolarów singapurskich
    AUD: dolarów australijskich
    CAD: dolarów kanadyjskich
    HKD: dolarów hongkońskich
    CHF: franków szwajcarskich, franki szwajcarskie
    RUB: rubli rosyjskich, rubli, ruble, rubla, rubel
"""

_DAY_PARTS = """
    morning: rano, nad ranem, przed południem
    noon: w południe
    afternoon: po południu
    evening: wieczorem
    night: w nocy
"""
_WRITTEN_UNITS = {
    "pp": "pkt proc.",
    "t": "ton",
    "VND": "dongów",
    "USD": "dolarów",
    "EUR": "euro",
    "PLN": "zł",
    "NOK": "koron norweskich",
    "RON": "lei rumuńskich",
    "MDL": "lei mołdawskich",
    "IDR": "rupii indonezyjskich",
    "GBP": "funtów",
    "JPY": "jenów",
    "CNY": "juanów",
}

_ADJECTIVE_UNITS = (("procentow", "%"), ("kilometrow", "km"), ("metrow", "m"))
_ADJECTIVE = words("y a e ego ej emu ym ych ymi ą")

# "dwie trzecie" are two thirds, "jedna piąta" is a fifth.
_NUMERATOR = Guard(
    not_after=words(
        "jedna jedną jednej dwie dwóch dwiema trzy trzech trzema cztery czterech "
        "pięć sześć siedem osiem dziewięć"
    )
)

_NUMERALS = Numerals(
    locale="pl",
    timed=words("czas czasem czasie w wynikiem"),
    months=numbered_months(_MONTHS),
    magnitudes=numbers(_MAGNITUDES)
    | inflected({"-tysięczn": 3, "-milionow": 6, "-miliardow": 9}, _ADJECTIVE),
    written_magnitudes={6: "mln", 9: "mld", 12: "bln"},
    cardinals=numbers(_CARDINALS),
    ordinals=_ORDINALS,
    units=meanings(_UNITS)
    | {f"-{stem}{ending}": unit for stem, unit in _ADJECTIVE_UNITS for ending in _ADJECTIVE},
    written_units=_WRITTEN_UNITS,
    day_parts=meanings(_DAY_PARTS),
    spoken_times={"wpół do {}": -30, "kwadrans po {}": 15, "za kwadrans {}": -15},
    sure_times=frozenset({"wpół do {}"}),
    spoken_hours={w: n for w, n in hours(_ORDINALS).items() if w.endswith(("a", "ą", "ej"))},
    numbering=words("nr numer numeru numerze numerem"),
    and_half=frozenset({"i pół"}),
    one_and_half=words("półtora półtorej"),
    half=words("pół"),
    prefixes={"zł": "PLN"},
    guarded_units=dict.fromkeys(
        ("pkt", "pkt."), r"(?![\w.]|[ \u00a0](?:[0-9]|lit\.|[a-z]\)|\w*proc|baz))"
    ),
    coins={"gr": r"(?i:(?<!\w)(?:o|za|kosztuj[eą]|kosztował[aoy]?|z(?:[łl]|łot\w+)(?: i)?) )\Z"},
    added_hundreds=True,
    roman_months=True,
    ordinal_pattern=(
        r"(?P<n>(?!(?:19|20)[0-9]{2}\.)[0-9]{1,4})"
        r"(?:\.(?=[ \u00a0-](?P<word>[^\W\d_]))"
        r"|-(?:szy|sza|sze|gi|ga|gie|ci|cia|cie|ty|ta|te|my|ma|me|ego|go|tego|mego|ej|tej|mej|tym)"
        r"(?!\w))"
    ),
    written_ordinal="{}.",
    decade_pattern=(
        r"(?i:(?<=\blat )|(?<=\blata )|(?<=\blatach )|(?<=\b[0-9]0\. i ))(?P<n>[0-9]{1,3}0)\."
        r"(?:[ \u00a0](?P<century>[IVXLCDM]+)[ \u00a0](?:wieku|w\.))?"
    ),
    written_decade="lata {}.",
    decades=_DECADES,
    spelled_decade=(
        r"(?:(?<=\blat )|(?<=\blata )|(?<=\blatach )|(?<=\blatami )|(?<=\blatom )|(?<=tych i ))"
        r"(?P<n>{})(?:e|ych|ym|ymi)(?:[ \u00a0](?P<century>[IVXLCDM]+)[ \u00a0](?:wieku|w\.))?"
    ),
    roman_before=words(
        "-wieczn wiek w. stuleci zjazd zjeździ kongres plen kwarta kadencj sesj konferencj półrocz"
    ),
    roman_after=words("wiek stuleci"),
    clock=words("godz godz. godzina godziny godzinie godzinę godziną godzin godzinach godzinami"),
    loose_clock=words("o"),
    sure_clock=words("godz godz."),
    clock_ending=(
        "-(?:t|m|st|sz|ci)?ej(?:(?= (?:na|przy|rano|w|we|wieczorem)(?!\\w))"
        "|(?=(?: do [0-9]{1,2}-[a-z]{0,3}ej)?(?! [a-ząćęłńóśźż])))"  # but o 18-tej kolejce
    ),
    from_clock=words("od do po przed między a"),
    until=words("do a"),
    between=words("między pomiędzy"),
    conjunctions=words("i lub oraz"),
    weekdays=words(
        "poniedziałek poniedziałku wtorek wtorku środa środę środy czwartek czwartku piątek piątku "
        "sobota sobotę soboty niedziela niedzielę niedzieli"
    ),
    leading_magnitudes=words("milion miliard"),
    after_year=words("r. r roku rok"),
    time_words=words(_TIME_WORDS),
    guards=dict.fromkeys((word for word in _ORDINALS if word[-1] in "aeąhj"), _NUMERATOR)
    | {"dwa": Guard(not_before=words("razy"))},  # "twice"
)

LANGUAGE = Language(
    code="pl",
    name="Polish",
    months=frozenset(_NUMERALS.months),
    never_end=frozenset((_TITLES + _PLACES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=True,
    numerals=_NUMERALS,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    share_labels=frozenset(
        {
            *("dołącz do nas", "obserwuj nas", "podziel się", "polub nas", "subskrybuj"),
            *("śledź nas", "udostępnij", "udostępnij artykuł", "zapisz się", "znajdź nas"),
            *("bądź z nami", "jesteśmy też", "obserwuj", "zamów", "zasubskrybuj", "znajdziesz nas"),
            *("śledź najnowsze wiadomości", "śledź nasze wiadomości"),
            *("dołącz do naszego kanału", "dołącz do naszej grupy", "obserwuj nasz kanał"),
        }
    ),
    rights_labels=frozenset({"wszelkie prawa zastrzeżone", "wszystkie prawa zastrzeżone"}),
    republished_labels=frozenset({"artykuł ukazał się pierwotnie", "tekst ukazał się pierwotnie"}),
    published_labels=frozenset(
        {"data dodania", "data publikacji", "dodano", "opublikowano", "publikacja"}
    ),
    updated_labels=frozenset(
        {
            *("aktualizacja", "data aktualizacji", "data ostatniej aktualizacji"),
            *("ostatnia aktualizacja", "zaktualizowano"),
        }
    ),
    tag_labels=frozenset({"otagowano", "słowa kluczowe", "tag", "tagi"}),
    related_labels=frozenset(
        {
            *("czytaj dalej", "czytaj również", "czytaj także", "czytaj też", "czytaj więcej"),
            *("polecamy", "polecane", "więcej na ten temat", "zobacz również", "zobacz także"),
            *("przeczytaj również", "przeczytaj także", "przeczytaj też", "sprawdź także"),
            *("czytaj artykuł", "obejrzyj także", "obejrzyj też", "zobacz film", "zobacz też"),
            *("zobacz też wideo", "zobacz video", "zobacz wideo"),
        }
    ),
    source_labels=frozenset(
        {"source", "zrodlo", "źr", "źródla", "źródlo", "źródła", "źródło", "źrodło", "żródło"}
    ),
    comment_labels=words("comment comments komentarz komentarza komentarze komentarzy skomentuj"),
    caption_labels=frozenset(
        {
            *("fot", "fot.", "foto", "fotografia", "grafika", "ilustracja", "na zdjęciu", "rys"),
            *("rys.", "zdj", "zdj.", "zdjęcia", "zdjęcie", "źródło zdjęcia", "źródło zdjęć"),
        }
    ),
    byline_labels=frozenset(
        {
            *("autor", "autor tekstu", "autorka", "autorzy", "dziennikarz", "napisał"),
            *("napisała", "opr", "opr.", "oprac", "oprac.", "opracowanie", "opracował"),
            *("opracowała", "przygotował", "przygotowała", "red.", "redakcja", "redaktor"),
            *("tekst", "tekst i zdjęcia"),
        }
    ),
)
