"""Articles for the tests of exports: translated, failed, untouched, hostile and awkward ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from strategies import HOSTILE

from reformtext.article import (
    Article,
    Change,
    Check,
    Detection,
    Failure,
    Kind,
    Metadata,
    Segment,
    Span,
    Status,
)
from reformtext.corpus import Corpus
from reformtext.values import Name, Quantity, QuantityKind, Term

if TYPE_CHECKING:
    from pathlib import Path

SIGNATURE = "reformtext:0.1.0|translate:tiny(all#1)/beam=4"
UNWRITABLE = "\x00 <script>&lt;\r\n\x0b\ufffe 👩‍👩‍👧 \u202e"
"""A text with what XML cannot hold, and what it holds only if it is written with care."""

_SENTENCES = (
    (
        "Pada 31 Desember 2020 naik 81,9% di Phu Ninh.",
        "On 31 December 2020 it rose by 81.9% in Phu Ninh.",
    ),
    (
        "Komite Rakyat 2015-2021 membaca 18-NQ/TW pukul 14.30.",
        "The People's Committee read 18-NQ/TW at 14:30 in 2015–2021.",
    ),
)
_MENTIONS = {
    "31 Desember 2020": ("31 December 2020", QuantityKind.DATE, "2020-12-31", ""),
    "81,9%": ("81.9%", QuantityKind.NUMBER, "81.9", "%"),
    "2015-2021": ("2015–2021", QuantityKind.RANGE, "2015/2021", ""),
    "18-NQ/TW": ("18-NQ/TW", QuantityKind.IDENTIFIER, "18-NQ/TW", ""),
    "14.30": ("14:30", QuantityKind.TIME, "14:30", ""),
}
_PASSED = (Check("quantities", passed=True), Check("length", passed=True))
_FLAGGED = (Check("quantities", passed=True), Check("terms", passed=False, detail="x <y>"))


def translated_article(name: str = "id/1") -> Article:
    """Return an article with a segment of every status but pending, and mentions of every kind."""
    lines = ["Judul", " ".join(source for source, _ in _SENTENCES), "Gagal\x01.", "Komentar (0)"]
    source = "\n\n".join(lines) + "\n"
    sentences = [_sentence(source, *pair) for pair in _SENTENCES]
    kept = replace(_cut(source, lines[0], Kind.HEADING), status=Status.KEPT, english="Judul")
    return Article(
        id=name,
        source=source,
        detection=Detection("id", "", 0.99),
        metadata=Metadata(
            title="Judul <b>",
            source_url="https://example.org/1?a=1&b=2",
            outlet="example.org",
            author="N. N.",
            published="2025-10-30T19:59:20",
            path="seeds/1.txt",
        ),
        segments=(
            kept,
            replace(sentences[0], checks=_PASSED),
            replace(sentences[1], checks=_FLAGGED),
            _cut(source, lines[2], Kind.SENTENCE).as_failed("no words"),
            _cut(source, lines[3], Kind.COMMENT_COUNTER),
        ),
        trace=(Change("clean", "title", "Judul"),),
        failures=(Failure("clean", "odd \x02", Span(0, 1)),),
    )


def awkward_corpus() -> Corpus:
    """Return a corpus of what can go wrong: hostile texts, no text, no segments, no language."""
    hostile = [
        replace(
            Segment.cut(text, 0, len(text), Kind.SENTENCE),
            status=Status.TRANSLATED,
            english=f"{text} {UNWRITABLE}",
            reason=text,
            checks=(Check(text, passed=False, detail=text),),
        )
        for text in (*HOSTILE, UNWRITABLE)
    ]
    return Corpus(
        [
            translated_article(),
            *(
                Article(
                    f"{i} {segment.source}",
                    segment.source,
                    Detection(segment.source),
                    Metadata(*[segment.source] * 6),
                    (segment,),
                    (Change(segment.source, segment.source, segment.source),),
                    (Failure(segment.source, segment.source),),
                )
                for i, segment in enumerate(hostile)
            ),
            Article("raw", "Dua baris.\r\nTanpa segmen.", Detection("pl")),
            Article("pending", "Satu.", Detection("pl"), segments=Segment.of_lines("Satu.")),
            Article("undetected", "Satu."),
            Article("empty", ""),
            Article("blank", " \x0b\n"),
        ],
        SIGNATURE,
    )


def half_of_a_pair() -> Corpus:
    """Return a corpus with a lone surrogate, which UTF-8 cannot hold."""
    text = "Satu \ud83d desa."
    segment = replace(
        Segment.cut(text, 0, len(text), Kind.SENTENCE), status=Status.TRANSLATED, english=text
    )
    return Corpus([Article("half", text, Detection("id"), segments=(segment,))])


def files_in(folder: Path) -> list[str]:
    """Return the names of all that is in a folder, hidden or not."""
    return sorted(path.name for path in folder.iterdir())


def _cut(source: str, text: str, kind: Kind) -> Segment:
    start = source.index(text)
    return Segment.cut(source, start, start + len(text), kind)


def _sentence(source: str, text: str, english: str) -> Segment:
    """Return a translated segment with what it mentions, in the source and in the English."""
    segment = replace(
        _cut(source, text, Kind.SENTENCE), status=Status.TRANSLATED, english=english, score=-0.25
    )
    start = segment.span.start
    quantities = tuple(
        Quantity(kind, place.moved(start), found, value, unit, said, english_span=there)
        for found, (said, kind, value, unit) in _MENTIONS.items()
        if (place := _place(text, found)) and (there := _place(english, said))
    )
    names, terms = _place(text, "Phu Ninh"), _place(text, "Komite Rakyat")
    there = _place(english, "People's Committee")
    return replace(
        segment,
        quantities=quantities,
        names=(Name(names.moved(start), "Phu Ninh", False, _place(english, "Phu Ninh")),)
        if names
        else (),
        terms=(Term("peoples_committee", terms.moved(start), "Komite Rakyat", "", there),)
        if terms
        else (),
    )


def _place(text: str, found: str) -> Span | None:
    start = text.find(found)
    return None if start < 0 else Span(start, start + len(found))
