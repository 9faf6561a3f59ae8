"""Words, phrases, concepts and quantities are found on both sides, and every hit can be cited."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import regex
from english_articles import english_article
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import corpora

from reformtext.analysis.tokens import SIDES, Tokens, fold_word, tokenise
from reformtext.article import (
    Article,
    Check,
    Detection,
    Kind,
    Metadata,
    Segment,
    Span,
    Status,
    Term,
)
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError
from reformtext.quantities import find_quantities
from reformtext.values import Quantity, QuantityKind

SENTENCES = (
    ("Komite Rakyat memotong 34 unit.", "The People's Committee cut 34 units."),
    ("Perampingan aparatur: 81,9% selesai!", "Streamlining of the apparatus: 81.9% done!"),
    ("Komite itu merampingkan staf.", "It streamlined staff; the committee’s staff."),
)


def made(name: str = "a", title: str = "Reform of the staff") -> Article:
    source = "\n".join(line for line, _ in SENTENCES)
    segments, position = [], 0
    for line, english in SENTENCES:
        segment = Segment.cut(source, position, position + len(line), Kind.SENTENCE)
        segments.append(replace(segment, status=Status.TRANSLATED, english=english))
        position += len(line) + 1
    term = Term("committee", Span(0, 13), "Komite Rakyat", "People's Committee", Span(4, 22))
    lost = Term("committee", Span(69, 75), "Komite", "committee")
    number = Quantity(
        QuantityKind.NUMBER, Span(23, 25), "34", "34", english="34", english_span=Span(27, 29)
    )
    share = Quantity(
        QuantityKind.NUMBER, Span(54, 59), "81,9%", "81.9", "%", "81.9%", english_span=Span(31, 36)
    )
    segments[0] = replace(segments[0], terms=(term,), quantities=(number,))
    segments[1] = replace(segments[1], quantities=(share,))
    segments[2] = replace(segments[2], terms=(lost,))
    return Article(name, source, Detection("id"), Metadata(title=title), segments=tuple(segments))


CORPUS = Corpus([made("a"), made("b", "Ferries")])
ONE = CORPUS[:1]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The People's U.S. e-government", ["The", "People's", "U.S", "e", "government"]),
        ("1,733 and 81.9%, 18-NQ/TW", ["1,733", "and", "81.9", "18", "NQ", "TW"]),
        ("at 19:00: 2:1, a:1 1:a", ["at", "19:00", "2:1", "a", "1", "1", "a"]),
        ("o’clock — 'quoted' a_b", ["o’clock", "quoted", "a_b"]),
        ("końca, 3.5.", ["końca", "3.5"]),
        ("re\u0301forme, d\u00ade:a", ["re\u0301forme", "d\u00ade:a"]),
        ("", []),
    ],
)
def test_tokens_are_words_and_numbers(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@given(
    st.lists(
        st.sampled_from("abzĄłșţåØ019 .,;:'’-_/%()\"\n·")
        | st.characters(codec="latin-1", categories=["L", "Nd", "P", "Z"]),
        max_size=40,
    ).map("".join)
)
def test_tokens_are_those_of_the_standard(text: str) -> None:
    # regex cuts French elisions where the standard does not: an apostrophe before a vowel.
    bare = unicodedata.normalize("NFKD", text).casefold()
    assume(not re.search(r"['’][aeiouyhæøœ]", bare))
    standard = regex.compile(r"(?w)\b(?=\w)(.+?)\b", regex.V1 | regex.DOTALL)
    tailored = re.sub(r"(?<=\d):(?=\d)", ",", text)  # by the standard, a comma joins digits
    assert tokenise(text) == [text[m.start() : m.end()] for m in standard.finditer(tailored)]


@pytest.mark.parametrize(
    ("word", "side", "folded"),
    [
        ("2,300", "english", "2300"),
        ("1,234,567.8", "english", "1234567.8"),
        ("2,30", "english", "2,30"),
        ("2,300", "source", "2,300"),
        ("Reform", "english", "reform"),
        ("Preţul", "source", "prețul"),
        ("ŞTEFAN", "english", "ștefan"),
        ("re\u0301forme", "source", "réforme"),
        ("s\u0327i", "source", "și"),
        ("kro\u00adner", "source", "kroner"),
    ],
)
def test_words_are_counted_in_one_spelling(word: str, side: str, folded: str) -> None:
    assert fold_word(word, side) == folded


SPELLINGS = ("Prețul", "Preţul", "pret\u0326ul", "Pret\u0327ul")


@pytest.mark.parametrize(
    ("pattern", "options", "found"),
    [
        *((spelling, {}, SPELLINGS) for spelling in SPELLINGS),
        ("pre?ul", {}, SPELLINGS),
        ("preţ*", {}, SPELLINGS),
        ("Preţul", {"case_sensitive": True}, ("Prețul", "Preţul", "Pret\u0327ul")),
        ("preţ.l", {"regex": True}, SPELLINGS),
        ("pretul", {}, ()),
    ],
)
def test_one_word_is_found_and_counted_in_all_its_spellings(
    pattern: str, options: dict[str, Any], found: tuple[str, ...]
) -> None:
    source = f"A {' a '.join(SPELLINGS)}."
    whole = Segment.cut(source, 0, len(source), Kind.SENTENCE)
    corpus = Corpus([Article("a", source, Detection("ro"), segments=(whole,))])
    hits = corpus.kwic(pattern, side="source", **options)
    assert tuple(hit.match for hit in hits) == found
    assert all(source[hit.start : hit.end] == hit.match for hit in hits)
    (row,) = corpus.frequencies(side="source", pattern="preţul", stop_words=["A"])
    assert (row.feature, row.count) == ("prețul", len(SPELLINGS))
    assert not len(corpus.frequencies(side="source", pattern="pre*", stop_words=["PREŢUL"]))


@pytest.mark.parametrize("query", ["lodz", "Łódź", "forde", "FØRDE", '"aerlige folk"', "zlot*"])
def test_a_search_takes_letters_without_their_accents(query: str) -> None:
    text = "Prezydent Łodzi: Łódź ma 5 złotych. Ærlige folk i Førde."
    (hit,) = Corpus([Article("a", text)]).search(query, side="source")
    assert hit.snippet == text


def test_a_number_is_found_however_it_is_grouped() -> None:
    corpus = Corpus(
        [english_article(str(i), [t]) for i, t in enumerate(("2,300 came", "2300 left"))]
    )
    for pattern in ("2,300", "2300"):
        assert [hit.match for hit in corpus.kwic(pattern)] == ["2,300", "2300"]
    assert [row.count for row in corpus.frequencies() if row.feature == "2300"] == [2]


@settings(deadline=None)  # the first example imports numpy
@given(corpora(), st.sampled_from(SIDES))
def test_every_token_stands_where_it_says(corpus: Corpus, side: str) -> None:
    tokens = corpus.tokens(side)
    for i in range(len(tokens)):
        unit = tokens.units[tokens.unit[i]]
        assert unit.text[tokens.start[i] : tokens.end[i]] == tokens.types[tokens.ids[i]]
        word = tokens.types[tokens.ids[i]]
        assert tokens.folded[tokens.fold[tokens.ids[i]]] == fold_word(word, side)
    assert [t for unit in tokens.units for t in tokenise(unit.text)] == [
        tokens.types[i] for i in tokens.ids
    ]


@pytest.mark.parametrize(
    ("pattern", "options", "found"),
    [
        ("streamlin*", {}, ["Streamlining", "streamlined"]),
        ("Streamlin*", {"case_sensitive": True}, ["Streamlining"]),
        ("STAFF", {}, ["staff", "staff"]),
        ("staff the", {}, ["staff; the"]),
        ("the * cut", {}, []),
        ("the * * cut", {}, ["The People's Committee cut"]),
        ("people's-com[lm]ittee", {}, ["People's Committee"]),
        ("staff; the…", {}, ["staff; the"]),
        ("81.9%", {}, ["81.9"]),
        ("[cd]*t", {}, ["cut"]),
        (r"\d+", {"regex": True}, ["34"]),
        (r"\d.*", {"regex": True}, ["34", "81.9"]),
        ("done it", {}, []),
        ("nowhere", {}, []),
        ("komite rakyat", {"side": "source"}, ["Komite Rakyat"]),
        ("*ramping*", {"side": "source"}, ["Perampingan", "merampingkan"]),
    ],
)
def test_a_pattern_is_found(pattern: str, options: dict[str, Any], found: list[str]) -> None:
    assert [hit.match for hit in ONE.kwic(pattern, **options)] == found


def test_a_hit_can_be_cited_on_both_sides() -> None:
    hit = CORPUS.kwic("apparatus", window=1)[1]
    assert (hit.article_id, hit.segment, hit.language) == ("b", 1, "id")
    assert (hit.left, hit.match, hit.right) == ("the", "apparatus", ": 81.9")
    assert hit.other == SENTENCES[1][0]
    article = CORPUS[hit.article_id]
    assert article.source[hit.source_start : hit.source_end] == hit.other
    assert article.segments[hit.segment].english[hit.start : hit.end] == hit.match


def test_a_window_ends_where_the_segment_does() -> None:
    hit = ONE.kwic("streamlined", window=50)[0]
    assert (hit.left, hit.right) == ("It", "staff; the committee’s staff")
    none = ONE.kwic("streamlined", window=0)[0]
    assert (none.left, none.right) == ("", "")


def test_a_concept_is_found_where_it_is_mentioned() -> None:
    assert [hit.match for hit in ONE.kwic(concept="committee")] == ["People's Committee"]
    assert [hit.match for hit in ONE.kwic(concept="committee", side="source")] == [
        "Komite Rakyat",
        "Komite",
    ]


def test_a_concordance_is_a_table() -> None:
    hits = CORPUS.kwic("staff")
    assert len(hits) == 4
    assert list(hits) == [hits[i] for i in range(4)]
    assert hits[-1] == list(hits)[-1]
    assert hits == CORPUS.kwic("STAFF")
    assert hits != CORPUS.kwic("cut")
    assert hits.to_arrow().column("match").to_pylist() == ["staff"] * 4
    with pytest.raises(IndexError):
        hits[4]


def test_a_concordance_in_a_terminal_has_its_matches_beneath_one_another() -> None:
    heading, *lines = repr(CORPUS.kwic("staff")).splitlines()
    assert heading == "Concordance of 4 hits"
    assert len(lines) == 4
    assert len({line.index("  staff") for line in lines}) == 1
    (line,) = repr(ONE.kwic("cut")).splitlines()[1:]
    left, _, right = line.partition("  cut  ")
    assert left.endswith("The People's Committee")
    assert right.startswith("34")


@given(corpus=corpora(), window=st.integers(0, 40))
@settings(deadline=None)
def test_a_concordance_in_a_terminal_fits_it(corpus: Corpus, window: int) -> None:
    lines = repr(corpus.kwic("*", window=window)).splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 12


def test_boilerplate_is_not_searched() -> None:
    article = made()
    ad = replace(article.segments[0], status=Status.BOILERPLATE, english="")
    corpus = Corpus([replace(article, segments=(ad, *article.segments[1:]))])
    assert not len(corpus.kwic("rakyat", side="source"))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("streamlining apparatus", ["a", "b"]),
        ('"of the apparatus" ferries', ["b"]),
        ('"apparatus of"', []),
        ("ferr*", ["b"]),
        ("ferries OR reform", ["a", "b"]),
        ("staff NOT ferries", ["a"]),
        ("people's", ["a", "b"]),
        ("“of the apparatus” ferries", ["b"]),
        ("apparatus AND (ferries OR nothing)", ["b"]),
        ("apparatus (ferries OR nothing)", ["b"]),
        ("(ferries OR nothing) apparatus", ["b"]),
        ("(ferries OR nothing) (staff OR nothing)", ["b"]),
        ("(apparatus AND staff) NOT ferries", ["a"]),
        ("((ferr*))", ["b"]),
        ('("of the apparatus" OR nothing) AND (ferries)', ["b"]),
        ("ferries OR apparatus AND nothing", ["b"]),
        ("(ferries OR apparatus) AND nothing", []),
        ('"apparatus (ferries"', []),
        ("ferr*, OR nothing", ["b"]),
        ("ferr**", ["b"]),
        ("(ferr*) staff?", ["b"]),
    ],
)
def test_a_search_finds_articles(query: str, ids: list[str]) -> None:
    assert sorted(hit.article_id for hit in CORPUS.search(query)) == ids


@pytest.mark.parametrize("query", ["kommune(ne)", "(kommune(ne))", "f(kommune(ne))", "kommune(r)"])
def test_a_word_may_have_brackets_of_its_own(query: str) -> None:
    corpus = Corpus([Article("a", "Se f(kommune(ne)), kommune(ne) og kommune(r).")])
    assert len(corpus.search(query, side="source")) == 1


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ('"f*ck"', ["a"]),
        ("x.no/page?id=3", ["a"]),
        ('"page?id"', ["a"]),
        ("why? now", ["a"]),
        ("[t]he", ["a"]),
        ('"no pag"*', ["a"]),
    ],
)
def test_signs_that_are_no_globs_are_looked_for_as_they_stand(query: str, ids: list[str]) -> None:
    corpus = Corpus([Article("a", "F*ck it, [T]he x.no/page?id=3. Why? Now."), Article("b", "Fck")])
    assert [hit.article_id for hit in corpus.search(query, side="source")] == ids


def many_texts() -> list[Article]:
    texts = ("ferries ferries a b c d", "e a b c d f", "nothing of it is here")
    return [Article(str(i), text) for i, text in enumerate(texts)]


def test_the_best_hit_comes_first_and_shows_why() -> None:
    hits = CORPUS.search("reform OR staff")
    assert [hit.article_id for hit in hits] == ["a", "b"]
    assert hits[0].score > hits[1].score > 0
    assert "staff" in hits[0].snippet
    assert len(CORPUS.search("staff", limit=1)) == 1
    titled = [
        replace(one, metadata=Metadata(title=title))
        for one, title in zip(many_texts(), ("Other", "Ferries", "Other"), strict=True)
    ]
    found = Corpus(titled).search("ferries", side="source")
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert found[0].article_id == "1"  # words of the title count four times
    assert len(CORPUS.search("aparatur", side="source")) == 2


def test_quantities_have_what_they_count() -> None:
    figures = ONE.quantities()
    assert [(f.english, f.noun, f.number, f.unit) for f in figures] == [
        ("34", "units", 34.0, ""),
        ("81.9%", "", 81.9, "%"),
    ]
    assert all(ONE[0].source[f.start : f.end] == f.text for f in figures)
    assert [f.english for f in ONE.quantities(unit="%", above=50)] == ["81.9%"]
    assert [f.english for f in ONE.quantities(unit="", below=50)] == ["34"]
    least: Any = Decimal(33)
    assert [f.english for f in ONE.quantities(above=least, below=34.5)] == ["34"]
    assert not len(ONE.quantities(above=81.9))
    assert not len(ONE.quantities(verified=False))
    for asked in (ONE.quantities, ONE.mentions):
        with pytest.raises(CorpusError, match="verified is True, False, or None for both"):
            asked(verified="no")  # type: ignore[arg-type]  # wrong on purpose
    assert not len(ONE.quantities("date"))


@pytest.mark.parametrize(
    ("english", "noun"),
    [
        ("34 provincial agencies were cut", "provincial agencies"),
        ("34 of the old village groups and towns", "old village groups"),
        ("34 units closed last year", "units"),
        ("34 newly formed communes", "newly formed communes"),
        ("34 years ago", "years"),
        ("34 high schools", "high schools"),
        ("34 injured", "injured"),
        ("34 families received aid", "families"),
        ("34 arms deals", "arms deals"),
        ("34 police officers", "police officers"),
        ("34 dearer than before", ""),
        ("34 compared with 2020", ""),
        ("34 whom weighs more", ""),
        ("34 emptied the hall", ""),
        ("34 year, he said", ""),
        ("34 metres high", "metres"),
        ("34, then more", ""),
        ("34", ""),
        ("34 against the 20 of 2020", ""),
        ("34 votes against it", "votes"),
        ("34 missing", "missing"),
        ("34th Games", "Games"),
        ("34x Games", ""),
        ("34 past winners", "past winners"),
    ],
)
def test_the_noun_ends_where_the_phrase_does(english: str, noun: str) -> None:
    assert _noun(english, "") == noun


@pytest.mark.parametrize(
    ("english", "noun"),
    [
        ("34 annually", ""),
        ("34 output annually", "output"),
        ("34 missing", ""),
        ("34 family income", "family income"),
        ("34 monopoly", "monopoly"),
        ("34 against", ""),
    ],
)
def test_the_noun_of_what_is_measured_is_no_adverb(english: str, noun: str) -> None:
    assert _noun(english, "km") == noun


def _noun(english: str, unit: str) -> str:
    number = Quantity(
        QuantityKind.NUMBER, Span(0, 2), "34", "34", unit, english="34", english_span=Span(0, 2)
    )
    segment = replace(
        Segment.cut("34 unit", 0, 7, Kind.SENTENCE),
        status=Status.TRANSLATED,
        english=english,
        quantities=(number,),
    )
    return Corpus([Article("a", "34 unit", segments=(segment,))]).quantities()[0].noun


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (CORPUS.kwic, "give one of the two"),
        (lambda: CORPUS.kwic("a", concept="b"), "give one of the two"),
        (lambda: CORPUS.kwic("  "), "empty pattern"),
        (lambda: CORPUS.kwic("(", regex=True), "no regular expression"),
        (lambda: CORPUS.kwic("(cut|saved)"), "no word holds '\\('.*regex=True"),
        (lambda: CORPUS.kwic(["cut"]), "a pattern is a text"),  # type: ignore[arg-type]
        (lambda: CORPUS.kwic("streamlin["), "no word holds '\\['"),
        (lambda: CORPUS.kwic("-"), "empty pattern"),
        (lambda: CORPUS.kwic("a", side="polish"), "english or source"),
        (lambda: CORPUS.kwic("a", window=-1), "from 0 on"),
        (lambda: CORPUS.kwic("a", window="5"), "from 0 on, not '5'"),  # type: ignore[arg-type]
        (lambda: CORPUS.kwic(concept="commitee"), "did you mean 'committee'"),
        (lambda: CORPUS.kwic(concept="xyz"), "there are 'committee'.*has all"),
        (lambda: Corpus(()).kwic(concept="xyz"), "there are none$"),
        (lambda: CORPUS.segments(3), "3 is none of pending"),  # type: ignore[arg-type]
        (lambda: CORPUS.mentions(3), "3 is none of "),  # type: ignore[arg-type]
        (lambda: CORPUS.kwic(concept=["a"]), "a concept is a text, not"),  # type: ignore[arg-type]
        (lambda: CORPUS.search(" "), "give words to search for"),
        (lambda: CORPUS.search("("), "give words to search for"),
        (lambda: CORPUS.search(["a", "b"]), "a query is a text"),  # type: ignore[arg-type]
        (lambda: CORPUS.search("staff AND"), "cannot be understood"),
        (lambda: CORPUS.search("staff AND ()"), "cannot be understood"),
        (lambda: CORPUS.search("staff ("), "a bracket alone: put one at both ends"),
        (lambda: CORPUS.search("staff AND (cut"), "a bracket alone"),
        (lambda: CORPUS.search("staff) AND (cut"), "a bracket alone"),
        (lambda: CORPUS.search("staff cut)"), "a bracket alone"),
        (lambda: CORPUS.search('"staff cut'), "a quotation mark alone: close the phrase"),
        (lambda: CORPUS.search('"staff" cut"'), "a quotation mark alone"),
        (lambda: CORPUS.search("staff", limit=0), "hits from 1 on"),
        (lambda: CORPUS.search("ord*ren", side="source"), r"kwic\('ord\*ren', side='source'\)"),
        (
            lambda: CORPUS.search("staff (zł*ty OR cut)"),
            r"the query has 'zł\*ty', .*kwic\('zł\*ty'\)",
        ),
        (lambda: CORPUS.search("*ing"), "whole words and beginnings"),
        (lambda: CORPUS.search("*ing*"), "whole words and beginnings"),
        (lambda: CORPUS.search("cut * staff"), "whole words and beginnings"),
        (lambda: CORPUS.search("wom?n"), r"kwic\('wom\?n'\)"),
        (lambda: CORPUS.quantities("colour"), "none of number"),
        (lambda: CORPUS.quantities(above=10, below=5), "no number is above 10 and below 5"),
        (lambda: CORPUS.quantities(above=5, below=5.0), "no number is above 5 and below 5.0"),
        (lambda: CORPUS.quantities(above=Fraction(3, 2), below=1), "above 3/2 and below 1"),  # type: ignore[arg-type]
        (lambda: CORPUS.quantities(above=float("nan")), "above takes a number, not nan"),
        (lambda: CORPUS.quantities(below="5"), "below takes a number"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_understood_is_said(ask: Any, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        ask()


def test_a_comma_in_a_pattern_joins_digits_and_parts_words() -> None:
    corpus = Corpus([english_article("a", ["London,England and London, England: 1,733 votes."])])
    assert [hit.match for hit in corpus.kwic("london,england")] == [
        "London,England",
        "London, England",
    ]
    assert [hit.match for hit in corpus.kwic("1,733")] == ["1,733"]
    assert [hit.match for hit in corpus.kwic("1,*")] == ["1,733"]
    assert [hit.match for hit in corpus.kwic("1,[0-9]*")] == ["1,733"]


def test_a_range_lies_above_and_below_with_both_its_ends() -> None:
    english = "It takes 40 to 60 days, then 70."
    quantities = find_quantities("40–60 x 70", "no")
    (article,) = [english_article("a", [english])]
    segment = replace(article.segments[0], quantities=quantities)
    corpus = Corpus([replace(article, segments=(segment,))])
    given: list[tuple[dict[str, Any], list[str]]] = [
        ({"above": 39}, ["40/60", "70"]),
        ({"above": 40}, ["70"]),
        ({"below": 61}, ["40/60"]),
        ({"below": 60}, []),
        ({"above": 30, "below": 80}, ["40/60", "70"]),
    ]
    for bounds, values in given:
        assert [figure.value for figure in corpus.quantities(**bounds)] == values


def test_an_empty_corpus_has_no_tokens_and_no_hits() -> None:
    assert len(Tokens([], "english")) == 0
    assert not len(Corpus([]).kwic("a"))
    assert not len(Corpus([]).search("a"))


@pytest.mark.parametrize("bound", [{"above": "50"}, {"below": "ten"}])
def test_a_bound_that_is_no_number_is_refused(bound: dict[str, Any]) -> None:
    with pytest.raises(CorpusError, match="takes a number"):
        Corpus([]).quantities(**bound)


def test_a_number_to_compare_is_a_number() -> None:
    with pytest.raises(CorpusError, match="number takes a number, not '12,450': write its digits"):
        Corpus([]).compare(number="12,450")  # type: ignore[arg-type]  # what is tried


@pytest.mark.parametrize(
    ("unit", "hint"),
    [("percent", "'%'"), ("Kilometres", "'km'"), ("$", "'USD'"), ("usd", "'USD'"), ("xy", "'km'")],
)
def test_a_unit_that_no_quantity_has_is_an_error(unit: str, hint: str) -> None:
    with pytest.raises(CorpusError, match=f"no quantity has the unit .*{re.escape(hint)}"):
        ONE.quantities(unit=unit)


@pytest.mark.parametrize("unit", ["%", "km²", "VND", "decade", ""])
def test_a_unit_that_a_quantity_may_have_finds_what_there_is(unit: str) -> None:
    assert all(figure.unit == unit for figure in ONE.quantities(unit=unit))


def test_a_unit_that_the_corpus_has_is_found() -> None:
    first = ONE[0]
    oil = Quantity(QuantityKind.NUMBER, Span(23, 25), "34", "34", "bbl", "34 bbl")
    segment = replace(first.segments[0], quantities=(oil,))
    corpus = Corpus([replace(first, segments=(segment, *first.segments[1:]))])
    assert [figure.english for figure in corpus.quantities(unit="bbl")] == ["34 bbl"]


def test_a_unit_is_a_text() -> None:
    with pytest.raises(CorpusError, match="unit takes a symbol or code"):
        ONE.quantities(unit=5)  # type: ignore[arg-type]


def test_a_check_that_there_is_not_is_an_error() -> None:
    with pytest.raises(CorpusError, match=r"'quantites' is none of .*quantities"):
        CORPUS.segments(failing="quantites")
    assert len(CORPUS.segments(failing="quantities")) == 0


def test_a_check_of_ones_own_can_be_asked_for() -> None:
    first = ONE[0]
    checked = replace(first.segments[0], checks=(Check("tone", passed=False),))
    corpus = Corpus([replace(first, segments=(checked, *first.segments[1:]))])
    assert len(corpus.segments(failing="tone")) == 1


@pytest.mark.parametrize("apostrophe", ["'", "’"])
@pytest.mark.parametrize("as_regex", [False, True])
@pytest.mark.parametrize("exact", [False, True])
def test_apostrophes_are_found_however_they_are_written(
    apostrophe: str, as_regex: bool, exact: bool
) -> None:
    for word in ("People's", "committee’s"):
        pattern = re.sub("['’]", apostrophe, word)
        found = ONE.kwic(pattern, regex=as_regex, case_sensitive=exact)
        assert [hit.match for hit in found] == [word]


def test_no_phrase_is_found_over_what_could_not_be_translated() -> None:
    whole = english_article("a", ["Alpha beta.", "Gamma.", "Delta."])
    first, second, third = whole.segments
    failed = replace(second, status=Status.FAILED, english="", reason="loop")
    corpus = Corpus([replace(whole, segments=(first, failed, third))])
    assert len(corpus.search('"beta delta"')) == 0
    assert corpus.search("beta delta")[0].snippet == "Alpha beta. … Delta."
