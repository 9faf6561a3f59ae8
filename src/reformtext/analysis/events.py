"""Articles that tell of the same thing, in whatever languages, and why they are thought to.

Two articles are linked by what they have in common: names, documents, numbers and dates that the
English has verified, terms, and words.  ``event_facts`` says what is compared, ``event_index`` how
it is weighted and how pairs are found.  Links are put together to events by the average similarity
of the articles in them: group-average agglomerative clustering (Cutting, Karger, Pedersen and Tukey
1992, "Scatter/Gather", whose sums of vectors give the average without comparing pairs), the most
similar first, as systems for topic detection do (Yang, Pierce and Carbonell 1998, "A study on
retrospective and on-line event detection").
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from reformtext.analysis.event_evidence import Evidence, SharedFacts
from reformtext.analysis.event_groups import merged
from reformtext.arguments import check_share
from reformtext.article import BOILERPLATE
from reformtext.segment_tables import Table
from reformtext.text_tables import date_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from reformtext.analysis.event_index import Indexed, Pair
    from reformtext.article import Article

__all__ = [
    "Event",
    "EventArticle",
    "EventArticles",
    "EventLink",
    "EventLinks",
    "Events",
    "find_events",
]

_CHANCE: Final = 3.0  # nats over the logarithm of the articles: 1 in 20 has a like by chance
_ALIKE: Final = 2.0  # times the threshold: so much in common needs no exact facts
_TITLE: Final = 120  # characters


@dataclass(frozen=True, slots=True)
class Event:
    """Articles that tell of the same thing.

    Attributes:
        event: its number, from 1 on: the event with most articles first.
        articles: how many.
        languages: of the sources, with commas between.
        published: the first and last day of publication, as far as known.
        similarity: the average of its articles with one another, from 0 to 1.
        title: the beginning of the English of the article that is most like the others.
        evidence: what most of its articles share, the most telling first.
    """

    event: int
    articles: int
    languages: str
    published: str
    similarity: float
    title: str
    evidence: str


@dataclass(frozen=True, slots=True)
class EventArticle:
    """An article of an event.

    Attributes:
        event: number of the event.
        article_id: of the article.
        language: of its source.
        outlet: that published it.
        published: when.
        similarity: its average similarity with the others of the event, from 0 to 1.
        title: the beginning of its English.
    """

    event: int
    article_id: str
    language: str
    outlet: str
    published: str
    similarity: float
    title: str


@dataclass(frozen=True, slots=True)
class EventLink:
    """Two articles that have so much in common that they may tell of the same thing.

    Attributes:
        first: id of the one that comes first in the corpus.
        second: id of the other.
        languages: of their sources, with a hyphen between: ``id-no``.
        event: number of the event that both are in; 0 when they are not in the same one.
        similarity: the share of the information in them that they share, from 0 to 1.
        evidence: the most telling of what they share, in words.
    """

    first: str
    second: str
    languages: str
    event: int
    similarity: float
    evidence: str


class EventArticles(Table[EventArticle]):
    """The articles of events, event by event, the most typical first."""

    __slots__ = ()
    row = EventArticle
    brief = ("event", "article_id", "language", "published", "similarity", "title")
    singular = "article"


class EventLinks(Table[EventLink]):
    """Pairs of articles that have much in common, the most alike first."""

    __slots__ = ()
    row = EventLink
    brief = ("first", "second", "languages", "event", "similarity", "evidence")
    singular = "link"


class Events(Table[Event]):
    """What several articles of a corpus tell of, the events with most articles first.

    Attributes:
        articles: the articles of the events, one row each.
        links: the pairs that the events are made of, with the evidence in words.
    """

    __slots__ = ("_evidence", "_languages", "articles", "links")
    row = Event
    brief = ("event", "articles", "languages", "similarity", "title", "evidence")
    shown = ("event", "articles", "languages", "published", "similarity", "title", "evidence")
    singular = "event"

    def __init__(
        self,
        rows: Iterable[Event],
        articles: EventArticles,
        links: EventLinks,
        evidence: Evidence,
        languages: Sequence[str],
    ) -> None:
        super().__init__(rows)
        self.articles = articles
        self.links = links
        self._evidence = evidence
        self._languages = tuple(languages)

    def _part(self, part: slice) -> Self:
        made = super()._part(part)
        events = {one.event for one in made}
        made.articles = EventArticles(one for one in self.articles if one.event in events)
        made.links = EventLinks(one for one in self.links if one.event in events)
        return made

    def groups(self) -> dict[int, tuple[str, ...]]:
        """Return the ids of the articles of each event, by its number."""
        found: dict[int, list[str]] = {one.event: [] for one in self}
        for article in self.articles:
            found[article.event].append(article.article_id)
        return {event: tuple(ids) for event, ids in found.items()}

    def evidence(self, first: str, second: str) -> SharedFacts:
        """Return all that two articles share, with its places in both, the most telling first.

        Args:
            first: id of an article, linked or not.
            second: of another.

        Raises:
            ArticleNotFoundError: when the corpus has no such article.
        """
        return self._evidence.table(first, second)

    def plot(self, n: int = 20, *, ax: Axes | None = None) -> Axes:
        """Return bars of the articles of each event by language, of the ``n`` largest.

        The title says how many events there are besides.  A language has the same colour in all
        charts of a corpus.

        Raises:
            CorpusError: when there are no events.
            MissingExtraError: when matplotlib is not installed.
        """
        from reformtext.analysis.plots import draw_bars, require_rows
        from reformtext.colours import looks_of

        require_rows(self, n)
        shown = [(one.event, one.title) for one in self][:n]
        counts = Counter((one.event, one.language) for one in self.articles)
        languages = sorted({language for _, language in counts})
        series = {
            language: [float(counts[event, language]) for event, _ in shown]
            for language in languages
        }
        labels = [f"{event} {title}" for event, title in shown]
        of_all = f", {len(shown)} of {len(self):,} events" if len(shown) < len(self) else ""
        known = looks_of(self._languages, "language")
        looks = [known[language] for language in languages]
        title = f"Events by language{of_all}"
        return draw_bars(ax, labels, series, title=title, label="articles", looks=looks)


def find_events(corpus: Indexed, threshold: float) -> Events:
    """Return what articles tell of together.

    A pair is linked when its similarity reaches the threshold and the exact facts in common (names,
    documents, numbers, dates) are more than chance gives one article in twenty; with twice the
    similarity any facts will do, if they are more than chance gives one pair in twenty.

    Args:
        corpus: its articles and their index.
        threshold: the least similarity of a link, and the least average similarity of an event.

    Raises:
        CorpusError: when the threshold is not above 0 and at most 1.
    """
    check_share(threshold)
    articles, index = corpus.articles, corpus.index
    floor = math.log(max(len(articles), 1)) + _CHANCE
    enough = min(_ALIKE * threshold, 1.0)
    links = [
        pair
        for pair in index.pairs()
        if (pair.similarity >= threshold and pair.exact >= floor)
        or (pair.similarity >= enough and pair.common >= _CHANCE)
    ]
    links.sort(key=lambda pair: (-pair.similarity, pair.first, pair.second))
    groups = merged(index, [(pair.first, pair.second) for pair in links], threshold, enough)
    evidence = Evidence(corpus)
    return _result(articles, groups, links, evidence)


def _result(
    articles: Sequence[Article],
    groups: Sequence[Sequence[tuple[int, float]]],
    links: Sequence[Pair],
    evidence: Evidence,
) -> Events:
    ranked = sorted(groups, key=lambda group: (-len(group), min(group)[0]))
    event = {i: number for number, group in enumerate(ranked, 1) for i, _ in group}
    rows = [
        _event(number, [articles[i] for i, _ in group], group, evidence)
        for number, group in enumerate(ranked, 1)
    ]
    members = EventArticles(
        _member(number, articles[i], similarity)
        for number, group in enumerate(ranked, 1)
        for i, similarity in group
    )
    table = EventLinks(_link(articles, one, event, evidence) for one in links)
    languages = sorted({article.language for article in articles})
    return Events(rows, members, table, evidence, languages)


def _event(
    number: int,
    members: Sequence[Article],
    group: Sequence[tuple[int, float]],
    evidence: Evidence,
) -> Event:
    days = sorted(set(map(date_of, members)) - {""})
    return Event(
        event=number,
        articles=len(members),
        languages=", ".join(sorted({article.language for article in members})),
        published="–".join(dict.fromkeys(days[:1] + days[-1:])),
        similarity=sum(similarity for _, similarity in group) / len(group),
        title=_title(members[0]),
        evidence=evidence.of_group([i for i, _ in group]),
    )


def _member(number: int, article: Article, similarity: float) -> EventArticle:
    meta = article.metadata
    return EventArticle(
        *(number, article.id, article.language, meta.outlet, meta.published),
        *(similarity, _title(article)),
    )


def _link(
    articles: Sequence[Article], pair: Pair, event: dict[int, int], evidence: Evidence
) -> EventLink:
    one, other = articles[pair.first], articles[pair.second]
    first, second = event.get(pair.first, 0), event.get(pair.second, 0)
    return EventLink(
        first=one.id,
        second=other.id,
        languages=f"{one.language}-{other.language}",
        event=first if first == second else 0,
        similarity=pair.similarity,
        evidence=evidence.of_pair(pair.first, pair.second),
    )


def _title(article: Article) -> str:
    """Return the beginning of the English of an article."""
    texts = (s.english for s in article.segments if s.english and s.kind not in BOILERPLATE)
    return next(texts, "")[:_TITLE]
