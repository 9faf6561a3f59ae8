"""Every table of results can be cut, and what is cut off is such a table as well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from english_articles import english_article

from reformtext.article import Article, Span, Status, Term
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError
from reformtext.segment_tables import Table
from reformtext.values import Quantity, QuantityKind

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = (
    ("The council of Ostrów merged 34 villages.", "Mayor Kowalska signed decree 18."),
    ("Ferries to Bergen were late by 12 hours.", "Captain Moe blamed the northern storm."),
    ("Rice harvests fell by 7 tons in Brebes.", "Farmers asked the ministry for seeds."),
)


def mentioning(article: Article) -> Article:
    """Return an article whose first words are a mention, whose last segment failed."""
    first, last = article.segments
    place = Span(first.span.start, first.span.start + 5)
    text = first.source[:5]
    number = Quantity(QuantityKind.NUMBER, place, text, "34", "", "34", english_span=Span(0, 2))
    term = Term("council", place, text, "council", Span(0, 3))
    known = replace(first, quantities=(number,), terms=(term,))
    return replace(article, segments=(known, replace(last, reason="loop")))


def every_article() -> list[Article]:
    languages = ("no", "pl", "ro")
    return [
        mentioning(english_article(f"{i}{language}", text, language, published="2025-10-30"))
        for i, text in enumerate(TEXTS)
        for language in languages
    ]


def failing(article: Article) -> Article:
    last = replace(article.segments[-1], status=Status.FAILED, english="")
    return replace(article, segments=(*article.segments[:-1], last))


CORPUS = Corpus(every_article())
BAD = CORPUS.map(failing)
RESULTS: dict[str, Callable[[], Table[Any]]] = {
    "segments": CORPUS.segments,
    "failures": BAD.failures,
    "mentions": CORPUS.mentions,
    "report": CORPUS.report,
    "kwic": lambda: CORPUS.kwic("the"),
    "search": lambda: CORPUS.search("the"),
    "quantities": CORPUS.quantities,
    "frequencies": CORPUS.frequencies,
    "top": lambda: CORPUS.dfm().top(),
    "collocations": lambda: CORPUS.collocations(minimum=1),
    "keyness": lambda: CORPUS.keyness("id", "0no", minimum=1),
    "diversity": CORPUS.diversity,
    "readability": CORPUS.readability,
    "dispersion": lambda: CORPUS.dispersion("the"),
    "compare": lambda: CORPUS.compare(concept="council"),
    "compared": lambda: CORPUS.compare(concept="council").mentions,
    "near duplicates": CORPUS.near_duplicates,
    "parallel texts": CORPUS.parallel_texts,
    "events": CORPUS.events,
    "event articles": lambda: CORPUS.events().articles,
    "event links": lambda: CORPUS.events().links,
    "evidence": lambda: CORPUS.events().evidence("0no", "0pl"),
}
PARTS = [slice(3), slice(1, 3), slice(None, None, -1), slice(-2, None), slice(0)]


def kinds(of: type[Table[Any]] = Table) -> set[type[Table[Any]]]:
    """Return the tables that users meet."""
    below = of.__subclasses__()
    own = {of} if hasattr(of, "row") else set()
    return own.union(*map(kinds, below))


def test_all_tables_are_here() -> None:
    assert {type(make()) for make in RESULTS.values()} == kinds()


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
@pytest.mark.parametrize("part", PARTS, ids=str)
def test_a_part_of_a_result_is_such_a_result(make: Callable[[], Any], part: slice) -> None:
    whole = make()
    assert len(whole) >= 3
    cut = whole[part]
    assert type(cut) is type(whole)
    assert list(cut) == list(whole)[part]
    assert cut.to_arrow().to_pylist() == whole.to_arrow().to_pylist()[part]
    assert list(cut.to_pandas().columns) == list(whole.columns)
    assert cut._repr_html_().startswith('<div class="reformtext">')
    assert repr(cut)
    assert list(whole) == list(make())


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_the_head_of_a_result_are_its_first_rows(make: Callable[[], Any]) -> None:
    whole = make()
    assert whole.head(2) == whole[:2]
    assert whole.head() == whole[:5]
    assert whole.head(10**6) == whole
    assert not len(whole.head(0))
    with pytest.raises(CorpusError, match="head takes a number of rows from 0 on, not -1"):
        whole.head(-1)


def test_what_a_result_holds_beside_its_rows_is_of_the_part() -> None:
    compared = CORPUS.compare(concept="council", by="id")[1:3]
    assert {one.group for one in compared.mentions} == {"0pl", "0ro"}
    assert compared.p_texts == CORPUS[1:3].compare(concept="council", by="id").p_texts
    events = CORPUS.events()
    assert set(events[1:].groups()) == {2, 3}
    assert events[1:].groups()[3] == events.groups()[3]
    assert {one.event for one in events[1:].links} == {2, 3}
    assert {one.event for one in events.links} == {1, 2, 3}


def test_a_part_of_a_dispersion_has_its_own_measures_and_strokes() -> None:
    texts = ("a b b", "b a a", "b b b", "a a b")
    corpus = Corpus(english_article(str(i), [text]) for i, text in enumerate(texts))
    cut, alone = corpus.dispersion("a")[1:][::-1], corpus[1:].dispersion("a")
    assert cut.dp == pytest.approx(alone.dp)
    assert cut.range == alone.range
    assert repr(cut).splitlines()[-1].startswith("a: in 2 of 3 groups")
    axes: Any = cut.plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["3", "1"]
    strokes = [list(each.get_positions()) for each in axes.collections]
    assert strokes == [pytest.approx([0, 1 / 3]), pytest.approx([1 / 3, 2 / 3])]
