"""Where the boxes of a graph stand: Graphviz lays them out in layers. The one place that knows it; no `dot` on the machine is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..marks import Point

INCH = 72.0
MANY = 250
"""Boxes from which on the layout is made quickly rather than as well as can be: an edge is a straight line then."""
QUICK = {"splines": "line", "nslimit": "0.5", "nslimit1": "0.5", "mclimit": "0.05", "searchsize": "5"}


@dataclass(frozen=True)
class Layout:
    """Centres of the boxes, and the curves of the edges (a start, then three points for each Bézier piece), from the upper left corner of the picture."""

    centres: tuple[Point, ...]
    curves: tuple[tuple[Point, ...], ...]
    width: float
    height: float


def layered(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]], *, direction: str = "right") -> Layout:
    """Boxes of these sizes in layers, each edge from an earlier layer to a later one; the layers go to the "right" or "down"."""
    from pygraphviz import AGraph

    graph = AGraph(directed=True, strict=False)
    graph.graph_attr.update(rankdir="LR" if direction == "right" else "TB", nodesep="0.3", ranksep="0.75", **(QUICK if len(sizes) > MANY else {}))
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    graph.edge_attr.update(arrowhead="none")
    for place, (width, height) in enumerate(sizes):
        graph.add_node(place, width=f"{width / INCH:.4f}", height=f"{height / INCH:.4f}")
    for place, (start, end) in enumerate(edges):
        graph.add_edge(start, end, key=str(place))
    graph.layout(prog="dot")
    _, _, width, height = map(float, graph.graph_attr["bb"].split(","))
    centres = tuple(_flipped(graph.get_node(place).attr["pos"], height) for place in range(len(sizes)))
    curves = tuple(_curve(graph.get_edge(start, end, key=str(place)).attr["pos"], height) for place, (start, end) in enumerate(edges))
    return Layout(centres, curves, width, height)


def _flipped(written: str, height: float) -> Point:
    x, y = map(float, written.split(","))
    return x, height - y


def _curve(written: str, height: float) -> tuple[Point, ...]:
    """The points of an edge; Graphviz counts upward."""
    return tuple(_flipped(one, height) for one in written.split() if one[0] not in "es")
