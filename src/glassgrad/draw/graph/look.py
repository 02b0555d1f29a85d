"""What a computational graph shows: a knot for each quantity, a road for each use of one, and the numbers on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from glassgrad.graph import Node, ancestors, pages
from glassgrad.readers import Gradients
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.plain import visible
from glassgrad.writing.quantities import quantities
from glassgrad.writing.spelled import RAISED, spelled

from .printed import equals, printed

NAMED, EVERYTHING = "named", "everything"
LEVELS = (NAMED, EVERYTHING)
SMALL_POWER = re.compile(r"\^(\d)(?![\d.])")
"""A power that fits into one raised digit."""
Known = Mapping[Node, Any]


class Role(Enum):
    """What a knot is in the graph."""

    INPUT = "input"
    PARAMETER = "parameter"
    QUANTITY = "quantity"
    OUTPUT = "output"


@dataclass(frozen=True, eq=False)
class Knot:
    """One quantity. What is "" is not known, or was not asked for.

    `sign` is that of the operation, where the knot is a single one. `value` and `gradient` are printed with their sign of equality; `derivative` is the
    gradient's symbol, "" where none comes back. `paths` is what comes along each path where several meet; `after` the value after an update.
    """

    symbol: str
    formula: str
    role: Role
    sign: str = ""
    value: str = ""
    derivative: str = ""
    gradient: str = ""
    paths: tuple[str, ...] = ()
    after: str = ""


@dataclass(frozen=True, eq=False)
class Road:
    """One use of a knot by another, both by their places. `flows`: whether a gradient comes back; `back` is what, printed; `because` by which rule."""

    start: int
    end: int
    flows: bool = False
    back: str = ""
    because: str = ""


@dataclass(frozen=True, eq=False)
class GraphLook:
    """All that a picture of a graph shows; `target` is the symbol of what the gradients are of, "" without gradients."""

    knots: tuple[Knot, ...]
    roads: tuple[Road, ...]
    target: str = ""


@dataclass(frozen=True, eq=False)
class _Region:
    """The nodes of a knot's formula, itself among them; and the knots in which it ends, one for each use."""

    inner: frozenset[Node]
    uses: tuple[Node, ...]


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
    Raises: SettingError for another level.
    """
    known, later = values or {}, after or {}
    nodes = ancestors(targets)
    symbols = _symbols(nodes, targets, level)
    regions = {knot: _region(knot, symbols) for knot in symbols}
    target = symbols[gradients.target].text if gradients else ""
    arriving = _arriving(gradients, regions)
    places = {node: place for place, node in enumerate(symbols)}
    roads = tuple(
        Road(places[start], places[end], *_coming_back(parts, known))
        for end, region in regions.items()
        for start, parts in _uses(region, end, arriving, folded=level != EVERYTHING)
    )
    knots = tuple(
        Knot(
            symbol=visible(symbols[node].text),
            formula=_formula(node, symbols),
            role=Role.OUTPUT if node in targets else _role(node),
            sign=node.op.notation.symbol if node.inputs and len(regions[node].inner) == 1 else "",
            value=equals(known.get(node)),
            derivative=visible(f"∂{target}/∂{symbols[node].text}") if gradients and node in gradients.totals else "",
            gradient=equals(known.get(gradients.totals[node])) if gradients and node in gradients.totals else "",
            paths=_meeting([road for road in roads if road.start == place and road.flows]) if gradients else (),
            after=equals(later.get(node)),
        )
        for node, place in places.items()
    )
    return GraphLook(knots, roads, visible(target))


def _symbols(nodes: list[Node], targets: Sequence[Node], level: str) -> dict[Node, Fragment]:
    """Every knot with its symbol in Unicode letters; outputs are knots even where they are constants."""
    found = quantities(nodes, targets[-1], level=level)
    for place, node in enumerate(targets):
        found.setdefault(node, fragment(f"y{place + 1}", f"y_{{{place + 1}}}"))
    return {node: fragment(spelled(found[node]), found[node].latex) for node in sorted(found, key=lambda one: one.serial)}


def _region(knot: Node, symbols: Mapping[Node, Fragment]) -> _Region:
    inner, uses, waiting = {knot}, list[Node](), list(reversed(knot.inputs))
    while waiting:
        node = waiting.pop()
        if node in symbols:
            uses.append(node)
        elif node not in inner:
            inner.add(node)
            waiting += reversed(node.inputs)
    return _Region(frozenset(inner), tuple(uses))


Part = tuple[Node, str]
"""What comes back along a path, and by which rule."""


def _arriving(gradients: Gradients | None, regions: Mapping[Node, _Region]) -> dict[tuple[Node, Node], list[Part]]:
    """(knot, the knot that uses it) → what comes back from there."""
    if gradients is None:
        return {}
    owner = {node: knot for knot, region in regions.items() for node in region.inner}
    found: dict[tuple[Node, Node], list[Part]] = {}
    for into in regions:
        for path in gradients.paths.get(into, ()):
            if path.through in owner:
                found.setdefault((into, owner[path.through]), []).append((path.contribution, path.because))
    return found


def _uses(region: _Region, end: Node, arriving: Mapping[tuple[Node, Node], list[Part]], *, folded: bool) -> Iterator[tuple[Node, list[Part]]]:
    """The roads into a knot: one for each knot that it uses, or one for each use of it; each with what comes back along it."""
    if folded:
        for start in dict.fromkeys(region.uses):
            yield start, arriving.get((start, end), [])
        return
    left = {start: list(arriving.get((start, end), [])) for start in region.uses}
    for start in region.uses:
        yield start, [left[start].pop(0)] if left[start] else []


def _coming_back(parts: list[Part], known: Known) -> tuple[bool, str, str]:
    if not parts:
        return False, "", ""
    numbers = [known[node] for node, _ in parts if node in known]
    whole = printed(np.sum(np.stack([np.asarray(one) for one in numbers]), axis=0)) if len(numbers) == len(parts) else ""
    return True, whole, ", then ".join(dict.fromkeys(because for _, because in parts))


def _meeting(roads: list[Road]) -> tuple[str, ...]:
    """What comes along each of several paths."""
    return tuple(road.back for road in roads) if len(roads) > 1 else ()


def _formula(node: Node, symbols: Mapping[Node, Fragment]) -> str:
    """What a knot is made of; a constant that is an output is its own number."""
    if not node.inputs and symbols[node].text == node.name:
        return ""
    written = visible(write(node, {one: name for one, name in symbols.items() if one is not node}).text)
    return "" if written == symbols[node].text or not node.inputs else SMALL_POWER.sub(lambda found: RAISED[found[1]], written)


def _role(node: Node) -> Role:
    if node.inputs:
        return Role.QUANTITY
    return Role.PARAMETER if node.op is pages.parameter else Role.INPUT
