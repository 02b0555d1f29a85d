"""A function was applied twice: softmax of what softmax gave, a sigmoid of a sigmoid."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, Node, pages

from ..quantities import Named
from ..splitting import activation_pages
from .formulas import is_function, is_mean, leaf_uses, put_everywhere, uses
from .roles import activations_of, is_shared_out, loss_parts, quantity_of, symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    formula = task.piece.formula
    for use in uses(formula):
        if is_function(use.node) and use.node.op in activation_pages():
            yield Change(put_everywhere(formula, {use.node: use.node.over(use.node)}), ("you applied ", _called(use.node), " to ", symbol_of(task, use.node)))
    yield from _of_shares(task)
    yield from _before_the_loss(task)


def _of_shares(task: Task) -> Iterator[Change]:
    """What is shares already, shared out again: log(softmax(p)), softmax(p) − y."""
    for leaf in dict.fromkeys(use.node for use in leaf_uses(task.piece.formula)):
        quantity = quantity_of(task, leaf)
        if isinstance(quantity, Named) and is_shared_out(task.work, quantity.name):
            function = task.work.formulas[quantity.name]
            words = ("you applied ", _called(function), " to ", symbol_of(task, leaf), ", which has gone through it already")
            yield Change(put_everywhere(task.piece.formula, {leaf: function.over(leaf)}), words)


def _before_the_loss(task: Task) -> Iterator[Change]:
    """A loss of scores has its softmax inside; it was given what softmax made of them."""
    quantity, formula = task.piece.quantity, task.piece.formula
    if not (isinstance(quantity, Named) and quantity.name in loss_parts(task)):
        return
    for node in dict.fromkeys(use.node.inputs[0] for use in uses(formula) if _shares_out(use.node)):
        named = [one for one in _names(task, node) if is_shared_out(task.work, one.name)]
        shares = task.work.leaf(named[0]) if named else pages.softmax(node)
        words = ("you put ", symbol_of(task, shares), " where the scores ", symbol_of(task, node), " belong: this loss has its own softmax inside")
        yield Change(put_everywhere(formula, {node: shares}), words)


def _names(task: Task, node: Node) -> Iterator[Named]:
    quantity = task.work.quantities.get(node)
    return activations_of(task.work, quantity.name) if isinstance(quantity, Named) else iter(())


def _shares_out(node: Node) -> bool:
    """Whether it is a function of all entries together that is no plain sum, mean or choice of one: log-softmax, log-sum-exp."""
    return node.op.kind is Kind.REDUCTION and len(node.inputs) == 1 and not node.op.algebra.folds and not is_mean(node) and node.inputs[0].shape != ()


def _called(node: Node) -> str:
    return node.op.name.replace("_", " ")


function_twice = Slip(
    name="function_twice",
    title="softmax (or another function) applied twice",
    says="A function was applied to something that has gone through it already.",
    advice="See what a loss expects: one that takes scores has the softmax inside, and wants none before it.",
    plausible=0.6,
    tries=_tries,
    source="J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990 (softmax and its loss)",
)
