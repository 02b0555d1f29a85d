"""Steps up close: of each the slice around it, with the tangent, what the step promised, and what it really led to."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from .figures import figure_of, in_style
from .measured.slice import LossSlice
from .slice_marks import Look, paint_curve, paint_step
from .slice_words import two_numbers
from .surface_words import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

ROOM = 0.15
"""What stays free above and below, as a share of what is seen."""
APART = 0.13
"""Numbers beside an axis are no closer together than this share of it."""


@in_style
def paint_close(panels: Sequence[Axes], slices: Sequence[LossSlice]) -> None:
    """Paint each step on axes of its own."""
    looks = [Look(place, len(slices)) for place in range(len(slices))]
    for axes, one, look in zip(panels, slices, looks, strict=True):
        paint_curve(axes, one, look)
        _limit(axes, one)
        axes.set_title(f"step {one.step:,}", fontsize="medium", fontweight="normal", pad=5)
    figure_of(panels[0]).draw_without_rendering()  # so that everything has its place
    for axes, one, look in zip(panels, slices, looks, strict=True):
        paint_step(axes, one, look)


def _limit(axes: Axes, one: LossSlice) -> None:
    losses = [loss for loss in (one.before, one.alone, one.after, *one.losses) if isfinite(loss)]
    room = ROOM * (max(losses) - min(losses)) or 0.1 * abs(one.before) or 1.0
    axes.set(xlim=one.at[[0, -1]], ylim=(min(losses) - room, max(losses) + room))
    below = _write_two(axes.xaxis, one.old, one.new, float(one.at[-1] - one.at[0]))
    if len(below) == 2:  # away from each other, so that long numbers do not meet
        for label, side in zip(below, ("right", "left") if one.move > 0 else ("left", "right"), strict=True):
            label.set_horizontalalignment(side)
    _write_two(axes.yaxis, one.before, one.after, max(losses) - min(losses) + 2 * room)


def _write_two(axis: Axis, first: float, second: float, seen: float) -> list[Any]:
    """Two numbers beside an axis; the first alone where the second is too near, or not there."""
    apart = isfinite(second) and abs(second - first) >= APART * seen
    axis.set_ticks([first, second] if apart else [first])
    axis.set_ticklabels(list(two_numbers(first, second)) if apart else [short(first)])
    return list(axis.get_ticklabels())
