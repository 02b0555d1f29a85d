"""A check without numbers given: both the formula and the little move are worked out at a point where everything is finite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.explain.blocks import Aside, Block, Caution
from glassgrad.graph import Kind, Node, ancestors, is_constant
from glassgrad.readers import evaluate
from glassgrad.writing.arrays import equation, plain_number
from glassgrad.writing.mathematics import Mathematics, mathematics
from glassgrad.writing.numbers import number

from .board import Board

POINTS = (0.7, 1.3, 0.4, 2.1, 1.8, 0.2, 2.6, 0.9)
"""Where the inputs are tried; no two inputs have the same number, and none lies where people put poles and kinks."""
TRIES = (1.0, -1.0, 3.0, 0.3, 10.0, 100.0, 1000.0, -100.0)
MOVES = (1e-4, 1e-6)
"""The second is for functions that bend very sharply."""
CLOSE = 1e-5
SMOOTH = 0.02
"""Difference of the slopes on both sides, as a share of the slope, from which on the point may be a kink and is not used."""
MOST_NODES = 400
MOST_INPUTS = len(POINTS)


def check_at_a_point(board: Board, target: Node, by: Node, formula: Node) -> Iterator[Block]:
    """A remark that the formula and a central difference agree at a point, and at which; a caution if they agree at none.

    Points close to a kink are passed over: there a central difference says nothing. If no point is left, that is said.
    """
    leaves = [node for node in ancestors([target]) if node.op.kind is Kind.LEAF and not is_constant(node)]
    if by not in leaves or len(leaves) > MOST_INPUTS or any(node.shape != () for node in leaves) or len(ancestors([target, formula])) > MOST_NODES:
        return
    differs = False
    for stretch in TRIES:
        point = {leaf: stretch * POINTS[place] for place, leaf in enumerate(leaves)}
        told = float(evaluate(formula, point)[formula])
        for moved in (_moved(target, by, point, move) for move in MOVES):
            if not np.isfinite([told, *moved]).all() or abs(moved[0] - moved[1]) > SMOOTH * max(1.0, abs(told)):
                continue
            slope = sum(moved) / 2
            if abs(told - slope) <= CLOSE * max(1.0, abs(told)):
                yield _remark(board, point, by, told, slope)
                return
            differs = True
    name = board.symbols[by].mathematics
    if differs:
        yield Caution(("At none of the points tried could this formula be confirmed by moving ", name, " a little."))
    else:
        yield Aside(("No check: at none of the points tried is the function finite and smooth. Give values, and it is made there.",))


def _moved(target: Node, by: Node, point: dict[Node, float], move: float) -> tuple[float, float]:
    """How fast the function changes, by moving one input a little up, and a little down."""
    above, middle, below = (float(evaluate(target, {**point, by: point[by] + way * move})[target]) for way in (1, 0, -1))
    return (above - middle) / move, (middle - below) / move


def _remark(board: Board, point: dict[Node, float], by: Node, told: float, moved: float) -> Aside:
    at: list[str | Mathematics] = []
    for place, (leaf, value) in enumerate(point.items()):
        shown = number(value)
        at += [", " if place else "", equation(board.symbols[leaf].mathematics, mathematics(shown.text, shown.latex))]
    name, by_move = board.symbols[by].mathematics, plain_number(moved, rounded=True)
    return Aside(("Check at ", *at, ": this formula gives ", plain_number(told), "; moving ", name, " by a little to both sides gives ", by_move, "."))
