"""Sentences end where a reader would end them, and no character is lost on the way."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reformtext.article import Article, Detection, Kind, Segment, Span, Status
from reformtext.errors import UnknownLanguageError
from reformtext.languages import codes
from reformtext.splitting import Level, cut, split, split_article

CASES = Path(__file__).parent / "cases" / "splitting"
LANGUAGES = [*codes(), "nb", "nn", "und"]
SIZE = 200_000  # characters: what is quadratic takes minutes


def _unescape(text: str) -> str:
    return re.sub(r"\\([|#!\\])", r"\1", text)


def _case(language: str, number: int, line: str) -> object:
    known_failure = line.startswith("! ")
    pieces = line.removeprefix("! ").split(" | ")
    sentences = [_unescape(piece) for piece in pieces]
    marks = [pytest.mark.xfail(strict=True, reason="a known failure")] if known_failure else []
    return pytest.param(language, sentences, id=f"{language}:{number}", marks=marks)


def _cases() -> list[object]:
    return [
        _case(path.stem, number, line)
        for path in sorted(CASES.glob("*.txt"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]


def sources(text: str, language: str) -> list[str]:
    return [segment.source for segment in split(text, language)]


def assert_partition(text: str, spans: list[Span]) -> None:
    """In order, the spans and the white space between them are the text."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    assert edges == sorted(edges)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert not "".join(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2)).strip()


# Pieces that make a text look like prose, so that the rules have something to decide.
_PIECES = """
    Han sa nr. S.A. r. itp. J. K. 1. 17. mai Maja 2025 1 684 000 96 % – - — ; : , … ... . ?! ! « » „
    ” “ " ' ( ) [...] m.in. Dia katanya. nhandan.vn 9001:2015 18-NQ/TW \x00 \u200b _ 你好。 ǅ ß
"""
_WORDS = st.sampled_from(_PIECES.split())
_SPACES = st.sampled_from([" ", "", "  ", "\t", "\u00a0", "\u3000", "\r\n", "\n", "\u2028", "\x1f"])
PROSE = st.lists(st.tuples(_WORDS, _SPACES)).map(lambda pairs: "".join(map("".join, pairs)))
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | PROSE


@pytest.mark.parametrize(("language", "sentences"), _cases())
def test_split_finds_the_sentences_of_the_cases(language: str, sentences: list[str]) -> None:
    assert sources(" ".join(sentences), language) == sentences


@pytest.mark.parametrize("language", codes())
def test_there_are_enough_cases_and_enough_of_them_stay_whole(language: str) -> None:
    lines = (CASES / f"{language}.txt").read_text("utf-8").splitlines()
    cases = [line for line in lines if line.strip() and line[0] not in "#!"]
    whole = [line for line in cases if " | " not in line]
    assert len(cases) >= 45
    assert len(whole) * 3 >= len(cases)
    assert len(set(cases)) == len(cases)


@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_split_gives_the_text_back(text: str, language: str) -> None:
    segments = split(text, language)
    assert_partition(text, [segment.span for segment in segments])
    assert all(segment.source == segment.span.of(text) for segment in segments)
    assert {segment.kind for segment in segments} <= {Kind.SENTENCE}


@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_no_sentence_holds_a_line_break(text: str, language: str) -> None:
    for sentence in sources(text, language):
        assert sentence.splitlines() == [sentence]


@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_no_sentence_but_a_lines_first_begins_with_a_small_letter(text: str, language: str) -> None:
    for before, after in pairwise(split(text, language)):
        between = text[before.span.end : after.span.start]
        assert between.splitlines() != [between] or not after.source[0].islower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x85", "\v", " \n\t"])
def test_a_line_break_ends_a_sentence(language: str, break_: str) -> None:
    text = f"første linje{break_}og den andre"
    assert sources(text, language) == ["første linje", "og den andre"]


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u3000\u2028"])
def test_a_blank_text_has_no_sentence(text: str) -> None:
    assert split(text, "id") == ()


