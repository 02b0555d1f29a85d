"""The weighted sum z where the activation a = f(z) belongs."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Node

from ..quantities import Named
from .formulas import Use, leaf_uses, put, put_each
from .roles import inner, listed, quantity_of, symbol_of
from .slip import Change, Slip, Task
from .wrong_activation_derivative import wrong_activation_derivative


def _tries(task: Task) -> Iterator[Change]:
    found = list(_sums_of_activations(task))
    for use, inside in found:
        leaf = task.work.leaf(inside)
        words = ("you used ", symbol_of(task, leaf), ", from before the activation, where ", symbol_of(task, use.node), " belongs")
        yield Change(put(task.piece.formula, use, leaf), words, where=quantity_of(task, use.node), instead=inside)
    if len({inside for _, inside in found}) > 1:
        yield _all_at_once(task, {use: task.work.leaf(inside) for use, inside in found})
    yield from _not_applied(task)


def _sums_of_activations(task: Task) -> Iterator[tuple[Use, Named]]:
    """The uses of activations, each with the weighted sum inside."""
    for use in leaf_uses(task.piece.formula):
        activation = quantity_of(task, use.node)
        inside = inner(task.work, activation.name) if isinstance(activation, Named) else None
        if inside is not None:
            yield use, inside


def _all_at_once(task: Task, replaced: dict[Use, Node]) -> Change:
    """All of them, as if the whole layer had no activation yet."""
    used, right = (listed([symbol_of(task, one) for one in dict.fromkeys(leaves)]) for leaves in (replaced.values(), (use.node for use in replaced)))
    words = ("you used ", *used, ", from before the activation, where ", *right, " belong")
    return Change(put_each(task.piece.formula, replaced), words)


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
