"""Comparing the articles of a corpus across languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.analysis.comparison import compare
from reformtext.analysis.near_duplicates import near_duplicates
from reformtext.corpus.finding import Finding
from reformtext.corpus.selection import Selection

if TYPE_CHECKING:
    from reformtext.analysis.comparison import Comparison
    from reformtext.analysis.near_duplicates import NearDuplicates
    from reformtext.corpus.selection import Key

__all__ = ["Comparing"]


class Comparing(Selection, Finding):
    """What sets the articles of a corpus side by side."""

    __slots__ = ()

    def compare(
        self, *, concept: str | None = None, number: float | None = None, by: Key = "language"
    ) -> Comparison:
        """Return how often groups of articles mention a concept or number, and what is kept of it.

        ``corpus.compare(concept="peoples_committee").verdict()`` says whether the languages differ
        in their texts or in how they were translated; its ``mentions`` have the sentences on both
        sides.

        Args:
            concept: of the glossary.
            number: a value, instead of a concept.
            by: what makes the groups: an attribute, as in ``filter``, or a function of an article.

        Raises:
            CorpusError: unless one of concept and number is given, when nothing mentions it, or
                when no such attribute exists.
        """
        groups = {str(name): tuple(part) for name, part in self.group(by).items()}
        return compare(groups, concept=concept, number=number)

    def near_duplicates(
        self, threshold: float = 0.6, *, side: str = "english", shingle: int = 5
    ) -> NearDuplicates:
        """Return the pairs of articles that are nearly the same, the most alike first.

        Two articles are compared by the runs of ``shingle`` tokens that they share, in lower case:
        their Jaccard similarity.  In the English, articles of different languages can be alike too,
        but two translations of one text share far fewer runs than two copies do: compare them with
        ``shingle=1`` or 2 and look at what is found.

        ``corpus.filter(lambda article: article.id not in {pair.second for pair in
        corpus.near_duplicates()})`` keeps the first of each.

        Args:
            threshold: the least similarity, above 0 and at most 1.
            side: ``english`` or ``source``.
            shingle: tokens in a row, at least 1.

        Raises:
            CorpusError: when threshold or shingle cannot be, or for another side.
        """
        return near_duplicates(self._articles, self.tokens(side), threshold, shingle)
