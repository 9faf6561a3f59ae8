"""Axes that a notebook shows.  Importing this module imports matplotlib."""

from __future__ import annotations

from io import BytesIO

from matplotlib.axes import Axes

__all__ = ["ShownAxes"]


class ShownAxes(Axes):
    """Axes that show their figure as the value of a notebook's cell.

    A notebook shows the figures that pyplot keeps; one made without pyplot would leave no more
    than the name of its axes.
    """

    def _repr_png_(self) -> bytes:
        image = BytesIO()
        if self.figure is not None:
            self.figure.figure.savefig(image, format="png", dpi=120)
        return image.getvalue()
