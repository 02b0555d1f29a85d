"""The loss as a curve over one weight: another parabola at every step, since the bias moves too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isclose

from glassgrad.explain.blocks import Aside, Block, Figure, Heading, Table
from glassgrad.graph import Graph
from glassgrad.plots.measured.slice import WeightStep, measure_close, measure_slices
from glassgrad.plots.slice import paint_slices
from glassgrad.plots.slice_close import paint_close
from glassgrad.plots.slice_marks import is_seen
from glassgrad.plots.slice_panels import new_panels
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from .corrected import corrected
from .curvature import second_derivatives
from .landscape import near_enough
from .pictures import painted
from .words import cells, heads
from .worked_step import WorkedStep, path

SHOWN = 4


def moving_parabola(first: WorkedStep) -> Iterator[Block]:
    """The correction, and the parabola of each step."""
    yield Heading(("A correction to the printed course: not one parabola",))
    if first.given["x"] == 0:
        yield Aside(("The picture of a parabola over w needs an input that is not 0. Here x = 0, and the loss does not depend on w at all.",))
        return
    if first.loss == 0:
        yield Aside(("The loss is 0 from the start, so nothing moves: there is no path to draw. Another start shows one.",))
        return
    on_it = first.with_numbers({"w": first.new("w")}).loss
    really = first.next.loss
    truth: Words = (", and so it really is, by chance",) if isclose(on_it, really) else (", but really it is ", plain_number(really))
    moved = (
        "The bias moves in the same step, and with it the parabola"
        if first.new("b") != first.given["b"]
        else "Here the bias stands still, for its gradient is 0"
    )
    yield from corrected(
        printed=("A picture of the loss against w, in which the path runs down one parabola.",),
        true=("Every step has a parabola of its own.",),
        why=(f"{moved}. At the w that the first step leads to, the loss would be ", plain_number(on_it), " on the old parabola", *truth, "."),
    )
    walked = [one for one in path(first, SHOWN) if one.loss or one is first][:SHOWN]
    rows = (
        cells(str(place), one.given["w"], one.given["b"], _lowest(one), one.new("w"), one.with_numbers({"w": one.new("w")}).loss, one.next.loss)
        for place, one in enumerate(walked, start=1)
    )
    # Where the first step arrives at once, the parabola it arrives on shows that it has moved.
    yield _picture(near_enough(walked if walked[-1].next.loss or len(walked) == SHOWN else [*walked, walked[-1].next]))
    yield Table(heads("step", "w", "b", "lowest at w =", "goes to w =", "L on this parabola", "L really"), tuple(rows))


def _picture(walked: Sequence[WorkedStep]) -> Figure:
    """The parabola of each step, with the step that is taken from it."""
    loss = walked[0].descent.loss
    leaves = {leaf.name: leaf for leaf in Graph((loss,)).leaves}
    steps = [
        WeightStep(
            number=number,
            total=loss,
            values={leaf: one.given[name] for name, leaf in leaves.items()},
            leaf=leaves["w"],
            old=one.given["w"],
            new=one.new("w"),
            after=one.next.loss,
            slope=one.gradient("w"),
        )
        for number, one in enumerate(walked, start=1)
    ]
    slices = measure_slices(steps)
    short = not any(map(is_seen, slices))
    axes, *close = new_panels(1, len(steps) if short else 0)
    paint_slices(axes, slices)
    if short:
        paint_close(close, measure_close(steps))
    several = f"at steps {listed([str(one.number) for one in steps])}: a parabola for each" if len(steps) > 1 else "at step 1: its parabola"
    beneath = " Beneath, each step is shown up close." if short else ""
    shows = f"The loss against w {several}, with the tangent where the step begins and an arrow to where it goes.{beneath}"
    promise = "A hollow dot is the loss that the curve promises, a diamond the loss really reached."
    scale = " The steps are too short to be seen at this scale; beneath, each has scales of its own." if short else ""
    return painted([axes, *close], shows=shows, caption=(f"Each curve holds b where its step found it. {promise}{scale}",))


def _lowest(step: WorkedStep) -> float:
    """Where the loss over w is lowest, the bias held fixed: a parabola's slope, divided by its curvature, leads there at once."""
    return step.given["w"] - step.gradient("w") / float(second_derivatives(step)[0, 0])
