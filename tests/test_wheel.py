"""The wheel holds what an installed library needs, and nothing of what it is made with.

``tests/offline_wheel.sh`` installs it into an empty environment and translates with no network.
"""

import os
import re
import subprocess
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import reformtext as rt

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "reformtext"
MODELS = ROOT / "models"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of the wheel that is built from this repository."""
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")))
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_the_package_with_all_its_data(wheel: dict[str, bytes]) -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {PACKAGE / "py.typed", PACKAGE / "data" / "glossary.toml"} <= set(files)
    for path in files:
        assert wheel[f"reformtext/{path.relative_to(PACKAGE).as_posix()}"] == path.read_bytes()


@pytest.mark.parametrize(
    "name", ["registry.toml", *(f"embedded/{p.name}" for p in (MODELS / "embedded").iterdir())]
)
def test_it_holds_the_registry_and_the_embedded_model(wheel: dict[str, bytes], name: str) -> None:
    assert wheel[f"reformtext/_models/{name}"] == (MODELS / name).read_bytes()


def test_it_holds_nothing_else(wheel: dict[str, bytes]) -> None:
    assert {name.split("/")[0] for name in wheel} == {
        "reformtext",
        f"reformtext-{rt.__version__}.dist-info",
    }
    assert {name.split("/")[2] for name in wheel if name.startswith("reformtext/_models/")} == {
        "registry.toml",
        "embedded",
    }
    assert not [name for name in wheel if name.endswith((".pyc", ".pt", ".tsv.xz"))]


def test_it_says_what_it_is_and_what_it_needs(wheel: dict[str, bytes]) -> None:
    info = f"reformtext-{rt.__version__}.dist-info"
    metadata = Parser().parsestr(wheel[f"{info}/METADATA"].decode())
    assert (metadata["Name"], metadata["Version"]) == ("reformtext", rt.__version__)
    needed = {re.split(r"[^\w.-]", line)[0] for line in metadata.get_all("Requires-Dist", [])}
    assert {"torch", "transformers", "sentencepiece"} <= needed
    assert b"reformtext = reformtext.cli:main" in wheel[f"{info}/entry_points.txt"]
    assert f"{info}/licenses/LICENSE" in wheel


@pytest.mark.skipif(
    os.environ.get("REFORMTEXT_SLOW") != "1",
    reason="installs torch into an empty environment, from the package index: REFORMTEXT_SLOW=1",
)
def test_it_translates_in_an_empty_environment_without_a_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "tests" / "offline_wheel.sh", tmp_path / "empty"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("translated: ")
