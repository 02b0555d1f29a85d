"""Warm-up: the learning rate rises in a straight line, then stays."""

from glassgrad.graph import Node

from ..settings import Setting
from .page import Schedule
from .share import peak_step, warming


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int, share: float) -> Node:
    peak = peak_step(share, length)
    return learning_rate if peak == 1 else learning_rate * warming(step, peak)


warm_up = Schedule(
    name="warm_up",
    says="the learning rate rises in a straight line in the first share of the run, then stays at its full height",
    formula="α = α0 · min(t / p, 1), p = the step that ends the warm-up",
    latex=r"\alpha = \alpha_0 \cdot \min\left(\frac{t}{p}, 1\right)",
    rule=_rule,
    settings={"share": Setting(default=0.1, says="the share of the run in which the learning rate rises", least=0.0, most=1.0)},
    source="P. Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017, section 2.2 (gradual warmup)",
)
