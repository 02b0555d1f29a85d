"""Derivatives with another local slope on the way: 1 in place of f′(z), the rule of another function, a power not derived."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import add

from glassgrad.graph import Kind, Node, Op, ShapeError, pages
from glassgrad.readers import gradients
from glassgrad.readers.evaluate import evaluate
from glassgrad.readers.substitute import substitute

from ..quantities import Derivative, Named
from ..terms import Term
from .formulas import Use, filled, neat, put, uses
from .slip import Task


@dataclass(frozen=True, eq=False)
class Passage:
    """A node on the way back: the formula of `term.through`, seen as a function of `node`, which depends on what is derived by.

    `leaf` stands for what is derived by, and `flow` is what comes back to the user.
    """

    task: Task
    term: Term
    formula: Node
    node: Node
    leaf: Node
    flow: Node

    @property
    def quoted(self) -> Node:
        """The node as it is quoted: by the name of the user where it is the whole of its formula."""
        return self.task.work.leaf(Named(self.term.through)) if self.node is self.formula else self.node

    def with_slope(self, local: Callable[[Node, Node], Node]) -> Node:
        """The formula of the line if the slope of `node` by its input were another: `local` is (what comes back to it, its value) → what goes on."""
        (inside,) = self.node.inputs[:1]
        return self._with(lambda flow, value: gradients(inside, self.leaf, upstream=local(flow, value))[self.leaf])

    def stopped(self) -> Node:
        """The formula of the line if the chain ended here."""
        return self._with(lambda flow, value: flow)

    def _with(self, back: Callable[[Node, Node], Node]) -> Node:
        value = pages.variable(shape=self.node.shape)
        outer = substitute(self.formula, {self.node: value})[self.formula]
        found = gradients(outer, [value, self.leaf], upstream=self.flow)
        total = found[self.leaf] + back(found[value], value)
        return with_term(self.task, self.term, substitute(total, {value: self.quoted})[total])


def with_term(task: Task, term: Term, node: Node) -> Node:
    """The formula of the line with another contribution of one path."""
    return neat(reduce(add, [node if one is term else one.node for one in task.piece.terms]))


def passages(task: Task, term: Term) -> Iterator[Passage]:
    """Every node on the way back through one user, the nearest to it first; what is derived by itself is not among them."""
    start = _start(task, term)
    if start is None:
        return
    formula, leaf, flow = start
    reached = {leaf}
    for use in uses(formula):
        if use.parent is not None and use.node in reached:
            reached.add(use.parent)
    for node in sorted(reached - {leaf}, key=lambda one: -one.serial):
        yield Passage(task, term, formula, node, leaf, flow)


def _start(task: Task, term: Term) -> tuple[Node, Node, Node] | None:
    quantity, work = task.piece.quantity, task.work
    if not isinstance(quantity, Derivative) or len(quantity.by) > 1 or term.through not in work.formulas:
        return None
    formula = work.formulas[term.through]
    return formula, work.leaf(Named(quantity.by[0])), term.upstream if term.upstream is not None else filled(1.0, formula.shape)


def uses_through(task: Task, term: Term) -> list[Use]:
    """The uses, in the formula of one user, of what is derived by."""
    start = _start(task, term)
    return [use for use in uses(start[0]) if use.node is start[1] and use.parent is not None] if start is not None else []


def without_use(task: Task, term: Term, use: Use) -> Node:
    """What comes back through one user if nothing came back by that use of the quantity in it."""
    start = _start(task, term)
    assert start is not None
    formula, leaf, flow = start
    twin = pages.variable(shape=leaf.shape)
    slope = gradients(put(formula, use, twin), leaf, upstream=flow)[leaf]
    return substitute(slope, {twin: leaf})[slope]


def derivative_of(task: Task, term: Term, formula: Node) -> Node | None:
    """The formula of the line if the user had this formula; None if no derivative can be taken."""
    start = _start(task, term)
    if start is None:
        return None
    try:
        _, leaf, flow = start
        return with_term(task, term, gradients(formula, leaf, upstream=flow)[leaf])
    except ShapeError:
        return None


@dataclass(frozen=True, eq=False)
class Rule:
    """The derivative rule of a function as a pattern: what comes back, its output, its input, and what goes on."""

    upstream: Node
    output: Node
    input: Node
    onward: Node

    @property
    def by_output(self) -> bool:
        """Whether the rule looks at the output only, as σ′ = a·(1 − a) does."""
        return all(use.node is not self.input for use in uses(self.onward))

    def at(self, onward: Node, upstream: Node, output: Node, input: Node) -> Node:
        """The pattern, or a changed one, filled in."""
        return substitute(onward, {self.upstream: upstream, self.output: output, self.input: input})[onward]


def rule_of(node: Node) -> Rule:
    """The rule on the page of a function, as the pattern for this use of it."""
    (one,) = node.inputs
    upstream, output, inside = (pages.variable(shape=shape) for shape in (node.shape, node.shape, one.shape))
    applied = node.over(inside)
    (onward,) = applied.op.derivative(upstream, applied, inside)
    assert onward is not None
    return Rule(upstream, output, inside, neat(substitute(onward, {applied: output})[onward]))


@cache
def is_step(op: Op) -> bool:
    """Whether the slope of a function of one number is 0 here and 1 there, as that of ReLU."""
    if op.kind is not Kind.ELEMENTWISE:
        return False
    number = pages.variable(shape=())
    slope = gradients(op(number), number)[number]
    return {float(evaluate(slope, {number: one})[slope]) for one in (-1.3, -0.4, 0.3, 0.9, 1.7)} == {0.0, 1.0}
