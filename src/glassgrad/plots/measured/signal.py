"""The signal through one step: what is known of one row, moment after moment, forward to the loss, back to the first weights, and into the update."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from glassgrad.draw.network import LayerLook, LossLook, NetworkLook, RowLook, chosen, stages
from glassgrad.graph import SettingError
from glassgrad.training import ReplayedStep, Run
from glassgrad.training.comparing import checked_batch_row
from glassgrad.training.run_drawing import answer_look, raw_values
from glassgrad.training.telling import row_of_the_data

from .signal_words import answer_words, backward_words, enters, forward_words, loss_words, new_weights_words, update_words

FORWARD = ("sums", "outputs", "left_out")
BACKWARD = ("slopes", "weight_slopes", "bias_slopes")
UPDATE = ("new_weights", "new_bias")
"""What each phase computes of a layer."""


def signal_looks(step: ReplayedStep, *, row: int = 0) -> tuple[NetworkLook, ...]:
    """What a diagram shows at each moment of a step, for `row` of its batch; what is not computed yet is None.

    The row enters; layer by layer is computed; then come the answers and the loss, layer by layer the gradients, the update, and the new weights.
    Raises: SettingError for a row that is not in the batch.
    """
    whole = look_of_step(step, row=checked_batch_row(step, row))
    return tuple(_moments(replace(whole, shown=chosen(whole)), step))


def look_of_step(step: ReplayedStep, *, row: int) -> NetworkLook:
    """All numbers of a step for one row of its batch."""
    plan, data_row = step.plan, int(step.rows[row])
    outputs = np.asarray(step.values[step.nodes.output][row])
    of = RowLook(label=row_of_the_data(data_row), inputs=np.asarray(step.values[step.nodes.x][row]), raw=raw_values(plan, data_row))
    return NetworkLook(
        inputs=plan.network.inputs,
        layers=tuple(_layer(step, number, row) for number in range(1, len(plan.network.layers) + 1)),
        title=f"Step {step.number:,}: {of.label} on its way through the network",
        features=plan.preparation.features,
        answer=answer_look(plan, outputs, data_row),
        row=of,
        loss=_loss(step, row),
    )


def _layer(step: ReplayedStep, number: int, row: int) -> LayerLook:
    nodes, layer = step.nodes.layers[number - 1], step.plan.network.layers[number - 1]
    W, b = nodes.weights.name, "" if nodes.bias is None else nodes.bias.name
    return LayerLook(
        units=layer.units,
        activation=layer.activation,
        biased=bool(b),
        weights=step.old[W],
        bias=step.old[b] if b else None,
        sums=step.values[nodes.before][row],
        outputs=step.values[nodes.out][row],
        left_out=None if nodes.mask is None else step.values[nodes.mask][row] == 0,
        slopes=step.gradients[nodes.before.name][row],
        weight_slopes=step.gradients[W],
        bias_slopes=step.gradients[b] if b else None,
        new_weights=step.new[W],
        new_bias=step.new[b] if b else None,
    )


def _loss(step: ReplayedStep, row: int) -> LossLook:
    plan, total = step.plan, step.nodes.total
    # A weight of the row, or a penalty, would make the loss of the row alone another sort of number than the loss of the batch.
    comparable = step.nodes.sample_weights is None and step.nodes.penalty is None
    alone = plan.loss.measure(step.values[step.nodes.output][[row]], step.values[step.nodes.y][[row]], **plan.loss_settings) if comparable else None
    name = "loss" if step.nodes.penalty is None else "loss with penalty"
    return LossLook(name=name, symbol=total.name, value=step.loss, rows=len(step.rows), alone=alone)


def _moments(whole: NetworkLook, step: ReplayedStep) -> Iterator[NetworkLook]:
    last, layers = len(whole.layers), stages(whole)[1:]
    yield _known(whole, forward=0, lit=(0,), flow="forward", now=enters(whole))
    for stage in layers:
        yield _known(whole, forward=stage[-1], lit=stage, flow="forward", now=forward_words(whole, stage))
    if whole.answer is not None and whole.answer.by:
        yield _known(whole, forward=last + 1, lit=(last + 1,), flow="forward", now=answer_words(whole.answer))
    yield _known(whole, forward=last + 2, lit=(last + 2,), flow="forward", now=loss_words(whole))
    for stage in reversed(layers):
        yield _known(whole, forward=last + 2, backward=stage[0], lit=stage, flow="backward", now=backward_words(whole, stage))
    yield _known(whole, forward=last + 2, updated=True, flow="update", now=update_words(whole, step))
    yield _with_new_weights(whole, step)


def _known(whole: NetworkLook, *, forward: int, backward: int | None = None, updated: bool = False, lit: tuple[int, ...] = (), **said: Any) -> NetworkLook:
    """The look when the layers up to `forward` are computed (then come the answers and the loss), and the gradients down to layer `backward`."""
    layers = []
    for number, layer in enumerate(whole.layers, start=1):
        hidden = [*(FORWARD if number > forward else ()), *(BACKWARD if backward is None or number < backward else ()), *(() if updated else UPDATE)]
        unknown: dict[str, Any] = dict.fromkeys(hidden)
        layers.append(replace(layer, **unknown))
    answer, loss = whole.answer, whole.loss
    if answer is not None and forward <= len(layers):
        answer = replace(answer, values=None)
    if loss is not None and forward <= len(layers) + 1:
        loss = replace(loss, value=None)
    return replace(whole, layers=tuple(layers), answer=answer, loss=loss, lit=frozenset(lit), **said)


def _with_new_weights(whole: NetworkLook, step: ReplayedStep) -> NetworkLook:
    """The weights after the step. What was computed with the old ones holds no longer."""
    layers = tuple(replace(layer, weights=layer.new_weights, bias=layer.new_bias) for layer in whole.layers)
    return _known(replace(whole, layers=layers), forward=0, now=new_weights_words(step), flow="update")


def place_in_batch(run: Run, step: ReplayedStep, row: int | None) -> int:
    """Where in the batch of a step a row of the data is; without a row, the first place.

    Raises: SettingError for a row that is not there, with the step that sees it.
    """
    if row is None:
        return 0
    found = np.flatnonzero(step.rows == row)
    if len(found):
        return int(found[0])
    plan = run.plan
    if row not in plan.split.training:
        last = plan.data.rows - 1
        why = (
            f"the rows are 0 to {last}" if not 0 <= row <= last else "it is not among the training rows, so no step sees it; run.draw(row=…) shows what it does"
        )
        raise SettingError(f"row {row} of the data is not in the batch of step {step.number}: {why}")
    first = (step.number - 1) // plan.steps_per_epoch * plan.steps_per_epoch + 1
    seen = next(number for number in range(first, first + plan.steps_per_epoch) if row in plan.rows_of_step(number))
    raise SettingError(
        f"row {row} of the data is not in the batch of step {step.number}; in that epoch it is in step {seen}, its first row here is {step.rows[0]}"
    )
