"""The rows of a glossary that is a table: a concept each, under a header that names the columns."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Final

from reformtext.errors import GlossaryError
from reformtext.languages import codes
from reformtext.languages import table as languages
from reformtext.text import closest

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DELIMITERS", "check_key", "parse_rows"]

DELIMITERS: Final = {".tsv": "\t", ".csv": ",;\t"}
"""What may stand between the cells of a table, by the suffix of its file."""

_NAMES: Final = {"\t": "tabs", ",": "commas", ";": "semicolons"}

Row = tuple[str, dict[str, object]]
"""The id of a concept and what else is said of it, as in a table of TOML."""


def check_key(place: str, key: str, known: Iterable[str]) -> None:
    """Raise GlossaryError for a key that is not known; the message says what may be meant."""
    known = tuple(known)
    if key not in known:
        code = next((one.code for one in languages() if one.name.lower() == key.lower()), key)
        meant = [code] if code in known else closest(key, known, 1)
        advice = f"did you mean {meant[0]!r}?" if meant else f"expected one of {', '.join(known)}"
        raise GlossaryError(f"{place}: unknown key {key!r}; {advice}")


def parse_rows(text: str, delimiters: str) -> list[Row]:
    """Return the rows of a table under its header.

    Args:
        text: of the file.
        delimiters: what may stand between cells: that which parts the header into the most.

    Raises:
        GlossaryError: for a header or row that is not as expected; the message names the line.
    """
    first = text.partition("\n")[0]
    delimiter = max(delimiters, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    apart = " or ".join(_NAMES[mark] for mark in delimiters)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, apart)
        return [
            _row(header, row, f"line {reader.line_num}")
            for row in reader
            if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise GlossaryError(
            f"line {reader.line_num} has no cells between {apart}: {error}"
        ) from error


def _check_header(header: list[str], apart: str) -> None:
    known = ("concept", "english", "also", *codes(), *(f"deny_{c}" for c in codes()), "note")
    if not any(header):
        raise GlossaryError("it is empty, expected a header row: concept, english, id, pl, …")
    for name in header:
        check_key("header row", name, known)
        if header.count(name) > 1:
            raise GlossaryError(f"header row: {name!r} is there twice, expected it once")
    for name in ("concept", "english"):
        if name not in header:
            raise GlossaryError(
                f"header row: there is no column {name!r}, found {', '.join(header)}; "
                f"the columns are separated by {apart}"
            )


def _row(header: list[str], row: list[str], line: str) -> Row:
    if any(cell.strip() for cell in row[len(header) :]):
        raise GlossaryError(f"{line}: found {len(row)} cells, expected at most {len(header)}")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip()}
    name = cells.pop("concept", "")
    if not name:
        raise GlossaryError(f"{line}: the cell concept is empty, expected the concept's id")
    table: dict[str, object] = {}
    deny: dict[str, list[str]] = {}
    for key, cell in cells.items():
        phrases = [phrase for phrase in cell.split("|") if phrase.strip()]
        if key.startswith("deny_"):
            deny[key.removeprefix("deny_")] = phrases
        else:
            table[key] = cell if key in {"english", "note"} else phrases
    return name, {**table, "deny": deny}
