"""How an article looks in a notebook: source and English side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from reformtext.article import Status
from reformtext.markup import (
    LEFT,
    LONGEST,
    Mark,
    link,
    marked,
    marks_of,
    page,
    rest,
    scrolled,
    text,
)
from reformtext.text import counted
from reformtext.text_tables import share, title_of, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reformtext.article import Article, Attempt, Change, Check, Detection, Segment

__all__ = ["article_html"]

_SEGMENTS: Final = 300  # of an article
_FAILURES: Final = 50
_LEGEND: Final = (
    '<p class="small">Marked: <span class="q">numbers</span>, <span class="m">names</span>, '
    '<span class="t">terms</span>; <span class="lost">not found in the English</span>.</p>'
)


def article_html(article: Article) -> str:
    """Return an article as HTML: what is known of it, and source and English side by side.

    At most 300 segments are shown, and 20,000 characters of each; a line tells of the rest.
    """
    return page(
        _article_header(article),
        _segments(article) if article.segments else _unsegmented(article),
        _failure_list(article),
        _trace(article.trace),
    )


def _article_header(article: Article) -> str:
    metadata = article.metadata
    facts = [article.id, _language(article.detection), metadata.outlet, metadata.author]
    facts += [metadata.published, metadata.path]
    known = [text(fact) for fact in facts if fact]
    if metadata.source_url:
        known.append(link(metadata.source_url))
    return (
        f'<p class="title">{text(title_of(article) or "untitled")}</p><p>{" · ".join(known)}</p>'
        f'<p class="small">{_counts(article)}</p>'
    )


def _language(detection: Detection | None) -> str:
    if detection is None:
        return "language not detected"
    variety = f" ({detection.variety})" if detection.variety else ""
    return f"{detection.language}{variety}, confidence {share(detection.confidence)}"


def _counts(article: Article) -> str:
    counts = [f"{article.count(status):,} {status}" for status in Status if article.count(status)]
    number = counted(len(article.segments), "segment")
    return f"{len(article.source):,} characters · {' · '.join([number, *counts])}"


def _unsegmented(article: Article) -> str:
    return f'<p class="note">not yet cut into segments</p><p>{text(article.source, LONGEST)}</p>'


def _segments(article: Article) -> str:
    rows = "".join(
        _segment_row(index, segment, article.language)
        for index, segment in enumerate(article.segments[:_SEGMENTS])
    )
    head = (
        f'<th scope="col" class="n">#</th><th scope="col"{LEFT}>source</th>'
        f'<th scope="col"{LEFT}>English</th>'
    )
    return (
        _LEGEND
        + scrolled(
            f'<table class="pair"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
        + rest(len(article.segments) - _SEGMENTS, "segment")
    )


def _segment_row(index: int, segment: Segment, language: str) -> str:
    source, english = marks_of(segment)
    return (
        f'<tr class="{escape(segment.kind)} {escape(segment.status)}"><td class="n">{index}</td>'
        f'<td class="source" lang="{escape(visible(language))}"{LEFT}>'
        f"{marked(segment.source, source)}</td>"
        f'<td class="english" lang="en"{LEFT}>{_english(segment, english)}'
        f"{_details(segment)}</td></tr>"
    )


def _english(segment: Segment, marks: Sequence[Mark]) -> str:
    """Return the English of a segment with a mark of its status."""
    if segment.status is Status.FAILED:
        return f'<span class="bad">not translated:</span> {text(segment.reason or "no reason")}'
    if segment.status is Status.BOILERPLATE:
        return f'<span class="note">left out: {escape(segment.kind.replace("_", " "))}</span>'
    if segment.status is Status.PENDING:
        return '<span class="note">not yet translated</span>'
    kept = ' <span class="note">kept</span>' if segment.status is Status.KEPT else ""
    return marked(segment.english, marks) + kept


def _details(segment: Segment) -> str:
    """Return what is known of a segment, folded; a failed check shows while folded."""
    failed = sum(check.doubtful for check in segment.checks)
    flag = f' <span class="bad">{counted(failed, "failed check")}</span>' if failed else ""
    facts = [f"characters {segment.span.start:,}–{segment.span.end:,}", segment.kind]
    if segment.score is not None:
        facts.append(f"score {segment.score:.3f}")
    items = [_check(check) for check in segment.checks] + [_attempt(a) for a in segment.attempts]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f"<details><summary>{escape(segment.status)}{flag}</summary>"
        f"{escape(' · '.join(facts))}{f'<ul>{listed}</ul>' if listed else ''}</details>"
    )


def _attempt(attempt: Attempt) -> str:
    outcome = f"fails {', '.join(attempt.problems)}" if attempt.problems else "passed"
    return f"tried {text(attempt.rung)}: {text(outcome)}: {text(attempt.english)}"


def _check(check: Check) -> str:
    failed = '<span class="bad">failed</span>' if check.doubtful else "noted"
    outcome = "passed" if check.passed else failed
    detail = f": {text(check.detail)}" if check.detail else ""
    return f"{text(check.name)} {outcome}{detail}"


def _failure_list(article: Article) -> str:
    """Return what went wrong with the article as a whole, or with a part that is no segment."""
    items = "".join(
        f'<li><span class="bad">{text(failure.stage)} failed:</span> {text(failure.reason)}</li>'
        for failure in article.failures[:_FAILURES]
    )
    return f"<ul>{items}</ul>{rest(len(article.failures) - _FAILURES, 'failure')}" if items else ""


def _trace(trace: Sequence[Change]) -> str:
    items = "".join(
        f"<li>{text(change.stage)}: {text(change.name)} {text(change.detail)}</li>"
        for change in trace[:_SEGMENTS]
    )
    left = rest(len(trace) - _SEGMENTS, "change")
    summary = f"<summary>{counted(len(trace), 'change')}</summary>"
    return f"<details>{summary}<ul>{items}</ul>{left}</details>" if items else ""
