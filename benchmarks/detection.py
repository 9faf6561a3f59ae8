"""Language detection on whole documents: recall, false acceptance, and speed beside langdetect.

    python benchmarks/detection.py FOLDER

FOLDER holds line-aligned files ``NAME.LANG.txt`` (``nb`` and ``nn`` apart) and ``NAME.docs.txt``,
which names the document of each line.  Recall: documents of a language that the library reads
which get its label.  False acceptance: documents of any other language that get one of these
labels.  Nynorsk is Norwegian: for it the share labelled ``nn`` is given as well.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import langdetect

import reformtext.languages
from reformtext.detection import detect

if TYPE_CHECKING:
    from collections.abc import Callable

    from reformtext.article import Detection

NORWEGIAN = {"nb", "nn"}


def documents(folder: Path) -> dict[str, list[str]]:
    """Return the documents of every language of the folder, by its code."""
    found: dict[str, list[str]] = {}
    for index in sorted(folder.glob("*.docs.txt")):
        names = index.read_text(encoding="utf-8").splitlines()
        stem = index.name.removesuffix(".docs.txt")
        for path in sorted(folder.glob(f"{stem}.*.txt")):
            if path != index:
                code = path.name.removesuffix(".txt").rsplit(".", 1)[1]
                rows = path.read_text(encoding="utf-8").splitlines()
                found.setdefault(code, []).extend(grouped(names, rows))
    return found


def grouped(names: list[str], rows: list[str]) -> list[str]:
    """Return the rows joined by the document that each belongs to."""
    joined: dict[str, list[str]] = {}
    for name, row in zip(names, rows, strict=True):
        joined.setdefault(name, []).append(row)
    return ["\n".join(document) for document in joined.values()]


def report(code: str, found: list[Detection]) -> int:
    """Print one language's row; return how many documents were falsely accepted."""
    read = set(reformtext.languages.codes())
    language = "no" if code in NORWEGIAN else code
    right = sum(detection.language == language for detection in found)
    false = sum(detection.language in read - {language} for detection in found)
    silent = sum(detection.language == "und" for detection in found)
    lowest = min((d.confidence for d in found if d.language == language), default=0.0)
    variety = sum(detection.variety == code for detection in found)
    note = f"  variety {variety / len(found):.3f}" if code in NORWEGIAN else ""
    share = right / len(found)
    print(f"{code:4} {len(found):5} {share:7.3f} {false:6} {silent:5} {lowest:8.3f}{note}")
    return false


def seconds(calls: list[Callable[[str], object]], texts: list[str]) -> list[float]:
    """Return each call's processor time for all texts: the best of three rounds, taken in turns."""
    rounds = [[once(call, texts) for call in calls] for _ in range(3)]
    return [min(times) for times in zip(*rounds, strict=True)]


def once(call: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        call(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="NAME.LANG.txt files with NAME.docs.txt")
    corpus = documents(parser.parse_args().folder)
    if not corpus:
        parser.error("the folder holds no NAME.docs.txt with NAME.LANG.txt beside it")
    start = time.perf_counter()
    detect("The first call loads both engines, and is timed by itself.")
    print(f"first call {time.perf_counter() - start:.2f} s")
    print("lang  docs  recall  false   und  lowest confidence of the right ones")
    false = sum(report(code, [detect(text) for text in texts]) for code, texts in corpus.items())
    print(f"false acceptance {false} of {sum(map(len, corpus.values()))} documents")
    texts = [text for language in corpus.values() for text in language]
    langdetect.DetectorFactory.seed = 0
    ours, theirs = seconds([detect, langdetect.detect], texts)
    print(f"{len(texts) / ours:.0f} documents/s; langdetect.detect {len(texts) / theirs:.0f}")
    print(f"speed ratio {theirs / ours:.2f}")


if __name__ == "__main__":
    main()
