"""The axes of columns: their limits, ticks and names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from glassgrad.draw.palette import PAPER

from ..curve_parts.number_axis import number_ticks
from ..figures import figure_of
from ..measured.feature_axes import FeatureAxis
from ..names import escaped, fitting, short_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST_WORD, LONGEST_NAME = 14, 44
LETTERS = 54
"""Letters of all words together that stand beside each other beneath axes of usual width; more are turned."""
TURNED = 35
SIZE = 10.0
USUAL_WIDTH = 5.2


def frame_across(axes: Axes, axis: FeatureAxis) -> None:
    """Give the horizontal axis its limits, ticks and name."""
    width = _inches(axes)[0]
    if axis.logarithmic:
        axes.set_xscale("log")
    axes.set_xlim(axis.low, axis.high)
    axes.set_xlabel(fitting(axis.name, 72 * width, SIZE, LONGEST_NAME))
    if not axis.words and not axis.logarithmic:
        number_ticks(axes.xaxis, max(abs(axis.low), abs(axis.high)))
    if axis.words:
        words = _words(axis)
        turned = sum(map(len, words)) > LETTERS * width / USUAL_WIDTH
        named: dict[str, Any] = {"rotation": TURNED, "ha": "right", "rotation_mode": "anchor"} if turned else {}
        _between(axes.axvline, axis)
        axes.set_xticks(range(len(words)), words, **named)


def frame_up(axes: Axes, axis: FeatureAxis) -> None:
    """Give the upright axis its limits, ticks and name."""
    if axis.logarithmic:
        axes.set_yscale("log")
    axes.set_ylim(axis.low, axis.high)
    axes.set_ylabel(fitting(axis.name, 72 * _inches(axes)[1], SIZE, LONGEST_NAME))
    if not axis.words and not axis.logarithmic:
        number_ticks(axes.yaxis, max(abs(axis.low), abs(axis.high)))
    if axis.words:
        _between(axes.axhline, axis)
        axes.set_yticks(range(len(axis.words)), _words(axis))


def _between(line: Callable[..., Any], axis: FeatureAxis) -> None:
    """Hairlines between the bands of words."""
    for place in range(1, len(axis.words)):
        line(place - 0.5, color=PAPER, linewidth=0.8, zorder=1.5, gid="between words")


def _words(axis: FeatureAxis) -> list[str]:
    return [escaped(one) for one in short_names(axis.words, LONGEST_WORD)]


def _inches(axes: Axes) -> tuple[float, float]:
    """How wide and high the axes are, about: before the figure is laid out."""
    width, height = figure_of(axes).get_size_inches()
    return float(axes.get_position().width * width), float(axes.get_position().height * height)
