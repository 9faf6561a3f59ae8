"""From files to numbered chunks of raw articles, and ids that differ over all of them.

What a file holds is read once, in one task, in order: a chunk's name and its articles depend on
the inputs alone.  Reading costs a thousandth of translating, and in return everything after it
is a list of small independent jobs, each of which can be done again by anyone.
"""

from __future__ import annotations

import io
import json
import re
from array import array
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from reformtext.article import Article
from reformtext.corpus_files import READERS, SINKS
from reformtext.corpus_schema import article_to_row, row_to_article
from reformtext.errors import MissingExtraError
from reformtext.reading import read_file, scan
from reformtext.scale.inputs import Source, local_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reformtext.row_articles import Options
    from reformtext.scale.folders import Folder

__all__ = ["STAGED", "from_bytes", "new_ids", "read_articles", "stage"]

STAGED = "_staged"
"""The folder below the output that holds the chunks, as long as the run is not complete."""

_NUMBERED = re.compile(r"(?:#\d+)+\Z")
Row = dict[str, Any]


def stage(row: Row, folder: Folder, options: Options, size: int) -> list[Row]:
    """Read a group of files into chunks of articles, and return the name and ids of each.

    Args:
        row: the number of the ``group`` and its ``files`` as JSON, the fields of each ``Source``.
        folder: the output folder.
        options: how to read.
        size: the articles of a chunk; the last one of a group may have fewer.
    """
    sources = [Source(**fields) for fields in json.loads(row["files"])]
    articles = chain.from_iterable(read_articles(source, options) for source in sources)
    found: list[Row] = []
    while chunk := list(islice(articles, size)):
        name = f"{row['group']:06}-{len(found):06}"
        folder.write(f"{STAGED}/{name}.parquet", _to_bytes(chunk))
        found.append({"chunk": name, "ids": [article.id for article in chunk]})
    return found


def read_articles(source: Source, options: Options) -> Iterator[Article]:
    """Yield the articles of a file; whatever is wrong with it is one of them."""
    try:
        with local_copy(source) as path:
            yield from read_file(path, source.place, options)
    except MissingExtraError:
        raise
    except Exception as error:  # noqa: BLE001 - recorded; the other files go on
        reason = f"{source.shown}: cannot be read: {type(error).__name__}: {error}"
        yield source.place.failing(reason)


def new_ids(chunks: Iterable[Row]) -> dict[str, dict[int, str]]:
    """Return the articles whose ids are taken: chunk to position to the id they get.

    They are the ids that ``scan`` gives the same articles in one process.  Only articles whose id,
    but for a number that ``scan`` may have put behind it, occurs twice can be concerned: these
    are found by a hash, so that not all ids are held.

    Args:
        chunks: what ``stage`` returned, in any order; iterated over twice.
    """
    import numpy as np

    hashes = array("q")
    for row in chunks:
        hashes.extend(_hash(identity) for identity in row["ids"])
    values, counts = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    repeated = set(values[counts > 1].tolist())
    suspects = sorted(
        (row["chunk"], position, identity)
        for row in (chunks if repeated else ())
        for position, identity in enumerate(row["ids"])
        if _hash(identity) in repeated
    )
    found: dict[str, dict[int, str]] = {}
    unique = scan(Article(identity, "") for _, _, identity in suspects)
    for (chunk, position, identity), article in zip(suspects, unique, strict=True):
        if article.id != identity:
            found.setdefault(chunk, {})[position] = article.id
    return found


def _hash(identity: str) -> int:
    return hash(_NUMBERED.sub("", identity))


def from_bytes(data: bytes) -> list[Article]:
    """Return the articles of a Parquet file in the corpus schema."""
    _, places = READERS[".parquet"](io.BytesIO(data))
    return [row_to_article(row) for _, row in places]


def _to_bytes(articles: Iterable[Article]) -> bytes:
    """Return a Parquet file of articles, whose ids need not differ yet."""
    file = io.BytesIO()
    with SINKS[".parquet"](file, "") as add:
        for article in articles:
            add(article_to_row(article, ""))
    return file.getvalue()
