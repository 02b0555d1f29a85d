"""Small multiples of one or two panels each, one above the other: a grid of such stacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.doctor.finding import say_count

from .figures import new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_COLUMNS = 3
LEAST_WIDTH = 5.5
"""Inches: a picture of a single narrow panel would have no room for its caption."""


def new_stacks(count: int, *, width: float, heights: Sequence[float]) -> list[list[Axes]]:
    """New axes in stacks, at most three beside each other. `width` of a stack and the `heights` of its panels are in inches.

    >>> stacks = new_stacks(4, width=3, heights=(2, 1))
    >>> [len(stacks), len(stacks[0]), len(stacks[0][0].figure.axes)]
    [4, 2, 8]
    """
    columns = min(MOST_COLUMNS, count)
    rows, panels = -(-count // columns), len(heights)
    size = (max(width * columns, LEAST_WIDTH), sum(heights) * rows)
    made: Any = new_axes(size=size, rows=panels * rows, columns=columns, heights=list(heights) * rows)
    grid = np.reshape(np.array(made, dtype=object), (rows, panels, columns)).swapaxes(1, 2).reshape(rows * columns, panels)
    for unused in grid[count:].flat:
        unused.remove()
    return [list(stack) for stack in grid[:count]]


def given_axes(axes: Axes | Sequence[Axes], needed: int, *, least: int | None = None) -> list[Axes]:
    """The axes given, as many as are needed; from `least` on, where the picture can do without some. Raises: SettingError for more or fewer."""
    found: list[Axes] = list(np.ravel(np.array(axes, dtype=object)))
    fewest = needed if least is None else least
    if not fewest <= len(found) <= needed:
        wanted = f"{needed}" if fewest == needed else f"{fewest} to {needed}"
        raise SettingError(f"this picture has {say_count(needed, 'panel')}, but {len(found)} axes were given; give axes=[…] with {wanted}")
    return found


def inches_of(axes: Axes) -> tuple[float, float]:
    """About how wide and how tall axes are, as their figure stands now.

    >>> inches_of(new_axes(size=(8, 4)))[0] > 5
    True
    """
    figure: Any = axes.get_figure(root=True)
    place, (wide, tall) = axes.get_position(), figure.get_size_inches()
    return max(0.5, float(place.width * wide)), max(0.5, float(place.height * tall))
