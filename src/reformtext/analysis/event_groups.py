"""Linked articles put together, as long as they are alike on average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformtext.analysis.event_index import Index

__all__ = ["merged"]


_COHESION: Final = 0.5  # of the average similarity within a group, that another needs to join it


@dataclass(slots=True)
class _Group:
    """Articles, the sum of their vectors, each of length 1, and the square of its length."""

    members: list[int]
    total: dict[int, float]
    square: float = 1.0

    @property
    def cohesion(self) -> float:
        """The average similarity of the articles with one another; 0 of one."""
        size = len(self.members)
        return (self.square - size) / (size * (size - 1)) if size > 1 else 0.0

    def take(self, other: _Group, common: float) -> None:
        """Add the articles of another group; ``common`` is the product of the two sums."""
        self.members += other.members
        self.square += other.square + 2 * common
        for fact, value in other.total.items():
            self.total[fact] = self.total.get(fact, 0.0) + value


def merged(
    index: Index, links: Iterable[tuple[int, int]], threshold: float, enough: float
) -> list[list[tuple[int, float]]]:
    """Return groups of two and more articles, by links taken one after the other.

    Two groups become one when the average similarity between their articles reaches the
    threshold, and half of the average within the more alike of the two: reports of another event
    that repeat some of this one's background fall short of that.  Copies of one text in one
    language are more alike than any translation, so that no more than ``enough`` is asked.

    Args:
        index: of the articles.
        links: positions of articles, the most similar first.
        threshold: an average similarity, above 0.
        enough: the average similarity that always suffices.

    Returns:
        The members of each group with their average similarity with the others, the most typical
        first.
    """
    groups: dict[int, _Group] = {}
    refused: set[frozenset[tuple[int, int]]] = set()
    for pair in links:
        one, other = (groups.setdefault(i, _alone(index, i)) for i in pair)
        tried = frozenset((group.members[0], len(group.members)) for group in (one, other))
        if one is other or tried in refused:
            continue
        common = _dot(one.total, other.total)
        average = common / (len(one.members) * len(other.members))
        if average >= min(_needed(one, other, threshold), enough):
            small, large = sorted((one, other), key=lambda group: len(group.total))
            large.take(small, common)
            groups |= dict.fromkeys(small.members, large)
        else:
            refused.add(tried)
    distinct = {id(group): group for group in groups.values() if len(group.members) > 1}
    return [_ranked(index, group) for group in distinct.values()]


def _alone(index: Index, article: int) -> _Group:
    return _Group([article], _unit(index, article))


def _unit(index: Index, article: int) -> dict[int, float]:
    """Return the vector of an article, of length 1."""
    columns, values = index.row(article)
    norm = index.norms[article] or 1.0
    return dict(zip(columns.tolist(), (values / norm).tolist(), strict=True))


def _needed(one: _Group, other: _Group, threshold: float) -> float:
    """Return the average similarity that two groups need, by how alike the articles in them are."""
    return max(threshold, _COHESION * max(one.cohesion, other.cohesion))


def _dot(one: dict[int, float], other: dict[int, float]) -> float:
    small, large = sorted((one, other), key=len)
    return sum(value * large.get(fact, 0.0) for fact, value in small.items())


def _ranked(index: Index, group: _Group) -> list[tuple[int, float]]:
    """Return the members with their average similarity with the others, the highest first."""
    others = len(group.members) - 1
    found = [(i, (_dot(_unit(index, i), group.total) - 1) / others) for i in group.members]
    return sorted(found, key=lambda one: (-one[1], one[0]))
