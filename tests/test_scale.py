"""Scaling out gives what one process gives, each article once, whatever dies meanwhile."""

from __future__ import annotations

import csv
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

import reformtext as rt
from reformtext.errors import (
    CorpusError,
    InputNotFoundError,
    MissingExtraError,
    ModelError,
    ReadingError,
    TranslationError,
    UnknownLanguageError,
)
from reformtext.glossary import Glossary
from reformtext.scale import Outcome, normalise
from reformtext.scale.folders import Folder
from reformtext.scale.inputs import find_sources, grouped
from reformtext.scale.staging import STAGED, from_bytes, new_ids, stage
from reformtext.scale.working import MOST_TRIES, Job, Worker, part_bytes
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")

# Ray's own use of what Ray itself has deprecated.
pytestmark = pytest.mark.filterwarnings(r"ignore::DeprecationWarning:ray\..*")

STORE = 100_000_000
DIES_SOON = {"health_check_period_ms": 500, "health_check_failure_threshold": 3}
WAIT = 60.0


def english(text: str) -> str:
    return f"The reform of the government has been carried out by the people here: {text}"


def model(script: Any = english) -> ScriptedModel:
    """Return a model that can be sent to an actor, with the function that it needs."""
    return ScriptedModel(ScriptedEngine(script, max_source_tokens=500))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Return a cluster of one core, to which nodes can be added, connected to."""
    from ray.cluster_utils import Cluster

    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
    head = {"num_cpus": 1, "object_store_memory": STORE, "include_dashboard": False}
    started = Cluster(initialize_head=True, head_node_args={**head, "_system_config": DIES_SOON})
    ray.init(
        address=started.address,
        configure_logging=False,
        logging_level=logging.CRITICAL,
        log_to_driver=False,
    )
    yield started
    ray.shutdown()
    started.shutdown()
    ray.cloudpickle.unregister_pickle_by_value(sys.modules[__name__])


def written(folder: Path) -> list[rt.Article]:
    """Return the articles of all parts, in the order of their names."""
    return [article for part in sorted(folder.glob("*.parquet")) for article in rt.load(part)]


def sentences(folder: Path, number: int) -> Path:
    """Write a table of so many articles, of a sentence each."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "articles.jsonl"
    rows = ({"text": f"Pemerintah mengumumkan rencana nomor {i}."} for i in range(number))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a folder of all kinds of files, some of which cannot be read, and ids that clash."""
    folder = tmp_path / "mixed"
    (folder / "below").mkdir(parents=True)
    rows: list[dict[str, object]] = [
        {"id": "a", "text": "Ada 25 desa di provinsi ini.", "title": "Desa"},
        {"id": "b", "text": ""},
        {"id": "a", "text": "Pemerintah mengumumkan rencana baru pada hari Senin."},
    ]
    lines = [*map(json.dumps, rows), "{broken"]
    (folder / "1.jsonl").write_text("\n".join(lines), "utf-8")
    with (folder / "2.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([("id", "text"), ("a#2", "Det er 25 kommuner."), ("a", "Én kommune.")])
    texts = ["Rząd ogłosił plan.", None, "W prowincji jest 25 gmin."]
    pq.write_table(pa.table({"text": texts}), folder / "3.parquet")
    (folder / "4.parquet").write_bytes(b"PAR1 but no table")
    (folder / "5.txt").write_bytes(
        "Guvernul a anunțat luni un plan nou.".encode("cp1250", "replace")
    )
    (folder / "6.txt").touch()
    (folder / "below" / "7.txt").write_text("Ada 25 desa di provinsi ini.", "utf-8")
    return folder


def test_it_is_what_one_process_makes(cluster: Any, mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    options: dict[str, Any] = {"model": model(), "language": "id"}
    outcome = normalise(mixed, out, articles_per_part=3, **options)
    expected = rt.normalise(mixed, **options, progress=False)
    assert rt.Corpus(written(out), expected.signature) == expected
    failed = [article for article in expected if article.failed]
    assert len(expected) == 13
    assert {"b", "1:4", "3:2", "4", "6"} <= {article.id for article in failed}
    assert outcome == Outcome(str(out), 13, len(expected.segments()), len(failed), 5)
    assert "13 articles" in repr(outcome)
    table = pyarrow.dataset.dataset(out).to_table()
    assert set(table["signature"].to_pylist()) == {expected.signature}
    assert table.schema.metadata[b"reformtext.signature"] == expected.signature.encode()
    assert table.num_rows == 13
    assert list(rt.load(out)) == written(out)
    manifest = json.loads((out / "_parts.json").read_text("utf-8"))
    assert [part["part"] for part in manifest["parts"]] == [
        path.name for path in sorted(out.glob("*.parquet"))
    ]
    assert len(list(out.iterdir())) == 6
    with pytest.raises(CorpusError, match="holds a complete run"):
        normalise(mixed, out, **options)


def test_nothing_is_a_run_too(cluster: Any, tmp_path: Path) -> None:
    outcome = normalise([], tmp_path / "out", model=model())
    assert outcome == Outcome(str(tmp_path / "out"), 0, 0, 0, 0)
    with pytest.raises(CorpusError, match="complete"):
        normalise([], tmp_path / "out", model=model())


def test_an_article_is_there_once_when_a_node_dies(cluster: Any, tmp_path: Path) -> None:
    """The second node does a part, begins another, and is killed before that is done."""
    path, out, log = sentences(tmp_path, 16), tmp_path / "out", tmp_path / "log"
    log.mkdir()
    node = cluster.add_node(num_cpus=1, object_store_memory=STORE)
    doomed = node.node_id
    begun: list[str] = []

    def script(text: str) -> str:
        if ray.get_runtime_context().get_node_id() == doomed:
            (log / text[-3:]).touch()
            begun.append(text)
            if len(begun) > 2:  # it is in its second part, and will not come out of it
                (log / "stuck").touch()
                time.sleep(WAIT)
        else:
            time.sleep(0.2)
        return english(text)

    def kill() -> None:
        end = time.monotonic() + WAIT
        while not (log / "stuck").exists() and time.monotonic() < end:
            time.sleep(0.05)
        cluster.remove_node(node, allow_graceful=False)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        outcome = normalise(
            path, out, model=model(script), language="id", articles_per_part=2, workers=2
        )
    finally:
        killer.join()
    assert (log / "stuck").exists()
    assert (outcome.articles, outcome.parts) == (16, 8)
    expected = rt.normalise(path, model=model(), language="id", progress=False)
    assert rt.Corpus(written(out), expected.signature) == expected
    assert len(list(out.iterdir())) == 9


def test_an_article_that_ends_its_process_fails_alone(cluster: Any, tmp_path: Path) -> None:
    def script(text: str) -> str:
        if "nomor 1." in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return english(text)

    path, out = sentences(tmp_path, 3), tmp_path / "out"
    outcome = normalise(path, out, model=model(script), language="id")
    assert (outcome.articles, outcome.failed) == (3, 1)
    articles = written(out)
    assert [article.failed for article in articles] == [False, True, False]
    assert "process that worked on it died" in articles[1].failures[0].reason


def test_an_unfinished_run_goes_on(cluster: Any, tmp_path: Path) -> None:
    path, out = sentences(tmp_path, 8), tmp_path / "out"
    options: dict[str, Any] = {"language": "id", "articles_per_part": 2, "workers": 1}
    in_the_way = out / "part-000000-000002.parquet"

    def script(text: str) -> str:
        in_the_way.mkdir(exist_ok=True)
        return english(text)

    with pytest.raises(TranslationError, match="what is done stays") as told:
        normalise(path, out, model=model(script), **options)
    assert "directory" in str(told.value.__cause__)
    in_the_way.rmdir()
    first = out / "part-000000-000000.parquet"
    done = first.stat().st_mtime_ns
    assert not (out / "_parts.json").exists()
    for changed, name in (({"articles_per_part": 4}, "articles_per_part"), ({"beam": 2}, "model")):
        with pytest.raises(CorpusError, match=f"unfinished run with other {name}"):
            normalise(path, out, model=model(), **{**options, **changed})
    outcome = normalise(path, out, model=model(), **options)
    assert (outcome.articles, outcome.failed, outcome.parts) == (8, 0, 4)
    assert first.stat().st_mtime_ns == done
    expected = rt.normalise(path, model=model(), language="id", progress=False)
    assert rt.Corpus(written(out), expected.signature) == expected


def test_ray_is_started_where_there_is_none_and_nothing_is_printed(tmp_path: Path) -> None:
    path = sentences(tmp_path, 2)
    code = (
        "import sys, ray, reformtext as rt\n"
        "from reformtext.testing import ScriptedEngine, ScriptedModel\n"
        "model = ScriptedModel(ScriptedEngine())\n"
        "outcome = rt.scale.normalise(*sys.argv[1:], model=model, language='id')\n"
        "assert not ray.is_initialized()\n"
        "sys.exit(outcome.articles)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "RAY_ADDRESS"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(tmp_path / "out")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""


@pytest.fixture
def articles_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a table into the folder of the process, and have no cluster."""
    sentences(tmp_path, 1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reformtext.scale.running.cluster", None)


@pytest.mark.parametrize(
    ("inputs", "options", "error", "message"),
    [
        ("absent.jsonl", {}, InputNotFoundError, "absent.jsonl"),
        ("*.absent", {}, InputNotFoundError, "no file that is read matches"),
        ("articles.jsonl", {"articles_per_part": 0}, ValueError, "articles_per_part"),
        ("articles.jsonl", {"workers": 0}, ValueError, "workers must be at least 1"),
        ("articles.jsonl", {"language": "xx"}, UnknownLanguageError, "xx"),
        ("articles.jsonl", {"device": "cuda"}, ValueError, "needs gpus_per_worker"),
        (
            "articles.jsonl",
            {"device": "cpu", "gpus_per_worker": 1},
            ValueError,
            "does not go with gpus_per_worker=1",
        ),
        ("articles.jsonl", {"model": "nowhere"}, ModelError, "nowhere"),
        (".", {"out": "."}, CorpusError, "holds other files"),
    ],
)
@pytest.mark.usefixtures("articles_here")
def test_mistakes_are_told_before_anything_is_begun(
    inputs: str, options: dict[str, Any], error: type[Exception], message: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=message):
        normalise(inputs, **{"out": "out", **options})
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("articles_here")
def test_a_model_that_cannot_be_sent_is_refused() -> None:
    lock = threading.Lock()

    def script(text: str) -> str:
        with lock:
            return text

    with pytest.raises(TypeError, match="cannot be sent to other processes"):
        normalise("articles.jsonl", "out", model=model(script))


def test_without_ray_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "ray.data", None)
    with pytest.raises(MissingExtraError, match=r"reformtext\[ray\]"):
        normalise(tmp_path, tmp_path / "out")


