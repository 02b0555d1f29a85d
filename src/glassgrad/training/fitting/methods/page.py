"""`Method`: how the parameters of a formula are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from glassgrad.data.table import FloatArray

from ..limits import Limits
from ..objective import Objective


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where a method ended, whether that is a minimum as far as it can tell, and why it stopped, in a sentence."""

    parameters: FloatArray
    settled: bool
    stopped: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Method:
    """One way to fit. `run` is (objective, start (parameters,), limits, most evaluations) → Found.

    `any_loss`: whether it lowers any loss, or sums of squares only.
    """

    name: str
    says: str
    run: Callable[[Objective, FloatArray, Limits, int], Found]
    source: str
    any_loss: bool = False


def finite_or(parameters: FloatArray, start: FloatArray) -> FloatArray:
    """Where a method ended, or the start if numbers beyond all bounds led it to no place at all."""
    ended = np.asarray(parameters, dtype=np.float64)
    return ended if np.isfinite(ended).all() else start
