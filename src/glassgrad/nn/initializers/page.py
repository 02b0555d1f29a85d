"""`Initializer`: how the first weights of a layer are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.data.random_streams import RandomStream

FloatArray = npt.NDArray[np.float64]
Draw = Callable[[RandomStream, tuple[int, ...]], FloatArray]
"""(stream, shape (inputs, units)) → the first values, in float64."""


@dataclass(frozen=True, kw_only=True)
class Initializer:
    """A rule for the first values of weights of shape (inputs, units), or of biases of shape (units,).

    `variance` is what the rule aims at, as (inputs, units) → variance.
    """

    name: str
    says: str
    formula: str
    variance: Callable[[int, int], float]
    draw: Draw
    source: str


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """How many inputs feed a unit, and how many units an input feeds. A vector has one input.

    >>> fans((4, 16)), fans((16,))
    ((4, 16), (1, 16))
    """
    return (shape[0], shape[1]) if len(shape) == 2 else (1, shape[-1] if shape else 1)


def normal_rule(*, name: str, says: str, formula: str, variance: Callable[[int, int], float], source: str) -> Initializer:
    """Weights from the normal distribution of mean 0 and that variance; not truncated."""

    def draw(stream: Any, shape: tuple[int, ...]) -> FloatArray:
        return np.asarray(stream.normal(shape) * np.sqrt(variance(*fans(shape))))

    return Initializer(name=name, says=says, formula=formula, variance=variance, draw=draw, source=source)


def uniform_rule(*, name: str, says: str, formula: str, variance: Callable[[int, int], float], source: str) -> Initializer:
    """Weights spread evenly over ±√(3 · variance), the interval around 0 that has that variance."""

    def draw(stream: Any, shape: tuple[int, ...]) -> FloatArray:
        limit = float(np.sqrt(3 * variance(*fans(shape))))
        return np.asarray(stream.uniform(shape, -limit, limit))

    return Initializer(name=name, says=says, formula=formula, variance=variance, draw=draw, source=source)
