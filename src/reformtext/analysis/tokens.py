"""The tokens of a corpus on one side, English or source, with their places.

A token is a word or number by the rules of Unicode Standard Annex #29, "Unicode Text Segmentation",
section 4, for alphabetic scripts: ``People's``, ``81.9`` and ``U.S`` are one token,
``socio-economic`` is two.  They are tailored in one thing: a colon joins digits, so that ``19:00``
is one.  Punctuation is no token.  Offsets are characters of the text that the
token stands in: a segment's English, or its source.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from reformtext.article import Article, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    from reformtext.article import Segment

    Ints = npt.NDArray[np.int64]

__all__ = [
    "MARKS",
    "SIDES",
    "Tokens",
    "Unit",
    "count_words",
    "fold_word",
    "one_spelling",
    "tokenise",
]

SIDES: Final = ("english", "source")
MARKS: Final = "\u00ad\u0300-\u036f\u200d\ufe0e\ufe0f"
"""What goes with the letter before it, as between the brackets of a regular expression."""
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_ONE_SPELLING: Final = str.maketrans("şţŞŢ’", "șțȘȚ'", "\u00ad")
_BATCH: Final = 20_000  # units whose tokens are found at once: bounds the memory that takes

# WB5 to WB12 for letters, digits and what joins them; WB13a joins by low lines.  Marks that follow
# a letter belong to it (WB4): they are what \w and the marks below have in common with it.
# What joins is matched before the look at what it follows: that fails at once where none stands.
_LETTER: Final = rf"[^\W\d_]|[{MARKS}]"
_TOKEN: Final = re.compile(
    r"(\w+(?:(?:"
    rf"[{MARKS}]+"
    rf"|[.'’‘·:․︓﹒＇．：](?<=(?:{_LETTER}).)[{MARKS}]*(?=[^\W\d_])"
    rf"|[.,;:'’‘](?<=\d.)[{MARKS}]*(?=\d)"
    r")\w*)*)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that tokens are counted in: one side of a segment.

    Attributes:
        article: position of its article in the corpus.
        segment: position of the segment in the article.
        text: the English, or the source.
    """

    article: int
    segment: int
    text: str


def tokenise(text: str) -> list[str]:
    """Return the tokens of a text, as they stand there.

    The rules are those of Unicode Standard Annex #29 for alphabetic scripts, and a colon joins
    digits.
    """
    return _TOKEN.findall(text)


def count_words(article: Article) -> int:
    """Return how many tokens the English of an article has.

    As in every count, a segment that could not be translated has none: what stands for it in
    ``Article.english`` is no English.
    """
    texts = (_text(segment, "english") for segment in article.segments)
    return sum(len(tokenise(text)) for text in texts)


def one_spelling(word: str) -> str:
    """Return a token in composed Unicode, with straight apostrophes, without soft hyphens.

    Romanian has its commas: it is written with cedillas (``Preţul``) where fonts or keyboards have
    none (``Prețul``).
    """
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word).translate(_ONE_SPELLING)


def fold_word(word: str, side: str) -> str:
    """Return a token as it is counted: in lower case and one spelling.

    In English it is without commas of thousands: some sources write 2.300, some 2300, and their
    English has 2,300 and 2300.
    """
    lowered = one_spelling(word.lower())
    grouped = side == "english" and "," in lowered and _THOUSANDS.fullmatch(lowered)
    return lowered.replace(",", "") if grouped else lowered


class Tokens:
    """All tokens of a corpus on one side, as arrays.

    Attributes:
        units: the texts, in the order of the corpus; boilerplate and empty texts are left out.
        types: every distinct token as it is written, in the order of first occurrence.
        folded: the same by ``fold_word``; ``fold[i]`` is the position there of ``types[i]``.
        side: ``english`` or ``source``.
        ids: of every token in order, the position of its type, shape (tokens,).
        unit: of every token the position of its unit, shape (tokens,).
        start: of every token its first character in the unit's text, shape (tokens,).
        end: likewise, one past the last.
    """

    __slots__ = ("end", "fold", "folded", "ids", "side", "start", "types", "unit", "units")

    def __init__(self, articles: Iterable[Article], side: str) -> None:
        import numpy as np

        self.side = side
        self.units = tuple(_units(articles, side))
        known: defaultdict[str, int] = defaultdict()
        known.default_factory = known.__len__
        parts = [
            _batch(self.units[i : i + _BATCH], i, known) for i in range(0, len(self.units), _BATCH)
        ]
        empty = np.empty(0, dtype=np.int64)
        columns = zip(*parts, strict=True) if parts else [(empty,)] * 4
        self.ids, self.unit, self.start, self.end = (np.concatenate(c) for c in columns)
        self.types = tuple(known)
        lower: defaultdict[str, int] = defaultdict()
        lower.default_factory = lower.__len__
        self.fold: Ints = np.fromiter(
            (lower[fold_word(word, side)] for word in self.types), np.int64, len(self.types)
        )
        self.folded = tuple(lower)

    def __len__(self) -> int:
        return len(self.ids)

    def text(self, first: int, last: int) -> str:
        """Return what stands from one token to another of the same unit, both included."""
        unit = self.units[int(self.unit[first])]
        return unit.text[int(self.start[first]) : int(self.end[last])]

    def bounds(self) -> Ints:
        """Return where each unit's tokens begin, and the number of all: shape (units + 1,)."""
        import numpy as np

        return np.searchsorted(self.unit, np.arange(len(self.units) + 1))


def _units(articles: Iterable[Article], side: str) -> Iterator[Unit]:
    for position, article in enumerate(articles):
        for index, segment in enumerate(article.segments):
            if text := _text(segment, side):
                yield Unit(position, index, text)


def _text(segment: Segment, side: str) -> str:
    """Return what is counted of a segment on a side; empty for boilerplate."""
    if segment.status is Status.BOILERPLATE:
        return ""
    return segment.english if side == "english" else segment.source


def _batch(
    units: Sequence[Unit], first: int, known: defaultdict[str, int]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return type, unit, start and end of the tokens of some units.

    One text is cut into tokens and what lies between them: the lengths of the pieces are the
    places, at a third of the cost of a match object a token.
    """
    import numpy as np

    texts = [unit.text for unit in units]
    pieces = _TOKEN.split("\n".join(texts))
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    ends = np.cumsum(lengths)
    start, end = ends[0:-1:2], ends[1::2]
    ids = np.fromiter(map(known.__getitem__, pieces[1::2]), np.int64, len(start))
    sizes = np.fromiter(chain((0,), (len(text) + 1 for text in texts)), np.int64, len(texts) + 1)
    begins = np.cumsum(sizes)
    unit = np.searchsorted(begins, start, side="right") - 1
    return ids, unit + first, start - begins[unit], end - begins[unit]
