"""What the layer that protects, verifies and repairs costs, in time of translation.

Usage: python benchmarks/layer_cost.py [--seeds FOLDER] [--documents FOLDER] [--beam 4]

The articles of a folder, or the documents of line-aligned files (``NAME.docs.txt`` and
``NAME.<language>.txt``, see ``events.py``), are translated twice in turns, a window at a time:
plainly, and annotated, protected, verified and repaired.  The times are processor seconds, so that
other work on the machine counts little.  Prints Markdown.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from events import LANGUAGES, documents
from stage_times import stage_times

import reformtext as rt
from reformtext.memory import Memory
from reformtext.splitting import cut
from reformtext.translation import Translator
from reformtext.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reformtext.pipeline import Pipeline

STAGES = ("annotate", "translate", "verify")
HEAD = ("set", "language", "articles", "segments", "without, s", *STAGES, "with, s", "cost")


def split(articles: Sequence[rt.Article], language: str | None = None) -> list[rt.Article]:
    """Return articles as they are when they come to be translated."""
    pipeline = rt.Pipeline.default(language=language, progress=False).until("split")
    return list(pipeline.run(articles))


def samples(options: argparse.Namespace) -> Iterator[tuple[str, str, list[rt.Article]]]:
    """Yield the name, the language and the articles of each sample."""
    if options.seeds:
        articles = split(list(rt.scan(options.seeds)))
        for language in dict.fromkeys(article.language for article in articles):
            yield "seeds", language, [one for one in articles if one.language == language]
    if options.documents:
        texts = [texts for _, texts in documents(options.documents)]
        for language in LANGUAGES.values():
            articles = list(rt.scan([one[language] for one in texts]))
            yield options.documents.name, language, split(articles, language)


def layered(model: rt.Model, beam: int) -> Pipeline:
    """Return the stages of the layer, which remember nothing yet."""
    stages = dict(rt.Pipeline.default(model, beam=beam, progress=False).stages)
    return rt.Pipeline(tuple((name, stages[name]) for name in STAGES))


def plain(model: rt.Model, beam: int) -> Pipeline:
    """Return translation alone, which remembers nothing yet."""
    alone = Translator(model, cut, beam=beam, protect=False, memory=Memory(), progress=False)
    return rt.Pipeline((("without", alone),))


def compared(articles: list[rt.Article], model: rt.Model, beam: int) -> dict[str, float]:
    """Return the seconds that articles take, by stage; that without the layer is ``without``."""
    for make in (plain, layered):  # what is loaded once is no part of it
        stage_times(make(model, beam).stages, articles[:1], {})
    seconds: dict[str, float] = {}
    without, layer = plain(model, beam), layered(model, beam)
    for window in windows(articles):
        stage_times(without.stages, window, seconds)
        stage_times(layer.stages, window, seconds)
    return seconds


def row(name: str, language: str, count: tuple[int, int], seconds: Mapping[str, float]) -> str:
    whole = sum(seconds[stage] for stage in STAGES)
    cells = [
        *(name, language, *map(str, count), f"{seconds['without']:.1f}"),
        *(f"{seconds[stage]:.1f}" for stage in STAGES),
        *(f"{whole:.1f}", f"{whole / seconds['without'] - 1:+.1%}"),
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seeds", type=Path, help="a folder of articles")
    parser.add_argument("--documents", type=Path, help="NAME.docs.txt and NAME.<language>.txt")
    parser.add_argument("--model", default="embedded", help="a name, folder or hub id")
    parser.add_argument("--beam", type=int, default=4)
    options = parser.parse_args()
    model = rt.Model(options.model)
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    totals: dict[str, dict[str, float]] = {}
    for name, language, articles in samples(options):
        seconds = compared(articles, model, options.beam)
        count = (len(articles), sum(len(article.segments) for article in articles))
        print(row(name, language, count, seconds), flush=True)
        total = totals.setdefault(name, dict.fromkeys(("articles", "segments", *seconds), 0))
        for key, value in {"articles": count[0], "segments": count[1], **seconds}.items():
            total[key] += value
    for name, total in totals.items():
        print(row(name, "all", (int(total["articles"]), int(total["segments"])), total))


if __name__ == "__main__":
    main()
