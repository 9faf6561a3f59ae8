"""What the pages need before they are read: copies of the notebooks, and a corpus to look into."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import reformtext as rt

HERE = Path(__file__).parent
ARTICLES = HERE / "examples" / "articles"
EXAMPLES = "REFORMTEXT_DOCS_EXAMPLES"
"""The environment variable that tells a page where its files are."""


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
    """Write the articles of the examples and their corpus to a folder, and tell the pages of it.

    Args:
        target: gets ``articles/`` and ``corpus.parquet``; what else was in it is removed.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ARTICLES, target / "articles")
    rt.normalise(target / "articles", progress=False).write(target / "corpus.parquet")
    os.environ[EXAMPLES] = str(target.resolve())
    return target
