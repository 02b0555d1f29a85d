"""`look_at`: what a graph, its values and its gradients amount to as knots and roads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.graph import Node, SettingError, ancestors, is_constant, pages
from glassgrad.readers import Gradients
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.plain import visible
from glassgrad.writing.spelled import RAISED

from .folding import NAMED, Link, Region, knots_of, links, region
from .look import GraphLook, Knot, Road, Role
from .printed import NO_PATH, NOT_COMPUTED, UNDEFINED, equals, is_finite, printed, what_it_is

SMALL_POWER = re.compile(r"\^(\d)(?![\d.])")
"""A power that fits into one raised digit."""
ENDS_RAISED = re.compile(rf"[{''.join(RAISED.values())}′]$")
"""A symbol that has something raised at its end already: v⁽²⁾, whose square is (v⁽²⁾)²."""
Known = Mapping[Node, Any]


def look_at(
    targets: Sequence[Node],
    *,
    level: str = NAMED,
    values: Known | None = None,
    gradients: Gradients | None = None,
    after: Known | None = None,
) -> GraphLook:
    """What to show of the graph of some outputs. `values` may hold those of gradients too; `after`: leaves → their values after an update.

    `level` "named" folds the graph to quantities with a name and those used more than once; "everything" shows every operation.
    Where some numbers are known, one that is not is "not computed", which is not 0.
    Raises: SettingError for another level, or for gradients of something that is not in the graph.
    """
    nodes = ancestors(targets)
    check_target(gradients, nodes)
    shown = [*targets] if gradients is None else [gradients.target, *targets]
    symbols = knots_of(nodes, list(dict.fromkeys(shown)), level)
    regions = {knot: region(knot, symbols) for knot in symbols}
    found = list(links(regions, gradients))
    ways, moving = _ways(gradients), _moving(nodes, gradients)
    seen = _Seen(symbols, regions, frozenset(targets), values or {}, after or {}, gradients, _meetings(found), moving, ways)
    places = {node: place for place, node in enumerate(symbols)}
    roads = tuple(Road(places[one.start], places[one.end], bool(one.parts), *seen.coming_back(one), one.uses) for one in found)
    return GraphLook(tuple(map(seen.knot, symbols)), roads, seen.target, sum(bool(node.inputs) for node in nodes), seen.lost)


def check_target(gradients: Gradients | None, nodes: Sequence[Node]) -> None:
    """Raises: SettingError if the gradients are of none of these nodes."""
    if gradients is not None and gradients.target not in nodes:
        raise SettingError(f"the gradients are of {gradients.target!r}, which is not in the graph that is drawn; give those of one of its nodes")


def _meetings(found: Sequence[Link]) -> dict[Node, list[Link]]:
    """The knots into which several paths come back, each with its links."""
    into: dict[Node, list[Link]] = {}
    for link in found:
        if link.parts:
            into.setdefault(link.start, []).append(link)
    return {node: some for node, some in into.items() if sum(len(link.parts) for link in some) > 1}


def _ways(gradients: Gradients | None) -> dict[Node, int]:
    """How many ways lead back to each node, from use to use; more than those that meet in it, where some meet before."""
    if gradients is None:
        return {}
    ways = {gradients.target: 1}
    for node in sorted(gradients.paths, key=lambda one: -one.serial):
        ways[node] = ways.get(node, 0) + sum(ways.get(path.through, 0) for path in gradients.paths[node])
    return ways


def _moving(nodes: Sequence[Node], gradients: Gradients | None) -> frozenset[Node]:
    """The nodes that change with what is differentiated by."""
    found = set(gradients.wanted) if gradients is not None else set()
    for node in nodes:
        if any(one in found for one in node.inputs):
            found.add(node)
    return frozenset(found)


@dataclass(frozen=True, eq=False)
class _Seen:
    symbols: Mapping[Node, Fragment]
    regions: Mapping[Node, Region]
    outputs: frozenset[Node]
    values: Known
    after: Known
    gradients: Gradients | None
    meetings: Mapping[Node, Sequence[Link]]
    moving: frozenset[Node]
    ways: Mapping[Node, int]

    @property
    def target(self) -> str:
        return self.symbols[self.gradients.target].text if self.gradients is not None else ""

    @cached_property
    def lost(self) -> str:
        """Why there are no gradients: what the output is that they would be of."""
        value = self.values.get(self.gradients.target) if self.gradients is not None else None
        return "" if is_finite(value) else f"{self.target} {what_it_is(value)}"

    def knot(self, node: Node) -> Knot:
        """One node with all that is known of it."""
        derivative, gradient, slope = self.slope(node)
        number = is_constant(node) and not node.name and node not in self.outputs
        return Knot(
            symbol=self.symbols[node].text,
            formula=_formula(node, self.symbols, self.regions[node].uses),
            role=_role(node, self.outputs),
            sign=node.op.notation.symbol if node.inputs and len(self.regions[node].inner) == 1 else "",
            value="" if number else self.printed(node),
            derivative=derivative,
            gradient=gradient,
            paths=tuple(printed(self.values[part.contribution], shaped=False) if part.contribution in self.values else "" for part in self.parts(node)),
            ways=self.ways.get(node, 0),
            after=equals(self.after.get(node), shaped=False),
            finite=is_finite(self.values.get(node)) and is_finite(slope),
        )

    def parts(self, node: Node) -> list[Any]:
        """What comes back into a node, path by path, if there are several."""
        return [] if self.lost else [part for link in self.meetings.get(node, ()) for part in link.parts]

    def printed(self, node: Node, *, shaped: bool = True) -> str:
        """The value of a node; in words if there is none, though there are others."""
        return equals(self.values[node], shaped=shaped) if node in self.values else NOT_COMPUTED if self.values else ""

    def slope(self, node: Node) -> tuple[str, str, Any]:
        """The symbol of the gradient by a node, what it is in print, and the number or array itself."""
        if self.gradients is None or is_constant(node):
            return "", "", None
        symbol = f"∂{self.target}/∂{self.symbols[node].text}"
        total = self.gradients.totals.get(node)
        if total is None:
            return symbol, f": {NO_PATH}" if node in self.moving else NOT_COMPUTED, None
        if self.lost or self.is_nothing(node):
            return symbol, f": {UNDEFINED}", None
        stopped = node is not self.gradients.target and node not in self.gradients.paths
        shaped = node not in self.values  # a gradient has the shape of its quantity
        return symbol, self.printed(total, shaped=shaped) + (f", as {NO_PATH}" if stopped else ""), self.values.get(total)

    def is_nothing(self, node: Node) -> bool:
        """Whether its value is known, and no entry of it is finite."""
        return node in self.values and not np.isfinite(np.asarray(self.values[node])).any()

    def coming_back(self, link: Link) -> tuple[str, str]:
        """What comes back along a link, in print, and by which rules."""
        numbers = [self.values[part.contribution] for part in link.parts if part.contribution in self.values]
        known = numbers and len(numbers) == len(link.parts) and not self.lost
        whole = printed(np.sum(np.stack([np.asarray(one) for one in numbers]), axis=0), shaped=False) if known else ""
        return whole, ", then ".join(dict.fromkeys(part.because for part in link.parts))


def _formula(node: Node, symbols: Mapping[Node, Fragment], ends: Sequence[Node]) -> str:
    """What a knot is made of."""
    if not node.inputs:
        return ""
    written = visible(write(node, {one: symbols[one] for one in ends}).text)
    if any("^" in symbols[one].text for one in ends):
        return written  # a power in a name is part of the name
    for name in {symbols[one].text for one in ends if ENDS_RAISED.search(symbols[one].text)}:
        written = re.sub(rf"(?<![\w∂]){re.escape(name)}(?=\^)", f"({name})", written)
    return SMALL_POWER.sub(lambda found: RAISED[found[1]], written)


def _role(node: Node, outputs: frozenset[Node]) -> Role:
    if node in outputs and (node.inputs or is_constant(node)):
        return Role.OUTPUT
    if node.inputs:
        return Role.QUANTITY
    return Role.CONSTANT if is_constant(node) else Role.PARAMETER if node.op is pages.parameter else Role.INPUT
