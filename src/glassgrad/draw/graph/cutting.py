"""Which roads of a large graph are not drawn through but named at both ends, and which boxes then stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from .layout import Edge, Layout, Size, layers

SMALL = 120
"""Boxes of a graph of which every road is drawn."""
HUB = 16
"""Roads on one side of a box: of more, none can be followed."""
SPANS = (32, 16, 8, 4, 2)
CROWDED = 1.5
"""Lanes that long roads take between other boxes, for each box: with more, the longest roads are named instead."""
PAGE, WHOLE, PART = 1_500.0, 2_400.0, 1_700.0
"""A small graph longer than WHOLE, or a part of a large one longer than PART, is cut into strips about as long as a page is wide."""
LEAST = 0.6
"""Of a page's width that a strip has at least."""
TWIG = 3
"""Boxes of a formula that is kept beside the one box that uses it."""
FAR = 900.0
"""Across the layers, a road that is longer than this is named instead."""


def cut_before(count: int, edges: Sequence[Edge]) -> set[int]:
    """The edges of a large graph that are not worth drawing wherever the boxes stand: those of hubs, and those over many layers."""
    if count <= SMALL:
        return set()
    hubs = _of_hubs(edges)
    layer = layers(count, edges)
    spans = {place: layer[edge.end] - layer[edge.start] for place, edge in enumerate(edges) if place not in hubs}
    if sum(spans.values()) - len(spans) <= CROWDED * count:
        return hubs
    longest = next((limit for limit in SPANS if sum(span - 1 for span in spans.values() if span <= limit) <= CROWDED * count), 1)
    return hubs | {place for place, span in spans.items() if span > longest}


def _of_hubs(edges: Sequence[Edge]) -> set[int]:
    """The edges of boxes with more of them on one side than can be followed; a leaf that only such a box uses stays beside it, if there are not too many."""
    leaving, arriving = Counter(edge.start for edge in edges), Counter(edge.end for edge in edges)
    own = {place for place, edge in enumerate(edges) if leaving[edge.start] == 1 and not arriving[edge.start]}
    leaves = Counter(edges[place].end for place in own)
    return {place for place, edge in enumerate(edges) if leaving[edge.start] > HUB or (leaves[edge.end] if place in own else arriving[edge.end]) > HUB}


def together(boxes: Iterable[int], edges: Sequence[Edge], cut: set[int]) -> list[list[int]]:
    """The boxes that hang together by the edges that are not cut, each group in order, the group of the earliest box first."""
    above = {box: box for box in boxes}

    def root(box: int) -> int:
        while above[box] != box:
            above[box] = above[above[box]]
            box = above[box]
        return box

    for place, edge in enumerate(edges):
        if place not in cut and edge.start in above and edge.end in above:
            one, other = sorted((root(edge.start), root(edge.end)))
            above[other] = one
    groups: dict[int, list[int]] = {}
    for box in above:
        groups.setdefault(root(box), []).append(box)
    return [sorted(groups[first]) for first in sorted(groups)]


def cut_after(boxes: Sequence[int], layout: Layout, sizes: Sequence[Size], edges: Mapping[int, Edge], *, large: bool) -> set[int]:
    """Of edges between these boxes (edge's place → edge), those to name instead, now that it is seen where the boxes would stand; of a `large` graph more."""
    where = dict(zip(boxes, layout.centres, strict=True))
    far = {place for place, edge in edges.items() if large and abs(where[edge.start][1] - where[edge.end][1]) > FAR}
    if layout.width <= (PART if large else WHOLE):
        return far
    ways = [(where[edge.start][0], where[edge.end][0], edge.start) for edge in edges.values()]
    number = dict(zip(boxes, _strips([x for x, _ in layout.centres], [width for width, _ in sizes], ways), strict=True))
    moved = _with_users(number, edges.values())
    number = moved if len(set(moved.values())) > 1 else number
    return far | {place for place, edge in edges.items() if number[edge.start] != number[edge.end]}


def _with_users(strip: Mapping[int, int], edges: Iterable[Edge]) -> dict[int, int]:
    """The strips, but that a leaf, or a very small formula, stands in the strip of the box that uses it."""
    users: dict[int, list[int]] = {}
    used: dict[int, list[int]] = {}
    for edge in edges:
        users.setdefault(edge.start, []).append(edge.end)
        used.setdefault(edge.end, []).append(edge.start)
    size, moved = dict[int, int](), dict(strip)
    for box in sorted(strip):
        size[box] = 1 + sum(size[one] if len(users[one]) == 1 else TWIG for one in used.get(box, ()))
    for box in sorted(strip, reverse=True):
        if size[box] <= TWIG and box in users:
            moved[box] = min(moved[one] for one in users[box])
    return moved


def _strips(middles: Sequence[float], widths: Sequence[float], ways: Sequence[tuple[float, float, int]]) -> list[int]:
    """For each box the strip in which it stands. A strip ends between two layers, where the fewest roads cross."""
    frames = sorted((middle - width / 2, middle + width / 2) for middle, width in zip(middles, widths, strict=True))
    gaps, reached = list[float](), frames[0][1]
    for left, right in frames[1:]:
        if left > reached:
            gaps.append((left + reached) / 2)
        reached = max(reached, right)
    ends, start = list[float](), frames[0][0]
    while reached - start > PAGE:
        allowed = [gap for gap in gaps if start + LEAST * PAGE <= gap <= start + PAGE] or [gap for gap in gaps if gap > start + LEAST * PAGE][:1]
        if not allowed:
            break
        start = min(allowed, key=lambda gap: (_crossing(gap, ways), -gap))
        ends.append(start)
    return [sum(end < middle for end in ends) for middle in middles]


def _crossing(gap: float, ways: Sequence[tuple[float, float, int]]) -> int:
    """How many boxes before a gap have a road beyond it; a way is from where to where, and from which box."""
    return len({box for start, end, box in ways if start < gap < end})
