"""A function of one number, tried in small steps: its slope without any rule of differentiation, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite, nan

import numpy as np

FLOAT = np.dtype(np.float64)
FLOAT_EPSILON = float(np.finfo(FLOAT).eps)


@dataclass(frozen=True)
class Line:
    """A function of one number: `at(step)` is its value so far from where we stand.

    `scale` is the size of the number, and of the steps; `rounding` how far off each value may be, to first order:
    the sum, over all nodes on the way, of what a rounding there does to the target. `shorter` is a scale to try as well:
    the size of a small number, near which there may be a pole; 1 for a large one.
    """

    at: Callable[[float], float]
    scale: float
    rounding: float
    shorter: float = 1.0

    def sides(self, step: float) -> tuple[float, float]:
        """The slopes to the left and to the right."""
        return (self.at(0.0) - self.at(-step)) / step, (self.at(step) - self.at(0.0)) / step

    def central(self, step: float) -> float:
        """The slope between one step to the left and one to the right; its error shrinks with the square of the step."""
        return (self.at(step) - self.at(-step)) / (2 * step)

    def noise(self, step: float) -> float:
        """How far rounding alone, of the values and of the step itself, can put a slope over this step off."""
        return (4 * self.rounding + 16 * FLOAT_EPSILON * self.scale * max(map(abs, self.sides(step)))) / step

    def is_rough(self, error: float, tolerance: float, *slopes: float) -> bool:
        """Whether an error is too large to tell slopes of this size apart; where they are 0, slopes of the size usual around here."""
        if error <= tolerance * max(map(abs, slopes)):
            return False
        around = [abs(self.at(0.0)) / self.scale, *map(abs, self.sides(0.1 * self.scale))]
        return error > tolerance * max(slope for slope in around if isfinite(slope))


def may_be_a_kink(line: Line, step: float) -> bool:
    """Whether the slopes to the two sides differ at all: most often they do not, and there is nothing to look into."""
    left, right = line.sides(step)
    return not abs(right - left) <= 1e-4 * max(abs(left), abs(right))


def is_a_kink(line: Line) -> bool:
    """Whether the slopes to the two sides stay apart however small the step: a curve's draw together in proportion."""
    (far_left, far_right), (left, right) = (line.sides(step * line.scale) for step in (1e-4, 1e-6))
    apart, enough = abs(right - left), 1e-3 * max(abs(left), abs(right)) + 2 * line.noise(1e-6 * line.scale)
    return isfinite(apart) and apart > max(enough, 0.5 * abs(far_right - far_left))


def may_be_between(line: Line, slope: float) -> bool:
    """Whether a slope may be that of a line between the two sides of a kink; yes where the sides are still changing with the step."""
    step = 1e-6 * line.scale
    sides, closer = line.sides(step), line.sides(step / 100)
    enough = 1e-3 * max(map(abs, sides)) + 2 * line.noise(step / 100)
    settled = all(abs(one - two) <= enough for one, two in zip(sides, closer, strict=True))
    return not settled or min(sides) - enough <= slope <= max(sides) + enough


def is_a_jump(line: Line) -> bool:
    """Whether the values on the two sides stay apart however small the step."""
    near, far = (abs(line.at(step * line.scale) - line.at(-step * line.scale)) for step in (1e-8, 1e-6))
    return near > max(0.5 * far, 8 * line.rounding)


def extrapolated(line: Line) -> tuple[float, float]:
    """Central differences of steps that shrink by four, extrapolated to none, and an estimate of the error (Ridders' method)."""
    best, error = nan, inf
    previous: list[float] = []
    for level in range(10):
        step = 0.1 * line.scale / 4**level
        current = [line.central(step)]
        for order, before in enumerate(previous, start=1):
            current.append(current[-1] + (current[-1] - before) / (16**order - 1))
            doubt = max(abs(current[-1] - current[-2]), abs(current[-1] - before)) + line.noise(step)
            if isfinite(current[-1]) and doubt <= error:
                best, error = current[-1], doubt
        previous = current if isfinite(current[0]) else []
    return best, error
