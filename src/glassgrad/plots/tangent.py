"""A curve and its tangent at a point, and beneath it the slope at every place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, isfinite, isinf, log10
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import BACKWARD, FORWARD, INK, LINE, SOFT
from glassgrad.graph import Node, SettingError
from glassgrad.training import Run

from .curve_parts.number_axis import number_ticks, tick_words
from .figures import check_axes, figure_of, in_style, new_axes, say
from .measured.directions import Vector
from .measured.tangent import POINTS, Tangent, measure_tangent
from .surface_looks import PLATE
from .tangent_words import caption, raised, shows, title
from .words import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LENGTH = 0.62
"""Half of the tangent's width, as a share of the picture's reach."""
RUN = (0.12, 0.5)
"""The shortest and the longest step along the tangent at whose end the rise is written, as shares of the reach."""
SEEN = (0.05, 0.7)
"""A rise is written if it is between these shares of the picture's height."""
HIGHEST = 4.0
"""A curve is shown up to so many times as far from the point as is usual on it, or as the tangent goes."""
LOW = 0.3
"""In this share of the picture, from below, a number stands above its point."""
ROUND = (5, 2, 1)
SHARES, LETTERS = (0.5, 0.65, 0.35, 0.8, 0.2), 10.0
"""Where beside a rise it may be written, in the order of trying, and points of its letters."""


def tangent(
    formula: Node | str,
    *,
    at: Mapping[Any, Any] | None = None,
    by: str = "",
    derivative: bool = True,
    points: int = POINTS,
    reach: float | None = None,
    axes: Axes | Sequence[Axes] | None = None,
) -> list[Axes]:
    """Paint a function along one of its inputs, the tangent at a point and, if `derivative`, beneath it the slope at every place.

    `formula` is a text or a node that gives a single number; `at` has a value for each input; `by` says along which of them, by name or as an entry like
    "W[0,1]", where there are several. `reach` is how far the curve goes to both sides of the point. On axes that are given alone: the curve only.
    Raises: SettingError, ShapeError, MissingValueError, ExpressionError for what is no such function or place; SettingError for a run, of whose loss
    `slice` paints the tangents.

    >>> above, below = tangent("x^2", at={"x": 3.0})
    >>> above.get_title(loc="left"), below.get_ylabel()
    ('x² at x = 3: the slope is 6', 'slope: 2·x')
    """
    if isinstance(formula, Run):
        raise SettingError("a tangent is painted of a formula; of the loss of a run, plots.slice(run) (on the command line: --kind slice) paints the tangents")
    check_axes(axes, three_d=False)
    measured = measure_tangent(formula, at=at or {}, by=by, points=points, reach=reach)
    panels = _panels(axes, derivative=derivative)
    paint_tangent(panels, measured)
    return panels


@in_style
def paint_tangent(panels: Sequence[Axes], measured: Tangent) -> None:
    """Paint the curve with its tangent on the first of the panels and, if there is a second one, the slope at every place on that."""
    above = panels[0]
    above.set_ylim(*heights(measured.curve.ys, measured.value, _tangent_ends(measured)[1], _rise(measured)))
    run = _paint_function(above, measured)
    above.set_title(literal(title(measured), 60))
    above.set_ylabel(literal(raised(measured.formula) or "value", 40))
    if len(panels) > 1:
        _paint_slopes(panels[1], measured)
    for axes in panels:
        axes.set_xlim(measured.low, measured.high)
        number_ticks(axes.xaxis, max(abs(measured.low), abs(measured.high)))
        number_ticks(axes.yaxis, max(map(abs, axes.get_ylim())))
    panels[-1].set_xlabel(literal(measured.by))
    say(panels, title=title(measured), shows=shows(measured, above.get_ylim()), caption=caption(measured, beneath=len(panels) > 1, run=run))


def heights(ys: Vector, middle: float, tangents: Vector, must: float = 0.0) -> tuple[float, float]:
    """From where to where a curve is shown: not much farther from the middle than is usual on it, or than `tangents` go; `must` is how far it goes for sure."""
    finite, straight = (one[np.isfinite(one)] for one in (ys, tangents))
    with np.errstate(over="ignore"):
        away = np.abs(finite - middle)
        usual = max(float(np.median(away[away > 0])) if away.any() else 0.0, float(np.abs(straight - middle).max(initial=0.0)) / 2)
    within = np.append(np.clip(finite, middle - HIGHEST * usual, middle + HIGHEST * usual), middle + must)
    low, high = float(within.min()), float(within.max())
    spare = 0.07 * (high - low) or 0.5 * abs(middle) or 1.0
    return low - spare, high + spare


# ── the curve ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _paint_function(axes: Axes, measured: Tangent) -> float:
    """The curve, the tangent and the point; how long the step along the tangent is that is written, 0 for none."""
    axes.plot(measured.curve.xs, measured.curve.ys, color=FORWARD, linewidth=2.6, zorder=3, gid="curve")
    run = 0.0
    if not measured.jumps_here:
        for name, xs, ys in _lines(measured):
            axes.plot(xs, ys, color=BACKWARD, linewidth=1.6, linestyle="-" if name == "tangent" else "--", zorder=4, gid=name)
        run = _paint_rise(axes, measured)
    axes.plot([measured.at], [measured.value], linestyle="", marker="o", markersize=7, color=INK, zorder=6, gid="point")
    return run


