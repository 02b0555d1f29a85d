"""Where training starts: hidden units that are alike at first stay alike for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.graph import ancestors
from glassgrad.nn import Dense, Network, initial_state, training_step
from glassgrad.readers.evaluate import forward
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from .corrected import corrected
from .scalar_examples import NEURON_WEIGHTS, one_neuron
from .words import cells, heads, less_than
from .worked_step import descent, path

CORNERS = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
EITHER_OR = np.array([[-1.0], [1.0], [1.0], [-1.0]])
"""1 where the two inputs differ (XOR): no straight line can tell that, so hidden units are needed."""
STEPS = 1000
NO_LOSS = -12
"""What is less than this power of ten is not told more exactly: how far below it a loss comes is a matter of rounding."""
LARGEST_RATE, RATE_OF_ALL = 0.2, 1.6
"""The loss bends the more sharply the more units there are, so they share a rate; and it is never larger than the first."""
ALIKE = 0.5
NEURON = {"x": 1.0, "y": 2.0, "w": 0.0, "b": 0.0}

State = Mapping[str, Any]


def where_to_start(hidden: int, seed: int) -> Iterator[Block]:
    """The correction, one neuron from zeros, and a hidden layer from zeros, from equal weights and from random ones."""
    yield Heading(("A correction to the printed course: where to start",))
    rate = min(LARGEST_RATE, RATE_OF_ALL / hidden)
    neuron = path(descent(one_neuron(), NEURON_WEIGHTS).start(NEURON, 0.5), 1)[-1]
    yield from corrected(
        printed=("Start with random weights; and in the example both are 0.",),
        true=("One neuron may start at 0. A hidden layer may not, nor may its units start alike: they must differ.",),
        why=(
            f"The neuron of lesson 7 starts at w = b = 0, and comes to a loss of {neuron.loss:g}. Here {_units(hidden)} on four rows, with α = ",
            plain_number(rate),
            " and the mean squared error (without ½).",
        ),
    )
    rows_told = "; ".join(f"({_signed(x1)}, {_signed(x2)}) → {_signed(y)}" for (x1, x2), (y,) in zip(CORNERS, EITHER_OR, strict=True))
    yield Aside((f"The rows, inputs → target: {rows_told}. The target is 1 where the two inputs differ (XOR).",))
    network = Network([Dense(hidden, "tanh"), Dense(1)], inputs=2)
    random = network.initial_parameters(seed)
    starts = {
        "all weights 0": {name: np.zeros_like(value) for name, value in random.items()},
        f"all weights {ALIKE:g}": {name: np.full_like(value, ALIKE if name.startswith("W") else 0.0) for name, value in random.items()},
        "random weights": random,
    }
    rows = (cells(name, *_trained(network, start, rate)) for name, start in starts.items())
    yield Table(heads("start", "loss at first", f"after {STEPS} steps", "different units"), tuple(rows))
    yield Aside(
        (
            (
                "Units with the same weights compute the same, so they get the same gradients, and make the same step. However many there are, they "
                "remain copies of one. "
                "With all weights 0 it is worse still: the gradient of each weight has a factor 0 in it, and nothing can be learnt but the last bias."
            ),
        )
    )
    if hidden == 1:
        yield Aside(("(With a single hidden unit there is none to be like. One unit cannot learn these rows, wherever it starts.)",))


def _units(hidden: int) -> str:
    return f"is a layer of {hidden} hidden units" if hidden > 1 else "is a layer of a single hidden unit"


def _signed(value: float) -> str:
    return plain_number(value).text


def _trained(network: Network, start: State, rate: float) -> tuple[float, float | Words, int]:
    """The loss before and after training, and how many of the hidden units differ at the end."""
    step = training_step(network, "mean_squared_error", "gradient_descent", rows=len(CORNERS))
    state = initial_state(step, start)
    data = {step.x: CORNERS, step.y: EITHER_OR, step.learning_rate: np.array(rate)}
    nodes = ancestors([step.loss, *step.graph.updates.values()])
    losses = []
    for _ in range(STEPS + 1):
        values = forward(nodes, {**state, **data}, dtype=np.dtype(np.float64))
        losses.append(float(values[step.loss]))
        state = {leaf: values[new] for leaf, new in step.graph.updates.items()}
    columns = np.vstack([state[step.parameters["W1"]], state[step.parameters["b1"]]]).T
    end = losses[-1] if losses[-1] > 10.0**NO_LOSS else less_than(NO_LOSS)
    return losses[0], end, len(np.unique(columns.round(9), axis=0))
