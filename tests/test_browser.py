"""What an article holds is inert and readable in a real browser; skipped where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import reformtext as rt
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
PROBE = """<script>
document.title = [document.documentElement.scrollWidth, document.hacked || 'inert'].join(' ');
</script>"""


def article_of(text: str) -> Article:
    engine = ScriptedEngine(lambda source: f"The people say: {source}", max_source_tokens=100)
    (article,) = rt.normalise([text], languages=["id"], model=ScriptedModel(engine))
    return article


def browse(page: Path) -> list[str]:
    """Return how wide a page is in the browser, and whether something in it ran."""
    page.write_text(page.read_text("utf-8").replace("</body>", f"{PROBE}</body>"), "utf-8")
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
        *(f"--window-size={WIDTH},900", "--virtual-time-budget=2000", page.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120, text=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout)
    assert title is not None
    return title[1].split()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_article_is_inert_and_fits_the_window(text: str, tmp_path: Path) -> None:
    page = tmp_path / "article.html"
    article_of(text).to_html(page)
    width, state = browse(page)
    assert state == "inert"
    assert int(width) <= WIDTH


def test_the_probe_sees_what_is_not_inert(tmp_path: Path) -> None:
    page = tmp_path / "hacked.html"
    wide = "<div style='width: 2000px'>wide</div><script>document.hacked = 'hacked'</script>"
    page.write_text(f"<html><head><title>x</title></head><body>{wide}</body></html>", "utf-8")
    width, state = browse(page)
    assert state == "hacked"
    assert int(width) > WIDTH
