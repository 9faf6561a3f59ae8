"""Hub models: pinned on first use, never asked for again, verified ever after.

The hub is a server of our own on the loopback that answers as the real one does.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from reformtext import hub
from reformtext.errors import BrokenModelError, HubUnreachableError, ModelNotFoundError
from reformtext.models import MODEL_FILES, Model, entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "owner/tiny-poz-en"


@dataclass
class Repository:
    """A repository: what each commit holds, and the commits that names stand for."""

    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, bytes], *names: str) -> str:
        commit = hashlib.sha1(repr(sorted(files.items())).encode()).hexdigest()  # noqa: S324 - git's
        self.commits[commit] = files
        self.names |= dict.fromkeys(("main", *names), commit)
        return commit

    def find(self, revision: str) -> str | None:
        commit = self.names.get(revision, revision)
        return commit if commit in self.commits else None


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def missing(code: str) -> Answer:
    return Answer(404, b"{}", {"X-Error-Code": code})


class Hub:
    """What the hub knows, what it was asked, and which files it refuses to hand out."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.url = ""

    def answer(self, path: str) -> Answer:
        parts = urlsplit(path).path.strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            self.asked.append(path)
            return self._about("/".join(parts[2:4]), parts[4:])
        if parts[2:3] == ["resolve"]:
            self.asked.append(path)
            return self._file("/".join(parts[:2]), parts[3], "/".join(parts[4:]))
        return Answer(404)

    def _about(self, name: str, rest: list[str]) -> Answer:
        repository = self.repositories.get(name)
        if repository is None:
            return missing("RepoNotFound")
        kind, revision = rest or ["revision", "main"]
        commit = repository.find(revision)
        if commit is None:
            return missing("RevisionNotFound")
        files = repository.commits[commit]
        listed: Any = [_entry(path, content) for path, content in files.items()]
        if kind == "revision":
            siblings = [{"rfilename": path} for path in files]
            listed = {"id": name, "modelId": name, "sha": commit, "siblings": siblings}
        return Answer(body=json.dumps(listed).encode())

    def _file(self, name: str, revision: str, path: str) -> Answer:
        repository = self.repositories[name]
        commit = repository.find(revision)
        if path in self.refused:
            return Answer(403)
        if commit is None or path not in repository.commits[commit]:
            return missing("EntryNotFound")
        content = repository.commits[commit][path]
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        return Answer(200, content, {"ETag": etag, "X-Repo-Commit": commit})


def _entry(path: str, content: bytes) -> dict[str, Any]:
    oid = hashlib.sha1(content).hexdigest()  # noqa: S324 - git's
    return {"type": "file", "path": path, "size": len(content), "oid": oid}


class Server(ThreadingHTTPServer):
    hub: Hub


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        answer = self.server.hub.answer(self.path)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's
        pass


@pytest.fixture
def server() -> Iterator[Hub]:
    with Server(("127.0.0.1", 0), Handler) as listening:
        listening.hub = Hub()
        listening.hub.url = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield listening.hub
        listening.shutdown()
        thread.join()


@pytest.fixture
def _no_hub(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing answers, and nothing is cached."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def online(server: Hub, _no_hub: None, monkeypatch: pytest.MonkeyPatch) -> Hub:
    from huggingface_hub import constants

    template = server.url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", server.url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    return server


@pytest.fixture
def files(marian_folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in marian_folder.iterdir()}


@pytest.fixture
def repository(online: Hub, files: dict[str, bytes]) -> Repository:
    """Return a repository of the name NAME with one commit."""
    found = online.repositories[NAME] = Repository()
    found.commit(files, "v1")
    return found


def lock(cache: Path) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((cache / "models.lock.json").read_text(encoding="utf-8"))
    return table


@pytest.mark.parametrize("name", ["owner/model", "Helsinki-NLP/opus-mt-tc-big-zlw-en", "a/b_c.d"])
def test_a_hub_id_is_owner_and_model(name: str) -> None:
    assert hub.looks_like_id(name)


@pytest.mark.parametrize("name", ["model", "", "/model", "a/b/c", "../model", "a/", "a b/c", "./m"])
def test_anything_else_is_none(name: str) -> None:
    assert not hub.looks_like_id(name)


def test_the_hash_of_a_file_follows_its_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for content in (b"one", b"another"):
        path.write_bytes(content)
        assert hub.sha256(path) == hashlib.sha256(content).hexdigest()


def test_the_first_use_downloads_and_pins(
    repository: Repository, files: dict[str, bytes], cache: Path
) -> None:
    folder = hub.fetch(NAME, "", MODEL_FILES)
    assert {path.name for path in folder.iterdir()} == set(MODEL_FILES)
    assert {path.name: path.read_bytes() for path in folder.iterdir()}.items() <= files.items()
    hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in MODEL_FILES}
    assert lock(cache) == {NAME: {"revision": repository.names["main"], "files": hashes}}


