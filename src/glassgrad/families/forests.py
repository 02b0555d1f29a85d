"""How the trees of a forest come to one answer: a table of their votes, or of how their answers spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Table
from glassgrad.writing.mathematics import Words

from .family import Array
from .told import MOST_LINES, of_many, shown_outputs, told, with_words

SPREAD = (("lowest", 0), ("a quarter are below", 25), ("half are below", 50), ("three quarters are below", 75), ("highest", 100))


def votes(answers: Array) -> Array:
    """How many trees vote for each class. Shapes: answers (trees, classes), the share of each class at each tree's leaf; votes (classes,).

    >>> votes(np.array([[0.9, 0.1], [0.4, 0.6], [1.0, 0.0]]))
    array([2, 1])
    """
    return np.bincount(answers.argmax(axis=1), minlength=answers.shape[1])


def votes_table(answers: Array, output: Array, outputs: Sequence[str]) -> Table:
    """For each class, the trees that vote for it, and the mean of all trees' probabilities."""
    counts = votes(answers)
    rows: list[tuple[Words, ...]] = [((outputs[place],), (str(counts[place]),), (told(output[place]),)) for place in shown_outputs(output, MOST_LINES)]
    caption = with_words((f"The votes of {counted(len(answers), 'tree')}.",), of_many(output, MOST_LINES))
    return Table(header=(("class",), ("votes",), ("mean probability",)), rows=tuple(rows), caption=caption)


def spread_table(answers: Array, output: Array) -> Table:
    """Between which numbers the trees' answers lie, and their mean. Shapes: answers (trees, 1), output (1,)."""
    rows: list[tuple[Words, ...]] = [((name,), (told(np.percentile(answers, share)),)) for name, share in SPREAD]
    return Table(
        header=(("trees' answers",), ("prediction",)), rows=(*rows, (("mean",), (told(output[0]),))),
        caption=(f"The answers of {counted(len(answers), 'tree')}.",),
    )  # fmt: skip


def nearest_tree(answers: Array, output: Array) -> int:
    """The tree whose answer is closest to that of all."""
    return int(np.abs(answers - output).sum(axis=1).argmin())
