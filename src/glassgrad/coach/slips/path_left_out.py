"""A quantity reaches the loss by several paths, and not all of them were added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add

from glassgrad.graph import Node
from glassgrad.writing.mathematics import Words

from ..quantities import Derivative, Named
from ..terms import Term
from .formulas import neat
from .local_slopes import uses_through, with_term, without_use
from .roles import symbol_of
from .slip import Change, Slip, Task


def _tries(task: Task) -> Iterator[Change]:
    terms = task.piece.terms
    if len(terms) > 1:
        names: list[Words] = [(_way(one), symbol_of(task, task.work.leaf(Named(one.through)))) for one in terms]
        yield from _fewer([one.node for one in terms], names)
    for term in terms:
        yield from _fewer_uses(task, term)


def _way(term: Term) -> str:
    return "straight into " if term.upstream is None else "through "


def _fewer_uses(task: Task, term: Term) -> Iterator[Change]:
    """Without one of the uses in the same formula."""
    quantity, used = task.piece.quantity, uses_through(task, term)
    if len(used) < 2 or not isinstance(quantity, Derivative):
        return
    own, user = (symbol_of(task, task.work.leaf(Named(name))) for name in (quantity.by[0], term.through))
    for use in used:
        words: Words = (own, f" is used {len(used)} times in ", user, ", and you left out one of these paths")
        yield Change(with_term(task, term, without_use(task, term, use)), words, likely=0.9)


def _fewer(parts: Sequence[Node], names: Sequence[Words]) -> Iterator[Change]:
    last = len(parts) - 1
    for place in range(len(parts)):
        rest = [one for other, one in enumerate(parts) if other != place]
        yield Change(neat(reduce(add, rest)), ("you left out the path ", *names[place]))
    for place in (last, 0) if last > 1 else ():
        kept = "last" if place else "first"
        yield Change(neat(parts[place]), (f"you kept only the {kept} path, ", *names[place], ", where all are added up"), likely=0.8)


path_left_out = Slip(
    name="path_left_out",
    title="path left out",
    says="The quantity acts on the result in several ways, and what comes back along one of them was not added.",
    advice="Look where the quantity is used: every use sends something back, and all of it is added up.",
    plausible=0.8,
    tries=_tries,
    source="D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning Representations by Back-propagating Errors, 1986 (the sum over paths)",
)
