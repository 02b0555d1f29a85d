"""A parameter as it is after the update, where the one from before it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Derivative, Named, Updated
from .formulas import leaf_uses, put
from .roles import is_parameter, quantity_of, symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    backward = isinstance(task.piece.quantity, Derivative)
    for use in leaf_uses(task.piece.formula):
        old = quantity_of(task, use.node)
        if not (isinstance(old, Named) and is_parameter(task, old)):
            continue
        new = Updated(old.name)
        if new == task.piece.quantity or task.work.piece(new) is None:
            continue
        words = ("you used ", symbol_of(task, use.node), " as it is after the update; the old value belongs here")
        yield Change(put(task.piece.formula, use, task.work.leaf(new)), words, where=old, instead=new, likely=1.0 if backward else 0.5)


updated_weight_used = Slip(
    name="updated_weight_used",
    title="updated weight used too early",
    says="A weight that had been updated already was used in a gradient of the same step.",
    advice="Work out all gradients with the old values first, and update afterwards.",
    plausible=0.7,
    tries=_tries,
    source="M. Mazur, A Step by Step Backpropagation Example, 2015 (gradients are taken at the original weights)",
)
