"""Softmax has no curve of its own. With all scores but one held, it has: how the shares move when that score does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import INK, LINE, PAPER, class_colour
from glassgrad.explain.blocks import Figure
from glassgrad.plots.figures import in_style, new_axes, say
from glassgrad.writing.numbers import number

from .activation_pages import applied
from .pictures import painted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]
ROOM, POINTS = 5.0, 301
"""How far the picture goes on both sides of what happens in it."""
FAR = 40.0
"""A score that is farther than this from where the curve rises is not in the picture: nothing else could be seen in it."""
STYLES = ("-", "--", "-.")


def softmax_picture(scores: Sequence[float]) -> Figure:
    """The shares of three scores, while the first of them moves."""
    first, *others = scores
    at = moving(first, others)
    shares, now = applied("softmax", np.array([[one, *others] for one in at])), applied("softmax", np.array(scores))
    axes: Axes = new_axes(size=(7.0, 3.3))
    _paint(axes, at, shares, first, now)
    held = " and ".join(number(one).text for one in others)
    shows = f"The three shares while the first score moves and {held} are held: the first share rises in an S from 0 to 1, at the cost of the others."
    say(axes, title="The shares when one score moves", shows=shows, caption="")
    dots = "The dots are at the scores above." if at[0] <= first <= at[-1] else _far_out(first, beyond=first > at[-1])
    return painted(axes, caption=(f"{dots} What one share gains, the others lose: they always add up to 1.",))


def _far_out(first: float, *, beyond: bool) -> str:
    """What is said of a score that the picture does not reach."""
    side, share = ("right", "1, up to rounding") if beyond else ("left", "0, up to rounding")
    return f"The score above, {number(first).text}, lies far to the {side} of the picture: its share is {share}."


def moving(first: float, others: Sequence[float]) -> Array:
    """Places of the moving score: around where it overtakes the others together, and as far as it is itself, unless that is far out. Shape: (points,)."""
    top = max(others)
    even = top + float(np.log(np.exp(np.array(others) - top).sum()))
    near, far = (np.linspace(low - ROOM, high + ROOM, POINTS) for low, high in ((even, even), (min(first, even), max(first, even))))
    return near if abs(first - even) > FAR else np.unique(np.concatenate([near, far]))


@in_style
def _paint(axes: Axes, at: Array, shares: Array, first: float, now: Array) -> None:
    inside = at[0] <= first <= at[-1]
    if inside:
        axes.axvline(first, color=LINE, linewidth=0.9, zorder=1, gid="the score as it is")
        axes.annotate(f"score 1 is {number(first).text}", (first, 1.03), xytext=(0, 3), textcoords="offset points", ha="center", color=INK)
    for place, (share, style) in enumerate(zip(shares.T, STYLES, strict=True)):
        name = f"share of score {place + 1}"
        axes.plot(at, share, color=class_colour(place), linestyle=style, label=name, gid=name)
        if inside:
            axes.plot([first], [now[place]], marker="o", markersize=7, color=class_colour(place), markeredgecolor=PAPER, zorder=4, gid=f"{name} as it is")
    axes.set(xlim=at[[0, -1]], ylim=(-0.03, 1.03), xlabel="score 1", ylabel="share")
    axes.set_title("The shares when one score moves", pad=20)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
