"""What all tests share: a cache of their own, no network, one tiny model."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# huggingface_hub reads these once, when it is imported.  Nothing answers on the discard port.
os.environ["HF_ENDPOINT"] = "http://127.0.0.1:9"
os.environ["HF_HOME"] = str(Path(tempfile.gettempdir()) / f"reformtext-tests-{os.getpid()}")
os.environ["NO_PROXY"] = "127.0.0.1"
# Models as tiny as these are slower with more threads than one.
os.environ["OMP_NUM_THREADS"] = "1"
for _name in ("HF_HUB_CACHE", "HF_HUB_OFFLINE", "HF_TOKEN", "HUGGINGFACE_HUB_CACHE"):
    os.environ.pop(_name, None)

# What a push is judged by does not change from run to run; at home, every run looks further.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

SENTENCES = (
    "Pemerintah mengumumkan rencana baru pada hari Senin.",
    "Ada 25 desa di provinsi ini.",
    "Regjeringen la fram en ny plan mandag.",
    "Rząd ogłosił w poniedziałek nowy plan.",
    "Guvernul a anunțat luni un plan nou.",
    "The government announced a new plan on Monday.",
    "There are 25 villages in this province.",
)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFORMTEXT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the cache folder of one test, empty."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("REFORMTEXT_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tiny Marian folder with random weights; to change it, copy it."""
    from reformtext.testing import write_marian_folder

    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_marian_folder(folder, SENTENCES)
    return folder
