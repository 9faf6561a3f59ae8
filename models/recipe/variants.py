"""Step 4: pairs made for normalisation.

``python models/recipe/variants.py`` adds to the encoded pairs, in ``train.npz``:

- sentinels: spans that stand alike on both sides (numbers, dates, identifiers, names) replaced by
  sentinel pieces, so that the library can protect a span and get it back, once, in its place;
- numbers: numerals replaced by others, each side in its own format (1.733 and 1,733);
- terms: source phrases replaced by their English, as the lexicon of step 3 aligns them, so that
  the model carries an English term through.

A pair gives its variants a share of its weight.  ``held-out-sentinels.<language>.tsv`` and
``held-out-terms.<language>.tsv`` are the same of the development lines, for step 7.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from alike import Alike, alike, is_year, numbers
from common import AUTHORED_COLUMNS, SENTINELS, WORK, load_vocabulary, need, read_pairs, write
from lexicon import align
from vocabulary import encode_pairs, load_processors

SHARES = {"sentinels": 0.35, "numbers": 0.1, "terms": 0.25}  # of a pair's weight
KEPT = 0.8  # of the spans of a pair that could be protected
TERM_LETTERS = 5  # of the shortest English phrase that is taken for a term
TERM_WORDS = 3
TERM_SURE = 0.4  # mean alignment probability
TERMS_A_PAIR = 2
WITH_TERMS = 0.8  # of the pairs, at most
WORTH = 0.3  # of the mean weight: a pair of less is drawn too seldom to be worth a variant
COMMON = 150  # most frequent English words: no terms

Row = list[str]


def replaced(text: str, spans: list[tuple[int, int]], by: list[str]) -> str:
    """Return the text with spans replaced."""
    parts, position = [], 0
    for (start, end), new in sorted(zip(spans, by, strict=True)):
        parts += [text[position:start], new]
        position = end
    return "".join([*parts, text[position:]])


def with_sentinels(row: Row, dice: random.Random) -> tuple[str, str] | None:
    """Return a pair with some of its alike spans as sentinels, numbered at random."""
    language, _, _, source, english = row
    spans = [span for span in alike(language, source, english) if dice.random() < KEPT]
    if not spans:
        return None
    free = {kind: dice.sample(pieces, len(pieces)) for kind, pieces in SENTINELS.items()}
    spans = spans[: len(SENTINELS["n"])]
    pieces = [free[span.kind].pop() for span in spans]
    return (
        replaced(source, [span.source for span in spans], pieces),
        replaced(english, [span.english for span in spans], pieces),
    )


def written(value: str, language: str, dice: random.Random) -> str:
    """Return a plain decimal as a language writes it."""
    whole, _, rest = value.partition(".")
    signs = {
        "en": [","],
        "id": ["."],
        "ro": ["."],
        "pl": [" ", "\u00a0", ""],
        "no": [" ", "\u00a0"],
    }
    sign = dice.choice(signs[language])
    if len(whole) > 4 or sign in ",.":
        whole = f"{int(whole):,}".replace(",", sign)
    return whole + (("." if language == "en" else ",") + rest if rest else "")


def with_numbers(row: Row, dice: random.Random) -> tuple[str, str] | None:
    """Return a pair with its plain numbers replaced by others."""
    language, _, _, source, english = row
    plain = re.compile(r"[\d.,\u00a0\u202f ]+")
    spans: list[Alike] = []
    news: list[str] = []
    for span in alike(language, source, english):
        surfaces = source[slice(*span.source)], english[slice(*span.english)]
        key = next(numbers(surfaces[1], "en"), ("",))[0]
        if span.kind == "n" and all(map(plain.fullmatch, surfaces)) and not is_year(key):
            spans.append(span)
            news.append(_another(key, dice))
    if not spans:
        return None
    return (
        replaced(source, [s.source for s in spans], [written(n, language, dice) for n in news]),
        replaced(english, [s.english for s in spans], [written(n, "en", dice) for n in news]),
    )


def _another(key: str, dice: random.Random) -> str:
    """Return a number like another in shape, often with a digit more or fewer."""
    whole, _, rest = key.partition(".")
    digits = max(1, min(7, len(whole) + dice.choice((-1, 0, 0, 1, 2))))
    new = str(dice.randrange(max(2, 10 ** (digits - 1)), 10**digits))
    return f"{new}.{dice.randrange(1, 10 ** len(rest))}" if rest else new


class Terms:
    """Replaces source phrases by their English, as a lexicon aligns them."""

    def __init__(self, work: Path, rows: list[Row]) -> None:
        vocabulary, _ = load_vocabulary(work)
        self.padding = vocabulary["<pad>"]
        self.lexicon = torch.load(need(work / "lexicon.pt", "lexicon.py"))
        self.processors = load_processors(work)
        words = Counter(word for row in rows[::20] for word in row[4].lower().split())
        self.common = {word for word, _ in words.most_common(COMMON)}
        self.vocabulary = vocabulary

    def of(self, rows: list[Row], dice: random.Random) -> list[tuple[str, str] | None]:
        """Return each pair with up to two phrases in English."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i][3]))
        found: list[tuple[str, str] | None] = [None] * len(rows)
        for start in range(0, len(order), 128):
            batch = order[start : start + 128]
            aligned = align(
                self.lexicon, [rows[i] for i in batch], self.processors, self.vocabulary
            )
            for i, (matrix, source, target) in zip(batch, aligned, strict=True):
                found[i] = self._pair(rows[i], matrix, source, target, dice)
        return found

    def _pair(
        self,
        row: Row,
        matrix: np.ndarray,
        source: list[int],
        target: list[int],
        dice: random.Random,
    ) -> tuple[str, str] | None:
        words = row[3].split(), row[4].split()
        if (source[-1] + 1, target[-1] + 1) != (len(words[0]), len(words[1])):
            return None
        table = _word_table(matrix, source, target)
        best = table.argmax(1)
        starts = list(range(len(words[1])))
        dice.shuffle(starts)
        chosen: list[tuple[range, range]] = []
        for start in starts:
            phrase = self._phrase(table, best, words, range(start, start + dice.randint(1, 3)))
            if phrase and not any(
                set(phrase[0]) & set(s) or set(phrase[1]) & set(t) for s, t in chosen
            ):
                chosen.append(phrase)
            if len(chosen) == TERMS_A_PAIR:
                break
        if not chosen:
            return None
        return _with_english(words, chosen), row[4]

    def _phrase(
        self,
        table: np.ndarray,
        best: np.ndarray,
        words: tuple[list[str], list[str]],
        target: range,
    ) -> tuple[range, range] | None:
        """Return the source and English words of a phrase pair, if there is one at these words."""
        if target.stop > len(words[1]):
            return None
        english = [words[1][j] for j in target]
        letters = [word.strip(".,;:!?\"'«»()") for word in english]
        ends = {letters[0].lower(), letters[-1].lower()}
        if (
            ends & self.common
            or len(" ".join(letters)) < TERM_LETTERS
            or not all(word.replace("-", "").replace("'", "").isalpha() for word in letters)
            or any(word != kept for word, kept in zip(english[:-1], letters[:-1], strict=True))
        ):
            return None
        source = sorted({int(best[j]) for j in target})
        span = range(source[0], source[-1] + 1)
        inside = {j for j in range(len(best)) if best[j] in span}
        sure = float(np.mean([table[j, best[j]] for j in target]))
        if " ".join(words[0][i] for i in span).lower() == " ".join(english).lower():
            return None
        if len(span) > TERM_WORDS or not inside <= set(target) or sure < TERM_SURE:
            return None
        return span, target


