"""The loss after one step against the learning rate: it falls, comes back to where it was, and rises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import BACKWARD, FORWARD, INK, PAPER, PATH, SOFT
from glassgrad.explain.blocks import Figure
from glassgrad.plots.curve_parts.number_axis import number_ticks
from glassgrad.plots.figures import in_style, new_axes, say
from glassgrad.plots.surface_looks import PLATE
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from .line_search import loss_with_rate
from .pictures import painted
from .words import equal_to, in_short
from .worked_step import WorkedStep

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]
FARTHEST, POINTS = 1.35, 201
"""How far the picture goes, by the largest rate that does not raise the loss."""
HIGHEST = 2.6
"""And how high, by the loss before the step."""
LOW = 0.3
"""A loss below this share of it lies at the bottom, where there is room for words above it alone."""


def rate_picture(step: WorkedStep, limit: float) -> Figure:
    """The loss after one step for every rate around the limit, with that of the step itself where it lies in the picture."""
    axes: Axes = new_axes(size=(7.0, 3.6))
    at, alpha = equal_to(limit), step.given["α"]
    _paint(axes, step, limit)
    shows = f"The loss J after one step against α: it falls from {in_short(step.loss)}, is as high again at α {at}, and higher just beyond it."
    after: Words = ()
    if alpha > FARTHEST * limit:
        after = (" The step with α ", equal_to(alpha), " lies far to the right; J is then ", plain_number(step.next.loss), ".")
    say(axes, title="The loss after one step", shows=shows, caption="")
    return painted(axes, caption=("The dashed line is what the gradient promises: it holds for very small steps only.", *after))


def losses_around(step: WorkedStep, limit: float) -> tuple[Array, Array]:
    """Rates from 0 to beyond the limit, and the loss after one step with each of them. Shapes: (points,)."""
    rates = np.linspace(0.0, FARTHEST * limit, POINTS)
    return rates, np.array([loss_with_rate(step, float(rate)) for rate in rates])


@in_style
def _paint(axes: Axes, step: WorkedStep, limit: float) -> None:
    rates, losses = losses_around(step, limit)
    steepness = sum(step.gradient(leaf.name) ** 2 for leaf in step.descent.slopes)
    axes.axhline(step.loss, color=SOFT, linewidth=0.9, gid="before the step")
    axes.plot(rates, losses, color=FORWARD, gid="loss after the step")
    axes.plot([0.0, step.loss / steepness], [step.loss, 0.0], color=BACKWARD, linestyle="--", linewidth=1.4, gid="promised")
    _mark(axes, limit, step.loss, f"limit: α {equal_to(limit)}", {"xytext": (9, -5), "ha": "left", "va": "top"}, color=INK, marker="D")
    alpha, after = step.given["α"], step.next.loss
    falling = bool(alpha < rates[losses.argmin()])
    if alpha <= rates[-1]:
        side: dict[str, Any] = {"xytext": (9, 5), "ha": "left"} if falling else {"xytext": (-9, 5), "ha": "right"}
        inside = {"xytext": (0, 10), "ha": "center"} if after < LOW * step.loss else side
        _mark(axes, alpha, after, f"α {equal_to(alpha)}: J {equal_to(after)}", inside, color=PATH, marker="o")
    axes.annotate("before the step", ((0.55 if falling else 0.25) * rates[-1], step.loss), xytext=(0, 4), textcoords="offset points", ha="center", color=SOFT)
    axes.set(xlim=(0.0, rates[-1]), ylim=(0.0, HIGHEST * step.loss), xlabel="learning rate α", ylabel="J after one step")
    number_ticks(axes.xaxis, float(rates[-1]))
    number_ticks(axes.yaxis, HIGHEST * step.loss)
    axes.set_title("The loss after one step")


def _mark(axes: Axes, x: float, y: float, words: str, place: dict[str, Any], *, color: str, marker: str) -> None:
    axes.plot([x], [y], marker=marker, markersize=7, markerfacecolor=color, markeredgecolor=PAPER, zorder=5, gid=words)
    axes.annotate(words, (x, y), textcoords="offset points", color=INK, bbox=PLATE, zorder=6, **place)
