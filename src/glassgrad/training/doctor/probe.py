"""`Probe`: network and loss on some rows as nodes, to be read at any weights: the values of every layer, slopes, gradients.

It computes with the reference reader in float64, without dropout or penalty: the network as it predicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Kind, Node, pages
from glassgrad.nn import Loss, Network, activation
from glassgrad.readers import Gradients, Values, evaluate, gradients

from ..plan import Items
from ..written_once import written_once

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Rows:
    """Prepared rows: `inputs` (rows, features), `targets` as the loss wants them, and `counts` (rows,): how much each row counts, if that is said."""

    inputs: Array
    targets: Array
    counts: Array | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    def take(self, chosen: Array) -> Rows:
        """Only these of the rows."""
        return Rows(self.inputs[chosen], self.targets[chosen], None if self.counts is None else self.counts[chosen])


@dataclass(frozen=True, eq=False)
class LayerView:
    """One layer in a probe. `slope` (rows, units) is the derivative of the activation; None for one that mixes units, such as softmax."""

    number: int
    activation: str
    before: Node
    after: Node
    slope: Node | None
    weights: Node


@dataclass(frozen=True, eq=False)
class Probe:
    """The nodes for so many rows."""

    x: Node
    y: Node
    counts: Node | None
    parameters: Mapping[str, Node]
    layers: tuple[LayerView, ...]
    output: Node
    loss: Node
    slopes: Gradients
    """Of the loss: with respect to the parameters, and to everything on the way."""

    def read(self, nodes: Iterable[Node], parameters: Mapping[str, Any], rows: Rows, *, dtype: npt.DTypeLike = np.float64) -> Values:
        """The values of these nodes at these weights, for these rows."""
        return evaluate(nodes, self.given(parameters, rows), dtype=dtype)

    def given(self, parameters: Mapping[str, Any], rows: Rows) -> dict[Node, Any]:
        """A value for every leaf."""
        given = {self.x: rows.inputs, self.y: rows.targets} | {leaf: parameters[name] for name, leaf in self.parameters.items()}
        return given if self.counts is None else given | {self.counts: rows.counts}


def make_probe(network: Network, loss: Loss, loss_settings: Mapping[str, Any], rows: int, *, counted: bool = False) -> Probe:
    """Write the network, its loss and all gradients for so many rows; `counted` if some count more than others.

    Raises: ShapeError if network and loss do not fit.
    """
    x = pages.variable(shape=(rows, network.inputs), name="X")
    y = pages.variable(shape=loss.target_shape((rows, network.outputs)), name="y")
    parameters = network.parameter_nodes()
    forward = network.forward(x, parameters)
    views = tuple(
        LayerView(nodes.number, layer.activation, nodes.before, nodes.after, slope_of(layer.activation, nodes.before), nodes.weights)
        for layer, nodes in zip(network.layers, forward.layers, strict=True)
    )
    counts = pages.variable(shape=(rows,), name="ω") if counted else None
    total = loss(forward.output, y, name="L", weights=counts, **loss_settings)
    return Probe(x, y, counts, parameters, views, forward.output, total, gradients(total, wrt=parameters.values()))


@written_once
def known_probe(network: Network, loss: Loss, loss_settings: Items, rows: int, *, counted: bool) -> Probe:
    """The probe, written once for all runs alike."""
    return make_probe(network, loss, dict(loss_settings), rows, counted=counted)


def slope_of(name: str, z: Node) -> Node | None:
    """The derivative of the activation function at z, entry by entry; None for one that mixes entries."""
    a = activation(name).apply(z)
    if a is z:
        return pages.broadcast(pages.constant(value=1.0), shape=z.shape)
    return gradients(pages.sum(a), wrt=z)[z] if a.op.kind is Kind.ELEMENTWISE else None


def values_of(name: str, z: Any) -> tuple[Array, Array]:
    """An activation function and its slope at some numbers; the slope is not-a-number for one that mixes entries."""
    leaf = pages.variable(shape=np.shape(z), name="z")
    a, slope = activation(name).apply(leaf), slope_of(name, leaf)
    seen = evaluate([a] if slope is None else [a, slope], {leaf: z})
    return np.asarray(seen[a]), np.full(np.shape(z), np.nan) if slope is None else np.asarray(seen[slope])


def spread(rows: Array, most: int) -> Array:
    """At most so many of these rows, evenly spaced.

    >>> spread(np.arange(10), 4).tolist()
    [0, 3, 6, 9]
    """
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).round().astype(np.intp)]
