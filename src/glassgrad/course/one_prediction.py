"""The same held-out row, and how one model of each group comes to its answer, in the terms of its family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from glassgrad.draw.network import quoted
from glassgrad.explain.blocks import Block, Heading, Table
from glassgrad.families.problem import Problem

from .families_side_by_side import Compared
from .words import aside, with_gap

TOLD = ("logistic_regression", "decision_tree", "nearest_neighbours", "gaussian_naive_bayes", "voting")
MOST_BLOCKS = 3
"""Of an explanation: what the family does, and the first two tables. `glassgrad compare --explain` tells the rest."""
FIRST_LINES, LAST_LINES = 10, 2


def row_to_tell(seen: Mapping[str, Compared]) -> int:
    """The first of the held-out rows on which the models that are told do not agree; the very first one where they always do."""
    answers = np.array([seen[name].predicted for name in TOLD])
    return int((answers != answers[0]).any(axis=0).argmax())


def number_of_row(seen: Mapping[str, Compared], problem: Problem) -> int:
    """The same row by its number in the table, from 0."""
    return int(problem.folds[0].held_out.places[row_to_tell(seen)])


def one_prediction(seen: Mapping[str, Compared], problem: Problem) -> Iterator[Block]:
    """One row through a model of each group. `seen`: by the family's name."""
    held_out, classes = problem.folds[0].held_out, problem.folds[0].situation.classes
    place = row_to_tell(seen)
    answers = {int(seen[name].predicted[place]) for name in TOLD}
    yield Heading(("One row, and how each family answers",))
    yield aside(
        f"Row {number_of_row(seen, problem)} of the table (counted from 0), one of {quoted(classes[int(held_out.targets[place])])}, was held out. "
        f"{'It is the first one on which the models below do not agree.' if len(answers) > 1 else 'The models below agree on it.'} "
        "They see its measurements scaled."
    )
    for name in TOLD:
        learned = seen[name].all
        explained = learned.family.explain(learned, place, held_out)
        yield Heading((learned.family.title,), 3)
        yield from (_in_short(block) for block in explained.blocks[:MOST_BLOCKS])
        yield aside(f"So its answer is {quoted(str(explained.answer))}.")


def _in_short(block: Block) -> Block:
    """A long table without its middle."""
    return replace(block, rows=with_gap(block.rows, first=FIRST_LINES, last=LAST_LINES)) if isinstance(block, Table) else block
