"""scikit-learn's MLPClassifier: `fit` with a warm start, so that a call costs its checks once for all its epochs.

It draws its own first weights and its own order of rows, and reports one loss for every epoch.
"""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from ..data import Array, Table
from ..nets import Net
from .page import BETA1, BETA2, EPSILON, LEARNING_RATE, Losses, Order, Predictor


class ScikitLearnTrainer:
    """The classifier; with so long a patience it never stops by itself."""

    def __init__(self, net: Net, table: Table) -> None:
        warnings.simplefilter("ignore", ConvergenceWarning)
        self.X, self.y = table.X, table.y.reshape(-1)
        self.classifier = MLPClassifier(
            hidden_layer_sizes=net.widths[1:-1],
            solver="adam",
            alpha=0.0,
            batch_size=net.batch,
            learning_rate_init=LEARNING_RATE,
            beta_1=BETA1,
            beta_2=BETA2,
            epsilon=EPSILON,
            tol=0.0,
            n_iter_no_change=10**9,
            warm_start=True,
            random_state=0,
        )

    def epochs(self, orders: list[Order]) -> Losses:
        """As many epochs as there are orders; its own order counts."""
        done = len(getattr(self.classifier, "loss_curve_", ()))
        self.classifier.max_iter = len(orders)
        self.classifier.fit(self.X, self.y)
        return np.array(self.classifier.loss_curve_[done:])


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int) -> ScikitLearnTrainer:
    """A new training run. The threads are those of the environment."""
    return ScikitLearnTrainer(net, table)


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int) -> Predictor:
    """It is only asked to train."""
    raise NotImplementedError("scikit-learn takes part in training only")
