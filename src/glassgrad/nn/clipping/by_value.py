"""By value: no entry of a gradient goes beyond ±c; so a clipped gradient may point another way."""

from collections.abc import Mapping

from glassgrad.graph import Node, pages

from .page import Clipping


def _rule(gradients: Mapping[str, Node], limit: float) -> dict[str, Node]:
    return {name: pages.maximum(pages.minimum(gradient, limit), -limit, name=f"g_{name}") for name, gradient in gradients.items()}


by_value = Clipping(
    name="by_value",
    says="every entry of a gradient that lies beyond ±c is brought back to it",
    formula="g ← max(min(g, c), −c)",
    latex=r"g \leftarrow \max\left(\min\left(g, c\right), -c\right)",
    rule=_rule,
    source="T. Mikolov, Statistical Language Models Based on Neural Networks, 2012",
)
