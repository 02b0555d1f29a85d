"""NAdam: Adam whose mean gradient looks one step ahead, as Nesterov's momentum does."""

from collections.abc import Mapping

from glassgrad.graph import Node, pages

from .means import MEANS_SETTINGS, running_means
from .page import Optimizer, Update


def _rule(
    parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node, *, beta1: float, beta2: float, epsilon: float
) -> Update:
    means = running_means(gradient, memory, step, beta1=beta1, beta2=beta2, ahead=1)
    ahead = beta1 * means.m_corrected + (1 - beta1) * gradient / (1 - pages.power(beta1, step))
    return Update(parameter=parameter - learning_rate * ahead / (pages.sqrt(means.v_corrected) + epsilon), memory={"m": means.m, "v": means.v})


# Dozat lets β1 grow from step to step and divides by 1 less the product of all of them; here it is the same at every step, so that
# the product is a power. PyTorch's NAdam starts with about half of beta1 and comes near this form as its momentum_decay is made large.
nadam = Optimizer(
    name="nadam",
    says=(
        "m and v are running means of the gradient and of its square, corrected for their start at 0; every parameter takes a step against "
        "what m will be if the gradient stays as it is, divided by the root of v"
    ),
    formula=(
        "m ← β1·m + (1 − β1)·∂L/∂w;  v ← β2·v + (1 − β2)·(∂L/∂w)²;  w ← w − α · (β1·m / (1 − β1ᵗ⁺¹) + (1 − β1)·∂L/∂w / (1 − β1ᵗ)) / (√(v / (1 − β2ᵗ)) + ε)"
    ),
    latex=(
        r"m \leftarrow \beta_1 m + (1 - \beta_1) \frac{\partial L}{\partial w}, \quad "
        r"v \leftarrow \beta_2 v + (1 - \beta_2) \left(\frac{\partial L}{\partial w}\right)^2, \quad "
        r"w \leftarrow w - \alpha \cdot \frac{\beta_1 m / (1 - \beta_1^{t+1}) + (1 - \beta_1) \frac{\partial L}{\partial w} / (1 - \beta_1^t)}"
        r"{\sqrt{v / (1 - \beta_2^t)} + \varepsilon}"
    ),
    rule=_rule,
    memory=("m", "v"),
    settings=MEANS_SETTINGS,
    # As Adam, whose steps these are but for the look ahead.
    default_learning_rate=0.01,
    source="T. Dozat, Incorporating Nesterov Momentum into Adam, ICLR 2016 workshop, algorithm 2, with one β1 for all steps",
)
