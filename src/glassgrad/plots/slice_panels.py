"""The axes of slices through the loss: one for each weight; of a single weight, beneath it one for each step that is shown up close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .figures import figure_of, in_style, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, TALL = (7.0, 4.5), (9.6, 3.4)
"""Inches: a picture of one weight, and a row of two of several."""
MOST_BESIDE, CLOSE_HEIGHT = 4, 1.7
"""Steps up close that stand beside each other, and how tall they are."""


@in_style
def new_panels(weights: int, close: int) -> list[Axes]:
    """New axes for so many weights, and after them those for the steps up close."""
    if weights > 1:
        return _grid(weights)
    return _with_close_ups(close) if close else [new_axes(size=WIDE)]


def _grid(count: int) -> list[Axes]:
    rows = -(-count // 2)
    made = list(new_axes(size=(TALL[0], TALL[1] * rows + 0.6), rows=rows, columns=2))
    for unused in made[count:]:
        unused.remove()
    return made[:count]


def _with_close_ups(count: int) -> list[Axes]:
    """Two parts of one figure, each with room of its own, so that the names beside the curves leave the steps up close as wide as they can be."""
    columns = min(MOST_BESIDE, count)
    rows = -(-count // columns)
    whole = new_axes(size=(WIDE[0], WIDE[1] + CLOSE_HEIGHT * rows))
    figure = figure_of(whole)
    whole.remove()
    parts: Any = figure.subfigures(2, 1, height_ratios=(WIDE[1], CLOSE_HEIGHT * rows))
    above, beneath = parts
    made = list(beneath.subplots(rows, columns, squeeze=False).flat)
    for unused in made[count:]:
        unused.remove()
    return [above.subplots(), *made[:count]]
