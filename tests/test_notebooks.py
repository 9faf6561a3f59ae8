"""The notebooks run from top to bottom, and show what they say they show.

As they ran, they are left in ``out/notebooks/``, where the documentation takes their outputs from.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
SEEDS = {path.name[:3]: path.read_text(encoding="utf-8") for path in ROOT.glob("seeds/*.txt")}
NEEDS = {
    "02": ("jinja2", "matplotlib", "pandas"),
    "03": ("jinja2", "pandas"),
    "04": ("pandas", "trafilatura"),
    "05": ("datasets", "jinja2", "pandas", "polars", "scipy", "sklearn", "spacy"),
}
"""What notebooks show beside the library itself."""

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def ran() -> Callable[[str], Any]:
    """Return what runs the notebook whose name begins so, once, and returns it with outputs."""
    target = ROOT / "out" / "notebooks"
    target.mkdir(parents=True, exist_ok=True)

    @cache
    def run(number: str) -> Any:
        absent = [name for name in NEEDS.get(number, ()) if find_spec(name) is None]
        if absent:
            pytest.skip(f"not installed: {', '.join(absent)}")
        (path,) = NOTEBOOKS.glob(f"{number}*.ipynb")
        notebook = nbformat.read(path, as_version=4)
        resources = {"metadata": {"path": str(NOTEBOOKS)}}
        NotebookClient(notebook, timeout=300, resources=resources).execute()
        nbformat.write(notebook, target / path.name)
        return notebook

    return run


@pytest.fixture(scope="module")
def quickstart(ran: Callable[[str], Any]) -> Any:
    return ran("01")


@pytest.fixture(scope="module")
def study(ran: Callable[[str], Any]) -> Any:
    return ran("02")


@pytest.fixture(scope="module")
def quality(ran: Callable[[str], Any]) -> Any:
    return ran("03")


@pytest.fixture(scope="module")
def own(ran: Callable[[str], Any]) -> Any:
    return ran("04")


@pytest.fixture(scope="module")
def models(ran: Callable[[str], Any]) -> Any:
    return ran("05")


def cell_outputs(notebook: Any, start: str) -> list[Any]:
    """Return what the first cell that contains ``start`` shows."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and start in c.source)
    return list(cell.outputs)


def shown_as(notebook: Any, start: str, kind: str) -> str:
    """Return the one output of a media type that the first cell that contains ``start`` has."""
    # What a progress bar leaves is empty
    (found,) = filter(None, (o.get("data", {}).get(kind) for o in cell_outputs(notebook, start)))
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


def frame(notebook: Any, start: str) -> list[dict[str, str]]:
    """Return the rows of the one data frame or table that a cell shows, by column."""
    header, *rows = Rows(shown_as(notebook, start, "text/html")).rows
    return [dict(zip(header, row, strict=True)) for row in rows if len(row) == len(header)]


def printed(notebook: Any, start: str) -> list[str]:
    """Return the lines that a cell prints."""
    streams = (o for o in cell_outputs(notebook, start) if o.output_type == "stream")
    return "".join(o.text for o in streams if o.name == "stdout").splitlines()


def numbers(text: str) -> list[int]:
    """Return the whole numbers of a text."""
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def leading_digits(words: str) -> str:
    """Return the digits before the first letter: those of the number, whatever its signs."""
    return "".join(filter(str.isdigit, re.split(r"[^\W\d_]", words, maxsplit=1)[0]))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs(name: str) -> None:
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_notebook_runs(name: str, ran: Callable[[str], Any]) -> None:
    notebook = ran(name[:2])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    kept = nbformat.read(ROOT / "out" / "notebooks" / f"{name}.ipynb", as_version=4)
    assert [cell.outputs for cell in kept.cells if cell.cell_type == "code"] == [
        cell.outputs for cell in code
    ]


# --- 01: quickstart --------------------------------------------------------------------------


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


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_of_a_progress_bar_and_no_warning(
    name: str, ran: Callable[[str], Any]
) -> None:
    shown = [o for cell in ran(name[:2]).cells for o in cell.get("outputs", [])]
    assert not [output.text for output in shown if output.get("name") == "stderr"]
    assert "segment/s" not in str([output.get("data") for output in shown])


def test_a_span_gives_its_sentence(quickstart: Any) -> None:
    shown = outputs(quickstart, "segment.span")
    assert "Det nye apparatet ble raskt satt i effektiv drift." in shown


def test_segments_are_counted_by_language_and_status(quickstart: Any) -> None:
    shown = outputs(quickstart, "groupby")
    assert "boilerplate" in shown
    assert "translated" in shown


