"""One training step made ready to be told: which node has which symbol, and every number under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Node, ancestors

from .backward import Backward, in_order
from .fragments import Fragment, fragment
from .quantities import quantities
from .roads import Roads, reached_from, roads
from .symbols import gradient_symbol, symbol
from .training_pass import TrainingPass


@dataclass(frozen=True, eq=False)
class PassView:
    """A step of training with its symbols. `symbols` and `values` cover quantities, gradients told before (as stand-ins in
    `ways.quotes`), what the optimizer keeps, and its new values, which have a prime. `order` is the order of the gradients.
    """

    step: TrainingPass
    forward: tuple[Node, ...]
    symbols: Mapping[Node, Fragment]
    values: Mapping[Node, Any]
    backward: Backward
    ways: Roads
    order: tuple[Node, ...]

    def gradient(self, by: Node) -> Any:
        """The value of the gradient by a quantity."""
        return self.backward.gradients[by]

    def entry_symbol(self, node: Node, entry: tuple[int, ...]) -> Fragment:
        """The symbol of one entry: `W1[2,0]`, `∂L/∂z1[3,2]`."""
        if node in self.ways.quotes:
            return gradient_symbol(self.symbols[self.step.total], self.entry_symbol(self.ways.quotes[node], entry))
        return entry_symbol(self.symbols[node], entry)


def entry_symbol(whole: Fragment, entry: tuple[int, ...]) -> Fragment:
    """The symbol of one entry of an array; a single number keeps its own."""
    return symbol(f"{whole.text}[{','.join(map(str, entry))}]") if entry else whole


def view(step: TrainingPass) -> PassView:
    """Give every quantity of a training step its symbol."""
    total, wanted = step.total, step.gradients.wanted
    nodes = ancestors([total])
    symbols = quantities(nodes, total)
    forward = tuple(node for node in symbols if node.inputs)
    outside = [node for node in ancestors(step.updates.values()) if node.name and not node.inputs and node not in symbols]
    symbols |= quantities([*outside, *(leaf for leaf in step.updates if leaf not in symbols and leaf not in outside)], total)
    ways = roads(total, nodes, symbols, reached_from(set(wanted), nodes))
    gradients = {by: step.values[node] for by, node in step.gradients.totals.items() if node in step.values}
    backward = Backward(total, nodes, symbols, step.values, gradients, wanted)
    order = tuple(in_order(backward, ways))
    known = {**symbols, **{quote: backward.symbol(by) for quote, by in ways.quotes.items()}}
    values: dict[Node, Any] = {**step.values, **{quote: gradients[by] for quote, by in ways.quotes.items() if by in gradients}}
    return PassView(step, forward, known, values, backward, ways, order)


def new_symbol(old: Fragment) -> Fragment:
    """The symbol of the value that something takes next: `m′`."""
    return fragment(old.text + "′", rf"{{{old.latex}}}'", latex_binds=old.latex_binds)


def is_known_number(value: Any) -> bool:
    """Whether a value is there and finite everywhere."""
    return value is not None and bool(np.isfinite(value).all())
