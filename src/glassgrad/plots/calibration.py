"""Calibration: whether what the network is 80% sure of comes true in 80% of the cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import FORWARD, INK, PAPER, SOFT, blended
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_share

from .figures import figure_of, in_style, new_axes, say
from .kind import Kind
from .measured.calibration import Calibration, calibration_of
from .measured.predicted import needs_classes
from .names import SPOKEN, escaped, short_name
from .stacks import given_axes
from .words import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Calibration"
SIZE = (5.6, 6.0)
FEW = 10
"""A bin of fewer rows is drawn hollow: its share is uncertain, whatever it is."""
LONGEST = 26
LETTERS, HEIGHTS, BESIDE = 9.0, (0.09, 0.03, 0.15, 0.21, 0.27), 0.02
"""Points of the words beside the dashed line; how high above the lower edge they may stand, and how far from a bar, in shares of the axis."""
ROUGH = 100
"""With fewer rows the error would not be near 0 for a network that is right about itself either."""


def calibration(run: Run, *, rows: str = "validation", target: str = "", axes: Axes | Sequence[Axes] | None = None) -> list[Axes]:
    """How sure the network was, against how often it came true; beneath, how many rows there are for each. On axes that are given alone: without the histogram.

    Of two classes the probability of the second is looked at; of more, that of the class that is said, whichever it is.
    `rows`: "validation" (those held out; where there are none, those of training), or "training". `target`: which one, of several that are learnt at once.
    Raises: SettingError for a run that predicts numbers.

    >>> from glassgrad.training import train
    >>> [one.get_ylabel() for one in calibration(train("iris", epochs=3, engine="reference"))]
    ['how often it is right', 'rows']
    """
    KIND.check(run.plan)
    measured = calibration_of(run, rows, target)
    given = None if axes is None else given_axes(axes, 2, least=1)
    panels: list[Axes] = list(new_axes(given, size=SIZE, rows=2, share_x=True, heights=(3.4, 1.0)))
    paint_calibration(panels, measured)
    return panels


@in_style
def paint_calibration(panels: Sequence[Axes], measured: Calibration) -> None:
    """Paint the shares on the first panel and, if there is a second one, the numbers of rows on that."""
    _paint_shares(panels[0], measured)
    if len(panels) > 1:
        _paint_rows(panels[1], measured)
    for axes in panels:
        _in_percent(axes.xaxis)
    panels[-1].set_xlabel(f"probability of {_event(measured)}, as it says" if measured.event else "how sure it is of its answer")
    panels[0].set_title(f"{TITLE}: {_points(measured).replace('percentage ', '')} off on average")
    say(panels[0], title=TITLE, shows=_shows(measured), caption=_caption(measured))


def _paint_shares(axes: Axes, measured: Calibration) -> None:
    axes.plot([0, 1], [0, 1], color=SOFT, linestyle="--", linewidth=1.1).pop().set_gid("as it should be")
    filled = measured.counts > 0
    sound = measured.counts >= FEW
    line = axes.plot(measured.sure[sound], measured.true[sound], color=blended(FORWARD, 0.5), linewidth=1.2)
    line[0].set_gid("shares")
    for place in np.flatnonzero(filled):
        _paint_bin(axes, measured, int(place))
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), ylabel=f"how often it is {_event(measured)}")
    above, below = ("more often than it says", "less often than it says") if measured.event else ("not sure enough", "too sure")
    _in_percent(axes.yaxis)
    figure_of(axes).draw_without_rendering()  # so that the axes have their size
    _name_side(axes, measured, above, mirrored=True)
    _name_side(axes, measured, below, mirrored=False)


def _name_side(axes: Axes, measured: Calibration, words: str, *, mirrored: bool) -> None:
    """Write what it means to lie below the dashed line, in its corner, or `mirrored`, above it: where no bar goes through the words."""
    dots = np.array([width_of(words, LETTERS) + 4, 1.6 * LETTERS]) * figure_of(axes).dpi / 72
    box = axes.transData.inverted().transform(np.stack([np.zeros(2), dots]))
    width, height = np.diff(box, axis=0)[0]
    at, low, high = measured.sure, measured.low, measured.high
    if mirrored:
        at, low, high = 1 - at, 1 - high, 1 - low
    spots = [(right, up) for up in HEIGHTS for right in np.arange(1.0, width, -0.02) if right - width > up + height]
    inside = [(at > right - width - BESIDE) & (at < right + BESIDE) & (low < up + height / 2) & (high > up - height / 2) for right, up in spots]
    x, y = spots[int(np.argmin([one.sum() for one in inside]))] if spots else (1.0, HEIGHTS[0])
    behind = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1.5}
    place = (1 - x, 1 - y, "left") if mirrored else (x, y, "right")
    side = axes.text(*place[:2], words, ha=place[2], va="center", fontsize=LETTERS, color=SOFT, bbox=behind, zorder=1.9)
    side.set_gid("above the line" if mirrored else "below the line")


def _paint_bin(axes: Axes, measured: Calibration, place: int) -> None:
    """A bin: its share, and the bar in which the true one lies; hollow and thin where there are few rows."""
    few = measured.counts[place] < FEW
    at, share = measured.sure[place], measured.true[place]
    (bar,) = axes.plot([at, at], [measured.low[place], measured.high[place]], color=FORWARD, linewidth=1.0 if few else 2.0, solid_capstyle="butt")
    (mark,) = axes.plot([at], [share], color=FORWARD, marker="o", markersize=7, markerfacecolor=PAPER if few else FORWARD, markeredgewidth=1.4)
    bar.set_gid(f"interval {place}")
    mark.set_gid(f"share {place}")


def _paint_rows(axes: Axes, measured: Calibration) -> None:
    widths = np.diff(measured.edges)
    bars = axes.bar(measured.edges[:-1] + widths / 2, measured.counts, width=0.9 * widths, color=blended(FORWARD, 0.45))
    for place, (bar, count) in enumerate(zip(bars, measured.counts, strict=True)):
        bar.set_gid(f"rows {place}")
        if count:
            axes.annotate(f"{count:,}", (bar.get_x() + bar.get_width() / 2, count), (0, 2), textcoords="offset points", ha="center", fontsize=9, color=INK)
    axes.set(ylim=(0, 1.32 * float(measured.counts.max())), ylabel="rows")
    axes.set_yticks([])


def _in_percent(axis: object) -> None:
    from matplotlib.axis import Axis
    from matplotlib.ticker import FixedLocator, PercentFormatter

    assert isinstance(axis, Axis)
    axis.set_major_locator(FixedLocator([0, 0.2, 0.4, 0.6, 0.8, 1]))
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def _event(measured: Calibration) -> str:
    return escaped(_name(measured)) if measured.event else "right"


def _name(measured: Calibration) -> str:
    """The class that is looked at, cut the same everywhere in the picture."""
    return short_name(measured.event, LONGEST)


def _whole(measured: Calibration) -> str:
    """The class that is looked at, in a sentence."""
    return short_name(measured.event, SPOKEN)


def _points(measured: Calibration) -> str:
    """The expected calibration error in percentage points."""
    return percentage_points(measured.error)


def percentage_points(share: float) -> str:
    """A difference of shares, with one decimal.

    >>> percentage_points(0.0314159), percentage_points(0.01), percentage_points(0.0001)
    ('3.1 percentage points', '1 percentage point', '0 percentage points')
    """
    shown = f"{100 * share:.1f}".removesuffix(".0")
    return f"{shown} percentage point{'' if shown == '1' else 's'}"


def _shows(measured: Calibration) -> str:
    said, came = say_share(measured.mean_sure), say_share(measured.mean_true)
    binary = f'it gives "{_whole(measured)}" a probability of {said} on average, and {came} are'
    what = binary if measured.event else f"it is {said} sure on average, and {came} right"
    off = f"In the bins, what it says is {_points(measured)} off on average."
    return f"On {measured.rows} {what}. {off} {_fullest(measured)}"


def _fullest(measured: Calibration) -> str:
    """Where most of the rows are."""
    most = int(measured.counts.max())
    full = [f"from {_percent(measured.edges[place])} to {_percent(measured.edges[place + 1])}" for place in np.flatnonzero(measured.counts == most)]
    if len(full) == 1:
        return f"The fullest bin, {full[0]}, has {counted(most, 'row')}."
    return f"The fullest bins, {listed(full)}, have {counted(most, 'row')} each."


def _percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def _caption(measured: Calibration) -> str:
    few = bool(((measured.counts > 0) & (measured.counts < FEW)).any())
    what = f'the probability of "{_whole(measured)}"' if measured.event else "how sure the network is of the class it says"
    parts = [
        f"{measured.rows} in {counted(len(measured.counts), 'bin')}, by {what}.",
        "A disc on the dashed line: it is so as often as the network says.",
        "Upright bars: shares that so many rows leave possible (95% Wilson intervals).",
        f"Hollow: fewer than {FEW} rows, which tell little." if few else "",
        f"The expected calibration error, the mean distance from the dashed line over all rows, is {_points(measured)}.",
        "With so few rows it is rough, and would not be 0 for a network that is right about itself." if measured.total < ROUGH else "",
        measured.note,
    ]
    return " ".join(filter(None, parts))


KIND = Kind(name="calibration", says="whether the network is as often right as it is sure", paint=calibration, fits=needs_classes)
