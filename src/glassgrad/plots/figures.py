"""New axes in the house's style, what is said of them, and how they are written down."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from glassgrad.draw.letters import families, unseen_letters
from glassgrad.draw.palette import CLASSES, INK, LINE, PAPER, SOFT
from glassgrad.graph import SettingError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Params = ParamSpec("Params")
Result = TypeVar("Result")

SIZE = (7.0, 4.5)
"""Inches: as wide as the text of a page, half a slide."""
STYLE: Any = {
    "font.size": 10, "axes.titlesize": 11.5, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.labelsize": 10, "xtick.labelsize": 9, "ytick.labelsize": 9, "legend.fontsize": 9, "legend.frameon": False, "figure.titlesize": 12.5,
    "axes.edgecolor": SOFT, "axes.labelcolor": INK, "axes.titlecolor": INK, "text.color": INK, "xtick.color": SOFT, "ytick.color": SOFT,
    "xtick.labelcolor": INK, "ytick.labelcolor": INK, "axes.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "axes.axisbelow": True, "grid.color": LINE, "grid.linewidth": 0.6, "lines.linewidth": 1.8, "lines.markersize": 5,
    "axes.titlepad": 10, "figure.facecolor": PAPER, "axes.facecolor": PAPER, "savefig.facecolor": PAPER, "axes.unicode_minus": True,
}  # fmt: skip
"""Letters of 10 points on a picture 7 inches wide: read on a page as they are, and on a slide when it fills half of it."""


MOST_LAYOUTS, STILL = 4, 0.25
"""How often places are worked out anew, at most, and by how many points they may still move then."""


@dataclass(frozen=True)
class Said:
    """What is said of a picture: its title, what it shows for those who do not see it, and how to read it."""

    title: str
    shows: str
    caption: str


_SAID: WeakKeyDictionary[Any, Said] = WeakKeyDictionary()


def style() -> Any:
    """The settings of matplotlib that the pictures are painted with; for `matplotlib.rc_context`."""
    from cycler import cycler

    return {**STYLE, "font.family": families(), "axes.prop_cycle": cycler(color=CLASSES)}


def in_style(painter: Callable[Params, Result]) -> Callable[Params, Result]:
    """A painter whose artists are in the house's style: matplotlib looks its settings up when each of them is made."""

    @wraps(painter)
    def painted(*given: Params.args, **named: Params.kwargs) -> Result:
        from matplotlib import rc_context

        with unseen_letters(), rc_context(style()):
            return painter(*given, **named)

    return painted


def new_axes(
    axes: Axes | Sequence[Axes] | None = None,
    *,
    size: tuple[float, float] = SIZE,
    rows: int = 1,
    columns: int = 1,
    three_d: bool = False,
    share_x: bool = False,
    share_y: bool = False,
    heights: Sequence[float] | None = None,
    widths: Sequence[float] | None = None,
) -> Any:
    """The axes given, or new ones in the house's style: one, or a list of them row by row. `size` is that of the whole figure, in inches.

    Raises: SettingError for flat axes where those in space are needed, and the other way round.
    """
    if axes is not None:
        check_axes(axes, three_d=three_d)
        return axes
    from matplotlib import rc_context

    with rc_context(style()):
        figure = _new_figure(size)
        grid = figure.subplots(
            rows,
            columns,
            squeeze=False,
            sharex=share_x,
            sharey=share_y,
            subplot_kw={"projection": "3d"} if three_d else None,
            gridspec_kw={"height_ratios": heights, "width_ratios": widths},
        )
    every = list(grid.flat)
    return every[0] if rows == columns == 1 else every


def check_axes(axes: Axes | Sequence[Axes] | None, *, three_d: bool) -> None:
    """Raises: SettingError for axes given that are flat where those in space are needed, and the other way round."""
    for one in (axes if isinstance(axes, Sequence) else [axes]) if axes is not None else []:
        if hasattr(one, "get_zlim") and not three_d:
            raise SettingError("this picture is flat, and the axes given are in 3-D; give axes made without projection, or leave axes out")
        if three_d and not hasattr(one, "get_zlim"):
            raise SettingError('this picture is in 3-D, and the axes given are flat; make them with projection="3d", or leave axes out')


def _new_figure(size: tuple[float, float]) -> Figure:
    """A figure without a window. In a notebook it is one of pyplot's, which are shown when the cell is done."""
    if in_notebook():
        from matplotlib import pyplot

        return pyplot.figure(figsize=size, layout="constrained")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def in_notebook() -> bool:
    """Whether a notebook runs this, and shows figures by itself: its kernel chooses matplotlib's backend so."""
    return "ipykernel" in sys.modules and os.environ.get("MPLBACKEND", "").startswith("module://")


def figure_of(axes: Axes | Sequence[Axes]) -> Figure:
    """The figure that the axes, or the first of several, are part of."""
    first: Any = axes[0] if isinstance(axes, Sequence) else axes
    whole = first.get_figure(root=True)
    assert whole is not None  # axes that are drawn on have a figure
    return whole  # type: ignore[no-any-return]


def hold_layout(axes: Axes | Sequence[Axes]) -> None:
    """Work out once where everything stands, and leave it there: what moves must not shake."""
    figure = figure_of(axes)
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")


def is_restless(figure: Figure) -> bool:
    """Whether places must be worked out more than once: axes of equal scales change their size after their labels were placed, which are cut then."""
    return figure.get_layout_engine() is not None and any(axes.get_aspect() != "auto" for axes in figure.axes)


def settle(figure: Figure) -> None:
    """Work out where everything stands, until it stays there."""
    before: Any = None
    for _ in range(MOST_LAYOUTS if is_restless(figure) else 1):
        figure.draw_without_rendering()
        now = np.array([axes.get_window_extent().extents for axes in figure.axes]) * 72 / figure.dpi
        if before is not None and abs(now - before).max() < STILL:
            return
        before = now


def say(axes: Axes | Sequence[Axes], *, title: str, shows: str, caption: str) -> None:
    """Keep what is said of a picture with its figure. What is said later of the same figure, by another painter, is added."""
    figure = figure_of(axes)
    before = _SAID.get(figure)
    if before is None or before.title == title:
        _SAID[figure] = Said(title, shows, caption)
    else:
        _SAID[figure] = Said(f"{before.title}; {title}", f"{before.shows} {shows}", f"{before.caption} {caption}")


def said(axes: Axes | Sequence[Axes]) -> Said:
    """What is said of a picture. Raises: SettingError for axes on which glassgrad has painted nothing."""
    found = heard(axes)
    if found is None:
        raise SettingError("nothing is known of these axes, since no picture of glassgrad is on them; give those that a function of plots returned")
    return found


def heard(axes: Axes | Sequence[Axes]) -> Said | None:
    """What is said of a picture; None for one of another painter."""
    return _SAID.get(figure_of(axes))
