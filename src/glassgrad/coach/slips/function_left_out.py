"""A function was not applied: no logarithm in the loss, no root."""

from __future__ import annotations

from collections.abc import Iterator

from .formulas import functions, put_everywhere
from .pre_activation_for_activation import pre_activation_for_activation
from .roles import symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    for node in dict.fromkeys(functions(task.piece.formula)):
        changed = put_everywhere(task.piece.formula, {node: node.inputs[0]})
        yield Change(changed, ("you took ", symbol_of(task, node.inputs[0]), " itself, not ", symbol_of(task, node)))


function_left_out = Slip(
    name="function_left_out",
    title="function not applied",
    says="A function in the formula, such as a logarithm, was skipped.",
    advice="Work from the inside out, and tick off every function when you have applied it.",
    plausible=0.45,
    tries=_tries,
    yields_to=(pre_activation_for_activation,),
)