@pytest.mark.parametrize("code", ["xx", "de", "en", "", ["id"]])
def test_a_language_that_is_not_read_is_refused(code: Any) -> None:
    with pytest.raises(UnknownLanguageError, match=r"id, no, pl, ro: .*, or 'und' for"):
        split("Ja. Nei.", code)


def test_no_language_is_split_by_the_rules_that_need_none() -> None:
    assert [segment.source for segment in split("Ja. Nei.", "und")] == ["Ja.", "Nei."]
    with pytest.raises(TypeError, match="must be a str, not list"):
        split(["Ja."], "no")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["123", "...", "– – –", "\x00", "(0)", "1. 2. 3.", "你好吗"])
def test_text_without_letters_is_in_a_sentence_too(text: str) -> None:
    assert "".join(sources(text, "pl")).replace(" ", "") == text.replace(" ", "")


def test_a_language_without_a_table_is_split_without_abbreviations() -> None:
    text = "See Dr. Who. Is it on? yes it is. 我们来了。 好的。"
    assert sources(text, "und") == [
        "See Dr.",
        "Who.",
        "Is it on? yes it is.",
        "我们来了。",
        "好的。",
    ]


def test_the_same_full_stop_is_read_by_the_language() -> None:
    text = "Zamek z XV w. Obecnie muzeum nr. 18"
    assert sources(text, "pl") == ["Zamek z XV w.", "Obecnie muzeum nr. 18"]
    assert sources("Det er nr. 18", "no") == ["Det er nr. 18"]
    assert sources("Det er nr. 18", "und") == ["Det er nr.", "18"]


@pytest.mark.parametrize(
    "unit",
    [
        "ord ",
        ".",
        ". ",
        "a. B ",
        'x." ',
        '"',
        "1 000 ",
        "Ord – ",
        "J. K. ",
        "(a) ",
        "…",
        "; ",
        "- ",
    ],
)
def test_a_very_long_line_of_anything_is_split_and_cut_whole(unit: str) -> None:
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    bare = "".join(text.split())
    for pieces in (
        [segment.source for segment in split(text, "pl")],
        *([span.of(text) for span in cut(text, "pl", level)] for level in Level),
    ):
        assert "".join("".join(pieces).split()) == bare


# --- the stage


BODY = "Han kom kl. 10.30. Så gikk han."


def an_article() -> Article:
    lines = [
        ("Ny skole. Åpnet i dag", Kind.HEADING),
        (BODY, Kind.BODY),
        ("Foto: A. Berg. Alle rettigheter", Kind.CAPTION),
        ("[iklan_2]", Kind.AD_MARKER),
        ("Første. Andre. Tredje.", Kind.BODY),
        ("Kilde: avis.no. Les mer. Her", Kind.SOURCE_LINE),
    ]
    source, segments = "", []
    for text, kind in lines:
        segments.append(Segment.cut(source + text, len(source), len(source + text), kind))
        source += f"{text}\n\n"
    return Article("a", source, Detection("no"), segments=tuple(segments))


def test_the_stage_splits_what_is_text() -> None:
    article = an_article()
    after = split_article(article)
    assert [(segment.source, segment.kind) for segment in after.segments] == [
        ("Ny skole.", Kind.HEADING),
        ("Åpnet i dag", Kind.HEADING),
        ("Han kom kl. 10.30.", Kind.SENTENCE),
        ("Så gikk han.", Kind.SENTENCE),
        ("Foto: A. Berg.", Kind.CAPTION),
        ("Alle rettigheter", Kind.CAPTION),
        ("[iklan_2]", Kind.AD_MARKER),
        ("Første.", Kind.SENTENCE),
        ("Andre.", Kind.SENTENCE),
        ("Tredje.", Kind.SENTENCE),
        ("Kilde: avis.no. Les mer. Her", Kind.SOURCE_LINE),
    ]
    assert all(segment.span.of(article.source) == segment.source for segment in after.segments)
    assert after.source == article.source


