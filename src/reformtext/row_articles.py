"""From one text or one row to one article, or to the reason why it is none.

``reading`` puts this together with files and folders; it is the module to use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from reformtext.article import Article, Metadata
from reformtext.errors import ColumnNotFoundError, ReadingError
from reformtext.metadata import dated
from reformtext.publication_dates import epoch_date, iso_date, iso_day
from reformtext.row_columns import METADATA_COLUMNS, Columns, Options
from reformtext.tag_removal import is_markup, without_entities, without_markup
from reformtext.text import is_missing

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "STAGE",
    "Options",
    "Place",
    "failed",
    "from_row",
    "from_text",
    "too_long",
]

STAGE = "read"
"""What changes and failures of reading name as their stage."""

_SURROGATE = re.compile("[\ud800-\udfff]")


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
        options: which columns hold what.
        encoding: what it was decoded from.
    """
    if not isinstance(row, Mapping):
        kind = "null" if row is None else type(row).__name__
        return place.failing(f"{place.name}: found {kind}, expected column names and values")
    columns = Columns.of(row, place.name, options)
    article = _described(place.article(encoding), row, columns)
    try:
        texts, identity = columns.texts(), columns.identity()
    except ReadingError as error:
        return failed(article, error)
    if identity is not None:
        article = _identified(article, _plain(row[identity]))
    values = [row[column] for column in texts]
    empty = [name for name, value in zip(texts, values, strict=True) if _is_blank(value)]
    if 0 < len(empty) < len(texts):
        article = article.noted(STAGE, "columns without text", ", ".join(map(str, empty)))
    given = _joined(values)
    if isinstance(given, str) and len(given) <= options.max_characters:
        article, given = _without_markup(article, given)
    return from_text(article, given, place.name, options)


def _without_markup(article: Article, text: str) -> tuple[Article, str]:
    """Return a text without tags and entities, and its article with a note if there were any."""
    if is_markup(text):
        return article.noted(STAGE, "markup taken out"), without_markup(text)
    decoded = without_entities(text)
    if is_markup(decoded):  # an article on HTML, or HTML encoded twice: which is not known
        return article, text
    return (article if decoded == text else article.noted(STAGE, "entities decoded")), decoded


def _described(article: Article, row: Mapping[str, object], columns: Columns) -> Article:
    """Return the article with the metadata of its row, in which no lone surrogate is left."""
    values: dict[str, str] = {}
    for field in METADATA_COLUMNS:
        try:
            value = _stated(field, row, columns)
        except ColumnNotFoundError as error:  # rows need not have the same columns
            article = article.noted(STAGE, "column not found", str(error))
            value = ""
        values[field] = _whole(value)
        if values[field] != value:
            article = article.noted(STAGE, "lone surrogates replaced", field)
    if "://" in values["outlet"] and not values["source_url"]:
        values |= {"source_url": values["outlet"], "outlet": ""}  # its host becomes the outlet
    if given := values["published"]:
        moment = iso_date(given) or dated(given) or epoch_date(given)
        day = moment or iso_day(given)
        values["published"] = day or given
        if not moment:
            what = "time" if day else "date"
            article = article.noted(STAGE, f"{what} not understood", given)
    return replace(article, metadata=replace(article.metadata, **values))


def _stated(field: str, row: Mapping[str, object], columns: Columns) -> str:
    """Return what a row says of a piece of metadata; empty for what is none."""
    column = columns.metadata(field)
    if column is None:
        known: Any = row.get(columns.of_a_corpus() or "")
        whole = isinstance(known, Mapping) and METADATA_COLUMNS.keys() <= known.keys()
        return _plain(known[field]) if whole else ""
    value = _plain(row[column])
    if columns.may_be_anything(column) and not _written_date(value):
        return ""
    return value


def _written_date(text: str) -> str:
    """Return a date that is no mere number of seconds."""
    return iso_date(text) or dated(text) or iso_day(text)


def _identified(article: Article, identity: str) -> Article:
    if _whole(identity) != identity:
        article = article.noted(STAGE, "lone surrogates replaced", "id")
    return replace(article, id=_whole(identity) or article.id)


def _plain(value: object) -> str:
    """Return an id or a metadata value as a string; empty for a missing one."""
    if is_missing(value):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_plain, value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _joined(values: Sequence[object]) -> object:
    """Return the text of several columns, or the first value of them that is no text."""
    given = [value for value in values if not _is_blank(value)]
    texts = [value for value in given if isinstance(value, str)]
    if len(values) == 1 or not given:
        return "" if is_missing(values[0]) else values[0]
    if len(texts) < len(given):
        return next(value for value in given if not isinstance(value, str))
    return "\n\n".join(texts)


def _is_blank(value: object) -> bool:
    return is_missing(value) or (isinstance(value, str) and not value.strip())
