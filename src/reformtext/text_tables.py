"""Corpora and tables as lines of text, and what their HTML has in common with them."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reformtext.analysis.tokens import count_words
from reformtext.segment_tables import failure_rows
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reformtext.article import Article, Check
    from reformtext.corpus import Corpus
    from reformtext.segment_tables import Table

__all__ = [
    "NUMBERS",
    "concordance_text",
    "corpus_text",
    "count_languages",
    "date_of",
    "grid_text",
    "one_line",
    "overview",
    "run_table",
    "share",
    "table_text",
    "title_of",
    "values",
    "visible",
]

NUMBERS: Final = frozenset(
    {
        *(
            "segments",
            "segment",
            "words",
            "coverage",
            "failed",
            "seconds",
            "index",
            "start",
            "end",
            "score",
        ),
        *(
            "source_start",
            "source_end",
            "articles",
            "flagged",
            "repaired",
            "quantities",
            "quantities_kept",
        ),
        *("names", "names_kept", "terms", "terms_kept", "english_start", "english_end"),
        *("count", "per_million", "rank", "expected", "weight", "g2", "log_ratio", "p", "first"),
        *("count_target", "count_reference", "per_million_target", "per_million_reference"),
        *("tokens", "types", "ttr", "mattr", "yule_k", "hapaxes", "sentences"),
        *("words_per_sentence", "syllables", "flesch", "flesch_kincaid", "lix"),
    }
)
"""The columns that are set to the right."""

_RATES: Final = frozenset({"per_million", "per_million_target", "per_million_reference"})
_RATE: Final = ",.1f"
_REAL: Final = ".3f"
_OVERVIEW: Final = ("id", "language", "title", "segments", "coverage", "failed")
_RUN: Final = ("id", "language", "segments", "coverage", "failed", "seconds")
_WIDTH: Final = 80  # characters of a line
_TITLE: Final = 300  # characters of a title
_WORD: Final = 24  # characters of the word that a title may be cut before
_ID: Final = 12  # characters of an id beside a hit
_CODE: Final = 8  # characters of a language
_MATCH: Final = 24  # characters of what was found
_NEARLY: Final = 0.999  # the largest share that is shown of what is not whole
_ROWS: Final = 10
_SMALL: Final = 0.0005  # three decimals would show a smaller number as 0
_ISO_DAY: Final = len("2025-10-30")
_NUMBER: Final = re.compile(r"[\d,.]+")
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Return ``text`` with every control character replaced by a sign that has no effect.

    Those of ASCII become their Unicode pictures (``␀``), except tab and line feed, which stay;
    other controls, marks of writing direction, line separators, lone surrogates and what is no
    character become ``\N{REPLACEMENT CHARACTER}``.
    """
    return _CONTROL.sub(_picture, text)


def corpus_text(corpus: Corpus, most: int = _ROWS) -> str:
    """Return a corpus as lines of at most 80 characters: its first articles."""
    counts = ", ".join(f"{code} {count:,}" for code, count in count_languages(corpus))
    title = f"Corpus of {counted(len(corpus), 'article')}" + (f": {counts}" if counts else "")
    rows = [overview(article, _OVERVIEW) for article in corpus[:most]]
    signed = [f"signature: {corpus.signature}"] if corpus.signature else []
    return _lines([title, *signed], _OVERVIEW, rows, len(corpus))


def table_text(table: Table[Any]) -> str:
    """Return a table of segments or failures as lines of at most 80 characters: its first 10."""
    rows = [values(row, table.brief) for row in islice(table, _ROWS)]
    title = f"{type(table).__name__} of {counted(len(table), table.singular)}"
    return _lines([title], table.brief, rows, len(table))


