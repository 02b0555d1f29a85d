"""The panels that curves are drawn on: their axes, and how heavy a line is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..figures import new_axes
from ..measured.curves import Series
from ..stacks import given_axes
from .words import lowest_shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (7.0, 5.4)
MOST_POINTS = 1000
"""Points of a line: more than a screen has columns for."""
MARKS = 10
FEW, NOISY = 30, 200
"""Up to so many points each one is marked; from so many on a line is thin."""
ROUND_STEPS = (1, 2, 2.5, 5, 10)
NARROW = 0.1
"""The axis of the metric spans at least this, so that a single row does not look like a fall."""
TITLE = "Learning curves"


def panels_for(axes: Axes | Sequence[Axes] | None) -> list[Axes]:
    """The axes given, or two new ones above each other."""
    given = None if axes is None else given_axes(axes, 2, least=1)
    return list(new_axes(given, size=SIZE, rows=2, share_x=True, heights=(2.6, 1.4)))


def weight_of(points: int) -> float:
    """How heavy a line of so many points is."""
    return 1.8 if points < NOISY else 1.1


def marks_on(points: int, *, later: bool = False) -> Any:
    """Which points have a marker, as matplotlib wants it: all of few, else about ten of the line; `later`: between those of another line.

    >>> marks_on(30), marks_on(300), marks_on(300, later=True)
    (1, (0, 30), (15, 30))
    """
    # Counted in points, not in lengths of the line: one that goes up and down is long, and would be all markers.
    every = points // MARKS
    return 1 if points <= FEW else (every // 2 if later else 0, every)


def scale_metric(axes: Axes, series: Sequence[Series], *, is_share: bool) -> None:
    """Give the upright axis of the metric its limits and ticks; it has none where there is nothing to be read off."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    if not series:
        axes.set_yticks([])
        return
    lowest, highest = min(float(one.metrics.min()) for one in series), max(float(one.metrics.max()) for one in series)
    cut = lowest_shown(series, is_share=is_share)
    low = lowest if cut is None else cut
    spare = max(0.08 * (highest - low), (NARROW - highest + low) / 2)
    bottom, top = (-0.04, 1.04) if is_share else (low - spare, highest + spare)
    axes.set_ylim(max(bottom, low - spare), min(top, highest + spare))
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=(1, 2, 5, 10)))
    if is_share:
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}" if -1e-9 <= share <= 1 + 1e-9 else ""))


def scale_epochs(panels: Sequence[Axes], last: float) -> None:
    """Give the axis of epochs up to the last one its limits, whole numbers and name."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for axes in panels:
        axes.set_xlim(-0.02 * max(last, 1), 1.02 * max(last, 1))
        axes.xaxis.set_major_locator(MaxNLocator(7, integer=True, steps=ROUND_STEPS))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda epoch, _: f"{epoch:,.0f}"))
    panels[-1].set_xlabel("epoch")
