"""From where a landscape is looked at: the side from which most of it, and of the paths through it, can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .directions import Matrix
from .heights import Heights
from .surface import LossSurface, PathOnPlane

UP = 32.0
"""Degrees above the floor."""
AROUND = (-60.0, -35.0, -120.0, -145.0, 30.0, 60.0, 120.0, 150.0)
"""Degrees around the box, as matplotlib counts them, the usual one first: among equals it is taken."""
SAMPLES, REACH = 60, 2.0
PATHS_COUNT = 3.0
"""How much more all paths together count than the ground."""
CLEAR = 0.02
"""By how much of the height a place lies above the ground that counts as seen: it lies on it."""


@dataclass(frozen=True)
class View:
    """A direction to look from, in degrees, and how much is seen from there."""

    up: float
    around: float
    seen: float


def best_view(surface: LossSurface, drawn: Heights, box: Sequence[float]) -> View:
    """The view from which most is seen. `box` is the width, depth and height of the picture's box."""
    ground = _share(drawn.height(drawn.losses), *drawn.height(drawn.levels[[0, -1]]))
    rows, columns = np.indices(ground.shape)
    groups = [(1.0, np.stack([columns / (ground.shape[1] - 1), rows / (ground.shape[0] - 1), ground], axis=-1)[::2, ::2].reshape(-1, 3))]
    groups += [(PATHS_COUNT / len(surface.paths), _on_box(surface, drawn, one)) for one in surface.paths]
    views = [View(UP, around, sum(weight * _seen(ground, places, around, box) for weight, places in groups)) for around in AROUND]
    return max(views, key=lambda view: round(view.seen, 2))


def _on_box(surface: LossSurface, drawn: Heights, path: PathOnPlane) -> Matrix:
    """The places of a path, from 0 to 1 on each side of the box. Shape: (steps, 3)."""
    sides = ((path.xs, surface.xs[[0, -1]]), (path.ys, surface.ys[[0, -1]]), (drawn.height(path.losses), drawn.height(drawn.levels[[0, -1]])))
    return np.stack([_share(places, *ends) for places, ends in sides], axis=-1)


def _share(places: Matrix, low: float, high: float) -> Matrix:
    return np.asarray((places - low) / (high - low))


def _seen(ground: Matrix, places: Matrix, around: float, box: Sequence[float]) -> float:
    """The share of places from which a straight way to the eye does not go through the ground."""
    turned, up = np.radians(around), np.radians(UP)
    towards = np.array([np.cos(up) * np.cos(turned), np.cos(up) * np.sin(turned), np.sin(up)]) / np.asarray(box)
    way = places[:, None, :] + np.linspace(0.0, REACH, SAMPLES)[None, 1:, None] * towards
    inside = ((way[..., :2] >= 0) & (way[..., :2] <= 1)).all(axis=-1)
    last = np.array(ground.shape) - 1
    column, row = (np.clip(np.rint(way[..., axis] * last[1 - axis]).astype(np.intp), 0, last[1 - axis]) for axis in (0, 1))
    hidden = (inside & (ground[row, column] > way[..., 2] + CLEAR)).any(axis=1)
    return 1.0 - float(hidden.mean())
