"""A concept or number over groups: what differs in the texts, and what in the translation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Final, Self

from reformtext.analysis.concordance import check_concept
from reformtext.analysis.tokens import tokenise
from reformtext.article import Article, Quantity, Segment, Status, Term
from reformtext.errors import CorpusError
from reformtext.segment_tables import Table
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes

__all__ = ["ComparedMention", "ComparedMentions", "Comparison", "ComparisonRow", "compare"]

_LEVEL: Final = 0.05  # of significance, in the report
_PER: Final = 10_000  # words, that rates are counted by
_SHOWN: Final = 20  # groups of a plot


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """What became of a concept or number in one group of articles.

    Attributes:
        group: the value that the articles share.
        articles: how many.
        articles_with: how many of them mention it in the source.
        words: of their sources, boilerplate left out.
        mentions: in the sources.
        per_10_000: mentions per 10,000 words of the sources.
        kept: mentions that the English has; those of failed segments are not kept.
        kept_share: of the mentions; None where there are none.
    """

    group: str
    articles: int
    articles_with: int
    words: int
    mentions: int
    per_10_000: float
    kept: int
    kept_share: float | None


@dataclass(frozen=True, slots=True)
class ComparedMention:
    """One mention, with the sentence on both sides.

    Attributes:
        group: that the article belongs to.
        article_id: of the article.
        segment: position of the segment in the article.
        text: as the source writes it.
        start: its first character in the article's source.
        end: likewise, one past the last.
        kept: whether the English has it.
        source: the source of the segment.
        english: its English; empty if it failed.
    """

    group: str
    article_id: str
    segment: int
    text: str
    start: int
    end: int
    kept: bool
    source: str
    english: str


class ComparedMentions(Table[ComparedMention]):
    """The mentions of a concept or number, group by group."""

    __slots__ = ()
    row = ComparedMention
    brief = ("group", "article_id", "text", "kept", "english")
    shown = ("group", "article_id", "segment", "text", "kept", "source", "english")
    singular = "mention"


class Comparison(Table[ComparisonRow]):
    """A concept or number over groups of articles, one row each.

    Attributes:
        asked: the concept, or the number, that was compared.
        mentions: every mention, with the sentence on both sides.
    """

    __slots__ = ("asked", "mentions")
    row = ComparisonRow
    brief = ("group", "articles", "articles_with", "mentions", "per_10_000", "kept", "kept_share")
    singular = "group"

    def __init__(
        self, rows: Iterable[ComparisonRow], mentions: ComparedMentions, asked: str
    ) -> None:
        super().__init__(rows)
        self.mentions = mentions
        self.asked = asked

    def _part(self, part: slice) -> Self:
        made = super()._part(part)
        groups = {one.group for one in made}
        made.mentions = ComparedMentions(one for one in self.mentions if one.group in groups)
        return made

    @property
    def about(self) -> str:
        """What was compared, and the unit of the rates."""
        return f"mentions of “{self.asked}”; per_10_000: of them, per {_PER:,} words of the sources"

    @property
    def p_texts(self) -> float:
        """The chance that sources alike in all groups differ so much in their rates of mention.

        A G-test of mentions against the other words: Sokal and Rohlf, "Biometry", 1981, chapter
        17.  Mentions within one article are not independent, so it is a rough guide.
        """
        return _homogeneity([(one.mentions, one.words - one.mentions) for one in self])

    @property
    def p_translation(self) -> float:
        """The chance that translations alike in all groups keep so different shares; likewise.

        It is 1, as the other is, where there are not two groups that can be compared.
        """
        return _homogeneity([(one.kept, one.mentions - one.kept) for one in self])

    def verdict(self) -> str:
        """Return in words where the groups differ: in the texts, in the translation, or nowhere.

        Of a single group, or of several of which only one mentions what was asked for, it says that
        there is nothing to compare, in the texts or in the translation.
        """
        number = counted(sum(one.mentions for one in self), "mention")
        if alone := self._alone():
            return f"{alone} ({number})"
        mentioning = [one.group for one in self if one.mentions]
        if len(mentioning) == 1:
            differ = "differ" if self.p_texts < _LEVEL else "show no difference"
            return (
                f"the groups {differ} in the texts; only {mentioning[0]!r} mentions it: there is "
                "nothing to compare in the translation "
                f"({number}, texts p = {self.p_texts:.3f}, level {_LEVEL})"
            )
        texts, translation = self.p_texts < _LEVEL, self.p_translation < _LEVEL
        told = {
            (False, False): "no difference shows, neither in the texts nor in the translation",
            (True, False): "the groups differ in the texts: the translation keeps alike shares",
            (False, True): "the groups differ in the translation only: do not compare the English",
            (True, True): "the groups differ in the texts and in the translation: count in the "
            "sources",
        }
        return (
            f"{told[texts, translation]} ({number}, texts p = {self.p_texts:.3f}, translation p = "
            f"{self.p_translation:.3f}, level {_LEVEL})"
        )

    def _alone(self) -> str:
        """Return what to say unless there are two groups with words; empty if there are."""
        written = [one.group for one in self if one.words]
        if len(written) > 1:
            return ""
        if not written:
            return "no group has words: there is nothing to compare"
        found = "there is one group only" if len(self) == 1 else "only one group has words"
        return f"{found}, {written[0]!r}: there is nothing to compare it with"

    def plot(self, n: int = _SHOWN, *, ax: Axes | None = None) -> Axes:
        """Return two bars a group: the mentions in the sources, and those kept in the English.

        Both are rates per 10,000 words of the sources: where the second bar is shorter, the
        translation has lost mentions.  Of more than ``n`` groups, those with the most mentions are
        shown, in the order of the table.

        Args:
            n: groups, at most.
            ax: to draw in; None for a new figure.

        Raises:
            CorpusError: when there is nothing to plot.
            MissingExtraError: when matplotlib is not installed.
        """
        from reformtext.analysis.plots import draw_bars, require_rows
        from reformtext.colours import PLAIN, UNKNOWN

        require_rows(self, n)
        most = sorted(range(len(self)), key=lambda i: -self[i].mentions)[:n]
        rows = [self[i] for i in sorted(most)]
        series = {
            "mentions in the source": [row.per_10_000 for row in rows],
            "of these kept in the English": [_rate(row.kept, row.words) for row in rows],
        }
        shown = f", {len(rows)} of {len(self):,} groups" if len(rows) < len(self) else ""
        title = f"Mentions of “{self.asked}”{shown}"
        label = f"mentions per {_PER:,} words of the sources"
        groups, looks = [row.group for row in rows], (UNKNOWN, PLAIN)
        return draw_bars(ax, groups, series, title=title, label=label, looks=looks)


def compare(
    groups: Mapping[str, Sequence[Article]], *, concept: str | None, number: float | None
) -> Comparison:
    """Return the mentions of a concept or a number over groups of articles.

    Raises:
        CorpusError: unless one of concept and number is given, or when nothing mentions it.
    """
    if (concept is None) == (number is None):
        raise CorpusError("compare looks at a concept or at a number: give one of the two")

    exact = isinstance(number, int | Decimal)
    # 54.3, and not the float's 54.29…
    wanted = None if number is None else Decimal(str(number if exact else float(number)))

    def is_meant(mention: Term | Quantity) -> bool:
        if isinstance(mention, Term):
            return mention.concept == concept
        return wanted is not None and mention.number == wanted

    found = {name: list(_mentions(name, part, is_meant)) for name, part in groups.items()}
    if not any(found.values()):
        if concept is not None:
            check_concept(list(chain.from_iterable(groups.values())), concept)
        what = f"the concept {concept!r}" if number is None else f"the number {number:,}"
        raise CorpusError(
            f"no article mentions {what}; mentions() lists what there is, 2.5 million as 2,500,000"
        )
    rows = (_row(name, part, found[name]) for name, part in groups.items())
    mentions = ComparedMentions(one for part in found.values() for one in part)
    return Comparison(rows, mentions, f"{number:,}" if concept is None else concept)


def _mentions(
    group: str, articles: Iterable[Article], is_meant: Callable[[Term | Quantity], bool]
) -> Iterator[ComparedMention]:
    for article in articles:
        for index, segment in enumerate(article.segments):
            mentions: tuple[Term | Quantity, ...] = (*segment.terms, *segment.quantities)
            for mention in mentions:
                if is_meant(mention):
                    yield _mention(group, article, index, segment, mention)


def _mention(
    group: str, article: Article, index: int, segment: Segment, mention: Term | Quantity
) -> ComparedMention:
    return ComparedMention(
        group=group,
        article_id=article.id,
        segment=index,
        text=mention.text,
        start=mention.span.start,
        end=mention.span.end,
        kept=mention.verified and not segment.failed,
        source=segment.source,
        english=segment.english,
    )


def _row(
    group: str, articles: Sequence[Article], mentions: Sequence[ComparedMention]
) -> ComparisonRow:
    words = sum(
        len(tokenise(segment.source))
        for article in articles
        for segment in article.segments
        if segment.status is not Status.BOILERPLATE
    )
    kept = sum(mention.kept for mention in mentions)
    return ComparisonRow(
        group=group,
        articles=len(articles),
        articles_with=len({mention.article_id for mention in mentions}),
        words=words,
        mentions=len(mentions),
        per_10_000=_rate(len(mentions), words),
        kept=kept,
        kept_share=kept / len(mentions) if mentions else None,
    )


def _rate(mentions: int, words: int) -> float:
    return _PER * mentions / words if words else 0.0


def _homogeneity(table: Sequence[tuple[int, int]]) -> float:
    """Return the p value of a G-test that the rows of a table have the same shares."""
    rows = [(max(a, 0), max(b, 0)) for a, b in table if a + b > 0]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    if len(rows) < 2 or not all(totals):  # noqa: PLR2004 - one row differs from none
        return 1.0
    everything = sum(totals)
    g = 2 * sum(
        cell * math.log(cell * everything / (sum(row) * total))
        for row in rows
        for cell, total in zip(row, totals, strict=True)
        if cell
    )
    return _chi_squared_tail(max(g, 0.0), len(rows) - 1)


def _chi_squared_tail(value: float, freedom: int) -> float:
    """Return the chance that a chi-squared variable exceeds a value.

    By the finite series of Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.4.4
    and 26.4.5, for whole degrees of freedom.
    """
    half = value / 2
    odd = freedom % 2
    tail = math.erfc(math.sqrt(half)) if odd else math.exp(-half)
    for degrees in range(3 if odd else 4, freedom + 1, 2):
        order = degrees / 2 - 1
        tail += math.exp(order * math.log(half) - half - math.lgamma(order + 1)) if half else 0.0
    return min(1.0, tail)
