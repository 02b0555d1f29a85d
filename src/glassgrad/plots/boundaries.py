"""The decision boundary, or the fit, at several moments of a run: from the first weights to the last."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from glassgrad.graph import SettingError
from glassgrad.training import Run

from .boundary import why_no_boundary
from .boundary_parts.curve_of_numbers import heights_shown
from .boundary_parts.fills import add_scale
from .boundary_parts.keys import add_key, key_of, title_of
from .boundary_parts.panel import paint_panel
from .boundary_parts.words import caption_of_all, heading, shows_all, title
from .figures import figure_of, in_style, new_axes, say
from .kind import Kind
from .measured.boundary import BoundaryGrid, grid_of
from .measured.path import early_spread, states_along
from .measured.section import section_of
from .settings import PlotSettings
from .stacks import given_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, SPARE = 2.7, 2.6, 0.5
"""Inches of one picture, and what the names of the columns need beside and beneath all."""
GAP = 0.12
"""Inches between the pictures and the key."""
COUNT, MOST = 6, 20
POINTS = 100
"""Places along an axis: half as many as in one large picture."""


def boundaries(
    run: Run,
    *,
    count: int = COUNT,
    steps: Sequence[int] = (),
    features: Sequence[str] = (),
    others: str = "typical",
    rows: str = "",
    points: int | None = None,
    axes: Sequence[Axes] | None = None,
) -> list[Axes]:
    """Paint the boundary, or the fit, before the first step and after later ones, all with the same axes and colours: see `boundary`.

    `count`: how many pictures; or `steps`: after which steps, 0 being before the first.
    Raises: SettingError for columns, steps or words that are not there, for more than 20 pictures, or where `axes` are not one for each.

    >>> from glassgrad.training import train
    >>> len(boundaries(train("moons", hidden=(4,), epochs=2, seed=0), count=3))
    3
    """
    KIND.check(run.plan)
    wanted = PlotSettings(steps=tuple(steps), count=count)
    chosen = wanted.steps or (early_spread(run.steps, count) if count > 1 else (run.steps,))
    if len(chosen) > MOST:
        raise SettingError(f"{len(chosen)} pictures are too small to be read beside each other; show at most {MOST}, or an animation")
    panels = _panels(len(chosen), axes)
    section = section_of(run, features=features, others=others, rows=rows, points=POINTS if points is None else points)
    grids = [grid_of(section, state, step) for step, state in zip(chosen, states_along(run, chosen), strict=True)]
    paint_boundaries(panels, grids, whole=axes is None)
    return panels


@in_style
def paint_boundaries(panels: Sequence[Axes], grids: Sequence[BoundaryGrid], *, whole: bool = False) -> None:
    """Paint each grid on its axes; all are of one section. `whole`: the axes are all there is in their figure, which gets a title and a key of its own."""
    for axes, grid in zip(panels, grids, strict=True):
        paint_panel(axes, grid, named=False)
        axes.set_title(heading(grid), fontsize="medium", fontweight="normal")
    last = grids[-1]
    name = f"{title(last)} over time"
    if last.up is None and not last.classes:
        for axes in panels:
            axes.set_ylim(*heights_shown(*grids))
    if whole:
        figure_of(panels).suptitle(name, x=0.01, ha="left", fontweight="bold")
        _outer_labels(panels)
    _add_key(panels, grids, whole=whole)
    say(panels, title=name, shows=shows_all(grids), caption=caption_of_all(grids))


def _add_key(panels: Sequence[Axes], grids: Sequence[BoundaryGrid], *, whole: bool) -> None:
    """One key for all, or one scale."""
    handles = key_of(*grids)
    if not handles:
        add_scale(panels, grids[-1])
    elif whole:
        _key_beside(panels, handles, title_of(grids[-1]))
    else:
        add_key(panels[-1], handles, title_of(grids[-1]))


def _key_beside(panels: Sequence[Axes], handles: Sequence[Any], name: str) -> None:
    """A key at the right of all pictures, which make room for it."""
    figure: Any = figure_of(panels)
    # Placed by the figure's transform, not by its own box: that box is another one while a picture is written with its caption beneath.
    place: Any = {"loc": "upper right", "bbox_to_anchor": (0, 0, 1, 1), "bbox_transform": figure.transFigure}
    key = figure.legend(handles=handles, title=name or None, alignment="left", **place)
    key.set_gid("key")
    taken = key.get_window_extent().width / figure.dpi + GAP
    width, height = figure.get_size_inches()
    figure.set_size_inches(width + taken, height)
    figure.get_layout_engine().set(rect=(0, 0, width / (width + taken), 1))


def _panels(count: int, axes: Sequence[Axes] | None) -> list[Axes]:
    """The axes given, or new ones with the same ends."""
    if axes is not None:
        return given_axes(axes, count)
    columns = count if count <= 3 else 2 if count == 4 else 3 if count <= 9 else 4
    rows = ceil(count / columns)
    made = new_axes(size=(WIDTH * columns + SPARE, HEIGHT * rows + SPARE), rows=rows, columns=columns, share_x=True, share_y=True)
    panels: list[Axes] = made if isinstance(made, list) else [made]
    for one in panels[count:]:
        one.remove()
    return panels[:count]


def _outer_labels(panels: Sequence[Axes]) -> None:
    """Names of the columns only at the left, and beneath the lowest picture of each column."""
    places = [axes.get_subplotspec() for axes in panels]
    lowest = {}
    for axes, place in zip(panels, places, strict=True):
        if place is not None:
            lowest[place.colspan.start] = axes
    for axes, place in zip(panels, places, strict=True):
        is_lowest = axes in lowest.values()
        axes.tick_params(labelbottom=is_lowest)
        if not is_lowest:
            axes.set_xlabel("")
        if place is not None and place.colspan.start:
            axes.set_ylabel("")


KIND = Kind(name="boundaries", says="the boundary or the fit at several moments of training, beside each other", paint=boundaries, fits=why_no_boundary)
