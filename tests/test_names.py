"""Names are found where they stand in the source, and again where the English carries them."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reformtext.errors import UnknownLanguageError
from reformtext.name_matching import find_name
from reformtext.names import find_names
from reformtext.strange_names import find_strange
from reformtext.text import UNSEEN
from reformtext.values import Name, Span

CASES = Path(__file__).parent / "cases"
LANGUAGES = ["en", "id", "nb", "nn", "no", "pl", "ro"]
SIZE = 30_000  # words: what is quadratic takes minutes


def _cases() -> list[object]:
    found: list[object] = []
    for path in sorted(CASES.glob("names.*.tsv")):
        language = path.name.split(".")[1]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            text, names, _ = line.split("\t")
            expected = names.split(" ;; ") if names else []
            found.append(pytest.param(language, text, expected, id=f"{language}:{number}"))
    return found


def texts(text: str, language: str, known: tuple[str, ...] = ()) -> list[str]:
    return [name.text for name in find_names(text, language, known=known)]


def named(text: str, *, inflected: bool = False) -> Name:
    return Name(Span(0, len(text)), text, inflected)


@pytest.mark.parametrize(("language", "text", "expected"), _cases())
def test_names_are_found_as_the_cases_say(language: str, text: str, expected: list[str]) -> None:
    assert texts(text, language) == expected


@pytest.mark.parametrize("language", ["en", "id", "no", "pl", "ro"])
def test_there_are_cases_enough(language: str) -> None:
    lines = (CASES / f"names.{language}.tsv").read_text("utf-8").splitlines()
    assert len(lines) >= 40
    assert sum(line.split("\t")[1] == "" for line in lines) >= 12


# Words of the languages and of names, so that the rules have something to decide.
_PIECES = """
    Quang Ngai Nguyen Van An Angela Merkel Komite Partai Norwegia Warszawa NATO PBB von der J. K.
    iPhone O’Brien Jean-Claude Obama-administrasjonen Google'a NATO-ul Thị Hànội i the og . « »
    „ ” : 18-NQ/TW https://a.b/C x@Y.z \u0301 \x00 ǅ ß İ 你好 \n \u00a0 - – ' ( )
