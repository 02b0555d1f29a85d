"""The loss that a step really led to: a diamond at its place, or at the edge of the picture with its number, where it is far beyond."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from glassgrad.draw.palette import INK, PAPER, SOFT

from .measured.slice import LossSlice
from .slice_words import beside
from .surface_looks import PLATE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DIAMOND: dict[str, Any] = {"marker": "D", "markersize": 9, "markeredgewidth": 1.2, "markerfacecolor": PAPER, "markeredgecolor": INK}
EDGE = 0.12
"""How far from the edge of the axes a diamond stands that belongs beyond it, as a share of their height."""
AWAY = 9
"""Points from there to its number."""


def paint_reached(axes: Axes, one: LossSlice, zero: float) -> bool:
    """Paint the diamond and the way to it from the ring, on axes with their limits. Returns whether it stands at the edge, since it belongs beyond it."""
    name = f"step {one.step}"
    if not isfinite(one.after):
        return False
    low, high = axes.get_ylim()
    below, above = one.after - zero < low, one.after - zero > high
    height = one.after - zero if not (below or above) else _height_at(axes, EDGE if below else 1 - EDGE)
    axes.plot([one.new, one.new], [one.alone - zero, height], color=SOFT, linestyle=":", linewidth=1.4, zorder=3, gid=f"rest of {name}")
    axes.plot([one.new], [height], linestyle="", gid=f"{'beyond' if below or above else 'reached'}: {name}", **DIAMOND, zorder=6)
    if below or above:
        _write_loss(axes, one, height, "↓" if below else "↑")
    return below or above


def _height_at(axes: Axes, share: float) -> float:
    """The loss at a share of the axes' height."""
    return float(axes.transData.inverted().transform(axes.transAxes.transform((0.0, share)))[1])


def _write_loss(axes: Axes, one: LossSlice, height: float, arrow: str) -> None:
    """The number beside the diamond, on the side where the step came from: there is more room."""
    right = one.move < 0
    axes.annotate(
        f"{arrow} {beside(one.after, one.before)}", (one.new, height), (AWAY if right else -AWAY, 0), textcoords="offset points",
        ha="left" if right else "right", va="center", fontsize="small", color=INK, bbox=PLATE, zorder=5,
    )  # fmt: skip
