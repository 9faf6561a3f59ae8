"""Articles that say nearly the same in nearly the same words.

MinHash (Broder 1997, "On the resemblance and containment of documents") with banding (Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3) proposes pairs; each is then measured
exactly, so that no pair is reported that is not one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from reformtext.arguments import check_count, check_share
from reformtext.segment_tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    from reformtext.analysis.tokens import Tokens
    from reformtext.article import Article

    Hashes = npt.NDArray[np.uint64]

__all__ = ["NearDuplicate", "NearDuplicates", "near_duplicates"]

# 64 bands of 2: a pair of similarity 0.3 is proposed with probability 0.998, one of 0.2 with 0.93.
_BANDS: Final = 64
_ROWS: Final = 2
_CROWD: Final = 50  # a band that more articles share says little; each is paired with the next only
_SEED: Final = 1
_PRIME: Final = 1_099_511_628_211  # of the Fowler-Noll-Vo hash of 64 bits


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two articles whose texts are alike.

    Attributes:
        first: id of the one that comes first in the corpus.
        second: id of the other.
        similarity: Jaccard similarity of their shingles, from 0 to 1: 1 is the same words in the
            same order.
        languages: of their sources, with a hyphen between: ``id-no``.
    """

    first: str
    second: str
    similarity: float
    languages: str


class NearDuplicates(Table[NearDuplicate]):
    """Pairs of articles that are alike, the most alike first."""

    __slots__ = ()
    row = NearDuplicate
    brief = ("first", "second", "similarity", "languages")
    singular = "pair"


def near_duplicates(
    articles: Sequence[Article], tokens: Tokens, threshold: float, shingle: int
) -> NearDuplicates:
    """Return the pairs of articles whose shingles have at least this Jaccard similarity.

    Args:
        articles: those of ``tokens``.
        tokens: of the side that is compared.
        threshold: above 0, at most 1.
        shingle: tokens in a row that are compared, in lower case.

    Raises:
        CorpusError: when threshold or shingle cannot be.
    """
    check_share(threshold)
    check_count("a shingle is a number of tokens", shingle)
    shingles = _shingles(tokens, len(articles), shingle)
    found = ((_jaccard(shingles[i], shingles[j]), i, j) for i, j in sorted(_proposed(shingles)))
    alike = sorted((one for one in found if one[0] >= threshold), key=lambda one: -one[0])
    return NearDuplicates(
        NearDuplicate(
            articles[i].id,
            articles[j].id,
            similarity,
            f"{articles[i].language}-{articles[j].language}",
        )
        for similarity, i, j in alike
    )


def _shingles(tokens: Tokens, articles: int, length: int) -> list[Hashes]:
    """Return the distinct hashes of each article's shingles, sorted; of a short text its one."""
    import numpy as np

    owner = np.fromiter((unit.article for unit in tokens.units), np.int64, len(tokens.units))
    bounds = np.searchsorted(owner[tokens.unit], np.arange(articles + 1))
    words = _spread(tokens.fold[tokens.ids].astype(np.uint64))
    result = []
    for start, end in pairwise(bounds):
        size = min(length, end - start)
        hashes = np.zeros(max(0, end - start - size + 1) if size else 0, dtype=np.uint64)
        for offset in range(size):
            hashes = hashes * np.uint64(_PRIME) ^ words[start + offset :][: len(hashes)]
        result.append(np.unique(_spread(hashes)))
    return result


def _spread(values: Hashes) -> Hashes:
    """Return whole numbers mixed so that every bit depends on all: the finaliser of SplitMix64.

    Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
    """
    import numpy as np

    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _proposed(shingles: Sequence[Hashes]) -> set[tuple[int, int]]:
    """Return the pairs of positions of which a band of the MinHash signatures is the same."""
    import numpy as np

    random = np.random.default_rng(_SEED)
    factors = random.integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
    filled = [i for i, hashes in enumerate(shingles) if len(hashes)]
    if not filled:
        return set()
    signatures = np.stack([_signature(shingles[i], factors) for i in filled])
    pairs: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        part = signatures[:, band * _ROWS : (band + 1) * _ROWS]
        pairs |= {(filled[i], filled[j]) for i, j in _alike(part)}
    return pairs


def _signature(hashes: Hashes, factors: Hashes) -> Hashes:
    """Return the least of the hashes under each of the multiplications, shape (factors,)."""
    import numpy as np

    signature: Hashes = np.min(hashes[:, None] * factors, axis=0)
    return signature


def _alike(rows: Hashes) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions whose rows are the same."""
    import numpy as np

    order = np.lexsort(rows.T)
    same = np.all(rows[order][1:] == rows[order][:-1], axis=1)
    for run in np.split(order, np.flatnonzero(~same) + 1):
        members = sorted(run.tolist())
        if len(members) > _CROWD:
            yield from pairwise(members)
        else:
            yield from combinations(members, 2)


def _jaccard(first: Hashes, second: Hashes) -> float:
    import numpy as np

    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / (len(first) + len(second) - shared)
