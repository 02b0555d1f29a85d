"""The pages of a graph, one after the other, through `jax.numpy`: what JAX is shown when it traces a pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from glassgrad.graph import Node

from .mathematics import JaxMathematics


def forward(nodes: Iterable[Node], numbers: dict[Node, Any], dtype: np.dtype[Any]) -> Any:
    """Compute `nodes` (oldest first) into `numbers`, which already holds the leaves; whether some number had to be refused."""
    m = JaxMathematics()
    for node in nodes:
        if node not in numbers:
            result = node.op.compute(m, *[numbers[one] for one in node.inputs], **node.settings)
            numbers[node] = m.asarray(result).astype(dtype)
    return m.refused


def all_finite(arrays: Iterable[Any]) -> Any:
    """Whether no array holds an infinity or a not-a-number, as a traced truth value."""
    import jax.numpy

    return jax.numpy.all(jax.numpy.stack([jax.numpy.ones((), bool), *(jax.numpy.all(jax.numpy.isfinite(array)) for array in arrays)]))