def test_files_come_back_equal(quickstart: Any) -> None:
    equal, version, *stages = printed(quickstart, "rt.load")
    assert equal == "True"
    assert version.startswith("reformtext:")
    assert [stage.partition(":")[0] for stage in stages][-2:] == ["translate", "verify"]


# --- 02: explore the reform corpus -----------------------------------------------------------

TABLE = "table = pd.DataFrame("
# What a reader finds in the articles: the units that each says were cut, merged and so on.
READ = {
    ("000", "cut"): {2, 79, 49, 6, 107, 68, 161, 52, 3, 363, 1684},
    ("000", "merged"): {693},
    ("000", "formed"): {334},
    ("000", "remain"): {589, 138, 1733},
    ("000", "reorganised"): {34},
    ("000", "affected"): {1785},
    ("001", "cut"): {194},
    ("001", "formed"): {3},
    ("001", "remain"): {96, 86, 9, 1, 8, 4, 14, 10, 107, 167, 900},
    ("003", "formed"): {3},
}


def test_every_quantity_of_the_table_stands_in_its_article(study: Any) -> None:
    rows = frame(study, TABLE)
    assert len(rows) >= 40
    for row in rows:
        words = SEEDS[row["article"]][int(row["start"]) : int(row["end"])]
        assert words == row["source words"]


def test_forty_quantities_are_verified_and_have_their_value_in_english(study: Any) -> None:
    rows = [row for row in frame(study, TABLE) if row["verified"] == "True"]
    assert len(rows) >= 40
    assert all(row["English words"] for row in rows)
    in_digits = [row for row in rows if row["source words"][0].isdigit()]
    assert len(in_digits) >= 40
    for row in in_digits:
        assert leading_digits(row["English words"]) == leading_digits(row["source words"])


def test_every_row_holds(study: Any) -> None:
    (quantities, verified), (hold,) = map(numbers, printed(study, "def holds(row)"))
    assert quantities == hold == len(frame(study, TABLE))
    assert 40 <= verified <= quantities


def test_what_happened_to_the_units_is_what_the_articles_say(study: Any) -> None:
    told = {
        (row["article"], row["what happened"]): set(numbers(row["units"]))
        for row in frame(study, "coded = table[")
    }
    assert told == READ


def test_the_arithmetic_is_that_of_the_articles(study: Any) -> None:
    villages, merging, parts = printed(study, "before = by[")
    assert numbers(villages)[1] == 1733 + 363
    assert numbers(merging)[1:] == [693 - 334, 363]
    assert numbers(parts)[1:] == [86, 9, 1, 96, 96]


def test_there_is_a_chart(study: Any) -> None:
    assert len(shown_as(study, "plt.show()", "image/png")) > 10_000


def test_a_concept_is_shown_on_both_sides(study: Any) -> None:
    html = shown_as(
        study, 'corpus.kwic(concept="streamlining_of_the_apparatus", side=', "text/html"
    )
    for words in ("perampingan aparatur", "eficientizarea aparatului"):
        assert words in html


def test_the_reports_from_quang_ngai_are_linked(study: Any) -> None:
    links = frame(study, "events.links")
    pairs = {(link["first"][:3], link["second"][:3]): link for link in links}
    assert pairs["001", "003"]["languages"] == "pl-no"
    assert "Quang Ngai" in shown_as(study, "events.evidence(", "text/html")


def test_weak_sentences_are_counted_and_shown(study: Any) -> None:
    flagged, sentences = numbers(printed(study, "problems = pd.DataFrame(")[0])
    assert 0 <= flagged < sentences
    assert len(frame(study, "problems = pd.DataFrame(")) == flagged
    kept, known = numbers(printed(study, "known = table[")[0])
    assert len(frame(study, "known = table[")) == known - kept


# --- 03: quality and repairs -----------------------------------------------------------------


def test_the_report_sums_up_the_languages(quality: Any) -> None:
    sums = {row.pop("language"): row for row in frame(quality, "corpus.report()")}
    for name in ("segments", "flagged", "quantities", "quantities_kept", "terms_kept"):
        *languages, everything = map(int, sums[name].values())
        assert sum(languages) == everything
        assert everything or name == "flagged"


def test_the_segments_give_every_source_back(quality: Any) -> None:
    lines = printed(quality, "article.coverage")
    assert [line[:3] for line in lines] == sorted(SEEDS)
    assert all(line.endswith("coverage 100%, segments are the source: True") for line in lines)


