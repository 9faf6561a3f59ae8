"""The Sphinx configuration of the documentation: ``make docs``, or see CONTRIBUTING.md.

Nothing here reaches the network: there are no inventories to fetch, and the model hub is switched
off for the pages that run.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import reformtext

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(HERE))

from staging import make_examples, stage_notebooks  # noqa: E402 - it lies beside this file

project = "reformtext"
author = "the reformtext contributors"
copyright = author  # noqa: A001 - the name that Sphinx asks for
release = version = reformtext.__version__
language = "en-GB"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "**.ipynb_checkpoints"]
html_theme = "furo"
html_title = f"reformtext {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False

# An error in a page that runs is an error of the build.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_in_temp = True
nb_execution_timeout = 300
nb_execution_excludepatterns = ["notebooks/*"]  # they come with their outputs
nb_output_stderr = "remove"  # progress bars; the tests make errors of warnings
nb_merge_streams = True
nb_render_markdown_format = "gfm"  # the tables of a data card

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_class_signature = "mixed"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False
python_use_unqualified_type_names = True

nitpicky = True
# What other projects document, and parts of tables that nobody meets by name.  Nothing else of
# reformtext is to be ignored.
nitpick_ignore_regex = [
    (r"py:.*", r"(collections|datetime|decimal|enum|os|pathlib|types|typing)\..*"),
    (r"py:.*", r"(pd|pa|pl|np|npt|pandas|pyarrow|polars|numpy|scipy|matplotlib)\..*"),
    (r"py:.*", r"(datasets|huggingface_hub|spacy)\..*"),
    (r"py:.*", r"Axes|Language|Path|PathLike|csr_array"),
    (r"py:.*", r"(.*\.)?(Articles|Column|ColumnRows|Evidence|Floats|Groups|Ints|Made|Place)"),
    (r"py:.*", r"(.*\.)?(Row|Sink)"),
]


def prepare(app: Sphinx) -> None:
    """Put in place what the pages read; a build that runs nothing needs no examples."""
    stage_notebooks(ROOT / "notebooks", ROOT / "out" / "notebooks", HERE / "notebooks")
    if app.config.nb_execution_mode != "off":
        make_examples(Path(app.doctreedir) / "examples")


def keep_colons(
    _app: Sphinx, what: str, _name: str, _object: object, _options: object, lines: list[str]
) -> None:
    """Keep napoleon from reading "Text: more" of a property as its type and description."""
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]  # an empty comment, which has no colon


def write_out(
    _app: Sphinx, _what: str, _name: str, _object: object, _options: object, *signature: str | None
) -> tuple[str | None, ...]:
    """Write out what Sphinx cannot read in a signature, and the alias that is also a row's name."""
    alias = re.compile(r"\bKey\b")
    key = "str | Callable[[Article], Any]"
    return tuple(part and alias.sub(key, part).replace("<factory>", "...") for part in signature)


def setup(app: Sphinx) -> None:
    """Prepare the pages as soon as it is known what they are to become."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    app.connect("builder-inited", prepare, priority=100)
    app.connect("autodoc-process-signature", write_out)
    app.connect("autodoc-process-docstring", keep_colons, priority=100)
