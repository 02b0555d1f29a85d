"""Gradient descent on a formula of single numbers, one step after another: each can be computed, told line by line, and gone on from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

from glassgrad.draw.graph import graph_picture, look_at
from glassgrad.explain import Step, TrainingPass
from glassgrad.explain.backward import backward_lines
from glassgrad.explain.blocks import Block, Figure, Heading
from glassgrad.explain.line import given
from glassgrad.explain.network_level import forward_step, update_step
from glassgrad.explain.pass_view import PassView, view
from glassgrad.explain.updating import updates
from glassgrad.graph import Graph, Node, pages
from glassgrad.readers import Gradients, Values, evaluate, gradients

from .pictures import drawn


@dataclass(frozen=True, eq=False)
class Descent:
    """One step of gradient descent as a graph: the loss, its gradients, and what each weight becomes, w − α·∂L/∂w."""

    loss: Node
    slopes: Gradients
    renewed: Mapping[str, Node]
    rate: Node

    def start(self, numbers: Mapping[str, float], alpha: float) -> WorkedStep:
        """The first step from these numbers, by the names of the leaves."""
        return WorkedStep(self, {**numbers, self.rate.name: alpha})


def descent(loss: Node, weights: Iterable[str]) -> Descent:
    """Gradient descent on this loss; `weights` are the names of the leaves that it changes."""
    slopes = gradients(loss, weights)
    rate = pages.variable(shape=(), name="α")
    return Descent(loss, slopes, {leaf.name: leaf - rate * slopes[leaf] for leaf in slopes}, rate)


@dataclass(frozen=True, eq=False)
class WorkedStep:
    """One step from given numbers: every value of it, and the lines that tell it."""

    descent: Descent
    given: Mapping[str, float]

    @cached_property
    def values(self) -> Values:
        """Every number of the step: forward, backward, update."""
        return evaluate([self.descent.loss, *self.descent.slopes.totals.values(), *self.descent.renewed.values()], self.given)

    def value(self, name: str) -> float:
        """A quantity of the forward pass, by its name."""
        return float(self.values[name])

    def gradient(self, name: str) -> float:
        """The gradient of the loss by a quantity, by its name."""
        return next(float(self.values[total]) for by, total in self.descent.slopes.totals.items() if by.name == name)

    def new(self, name: str) -> float:
        """What a weight is after the step."""
        return float(self.values[self.descent.renewed[name]])

    @property
    def loss(self) -> float:
        """The loss before the step."""
        return float(self.values[self.descent.loss])

    @cached_property
    def next(self) -> WorkedStep:
        """The step that follows, from the new weights."""
        return self.with_numbers({name: self.new(name) for name in self.descent.renewed})

    def with_numbers(self, numbers: Mapping[str, float]) -> WorkedStep:
        """The same step from other numbers; those not named stay."""
        return WorkedStep(self.descent, {**self.given, **numbers})

    @cached_property
    def seen(self) -> PassView:
        """The step with its symbols, for telling."""
        leaves = {leaf.name: leaf for leaf in Graph((self.descent.loss,)).leaves}
        new = {leaf: self.descent.renewed[leaf.name] for leaf in self.descent.slopes}
        told = TrainingPass(
            values=self.values,
            gradients=self.descent.slopes,
            loss=self.descent.loss,
            total=self.descent.loss,
            layers=(),
            x=leaves["x"],
            y=leaves["y"],
            updates=new,
            learning_rate=self.descent.rate,
        )
        return view(told)

    def given_lines(self) -> Iterator[Step]:
        """What is given."""
        return (given(symbol, self.values[leaf]) for leaf, symbol in self.seen.symbols.items() if not leaf.inputs)

    def forward_lines(self) -> Iterator[Step]:
        """From the inputs to the loss."""
        return (forward_step(self.seen, node) for node in self.seen.forward)

    def backward_lines(self) -> Iterator[Step]:
        """From the loss to every weight."""
        order, tell = backward_lines(self.seen.backward)
        return map(tell, order)

    def update_lines(self) -> Iterator[Step]:
        """What each weight becomes."""
        return (update_step(self.seen, one) for one in updates(self.seen))

    def picture(self) -> Figure:
        """The computational graph of the loss: values, gradients, and what each weight becomes."""
        after = {leaf: self.values[self.descent.renewed[leaf.name]] for leaf in self.descent.slopes}
        look = look_at([self.descent.loss], values=self.values, gradients=self.descent.slopes, after=after)
        caption = "Solid arrows go forward, dashed ones back. Beside each ∂ stands how the loss changes with it, and after “then” the updated weight."
        return drawn(graph_picture(look), caption=(caption,))

    def told(self, *, level: int = 3) -> Iterator[Block]:
        """Forward, backward and update, each under its heading."""
        for heading, lines in (("Forward", self.forward_lines()), ("Backward", self.backward_lines()), ("Update", self.update_lines())):
            yield Heading((heading,), level=level)
            yield from lines


def path(first: WorkedStep, steps: int) -> list[WorkedStep]:
    """The first step and so many after it; it ends early where a number is no longer finite."""
    told = [first]
    while len(told) <= steps and all(isfinite(told[-1].new(name)) for name in first.descent.renewed) and isfinite(told[-1].next.loss):
        told.append(told[-1].next)
    return told
