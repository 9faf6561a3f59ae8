"""Indonesian, as news sites write it."""

from __future__ import annotations

from dataclasses import replace

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
    januari
    februari pebruari
    maret
    april
    mei
    juni
    juli
    agustus
    september
    oktober
    november nopember
    desember
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
    ay fig gbr kav lamp nmr no nos pkl pkt psl reg rp tab telp tgl tlp vol
"""

_INNER = """
    a.l al art bdk c.q cf cq d.h dgn dlm dng e.g eks ekspl i.e ibid jo ket kpd krn lih mis ms n.b
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

_MAGNITUDES = """
    3: ribu, rb.
    6: juta, jt.
    9: miliar, milyar
    12: triliun, trilyun
"""

_CARDINALS = """
    1: satu
    2: dua
    3: tiga
    4: empat
    5: lima
    6: enam
    7: tujuh
    8: delapan
    9: sembilan
    10: sepuluh
    11: sebelas
    100: seratus
    1000: seribu
    1000000: sejuta
"""

_ORDINALS = """
    1: pertama
    2: kedua
    3: ketiga
    4: keempat
    5: kelima
    6: keenam
    7: ketujuh
    8: kedelapan
    9: kesembilan
    10: kesepuluh
    11: kesebelas
    100: keseratus
"""

_UNITS = """
    %: persen, prosen
    pp: poin persentase, poin persen, persen poin, titik persentase
    ‰: permil, per mil
    km: kilometer
    m: meter
    cm: sentimeter
    mm: milimeter
    kg: kilogram, kilo
    g: gram
    t: ton, metrik ton
    ha: hektare, hektar
    km²: kilometer persegi, km persegi
    m²: meter persegi
    m³: meter kubik
    m³/s: meter kubik per detik, m3/detik
    kW: kilowatt
    MW: megawatt
    GW: gigawatt
    kWh: kilowatt jam, kilowatt-jam
    MWh: megawatt jam, megawatt-jam
    GWh: gigawatt jam, gigawatt-jam
    °C: derajat celsius, derajat celcius
    m a.s.l.: mdpl, m dpl, meter di atas permukaan laut
    bp: basis poin, basis point
    km/h: kilometer per jam, km per jam, km/jam
    m/s: meter per detik, m/detik
    VND: dong vietnam, dong
    USD: dolar amerika serikat, dolar amerika, dolar as, dollar as, dolar, dollar
    EUR: euro
    PLN: zloty polandia, zloty
    NOK: krone norwegia, kroner norwegia
    RON: leu rumania, lei rumania, lei, leu
    cent: sen
    MDL: leu moldova, lei moldova
    IDR: rupiah
    GBP: pound sterling, poundsterling, pound, pound inggris
    JPY: yen jepang, yen
    CNY: yuan tiongkok, yuan
    SEK: krona swedia
    DKK: krone denmark
    SGD: dolar singapura
    AUD: dolar australia
    CAD: dolar kanada
    HKD: dolar hong kong
    CHF: franc swiss
    RUB: rubel rusia, rubel
"""

_DAY_PARTS = """
    morning: pagi, subuh
    noon: siang
    afternoon: sore, petang
    night: tengah malam, malam, dini hari
"""
_WRITTEN_UNITS = {
    "pp": "poin persentase",
    "t": "ton",
    "VND": "dong",
    "USD": "dolar AS",
    "EUR": "euro",
    "PLN": "zloty",
    "NOK": "krone Norwegia",
    "RON": "leu Rumania",
    "MDL": "leu Moldova",
    "IDR": "rupiah",
    "GBP": "pound sterling",
    "JPY": "yen",
    "CNY": "yuan",
}

# "kedua" before its noun is "both", "ketiga" is "the three": ordinals stand behind their noun.
_BEFORE_ITS_NOUN = Guard(
    not_after=words(
        """
        agar akan antara atas bagi bahwa dan dari dengan di dimana hingga itu jika karena ke kepada
        ketika kini maka melalui mengenai oleh pada para saat sampai sehingga sejak semua serta
        tentang terhadap tetapi untuk yakni yaitu
        """
    ),
    not_before=words("belah pihak"),
)

# "1990-an" is a decade, "era 30-an" too, and "80-an" where nothing is counted and nobody is so old;
# "2000-an orang" are about two thousand people.
_OF_A_TIME = words(
    "tahun era dekade dasawarsa periode zaman angkatan generasi awal akhir pertengahan lagu musik "
    "film anak ala gaya"
)
_COUNTED = """
    anggota bangunan buah buruh desa dolar ekor guru hektare jiwa juta kali kasus kendaraan keluarga
    kepala kilogram kilometer kk korban mahasiswa menit meter miliar mobil motor orang pasien
    pegawai pekerja pelajar pelari pemain pendukung pengungsi penonton perempuan persen peserta
    petani pohon polisi prajurit pria ribu rumah rupiah siswa suara tahun ton unit wanita warga
"""
_BEHIND = "|".join(rf"(?<=\b{word} )" for word in sorted(_OF_A_TIME))
_AGE = r"(?:ber)?(?:usia|umur)(?: (?:awal|akhir|pertengahan|sekitar))? "
_AGED = "|".join(rf"(?<=\b{word} )" for word in ("usia", "umur", "berusia", "berumur"))
_NOT_COUNTED = rf"(?![ \u00a0](?:{'|'.join(_COUNTED.split())})(?!\w))"
_DECADE = (
    rf"(?i:(?:{_BEHIND}|{_AGED}|(?<!rp )(?=['’]?(?:[0-9]{{2}})?[5-9]0-?an{_NOT_COUNTED})"
    rf"|(?<!rp )(?=[0-9]{{4}}-?an{_NOT_COUNTED})))"
    rf"['’]?(?P<n>[12][0-9]{{2}}0|[2-9]0)-?an(?!\w)(?: tahun(?!\w))?"
)