def test_the_climb_shows_every_rung_once_and_what_was_taken(quality: Any) -> None:
    rows = frame(quality, "climbed = max(")
    rungs = [row["rung"] for row in rows]
    assert rungs[0] == "first"
    assert len(rungs) > 2
    assert len(set(rungs)) == len(rungs)
    assert sum(row["taken"] == "True" for row in rows) == 1


def test_a_number_is_followed_to_its_characters(quality: Any) -> None:
    text = "\n".join(printed(quality, "(figure,) ="))
    found = re.search(r"'1\.733' at \((\d+), (\d+)\)", text)
    assert found
    assert SEEDS["000"][int(found[1]) : int(found[2])] == "1.733"


def test_french_fails_and_norwegian_goes_on(quality: Any) -> None:
    failure, *english = printed(quality, "mixed = rt.normalise(")
    text = " ".join(english).strip()
    assert "'fr'" in failure
    assert text.startswith("[untranslated: Le gouvernement")
    assert text.count("[untranslated: ") == 2
    assert not text.endswith("]")


def test_a_rule_of_ones_own_leaves_flagged_sentences_out(quality: Any) -> None:
    count, rule = printed(quality, "def strict(article)")
    left, of = numbers(count)
    flagged = {row["English"] for row in frame(quality, "flagged = [")}
    assert of - len(flagged) <= left < of or not flagged
    assert rule == "map:strict"


# --- 04: bring your own articles -------------------------------------------------------------


def test_a_page_is_read_without_its_menu(own: Any) -> None:
    title, *text = printed(own, "page = next(")
    assert title.startswith("Færre kontorer i nord | Kari Holm | 2026-03-14")
    assert "redusert med 12" in " ".join(text)
    assert not any("Sport" in line or "Personvern" in line for line in text)


def test_errors_are_rows_and_the_rest_goes_on(own: Any) -> None:
    lines = [line for line in printed(own, "in corpus.failures()") if not line.startswith(" ")]
    stages = {tuple(line.split(": ")[:2]) for line in lines}
    assert stages == {("broken", "read"), ("empty", "read"), ("french", "translate")}
    assert "gazetta.csv" in printed(own, "gazetta.csv")[0]
    assert len(printed(own, "for article in good:")) >= 5


def test_metadata_are_added(own: Any) -> None:
    assert "'ziarul.example': 2" in outputs(own, "with_metadata(")
    days = [row["published"] for row in frame(own, 'good.sort("published")')]
    assert days == sorted(days)
    assert len(days) == 5


def test_the_terms_are_found_in_their_inflected_forms(own: Any) -> None:
    found = {row["text"]: row["english"] for row in frame(own, "terms = rt.Glossary.read(")}
    assert {"urzędów", "birouri", "kontorer", "Rada gminy"} <= set(found)
    assert found["birouri"] == "office"
    assert "'polish'" in printed(own, "wrong.toml")[0]


def test_what_is_written_loads_as_an_equal_corpus(own: Any) -> None:
    assert outputs(own, "named.write(").strip() == "True"


# --- 05: from corpus to model ----------------------------------------------------------------


def test_one_language_of_a_corpus_teaches_another(models: Any) -> None:
    (line,) = printed(models, "def accuracy(side)")
    english, sources = map(float, re.findall(r"\d\.\d+", line))
    assert english > max(sources, 0.5)
    assert len(frame(models, "def accuracy(side)")) == 5  # with the row that names the index


def test_every_segment_has_its_strongest_topic(models: Any) -> None:
    (line,) = printed(models, 'corpus.reshape("segments")')
    shares = [
        row for row in Rows(shown_as(models, "pd.crosstab(", "text/html")).rows if row[0] in SEEDS
    ]
    assert [row[0] for row in shares] == sorted(SEEDS)
    assert sum(int(count) for row in shares for count in row[1:]) == numbers(line)[0]


def test_a_data_set_gives_the_corpus_back(models: Any) -> None:
    assert printed(models, "corpus.to_dataset()")[1] == "the same corpus: True"


def test_spans_of_spacy_know_the_source(models: Any) -> None:
    lines = printed(models, "corpus.to_spacy()")
    assert lines
    for line in lines:
        found = re.fullmatch(r"'.*' from '(.*)' at \((\d+), (\d+)\)", line)
        assert found
        assert SEEDS["000"][int(found[2]) : int(found[3])] == found[1]


def test_every_format_is_written(models: Any) -> None:
    names = [line.split()[0] for line in printed(models, "corpus.to_tei(")]
    assert names == [
        *("edition.xml", "english", "memory.tmx", "pages", "revision", "segments.csv"),
    ]
    assert "5 articles (id 2, no 1, pl 1, ro 1)" in shown_as(models, "data_card()", "text/markdown")
