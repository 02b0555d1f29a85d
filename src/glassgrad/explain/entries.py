"""One entry of an array, written out in single numbers: the formula that `zoom` finds, long sums abridged, nothing left uncounted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from glassgrad.graph import Node, is_constant, pages
from glassgrad.readers.simplify import simplify
from glassgrad.readers.zoom import Zoomed, zoom

from .arrays import plain_number
from .backward import closed_sum
from .cutting import leaves_of
from .excerpt import Excerpt, excerpt
from .fragments import Fragment, fragment
from .line import sum_line, values_down_to
from .mathematics import Words
from .pass_view import Entry, Naming
from .story import EQUAL, Step

MOST_TERMS = 6
"""Terms of a sum that are all written; of a longer one the first few are, and those in focus, and the last."""
FIRST_TERMS = 3


@dataclass(eq=False)
class Written:
    """What stands on the line: symbols and numbers of all ends, and the sentences about what was left out."""

    symbols: dict[Node, Fragment] = field(default_factory=dict)
    values: dict[Node, Any] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)


def entry_line(
    symbol: Fragment,
    roots: Sequence[tuple[Node, Entry]],
    names: Mapping[Node, Naming],
    values: Mapping[Node, Any],
    value: Any,
    *,
    because: Words = (),
    relation: str = EQUAL,
    simple: bool = True,
    focus: Callable[[Node, Entry], bool] = lambda node, entry: False,
) -> Step:
    """The line of one entry: the sum of the entries `roots`, written in entries of quantities that have `names`.

    `simple` writes the formula as simply as it can be. In a long sum the terms in `focus` are kept.
    """
    written = Written()
    terms = [_written_out(root, entry, names, values, written, simple=simple, focus=focus) for root, entry in roots]
    step = sum_line(symbol, terms, closed_sum, written.symbols, written.values, value, because=because, relation=relation)
    for words in written.words:
        step = replace(step, because=(*step.because, *(("; ",) if step.because else ()), *words))
    return replace(step, shape="")


def entry_of(array: Any, entry: Entry) -> Any:
    """One number of an array, in its own type."""
    return np.asarray(array)[entry]


def zoomed(node: Node, entry: Entry, names: Mapping[Node, Naming], values: Mapping[Node, Any]) -> Zoomed:
    """One entry written in entries of quantities that have a name."""
    if node in names and node.inputs == ():
        return zoom(node, entry)
    return zoom(node, entry, stop=names.__contains__, values=values)


def sum_terms(root: Node) -> list[Node]:
    """The terms of a sum, in order; a node that is no sum is its own only term."""
    terms: list[Node] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if is_sum(node) and (node is root or not node.name):
            waiting.extend(reversed(node.inputs))
        else:
            terms.append(node)
    return terms


def is_sum(node: Node) -> bool:
    """Whether the terms of a node may be taken in any order and 0 adds nothing."""
    algebra = node.op.algebra
    return algebra.associates and algebra.commutes and algebra.neutral == 0.0 and len(node.inputs) == 2


def _written_out(
    root: Node, entry: Entry, names: Mapping[Node, Naming], values: Mapping[Node, Any], written: Written, *, simple: bool, focus: Callable[[Node, Entry], bool]
) -> Excerpt:
    found = zoomed(root, entry, names, values)
    node = simplify(found.node) if simple else found.node
    for leaf in leaves_of(node):
        if leaf in found.leaves:
            of, at = found.leaves[leaf]
            written.symbols[leaf], written.values[leaf] = names[of](at), entry_of(values[of], at)
        elif not is_constant(leaf):
            raise LookupError(f"{leaf!r} stands in the formula of {root!r} without a meaning")
    in_focus = {leaf for leaf, (of, at) in found.leaves.items() if focus(of, at)}
    node = _abridged(node, written, in_focus)
    dtype = np.asarray(next(iter(written.values.values()), 0.0)).dtype
    written.values |= values_down_to(node, written.values, dtype)
    return excerpt(node, written.symbols)


def _abridged(root: Node, written: Written, in_focus: set[Node]) -> Node:
    """The sum with most of its terms put together, if it has many."""
    terms = sum_terms(root)
    if len(terms) <= MOST_TERMS:
        return root
    kept = {*range(FIRST_TERMS), len(terms) - 1} | {place for place, term in enumerate(terms) if in_focus.intersection(leaves_of(term))}
    kept = kept if len(kept) <= 2 * MOST_TERMS else set(sorted(kept)[: 2 * MOST_TERMS])
    left = [term for place, term in enumerate(terms) if place not in kept]
    if len(left) < 2:
        return root
    rest = pages.variable(shape=())
    total = sum(float(values_down_to(term, written.values, np.dtype(np.float64))[term]) for term in left)
    written.symbols[rest] = fragment(f"({len(left)} more)", rf"\left(\text{{{len(left)} more}}\right)")
    written.values[rest] = np.float64(total)
    written.words.append((f"the {len(left)} terms not written out add up to ", plain_number(total)))
    first_left = min(place for place in range(len(terms)) if place not in kept)
    shown = [rest if place == first_left else term for place, term in enumerate(terms) if place in kept or place == first_left]
    node = shown[0]
    for term in shown[1:]:
        node = root.op(node, term)
    return node
