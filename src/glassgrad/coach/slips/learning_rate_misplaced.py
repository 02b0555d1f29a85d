"""The learning rate was applied to the weight, or to the whole, instead of to the gradient."""

from __future__ import annotations

from collections.abc import Iterator

from .formulas import filled, neat, put, put_each
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import parameter_use, rate_uses


def _tries(task: Task) -> Iterator[Change]:
    own, formula = parameter_use(task), task.piece.formula
    for use in rate_uses(task) if own is not None else ():
        assert own is not None
        rate, weight = symbol_of(task, use.node), symbol_of(task, own.node)
        scaled = use.node * own.node
        yield Change(put(formula, own, scaled), ("you multiplied ", weight, " by the learning rate ", rate, ", too"))
        instead = put_each(formula, {own: scaled, use: filled(1.0, use.node.shape)})
        yield Change(neat(instead), ("you multiplied ", weight, " by the learning rate ", rate, " instead of the gradient"))
        yield Change(neat(put(formula, use, 1 / use.node)), ("you divided the gradient by the learning rate ", rate), likely=0.6)


learning_rate_misplaced = Slip(
    name="learning_rate_misplaced",
    title="learning rate in the wrong place",
    says="The learning rate multiplies the weight, or divides the gradient, where it multiplies the gradient.",
    advice="The learning rate belongs to the gradient alone: the weight, less the learning rate times the gradient.",
    plausible=0.5,
    tries=_tries,
)
