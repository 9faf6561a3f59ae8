"""How long looking into a large corpus takes: words in context, counting, and the table.

Usage: python -m benchmarks.exploration [--articles 10000] [--rows 100000]

Articles are made of authored sentences, and have their authored English, so that no model is waited
for.  Each row is timed beside what one would write without this library, in the same run: regular
expressions over the texts, scikit-learn's CountVectorizer, the table of a pandas data frame.  The
first search of a side makes the index of its tokens; the second row of a side is the median of the
searches for other words after it.  The table is of the same articles under other ids.
"""

from __future__ import annotations

import argparse
import re
import statistics
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer

import reformtext as rt
from benchmarks.throughput_articles import authored, sample_of, sentences_of
from benchmarks.throughput_timing import timed
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEARCHED: dict[str, tuple[str, ...]] = {
    "english": ("minister*", "president*", "district court", "percent*", "school* or"),
    "source": ("minist*", "president*", "universit*", "tribunal*", "regional*"),
}
AROUND = 40
"""Characters on each side of a word that the regular expressions give."""
DECIMALS = 3


def corpus_of(count: int) -> rt.Corpus:
    """Return so many articles, in the English they were authored with."""
    english = {source.strip(): columns[0] for columns in sentences_of() for source in columns[1:]}
    engine = ScriptedEngine(lambda text: english.get(text) or text, max_source_tokens=1000)
    pipeline = rt.Pipeline.default(ScriptedModel(engine), progress=False)
    for stage in ("detect", "annotate", "verify"):
        pipeline = pipeline.without(stage)
    return pipeline.run(sample_of(authored(count)).articles)


def seconds(call: Callable[[], object]) -> float:
    return timed(call)[1]


def scanned(texts: Sequence[str], pattern: str) -> list[tuple[str, str, str]]:
    """Return the places of a pattern with the characters around, by a regular expression."""
    words = r"\W+".join(re.escape(word).replace(r"\*", r"\w*") for word in pattern.split())
    compiled = re.compile(rf"\b{words}\b", re.IGNORECASE)
    return [
        (text[max(0, at.start() - AROUND) : at.start()], at[0], text[at.end() : at.end() + AROUND])
        for text in texts
        for at in compiled.finditer(text)
    ]


def searches(corpus: rt.Corpus, side: str) -> list[tuple[str, float, float]]:
    """Return the rows of one side: what is timed, our seconds and those of the alternative."""
    texts = [getattr(article, side) for article in corpus]
    ours = [seconds(partial(corpus.kwic, word, side=side)) for word in SEARCHED[side]]
    theirs = [seconds(partial(scanned, texts, word)) for word in SEARCHED[side]]
    later = statistics.median(ours[1:]), statistics.median(theirs[1:])
    return [
        (f"kwic in the {side}, first", ours[0], theirs[0]),
        (f"kwic in the {side}, then", *later),
    ]


def matrix(corpus: rt.Corpus) -> tuple[str, float, float]:
    fresh = rt.Corpus(corpus)
    texts = [article.english for article in corpus]
    theirs = seconds(lambda: CountVectorizer().fit_transform(texts))
    return "document-feature matrix", seconds(fresh.dfm), theirs


def table(corpus: rt.Corpus, count: int) -> tuple[str, float, float]:
    repeats = chain.from_iterable(iter(lambda: corpus, None))
    many = rt.Corpus(
        replace(article, id=str(number))
        for number, article in zip(range(count), repeats, strict=False)
    )
    frame = pd.DataFrame(
        {
            "id": many.ids,
            "language": [article.language for article in many],
            "words": [len(article.english.split()) for article in many],
        }
    )
    shown = seconds(many._repr_html_), seconds(lambda: frame.to_html(max_rows=60))
    return f"table of {count:,} articles", *shown


def main() -> None:
    parser = argparse.ArgumentParser(description="Time looking into a large corpus.")
    parser.add_argument("--articles", type=int, default=10_000, help="to search and to count")
    parser.add_argument("--rows", type=int, default=100_000, help="of the table")
    arguments = parser.parse_args()
    corpus = corpus_of(arguments.articles)
    segments = sum(len(article.segments) for article in corpus)
    print(f"{len(corpus):,} articles, {segments:,} segments\n")
    print("| | seconds | alternative | ratio |\n|---|---|---|---|")
    rows = [row for side in SEARCHED for row in searches(corpus, side)]
    for what, ours, theirs in (*rows, matrix(corpus), table(corpus, arguments.rows)):
        print(f"| {what} | {ours:.{DECIMALS}f} | {theirs:.{DECIMALS}f} | {ours / theirs:.2f} |")


if __name__ == "__main__":
    main()
