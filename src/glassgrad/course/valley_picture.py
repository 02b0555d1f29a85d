"""Two valleys and the hill between them, seen from above."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.palette import INK, PAPER
from glassgrad.explain.blocks import Figure
from glassgrad.graph import Node, ancestors
from glassgrad.plots.contour_labels import label_apart
from glassgrad.plots.contours import paint_contours
from glassgrad.plots.figures import in_style, new_axes
from glassgrad.plots.measured.formula_surface import surface_of
from glassgrad.plots.measured.surface import LossSurface
from glassgrad.writing.spelled import spelled_name

from .pictures import painted
from .words import equal_to, in_short
from .worked_step import WorkedStep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, POINTS = 1.8, 41
"""How far the picture goes, by the lowest place."""
SEEN = 1.5
"""The loss is shown up to so many times that of the hill."""
SHORT_NUMBERS, MOST_TICKS = (0.05, 5000.0), 6
"""Places beyond these have long numbers beside the axis, of which fewer have room."""
PLATE = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.75}


def valley_picture(lowest: WorkedStep, between: WorkedStep) -> Figure:
    """The loss over a1 and w2: at a lowest place, at its mirror image, and halfway between."""
    a1, w2 = lowest.value("a1"), lowest.given["w2"]
    axes = _painted(_surface(lowest, between, a1, w2), between.loss, a1, w2)
    shows = (
        f"A map of the loss over a1 and w2: two curved valleys, and a hill as high as {in_short(between.loss)} on the straight way between two lowest places."
    )
    caption = "Dark is low; on the dotted lines the loss is 0. w1 and b1 count through a1 = w1·x + b1 alone, which turns its sign with them."
    return painted(axes, shows=shows, caption=(caption,))


def _surface(lowest: WorkedStep, between: WorkedStep, a1: float, w2: float) -> LossSurface:
    loss = lowest.descent.loss
    nodes = {node.name: node for node in ancestors([loss]) if node.name}
    given: dict[Node | str, float] = {node: lowest.given[name] for name, node in nodes.items() if name in lowest.given}
    xs, ys = (np.linspace(-WIDE * abs(end), WIDE * abs(end), POINTS) for end in (a1, w2))
    losses = np.minimum(surface_of(loss, given, nodes["a1"], nodes["w2"], xs, ys), SEEN * between.loss)
    names = {name: spelled_name(name) for name in ("w1", "a1", "b1", "w2")}
    label = f"{names['a1']} = {names['w1']}·x + {names['b1']}"
    return LossSurface(xs=xs, ys=ys, losses=losses, x_label=label, y_label=names["w2"], loss="loss J", title="Two valleys, and a hill between them")


@in_style
def _painted(surface: LossSurface, hill: float, a1: float, w2: float) -> Axes:
    axes: Axes = new_axes(size=(6.0, 4.6))
    paint_contours(axes, surface, log="no", labelled=False)
    axes.set_aspect("auto")
    for side in (-1.0, 1.0):
        along = side * np.geomspace(abs(a1) / WIDE, abs(a1) * WIDE, POINTS)
        axes.plot(along, a1 * w2 / along, color=PAPER, linestyle=":", linewidth=1.6, zorder=3, gid="valley")
    axes.plot([-a1, 0.0, a1], [-w2, 0.0, w2], color=INK, linestyle="--", linewidth=1.2, marker="o", markerfacecolor=PAPER, zorder=4, gid="straight way")
    for share, loss in ((-1, 0.0), (0, hill), (1, 0.0)):
        axes.annotate(
            f"J {equal_to(loss)}", (share * a1, share * w2), xytext=(0, 9), textcoords="offset points", ha="center", va="bottom", bbox=PLATE, zorder=5
        )
    if not SHORT_NUMBERS[0] < abs(a1) < SHORT_NUMBERS[1]:
        axes.locator_params(axis="x", nbins=MOST_TICKS)
    label_apart(axes)
    return axes
