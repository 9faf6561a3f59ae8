"""A corpus: articles in order, found by position or id, and tables of what is in them.

Nothing here changes: filtering, sorting and slicing return a new corpus with the same signature.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, overload

from reformtext.article import Article, Kind, Metadata, Status
from reformtext.errors import ArticleNotFoundError, CorpusError
from reformtext.reports import MentionTable, Report, mention_rows, report_rows
from reformtext.segment_tables import FailureTable, SegmentTable, failure_rows, segment_rows
from reformtext.values import QuantityKind

if TYPE_CHECKING:
    import os

    import pandas as pd
    import pyarrow as pa

__all__ = ["Corpus", "FailureTable", "SegmentTable"]

_OWN = ("coverage", "english", "failed", "id", "language", "source")
_NAMES = (*_OWN, *(field.name for field in fields(Metadata)))
_MENTIONS = (*QuantityKind, "name", "term")
_COMPARED = 10_000  # ids that an unknown id is compared with; more would take seconds
_NAMED = 5  # duplicate ids that a message names


class Corpus:
    """An immutable, ordered collection of articles that can be read again by anyone.

    ``corpus[0]`` and ``corpus[-1]`` are articles by position, ``corpus["an id"]`` is one by id,
    ``corpus[10:20]`` is a corpus.  Two corpora are equal when their articles and signatures are.

    Args:
        articles: in the order they are to have; their ids differ from one another.
        signature: everything that shaped the articles, as one short string.

    Raises:
        CorpusError: when an id occurs twice, or when something else than an article is given.
    """

    __slots__ = ("_articles", "_by_id", "_signature")

    def __init__(self, articles: Iterable[Article], signature: str = "") -> None:
        self._articles = tuple(articles)
        self._signature = signature
        for position, article in enumerate(self._articles):
            if not isinstance(article, Article):
                raise CorpusError(
                    f"a corpus is made of articles, but position {position} holds a "
                    f"{type(article).__name__}; reformtext.normalise takes texts and paths"
                )
        self._by_id = {article.id: article for article in self._articles}
        if len(self._by_id) < len(self._articles):
            raise CorpusError(_duplicates(self.ids))

    @property
    def signature(self) -> str:
        """Everything that shaped the articles, as one short string; empty when unknown."""
        return self._signature

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the articles, in order."""
        return tuple(article.id for article in self._articles)

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[Article]:
        return iter(self._articles)

    def __contains__(self, item: object) -> bool:
        if isinstance(item, Article):
            return self._by_id.get(item.id) == item
        return isinstance(item, str) and item in self._by_id

    @overload
    def __getitem__(self, key: int | str) -> Article: ...

    @overload
    def __getitem__(self, key: slice) -> Corpus: ...

    def __getitem__(self, key: int | str | slice) -> Article | Corpus:
        if isinstance(key, str):
            if key not in self._by_id:
                raise ArticleNotFoundError(self._not_found(key))
            return self._by_id[key]
        if isinstance(key, slice):
            return self._with(self._articles[key])
        try:
            return self._articles[key]
        except IndexError:
            message = f"no article at position {key}: the corpus has {len(self):,}"
            raise IndexError(message) from None
        except TypeError:
            found = type(key).__name__
            raise TypeError(f"an article has a position or an id, not a {found}") from None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Corpus):
            return NotImplemented
        return self._signature == other._signature and self._articles == other._articles

    def __hash__(self) -> int:
        return hash((self._signature, self.ids))

    def filter(
        self, predicate: Callable[[Article], object] | None = None, /, **equals: object
    ) -> Corpus:
        """Return the articles that satisfy every condition, in their order.

        Args:
            predicate: called with each article; the article stays if the result is true.
            equals: names of attributes of ``Article`` (``id``, ``language``, ``failed``,
                ``coverage``, ``source``, ``english``) or ``Metadata`` (``title``, ``source_url``,
                ``outlet``, ``author``, ``published``, ``path``), each with the value it must
                equal, or a collection of values of which it must be one:
                ``filter(language={"no", "pl"}, failed=False)``.

        Raises:
            CorpusError: when no such attribute exists.
            TypeError: when ``predicate`` cannot be called.
        """
        if predicate is not None and not callable(predicate):
            raise TypeError(
                f"filter takes a function of an article, not {predicate!r:.60}; "
                "to compare an attribute, name it: filter(language='no')"
            )
        conditions = [(_getter(name), _alternatives(value)) for name, value in equals.items()]
        return self._with(
            article
            for article in self._articles
            if all(get(article) in wanted for get, wanted in conditions)
            and (predicate is None or predicate(article))
        )

    def sort(self, key: str | Callable[[Article], Any], *, reverse: bool = False) -> Corpus:
        """Return the articles in the order of a key; equal ones keep their order.

        Args:
            key: the name of an attribute, as in ``filter``, or a function of an article.  Texts
                are compared by code point: an unknown value, which is empty, comes first, and
                ``published`` puts ``2025-10`` before ``2025-10-30``.
            reverse: whether the largest comes first.

        Raises:
            CorpusError: when no such attribute exists.
        """
        get = _getter(key) if isinstance(key, str) else key
        return self._with(sorted(self._articles, key=get, reverse=reverse))

    def head(self, n: int = 5) -> Corpus:
        """Return the first ``n`` articles, or all of them when there are fewer.

        Raises:
            CorpusError: when ``n`` is negative.
        """
        if n < 0:
            raise CorpusError(
                f"head takes a number of articles from 0 on, not {n}; corpus[{n}:] is the last {-n}"
            )
        return self[:n]

    def segments(
        self,
        status: str | Iterable[str] | None = None,
        kind: str | Iterable[str] | None = None,
        *,
        failing: str | None = None,
    ) -> SegmentTable:
        """Return the segments of all articles as a table, one row a segment.

        Args:
            status: a ``Status`` or several; None for all.
            kind: a ``Kind`` or several; None for all.
            failing: the name of a check that the segment must fail (``quantities``); None for all.

        Raises:
            CorpusError: when no such status or kind exists.
        """
        statuses, kinds = _among(status, tuple(Status)), _among(kind, tuple(Kind))
        return SegmentTable(
            row
            for article in self._articles
            for row in segment_rows(article)
            if row.status in statuses
            and row.kind in kinds
            and (failing is None or any(c.name == failing and not c.passed for c in row.checks))
        )

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
            CorpusError: when no such kind exists.
        """
        kinds = _among(kind, _MENTIONS)
        return MentionTable(
            row
            for article in self._articles
            for row in mention_rows(article)
            if row.kind in kinds and verified in {None, row.verified}
        )

    def report(self) -> Report:
        """Return what the translations kept, failed and repaired, a row a language and for all."""
        return Report(report_rows(self._articles))

    def to_arrow(self) -> pa.Table:
        """Return the corpus as a ``pyarrow.Table`` of one row an article, by ``exporting.schema``.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
        """
        from reformtext.exporting import to_table

        return to_table(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return the corpus as a ``pandas.DataFrame`` of one row an article.

        Raises:
            CorpusError: when an article holds what UTF-8 cannot hold.
            MissingExtraError: when pandas is not installed.
        """
        from reformtext.exporting import to_frame

        return to_frame(self.to_arrow())

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the corpus to a ``.parquet`` or ``.jsonl`` file; ``load`` gives it back.

        Raises:
            FormatError: when the suffix is another one.
            CorpusError: when an article holds what UTF-8 cannot hold; nothing is written then.
            OSError: when the file cannot be written; what was there is untouched.
        """
        from reformtext.exporting import write_corpus

        write_corpus(self, path)

    def __repr__(self) -> str:
        from reformtext.text_tables import corpus_text

        return corpus_text(self)

    def _repr_html_(self) -> str:
        from reformtext.display import corpus_html

        return corpus_html(self)

    def _with(self, articles: Iterable[Article]) -> Corpus:
        return Corpus(articles, self._signature)

    def _not_found(self, key: str) -> str:
        if not self._articles:
            return f"no article {key!r}: the corpus is empty"
        holding = list(islice((name for name in self.ids if key and key in name), 3))
        closest = holding or difflib.get_close_matches(key, self.ids[:_COMPARED])
        hint = "the closest ids are " if closest else "its ids look like "
        named = ", ".join(map(repr, closest or self.ids[:3]))
        return f"no article {key!r} among the {len(self):,} of the corpus; {hint}{named}"


def _getter(name: str) -> Callable[[Article], Any]:
    """Return what gets an attribute of an article, or of its metadata, by name."""
    if name not in _NAMES:
        raise CorpusError(f"articles have no {name!r}; there are {', '.join(sorted(_NAMES))}")
    return attrgetter(name if name in _OWN else f"metadata.{name}")


def _alternatives(value: object) -> frozenset[object]:
    """Return the values of a collection, or the one value."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return frozenset(value)
    return frozenset((value,))


def _among(wanted: str | Iterable[str] | None, known: tuple[str, ...]) -> frozenset[str]:
    """Return what is wanted of what there is; all of it for None."""
    chosen = known if wanted is None else [wanted] if isinstance(wanted, str) else list(wanted)
    for value in chosen:
        if value not in known:
            raise CorpusError(f"{value!r} is none of {', '.join(known)}: use one of these")
    return frozenset(map(str, chosen))


def _duplicates(ids: tuple[str, ...]) -> str:
    repeated = [repr(name) for name, count in Counter(ids).items() if count > 1]
    more = f" and {len(repeated) - _NAMED} more" if len(repeated) > _NAMED else ""
    return (
        f"ids must differ within a corpus, but these occur more than once: "
        f"{', '.join(repeated[:_NAMED])}{more}; rename or drop the repeated articles"
    )
