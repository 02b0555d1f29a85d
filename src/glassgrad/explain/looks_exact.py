"""Results that only look exact: the machine rounded tanh(20) to 1, and exp(−800) to 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node, Op
from glassgrad.ops.mathematics import NUMPY
from glassgrad.writing.numbers import short_decimal

NEAR = 1e-3
"""Share by which an input is moved to see whether the result moves."""
TRIED = (-0.7, -0.3, 0.3, 0.7)


def computed(node: Node, inputs: Sequence[Any]) -> tuple[Any, bool]:
    """What the operation of a node makes of numbers, and whether something in it is rounded although it may look exact."""
    vanished: list[bool] = []
    with np.errstate(all="ignore", under="call", call=lambda kind, flag: vanished.append(True)):
        value = node.op.compute(NUMPY, *inputs, **node.settings)
    return value, bool(vanished) or _is_saturated(node, inputs, value)


def _is_saturated(node: Node, inputs: Sequence[Any], value: Any) -> bool:
    """Whether a curved function no longer moves when its input does: it is only nearly at its limit."""
    if len(inputs) != 1 or not _is_curved(node.op):
        return False
    at = np.asarray(inputs[0])
    with np.errstate(all="ignore"):
        moved = [node.op.compute(NUMPY, at * (1 + share), **node.settings) for share in (-NEAR, NEAR)]
    return bool(np.any((at != 0) & np.isfinite(at) & np.isfinite(value) & (moved[0] == value) & (moved[1] == value)))


@lru_cache(maxsize=256)
def _is_curved(op: Op) -> bool:
    """Whether an operation on one number turns short decimals into numbers that are none, as exp does and relu does not."""
    if op.kind is not Kind.ELEMENTWISE or len(op.slots) != 1 or op.variadic:
        return False
    with np.errstate(all="ignore"):
        found = [np.float64(op.compute(NUMPY, np.float64(one), **op.defaults)) for one in TRIED]
    return any(np.isfinite(one) and short_decimal(one) is None for one in found)
