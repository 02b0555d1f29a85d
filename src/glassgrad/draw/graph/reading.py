"""`look_at`: what a graph, its values and its gradients amount to as knots and roads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from .printed import NO_PATH, NOT_COMPUTED, equals, is_finite, printed

SMALL_POWER = re.compile(r"\^(\d)(?![\d.])")
"""A power that fits into one raised digit."""
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
    seen = _Seen(symbols, regions, frozenset(targets), values or {}, after or {}, gradients, _meetings(found), _moving(nodes, gradients))
    places = {node: place for place, node in enumerate(symbols)}
    roads = tuple(Road(places[one.start], places[one.end], bool(one.parts), *seen.coming_back(one), one.uses) for one in found)
    return GraphLook(tuple(map(seen.knot, symbols)), roads, seen.target, sum(bool(node.inputs) for node in nodes))


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

    @property
    def target(self) -> str:
        return self.symbols[self.gradients.target].text if self.gradients is not None else ""

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
            paths=tuple(printed(self.values[part.contribution]) if part.contribution in self.values else "" for part in self.parts(node)),
            after=equals(self.after.get(node)),
            finite=is_finite(self.values.get(node)) and is_finite(slope),
        )

    def parts(self, node: Node) -> list[Any]:
        """What comes back into a node, path by path, if there are several."""
        return [part for link in self.meetings.get(node, ()) for part in link.parts]

    def printed(self, node: Node) -> str:
        """The value of a node; in words if there is none, though there are others."""
        return equals(self.values[node]) if node in self.values else NOT_COMPUTED if self.values else ""

    def slope(self, node: Node) -> tuple[str, str, Any]:
        """The symbol of the gradient by a node, what it is in print, and the number or array itself."""
        if self.gradients is None or is_constant(node):
            return "", "", None
        symbol = f"∂{self.target}/∂{self.symbols[node].text}"
        total = self.gradients.totals.get(node)
        if total is None:
            return symbol, f": {NO_PATH}" if node in self.moving else NOT_COMPUTED, None
        stopped = node is not self.gradients.target and node not in self.gradients.paths
        return symbol, self.printed(total) + (f", as {NO_PATH}" if stopped else ""), self.values.get(total)

    def coming_back(self, link: Link) -> tuple[str, str]:
        """What comes back along a link, in print, and by which rules."""
        numbers = [self.values[part.contribution] for part in link.parts if part.contribution in self.values]
        whole = printed(np.sum(np.stack([np.asarray(one) for one in numbers]), axis=0)) if numbers and len(numbers) == len(link.parts) else ""
        return whole, ", then ".join(dict.fromkeys(part.because for part in link.parts))


def _formula(node: Node, symbols: Mapping[Node, Fragment], ends: Sequence[Node]) -> str:
    """What a knot is made of."""
    if not node.inputs:
        return ""
    written = visible(write(node, {one: symbols[one] for one in ends}).text)
    if any("^" in symbols[one].text for one in ends):
        return written  # a power in a name is part of the name
    return SMALL_POWER.sub(lambda found: RAISED[found[1]], written)


def _role(node: Node, outputs: frozenset[Node]) -> Role:
    if node in outputs and (node.inputs or is_constant(node)):
        return Role.OUTPUT
    if node.inputs:
        return Role.QUANTITY
    return Role.CONSTANT if is_constant(node) else Role.PARAMETER if node.op is pages.parameter else Role.INPUT
