"""How dense the rows of each class lie along one or two inputs, for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.data.words import did_you_mean, names_given, quoted
from glassgrad.graph import SettingError

from .density_classifier import scott_factor
from .family import Array, Lot, Situation

STEPS = {1: 400, 2: 80}
"""Places along each axis, for so many inputs."""
MARGIN = 3.0
"""How far the axes reach beyond the rows, in widths of the widest hill; there the ground is all but flat."""


@dataclass(frozen=True, eq=False)
class ClassDensities:
    """The density of each class times its share: the volume under all of them together is 1.

    Shapes: `axes` one (steps,) for each input; heights (classes, steps) or (classes, steps of the first, steps of the second); shares (classes,);
    bandwidths (classes, inputs). Units: those of the inputs, prepared. `classes`: those that have rows, in order.
    """

    inputs: tuple[str, ...]
    classes: tuple[str, ...]
    axes: tuple[Array, ...]
    heights: Array
    shares: Array
    bandwidths: Array


def class_densities(lot: Lot, situation: Situation, inputs: Sequence[str], *, steps: int | None = None) -> ClassDensities:
    """The density of one or two prepared inputs, class by class, on a regular grid. A name alone is one input.

    A hill's width along an axis follows Scott's rule: the deviation of the class there, times rows^(−1 / (inputs + 4)).
    Raises: SettingError for another number of inputs, an input that is not there, fewer than two steps, and where no classes are told apart.
    """
    names = names_given(inputs)
    columns = lot.inputs[:, _places(names, situation)]
    places = STEPS[len(names)] if steps is None else steps
    if places < 2:
        raise SettingError(f"steps is {places}; expected a whole number of at least 2: the places along each axis")
    known, counts = np.unique(lot.targets, return_counts=True)
    bandwidths = np.array([_bandwidths(columns[lot.targets == one], columns) for one in known])
    axes = tuple(_axis(column, widest, places) for column, widest in zip(columns.T, bandwidths.max(axis=0), strict=True))
    shares = counts / len(lot.targets)
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    heights = [share * _density(columns[lot.targets == one], grid, width) for one, share, width in zip(known, shares, bandwidths, strict=True)]
    return ClassDensities(names, tuple(situation.classes[int(one)] for one in known), axes, np.array(heights), shares, bandwidths)


def _places(names: tuple[str, ...], situation: Situation) -> list[int]:
    if not situation.classes:
        raise SettingError("densities are shown class by class, and here a number is predicted; choose a target with classes")
    if len(names) not in STEPS or len(set(names)) < len(names):
        raise SettingError(f"a density is shown along one or two different inputs; given are {len(names)}: {', '.join(map(quoted, names)) or 'none'}")
    for name in names:
        if name not in situation.features:
            raise SettingError(f"there is no prepared input {quoted(name)}.{did_you_mean(name, situation.features)}")
    return [situation.features.index(name) for name in names]


def _bandwidths(rows: Array, everything: Array) -> Array:
    """Scott's rule along each axis; rows that are all alike take the deviation of all classes' rows. Shape: (inputs,)."""
    deviations = rows.std(axis=0)
    deviations = np.where(deviations > 0, deviations, everything.std(axis=0))
    return np.asarray(np.where(deviations > 0, deviations, 1.0) * scott_factor(*rows.shape))


def _axis(column: Array, widest: float, steps: int) -> Array:
    return np.linspace(column.min() - MARGIN * widest, column.max() + MARGIN * widest, steps)


def _density(rows: Array, grid: Array, widths: Array) -> Array:
    """The mean of the hills. In inputs divided by their widths every hill has deviation 1; the divisor gives the units back. Shape: that of the grid."""
    from sklearn.neighbors import KernelDensity

    hills = KernelDensity(bandwidth=1.0, leaf_size=len(rows)).fit(rows / widths)
    logs = hills.score_samples(grid.reshape(-1, grid.shape[-1]) / widths)
    return np.asarray(np.exp(logs).reshape(grid.shape[:-1]) / widths.prod())
