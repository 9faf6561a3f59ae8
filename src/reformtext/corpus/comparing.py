"""Comparing the articles of a corpus across languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.analysis.comparison import compare
from reformtext.analysis.event_index import indexed
from reformtext.analysis.events import find_events
from reformtext.analysis.near_duplicates import near_duplicates
from reformtext.analysis.parallel_texts import find_parallel_texts
from reformtext.arguments import check_number
from reformtext.corpus.finding import Finding
from reformtext.corpus.selection import Selection

if TYPE_CHECKING:
    from reformtext.analysis.comparison import Comparison
    from reformtext.analysis.event_index import Indexed
    from reformtext.analysis.events import Events
    from reformtext.analysis.near_duplicates import NearDuplicates
    from reformtext.analysis.parallel_texts import ParallelTexts
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
            CorpusError: unless one of concept and number is given, when nothing mentions it, when
                the number is none, or when no such attribute exists.
        """
        check_number("number", number)
        groups = {str(name): tuple(part) for name, part in self.group(by).items()}
        return compare(groups, concept=concept, number=number)

    def near_duplicates(
        self, threshold: float = 0.6, *, side: str = "english", shingle: int = 5
    ) -> NearDuplicates:
        """Return the pairs of articles that are nearly the same, the most alike first.

        Two articles are compared by the runs of ``shingle`` tokens that they share, in lower case:
        their Jaccard similarity.  Two translations of one text share few of them: those are found
        by ``parallel_texts``.

        ``copies = {pair.second for pair in corpus.near_duplicates()}``, then ``corpus.filter(lambda
        article: article.id not in copies)``, keeps the first of each.

        Args:
            threshold: the least similarity, above 0 and at most 1.
            side: ``english`` or ``source``.
            shingle: tokens in a row, at least 1.

        Raises:
            CorpusError: when threshold or shingle cannot be, or for another side.
        """
        return near_duplicates(self._articles, self.tokens(side), threshold, shingle)

    def _indexed(self) -> Indexed:
        return self._once("indexed", lambda: indexed(self._articles, self.tokens()))

    def parallel_texts(self, threshold: float = 0.18) -> ParallelTexts:
        """Return the pairs of articles that are one text: its copies and its translations.

        ``corpus.parallel_texts().groups()`` are the articles of each text, whatever their
        languages.  Articles are compared by the words and numbers of their English that both have
        in the same order, each by how rare it is in the corpus.  Reports of one event by two
        authors share much of that, but not the order; they are found by ``events``.

        Args:
            threshold: the least similarity of a pair, above 0 and at most 1: the share of the
                information in two articles that they have in common in one order.  Of ten
                sentences translated from two languages by the embedded model, 99 pairs in 100
                have 0.19 and more, and unrelated ones under 0.08.  Short texts that report one
                event in their own words can reach 0.35: look at what is found among them, or take
                0.5.

        Raises:
            CorpusError: when the threshold cannot be.
        """
        return find_parallel_texts(self._indexed(), threshold)

    def events(self, threshold: float = 0.15) -> Events:
        """Return what several articles tell of, in whatever languages, and why it is thought so.

        Articles are compared by their English and by what is verified in it: names, documents
        (``resolution 18``), numbers, dates, terms and words, each by how rare it is in the corpus;
        the day of publication and an outlet named after a place are weak evidence.
        ``corpus.events().links`` are the pairs that have much in common, in words;
        ``corpus.events().evidence("a1", "b7")`` all that two articles share, with the places in
        both sources.  The method is described in ``analysis.events``.

        Copies and reports of the same thing in one language are grouped as well; for copies alone
        there is ``near_duplicates``, for translations of one text ``parallel_texts``.

        Args:
            threshold: the least similarity of two linked articles, and the least average
                similarity of an event, above 0 and at most 1: the share of the information in
                two articles that they have in common.  Unrelated articles mostly have under 0.1,
                those of a small corpus on one topic up to 0.25, and whole translations of one
                text by the embedded model mostly from 0.25 on.

        Raises:
            CorpusError: when the threshold cannot be.
        """
        return find_events(self._indexed(), threshold)
