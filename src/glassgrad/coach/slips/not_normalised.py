"""Shares that do not add up to 1: the exponentials of a softmax were not divided by their sum."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import Kind, Node

from .formulas import functions, multiplies, put_everywhere
from .roles import symbol_of
from .slip import Change, Slip, Task


def _numerator(node: Node) -> Node | None:
    """What is divided, if a function of all entries is a quotient."""
    if node.op.kind is not Kind.REDUCTION or node.op.recipe is None:
        return None
    meaning = node.op.recipe(*node.inputs, **node.settings)
    return meaning.inputs[0] if meaning.op.algebra.undoes and multiplies(meaning.op) else None


def _tries(task: Task) -> Iterator[Change]:
    for node in dict.fromkeys(functions(task.piece.formula)):
        above = _numerator(node)
        if above is not None:
            yield Change(put_everywhere(task.piece.formula, {node: above}), ("you stopped at ", symbol_of(task, above), "; divide by the sum of all of them"))


not_normalised = Slip(
    name="not_normalised",
    title="not divided by the sum",
    says="The exponentials of a softmax were not divided by their sum.",
    advice="Add up the shares at the end: a softmax comes to 1.",
    plausible=0.5,
    tries=_tries,
)
