"""Articles that are one text: copies of it, and its translations from different languages.

Reports of one event share names and numbers; two translations of one text share them in one order.
Pairs are proposed by what they share at all (``event_index``) and judged by the heaviest sequence
of words and numbers that both have in the same order: the longest common subsequence of Wagner and
Fischer 1974, "The string-to-string correction problem", found from the places that match (Hunt and
Szymanski 1977, "A fast algorithm for computing longest common subsequences"), each weighted by the
information in it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reformtext.analysis.event_facts import Fact, word_key
from reformtext.analysis.event_index import fact_weights
from reformtext.analysis.grouping import unit_articles
from reformtext.arguments import check_share
from reformtext.segment_tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.analysis.event_index import Indexed
    from reformtext.analysis.tokens import Tokens
    from reformtext.article import Article

__all__ = ["ParallelText", "ParallelTexts", "find_parallel_texts"]

# Of what two articles share, that must stand in one order: 0.79 is the least of 240 translated
# pairs of ten held-out lines of ``models/recipe/authored``.
_IN_ORDER: Final = 0.6
_BETWEEN: Final = 0.25  # of the pairs that two groups could have, that make one text of them
_ROUNDING: Final = 1e-9
_OFTEN: Final = 12  # times a text has a word from which on its places tell nothing of order


@dataclass(frozen=True, slots=True)
class ParallelText:
    """Two articles that are one text, in one language or in two.

    Attributes:
        first: id of the one that comes first in the corpus.
        second: id of the other.
        languages: of their sources, with a hyphen between: ``id-no``.
        similarity: the share of the information in their English that both have in one order, from
            0 to 1: 1 is the same words in the same order.
        in_order: how much of what they share stands in one order, from 0 to 1.
    """

    first: str
    second: str
    languages: str
    similarity: float
    in_order: float


class ParallelTexts(Table[ParallelText]):
    """Pairs of articles that are one text, the most alike first."""

    __slots__ = ()
    row = ParallelText
    brief = ("first", "second", "languages", "similarity", "in_order")
    singular = "pair"

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the ids of the articles of each text, the largest groups first.

        Pairs are taken from the most alike on; two groups become one when a quarter of what could
        be pairs between them are: one pair that is none does not make one text of two.
        """
        members: dict[str, list[str]] = {}  # of each group, by the article that stands for it
        pairs: dict[str, Counter[str]] = defaultdict(Counter)  # between groups, likewise
        head: dict[str, str] = {}
        for pair in self:
            pairs[pair.first][pair.second] += 1
            pairs[pair.second][pair.first] += 1
        for pair in self:
            one, other = head.get(pair.first, pair.first), head.get(pair.second, pair.second)
            mine, theirs = members.get(one, [one]), members.get(other, [other])
            if one == other or pairs[one][other] < _BETWEEN * len(mine) * len(theirs):
                continue
            members[one] = mine + theirs
            members.pop(other, None)
            head |= dict.fromkeys(theirs, one)
            for third, count in pairs.pop(other).items():
                if third != one:
                    pairs[third][one] += pairs[third].pop(other)
                    pairs[one][third] += count
            del pairs[one][other]
        groups = (tuple(sorted(ids)) for ids in members.values())
        return tuple(sorted(groups, key=lambda ids: (-len(ids), ids)))


@dataclass(frozen=True, slots=True)
class _Text:
    """The keys of an article's words and numbers, in order, and the information in all of them."""

    keys: tuple[str, ...]
    places: dict[str, list[int]]
    information: float


def find_parallel_texts(corpus: Indexed, threshold: float) -> ParallelTexts:
    """Return the pairs of articles that are copies or translations of one text.

    Args:
        corpus: its articles and their index.
        threshold: the least similarity of a pair.

    Raises:
        CorpusError: when the threshold is not above 0 and at most 1.
    """
    check_share(threshold)
    texts, weights = _read(corpus.tokens, len(corpus.articles))
    found = []
    for pair in corpus.index.pairs():
        if pair.similarity < threshold - _ROUNDING:
            continue
        one, other = texts[pair.first], texts[pair.second]
        ordered, shared = _in_order(one, other, weights), _shared(one, other, weights)
        if not shared or ordered < _IN_ORDER * shared:
            continue
        similarity = ordered / math.sqrt(one.information * other.information)
        if similarity >= threshold - _ROUNDING:
            found.append((similarity, ordered / shared, pair.first, pair.second))
    found.sort(key=lambda row: (-row[0], row[2:]))
    return ParallelTexts(_rows(corpus.articles, found))


def _rows(
    articles: Sequence[Article], found: Iterable[tuple[float, float, int, int]]
) -> Iterator[ParallelText]:
    for similarity, in_order, i, j in found:
        one, other = articles[i], articles[j]
        languages = f"{one.language}-{other.language}"
        yield ParallelText(one.id, other.id, languages, similarity, in_order)


def _read(tokens: Tokens, articles: int) -> tuple[list[_Text], dict[str, float]]:
    """Return what is compared of each article, and the information in each key."""
    import numpy as np

    owner = unit_articles(tokens)[tokens.unit] if len(tokens) else np.empty(0, dtype=np.int64)
    bounds = np.searchsorted(owner, np.arange(articles + 1)).tolist()
    of_fold = [_key(word) for word in tokens.folded]
    folds = tokens.fold[tokens.ids].tolist() if len(tokens) else []
    sequences = [
        _without_frequent([key for fold in folds[start:end] if (key := of_fold[fold])])
        for start, end in pairwise(bounds)
    ]
    having = Counter(key for keys in sequences for key in set(keys))
    facts = [Fact("number" if key[0].isdigit() else "word", key) for key in having]
    counts = np.fromiter(having.values(), np.int64, len(having))
    weights = dict(zip(having, fact_weights(facts, counts, articles).tolist(), strict=True))
    return [_text(keys, weights) for keys in sequences], weights


def _key(word: str) -> str:
    return word if word[0].isdigit() else word_key(word)


def _without_frequent(keys: list[str]) -> tuple[str, ...]:
    counts = Counter(keys)
    return tuple(key for key in keys if counts[key] < _OFTEN)


def _text(keys: tuple[str, ...], weights: dict[str, float]) -> _Text:
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    return _Text(keys, dict(places), sum(weights[key] for key in keys))


def _shared(one: _Text, other: _Text, weights: dict[str, float]) -> float:
    """Return the information in what both texts have, in whatever order."""
    return sum(
        min(len(places), len(other.places[key])) * weights[key]
        for key, places in one.places.items()
        if key in other.places
    )


def _in_order(one: _Text, other: _Text, weights: dict[str, float]) -> float:
    """Return the information in the heaviest sequence that both texts have in the same order.

    A Fenwick tree (1994, "A new data structure for cumulative frequency tables") holds the heaviest
    sequence that ends before each place of the other text.
    """
    size = len(other.keys)
    tree = [0.0] * (size + 1)

    def heaviest(end: int) -> float:
        best = 0.0
        while end > 0:
            best = max(best, tree[end])
            end -= end & -end
        return best

    for key in one.keys:
        for place in reversed(other.places.get(key, ())):
            weight = heaviest(place) + weights[key]
            node = place + 1
            while node <= size:
                tree[node] = max(tree[node], weight)
                node += node & -node
    return heaviest(size)
