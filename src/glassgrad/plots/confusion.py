"""Confusion matrix: which classes are taken for which, on rows the network did not learn from."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import BACKWARD, FORWARD, INK, LINE, PAPER, SOFT, TINT, blended, ink_on
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_share

from .figures import figure_of, in_style, new_axes, say
from .kind import Kind
from .measured.confusion import Confusion, confusion_of
from .measured.predicted import needs_classes
from .names import fitting_names, spoken_names
from .words import listed, literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = "Confusion matrix"
LETTERS, LINE_OF_LETTERS = 9.0, 11.5
"""Points: the letters in the cells and at the axes, and a line of them."""
LONGEST_NAME = 96.0
"""Points that a class name may take."""
LONGEST = 18
"""Letters of a class name in the picture."""
FEW_TIES, MOST_NAMED = 3, 6
GAP = 0.3
"""Cells between the matrix and its margins."""
FAINTEST = 0.14
"""A cell that is not empty is at least so dark, so that a single row is seen."""
FEW = 6
"""Up to so many classes a 0 is written; else the cell is left empty."""
VECTORS = 60
"""Up to so many classes the cells are drawn as shapes; of more, as an image."""
CELLS = ((3, 1.0), (6, 0.72), (14, 0.5), (25, 0.28), (VECTORS, 0.17))
"""Inches of a cell for up to so many classes."""
WIDEST = 10.0
"""Inches of a matrix of more classes."""


def confusion(run: Run, *, rows: str = "validation", target: str = "", axes: Axes | None = None) -> Axes:
    """The confusion matrix of a run's best weights: for each true class, what the network said; at the margins recall and precision.

    `rows`: "validation" (those held out; where there are none, those of training), or "training". `target`: which one, of several that are learnt at once.
    Raises: SettingError for a run that predicts numbers.

    >>> from glassgrad.training import train
    >>> confusion(train("iris", epochs=3, engine="reference")).get_ylabel()
    'true class'
    """
    KIND.check(run.plan)
    measured = confusion_of(run, rows, target)
    chosen: Axes = new_axes(axes, size=_size(measured))
    paint_confusion(chosen, measured)
    return chosen


def _size(measured: Confusion) -> tuple[float, float]:
    classes = len(measured.classes)
    cell = next((inches for most, inches in CELLS if classes <= most), WIDEST / classes)
    names = max(width_of(name, LETTERS) for name in _names(measured)) / 72
    matrix = (classes + 1 + GAP) * cell
    return max(matrix + names + 0.9, 4.2), max(matrix + (names if _turned(measured, cell * 72) else 0.15) + 1.0, 3.4)


@in_style
def paint_confusion(axes: Axes, measured: Confusion) -> None:
    """Paint the matrix."""
    classes = len(measured.classes)
    end = classes + GAP + 1
    axes.set(xlim=(-0.5, end - 0.5), ylim=(end - 0.5, -0.5), aspect="equal", ylabel="true class", xlabel="predicted class")
    axes.set_title(_title(measured))
    axes.grid(visible=False)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    _name_classes(axes, measured, 40.0)
    figure_of(axes).draw_without_rendering()  # so that the cells have their size
    cell = axes.get_window_extent().width * 72 / figure_of(axes).dpi / end
    lines = _lines_that_fit(measured, cell)
    stride = _name_classes(axes, measured, cell)
    _paint_cells(axes, measured)
    if lines:
        _write_counts(axes, measured, lines)
        _paint_margins(axes, measured, sign="%" if _fits_percent(cell) else "")
    else:
        axes.set(xlim=(-0.5, classes - 0.5), ylim=(classes - 0.5, -0.5))
    say(axes, title=_title(measured).replace(r"\$", "$"), shows=_shows(measured), caption=_caption(measured, lines, stride, in_percent=not _fits_percent(cell)))


def _title(measured: Confusion) -> str:
    return f"{TITLE}: {literal(measured.target)}" if measured.target else TITLE


def _names(measured: Confusion) -> list[str]:
    return fitting_names(measured.classes, LONGEST_NAME, LETTERS, LONGEST)


def _turned(measured: Confusion, cell: float) -> bool:
    return max(width_of(name, LETTERS) for name in [*_names(measured), "recall"]) > cell - 3


def _name_classes(axes: Axes, measured: Confusion, cell: float) -> int:
    """Write the classes at the axes, one in so many where there is no room for all, and what the margins are; one in how many."""
    stride = max(1, ceil(LINE_OF_LETTERS / cell))
    places, names = list(range(0, len(measured.classes), stride)), _names(measured)[::stride]
    margin = [] if _lines_that_fit(measured, cell) == 0 else [len(measured.classes) + GAP]
    axes.set_xticks([*places, *margin], [*names, *["recall" for _ in margin]], rotation=90 if _turned(measured, cell) else 0, parse_math=False)
    axes.set_yticks([*places, *margin], [*names, *["precision" for _ in margin]], parse_math=False)
    return stride


def _lines_that_fit(measured: Confusion, cell: float) -> int:
    """How many lines of numbers a cell takes: 2 for count and share, 1 for the count, 0 for none."""
    widest = width_of(f"{measured.counts.max():,}", LETTERS) + 3
    if cell >= max(widest, 2 * LINE_OF_LETTERS) and _fits_percent(cell):
        return 2
    return int(cell >= max(widest, LINE_OF_LETTERS, width_of("100", LETTERS)))


def _fits_percent(cell: float) -> bool:
    return cell >= width_of("100%", LETTERS) + 3


def _fill(measured: Confusion, true: int, said: int) -> str:
    share = float(measured.shares[true, said])
    return blended(FORWARD if true == said else BACKWARD, FAINTEST + (1 - FAINTEST) * share) if share else PAPER


def _paint_cells(axes: Axes, measured: Confusion) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.colors import to_rgb
    from matplotlib.patches import Rectangle

    classes = range(len(measured.classes))
    colours = np.array([[to_rgb(_fill(measured, true, said)) for said in classes] for true in classes])
    edges = np.arange(len(classes) + 1) - 0.5
    mesh = axes.pcolormesh(edges, edges, colours, edgecolors=LINE, linewidth=0.5 if len(classes) <= VECTORS else 0.0, rasterized=len(classes) > VECTORS)
    mesh.set_gid("cells")
    frames = PatchCollection([Rectangle((place - 0.5, place - 0.5), 1, 1) for place in classes], facecolor="none", edgecolor=INK, linewidth=0.9)
    frames.set_gid("diagonal")
    axes.add_collection(frames)


def _write_counts(axes: Axes, measured: Confusion, lines: int) -> None:
    for (true, said), count in np.ndenumerate(measured.counts):
        if not count and len(measured.classes) > FEW:
            continue
        words = f"{count:,}" + (f"\n{_percent(float(measured.shares[true, said]))}" if lines == 2 and count else "")
        colour = ink_on(_fill(measured, true, said)) if count else SOFT
        _write(axes, said, true, words, colour, f"count {true} {said}", bold=bool(count) and true == said)


def _paint_margins(axes: Axes, measured: Confusion, *, sign: str) -> None:
    """Recall on the right, precision beneath, accuracy where they meet; with the sign of percents if there is room for it."""
    from matplotlib.patches import Rectangle

    end = len(measured.classes) + GAP
    for x, y, value, name in _margins(measured, end):
        axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=TINT, edgecolor=PAPER, linewidth=0.8))
        _write(axes, x, y, "–" if np.isnan(value) else _percent(value).removesuffix("%") + sign, INK, name)


def _margins(measured: Confusion, end: float) -> Iterator[tuple[float, float, float, str]]:
    yield from ((end, place, value, f"recall {place}") for place, value in enumerate(measured.recall))
    yield from ((place, end, value, f"precision {place}") for place, value in enumerate(measured.precision))
    yield end, end, measured.accuracy, "accuracy"


def _percent(share: float) -> str:
    """A share in whole percents, for a small place.

    >>> _percent(0.995), _percent(1.0), _percent(0.001)
    ('99%', '100%', '<1%')
    """
    percent = 99 if 0.985 <= share < 1 else round(100 * share)
    return "<1%" if share > 0 and percent == 0 else f"{percent}%"


def _write(axes: Axes, x: float, y: float, words: str, colour: str, name: str, *, bold: bool = False) -> None:
    style: Any = {"ha": "center", "va": "center", "fontsize": LETTERS, "linespacing": 1.15, "fontweight": "bold" if bold else "normal"}
    axes.text(x, y, words, color=colour, **style).set_gid(name)


def _shows(measured: Confusion) -> str:
    right = f"{measured.right:,} of {measured.rows} ({say_share(measured.accuracy)}) get their true class"
    told = f"A matrix of {counted(len(measured.classes), 'class', 'classes')}: {right}. {_most_frequent(measured)} {_without_rows(measured)}"
    return told.strip()


def _most_frequent(measured: Confusion) -> str:
    """Which class is taken for which most often; where several confusions are as frequent, that they are."""
    found, names = measured.most_frequent, _quoted(measured)
    if not found:
        return "No row is taken for another class."
    true, said = found[0]
    count = int(measured.counts[true, said])
    if len(found) == 1:
        return f"Most often {names[true]} is taken for {names[said]}: {count:,} of {counted(int(measured.counts[true].sum()), 'row')} of that class."
    if len(found) <= FEW_TIES:
        pairs = listed([f"{names[one]} for {names[other]}" for one, other in found])
        return f"Most often, {counted(count, 'row')} each, it takes {pairs}."
    return f"No confusion stands out: {len(found):,} are the most frequent ones, with {counted(count, 'row')} each."


def _without_rows(measured: Confusion) -> str:
    """The classes of which nothing is known here."""
    lacking = measured.without_rows
    names = _quoted(measured)
    told = listed([names[place] for place in lacking], MOST_NAMED)
    return f"None of the rows is of {told}, so nothing is known about {'it' if len(lacking) == 1 else 'them'} here." if lacking else ""


def _quoted(measured: Confusion) -> list[str]:
    return [f'"{name}"' for name in spoken_names(measured.classes)]


def _caption(measured: Confusion, lines: int, stride: int, *, in_percent: bool) -> str:
    share = ", and beneath it the share of its true class" if lines == 2 else ""
    parts = [
        f"A line of the matrix is a true class, a column what the network said ({measured.rows}).",
        f"Each cell says how many rows{share}." if lines else "There are too many classes for numbers in the cells.",
        f"One class in {stride} is named." if stride > 1 else "",
        "Darker is a larger share of the true class; on the framed diagonal (blue) it is right, elsewhere (orange) wrong.",
        _most_frequent(measured),
        _without_rows(measured),
        _about_margins(measured, in_percent=in_percent) if lines else _worst(measured),
        measured.note,
    ]
    return " ".join(filter(None, parts))


def _about_margins(measured: Confusion, *, in_percent: bool) -> str:
    words = "Recall: the share of a class that was found. Precision: the share of the answers that are true. Where they meet: the share of all that is right."
    never = "A dash: there are no such rows, or no such answers." if np.isnan([*measured.recall, *measured.precision]).any() else ""
    return " ".join(filter(None, (words, never, "All three in percent." if in_percent else "")))


def _worst(measured: Confusion) -> str:
    """Where the margins are left out, the class that is found least."""
    worst = np.flatnonzero(measured.recall == np.nanmin(measured.recall)).tolist()
    share = say_share(float(measured.recall[worst[0]]))
    if len(worst) > FEW_TIES:
        return f"{counted(len(worst), 'class', 'classes')} are found least: {share} of their rows."
    names = listed([_quoted(measured)[place] for place in worst])
    return f"The class found least is {names}: {share} of its rows." if len(worst) == 1 else f"Found least are {names}: {share} of their rows."


KIND = Kind(name="confusion", says="which classes are taken for which, with recall and precision", paint=confusion, fits=needs_classes)
