"""Hypothesis strategies for the values of reformtext: any that can be, not the likely ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from reformtext.article import (
    BOILERPLATE,
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
    Vote,
)
from reformtext.corpus import Corpus
from reformtext.text import lines
from reformtext.values import Attempt, Name, Quantity, QuantityKind, Term

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</bdi></td></table><style>*{display:none}</style>",
    "'onmouseover='alert(1)",
    "&lt;b&gt;&amp;&#0;",
    "javascript:alert(1)",
    "\u202edetrevni\u2066",
    "a\x00b\x1b[31m\x85",
    "👩‍👩‍👧‍👦🇳🇴e\u0301",
)
"""Texts that would do harm if they were not escaped."""

_CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(_CHARACTERS, max_size=20) | st.sampled_from(HOSTILE)
"""Texts that UTF-8 can hold."""

SOURCES = st.lists(TEXTS | st.sampled_from(["\n", "\r\n", " \t", "\u2028"]), max_size=12).map(
    "".join
)
_SCORES = st.floats(max_value=0.0, allow_nan=False, allow_infinity=False)
_CHECKS = st.lists(st.builds(Check, TEXTS, st.booleans(), TEXTS), max_size=3).map(tuple)
_SPANS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda ends: Span(*sorted(ends))
)
_ENGLISH_SPANS = st.none() | _SPANS
_TEXT_TUPLES = st.lists(TEXTS, max_size=2).map(tuple)
_ATTEMPTS = st.builds(Attempt, TEXTS, TEXTS, _TEXT_TUPLES)
_QUANTITIES = st.builds(
    Quantity,
    kind=st.sampled_from(QuantityKind),
    span=_SPANS,
    text=TEXTS,
    value=TEXTS,
    unit=TEXTS,
    english=TEXTS,
    spelled=st.booleans(),
    readings=_TEXT_TUPLES,
    english_span=_ENGLISH_SPANS,
)
_NAMES = st.builds(Name, _SPANS, TEXTS, st.booleans(), _ENGLISH_SPANS)
_TERMS = st.builds(Term, TEXTS, _SPANS, TEXTS, TEXTS, _ENGLISH_SPANS)
_METADATA = st.builds(Metadata, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
_VOTES = st.builds(Vote, TEXTS, TEXTS, st.floats(0, 1))
_DETECTIONS = st.builds(
    Detection,
    st.sampled_from(["id", "pl", "no", "ro", "und"]) | TEXTS,
    TEXTS,
    st.floats(0, 1),
    st.lists(_VOTES, max_size=3).map(tuple),
)


def _few(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=2).map(tuple)


@st.composite
def segments(draw: st.DrawFn, source: str, start: int, end: int) -> Segment:
    """Return any segment of ``source`` from ``start`` to ``end``."""
    status = draw(st.sampled_from(Status))
    boilerplate = status is Status.BOILERPLATE
    kinds = [kind for kind in Kind if (kind in BOILERPLATE) is boilerplate]
    has_english = status in {Status.TRANSLATED, Status.KEPT}
    return Segment(
        span=Span(start, end),
        source=source[start:end],
        kind=draw(st.sampled_from(kinds)),
        status=status,
        english=draw(TEXTS) if has_english else "",
        score=draw(st.none() | _SCORES) if status is Status.TRANSLATED else None,
        checks=draw(_CHECKS),
        attempts=draw(_few(_ATTEMPTS)),
        quantities=draw(_few(_QUANTITIES)),
        names=draw(_few(_NAMES)),
        terms=draw(_few(_TERMS)),
        reason=draw(TEXTS) if status is Status.FAILED else "",
    )


@st.composite
def articles(draw: st.DrawFn, ids: st.SearchStrategy[str] = TEXTS) -> Article:
    """Return any article: raw, or cut into its lines with any outcome."""
    source = draw(SOURCES)
    places = list(lines(source)) if draw(st.booleans()) else []
    return Article(
        id=draw(ids),
        source=source,
        detection=draw(st.none() | _DETECTIONS),
        metadata=draw(_METADATA),
        segments=tuple(draw(segments(source, start, end)) for start, end in places),
        trace=tuple(draw(st.lists(st.builds(Change, TEXTS, TEXTS, TEXTS), max_size=3))),
        failures=tuple(
            draw(st.lists(st.builds(Failure, TEXTS, TEXTS, st.none() | _SPANS), max_size=3))
        ),
    )


def corpora() -> st.SearchStrategy[Corpus]:
    """Return any corpus of a few articles."""
    several = st.lists(articles(), max_size=4, unique_by=lambda article: article.id)
    return st.builds(Corpus, several, TEXTS)
