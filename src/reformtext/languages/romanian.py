"""Romanian, as news sites of Romania and Moldova write it."""

from __future__ import annotations

from reformtext.languages import Language

__all__ = ["LANGUAGE"]

_MONTHS = """
    ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie
    decembrie ianuar februar
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

LANGUAGE = Language(
    code="ro",
    name="Romanian",
    months=frozenset(_MONTHS.split()),
    never_end=frozenset((_TITLES + _PLACES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=False,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
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
    comment_labels=frozenset(
        {
            "comentarii",
            "comentariile",
            "comentariu",
            "comentariul",
            "comentariului",
            "comment",
            "comments",
        }
    ),
    caption_labels=frozenset(
        {
            "captură",
            "captură foto",
            "credit foto",
            "foto",
            "fotografie",
            "fotografii",
            "grafică",
            "ilustrație",
            "ilustraţie",
            "imagine",
            "imagini",
            "sursa foto",
            "sursă foto",
        }
    ),
    byline_labels=frozenset(
        {
            "a consemnat",
            "articol de",
            "autoare",
            "autor",
            "autorul",
            "autori",
            "corespondent",
            "editor",
            "jurnalist",
            "redactor",
            "reporter",
            "scris de",
            "text",
            "text de",
            "text și foto",
        }
    ),
)
