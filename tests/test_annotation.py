"""What is found in an article: where it stands, once, and read by the article's own habits."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reformtext.annotation import Annotator, open_glossary
from reformtext.article import Article, Detection, Kind, Segment, Status
from reformtext.checking import check_translation
from reformtext.composed import composed
from reformtext.errors import GlossaryError, InputNotFoundError
from reformtext.glossary import Glossary
from reformtext.values import Name, Quantity, Term

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("id", "pl", "no", "ro")
GLOSSARY = """
[river_authority]
english = "River Authority"
id = ["Badan Sungai"]
no = ["elvestyre"]

[number_five_school]
english = "Lotus School"
id = ["Sekolah Teratai 5", "Teratai"]
"""


@cache
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Annotator:
    path = tmp_path_factory.mktemp("glossary") / "own.toml"
    path.write_text(GLOSSARY, encoding="utf-8")
    return Annotator(path)


def article(*lines: str, language: str = "id") -> Article:
    source = "\n\n".join(lines)
    return Article("a", source, Detection(language), segments=Segment.of_lines(source))


def mentions(segment: Segment) -> list[Quantity | Name | Term]:
    return [*segment.quantities, *segment.names, *segment.terms]


SENTENCES = {
    "id": "Pada 14 Maret 2023 Komite Rakyat provinsi dan Nguyen Thi Hoa membuka 12 sekolah.",
    "pl": "14 marca 2023 roku Nguyen Thi Hoa i Komitet Ludowy prowincji otworzyli 12 szkół.",
    "no": "Den 14. mars 2023 åpnet Nguyen Thi Hoa og folkekomiteen i provinsen 12 skoler.",
    "ro": "Pe 14 martie 2023, Nguyen Thi Hoa și Comitetul Popular provincial au deschis 12 școli.",
}


IN_ENGLISH = (
    "On 14 March 2023 Nguyen Thi Hoa and the provincial People's Committee opened 12 schools."
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_spans_are_of_the_article(language: str) -> None:
    done = annotator()(article(SENTENCES[language], SENTENCES[language], language=language))
    for segment in done.segments:
        assert {type(one) for one in mentions(segment)} == {Quantity, Name, Term}
        for one in mentions(segment):
            assert one.span.of(done.source) == one.text
            assert segment.span.start <= one.span.start < one.span.end <= segment.span.end
    first, second = done.segments
    assert [one.text for one in mentions(first)] == [one.text for one in mentions(second)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changed", ["decomposed", "soft hyphens"])
def test_however_the_characters_are_written_the_same_is_found(language: str, changed: str) -> None:
    plain = SENTENCES[language]
    source = normalize("NFD", plain) if changed == "decomposed" else _hyphenated(plain)
    (expected,) = annotator()(article(plain, language=language)).segments
    (found,) = annotator()(article(source, language=language)).segments
    assert [composed(one.text).text for one in mentions(found)] == [
        one.text for one in mentions(expected)
    ]
    assert [(q.kind, q.value, q.english) for q in found.quantities] == [
        (q.kind, q.value, q.english) for q in expected.quantities
    ]
    assert all(one.span.of(source) == one.text for one in mentions(found))
    verdicts = [check_translation(one, IN_ENGLISH, language).problems for one in (expected, found)]
    assert verdicts[0] == verdicts[1]


def _hyphenated(text: str) -> str:
    """Return a text with a soft hyphen in every word of five letters and more."""
    return re.sub(r"(?<![^\W\d_])([^\W\d_]{3})(?=[^\W\d_]{2})", "\\1\u00ad", text)


def test_the_trace_says_how_many_were_found() -> None:
    done = annotator()(article(SENTENCES["no"], SENTENCES["no"], language="no"))
    count = sum(len(mentions(segment)) for segment in done.segments)
    change = done.trace[-1]
    assert (change.stage, change.detail) == ("annotate", f"{count} quantities, names and terms")


@pytest.mark.parametrize("language", ["und", "fr", "xx"])
def test_a_language_that_is_not_read_is_left_alone(language: str) -> None:
    given = article(SENTENCES["id"], language=language)
    assert annotator()(given) is given


def test_of_two_that_overlap_the_longer_stays(own: Annotator) -> None:
    done = own(article("Murid Sekolah Teratai 5 pulang, kata warga, dan Teratai 7 tutup."))
    (segment,) = done.segments
    assert [term.text for term in segment.terms] == ["Sekolah Teratai 5", "Teratai"]
    assert [quantity.text for quantity in segment.quantities] == ["7"]
    assert segment.names == ()


def test_a_glossary_of_ones_own_is_used(own: Annotator, tmp_path: Path) -> None:
    given = article("Badan Sungai menutup jembatan itu.")
    assert [term.english for term in own(given).segments[0].terms] == ["River Authority"]
    assert annotator()(given).segments[0].terms == ()
    assert own.signature() != annotator().signature()
    assert open_glossary(None) is Glossary.default()
    with pytest.raises(InputNotFoundError):
        Annotator(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("[a", encoding="utf-8")
    with pytest.raises(GlossaryError):
        Annotator(tmp_path / "bad.toml")


def test_only_what_is_to_be_translated_is_annotated() -> None:
    source = "Nguyen Thi Hoa membuka 12 sekolah.\n[iklan_2] 12\n1.733 rumah milik Nguyen Thi Hoa"
    ends = [source.index("\n"), source.rindex("\n"), len(source)]
    segments = (
        Segment.cut(source, 0, ends[0], Kind.SENTENCE),
        Segment.cut(source, ends[0] + 1, ends[1], Kind.AD_MARKER),
        Segment(
            Segment.cut(source, ends[1] + 1, ends[2], Kind.SENTENCE).span,
            source[ends[1] + 1 :],
            Kind.SENTENCE,
            Status.KEPT,
            english="kept",
        ),
    )
    done = annotator()(Article("a", source, Detection("id"), segments=segments))
    assert mentions(done.segments[0])
    assert done.segments[1:] == segments[1:]


@pytest.mark.parametrize(
    ("telling", "value"),
    [
        ("Ada 2.500.000 orang dan 3,75 hektare lahan.", "1234"),
        ("Ada 2,500,000 orang dan 3.75 hektare lahan.", "1.234"),
    ],
)
def test_a_number_is_read_by_the_habit_of_the_whole_article(telling: str, value: str) -> None:
    done = annotator()(article("Harga naik menjadi 1.234 dong.", telling))
    assert [one.value for one in done.segments[0].quantities] == [value]


def test_a_name_that_one_sentence_shows_is_known_in_the_others() -> None:
    given = article(
        "Setelah rapat itu, Wulandari berbicara kepada Sri Wulandari.", "Wulandari menolak."
    )
    alone = annotator()(article("Wulandari menolak."))
    together = annotator()(given)
    assert [name.text for name in together.segments[1].names] == ["Wulandari"]
    assert {name.text for name in alone.segments[0].names} <= {"Wulandari"}


def test_a_surname_that_is_a_word_is_known_from_the_full_name() -> None:
    full, alone = "Gola strzelił Jan Kowalczyk.", "Kowalczyk, który strzelił, odszedł."
    together = annotator()(article(alone, full, language="pl"))
    assert [name.text for name in together.segments[0].names] == ["Kowalczyk"]
    assert not annotator()(article(alone, language="pl")).segments[0].names


def test_what_is_boilerplate_teaches_no_names() -> None:
    source = "Kata itu, Melati, ada.\nMelati."
    segments = (
        Segment.cut(source, 0, 22, Kind.AD_MARKER),
        Segment.cut(source, 23, 30, Kind.SENTENCE),
    )
    done = annotator()(Article("a", source, Detection("id"), segments=segments))
    alone = annotator()(article("Melati."))
    assert [n.text for n in done.segments[1].names] == [n.text for n in alone.segments[0].names]


PIECES = st.sampled_from(
    [
        *("1.733", "12", "2,5 miliar", "81,9 persen", "14 Maret 2023", "kl. 14.30", "ke-3", "km"),
        *("Nguyen Thi Hoa", "Komite Rakyat", "Phu Loc", "47/2021/ND-CP", "Sekretaris Jenderal"),
        *("dan", "warga", ".", ",", "\n", "\r\n", "\u2028", "é", "👩‍👩", "⟦n0⟧", "Ã¥"),
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=25), st.sampled_from(LANGUAGES))
def test_whatever_is_found_stands_there_and_never_overlaps(
    pieces: list[str], language: str
) -> None:
    done = annotator()(article(" ".join(pieces), language=language))
    for segment in done.segments:
        taken: set[int] = set()
        for one in mentions(segment):
            assert one.span.of(done.source) == one.text
            assert not one.verified
            place = set(range(one.span.start, one.span.end))
            assert place <= set(range(segment.span.start, segment.span.end))
            assert taken.isdisjoint(place)
            taken |= place


def test_a_segment_in_a_garbled_encoding_is_not_searched_and_says_so() -> None:
    source = "BodÃ¸ fikk 1Â\xa0733 søkere."
    article = Article("a", source, Detection("no"), segments=Segment.of_lines(source))
    (segment,) = Annotator(Glossary.of())(article).segments
    assert (segment.quantities, segment.names, segment.terms) == ((), (), ())
    assert [check.name for check in segment.checks if not check.passed] == ["annotated"]


def test_a_number_in_english_is_not_invented_where_the_source_is_garbled() -> None:
    source = "Planen fikk 23 mot 12 stemmer pÃ¥ mandag."
    article = Article("a", source, Detection("no"), segments=Segment.of_lines(source))
    (segment,) = Annotator(Glossary.of())(article).segments
    english = "The plan was given 23 votes to 12 on Monday."
    assert not check_translation(segment, english, "no").hard
    assert check_translation(replace(segment, checks=()), english, "no").hard
