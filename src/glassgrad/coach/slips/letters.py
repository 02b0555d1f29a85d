"""Shapes in letters: W1 is (inputs, units), its transpose (units, inputs)."""

from __future__ import annotations

from glassgrad.graph import Kind, Node, say_shape
from glassgrad.writing.mathematics import Words

from ..quantities import Derivative, Named, Quantity
from .formulas import Use, uses
from .roles import is_parameter
from .slip import Task

Letters = tuple[str, str]
ROWS, INPUTS, UNITS = "rows", "inputs", "units"


def letters(task: Task, quantity: Quantity) -> Letters | None:
    """What the two axes of a table count, as the matrix products tell that it stands in; None where none does.

    A derivative, and an updated parameter, has the axes of what it belongs to.
    """
    work, name = task.work, quantity.by[-1] if isinstance(quantity, Derivative) else quantity.name
    leaf = work.leaf(Named(name))
    if len(leaf.shape) != 2:
        return None
    found = [_in_product(task, use) for user in work.users(name) for use in uses(work.formulas[user]) if use.node is leaf]
    return next((one for one in found if one is not None), _as_result(task, name))


def _in_product(task: Task, use: Use) -> Letters | None:
    """X @ W is (rows, inputs) by (inputs, units); W @ X is (units, inputs) by (inputs, rows)."""
    if use.parent is None or use.parent.op.kind is not Kind.CONTRACTION:
        return None
    if _is_weight_first(task, use.parent):
        return (UNITS, INPUTS) if use.place == 0 else (INPUTS, ROWS)
    return (ROWS, INPUTS) if use.place == 0 else (INPUTS, UNITS)


def _is_weight_first(task: Task, product: Node) -> bool:
    """Whether the weights stand on the left: what is on the right is worked out, or both are given and the left one is updated."""
    left, right = (task.work.quantities.get(one) for one in product.inputs)
    if isinstance(left, Named) and isinstance(right, Named):
        if left.name in task.work.formulas or right.name in task.work.formulas:
            return right.name in task.work.formulas
        return is_parameter(task, left) and not is_parameter(task, right)
    return False


def _as_result(task: Task, name: str) -> Letters | None:
    formula = task.work.formulas.get(name)
    products = [use.node for use in uses(formula) if use.node.op.kind is Kind.CONTRACTION and use.node.shape == formula.shape] if formula is not None else []
    if not products:
        return None
    return (UNITS, ROWS) if _is_weight_first(task, products[0]) else (ROWS, UNITS)


def shape_words(shape: tuple[int, ...], named: Letters | None) -> Words:
    """The shape of a table, in letters where they are known."""
    return (f"({', '.join(named)}) = {say_shape(shape)}",) if named else (say_shape(shape),)
