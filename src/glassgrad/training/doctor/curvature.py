"""Second derivatives of a loss, from our own: the gradient is made of nodes, so it can be differentiated again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.data import random_stream
from glassgrad.graph import Node, ancestors, pages
from glassgrad.readers import evaluate, gradients

Array = np.ndarray[Any, Any]
MOST_DIRECTIONS = 60
"""Directions that are tried for the largest eigenvalue; the extreme ones are found first, and long before."""
CLOSE = 1e-9
"""An eigenvalue is found when it is right to this share."""


@dataclass(frozen=True, eq=False)
class Curvature:
    """The gradient of `total`, and its Hessian times a direction, with respect to `leaves`.

    Formula: H·v = ∂(gᵀv)/∂w, with g = ∂total/∂w (Pearlmutter, 1994).
    """

    total: Node
    leaves: tuple[Node, ...]
    slopes: tuple[Node, ...]
    directions: tuple[Node, ...]
    products: tuple[Node, ...]

    @cached_property
    def is_quadratic(self) -> bool:
        """Whether the second derivatives are the same at all weights: they are written without them."""
        return not set(ancestors(self.products)) & set(self.leaves)

    def gradient(self, given: Mapping[Node, Any]) -> Array:
        """The gradient as one long vector."""
        values = evaluate(self.slopes, given)
        return _joined([values[node] for node in self.slopes])

    def product(self, given: Mapping[Node, Any], direction: Array) -> Array:
        """The Hessian times a direction, as one long vector."""
        parts = dict(zip(self.directions, self.split(direction), strict=True))
        values = evaluate(self.products, {**given, **parts})
        return _joined([values[node] for node in self.products])

    def split(self, vector: Array) -> list[Array]:
        """One long vector as arrays of the shapes of the leaves."""
        sizes = [int(np.prod(leaf.shape, dtype=np.intp)) for leaf in self.leaves]
        return [part.reshape(leaf.shape) for part, leaf in zip(np.split(vector, np.cumsum(sizes)[:-1]), self.leaves, strict=True)]

    def largest(self, given: Mapping[Node, Any]) -> float:
        """The largest eigenvalue of H: gradient descent on a quadratic loss is stable up to a learning rate of 2 divided by it."""
        size = sum(int(np.prod(leaf.shape, dtype=np.intp)) for leaf in self.leaves)
        return largest_eigenvalue(lambda direction: self.product(given, direction), size)


def curvature(total: Node, leaves: Sequence[Node]) -> Curvature:
    """Write gradient and Hessian product of a single number with respect to these leaves."""
    slopes = gradients(total, wrt=leaves)
    directions = {leaf: pages.variable(shape=leaf.shape, name=f"direction of {leaf.name}") for leaf in leaves}
    along = pages.constant(value=0.0)
    for leaf, direction in directions.items():
        along = along + pages.sum(slopes[leaf] * direction)
    products = gradients(along, wrt=leaves)
    return Curvature(total, tuple(leaves), tuple(slopes[one] for one in leaves), tuple(directions.values()), tuple(products[one] for one in leaves))


def largest_eigenvalue(product: Callable[[Array], Array], size: int) -> float:
    """The largest eigenvalue of a symmetric matrix of which only the product with a vector is known: Lanczos, with every direction kept.

    >>> matrix = np.diag([1.0, 5.0, -7.0])
    >>> round(largest_eigenvalue(lambda v: matrix @ v, 3), 9)
    5.0
    """
    direction = random_stream(0, "direction of the largest curvature").normal((size,))
    basis = [direction / np.linalg.norm(direction)]
    diagonal: list[float] = []
    beside: list[float] = []
    for _ in range(min(size, MOST_DIRECTIONS)):
        following = product(basis[-1])
        diagonal.append(float(basis[-1] @ following))
        known = np.array(basis)
        # Twice, since rounding leaves a little of the known directions behind, and that little grows.
        following = following - known.T @ (known @ following)
        following = following - known.T @ (known @ following)
        values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
        length = float(np.linalg.norm(following))
        if length * abs(vectors[-1, -1]) <= CLOSE * max(abs(values[-1]), abs(values[0]), 1e-300):
            break
        beside.append(length)
        basis.append(following / length)
    return float(values[-1])


def _joined(parts: Sequence[Any]) -> Array:
    return np.concatenate([np.ravel(part) for part in parts])
