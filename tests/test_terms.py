"""Concepts are found however their phrases are inflected, and their look-alikes are not."""

from __future__ import annotations

import pickle
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reformtext.errors import UnknownLanguageError
from reformtext.glossary import Concept, Glossary
from reformtext.languages import codes
from reformtext.mention_rows import mention_from_row, mention_to_row
from reformtext.term_matching import canonical, english_forms, find_english, find_wording
from reformtext.terms import find_terms
from reformtext.text import count_breaks
from reformtext.values import Span, Term

CASES = Path(__file__).parent / "cases"
LANGUAGES = (*codes(), "en")
GLOSSARY = Glossary.read(CASES / "terms.glossary.toml")
PHRASES = [
    (language, concept.id, phrase)
    for language in LANGUAGES
    for concept in GLOSSARY
    for phrase in concept.phrases(language)
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_PIECES = sorted(
    {
        piece
        for language in LANGUAGES
        for concept in GLOSSARY
        for phrase in (*concept.phrases(language), *concept.deny.get(language, ()))
        for piece in (phrase, *phrase.split())
    }
)
_GAPS = st.sampled_from([" ", "-", "\n", ", ", "", "nya ", "-nya ", "ul ", "s ", "'s ", "-A "])
PROSE = st.lists(st.tuples(st.sampled_from(_PIECES), _GAPS)).map(
    lambda pairs: "".join(map("".join, pairs))
)


def _lines(language: str) -> list[str]:
    lines = (CASES / f"terms.{language}.tsv").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _cases() -> list[object]:
    return [
        pytest.param(language, *line.split("\t"), id=f"{language}: {line.split(chr(9))[0]}")
        for language in LANGUAGES
        for line in _lines(language)
    ]


def mentions(text: str, language: str, glossary: Glossary = GLOSSARY) -> list[tuple[str, str]]:
    return [(term.concept, term.text) for term in find_terms(text, language, glossary)]


@pytest.mark.parametrize(("language", "text", "expected"), _cases())
def test_the_mentions_of_the_cases_are_found(language: str, text: str, expected: str) -> None:
    found = (f"{concept}: {words}" for concept, words in mentions(text, language))
    assert " | ".join(found) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases_and_enough_of_them_hold_nothing(language: str) -> None:
    lines = _lines(language)
    assert len(set(lines)) == len(lines) >= 40
    assert sum(line.endswith("\t") for line in lines) * 7 >= len(lines)


@given(text=TEXTS | PROSE, language=st.sampled_from(LANGUAGES))
def test_mentions_are_in_order_and_in_the_text_and_do_not_overlap(text: str, language: str) -> None:
    terms = find_terms(text, language, GLOSSARY)
    assert all(before.span.end <= after.span.start for before, after in pairwise(terms))
    for term in terms:
        assert 0 <= term.span.start < term.span.end <= len(text)
        assert term.text == term.span.of(text)
        assert term.english == GLOSSARY[term.concept].english
        assert term.english_span is None


@given(text=TEXTS | PROSE, language=st.sampled_from(LANGUAGES))
def test_a_mention_never_crosses_a_line_break(text: str, language: str) -> None:
    assert not any(count_breaks(term.text) for term in find_terms(text, language, GLOSSARY))


@pytest.mark.parametrize(("language", "concept", "phrase"), PHRASES)
def test_a_phrase_of_the_glossary_is_found_as_it_stands(
    language: str, concept: str, phrase: str
) -> None:
    assert (concept, phrase) in mentions(f"xxx {phrase} xxx", language)


@given(phrase=TEXTS, language=st.sampled_from(codes()))
def test_whatever_can_stand_in_a_glossary_is_found_as_it_stands(phrase: str, language: str) -> None:
    assume(any(map(str.isalnum, phrase)))
    glossary = Glossary.of(Concept("it", "it", variants={language: (phrase,)}))
    tidy = glossary["it"].variants[language][0]
    found = find_terms(f"xxx {tidy} xxx", language, glossary)
    assert {term.concept for term in found} == {"it"}
    assert all(term.span.start >= 4 and term.span.end <= 4 + len(tidy) for term in found)


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v", " \n "])
@pytest.mark.parametrize(
    ("language", "text"),
    [("id", "Perdana{}Menteri"), ("pl", "Rady{}Ministrów"), ("en", "Prime{}Minister")],
)
def test_the_words_of_a_phrase_stand_on_one_line(language: str, text: str, break_: str) -> None:
    assert "prime_minister" not in dict(mentions(text.format(break_), language))


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\u00a0", "\u202f", "-", "\u2011"])
def test_any_white_space_or_hyphen_may_stand_between_words(space: str) -> None:
    text = f"Perdana{space}Menteri"
    assert mentions(text, "id") == [("prime_minister", text)]


def test_a_dash_is_no_hyphen_but_a_hyphen_beside_a_space_is() -> None:
    assert mentions("Perdana - Menteri", "id") == []
    assert mentions("komite - komite - rapat", "id") == [("committee", "komite")] * 2
    assert mentions("Kebijakan sosial -ekonomi", "id") == [
        ("socio_economic_policy", "Kebijakan sosial -ekonomi")
    ]


@pytest.mark.parametrize("text", ["folkekomite\u0301en", "folkekomi\u00adteen"])
def test_decomposed_letters_and_soft_hyphens_are_part_of_words(text: str) -> None:
    assert mentions(text, "no") == [("peoples_committee", text)]


def test_a_long_text_without_accents_is_read_without_them() -> None:
    text = "Rzad uchwalil. " + "To jest tekst bez ogonkow. " * 10
    assert mentions(text, "pl") == [("government", "Rzad")]
    assert mentions(f"{text} Źle.", "pl") == []
    assert mentions("Rzad uchwalil.", "pl") == []


@pytest.mark.parametrize("code", ["nb", "nn", "nb-NO", "no"])
def test_varieties_of_a_language_are_that_language(code: str) -> None:
    assert mentions("Folkekomiteen", code) == [("peoples_committee", "Folkekomiteen")]


def test_a_language_without_a_table_is_an_error() -> None:
    with pytest.raises(UnknownLanguageError, match="'vi'"):
        find_terms("Ủy ban nhân dân", "vi", GLOSSARY)


def test_the_longest_mention_wins_whatever_the_order_of_the_concepts() -> None:
    backwards = Glossary(reversed(GLOSSARY.concepts))
    text = "Komite Rakyat dan komite"
    expected = [("peoples_committee", "Komite Rakyat"), ("committee", "komite")]
    assert mentions(text, "id", backwards) == mentions(text, "id") == expected


def test_what_is_written_alike_wins_over_what_is_inflected() -> None:
    rada, rad = Concept("rada", "council", variants={"pl": ("rada",)}), "rad"
    both = Glossary.of(rada, Concept(rad, "radium", variants={"pl": (rad,)}))
    assert mentions("rad, rada", "pl", both) == [("rad", "rad"), ("rada", "rada")]


def test_a_denial_is_for_its_own_concept_alone() -> None:
    denying = Concept("a", "a", variants={"id": ("dewan",)}, deny={"id": ("dewan redaksi",)})
    other = Concept("b", "b", variants={"id": ("redaksi",)})
    assert mentions("Dewan redaksi", "id", Glossary.of(denying, other)) == [("b", "redaksi")]


def test_a_longer_phrase_wins_over_a_denial() -> None:
    concept = Concept(
        "a",
        "a",
        variants={"id": ("dewan", "dewan redaksi harian")},
        deny={"id": ("dewan redaksi",)},
    )
    glossary = Glossary.of(concept)
    assert mentions("dewan redaksi harian", "id", glossary) == [("a", "dewan redaksi harian")]
    assert mentions("dewan redaksi bulanan", "id", glossary) == []


def test_a_shared_english_wording_is_the_concepts_whose_name_it_is() -> None:
    first = Concept("first", "Central Committee", also=("Party Committee",))
    second = Concept("second", "Party Committee")
    for glossary in (Glossary.of(first, second), Glossary.of(second, first)):
        assert mentions("the Party Committee", "en", glossary) == [("second", "Party Committee")]


def test_glossaries_do_not_mix() -> None:
    one = Glossary.of(Concept("one", "one", variants={"id": ("komite",)}))
    two = Glossary.of(Concept("two", "two", variants={"id": ("komite",)}))
    assert [mentions("komite", "id", g)[0][0] for g in (one, two, one)] == ["one", "two", "one"]


def test_many_threads_find_the_same() -> None:
    fresh = Glossary([*GLOSSARY, Concept("fresh", "fresh", variants={"pl": ("świeży",)})])
    text = "Świeży Komitet Ludowy i komitety " * 50
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(partial(mentions, glossary=fresh), [text] * 16, ["pl"] * 16))
    assert results == [mentions(text, "pl", fresh)] * 16
    assert len(results[0]) == 150


