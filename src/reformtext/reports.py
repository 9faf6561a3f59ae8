"""What the translations of a corpus kept: its numbers, names and terms, one by one and in sum."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reformtext.article import Article, Name, Quantity, Segment, Status, Term
from reformtext.segment_tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["MentionRow", "MentionTable", "Report", "ReportRow", "mention_rows", "report_rows"]

ALL = "all"
"""What stands in the column ``language`` of the row that sums up the others."""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A quantity, name or term of an article, with its places in source and English.

    Attributes:
        article_id: of the article.
        index: of the segment in the article, from 0 on.
        kind: a ``QuantityKind``, ``name`` or ``term``.
        start: of its span in the article's source.
        end: likewise.
        text: the characters there.
        value: of a quantity its value; of a term its concept; otherwise empty.
        unit: of a quantity.
        english: its canonical English.
        english_start: of its span in the segment's English; None where that lacks it.
        english_end: likewise.
        verified: whether the English has it.
    """

    article_id: str
    index: int
    kind: str
    start: int
    end: int
    text: str
    value: str
    unit: str
    english: str
    english_start: int | None
    english_end: int | None
    verified: bool


class MentionTable(Table[MentionRow]):
    """The quantities, names and terms of a corpus, one row each."""

    __slots__ = ()
    row = MentionRow
    brief = ("article_id", "index", "kind", "text", "value", "unit", "english", "verified")
    singular = "mention"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What became of the segments of one language, and of what they mention.

    A mention of a failed segment is not kept: its English is the source.

    Attributes:
        language: a code, or ``all``.
        articles: how many.
        segments: how many were given to a model.
        failed: how many of them failed.
        flagged: how many were translated but fail a check.
        repaired: how many were not taken as they first came.
        quantities: numbers, dates and identifiers found in the source.
        quantities_kept: those that the English has, with their values.
        names: found in the source.
        names_kept: those that the English has.
        terms: mentions of concepts of the glossary.
        terms_kept: those that have the canonical English.
        rungs: how many segments each rung of the ladder repaired: ``n-best 3, ...``.
        doubted: articles whose language was given, and that are surely in another.
    """

    language: str
    articles: int
    segments: int
    failed: int
    flagged: int
    repaired: int
    quantities: int
    quantities_kept: int
    names: int
    names_kept: int
    terms: int
    terms_kept: int
    rungs: str
    doubted: int = 0


class Report(Table[ReportRow]):
    """What the translations of a corpus kept, one row a language and one for all."""

    __slots__ = ()
    row = ReportRow
    brief = (
        *("language", "segments", "failed", "flagged", "repaired", "quantities"),
        *("quantities_kept", "names", "names_kept", "terms", "terms_kept"),
        "doubted",
    )
    shown = (*brief[:5], "rungs", *brief[5:])
    optional = frozenset({"doubted"})
    singular = "row"

    def __repr__(self) -> str:
        """Return a column a language: so many measures do not fit beside one another."""
        from reformtext.text import counted
        from reformtext.text_tables import grid_text

        rows = [
            [measure.replace("_", " "), *(f"{getattr(row, measure):,}" for row in self)]
            for measure in self.telling(self.brief)[1:]
        ]
        title = f"Report of {counted(len(self), self.singular)}"
        return grid_text(title, ["", *(row.language for row in self)], rows)


def mention_rows(article: Article) -> Iterator[MentionRow]:
    """Yield the quantities, names and terms of an article in the order of their places."""
    for index, segment in enumerate(article.segments):
        found: list[Quantity | Name | Term] = [
            *segment.quantities,
            *segment.names,
            *segment.terms,
        ]
        for mention in sorted(found, key=lambda one: one.span.start):
            yield _mention_row(article.id, index, mention)


def _mention_row(article_id: str, index: int, mention: Quantity | Name | Term) -> MentionRow:
    kind, value, unit, english = "name", "", "", mention.text
    if isinstance(mention, Quantity):
        kind, value, unit = str(mention.kind), mention.value, mention.unit
        english = mention.english
    elif isinstance(mention, Term):
        kind, value, english = "term", mention.concept, mention.english
    place = mention.english_span
    return MentionRow(
        article_id=article_id,
        index=index,
        kind=kind,
        start=mention.span.start,
        end=mention.span.end,
        text=mention.text,
        value=value,
        unit=unit,
        english=english,
        english_start=None if place is None else place.start,
        english_end=None if place is None else place.end,
        verified=mention.verified,
    )


def report_rows(articles: Sequence[Article]) -> Iterator[ReportRow]:
    """Yield a row a language, in the order of their codes, and one for all articles."""
    for language in sorted({article.language for article in articles}):
        yield _report_row(language, [a for a in articles if a.language == language])
    yield _report_row(ALL, articles)


def _report_row(language: str, articles: Sequence[Article]) -> ReportRow:
    given = [s for article in articles for s in article.segments if _was_given(s)]
    done = [segment for segment in given if not segment.failed]
    repaired = [segment for segment in done if segment.attempts]
    rungs = Counter(_rung(segment) for segment in repaired)
    quantities = [one for segment in given for one in segment.quantities]
    names = [one for segment in given for one in segment.names]
    terms = [one for segment in given for one in segment.terms]
    return ReportRow(
        language=language,
        articles=len(articles),
        segments=len(given),
        failed=len(given) - len(done),
        flagged=sum(segment.flagged for segment in done),
        repaired=sum(_rung(segment) != "first" for segment in repaired),
        quantities=len(quantities),
        quantities_kept=_verified(quantities),
        names=len(names),
        names_kept=_verified(names),
        terms=len(terms),
        terms_kept=_verified(terms),
        rungs=", ".join(f"{rung} {n}" for rung, n in rungs.most_common() if rung != "first"),
        doubted=sum(a.detection is not None and a.detection.doubted for a in articles),
    )


def _was_given(segment: Segment) -> bool:
    return segment.status in {Status.TRANSLATED, Status.FAILED}


def _rung(segment: Segment) -> str:
    """Return the rung whose attempt the segment's English is."""
    return next((a.rung for a in segment.attempts if a.english == segment.english), "first")


def _verified(mentions: Iterable[Quantity | Name | Term]) -> int:
    return sum(mention.verified for mention in mentions)
