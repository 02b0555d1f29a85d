"""What changes with an input, and what only adds: what the rules are chosen by."""

from __future__ import annotations

from glassgrad.graph import Node, Op, is_constant, pages


def moving_with(by: Node, nodes: list[Node]) -> set[Node]:
    """The nodes that change with `by`, among nodes that come oldest first."""
    moving = {by}
    for node in nodes:
        if node not in moving and any(one in moving and leads_back(node, place) for place, one in enumerate(node.inputs)):
            moving.add(node)
    return moving


def leads_back(node: Node, place: int) -> bool:
    """Whether the operation changes smoothly with its input at that place; the condition of a choice does not count."""
    return node.op.derivative(pages.variable(shape=node.shape), node, *node.inputs)[place] is not None


def answers_in_steps(by: Node, nodes: list[Node]) -> bool:
    """Whether something on the way from `by` jumps; otherwise what does not move with `by` is the same everywhere, as x⁰ is."""
    led = {by}
    for node in nodes:
        places = [place for place, one in enumerate(node.inputs) if one in led]
        if places:
            led.add(node)
        if any(_jumps(node, place) for place in places):
            return True
    return False


def _jumps(node: Node, place: int) -> bool:
    """Whether the operation has no slope at that place whatever its other inputs are."""
    inputs = [pages.variable(shape=one.shape) for one in node.inputs]
    whole = node.over(*inputs)
    return whole.op.derivative(pages.variable(shape=whole.shape), whole, *inputs)[place] is None


def is_additive(op: Op) -> bool:
    """Whether an operation adds, takes away or turns the sign: its slope is the same of the slopes."""
    if op.algebra.undoes:
        return bool(pages[op.algebra.undoes].algebra.inverse)
    return bool(op.algebra.inverse) or any(page.algebra.inverse and pages[page.algebra.inverse] is op for page in pages)


def is_quotient(op: Op) -> bool:
    """Whether an operation divides: it undoes a product."""
    return bool(op.algebra.undoes) and bool(pages[op.algebra.undoes].algebra.grows_by)


def is_number(node: Node) -> bool:
    """Whether a node is a number written down without a name."""
    return is_constant(node) and not node.name


def zero() -> Node:
    """The number 0."""
    return pages.constant(value=0.0)


def one() -> Node:
    """The number 1."""
    return pages.constant(value=1.0)
