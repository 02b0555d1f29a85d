"""Exponential: every epoch shrinks the learning rate by the same factor, a little at every step."""

from math import log

from glassgrad.graph import Node, pages

from ..settings import Setting
from .page import Schedule


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int, factor: float) -> Node:
    # γ rounded to float32 and raised to a high power would be another number; ln γ is rounded once and only multiplied.
    return learning_rate * pages.exp(log(factor) / epoch * (step - 1))


exponential = Schedule(
    name="exponential",
    says="the learning rate shrinks at every step, so that every epoch has multiplied it by the factor",
    formula="α = α0 · γ^((t − 1) / n), n = steps in an epoch",
    latex=r"\alpha = \alpha_0 \cdot \gamma^{(t - 1) / n}",
    rule=_rule,
    # 0.99 leaves a twentieth after the usual 300 epochs.
    settings={"factor": Setting(default=0.99, says="the factor γ that an epoch multiplies the learning rate by", above=0.0, most=1.0)},
    source="a definition; PyTorch's ExponentialLR takes the same values at the first step of every epoch, and keeps them through it",
)
