"""The dictionaries of simplemma: whether a language has a word, and its lemma.

Each is made into a trie once, which takes seconds, and kept in the cache folder, from where it is
read in milliseconds.  Its SHA-256 stands beside it: what does not match that is made again.
"""

from __future__ import annotations

import shutil
import unicodedata
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reformtext.storage import cache_folder, file_digest, whole, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["is_in_dictionary", "lemma"]

_REMEMBERED = 32_768  # words


def is_in_dictionary(word: str, locale: str) -> bool:
    """Return whether the dictionary of a language, such as ``nb``, has a word as it is written."""
    return _lookup().get_lemma(unicodedata.normalize("NFC", word), locale) is not None


def lemma(word: str, locale: str) -> str:
    """Return the lemma of a word; the word itself where it is not known."""
    return str(_lemmatizer().lemmatize(word, locale))


class _Dictionaries:
    """What the strategies of simplemma ask for dictionaries."""

    def get_dictionary(self, lang: str) -> _Dictionary:
        """Return the dictionary of a language; the same one each time."""
        return _dictionary(lang)


class _Dictionary:
    """A dictionary in which each word is looked up once, as several strategies ask for it."""

    def __init__(self, lang: str) -> None:
        self.get = lru_cache(maxsize=_REMEMBERED)(_entries(lang).get)


@cache
def _dictionary(lang: str) -> _Dictionary:
    return _Dictionary(lang)


def _entries(lang: str) -> Mapping[str, str]:
    """Return words and lemmas, from the trie on disk; from the packed file where none can be."""
    from simplemma.strategies import LOW_MEMORY_DICTIONARY_FACTORY, TrieDictionaryFactory

    folder = cache_folder() / "dictionaries" / version("simplemma")
    kept = folder / f"{lang}.dic"
    try:
        if not _is_as_written(kept):
            _make(kept)
        entries: Mapping[str, str] = TrieDictionaryFactory(
            disk_cache_dir=str(folder)
        ).get_dictionary(lang)
    except (OSError, RuntimeError):  # nowhere to write, or no room; marisa raises the second
        entries = LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(lang)
    return entries


def _is_as_written(kept: Path) -> bool:
    """Return whether a trie is the one that was written: marisa reads any bytes, and crashes."""
    digest = _digest_path(kept)
    if not (kept.is_file() and digest.is_file()):
        return False
    return digest.read_bytes().strip() == file_digest(kept).encode()


def _make(kept: Path) -> None:
    """Make the trie of a language in a folder of the system, and keep it with its digest."""
    from simplemma.strategies import TrieDictionaryFactory

    with TemporaryDirectory(prefix="reformtext-") as building:
        TrieDictionaryFactory(disk_cache_dir=building).get_dictionary(kept.stem)
        made = Path(building) / kept.name
        with whole(kept) as temporary:
            shutil.copyfile(made, temporary)
        write_whole(_digest_path(kept), file_digest(made))


def _digest_path(kept: Path) -> Path:
    return kept.with_name(f"{kept.name}.sha256")


@cache
def _lookup() -> Any:
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy(_Dictionaries())


@cache
def _lemmatizer() -> Any:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_Dictionaries()))
