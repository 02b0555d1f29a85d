"""JAX, one jitted function per epoch: `lax.scan` over the steps, the state donated, the losses of all steps handed out."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from ..data import Array, Table
from ..nets import Net
from . import jax_functions, jax_step
from .page import Losses, Order, Predictor


def _epoch(state, X, y, order):
    return jax.lax.scan(lambda carried, rows: jax_functions.one_step(carried, X, y, rows), state, order)


class ScanTrainer:
    """The state on the device."""

    def __init__(self, net: Net, table: Table, weights: list[tuple[Array, Array]]) -> None:
        self.state, self.table = jax_functions.start(net, table, weights)
        self.epoch = jax.jit(_epoch, donate_argnums=0)

    def epochs(self, orders: list[Order]) -> Losses:
        """One call for every epoch."""
        return np.concatenate([self._losses(order) for order in orders])

    def _losses(self, order: Order) -> Losses:
        self.state, losses = self.epoch(self.state, *self.table, jnp.asarray(order, dtype=jnp.int32))
        return np.asarray(losses)


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int) -> ScanTrainer:
    """A new training run. The first epoch compiles. The threads are those of the environment."""
    return ScanTrainer(net, table, weights)


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int) -> Predictor:
    """As one jitted call: there is no step to scan over."""
    return jax_step.predictor(net, weights, threads=threads)
