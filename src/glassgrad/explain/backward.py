"""The backward half of a story: one line per gradient, in the order in which one works by hand, quoting those told before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Binds, Kind, Node

from .cutting import cut_out
from .excerpt import Excerpt, excerpt
from .fragments import Fragment
from .line import sum_line, values_down_to
from .mathematics import Piece, Words
from .reasons import reason
from .roads import Road, Roads, reached_from, roads
from .story import Step
from .symbols import gradient_symbol


@dataclass(frozen=True, eq=False)
class Backward:
    """What the backward lines are told from: the quantities with their symbols and numbers, and the numbers of the gradients."""

    target: Node
    nodes: list[Node]
    symbols: Mapping[Node, Fragment]
    values: Mapping[Node, Any]
    gradients: Mapping[Node, Any]
    wanted: tuple[Node, ...]

    def symbol(self, by: Node) -> Fragment:
        """The symbol of the gradient by a quantity."""
        return gradient_symbol(self.symbols[self.target], self.symbols[by])


def backward_lines(told: Backward) -> Iterator[tuple[Node, Step]]:
    """The gradient of the target by each quantity on the way to the wanted ones, and by those, each with its line."""
    reached = reached_from(set(told.wanted), told.nodes)
    found = roads(told.target, told.nodes, told.symbols, reached)
    known = dict(told.symbols)
    values = dict(told.values)
    for quote, by in found.quotes.items():
        known[quote], values[quote] = told.symbol(by), told.gradients[by]
    for by in in_order(told, found):
        yield by, _line(told, by, found.into[by], known, values)
    for by in told.wanted:
        if by not in found.into and by is not told.target:
            yield by, _nothing_flows(told, by, found)


def in_order(told: Backward, found: Roads) -> Iterator[Node]:
    """After each quantity those leaves that nothing older uses; then the next older quantity."""
    after: dict[Node, list[Node]] = {}
    for node, ways in found.into.items():
        if node in told.symbols and node.op.kind is Kind.LEAF:
            after.setdefault(min((road.origin for road in ways), key=lambda one: one.serial), []).append(node)
    for node in reversed(told.nodes):
        if node in told.symbols and node.op.kind is not Kind.LEAF and (node is told.target or node in found.into):
            if node is not told.target:
                yield node
            yield from sorted(after.get(node, ()), key=lambda one: one.serial)


def _line(told: Backward, by: Node, ways: list[Road], known: Mapping[Node, Fragment], values: Mapping[Node, Any]) -> Step:
    dtype = np.asarray(told.gradients[by]).dtype
    terms, symbols, numbers = [], dict(known), {}
    for road in ways:
        cut = cut_out(road.contribution, known)
        for stand_in, node in cut.stands_for.items():
            symbols[stand_in], numbers[stand_in] = known[node], values[node]
        numbers |= {node: values[node] for node in _leaves(cut.root) if node in values}
        numbers |= values_down_to(cut.root, numbers, dtype)
        terms.append(excerpt(cut.root, symbols))
    because = reason(told.symbols[by], told.target, ways, told.symbols)
    return sum_line(told.symbol(by), terms, closed_sum, symbols, numbers, told.gradients[by], because=(*because, *_if_zero(told, by, terms)))


def _leaves(root: Node) -> Iterator[Node]:
    seen: set[Node] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(node.inputs)
            if node.op.kind is Kind.LEAF:
                yield node


def closed_sum(parts: list[Fragment]) -> Fragment:
    """Contributions added up, each in one piece: `(b − c) + (a + b)`."""
    if len(parts) == 1:
        return parts[0]
    pieces = []
    for position, part in enumerate(parts):
        text = f"({part.text})" if part.binds <= Binds.SUM or (part.minus and position) else part.text
        latex = rf"\left({part.latex}\right)" if part.latex_binds <= Binds.SUM or (part.minus and position) else part.latex
        pieces.append(Piece(f"+ {text}", f"+ {latex}") if position else Piece(text, latex))
    return Fragment(tuple(pieces), Binds.SUM, latex_binds=Binds.SUM)


def _if_zero(told: Backward, by: Node, terms: list[Excerpt]) -> Words:
    if np.any(told.gradients[by]) or np.size(told.gradients[by]) == 0:
        return ()
    return ("; here a small change of ", told.symbols[by].mathematics, " does not change ", told.symbols[told.target].mathematics)


def _nothing_flows(told: Backward, by: Node, found: Roads) -> Step:
    """The line of a wanted quantity that the target does not depend on, or not in a way that can be followed."""
    symbol, target = told.symbols[by].mathematics, told.symbols[told.target].mathematics
    because: Words = (target, " does not depend on ", symbol)
    if by in found.blocked:
        because = (found.blocked[by].op.because,)
    elif by in told.nodes:
        because = ("no gradient flows back to ", symbol)
    return sum_line(told.symbol(by), [excerpt(_zero(), {})], lambda parts: parts[0], {}, {}, told.gradients[by], because=because)


def _zero() -> Node:
    from glassgrad.graph import pages

    return pages.constant(value=0.0)
