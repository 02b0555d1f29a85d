"""The loss of one neuron over its weight and its bias as a landscape, and the way of one descent through it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.explain.blocks import Figure
from glassgrad.plots.figures import new_axes
from glassgrad.plots.measured.surface import PathOnPlane
from glassgrad.plots.surface import paint_surface
from glassgrad.writing.mathematics import Words

from .landscape import Place, near_enough, nearest_lowest, places_on, surface_around, way_along
from .pictures import painted
from .words import counted, equal_to, in_short
from .worked_step import WorkedStep, path

LANDSCAPE = (7.0, 4.6)
"""Inches."""
SHORT, TINY = 0.15, 1e-4
"""A way that is shorter than this share of the picture is shown close by, unless it is hardly longer than nothing."""


def descent_picture(first: WorkedStep, steps: int) -> Figure:
    """The loss as a landscape over w and b, with so many steps of the descent; those that lead far out of the picture are only told.

    Of a descent that hardly comes away from its start, the place where it is; of any other one, both sides of the trough.
    """
    walked = path(first, steps)
    drawn = near_enough(walked)
    way, (w, b) = way_along("path", drawn), nearest_lowest(first)
    places, beyond = places_on(way), (2 * w - first.given["w"], 2 * b - first.given["b"])
    share = _spread(places) / _spread([*places, beyond])
    close = TINY < share < SHORT
    axes = new_axes(three_d=True, size=LANDSCAPE)
    paint_surface(axes, surface_around(first, (way,), places if close else [*places, beyond], title="The loss over w and b"))
    if close:
        axes.ticklabel_format(axis="x", useOffset=False)
        axes.ticklabel_format(axis="y", useOffset=False)
    seen = "seen close by: a slope" if close else "a straight trough"
    line = ", and the line goes from step to step, from the ring to the star" if len(drawn) > 1 else ""
    short: Words = (" The steps are short, so only the ground beneath them is shown: the trough is at w ", equal_to(w), ", b ", equal_to(b), ".")
    about = short if close else (" The steps are too short to be seen here.",) if share <= TINY and len(drawn) > 1 else ()
    caption = (f"Height and colour are the loss{line}.", *about, *_left(walked, drawn))
    return painted(axes, shows=f"A landscape of the loss over w and b, {seen}. {_told(way)}", caption=caption)


def _told(way: PathOnPlane) -> str:
    if len(way.steps) == 1:
        return "The descent starts at its ring."
    before, after = (in_short(one) for one in way.losses[[0, -1]])
    steps, back = counted(len(way.steps) - 1, "step"), way.xs[0] == way.xs[-1] and way.ys[0] == way.ys[-1]
    if back:
        return f"The descent jumps to and fro, and after {steps} it is back at its start, with a loss of {after}."
    return f"The descent leads from a loss of {before} to {after} in {steps}."


def _left(walked: Sequence[WorkedStep], drawn: Sequence[WorkedStep]) -> Words:
    """What happens outside the picture."""
    if len(drawn) == len(walked):
        return ()
    out = walked[len(drawn)]
    return (f" Step {len(drawn)} leaves the picture: it goes to w ", equal_to(out.given["w"]), ", b ", equal_to(out.given["b"]), ".")


def _spread(places: Sequence[Place]) -> float:
    """How far places lie apart along w or along b, whichever is more."""
    return float(np.ptp(np.array(places), axis=0).max())
