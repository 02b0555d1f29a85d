"""The slope f′(z) of the activation is missing on the way back."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Derivative, Named
from ..splitting import activation_pages
from .formulas import is_function, leaf_uses, put
from .local_slopes import passages
from .roles import activations_of, quantity_of, symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    for term in task.piece.terms:
        for passage in passages(task, term):
            if is_function(passage.node) and passage.node.op in activation_pages():
                words = ("you left out the slope of the activation ", symbol_of(task, passage.node))
                yield Change(passage.with_slope(lambda flow, value: flow), words)
    yield from _not_passed(task)


def _not_passed(task: Task) -> Iterator[Change]:
    """∂J/∂a where ∂J/∂z belongs."""
    for use in leaf_uses(task.piece.formula):
        quantity = quantity_of(task, use.node)
        if not (isinstance(quantity, Derivative) and len(quantity.by) == 1):
            continue
        for activation in activations_of(task.work, quantity.by[0]):
            other = Derivative(quantity.of, (activation.name,))
            if Named(quantity.of) != activation and other != task.piece.quantity:
                leaf = task.work.leaf(other)
                words = ("you used ", symbol_of(task, leaf), " where ", symbol_of(task, use.node), " belongs: the slope of the activation is missing")
                yield Change(put(task.piece.formula, use, leaf), words, where=quantity, instead=other)


forgotten_activation_derivative = Slip(
    name="forgotten_activation_derivative",
    title="slope of the activation forgotten",
    says="On the way back through an activation function, its slope f′(z) was left out.",
    advice="Going back through a = f(z), multiply by f′(z); only without an activation is that 1.",
    plausible=0.9,
    tries=_tries,
)
