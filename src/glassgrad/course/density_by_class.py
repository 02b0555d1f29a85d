"""A classifier of kernel densities: every training row spreads a small hill, and the class with the highest ground wins."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


class DensityByClass:
    """One kernel density for each class, times the share of the class. The width of the hills is Scott's rule, rows^(−1 / (features + 4))."""

    def fit(self, inputs: Array, targets: Array) -> DensityByClass:
        """Keep the rows of each class. Shapes: inputs (rows, features), targets (rows,), class numbers."""
        from sklearn.neighbors import KernelDensity

        self.classes = np.unique(targets)
        parts = [inputs[targets == one] for one in self.classes]
        self.densities = [KernelDensity(bandwidth="scott").fit(part) for part in parts]
        self.log_shares = np.log([len(part) / len(inputs) for part in parts])
        return self

    def predict(self, inputs: Array) -> Array:
        """The class whose density, times its share, is largest at each row. Shape: (rows,)."""
        heights = np.stack([one.score_samples(inputs) for one in self.densities], axis=1)
        return np.asarray(self.classes[(heights + self.log_shares).argmax(axis=1)])

    @property
    def rows(self) -> int:
        """How many rows are kept."""
        return sum(len(one.tree_.data) for one in self.densities)
