"""A sign is the wrong way round: of the whole, of a part of a sum, or inside a function."""

from __future__ import annotations

from collections.abc import Iterator

from .formulas import is_function, neat, summands, turned, uses
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import is_update


def _tries(task: Task) -> Iterator[Change]:
    # The signs of an update have a name of their own.
    if is_update(task):
        return
    formula = task.piece.formula
    yield Change(neat(-formula), ("the whole has the wrong sign",))
    for use in summands(formula):
        yield Change(turned(formula, use), ("the sign of ", symbol_of(task, use.node), " is wrong"), likely=0.9)
    for use in uses(formula):
        if use.parent is not None and is_function(use.parent):
            yield Change(turned(formula, use), ("the sign inside ", symbol_of(task, use.parent), " is wrong"), likely=0.8)


wrong_sign = Slip(
    name="wrong_sign",
    title="wrong sign",
    says="The size is right, or would be with the right signs, but a sign is the wrong way round.",
    advice="Say which number is taken from which: prediction less target; and carry the minus sign of a derivative along.",
    plausible=0.85,
    tries=_tries,
)