def _word_table(matrix: np.ndarray, source: list[int], target: list[int]) -> np.ndarray:
    """Return alignment probabilities of words from those of pieces, (English, source)."""
    table = np.zeros((target[-1] + 1, source[-1] + 1))
    np.add.at(table, (np.array(target)[:, None], np.array(source)[None, :]), matrix)
    return table / np.maximum(np.bincount(target), 1)[:, None]


def _with_english(words: tuple[list[str], list[str]], chosen: list[tuple[range, range]]) -> str:
    """Return the source with phrases in English, the punctuation around them kept."""
    result: list[str] = list(words[0])
    for source, target in sorted(chosen, key=lambda pair: -pair[0].start):
        old = " ".join(words[0][source.start : source.stop])
        new = " ".join(words[1][target.start : target.stop]).strip(".,;:!?\"'«»()„”“")
        head = old[: len(old) - len(old.lstrip("\"'«(„“"))]
        tail = old[len(old.rstrip(".,;:!?\"'»)”“")) :]
        result[source.start : source.stop] = [head + new + tail]
    return " ".join(result)


def make(rows: list[Row], terms: Terms, dice: random.Random, sample: int) -> list[Row]:
    """Return the rows, each with the weight its variants leave it, and the variants."""
    worth = WORTH * sum(float(row[2]) for row in rows) / len(rows)
    ours = [
        i for i, row in enumerate(rows) if row[0] in AUTHORED_COLUMNS and float(row[2]) >= worth
    ]
    if sample < len(ours):
        ours = sorted(dice.sample(ours, sample))
    chosen = [i for i in ours if dice.random() < WITH_TERMS]
    with_terms = dict(zip(chosen, terms.of([rows[i] for i in chosen], dice), strict=True))
    variants: dict[int, dict[str, tuple[str, str] | None]] = {
        i: {
            "terms": with_terms.get(i),
            "sentinels": with_sentinels(rows[i], dice),
            "numbers": with_numbers(rows[i], dice),
        }
        for i in ours
    }
    made: list[Row] = []
    for i, (language, name, weight, source, english) in enumerate(rows):
        given = {kind: pair for kind, pair in variants.get(i, {}).items() if pair}
        left = float(weight) * (1 - sum(SHARES[kind] for kind in given))
        made.append([language, name, f"{left:.6g}", source, english])
        made += [
            [language, f"{name}+{kind}", f"{float(weight) * SHARES[kind]:.6g}", *pair]
            for kind, pair in given.items()
        ]
    return made


