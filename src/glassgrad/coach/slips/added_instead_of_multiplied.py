"""A sum where a product belongs, or a product where a sum belongs."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Node, pages

from .formulas import adds, multiplies, put_everywhere, uses
from .roles import symbol_of
from .slip import Change, Slip, Task


def _other(node: Node) -> tuple[Node, str] | None:
    """The same inputs multiplied where they are added, or added where they are multiplied; quotients and differences have no such twin."""
    if node.op.algebra.undoes or len(node.inputs) != 2:
        return None
    if multiplies(node.op):
        return pages.add(*node.inputs), "you added where you should multiply: "
    return (pages.multiply(*node.inputs), "you multiplied where you should add: ") if adds(node.op) else None


def _tries(task: Task) -> Iterator[Change]:
    for node in dict.fromkeys(use.node for use in uses(task.piece.formula)):
        other = _other(node)
        if other is not None:
            changed, done = other
            yield Change(put_everywhere(task.piece.formula, {node: changed}), (done, symbol_of(task, changed), " in place of ", symbol_of(task, node)))


added_instead_of_multiplied = Slip(
    name="added_instead_of_multiplied",
    title="added instead of multiplied, or the reverse",
    says="Two numbers were added where they are multiplied, or multiplied where they are added.",
    advice="Along one path, multiply; where paths meet, add.",
    plausible=0.45,
    tries=_tries,
)