@pytest.mark.parametrize(
    "unit", ["komite ", "komite-", "Komite Rakyat ", "Rada-", "rad ", "a'", ". "]
)
@pytest.mark.parametrize("language", ["id", "pl"])
def test_a_very_long_line_is_read_in_linear_time(unit: str, language: str) -> None:
    text = (unit * 300_000)[:300_000]
    start = time.process_time()
    find_terms(text, language, GLOSSARY)
    assert time.process_time() - start < 15


# --- the English


@pytest.mark.parametrize(
    ("english", "forms"),
    [
        (
            "People's Committee",
            {
                *("People's Committee", "People's Committees"),
                *("People's Committee's", "People's Committees'"),
            },
        ),
        ("policy", {"policy", "policies", "policy's", "policies'"}),
        ("party congress", {"party congress", "party congresses"}),
        ("Minister of Finance", {"Minister of Finance", "Ministers of Finance"}),
        ("tax", {"tax", "taxes"}),
        ("key", {"key", "keys"}),
        ("branch", {"branch", "branches"}),
        ("spokeswoman", {"spokeswoman", "spokeswomen"}),
        ("human", {"human", "humans"}),
        ("foster child", {"foster child", "foster children"}),
        ("old man", {"old man", "old men"}),
        ("natural gas", {"natural gas", "natural gases"}),
        ("basis", {"basis", "bases"}),
    ],
)
def test_the_forms_of_an_english_name(english: str, forms: set[str]) -> None:
    found = english_forms(Concept("it", english, also=("another name",)))
    assert found[0] == english
    assert forms <= set(found)
    assert "another name" not in found


