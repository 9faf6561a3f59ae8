"""A description of a corpus in Markdown, made of what the corpus holds and of nothing else."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from reformtext.analysis.tokens import count_words
from reformtext.article import Status
from reformtext.exporting import jsonl_lines
from reformtext.publication_dates import iso_date
from reformtext.reports import report_rows
from reformtext.segment_tables import failure_rows
from reformtext.text import counted
from reformtext.text_tables import count_languages, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.corpus.base import Articles
    from reformtext.reports import ReportRow

__all__ = ["DataCard", "make_card"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&#])")
_NUMBER: Final = re.compile(r"[0-9,]+")
_LONGEST: Final = 200  # characters of a cell
_LISTED: Final = 20  # rows of a table of outlets, folders or failures
_DAY: Final = 10  # characters of 2025-10-30


class DataCard(str):
    """The text of a data card in Markdown; a notebook shows it as it is meant."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def make_card(corpus: Articles) -> DataCard:
    """Return the data card of a corpus, as ``Corpus.data_card`` says."""
    languages = ", ".join(f"{_plain(code)} {count:,}" for code, count in count_languages(corpus))
    report = tuple(report_rows(tuple(corpus)))
    sections = {
        "What it is": _what(corpus, languages),
        "Languages": _languages(report),
        "Where it is from": _origin(corpus),
        "How it was made": _making(corpus.signature),
        "Segments": _segments(corpus),
        "Checks": _checks(corpus, report[-1]),
        "Failures": _failures(corpus),
        "Known limits": _limits(corpus),
        "How to cite it": _citation(corpus, languages),
    }
    parts = [f"# Corpus of {counted(len(corpus), 'article')}"]
    parts += [f"## {title}\n\n" + "\n\n".join(found) for title, found in sections.items()]
    return DataCard("\n\n".join(parts) + "\n")


def _what(corpus: Articles, languages: str) -> Iterator[str]:
    characters = sum(len(article.source) for article in corpus)
    words = sum(map(count_words, corpus))
    yield (
        f"{counted(len(corpus), 'article')} ({languages or 'none'}) with "
        f"{counted(characters, 'character')} of source text and its English, "
        f"{counted(words, 'word')}. Every segment of the English has its place in the source."
    )


def _languages(report: Iterable[ReportRow]) -> Iterator[str]:
    columns = ("language", "articles", "segments", "failed", "flagged", "repaired")
    rows = [
        [_plain(row.language), *(f"{getattr(row, name):,}" for name in columns[1:])]
        for row in report
    ]
    yield _table(columns, rows)
    yield (
        "Segments are those that were given to a model. Failed: without English. Flagged: with "
        "English that a check says something against. Repaired: not as its English came first."
    )


def _origin(corpus: Articles) -> Iterator[str]:
    given = [article.metadata.published for article in corpus if article.metadata.published]
    dates = sorted(filter(None, map(iso_date, given)))
    known = f"{len(dates):,} of {counted(len(corpus), 'article')}"
    if dates:
        first, last = _plain(dates[0][:_DAY]), _plain(dates[-1][:_DAY])
        span = f"from {first} to {last}" if first != last else f"all {first}"
        yield f"Dates are known of {known}: {span}."
    else:
        yield f"Dates are known of {known}."
    if strange := Counter(date for date in given if not iso_date(date)):
        yield _counts("date not understood, in no month and no year", strange, "articles")
    outlets = Counter(article.metadata.outlet for article in corpus)
    yield _counts("outlet", outlets, "articles")
    paths = filter(None, (article.metadata.path for article in corpus))
    if folders := Counter(PurePath(path).parent.name or "." for path in paths):
        yield _counts("folder read from", folders, "articles")


def _making(signature: str) -> Iterator[str]:
    if not signature:
        yield "The corpus has no signature: what made it is not known."
        return
    parts = [part.partition(":") for part in signature.split("|")]
    yield "The signature of the corpus says which versions, models and parameters made it."
    yield _table(("part", "what"), [[_plain(name), _plain(what)] for name, _, what in parts])


