"""A group has one colour: in every chart of a corpus, and a language in the bar of a corpus too."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from english_articles import english_article

from reformtext.colours import (
    COLOURS,
    GREY,
    INK,
    OTHERS,
    PLAIN,
    UNKNOWN,
    Look,
    distinct,
    looks_of,
    plain_looks,
)
from reformtext.corpus import Corpus
from reformtext.display import corpus_html
from reformtext.markup import STYLE

if TYPE_CHECKING:
    from collections.abc import Callable

SAID = {
    "id": ("kompas.example", "The village reform of the village."),
    "pl": ("gazeta.example", "The reform of the offices, and the offices, the offices."),
    "no": ("avisen.example", "The reform of the municipalities and the roads."),
    "ro": ("ziarul.example", "The agencies await the reform."),
    "und": ("", "The reform is unknown."),
}
CORPUS = Corpus(
    english_article(code, [text], code, outlet=outlet) for code, (outlet, text) in SAID.items()
)
LANGUAGES = {
    "id": COLOURS[0],
    "no": COLOURS[1],
    "pl": COLOURS[2],
    "ro": COLOURS[3],
    "en": COLOURS[4],
    "und": GREY,
}
OUTLETS = {
    "avisen.example": COLOURS[0],
    "gazeta.example": COLOURS[1],
    "kompas.example": COLOURS[2],
    "ziarul.example": COLOURS[3],
    "(unknown)": GREY,
}
CHARTS: dict[str, Callable[[Corpus, str], Any]] = {
    "frequencies": lambda corpus, by: corpus.frequencies(by=by).plot(4),
    "one feature": lambda corpus, by: corpus.frequencies(by=by, pattern="offices").plot(),
    "a feature of few": lambda corpus, by: corpus.frequencies(by=by, pattern="of").plot(),
    "dfm": lambda corpus, by: corpus.dfm(by=by).plot(4),
    "tfidf": lambda corpus, by: corpus.dfm(by=by).trim(2).tfidf().plot(4),
    "diversity": lambda corpus, by: corpus.diversity(by, window=2).plot(),
    "readability": lambda corpus, by: corpus.readability(by).plot("words"),
    "dispersion": lambda corpus, by: corpus.dispersion("of", by).plot(),
}


def colours(axes: Any) -> dict[str, str]:
    """Return the colour of every group that a chart names, in its legend or beside its bars."""
    from matplotlib.colors import to_hex

    legend = axes.get_legend()
    if legend is not None:
        names = [text.get_text() for text in legend.get_texts()]
        drawn = [bars.patches[0].get_facecolor() for bars in axes.containers]
    else:
        names = [label.get_text() for label in axes.get_yticklabels()]
        drawn = [bar.get_facecolor() for bar in axes.patches]
        drawn += [strokes.get_color() for strokes in axes.collections]
    return {name: to_hex(colour) for name, colour in zip(names, drawn, strict=True)}


@pytest.mark.parametrize("corpus", [CORPUS, CORPUS[::-1], CORPUS[1:3]])
@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_a_language_has_its_colour_in_every_chart(
    draw: Callable[[Corpus, str], Any], corpus: Corpus
) -> None:
    found = colours(draw(corpus, "language"))
    assert found
    assert found.items() <= LANGUAGES.items()


@pytest.mark.parametrize("draw", CHARTS.values(), ids=CHARTS)
def test_an_outlet_has_its_colour_in_every_chart_of_the_corpus(
    draw: Callable[[Corpus, str], Any],
) -> None:
    found = colours(draw(CORPUS, "outlet"))
    assert found
    assert found.items() <= OUTLETS.items()


@pytest.mark.parametrize("by", ["language", lambda article: article.language])
def test_languages_are_known_however_they_were_grouped(by: Any) -> None:
    assert colours(CORPUS[2:].frequencies(by=by).plot(4)).items() <= LANGUAGES.items()


def test_labels_of_rows_that_are_languages_have_their_colours() -> None:
    matrix = CORPUS[2:].dfm().group([article.language for article in CORPUS[2:]])
    assert colours(matrix.plot()).items() <= LANGUAGES.items()


def test_the_top_of_a_group_has_its_colour() -> None:
    from matplotlib.colors import to_hex

    axes: Any = CORPUS.dfm(by="language").top(3).plot("ro")
    assert {to_hex(bar.get_facecolor()) for bar in axes.patches} == {LANGUAGES["ro"]}
    assert axes.get_xlabel() == "occurrences"


@pytest.mark.parametrize(
    ("reference", "named", "expected"),
    [
        (None, "reference: id, no, ro, und", [LANGUAGES["pl"], GREY]),
        ("no", "reference: no", [LANGUAGES["pl"], LANGUAGES["no"]]),
    ],
)
def test_keyness_names_its_sides_in_their_colours(
    reference: str | None, named: str, expected: list[str]
) -> None:
    found = CORPUS.keyness("language", "pl", reference=reference, minimum=1)
    drawn = colours(found.plot())
    assert drawn == dict(zip(["target: pl", named], expected, strict=True))


def bar_classes(html: str) -> dict[str, str]:
    return dict(re.findall(r'<i class="([^"]*)"></i><bdi>([^<]*)</bdi>', html))


def test_the_bar_of_languages_has_the_colours_of_the_charts() -> None:
    shown = {name: look for look, name in bar_classes(corpus_html(CORPUS)).items()}
    assert set(shown) == set(SAID)
    for code, look in shown.items():
        (colour,) = re.findall(rf"\.{look}{{background:(#\w+)}}", STYLE)
        assert colour == LANGUAGES[code]


def test_many_languages_share_the_look_of_others() -> None:
    codes = ["de", "id", "fr", "sv", "vi", "zh", "da"]
    found = bar_classes(corpus_html(Corpus(english_article(c, ["One."], c) for c in codes)))
    assert found[OTHERS.classes] == "others"
    assert len(found) == 7
    assert found["c0"] == "id"


def test_every_look_is_in_the_style_sheet() -> None:
    for look in looks_of([f"group {i}" for i in range(24)]).values():
        for name in look.classes.split():
            assert f".{name}{{background" in STYLE


def test_more_groups_than_colours_are_hatched() -> None:
    names = [f"g{i:02}" for i in range(8)]
    looks = looks_of(names)
    assert [looks[name].colour for name in names] == [*COLOURS, *COLOURS[:2]]
    assert len(set(looks.values())) == 9
    assert [look.hatch for look in looks.values()].count("") == 7
    assert plain_looks(names[6:], looks) == [Look(COLOURS[0], "///"), Look(COLOURS[1], "///")]
    assert plain_looks(names[:3], looks_of([*names, "g08"])) == [PLAIN] * 3


def test_articles_with_their_names_beside_them_are_plain() -> None:
    assert set(colours(CORPUS.diversity(window=2).plot()).values()) == {INK}
    assert set(colours(CORPUS.dispersion("of").plot()).values()) == {INK}


def test_a_side_of_keyness_is_named_if_it_is_one_group() -> None:
    outlet = "www.a-long-name-of-an-outlet.example"
    corpus = Corpus([english_article("a", ["One."], outlet=outlet), *CORPUS])
    found = corpus.keyness("outlet", outlet, minimum=1)
    assert found.about == f"{outlet} against 5 groups"


def test_a_stroke_of_a_group_with_a_hatch_is_plain() -> None:
    names = [f"g{i}" for i in range(7)]
    corpus = Corpus(english_article(name, ["One reform."], outlet=name) for name in names)
    drawn = colours(corpus.dispersion("reform", "outlet").plot())
    assert list(drawn.values()) == [*COLOURS, INK]


def test_other_languages_follow_in_the_order_of_their_codes() -> None:
    looks = looks_of(["vi", "pl", "de", "und"], "language")
    assert (looks["pl"], looks["und"]) == (Look(COLOURS[2]), UNKNOWN)
    assert looks["de"] == Look(COLOURS[5])
    assert looks["vi"].hatch


@pytest.mark.parametrize(
    ("names", "by", "colour"),
    [
        (["yes", "no"], "answer", COLOURS[1]),
        (["no"], "answer", COLOURS[1]),
        (["all"], "group", INK),
        (["only"], "outlet", INK),
        ([""], "outlet", GREY),
        (["", "x", "no"], "outlet", COLOURS[1]),
    ],
)
def test_what_is_no_language_has_its_place_in_the_corpus(
    names: list[str], by: str, colour: str
) -> None:
    assert looks_of(names, by)[names[-1]].colour == colour


def test_looks_that_are_the_same_are_made_to_differ() -> None:
    wanted = [Look(COLOURS[0]), Look(COLOURS[1]), Look(COLOURS[0]), PLAIN, PLAIN, Look(COLOURS[2])]
    found = distinct(wanted)
    assert found[:2] == wanted[:2]
    assert found[3] == PLAIN
    assert found[5] == wanted[5]
    assert len(set(found)) == 6


def test_a_legend_covers_no_bar() -> None:
    axes: Any = CORPUS.frequencies(by="outlet").plot(4)
    axes.figure.draw_without_rendering()
    legend, plot = axes.get_legend().get_window_extent(), axes.get_window_extent()
    assert legend.x0 >= plot.x1
    assert legend.x1 <= axes.figure.bbox.x1


def test_the_numbers_of_an_axis_do_not_touch() -> None:
    axes: Any = CORPUS.frequencies(by="outlet").plot(4)
    axes.figure.draw_without_rendering()
    low, high = axes.get_xlim()
    shown = [
        label.get_window_extent()
        for label, place in zip(axes.get_xticklabels(), axes.get_xticks(), strict=True)
        if low <= place <= high
    ]
    for left, right in pairwise(shown):
        assert left.x1 < right.x0
