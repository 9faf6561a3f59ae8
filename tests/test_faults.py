"""Whatever happens to a run, it goes on to the same bytes; whatever cannot be done is told."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fault_programs import (
    ARTICLES,
    FEW_ARTICLES,
    FEW_PARTS,
    Engine,
    articles,
    normalise,
    small_windows,
    source,
)

import reformtext as rt
from reformtext import runs, windows
from reformtext.article import Article
from reformtext.run_verification import find_faults
from reformtext.runs import MANIFEST, Run, part_paths
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reformtext.engines import Hypothesis

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and forks are POSIX's")

PROGRAMS = Path(__file__).with_name("fault_programs.py")
KILLS = 50
SEED = 20240607
WAIT_SECONDS = 120


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAMS), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    with start(*arguments) as process:
        try:
            out, err = process.communicate(timeout=WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess([], process.returncode, out, err)


def answer(*arguments: object) -> str:
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextmanager
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "WINDOW_ARTICLES", windows.WINDOW_ARTICLES)
        patch.setattr(runs, "WINDOWS_A_PART", runs.WINDOWS_A_PART)
        small_windows()
        yield


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, bytes]]:
    """Return what is in folders whose runs nothing happened to, by their number of articles."""
    made = {}
    with small():
        for count in (ARTICLES, FEW_ARTICLES):
            folder = tmp_path_factory.mktemp("unbroken") / "run"
            normalise(folder, count=count)
            assert list(find_faults(folder)) == []
            assert rt.load(folder).ids == tuple(article.id for article in articles(count))
            made[count] = contents(folder)
    return made


def test_a_run_outlives_being_killed_at_any_moment(
    tmp_path: Path, unbroken: dict[int, dict[str, bytes]]
) -> None:
    outlived = json.loads(answer("kills", tmp_path, KILLS, SEED))
    assert sum(outlived) >= KILLS
    assert max(outlived) > 1  # killed again while it went on
    for number in range(len(outlived)):
        assert contents(tmp_path / f"run-{number:03}") == unbroken[ARTICLES], f"run {number}"


def test_a_run_outlives_being_killed_before_anything_it_does_to_a_file(
    tmp_path: Path, unbroken: dict[int, dict[str, bytes]]
) -> None:
    told = json.loads(answer("events", tmp_path))
    kinds = [event.split(" ")[0] for event in told]
    assert kinds.count("os.rename") == 2 * FEW_PARTS + 2  # parts, their facts, the manifest twice
    assert {"open", "os.remove", "sqlite3.connect"} <= set(kinds)
    for number, event in enumerate(told):
        assert contents(tmp_path / f"run-{number:03}") == unbroken[FEW_ARTICLES], event


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of articles."""
    folder = tmp_path_factory.mktemp("given") / "articles"
    folder.mkdir()
    for number in range(ARTICLES):
        (folder / f"{number:03}.txt").write_text(source(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(given: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what the command makes of the articles when nothing happens to it."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    answer("command", *command(given, folder))
    return contents(folder)


def command(given: Path, target: Path, seconds: float = 0.0) -> list[object]:
    return [seconds, "normalise", given, "--language", "id", "--out", target]


def test_the_command_outlives_a_kill(given: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    target = tmp_path / "run"
    with start("command", *command(given, target, 0.05)) as process:
        wait_for(part_paths(target, 0)[1], process)
        process.kill()
        process.communicate()
    assert not (target / "part-000003.parquet").exists()
    before = Run.read(target).articles
    assert 0 < before < ARTICLES
    done = run("command", *command(given, target))
    assert (done.returncode, done.stderr) == (0, "")
    *table, whole_run = done.stdout.splitlines()
    assert len(table) == 1 + ARTICLES - before  # a head, and what was left
    assert whole_run == repr(Run.read(target))
    assert contents(target) == whole


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, f"{path} did not appear"
        time.sleep(0.005)


@pytest.mark.parametrize("kind", ["run", "corpus.jsonl"])
def test_ctrl_c_ends_the_command_before_its_work_is_done_and_with_one_line(
    given: Path, whole: dict[str, bytes], tmp_path: Path, kind: str
) -> None:
    target = tmp_path / kind
    with start("command", *command(given, target, 0.1)) as process:
        if target.suffix:
            wait_for_any(tmp_path, f".{kind}.*", process)
            time.sleep(0.3)
        else:
            wait_for(part_paths(target, 0)[1], process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 130, err
    assert err == "stopped; a run in a folder goes on when the same command is given again\n"
    assert out == ""
    if target.suffix:
        assert not list(tmp_path.glob(f"*{kind}*"))
        return
    assert Run.read(target).articles < ARTICLES
    answer("command", *command(given, target))
    assert contents(target) == whole


def wait_for_any(folder: Path, pattern: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not list(folder.glob(pattern)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, f"{pattern} did not appear"
        time.sleep(0.005)


NO_ROOM = re.compile(
    r"No space left on device|File too large"
    r"|cannot be used \((unable to open database file|disk I/O error|database or disk is full)\): "
)
"""What is told when there is none: by the system of a part, by SQLite of the cache of the run."""


@contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a disk of a size, if this may be done here."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a disk cannot be mounted: {mounted.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


@pytest.mark.parametrize("size", ["4k", "60k", "120k"])
def test_a_full_disk_is_told_and_with_room_a_run_goes_on(
    given: Path, whole: dict[str, bytes], tmp_path: Path, size: str
) -> None:
    with disk(tmp_path / "disk", size):
        target = tmp_path / "disk" / "run"
        full = run("command", *command(given, target))
        assert full.returncode == 1
        assert NO_ROOM.search(full.stderr.splitlines()[-1])
        assert "Traceback" not in full.stderr
        assert not (target / "part-000003.parquet").exists()
        remount(tmp_path / "disk", "size=64m")
        assert run("command", *command(given, target)).returncode == 0
        assert contents(target) == whole


@pytest.mark.parametrize("size", [100, 10_000, 30_000])
def test_a_file_that_may_not_grow_is_told_and_with_room_a_run_goes_on(
    given: Path, whole: dict[str, bytes], tmp_path: Path, size: int
) -> None:
    target = tmp_path / "run"
    full = run("limited", size, *command(given, target))
    assert "Traceback" not in full.stderr
    assert full.returncode == 1
    assert NO_ROOM.search(full.stderr.splitlines()[-1])
    assert run("command", *command(given, target)).returncode == 0
    assert contents(target) == whole


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, int]:
    """Return the corpus that is written without a cache, and how many texts were decoded."""
    folder = tmp_path_factory.mktemp("corpus")
    decoded = answer("cached", folder / "cache.sqlite", folder / "corpus.jsonl", 0)
    return (folder / "corpus.jsonl").read_bytes(), int(decoded)


def cached(path: Path, target: Path, warned: str) -> int:
    """Write a corpus with a cache; return how many texts were decoded."""
    done = run("cached", path, target, 0)
    assert done.returncode == 0, done.stderr
    assert (warned in done.stderr) if warned else not done.stderr, done.stderr
    return int(done.stdout)


def test_a_cache_that_cannot_be_is_done_without(tmp_path: Path, corpus: tuple[bytes, int]) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    decoded = cached(tmp_path / "file" / "cache.sqlite", tmp_path / "c.jsonl", "is done without")
    assert ((tmp_path / "c.jsonl").read_bytes(), decoded) == corpus
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_cache_that_is_a_folder_is_done_without(
    tmp_path: Path, corpus: tuple[bytes, int]
) -> None:
    decoded = cached(tmp_path, tmp_path / "c.jsonl", "is done without")
    assert ((tmp_path / "c.jsonl").read_bytes(), decoded) == corpus


def test_a_cache_on_a_disk_that_is_read_only_is_read(
    tmp_path: Path, corpus: tuple[bytes, int]
) -> None:
    with disk(tmp_path / "disk", "16m"):
        path = tmp_path / "disk" / "cache.sqlite"
        assert cached(path, tmp_path / "c.jsonl", "") == corpus[1]
        remount(tmp_path / "disk", "ro")
        assert cached(path, tmp_path / "c.jsonl", "") == 0
        assert (tmp_path / "c.jsonl").read_bytes() == corpus[0]
        none = tmp_path / "disk" / "none.sqlite"
        assert cached(none, tmp_path / "c.jsonl", "is done without") == corpus[1]
        assert (tmp_path / "c.jsonl").read_bytes() == corpus[0]


def randomly(path: Path) -> None:
    path.write_bytes(bytes((number * 7919 >> 3) & 255 for number in range(50_000)))


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_within_a_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1000)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def with_a_flipped_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = bytes(byte ^ 0xFF for byte in data[middle : middle + 4096])
    path.write_bytes(data)


def with_another_table(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE decoded (other TEXT)")


@pytest.mark.parametrize(
    ("break_it", "warned"),
    [
        (randomly, "is broken"),
        (truncated, "is "),
        (cut_within_a_page, "is "),
        (emptied, ""),
        (with_a_flipped_page, "is "),
        (with_another_table, "is done without"),
    ],
)
def test_a_broken_cache_changes_nothing(
    tmp_path: Path, corpus: tuple[bytes, int], break_it: Callable[[Path], None], warned: str
) -> None:
    path, target = tmp_path / "cache.sqlite", tmp_path / "c.jsonl"
    cached(path, target, "")
    break_it(path)
    assert cached(path, target, warned) <= corpus[1]
    assert target.read_bytes() == corpus[0]


def test_processes_share_a_cache(tmp_path: Path, corpus: tuple[bytes, int]) -> None:
    path = tmp_path / "cache.sqlite"
    both = [start("cached", path, tmp_path / f"{name}.jsonl", 0.03) for name in "ab"]
    ended = [process.communicate(timeout=WAIT_SECONDS) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert [err for _, err in ended] == ["", ""]
    for name in "ab":
        assert (tmp_path / f"{name}.jsonl").read_bytes() == corpus[0]
    assert cached(path, tmp_path / "c.jsonl", "") == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_run_whose_cache_was_broken_goes_on(
    tmp_path: Path, given: Path, whole: dict[str, bytes]
) -> None:
    target = tmp_path / "run"
    with start("command", *command(given, target, 0.05)) as process:
        wait_for(part_paths(target, 1)[1], process)
        process.kill()
        process.communicate()
    randomly(target / runs.CACHE)
    (target / f"{runs.CACHE}-wal").unlink()  # it holds all pages once more
    done = run("command", *command(given, target))
    assert done.returncode == 0, done.stderr
    assert "is broken" in done.stderr
    assert contents(target) == whole


def test_forked_children_do_what_their_parent_does(tmp_path: Path) -> None:
    assert answer("forks", tmp_path / "cache.sqlite") == "the same\n"


class Fragile(Engine):
    """Raises on batches by what is in them."""

    def __init__(self, breaks: Callable[[Sequence[str]], str], parallel: int) -> None:
        super().__init__(batchwise=False)
        self.parallel = parallel
        self._breaks = breaks

    def translate(
        self, texts: Sequence[str], *, beam: int = 1, n_best: int = 1, no_repeat: int = 0
    ) -> list[list[Hypothesis]]:
        if reason := self._breaks(texts):
            raise MemoryError(reason)
        return super().translate(texts, beam=beam, n_best=n_best, no_repeat=no_repeat)


def translated(engine: ScriptedEngine) -> rt.Corpus:
    return rt.normalise(articles(), model=ScriptedModel(engine), language="id", progress=False)


@pytest.mark.parametrize("parallel", [1, 3])
def test_of_a_batch_that_breaks_an_engine_only_one_text_fails(parallel: int) -> None:
    bad = "Harga beras naik 11 persen di pasar 3."
    assert bad in source(3)
    engine = Fragile(lambda texts: "no room for rice" if bad in texts else "", parallel)
    plain, broken = translated(Engine(batchwise=False)), translated(engine)
    reasons = [s.reason for article in broken for s in article.segments if s.failed]
    assert reasons == ["the engine raised MemoryError: no room for rice"]
    for before, after in zip(plain, broken, strict=True):
        same = [s for s in before.segments if s.source != bad]
        assert same == [s for s in after.segments if s.source != bad]


@pytest.mark.parametrize("most", [1, 5])
@pytest.mark.parametrize("parallel", [1, 3])
def test_batches_that_are_too_large_for_the_memory_are_halved(parallel: int, most: int) -> None:
    engine = Fragile(lambda texts: "out of memory" if len(texts) > most else "", parallel)
    assert translated(engine) == translated(Engine(batchwise=False))
    assert max(map(len, engine.calls)) <= most


def test_ten_thousand_articles_without_a_text(tmp_path: Path) -> None:
    count = 10_000
    run = rt.normalise_to(
        tmp_path / "run",
        [Article(str(number), " \n\t"[: number % 4]) for number in range(count)],
        model=ScriptedModel(Engine()),
        language="id",
        progress=False,
    )
    assert (run.articles, sum(part.segments for part in run.parts)) == (count, 0)
    assert list(find_faults(tmp_path / "run")) == []
    ids = [a.id for a in rt.load(tmp_path / "run")]
    assert ids == [str(number) for number in range(count)]


def test_texts_that_are_empty_are_failures_each(tmp_path: Path) -> None:
    done = rt.normalise([""] * 1000, model=ScriptedModel(Engine()), language="id")
    assert [len(article.failures) for article in done] == [1] * 1000
    assert len(set(done.ids)) == 1000


LONG = 10_000_000


def test_an_article_of_ten_megabytes_is_a_failure_by_default(tmp_path: Path) -> None:
    text = "Warga desa membangun rumah. " * (LONG // 28)
    model = ScriptedModel(Engine())
    run = rt.normalise_to(tmp_path / "run", [text, source(1)], model=model, language="id")
    assert sum(part.failed_articles for part in run.parts) == 1
    long, short = rt.load(tmp_path / "run")
    (failure,) = long.failures
    assert failure.stage == "read"
    assert "1,000,000" in failure.reason
    assert not short.failures


def test_an_article_of_ten_megabytes_is_read_where_that_is_asked_for(tmp_path: Path) -> None:
    line = "Warga " + "membangun" * 1000 + " rumah.\n"
    text = line * (LONG // len(line) + 1)
    rt.normalise_to(
        tmp_path / "run",
        [text],
        model=ScriptedModel(Engine(batchwise=False)),
        language="id",
        max_characters=2 * LONG,
        progress=False,
    )
    (article,) = rt.load(tmp_path / "run")
    assert len(article.source) >= LONG
    assert (article.source, article.coverage, article.failures) == (text, 1.0, ())
    assert list(find_faults(tmp_path / "run")) == []


def test_no_manifest_says_complete_before_the_last_part_is_there(
    given: Path, tmp_path: Path
) -> None:
    target = tmp_path / "run"
    seen = set()
    with start("command", *command(given, target, 0.02)) as process:
        while process.poll() is None:
            if (target / MANIFEST).exists():
                complete = json.loads((target / MANIFEST).read_text(encoding="utf-8"))["complete"]
                seen.add((complete, complete and rt.load(target).ids is not None))
            time.sleep(0.01)
        process.communicate()
    assert process.returncode == 0
    assert (False, False) in seen
    assert len(rt.load(target)) == ARTICLES
