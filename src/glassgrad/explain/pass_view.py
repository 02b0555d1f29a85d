"""One training step made ready to be told: which node has which symbol, and every number under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from glassgrad.graph import Node, ancestors, reached_from
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.quantities import quantities
from glassgrad.writing.symbols import gradient_symbol, symbol

from .backward import Backward, in_order
from .roads import Roads, roads
from .training_pass import TrainingPass

Entry = tuple[int, ...]
Naming = Callable[[Entry], Fragment]
"""The symbol of one entry of a quantity; of the whole for the empty entry."""


@dataclass(frozen=True, eq=False)
class PassView:
    """A step of training with its symbols.

    `names` and `values` cover quantities, what the optimizer keeps, and gradients told before (as stand-ins in `ways.quotes`).
    `order` is the order in which gradients are told. `between` are the quantities with a name between gradients and updates, oldest first:
    what a schedule makes of the learning rate, and clipped gradients.
    """

    step: TrainingPass
    forward: tuple[Node, ...]
    names: Mapping[Node, Naming]
    symbols: Mapping[Node, Fragment]
    values: dict[Node, Any]
    backward: Backward
    ways: Roads
    order: tuple[Node, ...]
    between: tuple[Node, ...]

    def gradient_naming(self, by: Node) -> Naming:
        """The symbols of the gradient by a quantity: ∂L/∂W1, and ∂L/∂W1[2,0] for one entry."""
        return lambda entry: gradient_symbol(self.symbols[self.step.total], self.names[by](entry))


def view(step: TrainingPass) -> PassView:
    """Give every quantity of a training step its symbol."""
    total, wanted = step.total, step.gradients.wanted
    nodes = ancestors([total])
    symbols = quantities(nodes, total)
    forward = tuple(node for node in symbols if node.inputs)
    of_updates = [node for node in ancestors([*step.updates, *step.updates.values()]) if node not in symbols]
    symbols |= quantities([node for node in of_updates if not node.inputs], total)
    told = {*step.updates.values(), *step.gradients.totals.values()}
    between = tuple(node for node in of_updates if node.inputs and node.name and node not in told)
    symbols |= quantities(between, total)
    ways = roads(total, nodes, symbols, reached_from(set(wanted), nodes))
    gradients = {by: step.values[node] for by, node in step.gradients.totals.items() if node in step.values}
    backward = Backward(total, nodes, symbols, step.values, gradients, wanted)
    names: dict[Node, Naming] = {node: naming(symbol) for node, symbol in symbols.items()}
    seen = PassView(step, forward, names, symbols, dict(step.values), backward, ways, tuple(in_order(backward, ways)), between)
    names |= {quote: seen.gradient_naming(by) for quote, by in ways.quotes.items()}
    seen.values.update({quote: gradients[by] for quote, by in ways.quotes.items() if by in gradients})
    return seen


def naming(whole: Fragment) -> Naming:
    """The symbols of an array and of its entries; a single number keeps its own."""
    return lambda entry: symbol(f"{whole.text}[{','.join(map(str, entry))}]") if entry else whole


def new_naming(old: Naming) -> Naming:
    """The symbols of the value that something takes next: `m′`."""
    return lambda entry: _primed(old(entry))


def _primed(old: Fragment) -> Fragment:
    return fragment(old.text + "′", rf"{{{old.latex}}}'", latex_binds=old.latex_binds)
