"""Another activation function on the way forward: a sigmoid where tanh is written."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, pages

from ..quantities import Named
from ..splitting import activation_pages
from .formulas import functions, put_everywhere
from .function_left_out import function_left_out
from .pre_activation_for_activation import pre_activation_for_activation
from .roles import symbol_of
from .slip import Change, Slip, Task

USUAL = (pages.sigmoid, pages.tanh)
"""The functions that are at hand when another one is meant. ReLU of a positive sum is the sum itself, and leaving out the function is a slip of its own."""


def _tries(task: Task) -> Iterator[Change]:
    if not isinstance(task.piece.quantity, Named):
        return
    for node in dict.fromkeys(functions(task.piece.formula)):
        if node.op in activation_pages() and node.op.kind is Kind.ELEMENTWISE:
            for other in USUAL:
                if other is not node.op:
                    taken = other(node.inputs[0])
                    yield Change(put_everywhere(task.piece.formula, {node: taken}), ("you took ", symbol_of(task, taken), ", not ", symbol_of(task, node)))


another_activation = Slip(
    name="another_activation",
    title="another activation function",
    says="The value belongs to another activation function than the one in the formula.",
    advice="See which function the layer has, and whether your calculator was asked for that one.",
    plausible=0.4,
    tries=_tries,
    yields_to=(pre_activation_for_activation, function_left_out),
)
