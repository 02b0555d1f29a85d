"""One cycle: the learning rate rises to its height in the first part of the run, and falls far below its start in the rest."""

from glassgrad.graph import Node, pages

from ..settings import Setting
from .page import Schedule
from .share import half_wave, left, mixed, peak_step, risen


def _rule(learning_rate: Node, step: Node, *, epoch: int, length: int, start: float, final: float, peak: float) -> Node:
    top = peak_step(peak, length)
    down = mixed(learning_rate, final, half_wave(left(step, first=top, last=length)))
    if top == 1:
        return down
    return pages.where(step < top, mixed(learning_rate, start, half_wave(risen(step, first=1, last=top))), down)


# L. N. Smith's cycle goes up and down in straight lines and falls in a third, short stretch. This one goes up and down in half cosine
# waves, without that stretch: the form of fastai, and PyTorch's OneCycleLR as it comes, with max_lr = α0, div_factor = 1 / start,
# final_div_factor = start / final and pct_start = peak. The momentum, which both let fall while the rate rises, is left as it is.
one_cycle = Schedule(
    name="one_cycle",
    says=(
        "the learning rate rises from its first share to its full height, and falls to its final share at the end of the run, "
        "both along half a cosine wave, and stays there"
    ),
    formula=(
        "α = α0 · (σ + (1 − σ) · h((t − 1) / (p − 1))) up to step p, α0 · (φ + (1 − φ) · h((T − t) / (T − p))) from p to T, "
        "h(s) = ½ · (1 − cos(π · s)), p = the step of the peak"
    ),
    latex=(
        r"\alpha = \alpha_0 \cdot \begin{cases} \sigma + (1 - \sigma) \, h\left(\frac{t - 1}{p - 1}\right) & t \le p \\ "
        r"\varphi + (1 - \varphi) \, h\left(\frac{T - t}{T - p}\right) & p < t \le T \end{cases}, \quad h(s) = \frac{1 - \cos(\pi s)}{2}"
    ),
    rule=_rule,
    settings={
        "start": Setting(default=0.04, says="the share σ of the learning rate that the first step has", least=0.0, most=1.0),
        "final": Setting(default=4e-6, says="the share φ of the learning rate that is left at the end", least=0.0, most=1.0),
        "peak": Setting(default=0.3, says="the share of the run after which the learning rate is highest", least=0.0, below=1.0),
    },
    source="L. N. Smith and N. Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates, 2017",
)
