"""`gradients`: how one number changes with others, as a graph, by walking backward from the end (reverse mode)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from glassgrad.graph import Kind, MissingValueError, Node, SettingError, Shape, ShapeError, ancestors, is_constant, pages, reached_from, say_shape


@dataclass(frozen=True, slots=True)
class Path:
    """One road by which a change of `into` reaches the target: through `through`, which uses it.

    `contribution` is the gradient that comes back along this road, `because` the rule that gave it.
    """

    into: Node
    through: Node
    contribution: Node
    because: str


class Gradients(Mapping[Node, Node]):
    """The gradient of `target` for each variable, as a Node: print it, evaluate it, differentiate it again.

    `paths[node]` are the roads whose contributions were summed, for every node on the way, not only the leaves.
    """

    def __init__(self, target: Node, totals: dict[Node, Node], wanted: tuple[Node, ...], paths: dict[Node, tuple[Path, ...]]) -> None:
        self.target = target
        self.totals = totals
        self.wanted = wanted
        self.paths = paths

    def __getitem__(self, key: Node | str) -> Node:
        if isinstance(key, str):
            found = [node for node in self.wanted if node.name == key]
            if len(found) != 1:
                listed = ", ".join(node.name or repr(node) for node in self.wanted) or "none"
                raise KeyError(
                    f"{key!r} names {len(found) or 'none'} of the variables: {listed}; the gradient for anything else is 0, and is there if wrt= has its node"
                )
            key = found[0]
        return self.totals[key]

    def __iter__(self) -> Iterator[Node]:
        return iter(self.wanted)

    def __len__(self) -> int:
        return len(self.wanted)


def gradients(target: Node, wrt: Node | str | Iterable[Node | str] | None = None, *, upstream: Node | None = None) -> Gradients:
    """The gradient of `target` with respect to each of `wrt`: nodes or names, or one of them (default: every leaf that is not a constant).

    Formula: ∂target/∂x = Σ over the nodes u that use x of ∂target/∂u · ∂u/∂x.   Cost: in proportion to the nodes.
    `upstream` weights the entries of a target that is not a single number.
    Raises: ShapeError for such a target without `upstream`; MissingValueError for a name that is not there, or belongs to several nodes;
    SettingError for what is neither node nor name.

    >>> import glassgrad as gg
    >>> y = gg.parse("(x + 2)**2")
    >>> g = gg.gradients(y)
    >>> float(gg.evaluate(g["x"], x=1.0)[g["x"]])
    6.0
    """
    nodes = ancestors([target])
    wanted = _wanted(nodes, wrt)
    flow = _starting_flow(target, upstream)
    arriving: dict[Node, list[Path]] = {}
    totals: dict[Node, Node] = {target: flow}
    on_the_way = reached_from(wanted, nodes)
    for node in reversed(nodes):
        if node in arriving:
            totals[node] = _total(arriving[node]) if node is not target else flow
        if node in totals and node.op.kind is not Kind.LEAF and node in on_the_way:
            _send_back(node, totals[node], on_the_way, arriving)
    for node in wanted:
        if node not in totals:
            totals[node] = _zeros(node.shape)
    paths = {node: tuple(roads) for node, roads in arriving.items()}
    return Gradients(target, totals, wanted, paths)


def _wanted(nodes: list[Node], wrt: Node | str | Iterable[Node | str] | None) -> tuple[Node, ...]:
    if wrt is None:
        return tuple(node for node in nodes if node.op.kind is Kind.LEAF and not is_constant(node))
    asked = [wrt] if isinstance(wrt, (Node, str)) else list(wrt)
    return tuple(dict.fromkeys(_of_that_name(nodes, one) if isinstance(one, str) else _a_node("wrt", one) for one in asked))


def _of_that_name(nodes: list[Node], name: str) -> Node:
    found = [node for node in nodes if node.name == name]
    if not found:
        names = dict.fromkeys(node.name for node in nodes if node.name)
        raise MissingValueError(f"there is nothing named {name!r} to differentiate by; there are: {', '.join(names) or 'no names'}")
    if len(found) > 1:
        raise MissingValueError(f"{len(found)} nodes are named {name!r}; say by which to differentiate by giving the node itself")
    return found[0]


def _a_node(what: str, given: object) -> Node:
    if not isinstance(given, Node):
        raise SettingError(f"{what} is {given!r:.60}; expected a node" + (", or a name" if what == "wrt" else ""))
    return given


def _starting_flow(target: Node, upstream: Node | None) -> Node:
    if upstream is None:
        if target.shape != ():
            raise ShapeError(
                f"gradients start from a single number, but {target.name or 'the target'} is {say_shape(target.shape)}; "
                "take its sum or mean first, or give upstream="
            )
        return pages.constant(value=1.0)
    if _a_node("upstream", upstream).shape != target.shape:
        raise ShapeError(f"upstream is {say_shape(upstream.shape)}, the target {say_shape(target.shape)}; they must be alike")
    return upstream


def _send_back(node: Node, flow: Node, on_the_way: set[Node], arriving: dict[Node, list[Path]]) -> None:
    for position, (into, contribution) in enumerate(zip(node.inputs, node.op.derivative(flow, node, *node.inputs), strict=True)):
        if contribution is not None and into in on_the_way:
            fitted = sum_to_shape(contribution, into.shape)
            arriving.setdefault(into, []).append(Path(into, node, fitted, node.op.reason(position)))


def _total(roads: list[Path]) -> Node:
    total = roads[0].contribution
    for road in roads[1:]:
        total = total + road.contribution
    return total


def sum_to_shape(node: Node, shape: Shape) -> Node:
    """The node with the entries that broadcasting repeated added up again: the one place that undoes broadcasting."""
    if node.shape == shape:
        return node
    extra = len(node.shape) - len(shape)
    if extra < 0 or any(have != want and want != 1 for have, want in zip(node.shape[max(extra, 0) :], shape, strict=False)):
        return pages.broadcast(node, shape=shape)
    axes = (*range(extra), *(i + extra for i, want in enumerate(shape) if want == 1 and node.shape[i + extra] != 1))
    total = pages.sum(node, axis=axes)
    return total if total.shape == shape else pages.reshape(total, shape=shape)


def _zeros(shape: Shape) -> Node:
    zero = pages.constant(value=0.0)
    return zero if shape == () else pages.broadcast(zero, shape=shape)
