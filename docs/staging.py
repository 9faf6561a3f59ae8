"""What the pages need before they are read: copies of the notebooks, and a corpus to look into."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import reformtext as rt

HERE = Path(__file__).parent
ARTICLES = HERE / "examples" / "articles"
KERNELS = "IPYTHONDIR"
"""The environment variable that tells the kernel of a page where its settings are."""
_STARTUP = """
from shutil import copytree

copytree({source!r}, ".", dirs_exist_ok=True)
del copytree
"""


def stage_notebooks(notebooks: Path, executed: Path, target: Path) -> list[Path]:
    """Copy every notebook to a folder of the site; return the copies.

    One that was run, and still has the same cells, is taken with its outputs.  Nothing is run here.

    Args:
        notebooks: the folder of the notebooks, which are kept without outputs.
        executed: where the tests leave them as they ran; it need not be there.
        target: the folder to fill; what else was in it is removed.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    copies = []
    for notebook in sorted(notebooks.glob("*.ipynb")):
        ran = executed / notebook.name
        fresh = ran.is_file() and _cells(ran) == _cells(notebook)
        copies.append(Path(shutil.copyfile(ran if fresh else notebook, target / notebook.name)))
    return copies


def _cells(notebook: Path) -> list[tuple[str, str]]:
    """Return what a reader writes in a notebook: the kinds and texts of its cells."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def make_examples(target: Path) -> Path:
    """Write the articles of the examples and their corpus to a folder, and have pages begin there.

    A page runs in an empty folder: its kernel, as it starts, copies the files into that, so that
    the page reads as what a reader runs in ``docs/examples``.

    Args:
        target: gets ``articles/`` and ``corpus.parquet``; what else was in it is removed.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ARTICLES, target / "articles")
    rt.normalise(target / "articles", progress=False).write(target / "corpus.parquet")
    settings = target.with_name(f"{target.name}-kernel").resolve()
    startup = settings / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    copying = _STARTUP.format(source=str(target.resolve()))
    (startup / "00-examples.py").write_text(copying, encoding="utf-8")
    os.environ[KERNELS] = str(settings)
    return target
