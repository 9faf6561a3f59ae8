"""What a translation must keep, found in the source: the stage ``annotate``."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reformtext.article import Article, Check, Kind, Segment, Span, Status
from reformtext.composed import Composed, composed
from reformtext.english_sentences import is_english_sentence
from reformtext.errors import GlossaryError, UnknownLanguageError
from reformtext.glossary import Glossary
from reformtext.languages import find
from reformtext.name_lists import english_credit, is_list_of_names
from reformtext.names import find_names
from reformtext.person_names import surnames_of
from reformtext.protection import prepared
from reformtext.quantities import Habit, find_quantities, read_habit
from reformtext.terms import find_terms
from reformtext.text import is_garbled
from reformtext.values import ANNOTATED, Name, Quantity, Term

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Annotator", "GlossaryLike", "open_glossary"]

GlossaryLike = Glossary | str | os.PathLike[str]
"""A glossary, or the file of one."""

_GARBLED = Check(
    ANNOTATED, False, "its encoding is garbled: numbers, names and terms are not verified"
)


class _Shown(NamedTuple):
    """What the whole article shows of its segments."""

    habit: Habit
    known: Collection[str]
    surnames: Collection[str]


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
            "a glossary is a Glossary or the path of a .tsv, .csv or .toml file, not "
            f"{glossary!r:.60}: write its table to a file, or make a Glossary of Concepts"
        )
    return glossary if isinstance(glossary, Glossary) else Glossary.read(glossary)


class Annotator:
    """Finds the quantities, names and terms of articles.

    How numbers are to be read, and which capitalised words are names, is taken from the whole
    article.  Where two finds overlap the longer one stays.  A sentence that is English already, or
    nothing but names, is kept as it is; the credit of a picture has its label in English.  A
    segment in a garbled encoding, whose characters do not stand where they would be read, says in a
    check that it was not searched.

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
        wanted = [
            (segment, composed(segment.source))
            for segment in article.segments
            if segment.status is Status.PENDING
        ]
        text = "\n".join(view.text for _, view in wanted)
        known = frozenset(name.text for name in find_names(text, language))
        habit = read_habit(composed(article.source).text, language)
        shown = _Shown(habit, known, surnames_of(known, text, language))
        found = {
            segment.span: self._annotated(segment, view, language, shown)
            for segment, view in wanted
        }
        count = sum(
            len(segment.quantities) + len(segment.names) + len(segment.terms)
            for segment in found.values()
        )
        segments = tuple(found.get(segment.span, segment) for segment in article.segments)
        return replace(article, segments=segments).noted(
            "annotate", "found", f"{count} quantities, names and terms"
        )

    def _annotated(self, segment: Segment, view: Composed, language: str, shown: _Shown) -> Segment:
        if is_garbled(segment.source):
            return replace(segment, checks=(*segment.checks, _GARBLED))
        text = view.text
        if is_english_sentence(text, language):
            return replace(segment, status=Status.KEPT, english=prepared(text))
        names = find_names(text, language, known=shown.known, surnames=shown.surnames)
        if english := _names_alone(segment, text, language):
            found = tuple(replace(n, english_span=Span.first(n.text, english)) for n in names)
            placed = _placed(found, set(map(id, found)), segment, view)
            return replace(segment, status=Status.KEPT, english=english, names=placed)
        quantities = find_quantities(text, language, shown.habit)
        terms = find_terms(text, language, self.glossary)
        taken = _longest(quantities, terms, names)
        return replace(
            segment,
            quantities=_placed(quantities, taken, segment, view),
            names=_placed(names, taken, segment, view),
            terms=_placed(terms, taken, segment, view),
        )


def _names_alone(segment: Segment, text: str, language: str) -> str:
    """Return the English of a line that is nothing but names; empty for any other."""
    if segment.kind is Kind.CAPTION and (credit := english_credit(text, language)):
        return prepared(credit)
    return prepared(text) if is_list_of_names(text, language) else ""


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


def _placed(
    finds: tuple[Found, ...], stay: set[int], segment: Segment, view: Composed
) -> tuple[Found, ...]:
    """Return the finds that stay, with spans of the article and the characters that stand there."""
    placed: list[Found] = []
    for one in finds:
        if id(one) not in stay:
            continue
        span = view.in_source(one.span)
        text = span.of(segment.source)
        placed.append(replace(one, span=span.moved(segment.span.start), text=text))
    return tuple(placed)
