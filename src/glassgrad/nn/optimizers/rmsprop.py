"""RMSprop: every gradient is divided by the root of its mean square, so that small and large gradients take steps of one length."""

from collections.abc import Mapping

from glassgrad.graph import Node, pages

from ..settings import Setting
from .page import Optimizer, Update


def _rule(parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node, *, rho: float, epsilon: float) -> Update:
    v = rho * memory["v"] + (1 - rho) * pages.square(gradient)
    return Update(parameter=parameter - learning_rate * gradient / (pages.sqrt(v) + epsilon), memory={"v": v})


rmsprop = Optimizer(
    name="rmsprop",
    says="v is a running mean of the gradient's square; every parameter takes a step against its gradient, divided by the root of v",
    formula="v ← ρ·v + (1 − ρ)·(∂L/∂w)²;  w ← w − α · ∂L/∂w / (√v + ε)",
    latex=(
        r"v \leftarrow \rho v + (1 - \rho) \left(\frac{\partial L}{\partial w}\right)^2, \quad "
        r"w \leftarrow w - \alpha \cdot \frac{\partial L / \partial w}{\sqrt{v} + \varepsilon}"
    ),
    rule=_rule,
    memory=("v",),
    settings={
        "rho": Setting(default=0.9, says="the share ρ that the mean square v keeps of itself", least=0.0, below=1.0),
        "epsilon": Setting(default=1e-8, says="a small ε that keeps the division from being by 0", above=0.0),
    },
    # Steps about as long as the rate, as with Adam, and so the same rate; 0.001, which large networks are given, needs ten times the steps.
    default_learning_rate=0.01,
    source=(
        "T. Tieleman and G. Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012; "
        "PyTorch's RMSprop is the same, neither centered nor with momentum, and calls ρ alpha, 0.99 by default"
    ),
)
