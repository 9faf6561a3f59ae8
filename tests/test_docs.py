"""The documentation builds without a warning, runs, and leaves nothing public out."""

from __future__ import annotations

import importlib.util
import inspect
import json
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner
from sphinx.util.inventory import InventoryFile

import reformtext as rt
from reformtext import analysis, checking, models, repairs, row_columns, values, verification
from reformtext.cli import main
from reformtext.segment_tables import Table
from reformtext.testing import ScriptedEngine, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for path in DOCS.rglob("*.md")
    if re.search(r"^```(python|\{code-cell\})", path.read_text(encoding="utf-8"), re.MULTILINE)
)
CLASSES = (rt.Article, rt.Concept, rt.Corpus, rt.Glossary, rt.Pipeline, rt.Segment, rt.Span)


def english(text: str) -> str:
    """Return an English sentence that keeps what the checks look for in a text."""
    return f"The reform of the government has been carried out by the people here: {text}"


def scripted(name: str, **options: str) -> ScriptedModel:
    return ScriptedModel(ScriptedEngine(english, max_source_tokens=500))


def load(name: str) -> ModuleType:
    """Return a module of the folder of the documentation."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return every name of the reference, of a build that runs no page."""
    site = tmp_path_factory.mktemp("site")
    options = "-W", "-n", "--keep-going", "-q", "-D", "nb_execution_mode=off"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(site)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    return {name for kind, names in inventory.items() if kind[:3] == "py:" for name in names}


def tables() -> list[type[Any]]:
    """Return every table, after importing all modules that may define one."""
    for module in pkgutil.iter_modules(analysis.__path__, f"{analysis.__name__}."):
        import_module(module.name)
    found: list[type[Any]] = [Table]
    for of in found:  # which grows meanwhile
        found += of.__subclasses__()
    return found


def public(of: type[Any]) -> set[str]:
    """Return the methods and properties that a class defines or inherits within the library."""
    return {
        name
        for base in of.__mro__
        if base.__module__.startswith("reformtext")
        for name, value in vars(base).items()
        if name[0] != "_" and (callable(value) or isinstance(value, classmethod | property))
        if not inspect.isclass(value)
    }


def test_every_public_name_is_in_the_reference(reference: set[str]) -> None:
    assert {f"reformtext.{name}" for name in rt.__all__} <= reference


@pytest.mark.parametrize("of", CLASSES, ids=lambda of: of.__name__)
def test_every_method_is_in_the_reference(of: type[Any], reference: set[str]) -> None:
    assert public(of)
    assert {f"reformtext.{of.__name__}.{name}" for name in public(of)} <= reference


def test_every_table_and_its_methods_are_in_the_reference(reference: set[str]) -> None:
    missing = {f"{of.__module__}.{of.__qualname__}" for of in tables()} - reference
    documented = {name.rpartition(".")[2] for name in reference if name.count(".") > 1}
    assert {name for name in missing if name.rpartition(".")[2] not in documented} == set()
    for of in tables():
        own = {name for name in vars(of) if name in public(of)}
        assert {f"{of.__module__}.{of.__qualname__}.{name}" for name in own} <= reference


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of a page."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[heading]


