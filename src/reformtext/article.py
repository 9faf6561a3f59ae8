"""The values that the stages hand on: spans, segments, detections, articles.

Everything here is frozen.  Offsets are characters of the article's source, never of anything
derived from it; ``[start, end)`` as in a slice.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reformtext.errors import PartitionError
from reformtext.text import count_breaks, counted, lines, repair
from reformtext.values import Attempt, Check, Name, Quantity, Span, Term

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = [
    "BOILERPLATE",
    "Article",
    "Attempt",
    "Change",
    "Check",
    "Detection",
    "Failure",
    "Kind",
    "Metadata",
    "Name",
    "Quantity",
    "Segment",
    "Span",
    "Status",
    "Term",
    "Vote",
]


class Kind(StrEnum):
    """What a segment is in its article."""

    HEADING = "heading"
    BODY = "body"  # a paragraph that has not been split into sentences, or a list item's marker
    SENTENCE = "sentence"
    CAPTION = "caption"
    BYLINE = "byline"
    AD_MARKER = "ad_marker"
    SOURCE_LINE = "source_line"
    COMMENT_COUNTER = "comment_counter"
    RELATED_LINK = "related_link"  # to another article: ``Baca juga: …``


BOILERPLATE = frozenset({Kind.AD_MARKER, Kind.SOURCE_LINE, Kind.COMMENT_COUNTER, Kind.RELATED_LINK})
"""The kinds that the page added to the article: they are not part of its English."""


class Status(StrEnum):
    """What became of a segment."""

    PENDING = "pending"  # not yet translated
    TRANSLATED = "translated"
    KEPT = "kept"  # needs no translation: English, a name, a number, a sign
    BOILERPLATE = "boilerplate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an article: where it stands in the source, what it is, what became of it.

    Attributes:
        span: its place in the article's source.
        source: the characters at that place, unaltered.
        kind: what it is.
        status: what became of it.
        english: the English; empty while pending, for boilerplate and for failures.
        score: mean log-probability of the tokens of the translation, at most 0; None unless
            translated.
        checks: what was checked, passed or not.
        attempts: every try at its English, in order, where the first was not taken.
        quantities: the numbers, dates and identifiers of the source, each found in the English
            or not.
        names: its names, likewise.
        terms: its mentions of concepts of the glossary, likewise.
        reason: why it failed; empty unless failed.
    """

    span: Span
    source: str
    kind: Kind
    status: Status = Status.PENDING
    english: str = ""
    score: float | None = None
    checks: tuple[Check, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    names: tuple[Name, ...] = ()
    terms: tuple[Term, ...] = ()
    reason: str = ""

    @classmethod
    def cut(cls, text: str, start: int, end: int, kind: Kind) -> Segment:
        """Return the segment of ``text`` from ``start`` to ``end``.

        Boilerplate has its status at once; everything else is pending.
        """
        status = Status.BOILERPLATE if kind in BOILERPLATE else Status.PENDING
        return cls(Span(start, end), text[start:end], kind, status)

    @classmethod
    def of_lines(cls, text: str) -> tuple[Segment, ...]:
        """Return every line of ``text`` that is not blank as a segment of kind ``body``."""
        return tuple(cls.cut(text, start, end, Kind.BODY) for start, end in lines(text))

    @property
    def failed(self) -> bool:
        """Whether it could not be translated."""
        return self.status is Status.FAILED

    @property
    def flagged(self) -> bool:
        """Whether it has English that a check says something against."""
        return not self.failed and any(check.doubtful for check in self.checks)

    def as_failed(self, reason: str) -> Segment:
        """Return the segment marked as failed, with the reason."""
        return replace(self, status=Status.FAILED, english="", score=None, reason=reason)


@dataclass(frozen=True, slots=True)
class Vote:
    """What one detection engine said of a text."""

    engine: str
    language: str
    score: float


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text.

    Attributes:
        language: a BCP-47 code: ``id``, ``pl``, ``no``, ``ro``, another language's, or ``und``
            when the engines do not agree or there is too little text.
        variety: ``nb`` or ``nn`` for Norwegian, otherwise empty.
        confidence: from 0 to 1; 1 only where the language was given.
        votes: what each engine said; where the language was given, only if it is doubted.
    """

    language: str
    variety: str = ""
    confidence: float = 0.0
    votes: tuple[Vote, ...] = ()

    @property
    def doubted(self) -> bool:
        """Whether the language was given, and the engines are sure of another."""
        return self.confidence == 1 and bool(self.votes)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article beside its text; unknown values are empty.

    Attributes:
        title: its headline, in the language that it was published in.
        source_url: where it was published.
        outlet: who published it, as a host name (``nhandan.vn``).
        author: who wrote it.
        published: when, as ISO 8601, as exactly as is known (``2025-10-30T19:59:20``).
        path: the file, or file and row, that it was read from.
    """

    title: str = ""
    source_url: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One named thing that a stage did, or found, on the way from source to English."""

    stage: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that went wrong: in which stage, why, and where (None: the whole article)."""

    stage: str
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its source, never altered, and all that was found out about it.

    Attributes:
        id: its identity in a corpus.
        source: the text as read.
        detection: its language; None until detected.
        metadata: title, URL, outlet, author, time.
        segments: a partition of the source; empty until cleaned.
        trace: what the stages did, in order.
        failures: what went wrong.

    Raises:
        PartitionError: when segments are given that do not give the source back.
    """

    id: str
    source: str
    detection: Detection | None = None
    metadata: Metadata = field(default_factory=Metadata)
    segments: tuple[Segment, ...] = ()
    trace: tuple[Change, ...] = ()
    failures: tuple[Failure, ...] = ()

    def __post_init__(self) -> None:
        if self.segments:
            _check_partition(self.source, self.segments)

    @property
    def language(self) -> str:
        """The language code; ``und`` until detected."""
        return self.detection.language if self.detection else "und"

    @property
    def title(self) -> str:
        """The title in English if it stands in the text, as a heading or first of all.

        Else, and where it could not be translated, it is the title of the metadata.
        """
        given = self.metadata.title
        words = given.split()
        for i, segment in enumerate(self.segments if words else ()):
            likely = segment.kind is Kind.HEADING or i == 0
            english = _in_english(words, self.segments[i:]) if likely else None
            if english is not None:
                return english or given
        return given

    @property
    def english(self) -> str:
        """The English text: every segment but boilerplate, with the source's line breaks.

        A segment that failed stands in it as ``[untranslated: its source]``, which no count of
        English words includes.
        """
        return "".join(gap + text for _, gap, text in _english_parts(self.source, self.segments))

    @property
    def english_places(self) -> tuple[tuple[Segment, Span], ...]:
        """Every segment that stands in ``english``, in order, with its place there."""
        places, position = [], 0
        for segment, gap, text in _english_parts(self.source, self.segments):
            start = position + len(gap)
            position = start + len(text)
            places.append((segment, Span(start, position)))
        return tuple(places)

    @property
    def coverage(self) -> float:
        """The share of the source's non-space characters that are in a segment, 0 to 1.

        Of an empty source it is 1, unless it is empty because it could not be read.
        """
        total = len("".join(self.source.split()))
        covered = sum(len("".join(segment.source.split())) for segment in self.segments)
        return covered / total if total else float(not self.failures)

    @property
    def failed(self) -> bool:
        """Whether anything went wrong with the article or one of its segments."""
        return bool(self.failures) or any(segment.failed for segment in self.segments)

    def count(self, status: Status) -> int:
        """Return how many segments have a status."""
        return sum(segment.status is status for segment in self.segments)

    def noted(self, stage: str, name: str, detail: str = "") -> Article:
        """Return the article with one more named change in its trace."""
        return replace(self, trace=(*self.trace, Change(stage, name, detail)))

    def failing(self, stage: str, reason: str, span: Span | None = None) -> Article:
        """Return the article with one more failure."""
        return replace(self, failures=(*self.failures, Failure(stage, reason, span)))

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Write the article to a page that opens in any browser: source and English side by side.

        Raises:
            OSError: when the file cannot be written; what was there is untouched.
        """
        from reformtext.static_pages import write_article

        write_article(self, path)

    def _repr_html_(self) -> str:
        from reformtext.article_display import article_html

        return article_html(self)

    def __repr__(self) -> str:
        title = self.title or self.source[:40]
        return (
            f"<Article {self.id!r} {self.language} {title[:40]!r}: "
            f"{counted(len(self.source), 'character')}, {counted(len(self.segments), 'segment')}>"
        )


def _in_english(words: list[str], segments: tuple[Segment, ...]) -> str | None:
    """Return the English of the segments that begin with words and say no more; None: none do.

    It is empty where one of them has no English.
    """
    parts: list[str] = []
    for segment in segments:
        own = repair(segment.source).split()
        if words[: len(own)] != own:
            return None
        parts.append(segment.english)
        words = words[len(own) :]
        if not words:
            return " ".join(parts) if all(parts) else ""
    return None


def _check_partition(source: str, segments: tuple[Segment, ...]) -> None:
    """Raise PartitionError unless the segments and white space between them are the source."""
    position = 0
    for segment in segments:
        start, end = segment.span.start, segment.span.end
        between = source[position:start]
        if start < position or (between and not between.isspace()):
            raise PartitionError(
                f"segment {start}–{end} does not follow on position {position}: "
                f"found {between!r} between, expected white space only"
            )
        if segment.source != source[start:end] or start == end:
            raise PartitionError(
                f"segment {start}–{end} holds {segment.source[:60]!r}, "
                f"but the source there is {source[start : min(end, start + 60)]!r}"
            )
        position = end
    rest = source[position:]
    if rest and not rest.isspace():
        raise PartitionError(f"no segment holds the source from {position} on: {rest[:60]!r}")


def _english_parts(
    source: str, segments: tuple[Segment, ...]
) -> Iterator[tuple[Segment, str, str]]:
    """Yield every segment of the English, with what stands before it and what it says."""
    position: int | None = None
    for segment in segments:
        english = f"[untranslated: {segment.source}]" if segment.failed else segment.english
        if segment.status is Status.BOILERPLATE or not english:
            continue
        yield (
            segment,
            "" if position is None else _gap(source[position : segment.span.start]),
            english,
        )
        position = segment.span.end


def _gap(between: str) -> str:
    """Return what separates two pieces of English, by what separates their sources.

    Where boilerplate stood between, it is the white space on its wider side.
    """
    before = between[: len(between) - len(between.lstrip())]
    after = between[len(between.rstrip()) :]
    breaks = max(count_breaks(before), count_breaks(after))
    return "\n" * min(breaks, 2) or " "
