"""A derivative checked without any rule: move the input a little to both sides and see how much the function moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import floor, log10
from typing import Any

import numpy as np

from glassgrad.graph import Node, pages
from glassgrad.readers import evaluate

from .arrays import is_small, shown
from .blocks import ABOUT, Block, Caution, Step
from .excerpt import excerpt
from .fragments import Fragment, fragment
from .line import line
from .mathematics import Words
from .numbers import number
from .symbols import gradient_symbol

CLOSE = 1e-4
"""Relative difference up to which the two count as the same: the check itself is off by about the square of its relative step, 10⁻⁶."""

DROWNED = 1e-2
"""Share of the derivative from which on the rounding of the two values is too coarse for a check."""
LOST: Words = ("Here the check can say nothing: both values agree in almost every digit the machine holds, and their difference is lost in rounding.",)


def numeric_check(target: Node, by: Node, symbols: Mapping[Node, Fragment], values: Mapping[Node, Any], derivative: float, *, partial: bool) -> Iterator[Block]:
    """The line of a central difference, and a caution if it does not come out like the derivative."""
    if by.shape != () or not np.isfinite([values[by], values[target], derivative]).all():
        return
    leaves = {node: value for node, value in values.items() if not node.inputs and node is not by}
    at, step = float(values[by]), _step(float(values[by]))

    def moved(move: float) -> float:
        return float(evaluate(target, {**leaves, by: at + move})[target])

    above, below = moved(step), moved(-step)
    if not np.isfinite([above, below]).all():
        return
    yield _line(symbols[target], symbols[by], above, below, step, partial=partial)
    found = (above - below) / (2 * step)
    noise = float(np.spacing(max(abs(above), abs(below)))) / step
    if noise > DROWNED * abs(derivative) > 0:
        yield Caution(LOST)
    elif abs(found - derivative) > CLOSE * max(1.0, abs(found), abs(derivative)) + noise or _has_a_kink(moved, step):
        yield Caution(("Near this point the function has a kink, a jump or a very sharp bend: its slope is not the same on both sides.",))


def numeric_check_of_array(
    target: Node, by: Node, symbols: Mapping[Node, Fragment], values: Mapping[Node, Any], derivative: Any, *, partial: bool
) -> Iterator[Block]:
    """The same for a small array, whose entries are moved one after the other: all slopes on one line."""
    if not is_small(by.shape) or not all(np.isfinite(one).all() for one in (values[by], values[target], derivative)):
        return
    leaves = {node: value for node, value in values.items() if not node.inputs and node is not by}
    start = np.asarray(values[by], dtype=np.float64)
    slopes = np.empty(by.shape)
    for entry in np.ndindex(by.shape):
        move = np.zeros(by.shape)
        move[entry] = _step(float(start[entry]))
        above, below = (float(evaluate(target, {**leaves, by: start + way * move})[target]) for way in (1, -1))
        slopes[entry] = (above - below) / (2 * move[entry])
    if not np.isfinite(slopes).all():
        return
    last = shown(slopes, rounded=True).fragment.mathematics
    because = ("check without any rule: every entry of ", symbols[by].mathematics, " is moved a little to both sides, alone")
    yield Step(gradient_symbol(symbols[target], symbols[by], partial=partial).mathematics, value=last, into_value=ABOUT, because=because)
    if not np.allclose(slopes, derivative, rtol=CLOSE, atol=CLOSE):
        yield Caution(("The two do not agree in every entry: near this point the function has a kink, a jump or a very sharp bend.",))


def _has_a_kink(moved: Callable[[float], float], step: float) -> bool:
    """Whether the slopes on both sides differ, and go on to differ when one looks closer."""
    middle = moved(0.0)
    far, near = (abs(moved(move) - 2 * middle + moved(-move)) / move for move in (step, step / 10))
    return near > 0.5 * far and far > 1e-6 * max(1.0, abs(middle))


def _step(at: float) -> float:
    """A thousandth of the size of the input; not more for inputs up to 1000, where most functions bend."""
    return 10.0 ** (floor(log10(abs(at))) - 3) if abs(at) >= 1000 or 0 < abs(at) < 1 else 1e-3


def _line(target: Fragment, by: Fragment, above: float, below: float, step: float, *, partial: bool) -> Step:
    up, down, h = (pages.variable(shape=()) for _ in range(3))
    known = {
        up: fragment(f"{target.text}({by.text} + h)", rf"{target.latex}\left({by.latex} + h\right)"),
        down: fragment(f"{target.text}({by.text} − h)", rf"{target.latex}\left({by.latex} - h\right)"),
        h: fragment("h", "h"),
    }
    small = number(step)
    because = ("check without any rule: move ", by.mathematics, f" by h = {small.text} to both sides and see how much ", target.mathematics, " moves")
    slope = (up - down) / (2 * h)
    symbol = gradient_symbol(target, by, partial=partial)
    return line(symbol, excerpt(slope, {}), known, {up: above, down: below, h: step}, (above - below) / (2 * step), relation=ABOUT, because=because)
