"""Cosine: the learning rate falls along half a cosine wave, slowly at first, then fast, then slowly again."""

from glassgrad.graph import Node

from ..settings import Setting
from .page import Schedule
from .share import half_wave, left, mixed, peak_step, warming


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int, final: float, warm_up: float) -> Node:
    peak = peak_step(warm_up, length)
    down = mixed(learning_rate, final, half_wave(left(step, first=peak, last=length)))
    # Until the peak `down` is the whole learning rate.
    return down if peak == 1 else down * warming(step, peak)


cosine = Schedule(
    name="cosine",
    says="after a warm-up, if any, the learning rate falls along half a cosine wave to its final share at the end of the run, and stays there",
    formula="α = α0 · (φ + (1 − φ) · ½ · (1 + cos(π · (t − p) / (T − p)))) from step p to T, φ·α0 after T, α0·t/p before p; p = the step that ends the warm-up",
    latex=(
        r"\alpha = \alpha_0 \cdot \left(\varphi + (1 - \varphi) \cdot \frac{1}{2} "
        r"\left(1 + \cos\left(\pi \cdot \frac{t - p}{T - p}\right)\right)\right), \quad p \le t \le T"
    ),
    rule=_rule,
    settings={
        "final": Setting(default=0.0, says="the share φ of the learning rate that is left at the end", least=0.0, most=1.0),
        "warm_up": Setting(default=0.0, says="the share of the run in which the learning rate rises to its full height", least=0.0, below=1.0),
    },
    source="I. Loshchilov and F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017, equation 5, without restarts",
)
