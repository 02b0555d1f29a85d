"""Gradient descent: every weight takes a step against its gradient."""

from collections.abc import Mapping

from glassgrad.graph import Node

from .page import Optimizer, Update


def _rule(parameter: Node, gradient: Node, memory: Mapping[str, Node], step: Node, learning_rate: Node) -> Update:
    return Update(parameter=parameter - learning_rate * gradient)


gradient_descent = Optimizer(
    name="gradient_descent",
    says="every parameter takes a step against its gradient, as long as the learning rate times the gradient",
    formula="w ← w − α · ∂L/∂w",
    latex=r"w \leftarrow w - \alpha \cdot \frac{\partial L}{\partial w}",
    rule=_rule,
    default_learning_rate=0.1,
    source="A.-L. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847",
)