@pytest.mark.parametrize("revision", ["", "v1"])
def test_the_second_use_asks_for_nothing_and_heeds_no_newer_commit(
    revision: str, repository: Repository, files: dict[str, bytes], online: Hub
) -> None:
    folder = hub.fetch(NAME, revision, MODEL_FILES)
    assert online.asked
    online.asked.clear()
    repository.commit({**files, "vocab.json": b"{}"}, "v1")
    assert hub.fetch(NAME, revision, MODEL_FILES) == folder
    assert (folder / "vocab.json").read_bytes() == files["vocab.json"]
    assert online.asked == []


def test_a_revision_is_pinned_apart(
    repository: Repository, files: dict[str, bytes], cache: Path
) -> None:
    old = repository.names["v1"]
    new = repository.commit({**files, "README.md": b"newer"})
    assert hub.fetch(NAME, old, MODEL_FILES) != hub.fetch(NAME, "", MODEL_FILES)
    pinned = {key: entry["revision"] for key, entry in lock(cache).items()}
    assert pinned == {f"{NAME}@{old}": old, NAME: new}


def test_what_was_fetched_works_without_the_hub(
    repository: Repository, online: Hub, tmp_path: Path, cache: Path
) -> None:
    """In a new process, so that nothing is remembered, with the hub gone and the network off."""
    folder = hub.fetch(NAME, "", MODEL_FILES)
    for variables in ({"HF_ENDPOINT": "http://127.0.0.1:9"}, {"HF_HUB_OFFLINE": "1"}):
        assert str(folder) == fetch_elsewhere(tmp_path / "hub", cache, **variables).stdout.strip()


def test_a_new_process_asks_for_nothing_either(
    repository: Repository, online: Hub, tmp_path: Path, cache: Path
) -> None:
    online.asked.clear()
    first = fetch_elsewhere(tmp_path / "hub", cache, HF_ENDPOINT=online.url)
    assert first.returncode == 0
    assert online.asked
    online.asked.clear()
    second = fetch_elsewhere(tmp_path / "hub", cache, HF_ENDPOINT=online.url)
    assert second.stdout == first.stdout
    assert online.asked == []


