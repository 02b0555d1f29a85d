"""The step alone was written down as the new weight."""

from __future__ import annotations

from collections.abc import Iterator

from .formulas import neat, without_summand
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import parameter_use


def _tries(task: Task) -> Iterator[Change]:
    own = parameter_use(task)
    if own is None:
        return
    step = without_summand(task.piece.formula, own)
    yield Change(neat(-step), ("this is the step alone; it is still to be subtracted from ", symbol_of(task, own.node)))
    yield Change(step, ("this is the step alone; it is still to be added to ", symbol_of(task, own.node)), likely=0.9)


weight_forgotten = Slip(
    name="weight_forgotten",
    title="old weight forgotten in the update",
    says="The step was written down as the new weight.",
    advice="An update changes a weight: begin it with the old weight, and then subtract the step.",
    plausible=0.6,
    tries=_tries,
)
