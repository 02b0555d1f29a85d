"""Bounds that parameters must keep to, and how many evaluations a fit may take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.graph import SettingError, unknown_name

AT_BOUND = 1e-10
"""A parameter so close to a bound, as a share of its size, lies on it."""


@dataclass(frozen=True, eq=False)
class Limits:
    """The lowest and highest value of each parameter (parameters,); infinite where there is none."""

    low: FloatArray
    high: FloatArray

    @property
    def any(self) -> bool:
        """Whether some parameter has a bound."""
        return bool(np.isfinite(self.low).any() or np.isfinite(self.high).any())

    def inside(self, parameters: FloatArray) -> FloatArray:
        """The nearest parameters that keep to the bounds."""
        return np.clip(parameters, self.low, self.high)

    def touched(self, parameters: FloatArray) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which parameters lie on a bound."""
        near = AT_BOUND * np.maximum(1.0, np.abs(parameters))
        return np.asarray((parameters - self.low <= near) | (self.high - parameters <= near))


def read_limits(names: Sequence[str], bounds: Mapping[str, Any] | None) -> Limits:
    """The bounds by name, each (lowest, highest); None where there is none. Raises: SettingError.

    >>> read_limits(["a", "b"], {"b": (0, None)}).low.tolist()
    [-inf, 0.0]
    """
    low, high = np.full(len(names), -np.inf), np.full(len(names), np.inf)
    for name, pair in (bounds or {}).items():
        if name not in names:
            raise unknown_name("parameter", name, names)
        at = list(names).index(name)
        low[at], high[at] = _pair(name, pair)
    return Limits(low, high)


def refuse_outside(names: Sequence[str], limits: Limits, given: Mapping[str, float]) -> None:
    """Raises: SettingError for a starting value that its own bounds do not allow."""
    for name, low, high in zip(names, limits.low, limits.high, strict=True):
        if name in given and not low <= given[name] <= high:
            side = f"below its lowest value {low:g}" if given[name] < low else f"above its highest value {high:g}"
            raise SettingError(f"the starting value of {name} is {given[name]:g}, {side}; start within the bounds, or change them")


def _pair(name: str, pair: Any) -> tuple[float, float]:
    try:
        lowest, highest = pair
        low = -np.inf if lowest is None else float(lowest)
        high = np.inf if highest is None else float(highest)
    except (TypeError, ValueError):
        raise SettingError(f"the bounds of {name} are {pair!r:.60}; expected the lowest and the highest value, like (0, 1) or (0, None)") from None
    if not low < high:
        raise SettingError(f"the bounds of {name} are {low:g} and {high:g}; the lowest must be less than the highest")
    return low, high
