"""What part a quantity plays in a calculation: parameter or input, weighted sum or activation, part of the loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from glassgrad.graph import Kind, Node, Op, ancestors, is_constant, pages
from glassgrad.nn.losses import losses
from glassgrad.readers.substitute import substitute
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import fragment
from glassgrad.writing.mathematics import Mathematics, Words

from ..quantities import INSIDE, Derivative, Named, Quantity, Updated
from ..splitting import activation_pages
from ..symbols import name_symbol, quantity_symbol
from ..workings import Workings
from .formulas import Use, adds, bare, functions, is_function, is_mean, multiplies, power_of, uses
from .slip import Task

PARAMETER_LETTERS = ("w", "W", "b", "B", "θ", "Θ", "β", "theta", "beta", "bias", "weight")
DATA_LETTERS = ("x", "X", "i", "y", "Y", "t", "T")
"""How the names of weights and biases, and of inputs and targets, usually begin."""


def symbol_of(task: Task, node: Node) -> Mathematics:
    """A part of a formula as it is written; what has no name on the sheet is told in words if it is the whole, and written out in a formula."""
    work = task.work
    if node in work.quantities and _is_told(work, work.quantities[node]):
        return quantity_words(work.quantities[node], array=bool(node.shape))
    node = _written_out(work, node)
    return write(node, {work.leaves[one]: quantity_symbol(one, array=bool(work.leaves[one].shape)) for one in work.mentions(node)})


def quantity_words(quantity: Quantity, *, array: bool = False) -> Mathematics:
    """The symbol of a quantity in a sentence: "the derivative of J by the weighted sum in a" for one that a symbol cannot tell.

    >>> quantity_words(Derivative("J", ("inside a",))).text, quantity_words(Derivative("J", ("a",))).text
    ('the derivative of J by the weighted sum in a', '∂J/∂a')
    """
    if not (isinstance(quantity, Derivative) and _has_no_name(quantity) and len(quantity.by) == 1):
        return quantity_symbol(quantity, array=array).mathematics
    of, by = name_symbol(quantity.of), name_symbol(quantity.by[0])
    return fragment(f"the derivative of {of.text} by {by.text}", rf"\text{{the derivative of }} {of.latex} \text{{ by }} {by.latex}").mathematics


def _own_name(quantity: Quantity) -> str:
    return quantity.by[-1] if isinstance(quantity, Derivative) else quantity.name


def _has_no_name(quantity: Quantity) -> bool:
    """Whether it is the weighted sum inside an activation that has no name on the sheet, or a derivative by it."""
    return _own_name(quantity).startswith(INSIDE)


def _is_told(work: Workings, quantity: Quantity) -> bool:
    """Whether words tell it: where there are two such sums in one formula, they would not say which."""
    outer = _own_name(quantity).removeprefix(INSIDE).split(" ")[0]
    return not _has_no_name(quantity) or f"{INSIDE}{outer} 2" not in work.formulas


def _written_out(work: Workings, node: Node) -> Node:
    """The formula with those of the sums that have no name in it."""
    unnamed = {one: work.piece(one) for one in work.mentions(node) if _has_no_name(one)}
    formulas = {work.leaves[one]: piece.formula for one, piece in unnamed.items() if piece is not None}
    return _written_out(work, substitute(node, formulas)[node]) if formulas else node


def listed(parts: Sequence[Mathematics]) -> Words:
    """Symbols in a sentence: z1, z2 and z3."""
    words: list[str | Mathematics] = []
    for place, part in enumerate(parts):
        words += ["" if place == 0 else " and " if place == len(parts) - 1 else ", ", part]
    return tuple(words)


def factors_of(task: Task, product: Node) -> Words:
    """The two factors of a matrix product, without what only rearranges their entries."""
    left, right = product.inputs
    return symbol_of(task, bare(left)), " and ", symbol_of(task, bare(right))


def quantity_of(task: Task, leaf: Node) -> Quantity:
    """What a leaf stands for."""
    return task.work.quantities[leaf]


def is_given(task: Task, quantity: Quantity) -> bool:
    """Whether it has a name and no formula."""
    return isinstance(quantity, Named) and quantity.name not in task.work.formulas


def is_parameter(task: Task, quantity: Quantity) -> bool:
    """Whether it is learned: it is updated on the sheet, or it has a gradient there and no name as data have, or a name as weights have."""
    if not isinstance(quantity, Named) or not is_given(task, quantity):
        return False
    on_sheet = (*task.at_hand, task.piece.quantity)
    if Updated(quantity.name) in on_sheet or quantity.name in task.work.updates or quantity.name.startswith(PARAMETER_LETTERS):
        return True
    return not quantity.name.startswith(DATA_LETTERS) and any(isinstance(one, Derivative) and one.by == (quantity.name,) for one in on_sheet)


def inner(work: Workings, name: str) -> Named | None:
    """The weighted sum of an activation: the one quantity, of the same shape, that its formula is a function of."""
    formula = work.formulas.get(name)
    if formula is None or name == work.loss or formula.op.kind is Kind.LEAF or next(functions(formula), None) is None:
        return None
    found = list(work.mentions(formula))
    one = found[0] if len(found) == 1 else None
    return one if isinstance(one, Named) and work.leaf(one).shape == formula.shape else None


def activations_of(work: Workings, name: str) -> Iterator[Named]:
    """The quantities that are a function of this one alone."""
    return (Named(user) for user in work.users(name) if inner(work, user) == Named(name))


def is_shared_out(work: Workings, name: str) -> bool:
    """Whether it is an activation that looks at all entries at once, as softmax does."""
    formula = work.formulas.get(name)
    return formula is not None and is_function(formula) and formula.op.kind is Kind.REDUCTION and inner(work, name) is not None


def loss_parts(task: Task) -> frozenset[str]:
    """The loss, and the errors of which it is the sum or the mean; nothing if what is derived is no measure of an error."""
    work, quantity = task.work, task.piece.quantity
    of = quantity.of if isinstance(quantity, Derivative) else ""
    whole = {name for name in (work.loss, of, *(one.of for one in task.at_hand if isinstance(one, Derivative))) if name in work.formulas}
    parts = {name: {one.name for one in _added_up(work, work.formulas[name])} for name in whole}
    return frozenset(one for name in whole if parts[name] or _is_error(work, name) for one in (name, *parts[name]))


def _added_up(work: Workings, formula: Node) -> Iterator[Named]:
    """The quantities with formulas of their own that a formula only adds up, or takes the mean of."""
    ends = {formula}
    for use in reversed(uses(formula)):
        if use.parent is None or use.parent not in ends:
            continue
        if adds(use.parent.op) or _scales(use) or (use.parent.op.kind is Kind.REDUCTION and use.parent.shape != use.node.shape):
            ends.add(use.node)
    found = (work.quantities.get(one) for one in ends if one.op.kind is Kind.LEAF and not is_constant(one))
    return (one for one in found if isinstance(one, Named) and one.name in work.formulas and _is_error(work, one.name))


def _scales(use: Use) -> bool:
    return use.parent is not None and multiplies(use.parent.op) and all(one is use.node or is_constant(one) for one in use.parent.inputs)


def _is_error(work: Workings, name: str) -> bool:
    """Whether it measures an error: by the power of a difference, or by a function that losses are made with."""
    formula = work.formulas[name]
    nodes = {use.node for use in uses(formula)}
    return any(_is_power_of_a_difference(one) or (one.op in error_pages() and not (one is formula and one.op in activation_pages())) for one in nodes)


def _is_power_of_a_difference(node: Node) -> bool:
    raised = power_of(node)
    return raised is not None and adds(raised[0].op) and bool(raised[0].op.algebra.undoes)


@cache
def error_pages() -> frozenset[Op]:
    """The functions by which losses measure errors: those in the pages of the losses, the logarithm, and what is made of these."""
    found = {pages.log}
    for page in losses.values():
        predicted, target = (pages.variable(shape=np.shape(one)) for one in page.example.inputs)
        found |= {node.op for node in ancestors([page(predicted, target)]) if _measures(node)}
    return frozenset(found | {op for op in pages if op not in activation_pages() and _means_one_of(op, found)})


def _means_one_of(op: Op, found: set[Op]) -> bool:
    """Whether a function of one input is made of one of these, as the logarithm of a softmax is."""
    if op.recipe is None or len(op.slots) != 1 or op.variadic or op.kind not in (Kind.ELEMENTWISE, Kind.REDUCTION):
        return False
    return any(node.op in found for node in ancestors([op.recipe(pages.variable(shape=(2,)), **op.defaults)]))


def _measures(node: Node) -> bool:
    return len(node.inputs) == 1 and (is_function(node) or (node.op.kind is Kind.REDUCTION and not node.op.algebra.folds and not is_mean(node)))