def fetch_elsewhere(
    models: Path, cache: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Print the folder that a new process fetches the model NAME to."""
    code = f"from reformtext import hub; print(hub.fetch({NAME!r}, '', {MODEL_FILES!r}))"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "HF_HUB_CACHE": str(models), "REFORMTEXT_CACHE": str(cache)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_offline_from_the_start_says_what_to_do(tmp_path: Path, cache: Path) -> None:
    done = fetch_elsewhere(tmp_path / "hub", cache, HF_HUB_OFFLINE="1")
    assert done.returncode == 1
    error = done.stderr.strip().splitlines()[-1]
    assert "HubUnreachableError" in error
    assert "HF_HUB_OFFLINE" in error
    assert "connect once" in error


@pytest.mark.usefixtures("_no_hub")
def test_no_hub_at_first_says_what_to_do(cache: Path) -> None:
    with pytest.raises(HubUnreachableError, match=r"connect once to fetch it.*'embedded'") as found:
        hub.fetch(NAME, "", MODEL_FILES)
    assert NAME in str(found.value)
    assert isinstance(found.value, ConnectionError)
    assert not cache.exists()


def test_a_download_that_breaks_off_pins_nothing_and_is_taken_up_again(
    repository: Repository, online: Hub, cache: Path
) -> None:
    online.refused.add("model.safetensors")
    with pytest.raises(HubUnreachableError, match=r"could not be fetched.*403"):
        hub.fetch(NAME, "", MODEL_FILES)
    assert not cache.exists()
    online.refused.clear()
    folder = hub.fetch(NAME, "", MODEL_FILES)
    assert (folder / "model.safetensors").is_file()


def test_an_unknown_repository_is_not_found(online: Hub, cache: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=r"no model 'owner/nothing'.*check the name"):
        hub.fetch("owner/nothing", "", MODEL_FILES)
    assert not cache.exists()


@pytest.mark.parametrize("revision", ["v2", "0" * 40])
def test_an_unknown_revision_is_not_found(repository: Repository, revision: str) -> None:
    with pytest.raises(ModelNotFoundError, match="revision"):
        hub.fetch(NAME, revision, MODEL_FILES)


def test_a_name_that_the_hub_cannot_have_is_not_found(online: Hub) -> None:
    with pytest.raises(ModelNotFoundError, match="check the name"):
        hub.fetch("owner/a..b", "", MODEL_FILES)


def test_weights_that_must_be_unpickled_are_not_fetched(
    repository: Repository, files: dict[str, bytes], online: Hub, tmp_path: Path
) -> None:
    weights = files.pop("model.safetensors")
    repository.commit({**files, "pytorch_model.bin": weights})
    with pytest.raises(ModelNotFoundError, match=r"model\.safetensors.*unpickled.*save_pretrained"):
        hub.fetch(NAME, "", MODEL_FILES)
    assert not any("resolve" in path for path in online.asked)


def test_a_repository_of_another_layout_is_not_fetched(repository: Repository) -> None:
    repository.commit({"README.md": b""})
    with pytest.raises(ModelNotFoundError, match=r"no config\.json, .*Marian layout"):
        hub.fetch(NAME, "", MODEL_FILES)


@pytest.mark.parametrize("name", MODEL_FILES)
def test_an_altered_file_is_refused_until_it_is_fetched_again(
    name: str, repository: Repository, files: dict[str, bytes]
) -> None:
    altered = hub.fetch(NAME, "", MODEL_FILES) / name
    altered.write_bytes(files[name] + b"x")
    with pytest.raises(BrokenModelError, match="SHA-256") as found:
        hub.fetch(NAME, "", MODEL_FILES)
    assert str(altered) in str(found.value)
    advice = str(found.value).partition("delete ")[2].partition(" to fetch it again")[0]
    shutil.rmtree(advice)
    assert (hub.fetch(NAME, "", MODEL_FILES) / name).read_bytes() == files[name]


def test_a_lost_file_is_fetched_again_at_the_pinned_commit(
    repository: Repository, files: dict[str, bytes]
) -> None:
    folder = hub.fetch(NAME, "", MODEL_FILES)
    (folder / "source.spm").unlink()
    repository.commit({**files, "source.spm": b"newer"})
    assert hub.fetch(NAME, "", MODEL_FILES) == folder
    assert (folder / "source.spm").read_bytes() == files["source.spm"]


def test_a_lock_that_cannot_be_read_is_named(repository: Repository, cache: Path) -> None:
    hub.fetch(NAME, "", MODEL_FILES)
    (cache / "models.lock.json").write_text("{", encoding="utf-8")
    with pytest.raises(BrokenModelError, match=r"models\.lock\.json is not JSON.*delete it"):
        hub.fetch(NAME, "", MODEL_FILES)


@pytest.mark.parametrize("engine", ["transformers", "ctranslate2"])
def test_a_hub_model_translates(engine: str, repository: Repository, online: Hub) -> None:
    """The files that are fetched are all that an engine needs, and loading asks for no more."""
    if engine == "ctranslate2":
        pytest.importorskip("ctranslate2")
    hub.fetch(NAME, "", MODEL_FILES)
    online.asked.clear()
    model = Model(NAME, engine=engine, device="cpu")
    assert len(model.engine("id").translate(["Ada 25 desa."])) == 1
    assert online.asked == []


def test_each_language_of_opus_has_its_own_repository(
    marian_folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fetch(repository: str, revision: str, files: tuple[str, ...]) -> Path:
        asked.append(repository)
        return marian_folder

    monkeypatch.setattr(hub, "fetch", fetch)
    model = Model("opus", engine="transformers", device="cpu")
    for language in (*model.languages, *model.languages):
        model.engine(language)
    opus = entries()["opus"]
    assert asked == [opus[language] for language in model.languages]
    assert len(set(asked)) == len(asked) == len(model.languages)
