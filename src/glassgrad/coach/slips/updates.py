"""The parts of an update w − α·∂J/∂w: the parameter, the step, and the learning rate in it."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Node

from ..quantities import Derivative, Named, Quantity, Updated
from ..workings import Workings
from .formulas import Use, adds, leaf_uses, summands
from .roles import quantity_of
from .slip import Task


def parameter_before(work: Workings, quantity: Quantity) -> Named | None:
    """The parameter that a quantity is the new value of: one after the update, or one of its own name, as in w1 = w0 − α·∂J/∂w0."""
    if isinstance(quantity, Updated):
        return Named(quantity.name)
    formula = work.formulas.get(quantity.name) if isinstance(quantity, Named) else None
    if formula is None or not adds(formula.op):
        return None
    slopes = {one.by[-1] for one in work.mentions(formula) if isinstance(one, Derivative)}
    parts = [work.quantities.get(use.node) for use in outer_summands(formula)] if slopes else []
    found = [one for one in parts if isinstance(one, Named) and one.name in slopes]
    return found[0] if len(found) == 1 else None


def is_update(task: Task) -> bool:
    """Whether the line is the update of a parameter."""
    return parameter_before(task.work, task.piece.quantity) is not None


def parameter_use(task: Task) -> Use | None:
    """The parameter itself, as a part of the sum; None where the line is no update, or one of another form."""
    before = parameter_before(task.work, task.piece.quantity)
    if before is None:
        return None
    leaf = task.work.leaf(before)
    found = [use for use in outer_summands(task.piece.formula) if use.node is leaf]
    return found[0] if len(found) == 1 else None


def step_uses(task: Task) -> list[Use]:
    """The other parts: what the parameter is moved by."""
    own = parameter_use(task)
    return [] if own is None else [use for use in outer_summands(task.piece.formula) if use.node is not own.node]


def outer_summands(formula: Node) -> list[Use]:
    """The parts of the sum that the formula is, if it is one."""
    outer, waiting = set(), [formula]
    while waiting:
        node = waiting.pop()
        if adds(node.op):
            outer.add(node)
            waiting += node.inputs
    return [use for use in summands(formula) if use.parent in outer]


def rate_uses(task: Task) -> Iterator[Use]:
    """Where the learning rate stands in an update: the name it has, or else a single number beside a gradient."""
    if not is_update(task):
        return
    for use in leaf_uses(task.piece.formula):
        quantity = quantity_of(task, use.node)
        if isinstance(quantity, Named) and (quantity.name == task.work.rate or _beside_a_gradient(task, use)):
            yield use


def _beside_a_gradient(task: Task, use: Use) -> bool:
    if task.work.rate or use.parent is None or adds(use.parent.op):
        return False
    others = [one for one in leaf_uses(use.parent) if one.node is not use.node]
    return use.node.shape == () and any(isinstance(quantity_of(task, one.node), Derivative) for one in others)
