"""Where a key stands beneath axes, and how many numbers a logarithmic axis has, for few families as for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glassgrad.plots.figures import figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

BELOW = 0.5
"""Inches from the axis down to the key: ticks and the axis's name stand between."""
NARROW, WIDE = 6.0, 100.0
"""An axis that spans less than so many times has evenly spaced numbers; up to so many, 1, 2 and 5 of each power of ten."""
TICKS = 5


def place_beneath(axes: Axes, *, left: bool = False) -> dict[str, Any]:
    """How a legend stands beneath the axes, in their middle or at their left, however high they become."""
    from matplotlib.transforms import ScaledTranslation

    down = ScaledTranslation(0, -BELOW, figure_of(axes).dpi_scale_trans)
    where: dict[str, Any] = {"loc": "upper left" if left else "upper center", "bbox_to_anchor": (0.0 if left else 0.5, 0.0)}
    return {**where, "bbox_transform": axes.transAxes + down, "borderaxespad": 0.0}


def log_ticks(axis: Axis, low: float, high: float) -> None:
    """Give a logarithmic axis from `low` to `high` enough numbers to be read, and none between them."""
    from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

    if high / low < NARROW:
        axis.set_major_locator(MaxNLocator(TICKS, steps=[1, 2, 2.5, 5, 10]))
    elif high / low < WIDE:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_minor_formatter(NullFormatter())
