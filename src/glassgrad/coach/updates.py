"""How parameters are updated on a sheet: against their gradient, times a learning rate with a name or without; or by a rule of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.graph import GlassgradError, Kind, Node, ancestors, is_constant
from glassgrad.readers.evaluate import forward

from .lines import Line, mentioned
from .quantities import UNNAMED_RATE, Derivative, Named, Quantity, Updated
from .reading.tree import Tree
from .values import FLOAT64

RATES = ("α", "η", "lr", "learning_rate", "rate", "step_size")
"""Names that a learning rate usually has, tried in this order; a quantity that the network itself uses is none."""


@dataclass(frozen=True)
class Updates:
    """`rate` is the name of the learning rate, `number` its value where it is only written as a number; `own` the rules that are others.

    `moved` are the parameters that get a new value.
    """

    rate: str
    number: float | None
    own: Mapping[str, Node]
    moved: frozenset[str]


def updates_of(lines: Sequence[Line], definitions: Mapping[str, Line], learned: frozenset[str], build: Callable[[Tree], Node]) -> Updates:
    """The updates of a sheet. `learned` are the names that the loss depends on, `build` makes the node of a tree."""
    first = {line.target.name: line for line in reversed(lines) if isinstance(line.target, Updated) and line.formulas and line.target.name not in definitions}
    moved = frozenset(line.target.name for line in lines if isinstance(line.target, Updated) and line.target.name not in definitions)
    used = {one.name for line in definitions.values() for one in mentioned([line.formulas[0].tree]) if isinstance(one, Named)}
    rate = _named_rate(lines, first, used | set(definitions))
    number = None if rate else next((found for name, line in first.items() if (found := _written_rate(name, line, build)) is not None), None)
    own = dict(_own(first, definitions, learned, build, has_rate=bool(rate) or number is not None))
    return Updates(rate or (UNNAMED_RATE if number is not None else ""), number, own, moved)


def _named_rate(lines: Sequence[Line], updates: Mapping[str, Line], used: set[str]) -> str:
    quoted = Counter(
        one.name
        for name, line in updates.items()
        if any(isinstance(one, Derivative) for one in mentioned([line.formulas[0].tree]))
        for one in mentioned([line.formulas[0].tree])
        if isinstance(one, Named) and one.name not in used | {name}
    )
    known = {line.target.name for line in lines if isinstance(line.target, Named)} - used
    usual = [name for name in RATES if name in quoted or name in known]
    return usual[0] if usual else quoted.most_common(1)[0][0] if quoted else ""


def _written_rate(name: str, line: Line, build: Callable[[Tree], Node]) -> float | None:
    """The number in `w - 0.1*dw`; 1 for `w - dw`. None for any other rule."""
    quantities = set(mentioned([line.formulas[0].tree]))
    slopes = [one for one in quantities if isinstance(one, Derivative)]
    if len(slopes) != 1 or slopes[0].by != (name,) or quantities - {Named(name), slopes[0]}:
        return None
    try:
        node = build(line.formulas[0].tree)
    except GlassgradError:
        return None
    leaves = [one for one in ancestors([node]) if one.op.kind is Kind.LEAF and not is_constant(one)]
    if len(leaves) != 2 or node.shape != ():
        return None
    # Which leaf is the parameter is told by its factor: it is 1, and the rate that of the other.
    factors = [_at(node, leaves, numbers) for numbers in ((1.0, 0.0), (0.0, 1.0))]
    straight = abs(_at(node, leaves, (2.0, 3.0)) - 2 * factors[0] - 3 * factors[1]) < 1e-9 * (1 + abs(factors[0]) + abs(factors[1]))
    others = [other for one, other in (factors, factors[::-1]) if abs(one - 1) < 1e-12]
    return abs(min(others)) if straight and others and min(others) != 0 else None


def _at(node: Node, leaves: Sequence[Node], numbers: Sequence[float]) -> float:
    known = {leaf: np.float64(number) for leaf, number in zip(leaves, numbers, strict=True)}
    return float(forward(ancestors([node]), known, dtype=FLOAT64)[node])


def _own(
    updates: Mapping[str, Line], definitions: Mapping[str, Line], learned: frozenset[str], build: Callable[[Tree], Node], *, has_rate: bool
) -> Iterator[tuple[str, Node]]:
    """Rules of their own: for what the loss does not depend on, as momentum; with something in them that is made of gradients; or without a gradient."""
    for name, line in updates.items():
        quoted = set(mentioned([line.formulas[0].tree]))
        by_gradient = has_rate and any(isinstance(one, Derivative) for one in quoted)
        others = quoted - {Named(name), Updated(name)}
        if name not in learned or not (by_gradient or has_rate) or any(_is_made_of_gradients(one, definitions, updates) for one in others):
            try:
                yield name, build(line.formulas[0].tree)
            except GlassgradError:
                continue


def _is_made_of_gradients(quantity: Quantity, definitions: Mapping[str, Line], updates: Mapping[str, Line]) -> bool:
    """Whether a named quantity, or an updated one, quotes a derivative somewhere."""
    seen = set[Quantity]()
    waiting: list[Quantity] = [] if isinstance(quantity, Derivative) else [quantity]
    while waiting:
        one = waiting.pop()
        line = None if isinstance(one, Derivative) or one in seen else (definitions if isinstance(one, Named) else updates).get(one.name)
        seen.add(one)
        found = list(mentioned([line.formulas[0].tree])) if line else []
        if any(isinstance(inner, Derivative) for inner in found):
            return True
        waiting += found
    return False
