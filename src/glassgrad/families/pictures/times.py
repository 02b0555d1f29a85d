"""The time each family takes to learn, and to predict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from glassgrad.data.words import counted
from glassgrad.draw.palette import BACKWARD, FORWARD, LINE
from glassgrad.plots.figures import in_style, new_axes, say

from ..comparison import Comparison
from ..quantities import seconds
from .kind import FamilyPicture, with_results
from .layout import log_ticks, place_beneath
from .measured.growth import Times, times_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Times of the families"
WIDTH, EACH, SPARE = 7.0, 0.28, 1.4
"""Inches: the picture's width, the height of a family, and what title, axis and key need."""
MARKS: dict[str, Any] = {
    "learning a fold": {"marker": "o", "color": FORWARD, "s": 46},
    "predicting 1,000 rows": {"marker": "s", "facecolor": "none", "edgecolor": BACKWARD, "linewidth": 1.6, "s": 38},
}
READ: dict[str, Callable[[Times], float]] = dict(zip(MARKS, (lambda one: one.learning, lambda one: one.predicting), strict=True))


def times(seen: Comparison, *, axes: Axes | None = None) -> Axes:
    """Paint how long each family takes to learn a fold and to predict 1,000 rows, in order of the scores, on a logarithmic axis.

    Raises: SettingError for a comparison without results.

    >>> from glassgrad.families.comparing import compare
    >>> times(compare("iris", families=("logistic_regression", "gaussian_naive_bayes"), folds=3)).get_xscale()
    'log'
    """
    TIMES.check(seen)
    measured = times_of(seen)
    chosen: Axes = new_axes(axes, size=(WIDTH, SPARE + EACH * len(measured)))
    paint_times(chosen, measured)
    return chosen


@in_style
def paint_times(axes: Axes, measured: Sequence[Times]) -> None:
    """Paint two marks for each family, joined by a line."""
    from matplotlib.lines import Line2D
    from matplotlib.ticker import FuncFormatter

    axes.set(xscale="log", ylim=(len(measured) - 0.4, -0.6), xlabel="time: the median over the folds, on one processor")
    places = range(len(measured))
    axes.hlines(places, [one.learning for one in measured], [one.predicting for one in measured], color=LINE, linewidth=2.0, zorder=1, gid="between")
    for what, look in MARKS.items():
        axes.scatter([READ[what](one) for one in measured], places, zorder=3, gid=what, **look)
    axes.set_yticks(places, [one.title for one in measured])
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: seconds(value).text.replace(".0 ", " ")))
    log_ticks(axes.xaxis, *axes.get_xlim())
    axes.set_title("Time to learn, and time to predict")
    handles = [
        Line2D([], [], linestyle="none", marker=look["marker"], markersize=6.5, label=what, markeredgecolor=look.get("edgecolor", look.get("color")),
               markerfacecolor=look.get("facecolor", look.get("color")), markeredgewidth=look.get("linewidth", 1.0)) for what, look in MARKS.items()
    ]  # fmt: skip
    axes.legend(handles=handles, ncols=2, **place_beneath(axes)).set_gid("key")
    say(axes, title=TITLE, shows=_shows(measured), caption=_caption())


def _shows(measured: Sequence[Times]) -> str:
    told = [f"{what} takes {_ends(measured, read)}" for what, read in READ.items()]
    return f"Times of {counted(len(measured), 'family', 'families')}: {'; '.join(told)}."


def _ends(measured: Sequence[Times], read: Callable[[Times], float]) -> str:
    least, most = min(measured, key=read), max(measured, key=read)
    if least is most:
        return seconds(read(least)).text
    return f"from {seconds(read(least)).text} ({least.title}) to {seconds(read(most)).text} ({most.title})"


def _caption() -> str:
    disc, square = MARKS
    return (
        f"A line for each family, in order of the scores. Disc: {disc}; square: {square}. "
        "The axis is logarithmic: the same step to the right is the same factor everywhere. "
        "Times are medians over the folds on one processor, and change a little from run to run."
    )


TIMES = FamilyPicture(name="times", says="how long each family takes to learn, and to predict", paint=times, fits=with_results)
