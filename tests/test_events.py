"""Articles that tell of the same thing are found, with the evidence, and others are left alone."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.colors import to_hex

from reformtext.analysis.event_facts import Fact, corpus_facts, prior
from reformtext.analysis.event_index import build_index
from reformtext.article import (
    Article,
    Detection,
    Kind,
    Metadata,
    Name,
    Quantity,
    Segment,
    Span,
    Status,
    Term,
)
from reformtext.colours import looks_of
from reformtext.corpus import Corpus
from reformtext.errors import ArticleNotFoundError, CorpusError
from reformtext.values import QuantityKind

LANGUAGES = ("id", "no", "pl", "ro")
SYLLABLES = [f"{a}{b}" for a in "bdfgklmnprstvz" for b in "aeiou"]
Mention = tuple[str, str]  # kind and English: ("name", "Quang Ngai"), ("resolution", "resolution")


def mention(kind: str, said: str, source: Span, english: Span) -> Name | Quantity | Term:
    if kind == "name":
        return Name(source, said, english_span=english)
    if kind in set(QuantityKind):
        value = said.removesuffix("%").replace(",", "")
        unit = "%" if said.endswith("%") else ""
        return Quantity(QuantityKind(kind), source, said, value, unit, said, english_span=english)
    return Term(kind, source, said, kind.replace("_", " "), english)


def segment(start: int, english: str, mentions: tuple[Mention, ...], lost: bool) -> Segment:
    """Return a segment whose source is the English in capitals; mentions stand in their order."""
    source, position = english.upper(), 0
    found: list[Name | Quantity | Term] = []
    for kind, said in mentions:
        at = english.index(said, position)
        place = Span(at, at + len(said))
        one = mention(kind, source[at : place.end], place.moved(start), place)
        one = replace(one, english=said) if isinstance(one, Term) else one
        if isinstance(one, Quantity):
            one = mention(kind, said, place.moved(start), place)
        found.append(replace(one, english_span=None) if lost else one)
        position = place.end
    return Segment(
        Span(start, start + len(source)),
        source,
        Kind.SENTENCE,
        Status.TRANSLATED,
        english,
        names=tuple(one for one in found if isinstance(one, Name)),
        quantities=tuple(one for one in found if isinstance(one, Quantity)),
        terms=tuple(one for one in found if isinstance(one, Term)),
    )


def article(
    name: str,
    *sentences: str | tuple[str, tuple[Mention, ...]],
    language: str = "id",
    lost: bool = False,
    outlet: str = "",
    published: str = "",
) -> Article:
    segments: list[Segment] = []
    start = 0
    for sentence in sentences:
        english, mentions = (sentence, ()) if isinstance(sentence, str) else sentence
        segments.append(segment(start, english, mentions, lost))
        start += len(english) + 1
    source = "\n".join(one.source for one in segments)
    meta = Metadata(outlet=outlet, published=published)
    return Article(name, source, Detection(language), meta, segments=tuple(segments))


def fillers(count: int, seed: int = 1) -> list[Article]:
    """Return articles that have nothing in common but some frequent words."""
    dice = random.Random(seed)  # noqa: S311 - a sample
    common = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(200)]
    return [
        article(
            f"filler{i}",
            " ".join(dice.sample(common, 20)),
            " ".join("".join(dice.choices(SYLLABLES, k=4)) for _ in range(40)),
            language=dice.choice(LANGUAGES),
        )
        for i in range(count)
    ]


FLOOD = ("The flood in Kalvik drowned 1,240 sheep.", (("name", "Kalvik"), ("number", "1,240")))
MAYOR = ("Mayor Ion Creanga counted 873 houses.", (("name", "Ion Creanga"), ("number", "873")))
OTHER_WORDS = ("In Kalvik, 1,240 animals died in water.", (("name", "Kalvik"), ("number", "1,240")))
HOUSES = ("Houses: 873, Creanga said.", (("number", "873"), ("name", "Creanga")))


def flood() -> list[Article]:
    return [
        article("one", FLOOD, MAYOR, language="no"),
        article("two", OTHER_WORDS, HOUSES, language="ro"),
    ]


def found(articles: list[Article], **options: Any) -> set[frozenset[str]]:
    groups = Corpus(articles).events(**options).groups()
    return {frozenset(group) for group in groups.values()}


def test_reports_in_two_languages_are_one_event_and_the_link_says_why() -> None:
    corpus = Corpus([*fillers(40), *flood()])
    events = corpus.events()
    (event,) = events
    assert (event.articles, event.languages) == (2, "no, ro")
    assert events.groups() == {1: ("one", "two")}
    (link,) = events.links
    assert (link.first, link.second, link.languages, link.event) == ("one", "two", "no-ro", 1)
    for said in ("Kalvik", "1,240 sheep", "873 houses"):
        assert said in link.evidence
    assert "Creanga" in link.evidence


def test_events_are_pickled_with_their_evidence() -> None:
    events = Corpus([*flood(), *fillers(40)]).events()
    again = pickle.loads(pickle.dumps(events))  # noqa: S301 - our own bytes
    assert again == events
    assert list(again.evidence("one", "two")) == list(events.evidence("one", "two"))


def test_every_shared_fact_is_traced_to_both_sources() -> None:
    corpus = Corpus([*flood(), *fillers(40)])
    shared = corpus.events().evidence("one", "two")
    kinds = {row.kind for row in shared}
    assert {"name", "number", "word"} <= kinds
    assert [row.weight for row in shared] == sorted((row.weight for row in shared), reverse=True)
    for row in shared:
        for side in ("first", "second"):
            place = {key: getattr(row, f"{side}_{key}") for key in ("segment", "start", "end")}
            whole = corpus[getattr(row, side)]
            text = whole.source[place["start"] : place["end"]]
            assert text == getattr(row, f"{side}_text")
            english = whole.segments[place["segment"]].english
            said = getattr(row, f"{side}_english")
            start = getattr(row, f"{side}_english_start")
            assert english[start : getattr(row, f"{side}_english_end")] == said
            assert said.casefold() in text.casefold()


def test_the_similarity_is_the_information_in_common() -> None:
    articles = [*flood(), *fillers(20)]
    index = build_index(corpus_facts(articles), Corpus(articles).tokens())
    pair = next(one for one in index.pairs() if (one.first, one.second) == (0, 1))
    common = sum(weight for _, weight in index.shared(0, 1))
    lengths = [sum(weight for _, weight in index.shared(i, i)) for i in (0, 1)]
    assert pair.similarity == pytest.approx(common / (lengths[0] * lengths[1]) ** 0.5)
    exact = sum(w for fact, w in index.shared(0, 1) if fact.kind in {"name", "number"})
    assert pair.exact == pytest.approx(exact)


def test_what_is_rare_in_the_corpus_weighs_more() -> None:
    known = [article(f"k{i}", ("Oslo slept.", (("name", "Oslo"),))) for i in range(30)]
    both = ("Oslo and Kalvik met.", (("name", "Oslo"), ("name", "Kalvik")))
    articles = [article("a", both), article("b", both, language="pl"), *known]
    shared = {row.fact: row.weight for row in Corpus(articles).events().evidence("a", "b")}
    assert shared["Kalvik"] > 3 * shared["Oslo"]


def test_what_the_english_lost_is_no_evidence() -> None:
    one, two = flood()
    lost = article("two", OTHER_WORDS, HOUSES, language="ro", lost=True)
    assert found([one, two, *fillers(40)])
    assert not found([one, lost, *fillers(40)])


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (
            ("The 18-NQ/TW resolution is in force.", ["identifier:18-NQ/TW", "resolution"]),
            ("They follow resolution No. 18 now.", ["resolution", "number:18"]),
            "Resolution 18",
        ),
        (
            ("A resolution is due on page 18.", ["resolution", "number:18"]),
            ("They follow resolution No. 18 now.", ["resolution", "number:18"]),
            None,
        ),
        (
            ("The decree 18 is in force.", ["decree", "number:18"]),
            ("They follow resolution No. 18 now.", ["resolution", "number:18"]),
            None,
        ),
    ],
)
def test_a_term_with_its_number_is_a_document(
    first: tuple[str, list[str]], second: tuple[str, list[str]], shared: str | None
) -> None:
    articles = []
    for name, (english, marks) in zip("ab", (first, second), strict=True):
        pairs = [mark.partition(":") for mark in marks]
        mentions = tuple((kind, said or kind) for kind, _, said in pairs)
        articles.append(article(name, (english, mentions)))
    rows = Corpus(articles).events().evidence("a", "b")
    assert [row.fact for row in rows if row.kind == "document"] == ([shared] if shared else [])
    assert not any(row.kind == "number" for row in rows)


@pytest.mark.parametrize(
    ("first", "second", "third", "shared"),
    [
        ("Donald Trump", "Trump", "Trump", True),
        ("Quang Ngai", "Tuyen Quang", "Son La", False),  # no Quang alone anywhere
        ("Łódź", "Lodz", "Son La", True),
        ("KALVIK", "Kalvik", "Son La", True),
        ("Kowalskiego", "Kowalski", "Son La", True),
        ("Kalvik", "Kalundborg", "Son La", False),
    ],
)
def test_names_are_compared_whole_and_by_parts_that_stand_alone(
    first: str, second: str, third: str, shared: bool
) -> None:
    articles = [
        article(str(i), (f"x {name} y", (("name", name),)))
        for i, name in enumerate((first, second, third))
    ]
    rows = Corpus(articles).events().evidence("0", "1")
    assert any(row.kind == "name" for row in rows) is shared


def test_an_outlet_named_after_a_place_is_weak_evidence_of_it() -> None:
    place = ("Quang Ngai has 96 communes.", (("name", "Quang Ngai"), ("number", "96")))
    commune = ("It is the best of 96.", (("number", "96"),))
    articles = [
        article("a", place, outlet="nhandan.vn"),
        article("b", commune, language="no", outlet="quangngaitv.vn"),
        article("c", place, language="pl", outlet="nhandan.vn"),
    ]
    events = Corpus([*articles, *fillers(20)]).events()
    said = {row.fact: row for row in events.evidence("a", "b")}
    row = said["Quang Ngai (outlet quangngaitv.vn)"]
    assert (row.first_text, row.second_start, row.second_text) == ("QUANG NGAI", None, "")
    named = next(row for row in events.evidence("a", "c") if row.kind == "name")
    assert row.weight < named.weight


def test_the_day_of_publication_is_weak_evidence_within_a_day() -> None:
    days = {"a": "2025-10-30T19:59", "b": "2025-10-31", "c": "2025-11-02", "d": "2025-99-99"}
    articles = [article(name, "x", published=day) for name, day in days.items()]
    events = Corpus(articles).events()
    near = [row for row in events.evidence("a", "b") if row.kind == "published"]
    assert len(near) == 1
    assert near[0].weight < 1
    assert "2025-10-30" in near[0].fact
    assert not any(row.kind == "published" for row in events.evidence("b", "c"))
    assert not found(articles)


def test_one_topic_is_not_one_event() -> None:
    """Articles with the same words, each with names and numbers of its own."""
    topic = "The party committee reformed the apparatus and merged communes to save money".split()  # noqa: SIM905 - easier to read
    dice = random.Random(2)  # noqa: S311 - a sample
    articles = []
    for i in range(12):
        name = "".join(dice.choices(SYLLABLES, k=4)).title()
        own = (
            f"{name} cut {1000 + 37 * i} posts.",
            (("name", name), ("number", f"{1000 + 37 * i}")),
        )
        articles.append(article(str(i), " ".join(dice.sample(topic, 9)), own))
    assert not found(articles)


def event_articles(number: int, dice: random.Random, background: tuple[Any, ...] = ()) -> list[Any]:
    """Return sentences of one event, each with a name and a number, and what is repeated."""
    sentences = []
    for _ in range(8):
        name = "".join(dice.choices(SYLLABLES, k=4)).title()
        figure = f"{dice.randrange(1000, 9999)}"
        words = " ".join("".join(dice.choices(SYLLABLES, k=3)) for _ in range(5))
        sentences.append((f"{name} {words} {figure}", (("name", name), ("number", figure))))
    return [*sentences, *background]


def events_corpus(count: int, seed: int = 3) -> list[Article]:
    dice = random.Random(seed)  # noqa: S311 - a sample
    articles = []
    for number in range(count):
        sentences = event_articles(number, dice)
        for language in LANGUAGES:
            kept = dice.sample(sentences, 6)
            articles.append(article(f"{number}.{language}", *kept, language=language))
    dice.shuffle(articles)
    return articles


def test_partial_reports_are_grouped_and_nothing_else_in_whatever_order() -> None:
    articles = events_corpus(12)
    expected = {frozenset(f"{n}.{code}" for code in LANGUAGES) for n in range(12)}
    assert found(articles) == expected
    assert found(articles[::-1]) == expected


def test_reports_that_repeat_some_background_of_another_event_stay_apart() -> None:
    dice = random.Random(4)  # noqa: S311 - a sample
    first = event_articles(0, dice)
    second = event_articles(1, dice, tuple(first[:2]))
    articles = [
        article(f"{number}.{language}", *sentences, language=language)
        for number, sentences in enumerate((first, second))
        for language in LANGUAGES
    ]
    groups = found([*articles, *fillers(30)])
    assert groups == {frozenset(f"{n}.{code}" for code in LANGUAGES) for n in (0, 1)}


def test_events_are_numbered_by_size_and_their_articles_listed() -> None:
    articles = events_corpus(5)
    small = {"0.pl", "0.ro", "1.id", "2.no"}
    events = Corpus(one for one in articles if one.id not in small).events()
    assert [(one.event, one.articles) for one in events] == [(1, 4), (2, 4), (3, 3), (4, 3), (5, 2)]
    groups = events.groups()
    for one in events:
        members = [row for row in events.articles if row.event == one.event]
        assert tuple(row.article_id for row in members) == groups[one.event]
        likeness = [row.similarity for row in members]
        assert likeness == sorted(likeness, reverse=True)
        assert one.similarity == pytest.approx(sum(likeness) / len(likeness))
        assert one.languages == ", ".join(sorted(row.language for row in members))
    linked = {one.event for one in events.links}
    assert linked == set(groups)


def test_a_lower_threshold_links_no_less() -> None:
    corpus = Corpus(events_corpus(8))
    links = [
        {(one.first, one.second) for one in corpus.events(threshold).links}
        for threshold in (0.1, 0.3, 0.6, 1.0)
    ]
    assert links[0] >= links[1] >= links[2] >= links[3]
    assert len(links[0]) > len(links[3])


def test_copies_of_one_text_are_one_event_though_all_facts_are_frequent() -> None:
    copies = [article(f"c{i}", FLOOD, MAYOR) for i in range(250)]
    (group,) = found([*copies, *fillers(250)])
    assert group == {one.id for one in copies}


@pytest.mark.parametrize("count", [30, 120])
def test_no_article_is_measured_against_all_others(count: int) -> None:
    articles = [*events_corpus(count), *fillers(count)]
    index = build_index(corpus_facts(articles), Corpus(articles).tokens())
    pairs = {(one.first, one.second) for one in index.pairs()}
    assert all(one < other for one, other in pairs)
    own = {
        (i, j)
        for i, one in enumerate(articles)
        for j, other in enumerate(articles[i + 1 :], i + 1)
        if one.id.partition(".")[0] == other.id.partition(".")[0]
    }
    assert own <= pairs
    assert len(pairs) <= 50 * len(articles)
    if count > 100:
        assert len(pairs) < len(articles) * (len(articles) - 1) / 2 / 5


@pytest.mark.parametrize("threshold", [0, -1, 1.5, float("nan")])
def test_a_threshold_is_a_share(threshold: float) -> None:
    with pytest.raises(CorpusError, match="above 0 and at most 1"):
        Corpus([]).events(threshold)


@pytest.mark.parametrize(
    "articles",
    [
        [],
        [article("a", "Word")],
        [article("a", "the of"), article("b", "the of")],
        [Article("a", "teks"), Article("b", "")],
    ],
)
def test_nothing_to_group(articles: list[Article]) -> None:
    events = Corpus(articles).events()
    assert (len(events), len(events.links), events.groups()) == (0, 0, {})
    assert "0 events" in repr(events)
    with pytest.raises(CorpusError, match="nothing to plot"):
        events.plot()


def test_unknown_articles_are_named() -> None:
    with pytest.raises(ArticleNotFoundError, match="'x'"):
        Corpus(flood()).events().evidence("one", "x")


def test_tables_frames_pages_and_charts() -> None:
    events = Corpus([*events_corpus(3), *fillers(10)]).events()
    assert len(events.to_pandas()) == 3
    assert set(events.articles.to_pandas()["event"]) == {1, 2, 3}
    frame = events.links.to_pandas()
    assert (frame["similarity"] > 0.15).all()
    first, second = frame["first"][0], frame["second"][0]
    assert events.evidence(first, second).to_pandas()["first_start"].notna().all()
    assert "<table>" in events._repr_html_()
    axes: Any = events.plot(2)
    assert len(axes.get_yticks()) == 2
    assert len(axes.containers) == len(LANGUAGES)
    names = [text.get_text() for text in axes.get_legend().get_texts()]
    own = looks_of(names, "language")
    drawn = [to_hex(bars.patches[0].get_facecolor()) for bars in axes.containers]
    assert drawn == [own[name].colour for name in names]
    assert axes.get_title() == "Events by language, 2 of 3 events"
    assert events.plot().get_title() == "Events by language"


@pytest.mark.parametrize(("numbers", "linked"), [(3, True), (10, False)])
def test_many_numbers_are_shared_by_chance(numbers: int, linked: bool) -> None:
    """A number that two articles have in common links them, but not two tables of numbers."""

    def told(name: str, own: int) -> Article:
        values = ["1,234", *(f"{1300 + 40 * i + own:,}" for i in range(1, numbers))]
        end = "houses along rivers, roads, hills and harbours."
        return article(name, *((f"They counted {v} {end}", (("number", v),)) for v in values))

    fillers = [f"Nothing of note was told by {w}." for w in ("herders", "fishers", "miners")]
    others = [article(f"other{i}", text) for i, text in enumerate(fillers)]
    found = Corpus([told("one", 1), told("two", 2), *others]).events().links
    assert bool(len(found)) is linked


def test_a_time_of_day_tells_less_than_a_day() -> None:
    at_seven, exactly, day = (
        Fact("number", "19:00"),
        Fact("number", "19:47"),
        Fact("date", "-05-17"),
    )
    assert prior(at_seven) > prior(exactly)
    assert prior(at_seven) > prior(day)


def amount(
    name: str, unit: str, *, value: str = "2500000", english: str = "2.5 million"
) -> Article:
    """Return an article of one sentence with an amount; its English says zlotys, whatever it is."""
    done = article(name, (f"It cost {english} zlotys.", (("number", english),)))
    (quantity,) = done.segments[0].quantities
    quantity = replace(quantity, value=value, unit=unit)
    return replace(done, segments=(replace(done.segments[0], quantities=(quantity,)),))


@pytest.mark.parametrize(
    ("units", "shared"),
    [
        (("PLN", "RON"), set()),
        (("PLN", "PLN"), {"2500000"}),
        (("PLN", ""), {"2500000"}),
        (("", ""), {"2500000"}),
        (("km", "kg"), set()),
        (("%", ""), set()),
        (("%", "%"), {"2500000%"}),
    ],
)
def test_amounts_in_two_currencies_are_not_shared(units: tuple[str, str], shared: set[str]) -> None:
    one, other = corpus_facts([amount(f"a{i}", unit) for i, unit in enumerate(units)])
    both = {fact.key for fact in one.keys() & other.keys() if fact.kind == "number"}
    assert both == shared


def test_a_number_without_a_unit_is_neither_of_two_amounts() -> None:
    facts = corpus_facts(
        [amount("a", "PLN"), amount("b", "RON"), amount("c", ""), amount("d", "PLN")]
    )
    keys = [next(fact.key for fact in each if fact.kind == "number") for each in facts]
    assert keys == ["2500000 PLN", "2500000 RON", "2500000", "2500000 PLN"]


def test_a_unit_does_not_make_a_number_rarer() -> None:
    for number in ("5", "18", "2500000"):
        assert prior(Fact("number", f"{number} km")) == prior(Fact("number", number))


def test_the_evidence_of_two_articles_has_no_amount_in_two_currencies() -> None:
    same = Corpus([amount("a", "PLN"), amount("b", "PLN"), *fillers(20)]).events()
    assert "number" in {row.kind for row in same.evidence("a", "b")}
    events = Corpus([amount("a", "PLN"), amount("b", "RON"), *fillers(20)]).events()
    assert "number" not in {row.kind for row in events.evidence("a", "b")}
