"""The files of the parallel text: which are read, and the table of what became of their pairs."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common import AUTHORED, HERE, MANIFEST, whole

if TYPE_CHECKING:
    from pathlib import Path

LISTED = "SOURCES.tsv"  # in the folder of the parallel text
TABLE = "sources.tsv"  # in the work folder
CLASSES = ("open", "unstated")  # of licence, that are trained on
UNNAMED = f"not in {LISTED}"
KEPT = "kept"
COLUMNS = (
    *("source", "language", "origin", "licence", "licence class", "translated by"),
    *("read", "kept", "dropped", "factor"),
)
OURS = {
    "repository": AUTHORED.relative_to(HERE.parents[1]).as_posix(),
    "licence": "CC0 1.0",
    "licence_class": "open",
}

Fates = dict[tuple[str, str], Counter[str]]  # of language and source: what became of the pairs


@dataclass(frozen=True)
class Source:
    """A file of the parallel text, and its row of ``SOURCES.tsv``, empty where it has none."""

    language: str
    name: str
    path: Path
    row: dict[str, str]

    @property
    def left_out(self) -> str:
        """Why nothing of it is read, or an empty string."""
        if not self.row:
            return UNNAMED
        if self.row["licence_class"] not in CLASSES:
            return f"licence class {self.row['licence_class'] or 'not given'}"
        return "" if self.path.exists() else "no such file"


def find(parallel: Path, languages: dict[str, str]) -> list[Source]:
    """Return every source that has a file or a row, by the order of the languages' folders.

    A table or folders that are not there end the step with an error.
    """
    if not (parallel / LISTED).is_file():
        raise SystemExit(
            f"{parallel} holds no {LISTED}, which gives each file's origin and licence: "
            "name the folder of the parallel text, or write the table"
        )
    if not any((parallel / folder).is_dir() for folder in languages):
        raise SystemExit(
            f"{parallel} holds none of the folders {', '.join(languages)}: "
            "name the folder that holds one a language"
        )
    with (parallel / LISTED).open(encoding="utf-8") as handle:
        rows = {
            (row["language"], row["source"]): row
            for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    found: list[Source] = []
    for folder, language in languages.items():
        paths = {*(parallel / folder).glob("*.tsv.xz")}
        paths |= {parallel / of / f"{name}.tsv.xz" for of, name in rows if of == folder}
        for path in sorted(paths):
            name = path.name.removesuffix(".tsv.xz")
            found.append(Source(language, name, path, rows.get((folder, name), {})))
    return found


def check_keys(manifest: dict[str, Any], sources: list[Source]) -> None:
    """End with an error that names the manifest's sources that there are not."""
    known = {"default", "authored", *(source.name for source in sources)}
    tables = ("factors", "last_phase")
    wrong = [f"[{table}] {key}" for table in tables for key in manifest[table] if key not in known]
    if wrong:
        raise SystemExit(
            f"{MANIFEST.name} weighs sources that {LISTED} does not name: {', '.join(wrong)}. "
            "Write the names as they stand there, or take the keys out"
        )


def by_default(fates: Fates, factors: dict[str, float]) -> list[str]:
    """Return the names of the sources that have pairs but no factor of their own."""
    return sorted({name for (_, name), fate in fates.items() if fate[KEPT]} - factors.keys())


def write_table(path: Path, sources: list[Source], fates: Fates, factors: dict[str, float]) -> None:
    """Write a row a source and language: origin, licence, pairs, reasons, factor."""
    by_key = {(source.language, source.name): source for source in sources}
    with whole(path) as part, part.open("w", encoding="utf-8") as handle:
        print(*COLUMNS, sep="\t", file=handle)
        for language, name in sorted(by_key.keys() | fates, key=lambda key: key[::-1]):
            source = by_key.get((language, name))
            fate = fates.get((language, name), Counter())
            dropped = [f"{reason}: {n}" for reason, n in fate.most_common() if reason != KEPT]
            left_out = source.left_out if source else ""
            row = source.row if source else OURS
            columns = ("repository", "licence", "licence_class", "translated_by")
            print(
                *(name, language, *(row.get(column) or "" for column in columns)),
                *(fate.total(), fate[KEPT], left_out or "; ".join(dropped)),
                "" if left_out else factors.get(name, factors["default"]),
                sep="\t",
                file=handle,
            )