def write_held_out(work: Path, terms: Terms) -> None:
    """Write the variants of the development lines."""
    dice = random.Random(2)  # noqa: S311 - a sample
    for language in AUTHORED_COLUMNS[1:]:
        path = need(work / f"dev.{language}.tsv", "prepare.py")
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [[language, "dev", "1", *line.split("\t")] for line in lines]
        pairs = {
            "sentinels": [with_sentinels(row, dice) for row in rows],
            "terms": terms.of(rows, dice),
        }
        for kind, made in pairs.items():
            text = "\n".join(f"{pair[0]}\t{pair[1]}" for pair in made if pair)
            write(work / f"held-out-{kind}.{language}.tsv", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--max-tokens", type=int, default=96, help="longer pairs are left out")
    parser.add_argument("--sample", type=int, default=10**9, help="pairs that get variants")
    arguments = parser.parse_args()
    rows = read_pairs(arguments.work / "pairs.tsv")
    terms = Terms(arguments.work, rows)
    made = make(rows, terms, random.Random(1), arguments.sample)  # noqa: S311 - a sample
    write_held_out(arguments.work, terms)
    encode_pairs(made, arguments.work, "train.npz", arguments.max_tokens)
    counts = Counter(row[1].rpartition("+")[2] for row in made if "+" in row[1])
    print(f"{len(made):,} pairs, of them {dict(counts)}")


if __name__ == "__main__":
    main()
