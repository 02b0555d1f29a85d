"""Descent: the run walks over its loss surface, step by step; several runs walk side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import INK, PAPER
from glassgrad.training import Run
from glassgrad.writing.numbers import number

from .animation import Animation
from .contour_labels import label_apart
from .contours import KEY, paint_contours
from .drawn_paths import PathStyle, paint_key, path_styles
from .figures import figure_of, hold_layout, in_style, new_axes, settle
from .kind import Kind
from .measured.heights import heights
from .measured.path import early_spread
from .measured.surface import POINTS, LossSurface, PathOnPlane, measure_surface, why_no_surface
from .surface_words import caption, shows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FRAMES = 40
SECONDS = 0.15


def descent(
    runs: Run | Sequence[Run],
    *,
    plane: str = "",
    weights: tuple[str, ...] = (),
    points: int = POINTS,
    log: str = "auto",
    seed: int = 0,
    count: int = FRAMES,
) -> Animation:
    """The contours of the loss, and the real path of a run (or of several) growing over them; `count` frames, the earlier steps closer together.

    The other options are those of `contours`.
    Raises: SettingError, as `contours` does.

    >>> from glassgrad.training import train
    >>> descent(train("moons", hidden=(3,), epochs=2, seed=0), points=9, count=3).title
    'The way down'
    """
    listed = KIND.checked(runs)
    surface = measure_surface(listed, plane=plane, weights=weights, points=points, seed=seed)
    return animated(surface, count=count, log=log)


def animated(surface: LossSurface, *, count: int = FRAMES, log: str = "auto", seconds: float = SECONDS) -> Animation:
    """The paths of a surface growing over it."""
    drawn = heights(surface, log=log)
    last = max(_last(path) for path in surface.paths)
    where = "the dot is where the run is" if len(surface.paths) == 1 else "the markers are where the runs are"
    return Animation(
        lambda: _frames(surface, early_spread(last, count), "yes" if drawn.logarithmic else "no"),
        title="The way down",
        shows=shows(surface),
        caption=f"{caption(surface, drawn, from_above=True)} Each picture is a later step; {where}.",
        seconds=seconds,
    )


def _last(path: PathOnPlane) -> int:
    """The last step that moves something in the picture."""
    return path.steps[-1] if path.out is None else path.out.step


def _frames(surface: LossSurface, steps: Sequence[int], log: str) -> Iterator[Axes]:
    axes = new_axes()
    paint_contours(axes, replace(surface, paths=()), log=log, labelled=False)
    walkers = _walkers(axes, surface.paths)
    _walk_to(axes, surface.paths, walkers, steps[-1])
    _hold_key(axes)
    label_apart(axes)  # beside the whole paths
    for step in steps:
        _walk_to(axes, surface.paths, walkers, step)
        hold_layout(axes)
        yield axes


@in_style
def _walkers(axes: Axes, paths: Sequence[PathOnPlane]) -> list[tuple[Any, Any]]:
    """For each path a line that is still empty, and the marker at its head."""
    from matplotlib.patheffects import withStroke

    styles = path_styles(paths)
    walkers = []
    for style in styles:
        halo = [withStroke(linewidth=style.halo, foreground=PAPER)]
        (line,) = axes.plot([], [], color=style.colour, label=style.label, linewidth=style.width, zorder=4, path_effects=halo)
        walkers.append((line, _head(axes, style)))
    if len(styles) > 1:
        paint_key(axes, styles, **KEY)
    return walkers


def _hold_key(axes: Axes) -> None:
    """Leave the key where it lies best beside the whole paths: chosen anew for each frame, it would jump."""
    key = axes.get_legend()
    if key is not None:
        settle(figure_of(axes))
        key.set_loc(tuple(axes.transAxes.inverted().transform(key.get_window_extent().p0)))  # the lower left corner


@in_style
def _walk_to(axes: Axes, paths: Sequence[PathOnPlane], walkers: Sequence[tuple[Any, Any]], step: int) -> None:
    for path, (line, head) in zip(paths, walkers, strict=True):
        xs, ys, _ = path.drawn
        made = np.array([*path.steps, *([] if path.out is None else [path.out.step])]) <= step
        line.set_data(xs[made], ys[made])
        head.set_data(xs[made][-1:], ys[made][-1:])
    axes.set_title(_title(paths, step))


def _head(axes: Axes, style: PathStyle) -> Any:
    return axes.plot([], [], marker=style.marker, markersize=9 + style.beneath, markerfacecolor=style.colour, markeredgecolor=INK, zorder=6, label="_")[0]


def _title(paths: Sequence[PathOnPlane], step: int) -> str:
    """The step, and for a single run its loss there."""
    when = f"After step {step:,}" if step else "Before the first step"
    if len(paths) > 1:
        return when
    loss = float(paths[0].losses[np.searchsorted(paths[0].steps, step, side="right") - 1])
    return f"{when}: loss {number(loss, 3, rounded=True).text}"


KIND = Kind(
    name="descent",
    says="moving: the run walks over the contours of its loss, step by step",
    paint=descent,
    fits=why_no_surface,
    several=True,
    moving=True,
)
