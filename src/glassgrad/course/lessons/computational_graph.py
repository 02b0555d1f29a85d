"""Lesson 8, the computational graph: forward, backward, two paths that add up; and what gradients cost, measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import glassgrad as gg
from glassgrad.draw import draw
from glassgrad.explain.blocks import Aside, Block, Figure, Heading, Table
from glassgrad.graph import Kind, Node, pages
from glassgrad.nn.settings import Setting
from glassgrad.readers import Values, evaluate, gradients
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from ..corrected import corrected
from ..inside import inside
from ..lesson import Lesson
from ..measuring import chains, counted_part, timed_part
from ..pictures import drawn
from ..trying import TryIt, change, other, try_it
from ..words import about, cells, heads

MOVE, MOST = 1.0, 1000.0
Numbers = dict[Node | str, float]


def _tell(*, a: float, b: float, c: float, largest_nodes: int, largest_parameters: int, times: int) -> Iterator[Block | TryIt]:
    result = _graph()
    given: Numbers = {"a": a, "b": b, "c": c}
    yield Aside(
        (
            (
                "A formula is a recipe: first this, then that. Written down as a graph, each operation is a node, and an arrow leads from what goes "
                "in to what uses it. "
                "The graph is all that is needed, to compute the formula forward and to differentiate it backward."
            ),
        )
    )
    yield Heading(("The graph of (a + b)·(b − c)",))
    yield drawn(draw(result, gradients=False), caption=("Arrows lead from what goes in to what uses it. Two of them leave b.",))
    yield _nodes(result, evaluate(result, given))
    yield from inside(gg.explain(result, given))
    yield from _two_paths(result, given)
    yield from _lettering()
    yield Heading(("What gradients cost: N + P, or N × P",))
    yield from _cost(largest_nodes, largest_parameters, times=times)
    yield try_it(
        change("b is in both factors: watch both", b=b + 1 if b + 1 <= MOST else b - 1),
        change("b − c = 0: which gradients are 0?", c=b),
        change("which column stays?", largest_parameters=max(1000, largest_parameters // 10)),
        other('glassgrad explain "(a+b)*(b-c) + b" a=1 b=2 c=3', "b with a third path"),
    )


def _graph() -> Node:
    a, b, c = (pages.variable(shape=(), name=name) for name in "abc")
    return ((a + b).named("d") * (b - c).named("e")).named("y")


def _nodes(result: Node, values: Values) -> Table:
    nodes = sorted((node for node in values if node.name), key=lambda node: node.serial)
    users = {node: [one.name for one in nodes if node in one.inputs] for node in nodes}

    def row(node: Node) -> tuple[str, ...]:
        return (
            node.name,
            node.op.name if node.op.kind is not Kind.LEAF else "given",
            ", ".join(one.name for one in node.inputs) or "–",
            ", ".join(users[node]) or "–",
        )

    return Table(heads("node", "operation", "goes in", "is used by"), tuple(cells(*row(node)) for node in nodes))


def _two_paths(result: Node, given: Numbers) -> Iterator[Block]:
    found = gradients(result, ["b"])
    (leaf,) = found.wanted
    paths = sorted(found.paths[leaf], key=lambda path: path.through.serial)
    values = evaluate([result, found[leaf], *(path.contribution for path in paths)], given)
    yield Heading(("Two paths from b to y",), level=3)
    yield Aside(("b is used twice, so a change of b reaches y along two paths. What comes back along each is added up:",))
    rows = [cells(path.through.name, values[path.contribution]) for path in paths]
    yield Table(heads("path through", "comes back"), (*rows, cells("together", values[found[leaf]])))
    yield _with_gradients(result, given)
    moved = evaluate(result, {**given, "b": given["b"] + MOVE})[result]
    back = evaluate(result, {**given, "b": given["b"] - MOVE})[result]
    yield Aside(
        (
            "A check without any rule: with b larger by 1, y is ",
            plain_number(moved),
            "; with b smaller by 1, it is ",
            plain_number(back),
            ". The slope between is half the difference, ",
            plain_number((moved - back) / (2 * MOVE)),
            ". ",
            *_one_path_alone({path.through.name: float(values[path.contribution]) for path in paths}),
        )
    )


def _with_gradients(result: Node, given: Numbers) -> Figure:
    """The graph with its values, and the gradients on their way back."""
    caption = "Solid arrows go forward, dashed ones back; beside each ∂ stands how y changes with it. Two dashed arrows meet at b: they add up."
    return drawn(draw(result, given), caption=(caption,))


def _one_path_alone(comes_back: Mapping[str, float]) -> Words:
    """What is left where one of the two paths is forgotten: what comes back along the other."""
    (one, first), (other, second) = comes_back.items()
    if first and second:
        return ("Whoever leaves out one of the paths gets ", plain_number(first), " or ", plain_number(second), " instead.")
    if not (first or second):
        return ("With these numbers nothing comes back along either path, so a forgotten one is not seen.",)
    silent, speaking = (other, one) if first else (one, other)
    return (f"Whoever leaves out the path through {speaking} gets 0 instead; the one through {silent} adds nothing here, so that it is forgotten is not seen.",)


def _lettering() -> Iterator[Block]:
    yield Heading(("A correction to the printed course: letters",))
    yield from corrected(
        printed=("The result is y in the formula, and f in the text under the picture.",),
        true=("It is one quantity, and has one letter: y, here and everywhere in this lesson.",),
        why=("∂y/∂b and ∂f/∂b would look like two gradients. A letter stands for one thing, or a reader cannot check anything.",),
    )


def _cost(nodes: int, parameters: int, *, times: int) -> Iterator[Block]:
    yield Aside(
        (
            (
                "A graph has N nodes and P parameters. To find all gradients one can move each parameter a little and make a forward pass each time: "
                "about N × P pieces of work. "
                "Or one can walk backward once, and pass every node and every parameter: about N + P."
            ),
        )
    )
    yield Aside(("That is easily said. Here it is measured, on chains of products and tanh that grow in length and in parameters.",))
    sizes = chains(nodes, parameters)
    yield from counted_part(sizes)
    if times:
        yield from timed_part(sizes)
    yield from _honestly(sizes[-1].cost.nodes, sizes[-1].parameters)


def _honestly(nodes: tuple[int, int], parameters: int) -> Iterator[Block]:
    forward, backward = nodes
    both = forward + backward
    yield Aside(
        (
            (
                "So “N + P” is a rough count, and no more. A backward pass computes a few nodes for each node of the forward pass "
                f"(here {about(backward / forward)}), which makes {both:,} in all, where N + P is {forward + parameters:,}. What holds in general: "
                f"all gradients together cost a small multiple of one forward pass. Moved one at a time, the parameters would cost {parameters:,} of them."
            ),
        )
    )


computational_graph = Lesson(
    number=8,
    name="computational_graph",
    title="The computational graph, and what gradients cost",
    says="(a + b)·(b − c) forward and backward; then backpropagation against one pass per parameter, counted and timed.",
    parameters={
        "a": Setting(default=1.0, says="the value of a", least=-MOST, most=MOST),
        "b": Setting(default=2.0, says="the value of b", least=-MOST, most=MOST),
        "c": Setting(default=3.0, says="the value of c", least=-MOST, most=MOST),
        "largest_nodes": Setting(default=10_000, says="nodes N of the largest graph", least=100, most=20_000, whole=True),
        "largest_parameters": Setting(default=100_000, says="parameters P of the largest graph", least=100, most=1_000_000, whole=True),
        "times": Setting(default=1, says="1 measures times too, 0 only counts", least=0, most=1, whole=True),
    },
    tell=_tell,
)
