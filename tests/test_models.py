"""Models by name: found, converted once, checked, and tested on sentences before any use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reformtext import languages
from reformtext.engines import ctranslate2, marian
from reformtext.errors import (
    BrokenModelError,
    MissingExtraError,
    ModelError,
    ModelNotFoundError,
    UnknownLanguageError,
)
from reformtext.models import ENGINES, MODEL_FILES, Model, entries, open_engines, open_model
from reformtext.testing import ScriptedEngine

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "Ada 25 desa."
KINDS = [
    "transformers",
    pytest.param(
        "ctranslate2",
        marks=pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra"),
    ),
]
fast_only = pytest.mark.skipif(not ctranslate2.installed(), reason="ctranslate2 is an extra")


@pytest.fixture
def folder(marian_folder: Path, tmp_path: Path, cache: Path) -> Path:
    """Return a Marian folder of this test's own, beside an empty cache."""
    return Path(shutil.copytree(marian_folder, tmp_path / "model"))


@pytest.fixture(scope="session")
def used_cache(marian_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache as the first use of a model leaves it, with each engine there is."""
    cache = tmp_path_factory.mktemp("used") / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORMTEXT_CACHE", str(cache))
        for kind in ("transformers", "auto"):
            open_folder(marian_folder, kind).engine("id")
    return cache


@pytest.fixture
def used(folder: Path, cache: Path, used_cache: Path) -> Path:
    """Return a Marian folder of this test's own that has been used before."""
    shutil.copytree(used_cache, cache)
    return folder


def record_of(cache: Path, kind: str) -> Path:
    """Return the record that the self-test of an engine has written."""
    (found,) = (cache / "canaries").glob(f"*-{kind}-*")
    return found


def open_folder(folder: Path, engine: str) -> Model:
    return Model(str(folder), engine=engine, device="cpu")


def translated(folder: Path, engine: str) -> str:
    return open_folder(folder, engine).engine("id").translate([TEXT])[0][0].text


def only(folder: Path) -> Path:
    """Return the one thing in a folder."""
    (found,) = folder.iterdir()
    return found


# Names


def test_the_registry_says_where_each_model_comes_from() -> None:
    table = entries()
    assert table["embedded"]["all"] == "embedded"
    assert set(languages.codes()) < set(table["opus"])
    for entry in table.values():
        assert entry["description"]
        assert entry["licence"]


@pytest.mark.parametrize("name", sorted(entries()))
def test_every_model_of_the_registry_translates_every_language(name: str) -> None:
    assert Model(name).languages == languages.codes()


@pytest.mark.parametrize("name", ["nonsense", "", "a/b/c", "./not/here"])
def test_an_unknown_name_is_told_what_there_is(name: str) -> None:
    with pytest.raises(ModelNotFoundError, match=r"embedded, opus.*hub id") as found:
        Model(name)
    assert repr(name) in str(found.value)


@pytest.mark.parametrize("name", ["nosuch", "owner/nosuch"])
def test_a_folder_without_a_model_is_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).mkdir(parents=True)
    with pytest.raises(ModelNotFoundError, match=r"embedded, opus.*holds nothing.*hub id") as found:
        Model(name)
    assert f"no model {name!r}" in str(found.value)


def test_an_unknown_engine_is_told_what_there_is() -> None:
    with pytest.raises(ValueError, match="no engine 'fast'.*" + ", ".join(ENGINES)):
        Model(engine="fast")


@pytest.mark.parametrize("name", ["embedded", "opus"])
@pytest.mark.parametrize("language", ["da", "en", "und", "all", "description", ""])
def test_an_unknown_language_is_told_what_there_is(name: str, language: str) -> None:
    with pytest.raises(UnknownLanguageError, match="it translates id, no, pl, ro"):
        Model(name).engine(language)


def test_a_model_that_is_open_is_taken_as_it_is() -> None:
    model = Model("opus")
    assert open_model(model) is model
    assert open_model("opus").name == "opus"


# Engines and devices


def test_without_ctranslate2_auto_is_transformers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctranslate2, "installed", lambda: False)
    assert open_folder(folder, "auto").engine("id").name == "transformers-float32"


@fast_only
def test_with_ctranslate2_auto_is_ctranslate2(folder: Path) -> None:
    assert open_folder(folder, "auto").engine("id").name == "ctranslate2-int8"


def test_without_ctranslate2_asking_for_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ctranslate2, "installed", lambda: False)
    with pytest.raises(MissingExtraError, match=r"pip install 'reformtext\[fast\]'"):
        Model(engine="ctranslate2")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("device", ["cuda", "cuda:1", "mps"])
