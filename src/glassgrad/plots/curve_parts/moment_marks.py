"""Thin upright lines where something happened, with short labels above the axes that lie beside and above each other, never on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import INK, SOFT
from glassgrad.training.run_file import WARNING

from ..figures import figure_of
from ..measured.moments import BEST, RATE, RESUMED, Moment, together
from .placing import pile_under, rows_of_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE, HEIGHT, ABOVE, GAP = 8.5, 11.0, 3.0, 8.0
"""Points: the letters, a row of labels, the first row above the axes, and between two labels."""
MOST_ROWS = 3
LEAST_FIRST = (RATE, WARNING, RESUMED)
"""The labels that are left out first where there are too many; their lines stay."""
MOST_DROPS = 40
"""Of more drops of the learning rate no line is drawn, only said how many there are."""
DASHES = {RATE: ":", WARNING: "-."}


def marked(moments: Sequence[Moment]) -> list[Moment]:
    """The moments that get a line: all, but drops of the learning rate only if they are few."""
    drops = sum(one.kind == RATE for one in moments)
    return together(one for one in moments if one.kind != RATE or drops <= MOST_DROPS)


def mark_moments(panels: Sequence[Axes], moments: Sequence[Moment]) -> float:
    """Draw the lines through all panels and the labels above the first one; how many points the labels take. Axes have limits and place by then."""
    shown = marked(moments)
    for panel, axes in enumerate(panels):
        for place, one in enumerate(shown):
            line = axes.axvline(one.epoch, color=INK if one.kind == BEST else SOFT, linewidth=0.8, linestyle=DASHES.get(one.kind, "-"), zorder=1.5)
            line.set_gid(f"moment {place} {one.kind}, panel {panel}")
    labelled = _with_fitting_labels(panels[0], shown)
    rows = _rows(panels[0], labelled)
    for place, (one, row) in enumerate(zip(labelled, rows, strict=True)):
        _label(panels[0], one, ABOVE + row * HEIGHT, name=f"label {place}")
    return ABOVE + HEIGHT * (1 + max(rows)) if rows else 0.0


def _label(axes: Axes, moment: Moment, height: float, name: str) -> None:
    label = axes.annotate(
        moment.words,
        xy=(moment.epoch, 1.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, height),
        textcoords="offset points",
        fontsize=SIZE,
        color=INK if moment.kind == BEST else SOFT,
        annotation_clip=False,
        parse_math=False,
        arrowprops={"arrowstyle": "-", "color": SOFT, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0, "relpos": (0, 0)},
    )
    label.set_gid(name)


def _with_fitting_labels(axes: Axes, moments: Sequence[Moment]) -> list[Moment]:
    """The moments with labels: the same drop is named once where they follow each other, and the least important have none where there are too many."""
    labelled = _said_once(moments)
    while labelled:
        starts, widths = _starts(axes, labelled), [width_of(one.words, SIZE) for one in labelled]
        rows = rows_of_labels(starts, widths, GAP)
        pile = pile_under(rows.index(max(rows)), starts, widths, rows, GAP)
        removable = [place for place in pile if labelled[place].kind != BEST]
        if max(rows) < MOST_ROWS or not removable:
            break
        del labelled[min(removable, key=lambda place: _importance(labelled[place]))]
    return labelled


def _importance(moment: Moment) -> int:
    return LEAST_FIRST.index(moment.kind) if moment.kind in LEAST_FIRST else len(LEAST_FIRST)


def _said_once(moments: Sequence[Moment]) -> list[Moment]:
    found: list[Moment] = []
    said = ""
    for one in moments:
        if one.kind != RATE:
            found.append(one)
        elif one.words != said:
            said = one.words
            found.append(replace(one, words=f"learning {one.words}"))
    return found


def _rows(axes: Axes, moments: Sequence[Moment]) -> list[int]:
    return rows_of_labels(_starts(axes, moments), [width_of(one.words, SIZE) for one in moments], GAP)


def _starts(axes: Axes, moments: Sequence[Moment]) -> list[float]:
    """Where the lines stand, in points from the left of the picture."""
    points = 72 / figure_of(axes).dpi
    return [float(axes.transData.transform((one.epoch, axes.get_ylim()[1]))[0]) * points for one in moments]
