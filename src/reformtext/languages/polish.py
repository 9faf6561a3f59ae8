"""Polish, as news sites write it."""

from __future__ import annotations

from reformtext.languages import Language

__all__ = ["LANGUAGE"]

_MONTHS = """
    styczeń stycznia styczniowi styczniem styczniu luty lutego lutemu lutym marzec marca marcowi
    marcem marcu kwiecień kwietnia kwietniowi kwietniem kwietniu maj maja majowi majem maju
    czerwiec czerwca czerwcowi czerwcem czerwcu lipiec lipca lipcowi lipcem lipcu sierpień
    sierpnia sierpniowi sierpniem sierpniu wrzesień września wrześniowi wrześniem wrześniu
    październik października październikowi październikiem październiku listopad listopada
    listopadowi listopadem listopadzie grudzień grudnia grudniowi grudniem grudniu
"""

_TITLES = """
    abp adm adw asp bp bryg bł chor dr dyr gen hab hr im inż kard kmdr kol kom kpr kpt ks lek
    marsz mec mgr mjr mr mrs ms mł nadkom o oo p podinsp podkom por pos pp ppor ppłk prof prok
    przew płk r.pr red rtm sen sierż st szer tow wiceprez zast śp św śś
"""

_PLACES = """
    al gm k lok m.st n pl pow płd płn ul wlk woj wsch zach
"""

_NUMBERED = """
    art bd cz dz dz.u fig godz kat lit nr nry pkt poz ppkt rozdz rys s sygn tab tel tłum ust vol
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
    ph.d plc proc r s.a s.c s.k sek sp.j sp.k sr szt t tyg tys u.k u.s ub.r w zm zł
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

LANGUAGE = Language(
    code="pl",
    name="Polish",
    months=frozenset(_MONTHS.split()),
    never_end=frozenset((_TITLES + _PLACES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=True,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    source_labels=frozenset(
        {"source", "zrodlo", "źr", "źródla", "źródlo", "źródła", "źródło", "źrodło", "żródło"}
    ),
    comment_labels=frozenset(
        {
            "comment",
            "comments",
            "komentarz",
            "komentarza",
            "komentarze",
            "komentarzy",
        }
    ),
    caption_labels=frozenset(
        {
            "fot",
            "fot.",
            "foto",
            "fotografia",
            "grafika",
            "ilustracja",
            "na zdjęciu",
            "rys",
            "rys.",
            "zdj",
            "zdj.",
            "zdjęcia",
            "zdjęcie",
            "źródło zdjęcia",
        }
    ),
    byline_labels=frozenset(
        {
            "autor",
            "autor tekstu",
            "autorka",
            "autorzy",
            "dziennikarz",
            "napisał",
            "napisała",
            "opr",
            "opr.",
            "oprac",
            "oprac.",
            "opracowanie",
            "opracował",
            "opracowała",
            "przygotował",
            "przygotowała",
            "red.",
            "redakcja",
            "redaktor",
            "tekst",
            "tekst i zdjęcia",
        }
    ),
)
