"""Residuals: what a regression gets wrong, in the target's own units."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.palette import BACKWARD, FORWARD, INK, PAPER, SOFT, blended
from glassgrad.training import Run
from glassgrad.training.plan import Array
from glassgrad.writing.numbers import number

from .curve_parts.number_axis import number_ticks
from .curve_parts.placing import apart
from .figures import figure_of, in_style, new_axes, say
from .kind import Kind
from .measured.predicted import needs_numbers
from .measured.residuals import Residuals, residuals_of
from .names import SPOKEN, escaped, short_name
from .stacks import given_axes
from .words import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Residuals"
SIZE = (9.0, 3.9)
MOST_NAMED = 5
MOST_VECTORS = 3000
"""More rows than this are drawn as an image, so that the file stays light."""
FEWEST_BARS, MOST_BARS = 7, 40
SHORT = (0.1, 1000.0)
"""Numbers up to a size in between are short, and an axis has room for more of them."""
AROUND = 0.06
"""The share of an axis that stays free at its ends."""
LETTERS, LINE_OF_LETTERS = 8.5, 10.5
FEWEST_TO_LEAN, LEANING = 10, 0.6
"""Rows, and the share of them on one side from which on the predictions lean."""
LONGEST_NAME = 26
"""Letters of the target's name at the axes."""


def residuals(run: Run, *, rows: str = "validation", target: str = "", axes: Axes | Sequence[Axes] | None = None) -> list[Axes]:
    """Predicted against true, the residuals against the predicted, and how they are spread. On axes that are given: as many of these as there are axes.

    `rows`: "validation" (those held out; where there are none, those of training), or "training". `target`: which one, of several that are learnt at once.
    Raises: SettingError for a run that predicts classes.

    >>> from glassgrad.training import train
    >>> [one.get_xlabel() for one in residuals(train("diabetes", epochs=2, engine="reference"))]
    ['true progression', 'predicted progression', 'rows']
    """
    KIND.check(run.plan)
    measured = residuals_of(run, rows, target)
    given = None if axes is None else given_axes(axes, 3, least=1)
    panels: list[Axes] = list(new_axes(given, size=SIZE, columns=3, widths=(1.25, 1.25, 0.6)))
    paint_residuals(panels, measured)
    return panels


@in_style
def paint_residuals(panels: Sequence[Axes], measured: Residuals) -> None:
    """Paint predicted against true on the first panel, the residuals on the second, their histogram on the third, as far as there are panels."""
    for axes, paint in zip(panels, (_paint_predicted, _paint_residuals, _paint_histogram), strict=False):
        paint(axes, measured)
    if len(panels) > 1:
        _name_outliers(panels[1], measured)
    say(panels[0], title=TITLE, shows=_shows(measured), caption=_caption(measured, len(panels)))


def _paint_predicted(axes: Axes, measured: Residuals) -> None:
    _paint_points(axes, measured, measured.true, measured.predicted, "rows")
    low, high = _ends(np.concatenate([measured.true, measured.predicted]))
    axes.plot([low, high], [low, high], color=SOFT, linestyle="--", linewidth=1.1).pop().set_gid("as it should be")
    target = escaped(_name(measured))
    axes.set(xlim=(low, high), ylim=(low, high), xlabel=f"true {target}", ylabel=f"predicted {target}")
    _plain_numbers(axes)
    axes.set_title("Predicted against true")


def _paint_residuals(axes: Axes, measured: Residuals) -> None:
    _paint_points(axes, measured, measured.predicted, measured.residuals, "residuals")
    axes.axhline(0, color=SOFT, linestyle="--", linewidth=1.1).set_gid("nothing missed")
    for side, where in ((-1, "below"), (1, "above")):
        axes.axhline(side * measured.root_mean_squared, color=SOFT, linestyle=":", linewidth=1.0).set_gid(f"root mean squared error {where}")
    axes.set(xlim=_ends(measured.predicted), ylim=_residual_ends(measured), xlabel=f"predicted {escaped(_name(measured))}", ylabel="true − predicted")
    _plain_numbers(axes)
    axes.set_title(TITLE)


def _paint_histogram(axes: Axes, measured: Residuals) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = _residual_ends(measured)
    bars = min(MOST_BARS, max(FEWEST_BARS, ceil(sqrt(len(measured.rows)))))
    counts, edges = np.histogram(measured.residuals, bins=bars, range=(low, high))
    axes.barh((edges[:-1] + edges[1:]) / 2, counts, height=0.92 * np.diff(edges), color=blended(FORWARD, 0.45))
    for place, bar in enumerate(axes.patches):
        bar.set_gid(f"bar {place}")
    axes.axhline(0, color=SOFT, linestyle="--", linewidth=1.1)
    axes.set(ylim=(low, high), xlabel="rows")
    axes.tick_params(labelleft=False)
    axes.set_title("How often")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))


def _paint_points(axes: Axes, measured: Residuals, across: Array, up: Array, name: str) -> None:
    many = len(measured.rows)
    opacity = 0.75 if many <= 100 else max(0.12, 0.75 * (100 / many) ** 0.4)
    points = axes.scatter(across, up, s=22 if many <= 400 else 10, color=FORWARD, alpha=opacity, linewidths=0, rasterized=many > MOST_VECTORS)
    points.set_gid(name)
    far = measured.outliers[:MOST_NAMED]
    if len(far):
        rings = axes.scatter(across[far], up[far], s=48, facecolors="none", edgecolors=BACKWARD, linewidths=1.3, marker="s")
        rings.set_gid(f"outliers of {name}")


