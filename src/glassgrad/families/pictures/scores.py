"""Each family's score on each fold, the mean and the spread, in order: which is best, and which are as good within the noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.palette import FORWARD, INK, LINE, PAPER, SOFT, TINT, blended
from glassgrad.plots.figures import in_style, new_axes, say
from glassgrad.writing.plain import capital, listed

from ..comparison import Comparison
from ..differences import FEW_FOLDS, FEWEST_FOLDS, MORE_FOLDS
from ..quantities import score, spread_score
from .kind import FamilyPicture, with_results
from .layout import place_beneath
from .measured.scores import ScoreLine, ScoreLines, Standing, score_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Scores of the families"
WIDTH, EACH, SPARE = 7.0, 0.3, 1.5
"""Inches: the picture's width, the height of a family, and what title, axis and key need."""
APART, ALIKE = 0.15, 0.008
"""How far dots of the same score lie apart, in heights of a family, and which scores count as the same, in widths of the axis."""
LOWEST = -1.0
"""Below it there is nothing to read from R²: the view ends there."""
FAR = 0.5
"""The baseline is drawn unless it lies farther to the left of all scores than this share of what they span."""
MARGIN, LEAST = 0.06, 0.02
HIGHEST = 1.0
"""No score is higher: a bar that goes on ends there, or with the highest score drawn."""
BAR = blended(SOFT, 0.35)
MARKS: dict[Standing, Any] = {
    Standing.BEST: {"marker": "D", "facecolor": INK, "edgecolor": INK, "s": 52},
    Standing.AS_GOOD: {"marker": "o", "facecolor": FORWARD, "edgecolor": FORWARD, "s": 44},
    Standing.LOWER: {"marker": "o", "facecolor": PAPER, "edgecolor": SOFT, "s": 40, "linewidth": 1.3},
}
"""Told apart without colour too: a filled diamond, filled discs, hollow ones."""


def scores(seen: Comparison, *, axes: Axes | None = None) -> Axes:
    """Paint the score of each family on each fold as a dot, with mean and standard deviation; the best are marked.

    Raises: SettingError for a comparison without results.

    >>> from glassgrad.families.comparing import compare
    >>> painted = scores(compare("iris", families=("logistic_regression", "gaussian_naive_bayes"), folds=3))
    >>> painted.get_xlabel()
    'accuracy on held-out rows'
    """
    SCORES.check(seen)
    measured = score_lines(seen)
    chosen: Axes = new_axes(axes, size=(WIDTH, SPARE + EACH * len(measured.lines)))
    paint_scores(chosen, measured)
    return chosen


@in_style
def paint_scores(axes: Axes, measured: ScoreLines) -> None:
    """Paint a line of dots for each family."""
    low, high = _ends(measured)
    axes.grid(visible=False, axis="y")
    for place, one in enumerate(measured.lines):
        _paint_line(axes, one, place, (low, high), measured.decimals)
    _paint_baseline(axes, measured, low, high)
    last = len(measured.lines)
    axes.set(xlim=(low, high), ylim=(last - 0.4, -0.7), xlabel=f"{measured.measure} on held-out rows")
    axes.set_yticks(range(last), [one.title for one in measured.lines])
    axes.tick_params(axis="y", length=0)
    for label, one in zip(axes.get_yticklabels(), measured.lines, strict=True):
        label.set_fontweight("normal" if one.standing is Standing.LOWER else "bold")
    axes.spines["left"].set_visible(False)
    axes.set_title(f"{capital(measured.measure)} on {measured.folds} folds{_how_many(measured)}")
    _add_key(axes, measured)
    say(axes, title=TITLE, shows=_shows(measured), caption=_caption(measured, low, high))


