"""Quantities: what is written is found again, in every language, and nothing ever overlaps."""

from __future__ import annotations

import calendar
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reformtext.errors import UnknownLanguageError
from reformtext.quantities import (
    Habit,
    agree,
    atoms,
    find_quantities,
    read_habit,
    write_quantity,
)
from reformtext.quantities.scanning import numerals_of
from reformtext.values import Quantity, QuantityKind, Span

LANGUAGES = ("en", "id", "no", "pl", "ro")
EACH = pytest.mark.parametrize("language", LANGUAGES)
# Something must stand on both sides: a full stop makes an ordinal only before a lower-case word.
CARRIERS = {
    "en": "they saw {} there",
    "id": "ada {} itu",
    "no": "det var {} som",
    "pl": "było {} tego",
    "ro": "pe {} în",
}
UNITS = ("", "%", "‰", "km", "ha", "t", "km²", "kWh", "°C", "km/h", "SGD")
CURRENCIES = ("VND", "USD", "EUR", "PLN", "NOK", "RON", "IDR", "GBP", "JPY", "CNY", "MDL")


def _made(kind: QuantityKind, value: str, unit: str = "", *, spelled: bool = False) -> Quantity:
    return Quantity(kind, Span(0, 0), "", value, unit, spelled=spelled)


@st.composite
def decimals(draw: st.DrawFn) -> str:
    number = draw(st.decimals(-(10**9), 10**13, places=draw(st.integers(0, 4)), allow_nan=False))
    return f"{number.normalize():f}".replace("-0", "0") if not number else f"{number.normalize():f}"


@st.composite
def dates(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(1000, 2099)), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    return draw(
        st.sampled_from(
            [f"{year}-{month:02d}-{day:02d}", f"{year}-{month:02d}", f"--{month:02d}-{day:02d}"]
        )
    )


@st.composite
def ranges(draw: st.DrawFn) -> str:
    first = draw(st.integers(0, 10**7))
    last = first + draw(st.integers(1, 10**5))
    assume(last % 100 or not 1000 * first < last < 10_000 * first)  # 10–15,000 are 10,000–15,000
    return f"{first}/{last}"


IDENTIFIERS = st.one_of(
    st.from_regex(r"[1-9][0-9]{0,2}-(NQ|KH|CTr)/(TW|TU|HU)", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{0,3}/(19|20)[0-9]{2}/ND-CP", fullmatch=True),
    st.from_regex(r"(TCVN )?ISO [1-9][0-9]{3,4}(:20[0-9]{2})?", fullmatch=True),
    st.from_regex(r"[A-Z]{1,3}-?[1-9][0-9]{1,2}", fullmatch=True),
    st.from_regex(r"https://[a-z]{2,9}\.(vn|no|ro)/[a-z0-9-]{1,20}[0-9]", fullmatch=True),
    st.from_regex(r"[a-z]{1,9}[0-9]{1,3}@[a-z]{2,9}\.(pl|id)", fullmatch=True),
    st.from_regex(r"[1-9]\.[0-9]\.[0-9]", fullmatch=True),
    st.integers(1, 90).map(lambda goals: f"{goals}-{goals - 1}"),
)

QUANTITIES = st.one_of(
    st.builds(_made, st.just(QuantityKind.NUMBER), decimals(), st.sampled_from(UNITS + CURRENCIES)),
    st.builds(
        _made,
        st.just(QuantityKind.NUMBER),
        st.integers(2, 20).map(str),
        st.sampled_from(("", *CURRENCIES)),
        spelled=st.just(True),
    ),
    st.builds(
        _made,
        st.just(QuantityKind.NUMBER),
        st.integers(110, 209).map(lambda decade: str(decade * 10)),
        st.just("decade"),
    ),
    st.builds(_made, st.just(QuantityKind.RANGE), ranges(), st.sampled_from(UNITS + CURRENCIES)),
    st.builds(
        _made,
        st.just(QuantityKind.ORDINAL),
        st.integers(1, 1500).map(str),
        spelled=st.booleans(),
    ),
    st.builds(_made, st.just(QuantityKind.DATE), dates()),
    st.builds(_made, st.just(QuantityKind.TIME), st.times().map(lambda at: f"{at:%H:%M}")),
    st.builds(_made, st.just(QuantityKind.IDENTIFIER), IDENTIFIERS),
)

PIECES = """
1 12 2021 1.733 31,64 2.5 . , - – / : % Rp $ kr mln tys. miliar mil. milioane de lei mai r. ke- al
-lea XIX wieku lipca 1. juli Desember March kl. pukul godz. 14.30 p.m. dua belas to tusen sto dwa
douăzeci și nouă twenty one hundred and th s ISO 9001:2015 18-NQ/TW A320 https://a.b/c1 x@y.vn #a1
km² °C ( ) ” “
"""
FRAGMENTS = st.sampled_from([*PIECES.split(), "\n", "\u00a0", " – "])
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.tuples(FRAGMENTS, st.sampled_from(["", " "])), max_size=40).map(
        lambda parts: "".join(piece + gap for piece, gap in parts)
    ),
)


