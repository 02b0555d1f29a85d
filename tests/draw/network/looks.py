"""Networks that the tests draw: any sizes, first weights by their seed; and what a finished picture is made of."""

from dataclasses import replace

import numpy as np

from glassgrad.draw.marks import Group
from glassgrad.draw.measuring import width_of
from glassgrad.draw.network import AnswerLook, LayerLook, LossLook, NetworkLook, RowLook
from glassgrad.draw.network.look import UNITS

SIZES = {
    "1-1": (1, 1),
    "2-3-1": (2, 3, 1),
    "3-3-3": (3, 3, 3),
    "3-3-2-1": (3, 3, 2, 1),
    "6-4-4-4": (6, 4, 4, 4),
    "4-16-3": (4, 16, 3),
    "13-32-16-3": (13, 32, 16, 3),
    "30-16-2": (30, 16, 2),
    "64-64-10": (64, 64, 10),
    "784-512-512-10": (784, 512, 512, 10),
    "20 layers": (6, *[8] * 19, 3),
    "100 classes": (5, 4, 100),
}


def bare(sizes, **others):
    layers = tuple(LayerLook(units=units, activation="relu") for units in sizes[1:-1])
    return NetworkLook(inputs=sizes[0], layers=(*layers, LayerLook(units=sizes[-1])), title=f"A network of {len(sizes) - 1} layers", **others)


def with_weights(sizes, *, seed=0, **others):
    """Weights and biases for every layer."""
    random = np.random.default_rng(seed)
    layers = []
    for before, layer in zip(sizes, bare(sizes).layers, strict=False):
        weights, bias = random.normal(size=(before, layer.units)), random.normal(size=layer.units)
        layers.append(LayerLook(units=layer.units, activation=layer.activation, weights=weights, bias=bias))
    return NetworkLook(inputs=sizes[0], layers=tuple(layers), title="A network", weights_of="the first weights", **others)


def with_row(sizes, *, seed=0, answer="softmax"):
    """A whole step: a row with everything that is known of it, forward and back, and the update."""
    look = with_weights(sizes, seed=seed)
    random = np.random.default_rng(seed + 1)
    signal = random.normal(size=sizes[0])
    row = RowLook(label="row 7 of the data", inputs=signal, raw=tuple(f"{one:.3f}" for one in signal))
    layers = []
    for layer in look.layers:
        sums = signal @ layer.weights + layer.bias
        signal = np.maximum(sums, 0) if layer.activation == "relu" else sums
        slopes = random.normal(size=layer.units) * 10.0 ** random.integers(-5, 4, size=layer.units)
        known = {"sums": sums, "outputs": signal, "slopes": slopes, "weight_slopes": random.normal(size=layer.weights.shape), "bias_slopes": slopes}
        layers.append(LayerLook(units=layer.units, activation=layer.activation, weights=layer.weights, bias=layer.bias, **known))
    chances = np.exp(signal - signal.max())
    names = tuple(f"class number {place}" for place in range(sizes[-1]))
    said = AnswerLook(names=names, by="softmax", values=chances / chances.sum(), truth=float(sizes[-1] - 1))
    if answer == UNITS:
        said = AnswerLook(names=("the target",), by=UNITS, values=np.array([3.25]), truth=4.0)
    features = tuple(f"feature={place} with a long name, of up to sixty letters or so"[:60] for place in range(sizes[0]))
    return NetworkLook(
        inputs=sizes[0], layers=tuple(layers), title="Step 3", features=features, row=row, answer=said,
        loss=LossLook(value=0.5234, rows=16, alone=0.25), now="Backward: the gradients flow back, layer by layer", flow="backward", lit=frozenset({1}),
    )  # fmt: skip


def with_update(sizes, *, seed=0):
    """A row, and the weights before and after a step."""
    look, random = with_row(sizes, seed=seed), np.random.default_rng(seed + 2)
    moved = {"slopes": None, "weight_slopes": None, "bias_slopes": None}
    layers = tuple(
        replace(layer, new_weights=layer.weights + random.normal(size=layer.weights.shape), new_bias=layer.bias - 0.1, **moved) for layer in look.layers
    )
    return replace(look, layers=layers, flow="update", now="Update: every weight moves")


def marks_of(picture, kind, within=""):
    """All marks of a kind, in groups whose name starts with `within`."""
    found, waiting = [], [(mark, "") for mark in reversed(picture.marks)]
    while waiting:
        mark, group = waiting.pop()
        if isinstance(mark, Group):
            waiting += [(one, mark.name) for one in reversed(mark.marks)]
        elif isinstance(mark, kind) and group.startswith(within):
            found.append(mark)
    return found


def box_of(text):
    """Left, top, right and bottom of words that are not turned."""
    width = width_of(text.words, text.size, bold=text.bold)
    left = text.x - {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    return left, text.y - 0.74 * text.size, left + width, text.y + 0.22 * text.size
