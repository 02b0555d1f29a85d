"""Which units a step leaves out: the masks of dropout, drawn so that those of any step can be drawn again."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data import random_stream
from glassgrad.graph import Node
from glassgrad.nn import TrainingStep

from .plan import Plan

Array = np.ndarray[Any, Any]
HALVES = 2
"""A word of the stream is 64 bits, and 32 decide whether a unit stays."""


def masks(plan: Plan, nodes: TrainingStep, epoch: int, *, first: int, steps: int) -> dict[Node, Array]:
    """The masks of consecutive steps of an epoch, from step `first` of it (from 0), for each mask of the step's graph: (steps, rows, units).

    An entry is 0 for a unit that is left out, else 1/(1 − p), so that the sum over all units stays the same on average.
    Drawn from (seed, "dropout D1", epoch): every step has its own part of the stream, whichever steps are drawn together.
    """
    return {leaf: _mask(plan, name, leaf, epoch, first, steps) for name, leaf in nodes.masks.items()}


def mask_numbers(plan: Plan) -> int:
    """How many numbers the masks of one row have."""
    return sum(drop.units for drop in plan.network.dropouts.values())


def _mask(plan: Plan, name: str, leaf: Node, epoch: int, first: int, steps: int) -> Array:
    rows, units = leaf.shape
    share = plan.network.dropouts[name].share
    words = -(-plan.batch * units // HALVES)  # of a step on a whole batch; a smaller one leaves some unused
    raw = random_stream(plan.settings.seed, f"dropout {name}", epoch).raw(steps * words, first=first * words)
    chances = raw.astype("<u8").view("<u4").reshape(steps, HALVES * words)[:, : rows * units]
    stays = chances >= np.uint32(min(round(share * 2**32), 2**32 - 1))
    found: Array = (stays * plan.dtype.type(1 / (1 - share))).astype(plan.dtype, copy=False)
    return found.reshape(steps, rows, units)
