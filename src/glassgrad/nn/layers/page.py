"""`Layer`: what every layer can say about itself; and the records it hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from glassgrad.graph import Node, SettingError, Shape

from ..initializers import Initializer

MOST_UNITS = 10_000_000
"""More inputs or units than this are taken for a mistake, or for an attack by way of a file."""


@dataclass(frozen=True, kw_only=True)
class ParameterPlan:
    """A parameter to be: its name, as in W1 or b1, its shape, and how its first values are drawn."""

    name: str
    shape: Shape
    initializer: Initializer


@dataclass(frozen=True, kw_only=True)
class LayerNodes:
    """The nodes of one layer in one forward pass.

    `before` are the weighted sums z (rows, units), `after` the activations a, the same node if there is no activation function.
    `out` is what the next layer takes: the activations, or where `mask` leaves units out, their product d with it.
    """

    number: int
    x: Node
    weights: Node
    bias: Node | None
    before: Node
    after: Node
    out: Node
    mask: Node | None = None


class Layer(Protocol):
    """One layer of a network: it has no numbers of its own; its parameters are given to `forward` by name.

    `kind` is what a file calls it; its further fields are plain values, so that it can be written down.
    """

    @property
    def kind(self) -> str:
        """What a file calls this sort of layer."""

    @property
    def units(self) -> int:
        """How many numbers it gives for each row."""

    @property
    def activation(self) -> str:
        """The name of its activation function."""

    @property
    def dropout(self) -> float:
        """The share of its units that are left out of a step, 0 for none."""

    def parameters(self, inputs: int, number: int) -> tuple[ParameterPlan, ...]:
        """What it has to learn, as layer `number` (from 1) with this many inputs."""

    def forward(self, x: Node, parameters: Mapping[str, Node], number: int, mask: Node | None = None) -> LayerNodes:
        """The nodes that compute it from x (rows, inputs), with its activations times the mask (rows, units) if there is one."""

    def to_json(self) -> dict[str, Any]:
        """Its settings as plain values."""


def checked_count(what: str, count: Any) -> int:
    """A whole number from 1 to MOST_UNITS. Raises: SettingError for anything else."""
    if isinstance(count, bool) or not hasattr(count, "__index__"):
        raise SettingError(f"{what} is {count!r:.60}; expected a whole number of at least 1")
    number = int(count.__index__())
    if not 1 <= number <= MOST_UNITS:
        raise SettingError(f"{what} is {number if abs(number) < 10**18 else 'astronomical'}; expected a whole number from 1 to {MOST_UNITS:,}")
    return number
