"""The command ``reformtext``.

Exit status: 0 done; 1 something the user can mend, told in one line; 2 wrong usage; 3 finished,
but some articles failed; 130 stopped by the user; 141 stopped as nobody reads its output any more.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reformtext import __version__
from reformtext.cli_outputs import SOME_FAILED, check_outputs, is_folder, tell, tell_run, written
from reformtext.errors import ReformtextError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reformtext.article import Article
    from reformtext.cache import Cache

__all__ = ["main"]

STOPPED = 130
"""The exit status after Ctrl-C: 128 and the number of the signal."""
UNREAD = 141
"""Likewise of SIGPIPE, which ends other commands: ``reformtext split seeds | head``."""


class _Group(click.Group):
    """Shows what the user can mend as one line, and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _end_output()
            sys.exit(UNREAD)
        except (ReformtextError, OSError, ValueError) as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            told = "stopped; a run in a folder goes on when the same command is given again"
            click.echo(told, err=True)
            sys.exit(STOPPED)


def _end_output() -> None:
    """Send what is left in the buffer of stdout nowhere, so that its end raises nothing either."""
    with suppress(OSError, ValueError):  # stdout may be no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reformtext")
def main() -> None:
    """Turn news in Indonesian, Polish, Norwegian and Romanian into one English corpus."""


_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_languages = click.option(
    "--languages", metavar="CODE,...", help="What the articles may be in, as in id,no."
)


@main.command()
@_paths
@click.option(
    "--out",
    "outputs",
    multiple=True,
    required=True,
    metavar="FILE",
    help="Where to write the corpus: .parquet, .jsonl, or - for jsonl on stdout; repeatable.  Or "
    "a folder, for a run that can be stopped and goes on.",
)
@click.option("--model", default="embedded", show_default=True, help="Name, folder or hub id.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "transformers", "ctranslate2"]),
    default="auto",
    show_default=True,
)
@click.option("--device", default="auto", show_default=True, help="auto, cpu or cuda.")
@click.option("--beam", type=click.IntRange(min=1), default=4, show_default=True)
@click.option("--language", metavar="CODE", help="What all articles are in, where that is known.")
@_languages
@click.option(
    "--glossary",
    metavar="FILE",
    help="Terms and their English, .toml, .tsv or .csv; else the default.",
)
@click.option(
    "--cache", "keep", is_flag=True, help="Keep translations for the next time, and use those kept."
)
@click.option(
    "--text-column",
    "text_columns",
    metavar="NAME",
    multiple=True,
    help="Where tables hold the text; given twice, as for title and text, both are joined.",
)
@click.option("--id-column", metavar="NAME", help="Where tables hold the id.")
@click.option(
    "--column",
    "columns",
    metavar="METADATA=NAME",
    multiple=True,
    help="Where tables hold title, source_url, author, outlet or published, as in "
    "published=Tanggal; repeatable.",
)
def normalise(
    *,
    paths: Sequence[str],
    outputs: Sequence[str],
    model: str,
    engine: str,
    device: str,
    beam: int,
    language: str | None,
    languages: str | None,
    glossary: str | None,
    keep: bool,
    text_columns: Sequence[str],
    id_column: str | None,
    columns: Sequence[str],
) -> None:
    """Translate articles and write one corpus.

    PATH is a file, a folder, or - for one article on stdin.  An output without a suffix is a
    folder, which is written part by part.
    """
    from reformtext.normalising import Settings, begun

    check_outputs(outputs, paths)
    settings = Settings(
        model=model,
        engine=engine,
        device=device,
        beam=beam,
        language=language,
        languages=_codes(languages),
        glossary=glossary,
    )
    named = {"text_column": text_columns, "id_column": id_column, "columns": _named(columns)}
    articles = _articles(paths, **named)
    if is_folder(outputs[0]):
        if keep:
            raise click.UsageError("a folder has a cache of its own: leave out --cache")
        failed = tell(begun(Path(outputs[0]), articles, settings), table=True)
        sys.exit(SOME_FAILED if tell_run(Path(outputs[0])) or failed else 0)
    pipeline = settings.pipeline(_cache() if keep else None)
    timed = written(pipeline.timed(articles), outputs, pipeline.signature())
    sys.exit(SOME_FAILED if tell(timed, table="-" not in outputs) else 0)


