from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from strategies import HOSTILE, articles, corpora

from reformtext.article import (
    Article,
    Change,
    Check,
    Detection,
    Failure,
    Kind,
    Metadata,
    Name,
    Quantity,
    Segment,
    Span,
    Status,
    Term,
)
from reformtext.article_display import article_html
from reformtext.corpus import Corpus
from reformtext.display import corpus_html, grid_html, table_html
from reformtext.text_tables import one_line, visible
from reformtext.values import QuantityKind

if TYPE_CHECKING:
    from collections.abc import Callable

VOID = {"img", "br", "hr", "link", "meta", "input", "wbr"}
ALLOWED = set(
    "div style p span i bdi wbr mark a table thead tbody tr th td details summary ul li".split()  # noqa: SIM905 - a list of them is longer
)
ATTRIBUTES = {"class", "style", "scope", "lang", "href", "rel", "aria-hidden", "title"}


class Page(HTMLParser):
    """What a browser would make of HTML: elements with their attributes, texts with their place."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, tuple[str, ...]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag, "elements must be closed in order"

    def handle_data(self, data: str) -> None:
        place = tuple(f"{tag}.{attrs.get('class', '')}" for tag, attrs in self.open)
        self.texts.append((data, place))

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.elements if name in attrs]

    def text(self, place: str = "") -> str:
        """Return the text within elements of a tag and class, joined, without the style sheet."""
        return "".join(
            data
            for data, path in self.texts
            if (not place or place in path) and path[-1:] != ("style.",)
        )


def cells(html: str, place: str) -> list[str]:
    """Return the text of every cell of a class, without what it is folded with."""
    found = re.findall(rf'<td class="{place}"[^>]*>(.*?)(?:<details>|</td>)', html, re.DOTALL)
    return [Page(cell).text() for cell in found]


def column(html: str, name: str) -> list[str]:
    """Return the text of every cell of a column of a table."""
    named = [Page(head).text() for head in re.findall(r"<th [^>]*>(.*?)</th>", html)]
    found = [Page(cell).text() for cell in re.findall(r"<td [^>]*>(.*?)</td>", html, re.DOTALL)]
    return found[named.index(name) :: len(named)]


def assert_harmless(html: str) -> Page:
    page = Page(html)
    assert not page.open, "every element must be closed"
    assert page.tags() <= ALLOWED
    assert {name for _, attrs in page.elements for name in attrs} <= ATTRIBUTES
    assert [tag for tag, _ in page.elements].count("style") == 1
    for style in page.attributes("style"):
        assert re.fullmatch(r"flex-grow:\d+|text-align:left", style)
    for href in page.attributes("href"):
        assert re.match(r"https?://", href.lower())
    assert html.encode(), "no lone surrogates"
    assert visible(html) == html
    assert "url(" not in page.texts[0][0]
    assert "@import" not in page.texts[0][0]
    return page


def make_article(**changes: Any) -> Article:
    source = "Tittel\nEn setning.\nNei\nHanoi\nKilde: x\n"
    places = [(0, 6, Kind.HEADING), (7, 18, Kind.SENTENCE), (19, 22, Kind.SENTENCE)]
    places += [(23, 28, Kind.SENTENCE), (29, 37, Kind.SOURCE_LINE)]
    heading, sentence, failed, kept, boilerplate = (
        Segment.cut(source, start, end, kind) for start, end, kind in places
    )
    heading = replace(heading, status=Status.TRANSLATED, english="Title", score=-0.25)
    checks = (Check("numbers", passed=True), Check("length", passed=False, detail="ratio 3.1"))
    sentence = replace(sentence, status=Status.TRANSLATED, english="One.", checks=checks)
    kept = replace(kept, status=Status.KEPT, english="Hanoi")
    article = Article(
        id="a",
        source=source,
        detection=Detection("no", "nb", 0.97),
        metadata=Metadata("Tittel", "https://example.org/1?a=1&b=2", "example.org", "N. N."),
        segments=(heading, sentence, failed.as_failed("no words"), kept, boilerplate),
        trace=(Change("clean", "labelled", "1 line"),),
        failures=(Failure("read", "odd bytes"),),
    )
    return replace(article, **changes)


# Escaping


@given(articles())
@settings(deadline=None)
def test_an_article_can_do_no_harm(article: Article) -> None:
    html = article_html(article)
    assert_harmless(html)
    assert cells(html, "source") == [visible(s.source) for s in article.segments]


@given(corpora())
@settings(deadline=None)
def test_a_corpus_and_its_tables_can_do_no_harm(corpus: Corpus) -> None:
    page = assert_harmless(corpus_html(corpus))
    for article in corpus:
        assert visible(article.id) in page.text("tbody.")
        assert one_line(article.title, 300) in page.text("tbody.")
    for table in (corpus.segments(), corpus.failures()):
        assert_harmless(table_html(table))


@pytest.mark.parametrize("text", [*HOSTILE, "\ud800", "a\r\nb", "\u2028", "\x7f"])
def test_every_field_is_shown_and_harmless(text: str) -> None:
    article = Article(
        id=text,
        source="x",
        detection=Detection(text, text),
        metadata=Metadata(*[text] * 6),
        segments=(Segment.cut("x", 0, 1, Kind.SENTENCE).as_failed(text),),
        trace=(Change(text, text, text),),
        failures=(Failure(text, text),),
    )
    checked = replace(article.segments[0], checks=(Check(text, False, text),))
    shown = assert_harmless(article_html(replace(article, segments=(checked,)))).text()
    assert shown.count(visible(text)) >= 13
    assert_harmless(corpus_html(Corpus([article], text)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("\x1b[31m", "␛[31m"),
        ("\r\n", "␍\n"),
        ("\t\n", "\t\n"),
        ("\x7f\x85", "␡\ufffd"),
        ("\u202eabc\u2069", "\ufffdabc\ufffd"),
        ("\ud83d", "\ufffd"),
        ("👩‍👩‍👧 e\u0301 «ł»", "👩‍👩‍👧 e\u0301 «ł»"),
    ],
)
def test_controls_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c='2'", True),
        ("HTTP://EXAMPLE.ORG", True),
        ('https://example.org/"onmouseover="alert(1)', True),
        ("https://example.org/'><script>alert(1)</script>", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https:///x", False),
        ("example.org", False),
        (" https://example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202e", False),
        ("ftp://example.org", False),
    ],
)
def test_only_web_addresses_are_links(url: str, *, linked: bool) -> None:
    page = assert_harmless(article_html(make_article(metadata=Metadata(source_url=url))))
    assert page.attributes("href") == ([url] if linked else [])
    assert page.attributes("rel") == (["noopener noreferrer"] if linked else [])
    assert visible(url) in page.text("div.reformtext")


# What is shown


def test_source_and_english_stand_side_by_side() -> None:
    article = make_article()
    html = article._repr_html_()
    assert cells(html, "source") == [segment.source for segment in article.segments]
    assert [cell.strip() for cell in cells(html, "english")] == [
        "Title",
        "One.",
        "not translated: no words",
        "Hanoi kept",
        "left out: source line",
    ]


def test_both_sides_are_set_to_the_left_whatever_the_page_says() -> None:
    page = Page(article_html(make_article()))
    sides = [attrs for tag, attrs in page.elements if attrs.get("class") in {"source", "english"}]
    assert len(sides) == 10
    assert {attrs["style"] for attrs in sides} == {"text-align:left"}


def test_rows_are_marked_by_kind_and_status() -> None:
    page = Page(article_html(make_article()))
    assert [attrs["class"] for tag, attrs in page.elements if tag == "tr" and attrs] == [
        "heading translated",
        "sentence translated",
        "sentence failed",
        "sentence kept",
        "source_line boilerplate",
    ]


def test_details_tell_of_place_score_and_checks() -> None:
    details = Page(article_html(make_article())).text("details.")
    for fact in ("characters 0–6", "score -0.250", "numbers passed", "length failed: ratio 3.1"):
        assert fact in details
    assert "1 failed check" in Page(article_html(make_article())).text("summary.")


def test_the_header_tells_what_is_known() -> None:
    shown = Page(article_html(make_article())).text()
    for fact in ("Tittel", "no (nb), confidence 0.97", "example.org", "N. N.", "5 segments"):
        assert fact in shown
    for fact in ("2 translated", "1 failed", "read failed: odd bytes", "clean: labelled 1 line"):
        assert fact in shown


def test_a_raw_article_shows_its_source() -> None:
    shown = Page(article_html(Article("a", "Some text"))).text()
    for fact in ("Some text", "not yet cut into segments", "language not detected"):
        assert fact in shown


@pytest.mark.parametrize(
    ("title", "source", "shown"),
    [
        ("Tittel", "Text", "Tittel"),
        ("To\nlinjer", "Text", "To linjer"),
        ("x" * 300, "Text", "x" * 300),
        ("x" * 301, "Text", "x" * 299 + "…"),
        ("", "\n\n Some \n text", "Some text"),
        (" ", "x" * 80, "x" * 80),
        ("", "x" * 81, "x" * 79 + "…"),
        ("", " " * 1000 + "x" * 81, "x" * 79 + "…"),
        ("", "word " * 20, "word " * 14 + "word…"),
        ("", "word " + "x" * 100, "word " + "x" * 74 + "…"),
    ],
)
def test_a_title_or_the_first_words_stand_for_an_article(
    title: str, source: str, shown: str
) -> None:
    article = Article("a", source, metadata=Metadata(title))
    assert Page(article_html(article)).text("p.title") == shown
    assert column(corpus_html(Corpus([article])), "title") == [shown]


def test_an_article_that_begins_untranslated_has_the_first_words_of_its_source() -> None:
    article = make_article(metadata=Metadata())
    segments = (article.segments[0].as_failed("no words"), *article.segments[1:])
    shown = Page(article_html(replace(article, segments=segments))).text("p.title")
    assert shown == "Tittel En setning. Nei Hanoi Kilde: x"


def test_an_article_of_nothing_is_untitled() -> None:
    assert Page(article_html(Article("a", " \n"))).text("p.title") == "untitled"


@pytest.mark.parametrize(
    ("confidence", "shown"), [(0.97, "0.970"), (0.999, "0.999"), (0.99999, "0.999"), (1.0, "1.000")]
)
def test_a_confidence_is_not_rounded_to_certainty(confidence: float, shown: str) -> None:
    article = make_article(detection=Detection("no", "nb", confidence))
    facts = Page(article_html(article)).text("p.")
    assert f"confidence {shown} ·" in facts


def test_a_pending_segment_says_so() -> None:
    source = "Text"
    article = Article("a", source, segments=(Segment.cut(source, 0, 4, Kind.BODY),))
    assert cells(article_html(article), "english") == ["not yet translated"]


@pytest.mark.parametrize(("number", "rest"), [(300, ""), (301, "1 more segment"), (1400, "1,100")])
def test_at_most_300_segments_are_shown(number: int, rest: str) -> None:
    source = "x\n" * number
    segments = tuple(Segment.cut(source, 2 * n, 2 * n + 1, Kind.BODY) for n in range(number))
    html = article_html(Article("a", source, segments=segments))
    assert len(cells(html, "source")) == 300
    assert (f"… {rest}" in Page(html).text()) is bool(rest)


def test_a_word_of_10000_characters_is_whole_and_wraps() -> None:
    word = "x" * 10_000
    article = Article("a", word, segments=(Segment.cut(word, 0, 10_000, Kind.BODY),))
    html = article_html(article)
    assert cells(html, "source") == [word]
    assert "overflow-wrap:anywhere" in html


def test_a_segment_of_megabytes_is_cut_short() -> None:
    line = "x" * 5_000_000
    article = Article("a", line, segments=(Segment.cut(line, 0, len(line), Kind.BODY),))
    html = article_html(article)
    assert len(html) < 60_000
    assert "… 4,980,000 more characters" in Page(html).text("td.source")


def test_a_corpus_shows_languages_and_the_first_50() -> None:
    languages = ["no"] * 30 + ["id"] * 40
    corpus = Corpus(
        [Article(f"a{n}", "x", Detection(code)) for n, code in enumerate(languages)], "s:1 <b>"
    )
    html = corpus._repr_html_()
    page = Page(html)
    assert page.attributes("style")[:3] == ["flex-grow:40", "flex-grow:30", "text-align:left"]
    assert "id 40 no 30" in page.text("p.")
    assert column(html, "id") == [f"a{n}" for n in range(50)]
    assert "… 20 more articles" in page.text("p.small")
    assert "signature: s:1 <b>" in page.text("p.small")


def test_rare_languages_share_a_colour() -> None:
    corpus = Corpus([Article(str(n), "x", Detection(f"x{n}")) for n in range(9)])
    page = Page(corpus_html(corpus))
    grown = re.findall(r"flex-grow:(\d+)", " ".join(page.attributes("style")))
    assert sum(map(int, grown)) == 9
    assert "others 3" in page.text("p.")


def test_an_empty_corpus_is_shown() -> None:
    page = assert_harmless(corpus_html(Corpus([])))
    assert "0 articles" in page.text()
    assert "signature: none" in page.text()


TOLD: dict[str, tuple[Callable[[Corpus], Any], str]] = {
    "kwic": (lambda c: c.kwic("one"), "in the English; other: the source of the same segment"),
    "kwic of sources": (
        lambda c: c.kwic("en", side="source"),
        "in the source; other: the English of the same segment",
    ),
    "keyness": (lambda c: c.keyness("id", "a", minimum=1), "a against b"),
    "collocations": (lambda c: c.collocations(minimum=1), "score: log-likelihood G2"),
    "npmi": (
        lambda c: c.collocations(minimum=1, measure="npmi"),
        "score: normalised pointwise mutual information, 1 for always together",
    ),
}


@pytest.mark.parametrize(("make", "told"), TOLD.values(), ids=TOLD)
def test_a_table_says_what_its_rows_are_of(make: Callable[[Corpus], Any], told: str) -> None:
    table = make(Corpus([make_article(), make_article(id="b")]))
    page = assert_harmless(table._repr_html_())
    assert told in page.text("p.small")


def test_what_a_table_is_of_can_do_no_harm() -> None:
    corpus = Corpus([make_article(id="<b>\u202e"), make_article(id="b")])
    page = assert_harmless(corpus.keyness("id", "<b>\u202e", minimum=1)._repr_html_())
    assert "<b>\ufffd against b" in page.text("p.small")


@pytest.mark.parametrize(
    ("outlet", "shown"),
    [("kompas.example", "kompas.example"), ("kompas-nusantara.example", "nusantara.<wbr>example")],
)
def test_only_what_is_long_is_broken_after_its_signs(outlet: str, shown: str) -> None:
    assert shown in corpus_html(Corpus([make_article(metadata=Metadata(outlet=outlet))]))


def test_the_columns_of_a_corpus_are_explained() -> None:
    assert "words: of the English" in Page(corpus_html(Corpus([make_article()]))).text("p.small")
    assert "words" not in Page(corpus_html(Corpus([]))).text("p.small")


def test_a_table_shows_its_columns_and_first_50_rows() -> None:
    corpus = Corpus([replace(make_article(), id=str(n)) for n in range(20)])
    table = corpus.segments()
    html = table._repr_html_()
    page = Page(html)
    assert "".join(table.columns) == page.text("thead.")
    assert column(html, "article_id") == [str(n) for n in range(10) for _ in range(5)]
    assert column(html, "checks")[:3] == ["", "1 of 2 passed", ""]
    assert "… 50 more segments" in page.text("p.small")


def test_a_table_without_rows_is_its_title() -> None:
    assert Page(table_html(Corpus([]).failures())).text() == "0 failures"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("1,733", "-0.25", ""), "n"),
        (("100%", "2.2e-06", "nan"), "n"),
        (("1733", "v17"), "short"),
        (("2025-10-30", ""), "short"),
        (("", ""), "short"),
        (("1733", "twenty words of text"), "text"),
    ],
)
def test_a_column_is_set_by_what_it_holds(cells: tuple[str, ...], kind: str) -> None:
    html = grid_html("A grid", ["held"], [[cell] for cell in cells])
    assert column(html, "held") == list(cells)
    assert {attrs["class"] for tag, attrs in Page(html).elements if tag in {"th", "td"}} == {kind}
    assert ("text-align:left" in Page(html).attributes("style")) is (kind != "n")


@pytest.mark.parametrize(
    ("cell", "shown", "is_broken"),
    [
        ("000_175b77b6193069a4", "000_<wbr>175b77b6193069a4", False),
        ("baotuyenquang.com.vn", "baotuyenquang.<wbr>com.<wbr>vn", False),
        ("two words. three", "two words. three", False),
        ("&_<", "&amp;_&lt;", False),
        ("x" * 25, "x" * 25, True),
    ],
)
def test_only_a_very_long_word_is_broken_anywhere(cell: str, shown: str, is_broken: bool) -> None:
    html = grid_html("A grid", ["held"], [[cell]])
    assert f"<bdi>{shown}</bdi>" in html
    assert bool(Page(html).text("td.text long")) is is_broken


def test_a_long_cell_is_cut_before_a_word() -> None:
    html = grid_html("A grid", ["held"], [["words of text " * 50]])
    (cell,) = column(html, "held")
    shown, _, more = cell.partition(" … ")
    assert shown.endswith("of text words")
    assert more == f"{700 - len(shown)} more characters"


def test_colours_follow_the_page() -> None:
    html = corpus_html(Corpus([]))
    assert "prefers-color-scheme:dark" in html
    selectors = re.findall(r"([^{}]+)\{", Page(html).texts[0][0])
    assert all("div.reformtext" in s or s.strip().startswith("@media") for s in selectors)


def mentioning(source: str, english: str, *mentions: Quantity | Name | Term) -> Article:
    segment = replace(
        Segment.cut(f"- {source}", 2, 2 + len(source), Kind.SENTENCE),
        status=Status.TRANSLATED,
        english=english,
        quantities=tuple(m for m in mentions if isinstance(m, Quantity)),
        names=tuple(m for m in mentions if isinstance(m, Name)),
        terms=tuple(m for m in mentions if isinstance(m, Term)),
    )
    dash = replace(Segment.cut(f"- {source}", 0, 1, Kind.SENTENCE), status=Status.KEPT)
    return Article("a", f"- {source}", segments=(dash, segment))


def marks(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<mark class="([^"]*)"[^>]*>([^<]*)</mark>', html)


def test_what_was_verified_is_marked_on_both_sides() -> None:
    article = mentioning(
        "1.733 desa di Quang Ngai",
        "1,733 villages in Quang Ngai",
        Quantity(
            QuantityKind.NUMBER, Span(2, 7), "1.733", "1733", "", "1,733", english_span=Span(0, 5)
        ),
        Name(Span(16, 26), "Quang Ngai", english_span=Span(18, 28)),
        Term("village", Span(8, 12), "desa", "village"),
    )
    assert marks(article_html(article)) == [
        ("q", "1.733"),
        ("t lost", "desa"),
        ("m", "Quang Ngai"),
        ("q", "1,733"),
        ("m", "Quang Ngai"),
    ]
    assert "village: not found in the English" in article_html(article)


def test_marks_that_overlap_leave_the_text_whole_and_inert() -> None:
    article = mentioning(
        '<b>"x"</b>',
        "<i>",
        Term('"onclick="', Span(2, 9), '<b>"x"<', "<script>"),
        Name(Span(5, 8), '"x"'),
        Name(Span(0, 1), "-"),
    )
    html = article_html(article)
    assert marks(html) == [("t lost", "&lt;b&gt;&quot;x&quot;&lt;")]
    assert "<b>" not in html
    assert "<script" not in html
    assert 'onclick="' not in html.replace("&quot;", "'")
