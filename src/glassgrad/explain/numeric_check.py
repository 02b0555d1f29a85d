"""A derivative checked without any rule: move the input a little to both sides and see how much the function moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from glassgrad.graph import Node, pages
from glassgrad.readers import evaluate
from glassgrad.writing.arrays import equation, is_small, shown
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.fragments import Fragment, fragment
from glassgrad.writing.mathematics import Words, mathematics
from glassgrad.writing.numbers import number
from glassgrad.writing.symbols import gradient_symbol, symbol

from .blocks import ABOUT, Aside, Block, Caution, Step
from .line import line
from .moving_closer import Look, look_closer

LETTERS = ("h", "ε", "δ", "η", "τ")
"""What the little move is called: the first letter that means nothing else."""
LOST: Words = ("Here the check can say nothing: both values agree in almost every digit the machine holds, and their difference is lost in rounding.",)
KINK: Words = ("Near this point the function has a kink, a jump or a very sharp bend: its slope is not the same on both sides.",)


def numeric_check(target: Node, by: Node, symbols: Mapping[Node, Fragment], values: Mapping[Node, Any], derivative: float, *, partial: bool) -> Iterator[Block]:
    """The line of a central difference, and a caution if it does not come out like the derivative."""
    if by.shape != () or not np.isfinite([values[by], values[target], derivative]).all():
        return
    leaves = {node: value for node, value in values.items() if not node.inputs and node is not by}
    at = float(values[by])

    def moved(move: float) -> float:
        return float(evaluate(target, {**leaves, by: at + move})[target])

    looked = look_closer(moved, at, derivative)
    if looked.shown is None:
        yield Aside(("No check here: next to this point, on one side at least, ", symbols[target].mathematics, " has no value."))
        return
    yield _line(symbols, target, by, looked.shown, partial=partial)
    if looked.kink or looked.lost:
        yield Caution(KINK if looked.kink else LOST)


def numeric_check_of_array(
    target: Node, by: Node, symbols: Mapping[Node, Fragment], values: Mapping[Node, Any], derivative: Any, *, partial: bool
) -> Iterator[Block]:
    """The same for a small array, whose entries are moved one after the other: all slopes on one line."""
    if not is_small(by.shape) or not all(np.isfinite(one).all() for one in (values[by], values[target], derivative)):
        return
    leaves = {node: value for node, value in values.items() if not node.inputs and node is not by}
    start = np.asarray(values[by], dtype=np.float64)
    slopes, is_clear = np.empty(by.shape), True
    for entry in np.ndindex(by.shape):

        def moved(move: float, entry: tuple[int, ...] = entry) -> float:
            there = start.copy()
            there[entry] += move
            return float(evaluate(target, {**leaves, by: there})[target])

        looked = look_closer(moved, float(start[entry]), float(np.asarray(derivative)[entry]))
        if looked.shown is None:
            return
        slopes[entry], is_clear = looked.shown.slope, is_clear and looked.agrees
    last = shown(slopes, rounded=True).fragment.mathematics
    because = ("check without any rule: every entry of ", symbols[by].mathematics, " is moved a little to both sides, alone")
    yield Step(gradient_symbol(symbols[target], symbols[by], partial=partial).mathematics, value=last, into_value=ABOUT, because=because)
    if not is_clear:
        yield Caution(("The two do not agree in every entry: near this point the function has a kink, a jump or a very sharp bend.",))


def _line(symbols: Mapping[Node, Fragment], target: Node, by: Node, look: Look, *, partial: bool) -> Step:
    of, name, move = symbols[target], symbols[by], _free_letter(symbols)
    up, down, step = (pages.variable(shape=()) for _ in range(3))
    known = {
        up: fragment(f"{of.text}({name.text} + {move.text})", rf"{of.latex}\left({name.latex} + {move.latex}\right)"),
        down: fragment(f"{of.text}({name.text} − {move.text})", rf"{of.latex}\left({name.latex} - {move.latex}\right)"),
        step: move,
    }
    small = number(look.step)
    size = equation(move.mathematics, mathematics(small.text, small.latex))
    because = ("check without any rule: move ", name.mathematics, " by ", size, " to both sides and see how much ", of.mathematics, " moves")
    slope = (up - down) / (2 * step)
    symbol_of_slope = gradient_symbol(of, name, partial=partial)
    numbers = {up: look.above, down: look.below, step: look.step}
    return line(symbol_of_slope, excerpt(slope, {}), known, numbers, look.slope, relation=ABOUT, because=because)


def _free_letter(symbols: Mapping[Node, Fragment]) -> Fragment:
    """A name for the move that no quantity has."""
    taken = {one.text for one in symbols.values()} | {node.name for node in symbols}
    return symbol(next((letter for letter in LETTERS if letter not in taken), "step"))
