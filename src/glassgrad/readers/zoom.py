"""`zoom`: one single entry of an array, written out in single numbers, whatever it was computed by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from glassgrad.graph import Kind, MissingValueError, Node, Shape, ShapeError, is_constant, normal_axes, pages, say_shape, size
from glassgrad.ops.mathematics import NUMPY

from .likeness import origins, whole_slots

Entry = tuple[int, ...]
Place = tuple[Node, Entry]
"""One entry of one node."""


@dataclass(frozen=True, eq=False)
class Zoomed:
    """`node` computes the entry from single numbers; `leaves` says which entry of which array each of its variables is."""

    node: Node
    leaves: Mapping[Node, Place]

    def given(self, values: Mapping[Node, Any]) -> dict[Node, float]:
        """The numbers of the leaves, taken from the values of the whole arrays: what `evaluate` wants to be given."""
        return {leaf: float(np.asarray(values[node])[entry]) for leaf, (node, entry) in self.leaves.items()}


@dataclass(frozen=True, slots=True)
class Plan:
    """How an entry is made: of which other entries, and by what."""

    needs: Sequence[Place]
    make: Callable[..., Node]


@dataclass(frozen=True, eq=False)
class Lens:
    """What is settled while one entry is written out."""

    target: Node
    stop: Callable[[Node], bool]
    values: Mapping[Node, Any]
    found: dict[Place, Node] = field(default_factory=dict)
    leaves: dict[Node, Place] = field(default_factory=dict)
    recipes: dict[Node, Node] = field(default_factory=dict)
    moved: dict[Node, Any] = field(default_factory=dict)


def zoom(node: Node, entry: Entry, *, stop: Callable[[Node], bool] = lambda node: False, values: Mapping[Node, Any] | None = None) -> Zoomed:
    """Write out one entry of a node as a graph of single numbers.

    Formula: by kind; an elementwise operation acts on the same entry of its inputs, a contraction multiplies and sums a
    row and a column, a reduction folds the entries along its axes, a rearrangement only says which entry it is.
    The graph ends at leaves, and at nodes for which `stop` holds (never at `node` itself): there stands a variable named
    like `W1[2,0]`, one for each entry, and `leaves` says what it stands for.
    `values` are needed where an operation looks entries up by whole numbers that are computed or given.
    Raises: ShapeError for an entry that is not there; MissingValueError if `values` lack the whole numbers.

    >>> from glassgrad.ops import variable
    >>> W, x = variable(shape=(2, 3), name="W"), variable(shape=(3,), name="x")
    >>> z = zoom(W @ x, (1,))
    >>> [leaf.name for leaf in z.leaves]
    ['W[1,0]', 'x[0]', 'W[1,1]', 'x[1]', 'W[1,2]', 'x[2]']
    """
    _check(node, entry)
    lens = Lens(node, stop, values or {})
    waiting: list[tuple[Place, Plan | None]] = [((node, entry), None)]
    while waiting:
        place, plan = waiting.pop()
        if place in lens.found:
            continue
        if plan is None:
            plan = _plan(lens, *place)
            waiting.append((place, plan))
            waiting.extend((need, None) for need in reversed(plan.needs) if need not in lens.found)
        else:
            lens.found[place] = plan.make(*[lens.found[need] for need in plan.needs])
    return Zoomed(lens.found[node, entry], lens.leaves)


def entry_name(node: Node, entry: Entry) -> str:
    """The name of one entry: `W1[2,0]`; a single number is called what it is called; nothing has no name."""
    return f"{node.name}[{','.join(map(str, entry))}]" if node.name and entry else node.name


def _check(node: Node, entry: Entry) -> None:
    if len(entry) != len(node.shape) or not all(0 <= at < length for at, length in zip(entry, node.shape, strict=False)):
        last = ",".join(str(length - 1) for length in node.shape)
        raise ShapeError(f"{node.name or node} ({say_shape(node.shape)}) has no entry {list(entry)}; give one index for each axis, the last entry is [{last}]")


def _plan(lens: Lens, node: Node, entry: Entry) -> Plan:
    if is_constant(node):
        return Plan(
            (), lambda: node if node.shape == () else pages.constant(value=float(np.asarray(node.settings["value"])[entry]), name=entry_name(node, entry))
        )
    if node.op.kind is Kind.LEAF or (node is not lens.target and lens.stop(node)):
        return Plan((), lambda: _leaf(lens, node, entry))
    return PLANS[node.op.kind](lens, node, entry)


def _leaf(lens: Lens, node: Node, entry: Entry) -> Node:
    if node.shape == () and node.op.kind is Kind.LEAF:
        leaf = node
    else:
        leaf = pages.variable(shape=(), name=entry_name(node, entry) or entry_name(node.named(f"n{node.serial}"), entry))
    lens.leaves[leaf] = (node, entry)
    return leaf


def _elementwise(lens: Lens, node: Node, entry: Entry) -> Plan:
    needs = [(one, _same_entry(entry, one.shape)) for one in node.inputs]
    return Plan(needs, lambda *numbers: node.op(*numbers, name=entry_name(node, entry), **node.settings))


def _same_entry(entry: Entry, shape: Shape) -> Entry:
    """The entry of an input of that shape which broadcasting lays under `entry`."""
    return tuple(0 if length == 1 else at for at, length in zip(entry[len(entry) - len(shape) :], shape, strict=True))


def _contraction(lens: Lens, node: Node, entry: Entry) -> Plan:
    """The row of the first input and the column of the second; single rows and columns and stacks of matrices as NumPy has them."""
    a, b = node.inputs
    rows, columns = int(len(a.shape) > 1), int(len(b.shape) > 1)
    stack = entry[: len(entry) - rows - columns]
    row, column = entry[len(stack) : len(stack) + rows], entry[len(stack) + rows :]
    a_stack, b_stack = _same_entry(stack, a.shape[:-2]), _same_entry(stack, b.shape[:-2])
    pairs = [((a, (*a_stack, *row, k)), (b, (*b_stack, k, *column))) for k in range(a.shape[-1])]
    needs = [place for pair in pairs for place in pair]
    return Plan(needs, lambda *numbers: _named(_total([x * y for x, y in zip(numbers[::2], numbers[1::2], strict=True)]), node, entry))


def _reduction(lens: Lens, node: Node, entry: Entry) -> Plan:
    if not node.op.algebra.folds:
        return _through_the_recipe(lens, node, entry)
    (one,) = node.inputs
    axes = normal_axes(node.settings["axis"], len(one.shape))
    kept = iter(at for position, at in enumerate(entry) if not (node.settings["keepdims"] and position in axes))
    ranges = [range(length) if axis in axes else (next(kept),) for axis, length in enumerate(one.shape)]
    fold = pages[node.op.algebra.folds]
    return Plan([(one, at) for at in product(*ranges)], lambda *numbers: _named(_folded(fold, numbers), node, entry))


def _through_the_recipe(lens: Lens, node: Node, entry: Entry) -> Plan:
    if node.op.recipe is None:
        raise NotImplementedError(f"the page {node.op!r} says neither what it folds nor gives a recipe, so an entry of it cannot be written out")
    if node not in lens.recipes:
        lens.recipes[node] = node.op.recipe(*node.inputs, **node.settings)
    return Plan([(lens.recipes[node], entry)], lambda number: _named(number, node, entry))


def _rearrangement(lens: Lens, node: Node, entry: Entry) -> Plan:
    if node not in lens.moved:
        lens.moved[node] = origins(node.op, node.settings, *[one.shape for one in node.inputs])
    count = int(lens.moved[node][entry])
    if count == 0:
        return Plan((), lambda: pages.constant(value=0.0))
    return Plan([_place(node.inputs, count)], lambda number: _named(number, node, entry))


def _place(inputs: Sequence[Node], count: int) -> Place:
    """The entry that is number `count` when the entries of all inputs are counted through, from 1."""
    at = count - 1
    for one in inputs:
        if at < size(one.shape):
            return one, tuple(map(int, np.unravel_index(at, one.shape)))
        at -= size(one.shape)
    raise IndexError(count)


def _indexing(lens: Lens, node: Node, entry: Entry) -> Plan:
    """Which entries go where is found by running the operation on its whole numbers, and on counts in place of all others."""
    whole = {one: _whole_numbers(lens, one) for one, is_whole in zip(node.inputs, whole_slots(node), strict=True) if is_whole}
    moved = [one for one in node.inputs if one not in whole]
    if node not in lens.moved:
        lens.moved[node] = _hits(node, whole, moved) if moved else _run(node, whole)
    found = lens.moved[node][entry]
    if not moved:
        return Plan((), lambda: _named(pages.constant(value=float(found)), node, entry))
    counts = found.counts if isinstance(found, _Bag) else (found,) if found else ()
    return Plan([_place(moved, int(count)) for count in counts], lambda *numbers: _named(_total(numbers), node, entry))


def _hits(node: Node, whole: Mapping[Node, Any], moved: Sequence[Node]) -> Any:
    """For every entry of the output, the count of the entry that comes to stand there; a bag where several are added up."""
    start, counts, ones = 1, dict(whole), dict(whole)
    for one in moved:
        counts[one] = np.arange(start, start + size(one.shape)).reshape(one.shape)
        ones[one] = np.ones(one.shape, dtype=int)
        start += size(one.shape)
    if np.max(_run(node, ones), initial=0) <= 1:
        return _run(node, counts)
    to_bags = np.frompyfunc(lambda count: _Bag((count,)), 1, 1)
    return _run(node, {one: array if one in whole else to_bags(array) for one, array in counts.items()})


def _run(node: Node, values: Mapping[Node, Any]) -> Any:
    return np.asarray(node.op.compute(NUMPY, *[values[one] for one in node.inputs], **node.settings))


class _Bag:
    """Counts of entries that are added to one another, in order."""

    __slots__ = ("counts",)

    def __init__(self, counts: tuple[int, ...]) -> None:
        self.counts = counts

    def __add__(self, other: Any) -> _Bag:
        return _Bag((*self.counts, *other.counts)) if isinstance(other, _Bag) else self

    __radd__ = __add__


def _whole_numbers(lens: Lens, node: Node) -> Any:
    if is_constant(node):
        return np.asarray(node.settings["value"])
    if node not in lens.values:
        raise MissingValueError(f"{node.name or node} says which entries are meant: to write one out its numbers are needed; give values=evaluate(...)")
    return np.asarray(lens.values[node])


def _total(terms: Sequence[Node]) -> Node:
    return _folded(pages.add, terms)


def _folded(fold: Any, terms: Sequence[Node]) -> Node:
    if not terms:
        return pages.constant(value=fold.algebra.neutral)
    total = terms[0]
    for term in terms[1:]:
        total = fold(total, term)
    return total


def _named(number: Node, node: Node, entry: Entry) -> Node:
    """The number under the name of the entry, unless it is the entry of something else that only came to stand here."""
    name = entry_name(node, entry)
    return number if not name or number.name or number.op.kind is Kind.LEAF else number.named(name)


PLANS: dict[Kind, Callable[[Lens, Node, Entry], Plan]] = {
    Kind.ELEMENTWISE: _elementwise,
    Kind.CONTRACTION: _contraction,
    Kind.REDUCTION: _reduction,
    Kind.REARRANGEMENT: _rearrangement,
    Kind.INDEXING: _indexing,
}
