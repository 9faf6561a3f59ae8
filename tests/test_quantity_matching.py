"""Quantities of a source found in the English, whole or in parts."""

import pytest

from reformtext.quantities import find_quantities
from reformtext.quantity_matching import (
    foreign_money,
    loose_ages,
    match_quantities,
    torn_ends,
)


def matched(source: str, language: str, english: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return what was found where in the English, and what else the English says."""
    quantities, strange = match_quantities(find_quantities(source, language), english)
    found = [(q.text, q.english_span.of(english)) for q in quantities if q.english_span]
    return found, [one.text for one in strange]


@pytest.mark.parametrize(
    ("source", "language", "english", "found"),
    [
        ("Naik 81,9% menjadi 1.733.", "id", "It rose by 81.9% to 1,733.", ["81.9%", "1,733"]),
        ("Naik 8,36–30,9%.", "id", "It rose by 8.36 to 30.9 per cent.", ["8.36 to 30.9 per cent"]),
        ("W latach 2015-2021.", "pl", "From 2015 to 2021.", ["2015 to 2021"]),
        ("Usia 9 hingga 51 tahun.", "id", "Aged 9–51.", ["9–51", "9–51"]),
        ("Den 31. desember 2020.", "no", "On December 31, 2020.", ["December 31, 2020"]),
        ("Rezoluția 18-NQ/TW.", "ro", "Resolution 18-NQ/TW.", ["18-NQ/TW"]),
        ("2,5 miliar dong.", "id", "2.5 billion dong.", ["2.5 billion dong"]),
        ("Turun dari 94 menjadi 88%.", "id", "It fell from 94 to 88%.", ["94", "88%"]),
        ("Dari 4,5 menjadi 5%.", "id", "From 4.5 to 5%.", ["4.5", "5%"]),
        ("Med 62 mot 38 prosent.", "no", "By 62 to 38 per cent.", ["62", "38 per cent"]),
        ("Dari 640 menjadi 575 miliar.", "id", "From 640 to 575 billion.", ["640", "575 billion"]),
        ("Naik menjadi 3,45 pada Minggu.", "id", "It rose to 3.45 on Sunday.", ["3.45"]),
    ],
)
def test_what_is_there_is_found(source: str, language: str, english: str, found: list[str]) -> None:
    there, strange = matched(source, language, english)
    assert [text for _, text in there] == found
    assert strange == []


@pytest.mark.parametrize(
    ("source", "language", "english", "strange"),
    [
        ("Ada 96 komune.", "id", "There are 69 communes.", ["69"]),
        ("Naik 81,9%.", "id", "It rose by 81.9.", ["81.9"]),
        ("Dari 94 menjadi 88%.", "id", "From 94% to 88%.", ["94%"]),
        ("Dari 94% menjadi 88 orang.", "id", "From 94 to 88%.", ["88%"]),
        ("Ada 46 kantor.", "id", "There are 46 offices in 12 towns.", ["12"]),
        ("Pada 1 Juli 2025.", "id", "On 1 July 2024.", ["1 July 2024"]),
        ("Det var 46 224 søkere.", "no", "There were 46 224 applicants.", ["46 224"]),
        ("Det var 25,2 %.", "no", "It was 25,2%.", ["25,2%"]),
        ("Usia 9 hingga 51 tahun.", "id", "Aged 9–52.", ["9–52"]),
        ("Rezoluția 18-NQ/TW.", "ro", "Resolution 18-NQ/TWA.", ["18-NQ/TWA"]),
    ],
)
def test_what_is_not_the_sources_is_strange(
    source: str, language: str, english: str, strange: list[str]
) -> None:
    assert matched(source, language, english)[1] == strange


@pytest.mark.parametrize(
    ("source", "language", "english", "foreign"),
    [
        ("Ustawa nr 140 poz. 938.", "pl", "Law no. 140 pounds 938.", ["140 pounds"]),
        ("Ada 12 sampai 15 orang.", "id", "There are 12 to 15 dollars.", ["12", "15 dollars"]),
        ("De fikk 5–7 stoler.", "no", "They got 5–7 kroner.", ["5–7 kroner"]),
        ("Kosztuje 140 funtów.", "pl", "It costs 140 pounds.", []),
        ("Budżet w złotych: 140.", "pl", "Budget in zlotys: 140 zlotys.", []),
        ("Det koster 12 eller 15 kroner.", "no", "It costs 12 kroner or 15 kroner.", []),
        ("Kronekursen falt til 12.", "no", "The currency fell to 12 kroner.", []),
        ("Cena (USD): 140.", "pl", "Price: 140 dollars.", []),
        ("Cena ($): 140.", "pl", "Price: 140 dollars.", []),
        ("30 pon umbi.", "id", "30 pounds of roots.", []),
        ("500-leiseddelen.", "no", "The 500-leu banknote.", []),
        ("Trasa ma 140 km.", "pl", "The route is 140 km.", []),
        ("Trasa ma 140 mil.", "pl", "The route is 140 miles.", []),
    ],
)
def test_money_that_the_source_does_not_name_is_foreign(
    source: str, language: str, english: str, foreign: list[str]
) -> None:
    quantities, _ = match_quantities(find_quantities(source, language), english)
    assert [one.text for one in foreign_money(quantities, source, english, language)] == foreign


def test_what_a_language_that_is_not_read_calls_its_money_is_not_known() -> None:
    quantities, _ = match_quantities(find_quantities("140", "en"), "140 pounds")
    assert foreign_money(quantities, "140 x", "140 pounds", "vi") == []


def test_a_number_counts_once() -> None:
    there, strange = matched("3 desa dan 3 kota.", "id", "3 villages and towns.")
    assert there == [("3", "3")]
    assert strange == []


@pytest.mark.parametrize(
    ("source", "language", "english", "found"),
    [
        ("Kedua kali lipat dari tiga desa.", "id", "Twice that of three villages.", ["three"]),
        ("Harganya naik tiga kali lipat.", "id", "Its price tripled.", ["tripled"]),
        ("Przyszli dwaj bracia.", "pl", "Both brothers came.", ["Both"]),
        ("Au venit doi soți.", "ro", "A married couple came.", ["married couple"]),
        ("De siste tjue årene.", "no", "The past two decades.", ["two decades"]),
        ("30 tahun terakhir.", "id", "The last three decades.", ["three decades"]),
        ("Jaraknya 1 mil.", "id", "It is a mile away.", ["a mile"]),
        ("Jaraknya 1 km.", "id", "It is a kilometre away.", ["a kilometre"]),
        ("Tercatat 1 orang tewas.", "id", "One person died.", ["One"]),
        ("Siedzieli w pierwszym rzędzie.", "pl", "They sat in the front row.", ["front row"]),
        ("Under 1. verdenskrig.", "no", "During World War I.", ["World War I"]),
        ("Perang Dunia kedua.", "id", "World War Two.", ["World War Two"]),
        ("De kom 2. juledag.", "no", "They came on Boxing Day.", ["Boxing Day"]),
        ("I anii optzeci.", "ro", "In the 1980s.", ["1980s"]),
        ("W latach 80.", "pl", "In the eighties.", ["eighties"]),
        ("Wygrali 31:24.", "pl", "They won 31 - 24.", ["31 - 24"]),
        ("En mann i 20-årene.", "no", "A man in the 20s.", ["20s"]),
        ("En mann i tjueårene.", "no", "A man in his twenties.", ["twenties"]),
        ("Pria berusia 30-an.", "id", "A man in the 30s.", ["30s"]),
        ("Hytta ligger 15 mil unna.", "no", "It is 150 km away.", ["150 km"]),
        ("Obrót wzrósł 1,9x.", "pl", "It rose 1.9 times.", ["1.9"]),
    ],
)
def test_what_is_said_in_other_words_is_found(
    source: str, language: str, english: str, found: list[str]
) -> None:
    there, strange = matched(source, language, english)
    assert [text for _, text in there] == found
    assert strange == []


@pytest.mark.parametrize(
    ("source", "language", "english"),
    [
        ("Przyszli trzej bracia.", "pl", "Both brothers came."),
        ("Drugi brat przyszedł.", "pl", "Both brothers came."),
        ("2 orang tewas.", "id", "A couple died."),
        ("De siste tjue årene.", "no", "The past three decades."),
        ("Naik 20%.", "id", "It rose for two decades."),
        ("Jaraknya 1 km.", "id", "It is a mile away."),
        ("Jaraknya 2 mil.", "id", "It is a mile away."),
        ("Siedzieli w drugim rzędzie.", "pl", "They sat in the front row."),
        ("Under 1. verdenskrig.", "no", "During World War II."),
        ("De kom 1. juledag.", "no", "They came on Boxing Day."),
        ("I anii optzeci.", "ro", "In the seventies."),
        ("Wygrali 31:24.", "pl", "They won 31 - 26."),
        ("En mann i 20-årene.", "no", "A man in the 1920s."),
        ("20 menn.", "no", "They were in the 20s."),
        ("Hytta ligger 15 mil unna.", "no", "The cabin is 15 miles away."),
        ("Ćwierć miliona złotych.", "pl", "A million zlotys."),
        ("Kontakt: tel. 800 123 456.", "pl", "Contact: tel. 800,123,456."),
    ],
)
def test_other_words_for_another_number_are_none(source: str, language: str, english: str) -> None:
    assert matched(source, language, english)[0] == []


def test_words_for_a_number_count_once() -> None:
    there, _ = matched("Dwie siostry i dwaj bracia.", "pl", "Both sisters and brothers.")
    assert there == [("Dwie", "Both")]


@pytest.mark.parametrize(
    ("source", "language", "english", "torn"),
    [
        ("menjadi 12 sampai 32 menit", "id", "to 12 by 32 minutes", [("32", " by ")]),
        ("menjadi 12 sampai 32 menit", "id", "to 12 to 32 minutes", []),
        ("menjadi 12 sampai 32 menit", "id", "between 12 and 32 minutes", []),
        ("menjadi 12 sampai 32 menit", "id", "from 12 in spring of that year by 32 minutes", []),
        ("od 5 do 7 osób", "pl", "5 with 7 people", [("7", " with ")]),
        ("5 og 7 personer", "no", "5 with 7 people", []),
        ("12 sampai 32", "sv", "12 by 32", []),
        ("nr. 77/NQ-CP la 27 mai 2026", "ro", "No. 77/NQ-CP on 27 May 2026", []),
    ],
)
def test_ends_that_the_english_does_not_join_are_torn(
    source: str, language: str, english: str, torn: list[tuple[str, str]]
) -> None:
    read = find_quantities(source, "id" if language == "sv" else language)
    quantities, _ = match_quantities(read, english)
    found = torn_ends(quantities, source, 0, english, language)
    assert [(one.text, gap.of(english)) for one, gap in found] == torn


@pytest.mark.parametrize(
    ("source", "language", "english", "loose"),
    [
        (
            "Victima, în vârstă de 40 de ani, a murit.",
            "ro",
            "The victim, in his 40s, died.",
            ["40"],
        ),
        ("Mężczyzna miał 30 lat.", "pl", "The man was in his 30s.", ["30"]),
        ("Victima, în vârstă de 40 de ani, a murit.", "ro", "The victim, aged 40, died.", []),
        ("Un bărbat de 40 și ceva de ani.", "ro", "A man in his 40s.", []),
        ("Mężczyzna miał około 40 lat.", "pl", "The man was in his 40s.", []),
        ("Mężczyzna po 40-tce zginął.", "pl", "A man in his 40s died.", []),
        ("En mann i 40-årene.", "no", "A man in his 40s.", []),
        ("Pria berusia 40-an tahun itu tewas.", "id", "The man in his 40s died.", []),
    ],
)
def test_an_age_that_is_told_exactly_is_no_decade(
    source: str, language: str, english: str, loose: list[str]
) -> None:
    quantities, _ = match_quantities(find_quantities(source, language), english)
    assert [one.text for one in loose_ages(quantities, source, 0, english)] == loose
