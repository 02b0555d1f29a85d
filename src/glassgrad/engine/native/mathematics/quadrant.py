"""Which quarter of the circle an angle ends in, and how far from the nearest axis: x = q · π/2 + r."""

from __future__ import annotations

from math import inf

from ..writing import BOOL, Value, fma
from .double_double import product_of, sum_of, sum_of_any
from .exact import PI
from .huge_angle import SMALLEST, huge_angle
from .layout import LAYOUTS

DOUBLE = LAYOUTS["double"]


def rest_of_quadrant(x: Value) -> tuple[Value, Value, Value]:
    """q, of which only the last two bits count, and r in two parts; |r| ≤ π/4 and a little more. For doubles of any size."""
    huge = (x.abs() >= SMALLEST) & (x.abs() < inf)
    lanes = x.type.lanes
    any_huge = huge if lanes == 1 else x.function.call(f"llvm.vector.reduce.or.v{lanes}i1", BOOL, huge)
    q, r, rest = x.function.either(any_huge, lambda: _with_huge(x, huge), lambda: _by_parts(x))
    return q, r, rest


def _by_parts(x: Value) -> tuple[Value, Value, Value]:
    """Subtract multiples of π/2 written as the sum of three doubles (W. Cody and W. Waite).

    The first product cancels without rounding, because q has at most 40 bits; what the second is rounded by is kept.
    """
    (per_quarter,) = DOUBLE.parts(2 / PI, 1)
    first, second, third = DOUBLE.parts(PI / 2, 3)
    shifted = fma(per_quarter, x, DOUBLE.rounder)
    q = shifted - DOUBLE.rounder
    more, more_rest = product_of(q, x.function.constant(x.type, second))
    r, rest = sum_of_any(fma(-first, q, x), -more)
    return shifted.bits, *sum_of(r, fma(-third, q, rest - more_rest))


def _with_huge(x: Value, huge: Value) -> tuple[Value, Value, Value]:
    """The same, and lane by lane the slow way where it is needed."""
    q, r, rest = _by_parts(x)
    safe = huge.choose(x, SMALLEST)
    slow = [q, r, rest]
    for lane in range(x.type.lanes):
        answers = huge_angle(_lane(safe, lane))
        for place, answer in enumerate(answers):
            slow[place] = slow[place].with_lane(lane, answer) if x.type.lanes > 1 else answer
    return huge.choose(slow[0], q), huge.choose(slow[1], r), huge.choose(slow[2], rest)


def _lane(vector: Value, number: int) -> Value:
    return vector if vector.type.lanes == 1 else vector.lane(number)
