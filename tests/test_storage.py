"""Files appear whole or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reformtext.storage import cache_folder, whole, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=[0o022, 0o027, 0o077, 0o002], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_the_cache_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORMTEXT_CACHE", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"


@pytest.mark.parametrize("value", [None, ""])
def test_otherwise_it_is_the_users(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("REFORMTEXT_CACHE")
    else:
        monkeypatch.setenv("REFORMTEXT_CACHE", value)
    folder = cache_folder()
    assert folder.is_absolute()
    assert "reformtext" in folder.parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_what_is_written_is_what_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "new" / "folder" / "file.json"
    write_whole(path, text)
    assert path.read_text(encoding="utf-8") == text
    assert names(path.parent) == ["file.json"]


def test_nothing_is_at_the_path_until_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with whole(path) as temporary:
        temporary.write_text("half")
        assert not path.exists()
        assert temporary.parent == path.parent
    assert path.read_text() == "half"


def test_the_old_file_stands_until_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with whole(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def _write_half(path: Path, error: type[BaseException]) -> None:
    with whole(path) as temporary:
        temporary.write_text("new")
        raise error


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("old", [None, "old"])
def test_a_failure_leaves_everything_as_it_was(
    tmp_path: Path, error: type[BaseException], old: str | None
) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_text(old)
    before = names(tmp_path)
    with pytest.raises(error):
        _write_half(path, error)
    assert names(tmp_path) == before
    assert old is None or path.read_text() == old


def test_a_failure_to_put_it_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(folder, "text")
    assert names(tmp_path) == ["taken"]
    assert names(folder) == []


def test_a_block_that_removes_its_file_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole(tmp_path / "file") as temporary:
        temporary.unlink()
    assert names(tmp_path) == []


def test_the_file_is_as_open_as_the_umask_lets_it(tmp_path: Path, umask: int) -> None:
    plain, path = tmp_path / "plain", tmp_path / "file"
    plain.write_text("")
    write_whole(path, "text")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    assert os.umask(umask) == umask
