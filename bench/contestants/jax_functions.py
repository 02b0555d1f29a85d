"""One training step as JAX functions: what `jax_step` and `jax_scan` have in common."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

from ..data import Array, Table
from ..nets import Net
from .page import BETA1, BETA2, EPSILON, LEARNING_RATE


def start(net: Net, table: Table, weights: list[tuple[Array, Array]]):
    """The first state (parameters, m, v, t), and the table, on the device."""
    parameters = [(jnp.array(W), jnp.array(b)) for W, b in weights]
    m, v = (jax.tree.map(jnp.zeros_like, parameters) for _ in range(2))
    y = table.y if net.outputs == 1 else table.y.astype(np.int32)
    return (parameters, m, v, jnp.zeros((), jnp.float32)), (jnp.asarray(table.X), jnp.asarray(y))


def forward(parameters, x):
    """ReLU between the layers."""
    for W, b in parameters[:-1]:
        x = jax.nn.relu(x @ W + b)
    W, b = parameters[-1]
    return x @ W + b


def loss_of(parameters, x, y):
    """Binary cross-entropy of scores (rows, 1), else cross-entropy."""
    z = forward(parameters, x)
    if z.shape[1] == 1:
        return jnp.mean(jax.nn.softplus(z) - y * z)
    chosen = jnp.take_along_axis(z, y[:, None], axis=1)[:, 0]
    return jnp.mean(jax.nn.logsumexp(z, axis=1) - chosen)


def one_step(state, X, y, rows):
    """The next state, and the loss."""
    parameters, m, v, t = state
    loss, slopes = jax.value_and_grad(loss_of)(parameters, jnp.take(X, rows, axis=0, mode="clip"), jnp.take(y, rows, axis=0, mode="clip"))
    t += 1
    m = jax.tree.map(lambda mean, slope: BETA1 * mean + (1 - BETA1) * slope, m, slopes)
    v = jax.tree.map(lambda square, slope: BETA2 * square + (1 - BETA2) * slope * slope, v, slopes)
    rate, root = LEARNING_RATE / (1 - BETA1**t), jnp.sqrt(1 - BETA2**t)
    parameters = jax.tree.map(lambda w, mean, square: w - rate * mean / (jnp.sqrt(square) / root + EPSILON), parameters, m, v)
    return (parameters, m, v, t), loss
