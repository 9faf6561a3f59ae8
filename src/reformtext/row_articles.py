"""From one text or one row to one article, or to the reason why it is none.

``reading`` puts this together with files and folders; it is the module to use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from reformtext.article import Article, Metadata
from reformtext.errors import ColumnNotFoundError, ReadingError
from reformtext.publication_dates import iso_date
from reformtext.tag_removal import is_markup, without_markup

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "STAGE",
    "Options",
    "Place",
    "failed",
    "from_row",
    "from_text",
    "needed_columns",
    "too_long",
]

STAGE = "read"
"""What changes and failures of reading name as their stage."""

_SURROGATE = re.compile("[\ud800-\udfff]")
# The usual names in English, and in the languages of the articles.
_TEXT_COLUMNS = (
    *("text", "source", "body", "content", "article"),
    *("teks", "isi", "treść", "tresc", "tekst", "brødtekst", "conținut", "conţinut", "continut"),
)
_ID_COLUMNS = ("id", "article_id")
_METADATA_COLUMNS = {
    "title": ("title", "headline", "judul", "tytuł", "tytul", "tittel", "overskrift", "titlu"),
    "source_url": ("url", "source_url", "link", "tautan", "lenke"),
    "author": ("author", "penulis", "autor", "autorka", "forfatter"),
    "outlet": ("outlet", "publisher", "newspaper", "koran", "gazeta", "avis", "ziar"),
    "published": (
        *("date", "published", "publication_date", "tanggal", "tanggal_terbit", "data_publikacji"),
        *("dato", "publisert", "data_publicării", "data"),  # the last may be anything else
    ),
}
_DATA = "data"
_DATES = _METADATA_COLUMNS["published"]
_MISSING = frozenset({"nan", "NaT", "<NA>"})  # how numpy and pandas write a missing value

_BYTES_A_CHARACTER = 16  # room for JSON's escapes, for markup and for the other columns
_LEAST_BYTES = 1 << 20
_MOST_BYTES = (1 << 31) - 1  # what the csv module takes as its limit on every platform


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller of ``reading.scan`` asked for.

    Raises:
        ReadingError: unless at least one character is allowed.
    """

    text_column: str | Sequence[str] | None = None
    id_column: str | None = None
    max_characters: int = 1_000_000

    def __post_init__(self) -> None:
        if self.max_characters < 1:
            raise ReadingError(f"max_characters must be at least 1, not {self.max_characters}")

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The columns that were asked for; none for the first of the usual names."""
        given = self.text_column
        return (given,) if isinstance(given, str) else tuple(given or ())

    @property
    def max_bytes(self) -> int:
        """The longest row or HTML page, in bytes, that is looked at."""
        wanted = max(_BYTES_A_CHARACTER * self.max_characters, _LEAST_BYTES)
        return min(wanted, _MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article comes from, and the id that it has if it brings none.

    Attributes:
        id: the id, as long as no other article has it.
        path: the file, or file and row or line; empty for what is in no file.
    """

    id: str
    path: str = ""

    @classmethod
    def of(cls, path: Path, identity: str) -> Place:
        """Return the place of a file; what is not Unicode in its name becomes U+FFFD."""
        return cls(_whole(identity), _whole(path.as_posix()))

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.path or self.id

    def row(self, number: int) -> Place:
        """Return the place of a row of the file, counted from 1; a row may be many lines."""
        return Place(f"{self.id}:{number}", f"{self.path}, row {number}")

    def line(self, number: int) -> Place:
        """Return the place of a line of the file, counted from 1."""
        return Place(f"{self.id}:{number}", f"{self.path}:{number}")

    def article(self, encoding: str = "") -> Article:
        """Return an article without a source; an encoding other than UTF-8 is noted."""
        article = Article(self.id, "", metadata=Metadata(path=self.path))
        if encoding in {"", "utf-8", "utf-8-sig"}:
            return article
        return article.noted(STAGE, f"decoded as {encoding}")

    def failing(self, reason: object) -> Article:
        """Return an article that says why it could not be read."""
        return failed(self.article(), reason)


def failed(article: Article, reason: object) -> Article:
    """Return the article with a failure of reading; lone surrogates in it become U+FFFD.

    A reason may quote what was found, and a corpus with half a character cannot be written.
    """
    return article.failing(STAGE, _whole(str(reason)))


def from_text(article: Article, text: object, name: str, options: Options) -> Article:
    """Return the article with the text as its source, or with the failure that says why not.

    Args:
        article: what is known of it already.
        text: what should be a string; one that is white space only is kept, and a failure too.
        name: what the failure calls it.
        options: the most characters it may have.
    """
    if not isinstance(text, str):
        kind = "null" if text is None else type(text).__name__
        return failed(article, f"{name}: the text is {kind}, expected a string")
    problem = _problem(text, options)
    if problem:
        return failed(article, f"{name}: {problem}")
    article = replace(article, source=text)
    if text.isspace():
        return failed(article, f"{name}: the text is white space only")
    return article


def too_long(found: str, options: Options) -> str:
    """Return the reason for refusing a text of a length, which ``found`` names."""
    return (
        f"{found}, more than max_characters={options.max_characters:,} allows: split the text, "
        "or raise max_characters"
    )


