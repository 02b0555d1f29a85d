"""The numbers that all contestants are given alike: a table, the first weights, and the order of the rows. All drawn from seeds, by NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .nets import Net

Array = npt.NDArray[np.float32]
ROWS_AT_ONCE = 4096


@dataclass(frozen=True)
class Table:
    """X (rows, inputs), and y: 0 or 1 in a column (rows, 1) for one output, else the number of the class (rows,). All float32."""

    X: Array
    y: Array


def draw_inputs(rows: int, columns: int, seed: int = 0) -> Array:
    """Standard normal inputs."""
    return np.random.default_rng([seed, 1]).standard_normal((rows, columns), dtype=np.float32)


def draw_table(net: Net, seed: int = 0) -> Table:
    """Normal inputs, and classes that a random linear teacher gives them: there is something to learn."""
    X = draw_inputs(net.rows, net.inputs, seed)
    teacher = np.random.default_rng([seed, 2]).standard_normal((net.inputs, net.outputs), dtype=np.float32)
    y = np.empty(net.rows, dtype=np.float32)
    for first in range(0, net.rows, ROWS_AT_ONCE):
        # Not `@`: the buffers of NumPy's linear algebra would count as memory of whoever is measured.
        scores = np.einsum("ij,jk->ik", X[first : first + ROWS_AT_ONCE], teacher)
        y[first : first + ROWS_AT_ONCE] = scores[:, 0] > 0 if net.outputs == 1 else scores.argmax(axis=1)
    return Table(X, y.reshape(-1, 1) if net.outputs == 1 else y)


def first_weights(net: Net, seed: int = 0) -> list[tuple[Array, Array]]:
    """(W (inputs, units), b (units,)) of every layer: He normal, and biases of 0."""
    draws = np.random.default_rng([seed, 3])
    return [
        (draws.standard_normal((inputs, units), dtype=np.float32) * np.float32(np.sqrt(2 / inputs)), np.zeros(units, dtype=np.float32))
        for inputs, units in net.layers
    ]


def batch_order(net: Net, epoch: int, seed: int = 0) -> npt.NDArray[np.int64]:
    """The rows that each step of an epoch sees (steps, batch): all rows in a shuffled order, less what does not fill a batch."""
    order = np.random.default_rng([seed, 4, epoch]).permutation(net.rows)
    return order[: net.steps_per_epoch * net.batch].reshape(net.steps_per_epoch, net.batch)
