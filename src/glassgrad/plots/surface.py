"""Loss surface: the loss over a plane through weight space as a landscape in 3-D, with the paths that runs took through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import LINE, PAPER
from glassgrad.training import Run

from .drawn_paths import paint_key, paint_path, path_styles
from .figures import check_axes, figure_of, in_style, new_axes, say
from .kind import Kind
from .measured.heights import Heights, heights
from .measured.sight import best_view
from .measured.surface import POINTS, LossSurface, measure_surface, why_no_surface
from .path_ends import paint_ends_in_space
from .surface_looks import shades_of, write_far_numbers
from .surface_words import caption, level_text, shows
from .words import literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (7.0, 5.0)
SHADES = 256
BOX = (1.25, 1.0, 0.72)
"""Width, depth and height of the box."""
ZOOM = 1.08
MOST_TICKS = 7
LETTERS, USUAL, PAD, MORE = 9.0, 20.0, 5.0, 0.6
"""Points: the letters of ticks, how wide a tick is that keeps clear of its axis's label, what lies between them, and how much more for each point of width."""
FOOT = 0.05
"""The share of a figure's height that is kept free beneath, where labels of the axes hang out."""


def surface(
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
    """Paint the loss over a plane through weight space in 3-D, and on it the real path of the run, or of several runs, at its true loss.

    The options are those of `contours`. It is looked at from where most of the paths and of the surface is seen.
    Raises: SettingError as there, and for `axes` that are not 3-D.

    >>> from glassgrad.training import train
    >>> axes = surface(train("moons", hidden=(4,), epochs=2, seed=0), points=9)
    >>> axes.get_zlabel()
    'binary cross entropy'
    """
    check_axes(axes, three_d=True)
    listed = KIND.checked(runs)
    measured = measure_surface(listed, plane=plane, weights=weights, points=points, steps=steps, seed=seed)
    chosen: Axes = new_axes(axes, three_d=True, size=SIZE)
    if axes is None:
        layout: Any = figure_of(chosen).get_layout_engine()
        layout.set(rect=(0, FOOT, 1, 1 - FOOT))
    paint_surface(chosen, measured, log=log)
    return chosen


@in_style
def paint_surface(axes: Any, surface: LossSurface, *, log: str = "auto") -> None:
    """Paint a loss surface on axes in 3-D, contours on the floor beneath it, and its paths."""
    drawn = heights(surface, log=log, in_space=True)
    axes.computed_zorder = False  # the paths are painted last: mplot3d cannot tell which part of a line lies before which part of a surface
    _paint_landscape(axes, surface, drawn)
    _frame(axes, surface, drawn)
    styles = path_styles(surface.paths)
    for path, style in zip(surface.paths, styles, strict=True):
        xs, ys, losses = path.drawn
        paint_path(axes, style, len(path.steps), xs, ys, drawn.height(losses))
    view = best_view(surface, drawn, BOX)
    axes.view_init(elev=view.up, azim=view.around)
    paint_ends_in_space(axes, surface.paths, drawn.height)
    axes.set_title(literal(surface.title, 60), loc="left")
    if len(surface.paths) > 1:
        paint_key(axes, styles, loc="upper left", borderaxespad=0.0)
    say(axes, title=surface.title, shows=shows(surface), caption=caption(surface, drawn, from_above=False))


def _paint_landscape(axes: Any, surface: LossSurface, drawn: Heights) -> None:
    """The surface, coloured by height, and its contours on the floor."""
    from matplotlib.colors import ListedColormap

    xs, ys = np.meshgrid(surface.xs, surface.ys)
    ground = drawn.height(drawn.losses)
    low, high = drawn.height(drawn.levels[[0, -1]])
    scale = ListedColormap(shades_of(SHADES))
    rows, columns = ground.shape
    painted = axes.plot_surface(xs, ys, ground, rcount=rows, ccount=columns, cmap=scale, vmin=low, vmax=high, linewidth=0.15, edgecolor=PAPER, zorder=1)
    painted.set_gid("loss surface")


def _frame(axes: Any, surface: LossSurface, drawn: Heights) -> None:
    """Limits, labels, ticks, and the box."""
    axes.set(xlim=surface.xs[[0, -1]], ylim=surface.ys[[0, -1]], zlim=drawn.height(drawn.levels[[0, -1]]))
    axes.set_xlabel(literal(surface.x_label, 60))
    axes.set_ylabel(literal(surface.y_label, 60))
    write_far_numbers(axes.xaxis, surface.xs[[0, -1]])
    write_far_numbers(axes.yaxis, surface.ys[[0, -1]])
    axes.set_box_aspect(BOX, zoom=ZOOM)
    axes.locator_params(axis="x", nbins=5)
    axes.locator_params(axis="y", nbins=5)
    shown = drawn.levels[:: -(-len(drawn.levels) // MOST_TICKS)]
    written = [level_text(level) for level in shown]
    axes.set_zticks(drawn.height(shown), written)
    axes.set_zlabel(literal(surface.loss, 60), labelpad=PAD + MORE * max(0.0, max(width_of(one, LETTERS) for one in written) - USUAL))
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color(PAPER)
        axis._axinfo["grid"].update(color=LINE, linewidth=0.6)


KIND = Kind(
    name="surface",
    says="the loss over a plane through weight space as a landscape in 3-D, with the path of the run through it",
    paint=surface,
    fits=why_no_surface,
    several=True,
)
