"""Indonesian, as news sites write it."""

from __future__ import annotations

from reformtext.languages import Language

__all__ = ["LANGUAGE"]

_MONTHS = """
    januari februari pebruari maret april mei juni juli agustus september oktober november
    nopember desember
"""

_TITLES = """
    a.n abd adv akbp akp bpk brigjen capt cdr col dr dra drg drh drs gov h hj ir irjen jend k.h
    kapt kh kol kombes komjen kompol laksda laksma letjen letkol lettu marsda marsma mayjen mgr
    moh mr mrs ms muh nn ny pdt pol pres prof r.a r.m r.ng r.rr rd rep rev sdr sdri serka sertu
    sgt st tgk tn ust ustad yth
"""

_PLACES = """
    cv ds gd gg jl jln kab kec kel pt ud
"""

_NUMBERED = """
    ay fig gbr lamp nmr no nos pkl pkt psl reg rp tab telp tgl tlp vol
"""

_INNER = """
    a.l al art bdk c.q cf cq d.h dgn dlm dng e.g eks ekspl i.e ibid jo kpd krn lih mis ms n.b
    op.cit q.q q.v red s.d sbg scr sdh tdk thd ttg u.b u.p utk v viz vs yg
"""

_MAY_END = """
    a.k.a a.m a.md a.s b.a b.eng b.sc bln c.a c.d co corp d.c dkk dll dsb dst h.c hal hlm inc jr
    kg km l.l.m lc ll.b ll.m lt ltd m.a m.ag m.b.a m.cs m.ec m.ed m.eng m.h m.hum m.kes m.kom
    m.m m.p m.pd m.ph m.phil m.psi m.sc m.si m.sn m.sos m.t m.th p.m ph.d phd plc purn ret rt rw
    s.ag s.e s.farm s.h s.hum s.i.k s.i.kom s.ik s.ip s.ked s.kep s.kh s.km s.kom s.pd s.pi
    s.psi s.ptk s.s s.si s.sn s.sos s.st s.stp s.t s.th s.tp sh sp.a sp.an sp.b sp.jp sp.og sp.p
    sp.pd sr swt tbk th thn tsb u.k u.s
"""

_SPEECH_VERBS = """
    berkata cetus cetusnya harap harapnya imbuh imbuhnya jawab jawabnya jelas jelasnya kata
    katanya kilah kilahnya lanjut lanjutnya menambahkan menegaskan mengatakan mengungkapkan
    menjelaskan menuturkan menyampaikan menyatakan menyebutkan papar paparnya pinta pintanya
    pungkas pungkasnya sambung sambungnya sebut sebutnya seru serunya tambah tambahnya tandas
    tandasnya tanya tanyanya tegas tegasnya terang terangnya timpal timpalnya tukas tukasnya
    tulis tulisnya tutur tuturnya ucap ucapnya ujar ujarnya ungkap ungkapnya urai urainya
"""

_CONJUNCTIONS = """
    agar akibat apabila atau bahkan bahwa berdasarkan bila dan dengan dimana guna hingga jika
    kalau karena kecuali kemudian ketika lalu maka melainkan mengingat meski meskipun namun oleh
    padahal saat sambil sampai sebab sebagai sebagaimana sebelum sedangkan sehingga sejak selain
    sementara seperti seraya serta sesudah setelah supaya tanpa tapi termasuk terutama tetapi
    untuk walau walaupun yaitu yakni yang
"""

LANGUAGE = Language(
    code="id",
    name="Indonesian",
    months=frozenset(_MONTHS.split()),
    never_end=frozenset((_TITLES + _PLACES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=False,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    source_labels=frozenset(
        {"sumber", "sumber artikel", "sumber asli", "sumber berita", "sumbernya", "source"}
    ),
    comment_labels=frozenset({"comment", "comments", "komentar", "komentar pembaca", "tanggapan"}),
    caption_labels=frozenset(
        {
            "foto",
            "foto ilustrasi",
            "fotografer",
            "gambar",
            "grafis",
            "ilustrasi",
            "infografis",
            "ket foto",
            "ket. foto",
            "keterangan foto",
            "keterangan gambar",
            "kredit foto",
            "sumber foto",
        }
    ),
    byline_labels=frozenset(
        {
            "editor",
            "jurnalis",
            "kontributor",
            "laporan",
            "oleh",
            "penulis",
            "penulis berita",
            "penyunting",
            "pewarta",
            "redaktur",
            "reporter",
            "teks",
            "teks dan foto",
            "wartawan",
        }
    ),
)
