"""Lines that are nothing but names are no text to translate."""

from __future__ import annotations

import pytest

from reformtext.annotation import Annotator
from reformtext.article import Article, Detection, Kind, Segment, Status
from reformtext.name_lists import english_credit, is_list_of_names

NAMES = [
    ("id", "Persinusa (4-3-3): Rudi Hartono; Bayu, Edo, Yakob, Firman; Agus, Dedi, Rian; Feri."),
    ("pl", "Lech: Jan Nowak, Piotr Zieliński, Adam Buksa, Karol Świderski (78)"),
    ("no", "Ola Hansen – Kari Moe, Per Dahl, Nils Berg (Tor Lie 89')"),
    ("ro", "CFR Cluj: Ion Popescu, Andrei Ionescu, Mihai Rusu, Dan Marinescu."),
]
TEXTS = [
    ("id", "Beras, Cabai, Telur, Gula Naik"),
    ("id", "Gempa Guncang Cianjur, Warga Panik, Listrik Padam, Jalan Rusak"),
    ("id", "Rudi Hartono, Bayu, Edo, Yakob dan Firman"),
    ("no", "Norge, Sverige, Danmark, Finland"),
    ("no", "Deltakere: Ola Hansen, Kari Moe, Per Dahl, Nils Berg, alle fra Bergen"),
    ("no", "Ola Hansen, Kari Moe"),
    ("pl", "Niemcy, Francja, Włochy, Hiszpania"),
    ("pl", "Sejm, Senat, Prezydent, Premier"),
    ("ro", "Germania, Franța, Italia, Spania"),
    ("ro", ""),
    ("id", "Samsung, Xiaomi, Oppo, Vivo Turun Harga"),
    ("id", "Harga Toyota, Honda, Suzuki, Daihatsu"),
    ("id", "Cuaca Jakarta, Bogor, Depok, Tangerang"),
    ("id", "Prabowo Lantik Erick Thohir, Djamari Chaniago, Qodari, Angga Raka"),
    ("id", "Korban: Ahmad, Budi, Candra, Dedi"),
    ("ro", "Alertă Iași, Vaslui, Galați, Brăila"),
    ("no", "Snø: Oslo, Bergen, Hamar, Gjøvik"),
    ("pl", "Śnieżyca: Tatry, Beskidy, Sudety, Bieszczady"),
    ("pl", "a" + " " * 20_000 + "b, c, d, e"),
]
CREDITS = [
    ("pl", "Fot. Piotr Nowicki / Agencja Kadr", "Photo: Piotr Nowicki / Agencja Kadr"),
    ("pl", "(Zdj. Ewa Król)", "Photo: Ewa Król"),
    ("no", "Foto: Kari Moe / NTB", "Photo: Kari Moe / NTB"),
    ("id", "Foto: Budi Santoso / Antara", "Photo: Budi Santoso / Antara"),
    ("ro", "Foto: Ion Popescu", "Photo: Ion Popescu"),
    ("id", "Foto: Tangkapan Layar", ""),
    ("pl", "Fot. Jan Król / PAP", "Photo: Jan Król / PAP"),
    ("pl", "Fot. materiały prasowe", ""),
    ("id", "Foto: Kebakaran Gudang Bekasi", ""),
    ("id", "Foto: Menteri Pertanian Amran Sulaiman", ""),
    ("id", "Foto: Gedung DPR / Antara", ""),
    ("id", "Foto: Aksi Demo Mahasiswa Makassar", ""),
    ("ro", "Foto: Captură Video", ""),
    ("no", "Foto: Kari Moe / Arkiv", ""),
    ("pl", "Fot. Archiwum Prywatne", ""),
    ("no", "Foto: Kari Moe viser fram den nye brua", ""),
    ("no", "Illustrasjon: Kari Moe", ""),
]


@pytest.mark.parametrize(("language", "text"), NAMES)
def test_names_alone_are_a_list(language: str, text: str) -> None:
    assert is_list_of_names(text, language)


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_what_is_to_be_translated_is_no_list_of_names(language: str, text: str) -> None:
    assert not is_list_of_names(text, language)


@pytest.mark.parametrize(("language", "text", "english"), CREDITS)
def test_a_credit_is_a_photograph_and_its_names(language: str, text: str, english: str) -> None:
    assert english_credit(text, language) == english


@pytest.mark.parametrize(
    ("kind", "text", "english"),
    [
        (Kind.SENTENCE, NAMES[1][1], NAMES[1][1]),
        (Kind.CAPTION, "Foto: Piotr Nowicki / PAP", "Photo: Piotr Nowicki / PAP"),
    ],
)
def test_names_alone_are_kept_and_found(kind: Kind, text: str, english: str) -> None:
    segment = Segment.cut(text, 0, len(text), kind)
    article = Annotator()(Article("a", text, Detection("pl"), segments=(segment,)))
    (kept,) = article.segments
    assert (kept.status, kept.english) == (Status.KEPT, english)
    assert kept.names
    assert all(
        name.english_span and name.english_span.of(english) == name.text for name in kept.names
    )
    assert all(name.span.of(text) == name.text for name in kept.names)


def test_a_credit_that_is_no_caption_is_text() -> None:
    text = CREDITS[0][1]
    segment = Segment.cut(text, 0, len(text), Kind.SENTENCE)
    article = Annotator()(Article("a", text, Detection("pl"), segments=(segment,)))
    assert article.segments[0].status is Status.PENDING
