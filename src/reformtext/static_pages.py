"""Articles and corpora as pages of HTML that open in any browser, without Python or a network."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformtext.article_display import article_html
from reformtext.display import corpus_page
from reformtext.errors import CorpusError, FormatError
from reformtext.markup import text
from reformtext.storage import write_whole
from reformtext.text import counted
from reformtext.text_tables import title_of, visible

if TYPE_CHECKING:
    import os

    from reformtext.article import Article
    from reformtext.corpus import Corpus

__all__ = ["write_article", "write_corpus_pages"]

INDEX: Final = "index.html"
_FOLDER: Final = "articles"
_TEXTS: Final = "texts.js"

# On a narrow screen a corpus has smaller letters and breaks long words, so that all columns are
# seen; where that is not enough, a shadow at its edge says that there is more to scroll to.
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<style>body{{margin:1.5em auto;max-width:72em;padding:0 1em;
font-family:system-ui,sans-serif}}input{{font:inherit;width:min(30em,100%);padding:.3em}}
body div.reformtext{{font-size:15px}}
body div.reformtext .scroll{{max-height:none;background:
linear-gradient(to right,Canvas 40%,transparent) 0 0/3em 100% no-repeat local,
linear-gradient(to left,Canvas 40%,transparent) 100% 0/3em 100% no-repeat local,
linear-gradient(to right,rgba(128,128,128,.5),transparent) 0 0/.8em 100% no-repeat scroll,
linear-gradient(to left,rgba(128,128,128,.5),transparent) 100% 0/.8em 100% no-repeat scroll}}
body a{{color:#1a5fb4}}@media (prefers-color-scheme:dark){{body a{{color:#8ab4f8}}}}
@media (max-width:60em){{body div.reformtext table:not(.pair){{font-size:13px}}
body div.reformtext .text{{overflow-wrap:anywhere;min-width:7.5em}}
body div.reformtext table:not(.pair) :is(th,td){{padding:.25em .2em}}}}
@media (max-width:40em){{body div.reformtext .text{{min-width:12em}}}}</style>
</head><body>{body}</body></html>
"""

# The only script: of the page itself, it hides the rows whose texts lack a word that was typed.
_SEARCH: Final = """<p><label>Search the English and the sources
<input id="search" type="search" autocomplete="off"></label> <output id="found"></output></p>
<script src="texts.js"></script><script>
const rows=[...document.querySelectorAll("div.reformtext tbody tr")];
document.getElementById("search").addEventListener("input",event=>{
const words=event.target.value.toLowerCase().split(/\\s+/).filter(Boolean);let found=0;
rows.forEach((row,i)=>{const is=words.every(word=>texts[i].includes(word));
row.hidden=!is;found+=is});
document.getElementById("found").textContent=words.length?found+" found":"";});
</script>"""


def write_article(article: Article, path: str | os.PathLike[str]) -> None:
    """Write an article to a page of its own: source and English side by side.

    Raises:
        OSError: when the file cannot be written; what was there is untouched.
    """
    title = escape(visible(title_of(article) or article.id))
    write_whole(Path(path), _encodable(_PAGE.format(title=title, body=article_html(article))))


def write_corpus_pages(corpus: Corpus, folder: str | os.PathLike[str]) -> None:
    """Write a corpus to a folder: ``index.html`` with a search, and a page an article.

    Raises:
        CorpusError: when the folder has something in it that may not be of this corpus.
        FormatError: when it is the name of a page.
        OSError: when a file cannot be written.
    """
    target = Path(folder)
    if target.suffix.lower() in {".html", ".htm"} and not target.exists():
        raise FormatError(
            f"{target} is the name of a page, but a corpus is many: name a folder, such as "
            f"{target.with_suffix('').as_posix()}/"
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CorpusError(f"{target} is there and not empty: name a new folder for the pages")
    names = [f"{_FOLDER}/{number:06}.html" for number in range(1, len(corpus) + 1)]
    for name, article in zip(names, corpus, strict=True):
        back = f'<p><a href="../{INDEX}">{text("all articles")}</a></p>'
        title = escape(visible(title_of(article) or article.id))
        page = _PAGE.format(title=title, body=back + article_html(article))
        write_whole(target / name, _encodable(page))
    write_whole(target / _TEXTS, f"const texts={_texts(corpus)};\n")
    title = f"Corpus of {counted(len(corpus), 'article')}"
    body = _SEARCH + corpus_page(corpus, names)
    write_whole(target / INDEX, _encodable(_PAGE.format(title=title, body=body)))


def _texts(corpus: Corpus) -> str:
    """Return what is searched, as JSON that ends no script element."""
    texts = [
        " ".join((article.id, article.metadata.title, article.english, article.source)).lower()
        for article in corpus
    ]
    return json.dumps(texts).replace("<", "\\u003c")


def _encodable(page: str) -> str:
    return page.encode("utf-8", "replace").decode("utf-8")
