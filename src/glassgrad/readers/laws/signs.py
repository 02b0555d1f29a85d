"""The laws of signs and of taking away: a + (−b) is a − b, (−a)·b is −(a·b), and two of the same are twice that."""

from __future__ import annotations

from glassgrad.graph import Kind, Node, Op, pages

from .numbers import chain, is_lost, worked_out
from .words import JOINS, SETS_SIGNS, WORKS_OUT
from .workbench import Law, Part, Workbench, built, constant, part_of, stretched


def without_sign(bench: Workbench, turn: Op, node: Node) -> Node | None:
    """What is left of −x, −2 or −2·x when the sign is taken off; None if there is none, or it may not be looked at."""
    if bench.opaque(node):
        return None
    if node.op is turn:
        return node.inputs[0]
    number, part = bench.numbers.get(node), bench.parts.get(node)
    if number is not None:
        return stretched(bench, constant(bench, -number), node.shape) if number < 0 else None
    if part is None or part.number >= 0 or not part.op.algebra.odd or pages[part.op.algebra.odd] is not turn:
        return None
    return stretched(bench, chain(bench, Part(part.op, -part.number, part.rest, part.first)), node.shape)


def adds_a_negative(bench: Workbench, node: Node) -> Node | None:
    """Adding an inverse takes away: a + (−b) is a − b."""
    inverse, undo = pages[node.op.algebra.inverse], pages[node.op.algebra.undone_by]
    a, b = node.inputs
    taken = without_sign(bench, inverse, b)
    if taken is not None:
        return built(bench, undo, a, taken)
    taken = without_sign(bench, inverse, a)
    return None if taken is None else built(bench, undo, b, taken)


def takes_a_negative_away(bench: Workbench, node: Node) -> Node | None:
    """Taking an inverse away adds: a − (−b) is a + b; and what is taken from nothing is an inverse: 0 − b is −b."""
    done = pages[node.op.algebra.undoes]
    if not done.algebra.inverse:
        return None
    a, b = node.inputs
    inverse = pages[done.algebra.inverse]
    given = without_sign(bench, inverse, b)
    if given is not None:
        return built(bench, done, a, given)
    return stretched(bench, built(bench, inverse, b), node.shape) if bench.numbers.get(a) == done.algebra.neutral else None


def number_taken_away_meets(bench: Workbench, node: Node) -> Node | None:
    """A number that is taken away meets the number in a chain: (x + 3) − 1 is x + 2, (2·x) / 4 is 0.5·x."""
    number = bench.numbers.get(node.inputs[1])
    done = pages[node.op.algebra.undoes]
    part = part_of(bench, done, node.inputs[0])
    if number is None or part is None or part.rest is None:
        return None
    together = worked_out(node.op, part.number, number)
    if together is None or is_lost(done, together, part.number):
        return None
    return stretched(bench, chain(bench, Part(part.op, together, part.rest, part.first)), node.shape)


def sign_comes_out(bench: Workbench, node: Node) -> Node | None:
    """The sign of a factor is the sign of the product: (−a)·b is −(a·b), and (−1)·b is −b."""
    turn = pages[node.op.algebra.odd]
    for position, one in enumerate(node.inputs):
        other = node.inputs[1 - position]
        if one.op is turn and not bench.opaque(one):
            pair = (one.inputs[0], other) if position == 0 else (other, one.inputs[0])
            return built(bench, turn, built(bench, node.op, *pair))
        neutral = node.op.algebra.neutral
        if neutral is not None and bench.numbers.get(one) == -neutral and (position == 1 or node.op.algebra.side == "both"):
            return stretched(bench, built(bench, turn, other), node.shape)
    return None


def sign_goes_in(bench: Workbench, node: Node) -> Node | None:
    """A sign before a difference turns it round, −(a − b) is b − a; before a number it goes with it, −(2·x) is (−2)·x."""
    (one,) = node.inputs
    if bench.opaque(one):
        return None
    if one.op.algebra.undoes and _inverse_of(one.op) is node.op:
        return built(bench, one.op, *reversed(one.inputs))
    part = bench.parts.get(one)
    if part is None or not part.op.algebra.odd or pages[part.op.algebra.odd] is not node.op:
        return None
    return stretched(bench, chain(bench, Part(part.op, -part.number, part.rest, part.first)), node.shape)


def _inverse_of(undo: Op) -> Op | None:
    inverse = pages[undo.algebra.undoes].algebra.inverse
    return pages[inverse] if inverse else None


def like_terms(bench: Workbench, node: Node) -> Node | None:
    """So many of a thing and so many more: x + x is 2·x, 3·x − x is 2·x."""
    times = pages[node.op.algebra.repeats]
    a, b = (part_of(bench, times, one) or Part(times, 1.0, one) for one in node.inputs)
    if a.rest is None or b.rest is None or bench.taken_over.get(a.rest, a.rest) is not bench.taken_over.get(b.rest, b.rest):
        return None
    together = worked_out(node.op, a.number, b.number)
    return None if together is None else stretched(bench, chain(bench, Part(times, together, a.rest)), node.shape)


SIGNS = (
    Law(lambda op: bool(op.algebra.undoes), number_taken_away_meets, WORKS_OUT),
    Law(lambda op: bool(op.algebra.repeats), like_terms, JOINS),
    Law(lambda op: bool(op.algebra.inverse and op.algebra.undone_by), adds_a_negative, SETS_SIGNS),
    Law(lambda op: bool(op.algebra.undoes), takes_a_negative_away, SETS_SIGNS),
    Law(lambda op: bool(op.algebra.odd), sign_comes_out, SETS_SIGNS),
    Law(lambda op: op.kind is Kind.ELEMENTWISE and op.algebra.involution and len(op.slots) == 1, sign_goes_in, SETS_SIGNS),
)
