"""Corpora as folders of pages: they open in a browser, link to one another, and stay inert."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from strategies import HOSTILE

from reformtext.article import Article, Metadata, Segment
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path


def corpus() -> Corpus:
    texts = [*HOSTILE, "Satu desa.", "x" * 10_000, "</script><script>alert(2)</script>"]
    return Corpus(
        Article(f"id/{i}", text, None, Metadata(title=text[:50]), Segment.of_lines(text))
        for i, text in enumerate(texts)
    )


class Tags(HTMLParser):
    """The tags of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        assert not any(name.startswith("on") for name, _ in attrs)


def test_every_article_has_a_page_that_the_index_leads_to(tmp_path: Path) -> None:
    corpus().to_html(tmp_path / "pages")
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    found = Tags(index)
    pages = [link for link in found.links if link.startswith("articles/")]
    assert len(pages) == len(corpus())
    for link in found.links:
        assert (tmp_path / "pages" / link).is_file()
    assert "http" not in re.sub(r"<bdi>.*?</bdi>", "", index, flags=re.DOTALL)


def test_pages_of_articles_have_no_scripts(tmp_path: Path) -> None:
    corpus().to_html(tmp_path)
    for path in (tmp_path / "articles").iterdir():
        page = path.read_text(encoding="utf-8")
        assert Tags(page).tags.isdisjoint({"script", "img", "iframe", "object"})
        assert "../index.html" in page


def test_what_is_searched_ends_no_script(tmp_path: Path) -> None:
    corpus().to_html(tmp_path)
    script = (tmp_path / "texts.js").read_text(encoding="utf-8")
    assert "<" not in script
    texts = json.loads(script.removeprefix("const texts=").removesuffix(";\n"))
    assert len(texts) == len(corpus())
    assert "satu desa." in texts[len(HOSTILE)]


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CorpusError, match="not empty"):
        corpus().to_html(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_article_is_a_page(tmp_path: Path) -> None:
    article = corpus()[len(HOSTILE)]
    article.to_html(tmp_path / "one.html")
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<title>Satu desa.</title>" in page
