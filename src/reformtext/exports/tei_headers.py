"""The headers of a TEI corpus and of the texts in it: only what the corpus holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reformtext import __version__
from reformtext.exports.tei_marks import when
from reformtext.exports.xml_writing import element, language_tag
from reformtext.text import counted

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from reformtext.article import Article, Change

__all__ = ["article_header", "corpus_header"]

_WRITTEN: Final = f"Written by reformtext {__version__}."


def corpus_header(articles: int, signature: str) -> Element:
    """Return the header of a corpus of so many articles."""
    application = element(
        "application",
        {"ident": "reformtext", "version": __version__},
        element("label", None, "reformtext"),
        *([element("p", None, signature)] if signature else []),
    )
    title = f"Corpus of {counted(articles, 'article')}"
    described = element("p", None, "The articles, each described in its own header.")
    return element(
        "teiHeader",
        None,
        _description([_title(title)], described),
        element("encodingDesc", None, element("appInfo", None, application)),
    )


def article_header(article: Article) -> Element:
    """Return the header of an article: what is known of it, its languages, its trace."""
    metadata = article.metadata
    stated = [_title(metadata.title or article.id)]
    if metadata.author:
        stated.append(element("author", None, metadata.author))
    tags = dict.fromkeys((language_tag(article.language), "en"))
    used = [element("language", {"ident": tag}, tag) for tag in tags]
    parts = [
        _description(stated, _bibliography(article)),
        element("profileDesc", None, element("langUsage", None, *used)),
    ]
    if article.trace:
        parts.append(element("revisionDesc", None, *map(_change, article.trace)))
    return element("teiHeader", None, *parts)


def _title(title: str) -> Element:
    return element("title", None, title)


def _change(change: Change) -> Element:
    text = ": ".join(filter(None, (change.name, change.detail)))
    return element("change", {"n": change.stage}, text)


def _description(stated: list[Element], source: Element) -> Element:
    return element(
        "fileDesc",
        None,
        element("titleStmt", None, *stated),
        element("publicationStmt", None, element("p", None, _WRITTEN)),
        element("sourceDesc", None, source),
    )


def _bibliography(article: Article) -> Element:
    """Return what is known of where an article was published."""
    metadata = article.metadata
    facts: list[tuple[str, dict[str, str], str]] = [
        ("title", {}, metadata.title),
        ("author", {}, metadata.author),
        ("publisher", {}, metadata.outlet),
        ("date", when(metadata.published), metadata.published),
        ("idno", {"type": "URL"}, metadata.source_url),
        ("idno", {"type": "path"}, metadata.path),
    ]
    known = [element(name, attributes, value) for name, attributes, value in facts if value]
    return element("bibl", None, element("idno", {"type": "article"}, article.id), *known)
