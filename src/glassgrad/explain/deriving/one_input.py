"""The derivative by one input: rule by rule where the formula is made of single numbers, in the lines of a backward pass otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from glassgrad.explain.backward import Backward, backward_lines, contributions_line
from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Step
from glassgrad.explain.moving_closer import first_step
from glassgrad.explain.numeric_check import numeric_check, numeric_check_of_array
from glassgrad.graph import Kind, Node, ancestors, is_constant
from glassgrad.readers import evaluate, gradients
from glassgrad.readers.evaluate import forward
from glassgrad.writing.arrays import equation
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Mathematics, Words, mathematics
from glassgrad.writing.numbers import number
from glassgrad.writing.symbols import gradient_symbol

from .board import Board
from .moving import answers_in_steps, moving_with, zero
from .result import result
from .sampling import check_at_a_point
from .simplifying import simplest
from .working import Working, listed

MOST_RULES = 50
"""Operations that are told rule by rule."""


def by_one_input(board: Board, target: Node, by: Node, leaves: list[Node]) -> tuple[Node, list[Block]]:
    """The derivative as a formula, and its part of the story. `leaves` are all inputs."""
    name = board.symbols[by].mathematics
    blocks: list[Block] = [Heading(("The derivative by ", name))]
    fixed = [board.symbols[node].mathematics for node in leaves if node is not by]
    if fixed and by in leaves:
        blocks.append(Aside(("A partial derivative: only ", name, " changes; ", *listed(fixed), f" {'is' if len(fixed) == 1 else 'are'} held fixed.")))
    formula, told = derived(board, target, by)
    return formula, [*blocks, *told, *checked(board, target, by, formula)]


def derived(board: Board, target: Node, by: Node, last: Fragment | None = None) -> tuple[Node, list[Block]]:
    """The derivative of one function by one input, and the lines that lead to it. `last` is what the last line calls it."""
    moving = moving_with(by, ancestors([target]))
    if by is target:
        one = mathematics("1", "1")
        line = Step(_symbol(board, target, by).mathematics, value=one, because=(board.symbols[by].mathematics, " changes exactly as much as itself"))
        return gradients(target, [by]).totals[by], [line]
    if target not in moving and by.shape == ():
        formula, why = zero(), unmoved(board, board.symbols[target].mathematics, target, by)
        return formula, [board.line(_symbol(board, target, by), formula, {}, because=why)]
    inside = [node for node in moving if node is not by]
    rule_by_rule = by.shape == () and all(node.shape == () and node.op.kind is Kind.ELEMENTWISE for node in inside)
    if not rule_by_rule or len(inside) > MOST_RULES:
        return _at_once(board, target, by, last, too_many=len(inside) if rule_by_rule else 0)
    working = Working(board, target, by)
    told = list(working.told())
    formula, lines = result(working, last)
    return formula, [*told, *lines]


def unmoved(board: Board, name: Mathematics, function: Node, by: Node) -> Words:
    """Why a derivative is 0 from the start."""
    nodes, changing = ancestors([function]), board.symbols[by].mathematics
    if by in nodes and not answers_in_steps(by, nodes):
        return (name, " has the same value for every ", changing, ": a constant, whose slope is 0")
    if by in nodes:
        return (name, " answers to ", board.symbols[by].mathematics, " in steps only: between its jumps it does not change, so its slope is 0")
    return (name, " does not depend on ", board.symbols[by].mathematics)


def _at_once(board: Board, target: Node, by: Node, last: Fragment | None, *, too_many: int) -> tuple[Node, list[Block]]:
    """The lines of the backward pass that lead to `by`."""
    name, nodes = board.symbols[by].mathematics, ancestors([target])
    told = _backward(board, target, by, nodes)
    order, tell = backward_lines(told)
    blocks: list[Block] = [Aside((f"Here {too_many} operations change with ", name, ": too many for a line each."))] if too_many else []
    blocks += [tell(node) for node in order]
    total = gradients(target, [by]).totals[by]
    if len(order) > 1 or last is not None:
        plain = {node: symbol for node, symbol in board.plain.items() if node is not target}
        because = ("the same as one formula",)
        blocks.append(
            contributions_line(last or _symbol(board, target, by), [total], plain, told.values, told.gradients.get(by), because=because, as_on_paper=True)
        )
    return simplest(total), blocks


def _backward(board: Board, target: Node, by: Node, nodes: list[Node]) -> Backward:
    symbols = {node: board.symbols[node] for node in [*nodes, by] if node in board.symbols}
    if board.numbers is None:
        return Backward(target, nodes, symbols, None, {}, (by,), board.partial, as_on_paper=True)
    values = forward(nodes, dict(board.numbers), dtype=board.dtype)
    totals = gradients(target, list(symbols)).totals
    computed = forward(ancestors([totals[node] for node in symbols]), dict(values), dtype=board.dtype)
    return Backward(target, nodes, symbols, values, {node: computed[totals[node]] for node in symbols}, (by,), board.partial, as_on_paper=True)


def checked(board: Board, target: Node, by: Node, formula: Node) -> Iterator[Block]:
    """A caution where there is no slope, and the check by moving the input a little."""
    if by is target:
        return
    if board.numbers is None:
        yield from check_at_a_point(board, target, by, formula)
        return
    nodes = ancestors([target])
    values = forward(nodes, dict(board.numbers), dtype=board.dtype)
    value = board.number(formula)
    if all(np.isfinite(values[node]).all() for node in nodes) and not np.isfinite(value).all():
        yield _no_slope(board, target, by, value)
    if not by.inputs and not is_constant(by) and by in values:
        check = numeric_check if by.shape == () else numeric_check_of_array
        yield from check(target, by, board.symbols, values, value, partial=board.partial)


def _no_slope(board: Board, target: Node, by: Node, value: Any) -> Caution:
    """Why a function that has a value here has no finite derivative."""
    assert board.numbers is not None
    name, function, changing = (one.mathematics for one in (_symbol(board, target, by), board.symbols[target], board.symbols[by]))
    if by.shape == () and np.isnan(value) and by in board.numbers:
        at, leaves = float(board.numbers[by]), {node: one for node, one in board.numbers.items() if not node.inputs}
        beside = (at + first_step(at), at - first_step(at))
        there = next((number(one) for one in beside if np.isnan(evaluate(target, {**leaves, by: one})[target])), None)
        if there is not None:
            near = equation(changing, mathematics(there.text, there.latex), exact=there.exact)
            return Caution((name, " is not there: ", function, " is not a number next to this point, as at ", near, ", so it has no slope."))
    return Caution((name, " is not finite here: at this point the function has no slope, or a vertical one."))


def _symbol(board: Board, target: Node, by: Node) -> Fragment:
    return gradient_symbol(board.symbols[target], board.symbols[by], partial=board.partial)
