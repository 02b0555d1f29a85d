"""The loss against one weight: the true slice that a step saw, the tangent there, and the step that was taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from glassgrad.training import Run
from glassgrad.training.plan import Plan

from .curve_parts.line_ends import LineEnd, name_lines
from .curve_parts.number_axis import number_ticks
from .figures import figure_of, in_style, new_axes, say
from .kind import Kind
from .measured.run_slices import RunSlices, run_slices
from .measured.slice import POINTS, LossSlice
from .slice_close import paint_close
from .slice_marks import Look, key, paint_curve, paint_step
from .slice_words import caption, shows, steps_named, title, together
from .stacks import given_axes
from .surface_words import short
from .words import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGHEST = 4.0
"""The picture ends above so many times what is usual on the curves, or lies between the steps."""
MOST_BESIDE, CLOSE_HEIGHT = 4, 1.7
"""Steps up close that stand beside each other, and how tall they are, in inches."""
FLAT = 0.2
"""If the curves are no higher than this share of what lies between them, each is shown from its own loss before the step."""


def loss_slice(
    run: Run, *, weights: tuple[str, ...] = (), steps: tuple[int, ...] = (), points: int = POINTS, axes: Axes | Sequence[Axes] | None = None
) -> list[Axes]:
    """Paint the loss against one weight, or several in panels of their own, as steps of the run saw it: the slice, the tangent, and the step taken.

    Without `weights`, against the one that moves the farthest; without `steps`, at a few from the first to the last. A slice is the loss of the step
    itself, with its batch, penalty and dropout, while all else is held; `points` on each. Of one weight, steps too short to be seen are shown up close.
    Raises: SettingError for weights or steps that are not there, for more than 6 weights or 8 steps, or where `axes` are not one for each weight.

    >>> from glassgrad.training import train
    >>> panels = loss_slice(train("moons", hidden=(4,), epochs=2, seed=0), weights=("W2[0,0]",), steps=(1, 5), points=31)
    >>> panels[0].get_xlabel(), [one.get_title("left") for one in panels]
    ('w⁽²⁾₀₀', ['The loss against w⁽²⁾₀₀', 'step 1', 'step 5'])
    """
    KIND.check(run.plan)
    measured = run_slices(run, weights=weights, steps=steps, points=points)
    panels = _panels(measured) if axes is None else given_axes(axes, len(measured.slices))
    loss, causes, says = measured.loss, measured.causes, _says(measured, closer=len(panels) > len(measured.slices))
    for place, (panel, slices) in enumerate(zip(panels, measured.slices, strict=False)):
        paint_slices(panel, slices, loss=loss, causes=causes, says=says, keyed=not place)
    if len(panels) > len(measured.slices):
        paint_close(panels[1:], measured.close)
    return panels


@in_style
def _panels(measured: RunSlices) -> list[Axes]:
    """New axes: one for each weight; of a single one, and beneath it one for each step that is shown up close."""
    if len(measured.slices) > 1:
        return _grid(len(measured.slices))
    if not measured.close:
        return [new_axes()]
    columns = min(MOST_BESIDE, len(measured.close))
    rows = -(-len(measured.close) // columns)
    made = list(new_axes(size=(7.0, 4.4 + CLOSE_HEIGHT * rows), rows=1 + rows, columns=columns, heights=(3.4, *[CLOSE_HEIGHT] * rows)))
    figure, grid = figure_of(made), made[0].get_gridspec()
    for unused in (*made[:columns], *made[columns + len(measured.close) :]):
        unused.remove()
    return [figure.add_subplot(grid[0, :]), *made[columns : columns + len(measured.close)]]


def _grid(count: int) -> list[Axes]:
    made = list(new_axes(size=(9.6, 3.6 * -(-count // 2)), rows=-(-count // 2), columns=2))
    for unused in made[count:]:
        unused.remove()
    return made[:count]


def _says(measured: RunSlices, *, closer: bool) -> str:
    chosen = f"Of all weights and biases, {measured.slices[0][0].weight} moves the farthest in this run." if measured.chosen else ""
    return " ".join(filter(None, ("Beneath: the same steps up close, each on scales of its own." if closer else "", chosen)))


@in_style
def paint_slices(axes: Axes, slices: Sequence[LossSlice], *, loss: str = "loss", causes: Sequence[str] = (), says: str = "", keyed: bool = True) -> None:
    """Paint the slices of several steps along the same weight, each with its tangent and its step.

    `loss` names it; `causes` say why the curve differs from step to step; `says` are more sentences for the caption; `keyed`: with a key of the marks.
    """
    aligned = _are_flat(slices)
    looks = [Look(place, len(slices), one.before if aligned else 0.0) for place, one in enumerate(slices)]
    for one, look in zip(slices, looks, strict=True):
        paint_curve(axes, one, look)
    low, high, cut = heights(slices, looks)
    axes.set(xlim=slices[0].at[[0, -1]], ylim=(low, high), xlabel=literal(slices[0].weight))
    axes.set_ylabel(f"{literal(loss)}, from that before the step" if aligned else literal(loss))
    axes.set_title(title(slices))
    number_ticks(axes.xaxis, float(np.abs(axes.get_xlim()).max()))
    number_ticks(axes.yaxis, max(abs(low), abs(high)))
    if keyed:
        figure_of(axes).legend(handles=key(slices[0].weight), loc="outside lower left", ncols=3)
    figure_of(axes).draw_without_rendering()  # so that everything has its place
    for one, look in zip(slices, looks, strict=True):
        paint_step(axes, one, look)
    name_lines(axes, _names(slices, looks, aligned=aligned))
    say(axes, title=title(slices), shows=shows(slices, loss=loss), caption=caption(slices, aligned=aligned, cut=cut, causes=causes, says=says))


def heights(slices: Sequence[LossSlice], looks: Sequence[Look]) -> tuple[float, float, bool]:
    """From where to where the loss is shown, and whether curves go on above: all that belongs to the steps, and as much of the curves as it leaves room."""
    steps = np.array([loss - look.zero for one, look in zip(slices, looks, strict=True) for loss in (one.before, one.alone, one.after)])
    curves = np.concatenate([one.losses - look.zero for one, look in zip(slices, looks, strict=True)])
    steps, curves = steps[np.isfinite(steps)], curves[np.isfinite(curves)]
    low, top = min(steps.min(), curves.min(initial=np.inf)), max(steps.max(), curves.max(initial=-np.inf))
    usual = max(steps.max() - low, float(np.median(curves - low)) if len(curves) else 0.0)
    high = max(steps.max(), min(top, low + HIGHEST * usual))
    spare = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    return float(low - spare), float(high + spare), bool(top > high + spare)


def _are_flat(slices: Sequence[LossSlice]) -> bool:
    """Whether each slice would be hardly more than a level line between the others."""
    tall = max((float(np.ptp(finite)) for finite in (one.losses[np.isfinite(one.losses)] for one in slices) if len(finite)), default=0.0)
    before = [one.before for one in slices]
    return tall < FLAT * (max(before) - min(before))


def _names(slices: Sequence[LossSlice], looks: Sequence[Look], *, aligned: bool) -> list[LineEnd]:
    """A name for each curve that is not that of another step as well."""
    colours = {one.step: look for one, look in zip(slices, looks, strict=True)}
    names = []
    for group in together(slices):
        last = group[-1]
        look, end = colours[last.step], float(np.nan_to_num(last.losses[-1], nan=last.before, posinf=np.finfo(float).max))
        words = steps_named(group) + (f" (from {short(last.before)})" if aligned else "")
        names.append(LineEnd(f"slice of {steps_named(group)}", float(last.at[-1]), end - look.zero, words, look.colour))
    return names


def _why_not(plan: Plan) -> str:
    return "" if plan.table is not None else "its data do not lie in its file, so no step can be made again; open the run with data=…"


KIND = Kind(name="slice", says="the loss against one weight, as chosen steps saw it, with the tangent and the step taken", paint=loss_slice, fits=_why_not)
