"""A function of one number around a point, the tangent that touches it there, and its slope at every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import Any

import numpy as np

from glassgrad.graph import Graph, Node, SettingError, ShapeError, say_shape, unknown_name
from glassgrad.readers import gradients, parse, simplify, tidy
from glassgrad.training.entries import entry_named
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import fragment
from glassgrad.writing.spelled import spelled_name
from glassgrad.writing.symbols import symbol

from .along import along, gaps
from .directions import Matrix, Vector
from .pieces import ROUNDING, Curve, curve_of, turns_of

POINTS = 241
USUAL, WIDE = 2.0, 1.25
"""How far a picture reaches from its point, at least: this, or so many times the distance of the point from 0."""
BEYOND, FARTHEST = 1.3, 3.0
"""It goes a little beyond the place where the tangent's slope would come to 0, unless that is so many times farther."""
MOST_TURNS, FEWER_TURNS, TRIES = 20, 8, 8
"""A curve that turns more often is looked at from nearer, until it turns about so often."""
NEAR, NEARER = 1e-5, 1e-8
"""Shares of the reach at which the slopes on both sides of the point are compared: at a smooth place they come together."""
STAYS = 0.5
LONGEST, LONGEST_SLOPE = 40, 36
"""Letters of a formula that still fits into a title, and of one that is still read in a sentence."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Tangent:
    """A function along one of its inputs `by`, and the tangent at the point `at`.

    `formula` and `slope_formula` are written in text, "" where they would be too long; `held` are the other inputs with their values. `slope` is that of
    the derivative's own formula at the point, `sides` are the slopes just left and right of it, not-a-number where there is no value.
    `without` are the stretches in which the function has no finite value.
    """

    by: str
    at: float
    value: float
    slope: float
    sides: tuple[float, float]
    jumps_here: bool
    curve: Curve
    slopes: Curve
    low: float
    high: float
    without: tuple[tuple[float, float], ...] = ()
    formula: str = ""
    slope_formula: str = ""
    held: tuple[tuple[str, float], ...] = ()

    @property
    def reach(self) -> float:
        """How far from its middle the picture reaches."""
        return (self.high - self.low) / 2

    @property
    def bends(self) -> bool:
        """Whether the curve has a kink at the point: its slopes on both sides differ."""
        left, right = self.sides
        return isfinite(left) and isfinite(right) and left != right

    @property
    def kinks(self) -> tuple[float, ...]:
        """Where else the slope jumps though the function does not."""
        spare = 1e-6 * self.reach
        return tuple(one for one in self.slopes.jumps if all(abs(one - other) > spare for other in (self.at, *self.curve.jumps)))


def measure_tangent(formula: Node | str, *, at: Mapping[Any, Any], by: str = "", points: int = POINTS, reach: float | None = None) -> Tangent:
    """The function along `by`, a name or an entry like "W[0,1]", at the place that `at` gives; the other inputs are held at their values in `at`.

    `by` may be left out where there is a single input. `reach` is how far the curve is computed to both sides, if not as far as seems useful.
    Raises: SettingError for a name that is not there, a place without a finite value, or fewer than 3 points; ShapeError for a function that is no single
    number; MissingValueError for an input without a value; ExpressionError for a text that is no formula.

    >>> found = measure_tangent("x^2", at={"x": 3.0})
    >>> found.value, found.slope, found.slope_formula
    (9.0, 6.0, '2·x')
    """
    function = parse(formula) if isinstance(formula, str) else formula
    if function.shape:
        raise ShapeError(f"a tangent touches the curve of a single number, and {write(function, {}).text:.60} is {say_shape(function.shape)}")
    if points < 3:
        raise SettingError(f"points is {points}; a curve with its tangent needs at least 3")
    line = _Line.of(function, dict(at), by)
    return line.measured(points, reach)


@dataclass(frozen=True, eq=False)
class _Line:
    """The line through the inputs along which the function is looked at."""

    function: Node
    slope: Node
    leaf: Node
    entry: tuple[int, ...]
    given: Mapping[Any, Any]
    start: float

    @staticmethod
    def of(function: Node, given: dict[Any, Any], by: str) -> _Line:
        leaves = {leaf.name: leaf for leaf in Graph((function,)).leaves}
        name, entry = _chosen(by, leaves)
        leaf = leaves[name]
        along([function], given, leaf, entry, [])  # says what is missing, or does not fit
        slope, value = gradients(function, leaf)[leaf], np.asarray(given.get(leaf, given.get(name)), dtype=np.float64)
        return _Line(function, slope[entry] if entry else slope, leaf, entry, given, float(value[entry]))

    def both(self, places: Vector) -> Matrix:
        """The function and its slope, which has no value where the function has none: (2, places)."""
        values, slopes = along([self.function, self.slope], self.given, self.leaf, self.entry, places)
        return np.array([values, np.where(np.isfinite(values), slopes, nan)])

    def measured(self, points: int, reach: float | None) -> Tangent:
        value, slope = (float(one) for one in self.both(np.array([self.start]))[:, 0])
        if not isfinite(value):
            raise SettingError(f"{_written(self.function) or 'the function'} has no finite value at {self.name} = {self.start:g}; choose another place")
        wide = self._calm(self._reach(slope), points) if reach is None else reach
        if not (isfinite(wide) and wide > 0):
            raise SettingError(f"reach is {wide:g}; expected a number greater than 0")
        xs = np.unique([*np.linspace(self.start - wide, self.start + wide, points), self.start])
        curve, slopes = curve_of(lambda places: self.both(places)[0], xs), curve_of(lambda places: self.both(places)[1], xs)
        return Tangent(
            by=self.name, at=self.start, value=value, slope=slope, sides=self._sides(wide), jumps_here=self._jumps(value, wide), curve=curve, slopes=slopes,
            low=float(xs[0]), high=float(xs[-1]), without=_without(curve), formula=_written(self.function),
            slope_formula=_written(tidy(simplify(self.slope), powers=True), LONGEST_SLOPE), held=self._held(),
        )  # fmt: skip

    @property
    def name(self) -> str:
        return spelled_name(self.leaf.name + (f"[{','.join(map(str, self.entry))}]" if self.entry else ""))

    def _reach(self, slope: float) -> float:
        """As far as one wants to see: beyond the place where the slope would be 0 if it changed as it does here."""
        usual = max(USUAL, WIDE * abs(self.start))
        near = 1e-4 * usual
        left, right = self.both(np.array([self.start - near, self.start + near]))[1]
        with np.errstate(all="ignore"):
            turning = abs(slope) / abs((right - left) / (2 * near)) if right != left else inf
        return float(max(usual, BEYOND * turning)) if turning <= FARTHEST * usual else usual

    def _calm(self, wide: float, points: int) -> float:
        """As far as that, or less far for a curve that turns so often that nobody could see it turn."""
        nearer = wide
        for _ in range(TRIES):
            turns = turns_of(self.both(np.linspace(self.start - nearer, self.start + nearer, points))[1])
            if turns <= MOST_TURNS:
                return nearer
            nearer *= FEWER_TURNS / turns
        return wide

    def _sides(self, wide: float) -> tuple[float, float]:
        """The slopes on both sides; at a smooth place both are that of the place itself."""
        at = self.start
        far_left, left, middle, right, far_right = self.both(at + wide * np.array([-NEAR, -NEARER, 0.0, NEARER, NEAR]))[1]
        apart, before = abs(right - left), abs(far_right - far_left)
        smooth = isfinite(apart) and apart <= max(STAYS * before if isfinite(before) else 0.0, 1e-6 * max(abs(left), abs(right)))
        return (float(middle), float(middle)) if smooth else (float(left), float(right))

    def _jumps(self, value: float, wide: float) -> bool:
        far, near = (np.abs(self.both(self.start + np.array([-1.0, 1.0]) * wide * share)[0] - value) for share in (NEAR, NEARER))
        return bool((near > np.maximum(STAYS * far, 1e-12 * abs(value)))[np.isfinite(near)].any())

    def _held(self) -> tuple[tuple[str, float], ...]:
        others = [leaf for leaf in Graph((self.function,)).leaves if leaf is not self.leaf and not leaf.shape]
        return tuple((spelled_name(leaf.name), float(self.given.get(leaf, self.given.get(leaf.name, nan)))) for leaf in others)


def _without(curve: Curve) -> tuple[tuple[float, float], ...]:
    """The stretches without a value; where the curve is only cut, at a jump, there are values all around."""
    near = ROUNDING * (curve.xs[-1] - curve.xs[0])
    spans = gaps(curve.xs, curve.ys)
    return tuple((low, high) for low, high in spans if high - low > near or all(abs(low - jump) > near for jump in curve.jumps))


def _written(node: Node, longest: int = LONGEST) -> str:
    """The formula with its names as a picture has them, w₁ for w1; empty if it is longer."""
    named = [leaf for leaf in Graph((node,)).leaves if leaf.name]
    text = write(node, {leaf: fragment(spelled_name(leaf.name, array=bool(leaf.shape)), symbol(leaf.name).latex) for leaf in named}).text
    return text if len(text) <= longest else ""


def _chosen(by: str, leaves: Mapping[str, Node]) -> tuple[str, tuple[int, ...]]:
    """The name of the input and the place in it."""
    name = by.partition("[")[0].strip()
    if name and name not in leaves:
        raise unknown_name("input", name, leaves)
    if by or len(leaves) == 1:
        return entry_named(by or next(iter(leaves)), {name: leaf.shape for name, leaf in leaves.items()})
    raise SettingError(f"by which input is the slope? Choose one with by=; there are: {', '.join(leaves) or 'none'}")
