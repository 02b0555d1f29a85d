"""Where the first infinity or not-a-number came from, in words."""

from __future__ import annotations

import numpy as np

from glassgrad.engine import Blame, first_non_finite
from glassgrad.graph import Node, ancestors
from glassgrad.writing.numbers import number

from .plan import Compiled, Plan, State
from .standing import EpochRow
from .stepping import given_to_step


def say_where(plan: Plan, state: State, step: int, factor: float = 1.0) -> str:
    """The step, the quantity, the layer and the operation that left the finite numbers, and what to try.

    `state` is the one before the bad step, so the step is computed once more with everything kept; `factor` multiplies its learning rate.
    """
    compiled = plan.compiled(len(plan.rows_of_step(step)))
    blamed = first_non_finite(compiled.program, compiled.enter(state), given_to_step(plan, step, factor))
    epoch = (step - 1) // plan.steps_per_epoch + 1
    if blamed is None:
        return f"training stopped at step {step} (epoch {epoch}): a number was not finite, but a second look found none"
    what = f"{blamed.node.op.name}{say_input(blamed)} gave {say_value(blamed.value)}"
    return (
        f"training stopped at step {step} (epoch {epoch}): {what} in {say_quantity(compiled, blamed.node)}; "
        f"try a smaller learning rate (it is {number(plan.learning_rate).text}), and look for very large numbers in the data"
    )


def say_measurement(row: EpochRow, name: str) -> str:
    """Which measurement after an epoch is not finite, and what to try. `name` is the field that holds it."""
    rows, what = name.split("_")
    return (
        f"training stopped after step {row.step} (epoch {row.epoch}): the {what} over all {rows} rows is {say_value(getattr(row, name))}; "
        "try a smaller learning rate, and look for very large numbers in the data"
    )


def say_input(blamed: Blame) -> str:
    """The number that an operation of one number went wrong with; empty for other operations.

    >>> from glassgrad.graph import pages
    >>> say_input(Blame(pages.log(pages.variable(shape=(2,))), np.array([0.0, np.nan]), (1,), (np.array([1.0, -3.0]),)))
    ' of −3'
    """
    shapes = [np.shape(one) for one in blamed.inputs]
    return f" of {number(float(blamed.inputs[0][blamed.entry])).text}" if shapes == [np.shape(blamed.value)] else ""


def say_value(value: object) -> str:
    """The first entry that is not finite, in words.

    >>> say_value(np.array([1.0, np.inf])), say_value(np.nan)
    ('infinity', 'not-a-number')
    """
    entries = np.asarray(value, dtype=np.float64).ravel()
    wrong = entries[~np.isfinite(entries)]
    return "not-a-number" if np.isnan(wrong[0]) else "infinity" if wrong[0] > 0 else "minus infinity"


def say_quantity(compiled: Compiled, node: Node) -> str:
    """The named quantity that a node belongs to: the first named one, forward or backward, that is computed from it."""
    names = _names(compiled)
    for later in sorted((one for one in names if one.serial >= node.serial), key=lambda one: one.serial):
        if node in ancestors([later]):
            return names[later]
    return repr(node)


def _names(compiled: Compiled) -> dict[Node, str]:
    step = compiled.step
    target = step.total.name
    names: dict[Node, str] = {}
    for layer in step.layers:
        names |= {part: f"{part.name} (layer {layer.number})" for part in (layer.before, layer.after, layer.out)}
    for quantity, gradient in step.gradients.totals.items():
        if quantity.name:
            names.setdefault(gradient, f"the gradient ∂{target}/∂{quantity.name}{_layer(quantity.name)}")
    names |= {node: f"the new value of {leaf.name}{_layer(leaf.name)}" for leaf, node in step.graph.updates.items()}
    return names | {step.loss: f"the loss {step.loss.name}", step.total: f"the loss {target}"}


def _layer(name: str) -> str:
    digits = "".join(character for character in name.rsplit("_", 1)[-1] if character.isdigit())
    return f" (layer {digits})" if digits else ""
