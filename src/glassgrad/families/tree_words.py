"""How the way of a row through a tree is told: each question, the row's value, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Table
from glassgrad.writing.mathematics import Words
from glassgrad.writing.numbers import number

from .family import Array, Part
from .told import shown_outputs, summands, told
from .trees import Tree, path

MOST_QUESTIONS = 8
"""Questions of one way that are shown; of more, the first ones."""
FEWEST_DIGITS, MOST_DIGITS = 3, 15


def told_apart(value: float, threshold: float) -> tuple[str, str]:
    """Both numbers, with as few digits as show which one is larger.

    >>> told_apart(1 / 3, 0.9), told_apart(1 / 3, 0.3333)
    (('0.333', '0.9'), ('0.33333', '0.3333'))
    """
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        first, second = number(float(value), digits), number(float(threshold), digits)
        if (first.printed > second.printed) == (value > threshold) and (first.printed < second.printed) == (value < threshold):
            return first.text, second.text
    # Neighbours among the machine's numbers: only all of their digits tell them apart.
    return str(float(value)).replace("-", "−"), str(float(threshold)).replace("-", "−")


def asked(tree: Tree, node: int, row: Array, names: Sequence[str]) -> tuple[str, str, str]:
    """The question of a node, the row's value, and its answer."""
    value, threshold = told_apart(tree.seen(node, row), tree.thresholds[node])
    return f"{names[tree.features[node]]} {tree.sign} {threshold}?", value, "yes" if tree.says_yes(node, row) else "no"


def changes(tree: Tree, row: Array, names: Sequence[str]) -> tuple[Part, ...]:
    """What the tree would answer to any row, and how each question on the way changes that; they add up to the answer."""
    way = path(tree, row)
    parts = [Part("before any question", tree.values[0])]
    for node, below in pairwise(way):
        question, value, answer = asked(tree, node, row, names)
        parts.append(Part(f"{question} {value}: {answer}", tree.values[below] - tree.values[node]))
    return tuple(parts)


def changes_table(parts: Sequence[Part], outputs: Sequence[str], leaf: Array, caption: Words = ()) -> Table:
    """The changes, and what stands at the leaf: from there, where adding up would leave the machine's rounding. Shape: leaf (outputs,)."""
    table = summands(parts, outputs, leaf, first="question", caption=caption)
    last: tuple[Words, ...] = (("at the leaf",), *((told(leaf[place]),) for place in shown_outputs(leaf)))
    return replace(table, rows=(*table.rows[:-1], last))


def way_table(tree: Tree, row: Array, names: Sequence[str], caption: Words = ()) -> Table:
    """The questions on the way, one in a line."""
    questions = path(tree, row)[:-1]
    rows: list[tuple[Words, ...]] = []
    for node in questions[:MOST_QUESTIONS]:
        question, value, answer = asked(tree, node, row, names)
        rows.append(((question,), (value,), (answer,)))
    if len(questions) > MOST_QUESTIONS:
        rows.append(((f"{counted(len(questions) - MOST_QUESTIONS, 'more question')}",), ("",), ("",)))
    return Table(header=(("question",), ("here",), ("answer",)), rows=tuple(rows), caption=caption)
