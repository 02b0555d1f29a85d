"""Second derivatives and further ones: the derivative gets a name and is derived again, by the same rules."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.explain.as_fraction import with_fractions
from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Step, Table
from glassgrad.graph import Binds, Kind, Node, ancestors, is_constant
from glassgrad.readers import evaluate, simplify_all
from glassgrad.readers.collect import written_size
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.excerpt import LONGEST
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.mathematics import Words
from glassgrad.writing.symbols import gradient_symbol, symbol

from .board import Board
from .moving import moving_with, zero
from .one_input import checked, derived, unmoved
from .sampling import POINTS
from .simplifying import number_first

NAMES = ("g", "k", "m", "n", "p")
ORDINALS = {2: "second", 3: "third", 4: "fourth"}
SUPERSCRIPTS = "⁰¹²³⁴"
SAME = 1e-9
LONGEST_CELL = 40
"""Characters of a formula in a table."""


def higher(board: Board, target: Node, firsts: dict[Node, Node], order: int) -> list[Block]:
    """The story from the first derivatives on."""
    if len(firsts) == 1:
        ((by, formula),) = firsts.items()
        return _along_one(board, target, by, formula, order)
    blocks: list[Block] = [Heading(("The second derivatives",))]
    names = {by: _named(board, formula) for by, formula in firsts.items()}
    seconds: dict[tuple[Node, Node], Node] = {}
    for place, first in enumerate(firsts):
        for then in list(firsts)[place:]:
            last = higher_symbol(board.symbols[target], [first, then], board)
            formula, told = _again(board, target, [first], names[first], then, last, in_pairs=True)
            blocks += told
            seconds[first, then] = formula
            if then is not first:
                seconds[then, first], other = _other_order(board, target, first, then, names[then], formula)
                blocks += other
    return [*blocks, _table(board, target, list(firsts), seconds)]


def _along_one(board: Board, target: Node, by: Node, formula: Node, order: int) -> list[Block]:
    blocks: list[Block] = []
    for number in range(2, order + 1):
        blocks.append(Heading((f"The {ORDINALS[number]} derivative by ", board.symbols[by].mathematics)))
        last = higher_symbol(board.symbols[target], [by] * number, board)
        formula, told = _again(board, target, [by] * (number - 1), _named(board, formula), by, last)
        blocks += told
    return blocks


def _named(board: Board, formula: Node) -> Node:
    """The derivative with a letter, so that it can be spoken of; a mere input or number needs none."""
    formula = number_first([formula])[formula]
    # What the lines so far have told of is one and the same function here, so that it keeps its letter.
    formula = simplify_all([*board.symbols, *board.letters, formula], exact=True, laws=())[formula]
    if formula.op.kind is not Kind.LEAF and formula not in board.symbols:
        board.symbols[formula] = symbol(board.fresh(NAMES, "g"))
    return formula


def _again(board: Board, target: Node, so_far: list[Node], slope: Node, by: Node, last: Fragment, *, in_pairs: bool = False) -> tuple[Node, list[Block]]:
    """The derivative of a derivative by one input more."""
    before = higher_symbol(board.symbols[target], so_far, board).mathematics
    blocks: list[Block] = [Heading(_order(board, so_far[0], by), level=3)] if in_pairs else []
    if slope is not target and slope in board.symbols and slope.op.kind is not Kind.LEAF:
        formula_again = write(with_fractions(slope, board.plain), board.plain) if written_size(slope) <= LONGEST else None
        named = Step(board.symbols[slope].mathematics, before, formula_again, because=("the derivative found above gets a name",))
        blocks += board.news(named)
    if slope not in moving_with(by, ancestors([slope])):
        formula = zero()
        line = board.line(last, formula, {}, because=unmoved(board, before, slope, by))
        return formula, [*blocks, line, *(checked(board, slope, by, formula) if by in ancestors([slope]) else ())]
    if slope is by:
        formula, _ = derived(board, slope, by)
        return formula, [*blocks, board.line(last, formula, {}, because=(before, " is ", board.symbols[by].mathematics, " itself, which has the derivative 1"))]
    formula, told = derived(board, slope, by, last)
    return formula, [*blocks, *told, *checked(board, slope, by, formula)]


def _order(board: Board, first: Node, then: Node) -> Words:
    name = board.symbols[first].mathematics
    return ("Twice by ", name) if first is then else ("First by ", name, ", then by ", board.symbols[then].mathematics)


def _other_order(board: Board, target: Node, first: Node, then: Node, slope: Node, found: Node) -> tuple[Node, Iterator[Block]]:
    """The same two derivatives taken the other way round, and whether they agree."""
    aside = Board(target, dict(board.symbols), board.numbers, board.dtype, board.partial)
    formula = derived(aside, slope, first)[0] if slope in moving_with(first, ancestors([slope])) else zero()
    name = higher_symbol(board.symbols[target], [then, first], board)
    why: Words = ("the other order, first by ", board.symbols[then].mathematics, " and then by ", board.symbols[first].mathematics)
    return formula, _compared(board, board.line(name, formula, board.plain, because=why), formula, found)


def _compared(board: Board, line: Step, formula: Node, found: Node) -> Iterator[Block]:
    yield line
    if _are_the_same(board, formula, found):
        yield Aside(("Both orders agree, as they must where the second derivatives are continuous.",))
    else:
        yield Caution(("Here the two orders do not agree: at this point a second derivative jumps, or is not there.",))


def _are_the_same(board: Board, one: Node, other: Node) -> bool:
    """Whether two formulas have the same value: with the numbers given, or else at a point."""
    if board.numbers is not None:
        return bool(np.isclose(board.number(one), board.number(other), rtol=SAME, atol=SAME))
    leaves = [node for node in ancestors([one, other]) if node.op.kind is Kind.LEAF and not is_constant(node)]
    point = {leaf: POINTS[place % len(POINTS)] for place, leaf in enumerate(leaves)}
    values = evaluate([one, other], point)
    return bool(np.isclose(values[one], values[other], rtol=SAME, atol=SAME, equal_nan=True))


def _table(board: Board, target: Node, inputs: list[Node], seconds: dict[tuple[Node, Node], Node]) -> Table:
    """All second derivatives: numbers where there are some, else formulas, as far as they are short."""
    names = [gradient_symbol(board.symbols[target], board.symbols[by], partial=board.partial).mathematics for by in inputs]
    rows = tuple(((name,), *(_cell(board, seconds[first, then]) for then in inputs)) for name, first in zip(names, inputs, strict=True))
    header: tuple[Words, ...] = ((" ",), *(("by ", board.symbols[by].mathematics) for by in inputs))
    return Table(
        header,
        rows,
        caption=(
            "All second derivatives of ",
            board.symbols[target].mathematics,
            " (the Hessian matrix): each first derivative, derived again.",
        ),
    )


def _cell(board: Board, formula: Node) -> Words:
    if board.numbers is not None:
        return (plain_number(board.number(formula)),)
    written = write(with_fractions(formula, board.plain), board.plain)
    return (written,) if len(written.text) <= LONGEST_CELL else ("see above",)


def higher_symbol(of: Fragment, path: list[Node], board: Board) -> Fragment:
    r"""The symbol of a derivative taken several times: d²f/dx², ∂²f/∂b∂a for a first and then b."""
    if len(path) == 1:
        return gradient_symbol(of, board.symbols[path[0]], partial=board.partial)
    sign, latex = ("∂", r"\partial ") if board.partial else ("d", r"\mathrm{d}")
    count = len(path)
    if len(set(path)) == 1:
        by = board.symbols[path[0]]
        below, below_latex = f"{sign}{by.text}{SUPERSCRIPTS[count]}", rf"{latex}{by.latex}^{{{count}}}"
    else:
        below = "".join(f"{sign}{board.symbols[by].text}" for by in reversed(path))
        below_latex = r"\,".join(f"{latex}{board.symbols[by].latex}" for by in reversed(path))
    return fragment(f"{sign}{SUPERSCRIPTS[count]}{of.text}/{below}", rf"\frac{{{latex.strip()}^{{{count}}} {of.latex}}}{{{below_latex}}}", Binds.SIGN)
