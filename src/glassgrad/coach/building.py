"""`build`: a piece of a sheet as a node over the leaves that stand for its quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from glassgrad.graph import ExpressionError, Node, Op, ShapeError, pages
from glassgrad.graph.dictionary import written
from glassgrad.readers import simplify
from glassgrad.readers.parsing.functions import function_words
from glassgrad.readers.substitute import substitute

from .folding import fold, is_number, numbers_of, walk
from .losses_by_word import conventions
from .products import check_pairing, product
from .quantities import Named, Quantity
from .reading.context import OUTER
from .reading.tree import Array, At, Called, Indexed, Literal, Mention, Operated, Tree
from .recognising import recognised

MEAN = "mean"
PRODUCTS = ("*", "·", "@", "⊙")


@dataclass(eq=False)
class Builder:
    """What nodes are made from: `leaf_of` gives the leaf of a quantity, or raises an error that says why there is none.

    `formula_of` gives the formula of a quantity down to the arguments it was defined with, for f(3).
    With `apart`, written numbers become leaves of their own, kept in `numbers`, so that one can ask how much each matters.
    """

    leaf_of: Callable[[Quantity], Node]
    formula_of: Callable[[Quantity, Sequence[str]], Node] | None = None
    apart: bool = False
    numbers: dict[Node, Literal] = field(default_factory=dict)
    _averaged: set[int] = field(default_factory=set)

    def build(self, tree: Tree) -> Node:
        """The node of a tree. Raises: ExpressionError, ShapeError with what is wrong in it."""
        self._averaged = {id(part) for one in walk(tree) if isinstance(one, Called) and one.word == MEAN for part in walk(one)}
        return recognised(fold(tree, self._combine))

    def _combine(self, tree: Tree, parts: list[Node]) -> Node:
        if isinstance(tree, Literal):
            return self._literal(tree)
        if isinstance(tree, Mention):
            return self.leaf_of(tree.quantity)
        if isinstance(tree, Array):
            return self._array(tree, parts)
        if isinstance(tree, Indexed):
            return pages.slice(parts[0], key=tree.index)
        if isinstance(tree, At):
            return self._at(tree, parts)
        if isinstance(tree, Called):
            return _called(tree, parts)
        # Inside a mean, two vectors side by side are multiplied entry by entry: their sum of products would not be averaged.
        entry_by_entry = id(tree) in self._averaged and tree.sign == "·" and len(parts) == 2 and all(len(part.shape) == 1 for part in parts)
        return _operated(replace(tree, sign="⊙") if entry_by_entry else tree, parts)

    def _literal(self, tree: Literal) -> Node:
        if not self.apart:
            return pages.constant(value=tree.value)
        leaf = pages.variable(shape=())
        self.numbers[leaf] = tree
        return leaf

    def _array(self, tree: Array, parts: list[Node]) -> Node:
        if not self.apart and is_number(tree):
            return pages.constant(value=numbers_of(tree))
        if len({part.shape for part in parts}) > 1:
            raise ShapeError("the rows of this array differ in length; every row must hold the same number of entries")
        return pages.concatenate(*(pages.reshape(part, shape=(1, *part.shape)) for part in parts), axis=0)

    def _at(self, tree: At, parts: list[Node]) -> Node:
        if self.formula_of is None:
            raise ExpressionError("a function at a point cannot stand here")
        formula = self.formula_of(tree.quantity, tree.names)
        return substitute(formula, {self.leaf_of(Named(name)): part for name, part in zip(tree.names, parts, strict=True)})[formula]


def _operated(tree: Operated, parts: list[Node]) -> Node:
    if tree.sign in PRODUCTS:
        rows = [_is_row(part, node) for part, node in zip(tree.parts, parts, strict=True)]
        return product(tree.sign, parts[0], parts[1], left_is_row=rows[0], right_is_row=rows[1])
    if tree.sign == "T":
        return parts[0].T if len(parts[0].shape) > 1 else parts[0]
    if tree.sign in ("neg", "abs"):
        return written("-x" if tree.sign == "neg" else "|x|")(parts[0])
    if len(parts) == 2 and all(part.shape for part in parts):
        check_pairing(*parts)
    return written(tree.sign)(*parts)


def _is_row(tree: Tree, node: Node) -> bool:
    return isinstance(tree, Operated) and tree.sign == "T" and len(node.shape) == 1


def _called(tree: Called, parts: list[Node]) -> Node:
    by_word = conventions(tree.word, parts)
    if by_word:
        return next(iter(by_word.values()))
    if tree.word == OUTER and len(parts) == 2:
        return product("·", parts[0], parts[1], right_is_row=True)
    page = _page(tree.word, len(parts))
    if not tree.primes:
        return page(*parts)
    if len(parts) != 1 or tree.primes > 1:
        raise ExpressionError(f"{tree.word}{'′' * tree.primes} is not known here; one stroke, for a function of one number, is")
    return _slope(page, parts[0])


def _page(word: str, count: int) -> Op:
    """The page that a word means for so many inputs."""
    candidates = function_words().get(word, ())
    for page in candidates:
        if page.variadic or len(page.slots) == count:
            return page
    raise ExpressionError(f"{word} of {count} numbers is not known; " + (f"it takes {len(candidates[0].slots)}" if candidates else "no function has this name"))


def _slope(page: Op, at: Node) -> Node:
    """The derivative of a function of one number, entry by entry."""
    whole = page(at)
    start = pages.broadcast(pages.constant(value=1.0), shape=at.shape) if at.shape else pages.constant(value=1.0)
    slope = page.derivative(start, whole, at)[0]
    return pages.constant(value=0.0) if slope is None else simplify(slope)
