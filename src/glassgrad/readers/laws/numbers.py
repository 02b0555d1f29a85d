"""The laws by which numbers written in a graph are worked out and put together."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node, Op, is_constant, pages, size
from glassgrad.ops.mathematics import NUMPY
from glassgrad.readers.likeness import only_stretches

from .exact import sides
from .words import LEAVES_OUT, WORKS_OUT
from .workbench import Law, Part, Workbench, built, constant, number_of, part_of, share, stretched

SMALL = 64
"""Arrays of at most so many entries are worth writing down as constants."""
SMALLEST = float(np.finfo(np.float64).smallest_normal)
"""Numbers below this have fewer digits, down to none."""
AFFORDABLE = 4096
"""So many entries may be read to work a constant out."""


def works_out(bench: Workbench, node: Node) -> Node | None:
    """A small operation on numbers only is a number."""
    numbers = [bench.numbers.get(one) for one in node.inputs]
    if node.op.kind is Kind.REARRANGEMENT:
        number = number_of(bench, node)
        if number is not None:
            return None if _is_a_number_repeated(node) else constant(bench, number, node.shape)
    if node.op.kind is Kind.ELEMENTWISE and None not in numbers:
        return _written_down(bench, node, numbers)
    known = all(number is not None or (is_constant(one) and not bench.opaque(one)) for one, number in zip(node.inputs, numbers, strict=True))
    if known and size(node.shape) <= SMALL and sum(size(one.shape) for one in node.inputs) <= AFFORDABLE:
        return _written_down(bench, node, [_array(bench, one) for one in node.inputs])
    return None


def _is_a_number_repeated(node: Node) -> bool:
    """Whether it already has the form in which `constant` writes an array of one number."""
    (one, *others) = node.inputs
    return not others and one.shape == () and is_constant(one) and only_stretches(node)


def _array(bench: Workbench, node: Node) -> Any:
    return np.asarray(node.settings["value"]) if is_constant(node) else np.full(node.shape, bench.numbers[node])


def _written_down(bench: Workbench, node: Node, values: list[Any]) -> Node | None:
    with np.errstate(all="ignore"):
        result = np.asarray(node.op.compute(NUMPY, *[np.float64(value) for value in values], **node.settings), dtype=np.float64)
    if not np.isfinite(result).all():
        return None  # an infinity stays where it arises: that is worth seeing
    if result.size and (result == result.flat[0]).all():
        return constant(bench, float(result.flat[0]), node.shape)
    return share(bench, pages.constant(value=result))


def absorbing_element(bench: Workbench, node: Node) -> Node | None:
    """An absorbing element swallows the other input: 0·x is 0, even where x is not finite."""
    absorbing = node.op.algebra.absorbing
    if absorbing is None or all(bench.numbers.get(node.inputs[side]) != absorbing for side in sides(node.op)):
        return None
    return constant(bench, absorbing, node.shape)


def numbers_meet(bench: Workbench, node: Node) -> Node | None:
    """The numbers in a chain of sums, or of products, are put together: 0.5·(2·x) is 1·x."""
    a, b = (part_of(bench, node.op, one) for one in node.inputs)
    if a is None or b is None:
        return None
    number = worked_out(node.op, a.number, b.number)
    if number is None or is_lost(node.op, number, a.number, b.number):
        return None
    if a.rest is None or b.rest is None:
        rest, first = (b.rest, b.first) if a.rest is None else (a.rest, a.first)
    else:
        rest, first = built(bench, node.op, a.rest, b.rest), a.first
    return stretched(bench, chain(bench, Part(node.op, number, rest, first)), node.shape)


def worked_out(op: Op, *numbers: float) -> float | None:
    """The number an operation makes of numbers, if it is finite."""
    with np.errstate(all="ignore"):
        number = float(op.compute(NUMPY, *map(np.float64, numbers)))
    return number if isfinite(number) else None


def is_lost(op: Op, number: float, *made_of: float) -> bool:
    """Whether a number underflowed: (x·1e-200)·1e-200 is no 0, since x may be large; x·(1e-200·1e-200) would be."""
    return op.algebra.absorbing == 0 and abs(number) < SMALLEST and 0 not in made_of


def chain(bench: Workbench, part: Part) -> Node:
    """A number and the rest, put together again."""
    number = constant(bench, part.number)
    if part.rest is None:
        return number
    return built(bench, part.op, *((number, part.rest) if part.first else (part.rest, number)))


NUMBERS = (
    Law(lambda op: op.kind is not Kind.LEAF, works_out, WORKS_OUT),
    Law(lambda op: op.algebra.absorbing is not None and len(op.slots) == 2, absorbing_element, LEAVES_OUT),
    Law(lambda op: op.algebra.commutes and op.algebra.associates and len(op.slots) == 2, numbers_meet, WORKS_OUT),
)
