"""Step decay: the learning rate stays as it is for so many epochs, then drops by a factor, again and again."""

from math import ceil, log

from glassgrad.graph import Node, pages

from ..settings import Setting
from .counting import whole_times
from .page import Schedule

LEAST_SHARE = 2.0**-53
"""Where the drops end: a step so much shorter than it was at first no longer changes a weight that is about as large as that one was."""
MOST_STEPS = 2**53
"""The steps that float64 can count."""


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int, every: int, factor: float) -> Node:
    period = every * epoch
    drops = min(ceil(log(LEAST_SHARE) / log(factor)), MOST_STEPS // period) if factor < 1 else 0
    if drops == 0:
        return learning_rate
    return learning_rate * pages.exp(log(factor) * whole_times(step - 1, period, most=drops))


step_decay = Schedule(
    name="step",
    says="the learning rate is multiplied by the factor after every so many epochs, until it is smaller than anyone can need",
    formula="α = α0 · γ^d, d = (t − 1) / (k · n) without its fraction, n = steps in an epoch, k = epochs between two drops",
    latex=r"\alpha = \alpha_0 \cdot \gamma^{\left\lfloor (t - 1) / (k n) \right\rfloor}",
    rule=_rule,
    settings={
        "every": Setting(default=30, says="the epochs k from one drop to the next", least=1, whole=True),
        "factor": Setting(default=0.5, says="the factor γ that a drop multiplies the learning rate by", above=0.0, most=1.0),
    },
    source="K. He, X. Zhang, S. Ren and J. Sun, Deep Residual Learning for Image Recognition, 2016 (a tenth after every 30 epochs); PyTorch's StepLR",
)
