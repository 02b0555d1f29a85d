"""How the way of a row through a tree is told: each question, the row's value, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Table
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from .family import Array, Part
from .own_units import CELL_DIGITS, OwnUnit, in_digits
from .told import shown_outputs, summands, told
from .trees import Tree, path

MOST_QUESTIONS = 8
"""Questions of one way that are shown; of more, the first ones."""
MOST_NAMED = 3
"""Inputs that are named where questions are about several as often."""
FEWEST_DIGITS, MOST_DIGITS = 4, 15


def told_apart(value: float, threshold: float) -> tuple[str, str]:
    """Both numbers, the value as the row is shown, the threshold with as few digits as show which one is larger.

    >>> told_apart(1 / 3, 0.9), told_apart(1 / 3, 1 / 3 + 1e-7)
    (('0.333333', '0.9'), ('0.3333333', '0.3333334'))
    """
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        first, second = in_digits(float(value), max(digits, CELL_DIGITS)), in_digits(float(threshold), digits)
        if (first.printed > second.printed) == (value > threshold) and (first.printed < second.printed) == (value < threshold):
            return first.text, second.text
    # Neighbours among the machine's numbers: only all of their digits tell them apart.
    return str(float(value)).replace("-", "−"), str(float(threshold)).replace("-", "−")


def in_questions(trees: Sequence[Tree], names: Sequence[str], *, called: str = "tree", of_several: str = "") -> str:
    """Where the knowledge of trees is: in how many questions of how many trees, and about what. `of_several`: what is to be said of more than one."""
    questions = sum(tree.questions for tree in trees)
    if not questions:
        return f"In {counted(len(trees), called)} that {'ask' if len(trees) > 1 else 'asks'} nothing: every row gets the same answer."
    several = f", {of_several}" if len(trees) > 1 and of_several else ""
    return f"In {counted(questions, 'question')} of {counted(len(trees), called)}{several}; {_most_asked(trees, names)}."


def _most_asked(trees: Sequence[Tree], names: Sequence[str]) -> str:
    times = np.bincount(np.concatenate([tree.features[tree.features >= 0] for tree in trees]).astype(int), minlength=len(names))
    most, questions = np.flatnonzero(times == times.max()), int(times.sum())
    inputs = listed([names[int(place)] for place in most], MOST_NAMED)
    if len(most) * times.max() < questions:
        return f"{inputs} {'is' if len(most) == 1 else 'are'} asked for most often"
    who = "it asks" if questions == 1 else "they ask" if len(most) > 1 else "both ask" if questions == 2 else "all ask"
    return f"{who} for {inputs}"


def asked(tree: Tree, node: int, row: Array, inputs: Sequence[OwnUnit]) -> tuple[str, str, str]:
    """The question of a node, what the row has there, and its answer, in the table's own units."""
    unit, yes = inputs[tree.features[node]], tree.says_yes(node, row)
    if unit.is_mark and tree.parts(node, 0.0, 1.0):
        return f"{unit.name}?", unit.here(row), "yes" if row[unit.place] else "no"
    name, value, threshold = _compared(tree, node, row, unit)
    return f"{name} {tree.sign} {threshold}?", value + unit.filling(row), "yes" if yes else "no"


def _compared(tree: Tree, node: int, row: Array, unit: OwnUnit) -> tuple[str, str, str]:
    """What a number is called, and it and the threshold as they stand to each other in the tree."""
    seen, limit = tree.seen(node, row), float(tree.thresholds[node])
    for prepared in (float(row[unit.place]), seen):
        for value, threshold in unit.pairs(prepared, limit):
            if tree.holds(value, threshold) == tree.says_yes(node, row):
                return unit.name, *told_apart(value, threshold)
    # Scaling back has rounded away what the tree has seen.
    return unit.scaled_name, *told_apart(seen, limit)


def changes(tree: Tree, row: Array, inputs: Sequence[OwnUnit]) -> tuple[Part, ...]:
    """What the tree would answer to any row, and how each question on the way changes that; they add up to the answer."""
    way = path(tree, row)
    parts = [Part("before any question", tree.values[0])]
    for node, below in pairwise(way):
        question, value, answer = asked(tree, node, row, inputs)
        parts.append(Part(f"{question} {answer}" if value == answer else f"{question} {value}: {answer}", tree.values[below] - tree.values[node]))
    return tuple(parts)


def changes_table(parts: Sequence[Part], outputs: Sequence[str], leaf: Array, caption: Words = ()) -> Table:
    """The changes, and what stands at the leaf: from there, where adding up would leave the machine's rounding. Shape: leaf (outputs,)."""
    table = summands(parts, outputs, leaf, first="question", caption=caption)
    last: tuple[Words, ...] = (("at the leaf",), *((told(leaf[place]),) for place in shown_outputs(leaf)))
    return replace(table, rows=(*table.rows[:-1], last))


def way_table(tree: Tree, row: Array, inputs: Sequence[OwnUnit], caption: Words = ()) -> Table:
    """The questions on the way, one in a line."""
    questions = path(tree, row)[:-1]
    rows: list[tuple[Words, ...]] = []
    for node in questions[:MOST_QUESTIONS]:
        question, value, answer = asked(tree, node, row, inputs)
        rows.append(((question,), (value,), (answer,)))
    if len(questions) > MOST_QUESTIONS:
        rows.append(((f"{counted(len(questions) - MOST_QUESTIONS, 'more question')}",), ("",), ("",)))
    return Table(header=(("question",), ("here",), ("answer",)), rows=tuple(rows), caption=caption)