def test_a_gpu_that_is_not_there_is_refused(
    kind: str, device: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marian, "best_device", lambda: "cpu")
    monkeypatch.setattr(ctranslate2, "best_device", lambda: "cpu")
    model = Model(str(folder), engine=kind, device=device)
    with pytest.raises(ModelError, match=f"{device}.*{kind} finds no GPU.*'auto' or 'cpu'"):
        model.engine("id")


@pytest.mark.parametrize("there", ["cpu", "cuda"])
def test_auto_is_the_gpu_where_there_is_one(
    there: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def engine(folder: Path, *, device: str, **options: object) -> ScriptedEngine:
        opened.append(device)
        return ScriptedEngine()

    monkeypatch.setattr(marian, "MarianEngine", engine)
    monkeypatch.setattr(marian, "best_device", lambda: there)
    monkeypatch.setattr(marian, "best_arithmetic", lambda _: "float32")
    Model(str(folder), engine="transformers").engine("id")
    assert opened == [there]


def test_an_engine_is_opened_once_for_all_its_languages(folder: Path) -> None:
    model = open_folder(folder, "transformers")
    assert len({id(model.engine(code)) for code in model.languages}) == 1


# What is in a folder


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MODEL_FILES)
def test_a_folder_that_lacks_a_file_is_named(name: str, kind: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(BrokenModelError, match="fetch or copy the model again") as found:
        open_folder(folder, kind).engine("id")
    assert f"{folder} lacks {name};" in str(found.value)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_that_must_be_unpickled_are_refused(kind: str, folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(BrokenModelError, match="save_pretrained both to a folder") as found:
        open_folder(folder, kind).engine("id")
    assert f"{folder} lacks model.safetensors;" in str(found.value)


@pytest.mark.parametrize("kind", KINDS)
def test_both_engines_pass_on_what_the_load_checks_find(kind: str, folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"x" * 100)
    with pytest.raises(BrokenModelError, match="cannot be read"):
        open_folder(folder, kind).engine("id")


# Signatures


@pytest.mark.parametrize("kind", KINDS)
def test_the_signature_names_the_engine(kind: str, folder: Path) -> None:
    model = open_folder(folder, kind)
    name = model.engine("id").name
    assert name in model.signature()


def test_the_signature_is_the_same_wherever_the_model_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "elsewhere" / "model"))
    signatures = set()
    for place in (folder, other):
        monkeypatch.chdir(place.parent)
        model = open_folder(Path("model"), "transformers")
        model.engine("id")
        signatures.add(model.signature())
    assert len(signatures) == 1


@pytest.mark.parametrize("changed", ["config.json", "model.safetensors", "vocab.json"])
def test_the_signature_changes_with_the_files(changed: str, folder: Path) -> None:
    before = open_folder(folder, "auto")
    before.engine("id")
    alter(folder, changed)
    after = open_folder(folder, "auto")
    after.engine("id")
    assert after.signature() != before.signature()


def alter(folder: Path, name: str) -> None:
    """Change a file of a Marian folder so that it still passes the load checks."""
    from safetensors.torch import load_file, save_file

    path = folder / name
    if name.endswith(".json"):
        table = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(table, indent=3), encoding="utf-8")
    else:
        tensors = load_file(path)
        tensors["model.encoder.layers.0.fc1.weight"] *= 2
        save_file(tensors, path, metadata={"format": "pt"})


# Conversion