def test_it_is_an_attribute_of_the_package() -> None:
    assert rt.scale.normalise is normalise
    assert "scale" in dir(rt)


def as_given(path: Path) -> str:
    return str(path)


def as_url(path: Path) -> str:
    """Return a URL that fsspec knows and Arrow does not, as it is with many."""
    return f"local://{path}"


@pytest.mark.parametrize("form", [as_given, as_url])
@pytest.mark.parametrize("pattern", ["", "*", "*.parquet", "**/*.txt", "below/*", "[12].*"])
def test_the_files_are_those_of_scan(form: Any, pattern: str, mixed: Path) -> None:
    (mixed / ".hidden.txt").touch()
    (mixed / "notes.xyz").touch()
    (mixed / "below" / ".x").mkdir()
    (mixed / "below" / ".x" / "8.txt").touch()
    found = find_sources(form(mixed / pattern if pattern else mixed))
    if not pattern:
        expected = [rt.scan(mixed)]
    else:
        paths = sorted(path for path in mixed.glob(pattern) if path.is_file())
        paths = [
            p for p in paths if p.suffix != ".xyz" and p.name[0] != "." and ".x" not in p.parts
        ]
        expected = [rt.scan(paths)]
    ids = {article.id.partition(":")[0] for article in expected[0] if article.metadata.path}
    tables = {"a", "b", "a#2", "a#3", "a#4", "a#2#2"}
    names = {source.id for source in found}
    assert names
    assert ids - tables <= names
    assert [source.path for source in found] == sorted(source.path for source in found)
    assert all(source.size == Path(source.path).stat().st_size for source in found)


