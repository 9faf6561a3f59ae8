"""Articles in order, found by position or id: what a corpus is before it can do anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar, overload

from reformtext.article import Article
from reformtext.errors import ArticleNotFoundError, CorpusError
from reformtext.text import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Articles"]

_NAMED = 5  # duplicate ids that a message names

Made = TypeVar("Made")


class Articles:
    """Articles in order, and what was found out about them once; arguments as of ``Corpus``."""

    __slots__ = ("_articles", "_by_id", "_memory", "_signature")

    def __init__(self, articles: Iterable[Article], signature: str = "") -> None:
        if not isinstance(articles, Iterable):
            raise CorpusError(f"a corpus is made of articles, not of {articles!r:.60}")
        self._articles = tuple(articles)
        self._signature = signature
        self._memory: dict[object, Any] = {}
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
    def __getitem__(self, key: slice) -> Self: ...

    def __getitem__(self, key: int | str | slice) -> Article | Self:
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
        if not isinstance(other, Articles):
            return NotImplemented
        return self._signature == other._signature and self._articles == other._articles

    def __hash__(self) -> int:
        return hash((self._signature, self.ids))

    def _with(self, articles: Iterable[Article]) -> Self:
        return type(self)(articles, self._signature)

    def _once(self, key: object, make: Callable[[], Made]) -> Made:
        """Return what ``make`` returned at the first call with this key: nothing here changes."""
        if key not in self._memory:
            self._memory[key] = make()
        made: Made = self._memory[key]
        return made

    def _not_found(self, key: str) -> str:
        if not self._articles:
            return f"no article {key!r}: the corpus is empty"
        meant = closest(key, self.ids)
        hint = "the closest ids are " if meant else "its ids look like "
        named = ", ".join(map(repr, meant or self.ids[:3]))
        return f"no article {key!r} among the {len(self):,} of the corpus; {hint}{named}"


def _duplicates(ids: tuple[str, ...]) -> str:
    repeated = [repr(name) for name, count in Counter(ids).items() if count > 1]
    more = f" and {len(repeated) - _NAMED} more" if len(repeated) > _NAMED else ""
    return (
        f"ids must differ within a corpus, but these occur more than once: "
        f"{', '.join(repeated[:_NAMED])}{more}; leave the repeated articles out, or give "
        "them ids of their own with dataclasses.replace(article, id=...)"
    )
