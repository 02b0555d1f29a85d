"""Nesterov: momentum whose gradient is taken where the velocity is about to carry the weight."""

from collections.abc import Mapping

from glassgrad.graph import Node

from ..settings import Setting
from .page import Optimizer, Update


def _rule(parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node, *, momentum: float) -> Update:
    velocity = momentum * memory["v"] + gradient
    return Update(parameter=parameter - learning_rate * (gradient + momentum * velocity), memory={"v": velocity})


# Nesterov's method takes the gradient at w − α·μ·v, and w from there. Here w stands for that place ahead, so that the gradient is taken
# at w as in every other page; with one and the same learning rate the two visit the same places. It is PyTorch's SGD with nesterov=True.
nesterov = Optimizer(
    name="nesterov",
    says=(
        "the velocity keeps a share of itself and gains the gradient; every parameter takes a step against its gradient "
        "and against the share of its velocity that will carry it on"
    ),
    formula="v ← μ · v + ∂L/∂w;  w ← w − α · (∂L/∂w + μ · v)",
    latex=(
        r"v \leftarrow \mu \cdot v + \frac{\partial L}{\partial w}, \quad "
        r"w \leftarrow w - \alpha \cdot \left(\frac{\partial L}{\partial w} + \mu \cdot v\right)"
    ),
    rule=_rule,
    memory=("v",),
    settings={"momentum": Setting(default=0.9, says="the share μ of its velocity that a parameter keeps", least=0.0, below=1.0)},
    # As momentum: under a steady gradient the velocity makes every step ten times as long, and at 0.1 small networks can burst.
    default_learning_rate=0.01,
    source=(
        "Yu. E. Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), 1983; "
        "in this form: Y. Bengio, N. Boulanger-Lewandowski and R. Pascanu, Advances in Optimizing Recurrent Networks, 2012"
    ),
)
