"""Looking into the articles of a corpus: their segments, mentions, failures, words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reformtext.analysis.concordance import concept_places, find, pattern_places, token_ids
from reformtext.analysis.figures import FigureTable, figures, lies_between
from reformtext.analysis.full_text import FullText
from reformtext.analysis.tokens import SIDES, Tokens
from reformtext.arguments import check_bounds, check_choice, listed
from reformtext.article import Kind, Status
from reformtext.checking import ALL
from reformtext.corpus.base import Articles
from reformtext.errors import CorpusError
from reformtext.quantities.units import check_unit
from reformtext.reports import MentionTable, mention_rows
from reformtext.segment_tables import FailureTable, SegmentTable, failure_rows, segment_rows
from reformtext.values import NOTES, QuantityKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reformtext.analysis.concordance import Concordance
    from reformtext.analysis.full_text import SearchHits

__all__ = ["Finding"]

_MENTIONS = (*QuantityKind, "name", "term")


class Finding(Articles):
    """What finds segments, mentions, failures and words."""

    __slots__ = ()

    def segments(
        self,
        status: str | Iterable[str] | None = None,
        kind: str | Iterable[str] | None = None,
        *,
        failing: str | None = None,
        flagged: bool | None = None,
    ) -> SegmentTable:
        """Return the segments of all articles as a table, one row a segment.

        Args:
            status: a ``Status`` or several; None for all.
            kind: a ``Kind`` or several; None for all.
            failing: the name of a check that the segment must fail (``quantities``); None for all.
            flagged: whether the segment is to have English that a check says something against;
                None for all.

        Raises:
            CorpusError: when no such status, kind or check exists.
        """
        statuses, kinds = _among(status, tuple(Status)), _among(kind, tuple(Kind))
        if failing is not None:
            _among(failing, self._checks())
        check_choice("flagged", flagged)
        return SegmentTable(
            row
            for article in self._articles
            for segment, row in zip(article.segments, segment_rows(article), strict=True)
            if row.status in statuses
            and row.kind in kinds
            and flagged in {None, segment.flagged}
            and (failing is None or any(c.name == failing and not c.passed for c in row.checks))
        )

    def _checks(self) -> tuple[str, ...]:
        """Return the names of all checks, also of those that only these segments have."""
        names = {c.name for a in self._articles for s in a.segments for c in s.checks}
        return tuple(sorted(names | ALL | NOTES))

    def _check_unit(self, unit: str | None) -> None:
        """Raise CorpusError unless a quantity of this corpus, or of some language, has a unit."""
        if unit is None:
            return
        if not isinstance(unit, str):
            raise CorpusError(f"unit takes a symbol or code such as '%', not {unit!r:.60}")
        quantities = (q for a in self._articles for s in a.segments for q in s.quantities)
        if not any(quantity.unit == unit for quantity in quantities):
            check_unit(unit)

    def failures(self) -> FailureTable:
        """Return everything that went wrong as a table, one row a failure."""
        return FailureTable(row for article in self._articles for row in failure_rows(article))

    def mentions(
        self, kind: str | Iterable[str] | None = None, *, verified: bool | None = None
    ) -> MentionTable:
        """Return the quantities, names and terms of all articles as a table, one row each.

        Args:
            kind: a ``QuantityKind``, ``name`` or ``term``, or several; None for all.
            verified: whether the English is to have them; None for both.

        Raises:
            CorpusError: when no such kind exists, or ``verified`` is something else.
        """
        kinds = _among(kind, _MENTIONS)
        check_choice("verified", verified)
        return MentionTable(
            row
            for article in self._articles
            for row in mention_rows(article)
            if row.kind in kinds and verified in {None, row.verified}
        )

    def kwic(
        self,
        pattern: str | None = None,
        *,
        concept: str | None = None,
        side: str = "english",
        window: int = 8,
        regex: bool = False,
        case_sensitive: bool = False,
    ) -> Concordance:
        """Return every place of a word, phrase or concept, with the words around it.

        ``corpus.kwic("streamlin*")`` are the English words that begin so;
        ``corpus.kwic("cut * staff")`` three words in a row, whatever signs stand between;
        ``corpus.kwic(concept="peoples_committee", side="source")`` the mentions of a concept.
        Composed and decomposed letters, and the commas and cedillas of Romanian, are the same:
        ``prețul`` finds ``Preţul``.

        Args:
            pattern: words with spaces or punctuation between them, each a glob of ``*``, ``?`` and
                ``[...]``.
            concept: of the glossary, instead of a pattern; in the English its verified mentions.
            side: ``english`` or ``source``.
            window: tokens of context on each side, within the segment.
            regex: whether each word is a regular expression for a whole token instead.
            case_sensitive: whether capitals count.

        Raises:
            CorpusError: when pattern and concept are both given or both missing, when a pattern
                cannot be understood, when nothing mentions the concept, or for another side.
        """
        if (pattern is None) == (concept is None):
            raise CorpusError("kwic looks for a pattern or for a concept: give one of the two")
        tokens = self.tokens(side)
        if concept is not None:
            places = concept_places(self._articles, side, tokens, concept)
        else:
            options = {"regex": regex, "case_sensitive": case_sensitive}
            places = pattern_places(tokens, token_ids(tokens, pattern or "", **options))
        return find(self._articles, side, tokens, places, window)

    def search(self, query: str, *, side: str = "english", limit: int = 20) -> SearchHits:
        """Return the articles that a query finds, ranked by BM25, the best first.

        Args:
            query: words that an article must all have, ``"phrases in quotes"``, beginnings
                (``reform*``), and between them ``AND``, ``OR`` and ``NOT``, with brackets around
                what belongs together: ``bank AND (rate OR "key interest")``.  A star elsewhere than
                at the end (``ord*ren``) is for ``kwic``.  Accents and capitals do not count, ``ł``
                is ``l``, ``ø`` is ``o`` and ``æ`` is ``ae``; words of the title count four times.
            side: ``english`` or ``source``.
            limit: of the hits.

        Raises:
            CorpusError: when the query cannot be understood, has a star within a word, or for
                another side.
        """
        _check_side(side)
        made = self._once(("full text", side), lambda: FullText(self._articles, side))
        return made.search(query, limit)

    def quantities(
        self,
        kind: str | Iterable[str] | None = None,
        *,
        unit: str | None = None,
        above: float | None = None,
        below: float | None = None,
        verified: bool | None = None,
    ) -> FigureTable:
        """Return the quantities of all articles with what they count, one row each.

        ``corpus.quantities(unit="%", above=50)`` are the percentages over 50.

        Args:
            kind: a ``QuantityKind`` or several; None for all.
            unit: that they have; an empty text for those without; None for any.
            above: what their number is to exceed, of a range the smaller one; those without a
                number are left out then.
            below: what it is to fall short of, of a range the larger one; likewise.
            verified: whether the English is to have them; None for both.

        Raises:
            CorpusError: when no such kind or unit exists, a bound is no number, or nothing can lie
                between the two.
        """
        kinds = _among(kind, tuple(QuantityKind))
        self._check_unit(unit)
        check_bounds(above, below)
        check_choice("verified", verified)
        bounds = None if above is below is None else (above, below)
        return FigureTable(
            row
            for article in self._articles
            for row in figures(article)
            if row.kind in kinds
            and unit in {None, row.unit}
            and verified in {None, row.verified}
            and (bounds is None or lies_between(row, *bounds))
        )

    def tokens(self, side: str = "english") -> Tokens:
        """Return all tokens of the corpus on one side, with their places; found once.

        Args:
            side: ``english`` or ``source``.

        Raises:
            CorpusError: for another side.
        """
        _check_side(side)
        return self._once(("tokens", side), lambda: Tokens(self._articles, side))


def _check_side(side: str) -> None:
    if side not in SIDES:
        raise CorpusError(f"{side!r} is no side of a translation: {' or '.join(SIDES)}")


def _among(wanted: str | Iterable[str] | None, known: tuple[str, ...]) -> frozenset[str]:
    """Return what is wanted of what there is; all of it for None."""
    chosen = known if wanted is None else listed(wanted)
    for value in chosen:
        if value not in known:
            raise CorpusError(f"{value!r} is none of {', '.join(known)}: use one of these")
    return frozenset(map(str, chosen))
