"""Where the boxes of a graph stand: Graphviz lays them out in layers from left to right. The one place that knows it; no `dot` on the machine is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..marks import Point

Size = tuple[float, float]
Curve = tuple[Point, ...]
"""The points of a line of Bézier pieces: a start, then three for each piece."""

INCH = 72.0
BESIDE, BEFORE = 22.0, 52.0
"""Room between the boxes of a layer, and between layers."""
SPINE = "8"
"""How much straighter than others an edge from the deepest of a box's inputs is."""
MANY = 400
"""Boxes from which on Graphviz looks less long for the best places."""
QUICK = {"nslimit": "0.5", "nslimit1": "0.5", "mclimit": "0.05", "searchsize": "5"}


@dataclass(frozen=True)
class Edge:
    """From one box to another, by their places."""

    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """Centres of the boxes, and for each edge a curve that meets no box, from the upper left corner."""

    centres: tuple[Point, ...]
    curves: tuple[Curve, ...]
    width: float
    height: float


def layered(sizes: Sequence[Size], edges: Sequence[Edge]) -> Layout:
    """Boxes of these sizes in layers, each edge from the right side of a box to the left side of one in a later layer."""
    from pygraphviz import AGraph

    graph = AGraph(directed=True, strict=False)
    graph.graph_attr.update(rankdir="LR", nodesep=_inches(BESIDE), ranksep=_inches(BEFORE), **(QUICK if len(sizes) > MANY else {}))
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    graph.edge_attr.update(arrowhead="none", tailport="e", headport="w")
    for place, (width, height) in enumerate(sizes):
        graph.add_node(place, width=_inches(width), height=_inches(height))
    for place, (edge, straight) in enumerate(zip(edges, _spines(len(sizes), edges), strict=True)):
        graph.add_edge(edge.start, edge.end, key=str(place), weight=SPINE if straight else "1")
    graph.layout(prog="dot")
    _, _, width, height = map(float, graph.graph_attr["bb"].split(","))
    centres = tuple(_point(graph.get_node(place).attr["pos"], height) for place in range(len(sizes)))
    written = (graph.get_edge(edge.start, edge.end, key=str(place)).attr["pos"] for place, edge in enumerate(edges))
    curves = tuple(tuple(_point(one, height) for one in points.split() if one[0] not in "es") for points in written)
    return Layout(centres, curves, width, height)


def depths(count: int, edges: Sequence[Edge]) -> list[int]:
    """The layer of each box: how many edges lead to it on the longest way. Edges lead from earlier boxes to later ones."""
    depth = [0] * count
    for edge in sorted(edges, key=lambda one: one.end):
        depth[edge.end] = max(depth[edge.end], depth[edge.start] + 1)
    return depth


def layers(count: int, edges: Sequence[Edge]) -> list[int]:
    """About the layer in which each box will stand: as near as it can to the boxes that use it."""
    layer = depths(count, edges)
    near = [max(layer, default=0)] * count
    used = {edge.start for edge in edges}
    for box in range(count):
        if box not in used:
            near[box] = layer[box]
    for edge in sorted(edges, key=lambda one: -one.start):
        near[edge.start] = min(near[edge.start], near[edge.end] - 1)
    return near


def _spines(count: int, edges: Sequence[Edge]) -> list[bool]:
    """For each edge whether it comes from the deepest of its box's inputs: the longest way through a graph is to be seen as a straight one."""
    depth, chosen = depths(count, edges), dict[int, int]()
    for place, edge in enumerate(edges):
        if edge.end not in chosen or depth[edge.start] > depth[edges[chosen[edge.end]].start]:
            chosen[edge.end] = place
    return [chosen[edge.end] == place for place, edge in enumerate(edges)]


def _point(written: str, height: float) -> Point:
    """Graphviz counts upward."""
    x, y = map(float, written.split(","))
    return x, height - y


def _inches(length: float) -> str:
    return f"{length / INCH:.4f}"
