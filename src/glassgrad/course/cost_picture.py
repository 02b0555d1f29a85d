"""What all gradients cost, the one way and the other, on graphs of growing size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from glassgrad.draw.palette import BACKWARD, FORWARD
from glassgrad.explain.blocks import Figure
from glassgrad.plots.figures import in_style, new_axes, say

from .pictures import painted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM = 6.0
"""How much farther than the last point the picture goes, for the words beside it."""
TOGETHER, SINGLY = "backpropagation", "one at a time"


def cost_picture(parameters: Sequence[int], together: Sequence[float], singly: Sequence[float], *, cost: str, told: Callable[[float], str]) -> Figure:
    """The cost of all gradients against the number of parameters, on logarithmic axes. `cost` says what is counted, `told` how such a number is said."""
    axes: Axes = new_axes(size=(7.0, 3.4))
    _paint(axes, parameters, together, singly, cost, told)
    shows = f"{cost[0].upper()}{cost[1:]} against P: for P = {parameters[-1]:,}, {TOGETHER} takes {told(together[-1])}, and {SINGLY} {told(singly[-1])}."
    say(axes, title="What all gradients cost", shows=shows, caption="")
    return painted(axes, caption=("Both axes are logarithmic: equal steps are equal factors.",))


@in_style
def _paint(axes: Axes, parameters: Sequence[int], together: Sequence[float], singly: Sequence[float], cost: str, told: Callable[[float], str]) -> None:
    for name, costs, colour, marker in ((SINGLY, singly, BACKWARD, "s"), (TOGETHER, together, FORWARD, "o")):
        axes.plot(parameters, costs, color=colour, marker=marker, gid=name)
        words = f"{name}:\n{told(costs[-1])}"
        axes.annotate(words, (parameters[-1], costs[-1]), xytext=(9, 0), textcoords="offset points", va="center", color=colour)
    axes.set(xscale="log", yscale="log", xlim=(parameters[0] / 1.5, parameters[-1] * ROOM), xlabel="parameters P", ylabel=cost)
    axes.minorticks_off()
    axes.set_title("What all gradients cost")
