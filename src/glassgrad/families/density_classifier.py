"""`KernelDensityClassifier`: every training row spreads a small hill, and the class with the highest ground at a row is the answer."""

from __future__ import annotations

import numpy as np

from .family import Array


def scott_factor(rows: int, features: int) -> float:
    """How wide a hill is in standard deviations of the inputs: the more rows, the narrower; the more inputs, the wider.

    Formula: rows^(−1 / (features + 4)).   Source: D. W. Scott, Multivariate Density Estimation (1992).

    >>> scott_factor(rows=32, features=1)
    0.5
    """
    return float(rows ** (-1 / (features + 4)))


class KernelDensityClassifier:
    """One kernel density for each class, times the share of the class, by Bayes' rule. The inputs are to have deviations near 1, as prepared ones do.

    A hill is a normal density around a training row, equally wide in all directions: its deviation is `scott_factor` of the rows of the class.

    After `fit`: `classes_`, `log_shares_`, `bandwidths_` (classes,); `n_features_in_`; and `densities_`, one of scikit-learn's KernelDensity for each class.

    >>> model = KernelDensityClassifier().fit(np.array([[-1.0], [0.0], [2.0], [3.0]]), np.array([0, 0, 1, 1]))
    >>> model.predict(np.array([[0.5], [1.5]])).tolist(), model.predict_proba(np.array([[1.0]])).round(12).tolist()
    ([0, 1], [[0.5, 0.5]])
    """

    classes_: Array
    log_shares_: Array
    bandwidths_: Array
    n_features_in_: int

    def fit(self, inputs: Array, targets: Array) -> KernelDensityClassifier:
        """Keep the rows of each class. Shapes: inputs (rows, features), targets (rows,), class numbers or names."""
        from sklearn.neighbors import KernelDensity

        self.classes_, counts = np.unique(targets, return_counts=True)
        self.n_features_in_ = inputs.shape[1]
        self.log_shares_ = np.log(counts / len(targets))
        self.bandwidths_ = np.array([scott_factor(int(rows), inputs.shape[1]) for rows in counts])
        # Several leaves are added up by way of bounds, and far from all rows that loses all digits (scikit-learn issues 25799 and 7492): here one leaf is all.
        self.densities_ = [
            KernelDensity(bandwidth=width, leaf_size=int(rows)).fit(inputs[targets == one])
            for one, rows, width in zip(self.classes_, counts, self.bandwidths_, strict=True)
        ]
        return self

    def log_densities(self, inputs: Array) -> Array:
        """How dense the rows of each class lie where these rows are, as a logarithm. Shapes: inputs (rows, features) → (rows, classes)."""
        return np.stack([one.score_samples(inputs) for one in self.densities_], axis=1)

    def predict_joint_log_proba(self, inputs: Array) -> Array:
        """Log density plus log share. Shape: (rows, classes)."""
        return np.asarray(self.log_densities(inputs) + self.log_shares_)

    def predict_log_proba(self, inputs: Array) -> Array:
        """The logarithm of each class's part of the ground. Shape: (rows, classes)."""
        joint = self.predict_joint_log_proba(inputs)
        return np.asarray(joint - np.logaddexp.reduce(joint, axis=1, keepdims=True))

    def predict_proba(self, inputs: Array) -> Array:
        """Each class's part of the ground. Shape: (rows, classes)."""
        return np.asarray(np.exp(self.predict_log_proba(inputs)))

    def predict(self, inputs: Array) -> Array:
        """The class whose density, times its share, is largest at each row. Shape: (rows,)."""
        return np.asarray(self.classes_[self.predict_joint_log_proba(inputs).argmax(axis=1)])

    def rows_of(self, place: int) -> Array:
        """The training rows that the density of a class keeps, in their order. Shape: (rows of the class, features)."""
        return np.asarray(self.densities_[place].tree_.data)