@fast_only
def test_a_model_is_converted_once(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = translated(folder, "ctranslate2")
    assert only(cache / "converted").is_dir()
    monkeypatch.setattr(ctranslate2, "convert", _fail)
    monkeypatch.setattr(marian, "load_checked", _fail)
    assert translated(folder, "ctranslate2") == first


@fast_only
def test_another_model_is_converted_apart(folder: Path, cache: Path) -> None:
    translated(folder, "ctranslate2")
    alter(folder, "model.safetensors")
    translated(folder, "ctranslate2")
    assert len(list((cache / "converted").iterdir())) == 2


@fast_only
def test_a_conversion_that_fails_leaves_nothing(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(self: object, output: str, **options: Any) -> None:
        Path(output).mkdir()
        (Path(output) / "model.bin").write_bytes(b"half")
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("ctranslate2.converters.TransformersConverter.convert", convert)
        with pytest.raises(OSError, match="no space left"):
            translated(folder, "ctranslate2")
    assert list((cache / "converted").iterdir()) == []
    translated(folder, "ctranslate2")


@fast_only
def test_a_conversion_by_another_process_meanwhile_is_kept(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "converted" / "model"
    target.mkdir(parents=True)
    (target / "model.bin").write_bytes(b"theirs")
    ctranslate2.convert(folder, target, "float32")
    assert only(target.parent) == target
    assert only(target).read_bytes() == b"theirs"


@fast_only
def test_a_conversion_that_cannot_be_put_in_place_fails(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "converted" / "model"
    target.parent.mkdir()
    target.write_bytes(b"a file")
    with pytest.raises(OSError, match="model"):
        ctranslate2.convert(folder, target, "float32")
    assert only(target.parent).read_bytes() == b"a file"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


def _scramble(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _zero(path: Path) -> None:
    path.write_bytes(bytes(5000))


DAMAGE = {
    "no weights": ("model.bin", Path.unlink),
    "cut weights": ("model.bin", _cut),
    "scrambled weights": ("model.bin", _scramble),
    "zeroed weights": ("model.bin", _zero),
    "no vocabulary": ("shared_vocabulary.json", Path.unlink),
    "scrambled vocabulary": ("shared_vocabulary.json", _scramble),
    "no configuration": ("config.json", Path.unlink),
}


@fast_only
@pytest.mark.parametrize(("name", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_conversion_says_what_to_delete(
    name: str, damage: Callable[[Path], None], used: Path, cache: Path
) -> None:
    converted = only(cache / "converted")
    damage(converted / name)
    with pytest.raises(BrokenModelError, match="delete this folder") as found:
        open_folder(used, "ctranslate2").engine("id")
    assert str(found.value).startswith(f"{converted}: ")
    shutil.rmtree(converted)
    assert open_folder(used, "ctranslate2").engine("id")


def _fail(*_: object, **__: object) -> None:
    raise AssertionError("this was not to be called")


# The self-test


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_use_records_what_the_model_says(kind: str, folder: Path, cache: Path) -> None:
    engine = open_folder(folder, kind).engine("id")
    record = json.loads(only(cache / "canaries").read_text(encoding="utf-8"))
    assert len(record) >= 2 * len(languages.codes())
    for sentence, (best,) in zip(record, engine.translate(list(record)), strict=True):
        assert record[sentence] == best.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_use_keeps_the_record(kind: str, used: Path, cache: Path) -> None:
    before = record_of(cache, kind).stat()
    open_folder(used, kind).engine("id")
    after = record_of(cache, kind).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["the model's", "the cache's"])
def test_a_model_that_says_something_else_is_refused(
    kind: str, place: str, used: Path, cache: Path
) -> None:
    path = record_of(cache, kind)
    record = json.loads(path.read_text(encoding="utf-8"))
    sentence = next(iter(record))
    found_text = record[sentence]
    record = dict.fromkeys(record, "Something else.")
    if place == "the model's":
        path.unlink()
        path = used / "canaries.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(BrokenModelError, match="fails its self-test") as found:
        open_folder(used, kind).engine("id")
    for part in (str(used), repr(sentence), repr(found_text), "'Something else.'", str(path)):
        assert part in str(found.value)
    path.unlink()
    assert open_folder(used, kind).engine("id")


def test_a_word_that_is_rounded_another_way_is_let_pass(used: Path, cache: Path) -> None:
    path = record_of(cache, "transformers")
    record = json.loads(path.read_text(encoding="utf-8"))
    record[next(iter(record))] += " indeed"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert open_folder(used, "transformers").engine("id")


def test_a_record_in_the_folder_is_the_one_that_counts(folder: Path, cache: Path) -> None:
    record = {TEXT: translated(folder, "transformers")}
    shutil.rmtree(cache)
    (folder / "canaries.json").write_text(json.dumps(record), encoding="utf-8")
    assert translated(folder, "transformers") == record[TEXT]
    assert not (cache / "canaries").exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\ufeff{}"])
def test_a_record_that_cannot_be_read_is_named(content: str, folder: Path, cache: Path) -> None:
    (folder / "canaries.json").write_text(content, encoding="utf-8")
    with pytest.raises(BrokenModelError, match=r"not a record.*delete it") as found:
        open_folder(folder, "transformers").engine("id")
    assert str(folder / "canaries.json") in str(found.value)


def test_engines_are_recorded_apart(folder: Path, cache: Path) -> None:
    if not ctranslate2.installed():
        pytest.skip("ctranslate2 is an extra")
    for kind in ("transformers", "ctranslate2"):
        open_folder(folder, kind).engine("id")
    assert len(list((cache / "canaries").iterdir())) == 2


def test_languages_that_a_model_lacks_are_passed_over_when_engines_are_opened() -> None:
    asked: list[str] = []

    class Polish:
        def engine(self, language: str) -> ScriptedEngine:
            asked.append(language)
            if language != "pl":
                raise UnknownLanguageError(language)
            return ScriptedEngine()

        def signature(self) -> str:
            return "polish"

    open_engines(Polish(), ["nb", "pl"])
    assert asked == ["no", "pl"]
    with pytest.raises(UnknownLanguageError):
        open_engines(Polish(), ["xx"])

    class Broken(Polish):
        def engine(self, language: str) -> ScriptedEngine:
            raise BrokenModelError(language)

    with pytest.raises(BrokenModelError):
        open_engines(Broken())
