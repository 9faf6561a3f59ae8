"""What the recipe reads, leaves out and says of it; its files are there whole or not at all."""

from __future__ import annotations

import csv
import importlib
import lzma
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Path]

RECIPE = Path(__file__).parents[1] / "models" / "recipe"
ITEM = "{n} boats are here\tAda {n} kapal\tStoi tu {n} łodzi\tHer er {n} båter\tAici sunt {n} nave"
MANIFEST = """
held_out_every = 20
max_length_ratio = 2.5
language_exponent = 0.5
languages = { id = "id", nb = "no", pl = "pl" }
related = { da = 0.6 }
factors = { default = 0.5, authored = 6.0, news_site = 4.0 }
last_phase = { default = 0.3, authored = 2.0 }
last_phase_languages = { id = 1.6 }
"""
FILES = {
    "id/news_site": "Rumah itu besar.\tThe house is big.\nDia datang.\tShe came.\n",
    "id/talks": "Rumah itu besar.\tThe house is big.\nHari ini hujan.\tIt rains today.\n",
    "id/closed": "Buku itu mahal.\tThe book is dear.\n",
    "id/odd": "Buku itu baru.\tThe book is new.\n",
    "nb/stray": "Boken er ny.\tThe book is new.\n",
}
ROWS = """
language	source	licence_class	repository	licence
id	news_site	open	people/news@1	CC0
id	talks	unstated	people/talks@2	unstated
id	closed	nc	people/closed@3	CC BY-NC
id	odd	NC	people/odd@4	CC BY-NC
id	gone	open	people/gone@5	MIT
"""


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    monkeypatch.syspath_prepend(str(RECIPE))
    return importlib.import_module


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    folder = tmp_path / "parallel"
    for name, text in FILES.items():
        path = folder / f"{name}.tsv.xz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(path, "wt", encoding="utf-8") as handle:
            handle.write(text)
    (folder / "SOURCES.tsv").write_text(ROWS.lstrip(), encoding="utf-8")
    return folder