@pytest.mark.parametrize(
    "english",
    [
        "civil servants",
        "local authorities",
        "cadres, civil servants and public employees",
        "police",
        "savings",
        "news",
        "regional headquarters",
        "local politics",
    ],
)
def test_what_is_plural_has_no_second_plural(english: str) -> None:
    assert english_forms(Concept("it", english)) == (
        english,
        f"{english}'" if english.endswith("s") else f"{english}'s",
    )
    assert find_wording(Term("it", Span(0, 1), "x", english), f"{english}es") is None


@pytest.mark.parametrize(
    ("concept", "english", "found"),
    [
        ("peoples_committee", "the people’s committees met", "people’s committees"),
        ("peoples_committee", "The PEOPLE'S COMMITTEE's report", "PEOPLE'S COMMITTEE's"),
        ("peoples_committee", "the Popular Committee met", None),
        ("peoples_committee", "the People's\nCommittee met", None),
        ("committee", "a committeeman met", None),
        ("committee", "a subcommittee met", None),
        ("minister_of_finance", "both ministers of finance", "ministers of finance"),
        ("socio_economic_policy", "socio economic policies", "socio economic policies"),
        ("european_union", "the EU's plan", "EU's"),
        ("european_union", "eu", None),
        ("committee", "", None),
    ],
)
def test_the_canonical_english_is_found(concept: str, english: str, found: str | None) -> None:
    span = find_english(GLOSSARY[concept], english)
    assert (span.of(english) if span else None) == found


