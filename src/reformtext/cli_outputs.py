"""Where the command writes a corpus as it comes, and what it tells of it in the end."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from reformtext.errors import FormatError
from reformtext.storage import lies_in
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.article import Article

__all__ = ["SOME_FAILED", "check_outputs", "is_folder", "tell", "tell_run", "written"]

SOME_FAILED: Final = 3
"""The exit status when articles failed as a whole."""
_ROWS: Final = 100  # articles that a table shows


def is_folder(output: str) -> bool:
    """Return whether an output is a run folder: there is one, or the name has no suffix."""
    path = Path(output)
    return output != "-" and (path.is_dir() or output.endswith("/") or not path.suffix)


def check_outputs(outputs: Sequence[str], paths: Sequence[str]) -> None:
    """Check that all outputs can be written, before there is anything to write.

    Raises:
        FormatError: when one is no format, or would be read the next time.
        click.UsageError: for a folder beside other outputs.
    """
    from reformtext.exporting import check_output

    folders = [output for output in outputs if is_folder(output)]
    if folders and len(outputs) > 1:
        raise click.UsageError(
            f"{folders[0]} is a folder (it has no suffix), and then the only output: leave out the "
            "others, and write them from what reformtext.load gives"
        )
    for output in outputs:
        if output != "-" and output not in folders:
            check_output(output)
        _check_apart(output, paths)


def _check_apart(output: str, paths: Sequence[str]) -> None:
    """Raise FormatError when an output would replace an input, or be one the next time."""
    for path in paths:
        if "-" not in (path, output) and lies_in(output, path):
            raise FormatError(
                f"{output} is {path}, or lies in it, which is read: write the corpus elsewhere"
            )


def written(
    timed: Iterable[tuple[Article, float]], outputs: Sequence[str], signature: str
) -> Iterator[tuple[Article, float]]:
    """Yield articles when they are written; the files appear when the last one is."""
    from reformtext.corpus import Corpus
    from reformtext.exporting import Writer, jsonl_lines

    files = [output for output in outputs if output != "-"]
    with ExitStack() as stack:
        writers = [stack.enter_context(Writer(file, signature)) for file in files]
        for article, seconds in timed:
            for writer in writers:
                writer.add(article)
            if len(files) < len(outputs):
                lines = jsonl_lines(Corpus([article], signature))
                sys.stdout.buffer.writelines(line.encode() for line in lines)
                sys.stdout.buffer.flush()
            yield article, seconds


def tell(timed: Iterable[tuple[Article, float]], *, table: bool) -> bool:
    """Take the articles, print a table of the first ones and what failed; return if some did.

    Args:
        timed: articles, each with the seconds that it took.
        table: whether to print it.
    """
    from reformtext.text_tables import run_table

    shown: list[tuple[Article, float]] = []
    count = failed = segments = doubted = 0
    for article, seconds in timed:
        count += 1
        if table and len(shown) < _ROWS:
            shown.append((article, seconds))
        failed += bool(article.failures)
        doubted += article.detection is not None and article.detection.doubted
        segments += 0 if article.failures else sum(one.failed for one in article.segments)
        for failure in article.failures:
            click.echo(f"{article.id}: {failure.stage}: {failure.reason}", err=True)
    if shown:
        click.echo(run_table(shown))
    if count > len(shown) and table:
        click.echo(f"… {count - len(shown):,} more, {counted(count, 'article')} in all")
    if segments:
        held = "it with its reason" if segments == 1 else "them with their reasons"
        told = f"{counted(segments, 'segment')} failed; the corpus holds {held}"
        click.echo(told, err=True)
    if doubted:
        click.echo(_doubt(doubted), err=True)
    return failed > 0


def _doubt(articles: int) -> str:
    held = "its trace says" if articles == 1 else "their traces say"
    told = "is surely in another language" if articles == 1 else "are surely in other languages"
    return f"{counted(articles, 'article')} {told} than the one given; {held} which"


def tell_run(folder: Path) -> bool:
    """Print what there is of a run, and return whether some articles failed."""
    from reformtext.runs import Run

    run = Run.read(folder, check=False)
    click.echo(repr(run))
    return any(part.failed_articles for part in run.parts)
