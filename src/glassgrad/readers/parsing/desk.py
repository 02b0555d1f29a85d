"""Where nodes are made while a text is read: each knows its place in the text, none goes beyond the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite, pi
from typing import Any

import numpy as np

from glassgrad.graph import ExpressionError, Kind, Node, Op, SettingError, Shape, ShapeError, SourceLine, pages, say_shape, size
from glassgrad.graph.dictionary import written
from glassgrad.graph.node import literal, make
from glassgrad.ops.mathematics import NUMPY

from .functions import function_words
from .limits import LARGEST_INDEX, MOST_AXES, MOST_ENTRIES, MOST_OPERATIONS
from .refusals import refusal, spot
from .tokens import Token
from .written import Item, is_number, say_written

PI = ("π", "pi")
"""The words that are the number π, unless a shape is given for them. `e` is a letter much used: it is a variable; write exp(1)."""


@dataclass
class Desk:
    """The text that is read, the shapes given by name, and what has been made so far.

    `numbers` are the values of the nodes made of written numbers only; they tell when such a number grows too large.
    """

    text: str
    shapes: Mapping[str, Shape]
    named: dict[str, Node] = field(default_factory=dict)
    numbers: dict[Node, float] = field(default_factory=dict)
    functions: Mapping[str, Sequence[Op]] = field(default_factory=function_words)
    operations: int = 0

    def refuse(self, token: Token, why: str) -> ExpressionError:
        """The error that refuses the piece of text under `token`."""
        return refusal(self.text, token.start, token.end, why)

    def count(self, token: Token) -> None:
        """One more operation. Raises: ExpressionError if there are too many."""
        self.operations += 1
        if self.operations > MOST_OPERATIONS:
            raise self.refuse(token, f"this is operation number {self.operations}; an expression may have {MOST_OPERATIONS}. Parse it in parts")


def letter(desk: Desk, token: Token) -> Node:
    """The variable, or the named constant, that a word stands for: the same node every time."""
    is_pi = token.word in PI and token.word not in desk.shapes
    name = PI[0] if is_pi else token.word
    if name not in desk.named:
        if is_pi:
            desk.named[name] = _constant(desk, pi, token, name=name)
        else:
            desk.named[name] = make(pages.variable, (), {"shape": desk.shapes.get(name, ())}, name=name, where=_where(desk, token))
    return desk.named[name]


def as_node(desk: Desk, item: Item) -> Node:
    """The item as something to compute with. Raises: ExpressionError for what is not made of numbers."""
    if isinstance(item, Node):
        return item
    if is_number(item.value) or isinstance(item.value, list):
        return _constant(desk, item.value, item.token)
    raise desk.refuse(item.token, f"{say_written(item)} cannot be computed with; it can only be a setting, as in sum(x, axis=None) or reshape(x, (2, 3))")


def operate(desk: Desk, page: Op, items: Sequence[Item], token: Token, settings: Mapping[str, Any] | None = None) -> Node:
    """The page applied to the items, read at `token`.

    Raises: ExpressionError beyond the limits, or for settings that the page refuses; ShapeError if the items do not fit.
    """
    desk.count(token)
    inputs = [as_node(desk, item) for item in items]
    try:
        node = make(page, inputs, settings or {}, where=_where(desk, token))
    except ShapeError as error:
        raise ShapeError(f"{spot(desk.text, token.start, token.end)}: {error}") from None
    except SettingError as error:
        raise desk.refuse(token, str(error)) from None
    except (TypeError, ValueError, LookupError, ArithmeticError) as error:
        raise desk.refuse(token, f"{page.name} does not work with these settings: {error}") from None
    _check_size(desk, node.shape, token)
    _check_number(desk, node, token)
    return node


def _constant(desk: Desk, value: Any, token: Token, *, name: str = "") -> Node:
    kept = literal(value)
    node = make(written("literal"), (), {"value": kept}, name=name, where=_where(desk, token))
    if isinstance(kept, float):
        desk.numbers[node] = kept
    return node


def _where(desk: Desk, token: Token) -> SourceLine:
    return SourceLine(desk.text, token.start + 1)


def trouble_with_size(shape: Shape) -> str:
    """Why an array of this shape is refused, or ""."""
    if len(shape) > MOST_AXES:
        return f"an array of {len(shape)} axes is refused; at most {MOST_AXES}"
    if max(shape, default=0) > LARGEST_INDEX:
        return f"an axis of more than {LARGEST_INDEX:,} entries is refused"
    if size(shape) > MOST_ENTRIES:
        return f"an array of {say_shape(shape)} has {size(shape):,} entries; at most {MOST_ENTRIES:,}"
    return ""


def _check_size(desk: Desk, shape: Shape, token: Token) -> None:
    trouble = trouble_with_size(shape)
    if trouble:
        raise desk.refuse(token, trouble)


def _check_number(desk: Desk, node: Node, token: Token) -> None:
    """Work out what is made of written numbers only, in floats, and refuse it if it is too large to be one.

    A pole, as in 1/0 or log(0), is no overflow: it is let pass, and whoever evaluates it sees the infinity.
    """
    if node.op.kind is not Kind.ELEMENTWISE or any(one not in desk.numbers for one in node.inputs):
        return
    values = [np.float64(desk.numbers[one]) for one in node.inputs]
    try:
        with np.errstate(all="ignore", divide="raise"):
            number = float(node.op.compute(NUMPY, *values, **node.settings))
    except FloatingPointError:
        return
    if abs(number) == inf and all(map(isfinite, values)):
        raise desk.refuse(token, "the result is too large for a number; the largest is about 1.8e308")
    desk.numbers[node] = number
