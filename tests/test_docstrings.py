"""The examples in docstrings give what they say they give."""

from __future__ import annotations

import doctest

import pytest

from reformtext.article import Article, Detection, Metadata, Segment
from reformtext.corpus import Corpus
from reformtext.corpus.selection import Selection

SOURCES = {
    "a1": ("id", "Satu desa.", "2025-10-30"),
    "a2": ("id", "Satu  desa.", ""),
    "b1": ("no", "Én kommune.\n", "2024-05-01"),
    "c1": ("pl", "Jedna gmina.", "2025-11-02"),
}


def corpus() -> Corpus:
    """Return the corpus of the examples: four articles, two of them the same."""
    return Corpus(
        (
            Article(
                name,
                source,
                Detection(language),
                Metadata(published=published),
                segments=Segment.of_lines(source),
            )
            for name, (language, source, published) in SOURCES.items()
        ),
        "made",
    )


TESTS = [test for test in doctest.DocTestFinder().find(Selection, "Selection") if test.examples]


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_the_example_gives_what_it_says(test: doctest.DocTest) -> None:
    test.globs = {"corpus": corpus()}
    report: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not failed, "".join(report)


def test_every_method_that_returns_another_corpus_has_one() -> None:
    public = {name for name in vars(Selection) if not name.startswith("_")}
    assert {test.name.removeprefix("Selection.") for test in TESTS} == public
