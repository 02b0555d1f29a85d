"""A function inside a function: where to take a formula apart so that each part has one rule of its own."""

from __future__ import annotations

from glassgrad.graph import Node, pages

from .cutting import cut_out, leaves_of
from .roads import Roads


def inner_functions(target: Node, by: Node, found: Roads) -> list[Node]:
    """The nodes between the target and `by` at which the formula is taken apart, outermost first; none if one rule does it all.

    Only a chain can be taken apart: every function on the way is used once, and is a single number. Parts whose slope does
    not change, like `2·x + 1` or `−x`, are joined to the function around them.
    """
    ends: list[Node] = []
    whole = True
    for node, inside in _chain(target, by, found):
        if whole:
            ends.append(inside)
        else:
            ends[-1] = inside
        whole = _bends(node, inside)
    return ends[:-1]


def _chain(target: Node, by: Node, found: Roads) -> list[tuple[Node, Node]]:
    """Each function on the way with the one inside it, outermost first; empty where the way forks."""
    if by not in found.into or target.shape != () or any(len(ways) > 1 or node.shape != () for node, ways in found.into.items()):
        return []
    on_the_way = sorted(found.into, key=lambda node: -node.serial)
    return list(zip([target, *on_the_way], on_the_way, strict=False))


def _bends(node: Node, inside: Node) -> bool:
    """Whether the slope of a function depends on what is inside it: then it is not a straight line."""
    slopes = node.op.derivative(pages.constant(value=1.0), node, *node.inputs)
    slope = next(slope for slope, one in zip(slopes, node.inputs, strict=True) if one is inside)
    cut = cut_out(slope, {node, inside}) if slope is not None else None
    return cut is not None and any(leaf is inside or leaf in cut.stands_for for leaf in leaves_of(cut.root))
