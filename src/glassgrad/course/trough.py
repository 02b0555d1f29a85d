"""The lowest places of one neuron's loss: a trough, of which every point predicts without an error."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, hypot, log10

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.writing.arrays import plain_number

from .corrected import corrected
from .curvature import eigenvalues
from .landscape import nearest_lowest, starts_picture
from .scalar_examples import NEURON_WEIGHTS
from .words import cells, heads
from .worked_step import WorkedStep

DIGITS = 12
"""Decimal places that are not yet touched by the rounding of the eigenvalues."""
ALONG = (-2, -1, 0, 1, 2)
MOVED = ((0, 0), (3, 0), (0, 3), (-2, 2))
"""Other starts: how far the first weight and bias are moved, by the size of the way down."""


def trough(first: WorkedStep) -> Iterator[Block]:
    """The correction, a walk along the trough, and where different starts end."""
    x = first.given["x"]
    largest, smallest = eigenvalues(first)
    end = _straight_down(first)
    yield Heading(("A correction to the printed course: a trough, not a bowl",))
    yield from corrected(
        printed=("Training has converged to a perfect prediction: these are the weights.",),
        true=("It has found one of endlessly many: every w and b with w·x + b = y predict this row without an error.",),
        why=(
            "The curvatures are ",
            plain_number(largest),
            " in the steepest direction and ",
            plain_number(smallest),
            " across it. In that second direction the loss does not change at all:",
        ),
    )
    rows = [(end.given["w"] + t, end.given["b"] - x * t) for t in ALONG]
    yield Table(heads("w", "b", "ŷ", "L"), tuple(cells(*place, *_seen(first, *place)) for place in rows))
    yield Aside(("Where a descent ends depends on where it starts. Each of these goes straight to the nearest place of the trough:",))
    starts = moved(first)
    yield Table(
        heads("start: w", "b", "L", "end: w", "b", "L"),
        tuple(
            cells(one.given["w"], one.given["b"], one.loss, down.given["w"], down.given["b"], round(down.loss, 12))
            for one, down in zip(starts, map(_straight_down, starts), strict=True)
        ),
    )
    yield starts_picture(first, starts)
    yield Aside(("One row cannot decide about two numbers. More rows can: then the trough becomes a bowl.",))


def moved(first: WorkedStep) -> list[WorkedStep]:
    """The start and others, so far from it that their ways down lie apart."""
    (w, b), (lowest_w, lowest_b) = (first.given["w"], first.given["b"]), nearest_lowest(first)
    size = 10 ** floor(log10(max(1.0, hypot(w - lowest_w, b - lowest_b))))
    return [first.with_numbers({"w": w + size * right, "b": b + size * up}) for right, up in MOVED]


def _straight_down(first: WorkedStep) -> WorkedStep:
    """The nearest lowest place, which one step of α = 1/λmax reaches."""
    end = first.with_numbers({"α": 1 / eigenvalues(first)[0]}).next
    return end.with_numbers({name: round(end.given[name], DIGITS) for name in NEURON_WEIGHTS})


def _seen(first: WorkedStep, w: float, b: float) -> tuple[float, float]:
    step = first.with_numbers({"w": w, "b": b})
    return step.value("ŷ"), round(step.loss, 12)
