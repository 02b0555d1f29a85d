"""Formulas for derivatives, as one works by hand: what came back to each user of a quantity, times how much that moves with it."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from glassgrad.graph import Kind, Node, ShapeError, pages, say_shape
from glassgrad.readers import gradients, simplify
from glassgrad.readers.substitute import substitute
from glassgrad.readers.tidy import tidy

from .quantities import Derivative, Named, Quantity, Updated
from .terms import Piece, Term

if TYPE_CHECKING:
    from .workings import Workings


def derivative_piece(work: Workings, quantity: Derivative) -> Piece:
    """The sum over the paths that lead back from `of` to the quantity; for higher derivatives, one formula.

    Raises: ShapeError for the derivative of an array by something that is not its entry-by-entry input.
    """
    if len(quantity.by) > 1 or _feeds_back(work, quantity):
        return _whole(work, quantity)
    of, (by,) = quantity.of, quantity.by
    if of == by:
        return _constant(work, quantity, 1.0)
    terms = tuple(_term(work, of, user, by) for user in work.users(by) if user in work.cone(of))
    if not terms:
        return _constant(work, quantity, 0.0)
    return Piece(quantity, terms, _neat(reduce(add, (term.node for term in terms))) if len(terms) == 1 else reduce(add, (term.node for term in terms)))


def _constant(work: Workings, quantity: Derivative, value: float) -> Piece:
    shape = work.leaf(Named(quantity.by[0])).shape
    node = pages.constant(value=value)
    node = pages.broadcast(node, shape=shape) if shape else node
    return Piece(quantity, (Term(node),), node)


def _term(work: Workings, of: str, user: str, by: str) -> Term:
    """What comes back to `by` through `user`."""
    upstream = None if user == of else work.leaf(Derivative(of, (user,)))
    formula, leaf = work.formulas[user], work.leaf(Named(by))
    flow = upstream if upstream is not None else _start(work, of, by)
    slope = gradients(formula, leaf, upstream=flow)[leaf]
    # The rules of some pages quote their output: σ′ = a·(1 − a). It has a name here, and a hand calculation quotes it by that.
    if formula.op.kind is not Kind.LEAF:
        slope = substitute(slope, {formula: work.leaf(Named(user))})[slope]
    return Term(_neat(slope), user, upstream)


def _start(work: Workings, of: str, by: str) -> Node | None:
    """The derivative of a quantity by itself: 1; for an array, 1 for every entry."""
    shape = work.leaf(Named(of)).shape
    if shape == ():
        return None
    if not _entry_by_entry(work, of, by):
        where = f"{of} has the shape {say_shape(shape)}, {by} the shape {say_shape(work.leaf(Named(by)).shape)}"
        raise ShapeError(f"{where}: their derivative is a table of slopes, one for every pair of entries; derive a single number, or name the entries")
    return pages.broadcast(pages.constant(value=1.0), shape=shape)


def _entry_by_entry(work: Workings, of: str, by: str) -> bool:
    """Whether every entry of `of` depends on the same entry of `by` only."""
    leaf = work.leaf(Named(by))
    if leaf.shape != work.leaf(Named(of)).shape:
        return False
    reached = {leaf}
    for node in work.order(work.formulas[of]):
        if any(one in reached for one in node.inputs):
            if node.op.kind is not Kind.ELEMENTWISE:
                return False
            reached.add(node)
    return True


def _feeds_back(work: Workings, quantity: Derivative) -> bool:
    """Whether a formula on the way quotes a derivative or an updated parameter, which themselves change with the quantity."""
    (by,) = quantity.by
    quoted = (one for name in work.cone(quantity.of) if name in work.formulas for one in work.mentions(work.formulas[name]))
    return any(by in work.cone(name) for one in quoted if not isinstance(one, Named) for name in _roots(one, work))


def _roots(quantity: Derivative | Updated, work: Workings) -> tuple[str, ...]:
    """The names whose formulas a derivative, or an updated parameter, is made of."""
    return (quantity.of, *quantity.by) if isinstance(quantity, Derivative) else (quantity.name, work.rate, work.loss)


def _whole(work: Workings, quantity: Derivative) -> Piece:
    """One formula down to the quantities derived by, and to what is given."""
    ends = {Named(name) for name in quantity.by}
    found = composed(work, Named(quantity.of), ends)
    for name in quantity.by:
        leaf = work.leaf(Named(name))
        found = gradients(found, leaf)[leaf]
    found = _neat(found)
    return Piece(quantity, (Term(found),), found)


def composed(work: Workings, quantity: Quantity, ends: set[Named]) -> Node:
    """The formula of a quantity with those of all others put in, down to `ends` and to what is given."""
    made: dict[Quantity, Node] = {}
    for one in reversed(work.behind(quantity, stop=ends)):
        made.setdefault(one, work.leaf(one))
    waiting = [quantity]
    done: dict[Quantity, Node] = {one: work.leaf(one) for one in made if one in ends or work.piece(one) is None}
    while waiting:
        one = waiting[-1]
        piece = work.piece(one)
        missing = [other for other in work.mentions(piece.formula) if other not in done] if piece and one not in done else []
        if missing:
            waiting += missing
            continue
        waiting.pop()
        if one not in done and piece is not None:
            done[one] = substitute(piece.formula, {work.leaf(other): done[other] for other in work.mentions(piece.formula)})[piece.formula]
    return done[quantity]


def _neat(node: Node) -> Node:
    return tidy(simplify(node))
