"""JAX, one jitted function per step: the state is donated, and the epoch's order and losses stay on the device until the epoch is over."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from ..data import Array, Table
from ..nets import Net
from . import jax_functions
from .page import ROWS_AT_ONCE, Losses, Order, Predictor


def _step(state, losses, position, X, y, order):
    # The position is counted on the device: a Python number would be carried over for every step.
    state, loss = jax_functions.one_step(state, X, y, order[position])
    return state, losses.at[position].set(loss), position + 1


class JaxTrainer:
    """The state on the device."""

    def __init__(self, net: Net, table: Table, weights: list[tuple[Array, Array]]) -> None:
        self.state, self.table = jax_functions.start(net, table, weights)
        self.step = jax.jit(_step, donate_argnums=(0, 1, 2))

    def epochs(self, orders: list[Order]) -> Losses:
        """Step by step; nothing is waited for but the losses of each epoch."""
        return np.concatenate([self._epoch(order) for order in orders])

    def _epoch(self, order: Order) -> Losses:
        rows = jnp.asarray(order, dtype=jnp.int32)
        state, losses, position = self.state, jnp.zeros(len(order), jnp.float32), jnp.zeros((), jnp.int32)
        for _ in range(len(order)):
            state, losses, position = self.step(state, losses, position, *self.table, rows)
        self.state = state
        return np.asarray(losses)


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int) -> JaxTrainer:
    """A new training run. The first step compiles. The threads are those of the environment."""
    return JaxTrainer(net, table, weights)


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int) -> Predictor:
    """Part by part, each in one jitted call."""
    parameters = [(jnp.array(W), jnp.array(b)) for W, b in weights]
    compiled = jax.jit(jax_functions.forward)

    def predict(X: Array) -> Array:
        outputs = np.empty((len(X), net.outputs), dtype=np.float32)
        for first in range(0, len(X), ROWS_AT_ONCE):
            outputs[first : first + ROWS_AT_ONCE] = compiled(parameters, X[first : first + ROWS_AT_ONCE])
        return outputs

    return predict
