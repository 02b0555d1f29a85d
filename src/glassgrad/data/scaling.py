"""Mean, deviation and scaling that stay finite from the smallest to the largest 64-bit numbers."""

import math
from dataclasses import dataclass

import numpy as np

from .table import FloatArray

SMALLEST = 5e-324


@dataclass(frozen=True)
class Scale:
    """What is subtracted and what is divided by."""

    mean: float
    deviation: float

    def apply(self, values: FloatArray) -> FloatArray:
        """Formula: (x − mean) / deviation, infinite where the result is beyond 1.8e308.   Shape: kept.

        >>> Scale(5.0, 2.0).apply(np.array([9.0]))
        array([2.])
        """
        unit = _unit(max(abs(self.mean), self.deviation))
        with np.errstate(over="ignore"):
            return np.asarray((values * unit - self.mean * unit) / (self.deviation * unit))

    def restore(self, scaled: FloatArray) -> FloatArray:
        """Formula: scaled · deviation + mean, infinite beyond 1.8e308.   Shape: kept.

        >>> Scale(5.0, 2.0).restore(np.array([2.0]))
        array([9.])
        """
        unit = _unit(max(abs(self.mean), self.deviation))
        with np.errstate(over="ignore"):
            return np.asarray((scaled * (self.deviation * unit) + self.mean * unit) / unit)


def scale_of(values: FloatArray, weights: FloatArray | None = None) -> Scale:
    """Mean and population deviation; the deviation is 0 exactly when all values are equal. With weights, none of them 0, a value of weight 2 counts as two.

    >>> scale_of(np.array([1e308, -1e308]))
    Scale(mean=0.0, deviation=1e+308)
    """
    lowest, highest = float(values.min()), float(values.max())
    if lowest == highest:
        return Scale(lowest, 0.0)
    unit = _unit(max(abs(lowest), abs(highest)))
    if weights is not None:
        return _weighted(values * unit, weights, unit)
    # A deviation among the smallest numbers there are may round to 0; values that differ keep one that divides.
    return Scale(float((values * unit).mean()) / unit, max(float((values * unit).std()) / unit, SMALLEST))


def _weighted(values: FloatArray, weights: FloatArray, unit: float) -> Scale:
    shares = weights / weights.sum()
    mean = float((shares * values).sum())
    return Scale(mean / unit, max(math.sqrt(float((shares * (values - mean) ** 2).sum())) / unit, SMALLEST))


def median_of(values: FloatArray, weights: FloatArray | None = None) -> float:
    """The middle value, or the mean of the two middle ones; with weights, none of them 0, a value of weight 2 counts as two.

    >>> median_of(np.array([1e308, 1.5e308]))
    1.25e+308
    >>> median_of(np.array([3.0, 1.0]), np.array([1.0, 2.0]))
    1.0
    """
    if weights is None:
        low, high = _middle(values)
    else:
        ordered = np.sort(values)
        below = np.cumsum(weights[np.argsort(values)]) / weights.sum()
        low, high = (float(ordered[np.searchsorted(below, 0.5, side=side)]) for side in ("left", "right"))
    return (low + high) / 2 if math.isfinite(low + high) else low / 2 + high / 2


def _middle(values: FloatArray) -> tuple[float, float]:
    """The two middle values, which are one and the same of an odd number of values."""
    middle = len(values) // 2
    halves = np.partition(values, middle)  # in a third of the time that sorting takes
    high = float(halves[middle])
    return (high if len(values) % 2 else float(halves[:middle].max())), high


def _unit(largest: float) -> float:
    """A power of two that brings numbers near 1 when squares or sums of them would leave the range; 1 for ordinary numbers, so that nothing is rounded."""
    if largest == 0 or 1e-100 < largest < 1e100:
        return 1.0
    return 2.0 ** -max(-1000, min(1000, math.frexp(largest)[1]))