""".split(" ")  # noqa: SIM905 (a list of them is hard to read)
_TEXT = st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=25).map(" ".join)


@settings(deadline=None)  # the first word of a language loads its dictionary
@given(_TEXT, st.sampled_from(LANGUAGES), st.lists(_TEXT, max_size=3))
@example("ı İ ß", "no", ["", " ", "İ"])
def test_names_are_in_order_in_the_text_and_apart(
    text: str, language: str, known: list[str]
) -> None:
    names = find_names(text, language, known=known)
    assert all(name.span.of(text) == name.text != "" for name in names)
    assert all(left.span.end <= right.span.start for left, right in pairwise(names))
    assert names == find_names(text, language, known=known)


@settings(deadline=None)  # likewise
@given(_TEXT, st.sampled_from(LANGUAGES))
def test_a_copied_name_is_found_again(text: str, language: str) -> None:
    for name in find_names(text, language):
        for english in (name.text, f"It was {name.text}, they said.", f"{name.text}'s plan"):
            span = find_name(name, english)
            assert span is not None
            assert span.of(english) == name.text


@given(
    st.sampled_from(["Quang Ngai", "Angela Merkel", "Nguyễn Phú Trọng", "Equinor", "Kraków"]),
    st.integers(0, 30),
)
def test_a_name_with_one_letter_changed_is_not_found(text: str, place: int) -> None:
    place %= len(text)
    changed = text[:place] + ("x" if text[place] != " " else "x ") + text[place + 1 :]
    assert find_name(named(text), f"Yesterday {changed} was in the news.") is None


@given(_TEXT, _TEXT, st.booleans(), st.sampled_from(["", "id", "no", "pl", "ro"]))
def test_looking_for_a_name_never_fails(
    text: str, english: str, inflected: bool, language: str
) -> None:
    span = find_name(named(text, inflected=inflected), english, language)
    assert span is None or span.of(english) != ""


@pytest.mark.parametrize(
    ("language", "text", "english", "expected"),
    [
        ("pl", "Merkela", "They asked Merkel twice.", "Merkel"),
        ("pl", "Obamy", "The speech of Obama was long.", "Obama"),
        ("ro", "Sibiul", "Sibiu won.", "Sibiu"),
        ("ro", "Hanoiului", "The air of Hanoi is bad.", "Hanoi"),
        ("pl", "Angeli Merkel", "He met Angela Merkel.", "Angela Merkel"),
        ("pl", "Rzeszowie", "The summit in Rzeszów’s centre.", "Rzeszów"),
        ("pl", "Jana Nowaka", "A letter to Jan Nowak came.", "Jan Nowak"),
        ("pl", "Kłajpedzie", "The port of Klajpeda grows.", "Klajpeda"),
        ("pl", "Emmanuelem Macronem", "He met Emmanuel Macron.", "Emmanuel Macron"),
        ("pl", "Tadeusza Wiśniewskiego", "They named Tadeusz Wiśniewski.", "Tadeusz Wiśniewski"),
        ("pl", "Mareckiej Górze", "The church of Marecka Góra.", "Marecka Góra"),
        ("pl", "Kubiczkiem", "He spoke to Kubiczek.", "Kubiczek"),
        ("ro", "Oradei", "The mayor of Oradea left.", "Oradea"),
        ("ro", "Ioanei Popescu", "They asked Ioana Popescu.", "Ioana Popescu"),
        ("no", "Ibsens", "They read Ibsen again.", "Ibsen"),
        ("pl", "Rotterdamie", "A Rotterdam-based firm.", "Rotterdam"),
        ("pl", "Merkela", "They asked Macron and Merz.", None),
        ("pl", "Merkela", "a merkel in lower case", None),
        ("pl", "Jana", "They asked Jan twice.", None),
        ("pl", "Odrą", "The valley of the Oder is wide.", None),
        ("pl", "Kowalowi", "The book of Kowalczykowski sold well.", None),
        ("ro", "Roma", "A Romanian town.", None),
        ("pl", "Tadeusz Wiśniewski", "Tadeusz Wiśniew Switzerland came.", None),
        ("pl", "Tadeusz Wiśniewski", "Tadeusz Wiśnievski came.", None),
        ("pl", "Tadeusz Wiśniewski", "Tadeus Wiśniewski came.", None),
        ("pl", "Emmanuelem Macronem", "The talk of Emmanulem of Macron.", None),
        ("pl", "Emmanuelem Macronem", "The talk of Emmanuel of Macron.", None),
        ("ro", "Dan Popescului", "They asked Den Popescu.", None),
        ("no", "Oslo Børs", "The Oslo Børn fell.", None),
        ("no", "Ibsens", "They read Ibsene again.", None),
        ("id", "Wicaksana", "They asked Wicaksan.", None),
    ],
)
def test_an_inflected_name_is_found_by_its_stem(
    language: str, text: str, english: str, expected: str | None
) -> None:
    span = find_name(named(text, inflected=True), english, language)
    assert (span and span.of(english)) == expected
    assert find_name(named(text), english, language) is None
    assert find_name(named(text, inflected=True), english) is None


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Nguyễn Phú Trọng", "Nguyen Phu Trong"),
        ("Tromso", "Tromsø"),
        ("Da Nang", "Đà Nẵng"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Gdańsk", "Gdansk"),
        ("Cafe Riche", "Cafe\u0301 Riche"),
    ],
)
def test_diacritics_and_hyphens_do_not_matter(text: str, english: str) -> None:
    before = "In ẞ "
    span = find_name(named(text), f"{before}{english} it rained.")
    assert span == Span(len(before), len(before) + len(english))


@pytest.mark.parametrize(
    ("text", "inflected", "english", "expected"),
    [
        ("Ecuador", False, "Two Ecuadorians won.", "Ecuadorians"),
        ("Sudan", False, "The Sudanese won.", "Sudanese"),
        ("Kovalenko", False, "Both Kovalenkos were there.", "Kovalenkos"),
        ("Hennessy", False, "The Hennessies sold the farm.", "Hennessies"),
        ("Zambia", False, "Two Zambians won.", "Zambians"),
        ("Zambię", True, "Two Zambians won.", "Zambians"),
        ("Rolvs", True, "They know Rolv well.", "Rolv"),
        ("Syrię", True, "Five million Syrians left.", "Syrians"),
        ("Deborę", True, "They know Deborah well.", "Deborah"),
        ("Martę", True, "They know Martin well.", None),
        ("Odd", False, "They have two Odds there.", None),
        ("NATO", False, "There were two NATOs.", None),
        ("Kovalenko", False, "Both Kovalenkoses were there.", None),
        ("Rolvs", False, "They know Rolv well.", None),
    ],
)
def test_a_plural_a_demonym_and_a_genitive_will_do(
    text: str, inflected: bool, english: str, expected: str | None
) -> None:
    language = "pl" if text.endswith("ę") else "no"
    span = find_name(named(text, inflected=inflected), english, language)
    assert (span and span.of(english)) == expected


@pytest.mark.parametrize(
    ("text", "english", "expected"),
    [
        ("Ekeberg Arena Oslo", "At Ekeberg Arena in Oslo.", "Ekeberg Arena"),
        ("Ekeberg Arena Oslo", "At Ekeberg Arena, Oslo.", "Ekeberg Arena"),
        ("Reuters Sky News", "Sky News is watched most, according to Reuters.", "Sky News"),
        ("Ohio Mark Tillbury", "The bill of Ohio Sen. Mark Tillbury.", "Mark Tillbury"),
        ("Surabaya Eri Wicaksono", "The Surabaya Mayor Eri Wicaksono left.", "Eri Wicaksono"),
        ("Surabaya Eri Wicaksono", "Mayor Eri Wicaksono of Surabaya left.", "Eri Wicaksono"),
        ("Surabaya Eri Wicaksono", "The Surabaya Mayor Erin Wicaksono left.", None),
        ("Surabaya Eri Wicaksono", "Surabaya Kovalenko met Eri Wicaksono.", None),
        ("Scott Tillbury", "Scott Mayor met Marta Tillbury.", None),
        ("Scott Tillbury", "Scott Kovalenko met Marta Tillbury.", None),
        ("Ekeberg Arena Oslo", "At Ekeberg Arena in Bergen.", None),
        ("Nguyen Van Minh", "Nguyen and Van Minh.", None),
        ("Al Ba", "Al met Ba.", None),
    ],
)
def test_two_names_side_by_side_may_stand_apart(
    text: str, english: str, expected: str | None
) -> None:
    span = find_name(named(text), english)
    assert (span and span.of(english)) == expected


def test_an_inflected_word_may_stand_apart_from_a_name() -> None:
    name = named("mBanku Marcin Mazurek-Lis", inflected=True)
    english = "The mBank economist Marcin Mazurek-Lis said so."
    span = find_name(name, english, "pl")
    assert span is not None
    assert span.of(english) == "Marcin Mazurek-Lis"
    assert find_name(name, "The mBank economist Marta Mazurek-Lis said so.", "pl") is None


def test_a_genitive_within_a_name_is_a_possessive_in_the_english() -> None:
    english = "They sang Verdi's Requiem."
    assert find_name(named("Verdis Requiem"), english, "no") == Span(10, 25)
    assert find_name(named("Verdis Requiem"), "They sang Verdi Requiem.", "no") is None
    assert find_name(named("Verdis Requiem"), english, "id") is None


@pytest.mark.parametrize(
    ("text", "english"),
    [("Son La", "Comparison Lays"), ("Ngai", "Ngaiville"), ("Reuters", "reuters"), ("", "An")],
)
def test_a_name_is_no_part_of_a_word(text: str, english: str) -> None:
    assert find_name(named(text), english) is None


@pytest.mark.parametrize(
    ("text", "language", "known"),
    [
        ("Equinor tjener mer.", "no", "Equinor"),
        ("An Giang tumbuh cepat.", "id", "An Giang"),
        ("VTV pokazała film.", "pl", "VTV"),
        ("Transelectrica a anunțat pierderi.", "ro", "Transelectrica"),
        ("Mest i nord er det, og Stor By ligger ved.", "no", "Stor By"),
    ],
)
def test_known_names_are_found_where_the_text_leaves_it_open(
    text: str, language: str, known: str
) -> None:
    assert known not in texts(text, language)
    assert known in texts(text, language, (known,))


def test_a_name_of_the_middle_is_known_at_the_beginning() -> None:
    alone = "Equinor tjener mer."
    assert texts(alone, "no") == []
    assert texts(f"{alone} Aksjen i Equinor steg.", "no") == ["Equinor", "Equinor"]


@pytest.mark.parametrize(
    ("text", "language", "inflected"),
    [
        ("Rozmawiał z Angelą Merkel.", "pl", True),
        ("W prowincji Quang Ngai pada.", "pl", False),
        ("Aerul din centrul Hanoiului e rău.", "ro", True),
        ("Warga Surabaya menolak.", "id", False),
        ("Han leser Ibsens brev.", "no", True),
        ("Han bor i Halden.", "no", False),
        ("Laget ble slått av Brannvolls to lag.", "no", True),
        ("De valgte Vidar Kjølås igjen.", "no", False),
        ("Det var Jonas Brannvolls (Sp) forslag.", "no", True),
        ("Det er i samsvar med Brannvolls og naboens forslag.", "no", False),
        ("Vedtaket gjaldt Oslo Børs og andre.", "no", False),
        ("Det sa Magnus Halden.", "no", False),
    ],
)
def test_it_says_whether_the_language_may_have_changed_the_ending(
    text: str, language: str, inflected: bool
) -> None:
    (name,) = find_names(text, language)
    assert name.inflected is inflected


@pytest.mark.parametrize(
    ("text", "inflected"),
    [
        ("De tror på Brannvolls og Hestnes forklaringer.", [True, True]),
        ("De tror på Brannvolls og Hestnes.", [True, False]),
        ("De traff Kjølås og Per Hestvik.", [False, False]),
    ],
)
def test_of_two_genitives_the_first_may_be_one(text: str, inflected: list[bool]) -> None:
    assert [name.inflected for name in find_names(text, "no")] == inflected


def test_decomposed_text_has_the_same_names() -> None:
    (name,) = find_names("Sekretaris Nguye\u0302\u0303n Phu\u0301 Tro\u0323ng hadir.", "id")
    assert name.text == "Nguye\u0302\u0303n Phu\u0301 Tro\u0323ng"
    assert find_name(name, "Nguyen Phu Trong was there.") == Span(0, 16)


def test_a_language_without_a_table_is_an_error() -> None:
    with pytest.raises(UnknownLanguageError, match="'vi'"):
        find_names("Nguyễn Phú Trọng", "vi")


@pytest.mark.parametrize("piece", ["Nguyen ", "van Van ", "A. ", "a.b-", "@.", "Al-", "a@"])
def test_time_grows_with_the_text_only(piece: str) -> None:
    start = time.process_time()
    find_names(piece * SIZE, "no", known=["Nguyen Van A"])
    assert time.process_time() - start < 20


def test_time_grows_with_a_list_of_people_only() -> None:
    start = time.process_time()
    find_names("prezydent Krakowa " + "Jan Kowalski " * (SIZE // 2), "pl")
    assert time.process_time() - start < 20


# Names from nowhere


@pytest.mark.parametrize(
    ("language", "source", "english", "strange"),
    [
        ("id", "PALEMBANG - Gubernur datang.", "PALBANG - The governor came.", ["PALBANG"]),
        ("id", "PALEMBANG - Gubernur datang.", "PALEMBANG - THE GOVERNOR CAME.", []),
        ("id", "Kepala BNPB dan WALHI datang.", "The head of BNPB and WALHA came.", []),
        ("id", "Vinamilk naik tiga persen.", "Vinamik rose three percent.", ["Vinamik"]),
        ("id", "Vinamilk naik tiga persen.", "Vinamilk rose three percent.", []),
        ("id", "Vinamilk naik tiga persen.", "Vinamik's shares rose three percent.", ["Vinamik's"]),
        ("id", "Harganya Vinamilknya turun.", "Vinamilk's prices fell.", []),
        ("no", "Velde ble valgt.", "Velda was elected.", ["Velda"]),
        ("no", "Velde's vokser.", "Velde's is growing.", []),
        ("no", "Tovesands vei er stengt.", "Tovesand road is closed.", []),
        ("no", "Tromsø venter på fergen.", "Tromso is waiting for the ferry.", []),
        ("no", "Donau steg igjen.", "The Danube rose again.", []),
        ("no", "Filippinene svarte ikke.", "The Philippines did not answer.", []),
        ("pl", "W Lublinie pada śnieg.", "It is snowing in Lublin.", []),
        ("pl", "W Lublinie pada śnieg.", "It is snowing in Olsztyn.", ["Olsztyn"]),
        ("ro", "Zăpada a oprit trenurile.", "Snow stopped the Tovik trains.", ["Tovik"]),
        ("no", "Senatorene Velde og Moe gikk.", "Sens. Velde and Moe left.", []),
        ("no", "Ordføreren gikk.", "The Vice-Mayor left, TOVIK and all, by iTovik.", []),
    ],
)
def test_a_name_that_neither_source_nor_english_has_is_strange(
    language: str, source: str, english: str, strange: list[str]
) -> None:
    assert list(find_strange(source, english, language, [])) == strange


@pytest.mark.parametrize("sign", UNSEEN)
@pytest.mark.parametrize("english", ["Ștefan came.", "Stefan came.", "Then Stefan's car came."])
def test_what_is_not_seen_in_a_name_makes_no_other_name_of_it(sign: str, english: str) -> None:
    text = f"Ște{sign}fan"
    name = Name(Span(0, len(text)), text)
    assert find_name(name, english) is not None
    inflected = replace(name, text=f"{text}ului", inflected=True)
    assert find_name(inflected, english, "ro") is not None
    assert not list(find_strange(f"{text} a venit.", english, "no", []))


def test_what_is_known_to_be_of_the_source_is_not_strange() -> None:
    english = "The Vinamik board met."
    assert list(find_strange("Rapat.", english, "id", [])) == ["Vinamik"]
    assert not list(find_strange("Rapat.", english, "id", [Span(4, 11)]))


@given(text=st.text(max_size=60), english=st.text(max_size=60))
def test_no_text_has_strange_names_when_it_is_its_own_source(text: str, english: str) -> None:
    assert not list(find_strange(text, text, "id", []))
    assert set(find_strange(text, english, "pl", [])) <= set(find_strange("", english, "pl", []))
