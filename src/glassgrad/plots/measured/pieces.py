"""A curve in pieces: cut where the function jumps, has a pole, or has no value, and each piece drawn up to its very end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .directions import Vector

Function = Callable[[Vector], Vector]

MOST_CHECKED = 24
"""Steepest places of a curve in which a jump is looked for; a picture with more jumps cannot be read anyway."""
SUSPICIOUS = 0.02
"""A jump is at least this share of the curve's height."""
HALVINGS = 60
ROUNDING = 1e-9
STAYS = 0.1
"""A difference that is still so large a share of what it was, over a distance of a few last digits, is a jump; a pole's grows."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Places and values of a curve; not-a-number between two pieces of it. `jumps`: where it jumps or has a pole. Shapes: xs (points,), ys (points,)."""

    xs: Vector
    ys: Vector
    jumps: tuple[float, ...] = ()


def curve_of(function: Function, xs: Vector) -> Curve:
    """The curve of a function through these places (ascending), and through those that it needs besides.

    >>> found = curve_of(lambda x: np.where(x < 0.3, 0.0, 1.0), np.linspace(-1, 1, 9))
    >>> [round(jump, 12) for jump in found.jumps], found.ys[np.isfinite(found.ys)].tolist()
    ([0.3], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    """
    with np.errstate(all="ignore"):
        ys = function(xs)
        left, right, jumps = _closing_in(function, xs, ys)
        below, above, cuts = function(left), function(right), left + (right - left) / 2
    places = np.concatenate([xs, left, cuts, right])
    values = np.concatenate([ys, below, np.full(len(cuts), np.nan), above])
    # Among equal places the piece on the left comes first, then the cut, then the piece on the right.
    ranks = np.concatenate([np.zeros(len(xs)), *(np.full(len(left), rank) for rank in (1, 2, 3))])
    order = np.lexsort((ranks, places))
    return Curve(places[order], np.where(np.isfinite(values), values, np.nan)[order], _apart(cuts[jumps], float(np.ptp(xs))))


def turns_of(slopes: Vector) -> int:
    """How often a curve turns: how often its slope changes its sign, but for what is rounding.

    >>> turns_of(np.array([1.0, 0.0, -1.0, 1e-12, -2.0, np.nan, 3.0]))
    2
    """
    finite = slopes[np.isfinite(slopes)]
    signs = np.sign(finite[np.abs(finite) > ROUNDING * np.abs(finite).max(initial=0.0)])
    return int((signs[1:] != signs[:-1]).sum())


def _apart(places: Vector, width: float) -> tuple[float, ...]:
    """The places in their order, those that are but a rounding apart only once."""
    ordered = np.sort(places)
    if not len(ordered):
        return ()
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > ROUNDING * width) + 1)
    return tuple(float(np.mean(one)) for one in groups)


def _closing_in(function: Function, xs: Vector, ys: Vector) -> tuple[Vector, Vector, npt.NDArray[np.bool_]]:
    """The two sides of each place where the curve must be cut, as near to it as the machine's numbers are, and whether it has values on both sides."""
    found = _candidates(ys)
    left, right, below, above = xs[:-1][found], xs[1:][found], ys[:-1][found], ys[1:][found]
    ends, before = np.isfinite(below) != np.isfinite(above), np.abs(above - below)
    for _ in range(HALVINGS):
        middle = left + (right - left) / 2
        value = function(middle)
        to_the_left = _belongs(value, below, above)
        left, below = np.where(to_the_left, middle, left), np.where(to_the_left, value, below)
        right, above = np.where(to_the_left, right, middle), np.where(to_the_left, above, value)
    # At a pole the last of the values may be infinite.
    jumps = ~ends & ~(np.abs(above - below) <= STAYS * before)
    cut = ends | jumps
    return left[cut], right[cut], jumps[cut]


def _candidates(ys: Vector) -> Vector:
    """Between which neighbours a cut may lie: where a value begins or ends, and where the curve is steepest."""
    finite = np.isfinite(ys)
    steps = np.where(finite[1:] & finite[:-1], np.abs(np.diff(np.where(finite, ys, 0.0))), 0.0)
    height = np.ptp(ys[finite]) if finite.any() else 0.0
    steepest = np.argsort(-steps, kind="stable")[:MOST_CHECKED]
    ends = np.flatnonzero(finite[1:] != finite[:-1])
    # A pole makes the whole curve tall, so what is tall enough is judged by the steps that are usual as well.
    usual = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
    return np.union1d(ends[:MOST_CHECKED], steepest[(steps[steepest] > SUSPICIOUS * height) | (steps[steepest] > 8 * usual)]).astype(np.intp)


def _belongs(value: Vector, below: Vector, above: Vector) -> Vector:
    """Whether what is in the middle belongs to the piece on the left: it is as finite as that, or nearer to it."""
    same = np.isfinite(below) == np.isfinite(above)
    nearer = np.abs(value - below) < np.abs(value - above)
    return np.where(same, nearer & np.isfinite(value), np.isfinite(value) == np.isfinite(below))
