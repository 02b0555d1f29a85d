"""Weight histograms over time: how the weights and biases of each layer spread in the course of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import FORWARD, INK, LINE, NEGATIVE, POSITIVE, TINT
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_count
from glassgrad.training.plan import Array

from .curve_parts.number_axis import number_ticks
from .figures import in_style, say
from .kind import Kind, needs_its_steps
from .measured.path import say_after
from .measured.weights import WeightHistory, weight_histories
from .stacks import given_axes, new_stacks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHTS = 3.4, (2.8, 2.0)
"""Inches of the panels of a layer: its weights, and beneath them its biases."""
FEW_TOLD = 6
"""Panels that are told to those who do not see them."""
FINEST = 240
"""Columns of a picture of histograms, at most."""
TITLE = "Weights over the steps"


def weights(run: Run, *, layer: int | None = None, count: int = 40, axes: Sequence[Axes] | None = None) -> list[Axes]:
    """Paint how the weights and the biases of each layer, or of one, are spread after at most `count` steps all over the run.

    One panel for the weights of a layer and one for its biases. Many weights are painted as histograms seen from above, one a step; few as lines.
    Raises: SettingError for a layer that is not there, or where `axes` are not as many as the panels.

    >>> from glassgrad.training import train
    >>> [one.get_title("left") for one in weights(train("moons", hidden=(4,), epochs=2, seed=0), layer=1)]
    ['weights of layer 1', 'biases of layer 1']
    """
    KIND.check(run.plan)
    measured = weight_histories(run, layer=layer, count=count)
    panels = [history for own in measured.layers for history in own]
    drawn = _panel_axes(measured.layers, axes)
    paint_weights(drawn, panels, note=measured.note)
    return drawn


def paint_weights(axes: Sequence[Axes], measured: Sequence[WeightHistory], *, note: str = "") -> None:
    """Paint each history on its axes, and say once what all of them show."""
    for one, history in zip(axes, measured, strict=True):
        _paint(one, history)
    told = "; ".join(history.says for history in measured[:FEW_TOLD])
    more = f", and {say_count(len(measured) - FEW_TOLD, 'more panel')}" if len(measured) > FEW_TOLD else ""
    say(axes, title=TITLE, shows=f"{TITLE}. {told[0].upper()}{told[1:]}{more}.", caption=" ".join(filter(None, (*_reading(measured), note))))


# ── one panel ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@in_style
def _paint(axes: Axes, measured: WeightHistory) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.axhline(0, color=LINE, linewidth=0.8, zorder=1)
    _paint_lines(axes, measured) if measured.few else _paint_histograms(axes, measured)
    axes.set_title(measured.name)
    axes.set_xlabel("step")
    axes.set_ylabel("value")
    number_ticks(axes.yaxis, max(map(abs, axes.get_ylim())))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    room = max(0.02 * float(measured.steps[-1] - measured.steps[0]), 0.5)
    axes.set_xlim(float(measured.steps[0]) - room, float(measured.steps[-1]) + room)


def _paint_lines(axes: Axes, measured: WeightHistory) -> None:
    """A line for each weight; those that are negative in the end are dashed."""
    alone = "o" if len(measured.steps) == 1 else ""
    for place, values in enumerate(measured.values.T):
        look: dict[str, Any] = {"color": NEGATIVE, "linestyle": "--"} if values[-1] < 0 else {"color": POSITIVE, "linestyle": "-"}
        axes.plot(measured.steps, values, linewidth=1.1, marker=alone, gid=f"{measured.name}: {place}", **look)


def _paint_histograms(axes: Axes, measured: WeightHistory) -> None:
    """The histogram after each step as a column, seen from above; over them the median, and the lines between which 90 of 100 weights lie."""
    from matplotlib.colors import LinearSegmentedColormap, PowerNorm

    first, last = float(measured.steps[0]), float(measured.steps[-1])
    axes.imshow(
        np.ma.masked_equal(_columns(measured).T, 0),
        extent=(first - 0.5, last + 0.5, float(measured.edges[0]), float(measured.edges[-1])),
        cmap=LinearSegmentedColormap.from_list("shares", [TINT, FORWARD]),
        # Where most weights gather at 0, the few others are still to be seen.
        norm=PowerNorm(0.5, 0, float(measured.shares.max())),
        origin="lower",
        aspect="auto",
        interpolation="none",
        gid=f"histograms of {measured.name}",
        zorder=1,
    )
    for line, dashes, name in zip(measured.quantiles, ("--", "-", "--"), ("5%", "median", "95%"), strict=True):
        axes.plot(measured.steps, line, color=INK, linewidth=1.0, linestyle=dashes, gid=f"{name} of {measured.name}")


def _columns(measured: WeightHistory) -> Array:
    """The histograms for columns of equal width, each that of the step nearest to it. Shape: (columns, bins)."""
    first, last = int(measured.steps[0]), int(measured.steps[-1])
    middles = np.linspace(first, last, min(last - first + 1, FINEST))
    nearest = np.abs(middles[:, None] - measured.steps[None, :]).argmin(axis=1)
    return np.asarray(measured.shares[nearest])


# ── the axes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _panel_axes(layers: Sequence[Sequence[WeightHistory]], axes: Sequence[Axes] | None) -> list[Axes]:
    """The axes given, or new ones: the weights of a layer above its biases."""
    if axes is not None:
        return given_axes(axes, sum(map(len, layers)))
    panels = max(map(len, layers))
    drawn: list[Axes] = []
    for own, stack in zip(layers, new_stacks(len(layers), width=WIDTH, heights=HEIGHTS[:panels]), strict=True):
        drawn.extend(stack[: len(own)])
        for unused in stack[len(own) :]:
            unused.remove()
    return drawn


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _reading(measured: Sequence[WeightHistory]) -> list[str]:
    steps = measured[0].steps
    first, last = (say_after(int(step)) for step in (steps[0], steps[-1]))
    between = f", from {first} to {last}" if len(steps) > 2 else f", {first} and {last}" if len(steps) > 1 else f", {first}"
    states = f"The weights at {say_count(len(steps), 'moment')}{between}."
    histograms = (
        "Each column is a histogram seen from above: the darker, the more weights have that value. "
        "The solid line is the median; between the dashed lines lie 90 of 100 weights."
    )
    lines = "Each thin line is a single weight or bias; dashed are those that are negative in the end."
    return [
        states,
        histograms if any(not one.few for one in measured) else "",
        lines if any(one.few for one in measured) else "",
        "Each panel has a scale of its own." if len(measured) > 1 else "",
    ]


KIND = Kind(name="weights", says="how the weights and biases of each layer are spread, over the steps", paint=weights, fits=needs_its_steps)
