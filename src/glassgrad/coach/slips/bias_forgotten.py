"""The bias is missing in a weighted sum."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, Node, is_constant

from ..quantities import Named
from .formulas import Use, adds, is_product, summands, without_summand
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import is_update


def is_bias(use: Use, others: list[Use]) -> bool:
    """Whether a part of a sum is a lone quantity beside products."""
    return use.node.op.kind is Kind.LEAF and not is_constant(use.node) and any(is_product(one.node) for one in others)


def beside(root: Node) -> Iterator[tuple[Use, list[Use]]]:
    """Every part of a sum with all parts of that same formula."""
    found = summands(root)
    return ((one, [other for other in found if other is not one]) for one in found)


def _tries(task: Task) -> Iterator[Change]:
    if not (isinstance(task.piece.quantity, Named) and adds(task.piece.formula.op)) or is_update(task):
        return
    for use, others in beside(task.piece.formula):
        if is_bias(use, others):
            yield Change(without_summand(task.piece.formula, use), ("you left out the bias ", symbol_of(task, use.node)))


bias_forgotten = Slip(
    name="bias_forgotten",
    title="bias forgotten",
    says="The bias was not added to the weighted sum.",
    advice="A neuron adds up all its inputs times their weights, and then its bias.",
    plausible=0.8,
    tries=_tries,
)
