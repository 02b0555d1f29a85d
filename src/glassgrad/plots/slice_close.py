"""Steps up close: of each the slice around it, with the tangent, what the step promised, and what it really led to."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from .figures import figure_of, in_style
from .measured.directions import Vector
from .measured.slice import LossSlice
from .slice_marks import Look, paint_curve, paint_step
from .slice_words import apart, two_numbers
from .surface_words import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

ROOM = 0.15
"""What stays free above and below, as a share of what is seen."""
AT_EDGE = 0.5
"""The same on the side where a diamond stands that belongs beyond."""
FAR, ROUNDING = 1.5, 1e-12
"""A loss belongs beyond that is so many times as far from the curve as that is tall; one as level as roundings, this share of the loss, has no height."""
APART = 0.13
"""Numbers beside an axis are no closer together than this share of it."""


@in_style
def paint_close(panels: Sequence[Axes], slices: Sequence[LossSlice], *, logarithmic: bool = False) -> None:
    """Paint each step on axes of its own."""
    looks = [Look(place, len(slices)) for place in range(len(slices))]
    for axes, one, look in zip(panels, slices, looks, strict=True):
        paint_curve(axes, one, look)
        _limit(axes, one, logarithmic=logarithmic)
        axes.set_title(f"step {one.step:,}", fontsize="medium", fontweight="normal", pad=5)
    figure_of(panels[0]).draw_without_rendering()  # so that everything has its place
    for axes, one, look in zip(panels, slices, looks, strict=True):
        paint_step(axes, one, look)


def goes_beyond(one: LossSlice, *, logarithmic: bool) -> bool:
    """Whether the loss that a step really led to is so far away that, seen together, curve, tangent and ring would fall into one line."""
    curve, reached = _on_scale(_of_curve(one), logarithmic=logarithmic), _on_scale([one.after], logarithmic=logarithmic)
    tall = float(np.ptp(curve))
    if not len(reached) or tall <= ROUNDING * abs(one.before):
        return False
    return not curve.min() - FAR * tall <= reached[0] <= curve.max() + FAR * tall


def _limit(axes: Axes, one: LossSlice, *, logarithmic: bool) -> None:
    if logarithmic:
        axes.set_yscale("log")
    axes.set(xlim=one.at[[0, -1]], ylim=_heights(one, logarithmic=logarithmic))
    below = _write_two(axes.xaxis, one.old, one.new)
    if len(below) == 2:  # away from each other, so that long numbers do not meet
        for label, side in zip(below, ("right", "left") if one.move > 0 else ("left", "right"), strict=True):
            label.set_horizontalalignment(side)
    _write_two(axes.yaxis, one.before, one.alone if goes_beyond(one, logarithmic=logarithmic) else one.after)


def _heights(one: LossSlice, *, logarithmic: bool) -> tuple[float, float]:
    """From where to where the loss is shown: curve and step, and a diamond that belongs beyond has room at the edge."""
    beyond = goes_beyond(one, logarithmic=logarithmic)
    seen = _on_scale(_of_curve(one) if beyond else [*_of_curve(one), one.after], logarithmic=logarithmic)
    low, high = float(seen.min()), float(seen.max())
    room = ROOM * (high - low) or 0.1 * abs(low) or 1.0
    below, above = (AT_EDGE / ROOM * room if beyond and side else room for side in (one.after < one.before, one.after > one.before))
    return (10 ** (low - below), 10 ** (high + above)) if logarithmic else (low - below, high + above)


def _of_curve(one: LossSlice) -> list[float]:
    return [one.before, one.alone, *one.losses.tolist()]


def _on_scale(losses: Sequence[float], *, logarithmic: bool) -> Vector:
    """The losses that have a place on an axis, as it counts them: themselves, or their logarithms."""
    found = np.array([loss for loss in losses if isfinite(loss) and (loss > 0 or not logarithmic)])
    return np.log10(found) if logarithmic else found


def _write_two(axis: Axis, first: float, second: float) -> list[Any]:
    """Two numbers beside an axis that has its limits; the first alone where the second is too near, or not there."""
    from matplotlib.ticker import NullLocator

    both = isfinite(second) and _apart(axis, first, second) >= APART
    axis.set_ticks([first, second] if both else [first])
    axis.set_ticklabels(_written(first, second) if both else [short(first)])
    axis.set_minor_locator(NullLocator())
    return list(axis.get_ticklabels())


def _apart(axis: Axis, first: float, second: float) -> float:
    """How far two numbers are from each other, as a share of the axis."""
    with np.errstate(all="ignore"):
        ends, places = (axis.get_transform().transform(np.array(two)) for two in (axis.get_view_interval(), (first, second)))
        return float(abs(np.diff(places)[0] / np.diff(ends)[0]))


def _written(first: float, second: float) -> list[str]:
    """Two numbers, of those that differ in digits which nobody reads the second as what it differs by."""
    if apart(first, second):
        return list(two_numbers(first, second))
    return [short(first), f"{'+' if second > first else '−'} {short(abs(second - first))}"]
