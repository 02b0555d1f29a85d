"""What every family predicts over the same two columns, or along one: the same axes, the same colours, the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.palette import class_colour
from glassgrad.plots.boundary_parts.dots import axes_per_figure, size_of
from glassgrad.plots.boundary_parts.fills import scale_of
from glassgrad.plots.boundary_parts.multiples import new_panels, paint_multiples
from glassgrad.plots.boundary_parts.words import caption, spoken, title
from glassgrad.plots.figures import in_style, say
from glassgrad.training.doctor.finding import say_share
from glassgrad.writing.numbers import number
from glassgrad.writing.plain import capital, listed

from ..comparison import Comparison
from ..quantities import score
from .kind import FamilyPicture, with_results
from .measured.boundaries import FamilyGrid, FamilyGrids, family_grids
from .measured.fold import first_fold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL = 0.3
"""The area of a training row's dot, as a part of a held-out one's."""
LEAST_SMALL = 2.5
SEEN_THROUGH = 0.65
TICKS = 4
LITTLE = 0.5
"""A picture from which less than this can be read of what a family answers tells little."""


def boundaries(
    seen: Comparison,
    *,
    families: Sequence[str] = (),
    features: Sequence[str] = (),
    others: str = "typical",
    axes: Sequence[Axes] | None = None,
) -> list[Axes]:
    r"""Paint the decision boundary, or the fit, of every family over two columns, or along one; of data with a single column, along that.

    `families`: by name; all if none are named. `features`: one column or two; if not named, the two on which the answers depend most.
    `others`: the other columns stay "typical", or are "averaged" over. The models are those of the first fold.
    Raises: SettingError for families, columns or words that are not there, or where `axes` are not one for each family.

    >>> from glassgrad.families.comparing import compare
    >>> panels = boundaries(compare("iris", families=("logistic_regression", "decision_tree"), folds=3))
    >>> sorted(one.get_title(loc="left").split("\n")[0] for one in panels)
    ['Decision tree', 'Logistic regression']
    """
    BOUNDARIES.check(seen)
    measured = family_grids(seen, families=families, features=features, others=others)
    panels = new_panels(len(measured.families), axes)
    paint_boundaries(panels, measured, whole=axes is None)
    return panels


@in_style
def paint_boundaries(panels: Sequence[Axes], measured: FamilyGrids, *, whole: bool = False) -> None:
    """Paint a panel for each family. `whole`: the axes are all there is in their figure, which gets a title and a key of its own."""
    grids = measured.grids
    name = f"{title(grids[0])}, family by family"
    paint_multiples(panels, grids, [_heading(one, measured) for one in measured.families], name, whole=whole)
    for axes in panels:
        _paint_taught(axes, measured)
        _thin_ticks(axes, measured)
    say(panels, title=name, shows=_shows(measured), caption=_caption(measured))


def _heading(one: FamilyGrid, measured: FamilyGrids) -> str:
    return f"{capital(one.title)}\n{measured.measure} {score(one.score).text}"


def _paint_taught(axes: Axes, measured: FamilyGrids) -> None:
    """The training rows as small dots, over two columns; along one, a fit shows them itself."""
    taught, grid = measured.taught, measured.families[0].grid
    if taught.up is None:
        return
    colours = [class_colour(int(one)) for one in taught.truth] if grid.classes else [scale_of(grid)(one) for one in taught.truth.tolist()]
    size = max(LEAST_SMALL, SMALL * size_of(len(taught.across) * axes_per_figure(axes)))
    axes.scatter(taught.across, taught.up, s=size, c=colours, linewidths=0, alpha=SEEN_THROUGH, zorder=3.5, gid="training rows")


def _thin_ticks(axes: Axes, measured: FamilyGrids) -> None:
    """No more numbers beneath a panel than there is room for."""
    across = measured.families[0].grid.across
    if not across.words and not across.logarithmic:
        axes.locator_params(axis="x", nbins=TICKS)


def _shows(measured: FamilyGrids) -> str:
    first = measured.families[0].grid
    names = [spoken(axis.name) for axis in (first.across, first.up) if axis is not None]
    told = [f"{one.title} {score(one.score).text}" for one in measured.families]
    scores = f"The mean {measured.measure}: {listed(told)}."
    over = f"{counted(len(measured.families), 'picture')}: {spoken(first.target)} over {' and '.join(names)}, one for each family."
    return f"{over} {scores} {_agreement(measured) if first.classes else _heights(measured)}"


def _agreement(measured: FamilyGrids) -> str:
    """On how much of the picture all say the same."""
    if len(measured.families) == 1:
        return ""
    regions = np.stack([one.regions for one in measured.grids])
    share = float((regions == regions[0]).all(axis=0).mean())
    return f"All of them give the same class on {say_share(share)} of the picture."


def _heights(measured: FamilyGrids) -> str:
    """How far the predictions of each go."""
    told = [f"{one.title} from {_number(one.grid.answers.min())} to {_number(one.grid.answers.max())}" for one in measured.families]
    return f"Predicted here: {listed(told)}."


def _number(value: float) -> str:
    return number(float(value), 3, rounded=True).text


def _caption(measured: FamilyGrids) -> str:
    grids, taught = measured.grids, measured.taught
    rows = f"{counted(len(taught.across), 'training row')}{'; small dots: those rows' if taught.up is not None else ''}"
    parts = (
        f"Over each picture: the mean {measured.measure} over {counted(measured.folds, 'fold')}.",
        f"Drawn are the models of the first fold, which learnt from {rows}.",
        caption(*grids),
        _unsure(measured),
        _telling(measured),
    )
    return " ".join(filter(None, parts))


def _unsure(measured: FamilyGrids) -> str:
    """Which families do not say how sure they are."""
    unsure = [one.title for one in measured.families if one.grid.classes and not one.probabilities]
    if not unsure:
        return ""
    names, (whose, do) = listed(unsure), ("its", "gives") if len(unsure) == 1 else ("their", "give")
    shown = f"all of {whose} picture is in the palest shade" if measured.families[0].grid.up else f"{whose} curve steps from 0 to 1"
    return f"{capital(names)} {do} no probabilities, so {shown}."


def _telling(measured: FamilyGrids) -> str:
    """How much of what the families know can be seen in these columns."""
    known = [(one.telling, one.title) for one in measured.families if one.telling is not None]
    if not known:
        return ""
    (least, where), (most, there) = min(known), max(known)
    of = (
        "rows drawn lie in an area of the class answered for them"
        if measured.families[0].grid.classes
        else "variance of the answers for the rows drawn is seen"
    )
    shares = say_share(least) if least == most else f"from {say_share(least)} ({where}) to {say_share(most)} ({there})"
    more = " Other columns, or averaging over the rest, may show more." if least < LITTLE else ""
    return f"These columns alone do not tell all: {shares} of the {of}.{more}"


def _why_none(seen: Comparison) -> str:
    """Why there is no boundary to draw; "" if there is."""
    from glassgrad.plots.measured.raw_rows import telling_columns

    return with_results(seen) or ("" if telling_columns(first_fold(seen)) else "none of the input columns varies")


BOUNDARIES = FamilyPicture(name="boundaries", says="what each family predicts over two columns of the data, or along one", paint=boundaries, fits=_why_none)
