"""The weighted sum z where the activation a = f(z) belongs."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Named
from .formulas import leaf_uses, put
from .roles import inner, quantity_of, symbol_of
from .slip import Change, Slip, Task
from .wrong_activation_derivative import wrong_activation_derivative


def _tries(task: Task) -> Iterator[Change]:
    for use in leaf_uses(task.piece.formula):
        activation = quantity_of(task, use.node)
        inside = inner(task.work, activation.name) if isinstance(activation, Named) else None
        if inside is not None:
            leaf = task.work.leaf(inside)
            words = ("you used ", symbol_of(task, leaf), ", from before the activation, where ", symbol_of(task, use.node), " belongs")
            yield Change(put(task.piece.formula, use, leaf), words, where=activation, instead=inside)
    yield from _not_applied(task)


def _not_applied(task: Task) -> Iterator[Change]:
    quantity = task.piece.quantity
    inside = inner(task.work, quantity.name) if isinstance(quantity, Named) else None
    if inside is not None:
        leaf = task.work.leaf(inside)
        yield Change(leaf, ("you stopped at ", symbol_of(task, leaf), "; the activation function comes after it"))


pre_activation_for_activation = Slip(
    name="pre_activation_for_activation",
    title="weighted sum used for the activation",
    says="The weighted sum z was used where its activation a = f(z) belongs.",
    advice="The next layer, and the gradient of a weight, see what comes out of the activation function: look for a, not for z.",
    plausible=0.8,
    tries=_tries,
    yields_to=(wrong_activation_derivative,),
)