@EACH
@given(quantity=QUANTITIES)
@settings(deadline=None)  # the first use of a language compiles its grammar
def test_what_is_written_is_found_again(language: str, quantity: Quantity) -> None:
    written = write_quantity(quantity, language)
    found = find_quantities(CARRIERS[language].format(written), language)
    same = (quantity.kind, quantity.value, quantity.unit)
    assert [(q.kind, q.value, q.unit) for q in found] == [same]


@EACH
@given(quantity=QUANTITIES)
@settings(deadline=None)  # the first use of a language compiles its grammar
def test_the_english_of_what_is_found_says_the_same(language: str, quantity: Quantity) -> None:
    text = CARRIERS[language].format(write_quantity(quantity, language))
    (source,) = find_quantities(text, language)
    (english,) = find_quantities(CARRIERS["en"].format(source.english), "en")
    assert agree(source, english)
    assert agree(quantity, english)
    assert atoms(source) == atoms(english)


@EACH
@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_spans_are_sorted_apart_and_true_of_any_text(language: str, text: str) -> None:
    found = find_quantities(text, language)
    ends = [0]
    for quantity in found:
        assert ends[-1] <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.span.of(text) == quantity.text == quantity.text.strip()
        assert quantity.value
        assert quantity.english
        assert all(atoms(quantity))
        assert agree(quantity, quantity)
        assert write_quantity(quantity, language)
        ends.append(quantity.span.end)


@EACH
@pytest.mark.parametrize(
    "piece",
    [
        *("1", "a1", "1.", "1.234,", "1 234 ", "1-", "1-2,", "12/", "x@", "a-", "-bb-1", "EN "),
        *("dua puluh ", "ke-1 mai 2 ", "XIX ", "1:2 ", "$", "kl. "),
    ],
)
def test_a_long_text_takes_seconds(language: str, piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    find_quantities(text, language)
    assert time.process_time() - start < 10


def test_a_megabyte_of_news_takes_seconds() -> None:
    line = (
        "Komite Partai Provinsi mengadakan konferensi untuk membahas Resolusi No. 18-NQ/TW dengan "
        "1.733 peserta, 81,9% di antaranya perempuan, di tiga komune pada 31 Desember 2020.\n"
    )
    text = line * (1_000_000 // len(line))
    start = time.process_time()
    found = find_quantities(text, "id")
    assert time.process_time() - start < 20
    assert len(found) == 5 * text.count("\n")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "pl", Habit(" ", ",")),
        ("", "id", Habit(".", ",")),
        ("", "en", Habit(",", ".")),
        ("1.733.000 osób", "pl", Habit(".", ",", 1)),
        ("1.733,5 og 12,5", "no", Habit(".", ",", 3)),
        ("1.733 szkoły, 98,5 proc.", "pl", Habit(".", ",", 1)),
        ("12 500 osób, 1.733 szkoły, 98,5 proc.", "pl", Habit(" ", ",", 1)),
        ("31.64 punktu", "pl", Habit(" ", ",")),
        ("wzrost z 31.64 do 32.17", "pl", Habit(",", ".", 2)),
        ("31.64% dan 1,733,000", "id", Habit(",", ".", 2)),
        ("81,9% and 12,5% of 1.733.000", "en", Habit(".", ",", 3)),
        ("od godz. 8.00 do 16.30, o 7.45 i o 9.12", "pl", Habit(" ", ",")),
    ],
)
def test_a_text_shows_its_habit(text: str, language: str, expected: Habit) -> None:
    assert read_habit(text, language) == expected


@pytest.mark.parametrize(
    ("language", "habit", "value", "readings"),
    [
        ("pl", None, "1684", ("1.684",)),
        ("no", None, "1684", ("1.684",)),
        ("pl", Habit(".", ",", 3), "1684", ()),
        ("pl", Habit(",", ".", 3), "1.684", ()),
        ("id", None, "1684", ()),
        ("ro", None, "1684", ()),
        ("en", None, "1.684", ()),
    ],
)
def test_a_dot_before_three_digits_is_read_by_the_habit(
    language: str, habit: Habit | None, value: str, readings: tuple[str, ...]
) -> None:
    (found,) = find_quantities("1.684", language, habit)
    assert (found.value, found.readings) == (value, readings)


