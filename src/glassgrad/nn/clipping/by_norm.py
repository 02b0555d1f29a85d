"""By norm: all gradients together, as one long arrow, are shortened to length c if they are longer; the direction stays."""

from collections.abc import Mapping
from functools import reduce

from glassgrad.graph import Node, pages

from .page import Clipping


def _rule(gradients: Mapping[str, Node], limit: float) -> dict[str, Node]:
    largest = reduce(pages.maximum, [pages.max(abs(gradient)) for gradient in gradients.values()]).named("g_max")
    # Squares of 1e20 overflow float32 and those of 1e-25 vanish, so everything is measured in units of the largest entry.
    unit = pages.where(largest > 0, largest, 1, name="s")
    squares = [pages.sum(pages.square(gradient / unit)) for gradient in gradients.values()]
    length = pages.sqrt(reduce(pages.add, squares)).named("r")
    norm = pages.multiply(unit, length, name="‖g‖")
    # g · c/‖g‖ would do for all but the largest numbers: of 3e38 in float32 the norm is infinite, and c/‖g‖ is 0. The largest entry has length 1, so
    # only where all are 0 is r less.
    share = limit / pages.maximum(length, 1)
    return {name: pages.where(norm > limit, gradient / unit * share, gradient, name=f"ĝ_{name}") for name, gradient in gradients.items()}


by_norm = Clipping(
    name="by_norm",
    says="if the norm of all gradients together is more than c, all are scaled down by one factor, so that it is c",
    formula="ĝ = g · c / max(‖g‖, c)",
    latex=r"\hat{g} = g \cdot \frac{c}{\max\left(\left\|g\right\|, c\right)}",
    rule=_rule,
    words={
        "g_max": "the largest entry of all gradients, without its sign",
        "s": "the largest entry again, or 1 where that is 0: the unit in which no square is too large or too small for the machine",
        "r": "the norm of all gradients together, in that unit: the root of the sum of all squares",
        "‖g‖": "the norm of all gradients together",
    },
    source="R. Pascanu, T. Mikolov and Y. Bengio, On the difficulty of training recurrent neural networks, ICML 2013, algorithm 1",
)
