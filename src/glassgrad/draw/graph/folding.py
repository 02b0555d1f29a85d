"""Which nodes of a graph are knots of their picture, and which are folded into the formula of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from glassgrad.graph import Node, is_constant
from glassgrad.readers import Gradients
from glassgrad.writing.arrays import constant
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.plain import visible
from glassgrad.writing.quantities import RESULT_NAMES, quantities
from glassgrad.writing.spelled import spelled
from glassgrad.writing.symbols import symbol

NAMED, EVERYTHING = "named", "everything"
LEVELS = (NAMED, EVERYTHING)
MOST_ALIKE = 3
"""Roads between the same two knots; of more uses, one road is drawn."""


def knots_of(nodes: Sequence[Node], shown: Sequence[Node], level: str) -> dict[Node, Fragment]:
    """Every node that is a knot, oldest first, and its symbol in Unicode letters. Those of `shown` are knots on every level.

    Raises: SettingError for an unknown level.
    """
    found = quantities(nodes, shown[0], level=level)
    taken = {one.text for one in found.values()}
    fresh = (name for name in (*RESULT_NAMES, *(f"y{place}" for place in range(1, len(shown) + 1))) if name not in taken)
    for node in shown:
        if node not in found:
            name = next(fresh)
            found[node] = fragment(name, name)
    # What has no name is v₁, v₂ …: the number of an array counts, it is not that of a layer.
    plain = {node: known if node.name else symbol(known.text) for node, known in found.items()}
    letters = {node: fragment(visible(spelled(known)), known.latex) for node, known in plain.items()}
    if level == EVERYTHING:
        letters |= {node: constant(node.settings["value"]).fragment for node in nodes if is_constant(node) and node not in letters}
    return {node: letters[node] for node in sorted(letters, key=lambda one: one.serial)}


@dataclass(frozen=True, eq=False)
class Region:
    """The nodes of a knot's formula, itself among them; and the knots in which the formula ends, one for each use, in reading order."""

    inner: frozenset[Node]
    uses: tuple[Node, ...]


def region(knot: Node, symbols: Mapping[Node, Fragment]) -> Region:
    """What is folded into a knot."""
    inner, uses, waiting = {knot}, list[Node](), list(reversed(knot.inputs))
    while waiting:
        node = waiting.pop()
        if node in symbols:
            uses.append(node)
        elif node not in inner:
            inner.add(node)
            waiting += reversed(node.inputs)
    return Region(frozenset(inner), tuple(uses))


@dataclass(frozen=True, eq=False)
class Part:
    """What comes back along a path, and by which rule."""

    contribution: Node
    because: str


@dataclass(frozen=True, eq=False)
class Link:
    """A road before anything on it is printed: `parts` is what comes back along it, nothing where no gradient flows."""

    start: Node
    end: Node
    parts: tuple[Part, ...]
    uses: int = 1


def links(regions: Mapping[Node, Region], gradients: Gradients | None) -> Iterator[Link]:
    """A link for each use of one knot by another. Uses by the same knot look alike, so it does not matter which of them a path is drawn on."""
    arriving = _arriving(gradients, regions)
    for end, inside in regions.items():
        for start in dict.fromkeys(inside.uses):
            parts, uses = arriving.get((start, end), []), inside.uses.count(start)
            if uses > MOST_ALIKE or len(parts) > uses:
                yield Link(start, end, tuple(parts), uses)
            else:
                yield from (Link(start, end, tuple(parts[place : place + 1])) for place in range(uses))


def _arriving(gradients: Gradients | None, regions: Mapping[Node, Region]) -> dict[tuple[Node, Node], list[Part]]:
    """(knot, the knot that uses it) → what comes back from there, path by path."""
    if gradients is None:
        return {}
    owner = {node: knot for knot, inside in regions.items() for node in inside.inner}
    found: dict[tuple[Node, Node], list[Part]] = {}
    for into in regions:
        for path in gradients.paths.get(into, ()):
            if path.through in owner:
                found.setdefault((into, owner[path.through]), []).append(Part(path.contribution, path.because))
    return found