def _segments(corpus: Articles) -> Iterator[str]:
    statuses = Counter(str(s.status) for article in corpus for s in article.segments)
    yield _counts("status", statuses, "segments")
    kinds = Counter(str(s.kind) for article in corpus for s in article.segments)
    yield _counts("kind", kinds, "segments")
    whole = sum(article.coverage >= 1 for article in corpus)
    yield (
        f"The segments of {whole:,} of {counted(len(corpus), 'article')} hold every character of "
        "the source that is not white space."
    )


def _checks(corpus: Articles, everything: ReportRow) -> Iterator[str]:
    passed: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for article in corpus:
        for segment in article.segments:
            for check in segment.checks:
                (passed if check.passed else failed)[check.name] += 1
    names = sorted({*passed, *failed})
    if names:
        rows = [[_plain(name), f"{passed[name]:,}", f"{failed[name]:,}"] for name in names]
        yield _table(("check", "passed", "failed"), rows)
    else:
        yield "No segment was checked."
    kept = [
        [what, f"{getattr(everything, what):,}", f"{getattr(everything, f'{what}_kept'):,}"]
        for what in ("quantities", "names", "terms")
    ]
    yield _table(("mentioned in the source", "found", "kept in the English"), kept)


def _failures(corpus: Articles) -> Iterator[str]:
    reasons = Counter(
        f"{row.stage}: {row.reason}" for article in corpus for row in failure_rows(article)
    )
    yield _counts("what went wrong", reasons, "times") if reasons else "None are recorded."


def _limits(corpus: Articles) -> Iterator[str]:
    """Yield one list: what is missing or in doubt, in numbers."""
    segments = [segment for article in corpus for segment in article.segments]
    translated = [segment for segment in segments if segment.status is Status.TRANSLATED]
    flagged = sum(segment.flagged for segment in translated)
    unchecked = sum(not segment.checks for segment in translated)
    counts = [
        (len(translated), "segment", "translated by a model; revision by a person is not recorded"),
        (flagged, "translated segment", "in doubt: a check is not passed"),
        (unchecked, "translated segment", "not checked"),
        (
            sum(segment.failed for segment in segments),
            "segment",
            "not translated: `[untranslated: …]` stands in the English",
        ),
        (sum(s.status is Status.PENDING for s in segments), "segment", "not yet translated"),
        (sum(not article.segments for article in corpus), "article", "without segments"),
        (sum(article.language == "und" for article in corpus), "article", "of unknown language"),
        (sum(not a.metadata.published for a in corpus), "article", "without a date"),
        (sum(not a.metadata.source_url for a in corpus), "article", "without an address"),
    ]
    lines = [f"- {counted(count, noun)} {what}." for count, noun, what in counts if count]
    yield "\n".join(lines) or "- None that can be counted."


def _citation(corpus: Articles, languages: str) -> Iterator[str]:
    digest = hashlib.sha256()
    for line in jsonl_lines(corpus):
        digest.update(line.encode())
    made = f", {_plain(corpus.signature.split('|')[0])}" if corpus.signature else ""
    yield (
        f"Corpus of {counted(len(corpus), 'article')} ({languages or 'none'}){made}, "
        f"sha256:{digest.hexdigest()}."
    )
    yield "The digest is that of the file that `Corpus.write` makes of it as `.jsonl`."


def _counts(what: str, counts: Counter[str], of: str) -> str:
    """Return a table of the most frequent values, and how many others there are."""
    rows = [
        [_plain(value) or "unknown", f"{count:,}"]
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    others = f"\n\n{len(rows) - _LISTED:,} more." if len(rows) > _LISTED else ""
    return _table((what, of), rows[:_LISTED]) + others


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown, numbers to the right; its cells are escaped already."""
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    rule = ["---:" if all(map(_NUMBER.fullmatch, column)) else "---" for column in columns]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def _plain(text: str) -> str:
    """Return a text on one line that Markdown and HTML show as it stands."""
    return _SPECIAL.sub(r"\\\1", one_line(text, _LONGEST))
