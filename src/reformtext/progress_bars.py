"""How far a run is: a bar on a terminal, or one line beneath the cell of a notebook.

The line of a cell needs no widgets.  All bars of the cell stand in it one after another, and it is
empty when the last of them is done.
"""

from __future__ import annotations

import sys
import warnings
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

if TYPE_CHECKING:
    from tqdm import tqdm

__all__ = ["import_bars", "progress_bar"]

_lines: Final[dict[int, str]] = {}  # of the cell that ran last: where its line is shown


def progress_bar(total: int, wanted: bool | None) -> tqdm[Any]:
    """Return a progress bar, silent unless wanted or somebody is looking.

    Args:
        total: the number of segments.
        wanted: whether to show it; None: on a terminal or in a notebook.
    """
    from tqdm import tqdm

    in_notebook = _shell() is not None
    shown = (sys.stderr.isatty() or in_notebook) if wanted is None else wanted
    kind: type[tqdm[Any]] = _cell_bar() if in_notebook else tqdm
    return kind(
        total=total,
        unit=" segment",
        desc="translating",
        disable=not shown,
        leave=False,
        file=StringIO() if in_notebook else None,
        ascii=False if in_notebook else None,  # the line of a cell takes all of Unicode
    )


def import_bars() -> None:
    """Import the bars that other libraries take from tqdm, before one of them imports these.

    In a notebook without widgets they warn of these once, when they are first imported.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "IProgress not found")
        import tqdm.auto  # noqa: F401 - for its being there


@cache
def _cell_bar() -> type[tqdm[Any]]:
    """Return the bar of a notebook.  This function imports tqdm."""
    from tqdm import tqdm

    class CellBar(tqdm):  # type: ignore[type-arg]  # it is generic in its stubs alone
        """A bar that is shown in the line of the cell that runs."""

        def display(self, msg: str | None = None, pos: int | None = None) -> None:
            del pos  # that of the line, of which there is one
            _publish(str(self) if msg is None else msg)

    return CellBar


def _publish(message: str) -> None:
    """Show a message in the line of the cell that runs; an empty one takes no room.

    Bars call this with the lock of tqdm held, so that no two threads begin the line.
    """
    shell = _shell()
    cell = shell.execution_count
    is_new = cell not in _lines
    if is_new:
        _lines.clear()
        _lines[cell] = uuid4().hex
    shell.display_pub.publish(
        {"text/plain": message} if message else {"text/plain": "", "text/html": ""},
        transient={"display_id": _lines[cell]},
        update=not is_new,
    )


def _shell() -> Any:
    """Return the shell of the kernel of a notebook; None when this runs in none."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if hasattr(shell, "kernel") else None