def test_what_is_no_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"reformtext\.normalise"):
        find_sources([{"text": "Ada 25 desa."}])  # type: ignore[list-item]
    with pytest.raises(ReadingError, match="cannot be opened"):
        find_sources("nonsense://there")
    with pytest.raises(InputNotFoundError, match="check the URL"):
        find_sources(as_url(tmp_path / "absent.txt"))
    with pytest.raises(InputNotFoundError, match="matches"):
        find_sources(as_url(tmp_path / "*.txt"))
    with pytest.raises(ReadingError, match="nothing to read"):
        find_sources(as_url(tmp_path))


def test_groups_are_runs_of_files_that_are_never_cut(mixed: Path) -> None:
    sources = [replace(source, size=30_000_000) for source in find_sources(mixed)]
    groups = list(grouped(sources))
    assert [source for group in groups for source in group] == sources
    assert {len(group) for group in groups[:-1]} == {2}
    assert [len(group) for group in grouped([replace(sources[0], size=1 << 40)] * 2)] == [1, 1]


def staged(folder: Folder, inputs: str, size: int = 2) -> list[dict[str, Any]]:
    """Return the chunks of files, a group a file, read here."""
    from dataclasses import asdict

    from reformtext.row_articles import Options

    return [
        chunk
        for number, source in enumerate(find_sources(inputs))
        for chunk in stage(
            {"group": number, "files": json.dumps([asdict(source)])}, folder, Options(), size
        )
    ]


