"""What an article holds is inert and readable in a real browser; skipped where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import reformtext as rt
from reformtext.article import Metadata
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

    from reformtext.article import Article

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
pytestmark = pytest.mark.skipif(not BROWSER, reason="no Chromium here")

HOSTILE = {
    "a script": "Warga desa membaca <script>document.hacked = 1</script> di papan pengumuman.",
    "a handler": "Foto <img src=x onerror='document.hacked = 1'> itu dimuat di koran kemarin.",
    "escapes": "Kode &lt;b&gt; dan &amp; ditulis oleh warga desa di papan pengumuman itu.",
    "right to left": "Nama \u202eقرية\u202c dan \u200fقرية itu ditulis dalam laporan pemerintah.",
    "emoji": "Pesan 👩‍👩‍👧 🇮🇩 itu dikirim kepada semua warga desa kemarin sore.",
    "a long word": f"Kata {'panjang' * 1500} itu ditulis dalam laporan pemerintah kemarin.",
}
WIDTH = 800
NOTEBOOK = 740  # pixels of an output in JupyterLab, beside its folders on a small screen
CONTEXT = (
    "Provinsi itu menggabungkan 138 unit administrasi setingkat komunitas menjadi sembilan kantor."
)
PROBE = """<script>
const frames = [...document.querySelectorAll('.scroll')].map(one => one.scrollWidth);
document.title = [document.documentElement.scrollWidth, document.hacked || 'inert',
Math.max(...frames)].join(' ');
</script>"""
LONG = ("Administrasjonsreformen for kommunaldepartementet", "www.kompas-nusantara.example.org")


def article_of(text: str) -> Article:
    engine = ScriptedEngine(lambda source: f"The people say: {source}", max_source_tokens=100)
    (article,) = rt.normalise([text], languages=["id"], model=ScriptedModel(engine))
    return article


def browse(page: Path, window: int = WIDTH) -> list[str]:
    """Return how wide a page is in the browser, whether something in it ran, how wide its table."""
    page.write_text(page.read_text("utf-8").replace("</body>", f"{PROBE}</body>"), "utf-8")
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
        *(f"--window-size={window},900", "--virtual-time-budget=2000", page.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120, text=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout)
    assert title is not None
    return title[1].split()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_article_is_inert_and_fits_the_window(text: str, tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    article_of(text).to_html(page)
    width, state, _ = browse(page)
    assert state == "inert"
    assert int(width) <= WIDTH


@pytest.mark.parametrize("window", [WIDTH, 500])
def test_an_index_shows_all_its_columns_or_scrolls_within_the_window(
    window: int, tmp_path: Path
) -> None:
    title, outlet = LONG
    metadata = Metadata(title=title, outlet=outlet, published="2025-03-04")
    articles = [article_of(f"{title} membaca laporan {i} di papan desa itu.") for i in range(3)]
    rt.Corpus(
        replace(one, id=f"{i:03}_914b5689a4248b37_long", metadata=metadata)
        for i, one in enumerate(articles)
    ).to_html(tmp_path / "pages")
    width, state, table = browse(tmp_path / "pages" / "index.html", window)
    assert (int(width), state) == (window, "inert")
    assert (int(table) < window) == (window == WIDTH)


def test_words_in_context_fit_the_width_of_a_notebook(tmp_path: Path) -> None:
    article = replace(article_of(CONTEXT), id="003_914b5689a4248b37")
    hits = rt.Corpus([article]).kwic("setingkat *", side="source", window=7)
    assert len(hits) == 1
    page = tmp_path / "hits.html"
    frame = f"<div class='scroll' style='width: {NOTEBOOK}px; overflow-x: auto'>"
    styles = "<style>div.reformtext { overflow: visible !important }</style>"
    page.write_text(
        f"<html><head><title>x</title></head><body>{frame}{hits._repr_html_()}</div>{styles}</body>",
        "utf-8",
    )
    assert int(browse(page)[2]) == NOTEBOOK


def test_the_probe_sees_what_is_not_inert(tmp_path: Path) -> None:
    page = tmp_path / "hacked.html"
    wide = "<div style='width: 2000px'>wide</div><script>document.hacked = 'hacked'</script>"
    page.write_text(f"<html><head><title>x</title></head><body>{wide}</body></html>", "utf-8")
    width, state, _ = browse(page)
    assert state == "hacked"
    assert int(width) > WIDTH
