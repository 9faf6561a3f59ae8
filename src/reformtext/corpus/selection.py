"""Choosing and ordering the articles of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Any, Final, Self

from reformtext.arguments import check_count
from reformtext.article import Article
from reformtext.corpus.base import Articles
from reformtext.corpus.conditions import conditions, key_of
from reformtext.corpus.metadata_tables import described, metadata_of
from reformtext.corpus.pieces import joined, pieces
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Selection"]

_RENAMING: Final = (
    "one.concat(other.filter(lambda article: article.id not in one)), or one.concat(other.map("
    "lambda article: dataclasses.replace(article, id='2-' + article.id)))"
)

Key = str | Callable[[Article], Any]


class Selection(Articles):
    """What returns other corpora: of fewer articles, in another order, with other metadata."""

    __slots__ = ()

    def filter(
        self, predicate: Callable[[Article], object] | None = None, /, **equals: object
    ) -> Self:
        """Return the articles that satisfy every condition, in their order.

        Args:
            predicate: called with each article; the article stays if the result is true.
            equals: names of attributes of ``Article`` (``id``, ``language``, ``title``, ``failed``,
                ``coverage``, ``source``, ``english``) or ``Metadata`` (``source_url``, ``outlet``,
                ``author``, ``published``, ``path``) or ``date`` (``2025-10-30``), ``month``
                (``2025-10``), ``year`` or ``words`` (of the English), each with the value it must
                equal, or a collection of values of which it must be one: ``filter(language={"no",
                "pl"}, failed=False)``.  A text that no article has there is warned of, with the
                closest there are; of several languages, months or years, if there is none of them.

                ``title`` and ``date`` are what tables show: the title in English where it is known,
                empty where there is none (tables show the first words then), and ``published``
                without its time.  ``filter`` finds the title that an article was
                published with as well, and ``published="2025-10-30"`` all of that day, whatever
                the time: the day as it is written, in the time zone of the article; a time
                is found with seconds that are zero or without, with ``Z`` or ``+00:00``.

        Raises:
            CorpusError: when no such attribute exists, a value can never equal it, as in
                ``failed="yes"``, or a language is no code of one.
            TypeError: when ``predicate`` cannot be called.

        Examples:
            >>> corpus.filter(language={"no", "pl"}).ids
            ('b1', 'c1')
            >>> corpus.filter(lambda article: "desa" in article.source, failed=False).ids
            ('a1', 'a2')
            >>> corpus.filter(date="2025-10-30").ids, corpus.filter(year=2025).ids
            (('a1',), ('a1', 'c1'))
            >>> corpus.filter(lambda a: "2025-10" <= a.metadata.published < "2025-12").ids
            ('a1', 'c1')
        """
        if predicate is not None and not callable(predicate):
            raise TypeError(
                f"filter takes a function of an article, not {predicate!r:.60}; "
                "to compare an attribute, name it: filter(language='no')"
            )
        every = conditions(self._articles, equals)
        return self._with(
            article
            for article in self._articles
            if all(get(article) in wanted for get, wanted in every)
            and (predicate is None or predicate(article))
        )

    def sort(self, key: str | Callable[[Article], Any], *, reverse: bool = False) -> Self:
        """Return the articles in the order of a key; equal ones keep their order.

        Args:
            key: the name of an attribute, as in ``filter``, or a function of an article.  Texts
                are compared by code point: an unknown value, which is empty, comes first, and
                ``published`` puts ``2025-10`` before ``2025-10-30``, and that day by its times,
                which ``date`` does not look at.  ``title`` is the one that tables show; for that
                in the language of the source sort by ``lambda article: article.metadata.title``.
            reverse: whether the largest comes first.

        Raises:
            CorpusError: when no such attribute exists.

        Examples:
            >>> corpus.sort("published", reverse=True).ids
            ('c1', 'a1', 'b1', 'a2')
        """
        if isinstance(key, str) and key.startswith("-"):
            raise CorpusError(
                f"sort takes the name of an attribute, not {key!r:.60}: the largest come first "
                f"with sort({key[1:]!r:.60}, reverse=True)"
            )
        get = key_of(key)
        return self._with(sorted(self._articles, key=get, reverse=reverse))

    def head(self, n: int = 5) -> Self:
        """Return the first ``n`` articles, or all of them when there are fewer.

        Raises:
            CorpusError: when ``n`` is negative.

        Examples:
            >>> corpus.head(2).ids, corpus[1:3].ids
            (('a1', 'a2'), ('a2', 'b1'))
        """
        check_count("head takes a number of articles", n, least=0)
        return self[:n]

    def sample(self, n: int, *, by: Key | None = None, seed: int = 0) -> Self:
        """Return ``n`` articles drawn at random without replacement, in their order.

        Args:
            n: how many; all of them when there are fewer.
            by: an attribute, as in ``filter``, or a function of an article: ``n`` articles are
                drawn of each of its values then.
            seed: of the random numbers: the same one draws the same articles.

        Raises:
            CorpusError: when ``n`` is negative, or no such attribute exists.

        Examples:
            >>> len(corpus.sample(2, seed=1)), len(corpus.sample(1, by="language"))
            (2, 3)
        """
        check_count("sample draws a number of articles", n, least=0)
        get = key_of(by) if by is not None else _nothing
        strata: dict[object, list[int]] = {}
        for position, article in enumerate(self._articles):
            strata.setdefault(get(article), []).append(position)
        dice = Random(seed)  # noqa: S311 - a sample
        drawn = (dice.sample(each, min(n, len(each))) for each in strata.values())
        return self._with(self._articles[i] for i in sorted(chain.from_iterable(drawn)))

    def group(self, by: Key) -> dict[Any, Self]:
        """Return the articles as one corpus a value of a key, the values in order.

        Args:
            by: an attribute, as in ``filter``, or a function of an article whose values can be
                compared with one another.

        Raises:
            CorpusError: when no such attribute exists, or the values have no order.

        Examples:
            >>> {code: len(part) for code, part in corpus.group("language").items()}
            {'id': 2, 'no': 1, 'pl': 1}
        """
        get = key_of(by)
        groups: dict[Any, list[Article]] = {}
        for article in self._articles:
            groups.setdefault(get(article), []).append(article)
        try:
            ordered = sorted(groups)
        except TypeError as error:
            raise CorpusError(
                f"the values of {by!r} have no order ({error}): give each article a value of the "
                "same type, such as '' for none"
            ) from error
        return {value: self._with(groups[value]) for value in ordered}

    def map(self, function: Callable[[Article], Article]) -> Self:
        """Return what a function makes of each article; the signature names the function.

        Raises:
            CorpusError: when it returns something else than an article, or an id twice.
            TypeError: when ``function`` cannot be called.

        Examples:
            >>> corpus.map(lambda article: article.noted("read", "by hand")).signature
            'made+map:<lambda>'
        """
        if not callable(function):
            raise TypeError(f"map takes a function of an article, not {function!r:.60}")
        name = getattr(function, "__qualname__", type(function).__name__)
        return type(self)(map(function, self._articles), f"{self.signature}+map:{name}".strip("+"))

    def with_metadata(
        self,
        rows: Mapping[str, Mapping[str, str]]
        | Callable[[Article], Mapping[str, str]]
        | pd.DataFrame
        | pl.DataFrame
        | pa.Table
        | None = None,
        /,
        **values: str,
    ) -> Self:
        """Return the articles with other metadata; what is not named stays as it is.

        Args:
            rows: by article id, or by a function of the article, names and values of ``Metadata``,
                ``''`` for what is not known.  Or a table of pandas, Polars or Arrow: its column
                ``id`` or ``article_id`` has the ids, in pandas else the index; the others are
                metadata.  A missing cell leaves what is known.
            values: names and values for every article; those of ``rows`` come before them.

        Raises:
            CorpusError: when an id or a name is unknown, a value is no text, ``published`` is no
                date (one that is not ISO 8601 is made so), or ``rows`` is something else.

        Examples:
            >>> corpus.with_metadata({"a1": {"outlet": "nhandan.vn"}})["a1"].metadata.outlet
            'nhandan.vn'
            >>> by_source = corpus.with_metadata(lambda article: {"title": article.source[:4]})
            >>> [article.metadata.title for article in by_source]
            ['Satu', 'Satu', 'Én k', 'Jedn']
            >>> {article.metadata.author for article in corpus.with_metadata(author="unknown")}
            {'unknown'}
        """
        known = metadata_of(rows)
        if not callable(known):
            for name in known:
                self[str(name)]  # an unknown id raises, and names the closest
                if not isinstance(name, str):
                    raise CorpusError(f"an id is a text, not {name!r}: write {str(name)!r}")
        return self._with(described(article, known, values) for article in self._articles)

    def concat(self, *others: Articles) -> Self:
        """Return the articles of this corpus and of others, in order.

        The signatures are joined with ``&`` unless they are the same.  Ids that occur in both can
        be left out or changed before: ``one.concat(other.filter(lambda article: article.id not in
        one))``, or ``one.concat(other.map(lambda article: dataclasses.replace(article, id="2-" +
        article.id)))``.

        Raises:
            CorpusError: when an id occurs twice, or when something else than a corpus is given.

        Examples:
            >>> corpus.filter(language="no").concat(corpus.filter(language="pl")).ids
            ('b1', 'c1')
        """
        every: tuple[Articles, ...] = (self, *others)
        for each in every:  # Corpus.concat([one, other]) has a list for self
            if not isinstance(each, Articles):
                raise CorpusError(
                    f"found {type(each).__name__}, expected corpora one by one: one.concat(other), "
                    "or of a list, corpora[0].concat(*corpora[1:])"
                )
        signatures = dict.fromkeys(each.signature for each in every)
        try:
            return type(self)(chain.from_iterable(every), " & ".join(filter(None, signatures)))
        except CorpusError as error:
            raise CorpusError(f"{error}: {_RENAMING}") from None

    def drop_duplicates(self, by: Key = "source") -> Self:
        """Return the first article of each value of a key.

        Texts are the same when they differ in white space only.  An empty value is no duplicate.

        Args:
            by: an attribute, as in ``filter`` (``source``, ``english``, ``source_url``), or a
                function of an article.

        Raises:
            CorpusError: when no such attribute exists.

        Examples:
            >>> corpus.drop_duplicates().ids
            ('a1', 'b1', 'c1')
        """
        get = key_of(by)
        first: dict[object, Article] = {}
        for article in self._articles:
            value = get(article)
            value = " ".join(value.split()) if isinstance(value, str) else value
            first.setdefault(value or (article.id,), article)
        return self._with(first.values())

    def reshape(self, to: str) -> Self:
        """Return the segments as articles of their own, or such pieces as articles again.

        ``corpus.reshape("segments")`` has an article a segment: its source goes on to where the
        next one begins, its id is the article's with the characters (``id#513-702``), its metadata
        and language are the article's.  ``reshape("articles")`` puts pieces that follow one another
        together again: all pieces give the article back, its failures in the order of their
        places; of some only, the source is theirs, and the trace says so.

        Raises:
            CorpusError: when ``to`` is something else.

        Examples:
            >>> corpus.reshape("segments").ids[:3]
            ('a1#0-10', 'a2#0-11', 'b1#0-12')
            >>> corpus.reshape("segments").reshape("articles") == corpus
            True
        """
        if to == "segments":
            return self._with(piece for article in self._articles for piece in pieces(article))
        if to == "articles":
            return self._with(joined(self._articles))
        raise CorpusError(f"a corpus is reshaped to 'segments' or to 'articles', not to {to!r}")


def _nothing(article: Article) -> None:
    """Return what all articles have in common."""
