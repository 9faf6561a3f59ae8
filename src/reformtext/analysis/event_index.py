"""How much articles have in common: facts weighted by information, pairs by an inverted index.

The weight of a fact is the information in having it, ``-ln`` of the share of articles that have
it: Lin 1998, "An information-theoretic definition of similarity", of which the similarity here is a
form, with the geometric mean of the two articles' information for the arithmetic one, so that it
is the cosine of vectors.  The share is smoothed by what was expected of facts of the kind, with the
weight of ten articles (a beta prior), and judged without two articles: a pair is no evidence that
what it shares is common.

Translation loses facts.  What a kind of fact counts for is the share of them that the English of
two languages has in common for the same sentences; see ``KEPT``.

Pairs are proposed by the rarest facts of each article and then measured exactly: the prefix filter
of Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search", with the prefix cut at a
fixed length.  No step looks at all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reformtext.analysis.event_facts import Fact, corpus_facts, prior, word_key
from reformtext.analysis.grouping import unit_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from reformtext.analysis.event_facts import Place
    from reformtext.analysis.tokens import Tokens
    from reformtext.article import Article

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["EXACT", "Index", "Indexed", "Pair", "build_index", "fact_weights", "indexed"]

KEPT: Final = {
    "name": 0.8,
    "document": 0.95,
    "number": 0.95,
    "date": 0.95,
    "term": 0.75,
    "published": 0.2,
    "word": 0.4,
}
"""What a kind of fact counts for: how many of a hundred are found in the translation of the same
sentence from another language, by the embedded model on the held-out lines of
``models/recipe/authored``.  The day of publication is weak evidence by choice."""

EXACT: Final = frozenset({"name", "document", "number", "date"})
"""The kinds that tell one event from another of the same topic."""

_EXPECTED: Final = 10.0  # articles that what is expected of a fact counts as much as
_PAIR: Final = 2  # articles that the share of a fact is judged without
_RAREST: Final = 40  # facts of an article that propose others
_CROWD: Final = 100  # articles that one fact proposes at most
_PROPOSED: Final = 50  # articles that are measured against each


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that were measured.

    Attributes:
        first: position of the one that comes first.
        second: of the other.
        similarity: from 0 to 1.
        common: the information in all that they share, in nats.
        exact: the information in the exact facts that they share, in nats.
    """

    first: int
    second: int
    similarity: float
    common: float
    exact: float


class Index:
    """The facts of articles as a sparse matrix, by article and by fact.

    Attributes:
        facts: every fact that some article has.
        weight: of every fact its information times what its kind counts for, shape (facts,).
        bounds: where the facts of each article begin, shape (articles + 1,).
        columns: the facts of the articles, one article after the other, shape (cells,).
        values: roots of the weights, times the root of what the place counts for, likewise.
        norms: the length of each article's vector, shape (articles,).
    """

    __slots__ = (
        *("_exact", "_postings", "_starts"),
        *("bounds", "columns", "facts", "norms", "values", "weight"),
    )

    def __init__(
        self, facts: Sequence[Fact], rows: Ints, columns: Ints, shares: Floats, articles: int
    ) -> None:
        import numpy as np

        order = np.lexsort((columns, rows))
        self.facts, rows, self.columns = tuple(facts), rows[order], columns[order]
        self.bounds = np.searchsorted(rows, np.arange(articles + 1))
        count = np.bincount(self.columns, minlength=len(facts))
        self.weight = fact_weights(self.facts, count, articles)
        self.values: Floats = np.sqrt(self.weight[self.columns] * shares[order])
        self.norms: Floats = np.sqrt(np.bincount(rows, self.values**2, minlength=articles))
        self._exact = np.fromiter((fact.kind in EXACT for fact in facts), np.float64, len(facts))
        self._postings = rows[np.argsort(self.columns, kind="stable")]
        self._starts = np.concatenate([[0], np.cumsum(count)])

    def pairs(self) -> Iterator[Pair]:
        """Yield the proposed pairs, each once, measured exactly."""
        import numpy as np

        scratch = np.zeros((2, len(self.facts)))
        seen: set[tuple[int, int]] = set()
        for one in range(len(self.norms)):
            others = self._proposed(one)
            fresh = [o for o in others.tolist() if (min(one, o), max(one, o)) not in seen]
            seen.update((min(one, o), max(one, o)) for o in fresh)
            yield from self._measured(one, np.array(fresh, dtype=np.int64), scratch)

    def shared(self, first: int, second: int) -> list[tuple[Fact, float]]:
        """Return the facts that two articles share and what each counts for, the most first."""
        import numpy as np

        (one, left), (other, right) = map(self.row, (first, second))
        common, i, j = np.intersect1d(one, other, assume_unique=True, return_indices=True)
        counts = left[i] * right[j]
        best = np.argsort(-counts, kind="stable").tolist()
        return [(self.facts[common[k]], float(counts[k])) for k in best]

    def row(self, article: int) -> tuple[Ints, Floats]:
        """Return the facts of an article, in order, and their values."""
        part = slice(self.bounds[article], self.bounds[article + 1])
        return self.columns[part], self.values[part]

    def _proposed(self, one: int) -> Ints:
        """Return the articles that share the most information in the rarest facts of one."""
        import numpy as np

        columns, _ = self.row(one)
        useful = columns[self._starts[columns + 1] - self._starts[columns] > 1]
        rarest = useful[np.argsort(-self.weight[useful], kind="stable")[:_RAREST]]
        lists = [self._having(column, one) for column in rarest.tolist()]
        if not lists:
            return np.empty(0, dtype=np.int64)
        found = np.concatenate(lists)
        weights = np.repeat(self.weight[rarest], [len(part) for part in lists])
        others, inverse = np.unique(found, return_inverse=True)
        in_common = np.bincount(inverse, weights)
        in_common[others == one] = -1
        best: Ints = others[
            np.argsort(-in_common, kind="stable")[: min(_PROPOSED, len(others) - 1)]
        ]
        return best

    def _having(self, column: int, one: int) -> Ints:
        """Return the articles that have a fact; of a crowd, those nearest to one of them."""
        having = self._postings[self._starts[column] : self._starts[column + 1]]
        if len(having) <= _CROWD:
            return having
        first = int(having.searchsorted(one)) - _CROWD // 2
        first = min(max(first, 0), len(having) - _CROWD)
        return having[first : first + _CROWD]

    def _measured(self, one: int, others: Ints, scratch: Floats) -> Iterator[Pair]:
        """Yield one article with each of others; ``scratch`` is left as it was, all zero."""
        import numpy as np

        if not len(others):
            return
        columns, values = self.row(one)
        scratch[0, columns] = values
        scratch[1, columns] = values * self._exact[columns]
        sizes = self.bounds[others + 1] - self.bounds[others]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        cells = np.arange(sizes.sum()) + np.repeat(self.bounds[others] - starts, sizes)
        products = scratch[:, self.columns[cells]] * self.values[cells]
        common, exact = np.add.reduceat(products, starts, axis=1)
        scratch[:, columns] = 0
        similar = np.minimum(common / (self.norms[one] * self.norms[others]), 1)
        rows = zip(others.tolist(), similar.tolist(), common.tolist(), exact.tolist(), strict=True)
        for other, *measures in rows:
            yield Pair(min(one, other), max(one, other), *measures)


