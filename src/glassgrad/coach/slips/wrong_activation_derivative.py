"""Another formula for the slope of the activation: f(z) for f′(z), 1 − z² for 1 − tanh² z, the slope of another function."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from glassgrad.graph import Kind, Node, Op
from glassgrad.writing.mathematics import Words

from ..splitting import activation_pages
from .forgotten_activation_derivative import forgotten_activation_derivative
from .formulas import adds, factors, filled, is_function, neat, power_of, put_everywhere, uses, without_factor
from .local_slopes import Passage, Rule, is_step, passages, rule_of
from .roles import symbol_of
from .slip import Change, Slip, Task

Wrong = tuple[Node, str, float]
"""A wrong rule as a pattern, what was done, and how likely that is."""


def _tries(task: Task) -> Iterator[Change]:
    for term in task.piece.terms:
        for passage in passages(task, term):
            if is_function(passage.node) and passage.node.op in activation_pages():
                yield from _of(task, passage)


def _of(task: Task, passage: Passage) -> Iterator[Change]:
    rule = rule_of(passage.node)
    (inside,) = passage.node.inputs
    for onward, done, likely in (*_exchanged(rule), *_lossy(rule, passage.node.op), *_of_others(rule, passage.node)):
        words: Words = ("for the slope of ", symbol_of(task, passage.node), " you took ", *_taken(task, passage, rule, onward), done)
        yield Change(passage.with_slope(_local(rule, onward, inside)), words, likely=likely)


def _taken(task: Task, passage: Passage, rule: Rule, onward: Node) -> Words:
    """The wrong slope as a formula, where it is one number for each entry; that of a step is told better in words."""
    if passage.node.op.kind is not Kind.ELEMENTWISE or is_step(passage.node.op):
        return ()
    (inside,) = passage.node.inputs
    return symbol_of(task, neat(rule.at(onward, filled(1.0, passage.node.shape), passage.quoted, inside))), ": "


def _local(rule: Rule, onward: Node, inside: Node) -> Callable[[Node, Node], Node]:
    return lambda flow, value: rule.at(onward, flow, value, inside)


def _exchanged(rule: Rule) -> Iterator[Wrong]:
    """The rule with the input where the output belongs, and the reverse."""
    yield rule.at(rule.onward, rule.upstream, rule.input, rule.input), "its rule with the weighted sum in place of the activation", 1.0
    yield rule.at(rule.onward, rule.upstream, rule.output, rule.output), "its rule with the activation in place of the weighted sum", 1.0
    yield rule.at(rule.onward, rule.upstream, rule.input, rule.output), "its rule with activation and weighted sum exchanged", 0.5


def _lossy(rule: Rule, op: Op) -> Iterator[Wrong]:
    """The value for the slope, and the rule without a power or a factor."""
    mixed = op.kind is Kind.REDUCTION
    yield rule.upstream * rule.output, "its value, without the sum over all entries" if mixed else "its value", 1.0
    for use in uses(rule.onward):
        raised = power_of(use.node)
        if raised is not None:
            yield neat(put_everywhere(rule.onward, {use.node: raised[0]})), "its rule without the power", 1.0
    for use in factors(rule.onward):
        if all(one.node is not rule.upstream for one in uses(use.node)):
            yield without_factor(rule.onward, use), "its rule without one of its factors", 0.8
    yield rule.upstream * (1 - rule.output), "1 less its value", 0.7
    for part in _parts_of_sums(rule):
        yield part, "one part of its rule alone", 0.7
    if is_step(op):
        yield rule.upstream - rule.onward, "0 where it is 1, and 1 where it is 0", 1.0


def _parts_of_sums(rule: Rule) -> Iterator[Node]:
    """The rule with one part of a sum or difference in the place of the whole: a² for 1 − a²."""
    for node in dict.fromkeys(use.node for use in uses(rule.onward)):
        if adds(node.op):
            yield from (neat(put_everywhere(rule.onward, {node: one})) for one in node.inputs)


def _of_others(rule: Rule, node: Node) -> Iterator[Wrong]:
    """The rules of other activations that look at the output only."""
    (inside,) = node.inputs
    for op in sorted(activation_pages(), key=lambda one: one.name):
        if op is node.op or op.kind is not Kind.ELEMENTWISE:
            continue
        other = rule_of(op(inside))
        if other.by_output:
            onward = other.at(other.onward, rule.upstream, rule.output, rule.input)
            yield onward, f"the rule of another function, {op.name}", 0.8


wrong_activation_derivative = Slip(
    name="wrong_activation_derivative",
    title="wrong slope of the activation",
    says="The slope of the activation function was taken by a wrong formula.",
    advice="Write the slope down before you use it: a·(1 − a) for a sigmoid a, 1 − a² for a tanh a, 1 or 0 for ReLU.",
    plausible=0.75,
    tries=_tries,
    yields_to=(forgotten_activation_derivative,),
)
