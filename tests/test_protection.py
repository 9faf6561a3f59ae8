"""What stands in for a mention comes back as its English: once, and in its place."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformtext.article import Kind, Segment, Span
from reformtext.protection import as_written, in_english, prepared, protect, restore
from reformtext.values import Name, Quantity, QuantityKind, Term

SENTINELS = tuple(f"⟦{letter}{i}⟧" for letter in "nde" for i in range(3))
SENTINEL = re.compile(r"⟦[a-z]\d+⟧")

# What stands between mentions: words, white space, signs, and what looks like a sentinel.
FILLERS = st.sampled_from(
    [
        "kata",
        " ",
        "\u00a0",
        "\n",
        ", ",
        "łąka ",
        "⟦",
        "⟧",
        "⟦n0⟧",
        "⟦e1⟧",
        "⟦x77⟧",
        "n0",
        "👩‍👩",
        "e\u0301",
    ]
)
WORDS = st.text(st.sampled_from("abcđłø0189"), min_size=1, max_size=8)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    """Return a segment somewhere in an article, with mentions that do not overlap."""
    base = draw(st.integers(0, 50))
    text = ""
    mentions: list[Quantity | Name | Term] = []
    for i in range(draw(st.integers(0, 12))):
        text += "".join(draw(st.lists(FILLERS, max_size=3)))
        word = draw(WORDS)
        span = Span(base + len(text), base + len(text) + len(word))
        text += word
        made = draw(st.sampled_from([*QuantityKind, Name, Term, None]))
        english = f"«{i}»"
        if made is Name:
            mentions.append(Name(span, word, inflected=draw(st.booleans())))
        elif made is Term:
            mentions.append(Term("concept", span, word, english))
        elif made is not None:
            spelled = draw(st.booleans())
            mentions.append(Quantity(made, span, word, word, english=english, spelled=spelled))
    text += "".join(draw(st.lists(FILLERS, min_size=1, max_size=3)))
    return Segment(
        Span(base, base + len(text)),
        text,
        Kind.SENTENCE,
        quantities=tuple(one for one in mentions if isinstance(one, Quantity)),
        names=tuple(one for one in mentions if isinstance(one, Name)),
        terms=tuple(one for one in mentions if isinstance(one, Term)),
    )


def expected(segment: Segment) -> str:
    """Return the source with every mention that is put in English replaced, built from its end."""
    text = segment.source
    replaced = [(one.span, one.text) for one in segment.names if not one.inflected]
    replaced += [(one.span, one.english) for one in segment.quantities if not one.spelled]
    replaced += [(one.span, one.english) for one in segment.terms]
    for span, english in sorted(replaced, key=lambda one: -one[0].start):
        start, end = span.start - segment.span.start, span.end - segment.span.start
        text = text[:start] + english + text[end:]
    return prepared(text)


ENOUGH = tuple(f"⟦{letter}{i}⟧" for letter in "nde" for i in range(20))


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("At ⟦n0⟧ p.m.", "At 07:45."),
        ("At ⟦n0⟧ p.m. Jakarta time", "At 07:45 Jakarta time"),
        ("At ⟦n0⟧ PM Modi left.", "At 07:45 PM Modi left."),
        ("At ⟦n0⟧ p.m. Monday", "At 07:45 Monday"),
        ("At ⟦n0⟧ p.m. GMT", "At 07:45 GMT"),
        ("At ⟦n0⟧ p.m. local time", "At 07:45 local time"),
        ("At ⟦n0⟧pm.", "At 07:45."),
        ("“At ⟦n0⟧ p.m.”", "“At 07:45.”"),
        ("(⟦n0⟧ a.m.) he", "(07:45) he"),
        ("⟦n0⟧ amid", "07:45 amid"),
        ("⟦n1⟧ p.m.", "5 p.m."),
        ("At Street ⟦n3⟧ a.m. today", "At Street 44 today"),
        ("On ⟦n3⟧ AM, FM", "On 44 AM, FM"),
        ("⟦n4⟧ a.m.", "² a.m."),
        ("⟦n2⟧ p.m.", "⟦n2⟧ p.m."),
    ],
)
def test_a_time_of_24_hours_has_no_half_of_the_day(english: str, expected: str) -> None:
    slots = [("⟦n0⟧", "07:45"), ("⟦n1⟧", "5"), ("⟦n2⟧", "⟦n2⟧"), ("⟦n3⟧", "44"), ("⟦n4⟧", "²")]
    assert restore(english, slots).text == expected


@given(segments())
def test_what_is_protected_is_restored(segment: Segment) -> None:
    protected = protect(segment, ENOUGH)
    restored = restore(protected.text, protected.slots)
    assert restored.exact
    assert "".join(restored.text.split()) == "".join(expected(segment).split())


def test_a_term_that_opens_a_segment_is_capitalised() -> None:
    source = "Anggota Partai hadir, kata anggota Partai."
    places = [Span(0, 14), Span(27, 41)]
    terms = tuple(Term("member", p, p.of(source), "party member") for p in places)
    segment = replace(Segment.cut(source, 0, len(source), Kind.SENTENCE), terms=terms)
    assert in_english(segment) == "Party member hadir, kata party member."


def test_a_letter_or_digit_that_follows_on_a_sentinel_is_set_apart() -> None:
    slots = (("⟦e0⟧", "UNHCR"), ("⟦n0⟧", "96%"))
    assert restore("⟦e0⟧by ⟦n0⟧5, ⟦e0⟧'s.", slots).text == "UNHCR by 96% 5, UNHCR's."


@given(segments())
def test_with_too_few_sentinels_the_rest_stays_as_it_is(segment: Segment) -> None:
    protected = protect(segment, SENTINELS)
    names = [name for name, _ in protected.slots if name not in SENTINEL.findall(segment.source)]
    assert len(names) == len(set(names)) <= len(SENTINELS)
    assert set(names) <= set(SENTINELS)
    assert restore(protected.text, protected.slots).exact


@given(segments())
def test_without_sentinels_a_text_is_only_prepared(segment: Segment) -> None:
    protected = protect(segment, ())
    assert protected.text == prepared(segment.source)
    restored = restore(protected.text, protected.slots)
    assert (restored.text, restored.exact) == (protected.text, True)


@given(segments(), st.data())
def test_a_sentinel_that_is_lost_doubled_or_unknown_is_told(
    segment: Segment, data: st.DataObject
) -> None:
    protected = protect(segment, ENOUGH)
    names = sorted({name for name, _ in protected.slots})
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    lost = restore(protected.text.replace(name, ""), protected.slots)
    assert (lost.lost, lost.doubled, lost.unknown) == ((name,), (), ())
    doubled = restore(f"{protected.text} {name}", protected.slots)
    assert (doubled.lost, doubled.doubled, doubled.unknown) == ((), (name,), ())
    unknown = restore(f"{protected.text} ⟦q9⟧", protected.slots)
    assert (unknown.lost, unknown.doubled, unknown.unknown) == ((), (), ("⟦q9⟧",))
    assert "⟦q9⟧" not in unknown.text


def a_segment(source: str, *numbers: str) -> Segment:
    found = tuple(
        Quantity(QuantityKind.NUMBER, Span(i, i + len(n)), n, n, english=f"<{n}>")
        for n in numbers
        for i in [source.index(n)]
    )
    return Segment(Span(0, len(source)), source, Kind.SENTENCE, quantities=found)


def test_more_mentions_than_sentinels_are_protected_in_their_order() -> None:
    protected = protect(a_segment("11 12 13 14 15", "11", "12", "13", "14", "15"), SENTINELS)
    assert protected.text == "⟦n0⟧ ⟦n1⟧ ⟦n2⟧ 14 15"
    assert protected.slots == (("⟦n0⟧", "<11>"), ("⟦n1⟧", "<12>"), ("⟦n2⟧", "<13>"))


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("Tanda ⟦n0⟧ dan 12", "Tanda ⟦n0⟧ dan ⟦n1⟧"),
        ("Tanda ⟦n0⟧ ⟦n0⟧ ⟦n1⟧ dan 12", "Tanda ⟦n0⟧ ⟦n0⟧ ⟦n1⟧ dan ⟦n2⟧"),
        ("Tanda ⟦n0⟧⟦n1⟧⟦n2⟧ dan 12", "Tanda ⟦n0⟧⟦n1⟧⟦n2⟧ dan 12"),
        ("Tanda ⟦z9⟧ dan 12", "Tanda ⟦z9⟧ dan ⟦n0⟧"),
    ],
)
def test_what_an_author_wrote_like_a_sentinel_stands_for_itself(source: str, sent: str) -> None:
    protected = protect(a_segment(source, "12"), SENTINELS)
    assert protected.text == sent
    restored = restore(protected.text, protected.slots)
    number = "12" if "12" in sent else "<12>"
    assert (restored.text, restored.exact) == (source.replace("12", number), True)
    plain = as_written(source)
    assert restore(plain.text, plain.slots).text == source


def test_what_an_author_wrote_like_a_sentinel_must_come_back_as_often() -> None:
    protected = as_written("⟦n0⟧ dan ⟦n0⟧")
    assert restore("⟦n0⟧ and ⟦n0⟧", protected.slots).exact
    assert restore("⟦n0⟧", protected.slots).lost == ("⟦n0⟧",)
    assert restore("⟦n0⟧ ⟦n0⟧ ⟦n0⟧", protected.slots).doubled == ("⟦n0⟧",)


def test_a_part_of_a_protected_text_has_the_sentinels_that_stand_in_it() -> None:
    protected = protect(a_segment("11, 12 dan 13 ⟦e0⟧", "11", "12", "13"), SENTINELS)
    first, second = protected.text.split(", ")
    assert protected.part(first).slots == (("⟦n0⟧", "<11>"),)
    names = [name for name, _ in protected.part(second).slots]
    assert names == ["⟦n1⟧", "⟦n2⟧", "⟦e0⟧"]


def test_each_kind_has_its_letter_and_terms_are_written_in_english() -> None:
    source = "Nguyen Hoa 12 kedua 2015-2021 1/5 14.30 18-NQ/TW Komite"
    pieces = [
        (QuantityKind.NUMBER, "12"),
        (QuantityKind.RANGE, "2015-2021"),
        (QuantityKind.DATE, "1/5"),
        (QuantityKind.IDENTIFIER, "18-NQ/TW"),
    ]
    quantities = tuple(
        Quantity(kind, Span(i, i + len(text)), text, text, english=text.lower())
        for kind, text in pieces
        for i in [source.index(text)]
    )
    segment = Segment(
        Span(0, len(source)),
        source,
        Kind.SENTENCE,
        quantities=quantities,
        names=(Name(Span(0, 10), "Nguyen Hoa"),),
        terms=(Term("committee", Span(len(source) - 6, len(source)), "Komite", "Committee"),),
    )
    protected = protect(segment, SENTINELS)
    assert protected.text == "⟦e0⟧ ⟦n0⟧ kedua ⟦n1⟧ ⟦d0⟧ 14.30 ⟦e1⟧ Committee"
    restored = restore(protected.text, protected.slots)
    assert restored.text == "Nguyen Hoa 12 kedua 2015-2021 1/5 14.30 18-nq/tw Committee"
    assert in_english(segment) == restored.text


def test_a_mention_can_be_treated_the_other_way() -> None:
    source = "12 Komite"
    number = Quantity(QuantityKind.NUMBER, Span(0, 2), "12", "12", english="twelve")
    term = Term("committee", Span(3, 9), "Komite", "Committee")
    segment = Segment(Span(0, 9), source, Kind.SENTENCE, quantities=(number,), terms=(term,))
    turned = protect(segment, SENTINELS, turned=[number.span, term.span])
    assert turned.text == "twelve ⟦e0⟧"
    assert turned.slots == (("⟦e0⟧", "Committee"),)
    assert in_english(segment, [term.span]) == "12 Committee"


def test_a_name_is_put_in_english_as_it_was_meant() -> None:
    source = "Pa\u030al\u00a0Ler\u200bvik"
    segment = Segment(
        Span(0, len(source)), source, Kind.SENTENCE, names=(Name(Span(0, len(source)), source),)
    )
    protected = protect(segment, SENTINELS)
    assert restore(protected.text, protected.slots).text == "Pål Lervik"


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Budget (in,000 zlotys): 1250.", "Budget (in thousands of zlotys): 1250."),
        ("Budget (in '000 zlotys): 1250.", "Budget (in thousands of zlotys): 1250."),
        ("It rose in 2,000 towns.", "It rose in 2,000 towns."),
        ("The cabin 000 1.", "The cabin 000 1."),
    ],
)
def test_thousands_in_a_heading_are_said_in_words(english: str, expected: str) -> None:
    assert restore(english, ()).text == expected


@given(st.text(), st.text())
def test_any_translation_can_be_restored(source: str, english: str) -> None:
    protected = as_written(source)
    restored = restore(english, protected.slots)
    left = set(SENTINEL.findall(restored.text)) - {name for name, _ in protected.slots}
    assert not left or not restored.unknown
