"""How dense the rows of each class lie along one column or two, as hills, and the share of each class there by Bayes' rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import CLASSES, INK, PAPER, SOFT, blended, class_colour, class_marker
from glassgrad.plots.boundary_parts.dots import STAR, size_of
from glassgrad.plots.boundary_parts.keys import MOST
from glassgrad.plots.boundary_parts.regions import paint_regions
from glassgrad.plots.curve_parts.number_axis import number_ticks
from glassgrad.plots.figures import in_style, new_axes, say
from glassgrad.plots.measured.boundary import BoundaryGrid, has_border
from glassgrad.plots.measured.feature_axes import FeatureAxis
from glassgrad.plots.names import class_names, escaped, fitting
from glassgrad.plots.stacks import inches_of
from glassgrad.plots.words import literal

from ..comparison import Comparison
from .density_words import LONGEST, caption, shows, title
from .kind import FamilyPicture, with_results
from .measured.density import Densities, densities_of, number_columns
from .measured.fold import first_fold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (7.0, 4.5)
PALE = 0.22
STRIP, GAP = 0.26, 0.1
"""The height of the strip of shares beneath the hills, and the room above it, as parts of the highest hill."""
RUG = 0.05
"""The height of a mark for a row, as a part of the highest hill."""
RINGS = (0.05, 0.2, 0.4, 0.6, 0.8)
"""Heights of the contour lines, as parts of a class's highest place."""
STYLES: tuple[Any, ...] = ("solid", "dashed", "dashdot", "dotted")
SURE = 0.5


def density(seen: Comparison, *, features: Sequence[str] = (), axes: Axes | None = None) -> Axes:
    """Paint the kernel density of one column or two: a hill for each class, times its share, and what Bayes' rule makes of them; one hill without classes.

    `features`: one column of numbers or two; if not named, the one whose hills tell the classes apart best.
    Raises: SettingError for columns that are not there, or hold words.

    >>> from glassgrad.families.comparing import compare
    >>> density(compare("iris", families=("kernel_density",), folds=3)).get_xlabel()
    'petal length (cm)'
    """
    DENSITY.check(seen)
    measured = densities_of(seen, features)
    chosen: Axes = new_axes(axes, size=SIZE)
    paint_density(chosen, measured)
    return chosen


@in_style
def paint_density(axes: Axes, measured: Densities) -> None:
    """Paint hills along one column, or their contour lines over two."""
    if len(measured.columns) == 1:
        _paint_hills(axes, measured)
    else:
        _paint_rings(axes, measured)
    axes.set_xlabel(fitting(measured.columns[0], 72 * inches_of(axes)[0], 10.0, LONGEST))
    axes.set_title(title(measured))
    _add_key(axes, measured)
    say(axes, title=title(measured), shows=shows(measured), caption=caption(measured))


def _style(place: int) -> Any:
    """The line of a class: another one when the colours come round again."""
    return STYLES[(place + place // len(CLASSES)) % len(STYLES)]


def _colour(measured: Densities, place: int) -> str:
    return class_colour(place) if measured.classes else SOFT


def _paint_hills(axes: Axes, measured: Densities) -> None:
    (at,) = measured.axes
    top = float(measured.heights.max())
    for place in measured.met:
        colour, height = _colour(measured, place), measured.heights[place]
        axes.fill_between(at, height, color=blended(colour, PALE), alpha=0.6, linewidth=0, zorder=1 + place * 0.01, gid=f"hill of class {place}")
        line = axes.plot(at, height, color=colour if measured.classes else INK, linestyle=_style(place), zorder=3)
        line[0].set_gid(f"density of class {place}")
        _paint_rug(axes, measured, place, top)
    axes.grid(visible=False, axis="x")
    axes.set_xlim(float(at[0]), float(at[-1]))
    if measured.classes:
        _paint_shares(axes, measured, top)
    axes.set_ylim(-(STRIP + GAP) * top if measured.classes else -RUG * top, 1.06 * top)
    number_ticks(axes.yaxis, top)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= top])
    axes.set_ylabel("density · share of the class" if measured.classes else "density")