def _marker_cases() -> list[object]:
    text = (CASES.parent / "list_markers" / "lines.txt").read_text("utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n")[1:]]
    return [
        pytest.param(head[:2], [line.partition(" | ")[::2] for line in lines], id=head)
        for head, *lines in blocks
    ]


@pytest.mark.parametrize(("language", "items"), _marker_cases())
@pytest.mark.parametrize("whole", [True, False])
def test_what_marks_an_item_is_kept(
    language: str, items: list[tuple[str, str]], whole: bool
) -> None:
    source = "\n".join(" ".join(filter(None, item)) for item in items)
    segments = () if whole else Segment.of_lines(source)
    article = split_article(Article("a", source, Detection(language), segments=segments))
    kept = [segment for segment in article.segments if segment.status is Status.KEPT]
    markers = [marker for marker, _ in items if marker]
    assert [(one.source, one.english, one.kind) for one in kept] == [
        (marker, marker, Kind.BODY) for marker in markers
    ]
    others = [segment.source for segment in article.segments if segment not in kept]
    assert " ".join(others) == " ".join(rest.strip() for _, rest in items)
    assert split_article(article).segments == article.segments


def test_a_bullet_stands_before_the_english_again() -> None:
    article = split_article(Article("a", "•Tre skadde\n1) To. Tre.", Detection("no")))
    done = [
        segment if segment.english else replace(segment, status=Status.TRANSLATED, english=english)
        for segment, english in zip(
            article.segments, ["", "Three injured", "", "Two.", "Three."], strict=True
        )
    ]
    assert replace(article, segments=tuple(done)).english == "• Three injured\n1) Two. Three."


def test_the_stage_leaves_what_is_done_alone() -> None:
    done = [
        Segment(Span(0, len(BODY)), BODY, Kind.BODY, status, "He came.")
        for status in Status
        if status is not Status.PENDING
    ]
    for segment in done:
        article = Article("a", BODY, Detection("no"), segments=(segment,))
        assert split_article(article).segments == (segment,)


def test_the_stage_does_nothing_the_second_time() -> None:
    once = split_article(an_article())
    assert split_article(once).segments == once.segments


def test_the_stage_splits_the_whole_of_an_article_without_segments() -> None:
    source = f"\n  {BODY}\n\nOverskrift\n"
    after = split_article(Article("a", source, Detection("no")))
    assert after.segments == split(source, "no")
    assert [segment.source for segment in after.segments][-1] == "Overskrift"


@pytest.mark.parametrize(
    ("source", "detail"), [("", "0 segments"), ("Hei", "1 segment"), (BODY, "2 segments")]
)
def test_the_stage_notes_what_it_did(source: str, detail: str) -> None:
    change = split_article(Article("a", source, Detection("no"))).trace[-1]
    assert (change.stage, change.name, change.detail) == ("split", "split into sentences", detail)


@pytest.mark.parametrize("language", ["und", "vi", "zh-Hant", ""])
def test_the_stage_never_fails_for_want_of_a_table(language: str) -> None:
    after = split_article(Article("a", BODY, Detection(language)))
    assert len(after.segments) == 2
    assert not after.failed


# --- cutting what is too long


