"""What a boundary or a fit shows, and how to read it, in words made from its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.palette import CLASSES
from glassgrad.training.doctor.finding import say_share
from glassgrad.writing.numbers import number
from glassgrad.writing.plain import visible

from ..curve_parts.words import say_loss, say_metric
from ..measured.boundary import BoundaryGrid, Moment, has_border, say_moment
from ..measured.feature_axes import FeatureAxis
from ..names import spoken_names
from ..words import listed
from .curve_of_classes import changes_of_class
from .curve_of_numbers import heights_shown
from .fills import scale_of
from .regions import SHARES

LONGEST, MOST_HELD, MOST_CLASSES = 40, 6, 6
LITTLE = 0.5
"""A picture of which less than this can be read off what the network answers tells little."""


def title(grid: BoundaryGrid) -> str:
    """The name of the picture."""
    if grid.classes:
        return "Decision boundary" if grid.up else "Class probability along one column"
    return "Fit over two columns" if grid.up else "Fit along one column" if grid.beside else "Fitted curve"


def heading(grid: BoundaryGrid) -> str:
    """What stands over one of several pictures: when it was, and how good the weights were then."""
    if grid.moment is None:
        return title(grid)
    moment = say_moment(grid.moment)
    return f"{moment[0].upper()}{moment[1:]}\n{grid.moment.metric_name} {_metric(grid, grid.moment)}, loss {say_loss(grid.moment.loss)}"


def shows(grid: BoundaryGrid) -> str:
    """What is to be seen, for those who do not see it."""
    axes = f"{_axis(grid.across)} and {_axis(grid.up)}" if grid.up else _axis(grid.across)
    what = f"{title(grid)}: {spoken(grid.target)} over {axes}{'' if grid.moment is None else ', ' + when(grid.moment)}."
    return " ".join(filter(None, (what, _regions(grid) if grid.classes else _heights(grid), _tells_little(grid), how_good(grid))))


def how_good(grid: BoundaryGrid) -> str:
    """How good the weights are, as a sentence."""
    if grid.moment is None:
        return ""
    rows = counted(grid.moment.rows, f"{grid.moment.which} row")
    lost = f" {grid.not_drawn:,} of these rows {'is' if grid.not_drawn == 1 else 'are'} not drawn." if grid.not_drawn else ""
    if grid.moment.metric is None:
        return f"The loss over the {rows} is {say_loss(grid.moment.loss)}; {grid.moment.metric_name} says nothing: the true values are all the same.{lost}"
    return f"The {grid.moment.metric_name} over the {rows} is {_metric(grid, grid.moment)}, the loss {say_loss(grid.moment.loss)}.{lost}"


def when(moment: Moment) -> str:
    """Which weights they are."""
    return f"with the best weights, those {say_moment(moment)}" if moment.best else say_moment(moment)


def caption(*grids: BoundaryGrid) -> str:
    """How to read it, or several of one section; what the columns do that are not on the axes, and what must be known."""
    notes = dict.fromkeys(note for grid in grids for note in grid.notes)
    return " ".join(filter(None, (_reading(grids), _dots(grids), _beyond(grids), _tells_little(grids[-1]), _more(grids[-1]), beside(grids[0]), *notes)))


def shows_all(grids: Sequence[BoundaryGrid]) -> str:
    """What is to be seen on several pictures over time: how good the weights were in each, and the last one."""
    level = any(grid.moment.metric is None for grid in grids if grid.moment)
    told = [
        f"{'' if level else f'{_metric(grid, grid.moment)} with loss '}{say_loss(grid.moment.loss)} {say_moment(grid.moment)}" for grid in grids if grid.moment
    ]
    name = "loss" if level else next((grid.moment.metric_name for grid in grids if grid.moment), "")
    course = f" The {name}: {', '.join(told)}." if told else ""
    return f"{counted(len(grids), 'picture')}.{course} The last one: {shows(grids[-1])}"


def caption_of_all(grids: Sequence[BoundaryGrid]) -> str:
    """How to read several pictures over time."""
    moment = grids[-1].moment
    scores = f"Over each picture: {moment.metric_name} and loss on the {counted(moment.rows, f'{moment.which} row')}." if moment else ""
    return f"{scores} {caption(*grids)}".strip()


def beside(grid: BoundaryGrid) -> str:
    """What the columns beside the axes do."""
    if grid.averaged:
        what = "probabilities" if grid.classes else "predictions"
        rows = counted(grid.averaged, "training row")
        return f"The other columns are averaged over: the {what} are means over {rows}, each with its own values there. {_own(grid)}"
    if not grid.held:
        return ""
    told = [f"{spoken(name)} {spoken(value)}" for name, value in grid.held]
    columns = "other column stays" if len(told) == 1 else f"other {len(told):,} columns stay"
    return f"The {columns} at what is typical in training (median, or most frequent word): {listed(told, MOST_HELD)}. {_own(grid)}"


def _tells_little(grid: BoundaryGrid) -> str:
    """That the answers for the rows hang on other columns than those on the axes, where they do; of weights that burst there is no more to tell."""
    burst = grid.moment is not None and not np.isfinite(grid.moment.loss)
    if grid.telling is None or grid.telling >= LITTLE or burst:
        return ""
    share = say_share(grid.telling)
    columns = "These two columns alone tell" if grid.up else "This column alone tells"
    if grid.classes:
        return f"{columns} little of what it has learnt: only {share} of the rows drawn lie in an area of the class that it answers for them."
    return f"{columns} little of what it has learnt: only {share} of the variance of its answers for the rows drawn is in this picture."


def _more(grid: BoundaryGrid) -> str:
    """Where more is to be seen than in a picture that tells little."""
    if not _tells_little(grid):
        return ""
    ways = ["other columns on the axes (--features)", *([] if grid.averaged else ["averaging over the rest (--others averaged)"])]
    kind = "confusion" if grid.classes else "residuals"
    return f"More may be seen with {' or '.join(ways)}; the kind {kind} shows how good it is as a whole."


def spoken(name: str) -> str:
    """A strange name in a sentence."""
    return visible(name, LONGEST)


def _own(grid: BoundaryGrid) -> str:
    if grid.points is None:
        return ""
    if grid.classes:
        return "A row is judged by all its own values, so it may lie in the region of another class and still be right."
    return "A row is predicted by all its own values, so it may be far from the fit drawn here and still be predicted well."


def _reading(grids: Sequence[BoundaryGrid]) -> str:
    grid = grids[0]
    name = spoken(grid.target)
    if grid.classes and grid.up:
        more = "" if len(grid.classes) == 2 else " against the next likeliest class"
        surer = ", ".join(f"{share:.0%}" for share in SHARES[1:-1])
        tie = "the two classes are equally likely (p = ½)" if len(grid.classes) == 2 else "the two likeliest classes are equally likely"
        line = _line(grid, tie) if has_border(*grids) else "Everywhere it is the same class, so there is no boundary."
        shades = f"the stronger, the surer (a shade more at {surer} and {SHARES[-1]:.0%}{more})"
        return " ".join(filter(None, (f"Colour: the class predicted for a row with these two values; {shades}.", line, _shared_colours(grid))))
    if grid.classes:
        of_one, of_all = f"Curve: the probability of {spoken_names(grid.classes)[1]}.", "Each curve: the probability of a class, in its colour."
        curves = of_one if len(grid.classes) == 2 else of_all
        lines = "; it changes at the black lines" if any(changes_of_class(one) for one in grids) else ""
        return " ".join(filter(None, (f"{curves} Stripes: the class that is predicted{lines}.", _shared_colours(grid))))
    if grid.up:
        return f"Areas: the {name} predicted for a row with these two values."
    return f"Curve: the predicted {name}."


def _shared_colours(grid: BoundaryGrid) -> str:
    """That colours come round again, and what tells such classes apart, where there are more classes than colours."""
    if len(grid.classes) <= len(CLASSES):
        return ""
    told = (
        "the name in an area tells which it is, where there is room for it, and the markers of the dots do"
        if grid.up
        else "the markers of the dots tell which is which"
    )
    return f"Classes {len(CLASSES)} apart in the key share a colour: {told}."


def _line(grid: BoundaryGrid, tie: str) -> str:
    """What the black line is: between two words there is no place where classes tie, only one where another class begins."""
    of_words = [bool(axis and axis.words) for axis in (grid.across, grid.up)]
    if all(of_words):
        return "At the black line another class is predicted: it lies between one word and the next."
    return f"On the black line {tie}{'; where it goes between two words, another class begins there' if any(of_words) else ''}."


def _dots(grids: Sequence[BoundaryGrid]) -> str:
    grid, points = grids[0], grids[0].points
    if points is None or not len(points.across):
        return ""
    rows = counted(len(points.across), f"{points.which} row".strip())
    strewn = " Those with the same word are strewn, to be told apart." if grid.across.words or (grid.up and grid.up.words) else ""
    if grid.classes:
        where = "" if grid.up else ", at the height of their class" if len(grid.classes) == 2 else ", a line for each class"
        ring = "" if all(one.right is None or one.right.all() for one in grids) else "; a ring: predicted wrongly"
        return f"Dots: {rows}, with the colour and marker of their true class{where}{ring}.{strewn}{_without_rows(grid)}"
    if grid.up:
        return f"Dots: {rows}, in the colour of their true {spoken(grid.target)}; where a dot stands out from its area, the fit is far from it.{strewn}"
    both = "; discs are rows it learnt from, squares were held out" if points.learnt.any() and not points.learnt.all() else ""
    return f"Dots: {rows}, at their true {spoken(grid.target)}{both}.{strewn}"


def _without_rows(grid: BoundaryGrid) -> str:
    """The classes of which there are no dots, though they are in the key."""
    assert grid.points is not None
    names = spoken_names(grid.classes)
    lacking = [names[place] for place in range(len(names)) if not (grid.points.truth == place).any()]
    return f" None of them is of the class {listed(lacking, MOST_CLASSES)}." if lacking else ""


def _beyond(grids: Sequence[BoundaryGrid]) -> str:
    """That the fit goes on where the picture, or its colours, end."""
    grid = grids[0]
    if grid.classes:
        return ""
    low, high = scale_of(grid).levels[[0, -1]] if grid.up else heights_shown(*grids)
    finite = np.concatenate([one.answers[np.isfinite(one.answers)] for one in grids])
    least, most = float(finite.min()), float(finite.max())
    if low <= least and most <= high:
        return ""
    where = "The colours end where the target does; the fit" if grid.up else "The curve leaves the picture: it"
    return f"{where} {f'is at {_told(least)}' if _told(least) == _told(most) else f'goes from {_told(least)} to {_told(most)}'}."


def _regions(grid: BoundaryGrid) -> str:
    if grid.up is None:
        changes = changes_of_class(grid)
        where = listed([number(one, 3, rounded=True).text for one in changes], MOST_CLASSES) if changes else ""
        return f"The predicted class changes at {where}." if where else _shares(grid)
    return _shares(grid)


def _shares(grid: BoundaryGrid) -> str:
    counts = np.bincount(grid.regions[grid.regions >= 0].ravel(), minlength=len(grid.classes))
    ordered = [int(place) for place in np.argsort(-counts, kind="stable") if counts[place]]
    names = spoken_names(grid.classes)
    told = [f"{names[place]} on {say_share(float(counts[place] / grid.regions.size))}" for place in ordered]
    return f"Predicted over the picture: {listed(told, MOST_CLASSES)}."


def _heights(grid: BoundaryGrid) -> str:
    finite = np.where(np.isfinite(grid.answers), grid.answers, np.nan)
    low, high = (np.unravel_index(find(finite), finite.shape) for find in (np.nanargmin, np.nanargmax))
    if _told(finite[low]) == _told(finite[high]):
        return f"The prediction is {'' if finite[low] == finite[high] else 'about '}{_told(finite[low])} everywhere."
    return f"The prediction goes from {_told(finite[low])}, at {_where(grid, low)}, to {_told(finite[high])}, at {_where(grid, high)}."


def _where(grid: BoundaryGrid, place: Sequence[Any]) -> str:
    axes = [grid.up, grid.across] if grid.up else [grid.across]
    return " and ".join(f"{spoken(axis.name)} {_at(axis, int(where))}" for axis, where in reversed(list(zip(axes, place, strict=True))))


def _at(axis: FeatureAxis, place: int) -> str:
    return spoken_names(axis.words)[place // 2] if axis.words else _told(axis.at[place])


def _axis(axis: FeatureAxis) -> str:
    if axis.words:
        return f"{spoken(axis.name)} ({counted(len(axis.words), 'category', 'categories')})"
    return f"{spoken(axis.name)} ({_told(axis.low)} to {_told(axis.high)})"


def _told(value: float) -> str:
    return number(float(value), 3, rounded=True).text


def _metric(grid: BoundaryGrid, moment: Moment) -> str:
    return "says nothing" if moment.metric is None else say_metric(moment.metric, is_share=bool(grid.classes))
