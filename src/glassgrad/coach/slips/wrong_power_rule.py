"""The power rule applied by halves: the exponent not lowered, or not brought down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from glassgrad.graph import Node

from .formulas import power, power_of
from .local_slopes import Passage, passages
from .loss_factor import loss_factor
from .roles import symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    for term in task.piece.terms:
        for passage in passages(task, term):
            raised = power_of(passage.node)
            if raised is not None:
                yield from _of(task, passage, *raised)


def _of(task: Task, passage: Passage, base: Node, exponent: float) -> Iterator[Change]:
    power_itself = symbol_of(task, passage.node)
    for slope, done, likely in (
        (power(base, exponent), "you did not take the derivative of ", 1.0),
        (exponent * power(base, exponent), "you brought the exponent down and did not lower it in ", 1.0),
        (power(base, exponent - 1), "you lowered the exponent and did not bring it down in ", 0.9),
    ):
        yield Change(passage.with_slope(_times(slope)), (done, power_itself), likely=likely)


def _times(slope: Node) -> Callable[[Node, Node], Node]:
    return lambda flow, value: flow * slope


wrong_power_rule = Slip(
    name="wrong_power_rule",
    title="power rule applied by halves",
    says="The derivative of a power was not taken by the power rule.",
    advice="Bring the exponent down as a factor, and lower it by one: x³ becomes 3·x².",
    plausible=0.55,
    tries=_tries,
    yields_to=(loss_factor,),
)
