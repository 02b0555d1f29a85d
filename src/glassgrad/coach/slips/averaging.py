"""The constant in front of a loss, ½ or 1/m, read off its formula."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from glassgrad.graph import Kind, Node, ancestors, is_constant, size
from glassgrad.readers import evaluate

from ..quantities import Derivative, Named
from ..terms import Term
from .formulas import is_mean, multiplies
from .roles import loss_parts
from .slip import Task

COUNTS = (Named("m"), Named("n"), Named("N"))
"""What people call the number of rows."""


def constant_of(formula: Node, task: Task | None = None) -> float:
    """The number that a formula multiplies its sum with, without its sign; a mean is the sum divided by how many there are.

    With a task, the name of the number of rows, as in 1/(2m), is a number, too.

    >>> from glassgrad.graph import pages
    >>> error = pages.variable(shape=(4,))
    >>> constant_of(pages.mean(error) / 2)
    0.125
    """
    found, node = 1.0, formula
    while True:
        if is_mean(node):
            return abs(found) * size(node.shape) / size(node.inputs[0].shape)
        parts = _number_and_rest(node, task)
        if parts is None:
            return abs(found)
        factor, node = parts
        found *= factor


def _number_and_rest(node: Node, task: Task | None) -> tuple[float, Node] | None:
    """A product or quotient with a single number, or a minus sign, as number and rest."""
    if node.op.algebra.involution:
        return -1.0, node.inputs[0]
    if not multiplies(node.op):
        return None
    for place, one in enumerate(node.inputs):
        number = _number(one, task)
        if number is not None:
            if not node.op.algebra.undoes:
                return number, node.inputs[1 - place]
            return (1 / number, node.inputs[0]) if place == 1 and number else None
    return None


def _number(node: Node, task: Task | None) -> float | None:
    """The number that a node stands for, if it is made of written numbers, and of the number of rows, only."""
    if node.shape != ():
        return None
    leaves = [one for one in ancestors([node]) if one.op.kind is Kind.LEAF and not is_constant(one)]
    counts = {} if task is None else {one: float(task.rows) for one in leaves if task.work.quantities.get(one) in COUNTS}
    if len(counts) < len(leaves):
        return None
    return float(evaluate(node, counts)[node])


def of_the_loss(task: Task) -> Iterator[tuple[Term, Node]]:
    """The parts of a line that have the constant of the loss in them, each with the formula of that loss."""
    quantity, parts, formulas = task.piece.quantity, loss_parts(task), task.work.formulas
    if isinstance(quantity, Named) and quantity.name in parts:
        yield task.piece.terms[0], formulas[quantity.name]
    elif isinstance(quantity, Derivative) and len(quantity.by) == 1:
        yield from ((term, formulas[term.through]) for term in task.piece.terms if term.through in parts and not _only_added_up(task, term))


def _only_added_up(task: Task, term: Term) -> bool:
    """Whether the path leads to another part of the loss, which has no constant of its own to mistake."""
    quantity = task.piece.quantity
    return isinstance(quantity, Derivative) and quantity.by[0] in loss_parts(task) and constant_of(task.work.formulas[term.through], task) == 1


def fraction(number: float) -> str:
    """A constant as it is written in front of a loss."""
    found = Fraction(number).limit_denominator(10_000)
    return f"{found.numerator}/{found.denominator}" if found.denominator != 1 else str(found.numerator)
