"""The backward half of a story: one line per gradient, in the order in which one works by hand, quoting those told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Binds, Kind, Node, is_constant, pages, reached_from
from glassgrad.writing.excerpt import Excerpt, excerpt
from glassgrad.writing.formula import write_excerpt
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.mathematics import Piece, Words
from glassgrad.writing.symbols import gradient_symbol

from .blocks import Step
from .columns import by_hand
from .cutting import cut_out, leaves_of
from .line import sum_line, values_down_to
from .reasons import reason
from .roads import Road, Roads, roads

MOST_ROADS = 6
"""Contributions that are written out; those of further roads are put together."""


@dataclass(frozen=True, eq=False)
class Backward:
    """What the backward lines are told from: the quantities with their symbols and numbers, and the numbers of the gradients.

    Without numbers the lines are formulas only.
    """

    target: Node
    nodes: list[Node]
    symbols: Mapping[Node, Fragment]
    values: Mapping[Node, Any] | None
    gradients: Mapping[Node, Any]
    wanted: tuple[Node, ...]
    partial: bool = True
    """Whether other quantities are held fixed, so that it is ∂ and not d."""
    as_on_paper: bool = False
    """Whether vectors that stand up as columns, and fractions, are written as by hand."""

    def symbol(self, by: Node) -> Fragment:
        """The symbol of the gradient by a quantity."""
        return gradient_symbol(self.symbols[self.target], self.symbols[by], partial=self.partial)


def backward_lines(told: Backward) -> tuple[list[Node], Callable[[Node], Step]]:
    """Every quantity that has a backward line, in order; and what tells the line of one."""
    found = roads(told.target, told.nodes, told.symbols, reached_from(set(told.wanted), told.nodes))
    known = {**told.symbols, **{quote: told.symbol(by) for quote, by in found.quotes.items()}}
    quoted = {quote: told.gradients[by] for quote, by in found.quotes.items() if by in told.gradients}
    values = None if told.values is None else {**told.values, **quoted}

    def tell(by: Node) -> Step:
        return _line(told, by, found.into[by], known, values) if by in found.into else _nothing_flows(told, by, found)

    unreached = [by for by in told.wanted if by not in found.into and by is not told.target]
    return [*in_order(told, found), *unreached], tell


def in_order(told: Backward, found: Roads) -> Iterator[Node]:
    """After each quantity those leaves that nothing older uses; then the next older quantity. What goes into the target itself comes first of all."""
    after: dict[Node, list[Node]] = {}
    for node, ways in found.into.items():
        if node in told.symbols and node.op.kind is Kind.LEAF:
            after.setdefault(min((road.origin for road in ways), key=lambda one: one.serial), []).append(node)
    waiting = after.pop(told.target, [])
    for node in reversed(told.nodes):
        if node in told.symbols and node in found.into and node.op.kind is not Kind.LEAF:
            yield node
            yield from _oldest_first([*waiting, *after.pop(node, [])])
            waiting = []
    yield from _oldest_first(waiting)


def _oldest_first(nodes: list[Node]) -> list[Node]:
    return sorted(nodes, key=lambda one: one.serial)


def _line(told: Backward, by: Node, ways: list[Road], known: Mapping[Node, Fragment], values: Mapping[Node, Any] | None) -> Step:
    because = reason(told.symbols[by], told.target, ways, told.symbols)
    value = told.gradients.get(by)
    if value is not None and np.size(value) and not np.any(value):
        because = (*because, "; at these numbers it is 0")
    return contributions_line(told.symbol(by), [road.contribution for road in ways], known, values, value, because=because, as_on_paper=told.as_on_paper)


def contributions_line(
    symbol: Fragment,
    contributions: Sequence[Node],
    known: Mapping[Node, Fragment],
    values: Mapping[Node, Any] | None,
    value: Any,
    *,
    because: Words,
    tidied: bool = True,
    as_on_paper: bool = False,
) -> Step:
    """The line of a gradient: contributions, each simplified and cut at what is known, and their sum. Without values it is only a formula.

    `tidied=False` leaves products in the order of their rule, such as that of an optimizer. `as_on_paper` writes columns and fractions as by hand.
    """
    terms: list[Excerpt] = []
    symbols: dict[Node, Fragment] = {}
    numbers: dict[Node, Any] = {}
    told = contributions if len(contributions) <= MOST_ROADS + 1 else contributions[:MOST_ROADS]
    for contribution in told:
        cut = cut_out(contribution, known, tidied=tidied)
        for leaf in leaves_of(cut.root):
            node = cut.stands_for.get(leaf, leaf)
            if node in known:
                symbols[leaf] = known[node]
                if values is not None and node in values:
                    numbers[leaf] = values[node]
        if value is not None and all(leaf in numbers or is_constant(leaf) for leaf in leaves_of(cut.root)):
            numbers |= values_down_to(cut.root, numbers, np.asarray(value).dtype)
        terms.append(excerpt(by_hand(cut.root, symbols, numbers) if as_on_paper else cut.root, symbols))
    if len(told) < len(contributions):
        rest = pages.variable(shape=contributions[0].shape)
        symbols[rest] = more(len(contributions) - len(told))
        if value is not None and all(spots[0].node in numbers for spots in terms):
            numbers[rest] = np.asarray(value, np.float64) - sum(np.asarray(numbers[spots[0].node], np.float64) for spots in terms)
        terms.append(excerpt(rest, symbols))
    if values is None:
        return Step(symbol.mathematics, closed_sum([write_excerpt(spots, symbols) for spots in terms]).mathematics, because=because)
    return sum_line(symbol, terms, closed_sum, symbols, numbers, value, because=because)


def more(count: int) -> Fragment:
    """What stands in a formula for the terms that are left out."""
    return fragment(f"({count} more)", rf"\left(\text{{{count} more}}\right)")


def closed_sum(parts: list[Fragment]) -> Fragment:
    """Contributions added up, each held together: `(b − c) + (a + b)`; a sign before one makes it a difference, `2·a − 0.5·b`."""
    if len(parts) == 1:
        return parts[0]
    pieces: list[Piece] = []
    for position, part in enumerate(parts):
        loose = part.binds <= Binds.SUM or part.latex_binds <= Binds.SUM
        first, *later = _held(part) if loose else part.pieces
        if position:
            taken = part.minus and not loose and first.text.startswith("−") and first.latex.startswith("-")
            first = Piece(f"− {first.text[1:]}", f"- {first.latex[1:]}") if taken else Piece(f"+ {first.text}", f"+ {first.latex}")
        pieces += [first, *later]
    return Fragment(tuple(pieces), Binds.SUM, latex_binds=Binds.SUM)


def _held(part: Fragment) -> tuple[Piece, ...]:
    """A part in parentheses. A line may still be broken inside, so they do not stretch if it has several pieces."""
    if len(part.pieces) == 1:
        return (Piece(f"({part.text})", rf"\left({part.latex}\right)"),)
    first, *middle, last = part.pieces
    return (Piece(f"({first.text}", f"({first.latex}"), *middle, Piece(f"{last.text})", f"{last.latex})"))


def _nothing_flows(told: Backward, by: Node, found: Roads) -> Step:
    """The line of a wanted quantity that the target does not depend on, or not in a way that can be followed."""
    symbol, target = told.symbols[by].mathematics, told.symbols[told.target].mathematics
    because: Words = (target, " does not depend on ", symbol)
    if by in found.blocked:
        because = (found.blocked[by].op.because,)
    elif by in told.nodes:
        because = ("no gradient flows back to ", symbol)
    zero = pages.broadcast(pages.constant(value=0.0), shape=by.shape) if by.shape else pages.constant(value=0.0)
    return contributions_line(told.symbol(by), [zero], {}, None if told.values is None else {}, told.gradients.get(by), because=because)