COMMANDS = (DOCS / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", main.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    command = main.commands[name]
    text = section(COMMANDS, name)
    assert text.strip().split("\n\n")[0] == (command.help or "").split("\n\n")[0]
    terms = dict(re.findall(r"^`([^`]+)`\n: ((?:.|\n(?!\n))+)", text, flags=re.MULTILINE))
    context = click.Context(command)
    expected = {_term(parameter, context): parameter for parameter in command.params}
    assert set(terms) == set(expected)
    for term, parameter in expected.items():
        if isinstance(parameter, click.Option) and parameter.show_default:
            assert f"Default: `{parameter.default}`" in terms[term]
        elif parameter.required and isinstance(parameter, click.Option):
            assert "Required." in terms[term]


def _term(parameter: click.Parameter, context: click.Context) -> str:
    """Return what a parameter is called in its command's help."""
    shown = parameter.make_metavar(context).strip("[]")
    if isinstance(parameter, click.Option):
        kind = parameter.type
        shown = f"[{shown}]" if isinstance(kind, click.Choice) else shown.split()[0]
        return parameter.opts[0] if parameter.is_flag else f"{parameter.opts[0]} {shown}"
    return shown


def test_the_columns_that_are_read_are_documented() -> None:
    page = (DOCS / "how-to" / "read.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `?(\w+)`? \| (`.+`) \|$", page, flags=re.MULTILINE)
    listed = {name: tuple(re.findall(r"`([^`]+)`", columns)) for name, columns in rows}
    others = {"text": row_columns.TEXT_COLUMNS, "id": row_columns.ID_COLUMNS}
    assert listed == others | dict(row_columns.METADATA_COLUMNS)


def test_the_exit_statuses_are_documented() -> None:
    rows = re.findall(r"^\| (\d+) \|", section(COMMANDS, "Exit status"), flags=re.MULTILINE)
    assert rows == re.findall(
        r"\b(\d+) (?=done|some|wrong|fini|stop)", import_module("reformtext.cli").__doc__ or ""
    )


def test_every_check_and_every_rung_is_explained() -> None:
    page = (DOCS / "explanation" / "checks.md").read_text(encoding="utf-8")
    checks = set(re.findall(r"^\| `([^`]+)` \|", page, flags=re.MULTILINE))
    assert checks == checking.ALL
    assert all(f"`{note}`" in page for note in values.NOTES)
    rungs = [*re.findall(r"^`([^`]+)`\n: ", page, flags=re.MULTILINE)]
    assert rungs == [rung.name for rung in repairs.RUNGS]
    assert f"*{verification.EDITED}*\n: " in page
    assert f"*{verification.NORMALISED}*\n: " in page


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of the examples, translated by a script."""
    staging = load("staging")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "Model", scripted)
        patch.setenv(staging.KERNELS, "")  # to have it as it was afterwards
        yield staging.make_examples(tmp_path_factory.mktemp("docs") / "examples")


def blocks(page: Path) -> Iterator[str]:
    """Yield the blocks of Python of a page."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(
        r"^```(?:python|\{code-cell\} python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL
    ):
        yield re.sub(r"\A(:.*\n)+\n?", "", block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_code_runs(
    page: Path, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "Model", scripted)
    monkeypatch.setattr(rt, "Model", scripted, raising=False)
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(examples, tmp_path, dirs_exist_ok=True)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.startswith("!"):
            for line in block.splitlines():
                command, *arguments = shlex.split(line.partition(" 2> ")[0])
                assert command == "!reformtext"
                assert CliRunner().invoke(main, arguments).exit_code == 0
        else:
            exec(compile(block, page.name, "exec"), names)  # noqa: S102 - it is the page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_hides_nothing_that_it_needs(page: Path) -> None:
    assert "remove-cell" not in page.read_text(encoding="utf-8")


def test_a_kernel_begins_with_the_examples(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (startup,) = Path(os.environ[load("staging").KERNELS]).rglob("startup/*.py")
    exec(startup.read_text(encoding="utf-8"), {})  # noqa: S102 - as a kernel does
    assert {path.name for path in tmp_path.iterdir()} == {"articles", "corpus.parquet"}
    shipped = DOCS / "examples" / "articles"
    assert {path.name for path in shipped.iterdir()} == {
        path.name for path in (tmp_path / "articles").iterdir()
    }


def test_there_are_pages_that_run() -> None:
    assert {"index", "tutorial", "cli", "read", "checks"} <= {page.stem for page in PAGES}


@pytest.mark.parametrize(("changed", "outputs"), [(False, 1), (True, 0)])
def test_a_notebook_comes_with_its_outputs_if_it_is_the_one_that_ran(
    changed: bool, outputs: int, tmp_path: Path
) -> None:
    cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": []}
    ran = {**cell, "outputs": [{"output_type": "stream", "name": "stdout", "text": "2"}]}
    if changed:
        ran["source"] = ["1 + 2"]
    for folder, content in (("notebooks", cell), ("ran", ran)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "01.ipynb").write_text(json.dumps({"cells": [content]}), "utf-8")
    old = tmp_path / "site" / "old.ipynb"
    old.parent.mkdir()
    old.touch()
    (copy,) = load("staging").stage_notebooks(
        tmp_path / "notebooks", tmp_path / "ran", tmp_path / "site"
    )
    (found,) = json.loads(copy.read_text(encoding="utf-8"))["cells"]
    assert len(found["outputs"]) == outputs
    assert [path.name for path in old.parent.iterdir()] == ["01.ipynb"]
