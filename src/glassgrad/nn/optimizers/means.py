"""Running means of a gradient and of its square, for the optimizers that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from glassgrad.graph import Node, pages

from ..settings import Setting

MEANS_SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        "beta1": Setting(default=0.9, says="the share β1 that the mean gradient m keeps of itself", least=0.0, below=1.0),
        "beta2": Setting(default=0.999, says="the share β2 that the mean square v keeps of itself", least=0.0, below=1.0),
        "epsilon": Setting(default=1e-8, says="a small ε that keeps the division from being by 0", above=0.0),
    }
)


@dataclass(frozen=True, kw_only=True)
class Means:
    """The means after a step: `m` of the gradient, `v` of its square, and both made up for their start at 0."""

    m: Node
    v: Node
    m_corrected: Node
    v_corrected: Node


def running_means(gradient: Node, memory: Mapping[str, Node], step: Node, *, beta1: float, beta2: float, ahead: int = 0) -> Means:
    """The means with this gradient taken in; m is corrected as it will have to be so many steps `ahead`.

    Formula: m ← β1·m + (1 − β1)·∂L/∂w;  v ← β2·v + (1 − β2)·(∂L/∂w)²;  corrected: m / (1 − β1ᵗ), v / (1 − β2ᵗ).
    """
    m = beta1 * memory["m"] + (1 - beta1) * gradient
    v = beta2 * memory["v"] + (1 - beta2) * pages.square(gradient)
    # The means start at 0; dividing by 1 − βᵗ makes up for it.
    m_corrected = m / (1 - pages.power(beta1, step + ahead if ahead else step))
    v_corrected = v / (1 - pages.power(beta2, step))
    return Means(m=m, v=v, m_corrected=m_corrected, v_corrected=v_corrected)
