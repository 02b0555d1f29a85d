"""The workbench: what is known about the nodes while a graph is simplified, and how a new one is made."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from glassgrad.graph import Kind, Node, Op, Shape, is_constant, pages
from glassgrad.readers.likeness import fingerprint, only_stretches, origins, settings_of


@dataclass(frozen=True, slots=True)
class Law:
    """A way to write one operation more simply, the operations to which it can apply at all, and what it does, in words."""

    applies: Callable[[Op], bool]
    rewrite: Callable[[Workbench, Node], Node | None]
    does: str


@dataclass(frozen=True, slots=True)
class Part:
    """A chain of one operation, such as `2·x·y`, seen as its number and the rest; `first`: the number is written first."""

    op: Op
    number: float
    rest: Node | None
    first: bool = True


@dataclass(frozen=True, eq=False)
class Workbench:
    """What is known while a graph is simplified.

    `shared` finds the node that already computes a thing; `before` are the nodes of that graph; `numbers` the one number that all entries of a node are;
    `parts` the number in a chain; `kept` the nodes without a name that no law may look into; `taken_over` nodes made on
    the way → the node, met later, that computes the same and was there before or has a name.
    """

    laws: tuple[Law, ...]
    exact: bool
    kept: set[Node] = field(default_factory=set)
    before: frozenset[Node] = frozenset()
    shared: dict[Hashable, Node] = field(default_factory=dict)
    numbers: dict[Node, float] = field(default_factory=dict)
    parts: dict[Node, Part] = field(default_factory=dict)
    taken_over: dict[Node, Node] = field(default_factory=dict)
    chosen: dict[Op, tuple[Law, ...]] = field(default_factory=dict)

    def opaque(self, node: Node) -> bool:
        """Whether a node stands for itself: a name is a quantity, whatever it is made of."""
        return bool(node.name) or node in self.kept


def simplest(bench: Workbench, node: Node) -> Node:
    """The simplest node that computes the same, given that the inputs are as simple as they can be."""
    op = node.op
    if op not in bench.chosen:
        bench.chosen[op] = tuple(law for law in bench.laws if law.applies(op))
    for law in bench.chosen[op]:
        found = law.rewrite(bench, node)
        if found is not None:
            return found
    return node


def built(bench: Workbench, op: Op, *inputs: Node, settings: Mapping[str, Any] | None = None) -> Node:
    """The simplest node for an operation on simple inputs."""
    return share(bench, simplest(bench, op(*inputs, **(settings or {}))))


def constant(bench: Workbench, number: float, shape: Shape = ()) -> Node:
    """A number, repeated to a shape."""
    return stretched(bench, share(bench, pages.constant(value=float(number))), shape)


def stretched(bench: Workbench, node: Node, shape: Shape) -> Node:
    """A node repeated to a shape, or itself if it has that shape."""
    return node if node.shape == shape else built(bench, pages.broadcast, node, settings={"shape": shape})


def share(bench: Workbench, node: Node) -> Node:
    """The node that already computes this, if there is one; otherwise this one, now known."""
    key = likeness(bench, node)
    known = bench.shared.get(key)
    if known is not None and (known.name or known in bench.before or node not in bench.before):
        return known
    bench.shared[key] = node
    if known is not None:
        bench.taken_over[known] = node
    if not bench.opaque(node):
        number = number_of(bench, node)
        if number is not None:
            bench.numbers[node] = number
        if not bench.exact:
            _note_part(bench, node)
    return node


def likeness(bench: Workbench, node: Node) -> Hashable:
    """Equal for nodes that are the same computation."""
    inputs = node.inputs
    if node.op.kind is Kind.LEAF:
        return (node.op, fingerprint(node.settings["value"]), node.name) if is_constant(node) else node
    # Which of two not-a-numbers a sum passes on depends on the order, so that bit for bit the order counts.
    if node.op.algebra.commutes and not bench.exact and len(inputs) == 2 and inputs[0].serial > inputs[1].serial:
        inputs = inputs[::-1]
    return node.op, inputs, settings_of(node)


def number_of(bench: Workbench, node: Node) -> float | None:
    """The number that every entry of a constant, or of a rearrangement of such, is."""
    if is_constant(node):
        return _one_number(node.settings["value"])
    if node.op.kind is not Kind.REARRANGEMENT:
        return None
    numbers = [bench.numbers.get(one) for one in node.inputs]
    if numbers[0] is None or len(set(map(fingerprint, numbers))) != 1:
        return None
    return numbers[0] if fingerprint(numbers[0]) == fingerprint(0.0) or adds_no_zeros(node) else None


def _one_number(value: Any) -> float | None:
    if isinstance(value, float):
        return value
    entries = np.asarray(value, dtype=np.float64)
    if entries.size == 0:
        return None
    first = entries.flat[0]
    return float(first) if bool((entries == first).all() and (np.signbit(entries) == np.signbit(first)).all()) else None


def adds_no_zeros(node: Node) -> bool:
    """Whether every entry of a rearrangement is an entry of its inputs."""
    return only_stretches(node) or bool(origins(node.op, node.settings, *[one.shape for one in node.inputs]).all())


def part_of(bench: Workbench, op: Op, node: Node) -> Part | None:
    """The number in a chain of `op`, if it has one."""
    if node in bench.numbers:
        return Part(op, bench.numbers[node], None)
    part = bench.parts.get(node)
    return part if part is not None and part.op is op else None


def _note_part(bench: Workbench, node: Node) -> None:
    laws = node.op.algebra
    if laws.undoes:
        _note_what_is_taken_away(bench, node)
    if not (laws.associates and laws.commutes) or len(node.inputs) != 2:
        return
    a, b = (part_of(bench, node.op, one) for one in node.inputs)
    if a is not None and b is None:
        bench.parts[node] = Part(node.op, a.number, _joined(bench, node, a.rest, node.inputs[1]), a.first)
    elif b is not None and a is None:
        # Written last, the number of `x + 1` stays last; inside a longer chain it goes where the chain has it.
        bench.parts[node] = Part(node.op, b.number, _joined(bench, node, node.inputs[0], b.rest), b.first and b.rest is not None)


def _note_what_is_taken_away(bench: Workbench, node: Node) -> None:
    """`x − 2` is the chain x + (−2)."""
    done = pages[node.op.algebra.undoes]
    number = bench.numbers.get(node.inputs[1])
    if done.algebra.inverse and number is not None:
        bench.parts[node] = Part(done, -number, node.inputs[0], first=False)


def _joined(bench: Workbench, node: Node, a: Node | None, b: Node | None) -> Node | None:
    if a is None or b is None:
        return b if a is None else a
    return share(bench, node.op(a, b))
