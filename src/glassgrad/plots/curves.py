"""Learning curves: loss and metric epoch by epoch, on the rows of training and on those held out, and when something happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import PAPER, TRAINING, VALIDATION
from glassgrad.training import Run

from .curve_parts.line_ends import LineEnd, name_lines
from .curve_parts.loss_axis import scale_losses
from .curve_parts.moment_marks import mark_moments
from .curve_parts.panels import MOST_POINTS, TITLE, marks_on, panels_for, scale_epochs, scale_metric, weight_of
from .curve_parts.several import check_several, paint_several
from .curve_parts.words import caption, say_loss, say_metric, shows
from .figures import figure_of, in_style, say
from .kind import Kind
from .measured.curves import Curves, Series, learning_curves, thinned
from .measured.run_names import run_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Look:
    """How a line is told from the other: by colour, dash and marker."""

    colour: str
    dash: Any
    marker: str
    filled: bool


LOOKS = {"training": Look(TRAINING, "-", "o", filled=True), "validation": Look(VALIDATION, (0, (4, 1.6)), "s", filled=False)}


def curves(run: Run | Sequence[Run], *, log: str = "auto", axes: Axes | Sequence[Axes] | None = None) -> list[Axes]:
    """The learning curves of a run, or of several runs on one picture: the loss above, the metric below. On axes that are given alone: the loss only.

    `log`: whether the axis of losses is logarithmic, "auto" where they fall by more than a factor of ten.
    Raises: SettingError for runs of different metrics on one picture, or where nothing is known to draw.

    >>> from glassgrad.training import train
    >>> panels = curves(train("iris", epochs=3, engine="reference"))
    >>> [one.get_ylabel() for one in panels]
    ['loss (cross entropy)', 'accuracy']
    """
    runs = [run] if isinstance(run, Run) else list(run)
    measured = [learning_curves(one) for one in runs]
    check_several(measured)
    panels = panels_for(axes)
    if len(runs) == 1:
        paint_curves(panels, measured[0], log=log)
    else:
        paint_several(panels, run_names([one.plan for one in runs]), measured, log=log)
    return panels


@in_style
def paint_curves(panels: Sequence[Axes], measured: Curves, *, log: str = "auto") -> None:
    """Paint the loss on the first of the panels and, if there is a second one, the metric on that."""
    remark = _paint_losses(panels[0], measured, log)
    if len(panels) > 1:
        _paint_metrics(panels[1], measured)
    end = max([measured.last_epoch, *(one.epoch for one in measured.moments)])
    scale_epochs(panels, end)
    figure_of(panels[0]).draw_without_rendering()  # so that everything has its place
    # To the right of where it burst, the last losses would seem to be those of its end.
    place: Any = {"crossed": True} if measured.broke_off else {"beyond": end}
    name_lines(panels[0], [_end(one, one.losses, "loss", say_loss(one.losses[-1])) for one in measured.series], **place)
    if len(panels) > 1:
        told = [one for one in measured.series if one.telling]
        ends = [_end(one, one.metrics, measured.metric, say_metric(one.metrics[-1], is_share=measured.is_share)) for one in told]
        name_lines(panels[1], ends, **place)
    figure_of(panels[0]).draw_without_rendering()  # the names have made the panels narrower
    panels[0].set_title(TITLE, pad=6 + mark_moments(panels, measured.moments))
    say(panels[0], title=TITLE, shows=shows(measured), caption=caption(measured, remark))


def _paint_losses(axes: Axes, measured: Curves, log: str) -> str:
    """The losses; a sentence that says how their axis is to be read."""
    for one in measured.series:
        _line(axes, one, one.losses, f"{one.rows} loss")
    axes.set_ylabel(f"loss ({measured.loss})")
    return scale_losses(axes, np.concatenate([one.losses for one in measured.series]), log)


def _paint_metrics(axes: Axes, measured: Curves) -> None:
    told = [one for one in measured.series if one.telling]
    for one in told:
        _line(axes, one, one.metrics, f"{one.rows} {measured.metric}")
    axes.set_ylabel(measured.metric)
    scale_metric(axes, told, is_share=measured.is_share)


def _line(axes: Axes, series: Series, values: Any, name: str) -> None:
    look = LOOKS[series.rows]
    places = thinned(values, MOST_POINTS)
    (line,) = axes.plot(
        series.epochs[places],
        values[places],
        color=look.colour,
        linestyle=look.dash,
        linewidth=weight_of(len(places)),
        marker=look.marker,
        markerfacecolor=look.colour if look.filled else PAPER,
        markevery=marks_on(len(places), later=not look.filled),
    )
    line.set_gid(name)


def _end(series: Series, values: Any, what: str, words: str) -> LineEnd:
    return LineEnd(f"{series.rows} {what}", float(series.epochs[-1]), float(values[-1]), f"{series.rows} {words}", LOOKS[series.rows].colour)


KIND = Kind(name="curves", says="loss and metric epoch by epoch, in training and on held-out rows, and when something happened", paint=curves, several=True)
