"""Where the weighted sums of a real layer fall on the curve of its activation function, and how many of them hardly let a gradient back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import glassgrad as gg
from glassgrad.explain.blocks import Block, Figure, Heading, Table
from glassgrad.plots.activations import paint_activations
from glassgrad.plots.measured.activation_sums import ActivationSums
from glassgrad.plots.stacks import new_stacks
from glassgrad.training import Run

from .activation_pages import called, page_of, told_values_and_slopes, values_and_slopes
from .pictures import painted
from .words import aside, cells, counted, heads

DATA = "circles"
BINS, WIDEST = 9, 24
FLAT = 0.05
"""A unit counts as saturated where the slope is less than this share of the steepest one."""
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Layer:
    """The hidden layer of one network: its activation function, and the weighted sums of all rows. Shape: sums (rows, units)."""

    activation: str
    run: Run
    sums: Array

    @property
    def flat(self) -> Array:
        """Where the slope is next to nothing. Shape: (rows, units)."""
        _, slopes = values_and_slopes(page_of(self.activation), self.sums)
        _, steepest = values_and_slopes(page_of(self.activation), np.array([0.0, 1.0]))
        return np.asarray(slopes < FLAT * steepest.max())

    @property
    def dead(self) -> int:
        """Units that let no gradient back in any row."""
        return int(self.flat.all(axis=0).sum())


def trained(activation: str, *, hidden: int, scale: float, seed: int) -> Layer:
    """A network with this activation function, trained; then the weighted sums of its hidden layer for every row, the weights of layer 1 times `scale`."""
    # Some of them stand still for a long time before they find the way: patience is not to end that.
    run = gg.train(DATA, hidden=(hidden,), activation=activation, learning_rate=0.03, epochs=EPOCHS, patience=EPOCHS, seed=seed, precision="float64")
    weights, biases = run.parameters["W1"], run.parameters["b1"]
    return Layer(activation, run, np.asarray(scale * (run.plan.inputs @ weights + biases)))


EPOCHS = 200


def histogram(layer: Layer) -> Table:
    """The weighted sums in bins of equal width, as bars."""
    counts, edges = np.histogram(layer.sums, bins=BINS)
    _, slopes = told_values_and_slopes(page_of(layer.activation), (edges[:-1] + edges[1:]) / 2)
    longest = int(counts.max())
    rows = (
        cells(low, high, slope, int(count), "█" * -(-int(count) * WIDEST // longest))
        for low, high, slope, count in zip(edges[:-1], edges[1:], slopes, counts, strict=True)
    )
    return Table(heads("sums from", "to", "slope in the middle", "how many", ""), tuple(rows))


def layers_picture(layers: list[Layer]) -> Figure:
    """The curve of each layer's function with its slope, and beneath it where the sums of the layer fall."""
    panels = [ActivationSums(activation=layer.activation, sums=layer.sums, title=called(page_of(layer.activation))) for layer in layers]
    stacks = new_stacks(len(panels), width=PANEL_WIDTH, heights=PANEL_HEIGHTS)
    paint_activations([(above, below) for above, below in stacks], panels)
    told = "; ".join(f"{panel.title}: {panel.says}" for panel in panels)
    caption = "Above, the function is solid and its slope dashed. Below are the sums, hatched where the curve is flat."
    # With all weights and biases times 0, there is one sum, and it lies on a bend.
    zero = " All sums are 0, which makes a single bar that begins at 0; at its kink, ReLU counts as flat."
    alike = "" if any(layer.sums.any() for layer in layers) else zero
    return painted([axes for stack in stacks for axes in stack], shows=f"Curves, slopes, and where the sums fall. {told}.", caption=(caption + alike,))


PANEL_WIDTH, PANEL_HEIGHTS = 3.2, (2.2, 1.7)
"""Inches."""


def layers_told(layers: list[Layer]) -> Iterator[Block]:
    """A picture of all layers, a histogram for each, and then how much of it is flat."""
    yield layers_picture(layers)
    for layer in layers:
        yield Heading((f"The {called(page_of(layer.activation))} layer",), level=3)
        yield histogram(layer)
    yield aside(
        "A sum counts as flat where the slope of the curve is less than ",
        *cells(FLAT)[0],
        " times its steepest slope: hardly any gradient comes back from there. For ReLU that is every sum that is not positive.",
    )
    rows = (
        cells(layer.activation, layer.sums.size, int(layer.flat.sum()), float(layer.flat.mean()), f"{layer.dead} of {layer.sums.shape[1]}") for layer in layers
    )
    yield Table(heads("activation", "sums", "flat", "share", "units flat for every row"), tuple(rows))
    flat = sum(layer.dead for layer in layers)
    if flat:
        yield aside(
            f"{counted(flat, 'unit')} {'is' if flat == 1 else 'are'} flat for every row. "
            "Such a unit hardly learns any more; with ReLU, not at all: it is called dead.",
        )
