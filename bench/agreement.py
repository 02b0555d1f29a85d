"""Whether all contestants make the same steps: their first losses beside those of NumPy in float64. A faster step that computes less is found out here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .contestants import numpy_by_hand
from .data import batch_order, draw_table, first_weights
from .nets import Net

CHECKED_STEPS = 20
TOLERANCE = 0.01
"""Relative. float32 in another order of adding turns the sign of gradients near 0, and Adam's first steps are as long for those as for all others."""


def checked_steps(net: Net) -> int:
    """How many first losses are compared: 20, or one epoch."""
    return min(CHECKED_STEPS, net.steps_per_epoch)


def expected_losses(net: Net) -> list[float]:
    """The first losses in float64, by hand."""
    trainer = numpy_by_hand.trainer(net, draw_table(net), first_weights(net), dtype=np.float64)
    return [float(loss) for loss in trainer.epochs([batch_order(net, 0)[: checked_steps(net)]])]


def deviation(losses: Sequence[float], expected: Sequence[float]) -> float:
    """The largest relative difference; infinite if there are fewer or more losses than steps, or one that is not finite.

    >>> round(deviation([1.0, 0.505], [1.0, 0.5]), 3)
    0.01
    """
    if len(losses) != len(expected) or not np.isfinite(losses).all():
        return float("inf")
    return float(np.max(np.abs(np.subtract(losses, expected)) / np.abs(expected)))