@pytest.mark.parametrize(
    ("language", "source", "english", "found"),
    [
        ("no", "kunstig intelligens", "Artificial intelligence and AI", "Artificial intelligence"),
        ("no", "kunstig intelligens", "They study AI now.", "AI"),
        ("id", "Departemen Keuangan", "The Treasury expects more.", "Treasury"),
        ("ro", "sindicatului", "The unions agreed.", "unions"),
        ("no", "kunstig intelligens", "They study said aid now.", None),
        ("id", "Departemen Keuangan", "The treasurer expects more.", None),
        ("ro", "sindicatului", "The reunion was long.", None),
    ],
)
def test_another_wording_of_the_glossary_counts(
    language: str, source: str, english: str, found: str | None
) -> None:
    (term,) = find_terms(source, language, Glossary.default())
    span = find_wording(term, english)
    assert (span.of(english) if span else None) == found


def test_the_other_wordings_are_the_glossarys_and_not_kept_in_rows() -> None:
    (term,) = find_terms("kunstig intelligens", "no", Glossary.default())
    row = mention_to_row(term)
    assert "AI" in term.also
    assert "also" not in row
    assert mention_from_row(Term, row) == term


def test_a_football_league_has_no_prime_minister() -> None:
    glossary = Glossary.default()
    assert mentions("Drużyna gra w Premier League.", "pl", glossary) == []
    assert mentions("Mówił o tym premier.", "pl", glossary) == [("prime_minister", "premier")]


def test_each_mention_in_the_english_is_found_after_the_last() -> None:
    (term,) = find_terms("komite", "id", GLOSSARY)
    english = "a committee and committees"
    first = find_english(term, english)
    assert first is not None
    second = find_english(term, english, first.end)
    assert second is not None
    assert (first.of(english), second.of(english)) == ("committee", "committees")
    assert find_english(term, english, second.end) is None


@given(english=TEXTS)
def test_no_english_text_is_an_error(english: str) -> None:
    for concept in GLOSSARY:
        span = find_english(concept, english)
        assert span is None or span.of(english).casefold().startswith(concept.english[0].casefold())


@pytest.mark.parametrize("concept", GLOSSARY, ids=lambda concept: concept.id)
def test_every_form_is_found_whole(concept: Concept) -> None:
    for form in english_forms(pickle.loads(pickle.dumps(concept))):  # noqa: S301 - our own bytes
        span = find_english(concept, f"the {form} of it")
        assert span is not None
        assert len(span) == len(form)


@pytest.mark.parametrize(
    ("english", "normalised"),
    [
        ("The Treasury expects less.", "The Ministry of Finance expects less."),
        ("the treasury's plan", "the Ministry of Finance's plan"),
        ("Two treasuries met.", "Two Ministries of Finance met."),
        ("The Ministry of Finance expects less.", "The Ministry of Finance expects less."),
        ("a treasury or an exchequer", "a Ministry of Finance or an exchequer"),
        ("Nothing of it.", "Nothing of it."),
    ],
)
def test_another_wording_becomes_the_canonical_name(english: str, normalised: str) -> None:
    term = Term("finance", Span(0, 1), "x", "Ministry of Finance", also=("Treasury",))
    found = replace(term, english_span=find_wording(term, english))
    assert canonical(found, english) == normalised


@pytest.mark.parametrize(
    ("english", "normalised"),
    [
        ("An AI system", "An artificial intelligence system"),
        ("AI is a tool", "Artificial intelligence is a tool"),
        ("a machine mind", "an artificial intelligence"),
    ],
)
def test_what_stands_around_fits_the_canonical_name(english: str, normalised: str) -> None:
    term = Term("ai", Span(0, 1), "x", "artificial intelligence", also=("AI", "machine mind"))
    found = replace(term, english_span=find_wording(term, english))
    assert canonical(found, english) == normalised


def test_a_canonical_name_that_is_plural_gets_no_second_plural() -> None:
    term = Term("staff", Span(0, 1), "x", "civil servants and officers", also=("state worker",))
    english = "The state workers' pay"
    found = replace(term, english_span=find_wording(term, english))
    assert canonical(found, english) == "The civil servants and officers' pay"