def _problem(text: str, options: Options) -> str:
    """Return why a text cannot be a source; empty if it can."""
    if not text:
        return "the text is empty"
    if len(text) > options.max_characters:
        return too_long(f"the text has {len(text):,} characters", options)
    if match := _SURROGATE.search(text):
        found = f"the lone surrogate U+{ord(match.group()):04X} at character {match.start():,}"
        return f"the text has {found}, half of a character that is not there: mend the text"
    return ""


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def from_row(row: object, place: Place, options: Options, encoding: str = "") -> Article:
    """Return the article of a row, or what of it could be read with a failure that says why.

    Args:
        row: what should be a mapping of column names to values.
        place: where it was found.
        options: which columns hold the text and the id.
        encoding: what it was decoded from.
    """
    if not isinstance(row, Mapping):
        kind = "null" if row is None else type(row).__name__
        return place.failing(f"{place.name}: found {kind}, expected column names and values")
    columns = _folded(row)
    article = _described(place.article(encoding), row, columns)
    try:
        texts = _text_columns(columns, place.name, options)
        identity = _id_column(columns, place.name, options)
    except ReadingError as error:
        return failed(article, error)
    if identity is not None:
        article = _identified(article, _plain(row[identity]))
    values = [row[column] for column in texts]
    empty = [name for name, value in zip(texts, values, strict=True) if _is_missing(value)]
    if 0 < len(empty) < len(texts):
        article = article.noted(STAGE, "columns without text", ", ".join(map(str, empty)))
    given = _joined(values)
    if isinstance(given, str) and len(given) <= options.max_characters and is_markup(given):
        article, given = article.noted(STAGE, "markup taken out"), without_markup(given)
    return from_text(article, given, place.name, options)


def needed_columns(columns: Iterable[str], name: str, options: Options) -> list[str]:
    """Return the columns that can become part of an article.

    Args:
        columns: the columns there are.
        name: the file that an error names.
        options: which columns hold the text and the id.

    Raises:
        ReadingError: when there is no column of the text, or none of a name asked for.
    """
    folded = _folded(columns)
    asked = {*_text_columns(folded, name, options), _id_column(folded, name, options)}
    known = {column for names in _METADATA_COLUMNS.values() for column in names}
    return [column for key, column in folded.items() if key in known or column in asked]


def _folded(columns: Iterable[str]) -> dict[str, str]:
    """Return the columns by their folded names, the first of several that are the same."""
    folded: dict[str, str] = {}
    for column in columns:
        folded.setdefault(_folded_name(column), column)
    return folded


def _folded_name(column: object) -> str:
    """Return the name of a column in lower case, with low lines for spaces."""
    return unicodedata.normalize("NFC", str(column)).strip().lower().replace(" ", "_")


def _described(article: Article, row: Mapping[str, object], columns: dict[str, str]) -> Article:
    """Return the article with the metadata of its row, in which no lone surrogate is left."""
    values: dict[str, str] = {}
    for field, names in _METADATA_COLUMNS.items():
        column = _first(columns, names)
        value = "" if column is None else _plain(row[column])
        values[field] = _whole(value)
        if values[field] != value:
            article = article.noted(STAGE, "lone surrogates replaced", field)
    given = values["published"]
    understood = iso_date(given)
    is_date = understood or _first(columns, _DATES) != columns.get(_DATA)
    values["published"] = understood or (given if is_date else "")
    if values["published"] and not understood:
        article = article.noted(STAGE, "date not understood", given)
    return replace(article, metadata=replace(article.metadata, **values))


def _identified(article: Article, identity: str) -> Article:
    if _whole(identity) != identity:
        article = article.noted(STAGE, "lone surrogates replaced", "id")
    return replace(article, id=_whole(identity) or article.id)


def _plain(value: object) -> str:
    """Return an id or a metadata value as a string; empty for a missing one."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_plain, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "" if text in _MISSING else text


def _first(columns: dict[str, str], names: Iterable[str]) -> str | None:
    return next((columns[name] for name in names if name in columns), None)


def _text_columns(columns: dict[str, str], name: str, options: Options) -> list[str]:
    if options.text_columns:
        return [_named(columns, one, name, "text_column") for one in options.text_columns]
    column = _first(columns, _TEXT_COLUMNS)
    if column is None:
        expected = f"one of {', '.join(_TEXT_COLUMNS)}"
        advice = "name the one with the text with text_column"
        raise ReadingError(_no_column(columns, expected, name, advice))
    return [column]


def _joined(values: Sequence[object]) -> object:
    """Return the text of several columns, or the first value of them that is no text."""
    given = [value for value in values if not _is_missing(value)]
    texts = [value for value in given if isinstance(value, str)]
    if len(values) == 1 or not given:
        return values[0]
    if len(texts) < len(given):
        return next(value for value in given if not isinstance(value, str))
    return "\n\n".join(texts)


def _is_missing(value: object) -> bool:
    blank = isinstance(value, str) and not value.strip()
    return blank or value is None or str(value) in _MISSING


def _id_column(columns: dict[str, str], name: str, options: Options) -> str | None:
    if options.id_column is not None:
        return _named(columns, options.id_column, name, "id_column")
    return _first(columns, _ID_COLUMNS)


def _named(columns: dict[str, str], wanted: str, name: str, option: str) -> str:
    if wanted in columns.values():
        return wanted
    column = columns.get(_folded_name(wanted))
    if column is None:
        advice = f"{option} is to be one of these"
        raise ColumnNotFoundError(_no_column(columns, repr(wanted), name, advice))
    return column


def _no_column(columns: dict[str, str], expected: str, name: str, advice: str) -> str:
    found = ", ".join(map(str, columns.values())) or "no columns"
    return f"{name}: found {found}, expected {expected}: {advice}"
