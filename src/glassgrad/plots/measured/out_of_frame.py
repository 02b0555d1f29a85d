"""Of several runs on one picture, those that jump far beyond all others: the picture is made for the others, and these are followed to its edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .directions import Matrix, Vector

JUMPS = 10.0
"""A loss of more than so many times the first one on the way: the run is thrown about. (One that is just faster than the others does not climb.)"""
FAR, NEAR = 5.0, 2.0
"""Such a run is left out of account if it goes so many times farther than all that stay; what it does within this many times their way counts still."""


@dataclass(frozen=True)
class WayOut:
    """Where a path goes over the edge of the picture: the place, and the loss about there; and the first step that is beyond, with its loss."""

    x: float
    y: float
    about: float
    step: int
    loss: float


def followed(losses: Sequence[Vector], states: Sequence[Matrix]) -> list[int]:
    """How many states of each run its picture is made for: all, or of one that jumps far beyond the others only those that are still near.

    Shapes of each: losses (steps,), states (steps, parameters).

    >>> near = np.array([[0.0], [1.0], [1.5]])
    >>> followed([np.array([1.0, 0.5, 0.2]), np.array([1.0, 30.0, 2.0])], [near, np.array([[0.0], [2.0], [400.0]])])
    [3, 2]
    """
    away = [np.linalg.norm(one - one[0], axis=1) for one in states]
    stays = max((float(far.max()) for loss, far in zip(losses, away, strict=True) if not _jumps(loss)), default=0.0)
    if not stays:
        return [len(one) for one in states]
    return [len(far) if far.max() <= FAR * stays else int((far > NEAR * stays).argmax()) for far in away]


def _jumps(losses: Vector) -> bool:
    return bool((~(losses <= JUMPS * abs(losses[0]))).any())


def way_out(steps: Sequence[int], xs: Vector, ys: Vector, losses: Vector, frame: tuple[Vector, Vector]) -> tuple[int, WayOut | None]:
    """How many of the places (steps,) come before the first one outside a frame, whose sides are those of a grid, and where the path crosses its edge."""
    outside = np.zeros(len(xs), dtype=bool)
    for places, side in ((xs, frame[0]), (ys, frame[1])):
        outside |= ~((places >= side[0]) & (places <= side[-1]))
    if not outside[1:].any():
        return len(xs), None
    first = 1 + int(outside[1:].argmax())
    inside = first - 1
    share = min(_share(float(places[inside]), float(places[first]), side) for places, side in ((xs, frame[0]), (ys, frame[1])))
    x, y, about = (float(one[inside] + share * (one[first] - one[inside])) for one in (xs, ys, losses))
    return first, WayOut(x, y, about, step=steps[first], loss=float(losses[first]))


def _share(inside: float, outside: float, side: Vector) -> float:
    """The share of the way after which a side of the frame is reached; 1 where it is not."""
    end = float(np.clip(outside, side[0], side[-1]))
    return 1.0 if end == outside else (end - inside) / (outside - inside)
