"""`explain`: an expression and its numbers, told line by line: what is given, forward, backward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from glassgrad.graph import Kind, Node, ancestors, say_shape
from glassgrad.readers import Gradients, evaluate, gradients
from glassgrad.readers.evaluate import Array, forward
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.quantities import quantities

from .backward import Backward, backward_lines
from .blocks import Aside, Block, Caution, Heading, Step
from .line import given as given_line
from .line import line
from .nonfinite import first_broken, first_broken_gradient
from .story import Story

MOST_LINES = 300
"""Lines of one part of a story; what comes after is counted, not told."""


def explain(
    target: Node,
    given: Mapping[Node | str, Any] | None = None,
    /,
    *,
    wrt: Iterable[Node | str] | None = None,
    level: str = "named",
    backward: bool = True,
    dtype: DTypeLike = np.float64,
    **values: Any,
) -> Story:
    """Tell how an expression comes to its value, and how that value changes with each input.

    One line per quantity: symbol = formula = numbers = value, and for a gradient the rule that gave it.
    `given` maps leaves, or their names, to numbers; keyword arguments do the same for names. `wrt` are the quantities to
    differentiate by (default: all inputs). `level` "named" tells what has a name, "everything" tells every operation.
    Raises: MissingValueError for an input without a value; ShapeError for one that does not fit; SettingError for an unknown level.

    >>> import glassgrad as gg
    >>> y = gg.parse("(a + b) * (b - c)")
    >>> for step in gg.explain(y, a=1.0, b=2.0, c=3.0, wrt=["b"]).steps:
    ...     print(step)
    a = 1
    b = 2
    c = 3
    y = (a + b)·(b − c) = (1 + 2)·(2 − 3) = −3
    ∂y/∂b = (b − c) + (a + b) = (2 − 3) + (1 + 2) = 2
    """
    nodes = ancestors([target])
    numbers = evaluate(target, given, dtype=dtype, **values)
    symbols = quantities(nodes, target, level=level)
    blocks: list[Block] = [*given_part(symbols, numbers), *_forward_part(target, nodes, symbols, numbers)]
    if backward:
        blocks += _backward_part(target, nodes, symbols, numbers, wrt, np.dtype(dtype))
    return Story(("How ", symbols[target].mathematics, " comes about"), tuple(blocks))


def given_part(symbols: Mapping[Node, Fragment], values: Mapping[Node, Array]) -> Iterator[Block]:
    """What is given, in the order of age."""
    lines = [given_line(symbol, values[node]) for node, symbol in symbols.items() if node.op.kind is Kind.LEAF]
    if lines:
        yield Heading(("Given",))
        yield from at_most(lines, len(lines))


def _forward_part(target: Node, nodes: list[Node], symbols: Mapping[Node, Fragment], values: Mapping[Node, Array]) -> Iterator[Block]:
    told = [node for node in symbols if node.op.kind is not Kind.LEAF]
    if target.op.kind is not Kind.LEAF:
        yield Heading(("Forward: from the inputs to ", symbols[target].mathematics))
        yield from at_most((forward_line(node, symbols, values) for node in told), len(told))
    yield from first_broken(nodes, symbols, values)


def forward_line(node: Node, symbols: Mapping[Node, Fragment], values: Mapping[Node, Array]) -> Step:
    """The line of one quantity: how it is computed from others."""
    return line(symbols[node], excerpt(node, symbols), symbols, values, values[node])


def _backward_part(
    target: Node, nodes: list[Node], symbols: dict[Node, Fragment], values: Mapping[Node, Array], wrt: Iterable[Node | str] | None, dtype: np.dtype[Any]
) -> Iterator[Block]:
    name = symbols[target].mathematics
    if target.shape != ():
        yield Aside((name, f" has the shape {say_shape(target.shape)}. A gradient starts from a single number: tell the story of its sum or its mean."))
        return
    found = gradients(target, wrt)
    if not found.wanted:
        yield Aside((name, " depends on no input, so there is nothing to differentiate by."))
        return
    if found.wanted == (target,):
        yield Aside((name, " is itself the input, and changes exactly as much as itself: its gradient is 1."))
        return
    told = backward_of(found, nodes, symbols, values, dtype)
    yield Heading(("Backward: how ", name, " changes with each of them"))
    order, tell = backward_lines(told)
    yield from at_most(map(tell, order), len(order))
    yield from first_broken_gradient(told, order, tell)


def backward_of(found: Gradients, nodes: list[Node], symbols: dict[Node, Fragment], values: Mapping[Node, Array], dtype: np.dtype[Any]) -> Backward:
    """Gradients and their numbers, ready to be told."""
    computed = forward(ancestors(found.totals.values()), dict(values.items()), dtype=dtype)
    outside = {node: fragment for node, fragment in quantities(found.wanted, found.target).items() if node not in symbols}
    return Backward(found.target, nodes, {**symbols, **outside}, values, {by: computed[total] for by, total in found.totals.items()}, found.wanted)


def at_most(lines: Iterable[Step], total: int) -> Iterator[Block]:
    """The first lines; and if there are more, how many."""
    yield from islice(lines, MOST_LINES)
    if total > MOST_LINES:
        yield Caution((f"{total - MOST_LINES} more lines of this part are left out.",))
