"""Activation functions as their pages in the dictionary have them: formula, derivative, values and slopes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from glassgrad.explain.blocks import Block, Step, Table
from glassgrad.explain.entries import simple_and_tidy
from glassgrad.graph import Kind, Op, pages
from glassgrad.readers import evaluate, gradients
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.formula import write
from glassgrad.writing.mathematics import Words, mathematics
from glassgrad.writing.symbols import gradient_symbol, symbol

from .words import aside, cells, counted, less_than

Array = np.ndarray[Any, Any]


def page_of(name: str) -> Op:
    """The page of an activation function."""
    found: Op = getattr(pages, name)
    return found


def called(op: Op) -> str:
    """What people call it: its symbol, unless that is a single letter."""
    return op.notation.symbol if len(op.notation.symbol) > 1 else op.name


def sentence(op: Op) -> str:
    """The sentence that its page begins with."""
    return (sys.modules[f"glassgrad.ops.{op.name}"].__doc__ or "").partition("\n")[0]


def told(op: Op) -> str:
    """The same as a sentence of a text, with a subject and a verb."""
    subject, colon, does = sentence(op).partition(": ")
    return f"{subject}{',' if ',' in subject else ''} {does}" if colon else subject


def formula_and_derivative(op: Op) -> Iterator[Step]:
    """The function in simpler operations, and what it does to a gradient: for one number, its slope; for a row, all there is to say."""
    of_a_row = op.kind is not Kind.ELEMENTWISE
    x = pages.variable(shape=(3,) if of_a_row else (), name="x")
    node = op(x)
    x_symbol, y_symbol = symbol("x", array=of_a_row), symbol("y", array=of_a_row)
    meaning = op.recipe(x, **node.settings) if op.recipe else node
    yield Step(y_symbol.mathematics, write(meaning, {x: x_symbol}))
    upstream = pages.variable(shape=node.shape, name="upstream") if of_a_row else pages.constant(value=1.0)
    (flow,) = op.derivative(upstream, node, x)
    assert flow is not None  # an activation function lets gradients back
    loss = symbol("L")
    known = {x: x_symbol, node: y_symbol} | ({upstream: gradient_symbol(loss, y_symbol)} if of_a_row else {})
    left = gradient_symbol(loss, x_symbol) if of_a_row else gradient_symbol(y_symbol, x_symbol, partial=False)
    yield Step(left.mathematics, write(simple_and_tidy(flow), known), because=(op.because,))


def values_and_slopes(op: Op, at: Sequence[float] | Array) -> tuple[Array, Array]:
    """The function and its slope at these points. Shapes: kept."""
    x = pages.variable(shape=np.shape(at), name="x")
    y = op(x)
    slope = gradients(pages.sum(y), wrt=[x])[x]
    found = evaluate([y, slope], {x: np.asarray(at, dtype=np.float64)})
    return np.asarray(found[y]), np.asarray(found[slope])


def told_values_and_slopes(op: Op, at: Sequence[float] | Array) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The same as cells of a table. Far out on a curve, what is left of a slope is rounding: then it is only said how small it is."""
    values, slopes = values_and_slopes(op, at)
    lost = (np.abs(slopes) < 10.0**LOST) & _bends(op)
    said = tuple((plain_number(value, rounded=bool(hidden)),) for value, hidden in zip(values, lost, strict=True))
    return said, tuple(less_than(LOST) if hidden else (plain_number(slope),) for slope, hidden in zip(slopes, lost, strict=True))


def _bends(op: Op) -> bool:
    """Whether its slope changes between two positive places; where a function is made of straight pieces, a slope of 0 is exact."""
    _, slopes = values_and_slopes(op, [0.5, 1.0])
    return bool(slopes[0] != slopes[1])


LOST = -12
"""A slope like 1 − y² comes from numbers near 1, of which the machine keeps about 16 digits: below this power of ten, few of them are left."""


def table_of_slopes(names: Sequence[str], reach: float, count: int = 9) -> Table:
    """Values and slopes of several functions, from −reach to reach."""
    at = np.linspace(-reach, reach, count)
    columns = [column for name in names for column in told_values_and_slopes(page_of(name), at)]
    header: tuple[Words, ...] = (("x",), *((word,) for name in names for word in (called(page_of(name)), "slope")))
    return Table(header, tuple(cells(x, *row) for x, row in zip(at, zip(*columns, strict=True), strict=True)))


def softmax_entry_by_entry() -> Iterator[Step]:
    """The formula of one share, and its gradient, with the indices that a textbook writes."""
    yield Step(mathematics("y_i", "y_i"), mathematics("e^(x_i) / Σ_j e^(x_j)", r"\frac{e^{x_i}}{\sum_j e^{x_j}}"))
    yield Step(
        mathematics("∂L/∂x_i", r"\frac{\partial L}{\partial x_i}"),
        mathematics(
            "y_i·(∂L/∂y_i − Σ_j ∂L/∂y_j·y_j)",
            r"y_i \cdot \left(\frac{\partial L}{\partial y_i} - \sum_j \frac{\partial L}{\partial y_j} \cdot y_j\right)",
        ),
        because=(page_of("softmax").because,),
    )


def softmax_told(scores: Sequence[float]) -> Iterator[Block]:
    """Softmax on these scores, and what happens when it is applied twice, or when every score is larger by the same number."""
    z = np.asarray(scores, dtype=np.float64)
    powers, shares = applied("exp", z - z.max()), applied("softmax", z)
    twice, shifted = applied("softmax", shares), applied("softmax", z + SHIFT)
    header: tuple[Words, ...] = (("score",), ("score − largest",), ("e^(score − largest)",), ("share",), ("softmax twice",))
    yield Table(header, tuple(cells(one, *row) for one, row in zip(z, zip(z - z.max(), powers, shares, twice, strict=True), strict=True)))
    if not powers.all():
        yield aside("Where 0 stands for a power or a share, the number is not 0, but too small for the machine.")
    moved = "no share changes" if np.allclose(shares, shifted, rtol=1e-9, atol=0) else "the shares change"
    yield aside(f"The {counted(len(z), 'share')} add up to ", *cells(float(shares.sum()))[0], ".")
    yield aside(
        f"Only differences count: with {SHIFT:g} added to every score, {moved}, up to rounding. That is why the largest score may be taken away first, "
        "so that no power becomes too large for the machine.",
    )
    fate = "changes nothing here, as the scores are equal" if np.allclose(twice, shares) else "makes the shares more alike"
    yield aside(f"Softmax applied to its own result adds up to 1 again, so nobody notices; but it {fate}.")


SHIFT = 100.0


def applied(name: str, at: Array) -> Array:
    """What an activation function makes of these numbers; one that takes rows, of each row. Shape: kept."""
    x = pages.variable(shape=at.shape, name="x")
    node = page_of(name)(x)
    return np.asarray(evaluate(node, {x: at})[node])
