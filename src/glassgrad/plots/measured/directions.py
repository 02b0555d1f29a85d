"""Directions through weight space: those in which a path goes, and random ones that are as long as the weights themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.data import random_stream
from glassgrad.graph import SettingError, Shape
from glassgrad.nn import Network

from .entry_names import typed_entry

Vector = npt.NDArray[np.float64]
"""All weights in a row: (parameters,)."""
Matrix = npt.NDArray[np.float64]
"""Several of them: (states, parameters)."""

LINE = 1e-5
"""A path that leaves a straight line by less than this share of its length is taken for a line: it is float32's rounding."""
TOO_ALIKE = 0.9
"""The cosine of an angle of 26 degrees: directions closer together hardly span a plane."""
DRAWS = 20


@dataclass(frozen=True)
class Layout:
    """How the weights of a network lie in one row of numbers, and back."""

    shapes: Mapping[str, Shape]

    @staticmethod
    def of(network: Network) -> Layout:
        """The layout of a network's weights: W1, b1, W2 and so on."""
        return Layout({one.name: one.shape for one in network.plans})

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return sum(map(prod, self.shapes.values()))

    def flat(self, state: Mapping[str, Any]) -> Vector:
        """The weights in one row."""
        return np.concatenate([np.asarray(state[name], dtype=np.float64).reshape(-1) for name in self.shapes])

    def state(self, vector: Vector) -> dict[str, Vector]:
        """The weights by name, as views of the row."""
        parts = np.split(vector, np.cumsum([prod(shape) for shape in self.shapes.values()])[:-1])
        return {name: part.reshape(shape) for (name, shape), part in zip(self.shapes.items(), parts, strict=True)}

    def place(self, name: str, at: tuple[int, ...]) -> int:
        """Where an entry lies in the row.

        >>> Layout({"W1": (3, 2), "b1": (2,)}).place("W1", (2, 0))
        4
        """
        shape = self.shapes[name]
        return self._starts[name] + sum(index * prod(shape[axis + 1 :]) for axis, index in enumerate(at))

    def entry_at(self, place: int) -> str:
        """The entry that lies at a place of the row.

        >>> Layout({"W1": (3, 2), "b1": (2,)}).entry_at(4)
        'W1[2,0]'
        """
        name = max((one for one, start in self._starts.items() if start <= place), key=self._starts.__getitem__)
        at = np.unravel_index(place - self._starts[name], self.shapes[name])
        return typed_entry(name, tuple(int(one) for one in at))

    def most_moved(self, states: Matrix, count: int) -> tuple[str, ...]:
        """The entries that move farthest over these states, in the order of the row."""
        span = np.ptp(states, axis=0)
        return tuple(self.entry_at(place) for place in sorted(np.argsort(-span, kind="stable")[:count].tolist()))

    @property
    def _starts(self) -> dict[str, int]:
        ends = accumulate(map(prod, self.shapes.values()), initial=0)
        return dict(zip(self.shapes, ends, strict=False))


def principal_directions(states: Matrix) -> tuple[Matrix, Vector]:
    """The directions in which states vary most, at most two, and the share of their variance in each. Shapes: (2, parameters), (2,).

    Each has length 1, and points so that the state farthest from the mean lies on its negative side. Of a straight path there is one, of a point none.
    Source: Li, Xu, Taylor, Studer, Goldstein, Visualizing the Loss Landscape of Neural Nets, NeurIPS 2018, section 7.

    >>> directions, shares = principal_directions(np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]]))
    >>> directions.round(3).tolist(), shares.round(3).tolist()
    ([[0.6, 0.8]], [1.0])
    """
    away = states - states.mean(axis=0)
    sides, sizes, directions = np.linalg.svd(away, full_matrices=False)
    # A single number that is moved by its last digit is no direction.
    least = max(sizes[0] * LINE, np.abs(states).max() * 1e-12)
    kept = [number for number in range(min(2, len(sizes))) if sizes[number] > least]
    farthest = np.abs(sides[:, kept]).argmax(axis=0)
    signs = -np.sign(sides[farthest, kept])
    shares = (sizes / (sizes[0] or 1.0)) ** 2
    return directions[kept] * signs[:, None], shares[kept] / (shares.sum() or 1.0)


def across(direction: Vector, seed: int) -> Vector:
    """A random direction at right angles to another, of length 1."""
    drawn = random_stream(seed, "direction across a path").normal(direction.shape)
    left = drawn - (drawn @ direction) * direction
    left -= (left @ direction) * direction  # once more, for the rounding
    return np.asarray(left / np.linalg.norm(left))


def random_directions(layout: Layout, weights: Vector, seed: int) -> Matrix:
    """Two random directions in which every unit moves by as much as its own weights are long. Shape: (2, parameters).

    Every column of a weight matrix, which is what comes into one unit, has in the direction the norm that it has in the weights ("filter normalisation"):
    networks whose units are scaled differently but compute the same have the same picture. Biases stay where they are.
    Raises: SettingError if the weights are 0, or so few that no two directions differ.
    Source: Li, Xu, Taylor, Studer, Goldstein, Visualizing the Loss Landscape of Neural Nets, NeurIPS 2018, section 4.
    """
    first = random_direction(layout, weights, seed, 0)
    if not first.any():
        raise SettingError('there are no random directions of the length of the weights: they are all 0; choose plane="path" or plane="weights"')
    for number in range(1, DRAWS + 1):
        second = random_direction(layout, weights, seed, number)
        if abs(first @ second) < TOO_ALIKE * np.linalg.norm(first) * np.linalg.norm(second):
            return np.stack([first, second])
    raise SettingError('this network has so few weights that random directions hardly differ; choose plane="path" or plane="weights"')


def random_direction(layout: Layout, weights: Vector, seed: int, number: int) -> Vector:
    """One random direction, each unit's part as long as its weights. Shape: (parameters,)."""
    state = layout.state(weights)
    return layout.flat({name: _as_long_as(value, name, seed, number) for name, value in state.items()})


def _as_long_as(weights: Vector, name: str, seed: int, number: int) -> Vector:
    if weights.ndim < 2:
        return np.zeros(weights.shape)
    drawn = random_stream(seed, f"random direction {name}", number).normal(weights.shape)
    return np.asarray(drawn * (column_norms(weights) / column_norms(drawn)))


def column_norms(weights: Vector) -> Vector:
    """The norm of what comes into each unit: over all axes but the last. Shape: (units,).

    >>> column_norms(np.array([[3.0, 1.0], [4.0, 0.0]])).tolist()
    [5.0, 1.0]
    """
    return np.asarray(np.linalg.norm(weights.reshape(-1, weights.shape[-1]), axis=0))
