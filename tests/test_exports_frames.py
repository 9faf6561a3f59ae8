"""Polars and data sets of Hugging Face: the same rows, and back to an equal corpus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import datasets
import polars as pl
import pytest
from export_articles import SIGNATURE, awkward_corpus, half_of_a_pair
from hypothesis import given, settings
from strategies import corpora

from reformtext.corpus import Corpus
from reformtext.errors import CorpusError, FormatError, MissingExtraError
from reformtext.exporting import article_to_row
from reformtext.runs import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@settings(deadline=None, max_examples=30)
@given(corpus=corpora())
def test_polars_has_the_rows(corpus: Corpus) -> None:
    frame = corpus.to_polars()
    assert frame.columns == corpus.to_arrow().column_names
    assert frame.to_dicts() == [article_to_row(a, corpus.signature) for a in corpus]


def test_polars_reaches_into_rows() -> None:
    corpus = awkward_corpus()
    outlets = corpus.to_polars().select(pl.col("metadata").struct.field("outlet"))["outlet"]
    assert outlets.to_list() == [article.metadata.outlet for article in corpus]
    segments = (
        corpus.to_polars().select(pl.col("segments").explode().drop_nulls()).unnest("segments")
    )
    assert segments["source"].to_list() == [segment.source for segment in corpus.segments()]


@settings(deadline=None, max_examples=30)
@given(corpus=corpora())
def test_a_data_set_gives_the_corpus_back(corpus: Corpus) -> None:
    back = Corpus.from_dataset(corpus.to_dataset())
    assert list(back) == list(corpus)
    assert back.signature == (corpus.signature if len(corpus) else "")


def test_a_saved_or_streamed_data_set_gives_it_back(tmp_path: Path) -> None:
    corpus = awkward_corpus()
    made = corpus.to_dataset()
    assert Corpus.from_dataset(made.to_iterable_dataset()) == corpus
    assert Corpus.from_dataset(made.with_format("arrow")) == corpus
    made.save_to_disk(tmp_path / "saved")
    assert Corpus.from_dataset(datasets.load_from_disk(tmp_path / "saved")) == corpus


def test_what_loads_no_data_set_says_what_does(tmp_path: Path) -> None:
    made = awkward_corpus().to_dataset()
    several = datasets.DatasetDict({"train": made})
    for one in (made, several, made.to_iterable_dataset()):
        with pytest.raises(FormatError, match=r"a data set becomes a corpus by Corpus\.from_data"):
            load(one)
    made.save_to_disk(tmp_path / "saved")
    with pytest.raises(FormatError, match=r"from_dataset\(datasets\.load_from_disk\('.+saved'\)"):
        load(tmp_path / "saved")
    several.save_to_disk(tmp_path / "several")
    with pytest.raises(FormatError, match=r"load_from_disk\('.+several'\)\[NAME\]"):
        load(tmp_path / "several")


def test_what_is_no_path_and_no_data_set_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"found int, expected the path .*: give its path"):
        load(3)  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="is a folder without"):
        load(tmp_path)


def test_rows_and_columns_of_a_data_set_can_be_chosen() -> None:
    corpus = awkward_corpus()
    chosen = corpus.to_dataset().select([2, 0]).add_column("mine", [1, 2])
    assert Corpus.from_dataset(chosen) == Corpus([corpus[2], corpus[0]], SIGNATURE)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda made: datasets.DatasetDict(train=made), "dictionary of 'train'"),
        (lambda made: made.to_list(), "expected a datasets.Dataset, found list"),
        (lambda made: made.remove_columns("segments"), "row 1: .*segments is missing"),
        (
            lambda made: datasets.concatenate_datasets(
                [made.select([0]), Corpus(list(awkward_corpus())[1:2], "other").to_dataset()]
            ),
            "row 2: the signature is 'other'",
        ),
    ],
)
def test_what_is_no_corpus_is_refused(
    make: Callable[[datasets.Dataset], datasets.Dataset], message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        Corpus.from_dataset(make(awkward_corpus().to_dataset()))


def test_an_id_occurs_once() -> None:
    made = awkward_corpus().to_dataset()
    with pytest.raises(CorpusError, match="more than once"):
        Corpus.from_dataset(made.select([0, 0]))


@pytest.mark.parametrize("convert", [Corpus.to_polars, Corpus.to_dataset])
def test_half_of_a_pair_is_refused(convert: Callable[[Corpus], object]) -> None:
    with pytest.raises(CorpusError, match="half"):
        convert(half_of_a_pair())


@pytest.mark.parametrize(
    ("convert", "package"),
    [
        (Corpus.to_polars, "polars"),
        (Corpus.to_dataset, "datasets"),
        (lambda corpus: list(corpus.to_spacy()), "spacy"),
    ],
)
def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, convert: Callable[[Corpus], object], package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'reformtext\[{package}\]'"):
        convert(Corpus([]))