def concordance_text(hits: Table[Any]) -> str:
    """Return hits as lines of at most 80 characters, the matches beneath one another: the first 10.

    Args:
        hits: rows with ``article_id``, ``language``, ``left``, ``match`` and ``right``.
    """
    shown = list(islice(hits, _ROWS))
    rows = [
        [_words(hit.article_id, _ID), _words(hit.language, _CODE), _words(hit.match, _MATCH)]
        for hit in shown
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    side = (_WIDTH - sum(widths) - 2 * (len(widths) + 1)) // 2
    lines = [f"Concordance of {counted(len(hits), hits.singular)}"]
    for hit, row in zip(shown, rows, strict=True):
        name, language, match = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        before, after = _ending(hit.left, side).rjust(side), _words(hit.right, side)
        lines.append("  ".join((name, language, before, match, after)).rstrip())
    if len(hits) > len(shown):
        lines.append(f"… {len(hits) - len(shown):,} more")
    return "\n".join(lines)


def _ending(text: str, longest: int) -> str:
    """Return the end of ``text`` on one line; what is cut off is whole words if it can be."""
    line = visible(" ".join(text[-4 * longest :].split()))
    if len(line) <= longest:
        return line
    part, _, words = line[-(longest - 1) :].partition(" ")
    return f"…{words}" if words and len(part) < _WORD else f"…{line[-(longest - 1) :]}"


def grid_text(title: str, header: Sequence[str], rows: list[list[str]]) -> str:
    """Return cells as lines of at most 80 characters: a title, and rows beneath their header.

    Columns of numbers are set to the right.
    """
    columns = zip(header, *rows, strict=True)
    right = {name for name, *cells in columns if all(map(_NUMBER.fullmatch, cells))}
    return _lines([title], header, rows, len(rows), right)


def run_table(timed: Sequence[tuple[Article, float]]) -> str:
    """Return a table of the articles of a run: a header, then one line an article.

    The ids are whole, so that they can be copied, however long the lines become.

    Args:
        timed: articles, each with the seconds that it took.
    """
    rows = [list(_RUN)]
    for article, seconds in timed:
        *known, failed = overview(article, ("id", "language", "segments", "failed"))
        cells = [*known, share(article.coverage), failed, f"{seconds:.2f}"]
        rows.append([one_line(cell, len(cell)) for cell in cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, _RUN, widths) for row in rows)


def share(value: float) -> str:
    """Return a number from 0 to 1 with three decimals, ``1.000`` only if it is all of 1."""
    return f"{value if value >= 1 else min(value, _NEARLY):.3f}"


def title_of(article: Article) -> str:
    """Return the title of an article on one line, or the first words of its text without one."""
    if title := _words(article.title, _TITLE):
        return title
    first = next((segment.english for segment, _ in article.english_places), "")
    return _words(first or article.source, _WIDTH)


def _words(text: str, longest: int) -> str:
    """Return ``text`` on one line; one that is too long ends with a whole word if it can."""
    line = one_line(text, longest)
    if len(line) < longest or not line.endswith("…"):
        return line
    words, _, part = line[:-1].rpartition(" ")
    return f"{words.rstrip()}…" if words and len(part) < _WORD else line


def overview(article: Article, columns: Iterable[str]) -> list[str]:
    """Return the cells of an article's row in a table of a corpus."""
    metadata = article.metadata
    cells = {
        "id": article.id,
        "language": article.language,
        "outlet": metadata.outlet,
        "date": date_of(article),
        "title": title_of(article),
        "segments": f"{len(article.segments):,}",
        "words": f"{count_words(article):,}",
        "checks": _all_passed(article),
        "coverage": f"{math.floor(100 * article.coverage)}%",  # 100% means all of it
        "failed": f"{sum(1 for _ in failure_rows(article)):,}",
    }
    return [cells[column] for column in columns]


def date_of(article: Article) -> str:
    """Return the day of publication without the time, as exactly as it is known."""
    return article.metadata.published[:_ISO_DAY]


def _all_passed(article: Article) -> str:
    """Return how many of the checked segments of an article no check says anything against."""
    checked = [segment.checks for segment in article.segments if segment.checks]
    passed = sum(not any(check.doubtful for check in checks) for checks in checked)
    return f"{passed:,} of {len(checked):,}" if checked else ""


def count_languages(corpus: Iterable[Article]) -> list[tuple[str, int]]:
    """Return the languages of a corpus and their numbers of articles, the most frequent first."""
    counts = Counter(article.language for article in corpus)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def values(row: object, columns: Iterable[str]) -> list[str]:
    """Return the cells of a row in a table of segments or failures."""
    return [_value(getattr(row, name), _RATE if name in _RATES else _REAL) for name in columns]


def _value(value: str | float | Sequence[Check] | None, real: str) -> str:
    """Return what stands in the cell of a table for a value."""
    if value is None:
        return ""
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.1e}" if 0 < abs(value) < _SMALL else format(value, real)
    return _passed(value)


def _passed(checks: Sequence[Check]) -> str:
    return f"{sum(check.passed for check in checks)} of {len(checks)} passed" if checks else ""


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:  # noqa: PLR2004 - the controls of ASCII, whose pictures are from U+2400 on
        return chr(0x2400 + code)
    return "\u2421" if match.group() == "\x7f" else "\ufffd"


def one_line(text: str, longest: int) -> str:
    """Return ``text`` on one line of at most ``longest`` characters; an ellipsis ends a cut one."""
    text = text.strip()
    line = visible(" ".join(text[: 4 * longest].split()))
    whole = len(line) <= longest and len(text) <= 4 * longest
    return line if whole else line[: longest - 1] + "…"


def _lines(
    title: Iterable[str],
    header: Sequence[str],
    rows: list[list[str]],
    total: int,
    right: Collection[str] = NUMBERS,
) -> str:
    """Return lines: the title, the rows beneath their header, how many more there are."""
    table = [[one_line(cell, _WIDTH) for cell in row] for row in [list(header), *rows]]
    widths = _fitting([max(map(len, column)) for column in zip(*table, strict=True)])
    lines = [one_line(line, _WIDTH) for line in title]
    if rows:
        lines += [_line(row, header, widths, right) for row in table]
    if total > len(rows):
        lines.append(f"… {total - len(rows):,} more")
    return "\n".join(lines)


def _fitting(widths: list[int]) -> list[int]:
    """Return widths that fit one line, two spaces between: the widest give way first."""
    while sum(widths) + 2 * (len(widths) - 1) > _WIDTH:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(
    cells: list[str],
    header: Sequence[str],
    widths: list[int],
    right: Collection[str] = NUMBERS,
) -> str:
    padded = (
        cell.rjust(width) if name in right else cell.ljust(width)
        for name, cell, width in zip(header, map(one_line, cells, widths), widths, strict=True)
    )
    return "  ".join(padded).rstrip()
