"""The input is missing in the gradient of a weight: ∂J/∂w = ∂J/∂z·x without the x."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, is_constant

from ..quantities import Derivative, Named
from .averaging import COUNTS
from .formulas import bare, factors, without_factor
from .roles import is_parameter, quantity_of, symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    quantity = task.piece.quantity
    if not (isinstance(quantity, Derivative) and len(quantity.by) == 1 and is_parameter(task, Named(quantity.by[0]))):
        return
    for use in factors(task.piece.formula):
        leaf = bare(use.node)
        if leaf.op.kind is not Kind.LEAF or is_constant(leaf):
            continue
        factor = quantity_of(task, leaf)
        if isinstance(factor, Named) and factor not in COUNTS and not is_parameter(task, factor):
            yield Change(without_factor(task.piece.formula, use), ("you left out the input ", symbol_of(task, leaf)))


forgotten_input = Slip(
    name="forgotten_input",
    title="input forgotten",
    says="The gradient of a weight lacks the input that the weight is multiplied by.",
    advice="A weight's gradient is what comes back to its neuron times what went in through that weight; only a bias has no such factor.",
    plausible=0.85,
    tries=_tries,
)
