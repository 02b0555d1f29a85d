"""Paths of runs over a loss surface: each with a colour, a marker and a name of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glassgrad.draw.palette import INK, PAPER, PATH, class_colour, class_marker

from .measured.surface import PathOnPlane
from .words import literal

MARKED = 40
"""A path through at most so many steps has a dot at each of them."""
START: dict[str, Any] = {"marker": "o", "markersize": 7, "markerfacecolor": PAPER, "markeredgecolor": INK, "markeredgewidth": 1.4}
END: dict[str, Any] = {"marker": "*", "markersize": 13, "markerfacecolor": INK, "markeredgecolor": PAPER}


@dataclass(frozen=True)
class PathStyle:
    """How a path looks."""

    colour: str
    marker: str
    label: str
    alone: bool
    """Whether there is no other path to tell it from."""

    def marked(self, steps: int) -> list[int]:
        """Which of its places have a marker: all of a few; of many the last one, where it must be told from others."""
        return list(range(steps)) if steps <= MARKED else ([] if self.alone else [steps - 1])

    def size(self, steps: int) -> float:
        """The size of its markers, in points."""
        return 3.5 if steps <= MARKED and self.alone else 4.5 if steps <= MARKED else 7.0


def path_styles(paths: Sequence[PathOnPlane]) -> list[PathStyle]:
    """A look for each path; a single one has the colour of paths."""
    if len(paths) == 1:
        return [PathStyle(PATH, "o", literal(paths[0].label, 60), alone=True)]
    return [PathStyle(class_colour(place), class_marker(place), literal(one.label, 60), alone=False) for place, one in enumerate(paths)]
