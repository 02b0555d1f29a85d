"""The loss as one step saw it, over a single weight: everything else is held where it was, the batch and the masks as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Node, SettingError

from .along import along
from .directions import Vector
from .path import climbed

POINTS = 121
MARGIN = 0.2
"""What is seen on each side beyond what belongs to the steps, as a share of their width."""
NEAR = 1e-3
"""How far from a place the bend of a curve is measured there, as a share of what is seen of the weight."""
NOTHING = 1e-10
"""A step shorter than this share of the weight is hardly more than its last digits."""
FLAT = 0.2
"""Curves are flat if the tallest of them is no taller than this share of what lies between their steps."""
CLOSE, CLOSE_POINTS = 0.8, 41
"""What is seen on each side of a step that is shown up close, as a share of its length."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LossSlice:
    """One slice through the loss, and the step that was taken from it. Shapes: at (points,), losses (points,), which may hold what is not finite.

    `old` and `new` are the weight before and after the step, `before` the loss at `old`, `slope` the gradient there. `alone` is the loss that the slice
    has at `new`, as if only this weight had moved; `after` is the loss really reached on the same batch, since the other weights move in the same step.
    `typed` is how the weight is typed where one asks for it, "" where it is not asked for.
    """

    step: int
    weight: str
    typed: str = ""
    at: Vector
    losses: Vector
    old: float
    new: float
    before: float
    slope: float
    alone: float
    after: float

    @property
    def move(self) -> float:
        """How far the weight moves."""
        return self.new - self.old


@dataclass(frozen=True, eq=False, kw_only=True)
class WeightStep:
    """One step as one entry of a leaf sees it: the loss `total`, the `values` of its leaves before the step, and what the step made of them."""

    number: int
    total: Node
    values: Mapping[Any, Any]
    leaf: Node
    entry: tuple[int, ...] = ()
    old: float
    new: float
    after: float
    slope: float
    typed: str = ""

    def slice(self, at: npt.ArrayLike, *, weight: str = "") -> LossSlice:
        """The slice at these places."""
        found = measure_slice(
            self.total, self.values, self.leaf, entry=self.entry, old=self.old, new=self.new, after=self.after, slope=self.slope, at=at,
            step=self.number, weight=weight,
        )  # fmt: skip
        return replace(found, typed=self.typed)

    def bottom(self, seen: float) -> float | None:
        """Where the parabola that touches the slice at `old` is lowest; None if it has no lowest place. `seen` is about how much is seen of the weight.

        Formula: old − slope / bend, and the bend is the second derivative, by finite differences.
        """
        near = NEAR * seen
        left, middle, right = along([self.total], self.values, self.leaf, self.entry, [self.old - near, self.old, self.old + near])[0]
        with np.errstate(all="ignore"):
            bend = float((left - 2 * middle + right) / near**2)
            found = self.old - self.slope / bend if bend > 0 else inf
        return found if isfinite(found) else None


def measure_slice(
    total: Node,
    values: Mapping[Any, Any],
    leaf: Node,
    *,
    entry: tuple[int, ...] = (),
    old: float,
    new: float,
    after: float,
    slope: float,
    at: npt.ArrayLike,
    step: int = 1,
    weight: str = "",
) -> LossSlice:
    """The slice through a loss along one entry of a leaf, at the places `at` (points,), all else held at `values`: those of the leaves, by node or name.

    `after` is the loss after the whole step, `slope` its gradient before it. `weight` is what the entry is called, by default the leaf's name.

    >>> import glassgrad as gg
    >>> L = gg.parse("(w*x + b - y)**2 / 2")
    >>> found = measure_slice(L, {"x": 1, "y": 2, "w": 0, "b": 0}, gg.Graph((L,))["w"], old=0.0, new=1.0, after=0.0, slope=-2.0, at=[0.0, 2.0])
    >>> found.losses.tolist(), found.before, found.alone, found.after
    ([2.0, 0.0], 2.0, 0.5, 0.0)
    """
    places = np.asarray(at, dtype=np.float64)
    losses = along([total], values, leaf, entry, [*places, old, new])[0]
    return LossSlice(
        step=step, weight=weight or leaf.name, at=places, losses=losses[:-2], old=float(old), new=float(new), before=float(losses[-2]),
        slope=float(slope), alone=float(losses[-1]), after=float(after),
    )  # fmt: skip


def measure_slices(steps: Sequence[WeightStep], *, weight: str = "", points: int = POINTS, size: float = 0.0, reach: float = inf) -> tuple[LossSlice, ...]:
    """The slices of several steps along the same weight, over a common range: with all the steps in it, and the bottom of each parabola if it is near.

    `size` is how large such weights are, and at least so much of the weight is seen; a bottom that is farther from its step than `reach` times the
    weight's way, or that size, is not asked for.
    Raises: SettingError for no step, or for fewer than 2 points.
    """
    if not steps:
        raise SettingError("there is no step to show; give at least one")
    if points < 2:
        raise SettingError(f"points is {points}; a curve needs at least 2")
    # With the places of the steps themselves: on a curve that is very steep there, they lie between the others.
    at = np.union1d(np.linspace(*_range(steps, size, reach), points), [place for one in steps for place in (one.old, one.new)])
    return tuple(one.slice(at, weight=weight) for one in steps)


def measure_close(steps: Sequence[WeightStep], *, weight: str = "", size: float = 0.0) -> tuple[LossSlice, ...]:
    """The slices of several steps, each over a range of its own: hardly more than the step. Around a step of hardly any length, a hundredth of `size`."""
    return tuple(_close(one, weight, size) for one in steps)


def are_flat(slices: Sequence[LossSlice]) -> bool:
    """Whether each slice, drawn at its height, would be hardly more than a level line between the others."""
    tall = max((float(np.ptp(finite)) for finite in (one.losses[np.isfinite(one.losses)] for one in slices) if len(finite)), default=0.0)
    before = [one.before for one in slices]
    return tall < FLAT * (max(before) - min(before))


def climb(slices: Sequence[LossSlice]) -> bool:
    """Whether the steps lead to losses that are out of all proportion to the first one, so that only a logarithmic scale shows them all."""
    return bool(climbed([slices[0].before, *(loss for one in slices for loss in (one.before, one.alone, one.after) if isfinite(loss))]).any())


def _close(step: WeightStep, weight: str, size: float) -> LossSlice:
    low, high = sorted((step.old, step.new))
    size = size or abs(low) or 1.0
    spare = CLOSE * (high - low) if high - low > NOTHING * max(abs(low), abs(high)) else 0.01 * size
    return step.slice(np.linspace(low - spare, high + spare, CLOSE_POINTS), weight=weight)


def _range(steps: Sequence[WeightStep], size: float, reach: float) -> tuple[float, float]:
    places = [place for one in steps for place in (one.old, one.new)]
    least = max(max(places) - min(places), size) or max(map(abs, places)) or 1.0
    bottoms = [(one.bottom(least), one.old) for one in steps]
    places += [bottom for bottom, old in bottoms if bottom is not None and abs(bottom - old) <= reach * least]
    spare = max(least - (max(places) - min(places)), 0.0) / 2
    low, high = min(places) - spare, max(places) + spare
    return low - MARGIN * (high - low), high + MARGIN * (high - low)
