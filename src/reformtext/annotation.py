"""What a translation must keep, found in the source: the stage ``annotate``."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from reformtext.article import Article, Check, Segment, Status
from reformtext.errors import GlossaryError, UnknownLanguageError
from reformtext.glossary import Glossary
from reformtext.languages import find
from reformtext.names import find_names
from reformtext.quantities import Habit, find_quantities, read_habit
from reformtext.terms import find_terms
from reformtext.text import is_garbled
from reformtext.values import Name, Quantity, Term

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Annotator", "GlossaryLike", "open_glossary"]

GlossaryLike = Glossary | str | os.PathLike[str]
"""A glossary, or the file of one."""

_GARBLED = Check(
    "annotated", False, "its encoding is garbled: numbers, names and terms are not verified"
)
Found = TypeVar("Found", Quantity, Name, Term)


def open_glossary(glossary: GlossaryLike | None) -> Glossary:
    """Return a glossary, read from its file where a path is given; None is the default one.

    Raises:
        GlossaryError: when the file cannot be read or is no glossary, or it is neither.
    """
    if glossary is None:
        return Glossary.default()
    if not isinstance(glossary, Glossary | str | os.PathLike):
        raise GlossaryError(
            f"a glossary is a Glossary or the path of a .tsv or .toml file, not {glossary!r:.60}: "
            "write its table to a file, or make a Glossary of Concepts"
        )
    return glossary if isinstance(glossary, Glossary) else Glossary.read(glossary)


class Annotator:
    """Finds the quantities, names and terms of articles.

    How numbers are to be read, and which capitalised words are names, is taken from the whole
    article.  Where two finds overlap the longer one stays.  A segment in a garbled encoding, whose
    characters do not stand where they would be read, is not searched, and says so in a check.

    Args:
        glossary: the concepts to find, or the file of them; None: the default glossary.

    Raises:
        GlossaryError: when the file cannot be read or is no glossary.
    """

    def __init__(self, glossary: GlossaryLike | None = None) -> None:
        self._given = None if glossary is None else open_glossary(glossary)

    @cached_property
    def glossary(self) -> Glossary:
        """The concepts to find; the default glossary is read when it is first needed."""
        return open_glossary(None) if self._given is None else self._given

    def signature(self) -> str:
        """Return what shapes the finds, as a short string."""
        return f"annotate/glossary={self.glossary.signature}"

    def __call__(self, article: Article) -> Article:
        """Return the article with what was found in each segment that is to be translated.

        An article in a language that is not read is returned as it is.
        """
        try:
            language = find(article.language).code
        except UnknownLanguageError:
            return article
        wanted = [segment for segment in article.segments if segment.status is Status.PENDING]
        habit = read_habit(article.source, language)
        text = "\n".join(segment.source for segment in wanted)
        known = frozenset(name.text for name in find_names(text, language))
        found = {
            segment.span: self._annotated(segment, language, habit, known) for segment in wanted
        }
        count = sum(
            len(segment.quantities) + len(segment.names) + len(segment.terms)
            for segment in found.values()
        )
        segments = tuple(found.get(segment.span, segment) for segment in article.segments)
        return replace(article, segments=segments).noted(
            "annotate", "found", f"{count} quantities, names and terms"
        )

    def _annotated(
        self, segment: Segment, language: str, habit: Habit, known: Collection[str]
    ) -> Segment:
        text = segment.source
        if is_garbled(text):
            return replace(segment, checks=(*segment.checks, _GARBLED))
        quantities = find_quantities(text, language, habit)
        names = find_names(text, language, known=known)
        terms = find_terms(text, language, self.glossary)
        taken = _longest(quantities, terms, names)
        return replace(
            segment,
            quantities=_moved(quantities, taken, segment.span.start),
            names=_moved(names, taken, segment.span.start),
            terms=_moved(terms, taken, segment.span.start),
        )


def _longest(*kinds: tuple[Quantity | Name | Term, ...]) -> set[int]:
    """Return the identities of the finds that stay: the longest, then the first kinds given."""
    finds = sorted((find for kind in kinds for find in kind), key=lambda find: -len(find.span))
    stay: set[int] = set()
    covered: set[int] = set()
    for one in finds:
        place = range(one.span.start, one.span.end)
        if covered.isdisjoint(place):
            covered.update(place)
            stay.add(id(one))
    return stay


def _moved(finds: tuple[Found, ...], stay: set[int], by: int) -> tuple[Found, ...]:
    """Return the finds that stay, with spans of the article."""
    return tuple(replace(one, span=one.span.moved(by)) for one in finds if id(one) in stay)
