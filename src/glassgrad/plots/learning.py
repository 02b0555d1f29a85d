"""Learning: the boundary, or the fit, as it changes from the first weights to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from glassgrad.training import Run

from .animation import Animation
from .boundary import paint_boundary, why_no_boundary
from .boundary_parts.keys import add_key, key_of, title_of
from .boundary_parts.panel import paint_panel
from .boundary_parts.words import caption_of_all, heading, shows_all, title
from .figures import hold_layout, in_style, new_axes
from .kind import Kind
from .measured.boundary import BoundaryGrid, grid_of
from .measured.path import early_spread, states_along
from .measured.section import section_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FRAMES = 24
SECONDS = 0.3
TOLD = 4
"""Frames whose numbers are told to those who do not see them."""


def learning(
    run: Run,
    *,
    count: int = FRAMES,
    features: Sequence[str] = (),
    others: str = "typical",
    rows: str = "",
    points: int | None = None,
    target: str = "",
) -> Animation:
    """The boundary, or the fit, of a run before its first step and after later ones, moving; `count` frames, the earlier steps closer together.

    A single frame is that after the last step. The other options are those of `boundary`.
    Raises: SettingError for columns or words that are not there.

    >>> from glassgrad.training import train
    >>> learning(train("moons", hidden=(3,), epochs=2, seed=0), count=3).title
    'Decision boundary, learnt'
    """
    KIND.check(run.plan)
    steps = early_spread(run.steps, count) if count > 1 else (run.steps,)
    section = section_of(run, features=features, others=others, rows=rows, points=points, target=target)
    grids = [grid_of(section, state, step) for step, state in zip(steps, states_along(run, steps), strict=True)]
    told = [grids[step] for step in sorted({round(share * (len(grids) - 1) / (TOLD - 1)) for share in range(TOLD)})]
    return Animation(
        lambda: _frames(grids),
        title=f"{title(grids[-1])}, learnt",
        shows=shows_all(told).replace("pictures", "of the pictures", 1),
        caption=f"{'Each picture is a later step. ' * (len(grids) > 1)}{caption_of_all(grids)}",
        seconds=SECONDS,
    )


def _frames(grids: Sequence[BoundaryGrid]) -> Iterator[Axes]:
    axes = new_axes()
    paint_boundary(axes, grids[-1])
    _repaint(axes, grids, len(grids) - 1)
    hold_layout(axes)  # with the whole key beside it
    ends = (axes.get_xlim(), axes.get_ylim())
    for place in range(len(grids)):
        _repaint(axes, grids, place)
        axes.set(xlim=ends[0], ylim=ends[1])
        yield axes


@in_style
def _repaint(axes: Axes, grids: Sequence[BoundaryGrid], place: int) -> None:
    """The same axes with another grid on them, and the key of all."""
    axes.clear()
    paint_panel(axes, grids[place])
    axes.set_title(heading(grids[place]))
    handles = key_of(*grids)
    if handles:
        add_key(axes, handles, title_of(grids[place]))


KIND = Kind(
    name="learning",
    says="moving: the boundary or the fit, from the first weights to the last",
    paint=learning,
    fits=why_no_boundary,
    moving=True,
)
