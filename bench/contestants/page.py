"""What every contestant's page offers: a `Trainer` and a predictor, made for one net, one table and a number of threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

Order = npt.NDArray[np.int64]
Losses = npt.NDArray[np.floating]

ROWS_AT_ONCE = 16384
"""Prediction in parts that stay in the cache: for PyTorch, JAX and NumPy alike two to three times as fast as all rows at once, and without their memory."""
LEARNING_RATE, BETA1, BETA2, EPSILON = 0.001, 0.9, 0.999, 1e-8


class Trainer(Protocol):
    """Training that goes on from where it is."""

    def epochs(self, orders: list[Order]) -> Losses:
        """Make the steps of these epochs, each (steps, batch) row numbers; the loss of every step, as a NumPy array."""


Predictor = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.floating]]
"""Rows (rows, inputs) → raw outputs (rows, outputs), from NumPy to NumPy."""
