"""`Activation`: what a layer does to each of its weighted sums, and which first weights suit it."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import Protocol

from glassgrad.graph import Node, Op


class Apply(Protocol):
    """(weighted sums) → activations of the same shape; `name` names the node, if one is made."""

    def __call__(self, z: Node, *, name: str = "") -> Node:
        """Make the node."""


@dataclass(frozen=True, kw_only=True)
class Activation:
    """One activation function. What it computes is the page of an operation; what is said here is what a layer adds.

    `initializer` names the first weights that keep the signal's size through many such layers, `because` says why.
    """

    name: str
    says: str
    apply: Apply
    initializer: str
    because: str
    source: str


def activation_from(
    op: Op, *, initializer: str = "glorot_uniform", because: str = "keeps the size of signals and of gradients alike, on average"
) -> Activation:
    """The activation that an operation of one input is: its name, its words and its source are those of the operation."""
    return Activation(
        name=op.name,
        says=Template(op.says).safe_substitute({**op.defaults, op.slots[0]: "the weighted sum"}),
        apply=op,
        initializer=initializer,
        because=because,
        source=op.source,
    )
