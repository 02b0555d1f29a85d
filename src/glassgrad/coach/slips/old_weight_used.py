"""A parameter as it was before the update, where the new one belongs: in the next step."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Derivative, Named
from .formulas import leaf_uses, put
from .roles import quantity_of, symbol_of
from .slip import Change, Slip, Task
from .updates import parameter_before


def _tries(task: Task) -> Iterator[Change]:
    for use in leaf_uses(task.piece.formula):
        new = quantity_of(task, use.node)
        if isinstance(new, Derivative):
            continue
        before = parameter_before(task.work, new)
        named = task.work.leaf(before or Named(new.name))
        old = named if before else task.previous.get(new)
        if old is not None:
            yield Change(put(task.piece.formula, use, old), ("you used ", symbol_of(task, named), " as it was before the update"))


old_weight_used = Slip(
    name="old_weight_used",
    title="old weight used after the update",
    says="In the step after an update, a weight still had its old value.",
    advice="Begin a new step by writing down all parameters anew.",
    plausible=0.7,
    tries=_tries,
)
