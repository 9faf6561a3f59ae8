"""The glossary: concepts, their one English name, and what each language calls them.

A glossary is read from a TOML, TSV or CSV file that a person writes, so what is wrong in it is said
by file, concept and key.  Glossaries add up: ``Glossary.default() + Glossary.read("mine.toml")``.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self, cast

from reformtext.errors import GlossaryError, InputNotFoundError
from reformtext.glossary_rows import DELIMITERS, check_key, parse_rows
from reformtext.languages import codes
from reformtext.text import counted, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

__all__ = ["Concept", "Glossary"]

Phrases = Mapping[str, tuple[str, ...]]
"""Phrases by the code of their language."""

_DEFAULT = "data/glossary.toml"
_ID = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def _tidy(phrase: object, place: str) -> str:
    """Return a phrase in NFC with single spaces, if it has anything that can be looked for."""
    if not isinstance(phrase, str):
        raise GlossaryError(f"{place}: found {phrase!r}, expected a phrase in quotation marks")
    text = " ".join(unicodedata.normalize("NFC", phrase).split())
    if not any(map(str.isalnum, text)):
        raise GlossaryError(
            f"{place}: found {phrase!r}, expected a phrase with at least one letter or digit"
        )
    return text


def _tidy_all(phrases: object, place: str) -> tuple[str, ...]:
    """Return phrases tidied, each once."""
    if isinstance(phrases, str) or not isinstance(phrases, list | tuple):
        raise GlossaryError(
            f"{place}: found {phrases!r}, expected a list of phrases; write {[phrases]!r}"
        )
    return tuple(dict.fromkeys(_tidy(phrase, place) for phrase in phrases))


def _tidy_mapping(mapping: object, place: str) -> Phrases:
    """Return phrases by language, tidied and no longer to be changed."""
    known = codes()
    if not isinstance(mapping, Mapping):
        raise GlossaryError(
            f"{place}: found {mapping!r}, expected phrases by language ({', '.join(known)})"
        )
    for code in mapping:
        if code not in known:
            raise GlossaryError(
                f"{place}: there is no language {code!r}; expected one of {', '.join(known)}"
            )
    return MappingProxyType(
        {code: _tidy_all(mapping[code], f"{place}.{code}") for code in known if code in mapping}
    )


def _same(phrase: str) -> str:
    """Return what two spellings of one phrase share."""
    return phrase.casefold().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: one English name, and the phrases that stand for it in other languages.

    Attributes:
        id: its identifier: small ASCII letters, digits and underscores (``peoples_committee``).
        english: the one name that the English corpus gives it.
        also: other English wordings of it, which a text may have in place of that name.
        variants: by language, the phrases that mean it, in their dictionary form.
        deny: by language, phrases that look like one of them and mean something else.
        note: a word to the reader of the glossary.

    Raises:
        GlossaryError: when the id, a phrase or a language is not what was described, or when a
            phrase both means the concept and does not.
    """

    id: str
    english: str
    also: tuple[str, ...] = ()
    variants: Phrases = field(default_factory=dict, hash=False)
    deny: Phrases = field(default_factory=dict, hash=False)
    note: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not _ID.fullmatch(self.id):
            raise GlossaryError(
                f"concept {self.id!r}: expected an id of small letters a-z, digits and "
                "underscores that begins with a letter, such as peoples_committee"
            )
        place = f"concept {self.id}"
        if not isinstance(self.note, str):
            raise GlossaryError(f"{place}, note: found {self.note!r}, expected text")
        tidied = {
            "english": _tidy(self.english, f"{place}, english"),
            "also": _tidy_all(self.also, f"{place}, also"),
            "variants": _tidy_mapping(self.variants, f"{place}, variants"),
            "deny": _tidy_mapping(self.deny, f"{place}, deny"),
        }
        for name, value in tidied.items():
            object.__setattr__(self, name, value)
        self._check_deny()

    def _check_deny(self) -> None:
        for language, phrases in self.deny.items():
            meant = {_same(phrase) for phrase in self.phrases(language)}
            for phrase in phrases:
                if _same(phrase) in meant:
                    raise GlossaryError(
                        f"concept {self.id}: {phrase!r} is both among its {language} phrases and "
                        f"denied in deny.{language}; take it out of one of the two"
                    )

    def phrases(self, language: str) -> tuple[str, ...]:
        """Return what means the concept in a language; ``en`` gives every English wording."""
        if language == "en":
            return tuple(dict.fromkeys((self.english, *self.also)))
        return self.variants.get(language, ())

    # A mapping proxy cannot be pickled, and articles travel between processes.
    def __reduce__(self) -> tuple[type[Concept], tuple[object, ...]]:
        return type(self), tuple(self.as_dict().values())

    def as_dict(self) -> dict[str, object]:
        """Return the fields by name, mappings as plain dictionaries."""
        return {
            "id": self.id,
            "english": self.english,
            "also": self.also,
            "variants": dict(self.variants),
            "deny": dict(self.deny),
            "note": self.note,
        }


