"""Runs in a folder: gone on with, refused where they cannot be, and verified."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from fault_programs import (
    ARTICLES,
    PARTS,
    WINDOW_ARTICLES,
    WINDOWS_A_PART,
    Engine,
    articles,
)

import reformtext as rt
from reformtext import runs, windows
from reformtext.article import Article
from reformtext.cache import Cache
from reformtext.cli import main
from reformtext.errors import FormatError, RunError
from reformtext.normalising import Settings, begun
from reformtext.pipeline import Pipeline
from reformtext.run_verification import find_faults
from reformtext.runs import CACHE, MANIFEST, Run, part_paths, run_to
from reformtext.testing import ScriptedModel
from reformtext.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "WINDOW_ARTICLES", WINDOW_ARTICLES)
    monkeypatch.setattr(runs, "WINDOWS_A_PART", WINDOWS_A_PART)


def normalise(folder: Path, given: Iterable[Article] | None = None, **settings: Any) -> Run:
    settings.setdefault("model", ScriptedModel(Engine()))
    settings.setdefault("language", "id")
    return rt.normalise_to(
        folder, articles() if given is None else given, progress=False, **settings
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a complete run, which is not to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "WINDOW_ARTICLES", WINDOW_ARTICLES)
        patch.setattr(runs, "WINDOWS_A_PART", WINDOWS_A_PART)
        folder = tmp_path_factory.mktemp("runs") / "made"
        normalise(folder)
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "copy"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def stop_at(folder: Path, count: int, given: list[Article] | None = None) -> None:
    """Begin a run, and go away when so many articles were given out."""
    settings = Settings(model=ScriptedModel(Engine()), language="id", progress=False)
    with closing(begun(folder, given or articles(), settings)) as timed:  # type: ignore[type-var]
        for _ in range(count):
            next(timed)


def test_a_run_says_what_it_is(made: Path) -> None:
    run = Run.read(made)
    assert (run.complete, run.articles, len(run.parts)) == (True, ARTICLES, PARTS)
    assert sum(part.windows for part in run.parts) == -(-ARTICLES // WINDOW_ARTICLES)
    assert repr(run).startswith(f"<Run {str(made)!r} complete: {ARTICLES} articles in {PARTS} p")
    names = {path.name for number in range(PARTS) for path in part_paths(made, number)}
    assert set(contents(made)) == {MANIFEST, *names}


def test_the_corpus_of_a_run_is_that_of_normalise(made: Path) -> None:
    model = ScriptedModel(Engine(batchwise=True))
    corpus = rt.normalise(articles(), model=model, language="id", progress=False)
    loaded = rt.load(made)
    assert loaded.ids == corpus.ids
    assert loaded.signature == corpus.signature
    assert [a.english for a in loaded] == [a.english for a in corpus]
    assert rt.load(str(made)) == loaded


def test_others_read_the_parts_as_one_table(made: Path) -> None:
    dataset = pytest.importorskip("pyarrow.dataset").dataset(made)
    assert dataset.to_table(["id"])["id"].to_pylist() == [a.id for a in articles()]


@pytest.mark.parametrize("count", [0, 1, WINDOW_ARTICLES * WINDOWS_A_PART, 13, ARTICLES])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(
    made: Path, tmp_path: Path, count: int
) -> None:
    folder = tmp_path / "run"
    stop_at(folder, count)
    if count:
        assert not Run.read(folder).complete
        with pytest.raises(RunError, match="not complete: normalise the same articles"):
            rt.load(folder)
    run = normalise(folder)
    assert run.complete
    assert contents(folder) == contents(made)


def test_a_run_that_was_stopped_at_every_article_goes_on_to_the_same_bytes(
    made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    a_part = WINDOW_ARTICLES * WINDOWS_A_PART
    for count in [*range(1, a_part + 2)] * 2:
        stop_at(folder, min(count, ARTICLES - Run.read(folder).articles if count > 1 else count))
    normalise(folder)
    assert contents(folder) == contents(made)


def test_nothing_is_translated_again_that_was_before(tmp_path: Path) -> None:
    engine = Engine()
    model = ScriptedModel(engine)
    folder = tmp_path / "run"
    settings = Settings(model=model, language="id", progress=False)
    with closing(begun(folder, articles(), settings)) as timed:  # type: ignore[type-var]
        for _ in range(WINDOW_ARTICLES * (WINDOWS_A_PART + 1) + 1):
            next(timed)
    before = {text for call in engine.calls for text in call}
    again = Engine()
    normalise(folder, model=ScriptedModel(again))
    whole = Engine()
    normalise(tmp_path / "whole", model=ScriptedModel(whole))
    assert len(before) > 10
    assert sum(map(len, again.calls)) < sum(map(len, whole.calls)) - len(before) / 2


def test_a_complete_run_is_left_as_it_is(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.iterdir()}
    engine = Engine()
    assert normalise(made, model=ScriptedModel(engine)).complete
    assert engine.calls == []
    assert {path: path.stat().st_mtime_ns for path in made.iterdir()} == before


def test_no_articles_make_an_empty_corpus(tmp_path: Path) -> None:
    run = normalise(tmp_path / "run", [])
    assert (run.complete, run.articles, run.parts) == (True, 0, ())
    assert len(rt.load(tmp_path / "run")) == 0
    assert list(find_faults(tmp_path / "run")) == []


def test_articles_that_fail_are_counted(tmp_path: Path) -> None:
    run = normalise(tmp_path / "run", [*articles(2), Article("empty", "").failing("read", "empty")])
    (part,) = run.parts
    assert (part.articles, part.failed_articles) == (3, 1)
    assert list(find_faults(tmp_path / "run")) == []


def test_an_error_of_reading_leaves_a_run_that_goes_on(made: Path, tmp_path: Path) -> None:
    def broken() -> Iterator[Article]:
        yield from articles()[:14]
        raise OSError("the share is gone")

    with pytest.raises(OSError, match="the share is gone"):
        normalise(tmp_path / "run", broken())
    assert Run.read(tmp_path / "run").articles == 12
    normalise(tmp_path / "run")
    assert contents(tmp_path / "run") == contents(made)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "another beam": (lambda f: normalise(f, beam=2), "was begun with other settings"),
    "no language": (lambda f: normalise(f, language=None), "was begun with other settings"),
    "another order": (lambda f: normalise(f, articles()[::-1]), "made of other articles"),
    "another id": (
        lambda f: normalise(f, [replace(articles()[0], id="z"), *articles()[1:]]),
        "made of other articles",
    ),
    "another text": (
        lambda f: normalise(f, [*articles()[:5], Article("article-005", "x"), *articles()[6:]]),
        "made of other articles",
    ),
    "one fewer": (lambda f: normalise(f, articles()[:-1]), "made of other articles"),
    "a part fewer": (lambda f: normalise(f, articles()[:18]), "made of other articles"),
    "none": (lambda f: normalise(f, []), "made of other articles"),
    "one more": (lambda f: normalise(f, articles(ARTICLES + 1)), "there is also 'article-021'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_the_same_run_is_refused(copy: Path, name: str) -> None:
    work, message = REFUSED[name]
    before = contents(copy)
    with pytest.raises(RunError, match=message):
        work(copy)
    assert contents(copy) == before


@pytest.mark.parametrize("inside", ["", "english", "a/b"])
def test_a_run_folder_among_the_inputs_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "text.txt").write_text("Desa itu ada di sana.")
    inputs: tuple[Any, ...] = (tmp_path, str(tmp_path), [tmp_path / "text.txt", str(tmp_path)])
    for given in inputs:
        with pytest.raises(RunError, match="which is read"):
            rt.normalise_to(tmp_path / inside, given, model=ScriptedModel(Engine()))
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]


def test_a_run_ends_when_its_cache_cannot_be_used_and_goes_on_later(
    made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / CACHE).mkdir()  # nobody can write a file there
    with pytest.raises(RunError, match="go on with the run"):
        normalise(folder)
    (folder / CACHE).rmdir()
    normalise(folder)
    assert contents(folder) == contents(made)


def test_facts_of_a_part_that_cannot_be_read_say_what_to_do(copy: Path) -> None:
    _, facts = part_paths(copy, 1)
    facts.write_text("{")
    with pytest.raises(RunError, match=f"{facts.name} cannot be read .* delete it"):
        normalise(copy)
    facts.unlink()
    assert normalise(copy).articles == ARTICLES
    assert list(find_faults(copy)) == []


def test_more_articles_are_refused_before_a_run_is_marked_as_complete(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(manifest | {"complete": False}))
    with pytest.raises(RunError, match="there is also 'article-021'"):
        normalise(copy, articles(ARTICLES + 1))


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "part-000000.parquet"])
def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match=rf"holds '{name}' and no {MANIFEST}"):
        normalise(tmp_path)
    assert contents(tmp_path) == {name: b"mine"}


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match="run"):
        normalise(tmp_path / "run")
    assert contents(tmp_path) == {"run": b"mine"}


def test_a_second_process_at_the_same_time_is_refused(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    settings = Settings(model=ScriptedModel(Engine()), language="id", progress=False)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import fault_programs; from pathlib import "
        "Path; fault_programs.small_windows(); fault_programs.normalise(Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(folder)]
    with closing(begun(folder, articles(), settings)) as timed:  # type: ignore[type-var]
        next(timed)
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert "RunError" in second.stderr
        assert "is being written by another process: wait for it" in second.stderr
        for _ in timed:
            pass
    assert contents(folder) == contents(made)


def test_a_lock_that_was_deleted_since_it_was_opened_locks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    folder, real = tmp_path / "run", fcntl.flock

    def late(file: object, operation: int) -> None:
        (folder / runs.LOCK).unlink()
        real(file, operation)

    monkeypatch.setattr(fcntl, "flock", late)
    with pytest.raises(RunError, match="is being written by another process"):
        normalise(folder)
    monkeypatch.undo()
    assert normalise(folder).complete


def flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0x40
    path.write_bytes(data)


def with_facts(folder: Path, number: int, **changed: object) -> None:
    path = part_paths(folder, number)[1]
    path.write_text(json.dumps(json.loads(path.read_text()) | changed), encoding="utf-8")


def a_part_of_other_settings(folder: Path) -> None:
    other = folder.parent / "other"
    normalise(other, beam=2)
    for ours, theirs in zip(part_paths(folder, 1), part_paths(other, 1), strict=True):
        shutil.copy(theirs, ours)


def a_part_twice(folder: Path) -> None:
    for one, two in zip(part_paths(folder, 0), part_paths(folder, 1), strict=True):
        shutil.copy(one, two)


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a changed byte": (
        lambda f: flip(part_paths(f, 1)[0], 0.4),
        r"part-000001.parquet: the file has the SHA-256 \w{64}, not \w{64}: it was changed",
    ),
    "a changed byte at the end": (
        lambda f: flip(part_paths(f, 3)[0], 0.999),
        "part-000003.parquet: the file has the SHA-256",
    ),
    "a missing part in the middle": (
        lambda f: part_paths(f, 1)[0].rename(f / "elsewhere"),
        "part-000002.parquet: is no part of the run, or the part before it is missing",
    ),
    "a missing last part": (
        lambda f: [path.rename(f / path.name[-4:]) for path in part_paths(f, 3)],
        "the run is not complete: 3 parts done",
    ),
    "no facts of the last part": (
        lambda f: part_paths(f, 3)[1].rename(f / "elsewhere"),
        "the run is not complete: 3 parts done",
    ),
    "a part of other settings": (
        a_part_of_other_settings,
        "part-000001.parquet: the signature is 'reformtext:",
    ),
    "a part twice": (
        a_part_twice,
        "part-000001.parquet: article 'article-000' is in part-000000.parquet too",
    ),
    "a part too many": (
        lambda f: shutil.copy(part_paths(f, 0)[0], f / "part-000009.parquet"),
        "part-000009.parquet: is no part of the run",
    ),
    "a wrong count": (
        lambda f: with_facts(f, 2, segments=7),
        r"part-000002.parquet: segments is \d+, not 7",
    ),
    "wrong inputs": (
        lambda f: with_facts(f, 2, inputs="0" * 64),
        "part-000002.parquet: inputs is ",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_verify_finds(copy: Path, name: str) -> None:
    break_it, expected = FAULTS[name]
    break_it(copy)
    faults = list(find_faults(copy))
    assert any(re.match(expected, fault) for fault in faults), faults
    assert all("\n" not in fault for fault in faults)
    result = CliRunner().invoke(main, ["verify", str(copy)])
    assert result.exit_code == 1
    *told, last = result.stderr.splitlines()
    assert told == faults
    assert last == f"Error: {copy}: {counted(len(faults), 'fault')}"


def test_verify_says_of_a_sound_run_what_it_is(made: Path) -> None:
    result = CliRunner().invoke(main, ["verify", str(made)])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip() == repr(Run.read(made))


@pytest.mark.parametrize(
    "text", ["", '{"format": 1, "signat', "[]", '{"format": 1}', "\x00" * 40, None]
)
def test_a_manifest_that_cannot_be_read_is_told(copy: Path, text: str | None) -> None:
    (copy / MANIFEST).unlink()
    if text is not None:
        (copy / MANIFEST).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["verify", str(copy)])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert MANIFEST in result.stderr
    with pytest.raises(RunError, match=MANIFEST):
        normalise(copy)
    with pytest.raises(FormatError if text is None else RunError, match=MANIFEST):
        rt.load(copy)


def test_a_manifest_of_another_format_is_told(copy: Path) -> None:
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps(manifest | {"format": 99}), encoding="utf-8")
    for work in (normalise, rt.load, lambda folder: list(find_faults(folder))):
        with pytest.raises(RunError, match="has the format 99, expected 2"):
            work(copy)


def test_verify_finds_an_id_that_is_there_twice(tmp_path: Path) -> None:
    """Reading gives every article an id of its own; whoever makes them may not."""
    given = articles()
    given[17] = replace(given[17], id=given[1].id)
    folder = tmp_path / "run"
    cache = Cache(folder / CACHE, windowed=True)
    model = ScriptedModel(Engine())
    pipeline = Pipeline.default(model, language="id", cache=cache, progress=False)
    assert len(list(run_to(folder, pipeline, given, cache))) == ARTICLES
    (fault,) = find_faults(folder)
    assert fault.startswith("part-000002.parquet: article 'article-001' is in part-000000.parquet")


@pytest.mark.parametrize("name", ["a changed byte", "a missing last part", "a wrong count"])
def test_what_verify_finds_is_mended_by_going_on(made: Path, copy: Path, name: str) -> None:
    if name == "a wrong count":
        part_paths(copy, 2)[1].unlink()
    else:
        FAULTS[name][0](copy)
    with pytest.raises((RunError, FormatError)):
        rt.load(copy)
    assert normalise(copy).complete
    assert list(find_faults(copy)) == []
    assert rt.load(copy).ids == rt.load(made).ids


def test_facts_of_a_later_version_are_read(copy: Path) -> None:
    with_facts(copy, 0, something_new=1)
    assert Run.read(copy).articles == ARTICLES
