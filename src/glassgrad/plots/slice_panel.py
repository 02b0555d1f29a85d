"""The slices along one weight on one axes: curves from early to late, the point and the tangent on each, and the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from glassgrad.training.loss_curve import Axis, ticks_of

from .curve_parts.line_ends import LineEnd, name_lines
from .curve_parts.number_axis import LARGE, SMALL, number_ticks
from .figures import figure_of, in_style
from .measured.path import CLIMBS
from .measured.slice import LossSlice
from .slice_marks import Look, is_seen, key, paint_curve, paint_step
from .slice_words import Scale, full_name, steps_named, title, together
from .surface_words import short
from .words import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGHEST = 6.0
"""The picture ends above so many times what is usual on the curves, or lies between the steps."""
MOST_TICKS = 5
"""Stretches between the ticks of a weight that are written with a power of ten each: more would touch."""
MOST_LOSSES, FEW = 7, 3
"""Ticks of a logarithmic axis of losses at most, and how many tell enough."""
BENEATH = 0.52
"""Inches from the axes down to the key."""


@dataclass(frozen=True)
class Drawn:
    """What came of it: whether a step is long enough to be seen, whether curves go on above the picture, and whether a step leads to a loss beyond it."""

    seen: bool
    cut: bool
    beyond: bool


@in_style
def paint_panel(axes: Axes, slices: Sequence[LossSlice], *, loss: str, scale: Scale, closer: bool, key_columns: int) -> Drawn:
    """Paint the slices on this scale of losses; `key_columns` of a key of the marks, 0 for none."""
    looks = [Look(place, len(slices), one.before if scale.aligned else 0.0) for place, one in enumerate(slices)]
    from matplotlib.ticker import MaxNLocator

    for one, look in zip(slices, looks, strict=True):
        paint_curve(axes, one, look)
    low, high, cut = decades(slices) if scale.logarithmic else heights(slices, looks, aligned=scale.aligned)
    if scale.logarithmic:
        axes.set_yscale("log")
    axes.set(xlim=slices[0].at[[0, -1]], ylim=(low, high), xlabel=literal(full_name(slices[0])))
    axes.set_ylabel("loss, from that before the step" if scale.aligned else literal(loss, 60))
    axes.set_title(literal(title([slices]), 60))
    number_ticks(axes.xaxis, float(np.abs(axes.get_xlim()).max()))
    if not 10 * SMALL < np.abs(axes.get_xlim()).max() < LARGE:
        axes.xaxis.set_major_locator(MaxNLocator(MOST_TICKS))
    number_ticks(axes.yaxis, np.inf if scale.logarithmic else max(abs(low), abs(high)))
    if scale.logarithmic:
        _tick_by_factors(axes, low, high)
    seen = any(is_seen(one) for one in slices)
    if key_columns:
        _paint_key(axes, slices[0].weight, key_columns, steps=seen or closer)
    figure_of(axes).draw_without_rendering()  # so that everything has its place
    beyond = [paint_step(axes, one, look) for one, look in zip(slices, looks, strict=True)]
    name_lines(axes, _names(slices, looks, aligned=scale.aligned))
    return Drawn(seen, cut, any(beyond))


def _tick_by_factors(axes: Axes, low: float, high: float) -> None:
    """Round numbers on a logarithmic axis of losses; where it spans less than a decade, at even steps."""
    from matplotlib.ticker import FixedLocator, NullLocator

    marks = ticks_of(Axis(low, high, logarithmic=True), at_most=MOST_LOSSES)
    if len(marks) < FEW:
        marks = ticks_of(Axis(low, high, logarithmic=False), at_most=MOST_LOSSES)
    axes.yaxis.set_major_locator(FixedLocator([at for at, _ in marks]))
    axes.yaxis.set_minor_locator(NullLocator())


def heights(slices: Sequence[LossSlice], looks: Sequence[Look], *, aligned: bool = False) -> tuple[float, float, bool]:
    """From where to where the loss is shown, and whether curves go on above: all that belongs to the steps, and as much of the curves as has room then."""
    drawn = list(zip(slices, looks, strict=True))
    steps = np.array([loss - look.zero for one, look in drawn for loss in _losses(one, aligned=aligned)])
    curves = np.concatenate([one.losses - look.zero for one, look in drawn])
    steps, curves = steps[np.isfinite(steps)], curves[np.isfinite(curves)]
    low, top = min(steps.min(), curves.min(initial=np.inf)), max(steps.max(), curves.max(initial=-np.inf))
    usual = max(steps.max() - low, float(np.median(curves - low)) if len(curves) else 0.0)
    high = max(steps.max(), min(top, low + HIGHEST * usual))
    spare = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    return float(low - spare), float(high + spare), bool(top > high + spare)


def decades(slices: Sequence[LossSlice]) -> tuple[float, float, bool]:
    """The same on a logarithmic axis: all that belongs to the steps, and of the curves what is not far out of all proportion to it."""
    steps = np.array([loss for one in slices for loss in (one.before, one.alone, one.after) if 0 < loss < np.inf])
    curves = np.concatenate([one.losses for one in slices])
    curves = curves[(curves > 0) & np.isfinite(curves)]
    low = min(steps.min(), max(curves.min(initial=np.inf), steps.min() / CLIMBS))
    high = max(steps.max(), min(curves.max(initial=0.0), steps.max() * CLIMBS))
    spare = 10 ** (0.06 * np.log10(high / low) + 0.02)
    return float(low / spare), float(high * spare), bool(curves.max(initial=0.0) > high * spare)


def _losses(one: LossSlice, *, aligned: bool) -> tuple[float, ...]:
    """The losses that must be in the picture: that reached by all weights together only where the step is seen, and where it leaves room for the curves."""
    return (one.before, one.alone, one.after) if is_seen(one) and not aligned else (one.before, one.alone)


def _paint_key(axes: Axes, weight: str, columns: int, *, steps: bool) -> None:
    """The key of the marks, beneath the axes."""
    from matplotlib.transforms import ScaledTranslation

    beneath = axes.transAxes + ScaledTranslation(0, -BENEATH, figure_of(axes).dpi_scale_trans)
    marks = key(weight, steps=steps)
    axes.legend(handles=marks, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=beneath, ncols=columns, borderaxespad=0, borderpad=0)


def _names(slices: Sequence[LossSlice], looks: Sequence[Look], *, aligned: bool) -> list[LineEnd]:
    """A name for each curve; steps that saw the same curve share it."""
    look_of = {one.step: look for one, look in zip(slices, looks, strict=True)}
    names = []
    for group in together(slices):
        last, look = group[-1], look_of[group[-1].step]
        end = last.losses[-1] if np.isfinite(last.losses[-1]) else last.before
        words = steps_named(group) + (f" (from {short(last.before)})" if aligned else "")
        names.append(LineEnd(f"slice of {steps_named(group)}", float(last.at[-1]), float(end) - look.zero, words, look.colour))
    return names