@pytest.mark.parametrize(
    ("source", "language", "english", "same"),
    [
        ("1.684 osoby", "pl", "1.684 people", True),
        ("1.684 osoby", "pl", "1,684 people", True),
        ("1.684 orang", "id", "1.684 people", False),
        ("81,9%", "id", "81.90 per cent", True),
        ("81,9%", "id", "81.9", False),
        ("2,5 miliar dong", "id", "2.5bn", True),
        ("2,5 miliar dong", "id", "2.5 billion dollars", False),
        ("12,5 tys. zł", "pl", "12,500 zlotys", True),
        ("dua belas", "id", "12", True),
        ("ketiga", "id", "3rd", True),
        ("3.", "pl", "three", True),
        ("fra 80 til 130 millioner", "no", "80 million", True),
        ("kl. 14.30", "no", "2:30 p.m.", True),
        ("o 5.30", "pl", "5:30 p.m.", True),
        ("o 5.30 po południu", "pl", "5:30 p.m.", True),
        ("o 5.30 po południu", "pl", "17:30", True),
        ("o 5.30 po południu", "pl", "5:30 in the afternoon", True),
        ("o 5.30 po południu", "pl", "5.30", True),
        ("o 5.30 po południu", "pl", "5:30", True),
        ("o 5.30 po południu", "pl", "5:30 a.m.", False),
        ("pukul 7.45 pagi", "id", "7:45 p.m.", False),
        ("pukul 7.45 pagi", "id", "7:45 in the evening", False),
        ("klokken 8 om kvelden", "no", "8", True),
        ("klokken 8 om kvelden", "no", "9", False),
        ("4", "no", "4 p.m.", False),
        ("8.30", "no", "8:30 a.m.", True),
        ("14", "no", "14:00", True),
        ("o 14.30", "pl", "14.30", True),
        ("1. juli 2025", "no", "July 1, 2025", True),
        ("1. juli 2025", "no", "1 July", False),
        ("2021-2025", "id", "2021–2025", True),
        ("2021-2025", "id", "2021–2026", False),
        ("10–12 %", "no", "10–12%", True),
        ("10–12 %", "no", "10–12", False),
        ("18-NQ/TW", "ro", "18-NQ/TW", True),
        ("18-NQ/TW", "ro", "19-NQ/TW", False),
        ("4:2", "pl", "4–2", True),
        ("1990-an", "id", "1990", True),
        ("1800-tallet", "no", "19th", True),
        ("3 mai 2020", "ro", "3", False),
        ("15 minusgrader", "no", "15 degrees below zero", True),
        ("15 minusgrader", "no", "minus 15 degrees", True),
        ("15 minusgrader", "no", "15 degrees", False),
        ("15 grader", "no", "15 degrees below zero", True),  # "under null" is not read
        ("15 grader", "no", "minus 15 degrees", False),
        ("25 sekundmeter", "no", "25 metres per second", True),
        ("25 sekundmeter", "no", "25 metres", False),
        ("1.200 mdpl", "id", "1,200 metres above sea level", True),
        ("1.200 mdpl", "id", "1,200 kilometres", False),
        ("45 l/mp", "ro", "45 litres per square metre", True),
        ("25 pb.", "pl", "25 basis points", True),
        ("25 pb.", "pl", "25 percentage points", False),
        ("5 000 mål skog", "no", "5,000 decares", True),
        ("5 000 mål skog", "no", "5,000 hectares", False),
        ("1299,- og", "no", "1,299 kroner", True),
        ("1299,- og", "no", "1,299 euros", False),
        ("35 de bani", "ro", "35 bani", True),
        ("2x1.000 MW", "id", "2x1,000 MW", True),
        ("2x1.000 MW", "id", "2x1.000 MW", False),
        ("12 III 2025 r.", "pl", "12 March 2025", True),
    ],
)
def test_a_source_and_its_english_agree_by_value(
    source: str, language: str, english: str, same: bool
) -> None:
    first = find_quantities(f"{source} x", language)[0]
    second = find_quantities(english, "en")[0]
    assert agree(first, second) is same


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2,50 miliar dong", "id", ("2500000000",)),
        ("81,90%", "id", ("81.9%",)),
        ("10–12 %", "no", ("10%", "12%")),
        ("31 Desember 2020", "id", ("2020-12-31",)),
        ("w lipcu 2025 r.", "pl", ("2025-07",)),
        ("1. juli", "no", ("--07-01",)),
        ("kl. 14.30", "no", ("14:30",)),
        ("63/2010/ND-CP", "ro", ("63/2010/ND-CP",)),
        ("3–1", "no", ("3-1",)),
        ("al XIX-lea", "ro", ("19",)),
        ("1800-tallet", "no", ("19",)),
    ],
)
def test_the_atoms_of_a_quantity(text: str, language: str, expected: tuple[str, ...]) -> None:
    (found,) = find_quantities(text, language)
    assert atoms(found) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "2.5 billion dong"),
        ("id", "2,5 miliar dong"),
        ("no", "2,5 milliarder dong"),
        ("nb", "2,5 milliarder dong"),
        ("pl", "2,5 mld dongów"),
        ("ro", "2,5 miliarde de dongi"),
    ],
)
def test_a_magnitude_is_written_in_each_language(language: str, expected: str) -> None:
    (found,) = find_quantities("2,5 miliar dong", "id")
    assert write_quantity(found, language) == expected


