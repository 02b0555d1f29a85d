"""One training step of a small network, phase by phase: each phase computes what it needs, and nothing before its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.explain import LayerView, Step, TrainingPass
from glassgrad.explain.backward import backward_lines
from glassgrad.explain.blocks import Table
from glassgrad.explain.entries import entry_of
from glassgrad.explain.network_level import forward_step, update_step
from glassgrad.explain.pass_view import Entry, PassView, view
from glassgrad.explain.updating import updates
from glassgrad.graph import Node
from glassgrad.nn import Network, TrainingStep, training_step
from glassgrad.readers import Values, evaluate
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Words

PHASES = ("forward", "error", "backward", "update")
NOT_YET: Words = ("not computed yet",)
LOSS = "half_squared_error"
State = dict[Node, Any]


@dataclass(frozen=True, eq=False)
class SmallStep:
    """A training step on one row: the graph, and the numbers it starts from (inputs, target, weights, learning rate)."""

    network: Network
    nodes: TrainingStep
    given: State

    @cached_property
    def after(self) -> Mapping[str, Values]:
        """All that is computed when a phase is over, by the name of the phase: what is not in it has not been computed yet."""
        nodes = self.nodes
        ends: dict[str, tuple[Node, ...]] = {
            "forward": (nodes.output,),
            "error": (nodes.loss,),
            "backward": (nodes.loss, *nodes.gradients.totals.values()),
            "update": (nodes.loss, *nodes.gradients.totals.values(), *nodes.updated.values()),
        }
        return {phase: evaluate([*ends[phase], *self.leaves], self.given) for phase in PHASES}

    @property
    def leaves(self) -> tuple[Node, ...]:
        """What is there from the start."""
        return tuple(self.given)

    @cached_property
    def seen(self) -> PassView:
        """The whole step with its symbols, for telling."""
        nodes = self.nodes
        layers = (
            LayerView(number=one.number, before=one.before, after=one.after, weights=one.weights, bias=one.bias, activation=layer.activation)
            for one, layer in zip(nodes.layers, self.network.layers, strict=True)
        )
        told = TrainingPass(
            values=self.after[PHASES[-1]],
            gradients=nodes.gradients,
            loss=nodes.loss,
            total=nodes.total,
            layers=tuple(layers),
            x=nodes.x,
            y=nodes.y,
            updates={leaf: nodes.updated[name] for name, leaf in nodes.parameters.items()},
            learning_rate=nodes.learning_rate,
        )
        return view(told)

    def forward_lines(self) -> Iterator[Step]:
        """Every weighted sum and activation."""
        layers = [node for layer in self.nodes.layers for node in dict.fromkeys((layer.before, layer.after))]
        return (forward_step(self.seen, node) for node in layers)

    def error_line(self) -> Step:
        """The loss."""
        return forward_step(self.seen, self.nodes.loss)

    def backward_lines(self) -> Iterator[Step]:
        """Every gradient, from the loss to the first weights."""
        order, tell = backward_lines(self.seen.backward)
        return map(tell, order)

    def update_lines(self) -> Iterator[Step]:
        """Every weight and bias, and the step it takes."""
        return (update_step(self.seen, one) for one in updates(self.seen))

    @property
    def loss(self) -> float:
        """The loss before the update."""
        return float(self.after["error"][self.nodes.loss])

    @property
    def next(self) -> SmallStep:
        """The step that follows: the same row, with the updated weights."""
        values = self.after["update"]
        renewed = {leaf: np.asarray(values[self.nodes.updated[name]]) for name, leaf in self.nodes.parameters.items()}
        return SmallStep(self.network, self.nodes, {**self.given, **renewed})


def small_step(network: Network, row: list[float], target: float, *, learning_rate: float, seed: int, optimizer: str = "gradient_descent") -> SmallStep:
    """The first step of a network with one output, on one row, from random weights. The loss is L = 1/2·(z − y)²."""
    nodes = training_step(network, LOSS, optimizer, rows=1)
    first = network.initial_parameters(seed)
    given: State = {nodes.x: np.array([row]), nodes.y: np.full(nodes.y.shape, target), nodes.learning_rate: np.array(learning_rate), nodes.step: np.array(1.0)}
    given |= {leaf: first[name] for name, leaf in nodes.parameters.items()}
    return SmallStep(network, nodes, given | {leaf: np.zeros(leaf.shape) for leaf in nodes.memory.values()})


def timetable(step: SmallStep, unit: int) -> Table:
    """The quantities on the way through one hidden unit, and what each of them is when a phase is over."""
    rows = (((symbol.mathematics,), *cells) for symbol, cells in _followed(step, unit))
    return Table((("",), *((f"after {phase}",) for phase in PHASES)), tuple(rows))


def _followed(step: SmallStep, unit: int) -> Iterator[tuple[Fragment, tuple[Words, ...]]]:
    seen, nodes = step.seen, step.nodes
    first, last = nodes.layers
    quantities: list[tuple[Node, Entry]] = [(first.before, (0, unit)), (first.after, (0, unit)), (last.before, (0, 0)), (nodes.loss, ())]
    weights = [(nodes.parameters[name], entry) for name, entry in (("W2", (unit, 0)), ("b2", (0,)), ("W1", (0, unit)), ("b1", (unit,)))]
    back = [(last.before, (0, 0)), *weights[:2], (first.after, (0, unit)), (first.before, (0, unit)), *weights[2:]]
    for node, entry in quantities:
        yield seen.names[node](entry), tuple(_cell(step.after[phase], node, entry) for phase in PHASES)
    for node, entry in back:
        gradient = nodes.gradients.totals[node] if node in nodes.gradients.totals else nodes.gradients[node]
        yield seen.gradient_naming(node)(entry), tuple(_cell(step.after[phase], gradient, entry) for phase in PHASES)
    for node, entry in weights:
        new = nodes.updated[node.name]
        yield seen.names[node](entry), tuple(_cell(step.after[phase], new if new in step.after[phase] else node, entry) for phase in PHASES)


def _cell(values: Values, node: Node, entry: Entry) -> Words:
    return (plain_number(entry_of(values[node], entry)),) if node in values else NOT_YET
