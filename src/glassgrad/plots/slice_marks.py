"""What is drawn of one slice through the loss: the curve, the point on it, the tangent there, and the step that was taken."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, log
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import BACKWARD, FORWARD, INK, PAPER, SOFT, blended

from .measured.slice import LossSlice
from .slice_reached import DIAMOND, paint_reached
from .words import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PALEST = 0.4
"""The share of the colour that the earliest step has; the last one has all of it."""
TANGENT = 0.085
"""Half of a tangent's length, as a share of the width of a picture as wide as a page; narrower pictures have a larger share."""
PAGE = 7.0
"""Inches."""
SEEN = 0.025
"""A step that is shorter than this share of the width is no arrow, but a dot."""


@dataclass(frozen=True)
class Look:
    """How one of several steps is drawn: the later, the darker. `zero` is the height that counts as 0."""

    place: int
    count: int
    zero: float = 0.0

    @property
    def colour(self) -> str:
        """The colour of the slice."""
        return blended(FORWARD, 1.0 if self.count == 1 else PALEST + (1 - PALEST) * self.place / (self.count - 1))


def paint_curve(axes: Axes, one: LossSlice, look: Look) -> None:
    """The slice; where the loss is not finite it has a gap."""
    losses = np.where(np.isfinite(one.losses), one.losses - look.zero, np.nan)
    axes.plot(one.at, losses, color=look.colour, zorder=2, gid=f"slice of step {one.step}")


def paint_step(axes: Axes, one: LossSlice, look: Look) -> bool:
    """The point before the step, the tangent, and the step: along the weight, then to the slice, and to the loss really reached.

    The axes have their limits and their size by then. Returns whether that loss is beyond them, and stands at their edge.
    """
    _paint_tangent(axes, one, look.zero)
    name, beyond = f"step {one.step}", False
    if is_seen(one):
        _paint_move(axes, one, look.zero, name)
        beyond = paint_reached(axes, one, look.zero)
        _paint_mark(axes, (one.new, one.alone - look.zero), f"alone: {name}", **RING, zorder=7)
    _paint_mark(axes, (one.old, one.before - look.zero), f"before: {name}", **DISC, markerfacecolor=look.colour, zorder=8)
    return beyond


def is_seen(one: LossSlice) -> bool:
    """Whether a step is long enough to be seen where all of its slice is shown."""
    return abs(one.move) >= SEEN * float(np.ptp(one.at))


def _paint_tangent(axes: Axes, one: LossSlice, zero: float) -> None:
    """A short straight line through the point with the slope of the gradient, as long for every slope as the eye sees it.

    On a logarithmic axis it has the slope of the curve as it is drawn there, d log₁₀ L / dw.
    """
    logarithmic = axes.get_yscale() == "log"
    if logarithmic and not one.before > 0:
        return
    ends_of_y = np.log10(axes.get_ylim()) if logarithmic else axes.get_ylim()
    slope = one.slope / (one.before * log(10)) if logarithmic else one.slope
    wide, high = (float(np.diff(ends)[0]) for ends in (axes.get_xlim(), ends_of_y))
    box = axes.get_window_extent()
    inches = box.width / axes.get_figure(root=True).dpi  # type: ignore[union-attr]
    half = TANGENT * wide * max(1.0, (PAGE / inches) ** 0.5) / hypot(1.0, slope * wide / high * box.height / box.width)
    ends = np.array([-half, half])
    rise = slope * ends
    losses = one.before * 10**rise if logarithmic else one.before - zero + rise
    axes.plot(one.old + ends, losses, color=BACKWARD, linewidth=2.2, zorder=4, gid=f"tangent of step {one.step}")


def _paint_move(axes: Axes, one: LossSlice, zero: float, name: str) -> None:
    arrow: dict[str, Any] = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 11, "linewidth": 1.1}
    before, alone = (loss - zero for loss in (one.before, one.alone))
    drawn = axes.annotate("", (one.new, before), (one.old, before), arrowprops=arrow, zorder=5)
    for part in (drawn, drawn.arrow_patch):  # without words, only the arrow is written
        if part is not None:
            part.set_gid(f"move of {name}")
    axes.plot([one.new, one.new], [before, alone], color=SOFT, linestyle="--", linewidth=1.0, zorder=3, gid=f"drop of {name}")


def _paint_mark(axes: Axes, place: tuple[float, float], name: str, **look: Any) -> None:
    axes.plot(*([one] for one in place), linestyle="", gid=name, **look)


DISC: dict[str, Any] = {"marker": "o", "markersize": 6, "markeredgewidth": 1.2, "markeredgecolor": INK}
RING: dict[str, Any] = {"marker": "o", "markersize": 5, "markeredgewidth": 1.2, "markerfacecolor": PAPER, "markeredgecolor": INK}


def key(weight: str, *, steps: bool) -> list[Any]:
    """What the key shows: a mark for each thing that is drawn of a slice and, if the `steps` themselves are seen, of them."""
    from matplotlib.lines import Line2D

    shown = literal(weight)
    slices = [
        Line2D([], [], linestyle="", label="before the step", markerfacecolor=FORWARD, **DISC),
        Line2D([], [], label="tangent: the gradient", color=BACKWARD, linewidth=2.2),
    ]
    if not steps:
        return slices
    return [
        *slices,
        Line2D([], [], label=f"the step of {shown}", color=INK, linewidth=1.1, marker=">", markersize=5),
        Line2D([], [], linestyle="", label=f"if only {shown} moved", **RING),
        Line2D([], [], linestyle="", label="really: all weights moved", **DIAMOND),
    ]
