"""The activation a = f(z) where the weighted sum z belongs."""

from __future__ import annotations

from collections.abc import Iterator

from ..quantities import Named
from .formulas import leaf_uses, put
from .roles import activations_of, is_shared_out, quantity_of, symbol_of
from .slip import Change, Slip, Task
from .wrong_activation_derivative import wrong_activation_derivative


def _tries(task: Task) -> Iterator[Change]:
    for use in leaf_uses(task.piece.formula):
        inside = quantity_of(task, use.node)
        for activation in activations_of(task.work, inside.name) if isinstance(inside, Named) else ():
            # In a formula of its own, softmax of what softmax gave is applying it twice.
            twice = isinstance(task.piece.quantity, Named) and is_shared_out(task.work, activation.name)
            if activation == task.piece.quantity or twice:
                continue
            leaf = task.work.leaf(activation)
            words = ("you used ", symbol_of(task, leaf), ", from after the activation, where ", symbol_of(task, use.node), " belongs")
            yield Change(put(task.piece.formula, use, leaf), words, where=inside, instead=activation)


activation_for_pre_activation = Slip(
    name="activation_for_pre_activation",
    title="activation used for the weighted sum",
    says="The activation a = f(z) was used where the weighted sum z belongs.",
    advice="Keep z and a in two columns; a slope f′(z) is taken at the sum z that went into the function.",
    plausible=0.55,
    tries=_tries,
    yields_to=(wrong_activation_derivative,),
)