class Glossary:
    """An ordered, unchangeable collection of concepts; ``glossary["peoples_committee"]`` is one.

    Two glossaries with the same concepts in the same order are equal.

    Raises:
        GlossaryError: when two concepts have the same id, or the same phrase in one language.
    """

    __slots__ = ("_by_id", "_signature")

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self._by_id: dict[str, Concept] = {}
        for concept in concepts:
            if not isinstance(concept, Concept):
                raise GlossaryError(
                    f"found {concept!r:.60}, expected Concepts: Glossary.read reads a file"
                )
            if concept.id in self._by_id:
                raise GlossaryError(
                    f"concept {concept.id}: it is there twice; join the two, or rename one"
                )
            self._by_id[concept.id] = concept
        _check_distinct(self)
        content = json.dumps([concept.as_dict() for concept in self])
        self._signature = hashlib.sha256(content.encode()).hexdigest()[:12]

    @classmethod
    def of(cls, *concepts: Concept) -> Self:
        """Return the glossary of some concepts."""
        return cls(concepts)

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """Return the glossary in a file: TOML (``.toml``) or a table (``.tsv``, ``.csv``), UTF-8.

        TOML has a table a concept: ``english``; where there are any, ``also``, ``note``, a list
        of phrases a language and ``deny.pl`` and the like.  A table has a header with the same
        names after ``concept``, ``deny_pl`` for ``deny.pl``, and ``|`` between phrases; its cells
        are apart by tabs, commas or semicolons.

        Raises:
            InputNotFoundError: when there is no such file.
            GlossaryError: when it is not a glossary; the message says where and why.
        """
        place = Path(path)
        try:
            return cls(_read(place))
        except GlossaryError as error:
            raise GlossaryError(f"{place}: {error}") from error

    @classmethod
    def default(cls) -> Glossary:
        """Return the glossary that comes with the library."""
        return _default()

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts, in order."""
        return tuple(self._by_id.values())

    @property
    def signature(self) -> str:
        """A digest of the content: twelve hexadecimal digits of its SHA-256."""
        return self._signature

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, concept: object) -> bool:
        return concept in self._by_id or concept in self._by_id.values()

    def __getitem__(self, concept: str) -> Concept:
        try:
            return self._by_id[concept]
        except KeyError:
            told = suggestion(str(concept), self._by_id)
            raise KeyError(f"no concept {concept!r} in this glossary; {told}") from None

    def __add__(self, other: Glossary) -> Glossary:
        if not isinstance(other, Glossary):
            return NotImplemented
        return Glossary((self._by_id | other._by_id).values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Glossary) and self._signature == other._signature

    def __hash__(self) -> int:
        return hash(self._signature)

    def __reduce__(self) -> tuple[type[Glossary], tuple[tuple[Concept, ...]]]:
        return type(self), (self.concepts,)

    def __repr__(self) -> str:
        return f"<Glossary of {counted(len(self), 'concept')}, {self.signature}>"


@cache
def _default() -> Glossary:
    resource = files("reformtext") / _DEFAULT
    return Glossary(_parse_toml(resource.read_text(encoding="utf-8")))


def _check_distinct(glossary: Glossary) -> None:
    """Raise unless every phrase of a language, and every English name, belongs to one concept."""
    for language in ("en", *codes()):
        owners: dict[str, str] = {}
        for concept in glossary:
            # Other English wordings may be shared: "Party Central Committee" is said of three.
            phrases = (concept.english,) if language == "en" else concept.phrases(language)
            for phrase in phrases:
                owner = owners.setdefault(_same(phrase), concept.id)
                if owner != concept.id:
                    raise GlossaryError(
                        f"concept {concept.id}: its phrase {phrase!r} ({language}) belongs to "
                        f"the concept {owner} too; expected each phrase in one concept: take it "
                        "out of one of them"
                    )


def _read(path: Path) -> list[Concept]:
    """Return the concepts of a file, by its suffix."""
    suffix = path.suffix.lower()
    if suffix not in {".toml", *DELIMITERS}:
        raise GlossaryError(f"the suffix is {path.suffix!r}, expected .toml, .tsv or .csv")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputNotFoundError(f"{path}: there is no such file; expected a glossary") from None
    except UnicodeDecodeError as error:
        raise GlossaryError(
            f"byte {error.start} is not UTF-8; save the file with the encoding UTF-8"
        ) from error
    except OSError as error:
        raise GlossaryError(f"it cannot be read ({error.strerror}), expected a file") from error
    concepts = _parse_toml(text) if suffix == ".toml" else _parse_rows(text, suffix)
    if not concepts:
        raise GlossaryError("it has no concept, expected at least one")
    return concepts


def _keys() -> tuple[str, ...]:
    return ("english", "also", *codes(), "deny", "note")


def _concept(name: str, table: Mapping[str, object]) -> Concept:
    """Return the concept of a table of the TOML layout."""
    place = f"concept {name}"
    for key in table:
        check_key(place, key, _keys())
    if not table.get("english"):
        raise GlossaryError(
            f"{place}: it has no english, expected its English name, such as "
            '''english = "People's Committee"'''
        )
    # Concept checks at run time what the annotations promise here.
    values = cast("Mapping[str, tuple[str, ...]]", table)
    return Concept(
        id=name,
        english=cast("str", table["english"]),
        also=values.get("also", ()),
        variants={code: values[code] for code in codes() if code in table},
        deny=cast("Phrases", table.get("deny", {})),
        note=cast("str", table.get("note", "")),
    )


def _parse_toml(text: str) -> list[Concept]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GlossaryError(f"it is not TOML: {error}; mend it there") from error
    for name, table in document.items():
        if not isinstance(table, dict):
            raise GlossaryError(
                f"{name} = {table!r} belongs to no concept; expected a line such as "
                f"[peoples_committee] above it"
            )
    return [_concept(name, table) for name, table in document.items()]


def _parse_rows(text: str, suffix: str) -> list[Concept]:
    return [_concept(name, table) for name, table in parse_rows(text, DELIMITERS[suffix])]
