"""Names of persons that are common words: found by first names, and by the rest of an article."""

from __future__ import annotations

import pytest

from reformtext.name_inflection import first_name_forms
from reformtext.names import find_names
from reformtext.person_names import surnames_of


def found_alone(article: str, sentence: str, language: str) -> list[str]:
    """Return the names of a sentence of an article."""
    known = frozenset(name.text for name in find_names(article, language))
    surnames = surnames_of(known, article, language)
    return [name.text for name in find_names(sentence, language, known=known, surnames=surnames)]


@pytest.mark.parametrize(
    ("language", "article", "sentence", "expected"),
    [
        ("pl", "Trener Jan Kowalczyk odszedł.", "Wczoraj Kowalczyk odszedł.", "Kowalczyk"),
        ("pl", "Odszedł Piotr Gąsienica.", "Gola dla drużyny strzelił Gąsienica.", "Gąsienica"),
        ("pl", "Odszedł Jan Kowalczyk.", "Wczoraj pożegnano Kowalczyka.", "Kowalczyka"),
        ("pl", "Pożegnano Jana Kowalczyka.", "Wczoraj Kowalczyk odszedł.", "Kowalczyk"),
        ("pl", "Odszedł Jan Grzybiński.", "Grzybińskiego pożegnano.", "Grzybińskiego"),
        ("ro", "Ion Stănculeț a plecat.", "Stănculețului i s-a spus.", "Stănculețului"),
        ("no", "Kari Bakke er ny leder.", "I går sa Bakke nei.", "Bakke"),
        ("id", "Kata Bupati Wahyu Utama di desa.", "Kata warga, Utama menolak.", "Utama"),
        # An article that writes the word in lower case, or has no such person.
        ("no", "Kari Bakke gikk ned en bakke.", "Bakke sier nei.", ""),
        ("pl", "Jan Wilk widział, jak wilk uciekał.", "Wilk zaatakował owce.", ""),
        ("pl", "Odszedł Jan Kowalczyk.", "Wilk zaatakował owce.", ""),
        ("pl", "Odszedł Piotr Gąsienica.", "Gąsienicowy pojazd utknął.", ""),
        ("no", "Kari Bakke er ny leder.", "Berg faller.", ""),
        # Common words that begin a sentence.
        ("pl", "Jan Rada odszedł.", "Rada przyjęła uchwałę.", ""),
        ("pl", "Odeszła Ewa Zima.", "Zima będzie mroźna.", ""),
        ("no", "Kari Skog er ny leder.", "Skog brenner.", ""),
        # Words of institutions, and of a headline in title case.
        ("id", "Kata Bupati Wahyu Utama di desa.", "Jalan Utama ditutup.", ""),
        ("id", "Kata Bupati Wahyu Utama di desa.", "Lima Hal Utama, Dua Hal Lain", ""),
        ("no", "Norges Bank hevet renten.", "Bank er stengt.", ""),
    ],
)
def test_a_surname_of_the_article_is_found_where_it_stands_alone(
    language: str, article: str, sentence: str, expected: str
) -> None:
    assert found_alone(article, sentence, language) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("language", "name", "form"),
    [
        *(("pl", "anna", "annie"), ("pl", "paweł", "pawła"), ("pl", "jerzy", "jerzego")),
        *(("pl", "marta", "marcie"), ("pl", "marek", "markowi"), ("pl", "antoni", "antoniego")),
        *(("ro", "maria", "mariei"), ("ro", "andreea", "andreei"), ("no", "kari", "kari")),
    ],
)
def test_first_names_have_their_cases(language: str, name: str, form: str) -> None:
    assert form in first_name_forms(name, language)
    assert first_name_forms(name, "id") == {name}
