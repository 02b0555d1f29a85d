"""Dense: every unit adds up all inputs, each times a weight, and a bias; then comes the activation function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from glassgrad.graph import Node, SettingError, pages

from ..activations import activation
from ..initializers import GivenValues, as_tuples, initializer, initializers
from ..settings import Setting
from .page import LayerNodes, ParameterPlan, checked_count

DROPOUT = Setting(default=0.0, says="the share of the units that each row of a step goes without", least=0.0, below=1.0)


@dataclass(frozen=True)
class Dense:
    """A fully connected layer.

    Formula: z = x @ W + b; a = activation(z); with a mask d = D · a.   Shapes: x (rows, inputs), W (inputs, units), b (units,), z, a, D, d (rows, units).
    W[i, j] is the weight from input i to unit j, both counted from 0. With the activation "linear" there is only z.
    `dropout` is the share p of units that every row of a training step goes without: its mask D is 0 for those, 1/(1 − p) for the others.
    `initializer` is a name, or the first weights themselves, one row per input; by default what suits the activation. Biases start at 0.
    Raises: SettingError for anything else.

    >>> [(plan.name, plan.shape) for plan in Dense(16, "relu").parameters(inputs=4, number=1)]
    [('W1', (4, 16)), ('b1', (16,))]
    """

    units: int
    activation: str = "linear"
    _: KW_ONLY
    bias: bool = True
    initializer: str | GivenValues | None = None
    dropout: float = DROPOUT.default
    kind: ClassVar[str] = "dense"

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", checked_count("units of a dense layer", self.units))
        if not isinstance(self.bias, bool):
            raise SettingError(f"bias of a dense layer is {self.bias!r:.60}; expected True or False")
        activation(self.activation)
        object.__setattr__(self, "dropout", DROPOUT.checked("a dense layer", "dropout", self.dropout))
        if isinstance(self.initializer, str):
            initializer(self.initializer)
        elif self.initializer is not None:
            object.__setattr__(self, "initializer", as_tuples(self.initializer))

    def parameters(self, inputs: int, number: int) -> tuple[ParameterPlan, ...]:
        """The weights W (inputs, units), and the biases b (units,) if it has them."""
        first = initializer(activation(self.activation).initializer if self.initializer is None else self.initializer)
        weights = ParameterPlan(name=f"W{number}", shape=(inputs, self.units), initializer=first)
        return (weights, ParameterPlan(name=f"b{number}", shape=(self.units,), initializer=initializers["zeros"])) if self.bias else (weights,)

    def forward(self, x: Node, parameters: Mapping[str, Node], number: int, mask: Node | None = None) -> LayerNodes:
        """Compute z = x @ W + b, a = activation(z), and with a mask d = D · a, named after the number of the layer."""
        weights = parameters[f"W{number}"]
        bias = parameters[f"b{number}"] if self.bias else None
        name = f"z{number}"
        z = pages.matmul(x, weights, name=name) if bias is None else pages.add(pages.matmul(x, weights), bias, name=name)
        a = activation(self.activation).apply(z, name=f"a{number}")
        out = a if mask is None else pages.multiply(mask, a, name=f"d{number}")
        return LayerNodes(number=number, x=x, weights=weights, bias=bias, before=z, after=a, out=out, mask=mask)

    def to_json(self) -> dict[str, Any]:
        """The settings as plain values."""
        return {"units": self.units, "activation": self.activation, "bias": self.bias, "initializer": self.initializer, "dropout": self.dropout}