@pytest.mark.parametrize("language", ["en", "id", "no", "pl", "ro"])
@pytest.mark.parametrize(("letter", "other"), ["iı", "iİ", "sſ", "k\u212a"])
def test_letters_that_case_folding_takes_for_others_break_nothing(
    language: str, letter: str, other: str
) -> None:
    numerals = numerals_of(language)
    tables = (numerals.units, numerals.magnitudes, numerals.months, numerals.day_parts)
    halves = numerals.and_half | numerals.half | numerals.one_and_half
    hours = (f"half past {hour}" for hour in numerals.spoken_hours)
    forms = {form for table in (*tables, numerals.cardinals, halves, hours) for form in table}
    spelled = sorted(form.replace(letter, other) for form in forms if letter in form)
    assert spelled
    for form in spelled:
        text = f"5 {form} 2020 {form} million"
        assert all(
            text[q.span.start : q.span.end] == q.text for q in find_quantities(text, language)
        )


@pytest.mark.parametrize("call", [find_quantities, read_habit])
@pytest.mark.parametrize("language", ["", "vi", "und"])
def test_another_language_is_refused(call: object, language: str) -> None:
    assert callable(call)
    with pytest.raises(UnknownLanguageError, match="id, no, pl, ro"):
        call("1", language)


def test_varieties_of_norwegian_are_read_as_norwegian() -> None:
    assert find_quantities("96 %", "nn") == find_quantities("96 %", "nb-NO")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("dua juta orang", "id", ["2000000"]),
        ("dwieście pięć osób", "pl", ["205"]),
        ("to hundre og fem menn", "no", ["205"]),
        ("two hundred and five", "en", ["205"]),
        ("three million two hundred thousand", "en", ["3200000"]),
        ("douăzeci și nouă de ani", "ro", ["29"]),
        ("cinci și nouă", "ro", ["5", "9"]),
        ("tiga belas ribu", "id", ["13000"]),
        ("twenty-first", "en", ["21"]),
        ("dwudziesty pierwszy", "pl", ["21"]),
        ("a doua oară", "ro", ["2"]),
        ("doua oară", "ro", []),
        ("dua kali seminggu", "id", []),
        ("mellom klokken 8 og 16", "no", ["08:00", "16:00"]),
        ("kl. 8 og 16 personer", "no", ["08:00", "16"]),
        ("o 6.15, 9.45 i 17.30", "pl", ["06:15", "09:45", "17:30"]),
        ("7 jam 22 menit", "id", ["7", "22"]),
        ("at 0.46 per share", "en", ["0.46"]),
        ("11 o'clock", "en", ["11:00"]),
        ("skala 1:25 000", "pl", ["1", "25000"]),
        ("25:21, 23:5", "pl", ["25:21", "23:5"]),
        ("2026/2027", "pl", ["2026/2027"]),
        ("2015–16", "no", ["2015/2016"]),
        ("w latach 60. XVIII wieku", "pl", ["1760"]),
        ("Carol al X-lea", "ro", []),
        ("XVIII i XIX wieku", "pl", ["18", "19"]),
        ("31.12.20 r. w", "pl", ["2020-12-31"]),
        ("29 Februari 2023", "id", ["29", "2023"]),
        ("32. juli 2020", "no", ["32", "2020-07"]),
        ("3 Jan 2021 dan 3 Jan lalu", "id", ["2021-01-03", "3"]),
        ("pe 15 mai mulți", "ro", ["15"]),
        ("două sau 15 mai rapide", "ro", ["2", "15"]),
        ("under-21s and two F-16s", "en", ["21", "2", "F-16"]),
        ("18-to-24", "en", ["18", "24"]),
        ("1234567890123456", "no", ["1234567890123456"]),
        ("⟦n0⟧ and ⟦n12⟧", "en", []),
        ("tel. 22 123 45 67", "pl", ["22 123 45 67"]),
        ("3-2%", "en", ["3", "2"]),
        ("£2.5m", "en", ["2500000"]),
        ("-5 til −7 °C", "no", ["-5", "-7"]),
    ],
)
def test_the_values_of_a_text(text: str, language: str, expected: list[str]) -> None:
    assert [quantity.value for quantity in find_quantities(text, language)] == expected
