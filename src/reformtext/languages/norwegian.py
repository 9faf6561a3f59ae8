"""Norwegian, Bokmål and Nynorsk, as news sites write it."""

from __future__ import annotations

from reformtext.languages import Language

__all__ = ["LANGUAGE"]

_MONTHS = """
    januar februar mars april mai juni juli august september oktober november desember januars
    februars aprils junis julis augusts septembers oktobers novembers desembers
"""

_TITLES = """
    adm adm.dir ass ass.prof avd.dir avd.leder cand cand.jur cand.mag cand.med cand.philol
    cand.polit cand.theol capt col dipl dir div.dir dr dr.med dr.philos dr.scient dr.theol frk
    førsteam gov hr ing kapt kgl mag.art messrs mgr mr mrs ms oberstlt prof red.sjef sgt siv.ing
    siv.øk st stud stud.jur stud.med univ.lekt vit.ass
"""

_NUMBERED = """
    art.nr bnr ev.nr fig fnr gnr j.nr jnr kap kgl.res kl nr org.nr ot.prp pkt pnr prp reg.nr
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

LANGUAGE = Language(
    code="no",
    name="Norwegian",
    months=frozenset(_MONTHS.split()),
    never_end=frozenset((_TITLES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=True,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    source_labels=frozenset(
        {"kilde", "kilder", "kjelde", "kjelder", "opprinnelig kilde", "original kilde", "source"}
    ),
    comment_labels=frozenset(
        {"comment", "comments", "kommentar", "kommentarar", "kommentaren", "kommentarer"}
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