def _lines(measured: Tangent) -> list[tuple[str, Any, Any]]:
    """The tangent; at a kink, dashed, the lines that touch the curve on its two sides."""
    if not measured.bends:
        return [("tangent", *_tangent_ends(measured))]
    wide = LENGTH * measured.reach
    sides = zip(("left", "right"), (-wide, wide), measured.sides, strict=True)
    return [
        (f"slope on the {name}", [measured.at - way, measured.at + way], [measured.value - way * slope, measured.value + way * slope])
        for name, way, slope in sides
    ]


def _tangent_ends(measured: Tangent) -> tuple[Vector, Vector]:
    """The ends of the tangent; an upright one goes as far as the curve does."""
    if isinf(measured.slope):
        finite = measured.curve.ys[np.isfinite(measured.curve.ys)]
        return np.full(2, measured.at), np.array([2 * finite.min() - finite.max(), 2 * finite.max() - finite.min()])
    ways = np.array([-1.0, 1.0]) * LENGTH * measured.reach
    return measured.at + ways, measured.value + (measured.slope * ways if isfinite(measured.slope) else np.full(2, np.nan))


def _paint_rise(axes: Axes, measured: Tangent) -> float:
    """A step to the right along the tangent, and how much it rises: what a slope is."""
    run, rise = _run(measured), _rise(measured)
    low, high = axes.get_ylim()
    if not SEEN[0] * (high - low) <= abs(rise) <= SEEN[1] * (high - low):
        return 0.0
    x, y = measured.at, measured.value
    axes.plot([x, x + run, x + run], [y, y, y + rise], color=SOFT, linewidth=1.1, linestyle="--", zorder=5, gid="rise")
    below: dict[str, Any] = {"xytext": (0, -4 if rise > 0 else 4), "va": "top" if rise > 0 else "bottom"}
    axes.annotate(tick_words(run), (x + run / 2, y), textcoords="offset points", ha="center", color=INK, bbox=PLATE, zorder=5.5, **below)
    words = tick_words(rise)
    place = (x + run, y + _free_share(axes, measured, run, words) * rise)
    axes.annotate(words, place, xytext=(5, 0), textcoords="offset points", va="center", color=INK, bbox=PLATE, zorder=5.5)
    return run


def _free_share(axes: Axes, measured: Tangent, run: float, words: str) -> float:
    """How far up the step its rise is written beside it: where the curve and the tangent are out of the way."""
    inches: Any = np.asarray(axes.get_window_extent().size) / figure_of(axes).dpi
    across = 72 * inches[0] / (measured.high - measured.low)
    xs = measured.at + run + np.linspace(0.0, (width_of(words, LETTERS) + LETTERS) / across, 9)
    lines = np.stack([np.interp(xs, measured.curve.xs, measured.curve.ys), measured.value + measured.slope * (xs - measured.at)])
    clear = {share: np.nanmin(np.abs(lines - measured.value - share * measured.slope * run), initial=np.inf) for share in SHARES}
    enough = LETTERS * np.ptp(axes.get_ylim()) / (72 * inches[1])
    return next((share for share in SHARES if clear[share] >= enough), max(SHARES, key=lambda share: clear[share]))


def _rise(measured: Tangent) -> float:
    """How much the tangent rises on the step that is written; 0 where there is no tangent to speak of."""
    rise = measured.slope * _run(measured)
    return rise if isfinite(rise) and not measured.bends and not measured.jumps_here else 0.0


def _run(measured: Tangent) -> float:
    """A step to the right that can be seen: 1 if possible, for then the rise is the slope, or else a round number."""
    least, most = (share * measured.reach for share in RUN)
    ten = 10.0 ** floor(log10(most))
    return 1.0 if least <= 1 <= most else float(next(digit * ten for digit in ROUND if digit * ten <= most))


# ── the slopes ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _paint_slopes(axes: Axes, measured: Tangent) -> None:
    """The slope at every place, and that at the point."""
    axes.axhline(0, color=LINE, linewidth=0.8, zorder=1)
    axes.plot(measured.slopes.xs, measured.slopes.ys, color=BACKWARD, linestyle="--", zorder=3, gid="slopes")
    sides = np.array(measured.sides if measured.bends else [measured.slope])
    finite = measured.slopes.ys[np.isfinite(measured.slopes.ys)]
    if len(finite):
        middle = measured.slope if isfinite(measured.slope) else float(np.median(finite))
        axes.set_ylim(*heights(finite, middle, sides))
    if isfinite(measured.slope):
        axes.plot([measured.at], [measured.slope], linestyle="", marker="o", markersize=6, color=INK, zorder=6, gid="slope at the point")
        low, high = axes.get_ylim()
        above: Any = {"xytext": (7, 5), "va": "bottom"} if measured.slope < low + LOW * (high - low) else {"xytext": (7, -5), "va": "top"}
        axes.annotate(tick_words(measured.slope), (measured.at, measured.slope), textcoords="offset points", bbox=PLATE, zorder=5, **above)
    formula = raised(measured.slope_formula)
    axes.set_ylabel(literal(f"slope: {formula}" if formula and len(formula) <= 12 else "slope"))


def _panels(axes: Axes | Sequence[Axes] | None, *, derivative: bool) -> list[Axes]:
    """The axes given, or new ones: for the curve, and beneath it for the slopes."""
    if axes is not None:
        return list(axes) if isinstance(axes, Sequence) else [axes]
    if not derivative:
        return [new_axes(size=(6.4, 4.2))]
    return list(new_axes(size=(6.4, 5.4), rows=2, share_x=True, heights=(2.4, 1.2)))
