"""Web pages: the main text, and what a page says about itself, through trafilatura."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from reformtext.article import Metadata
from reformtext.encoding import decode_page
from reformtext.errors import MissingExtraError, ReadingError
from reformtext.publication_dates import iso_date
from reformtext.row_articles import STAGE, Options, Place, from_text, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from reformtext.article import Article

__all__ = ["check_installed", "file_bytes", "read_html"]

_PUBLISHED = r"(?:article:published_time|datePublished)"
_MOMENT = r"[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d[^\"'<>]{0,30}"
# In a tag <meta>, whichever attribute comes first, or in JSON-LD.
_STATED = re.compile(
    rf"""\b{_PUBLISHED}\b[^<>{{}},]{{0,80}}?["'](?P<after>{_MOMENT})["']"""
    rf"""|["'](?P<before>{_MOMENT})["'][^<>{{}},]{{0,80}}?=["']?{_PUBLISHED}\b""",
    re.IGNORECASE,
)
STATED_DATES = {"extensive_search": False, "original_date": True}
"""Where htmldate looks: at what a page states, not at years in its footer."""


def check_installed() -> None:
    """Raise MissingExtraError unless trafilatura can be imported."""
    _trafilatura()


def file_bytes(path: Path, name: str, limit: int, options: Options) -> bytes:
    """Return the bytes of a file, or raise ReadingError when there are more than the limit."""
    size = path.stat().st_size
    if size > limit:
        raise ReadingError(f"{name}: {too_long(f'the file has {size:,} bytes', options)}")
    return path.read_bytes()


def read_html(path: Path, place: Place, options: Options) -> Iterator[Article]:
    """Yield the main text of a page, with what the page says about itself."""
    trafilatura = _trafilatura()
    contents = file_bytes(path, place.name, options.max_bytes, options)
    decoded = decode_page(contents, place.name)
    try:
        page = trafilatura.bare_extraction(
            decoded.text,
            with_metadata=True,
            include_comments=False,
            date_extraction_params=STATED_DATES,
        )
    except Exception as error:  # a parser's bug must not stop the other pages
        raise ReadingError(f"{place.name}: trafilatura failed: {error!r}") from error
    if page is None or not page.text:
        raise ReadingError(f"{place.name}: no article was found in the HTML")
    version = getattr(trafilatura, "__version__", "of unknown version")
    article = place.article(decoded.encoding).noted(
        STAGE, "main text taken from HTML", f"trafilatura {version}"
    )
    metadata = _page_metadata(page, place)
    metadata = replace(metadata, published=_with_time(metadata.published, decoded.text))
    article = replace(article, metadata=metadata)
    yield from_text(article, page.text, place.name, options)


def _page_metadata(page: Any, place: Place) -> Metadata:
    """Return what trafilatura found out; the outlet is a host name where one is known."""
    return Metadata(
        title=page.title or "",
        source_url=page.url or "",
        outlet=page.hostname or page.sitename or "",
        author=page.author or "",
        published=page.date or "",
        path=place.path,
    )


def _with_time(day: str, html: str) -> str:
    """Return the day of publication with the time that the page states for it, if it does."""
    for stated in _STATED.finditer(html):
        moment = iso_date(unescape(stated["after"] or stated["before"]))
        if day and moment.startswith(f"{day}T"):
            return moment
    return day


def _trafilatura() -> ModuleType:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError("trafilatura", "html", "reading HTML") from error
    module: ModuleType = trafilatura
    return module
