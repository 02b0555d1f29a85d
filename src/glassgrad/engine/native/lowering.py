"""From a graph to arrays: every node becomes a view of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node, is_constant

from .arrays import Array, View
from .standing import Stand
from .tracing import Tracer


@dataclass(frozen=True, eq=False)
class Lowered:
    """Where each node's entries are, and all arrays from the oldest to the youngest. `leaves` are the arrays that are given."""

    views: dict[Node, View]
    arrays: list[Array]
    leaves: dict[Node, Array]


def lower(nodes: Iterable[Node], dtype: np.dtype[Any]) -> Lowered:
    """Run `compute` of every node, oldest first, on stand-ins."""
    tracer = Tracer(dtype)
    stands: dict[Node, Stand] = {}
    leaves: dict[Node, Array] = {}
    for node in nodes:
        if is_constant(node):
            stands[node] = tracer.stand(node.settings["value"])
        elif node.op.kind is Kind.LEAF:
            stands[node] = tracer.given(node.shape, leaf=len(leaves))
            leaves[node] = stands[node].view.array
        else:
            stands[node] = tracer.stand(node.op.compute(tracer, *[stands[one] for one in node.inputs], **node.settings))
        if stands[node].shape != node.shape:  # a number where `compute` did not say how often
            stands[node] = tracer.broadcast_to(stands[node], node.shape)
    return Lowered({node: one.view for node, one in stands.items()}, tracer.arrays, leaves)
