"""The decision boundary, or the fit, at several moments of a run: from the first weights to the last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glassgrad.graph import SettingError
from glassgrad.training import Run

from .boundary import why_no_boundary
from .boundary_parts.multiples import new_panels, paint_multiples
from .boundary_parts.words import caption_of_all, heading, shows_all, title
from .figures import in_style, say
from .kind import Kind
from .measured.boundary import BoundaryGrid, grid_of
from .measured.path import early_spread, states_along
from .measured.section import section_of
from .settings import PlotSettings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
    target: str = "",
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
    panels = new_panels(len(chosen), axes)
    section = section_of(run, features=features, others=others, rows=rows, points=POINTS if points is None else points, target=target)
    grids = [grid_of(section, state, step) for step, state in zip(chosen, states_along(run, chosen), strict=True)]
    paint_boundaries(panels, grids, whole=axes is None)
    return panels


@in_style
def paint_boundaries(panels: Sequence[Axes], grids: Sequence[BoundaryGrid], *, whole: bool = False) -> None:
    """Paint each grid on its axes; all are of one section. `whole`: the axes are all there is in their figure, which gets a title and a key of its own."""
    name = f"{title(grids[-1])} over time"
    paint_multiples(panels, grids, [heading(grid) for grid in grids], name, whole=whole)
    say(panels, title=name, shows=shows_all(grids), caption=caption_of_all(grids))


KIND = Kind(name="boundaries", says="the boundary or the fit at several moments of training, beside each other", paint=boundaries, fits=why_no_boundary)
