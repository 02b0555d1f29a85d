"""What a fitted model has stored, counted on the model itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def weights(model: Any) -> int:
    """Weights and biases of a linear model."""
    return int(np.size(model.coef_) + np.size(model.intercept_))


def support_vectors(model: Any) -> int:
    """The training rows that a kernel machine keeps."""
    return len(model.support_vectors_)


def variances(model: Any) -> int:
    """A mean and a variance for every column of every class, and the share of each class."""
    return int(model.theta_.size + model.var_.size + model.class_prior_.size)


def rows(model: Any) -> int:
    """The training rows that nearest neighbours are looked for in."""
    return int(model.n_samples_fit_)


def one_tree(model: Any) -> int:
    """Questions and leaves of a tree."""
    return int(model.tree_.node_count)


def nodes(model: Any) -> int:
    """Questions and leaves of all trees of an ensemble."""
    return sum(one_tree(tree) for tree in np.ravel(np.asarray(model.estimators_, dtype=object)))


def members(model: Any, counts: Sequence[Callable[[Any], int]]) -> int:
    """What all members of an ensemble store, each counted in its own way."""
    return sum(count(member) for count, member in zip(counts, model.estimators_, strict=True))
