"""The loss of one neuron over its weight and its bias, seen from above, and the ways that descents take over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.palette import PAPER
from glassgrad.explain.blocks import Figure
from glassgrad.graph import Graph, Node
from glassgrad.plots.contour_labels import label_apart
from glassgrad.plots.contours import paint_contours
from glassgrad.plots.figures import figure_of, in_style, new_axes
from glassgrad.plots.measured.directions import Vector
from glassgrad.plots.measured.formula_surface import surface_of
from glassgrad.plots.measured.surface import LossSurface, PathOnPlane
from glassgrad.plots.path_ends import START
from glassgrad.writing.numbers import number

from .fates import ROUNDING
from .pictures import painted
from .words import counted, equal_to
from .worked_step import WorkedStep, path

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOSS = "loss L = ½·(ŷ − y)²"
POINTS, FINE = 27, 61
"""Points of a grid on each side: in 3-D, and seen from above, where lines are drawn through them."""
HIGHER = 16.0
"""A step is drawn as long as the loss there is no more than so many times that at the start: it lies four times as far from the trough."""
ROOM = 1.5
"""How much wider than the ways on it a picture is."""
SEEN = 2.5
"""The loss is shown up to so many times the highest one on the ways; what is higher would leave no colours for them."""
LANE = 0.9
"""How far apart ways lie that are shown side by side, by their distance from the trough."""
DIGITS = 9
"""Decimal places in which ends are told apart."""
TRIED = 5
"""Steps with each learning rate."""
LONGEST_LABEL = 30
"""Letters of a label that leaves room for another one beside it."""
MAP, LABEL_HEIGHT = (6.0, 4.75), 0.2
"""Inches; a map has room for its labels beneath it as well."""
Place = tuple[float, float]


def rates_picture(first: WorkedStep, fates: Mapping[float, str]) -> Figure:
    """Descents with several learning rates, of which it is said what becomes of each, on one map of the loss. Their starts lie apart, and equally high."""
    starts = list(_side_by_side(first, list(fates)))
    ways = [way_along(f"α {equal_to(rate)}: {told}", near_enough(path(one, TRIED))) for (rate, told), one in zip(fates.items(), starts, strict=True)]
    axes = _map(first, ways, [nearest_lowest(one) for one in starts], title="One trough, several learning rates")
    shows = f"A map of the loss over w and b, with descents side by side, {counted(TRIED, 'step')} each: {'; '.join(way.label for way in ways)}."
    return painted(axes, shows=shows, caption=(f"Every descent begins at a ring, and all rings are equally high. {TROUGH}",))


def starts_picture(first: WorkedStep, starts: Sequence[WorkedStep]) -> Figure:
    """Where descents from several starts end, when each goes straight down. A start in the trough is marked, and has no way to go."""
    none = ROUNDING * max(one.loss for one in starts)
    ways = [_straight(one) for one in starts if one.loss > none]
    resting = [(one.given["w"], one.given["b"]) for one in starts if one.loss <= none]
    axes = _map(first, ways, resting, title="Where each start ends")
    for w, b in resting:
        axes.plot([w], [b], linestyle="", zorder=6, gid="start in the trough", label="_", **START)
    lying = f"; {counted(len(resting), 'start')} {'lies' if len(resting) == 1 else 'lie'} in it already" if resting else ""
    alone = ", and a ring alone is a start that lies in the trough already" if resting else ""
    ends = {(round(float(way.xs[-1]), DIGITS), round(float(way.ys[-1]), DIGITS)) for way in ways}
    shows = f"A map of the loss over w and b: from {counted(len(ways), 'start')} straight down into one trough, to {counted(len(ends), 'place')} of it{lying}."
    return painted(axes, shows=shows, caption=(f"Every way begins at a ring{alone}. {TROUGH}",))


TROUGH = "Dark is low; on the dotted line, w·x + b = y, the loss is 0."


@in_style
def _map(first: WorkedStep, ways: Sequence[PathOnPlane], lowest: Sequence[Place], *, title: str) -> Axes:
    """The loss from above, the ways on it, and the line of lowest places."""
    surface = surface_around(first, ways, [*(place for way in ways for place in places_on(way)), *lowest], title=title, points=FINE)
    columns = 2 if max(len(way.label) for way in ways) <= LONGEST_LABEL else 1
    top = SEEN * max(float(way.losses.max()) for way in ways)
    axes: Axes = new_axes(size=(MAP[0], MAP[1] + LABEL_HEIGHT * -(-len(ways) // columns)))
    drawn = replace(surface, losses=np.minimum(surface.losses, top))
    paint_contours(axes, drawn, log="no", labelled=False)
    (w, b), x = nearest_lowest(first), first.given["x"]
    axes.axline((w, b), (w + 1, b - x), color=PAPER, linestyle=":", linewidth=1.6, zorder=3, gid="trough", label="_")
    legend = axes.get_legend()
    if legend is not None:
        legend.remove()
    for word in list(axes.texts):
        if word.get_text() == "start":  # every ring is one, and the words would lie on the ways
            word.remove()
    figure_of(axes).legend(*axes.get_legend_handles_labels(), loc="outside lower left", ncols=columns)
    label_apart(axes)
    return axes


def nearest_lowest(step: WorkedStep) -> Place:
    """The lowest place that is nearest.   Formula: (w, b) − (ŷ − y)·(x, 1)/(x² + 1)."""
    x, error = step.given["x"], step.value("ŷ") - step.given["y"]
    return step.given["w"] - error * x / (x * x + 1), step.given["b"] - error / (x * x + 1)


def _side_by_side(first: WorkedStep, rates: Sequence[float]) -> Iterator[WorkedStep]:
    """The start for each rate, moved along the trough, where the loss does not change."""
    w, b = nearest_lowest(first)
    # A step along (1, −x) leaves w·x + b as it is; turned by a right angle, the way down is such a step.
    along = (first.given["b"] - b, w - first.given["w"]) if first.loss else (1.0, -first.given["x"])
    for number_, rate in enumerate(rates):
        share = LANE * (number_ - (len(rates) - 1) / 2)
        yield first.with_numbers({"w": first.given["w"] + share * along[0], "b": first.given["b"] + share * along[1], "α": rate})


def near_enough(walked: Sequence[WorkedStep]) -> list[WorkedStep]:
    """The first steps, as far as they stay near enough to be drawn."""
    return [walked[0], *takewhile(lambda one: one.loss <= HIGHER * walked[0].loss, walked[1:])]


def way_along(label: str, walked: Sequence[WorkedStep]) -> PathOnPlane:
    """The way that a descent takes over w and b."""
    w, b, losses = (np.array(one) for one in zip(*((one.given["w"], one.given["b"], one.loss) for one in walked), strict=True))
    return PathOnPlane(label, tuple(range(len(walked))), w, b, losses)


def _straight(step: WorkedStep) -> PathOnPlane:
    w, b = nearest_lowest(step)
    label = f"from ({number(step.given['w']).text}, {number(step.given['b']).text})"
    return way_along(label, [step, step.with_numbers({"w": w, "b": b})])


def surface_around(first: WorkedStep, ways: Sequence[PathOnPlane], places: Iterable[Place], *, title: str, points: int = POINTS) -> LossSurface:
    """The loss on a grid around these places, with the ways on it."""
    loss = first.descent.loss
    leaves = {leaf.name: leaf for leaf in Graph((loss,)).leaves}
    xs, ys = _around(np.array(list(places)), points)
    given: dict[Node | str, float] = {leaf: first.given[name] for name, leaf in leaves.items() if name in first.given}
    losses = surface_of(loss, given, leaves["w"], leaves["b"], xs, ys)
    return LossSurface(xs=xs, ys=ys, losses=losses, x_label="w", y_label="b", loss=LOSS, title=title, paths=tuple(ways))


def _around(places: Vector, points: int) -> tuple[Vector, Vector]:
    """A square grid around places (places, 2), wide enough to see what lies about them."""
    low, high = places.min(axis=0), places.max(axis=0)
    half = ROOM * float((high - low).max()) / 2 or 1.0
    middle = (low + high) / 2
    return np.linspace(middle[0] - half, middle[0] + half, points), np.linspace(middle[1] - half, middle[1] + half, points)


def places_on(way: PathOnPlane) -> list[Place]:
    """The places of its steps: their w and b."""
    return list(zip(way.xs.tolist(), way.ys.tolist(), strict=True))
