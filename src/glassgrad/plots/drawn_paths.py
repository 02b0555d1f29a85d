"""Paths of runs over a loss surface: each with a colour, a marker and a name of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from glassgrad.draw.palette import PAPER, PATH, class_colour, class_marker

from .measured.directions import Matrix, Vector
from .measured.surface import PathOnPlane
from .words import literal

MARKED, MARKED_AMONG = 40, 12
"""A path through at most so many steps has a dot at each of them; of several paths, each has so many markers at most."""
LOOKED_AT = 100
"""Places of a path, evenly along it, that are held against another path."""
WIDTH, WIDER, WIDEST = 1.8, 3.0, 9.0
"""Points: a line, by how much one beneath it is wider so that it is seen, and the widest of all."""
SIZE, EDGE = 6.5, 0.9
"""Points: a marker that tells a path from others, and the paper around it."""
HALO, THIN = 1.6, 0.5
"""Points of paper around a line, both sides together, and around one that lies on another."""
NEAR, MUCH = 0.01, 0.5
"""Two paths lie on each other if more than so much of one is nearer to the other than this share of both."""


@dataclass(frozen=True)
class PathStyle:
    """How a path looks."""

    colour: str
    marker: str
    label: str
    alone: bool
    """Whether there is no other path to tell it from."""
    beneath: float = 0.0
    """By how many points it is wider than the path on top."""
    on_top: bool = False
    """Whether it lies on another path."""

    @property
    def width(self) -> float:
        """The width of its line, in points."""
        return WIDTH + self.beneath

    @property
    def halo(self) -> float:
        """The width of the line together with the paper around it, in points."""
        return self.width + (THIN if self.on_top else HALO)

    def marked(self, steps: int) -> list[int]:
        """Which of its places have a marker: all of a few; of many none, or some and the last one, where it must be told from others."""
        if self.alone:
            return list(range(steps)) if steps <= MARKED else []
        return sorted({round(one) for one in np.linspace(0, steps - 1, min(steps, MARKED_AMONG))})

    @property
    def size(self) -> float:
        """The size of its markers, in points; those that must be told apart are larger."""
        return (3.5 if self.alone else SIZE) + self.beneath


def path_styles(paths: Sequence[PathOnPlane]) -> list[PathStyle]:
    """A look for each path; a single one has the colour of paths. Of paths that lie on each other the first ones are wider, so that all are seen."""
    if len(paths) == 1:
        return [PathStyle(PATH, "o", literal(paths[0].label, 60), alone=True)]
    last = len(paths) - 1
    wider = min(WIDER, WIDEST / last) if any(_on_each_other(one, other) for one, other in combinations(paths, 2)) else 0.0
    return [
        PathStyle(class_colour(place), class_marker(place), literal(one.label, 60), alone=False, beneath=wider * (last - place), on_top=bool(place and wider))
        for place, one in enumerate(paths)
    ]


def paint_path(axes: Any, style: PathStyle, steps: int, *places: Vector) -> None:
    """Paint a path through these places, paper around it and markers on its first `steps`: flat with two numbers for each place, in space with three."""
    axes.plot(*places, color=PAPER, linewidth=style.halo, solid_capstyle="round", label="_", zorder=4, gid="paper around a path")
    edge = {} if style.alone else {"markeredgecolor": PAPER, "markeredgewidth": EDGE}
    (line,) = axes.plot(*places, color=style.colour, linewidth=style.width, label=style.label, zorder=4, gid=style.label)
    line.set(marker=style.marker, markersize=style.size, markevery=style.marked(steps), **edge)


def paint_key(axes: Any, styles: Sequence[PathStyle], **place: Any) -> None:
    """The key of several paths: all lines as wide there as the one on top, with their markers."""
    key = axes.legend(**place)
    for line, style in zip(key.get_lines(), styles, strict=True):
        line.set(linewidth=WIDTH, path_effects=[], marker=style.marker, markersize=SIZE, markeredgecolor=PAPER, markeredgewidth=EDGE)


def _on_each_other(first: PathOnPlane, second: PathOnPlane) -> bool:
    """Whether much of one of the paths lies on the other."""
    both = np.concatenate([np.stack([one.xs, one.ys], axis=1) for one in (first, second)])
    near = NEAR * float(np.hypot(*np.ptp(both, axis=0)))
    return near > 0 and any(_share_near(one, other, near) > MUCH for one, other in ((first, second), (second, first)))


def _share_near(path: PathOnPlane, other: PathOnPlane, near: float) -> float:
    """The share of a path's length that is near to another path."""
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(path.xs), np.diff(path.ys)))])
    evenly = np.linspace(0.0, walked[-1], LOOKED_AT)
    places = np.stack([np.interp(evenly, walked, path.xs), np.interp(evenly, walked, path.ys)], axis=1)
    return float((_distances(places, np.stack([other.xs, other.ys], axis=1)) <= near).mean())


def _distances(places: Matrix, path: Matrix) -> Vector:
    """How far places (places, 2) are from a line through points (points, 2). Shape: (places,)."""
    starts, ways = (path[:-1], np.diff(path, axis=0)) if len(path) > 1 else (path, np.zeros((1, 2)))
    lengths = (ways**2).sum(axis=1)
    along = ((places[:, None] - starts) * ways).sum(axis=2) / np.where(lengths > 0, lengths, 1.0)
    nearest = starts + np.clip(along, 0.0, 1.0)[..., None] * ways
    return np.asarray(np.hypot(*np.moveaxis(places[:, None] - nearest, 2, 0)).min(axis=1))