@pytest.fixture
def run(recipe: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a step in a work folder, which is returned, on a little text of its own."""
    authored = tmp_path / "authored"
    authored.mkdir()
    items = "\n".join(ITEM.format(n=n) for n in range(10, 50))
    (authored / "boats.tsv").write_text(items, encoding="utf-8")
    (tmp_path / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    monkeypatch.setattr(recipe("prepare"), "AUTHORED", authored)
    monkeypatch.setattr(recipe("prepare"), "MANIFEST", tmp_path / "manifest.toml")

    def step(name: str, *arguments: object) -> Path:
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        monkeypatch.setattr(sys, "argv", [name, *map(str, arguments), "--work", str(work)])
        recipe(name.removesuffix(".py")).main()
        return work

    return step


def table(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    with path.open(encoding="utf-8") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["source"], row["language"]): row for row in rows}


def test_the_table_says_what_became_of_each_source(run: Run, parallel: Path) -> None:
    work = run("prepare.py", parallel, "--no-held-out")
    rows = table(work / "sources.tsv")
    columns = ("origin", "licence class", "read", "kept", "dropped", "factor")
    assert {key: tuple(row[c] for c in columns) for key, row in rows.items() if key[1] == "id"} == {
        ("authored", "id"): (
            *("models/recipe/authored", "open", "40", "38", "development set: 2", "6.0"),
        ),
        ("closed", "id"): ("people/closed@3", "nc", "0", "0", "licence class nc", ""),
        ("gone", "id"): ("people/gone@5", "open", "0", "0", "no such file", ""),
        ("news_site", "id"): ("people/news@1", "open", "2", "2", "", "4.0"),
        ("odd", "id"): ("people/odd@4", "NC", "0", "0", "licence class NC", ""),
        ("talks", "id"): ("people/talks@2", "unstated", "2", "1", "duplicate: 1", "0.5"),
    }
    assert rows["stray", "no"]["dropped"] == "not in SOURCES.tsv"
    kept = [line.split("\t")[:2] for line in (work / "pairs.tsv").read_text().splitlines()]
    for (source, language), row in rows.items():
        assert kept.count([language, source]) == int(row["kept"])


def test_what_is_not_read_or_not_weighed_is_named(
    run: Run, parallel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("prepare.py", parallel, "--no-held-out")
    said = capsys.readouterr()
    assert "weighed by default, 0.5: talks\n" in said.out
    assert f"languages without a folder in {parallel}: pl, da\n" in said.out
    assert "left out, licence class nc: id/closed\n" in said.out
    assert "left out, not in SOURCES.tsv: nb/stray\n" in said.out
    assert "WARNING" in said.err


def test_a_factor_of_a_source_that_there_is_not_is_an_error(
    run: Run, parallel: Path, tmp_path: Path
) -> None:
    wrong = MANIFEST.replace("news_site = 4.0", "news-site = 4.0")
    (tmp_path / "manifest.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"does not name: \[factors\] news-site\."):
        run("prepare.py", parallel, "--no-held-out")


def test_held_out_text_is_given_or_declined(
    run: Run, parallel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ((), ("--no-held-out", "--held-out", parallel)):
        with pytest.raises(SystemExit, match="2"):
            run("prepare.py", parallel, *arguments)
        assert "--no-held-out" in capsys.readouterr().err
    with pytest.raises(SystemExit, match=r"absent is no folder: name"):
        run("prepare.py", parallel, "--held-out", tmp_path / "absent")
    with pytest.raises(SystemExit, match=r"holds no \*\.txt: name"):
        run("prepare.py", parallel, "--held-out", parallel)
    with pytest.raises(SystemExit, match=r"holds no SOURCES\.tsv"):
        run("prepare.py", tmp_path, "--no-held-out")
    assert not (tmp_path / "work" / "pairs.tsv").exists()


def test_a_step_without_its_input_names_the_step_before(run: Run, parallel: Path) -> None:
    for step in ("vocabulary.py", "variants.py"):
        with pytest.raises(SystemExit, match=r"no pairs\.tsv.*run python \S+/prepare\.py first"):
            run(step)
    work = run("prepare.py", parallel, "--no-held-out")
    with pytest.raises(SystemExit, match=r"no vocab\.json.*/vocabulary\.py first"):
        run("variants.py")
    (work / "vocab.json").write_text('{"<pad>": 2}', encoding="utf-8")
    (work / "vocabulary.json").write_text('{"english": 2}', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"no lexicon\.pt.*/lexicon\.py first"):
        run("variants.py")


def test_a_file_is_replaced_once_all_is_written(
    recipe: Callable[[str], Any], tmp_path: Path
) -> None:
    common, path = recipe("common"), tmp_path / "pairs.tsv"
    common.write(path, "old")

    def cut_off() -> None:
        with common.whole(path) as part:
            part.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("pairs.tsv", "old")]
    common.write(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("pairs.tsv", "new")]


def test_pieces_are_found_again_where_the_last_of_their_files_is_missing(
    run: Run, parallel: Path, recipe: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []
    vocabulary = recipe("vocabulary")
    monkeypatch.setattr(vocabulary, "make_pieces", lambda rows, _: found.append(len(rows)))
    monkeypatch.setattr(vocabulary, "encode_pairs", lambda *_: None)
    work = run("prepare.py", parallel, "--no-held-out")
    (work / "source.spm").touch()
    run("vocabulary.py")
    assert len(found) == 1
    (work / "vocabulary.json").touch()
    run("vocabulary.py")
    assert len(found) == 1


def test_the_table_of_the_repository_fits_the_manifest() -> None:
    manifest = tomllib.loads((RECIPE / "manifest.toml").read_text(encoding="utf-8"))
    factors = manifest["factors"]
    rows = table(RECIPE / "sources.tsv")
    names = {source for source, _ in rows}
    for part in ("factors", "last_phase"):
        assert manifest[part].keys() - names == {"default"}
    for (source, _), row in rows.items():
        assert row["licence"], row
        if row["licence class"] in ("open", "unstated"):
            assert float(row["factor"]) == factors.get(source, factors["default"])
            assert int(row["kept"]) > 0
        else:
            assert (row["kept"], row["factor"]) == ("0", "")
