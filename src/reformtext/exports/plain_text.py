"""The English of a corpus as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from reformtext.exports.file_writing import file_names, fresh_folder, write_parts

if TYPE_CHECKING:
    import os

    from reformtext.corpus.base import Articles

__all__ = ["write_text"]

_SUFFIX: Final = ".txt"
_BETWEEN: Final = "\n\n\n"  # the English of an article has two line feeds in a row at most


def write_text(corpus: Articles, path: str | os.PathLike[str]) -> None:
    """Write the English of a corpus to a file or a folder, as ``Corpus.to_text`` says."""
    texts = [(f"article {article.id!r:.80}", article.english) for article in corpus]
    if Path(path).suffix.lower() == _SUFFIX:
        parts = (
            (name, (_BETWEEN if number else "") + text) for number, (name, text) in enumerate(texts)
        )
        write_parts(path, parts)
        return
    folder = fresh_folder(path)
    for file_name, (name, text) in zip(file_names(corpus.ids, _SUFFIX), texts, strict=True):
        write_parts(folder / file_name, [(name, text + "\n")])
