"""The decision boundary of a classifier over one column or two, or the fit of a network that predicts a number, in the columns' own units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from glassgrad.graph import SettingError
from glassgrad.training import Run
from glassgrad.training.plan import Plan

from .boundary_parts.fills import add_scale
from .boundary_parts.keys import add_key, key_of, title_of
from .boundary_parts.panel import paint_panel
from .boundary_parts.words import caption, shows, title
from .figures import in_style, new_axes, say
from .kind import Kind, without_data
from .measured.boundary import BoundaryGrid, measure_boundary, say_moment
from .measured.raw_rows import telling_columns
from .settings import PlotSettings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = (7.0, 4.5)


def boundary(
    run: Run,
    *,
    features: Sequence[str] = (),
    others: str = "typical",
    steps: Sequence[int] = (),
    rows: str = "",
    points: int | None = None,
    target: str = "",
    axes: Axes | None = None,
) -> Axes:
    """Paint what a network predicts over two columns, or along one: class regions with their border, or the predicted number, and rows of the data.

    `features`: one column or two; if not named, the two that change the answer most. `others`: the other columns stay "typical", or are "averaged" over.
    `steps`: the step after which; with the best weights if not given. `rows`: "validation" or "training". `points`: places along an axis.
    `target`: which one is shown, of several that are learnt at once.
    Raises: SettingError for columns, steps or words that are not there.

    >>> from glassgrad.training import train
    >>> painted = boundary(train("moons", hidden=(4,), epochs=2, seed=0))
    >>> painted.get_xlabel(), painted.get_ylabel(), painted.get_title(loc="left")
    ('x1', 'x2', 'Decision boundary')
    """
    KIND.check(run.plan)
    chosen = PlotSettings(steps=tuple(steps)).steps
    if len(chosen) > 1:
        raise SettingError(f"boundary shows the weights after one step, not after {len(chosen)}; several pictures over time are of the kind boundaries")
    grid = measure_boundary(run, step=chosen[0] if chosen else None, features=features, others=others, rows=rows, points=points, target=target)
    where: Axes = new_axes(axes, size=SIZE)
    paint_boundary(where, grid)
    return where


@in_style
def paint_boundary(axes: Axes, grid: BoundaryGrid, *, keyed: bool = True) -> None:
    """Paint answers over one column or two; `keyed`: with a key, or a scale of colours, at the right."""
    paint_panel(axes, grid)
    if keyed:
        _add_key(axes, grid)
    when = "" if grid.moment is None or grid.moment.best else f", {say_moment(grid.moment)}"
    axes.set_title(f"{title(grid)}{when}")
    say(axes, title=title(grid), shows=shows(grid), caption=caption(grid))


def _add_key(axes: Axes, grid: BoundaryGrid) -> None:
    handles = key_of(grid)
    if handles:
        add_key(axes, handles, title_of(grid))
    elif grid.up and not grid.classes:
        add_scale([axes], grid)


def why_no_boundary(plan: Plan) -> str:
    """Why a run has no boundary to draw; "" if it has."""
    return without_data(plan, "so there are no rows to draw") or ("" if telling_columns(plan) else "none of its input columns varies")


SAYS = "what is predicted over two columns of the data: class regions with their border, or a fit"
KIND = Kind(name="boundary", says=SAYS, paint=boundary, fits=why_no_boundary)
