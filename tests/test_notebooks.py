"""The notebooks run from top to bottom, and show what they say they show."""

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


def outputs(notebook: Any, start: str) -> str:
    """Return everything that the first cell that contains ``start`` shows, as one text."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and start in c.source)
    parts = []
    for output in cell.outputs:
        assert output.output_type != "error"
        parts.append(output.get("text", ""))
        parts.extend(output.get("data", {}).values())
    return "\n".join(parts)


def test_the_corpus_is_a_table_of_the_five_articles(quickstart: Any) -> None:
    html = outputs(quickstart, "rt.normalise")
    assert "<table" in html
    for number, code in (("000", "id"), ("001", "pl"), ("002", "id"), ("003", "no"), ("004", "ro")):
        assert number in html
        assert code in html


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
