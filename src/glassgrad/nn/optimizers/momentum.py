"""Momentum: gradients that keep pointing the same way add up to speed; those that turn back and forth cancel."""

from collections.abc import Mapping

from glassgrad.graph import Node

from ..settings import Setting
from .page import Optimizer, Update


def _rule(parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node, *, momentum: float) -> Update:
    velocity = momentum * memory["v"] + gradient
    return Update(parameter=parameter - learning_rate * velocity, memory={"v": velocity})


momentum = Optimizer(
    name="momentum",
    says="the velocity keeps a share of itself and gains the gradient; every parameter takes a step against its velocity",
    formula="v ← μ · v + ∂L/∂w;  w ← w − α · v",
    latex=r"v \leftarrow \mu \cdot v + \frac{\partial L}{\partial w}, \quad w \leftarrow w - \alpha \cdot v",
    rule=_rule,
    memory=("v",),
    settings={"momentum": Setting(default=0.9, says="the share μ of its velocity that a parameter keeps", least=0.0, below=1.0)},
    default_learning_rate=0.01,
    source="B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964 (heavy ball)",
)
