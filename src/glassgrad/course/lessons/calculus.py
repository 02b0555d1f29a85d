"""Lesson 6, calculus: three rules for how much a result changes, each worked out, checked, and seen in numbers."""

from __future__ import annotations

from collections.abc import Iterator

import glassgrad as gg
from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.graph import Node, pages
from glassgrad.nn.settings import Setting
from glassgrad.readers import evaluate, gradients
from glassgrad.writing.arrays import plain_number

from ..inside import inside
from ..lesson import Lesson
from ..tangent import slope_at, tangent_part, tangent_picture, what_a_flat_place_is
from ..trying import TryIt, change, other, try_it
from ..words import cells, heads


def _tell(*, power: int, x: float, flat_x: float, shift: float, chain_x: float, factor: float, w: float, b: float) -> Iterator[Block | TryIt]:
    yield Aside(
        (
            (
                "Training asks one question over and over: if this number changes a little, how much does the result change? The answer is a derivative. "
                "Three rules go a long way. Each is worked out here line by line, and then checked without any rule, by trying."
            ),
        )
    )
    yield from _power_rule(power, x, flat_x)
    yield from _chain_rule(power, shift, chain_x)
    yield from _partial_derivatives(factor, w, b)
    yield try_it(
        change("at 0 the slope is 0: a minimum?", power=3 if power != 3 else 2, flat_x=0.0),
        change("across 0: which sign has the slope?", x=-x if x else 3.0),
        change("what can w do when its input is 0?", factor=0.0),
        other('glassgrad derive "sigmoid(w*x + b)" w=1 x=2 b=0', "the same rules in a neuron"),
    )


def _variable(name: str) -> Node:
    return pages.variable(shape=(), name=name)


def _power_rule(power: int, x: float, flat_x: float) -> Iterator[Block]:
    function = _variable("x") ** power
    yield Heading(("The power rule",))
    yield Aside(("For a power of x: bring the exponent down as a factor, and lower it by one.",))
    yield from inside(gg.derive(function, x=x))
    yield Heading(("The curve and its tangent",), level=3)
    yield from tangent_part(function, x)
    yield Heading(("The same function at another point",), level=3)
    yield from gg.derive(function, x=flat_x).steps
    if flat_x != x:
        yield tangent_picture(function, flat_x)
    slope = slope_at(function, flat_x)
    if slope == 0:
        yield Aside(("A slope of 0: here the curve is flat. " + what_a_flat_place_is(function, flat_x),))
    else:
        way = "up" if slope > 0 else "down"
        yield Aside((f"The slope is {'positive' if slope > 0 else 'negative'}: going to the right, the curve goes {way}.",))


def _chain_rule(power: int, shift: float, x: float) -> Iterator[Block]:
    inner = _variable("x") + shift if shift >= 0 else _variable("x") - (-shift)
    yield Heading(("The chain rule",))
    yield Aside(("For a function inside a function: the derivative of the outer one, times the derivative of the inner one.",))
    yield from inside(gg.derive(inner**power, x=x))
    yield Heading(("The curve and its tangent",), level=3)
    yield from tangent_part(inner**power, x)


def _partial_derivatives(factor: float, w: float, b: float) -> Iterator[Block]:
    function = _variable("w") * factor + _variable("b")
    yield Heading(("Partial derivatives",))
    yield Aside(("For a function of several variables: let one of them change, and hold all others fixed. The sign ∂ says that this was done.",))
    yield from inside(gg.derive(function, w=w, b=b))
    yield Heading(("What the two numbers say",), level=3)
    yield Aside(("From the point above, move one of them, then the other, then both:",))
    yield from _moves(function, w, b)
    yield from _who_counts_more(factor)
    slopes = gradients(function)
    both = [plain_number(evaluate(slopes[name], w=w, b=b)[slopes[name]]) for name in ("w", "b")]
    yield Aside(
        (
            "All partial derivatives together are the gradient: here (",
            both[0],
            ", ",
            both[1],
            (
                "). With one variable it is the slope; with several it is a list, a number for each of them. "
                "It points where the function grows fastest. To make a loss smaller, one goes the opposite way."
            ),
        )
    )


def _moves(function: Node, w: float, b: float) -> Iterator[Block]:
    def value(w: float, b: float) -> float:
        return float(evaluate(function, w=w, b=b)[function])

    start = value(w, b)
    tried = (("w by 1", value(w + 1, b)), ("b by 1", value(w, b + 1)), ("both by 1", value(w + 1, b + 1)))
    yield Table(heads("move", "f becomes", "and changes by"), tuple(cells(name, after, round(after - start, 12)) for name, after in tried))


def _who_counts_more(factor: float) -> Iterator[Block]:
    size = plain_number(abs(factor))
    if factor == 0:
        yield Aside(("The input of w is 0, so w changes nothing, whatever it is.",))
    elif abs(factor) == 1:
        yield Aside(("Here w and b count the same, because the input of w has the size 1.",))
    else:
        yield Aside(
            (
                "A change of w counts ",
                size,
                " times as much as the same change of b. That is no property of weights: it is the size of the input that w is multiplied by.",
            )
        )


calculus = Lesson(
    number=6,
    name="calculus",
    title="Calculus: how much does the result change?",
    says="The power rule, the chain rule and partial derivatives, worked out line by line and checked by trying.",
    parameters={
        "power": Setting(default=2, says="the exponent", least=2, most=9, whole=True),
        "x": Setting(default=3.0, says="where the power rule is used", least=-100.0, most=100.0),
        "flat_x": Setting(default=0.0, says="the other point where it is used", least=-100.0, most=100.0),
        "shift": Setting(default=2.0, says="what the inner function adds to x", least=-100.0, most=100.0),
        "chain_x": Setting(default=1.0, says="where the chain rule is used", least=-100.0, most=100.0),
        "factor": Setting(default=2.0, says="the input that w is multiplied by", least=-100.0, most=100.0),
        "w": Setting(default=3.0, says="the weight", least=-100.0, most=100.0),
        "b": Setting(default=1.0, says="the bias", least=-100.0, most=100.0),
    },
    tell=_tell,
)
