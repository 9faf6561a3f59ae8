"""Which columns of a row hold its text, its id and its metadata: by usual names, or as asked for.

Names are compared without accents, in lower case and with low lines for spaces, unless there is a
column of just the name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reformtext.errors import ColumnNotFoundError, ReadingError
from reformtext.text import unaccented

__all__ = [
    "ID_COLUMNS",
    "METADATA_COLUMNS",
    "TEXT_COLUMNS",
    "Columns",
    "Options",
    "needed_columns",
]

# The usual names in English, and in the languages of the articles; the first there is is read.
TEXT_COLUMNS: Final = (
    *("text", "source", "body", "content", "article"),
    *("teks", "isi", "treść", "tekst", "brødtekst", "conținut"),
    *("full_text", "fulltext", "article_text", "article_body", "body_text"),
    *("teks_lengkap", "teks_artikel", "isi_artikel", "isi_berita", "artikel"),
    *("pełny_tekst", "pełna_treść", "tekst_artykułu", "treść_artykułu", "artykuł"),
    *("fulltekst", "full_tekst", "artikkeltekst", "innhold", "artikkel"),
    *("text_complet", "text_integral", "textul_articolului", "conținutul_articolului", "articol"),
)
ID_COLUMNS: Final = (
    *("id", "article_id"),
    *("id_artikel", "id_artykułu", "artikkel_id", "id_articol"),
)
METADATA_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (
        *("title", "headline", "judul", "tytuł", "tittel", "overskrift", "titlu"),
        *("article_title", "judul_artikel", "judul_berita", "tytuł_artykułu", "nagłówek"),
        *("artikkeltittel", "artikkel_tittel", "titlul_articolului", "titlu_articol"),
    ),
    "source_url": (
        *("url", "source_url", "link", "tautan", "lenke"),
        *("article_url", "url_artikel", "url_artykułu", "artikkel_url", "url_articol"),
    ),
    "author": ("author", "penulis", "autor", "autorka", "forfatter"),
    "outlet": (
        *("outlet", "publisher", "newspaper", "publication", "koran", "gazeta", "publikacja"),
        *("avis", "ziar", "publicație", "sumber", "źródło", "kilde", "sursă"),
    ),
    "published": (
        *("date", "published", "published_at", "date_published", "publication_date"),
        *("tanggal", "tanggal_terbit", "data_publikacji", "dato", "publisert"),
        *("data_publicării", "dată", "tanggal_publikasi", "publiseringsdato", "data"),
    ),
}
_BYTES_A_CHARACTER: Final = 16  # room for JSON's escapes, for markup and for the other columns
_LEAST_BYTES: Final = 1 << 20
_MOST_BYTES: Final = (1 << 31) - 1  # what the csv module takes as its limit on every platform
_MAY_BE_ANYTHING: Final = "data"
_OF_A_CORPUS: Final = "metadata"
_BESIDE_IT: Final = frozenset({"id", "source"})


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller of ``reading.scan`` asked for.

    Raises:
        ReadingError: unless at least one character is allowed, and ``columns`` names metadata.
    """

    text_column: str | Sequence[str] | None = None
    id_column: str | None = None
    max_characters: int = 1_000_000
    columns: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.max_characters, int) or self.max_characters < 1:
            raise ReadingError(
                f"max_characters must be a number of at least 1, not {self.max_characters!r:.60}"
            )
        for option in ("text_column", "id_column"):
            given = getattr(self, option)
            several = option == "text_column" and isinstance(given, list | tuple)
            if not all(isinstance(one, str) for one in (given if several else [given or ""])):
                raise ReadingError(f"{option} is {given!r:.60}, expected the name of a column")
        if self.columns is not None:
            _check_mapping(self.columns)

    @property
    def text_columns(self) -> tuple[str, ...]:
        """The columns that were asked for; none for the first of the usual names."""
        given = self.text_column
        return (given,) if isinstance(given, str) else tuple(given or ())

    @property
    def names_columns(self) -> bool:
        """Whether any column was asked for."""
        return bool(self.text_columns or self.id_column or self.columns)

    @property
    def max_bytes(self) -> int:
        """The longest row or HTML page, in bytes, that is looked at."""
        wanted = max(_BYTES_A_CHARACTER * self.max_characters, _LEAST_BYTES)
        return min(wanted, _MOST_BYTES)


