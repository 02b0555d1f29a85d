"""The gradient of the step before was added: the gradients were not set back to 0."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Derivative
from .formulas import leaf_uses, put
from .roles import quantity_of, symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    old = task.previous.get(task.piece.quantity)
    if old is not None and isinstance(task.piece.quantity, Derivative):
        own = task.work.leaf(task.piece.quantity)
        yield Change(task.piece.formula + old, ("you added ", symbol_of(task, own), " of the step before"))
    for use in leaf_uses(task.piece.formula):
        old = task.previous.get(quantity_of(task, use.node))
        if old is not None and isinstance(quantity_of(task, use.node), Derivative):
            words = ("you added ", symbol_of(task, use.node), " of the step before to the one of this step")
            yield Change(put(task.piece.formula, use, use.node + old), words, likely=0.9)


previous_gradient_added = Slip(
    name="previous_gradient_added",
    title="gradient of the step before added",
    says="The gradient of the step before is still in this one.",
    advice="Every step begins with gradients of 0; in a program, set them back before each backward pass.",
    plausible=0.7,
    tries=_tries,
)
