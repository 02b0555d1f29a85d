"""A curve and its tangent, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10
from typing import TYPE_CHECKING

from glassgrad.explain.blocks import Aside, Block, Figure, Table
from glassgrad.graph import Node
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.measured.tangent import measure_tangent
from glassgrad.plots.tangent import paint_tangent
from glassgrad.readers import evaluate, gradients
from glassgrad.writing.arrays import plain_number

from .pictures import painted
from .words import about, cells, heads

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (6.4, 4.8)
"""Inches."""
MOVES = (-1.0, -0.1, -0.01, 0.0, 0.01, 0.1, 1.0)
LARGER, SMALLER = 0.1, 0.01
DIGITS = 13
"""Decimal places, from the first digit of two numbers on, that their difference can be trusted to."""


def tangent_part(function: Node, at: float) -> Iterator[Block]:
    """A table of the function of x near a point beside its tangent there, and what one sees in it."""
    slope, middle = slope_at(function, at), value_at(function, at)

    def straight(move: float) -> float:
        return middle + slope * move

    rows = [(at + move, value_at(function, at + move), straight(move)) for move in MOVES]
    table = Table(heads("x", "f(x)", "tangent", "difference"), tuple(cells(x, f, t, _difference(f, t)) for x, f, t in rows))
    yield tangent_picture(function, at)
    yield Aside(
        ("The tangent at x = ", plain_number(at), " is the straight line through the point with the slope ", plain_number(slope), ". Beside the curve:")
    )
    yield table
    far, near = (abs(_difference(value_at(function, at + move), straight(move))) for move in (LARGER, SMALLER))
    if near > 0:
        yield Aside(
            (
                (
                    f"At a distance of {SMALLER:g} instead of {LARGER:g}, ten times closer, the difference is about {about(far / near)} times smaller. "
                    "The closer one looks, the more the curve is its tangent: that is what the slope at a point means."
                ),
            )
        )


def tangent_picture(function: Node, at: float) -> Figure:
    """The function around a point, its tangent there, and beneath it the slope at every place."""
    panels: list[Axes] = list(new_axes(size=SIZE, rows=2, share_x=True, heights=(2.2, 1.0)))
    paint_tangent(panels, measure_tangent(function, at={"x": at}))
    return painted(panels, shows=said(panels).shows)


def what_a_flat_place_is(function: Node, at: float) -> str:
    """Whether a place where the slope is 0 is the lowest around, the highest around, or neither: found by looking to both sides."""
    middle, left, right = (value_at(function, at + move) for move in (0.0, -LARGER, LARGER))
    if left > middle < right:
        return "To both sides the function is larger: this is the lowest point around."
    if left < middle > right:
        return "To both sides the function is smaller: this is the highest point around."
    return "It is larger on one side and smaller on the other: the function only pauses here. A slope of 0 alone proves no minimum."


def value_at(function: Node, x: float) -> float:
    """The function at x."""
    return float(evaluate(function, x=x)[function])


def slope_at(function: Node, x: float) -> float:
    """Its derivative there."""
    slope = gradients(function)["x"]
    return float(evaluate(slope, x=x)[slope])


def _difference(exact: float, straight: float) -> float:
    """The difference, without the digits that are nothing but the rounding of the two."""
    size = max(abs(exact), abs(straight))
    return round(exact - straight, DIGITS - floor(log10(size))) if size else 0.0
