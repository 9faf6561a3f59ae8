"""The tables of the languages hold what the stages rely on."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from reformtext.errors import UnknownLanguageError
from reformtext.languages import Language, codes, find, table

LANGUAGES = pytest.mark.parametrize("language", table(), ids=lambda language: language.code)
WORD_SETS = [f.name for f in fields(Language) if f.type == "frozenset[str]"]


def test_there_is_a_table_for_every_code() -> None:
    assert codes() == tuple(sorted(codes()))
    assert [language.code for language in table()] == list(codes()) == ["id", "no", "pl", "ro"]
    assert all(find(code).code == code for code in codes())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("nb", "no"),
        ("nn", "no"),
        ("nor", "no"),
        ("nb-NO", "no"),
        ("PL", "pl"),
        ("ro_MD", "ro"),
        ("in", "id"),
    ],
)
def test_other_names_of_a_language_find_it(code: str, found: str) -> None:
    assert find(code) is find(found)


@pytest.mark.parametrize("code", ["", "vi", "und", "da", "../id"])
def test_a_language_without_a_table_is_refused_with_what_there_is(code: str) -> None:
    with pytest.raises(UnknownLanguageError, match="id, no, pl, ro"):
        find(code)


@pytest.mark.parametrize("code", [["id"], None, 3])
def test_what_is_no_code_is_refused_as_an_unknown_language(code: Any) -> None:
    with pytest.raises(UnknownLanguageError, match=r"one code as a text, not .*; there are id, no"):
        find(code)


@LANGUAGES
@pytest.mark.parametrize("name", WORD_SETS)
def test_words_are_lower_case_and_clean(language: Language, name: str) -> None:
    words = getattr(language, name)
    assert words
    assert all(word == word.lower() == " ".join(word.split()) != "" for word in words)


@LANGUAGES
def test_abbreviations_lack_their_last_full_stop_and_are_in_one_list(language: Language) -> None:
    abbreviations = language.never_end | language.may_end
    assert not any(word.endswith(".") or " " in word for word in abbreviations)
    assert not language.never_end & language.may_end
    assert min(len(language.never_end), len(language.may_end)) >= 36


@LANGUAGES
def test_an_abbreviation_is_no_month_and_no_conjunction(language: Language) -> None:
    words = {word for word in language.months | language.conjunctions if len(word) > 1}
    assert not language.never_end & words


@LANGUAGES
def test_labels_bear_no_colon_and_mean_one_thing(language: Language) -> None:
    labels = [
        language.source_labels,
        language.comment_labels,
        language.caption_labels,
        language.byline_labels,
        language.related_labels,
    ]
    assert not any(label.endswith(":") for group in labels for label in group)
    assert sum(map(len, labels)) == len(frozenset().union(*labels))


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("id", ["januari", "agustus", "desember"]),
        ("no", ["januar", "mai", "desember"]),
        ("pl", ["styczeń", "stycznia", "maja", "grudnia", "październiku"]),
        ("ro", ["ianuarie", "mai", "decembrie"]),
    ],
)
def test_months_are_there_in_every_form(code: str, months: list[str]) -> None:
    assert set(months) <= find(code).months
    assert len(find(code).months) >= 12


def test_the_code_tells_whether_a_full_stop_makes_an_ordinal() -> None:
    assert {language.code for language in table() if language.ordinal_dot} == {"no", "pl"}


def test_tables_cannot_be_altered() -> None:
    with pytest.raises(AttributeError):
        find("id").name = "Malay"  # type: ignore[misc]
