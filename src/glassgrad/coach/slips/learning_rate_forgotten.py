"""The learning rate is missing in the update: w − ∂J/∂w."""

from __future__ import annotations

from collections.abc import Iterator

from .formulas import without_factor
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import rate_uses


def _tries(task: Task) -> Iterator[Change]:
    for use in rate_uses(task):
        yield Change(without_factor(task.piece.formula, use), ("you left out the learning rate ", symbol_of(task, use.node)))


learning_rate_forgotten = Slip(
    name="learning_rate_forgotten",
    title="learning rate forgotten",
    says="The whole gradient was subtracted, not the gradient times the learning rate.",
    advice="The learning rate says how much of the gradient is taken: multiply first, then subtract.",
    plausible=0.8,
    tries=_tries,
)