_NUMERALS = Numerals(
    locale="id",
    timed=words("catatan dengan waktu"),
    months=numbered_months(_MONTHS),
    magnitudes=numbers(_MAGNITUDES),
    written_magnitudes={6: "juta", 9: "miliar", 12: "triliun"},
    cardinals=numbers(_CARDINALS),
    ordinals=numbers(_ORDINALS),
    units=meanings(_UNITS),
    prefixes=dict.fromkeys(("Rp", "Rp.", "RP", "RP."), "IDR"),
    amounts={"M": 9, "T": 12},
    written_units=_WRITTEN_UNITS,
    day_parts=meanings(_DAY_PARTS),
    spoken_times={
        "setengah {}": -30,
        "{} lewat seperempat": 15,
        "{} lebih seperempat": 15,
        "{} kurang seperempat": -15,
    },
    spoken_hours=hours(numbers(_CARDINALS)),
    spoken_after_clock=True,
    numbering=words("nomor no"),
    and_half=words("setengah"),
    half=words("setengah"),
    ordinal_pattern=r"(?i:ke)-(?P<n>[0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+|[IVXLCDM]+)(?!\w)",
    written_ordinal="ke-{}",
    decade_pattern=_DECADE,
    aged=_AGE,
    approximate="(?<=0)-?an",
    roughly=words("hampir kira kisaran lebih sekitar"),
    written_decade="{}-an",
    decades={word: 10 * n for word, n in numbers(_CARDINALS).items() if n in range(2, 10)},
    spelled_decade=r"(?<=\btahun )(?P<n>{})[ -]?puluhan",
    comma_groups=True,
    roman_after=words("abad kongres triwulan kuartal semester pleno"),
    clock=words("pukul jam"),
    sure_clock=words("pukul"),
    from_clock=words("antara dari hingga sampai sejak mulai sekitar"),
    until=frozenset({"hingga", "sampai", "sampai dengan", "s.d.", "s/d"}),
    between=words("antara"),
    conjunctions=words("atau dan"),
    weekdays=words("senin selasa rabu kamis jumat jum'at sabtu minggu ahad"),
    number_prefixes=words("ke ber kese"),
    multipliers={"puluh": 10, "ratus": 100},
    teens=words("belas"),
    before_year=words("tahun"),
    guards={
        "dua": Guard(not_after=words("setengah"), not_before=words("kali")),  # "twice"
        "kedua": replace(_BEFORE_ITS_NOUN, opens=False),
        "ketiga": _BEFORE_ITS_NOUN,
        "keempat": _BEFORE_ITS_NOUN,
        "kelima": _BEFORE_ITS_NOUN,
    },
)

LANGUAGE = Language(
    code="id",
    name="Indonesian",
    months=frozenset(_NUMERALS.months),
    never_end=frozenset((_TITLES + _PLACES + _NUMBERED + _INNER).split()),
    may_end=frozenset(_MAY_END.split()),
    ordinal_dot=False,
    numerals=_NUMERALS,
    speech_verbs=frozenset(_SPEECH_VERBS.split()),
    conjunctions=frozenset(_CONJUNCTIONS.split()),
    share_labels=frozenset(
        {
            *("bagikan", "bagikan artikel ini", "bagikan berita ini", "dapatkan berita", "gabung"),
            *("ikuti", "ikuti berita", "ikuti kami", "ikuti terus", "sebarkan", "share"),
            *("berlangganan", "bergabung", "dapatkan update berita", "temukan kami"),
            *("gabung channel", "gabung grup", "ikuti channel", "ikuti saluran"),
        }
    ),
    rights_labels=frozenset({"hak cipta dilindungi", "hak cipta dilindungi undang-undang"}),
    republished_labels=frozenset(
        {
            *("artikel ini pertama kali tayang", "artikel ini sudah tayang di"),
            *("artikel ini telah tayang di", "berita ini telah tayang di"),
        }
    ),
    published_labels=frozenset(
        {
            *("dipublikasikan", "dipublikasikan pada", "diterbitkan", "diterbitkan pada"),
            *("diunggah", "tanggal tayang", "tanggal terbit", "tayang"),
        }
    ),
    updated_labels=frozenset(
        {
            *("diperbarui", "diperbarui pada", "dimutakhirkan", "pembaruan terakhir"),
            *("terakhir diperbarui", "tanggal pembaruan"),
        }
    ),
    tag_labels=frozenset({"kata kunci", "tag", "tagar", "tag terkait", "topik terkait"}),
    related_labels=frozenset(
        {
            "artikel lainnya",
            "artikel terkait",
            "baca artikel lainnya",
            "baca berita lainnya",
            "baca juga",
            "baca pula",
            "baca selengkapnya",
            "berita terkait",
            "lihat juga",
            "simak juga",
            "simak pula",
            "tonton juga",
            *("lihat juga video", "lihat video", "saksikan video", "simak juga video"),
            *("simak video", "tonton juga video", "tonton video"),
        }
    ),
    source_labels=frozenset(
        {"sumber", "sumber artikel", "sumber asli", "sumber berita", "sumbernya", "source"}
    ),
    comment_labels=frozenset(
        {"comment", "comments", "komentari", "komentar", "komentar pembaca", "tanggapan"}
    ),
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
