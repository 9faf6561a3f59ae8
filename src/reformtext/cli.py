"""The command ``reformtext``.

Exit status: 0 done; 1 something the user can mend, told in one line; 2 wrong usage; 3 finished,
but some articles failed.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reformtext import __version__
from reformtext.errors import FormatError, ReformtextError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reformtext.article import Article
    from reformtext.corpus import Corpus

__all__ = ["main"]

SOME_FAILED = 3


class _Group(click.Group):
    """Shows what the user can mend as one line, and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (ReformtextError, OSError, ValueError) as error:
            raise click.ClickException(str(error)) from error


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
    help="Where to write the corpus: .parquet, .jsonl, or - for jsonl on stdout; repeatable.",
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
@click.option("--language", metavar="CODE", help="What all articles are in; none is detected then.")
@_languages
@click.option(
    "--glossary", metavar="FILE", help="Terms and their English, .toml or .tsv; else the default."
)
@click.option("--text-column", metavar="NAME", help="Where tables hold the text.")
@click.option("--id-column", metavar="NAME", help="Where tables hold the id.")
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
    text_column: str | None,
    id_column: str | None,
) -> None:
    """Translate articles and write one corpus.

    PATH is a file, a folder, or - for one article on stdin.
    """
    from reformtext.corpus import Corpus
    from reformtext.exporting import check_output
    from reformtext.pipeline import Pipeline
    from reformtext.text_tables import run_table

    for output in outputs:
        if output != "-":
            check_output(output)
            _check_apart(output, paths)
    pipeline = Pipeline.default(
        model,
        engine=engine,
        device=device,
        beam=beam,
        language=language,
        languages=_codes(languages),
        glossary=glossary,
    )
    articles = _articles(paths, text_column=text_column, id_column=id_column)
    timed = list(pipeline.timed(articles))
    corpus = Corpus((article for article, _ in timed), pipeline.signature())
    for output in outputs:
        _write(corpus, output)
    if "-" not in outputs:
        click.echo(run_table(timed))
    _exit(corpus)


@main.command()
@_paths
@_languages
def detect(paths: Sequence[str], languages: str | None) -> None:
    """Print the language of each article, with its variety and the confidence."""
    from reformtext.pipeline import Pipeline

    pipeline = Pipeline.default(languages=_codes(languages)).until("detect")
    done = list(pipeline.stream(_articles(paths)))
    for article in done:
        found = article.detection
        values = (found.language, found.variety, f"{found.confidence:.3f}") if found else ("und",)
        click.echo("\t".join((article.id, *values)))
    _exit(done)


@main.command()
@_paths
def split(paths: Sequence[str]) -> None:
    """Print the segments of each article: id, start, end, kind, text."""
    from reformtext.pipeline import Pipeline

    done = list(Pipeline.default().until("split").stream(_articles(paths)))
    for article in done:
        for s in article.segments:
            text = " ".join(s.source.split())
            click.echo(f"{article.id}\t{s.span.start}\t{s.span.end}\t{s.kind}\t{text}")
    _exit(done)


@main.command()
@click.argument("corpus", type=click.Path())
@click.argument("identifier", required=False, metavar="[ID]")
def show(corpus: str, identifier: str | None) -> None:
    """Print a corpus as a table, or the English of one of its articles."""
    from reformtext.exporting import load

    loaded = load(corpus)
    if identifier is None:
        click.echo(repr(loaded))
        return
    click.echo(loaded[identifier].english)


@main.command()
def models() -> None:
    """List the models that can be named, and where each comes from."""
    from reformtext.models import entries

    for name, facts in entries().items():
        click.echo(f"{name}: {facts['description']}")
        for key, value in facts.items():
            if key != "description":
                click.echo(f"  {key}: {value}")


def _articles(
    paths: Sequence[str], *, text_column: str | None = None, id_column: str | None = None
) -> Iterator[Article]:
    """Return the articles of paths, their ids distinct; ``-`` is one on stdin."""
    from reformtext.reading import scan

    inputs = [_stdin() if path == "-" else Path(path) for path in paths]
    return scan(inputs, text_column=text_column, id_column=id_column)


def _codes(languages: str | None) -> list[str] | None:
    return None if languages is None else [code.strip() for code in languages.split(",")]


def _check_apart(output: str, paths: Sequence[str]) -> None:
    """Raise FormatError when an output would replace an input, or be one the next time."""
    target = Path(output).resolve()
    for path in paths:
        if path != "-" and Path(path).resolve() in (target, *target.parents):
            raise FormatError(
                f"{output} is {path}, or lies in it, which is read: write the corpus elsewhere"
            )


def _stdin() -> Article:
    from reformtext.encoding import decode
    from reformtext.reading import texts

    text = decode(sys.stdin.buffer.read(), "stdin").text
    return replace(next(texts([text])), id="stdin")


def _write(corpus: Corpus, output: str) -> None:
    if output != "-":
        corpus.write(output)
        return
    from reformtext.exporting import jsonl_lines

    stdout = sys.stdout.buffer
    stdout.writelines(line.encode() for line in jsonl_lines(corpus))
    stdout.flush()


def _exit(articles: Iterable[Article]) -> None:
    """Tell what failed, and exit with 3 if whole articles did."""
    done = list(articles)
    segments = sum(segment.failed for a in done if not a.failures for segment in a.segments)
    if segments:
        click.echo(
            f"{segments} segments failed; the corpus holds them with their reasons", err=True
        )
    for article in done:
        for failure in article.failures:
            click.echo(f"{article.id}: {failure.stage}: {failure.reason}", err=True)
    if any(article.failures for article in done):
        sys.exit(SOME_FAILED)
