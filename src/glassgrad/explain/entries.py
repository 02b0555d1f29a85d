"""One entry of an array, written out in single numbers: the formula that `zoom` finds, long sums abridged, nothing left uncounted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from glassgrad.graph import Node, is_constant, pages
from glassgrad.readers.simplify import simplify
from glassgrad.readers.tidy import tidy
from glassgrad.readers.zoom import Zoomed, zoom
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.excerpt import Excerpt, excerpt
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Words

from .backward import closed_sum, more
from .blocks import EQUAL, Step
from .cutting import leaves_of
from .line import sum_line, values_down_to, with_note
from .pass_view import Entry, Naming

Focus = Callable[[Node, Entry], bool]
"""Whether an entry of a quantity is what the reader looks at."""
MOST_TERMS = 6
"""Terms of a sum that are all written; of a longer one the largest are, and those in focus, and a bias at the end."""
LARGEST_TERMS = 3


@dataclass(eq=False)
class Written:
    """What stands on the line: symbols and numbers of all ends, and the sentences about what was left out."""

    symbols: dict[Node, Fragment] = field(default_factory=dict)
    values: dict[Node, Any] = field(default_factory=dict)
    words: list[Words] = field(default_factory=list)
    share: float | None = None
    """What the terms in focus add up to."""


def as_computed(node: Node) -> Node:
    """The formula as it is computed."""
    return node


def simple_and_tidy(node: Node) -> Node:
    """The formula as a book would write it."""
    return tidy(simplify(node))


def entry_line(
    symbol: Fragment,
    roots: Sequence[tuple[Node, Entry]],
    names: Mapping[Node, Naming],
    values: Mapping[Node, Any],
    value: Any,
    *,
    because: Words = (),
    relation: str = EQUAL,
    rewrite: Callable[[Node], Node] = simplify,
    focus: Focus = lambda node, entry: False,
    of_focus: str = "",
) -> Step:
    """The line of one entry: the sum of the entries `roots`, written in entries of quantities that have `names`.

    `rewrite` brings the formula into the form in which it is written. In a long sum the terms in `focus` are kept; `of_focus` are the words
    before what they add up to.
    """
    written = Written()
    terms = [_written_out(root, entry, names, values, written, rewrite=rewrite, focus=focus) for root, entry in roots]
    terms = [spots for spots in terms if not _is_nothing(spots)] or terms[:1]
    step = sum_line(symbol, terms, closed_sum, written.symbols, written.values, value, because=because, **({"relation": relation} if relation != EQUAL else {}))
    shares: list[Words] = [(of_focus, plain_number(written.share))] if of_focus and written.share is not None else []
    for words in [*shares, *written.words]:
        step = with_note(step, words)
    return replace(step, shape="")


def entry_of(array: Any, entry: Entry) -> Any:
    """One number of an array, in its own type; None of an array that was not computed."""
    return None if array is None else np.asarray(array)[entry]


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
    root: Node, entry: Entry, names: Mapping[Node, Naming], values: Mapping[Node, Any], written: Written, *, rewrite: Callable[[Node], Node], focus: Focus
) -> Excerpt:
    found = zoomed(root, entry, names, values)
    node = rewrite(found.node)
    for leaf in leaves_of(node):
        if leaf in found.leaves:
            of, at = found.leaves[leaf]
            written.symbols[leaf] = names[of](at)
            if of in values:
                written.values[leaf] = entry_of(values[of], at)
        elif not is_constant(leaf):
            raise LookupError(f"{leaf!r} stands in the formula of {root!r} without a meaning")
    in_focus = {leaf for leaf, (of, at) in found.leaves.items() if focus(of, at)}
    focused = {place for place, term in enumerate(sum_terms(node)) if in_focus.intersection(leaves_of(term))} if in_focus else set()
    if all(leaf in written.values or is_constant(leaf) for leaf in leaves_of(node)):
        node = _abridged(node, written, focused)
        dtype = np.asarray(next(iter(written.values.values()), 0.0)).dtype
        written.values |= values_down_to(node, written.values, dtype)
    return excerpt(node, written.symbols)


def _abridged(root: Node, written: Written, focused: set[int]) -> Node:
    """The sum with most of its terms put together, if it has many; those at the places `focused` stay."""
    terms = sum_terms(root)
    if focused:
        written.share = (written.share or 0.0) + sum(_number(terms[place], written.values) for place in focused)
    if len(terms) <= MOST_TERMS:
        return root
    sizes = np.nan_to_num(np.abs([_number(term, written.values) for term in terms]), nan=np.inf)
    largest = {int(place) for place in np.argsort(-sizes, kind="stable")[:LARGEST_TERMS]}
    alone = {len(terms) - 1} if terms[0].inputs and not terms[-1].inputs else set()
    kept = largest | set(sorted(focused)[:MOST_TERMS]) | alone
    left = [term for place, term in enumerate(terms) if place not in kept]
    if len(left) < 2:
        return root
    rest = pages.variable(shape=())
    total = sum(_number(term, written.values) for term in left)
    written.symbols[rest] = more(len(left))
    written.values[rest] = np.float64(total)
    written.words.append((f"the {len(left)} terms left out, none of them larger, add up to ", plain_number(total)))
    shown = [terms[place] for place in sorted(kept)]
    shown.insert(len(shown) - len(alone), rest)
    node = shown[0]
    for term in shown[1:]:
        node = root.op(node, term)
    return node


def _is_nothing(spots: Excerpt) -> bool:
    """Whether a contribution is the number 0: beside others it is not written."""
    root = spots[0].node
    return is_constant(root) and not np.any(root.settings["value"])


def _number(term: Node, values: Mapping[Node, Any]) -> float:
    return float(values_down_to(term, values, np.dtype(np.float64))[term])
