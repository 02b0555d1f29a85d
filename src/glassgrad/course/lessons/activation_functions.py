"""Lesson 5, activation functions: their curves, where the sums of a real layer fall on them, and what a network is without them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.explain.blocks import Block, Heading, Table
from glassgrad.nn.settings import Setting

from ..activation_pages import called, formula_and_derivative, page_of, softmax_entry_by_entry, softmax_told, table_of_slopes, told
from ..approximation import approximation_told
from ..collapse import collapse_told
from ..corrected import corrected
from ..lesson import Lesson
from ..softmax_picture import softmax_picture
from ..trying import TryIt, change, try_it
from ..where_sums_fall import DATA, Layer, layers_told, trained
from ..words import another, aside, cells, counted, heads, said

CURVES = ("relu", "sigmoid", "tanh")


def _tell(*, reach: float, score1: float, score2: float, score3: float, hidden: int, scale: float, units: int, seed: int) -> Iterator[Block | TryIt]:
    yield from _four_functions(reach, [score1, score2, score3])
    yield from _why_at_all(seed)
    layers = [trained(name, hidden=hidden, scale=scale, seed=seed) for name in CURVES]
    yield from _real_layers(layers, scale)
    yield from _which_one(layers, trained("linear", hidden=hidden, scale=1.0, seed=seed))
    yield from _universal(units, seed)
    yield try_it(
        change("other weights in layer 1: what is flat?", scale=10.0 if scale != 10.0 else 1.0),
        change("what are the shares of equals?", score1=2.0, score2=2.0, score3=2.0),
        change("more or fewer units to follow the curve", units=another(units, MOST_UNITS)),
        change("slopes farther out, or nearer to 0", reach=10.0 if reach != 10.0 else 2.0),
    )


def _four_functions(reach: float, scores: list[float]) -> Iterator[Block]:
    yield aside("After its weighted sum, a unit applies a function to it. There are four that you will meet everywhere.")
    for letter, name in zip("abc", CURVES, strict=True):
        yield Heading((f"{letter}. {called(page_of(name))}",))
        yield aside(
            told(page_of(name)),
        )
        yield from formula_and_derivative(page_of(name))
    yield Heading(("Values and slopes of the three",))
    yield aside(
        "The slope is what a gradient is multiplied by on its way back. At its kink, 0, ReLU has no slope; here, as nearly everywhere, it is taken to be 0."
    )
    yield table_of_slopes(CURVES, reach)
    yield Heading(("d. softmax",))
    yield aside("Softmax differs from the other three: it takes a whole row of scores at once, and turns them into positive shares that add up to 1.")
    yield from softmax_entry_by_entry()
    yield from softmax_told(scores)
    yield softmax_picture(scores)
    yield Heading(("A correction to the printed course: a letter",))
    yield from corrected(
        printed=said("The functions are lettered a, b, c and then b again."),
        true=said("Softmax is the fourth, d."),
        why=said("Only the letter is wrong. What is worth keeping: a, b and c look at one sum at a time, softmax at all the scores of a row."),
    )


def _why_at_all(seed: int) -> Iterator[Block]:
    yield Heading(("What a network is without them",))
    yield from collapse_told(seed)


def _real_layers(layers: list[Layer], scale: float) -> Iterator[Block]:
    rows, units = layers[0].sums.shape
    scaled = f", with the weights and biases of layer 1 multiplied by {scale:g} after training" if scale != 1 else ""
    yield Heading(("Where the sums of a real layer fall",))
    yield aside(
        f"Three networks with {counted(units, 'hidden unit')} were trained on {DATA}, one for each function. These are the weighted sums of their hidden layer "
        f"for all {rows} rows{scaled}: {rows}·{units} numbers each.",
    )
    yield from layers_told(layers)


def _which_one(layers: list[Layer], linear: Layer) -> Iterator[Block]:
    yield Heading(("Which function for which place",))
    yield aside(f"Hidden layers: the same network on {DATA}, with each function and with none. The points lie in two rings, and no straight line parts them.")
    yield Table(
        heads("hidden activation", "accuracy on held-out rows", "loss on them at its best"),
        tuple(cells(name, layer.run.score(), float(np.nanmin(layer.run.history["validation_loss"]))) for name, layer in _named(layers, linear)),
    )
    plan = linear.run.plan
    yield aside(f"The loss is the {plan.loss.name.replace('_', ' ')}: {plan.loss.convention(**plan.loss_settings)}.")
    yield aside("ReLU is what one tries first: its slope does not fade for large sums. The slope of tanh is at most 1, that of sigmoid at most 1/4.")
    yield aside("Output layer: it depends on what is asked.")
    yield Table(
        heads("asked for", "output activation", "because the output"),
        (
            cells("a number", "none", "may be any number"),
            cells("one of two classes", "sigmoid", "is a share between 0 and 1"),
            cells("one of several classes", "softmax", "is a share for each class, adding up to 1"),
        ),
    )


def _named(layers: list[Layer], linear: Layer) -> Iterator[tuple[str, Layer]]:
    yield "none", linear
    for layer in layers:
        yield layer.activation, layer


def _universal(units: int, seed: int) -> Iterator[Block]:
    yield Heading(("A correction to the printed course: what can be approximated",))
    yield from corrected(
        printed=said("With activation functions a network can approximate any function."),
        true=said(
            "Any continuous function, on a closed and bounded set, as closely as you like, "
            "if the layer has enough units, and an activation function that is no polynomial.",
        ),
        why=said(
            "The theorem says that such weights exist. It does not say how many units are enough, nor that training finds the weights. "
            "Below, a layer of ReLU units, "
            "each with its bend at a random point, follows two functions between −3 and 3; the output weights have the least mean squared error there.",
        ),
    )
    yield from approximation_told(units, seed)


MOST_UNITS = 256

activation_functions = Lesson(
    number=5,
    name="activation_functions",
    title="Activation functions",
    says="ReLU, sigmoid, tanh and softmax: formulas, slopes, where real sums fall on them, and why a network needs them.",
    parameters={
        "reach": Setting(default=4.0, says="how far from 0 the table of slopes goes", above=0.0, most=1000.0),
        "score1": Setting(default=2.0, says="the first score for softmax", least=-1000.0, most=1000.0),
        "score2": Setting(default=1.0, says="the second", least=-1000.0, most=1000.0),
        "score3": Setting(default=0.1, says="the third", least=-1000.0, most=1000.0),
        "hidden": Setting(default=8, says="units in the hidden layer of the trained networks", least=1, most=64, whole=True),
        "scale": Setting(default=1.0, says="what the weights of layer 1 are multiplied by after training", least=-100.0, most=100.0),
        "units": Setting(default=64, says="the most units that follow a curve", least=1, most=MOST_UNITS, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, below=2**63, whole=True),
    },
    tell=_tell,
)
