"""The notebooks run from top to bottom, and show what they say they show."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture(scope="module")
def quickstart() -> Any:
    notebook = nbformat.read(NOTEBOOKS / "01-quickstart.ipynb", as_version=4)
    resources = {"metadata": {"path": str(NOTEBOOKS)}}
    return NotebookClient(notebook, timeout=300, resources=resources).execute()


def cell_outputs(notebook: Any, start: str) -> list[Any]:
    """Return what the first cell that contains ``start`` shows."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and start in c.source)
    return list(cell.outputs)


def shown_as(notebook: Any, start: str, kind: str) -> str:
    """Return the one output of a media type that the first cell that contains ``start`` has."""
    (found,) = (o.data[kind] for o in cell_outputs(notebook, start) if kind in o.get("data", {}))
    return str(found)


def outputs(notebook: Any, start: str) -> str:
    """Return everything that the first cell that contains ``start`` shows, as one text."""
    parts = []
    for output in cell_outputs(notebook, start):
        assert output.output_type != "error"
        parts.append(output.get("text", ""))
        parts.extend(output.get("data", {}).values())
    return "\n".join(parts)


class Rows(HTMLParser):
    """The rows of the tables in HTML, each a list of the texts of its cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in_cell = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"th", "td"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data


def test_the_corpus_is_a_table_of_the_five_articles(quickstart: Any) -> None:
    header, *rows = Rows(shown_as(quickstart, "rt.normalise", "text/html")).rows
    named = [dict(zip(header, row, strict=True)) for row in rows]
    languages = {"000": "id", "001": "pl", "002": "id", "003": "no", "004": "ro"}
    assert [(row["id"].split("_")[0], row["language"]) for row in named] == list(languages.items())
    ids = [line.split()[0] for line in outputs(quickstart, "article.coverage").strip().splitlines()]
    assert [row["id"] for row in named] == ids


def test_every_article_is_covered_in_its_language(quickstart: Any) -> None:
    lines = outputs(quickstart, "article.coverage").strip().splitlines()
    assert [line.split()[1] for line in lines] == ["id", "pl", "id", "no", "ro"]
    assert all(line.endswith("coverage 1.0") for line in lines)


def test_an_article_shows_source_and_english(quickstart: Any) -> None:
    html = outputs(quickstart, 'corpus["003_914b5689a4248b37"]')
    assert "Umiddelbart etter etableringen" in html
    assert "Kommentar (0)" in html
    assert "<script" not in html


def test_the_time_of_publication_is_found(quickstart: Any) -> None:
    assert "2025-10-30T19:59:20" in outputs(quickstart, "metadata")


def test_a_span_gives_its_sentence(quickstart: Any) -> None:
    shown = outputs(quickstart, "segment.span")
    assert "Det nye apparatet ble raskt satt i effektiv drift." in shown


def test_segments_are_counted_by_language_and_status(quickstart: Any) -> None:
    shown = outputs(quickstart, "groupby")
    assert "boilerplate" in shown
    assert "translated" in shown


def test_files_come_back_equal(quickstart: Any) -> None:
    equal, signature = outputs(quickstart, "rt.load").strip().splitlines()
    assert equal == "True"
    assert signature.startswith("reformtext:")
