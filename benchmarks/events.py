"""How well articles that tell of the same thing are grouped, across languages.

Usage: python benchmarks/events.py FOLDER CORPUS [--beam 1] [--same FILE] [--mistakes]

FOLDER holds ``NAME.docs.txt``, the document of each line, and ``NAME.<language>.txt``, the lines in
each language.  Every document becomes an article a language; all are translated into CORPUS, a
parquet file, which is gone on with if it is there, and ``Corpus.events`` groups what is in it.  It
is told no language and no document: the ids, which say both, are read by the score alone.

A pair is any two articles.  One is right if both are of the same document, and found if both are in
the same group: precision is the share of the pairs found that are right, recall the share of the
right pairs that are found.  ``Corpus.parallel_texts``, which finds the translations of one text,
is scored in the same way.  As a document has one article a language, no pair within a language is
right.  Linked pairs, before grouping, are scored likewise.  An article whose language was not told,
or that was not translated, is not found: it counts against recall.

Documents can tell of the same event without being the same.  ``--same`` takes a tab-separated file
of such documents, two a line, with the event; the pairs are scored once more with these as one.
``ntrex_dev_same_events.tsv`` names those among the 22 most similar pairs of English originals (by
TF-IDF) that report one occurrence of one day; it was made after a first measurement.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from itertools import combinations, combinations_with_replacement, groupby
from pathlib import Path
from typing import TYPE_CHECKING

import reformtext as rt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGES = {"id": "id", "nb": "no", "pl": "pl", "ro": "ro"}  # of the files, of the library
BATCH = 8  # documents between two writes of the corpus

Pair = tuple[str, str]


def documents(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each document's name, and its text in each language, a line a paragraph."""
    (index,) = folder.glob("*.docs.txt")
    prefix = index.name.removesuffix(".docs.txt")
    names = index.read_text("utf-8").splitlines()
    columns = {
        code: (folder / f"{prefix}.{language}.txt").read_text("utf-8").splitlines()
        for language, code in LANGUAGES.items()
    }
    rows = zip(names, *columns.values(), strict=True)
    for name, group in groupby(rows, key=lambda row: row[0]):
        texts = zip(*(row[1:] for row in group), strict=True)
        yield name, dict(zip(columns, map("\n".join, texts), strict=True))


def translated(folder: Path, path: Path, beam: int) -> rt.Corpus:
    """Return the articles of a folder in English; what ``path`` has is not translated again."""
    done = rt.load(path) if path.exists() else rt.Corpus([])
    rows = [
        {"id": f"{name}.{language}", "text": text}
        for name, texts in documents(folder)
        for language, text in texts.items()
    ]
    rows = [row for row in rows if row["id"] not in done]
    step = BATCH * len(LANGUAGES)
    for start in range(0, len(rows), step):
        new = rt.normalise(rows[start : start + step], beam=beam, progress=False)
        done = done.concat(new)
        done.write(path)
        print(f"{start + len(new)} of {len(rows)} articles translated", flush=True)
    return done


def document(name: str) -> str:
    return name.rpartition(".")[0]


def language(name: str) -> str:
    return name.rpartition(".")[2]


def ordered(pairs: Iterable[Pair]) -> set[Pair]:
    """Return pairs in the order of their languages."""
    turned = (sorted(pair, key=lambda name: (language(name), name)) for pair in pairs)
    return {(one, other) for one, other in turned}


def pairs_within(groups: Iterable[Iterable[str]]) -> set[Pair]:
    return ordered(pair for group in groups for pair in combinations(group, 2))


def merged(by_document: dict[str, list[str]], path: Path) -> list[list[str]]:
    """Return the articles of each event, the documents of ``path`` put together."""
    groups = {name: list(ids) for name, ids in by_document.items()}
    for line in path.read_text("utf-8").splitlines()[1:]:
        one, other, _ = line.split("\t")
        groups[one] += groups.pop(other)
    return list(groups.values())


def figures(found: set[Pair], right: set[Pair]) -> str:
    hits = len(found & right)
    precision = hits / len(found) if found else float("nan")
    recall = hits / len(right) if right else float("nan")
    return f"{precision:10.4f}{recall:10.4f}{len(found):8}{len(right):8}"


def report(name: str, found: set[Pair], right: set[Pair]) -> None:
    print(f"\n{name:12}{'precision':>10}{'recall':>10}{'found':>8}{'right':>8}")
    print(f"{'all':12}{figures(found, right)}")
    for couple in combinations_with_replacement(sorted(LANGUAGES.values()), 2):
        parts = [
            {pair for pair in pairs if tuple(map(language, pair)) == couple}
            for pairs in (found, right)
        ]
        if any(parts):
            print(f"{'-'.join(couple):12}{figures(parts[0], parts[1])}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the grouping of articles across languages.")
    parser.add_argument("folder", type=Path, help="NAME.docs.txt and NAME.<language>.txt")
    parser.add_argument("corpus", type=Path, help="parquet file of the translations")
    parser.add_argument("--beam", type=int, default=1, help="of the translation")
    parser.add_argument("--same", type=Path, help="documents that tell of the same event")
    parser.add_argument("--mistakes", action="store_true", help="name the pairs found wrongly")
    arguments = parser.parse_args()
    corpus = translated(arguments.folder, arguments.corpus, arguments.beam)
    print(f"{len(corpus)} articles, {corpus.signature}")
    begin = time.process_time()
    events = corpus.events()
    print(f"{events!r}\n{time.process_time() - begin:.1f} s of one core")
    by_document = defaultdict(list)
    for name in corpus.ids:
        by_document[document(name)].append(name)
    right = pairs_within(by_document.values())
    grouped = pairs_within(events.groups().values())
    report("grouped", grouped, right)
    report("one text", pairs_within(corpus.parallel_texts().groups()), right)
    report("linked", ordered((link.first, link.second) for link in events.links), right)
    if arguments.same:
        right = pairs_within(merged(by_document, arguments.same))
        report("of one event", grouped, right)
    for pair in sorted(grouped - right if arguments.mistakes else ()):
        print(f"wrong: {pair[0]} with {pair[1]}")


if __name__ == "__main__":
    main()
