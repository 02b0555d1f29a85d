"""Adam: every weight has a step length of its own, from running means of its gradient and of the gradient's square."""

from collections.abc import Mapping

from glassgrad.graph import Node, pages

from ..settings import Setting
from .page import Optimizer, Update


def _rule(
    parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node, *, beta1: float, beta2: float, epsilon: float
) -> Update:
    m = beta1 * memory["m"] + (1 - beta1) * gradient
    v = beta2 * memory["v"] + (1 - beta2) * pages.square(gradient)
    # The means start at 0; dividing by 1 − βᵗ makes up for it.
    m_corrected = m / (1 - pages.power(beta1, step))
    v_corrected = v / (1 - pages.power(beta2, step))
    return Update(parameter=parameter - learning_rate * m_corrected / (pages.sqrt(v_corrected) + epsilon), memory={"m": m, "v": v})


adam = Optimizer(
    name="adam",
    says=(
        "m and v are running means of the gradient and of its square, corrected for their start at 0; "
        "every parameter takes a step against m, divided by the root of v"
    ),
    formula="m ← β1·m + (1 − β1)·∂L/∂w;  v ← β2·v + (1 − β2)·(∂L/∂w)²;  w ← w − α · (m / (1 − β1ᵗ)) / (√(v / (1 − β2ᵗ)) + ε)",
    latex=(
        r"m \leftarrow \beta_1 m + (1 - \beta_1) \frac{\partial L}{\partial w}, \quad "
        r"v \leftarrow \beta_2 v + (1 - \beta_2) \left(\frac{\partial L}{\partial w}\right)^2, \quad "
        r"w \leftarrow w - \alpha \cdot \frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon}"
    ),
    rule=_rule,
    memory=("m", "v"),
    settings={
        "beta1": Setting(default=0.9, says="the share β1 that the mean gradient m keeps of itself", least=0.0, below=1.0),
        "beta2": Setting(default=0.999, says="the share β2 that the mean square v keeps of itself", least=0.0, below=1.0),
        "epsilon": Setting(default=1e-8, says="a small ε that keeps the division from being by 0", above=0.0),
    },
    # The paper's 0.001 suits large networks; small ones on scaled columns get as far with 0.01 in a tenth of the steps.
    default_learning_rate=0.01,
    source="D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1",
)