def _check_mapping(columns: object) -> None:
    if not isinstance(columns, Mapping):
        raise ReadingError(
            f"columns is a mapping of metadata to the names of columns, not {columns!r:.60}: "
            "write {'published': 'Tanggal'}"
        )
    for name, column in columns.items():
        if name not in METADATA_COLUMNS:
            raise ReadingError(
                f"columns has {name!r:.60}, expected {', '.join(METADATA_COLUMNS)}: the text and "
                "the id have text_column and id_column"
            )
        if not isinstance(column, str) or not column.strip():
            raise ReadingError(
                f"columns[{name!r}] is {column!r:.60}, expected the name of a column as a text"
            )


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that there are, and what was asked for.

    Attributes:
        place: the file or row that an error names.
        options: what was asked for.
        written: the columns as they are written.
        names: the columns by what they are compared by, the first of several that are the same.
    """

    place: str
    options: Options
    written: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Iterable[str], place: str, options: Options) -> Columns:
        """Return the columns of a file or row."""
        found = cls(place, options, tuple(dict.fromkeys(columns)))
        for column in found.written:
            found.names.setdefault(_key(column), column)
        return found

    def texts(self) -> list[str]:
        """Return the columns of the text.

        Raises:
            ReadingError: when there is none, or none of a name asked for.
        """
        if asked := self.options.text_columns:
            return [self._named(one, "text_column") for one in asked]
        column = self._first(TEXT_COLUMNS)
        if column is None:
            expected = f"one of {', '.join(TEXT_COLUMNS)}"
            raise ReadingError(self._lacks(expected, "name the one with the text with text_column"))
        return [column]

    def identity(self) -> str | None:
        """Return the column of the id, if there is one.

        Raises:
            ReadingError: when there is none of the name asked for.
        """
        if self.options.id_column is not None:
            return self._named(self.options.id_column, "id_column")
        return self._first(ID_COLUMNS)

    def metadata(self, name: str) -> str | None:
        """Return the column of a piece of metadata, if there is one.

        Raises:
            ColumnNotFoundError: when there is none of the name asked for.
        """
        if asked := (self.options.columns or {}).get(name):
            return self._named(asked, "columns")
        return self._first(METADATA_COLUMNS[name])

    def of_a_corpus(self) -> str | None:
        """Return the column that has all metadata, if this may be a file of ``Corpus.write``."""
        return _OF_A_CORPUS if {_OF_A_CORPUS, *_BESIDE_IT}.issubset(self.written) else None

    def may_be_anything(self, column: str) -> bool:
        """Return whether a column was not asked for, and its name means other things as well."""
        asked = map(_key, (self.options.columns or {}).values())
        return str(column).strip().lower() == _MAY_BE_ANYTHING and _key(column) not in asked

    def _first(self, names: Iterable[str]) -> str | None:
        return next(filter(None, map(self._find, names)), None)

    def _find(self, name: str) -> str | None:
        """Return the column of just this name, else the first that is compared as the same."""
        return name if name in self.written else self.names.get(_key(name))

    def _named(self, wanted: str, option: str) -> str:
        column = self._find(wanted)
        if column is None:
            advice = f"{option} is to name one of these"
            raise ColumnNotFoundError(self._lacks(repr(wanted), advice))
        return column

    def _lacks(self, expected: str, advice: str) -> str:
        found = ", ".join(map(str, self.written)) or "no columns"
        return f"{self.place}: found {found}, expected {expected}: {advice}"


def needed_columns(columns: Iterable[str], name: str, options: Options) -> list[str]:
    """Return the columns that can become part of an article.

    Args:
        columns: the columns there are.
        name: the file that an error names.
        options: which columns hold what.

    Raises:
        ReadingError: when there is no column of the text, or none of a name asked for.
    """
    there = Columns.of(columns, name, options)
    metadata = map(there.metadata, METADATA_COLUMNS)
    needed = {*there.texts(), there.identity(), there.of_a_corpus(), *metadata}
    return [column for column in there.written if column in needed]


def _key(column: object) -> str:
    name = unicodedata.normalize("NFC", str(column)).strip().lower()
    return unaccented(name).replace(" ", "_")