def _paint_line(axes: Axes, one: ScoreLine, place: int, ends: tuple[float, float], decimals: int) -> None:
    low, high = ends
    if one.standing is not Standing.LOWER:
        axes.axhspan(place - 0.5, place + 0.5, color=TINT, linewidth=0, zorder=0, gid=f"as good {place}")
    axes.plot([one.mean - one.spread, one.mean + one.spread], [place, place], color=BAR, linewidth=6.0, solid_capstyle="butt", zorder=2,
              gid=f"spread {place}")  # fmt: skip
    heights = place + APART * np.array(piled(one.scores, ALIKE * (high - low)))
    axes.scatter(one.scores, heights, s=11, color=INK, linewidths=0, zorder=3, gid=f"folds {place}")
    axes.scatter([one.mean], [place], zorder=4, gid=f"mean {place}", **MARKS[one.standing])
    words = axes.annotate(
        spread_score(one.mean, one.spread, decimals).text, (1.0, place), (6, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
        va="center_baseline", fontsize=9, annotation_clip=False, fontweight="normal" if one.standing is Standing.LOWER else "bold",
    )  # fmt: skip
    words.set_gid(f"score {place}")


def piled(values: Sequence[float], alike: float) -> list[float]:
    """By how many steps each dot is moved, so that those of the same value stand above each other, their middle where one alone would be.

    >>> piled([0.9, 0.9, 1.0, 0.9], 0.01)
    [-1.0, 0.0, 0.0, 1.0]
    """
    near = [[other for other, value in enumerate(values) if abs(value - one) <= alike] for one in values]
    return [group.index(place) - (len(group) - 1) / 2 for place, group in enumerate(near)]


def _ends(measured: ScoreLines) -> tuple[float, float]:
    """From where to where the axis goes: over all scores and bars, and the baseline if it is near; R² far below 0 is cut off."""
    every = np.array([(*one.scores, one.mean - one.spread, min(one.mean + one.spread, HIGHEST)) for one in measured.lines])
    low, high = float(every.min()), float(every.max())
    span = max(high - low, LEAST)
    if low - FAR * span <= measured.baseline <= high + FAR * span:
        low, high = min(low, measured.baseline), max(high, measured.baseline)
    if low < LOWEST < high:
        low, span = LOWEST, high - LOWEST
    return low - MARGIN * span, high + MARGIN * span


def _paint_baseline(axes: Axes, measured: ScoreLines, low: float, high: float) -> None:
    if low < measured.baseline < high:
        axes.axvline(measured.baseline, color=INK, linestyle="--", linewidth=1.1, zorder=1, gid="baseline")


def _add_key(axes: Axes, measured: ScoreLines) -> None:
    from matplotlib.lines import Line2D

    met = [one for one in Standing if measured.standing(one)]
    low, high = axes.get_xlim()
    handles: list[Any] = [
        Line2D([], [], linestyle="none", marker=MARKS[one]["marker"], markerfacecolor=MARKS[one]["facecolor"], markeredgecolor=MARKS[one]["edgecolor"],
               markersize=6.5, label=f"mean: {_words(one, measured)}") for one in met
    ]  # fmt: skip
    handles += [Line2D([], [], linestyle="none", marker="o", color=INK, markersize=3.5, markeredgewidth=0, label="one fold")]
    handles += [Line2D([], [], color=BAR, linewidth=6.0, label="± standard deviation")]
    if low < measured.baseline < high:
        handles += [Line2D([], [], color=INK, linestyle="--", linewidth=1.1, label=f"always {measured.always}")]
    axes.legend(handles=handles, ncols=3, columnspacing=1.6, **place_beneath(axes)).set_gid("key")
    axes.grid(color=LINE, axis="x")


def _words(standing: Standing, measured: ScoreLines) -> str:
    """What a standing is called: of few folds nobody knows which noise they have."""
    return "close to it" if standing is Standing.AS_GOOD and measured.folds < FEWEST_FOLDS else standing.value


def _how_many(measured: ScoreLines) -> str:
    """How the best stands beside the others, in a few words."""
    if len(measured.lines) == 1:
        return f": {measured.lines[0].title}"
    if measured.folds < FEWEST_FOLDS:
        return ", which say little about chance"
    as_good = len(measured.standing(Standing.AS_GOOD))
    if not as_good:
        return f": {measured.lines[0].title} is best"
    return ": all are as good as the best" if as_good == len(measured.lines) - 1 else f": {as_good + 1} of {len(measured.lines)} are as good as any"


def _shows(measured: ScoreLines) -> str:
    best, as_good, lower = (measured.standing(one) for one in Standing)
    parts = [
        f"The {measured.measure} of {counted(len(measured.lines), 'family', 'families')} on {measured.folds} folds: the best is {_told(best, measured)}.",
        f"{'Close to it' if measured.folds < FEWEST_FOLDS else 'As good, within the noise of the folds'}: {_told(as_good, measured)}." if as_good else "",
        f"Lower: {_told(lower, measured)}." if lower else "",
        f"{FEW_FOLDS}." if measured.folds < FEWEST_FOLDS and len(measured.lines) > 1 else "",
        _always(measured),
    ]
    return " ".join(filter(None, parts))


def _always(measured: ScoreLines) -> str:
    return f"Always saying {measured.always} has {score(measured.baseline).text}."


def _told(lines: Sequence[ScoreLine], measured: ScoreLines) -> str:
    return listed([f"{one.title} {spread_score(one.mean, one.spread, measured.decimals).text}" for one in lines])


def _caption(measured: ScoreLines, low: float, high: float) -> str:
    what = "Accuracy is the share of right answers." if measured.measure == "accuracy" else "R² is the share of the target's spread that is explained."
    tinted = "Bold on a tinted line: the best, and those lower by no more than one standard error (the median of the families'), unless even that is certain"
    few = f"{tinted}. {FEW_FOLDS}: which of these differences would stay, {MORE_FOLDS}."
    marked = few if measured.folds < FEWEST_FOLDS else f"{tinted}: within the noise of these folds."
    lost = sum(value < low for one in measured.lines for value in one.scores)
    parts = [
        f"A line for each family, the best on top. Small dots: the {measured.measure} on each of {measured.folds} folds, higher is better.",
        f"Large mark: their mean, with the standard deviation as a bar. {what}",
        marked if len(measured.lines) > 1 else "",
        f"Dashed line: always saying {measured.always}." if low < measured.baseline < high else f"{_always(measured)[:-1]}, which lies outside the picture.",
        f"{counted(lost, 'score')} below {score(low).text} {'is' if lost == 1 else 'are'} cut off." if lost else "",
    ]
    return " ".join(filter(None, parts))


SCORES = FamilyPicture(name="scores", says="each family's score on each fold, which one is best and which are as good", paint=scores, fits=with_results)
