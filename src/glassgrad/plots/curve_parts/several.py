"""The learning curves of several runs on one picture, each in a colour, with a dash and a marker of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.palette import class_colour, class_marker
from glassgrad.graph import SettingError

from ..figures import figure_of, in_style, say
from ..measured.curves import Curves, thinned
from ..names import short_names, spoken_names
from ..words import listed
from .line_ends import LineEnd, name_lines
from .loss_axis import scale_losses
from .panels import MOST_POINTS, TITLE, marks_on, scale_epochs, scale_metric, weight_of
from .words import say_loss, say_metric

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_RUNS = 12
"""More lines than this cannot be told apart."""
LONGEST_NAME = 34
EITHER = "judged"
SAID_OF_ROWS = {"validation": "held out", "training": "learnt from", EITHER: "held out, or learnt from where none are"}
DASHES: tuple[Any, ...] = ("-", (0, (4, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.6, 1.2, 1.6)))


@in_style
def paint_several(panels: Sequence[Axes], names: Sequence[str], measured: Sequence[Curves], *, log: str = "auto") -> None:
    """Paint the judged loss of every run on the first panel and, if there is a second one, the metric on that.

    Raises: SettingError for runs of different metrics, or for more runs than can be told apart.
    """
    check_several(measured)
    first = measured[0]
    for number, one in enumerate(measured):
        _line(panels[0], one, one.judged.losses, number, _line_name(number, "loss"))
        if len(panels) > 1 and one.judged.telling:
            _line(panels[1], one, one.judged.metrics, number, _line_name(number, one.metric))
    remark = scale_losses(panels[0], np.concatenate([one.judged.losses for one in measured]), log)
    panels[0].set_ylabel(f"{_rows(measured)} loss")
    panels[0].set_title(TITLE)
    if len(panels) > 1:
        scale_metric(panels[1], [one.judged for one in measured if one.judged.telling], is_share=first.is_share)
        panels[1].set_ylabel(first.metric)
    scale_epochs(panels, max(one.last_epoch for one in measured))
    figure_of(panels[0]).draw_without_rendering()  # so that everything has its place
    shown = short_names(names, LONGEST_NAME)
    losses = [float(one.judged.losses[-1]) for one in measured]
    _name(panels[0], measured, "loss", [(f"{name}: {say_loss(loss)}", loss) for name, loss in zip(shown, losses, strict=True)])
    if len(panels) > 1:
        values = [float(one.judged.metrics[-1]) if one.judged.telling else None for one in measured]
        _name(panels[1], measured, first.metric, [None if value is None else (say_metric(value, is_share=first.is_share), value) for value in values])
    say(panels[0], title=TITLE, shows=_shows(spoken_names(names), measured), caption=_caption(measured, remark))


def check_several(measured: Sequence[Curves]) -> None:
    """Raises: SettingError for runs that cannot be on one picture."""
    if not 1 <= len(measured) <= MOST_RUNS:
        raise SettingError(f"there are {len(measured)} runs for one picture of learning curves; expected 1 to {MOST_RUNS}, which can be told apart")
    metrics = list(dict.fromkeys(one.metric for one in measured))
    if len(metrics) > 1:
        raise SettingError(f"the runs are judged by {listed(metrics)}, which have no common axis; choose runs of one task")


def _line(axes: Axes, curves: Curves, values: Any, number: int, name: str) -> None:
    places = thinned(values, MOST_POINTS)
    (line,) = axes.plot(
        curves.judged.epochs[places],
        values[places],
        color=class_colour(number),
        linestyle=DASHES[number % len(DASHES)],
        linewidth=weight_of(len(places)),
        marker=class_marker(number),
        markevery=marks_on(len(places), later=bool(number % 2)),
    )
    line.set_gid(name)


def _name(axes: Axes, measured: Sequence[Curves], what: str, ends: Sequence[tuple[str, float] | None]) -> None:
    last = [one.last_epoch for one in measured]
    named = []
    for number, (epoch, end) in enumerate(zip(last, ends, strict=True)):
        if end is None:
            continue
        words, value = end
        if epoch < max(last):
            axes.plot([epoch, max(last)], [value, value], color=class_colour(number), linestyle=":", linewidth=0.8, alpha=0.7)
        named.append(LineEnd(_line_name(number, what), epoch, value, words, class_colour(number)))
    name_lines(axes, named)


def _line_name(number: int, what: str) -> str:
    return f"run {number + 1} {what}"


def _rows(measured: Sequence[Curves]) -> str:
    found = {one.judged.rows for one in measured}
    return found.pop() if len(found) == 1 else EITHER


def _shows(names: Sequence[str], measured: Sequence[Curves]) -> str:
    ends = [f"{name}: {_end(one)} after epoch {one.last_epoch:,}{', where it broke off' * one.broke_off}" for name, one in zip(names, measured, strict=True)]
    best = min(range(len(names)), key=lambda place: float(measured[place].judged.losses.min()))
    low = say_loss(measured[best].judged.losses.min())
    lowest = f" The lowest loss, {low}, is that of {names[best]}." if len({one.loss for one in measured}) == 1 else ""
    return f"Learning curves of {counted(len(names), 'run')}. {'; '.join(ends)}.{lowest}"


def _end(curves: Curves) -> str:
    loss = f"loss {say_loss(curves.judged.losses[-1])}"
    return f"{loss} and {curves.metric} {say_metric(curves.judged.metrics[-1], is_share=curves.is_share)}" if curves.judged.telling else loss


def _caption(measured: Sequence[Curves], remark: str) -> str:
    losses = list(dict.fromkeys(one.loss for one in measured))
    rows = SAID_OF_ROWS[_rows(measured)]
    parts = [f"Each line is a run: its loss ({listed(losses)}) and its {measured[0].metric} on the rows {rows}, after each epoch."]
    parts += ["The losses are not the same, so compare the metric rather than them."] if len(losses) > 1 else []
    parts += ["A thin dotted line leads from the end of a shorter run to its name."] if len({one.last_epoch for one in measured}) > 1 else []
    level = sum(not one.judged.telling for one in measured)
    where = "here" if level == len(measured) else f"for {level} of the runs, where"
    parts += [f"{measured[0].metric} says nothing {where}{':' * (where == 'here')} the true values are all the same."] if level else []
    return " ".join(filter(None, [*parts, remark]))
