"""Data cards: figures that are those of the corpus, and texts that are no markup."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from english_articles import english_article
from export_articles import SIGNATURE, awkward_corpus, half_of_a_pair, translated_article
from hypothesis import given, settings
from strategies import HOSTILE, corpora

from reformtext.article import Article, Metadata
from reformtext.corpus import Corpus
from reformtext.errors import CorpusError
from reformtext.exporting import jsonl_lines

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = [
    "What it is",
    "Languages",
    "Where it is from",
    "How it was made",
    "Segments",
    "Checks",
    "Failures",
    "Known limits",
    "How to cite it",
]


def section(card: str, title: str) -> str:
    return card.split(f"## {title}\n\n")[1].split("\n\n## ", maxsplit=1)[0].strip()


def table(text: str) -> list[list[str]]:
    """Return the cells of the rows of all tables."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in cells if not set("".join(row)) <= set("-:")]


@settings(deadline=None)
@given(corpus=corpora())
def test_any_corpus_has_a_card_of_the_same_sections(corpus: Corpus) -> None:
    card = corpus.data_card()
    assert re.findall(r"^## (.*)$", card, re.MULTILINE) == SECTIONS
    widths = {len(row) for row in table(section(card, "Failures"))}
    assert widths <= {2}
    assert not re.search(r"(?<!\\)<", card)


def test_figures_are_those_of_the_corpus() -> None:
    corpus = Corpus([translated_article(), english_article("a", ["One."], "no")], SIGNATURE)
    card = corpus.data_card()
    assert ["id", "1", "3", "1", "1", "0"] in table(section(card, "Languages"))
    assert "known of 1 of 2 articles: all 2025-10-30" in section(card, "Where it is from")
    assert ["example.org", "1"] in table(section(card, "Where it is from"))
    assert ["seeds", "1"] in table(section(card, "Where it is from"))
    assert table(section(card, "How it was made"))[1:] == [
        ["reformtext", "0.1.0"],
        ["translate", r"tiny(all\#1)/beam=4"],
    ]
    assert ["boilerplate", "1"] in table(section(card, "Segments"))
    checks = table(section(card, "Checks"))
    assert ["quantities", "2", "0"] in checks
    assert ["terms", "0", "1"] in checks
    assert ["quantities", "5", "5"] in checks
    assert ["translate: no words", "1"] in table(section(card, "Failures"))
    limits = section(card, "Known limits")
    assert "- 1 translated segment in doubt: a check is not passed." in limits
    assert "- 1 article without a date." in limits


def test_the_citation_is_of_this_corpus_alone() -> None:
    corpus = awkward_corpus()
    found = section(corpus.data_card(), "How to cite it")
    digest = hashlib.sha256("".join(jsonl_lines(corpus)).encode()).hexdigest()
    assert digest in found
    assert digest not in section(corpus[1:].data_card(), "How to cite it")


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    corpus = awkward_corpus()
    corpus.write(tmp_path / "c.jsonl")
    digest = hashlib.sha256((tmp_path / "c.jsonl").read_bytes()).hexdigest()
    assert digest in corpus.data_card()


def test_a_corpus_without_anything_says_so() -> None:
    card = Corpus([]).data_card()
    assert card.startswith("# Corpus of 0 articles\n")
    assert "no signature" in section(card, "How it was made")
    assert section(card, "Failures") == "None are recorded."
    assert section(card, "Known limits") == "- None that can be counted."


def test_what_is_untranslated_is_a_limit() -> None:
    limits = section(Corpus([Article("a", "Satu.")]).data_card(), "Known limits")
    assert "- 1 article without segments." in limits
    assert "- 1 article of unknown language." in limits


@pytest.mark.parametrize("text", [*HOSTILE, "a|b", "`code`", "[a](b)", "# head", "**bold**"])
def test_texts_are_no_markup(text: str) -> None:
    card = Corpus([english_article("a", ["One."], outlet=text)]).data_card()
    cell, count = table(section(card, "Where it is from"))[1]
    assert count == "1"
    assert not re.search(r"(?<!\\)[`*_<>\[\]#]", cell)


def test_long_lists_are_cut_in_the_open() -> None:
    corpus = Corpus([english_article(str(i), ["One."], outlet=f"o{i:02}") for i in range(30)])
    assert "10 more." in section(corpus.data_card(), "Where it is from")


def test_it_is_a_text_that_a_notebook_shows_as_a_page() -> None:
    card = awkward_corpus().data_card()
    assert isinstance(card, str)
    assert card._repr_markdown_() == card


def test_half_of_a_pair_is_refused() -> None:
    with pytest.raises(CorpusError, match="half"):
        half_of_a_pair().data_card()


def test_dates_that_are_not_understood_are_told() -> None:
    dates = ("2025-03-02", "soon", "1.2.2025", "soon")
    read = [Article(str(i), "x", metadata=Metadata(published=d)) for i, d in enumerate(dates)]
    origin = section(Corpus(read).data_card(), "Where it is from")
    assert "Dates are known of 2 of 4 articles: from 2025-02-01 to 2025-03-02." in origin
    assert "| soon | 2 |" in origin


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (["wire/a.txt", "/data/wire/b.txt", "c.csv, row 1", ""], [["wire", "2"], [".", "1"]]),
        (["", ""], []),
    ],
)
def test_folders_are_those_of_what_was_read_from_files(
    paths: list[str], folders: list[list[str]]
) -> None:
    read = [Article(str(i), "x", metadata=Metadata(path=path)) for i, path in enumerate(paths)]
    origin = section(Corpus(read).data_card(), "Where it is from")
    _, there, cells = origin.partition("| folder read from | articles |")
    assert bool(there) == bool(folders)
    assert table(cells) == folders
