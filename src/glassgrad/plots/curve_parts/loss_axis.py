"""The axis of losses: logarithmic where they fall far, with round numbers on it; losses of 0 have a place there too."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from glassgrad.graph import SettingError
from glassgrad.training.loss_curve import LOGARITHMIC_FROM, Axis, ticks_of
from glassgrad.training.plan import Array

from .number_axis import number_ticks, tick_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOG = ("auto", "yes", "no")
MOST_TICKS = 7
NEAREST, FARTHEST = 1e-301, 1e305
"""A loss closer to 0 is drawn as 0, and axes go no farther from it: their arithmetic would leave the numbers of a computer."""
STRAIGHT = 1e-40
"""Below this share of the largest loss, an axis that has a 0 is straight."""
AROUND = 0.05
"""The share of the axis that stays free above and below."""
LEVEL = 0.1
"""The axis spans at least twice this share of the loss, so that noise in the last digits does not look like a fall."""


def is_logarithmic(losses: Array, log: str = "auto") -> bool:
    """Whether losses belong on a logarithmic axis: "auto" where the largest is more than ten times the smallest that is not 0.

    Raises: SettingError for another word, or "yes" where there is a loss below 0.

    >>> import numpy as np
    >>> is_logarithmic(np.array([1.0, 0.05])), is_logarithmic(np.array([1.0, 0.5])), is_logarithmic(np.array([0.0, 0.0]), "yes")
    (True, False, False)
    """
    if log not in LOG:
        raise SettingError(f"log is {log!r:.40}; choose {', '.join(LOG[:-1])} or {LOG[-1]}")
    lowest = losses.min()
    if log == "yes" and lowest < 0:
        raise SettingError(f"a loss of {lowest:.4g} has no place on a logarithmic axis; choose log no, or auto")
    above = losses[losses > NEAREST]
    if log == "no" or lowest < 0 or not len(above):
        return False
    return log == "yes" or bool(above.max() / LOGARITHMIC_FROM > above.min())


def scale_losses(axes: Axes, losses: Array, log: str) -> str:
    """Give the upright axis its scale and its limits for these losses, and say in a sentence how it is to be read."""
    if is_logarithmic(losses, log):
        return _logarithmic(axes, losses)
    low, high = limits(float(losses.min()), float(losses.max()))
    axes.set_ylim(low, high)
    number_ticks(axes.yaxis, high)
    return ""


def limits(low: float, high: float) -> tuple[float, float]:
    """The ends of an axis for losses from `low` to `high`, with some room; those that hardly differ look level.

    >>> limits(0.0, 1.0), limits(2.0, 2.0), limits(0.0, 0.0)
    ((0.0, 1.05), (1.8, 2.2), (0.0, 1.0))
    """
    spare = max(AROUND * (high - low), LEVEL * max(abs(low), abs(high)) - (high - low) / 2)
    # Losses that cannot fall below 0 have no axis that goes there.
    return (max(0.0, low - spare) if low >= 0 else low - spare), min(FARTHEST, high + spare) or 1.0


def _logarithmic(axes: Axes, losses: Array) -> str:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    above = losses[losses > NEAREST]
    low, high = float(above.min()), float(above.max())
    ticks = [at for at, _ in ticks_of(Axis(low, high, logarithmic=True), at_most=MOST_TICKS)] if high > low else [low]
    spare = max(10 ** (AROUND * (log10(high) - log10(low))), 1.1)
    top = min(FARTHEST, high * spare)
    if len(above) == len(losses):
        axes.set_yscale("log")
        axes.set_ylim(low / spare, top)
        remark = "The axis of the loss is logarithmic: equal heights are equal factors."
    else:
        straight = max(low, high * STRAIGHT)
        axes.set_yscale("symlog", linthresh=straight, linscale=max(0.4, 0.07 * log10(high / straight)))
        axes.set_ylim(-straight / 5, top)
        ticks = [0.0, *(at for at in ticks if at >= straight)]
        remark = f"The axis of the loss is logarithmic down to {tick_words(straight)}, and goes on straight to 0 from there."
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_words(value)))
    axes.yaxis.set_minor_locator(NullLocator())
    return remark