@main.command()
@_paths
@_languages
def detect(paths: Sequence[str], languages: str | None) -> None:
    """Print the language of each article, with its variety and the confidence."""
    from reformtext.cleaning import clean_article
    from reformtext.pipeline import Pipeline, detection

    stages = (("clean", clean_article), ("detect", detection(languages=_codes(languages))))
    pipeline = Pipeline(stages)

    def shown() -> Iterator[tuple[Article, float]]:
        for article, seconds in pipeline.timed(_articles(paths)):
            found = article.detection
            known = (found.language, found.variety, f"{found.confidence:.3f}") if found else None
            click.echo("\t".join((article.id, *(known or ("und",)))))
            yield article, seconds

    sys.exit(SOME_FAILED if tell(shown(), table=False) else 0)


@main.command()
@_paths
def split(paths: Sequence[str]) -> None:
    """Print the segments of each article: id, start, end, kind, text."""
    from reformtext.pipeline import Pipeline

    def shown() -> Iterator[tuple[Article, float]]:
        for article, seconds in Pipeline.default().until("split").timed(_articles(paths)):
            for s in article.segments:
                text = " ".join(s.source.split())
                click.echo(f"{article.id}\t{s.span.start}\t{s.span.end}\t{s.kind}\t{text}")
            yield article, seconds

    sys.exit(SOME_FAILED if tell(shown(), table=False) else 0)


@main.command()
@click.argument("corpus", type=click.Path())
@click.argument("identifier", required=False, metavar="[ID]")
@click.option("--rows", type=click.IntRange(1), default=10, show_default=True, help="Of the table.")
def show(corpus: str, identifier: str | None, rows: int) -> None:
    """Print a corpus as a table, or the English of one of its articles."""
    from reformtext.runs import load
    from reformtext.text_tables import corpus_text

    loaded = load(corpus)
    if identifier is None:
        click.echo(corpus_text(loaded, rows))
        return
    click.echo(loaded[identifier].english)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, exists=True, path_type=Path))
def verify(folder: Path) -> None:
    """Check a run folder: every part as it was written, every article once, nothing lost."""
    from reformtext.run_verification import find_faults
    from reformtext.runs import Run
    from reformtext.text import counted

    faults = 0
    for fault in find_faults(folder):
        click.echo(fault, err=True)
        faults += 1
    if faults:
        raise click.ClickException(f"{folder}: {counted(faults, 'fault')}")
    click.echo(repr(Run.read(folder, check=False)))


@main.command()
def models() -> None:
    """List the models that can be named, and where each comes from."""
    from reformtext.models import entries

    for name, facts in entries().items():
        click.echo(f"{name}: {facts['description']}")
        for key, value in facts.items():
            if key != "description":
                click.echo(f"  {key}: {value}")


def _articles(paths: Sequence[str], **named: Any) -> Iterator[Article]:
    """Return the articles of paths, their ids distinct; ``-`` is one on stdin."""
    from reformtext.reading import scan

    inputs = [_stdin() if path == "-" else Path(path) for path in paths]
    return scan(inputs, **named)


def _named(columns: Sequence[str]) -> dict[str, str]:
    """Return columns by the metadata that they hold."""
    found: dict[str, str] = {}
    for given in columns:
        name, _, column = given.partition("=")
        if not (name and column.strip()):
            raise click.UsageError(
                f"--column has {given!r}, expected metadata and a column, as in published=Tanggal"
            )
        if name in found:
            raise click.UsageError(
                f"--column names two columns of {name}, {found[name]!r} and {column!r}: give one"
            )
        found[name] = column
    return found


def _cache() -> Cache:
    from reformtext.cache import Cache

    return Cache()


def _codes(languages: str | None) -> list[str] | None:
    return None if languages is None else [code.strip() for code in languages.split(",")]


def _stdin() -> Article:
    from reformtext.encoding import decode
    from reformtext.reading import texts

    text = decode(sys.stdin.buffer.read(), "stdin").text
    return replace(next(texts([text])), id="stdin")
