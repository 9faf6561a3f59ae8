"""Segments as articles of their own, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from reformtext.article import Article, Failure, Name, Quantity, Segment, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["joined", "pieces"]

_STAGE: Final = "reshape"
_PIECE: Final = "piece"
_PLACE: Final = re.compile(r"characters ([0-9]+)-([0-9]+) of ([0-9]+)")
Mention = TypeVar("Mention", Quantity, Name, Term)


def pieces(article: Article) -> Iterator[Article]:
    """Yield an article a segment; their sources, put together, are the article's.

    Each has the article's language, metadata and trace.  A failure goes with the piece where it
    begins, one of the whole article with the first.
    """
    total = len(article.source)
    bounds = [0, *(segment.span.start for segment in article.segments[1:]), total]
    for number, (start, end) in enumerate(pairwise(bounds)):
        segments = article.segments[number : number + 1]
        piece = replace(
            article,
            id=f"{article.id}#{start}-{end}",
            source=article.source[start:end],
            segments=tuple(moved(segment, -start) for segment in segments),
            failures=tuple(_failures(article, start, end)),
        )
        yield piece.noted(_STAGE, _PIECE, f"characters {start}-{end} of {total}")


def joined(parts: Iterable[Article]) -> Iterator[Article]:
    """Yield the articles that pieces are of; an article that is no piece is yielded as it is."""
    for name, group in groupby(parts, key=_whole):
        if name is None:
            yield from group
        else:
            yield _join(name, list(group))


def moved(segment: Segment, by: int) -> Segment:
    """Return a segment whose place, and what is found in it, is ``by`` characters further on."""
    return replace(
        segment,
        span=segment.span.moved(by),
        quantities=tuple(_moved(one, by) for one in segment.quantities),
        names=tuple(_moved(one, by) for one in segment.names),
        terms=tuple(_moved(one, by) for one in segment.terms),
    )


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, span=mention.span.moved(by))


def _failures(article: Article, start: int, end: int) -> Iterator[Failure]:
    """Yield the failures that begin between two places, or at the very end of the source."""
    last = end == len(article.source)
    for failure in article.failures:
        place = failure.span.start if failure.span else 0
        if start <= place < end or (last and place >= end):
            yield _shifted(failure, -start)


def _shifted(failure: Failure, by: int) -> Failure:
    return replace(failure, span=failure.span.moved(by)) if failure.span else failure


def _place(article: Article) -> tuple[int, int, int] | None:
    """Return where a piece begins and ends in its article, and that one's length."""
    last = article.trace[-1:]
    if not last or (last[0].stage, last[0].name) != (_STAGE, _PIECE):
        return None
    found = _PLACE.fullmatch(last[0].detail)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _whole(article: Article) -> str | None:
    """Return the id of the article that a piece is of."""
    place = _place(article)
    return None if place is None else article.id.removesuffix(f"#{place[0]}-{place[1]}")


def _join(name: str, parts: list[Article]) -> Article:
    source = ""
    segments: list[Segment] = []
    failures: list[Failure] = []
    for part in parts:
        by = len(source)
        segments += [moved(segment, by) for segment in part.segments]
        failures += [_shifted(failure, by) for failure in part.failures]
        source += part.source
    article = replace(
        parts[0],
        id=name,
        source=source,
        segments=tuple(segments),
        failures=tuple(failures),
        trace=parts[0].trace[:-1],
    )
    places = [place for part in parts if (place := _place(part))]
    follows = all(one[1] == other[0] for one, other in pairwise(places))
    if follows and places[0][0] == 0 and places[-1][1] == places[-1][2]:
        return article
    kept = ", ".join(f"{start}-{end}" for start, end, _ in places)
    return article.noted(_STAGE, "some pieces only", f"characters {kept}")