def pieces(text: str, language: str, level: Level | str) -> list[str]:
    return [span.of(text) for span in cut(text, language, level)]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (
            "pl",
            "Zlikwidowano: 22 wydziały; 5 agencji.",
            ["Zlikwidowano:", "22 wydziały;", "5 agencji."],
        ),
        (
            "no",
            "Målene: 1) veier, 2) skoler, 3) ro.",
            ["Målene:", "1) veier,", "2) skoler,", "3) ro."],
        ),
        ("id", "Tugas: (a) rapat, (b) laporan", ["Tugas:", "(a) rapat,", "(b) laporan"]),
        ("ro", "Avem nevoie de • drumuri • școli", ["Avem nevoie de", "• drumuri", "• școli"]),
        (
            "no",
            "Han kom klokken 10, og hun (tante) gikk.",
            ["Han kom klokken 10, og hun (tante) gikk."],
        ),
    ],
)
def test_lists_are_cut_at_their_items(language: str, text: str, wanted: list[str]) -> None:
    assert pieces(text, language, "list") == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("no", "Han kom, så meg, og gikk igjen", ["Han kom,", "så meg,", "og gikk igjen"]),
        ("no", "Hus, hytter, og biler", ["Hus, hytter,", "og biler"]),
        (
            "pl",
            "Rząd, który rządzi, milczy – jak zwykle",
            ["Rząd,", "który rządzi, milczy", "– jak zwykle"],
        ),
        ("id", "Ia berkata: rapat selesai", ["Ia berkata:", "rapat selesai"]),
        ("ro", "„Vine,” dar nu stă", ["„Vine,”", "dar nu stă"]),
        ("ro", "mere, pere, prune", ["mere,", "pere,", "prune"]),
        ("no", "den 3, 4 og 5, klokken 10: 30", ["den 3, 4 og 5,", "klokken 10: 30"]),
        ("xx", "one, two, and three", ["one,", "two,", "and three"]),
    ],
)
def test_clauses_are_cut_at_commas_only_where_nothing_better_is(
    language: str, text: str, wanted: list[str]
) -> None:
    assert pieces(text, language, Level.CLAUSE) == wanted


@given(text=TEXTS, language=st.sampled_from(LANGUAGES), level=st.sampled_from(Level))
def test_cut_gives_the_text_back(text: str, language: str, level: Level) -> None:
    assert_partition(text, list(cut(text, language, level)))


@example(text="2025\u2028684 ", language="id")
@example(text="10 –\n12", language="no")
@given(text=PROSE, language=st.sampled_from(codes()))
def test_each_level_cuts_where_the_coarser_ones_do_or_more_often(text: str, language: str) -> None:
    words = {span.start for span in cut(text, language, Level.WORD)}
    for level in Level:
        assert {span.start for span in cut(text, language, level)} <= words


NUMBERS = [
    "1.733",
    "81,9",
    "1 684",
    "12 345 678,90",
    "1\u00a0684",
    "1\u202f684",
    "18-NQ/TW",
    "63/2010/ND-CP",
    "9001:2015",
    "10.30",
    "96 %",
    "2021 – 2025",
    "2021-2025",
    "31.12.2025",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("frame", ["{}", "a, {}, og b", "nr. {}; b", "– {} – b", "({}) b: {} c"])
def test_no_number_is_cut(number: str, level: Level, frame: str) -> None:
    text = frame.format(number, number)
    found = pieces(text, "no", level)
    assert sum(piece.count(number) for piece in found) == text.count(number)


@given(
    numbers=st.lists(st.integers(0, 10**12), min_size=1, max_size=6),
    separator=st.sampled_from([" ", "\u00a0", "\u202f", ".", ","]),
    joint=st.sampled_from(["; ", ", og ", ": x ", " – ja ", ", "]),
    level=st.sampled_from(Level),
)
def test_no_grouped_number_is_cut(
    numbers: list[int], separator: str, joint: str, level: Level
) -> None:
    written = [f"{number:,}".replace(",", separator) for number in numbers]
    found = pieces(joint.join(f"{number} kr" for number in written), "no", level)
    assert all(any(number in piece for piece in found) for number in written)


def test_a_comma_is_cut_at_on_the_second_call() -> None:
    text = "veier, skoler, broer, og hus, hytter, naust"
    first = pieces(text, "no", "clause")
    assert first == ["veier, skoler, broer,", "og hus, hytter, naust"]
    assert pieces(first[0], "no", "clause") == ["veier,", "skoler,", "broer,"]


def test_words_are_cut_at_white_space() -> None:
    assert pieces("  en  to\ttre\n", "no", "word") == ["en", "to", "tre"]


@pytest.mark.parametrize("level", Level)
def test_a_blank_text_has_no_pieces(level: Level) -> None:
    assert cut(" \n", "no", level) == ()


def test_another_level_is_refused() -> None:
    with pytest.raises(ValueError, match="'letter'; use one of sentence, list, clause, word"):
        cut("en to", "no", "letter")
