"""The same neuron in two steps, ready to be told side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.graph import Node
from glassgrad.writing.mathematics import Words

from .blocks import Table
from .entries import entry_of
from .pass_view import Entry, PassView
from .side_by_side import NOTHING, Cells, side_by_side
from .training_pass import LayerView

MOST_INPUTS = 8
"""Inputs of the unit that are told."""
Both = tuple[Node, Node]
"""The nodes of one quantity, one in each step: batches of different sizes have different graphs."""


@dataclass(frozen=True, eq=False)
class RowSeen:
    """The row that is looked at in one of two steps: `called` in words, and its place in the batch.

    A row that is not in both batches is computed alone, with the weights before each step: then `values` are its numbers by the
    names of the quantities, X, z1, a1 and so on, each (units,).
    """

    called: str
    place: int | None = None
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, eq=False)
class Side:
    """One of two steps, and the row that is looked at in it."""

    seen: PassView
    row: RowSeen

    @property
    def called(self) -> str:
        """The step in words."""
        return f"step {self.seen.step.step}"

    def of_row(self, node: Node, place: int) -> Any:
        """The number of a unit for the row; None if there is none."""
        if self.row.values is not None:
            return entry_of(self.row.values.get(node.name), (place,))
        return entry_of(self.seen.values.get(node), (self.row.place or 0, place))

    def gradient_of_row(self, node: Node, place: int) -> Any:
        """How the loss changes with the number of a unit for the row; None if the row is not in the batch."""
        return None if self.row.values is not None else entry_of(self.seen.backward.gradients.get(node), (self.row.place or 0, place))


@dataclass(frozen=True, eq=False)
class Pair:
    """The same unit of the same layer in two steps."""

    sides: tuple[Side, Side]
    layers: tuple[LayerView, LayerView]
    unit: int

    @property
    def seen(self) -> PassView:
        """The first step, from which the symbols are taken."""
        return self.sides[0].seen

    @property
    def alone(self) -> bool:
        """Whether the row was computed alone."""
        return any(side.row.values is not None for side in self.sides)

    @cached_property
    def inputs(self) -> Both:
        """What the layer takes, in each step."""
        nodes = []
        for side, layer in zip(self.sides, self.layers, strict=True):
            earlier = [one for one in side.seen.step.layers if one.number < layer.number]
            nodes.append((earlier[-1].after if self.alone else earlier[-1].out) if earlier else side.seen.step.x)
        return nodes[0], nodes[1]

    @cached_property
    def values(self) -> tuple[Both, ...]:
        """The quantities of the layer with a number for every unit; of a row that was computed alone no unit was dropped."""
        first, second = self.layers
        kept = [both for both in zip(first.values, second.values, strict=True) if not (self.alone and both[0] is first.dropped)]
        return tuple(kept)

    @cached_property
    def places(self) -> list[int]:
        """The inputs that are told: all, or those whose weights differ most."""
        first, second = (layer.weights for layer in self.layers)
        if first is None or second is None or len(first.shape) != 2:
            return []
        old, new = (np.asarray(side.seen.values[one])[:, self.unit] for side, one in zip(self.sides, (first, second), strict=True))
        return list(range(len(old))) if len(old) <= MOST_INPUTS else sorted(np.argsort(-np.abs(new - old), kind="stable")[:MOST_INPUTS].tolist())

    @property
    def weights(self) -> Iterator[tuple[Both, Entry]]:
        """The weights of the unit that are told, and its bias: the node in each step, and the place in it."""
        first, second = self.layers
        if first.weights is not None and second.weights is not None:
            yield from (((first.weights, second.weights), (place, self.unit)) for place in self.places)
        if first.bias is not None and second.bias is not None:
            yield (first.bias, second.bias), (self.unit,)

    def of_row(self, nodes: Both, place: int) -> list[Any]:
        """The numbers of a unit for the row."""
        return [side.of_row(node, place) for side, node in zip(self.sides, nodes, strict=True)]

    def gradients_of_row(self, nodes: Both, place: int) -> list[Any]:
        """How the loss changes with them."""
        return [side.gradient_of_row(node, place) for side, node in zip(self.sides, nodes, strict=True)]

    def numbers(self, nodes: Both, entry: Entry) -> list[Any]:
        """The numbers of a weight, before each step."""
        return [entry_of(side.seen.values.get(node), entry) for side, node in zip(self.sides, nodes, strict=True)]

    def gradients(self, nodes: Both, entry: Entry) -> list[Any]:
        """How the loss changes with them."""
        return [entry_of(side.seen.backward.gradients.get(node), entry) for side, node in zip(self.sides, nodes, strict=True)]

    def table(self, rows: Iterable[tuple[Words, Sequence[Any]]]) -> Table:
        """What each quantity is in the first step and in the second, and the difference; a dash where there is no number."""
        return Table((("",), *((side.called,) for side in self.sides), ("difference",)), tuple((words, *_cells(*numbers)) for words, numbers in rows))


def _cells(first: Any, second: Any) -> Cells:
    return (NOTHING, NOTHING, NOTHING) if first is None or second is None else side_by_side(first, second)
