"""Counting in the articles of a corpus: frequencies, matrices, keyness, diversity, dispersion.

A word is a token by the rules of Unicode Standard Annex #29, in lower case, composed Unicode and
with the commas of Romanian (``ş`` is ``ș``); punctuation is none, and n-grams and collocations go
over it, within a segment.  Boilerplate is not counted.  ``by``
is what articles are counted by: ``article``, the name of an attribute as in ``Corpus.filter``
(``language``, ``outlet``, ``year``), ``month``, or a function of an article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reformtext.analysis.collocations import find_collocations
from reformtext.analysis.concordance import pattern_places, token_ids
from reformtext.analysis.dispersion import measure_dispersion
from reformtext.analysis.diversity import measure_diversity
from reformtext.analysis.feature_matrix import build_matrix
from reformtext.analysis.frequencies import count_features
from reformtext.analysis.grouping import Groups
from reformtext.analysis.keyness import compare_groups
from reformtext.analysis.ngrams import Wanted
from reformtext.analysis.readability import measure_readability
from reformtext.analysis.stop_words import stop_word_set
from reformtext.article import Article
from reformtext.corpus.conditions import key_of
from reformtext.corpus.finding import Finding
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    from reformtext.analysis.collocations import Collocations
    from reformtext.analysis.dispersion import Dispersion
    from reformtext.analysis.diversity import Diversity
    from reformtext.analysis.feature_matrix import FeatureMatrix
    from reformtext.analysis.frequencies import Frequencies
    from reformtext.analysis.keyness import Keyness
    from reformtext.analysis.readability import Readability

__all__ = ["Counting"]

By = str | Callable[[Article], object]
StopWords = bool | Iterable[str] | None


class Counting(Finding):
    """What counts words, compares groups of articles and measures texts."""

    __slots__ = ()

    def frequencies(
        self,
        n: int = 1,
        *,
        by: By | None = None,
        side: str = "english",
        stop_words: StopWords = None,
        numbers: bool = True,
        minimum: int = 1,
        pattern: str | None = None,
    ) -> Frequencies:
        """Return how often words or n-grams occur, the most frequent of every group first.

        ``corpus.frequencies(2, by="language", stop_words=True)`` are the pairs of words of each
        language; ``corpus.frequencies(pattern="streamlin*", by="year")`` one word over the years.

        Args:
            n: words of a feature; 2 for pairs of words in a row.
            by: what to count by, as in ``corpus.counting``; None for all articles together.
            side: ``english`` or ``source``.
            stop_words: to leave out: True for the English list, or a collection of words.  An
                n-gram with one of them is left out; what is left does not close up.
            numbers: whether features with a digit are counted.
            minimum: occurrences of a feature in the whole corpus.
            pattern: words in a row that a feature must have, each a glob.

        Raises:
            CorpusError: when an option cannot be; the message says what can.
        """
        wanted = Wanted(stop_word_set(stop_words, side), numbers, pattern, minimum)
        return count_features(self.tokens(side), self._groups(by, side), n, wanted)

    def dfm(
        self,
        *,
        by: By = "article",
        n: int = 1,
        side: str = "english",
        stop_words: StopWords = None,
        numbers: bool = True,
        minimum: int = 1,
        minimum_articles: int = 1,
        pattern: str | None = None,
    ) -> FeatureMatrix:
        """Return the document-feature matrix: a row a group, a column a word or n-gram.

        ``corpus.dfm(stop_words=True, minimum_articles=5).matrix`` is a sparse matrix of counts
        for scikit-learn and the like.  Articles without words keep their rows.

        Args:
            by: as in ``frequencies``, or ``segment`` for a row a segment that has text, named
                by its article's id, a full stop and its position there.
            n: words of a feature.
            side: ``english`` or ``source``.
            stop_words: as in ``frequencies``.
            numbers: whether features with a digit are counted.
            minimum: occurrences of a feature in the whole corpus.
            minimum_articles: articles that it occurs in.
            pattern: words in a row that a feature must have, each a glob.

        Raises:
            CorpusError: when an option cannot be; the message says what can.
            MissingExtraError: when scipy is not installed.
        """
        tokens = self.tokens(side)
        wanted = Wanted(stop_word_set(stop_words, side), numbers, pattern, minimum)
        groups = self._segments(side) if by == "segment" else self._groups(by, side)
        return build_matrix(tokens, groups, n, wanted, minimum_articles)

    def collocations(
        self,
        pattern: str | None = None,
        *,
        window: int = 1,
        minimum: int = 5,
        measure: str = "g2",
        above: float | None = 0,
        side: str = "english",
        stop_words: StopWords = None,
        numbers: bool = True,
    ) -> Collocations:
        """Return pairs of words that stand together more often than by chance, the strongest first.

        ``corpus.collocations(stop_words=True)`` are words side by side;
        ``corpus.collocations("apparatus", window=5)`` is what stands up to five words from one.

        Args:
            pattern: a glob that one of the two must match; None for any.
            window: how many words on the second may stand; 1 for words side by side.
            minimum: occurrences of a pair; rare ones are strong by chance.
            measure: ``g2``, log-likelihood by Dunning (1993), for how sure an association is,
                or ``npmi``, normalised pointwise mutual information by Bouma (2009), for how
                close it is.  Both are below 0 for words that keep apart.
            above: what the score is to exceed: with 0, pairs that stand together no more often than
                by chance are left out; None for all.
            side: ``english`` or ``source``.
            stop_words: as in ``frequencies``; they change no score.
            numbers: whether pairs with a digit are counted.

        Raises:
            CorpusError: when an option cannot be; the message says what can.
        """
        tokens = self.tokens(side)
        wanted = Wanted(stop_word_set(stop_words, side), numbers, pattern, minimum)
        return find_collocations(tokens, window, measure, wanted, above=above)

    def keyness(
        self,
        by: By,
        target: object,
        *,
        reference: object = None,
        n: int = 1,
        minimum: int = 5,
        side: str = "english",
        stop_words: StopWords = None,
        numbers: bool = True,
    ) -> Keyness:
        """Return the features that set some groups apart from others, the strongest first.

        ``corpus.keyness("language", "no")`` compares Norwegian articles with all others;
        ``corpus.keyness("year", "2025", reference="2024")`` one year with another.

        Log-likelihood G2 is of the two-by-two table of Dunning (1993), used for keyness by Rayson
        and Garside, "Comparing corpora using frequency profiling", 2000, without the correction of
        Williams that quanteda makes unless told otherwise; it is below 0 for features of the
        reference.  The log ratio is Hardie's, "Log Ratio: an informal introduction", 2014, with
        0.5 for a count of 0.  All words of both sides are the totals, left out or not.

        Args:
            by: what groups the articles, as in ``frequencies``.
            target: a group, or several.
            reference: a group, or several; None for all others.
            n: words of a feature.
            minimum: occurrences of a feature in target and reference together.
            side: ``english`` or ``source``.
            stop_words: as in ``frequencies``.
            numbers: whether features with a digit are compared.

        Raises:
            CorpusError: when a group is absent, on both sides or without words, or when another
                option cannot be.
        """
        wanted = Wanted(stop_word_set(stop_words, side), numbers, minimum=minimum)
        groups = self._groups(by, side)
        return compare_groups(self.tokens(side), groups, target, reference, n=n, wanted=wanted)

    def diversity(
        self, by: By | None = "article", *, side: str = "english", window: int = 50
    ) -> Diversity:
        """Return how varied the words are: types, type-token ratios, Yule's K, hapaxes.

        ``corpus.diversity("outlet").plot()`` compares outlets by the moving average, which does
        not depend on length as the plain ratio does.  Outlets with fewer words than the window are
        left out of the chart, which says so.

        Args:
            by: as in ``frequencies``; None for the whole corpus as one text.
            side: ``english`` or ``source``.
            window: of the moving average, in words; texts that are shorter have none.

        Raises:
            CorpusError: when an option cannot be.
        """
        return measure_diversity(self.tokens(side), self._groups(by, side), window)

    def readability(self, by: By | None = "article") -> Readability:
        """Return how hard the English is to read: Flesch, Flesch–Kincaid, LIX.

        ``corpus.readability("language").to_pandas()`` compares what was translated from each
        language: it is the English of the translation that is measured.  Only segments of kind
        ``sentence`` count.

        Args:
            by: as in ``frequencies``; None for the whole corpus as one text.

        Raises:
            CorpusError: when no such attribute exists.
        """
        tokens = self.tokens("english")
        return measure_readability(self._articles, tokens, self._groups(by, "english"))

    def dispersion(
        self,
        pattern: str,
        by: By = "article",
        *,
        side: str = "english",
        regex: bool = False,
        case_sensitive: bool = False,
    ) -> Dispersion:
        """Return how evenly a word or phrase is spread over articles or groups of them.

        ``corpus.dispersion("apparatus").plot()`` is a lexical dispersion plot;
        ``corpus.dispersion("apparatus").dp`` Gries' deviation of proportions.

        Args:
            pattern: words with spaces between them, each a glob, as in ``kwic``.
            by: as in ``frequencies``.
            side: ``english`` or ``source``.
            regex: whether each word is a regular expression for a whole token instead.
            case_sensitive: whether capitals count.

        Raises:
            CorpusError: when the pattern cannot be understood, no such attribute exists, or the
                corpus has no words.
        """
        tokens = self.tokens(side)
        pieces = token_ids(tokens, pattern, regex=regex, case_sensitive=case_sensitive)
        places = pattern_places(tokens, pieces)
        return measure_dispersion(tokens, self._groups(by, side), pattern, places)

    def _groups(self, by: By | None, side: str) -> Groups:
        """Return the groups of the texts on a side."""
        if by == "article":
            return self._once(("articles", side), lambda: self._by_article(side))
        name = by if isinstance(by, str) else getattr(by, "__name__", "group")
        get = (lambda _: "all") if by is None else _counted_by(by)
        labels = [str(get(article)) for article in self._articles]
        return Groups.of_labels(labels, self.tokens(side), name)

    def _by_article(self, side: str) -> Groups:
        return Groups.of_articles(self.ids, self.tokens(side))

    def _segments(self, side: str) -> Groups:
        ids = self.ids
        return Groups.of_units(
            [f"{ids[unit.article]}.{unit.segment}" for unit in self.tokens(side).units]
        )


def _counted_by(by: By) -> Callable[[Article], object]:
    """Return what gets the name of an article's group.

    Raises:
        CorpusError: when there is no such attribute.
    """
    try:
        return key_of(by)
    except CorpusError as error:
        raise CorpusError(f"{error}, and, to count by, article") from None
