"""The number of another quantity in place of the right one."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Derivative, Named, Quantity, Updated
from .activation_for_pre_activation import activation_for_pre_activation
from .forgotten_activation_derivative import forgotten_activation_derivative
from .formulas import leaf_uses, put
from .pre_activation_for_activation import pre_activation_for_activation
from .roles import inner, is_parameter, quantity_of, symbol_of
from .slip import Change, Slip, Task
from .updated_weight_used import updated_weight_used

MOST = 300
"""Every quantity on the sheet could have been read off in every place."""


def _tries(task: Task) -> Iterator[Change]:
    before = {quantity_of(task, leaf) for leaf in task.previous.values()}
    for use in leaf_uses(task.piece.formula):
        right = quantity_of(task, use.node)
        for other in task.at_hand:
            if other in (right, task.piece.quantity) or other in before or task.work.leaf(other).shape != use.node.shape:
                continue
            leaf = task.work.leaf(other)
            words = ("you used ", symbol_of(task, leaf), " where ", symbol_of(task, use.node), " belongs")
            yield Change(put(task.piece.formula, use, leaf), words, where=right, instead=other, likely=_likely(task, right, other))


def _likely(task: Task, right: Quantity, other: Quantity) -> float:
    """Quantities of the same sort are easily taken for one another: another weight, another input, another gradient."""
    if type(right) is not type(other):
        return 0.6
    if isinstance(right, Derivative) or isinstance(other, Derivative):
        return 0.9
    if isinstance(right, Updated) or isinstance(other, Updated):
        return 0.9
    same_letter = right.name[:1] == other.name[:1]
    return 1.0 if same_letter else 0.9 if _sort(task, right) == _sort(task, other) else 0.75


def _sort(task: Task, quantity: Named) -> tuple[bool, bool, bool]:
    return is_parameter(task, quantity), quantity.name in task.work.formulas, inner(task.work, quantity.name) is not None


another_value = Slip(
    name="another_value",
    title="value of another quantity used",
    says="The number of another quantity was put in where this one belongs.",
    advice="Write the formula in letters first, then put one number under each letter.",
    plausible=0.65,
    tries=_tries,
    yields_to=(pre_activation_for_activation, activation_for_pre_activation, forgotten_activation_derivative, updated_weight_used),
    most=MOST,
)
