"""`Classifier`: a network that tells classes apart, as an estimator of scikit-learn."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from sklearn.base import ClassifierMixin

from glassgrad.data import Task
from glassgrad.training.measure import predictions, probabilities

from .asked import Asked, classes_asked
from .base import Array, GlassEstimator
from .parameters import COMMON, OF_TRAINING, signature_of
from .weights import needs_all_rows


class Classifier(ClassifierMixin, GlassEstimator):  # type: ignore[misc]
    """A neural network classifier with scikit-learn's interface, whose training can be opened: `run_` is the whole run.

    The parameters are the settings of `train` (`hidden`, `activation`, `learning_rate`, `epochs`, `patience`, `validation`, …), with `validation=0.0` and
    `batch=200` as defaults, and `class_weight`, `random_state`, `warm_start`, `verbose` as scikit-learn has them. Inputs are standardised inside.
    Several labels at once are a matrix of 0 and 1, (rows, labels); for those `class_weight` is "balanced" or a list of mappings, and what the labels of a row
    weigh is multiplied. With `validation` rows are held out, and the best weights on them are kept.
    `fit` raises ValueError or TypeError for what does not fit.

    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> classifier = Classifier(hidden=(8,), epochs=40, random_state=0).fit(X, y)
    >>> classifier.score(X, y) > 0.9
    True
    >>> print(str(classifier.run_.step(10).explain(row=0, unit="1.0")).splitlines()[0])
    Step 10 of the training: layer 1, unit 0, row 0
    """

    PARAMETERS: ClassVar[Any] = MappingProxyType({**OF_TRAINING, "class_weight": None, **COMMON})

    def __init__(self, **chosen: Any) -> None:
        super().__init__(**chosen)

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Classifier:
        """Learn from rows (rows, features) with their classes (rows,) or labels (rows, labels); `sample_weight` (rows,) says how much each counts."""
        return self._learn(X, y, sample_weight, further=self.warm_start)

    def partial_fit(self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None) -> Classifier:
        """Learn from these rows in one pass, from the weights so far. `classes`: all there are, needed the first time if `y` lacks some.

        The rows of the first time, two at least, say how inputs are scaled. `run_` is then the run of these rows, not of all so far.
        """
        if needs_all_rows(self.class_weight):
            raise ValueError(
                f"class_weight={self.class_weight!r:.40} is worked out from all rows, which partial_fit does not see; give a number for each class"
            )
        known = self.classes_ if classes is None and hasattr(self, "run_") and self._several is False else classes
        return self._learn(X, y, sample_weight, further=True, once=True, classes=known)

    def predict(self, X: Any) -> Array:
        """The class of each row (rows,), as it was written in `y`; of several labels, 0 or 1 for each (rows, labels)."""
        outputs = self._outputs(X)
        said = predictions(self.run_.plan, outputs)
        return said if self._several else self.classes_[said]

    def predict_proba(self, X: Any) -> Array:
        """How sure the network is of each class (rows, classes), in the order of `classes_`; of several labels, of each (rows, labels)."""
        outputs = self._outputs(X)
        return probabilities(self.run_.plan, outputs, dtype=outputs.dtype)

    def predict_log_proba(self, X: Any) -> Array:
        """The natural logarithms of `predict_proba`, also where those are too small to be told from 0."""
        outputs = self._outputs(X)
        plain = outputs.astype(np.float64)
        if self._several:
            return np.asarray(-np.logaddexp(0.0, -plain), dtype=outputs.dtype)
        scores = np.column_stack([np.zeros(len(plain)), plain]) if plain.shape[1] == 1 else plain
        return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True), dtype=outputs.dtype)

    def decision_function(self, X: Any) -> Array:
        """The outputs of the network before they become probabilities: (rows,) for two classes, (rows, classes), or (rows, labels)."""
        outputs = self._outputs(X)
        return outputs[:, 0] if outputs.shape[1] == 1 and not self._several else outputs

    @property
    def _several(self) -> bool:
        return self.run_.plan.preparation.task is Task.SEVERAL_LABELS

    def _ask(self, targets: Array, taken: tuple[str, ...], classes: Any) -> Asked:
        return classes_asked(targets, taken, classes)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags


Classifier.__init__.__signature__ = signature_of(Classifier.PARAMETERS)  # type: ignore[attr-defined]
