"""Adagrad: a weight that has had large gradients takes shorter steps from then on."""

from collections.abc import Mapping

from glassgrad.graph import Node, pages

from ..settings import Setting
from .page import Optimizer, Update


def _rule(parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node, *, epsilon: float) -> Update:
    total = memory["s"] + pages.square(gradient)
    return Update(parameter=parameter - learning_rate * gradient / (pages.sqrt(total) + epsilon), memory={"s": total})


adagrad = Optimizer(
    name="adagrad",
    says="s is the sum of the squares of all gradients so far; every parameter takes a step against its gradient, divided by the root of s",
    formula="s ← s + (∂L/∂w)²;  w ← w − α · ∂L/∂w / (√s + ε)",
    latex=(
        r"s \leftarrow s + \left(\frac{\partial L}{\partial w}\right)^2, \quad "
        r"w \leftarrow w - \alpha \cdot \frac{\partial L / \partial w}{\sqrt{s} + \varepsilon}"
    ),
    rule=_rule,
    memory=("s",),
    settings={"epsilon": Setting(default=1e-10, says="a small ε that keeps the division from being by 0", above=0.0)},
    # Ten times that of the pages with a mean square: its steps shrink as 1/√t, and at 0.01 small networks are not done after 300 epochs.
    default_learning_rate=0.1,
    source=(
        "J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, 2011 "
        "(the diagonal form), with ε beside the root as in PyTorch"
    ),
)
