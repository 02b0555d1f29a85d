"""Where a number first stopped being finite, and by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node
from glassgrad.writing.arrays import equation, shown
from glassgrad.writing.formula import operation_fragment
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Words

from .backward import Backward
from .blocks import Caution, Step


def first_broken(nodes: list[Node], symbols: Mapping[Node, Fragment], values: Mapping[Node, Any]) -> Iterator[Caution]:
    """A caution that names the oldest node with an infinity or a not-a-number, if there is one."""
    for node in nodes:
        if node in values and not np.isfinite(values[node]).all():
            yield Caution((*_what_broke(node, symbols, values), " Whatever is computed from it may be just as broken."))
            return


def first_broken_gradient(told: Backward, order: list[Node], tell: Callable[[Node], Step]) -> Iterator[Caution]:
    """The same for gradients, in the order in which they are told; silent if a number of the forward pass was broken already."""
    values = told.values or {}
    if not all(np.isfinite(values[node]).all() for node in told.nodes if node in values):
        return
    for by in order:
        if by in told.gradients and not np.isfinite(told.gradients[by]).all():
            step = tell(by)
            yield Caution((step.symbol, " is the first gradient that is not finite", *_result(step), ". All forward values are finite."))
            return


def _what_broke(node: Node, symbols: Mapping[Node, Fragment], values: Mapping[Node, Any]) -> Words:
    name: Words = (symbols[node].mathematics, ": ") if node in symbols else ()
    if node.op.kind is Kind.LEAF:
        return ("An input is not finite: ", symbols[node].mathematics if node in symbols else "a constant", ".")
    value = np.asarray(values[node])
    at: tuple[int, ...] = ()
    inputs = [np.asarray(values[one]) for one in node.inputs]
    if node.op.kind is Kind.ELEMENTWISE and value.ndim:
        at = tuple(int(axis[0]) for axis in np.nonzero(~np.isfinite(value)))
        inputs = [np.broadcast_to(one, value.shape)[at] for one in inputs]
        value = value[at]
    told = [shown(one) for one in inputs]
    formula = operation_fragment(node, [one.fragment for one in told]).mathematics
    where = f" at entry [{', '.join(map(str, at))}]" if at else ""
    result = equation(formula, shown(value).fragment.mathematics, exact=all(one.exact for one in told))
    return ("Here the numbers stop being finite: ", *name, result, f"{where}.")


def _result(step: Step) -> Words:
    """The numbers of a line and what they come to; nothing for a large array."""
    from_numbers = step.numbers or step.formula
    return () if from_numbers is None or step.value is None else (": ", equation(from_numbers, step.value))
