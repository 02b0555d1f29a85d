"""Linear: the weighted sum as it is; a layer without an activation function."""

from glassgrad.graph import Node

from .page import Activation


def _as_it_is(z: Node, *, name: str = "") -> Node:
    # No node is made, so there is nothing to name: a1 would only repeat z1.
    return z


linear = Activation(
    name="linear",
    says="the weighted sum as it is",
    apply=_as_it_is,
    initializer="glorot_uniform",
    because="keeps the size of signals and of gradients alike, on average",
    source="a definition",
)
