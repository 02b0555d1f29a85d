"""How a loss surface is drawn: on which scale, up to which height, and with a line at which losses."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training.loss_curve import LOGARITHMIC_FROM

from .directions import Matrix, Vector
from .surface import LossSurface

SPANS_DECADES = 50.0
"""A loss that is so many times higher in one place of the plane than in another is drawn on a logarithmic scale."""
DWARFED = 3.0
"""In space, a path that climbs so many times higher than the surface would make it look flat on a linear scale."""
LINES = 11
"""Contour lines, about."""
ABOVE_PATH = 2.5
"""On a linear scale a surface is drawn up to so many times the height of its paths; walls that are far higher would flatten everything else."""
SPIKE = 10.0
"""In contours on a linear scale, nothing is drawn higher than so many times what all but 2% of the places reach."""
DECADES = 12
"""A logarithmic scale reaches so far down at most: below lie roundings of 0."""
FURTHEST = 1e300
"""A loss beyond this is as good as infinite."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
LEAST = 1e-300
LADDERS = ((1, 2, 5), (1, 3), (1,))
"""Lines within a decade, from dense to sparse."""


@dataclass(frozen=True, eq=False)
class Heights:
    """A surface as it is drawn: `losses` (rows, columns), finite and between the first and the last of `levels`, ascending.

    `logarithmic`: equal steps of colour and height are equal factors of the loss. `cut`: somewhere the loss is higher than drawn; `undefined`: somewhere
    it is no finite number, and drawn at the top.
    """

    losses: Matrix
    levels: Vector
    logarithmic: bool
    cut: bool
    undefined: bool

    @property
    def low(self) -> float:
        """The lowest loss that is drawn."""
        return float(self.levels[0])

    @property
    def high(self) -> float:
        """The highest."""
        return float(self.levels[-1])

    def height(self, losses: Matrix) -> Matrix:
        """How high losses are drawn in 3-D: themselves, or their logarithm (base 10)."""
        within = np.clip(np.nan_to_num(losses, nan=self.high, posinf=self.high, neginf=self.low), self.low, self.high)
        return np.log10(within) if self.logarithmic else within


def heights(surface: LossSurface, *, log: str = "auto", in_space: bool = False) -> Heights:
    """How to draw a surface. `log` is "yes", "no" or "auto": a logarithmic scale where losses differ by far.

    That is on the plane by more than a factor of 50, or, as for learning curves, on the way of a run by more than one of 10.
    `in_space`: height is the loss, and the scale reaches all losses of the paths, which may lie above or below the plane. Then a linear scale, on which a
    bowl is a bowl, is kept as long as what lies within reach of the paths fills the picture, and no path climbs to a loss that dwarfs the one at its start,
    or the whole surface.
    Raises: SettingError for log="yes" where no loss is above 0, and if no loss is a finite number.
    """
    if log not in ("auto", "yes", "no"):
        raise SettingError(f"log is {log!r:.60}; choose one of auto, yes, no")
    finite, walked = _finite(surface.losses), _walked(surface)
    if not finite.size:
        raise SettingError("the loss is not a finite number anywhere on this plane; choose other weights, or an earlier step")
    if log == "yes" and finite.max() <= 0:
        raise SettingError(f"the loss is {finite.max():.4g} at most on this plane; only losses above 0 have a logarithm: leave out log")
    reach = _reach(finite, walked) if in_space else _without_spikes(finite)
    logarithmic = log == "yes" or (log == "auto" and _by_factors(finite, surface, reach, in_space=in_space))
    shown = walked if in_space else walked[:0]
    if logarithmic:
        climbs = in_space and any(one.climbs for one in surface.paths)
        levels = _decade_levels(*_decades(finite, shown, every=climbs))
    else:
        levels = _even_levels(float(min(finite.min(), shown.min(initial=np.inf))), max(reach, float(shown.max(initial=-np.inf))))
    drawn = np.clip(np.nan_to_num(surface.losses, nan=levels[-1], posinf=levels[-1], neginf=levels[0]), levels[0], levels[-1])
    lost = finite.size < surface.losses.size or (in_space and walked.size < sum(one.losses.size for one in surface.paths))
    return Heights(drawn, levels, logarithmic, cut=bool(finite.max() > levels[-1]), undefined=lost)


def _finite(losses: Matrix) -> Vector:
    return np.asarray(losses[np.abs(losses) < FURTHEST])  # a comparison with not-a-number is false


