"""The dictionaries of words, on disk and without a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reformtext import word_dictionaries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _forget() -> None:
    for remembered in ("_dictionary", "_lookup", "_lemmatizer"):
        getattr(word_dictionaries, remembered).cache_clear()


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _knows(locale: str = "id") -> bool:
    known = word_dictionaries.is_in_dictionary("rumah", locale)
    return known and not word_dictionaries.is_in_dictionary("rumahx", locale)


def test_a_dictionary_is_kept_in_the_cache_folder(cache: Path) -> None:
    assert _knows()
    (kept,) = cache.rglob("id.dic")
    written = kept.stat().st_mtime_ns
    _forget()
    assert _knows()
    assert kept.stat().st_mtime_ns == written


def test_where_nothing_can_be_written_words_are_known_too(cache: Path) -> None:
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("a file where the folder should be")
    assert _knows()


def test_a_broken_file_is_made_again(cache: Path) -> None:
    assert _knows()
    (kept,) = cache.rglob("id.dic")
    kept.write_bytes(kept.read_bytes()[:1000])
    _forget()
    assert _knows()
    assert kept.stat().st_size > 1000


@pytest.mark.parametrize(
    ("word", "locale", "lemma"),
    [("rumahnya", "id", "rumah"), ("husene", "nb", "hus"), ("xyzzyq", "ro", "xyzzyq")],
)
def test_a_word_has_its_lemma(word: str, locale: str, lemma: str) -> None:
    assert word_dictionaries.lemma(word, locale) == lemma
