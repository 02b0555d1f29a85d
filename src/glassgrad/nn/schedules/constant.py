"""Constant: every step has the same learning rate."""

from glassgrad.graph import Node

from .page import Schedule


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int) -> Node:
    return learning_rate


constant = Schedule(
    name="constant",
    says="the learning rate is the same at every step",
    formula="α = α0",
    latex=r"\alpha = \alpha_0",
    rule=_rule,
    source="a definition",
)
