"""The languages that reformtext reads: one file each, and the one table of them all.

To add a language, add a file with a ``LANGUAGE``, name it in ``_FILES``, give it a model in
``models/registry.toml`` and test cases in ``tests/cases/``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from reformtext.errors import UnknownLanguageError
from reformtext.languages.numerals import (
    NO_NUMERALS,
    Numerals,
)

__all__ = ["ALIASES", "Language", "codes", "find", "table"]

_FILES = {"id": "indonesian", "no": "norwegian", "pl": "polish", "ro": "romanian"}
ALIASES = {"nb": "no", "nn": "no", "nob": "no", "nno": "no", "nor": "no", "in": "id"}
"""Codes that stand for a language of another code: its varieties and its older names."""


@dataclass(frozen=True, slots=True)
class Language:
    """What the stages must know of one language.

    Words are lower case.  Abbreviations are written without their last full stop (``f.eks``).

    Attributes:
        code: BCP-47.
        name: in English.
        months: every form of a month's name, genitive included.
        never_end: abbreviations that a sentence never ends with (``nr``, ``dr``).
        may_end: abbreviations that may end one, if a capital follows (``itp``, ``osv``).
        ordinal_dot: whether ``1.`` is "first".
        speech_verbs: verbs that may follow a closed quotation and belong to its sentence.
        conjunctions: words before which a long sentence may be cut into clauses.
        source_labels: what stands before a source line's colon.
        comment_labels: the word of a comment counter, ``Komentar (0)``.
        caption_labels: what a caption begins with, ``Foto:``.
        byline_labels: what a byline begins with, ``Penulis:``.
        related_labels: what stands before the colon of a link to another article, ``Les også:``.
        share_labels: what a line to share or follow begins with, ``Del på``.
        rights_labels: what a line on whose the text is ends with.
        republished_labels: what a line on where it was published first begins with.
        published_labels: what stands before the day of publication.
        updated_labels: what stands before the day of the last change.
        tag_labels: what stands before the colon of an article's tags.
        numerals: how it writes numbers, dates and times.
    """

    code: str
    name: str
    months: frozenset[str]
    never_end: frozenset[str]
    may_end: frozenset[str]
    ordinal_dot: bool
    speech_verbs: frozenset[str] = field(default_factory=frozenset)
    conjunctions: frozenset[str] = field(default_factory=frozenset)
    source_labels: frozenset[str] = field(default_factory=frozenset)
    comment_labels: frozenset[str] = field(default_factory=frozenset)
    caption_labels: frozenset[str] = field(default_factory=frozenset)
    byline_labels: frozenset[str] = field(default_factory=frozenset)
    related_labels: frozenset[str] = field(default_factory=frozenset)
    share_labels: frozenset[str] = field(default_factory=frozenset)
    rights_labels: frozenset[str] = field(default_factory=frozenset)
    republished_labels: frozenset[str] = field(default_factory=frozenset)
    published_labels: frozenset[str] = field(default_factory=frozenset)
    updated_labels: frozenset[str] = field(default_factory=frozenset)
    tag_labels: frozenset[str] = field(default_factory=frozenset)
    numerals: Numerals = NO_NUMERALS


def codes() -> tuple[str, ...]:
    """Return the codes of the languages that reformtext reads, sorted."""
    return tuple(_FILES)


def find(code: str) -> Language:
    """Return the language of a BCP-47 code; ``nb`` and ``nn`` are Norwegian.

    Raises:
        UnknownLanguageError: when there is no table for it, or it is no text.
    """
    if not isinstance(code, str):
        raise UnknownLanguageError(
            f"a language is one code as a text, not {code!r:.60}; there are {', '.join(_FILES)}: "
            "use one of these"
        )
    return _find(code)


@cache
def _find(code: str) -> Language:
    base = code.replace("_", "-").split("-")[0].lower()
    base = ALIASES.get(base, base)
    if base not in _FILES:
        raise UnknownLanguageError(
            f"no language {code!r}; there are {', '.join(_FILES)}: use one of these"
        )
    language: Language = import_module(f"{__name__}.{_FILES[base]}").LANGUAGE
    return language


def table() -> tuple[Language, ...]:
    """Return every language, in the order of their codes."""
    return tuple(find(code) for code in _FILES)
