"""The update goes up the slope: w + α·∂J/∂w."""

from __future__ import annotations

from collections.abc import Iterator

from .formulas import turned
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import step_uses


def _tries(task: Task) -> Iterator[Change]:
    for use in step_uses(task):
        yield Change(turned(task.piece.formula, use), ("you added ", symbol_of(task, use.node), " instead of subtracting it"))


stepped_uphill = Slip(
    name="stepped_uphill",
    title="stepped uphill",
    says="The step goes the way of the gradient, where the loss grows.",
    advice="Subtract: a positive gradient makes the weight smaller, a negative one makes it larger.",
    plausible=0.9,
    tries=_tries,
)
