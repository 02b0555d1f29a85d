"""The forward pass of one row, every neuron of it ready to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.explain import Step
from glassgrad.explain.entries import as_computed, entry_line, entry_of
from glassgrad.explain.pass_view import Naming, naming
from glassgrad.graph import Node, pages
from glassgrad.nn import LayerNodes, Network
from glassgrad.readers import Values, evaluate
from glassgrad.writing.symbols import symbol


@dataclass(frozen=True, eq=False)
class RowPass:
    """One row on its way through a network: the nodes, their symbols, and every number. Shapes: X (1, inputs), z and a of each layer (1, units)."""

    x: Node
    layers: tuple[LayerNodes, ...]
    names: Mapping[Node, Naming]
    values: Values

    def line(self, node: Node, unit: int) -> Step:
        """What one unit computes, written out: symbol = formula = numbers = value."""
        names = {one: name for one, name in self.names.items() if one is not node}
        return entry_line(self.names[node]((0, unit)), [(node, (0, unit))], names, self.values, entry_of(self.values[node], (0, unit)), rewrite=as_computed)

    def lines(self, layer: LayerNodes, unit: int) -> Iterator[Step]:
        """The weighted sum of one unit, and its activation where there is an activation function."""
        for node in dict.fromkeys((layer.before, layer.after)):
            yield self.line(node, unit)

    @property
    def outputs(self) -> npt.NDArray[Any]:
        """What comes out at the end. Shape: (outputs,)."""
        outputs: npt.NDArray[Any] = np.asarray(self.values[self.layers[-1].out])[0]
        return outputs


def row_pass(network: Network, parameters: Mapping[str, Any], row: npt.ArrayLike, *, dtype: npt.DTypeLike = np.float64) -> RowPass:
    """Take one row through a network, every value kept. Shape: row (inputs,).

    Raises: ShapeError if the row or the parameters do not fit.

    >>> from glassgrad.nn import Dense
    >>> seen = row_pass(Network([Dense(1)], inputs=2), {"W1": [[2.0], [3.0]], "b1": [1.0]}, [1.0, 10.0])
    >>> print(seen.line(seen.layers[0].before, 0))
    z1[0,0] = X[0,0]·W1[0,0] + X[0,1]·W1[1,0] + b1[0] = 1·2 + 10·3 + 1 = 33
    """
    x = pages.variable(shape=(1, network.inputs), name="X")
    leaves = network.parameter_nodes()
    layers = network.forward(x, leaves).layers
    given: dict[Node | str, Any] = {x: np.asarray(row)[None, :], **{leaf: parameters[name] for name, leaf in leaves.items()}}
    values = evaluate([node for layer in layers for node in (layer.before, layer.after)], given, dtype=dtype)
    named = [x, *leaves.values(), *(node for layer in layers for node in (layer.before, layer.after))]
    return RowPass(x, layers, {node: naming(symbol(node.name, array=True)) for node in named}, values)
