"""How far one may go along the negative gradient before the loss is as high as at the start."""

from __future__ import annotations

from math import isfinite

import numpy as np

from .worked_step import WorkedStep

SHORTEST, LONGEST, TRIED = 1e-7, 1e4, 1600
BISECTIONS = 60


def loss_with_rate(step: WorkedStep, rate: float) -> float:
    """The loss after one step with this learning rate."""
    return step.with_numbers({"α": rate}).next.loss


def largest_rate_that_does_not_raise(step: WorkedStep) -> float | None:
    """The learning rate up to which one step leaves the loss no higher than it was: the first root of J(α) − J(0).

    None if no rate raises it, or the gradients are all 0. Rates are tried in small proportions; between the last good one and the first bad one the
    root is found by halving.
    """
    before = step.loss
    good = 0.0
    for rate in np.geomspace(SHORTEST, LONGEST, TRIED):
        if not loss_with_rate(step, float(rate)) <= before:
            return _root(step, good, float(rate))
        good = float(rate)
    return None


def later_windows(step: WorkedStep, limit: float) -> list[tuple[float, float]]:
    """Intervals of larger rates in which one step does not raise the loss either: it jumps so far that it lands low again.

    Rates are tried in small proportions, so a window narrower than a hundredth or two of its rate may be passed over.
    """
    found: list[tuple[float, float]] = []
    enters, last, low_before = limit, limit, False
    for rate in map(float, np.geomspace(limit * 1.001, LONGEST, TRIED)):
        low = loss_with_rate(step, rate) <= step.loss
        if low and not low_before:
            enters = _root(step, rate, last) or rate
        elif low_before and not low:
            found.append((enters, _root(step, last, rate) or last))
        last, low_before = rate, low
    return found


def _root(step: WorkedStep, good: float, bad: float) -> float | None:
    for _ in range(BISECTIONS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if loss_with_rate(step, middle) <= step.loss else (good, middle)
    return good if isfinite(good) and good > 0 else None
