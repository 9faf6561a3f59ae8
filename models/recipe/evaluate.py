"""Step 7: evaluate a Marian folder with sacrebleu.

``python models/recipe/evaluate.py`` scores the embedded model on the held-out authored lines;
``--set FOLDER/ntrex-dev`` on files ``FOLDER/ntrex-dev.<language>.txt`` against ``.en.txt``.
Prints a Markdown table of BLEU and chrF a language, with the signatures.  It is the model alone
that is scored: nothing is protected, checked or repaired.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import sacrebleu
from common import HERE, WORK

import reformtext as rt

LANGUAGES = {"id": "id", "pl": "pl", "no": "nb", "ro": "ro"}


def read(arguments: argparse.Namespace, language: str) -> tuple[list[str], list[str]]:
    """Return the sources and references of a language."""
    if arguments.set is None:
        text = (arguments.work / f"dev.{language}.tsv").read_text(encoding="utf-8")
        pairs = [line.split("\t") for line in text.splitlines()]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    sources, references = (
        Path(f"{arguments.set}.{code}.txt").read_text(encoding="utf-8").splitlines()
        for code in (LANGUAGES[language], "en")
    )
    return sources, references


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--model", default=str(HERE.parent / "embedded"))
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--set", help="prefix of the files of a test set")
    parser.add_argument("--lines", type=int, help="only so many lines, from the start")
    arguments = parser.parse_args()
    model = rt.Model(arguments.model, engine=arguments.engine)
    bleu, chrf = sacrebleu.metrics.BLEU(), sacrebleu.metrics.CHRF()
    print("| language | BLEU | chrF | failed |\n|---|---|---|---|")
    for language in LANGUAGES:
        sources, references = (part[: arguments.lines] for part in read(arguments, language))
        articles = [
            rt.Article(
                str(i),
                source,
                rt.Detection(language),
                segments=(rt.Segment.cut(source, 0, len(source), rt.Kind.SENTENCE),),
            )
            for i, source in enumerate(sources)
        ]
        stages = dict(rt.Pipeline.default(model, beam=arguments.beam).stages)
        pipeline = rt.Pipeline((("translate", stages["translate"]),))
        done = pipeline.run(articles)
        english = [article.segments[0].english for article in done]
        failed = sum(not text for text in english)
        scores = [metric.corpus_score(english, [references]).score for metric in (bleu, chrf)]
        print(f"| {language} | {scores[0]:.1f} | {scores[1]:.1f} | {failed} |", flush=True)
    print(f"\n{bleu.get_signature()}\n{chrf.get_signature()}")


if __name__ == "__main__":
    main()
