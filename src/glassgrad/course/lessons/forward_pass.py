"""Lesson 3, the forward pass: one row on its way through a trained network, every neuron written out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

import glassgrad as gg
from glassgrad.draw.network import left_out, network_diagram, quoted
from glassgrad.explain.blocks import Block, Heading, Table
from glassgrad.explain.side_by_side import NOTHING
from glassgrad.graph import SettingError, pages
from glassgrad.nn.settings import Setting
from glassgrad.readers import evaluate
from glassgrad.training import Run
from glassgrad.training.run_drawing import run_look
from glassgrad.writing.arrays import plain_number

from ..lesson import Lesson
from ..one_row import RowPass, row_pass
from ..pictures import drawn
from ..trying import TryIt, change, other, try_it
from ..words import another, aside, cells, counted, heads

DATA = "iris"
MOST_UNITS = 6
"""Units of a layer that are told."""


def _tell(*, row: int, unit: int, hidden: int, seed: int) -> Iterator[Block | TryIt]:
    if unit >= hidden:
        raise SettingError(f"unit is {unit}, and the hidden layer has the units 0 to {hidden - 1}; choose one of them, or a larger hidden={unit + 1}")
    run = gg.train(DATA, hidden=(hidden,), seed=seed, precision="float64")
    seen = row_pass(run.plan.network, run.parameters, run.plan.inputs[row], dtype=run.plan.dtype)
    yield from _opening(run, seen, row)
    yield from _inputs(run, seen, row)
    yield from _one_neuron(run, seen, unit)
    yield from _all_neurons(run, seen)
    yield from _answer(run, seen, row)
    yield from _before_training(run, row, seed)
    units = another(hidden, MOST_HIDDEN)
    yield try_it(
        change("another flower: the same weights, other sums", row=(row + 57) % ROWS),
        change("another neuron, term by term", hidden=max(hidden, 2), unit=(unit + 1) % max(hidden, 2)),
        change("how long is a sum of layer 2 now?", hidden=units, unit=min(unit, units - 1)),
        other(f"glassgrad train {DATA} --save my.glass", "your own; then glassgrad explain my.glass"),
    )


def _opening(run: Run, seen: RowPass, row: int) -> Iterator[Block]:
    units = " → ".join(map(str, (run.plan.network.inputs, *(layer.units for layer in run.plan.network.layers))))
    yield aside(
        f"In the forward pass numbers go in, and layer after layer makes new numbers of them, until the output is there. The network here ({units} units) was "
        f"trained on {DATA} a moment ago. Its weights no longer change; row {row} of the data passes through them, alone: hence the first 0 in ",
        seen.names[seen.x]((0, 1)).mathematics,
        ".",
    )
    yield aside("Step by step: the inputs; a weighted sum and an activation for every neuron; the outputs; the prediction. Rows and units count from 0.")
    signs = "Lines are weights and rings are biases: blue and solid where positive, orange and dashed where negative."
    look = run_look(run, row=row)
    yield drawn(network_diagram(look), caption=(" ".join((f"The number in a neuron is what it hands on for row {row}. {signs}", *left_out(look))),))


def _inputs(run: Run, seen: RowPass, row: int) -> Iterator[Block]:
    plan = run.plan
    yield Heading(("The inputs",))
    rows = (
        cells((seen.names[seen.x]((0, place)).mathematics,), column.name, plan.data[column.name].values[row], column.what_was_done(), plan.inputs[row, place])
        for place, column in enumerate(plan.preparation.inputs)
    )
    yield Table(heads("input", "what it is", "measured", "what is done", "goes in"), tuple(rows))


def _one_neuron(run: Run, seen: RowPass, unit: int) -> Iterator[Block]:
    layer = seen.layers[0]
    x, weights = seen.values[seen.x][0], seen.values["W1"][:, unit]
    bias, z, a = seen.values["b1"][unit], seen.values[layer.before][0, unit], seen.values[layer.after][0, unit]
    yield Heading((f"One neuron, term by term: unit {unit} of layer 1",))
    products = (cells(name, x[place], weights[place], x[place] * weights[place]) for place, name in enumerate(run.plan.preparation.features))
    yield Table(
        heads("", "input", "weight", "product"),
        (*products, cells("bias", NOTHING, NOTHING, bias), cells("the sum", NOTHING, NOTHING, z), cells("after ReLU", NOTHING, NOTHING, a)),
    )
    strongest = int(np.abs(x * weights).argmax())
    fate = "is positive and goes on unchanged" if z > 0 else "is not positive, so 0 goes on"
    name = run.plan.preparation.features[strongest]
    yield aside(
        f"The product that counts most is that of {name}, ",
        plain_number(x[strongest] * weights[strongest]),
        f". The sum {fate}.",
    )


def _all_neurons(run: Run, seen: RowPass) -> Iterator[Block]:
    last = seen.layers[-1]
    for layer in seen.layers:
        units = layer.before.shape[1]
        kind = "outputs" if layer is last else "hidden units, ReLU"
        yield Heading((f"Layer {layer.number}: {kind}",))
        if layer is last:
            yield aside("The activations of layer 1 are the inputs of layer 2. There is no activation function here: the sums are the scores of the classes.")
        for unit in range(min(units, MOST_UNITS)):
            yield from seen.lines(layer, unit)
        if units > MOST_UNITS:
            yield aside(f"{counted(units - MOST_UNITS, 'more unit')} of this layer, computed in the same way, {_is(units - MOST_UNITS)} left out.")


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def shares_of(scores: Any) -> Any:
    """Scores as shares that add up to 1. Shape: kept."""
    z = pages.variable(shape=np.shape(scores), name="z")
    shares = pages.softmax(z)
    return evaluate(shares, {z: scores}, dtype=np.asarray(scores).dtype)[shares]


def _answer(run: Run, seen: RowPass, row: int) -> Iterator[Block]:
    classes, scores = run.plan.preparation.classes, seen.outputs
    shares = shares_of(scores)
    yield Heading(("The prediction",))
    yield aside("Softmax turns the scores into shares that add up to 1; the largest share is the prediction. It is also the largest score.")
    yield Table(heads("class", "score", "share"), tuple(cells(*one) for one in zip(classes, scores, shares, strict=True)))
    predicted, true = classes[int(scores.argmax())], str(run.plan.data[run.plan.preparation.target.name].values[row])
    role = "held out: the network did not learn from it" if row in run.plan.split.validation else "one that the network learnt from"
    verdict = "which is right" if predicted == true else f"but it is {quoted(true)}"
    yield aside(f"The network says {quoted(predicted)}, {verdict}. This row is {role}.")


def _before_training(run: Run, row: int, seed: int) -> Iterator[Block]:
    network, classes = run.plan.network, run.plan.preparation.classes
    seen = row_pass(network, network.initial_parameters(seed), run.plan.inputs[row], dtype=run.plan.dtype)
    shares, after = shares_of(seen.outputs), shares_of(run.outputs(run.plan.data.take([row]))[0])
    true = classes.index(str(run.plan.data[run.plan.preparation.target.name].values[row]))
    yield Heading(("The same row before training",))
    yield aside(
        "The forward pass was the same then; only the weights were others, the random ones of the start. The share of the true class, ",
        f"{quoted(classes[true])}, was ",
        plain_number(shares[true]),
        "; now it is ",
        plain_number(after[true]),
        ". Learning changes the weights, never the way through the network.",
    )


ROWS, MOST_HIDDEN = 150, 64

forward_pass = Lesson(
    number=3,
    name="forward_pass",
    title="The forward pass",
    says="One flower on its way through a trained network: every neuron as weighted sum, bias and activation, with all numbers.",
    parameters={
        "row": Setting(default=0, says="the row of iris that is shown", least=0, most=ROWS - 1, whole=True),
        "unit": Setting(default=0, says="the hidden unit that is told term by term", least=0, most=MOST_HIDDEN - 1, whole=True),
        "hidden": Setting(default=3, says="units in the hidden layer", least=1, most=MOST_HIDDEN, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, below=2**63, whole=True),
    },
    tell=_tell,
)