def _paint_rug(axes: Axes, measured: Densities, place: int, top: float) -> None:
    """A mark for each row, under the hills."""
    mine = measured.rows.across[measured.rows.truth == place]
    axes.vlines(mine, -RUG * top, 0, color=_colour(measured, place), linewidth=0.8, alpha=0.7, zorder=2, gid=f"rows of class {place}")


def _paint_shares(axes: Axes, measured: Densities, top: float) -> None:
    """The shares by Bayes' rule, one upon the other in a strip beneath; a line where the largest one changes."""
    (at,), shares = measured.axes, measured.shares
    floor = -(STRIP + GAP) * top
    below = np.full(len(at), floor)
    for place in measured.met:
        above = below + STRIP * top * shares[place]
        axes.fill_between(at, below, above, color=blended(class_colour(place), SURE), linewidth=0, zorder=1, gid=f"share of class {place}")
        below = above
    for border in measured.borders:
        top_there = float(np.interp(border, at, measured.heights.max(axis=0)))
        axes.vlines([border], floor, top_there, color=INK, linewidth=1.0, linestyle="--", zorder=4, gid="border")
    words = axes.annotate("share", (0.0, floor + STRIP * top / 2), (-6, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points", ha="right",
                          va="center", fontsize=9)  # fmt: skip
    words.set_gid("name of the strip")


def _paint_rings(axes: Axes, measured: Densities) -> None:
    across, up = measured.axes
    axes.grid(visible=False)
    if measured.classes:
        paint_regions(axes, _ground(measured), named=False)
    for place in measured.met:
        height = measured.heights[place]
        look: Any = {"colors": [_ring_colour(measured, place)], "linewidths": 1.3, "linestyles": [_style(place)]}
        drawn = axes.contour(across, up, height, levels=[share * float(height.max()) for share in RINGS], zorder=3, **look)
        drawn.set_gid(f"rings of class {place}")
        mine, marker = measured.rows.truth == place, class_marker(place)
        assert measured.rows.up is not None  # there are two columns
        size = 0.55 * size_of(len(measured.rows.truth)) * (STAR if marker in "*P" else 1.0)
        dots: Any = {"s": size, "marker": marker, "color": _colour(measured, place), "edgecolors": PAPER, "linewidths": 0.4}
        axes.scatter(measured.rows.across[mine], measured.rows.up[mine], zorder=4, gid=f"rows of class {place}", **dots)
    axes.set_ylabel(fitting(measured.columns[1], 72 * inches_of(axes)[1], 10.0, LONGEST))


def _ring_colour(measured: Densities, place: int) -> str:
    """Dark enough to be seen on the class's own ground."""
    return blended(class_colour(place), 0.75, onto=INK) if measured.classes else INK


def _ground(measured: Densities) -> BoundaryGrid:
    """The shares as the answers that they are."""
    across, up = (FeatureAxis(name, at) for name, at in zip(measured.columns, measured.axes, strict=True))
    return BoundaryGrid(across, up, np.moveaxis(measured.shares, 0, -1), measured.target, measured.classes)


def _add_key(axes: Axes, measured: Densities) -> None:
    from matplotlib.lines import Line2D

    if not measured.classes:
        return
    names = class_names(measured.classes)
    alone = len(measured.columns) == 1
    handles = [
        Line2D([], [], color=class_colour(place), linestyle=_style(place), marker="" if alone else class_marker(place), markersize=5.5,
               label=escaped(names[place])) for place in measured.met[:MOST]
    ]  # fmt: skip
    if alone and measured.borders:
        handles.append(Line2D([], [], color=INK, linewidth=1.0, linestyle="--", label="equal shares"))
    elif not alone and has_border(_ground(measured)):
        handles.append(Line2D([], [], color=INK, linewidth=1.4, label="equal shares"))
    place: Any = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0), "borderaxespad": 0.0}
    axes.legend(handles=handles, title=literal(measured.target, 24), alignment="left", **place).set_gid("key")


def _why_none(seen: Comparison) -> str:
    """Why there are no hills to draw; "" if there are."""
    return with_results(seen) or (
        "" if number_columns(first_fold(seen)) else "none of the input columns holds numbers that vary, and hills need an axis of them"
    )


SAYS = "how dense the rows of each class lie along one column or two, and each class's share there"
DENSITY = FamilyPicture(name="density", says=SAYS, paint=density, fits=_why_none)
