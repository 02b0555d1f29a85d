"""`Workings`: a calculation as a person lays it out, one line per quantity, each worked out from those before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from glassgrad.graph import Kind, MissingValueError, Node, ancestors, is_constant, pages
from glassgrad.readers.substitute import substitute

from .quantities import Derivative, Named, Quantity, Updated
from .slopes import derivative_piece
from .splitting import split_activations
from .terms import Piece, Term

CIRCLE = "the formulas go in a circle"


@dataclass(eq=False)
class Workings:
    """How each quantity is worked out. In every formula a leaf stands for each quantity it is worked out from.

    `formulas` are those of the named quantities, `updates` those of parameters that are updated by a rule of their own; a
    parameter without one moves against its gradient of `loss`, times `rate`. `moved` are the parameters that are updated; any other
    quantity after the update is its formula worked out anew. A name without a formula is given by a number.
    Formulas for derivatives are made when they are asked for. The weighted sum inside an activation, where it has no name,
    is a quantity of its own (see `split_activations`).
    """

    leaves: dict[Quantity, Node]
    formulas: dict[str, Node]
    loss: str = ""
    rate: str = ""
    updates: Mapping[str, Node] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    quantities: dict[Node, Quantity] = field(init=False)
    _pieces: dict[Quantity, Piece | None] = field(init=False, default_factory=dict)
    _orders: dict[Node, list[Node]] = field(init=False, default_factory=dict)
    _mentions: dict[Node, tuple[Quantity, ...]] = field(init=False, default_factory=dict)
    _cones: dict[str, frozenset[str]] = field(init=False, default_factory=dict)
    _making: set[Quantity] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.quantities = {leaf: quantity for quantity, leaf in self.leaves.items()}
        for name in list(self.formulas):
            split_activations(self, name)

    def leaf(self, quantity: Quantity) -> Node:
        """The leaf that stands for a quantity. A derivative, and an updated parameter, has the shape of what it belongs to."""
        if quantity not in self.leaves:
            owner = Named(quantity.by[-1]) if isinstance(quantity, Derivative) else Named(quantity.name)
            shape = () if owner == quantity else self.leaf(owner).shape
            self.enter(quantity, pages.variable(shape=shape))
        return self.leaves[quantity]

    def enter(self, quantity: Quantity, leaf: Node) -> Node:
        """Let a leaf stand for a quantity."""
        self.leaves[quantity], self.quantities[leaf] = leaf, quantity
        return leaf

    def piece(self, quantity: Quantity) -> Piece | None:
        """How a quantity is worked out from others; None for one that is given. Raises: MissingValueError where that goes in a circle."""
        if quantity not in self._pieces:
            if quantity in self._making:
                raise MissingValueError(CIRCLE)
            self._making.add(quantity)
            try:
                self._pieces[quantity] = self._made(quantity)
            finally:
                self._making.discard(quantity)
        return self._pieces[quantity]

    def _made(self, quantity: Quantity) -> Piece | None:
        if isinstance(quantity, Derivative):
            return derivative_piece(self, quantity)
        formula = self.formulas.get(quantity.name) if isinstance(quantity, Named) else self._update(quantity)
        return None if formula is None else Piece(quantity, (Term(formula),), formula)

    def _update(self, quantity: Updated) -> Node | None:
        if quantity.name in self.updates:
            return self.updates[quantity.name]
        if quantity.name in self.formulas:
            return self._again(quantity.name)
        if not self.rate or quantity.name not in self.cone(self.loss):
            return None
        gradient = self.leaf(Derivative(self.loss, (quantity.name,)))
        return self.leaf(Named(quantity.name)) - self.leaf(Named(self.rate)) * gradient

    def _again(self, name: str) -> Node:
        """The formula of a quantity worked out anew, with the parameters that were moved."""
        formula = self.formulas[name]
        fresh = [one for one in self.mentions(formula) if isinstance(one, Named) and not self.moved.isdisjoint(self.cone(one.name))]
        return substitute(formula, {self.leaf(one): self.leaf(Updated(one.name)) for one in fresh})[formula]

    def order(self, formula: Node) -> list[Node]:
        """The nodes of a formula, oldest first."""
        if formula not in self._orders:
            self._orders[formula] = ancestors([formula])
        return self._orders[formula]

    def mentions(self, formula: Node) -> tuple[Quantity, ...]:
        """The quantities that a formula is worked out from, in the order in which they came to be."""
        if formula not in self._mentions:
            leaves = (node for node in self.order(formula) if node.op.kind is Kind.LEAF and not is_constant(node))
            self._mentions[formula] = tuple(self.quantities[leaf] for leaf in leaves)
        return self._mentions[formula]

    def cone(self, name: str) -> frozenset[str]:
        """The named quantities that this one is worked out from, however indirectly, and itself."""
        if name not in self._cones:
            found, waiting = {name}, [name]
            while waiting:
                formula = self.formulas.get(waiting.pop())
                fresh = {one.name for one in self.mentions(formula) if isinstance(one, Named)} - found if formula is not None else set()
                found |= fresh
                waiting += fresh
            self._cones[name] = frozenset(found)
        return self._cones[name]

    def behind(self, quantity: Quantity, *, stop: Iterable[Quantity] = ()) -> list[Quantity]:
        """The quantity and everything it is worked out from, the nearest first; nothing behind those in `stop` is looked for."""
        found, waiting, ends = dict.fromkeys([quantity]), [quantity], set(stop)
        while waiting:
            piece = self.piece(waiting.pop(0))
            fresh = [one for one in self.mentions(piece.formula) if one not in found] if piece else []
            found.update(dict.fromkeys(fresh))
            waiting += [one for one in fresh if one not in ends]
        return list(found)

    def users(self, name: str) -> list[str]:
        """The named quantities in whose formula this one stands, in their order."""
        return [user for user, formula in self.formulas.items() if Named(name) in self.mentions(formula)]

    def define(self, name: str, formula: Node) -> None:
        """Give a name another formula; everything that was made of the old one is forgotten."""
        self.formulas[name] = formula
        split_activations(self, name)
        self._pieces.clear()
        self._cones.clear()