def _walked(surface: LossSurface) -> Vector:
    """The losses of all paths that are finite numbers."""
    return np.concatenate([np.empty(0), *(_finite(one.losses) for one in surface.paths)])


def _by_factors(finite: Vector, surface: LossSurface, reach: float, *, in_space: bool) -> bool:
    """Whether losses are of so many sizes that a logarithmic scale tells more."""
    if not in_space:
        return _spans_decades(finite) or _path_spans_decades(finite, surface)
    climbs = any(one.climbs for one in surface.paths)
    fills = not climbs and float(np.quantile(finite, 0.7)) <= reach
    spans = _spans_decades(finite) or (climbs and _path_spans_decades(finite, surface))
    return (spans and not fills) or _is_dwarfed(finite, _walked(surface))


def _is_dwarfed(finite: Vector, walked: Vector) -> bool:
    """Whether paths climb so much higher than a surface that it would look flat beneath them, and factors tell more."""
    low, high, top = float(np.min([finite.min(), walked.min(initial=np.inf)])), float(finite.max()), float(walked.max(initial=-np.inf))
    return low > 0 and top > LOGARITHMIC_FROM * low and top - low > DWARFED * (high - low)


def _spans_decades(finite: Vector) -> bool:
    low, high = np.quantile(finite, [0.02, 0.98])
    return bool(finite.min() >= 0 and low > 0 and high > SPANS_DECADES * low)


def _path_spans_decades(finite: Vector, surface: LossSurface) -> bool:
    """Whether a path comes through losses of many sizes, and so does the surface around it."""
    low, high = float(finite.min()), float(finite.max())
    walked = [(float(losses.min()), float(losses.max())) for losses in (_finite(one.losses) for one in surface.paths) if losses.size]
    return low > 0 and high > LOGARITHMIC_FROM * low and any(least > 0 and most > LOGARITHMIC_FROM * least for least, most in walked)


def _reach(finite: Vector, walked: Vector) -> float:
    """Up to which loss a surface is drawn on a linear scale."""
    low, high = float(finite.min()), float(finite.max())
    if not walked.size:
        return high
    return min(high, low + ABOVE_PATH * (float(walked.max()) - low)) if walked.max() > low else high


def _without_spikes(finite: Vector) -> float:
    """The highest loss, or where only a few places are far higher than all the rest, one that shows the rest."""
    low, most, high = float(finite.min()), float(np.quantile(finite, 0.98)), float(finite.max())
    return min(high, low + SPIKE * (most - low)) if most > low else high


def _decades(finite: Vector, walked: Vector, *, every: bool) -> tuple[float, float]:
    """The lowest and the highest loss on a logarithmic scale, with those of the paths.

    A single place where the loss is a rounding of 0 does not make all the others look alike, unless `every` one is to be seen: a surface that a path
    climbs hangs down into the valley in which it began, which may be narrower than the grid.
    """
    high = float(max(finite.max(), walked.max(initial=0.0)))
    above = walked[walked > 0]
    lowest = float(min(finite.min(), above.min(initial=np.inf)))
    if every:
        return max(lowest, LEAST), high
    usual = max(float(finite.min()), float(np.quantile(finite, 0.02)) / 2)
    return max(min(usual, float(above.min(initial=np.inf))), high * 10.0**-DECADES, LEAST), high


def _even_levels(low: float, high: float) -> Vector:
    """Round numbers at even steps, around everything."""
    if not high - low > 1e-9 * max(abs(low), abs(high)):
        spread = abs(low) / 10 or 1.0
        return np.array([low - spread, low + spread])
    rough = (high - low) / LINES
    power = 10.0 ** floor(log10(rough))
    step = power * next(one for one in STEPS if one * power >= rough * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return np.array([_round(number * step, step) for number in range(first, max(last, first + 1) + 1)])


def _decade_levels(low: float, high: float) -> Vector:
    """Round numbers at about even factors, around everything."""
    decades = log10(high / low)
    ladder = next((one for one in LADDERS if len(one) * decades <= 1.1 * LINES), LADDERS[-1])
    stride = max(1, ceil(decades / LINES))
    powers = range(floor(log10(low)) - 1, ceil(log10(high)) + stride + 1, stride)
    rungs = np.array([one * 10.0**power for power in powers for one in ladder])
    first = int(np.searchsorted(rungs, low, side="right")) - 1
    return rungs[first : max(first + 1, int(np.searchsorted(rungs, high))) + 1]


def _round(value: float, step: float) -> float:
    """The multiple of a step without the rounding of the multiplication."""
    return round(value, max(0, 2 - floor(log10(step))))