def _name_outliers(axes: Axes, measured: Residuals) -> None:
    """Write beside the farthest rows which they are: to the left of those on the right, and never on each other."""
    far = measured.outliers[:MOST_NAMED]
    if not len(far):
        return
    figure_of(axes).draw_without_rendering()  # so that the rows have their places
    points, box = 72 / figure_of(axes).dpi, axes.get_window_extent()
    seen = axes.transData.transform(np.column_stack([measured.predicted[far], measured.residuals[far]]))
    right = seen[:, 0] > box.x0 + 0.6 * box.width
    for side in (False, True):
        chosen = np.flatnonzero(right == side)
        heights = [float(one) * points for one in seen[chosen, 1]]
        places = apart(heights, LINE_OF_LETTERS, box.y0 * points, box.y1 * points)
        for place, height, wanted in zip(far[chosen], heights, places, strict=True):
            _name_row(axes, measured, int(place), shift=wanted - height, on_the_left=side)


def _name_row(axes: Axes, measured: Residuals, place: int, *, shift: float, on_the_left: bool) -> None:
    label = axes.annotate(
        f"row {measured.rows[place]:,}",
        (measured.predicted[place], measured.residuals[place]),
        (-7 if on_the_left else 7, shift),
        textcoords="offset points",
        ha="right" if on_the_left else "left",
        va="center",
        fontsize=LETTERS,
        color=INK,
        bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.75, "pad": 0.5},
    )
    label.set_gid(f"row {measured.rows[place]}")


def _plain_numbers(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        largest = max(abs(low), abs(high))
        axis.set_major_locator(MaxNLocator(7 if SHORT[0] <= largest < SHORT[1] else 4, steps=(1, 2, 5, 10)))
        number_ticks(axis, largest)


def _ends(values: Array) -> tuple[float, float]:
    """The ends of an axis for these values, with some room."""
    low, high = float(values.min()), float(values.max())
    # Half of each, for the difference of two numbers near the largest is none.
    spare = 2 * AROUND * (high / 2 - low / 2) or 0.1 * abs(high) or 1.0
    return low - spare, high + spare


def _residual_ends(measured: Residuals) -> tuple[float, float]:
    """As far down as up, so that 0 is in the middle."""
    far = (1 + 2 * AROUND) * float(np.abs(measured.residuals).max()) or 1.0
    return -far, far


def _name(measured: Residuals) -> str:
    return short_name(measured.target, LONGEST_NAME)


def _shows(measured: Residuals) -> str:
    name = short_name(measured.target, SPOKEN)
    missed = f"Predictions of {name} for {measured.said} miss by {_say(measured.mean_absolute)} on average"
    return f"{missed}{_lean(measured)}. {_explained(measured)} {_largest(measured)}"


def _lean(measured: Residuals) -> str:
    """Whether the predictions lie more on one side, where there are enough rows to say so."""
    low, high = int((measured.residuals > 0).sum()), int((measured.residuals < 0).sum())
    if low + high < FEWEST_TO_LEAN:
        return ""
    share = max(low, high) / len(measured.rows)
    return ", as often too low as too high" if share <= LEANING else f" and are too {'low' if low > high else 'high'} for {share:.0%} of the rows"


def _explained(measured: Residuals) -> str:
    share = measured.r_squared
    return "R² says nothing here: the true values are all the same." if share is None else f"R² is {_say(share)}."


def _largest(measured: Residuals) -> str:
    place = measured.largest
    true, predicted = _say(measured.true[place]), _say(measured.predicted[place])
    return f"The largest miss is row {measured.rows[place]:,}: true {true}, predicted {predicted}."


def _caption(measured: Residuals, panels: int) -> str:
    name = short_name(measured.target, SPOKEN)
    parts = [
        f"One disc for each row ({measured.said}), in the units of {name}; on the dashed line the prediction is right.",
        "Dotted: one root mean squared error away. A slope, a curve or a funnel among the residuals is something the network has not learnt." * (panels > 1),
        f"{_explained(measured)} Mean absolute error {_say(measured.mean_absolute)}, root mean squared error {_say(measured.root_mean_squared)}.",
        _far(measured),
        _largest(measured),
        measured.note,
    ]
    return " ".join(filter(None, parts))


def _far(measured: Residuals) -> str:
    far = [f"{measured.rows[place]:,}" for place in measured.outliers]
    if not far:
        return "No row lies far from the rest."
    framed = "Framed, far from the rest" if len(far) <= MOST_NAMED else f"{len(far):,} rows lie far from the rest; the farthest are framed"
    return f"{framed}: {'row' if len(far) == 1 else 'rows'} {listed(far[:MOST_NAMED])} of the data, counted from 0."


def _say(value: float) -> str:
    return number(float(value), 3).text if float(value) == round(float(value), 2) else number(float(value), 3, rounded=True).text


KIND = Kind(name="residuals", says="what a regression gets wrong: predicted against true, and the residuals", paint=residuals, fits=needs_numbers)
