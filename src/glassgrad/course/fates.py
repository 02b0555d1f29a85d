"""What becomes of a descent: it creeps, overshoots, jumps for ever, or flies off. Said from what was seen, not from theory."""

from __future__ import annotations

from itertools import pairwise
from math import isclose

from .worked_step import WorkedStep, path

LONG = 200
"""Steps after which it is said what becomes of a descent."""
ROUNDING = 1e-28
"""Share of the first loss below which the rest is nothing but the rounding of the machine."""
ARRIVED = 1e-18
"""Share of the first loss that counts as none."""
NOT_THERE_YET = 1e-3
"""Share of the first loss that is still much after LONG steps."""


def fate(first: WorkedStep, quantity: str) -> str:
    """What happens in LONG steps; `quantity` is compared with the target y, to see on which side of it a step ends."""
    walked = path(first, LONG)
    losses, sides = [one.loss for one in walked], [one.value(quantity) - one.value("y") for one in walked]
    start, end = losses[0], losses[-1]
    if start == 0:
        return "there is nothing to do: the loss is 0"
    if losses[1] <= ARRIVED * start:
        return "arrives in one step"
    flips = sum(one * other < 0 for one, other in pairwise(sides))
    if isclose(end, start, rel_tol=1e-6):
        return "jumps to and fro for ever" if flips else "hardly moves"
    if end > start or len(walked) <= LONG:
        return "flies off"
    slowly = ", but slowly" if end > NOT_THERE_YET * start else ""
    return f"overshoots, yet converges{slowly}" if flips else f"converges from one side{slowly}"


def loss_after(first: WorkedStep, steps: int) -> float:
    """The loss after so many steps; infinite if the numbers have left what the machine can hold."""
    walked = path(first, steps)
    if len(walked) <= steps:
        return float("inf")
    return walked[-1].loss if walked[-1].loss > ROUNDING * first.loss else 0.0