@dataclass(frozen=True, slots=True)
class Indexed:
    """The articles of a corpus with all that is compared of them.

    Attributes:
        articles: in the order of the corpus.
        tokens: of their English.
        facts: of each article, with their places.
        index: of the facts and the words.
    """

    articles: Sequence[Article]
    tokens: Tokens
    facts: Sequence[Mapping[Fact, Place]]
    index: Index


def indexed(articles: Sequence[Article], tokens: Tokens) -> Indexed:
    """Return articles with the index of their facts and of the words of their English."""
    facts = corpus_facts(articles)
    return Indexed(articles, tokens, facts, build_index(facts, tokens))


def build_index(facts: Sequence[Mapping[Fact, Place]], tokens: Tokens) -> Index:
    """Return the index of articles by their facts and by the words of their English.

    Args:
        facts: of each article.
        tokens: of the English of the same articles.
    """
    import numpy as np

    known: dict[Fact, int] = {}
    cells = [
        (row, known.setdefault(fact, len(known)), place.share)
        for row, article in enumerate(facts)
        for fact, place in article.items()
    ]
    rows, columns, shares = (
        (np.array(c) for c in zip(*cells, strict=True))
        if cells
        else (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    )
    of_words, words = _word_cells(tokens, known)
    return Index(
        tuple(known),
        np.concatenate([rows, of_words]).astype(np.int64),
        np.concatenate([columns, words]).astype(np.int64),
        np.concatenate([shares, np.ones(len(words))]),
        len(facts),
    )


def _word_cells(tokens: Tokens, known: dict[Fact, int]) -> tuple[Ints, Ints]:
    """Return the articles and the words that they have, each pair once; new words are added."""
    import numpy as np

    keys = [word_key(word) for word in tokens.folded]
    column = np.array(
        [known.setdefault(Fact("word", key), len(known)) if key else -1 for key in keys],
        dtype=np.int64,
    )
    words = column[tokens.fold[tokens.ids]] if len(tokens) else np.empty(0, dtype=np.int64)
    articles = unit_articles(tokens)[tokens.unit] if len(tokens) else words
    there = words >= 0
    cells = np.unique(np.stack([articles[there], words[there]]), axis=1)
    return cells[0], cells[1]


def fact_weights(facts: Sequence[Fact], count: Ints, articles: int) -> Floats:
    """Return the information in each fact times what its kind counts for, shape (facts,).

    Args:
        facts: each once.
        count: articles that have each, shape (facts,).
        articles: of the corpus.
    """
    import numpy as np

    expected = np.fromiter(map(prior, facts), np.float64, len(facts))
    kept = np.fromiter((KEPT[fact.kind] for fact in facts), np.float64, len(facts))
    others = max(articles - _PAIR, 0) + _EXPECTED
    share = (np.maximum(count - _PAIR, 0) + _EXPECTED * expected) / others
    weights: Floats = -np.log(np.minimum(share, 1.0)) * kept
    return weights
