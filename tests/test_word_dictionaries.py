"""The dictionaries of words, on disk and without a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from simplemma.strategies import TrieDictionaryFactory

from reformtext import word_dictionaries
from reformtext.storage import file_digest

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


def test_a_file_with_a_zeroed_part_is_made_again(cache: Path) -> None:
    assert _knows()
    (kept,) = cache.rglob("id.dic")
    whole = kept.read_bytes()
    third = len(whole) // 3
    kept.write_bytes(whole[:third] + bytes(third) + whole[2 * third :])
    _forget()
    assert _knows()
    assert kept.read_bytes() == whole


def test_a_file_without_its_digest_is_made_again(cache: Path) -> None:
    assert _knows()
    (kept,) = cache.rglob("id.dic")
    (digest,) = cache.rglob("id.dic.sha256")
    digest.unlink()
    kept.write_bytes(b"from elsewhere")
    _forget()
    assert _knows()
    assert digest.read_text() == file_digest(kept)


def test_a_killed_build_leaves_nothing_in_the_cache_folder(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[Path] = []

    def load(self: object, lang: str) -> dict[str, str]:
        there.extend(cache.rglob("*"))
        return {}

    monkeypatch.setattr(TrieDictionaryFactory, "get_dictionary", load)
    word_dictionaries.is_in_dictionary("rumah", "id")
    assert not there


@pytest.mark.parametrize(
    ("word", "locale", "lemma"),
    [("rumahnya", "id", "rumah"), ("husene", "nb", "hus"), ("xyzzyq", "ro", "xyzzyq")],
)
def test_a_word_has_its_lemma(word: str, locale: str, lemma: str) -> None:
    assert word_dictionaries.lemma(word, locale) == lemma
