"""Boosted trees, whichever library grew them: a start value, and what every round of trees adds to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Block

from .answers import answer_of, squeezed
from .family import Array, Explanation, Learned, Lot, Part, Stored
from .known import known_outputs
from .told import summands, told
from .tree_words import in_questions, way_table
from .trees import Tree, leaf_value, nodes_of

ROUNDS = 100
LEARNING_RATE = 0.1
"""The same for all libraries, so that their rows in a comparison can be compared."""
ONE_AFTER_ANOTHER = "each grown to mend what those before it left wrong"
MOST_GROUPS = 7
"""Lines for rounds in the table of summands; each holds twice as many rounds as the one before it."""


@dataclass(frozen=True, eq=False)
class Boosted:
    """What a library has kept. Shapes: start (outputs,); every round has one tree for each output, with values (nodes, 1).

    The precision of `start` is the one in which the library adds up.
    """

    start: Array
    rounds: tuple[tuple[Tree, ...], ...]

    @property
    def trees(self) -> tuple[Tree, ...]:
        """All of them, in order."""
        return tuple(tree for one in self.rounds for tree in one)


def in_rounds(trees: Sequence[Tree], outputs: int) -> tuple[tuple[Tree, ...], ...]:
    """Trees that follow one another, output by output, as rounds."""
    return tuple(tuple(trees[place : place + outputs]) for place in range(0, len(trees), outputs))


def added(boosted: Boosted, row: Array) -> Array:
    """What each round adds, by how much it moves the sum in the library's own precision: rounding is part of what happened. Shape: (rounds, outputs)."""
    leaves = [[leaf_value(tree, row)[0] for tree in one] for one in boosted.rounds]
    values = np.array(leaves, dtype=boosted.start.dtype).reshape(len(leaves), len(boosted.start))
    sums = np.cumsum(np.vstack([boosted.start, values]), axis=0, dtype=boosted.start.dtype)
    return np.diff(sums.astype(np.float64), axis=0)


def grouped(parts: Sequence[Part], name: str) -> tuple[Part, ...]:
    """One, two, four, eight … rounds together: the first ones move most.

    >>> [part.what for part in grouped([Part("", np.ones(1))] * 10, "round")]
    ['round 1', 'rounds 2–3', 'rounds 4–7', 'rounds 8–10']
    """
    groups: list[Part] = []
    start = 0
    while start < len(parts):
        end = len(parts) if len(groups) == MOST_GROUPS - 1 else min(2 * start + 1, len(parts))
        what = f"{name} {end}" if end == start + 1 else f"{name}s {start + 1:,}–{end:,}"
        groups.append(Part(what, np.sum([part.value for part in parts[start:end]], axis=0)))
        start = end
    return tuple(groups)


def stores(read: Callable[[Any], Boosted]) -> Callable[[Any], tuple[Stored, ...]]:
    """What a page says is stored: the nodes of all trees. `read`: what the library has kept in a fitted model."""
    return lambda model: nodes_of(read(model).trees)


def knows(read: Callable[[Any], Boosted]) -> Callable[[Learned], str]:
    """What a page says of where the knowledge is: in the questions of trees that were grown one after another."""
    return lambda learned: in_questions(read(learned.model).trees, learned.situation.features, called="small tree", of_several=ONE_AFTER_ANOTHER)


def explain(learned: Learned, place: int, lot: Lot, boosted: Boosted, output: Array) -> Explanation:
    """The start value, the rounds, and the questions of the tree that adds most. `output` (outputs,): the library's own sum."""
    row, answer = lot.inputs[place], answer_of(learned, place, lot)
    moves, outputs = added(boosted, row), known_outputs(learned, len(output))
    name = "round" if len(output) > 1 else "tree"
    start = Part("start, the same for every row", boosted.start.astype(np.float64))
    rounds = [Part(f"{name} {number}", value) for number, value in enumerate(moves, start=1)]
    measure = "score" if learned.situation.classes else "prediction"
    table = summands((start, *grouped(rounds, name)), outputs, output, first=f"{name}s")
    strongest = _strongest(boosted, moves, row, outputs.index(str(answer)) if answer in outputs else 0, learned, outputs)
    return Explanation(
        measure=measure, outputs=outputs, output=output.astype(np.float64), parts=(start, *rounds), answer=answer,
        blocks=(_how(len(rounds), measure, outputs), table, *squeezed(learned, place, lot, answer), *strongest),
    )  # fmt: skip


def _how(rounds: int, measure: str, outputs: Sequence[str]) -> Aside:
    trees = f"{counted(rounds, 'round')} of {len(outputs)} trees, one for each class" if len(outputs) > 1 else counted(rounds, "tree")
    starts = "start values" if len(outputs) > 1 else "a start value"
    return Aside((f"This row came to one leaf in each of {trees}. What stands at the leaves is added to {starts}; the sum is the {measure}.",))


def _strongest(boosted: Boosted, moves: Array, row: Array, output: int, learned: Learned, outputs: Sequence[str]) -> tuple[Block, ...]:
    if not len(moves):
        return ()
    place = int(np.abs(moves[:, output]).argmax())
    tree = boosted.rounds[place][output]
    if not tree.questions:
        return ()
    which = f"The tree of round {place + 1} for {outputs[output]}" if len(outputs) > 1 else f"Tree {place + 1}"
    return (way_table(tree, row, learned.situation.inputs, (f"{which} moves the sum most, by ", told(moves[place, output]), ". It asked this.")),)
