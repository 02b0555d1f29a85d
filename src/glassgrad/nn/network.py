"""`Network`: layers in a row. It holds no numbers: its parameters live in a plain dict of arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from glassgrad.data.random_streams import random_stream
from glassgrad.graph import Node, SettingError, ShapeError, pages, say_shape, size
from glassgrad.readers import evaluate

from .describing import network_from_text, network_to_text
from .layers import Layer, LayerNodes, ParameterPlan
from .layers.page import checked_count
from .parameters import fitting

FloatArray = npt.NDArray[np.floating[Any]]

NO_MASKS: Mapping[str, Node] = MappingProxyType({})
MOST_LAYERS = 10_000
MOST_PARAMETERS = 2_000_000_000
"""16 GB in float64: a larger network is taken for a mistake, or for an attack by way of a file."""


class Dropout(NamedTuple):
    """A layer that every row of a training step goes through without a share of its units."""

    layer: int
    units: int
    share: float


@dataclass(frozen=True, kw_only=True)
class ForwardNodes:
    """The nodes of one forward pass: the output (rows, outputs), and every layer on the way."""

    output: Node
    layers: tuple[LayerNodes, ...]


@dataclass(frozen=True)
class Network:
    """Layers in a row, numbered from 1; the outputs of one are the inputs of the next. With one linear layer it is linear regression.

    Raises: SettingError for anything that is no layer, or for sizes beyond reason.

    >>> from glassgrad.nn import Dense
    >>> network = Network([Dense(16, "relu"), Dense(3)], inputs=4)
    >>> network.outputs, network.parameter_count
    (3, 131)
    """

    layers: Sequence[Layer]
    _: KW_ONLY
    inputs: int

    def __post_init__(self) -> None:
        if isinstance(self.layers, (str, bytes, Mapping)) or not hasattr(self.layers, "__iter__"):
            raise SettingError(f"layers is {self.layers!r:.60}; expected a list of layers, like [Dense(16, 'relu'), Dense(3)]")
        layers = tuple(self.layers)
        for number, layer in enumerate(layers, start=1):
            if isinstance(layer, type) or not hasattr(layer, "forward"):
                raise SettingError(f"layer {number} is {layer!r:.60}; expected a layer, like Dense(16, 'relu')")
        if not 1 <= len(layers) <= MOST_LAYERS:
            raise SettingError(
                f"a network of {len(layers)} layers cannot be made; expected 1 to {MOST_LAYERS:,}; without hidden layers it is Network([Dense(outputs)], …)"
            )
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "inputs", checked_count("inputs of the network", self.inputs))
        if self.parameter_count > MOST_PARAMETERS:
            raise SettingError(f"the network would have {self.parameter_count:,} parameters; at most {MOST_PARAMETERS:,} are possible: use fewer units")

    @property
    def outputs(self) -> int:
        """How many numbers it gives for each row."""
        return self.layers[-1].units

    @cached_property
    def plans(self) -> tuple[ParameterPlan, ...]:
        """All parameters, layer by layer: W1, b1, W2 and so on."""
        widths = (self.inputs, *(layer.units for layer in self.layers))
        return tuple(plan for number, layer in enumerate(self.layers, start=1) for plan in layer.parameters(widths[number - 1], number))

    @cached_property
    def dropouts(self) -> Mapping[str, Dropout]:
        """The masks that a training step takes, by name: which layer each is for (from 1), how many units that has, and the share left out.

        >>> from glassgrad.nn import Dense
        >>> Network([Dense(8, "relu", dropout=0.5), Dense(3)], inputs=4).dropouts["D1"]
        Dropout(layer=1, units=8, share=0.5)
        """
        found = {_mask_name(number): Dropout(number, layer.units, layer.dropout) for number, layer in enumerate(self.layers, start=1) if layer.dropout}
        return MappingProxyType(found)

    @property
    def parameter_count(self) -> int:
        """How many single numbers it learns."""
        return sum(size(plan.shape) for plan in self.plans)

    def initial_parameters(self, seed: int = 0) -> dict[str, FloatArray]:
        """The first values, drawn from (seed, "weights W1") and so on: the same seed gives the same bits everywhere.

        Raises: ShapeError if first weights that were written down do not fit.
        """
        return {plan.name: _first_values(plan, seed) for plan in self.plans}

    def forward(self, x: Node, parameters: Mapping[str, Node], *, masks: Mapping[str, Node] = NO_MASKS) -> ForwardNodes:
        """The nodes from x (rows, inputs) to the output (rows, outputs).

        `masks` by name are multiplied with the activations of their layers; without them no unit is left out, as when predicting.
        Raises: ShapeError if x or a mask does not fit, SettingError for a mask of no layer.
        """
        if len(x.shape) != 2 or x.shape[1] != self.inputs:
            raise ShapeError(f"the network takes rows × {self.inputs} inputs, not {say_shape(x.shape)}")
        self._check_masks(masks, rows=x.shape[0])
        layers: list[LayerNodes] = []
        for number, layer in enumerate(self.layers, start=1):
            layers.append(layer.forward(layers[-1].out if layers else x, parameters, number, masks.get(_mask_name(number))))
        return ForwardNodes(output=layers[-1].out, layers=tuple(layers))

    def mask_nodes(self, rows: int) -> dict[str, Node]:
        """A new leaf (rows, units) for every mask, by name."""
        return {name: pages.variable(shape=(rows, one.units), name=name) for name, one in self.dropouts.items()}

    def _check_masks(self, masks: Mapping[str, Node], *, rows: int) -> None:
        for name, mask in masks.items():
            if name not in self.dropouts:
                raise SettingError(f"{name!r:.40} is the mask of no layer with dropout; there are: {', '.join(self.dropouts) or 'none'}")
            # A mask of one row would broadcast to all rows without a word.
            if mask.shape != (rows, self.dropouts[name].units):
                raise ShapeError(f"the mask {name} of {rows} rows must be {rows}×{self.dropouts[name].units}, not {say_shape(mask.shape)}")

    def parameter_nodes(self) -> dict[str, Node]:
        """A new leaf for every parameter, by name."""
        return {plan.name: pages.parameter(shape=plan.shape, name=plan.name) for plan in self.plans}

    def predict(self, parameters: Mapping[str, Any], rows: Any, *, dtype: npt.DTypeLike = np.float64) -> FloatArray:
        """The raw outputs (rows, outputs) for rows (rows, inputs): before the sigmoid or softmax that a loss may bring.

        Raises: ShapeError if rows or parameters do not fit.
        """
        x = pages.variable(shape=np.shape(rows), name="X")
        leaves = self.parameter_nodes()
        output = self.forward(x, leaves).output
        values = fitting(self.plans, parameters)
        given: dict[Node | str, Any] = {x: rows, **{leaf: values[name] for name, leaf in leaves.items()}}
        result: FloatArray = evaluate(output, given, dtype=dtype)[output]
        return result

    def to_json(self) -> str:
        """The network, without its parameters, as JSON text."""
        return network_to_text(self.inputs, self.layers)

    @staticmethod
    def from_json(text: str) -> Network:
        """The network that `to_json` wrote. The text is not trusted: everything in it is checked, and nothing but layers is made.

        Raises: SettingError naming the place of the first thing that is wrong.

        >>> from glassgrad.nn import Dense
        >>> network = Network([Dense(2, "relu"), Dense(1)], inputs=3)
        >>> Network.from_json(network.to_json()) == network
        True
        """
        inputs, layers = network_from_text(text)
        return Network(layers, inputs=inputs)


def _mask_name(layer: int) -> str:
    return f"D{layer}"


def _first_values(plan: ParameterPlan, seed: int) -> FloatArray:
    try:
        return plan.initializer.draw(random_stream(seed, f"weights {plan.name}"), plan.shape)
    except ShapeError as error:
        raise ShapeError(f"{plan.name}: {error}") from None
