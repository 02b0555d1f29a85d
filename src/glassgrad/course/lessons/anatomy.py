"""Lesson 2, anatomy: the layers of a network, what its neurons hold, and how many numbers it learns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import glassgrad as gg
from glassgrad.data import random_stream
from glassgrad.draw.network import NetworkLook, left_out, network_diagram
from glassgrad.explain.blocks import Block, Figure, Heading, Step, Table
from glassgrad.graph import say_shape, size
from glassgrad.nn import Dense, Network
from glassgrad.nn.settings import Setting
from glassgrad.training.run_drawing import layer_looks, titled
from glassgrad.writing.formula import write
from glassgrad.writing.mathematics import Words, mathematics
from glassgrad.writing.symbols import symbol

from ..as_numbers import inputs_of_each_kind
from ..lesson import Lesson
from ..one_row import row_pass
from ..pictures import drawn
from ..trying import TryIt, change, try_it
from ..words import another, aside, cells, counted, heads, whole, with_commas

PIXELS = 64


def _tell(*, inputs: int, hidden: int, second: int, outputs: int, row: int, seed: int) -> Iterator[Block | TryIt]:
    widths = (hidden, second) if second else (hidden,)
    network = Network([*(Dense(units, "relu") for units in widths), Dense(outputs)], inputs=inputs)
    yield from _layers(network)
    yield from _count(network)
    yield from _neuron(network, seed)
    yield Heading(("What goes in",))
    yield aside("The input layer takes numbers and nothing else. Whatever you have is turned into a row of numbers first, always in the same way.")
    yield from inputs_of_each_kind(row)
    yield from _with_pixels(network)
    yield try_it(
        change("which of the products is the largest now?", second=another(second, MOST) if second else hidden),
        change("do the parameters grow as the units do?", hidden=another(hidden, MOST)),
        change("another picture", row=(row + 7) % DIGITS),
    )


def _layers(network: Network) -> Iterator[Block]:
    between = len(network.layers) - 1
    yield aside(
        f"A network is layers in a row. This one takes {counted(network.inputs, 'number')}, passes them through {counted(between, 'hidden layer')}, and gives "
        f"{counted(network.outputs, 'number')}. Every unit of a layer, also called a neuron, is connected with all units of the layer before.",
    )
    yield Heading(("The layers",))
    yield _diagram(network)
    rows: list[tuple[Words, ...]] = [cells("input", network.inputs, "holds one number of the row", "", "", 0)]
    for number, layer in enumerate(network.layers, start=1):
        shapes = [plan.shape for plan in network.plans if plan.name in (f"W{number}", f"b{number}")]
        name = f"{number}, hidden" if number <= between else f"{number}, output"
        does = "sum, then ReLU" if layer.activation == "relu" else "sum"
        rows.append(cells(name, layer.units, does, *(say_shape(shape) for shape in shapes), whole(sum(map(size, shapes)))))
    yield Table(heads("layer", "units", "what a unit does", "weights", "biases", "parameters"), tuple(rows))
    weights = symbol("W1", array=True).mathematics
    yield aside(
        "Layers are numbered by their weights, so the input has no number. ", weights, " has a row for each input and a column for each unit of layer 1."
    )


def _diagram(network: Network) -> Figure:
    """The network as a picture, no weight having a value yet."""
    look = titled(NetworkLook(inputs=network.inputs, layers=layer_looks(network, None), title=""), "A network")
    caption = "Each circle is a unit, each line a weight. Beneath each layer stands how many parameters it has, weights and biases."
    return drawn(network_diagram(look), caption=(" ".join((caption, *left_out(look))),))


def _count(network: Network) -> Iterator[Block]:
    yield Heading(("How many numbers it learns",))
    yield aside("Layer by layer: one weight for each connection, and one bias for each unit.")
    yield _sum_of(network)
    yield aside(f"This number, {network.parameter_count:,}, depends on the layers alone. However many rows it learns from, it stays the same.")


def _sum_of(network: Network) -> Step:
    """The number of parameters, as the sum that it is."""
    widths = (network.inputs, *(layer.units for layer in network.layers))
    written = " + ".join(f"{before}*{units} + {units}" for before, units in pairwise(widths))
    formula = write(gg.parse(written), {})
    return Step(mathematics("parameters", r"\text{parameters}"), formula, value=with_commas(network.parameter_count))


def _neuron(network: Network, seed: int) -> Iterator[Block]:
    row = random_stream(seed, "a row to look at").normal((network.inputs,)).round(1)
    seen = row_pass(network, network.initial_parameters(seed), row)
    weights = f"{network.inputs:,} weights are" if network.inputs > 1 else "only weight is"
    yield Heading(("What a neuron does",))
    yield aside(
        f"It multiplies each of its inputs by a weight, adds the products and its bias, and applies the activation function. Here is unit 0 of layer 1, before "
        f"any training: its {weights} random, its bias is 0, and the row is made up.",
    )
    yield from seen.lines(seen.layers[0], 0)
    active = float(seen.values[seen.layers[0].after][0, 0]) > 0
    yield aside(
        "The sum is positive, so ReLU lets it through." if active else "The sum is not positive, so ReLU makes 0 of it: for this row the unit is silent."
    )
    yield aside("A large weight, positive or negative, lets its input count for much. The bias moves the point at which the sum becomes positive.")


def _with_pixels(network: Network) -> Iterator[Block]:
    wider = Network(network.layers, inputs=PIXELS)
    yield aside(
        f"The same layers on {PIXELS} pixels, instead of {counted(network.inputs, 'input')}, would have this many parameters; only the first product differs:"
    )
    yield _sum_of(wider)


MOST, DIGITS = 1000, 1797

anatomy = Lesson(
    number=2,
    name="anatomy",
    title="The anatomy of a network",
    says="The layers of a network and the numbers they learn, counted layer by layer; and how numbers, words, pictures and texts go in.",
    parameters={
        "inputs": Setting(default=4, says="numbers that go in", least=1, most=MOST, whole=True),
        "hidden": Setting(default=16, says="units in the first hidden layer", least=1, most=MOST, whole=True),
        "second": Setting(default=0, says="units in a second hidden layer; 0 for none", least=0, most=MOST, whole=True),
        "outputs": Setting(default=3, says="numbers that come out", least=1, most=MOST, whole=True),
        "row": Setting(default=0, says="the row of the data set digits that is shown as a picture", least=0, most=DIGITS - 1, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, below=2**63, whole=True),
    },
    tell=_tell,
)
