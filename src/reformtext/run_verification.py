"""Whether a run folder is what it says: every part whole, every article once, nothing lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from reformtext.errors import FormatError
from reformtext.exporting import stored_articles
from reformtext.runs import Part, Run, Tally, part_paths
from reformtext.storage import file_digest
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["find_faults"]


def find_faults(folder: Path) -> Iterator[str]:
    """Yield what is wrong with a run folder, each fault in one line; nothing of a sound one.

    The hash of every part is computed anew, every article is read back, which checks that its
    segments give its source back, and what the part says of itself is counted again.

    Raises:
        RunError: when the folder is no run folder.
    """
    run = Run.read(folder, check=False)
    if not run.complete:
        yield f"the run is not complete: {counted(len(run.parts), 'part')} done"
    listed = {path.name for number in range(len(run.parts)) for path in part_paths(folder, number)}
    for path in sorted(folder.glob("*part-*")):
        if path.name not in listed:
            yield f"{path.name}: is no part of the run, or the part before it is missing"
    ids: dict[str, str] = {}
    for number, part in enumerate(run.parts):
        path, _ = part_paths(folder, number)
        yield from (f"{path.name}: {fault}" for fault in _faults_of(path, part, run, ids))


def _faults_of(path: Path, part: Part, run: Run, ids: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a part, and note where the ids of its articles are."""
    found = file_digest(path)
    if found != part.sha256:
        yield f"the file has the SHA-256 {found}, not {part.sha256}: it was changed"
    tally = Tally()
    tally.windows = part.windows
    try:
        signature, articles = stored_articles(path)
        if signature != run.signature:
            yield f"the signature is {signature!r:.80}, that of the run is {run.signature!r:.80}"
        for article in articles:
            tally.add(article)
            if article.id in ids:
                yield f"article {article.id!r:.80} is in {ids[article.id]} too"
            ids[article.id] = path.name
            if article.coverage < 1 and not article.failures:
                yield f"article {article.id!r:.80}: {article.coverage:.4%} of its source is covered"
    except FormatError as error:
        yield " ".join(str(error).split())  # Arrow's messages are of several lines
        return
    counted = asdict(tally.part(part.sha256))
    for name, value in asdict(part).items():
        if counted[name] != value:
            yield f"{name} is {counted[name]}, not {value}"