@pytest.mark.parametrize("form", [as_given, as_url])
def test_chunks_hold_the_articles_of_scan_with_its_ids(
    form: Any, mixed: Path, tmp_path: Path
) -> None:
    folder = Folder.of(form(tmp_path / "out"))
    chunks = staged(folder, form(mixed))
    ids = new_ids(chunks[::-1])
    found = []
    for chunk in chunks:
        articles = from_bytes(folder.read(f"{STAGED}/{chunk['chunk']}.parquet"))
        assert [article.id for article in articles] == chunk["ids"]
        new = ids.get(chunk["chunk"], {})
        found += [new.get(i, article.id) for i, article in enumerate(articles)]
    assert found == [article.id for article in rt.scan(mixed)]
    assert len(set(found)) == len(found)


def worker(folder: Folder, scripted: ScriptedModel) -> Worker:
    return Worker(Job(folder, scripted, "auto", "auto", 4, "id", None, Glossary.default(), 1, ""))


@pytest.mark.parametrize("form", [as_given, as_url])
def test_a_part_that_is_there_is_left_as_it_is(form: Any, tmp_path: Path) -> None:
    folder = Folder.of(form(tmp_path / "out"))
    (chunk,) = staged(folder, form(sentences(tmp_path, 2)))
    row = {"chunk": chunk["chunk"], "ids": json.dumps({"1": "other"})}
    told = worker(folder, model())(row)
    assert told == {
        "part": "part-000000-000000.parquet",
        "articles": 2,
        "segments": 2,
        "failed": 0,
    }
    contents = folder.read(told["part"])
    assert worker(folder, model(str.upper))(row) == told
    assert folder.read(told["part"]) == contents
    assert [article.id for article in from_bytes(contents)] == ["articles:1", "other"]
    assert [name for name in folder.names() if name.startswith(".")] == []


def test_what_cannot_be_written_is_a_row_with_a_failure() -> None:
    segment = rt.Segment.cut("Ada.", 0, 4, rt.Kind.SENTENCE)
    whole = rt.Article("a", "Ada.", segments=(replace(segment, english="There."),))
    broken = rt.Article("b", "Ada.", segments=(replace(segment, english="half \ud800"),))
    first, second = from_bytes(part_bytes([whole, broken], "made"))
    assert first == whole
    assert (second.id, second.source, second.english) == ("b", "Ada.", "")
    assert "U+D800" in second.failures[0].reason


def test_what_was_begun_too_often_is_done_article_by_article(tmp_path: Path) -> None:
    folder = Folder.of(tmp_path / "out")
    (chunk,) = staged(folder, str(sentences(tmp_path, 2)))
    row = {"chunk": chunk["chunk"], "ids": "{}"}

    def script(text: str) -> str:
        if "nomor 0." in text:
            raise KeyboardInterrupt  # as near to the end of a process as a test can go
        return english(text)

    for _ in range(MOST_TRIES + 1):
        with pytest.raises(KeyboardInterrupt):
            worker(folder, model(script))(row)
    assert worker(folder, model(script))(row)["failed"] == 1
    assert [article.failed for article in written(tmp_path / "out")] == [True, False]


def test_a_node_with_another_model_is_refused(tmp_path: Path) -> None:
    job = Job(
        Folder.of(tmp_path), model(), "auto", "auto", 4, "id", None, Glossary.default(), 1, "other"
    )
    with pytest.raises(ModelError, match="install the same packages"):
        Worker(job)
