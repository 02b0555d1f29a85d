"""Contours: the loss over a plane through weight space, seen from above, with the paths that runs took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import PAPER, ink_on
from glassgrad.training import Run

from .contour_labels import LINES, label_apart
from .drawn_paths import PathStyle, paint_key, paint_path, path_styles
from .figures import check_axes, in_style, new_axes, say
from .kind import Kind
from .measured.directions import Vector
from .measured.heights import Heights, heights
from .measured.surface import POINTS, LossSurface, PathOnPlane, measure_surface, why_no_surface
from .path_ends import paint_ends
from .surface_looks import shades_of, write_far_numbers
from .surface_words import caption, level_text, shows
from .words import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

ARROWS = (0.3, 0.7)
"""Shares of a path's length at which an arrow says where it goes."""
GAP = 0.03
"""What lies between the axes and the bar of colours at most, in shares of the figure's width."""
KEY: dict[str, Any] = {"loc": "best", "frameon": True, "framealpha": 0.85, "facecolor": PAPER, "edgecolor": "none"}
"""How the key of several paths lies on a map."""
MOST_UNEVEN = 2.5
"""Axes whose spans differ by no more than this factor have the same scale."""


def contours(
    runs: Run | Sequence[Run],
    *,
    plane: str = "",
    weights: tuple[str, ...] = (),
    points: int = POINTS,
    steps: tuple[int, ...] = (),
    log: str = "auto",
    seed: int = 0,
    axes: Axes | None = None,
) -> Axes:
    """Paint the loss over a plane through weight space as contours, and the real path of the run, or of several runs, on it.

    `plane`: "weights" (two of them, the others held), "path" (its two principal directions) or "random" (two directions from `seed`, scaled like the
    weights); by default two `weights` if they are given or there are no more, else the path. The plane goes through the weights after the last step, or
    after one of `steps`; with several `steps`, the path is drawn from the first to the last of them only. `points` on each side of the grid.
    Of a run that diverges, no more is drawn than the way to where its loss has grown a thousandfold, and of one that jumps far beyond all others the way
    to the edge of their picture, unless several `steps` are given.
    Raises: SettingError for runs of other networks, losses or data than the first, for a plane, weights or steps that are not there, and for axes in 3-D.

    >>> from glassgrad.training import train
    >>> axes = contours(train("moons", hidden=(4,), epochs=2, seed=0), points=9)
    >>> axes.get_title(loc="left")
    'The loss around the path'
    """
    check_axes(axes, three_d=False)
    listed = KIND.checked(runs)
    measured = measure_surface(listed, plane=plane, weights=weights, points=points, steps=steps, seed=seed)
    chosen: Axes = new_axes(axes)
    paint_contours(chosen, measured, log=log)
    return chosen


@in_style
def paint_contours(axes: Axes, surface: LossSurface, *, log: str = "auto", labelled: bool = True) -> None:
    """Paint a loss surface as filled contours with labelled lines, a colour bar, and its paths.

    `labelled`: with numbers on the lines; who paints more on the axes adds them at the end, with `label_apart`.
    """
    drawn = heights(surface, log=log)
    _paint_bands(axes, surface, drawn)
    axes.set(xlabel=literal(surface.x_label, 60), ylabel=literal(surface.y_label, 60), xlim=surface.xs[[0, -1]], ylim=surface.ys[[0, -1]])
    styles = path_styles(surface.paths)
    for path, style in zip(surface.paths, styles, strict=True):
        _paint_path(axes, path, style)
    paint_ends(axes, surface.paths)
    axes.grid(visible=False)
    write_far_numbers(axes.xaxis, surface.xs[[0, -1]])
    write_far_numbers(axes.yaxis, surface.ys[[0, -1]])
    if 1 / MOST_UNEVEN <= np.ptp(surface.xs) / np.ptp(surface.ys) <= MOST_UNEVEN:
        axes.set_aspect("equal")
    axes.set_title(literal(surface.title, 60))
    if len(surface.paths) > 1:
        paint_key(axes, styles, **KEY)
    if labelled:
        label_apart(axes)
    say(axes, title=surface.title, shows=shows(surface), caption=caption(surface, drawn, from_above=True))


def _paint_bands(axes: Axes, surface: LossSurface, drawn: Heights) -> None:
    """Fills between the levels, lines on them, and the bar that says which colour is which loss."""
    from matplotlib.colors import BoundaryNorm, ListedColormap

    bands = len(drawn.levels) - 1
    shades = shades_of(bands)
    # The lowest level belongs to no band in matplotlib, so what lies on it is lifted a little.
    lifted = np.maximum(drawn.losses, drawn.levels[0] + 1e-6 * (drawn.levels[1] - drawn.levels[0]))
    filled = axes.contourf(surface.xs, surface.ys, lifted, levels=drawn.levels, cmap=ListedColormap(shades), norm=BoundaryNorm(drawn.levels, bands))
    filled.set_gid("bands of loss")
    if bands > 1:
        inks = [ink_on(shade) for shade in shades[1:]]
        lines = axes.contour(surface.xs, surface.ys, drawn.losses, levels=drawn.levels[1:-1], colors=inks, linewidths=0.6, alpha=0.6)
        lines.set_gid(LINES)
    figure: Any = axes.get_figure(root=True)
    bar = figure.colorbar(filled, ax=axes, label=literal(surface.loss, 60), ticks=drawn.levels)
    bar.ax.set_yticklabels([level_text(level) for level in drawn.levels])
    bar.outline.set_visible(False)
    bar.ax.set_axes_locator(lambda bar_axes, _: _beside(axes, bar_axes))


def _beside(axes: Axes, bar: Any) -> Bbox:
    """The place of a bar: as high as the axes are, which with equal scales may be smaller than the room that the figure has for them."""
    from matplotlib.transforms import Bbox

    box, room = axes.get_position(), bar.get_position(original=True)
    return Bbox.from_bounds(min(room.x0, box.x1 + GAP), box.y0, room.width, box.height)


def _paint_path(axes: Axes, path: PathOnPlane, style: PathStyle) -> None:
    xs, ys, _ = path.drawn
    paint_path(axes, style, len(path.steps), xs, ys)
    for share in ARROWS:
        _paint_arrow(axes, xs, ys, share, style.colour)


def _paint_arrow(axes: Axes, xs: Vector, ys: Vector, share: float, colour: str) -> None:
    """An arrow head where so much of a path's length is walked."""
    lengths = np.hypot(np.diff(xs), np.diff(ys))
    walked = np.concatenate([[0.0], np.cumsum(lengths)])
    if not walked[-1]:
        return
    shares = (share - 0.01, share)
    tail, tip = ((float(np.interp(at * walked[-1], walked, xs)), float(np.interp(at * walked[-1], walked, ys))) for at in shares)
    arrow = axes.annotate("", tip, tail, arrowprops={"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 13}, zorder=5)
    arrow.set_gid("direction")


KIND = Kind(
    name="contours",
    says="the loss over a plane through weight space, from above, with the path of the run on it",
    paint=contours,
    fits=why_no_surface,
    several=True,
)
