"""`Slip`: one known way of going wrong, as a change of the formula that was worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from types import MappingProxyType

from glassgrad.graph import Node
from glassgrad.writing.mathematics import Words

from ..quantities import Quantity
from ..terms import Piece
from ..workings import Workings
from .trials import Trials, alike

MOST_CHANGES = 40
"""A page names at most so many changes on one line."""
MOST_NODES = 10_000
"""A page makes formulas of so many nodes in all on one line: where many numbers are added up, it does not look at every one of them."""


@dataclass(frozen=True, eq=False)
class Task:
    """What a slip is looked for in: one line of the calculation, and the quantities at hand when it was worked out.

    `rows` is the number of examples that a loss averages over, if it does; 1 otherwise. `previous`: quantity → the leaf of
    its value in the step before, for gradients and for parameters.
    """

    work: Workings
    piece: Piece
    at_hand: tuple[Quantity, ...]
    rows: int = 1
    previous: Mapping[Quantity, Node] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def trials(self) -> Trials:
        """Numbers at which formulas are compared."""
        return Trials(self.work)

    @cached_property
    def tries(self) -> int:
        """How many changed formulas a page may make: fewer, the longer the line and the formulas it goes back through."""
        work = self.work
        through = {one.through for one in self.piece.terms} & work.formulas.keys()
        return max(1, MOST_NODES // (len(work.order(self.piece.formula)) + sum(len(work.order(work.formulas[name])) for name in through)))

    @cached_property
    def found(self) -> dict[str, tuple[Change, ...]]:
        """The changes that were found already, by the name of the slip."""
        return {}


@dataclass(frozen=True, eq=False)
class Change:
    """What was worked out instead, and what was done, to the learner: "you left out the factor w2".

    Where one quantity took the place of another, `where` is the right one and `instead` the one that was used.
    `likely` weighs the changes of one slip against each other, from 0 to 1.
    """

    formula: Node
    words: Words
    where: Quantity | None = None
    instead: Quantity | None = None
    likely: float = 1.0


def no_changes(task: Task) -> Iterable[Change]:
    """The changes of a slip that is not made with formulas."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One page: a slip by its name, a title and a sentence for learners, and the changes by which it happens on a line.

    `advice` says how not to make it again. `plausible`, from 0 to 1, weighs it against other slips that give the same number:
    how often learners make it. `convention` tells that it is another convention rather than an error, `by_numbers` that it is
    made with numbers, so that no formula shows it. `tries` changes the formula in every way the slip could; what comes to the
    same as the right formula after all is left out by `changes`, and so is what a slip in `yields_to` has a better name for.
    """

    name: str
    title: str
    says: str
    advice: str
    plausible: float
    tries: Callable[[Task], Iterable[Change]] = no_changes
    convention: bool = False
    by_numbers: bool = False
    yields_to: tuple[Slip, ...] = ()
    most: int = MOST_CHANGES
    source: str = ""

    def changes(self, task: Task) -> tuple[Change, ...]:
        """The changes by which the slip happens on a line: each gives another number than the right formula, and than the others."""
        if self.name not in task.found:
            task.found[self.name] = tuple(islice(self._distinct(task), self.most))
        return task.found[self.name]

    def _distinct(self, task: Task) -> Iterator[Change]:
        trials, right = task.trials, task.trials.at(task.piece.formula)
        seen = {trials.key(one.formula) for page in self.yields_to for one in page.changes(task)}
        for change in islice(self.tries(task), task.tries):
            values, key = trials.at(change.formula), trials.key(change.formula)
            if values is not None and key not in seen and not (right is not None and alike(values, right)):
                seen.add(key)
                yield change
