"""`Regressor`: a network that predicts numbers, as an estimator of scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from sklearn.base import RegressorMixin

from glassgrad.data.target_plan import TargetPlan
from glassgrad.training.measure import predictions

from .asked import Asked, numbers_asked
from .base import Array, GlassEstimator
from .parameters import COMMON, OF_TRAINING, signature_of


class Regressor(RegressorMixin, GlassEstimator):  # type: ignore[misc]
    """A neural network regressor with scikit-learn's interface, whose training can be opened: `run_` is the whole run.

    The parameters are the settings of `train`, with `validation=0.0` and `batch=200` as defaults, and `random_state`, `warm_start`, `verbose` as
    scikit-learn has them. Inputs and targets are standardised inside; predictions are in the units of `y`. Several numbers at once are (rows, targets).
    `fit` raises ValueError or TypeError for what does not fit.

    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> regressor = Regressor(hidden=(8,), epochs=40, random_state=0).fit(X, y)
    >>> regressor.score(X, y) > 0.4, regressor.predict(X).shape
    (True, (442,))
    """

    PARAMETERS: ClassVar[Any] = MappingProxyType({**OF_TRAINING, **COMMON})

    def __init__(self, **chosen: Any) -> None:
        super().__init__(**chosen)

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Regressor:
        """Learn from rows (rows, features) with their numbers (rows,) or (rows, targets); `sample_weight` (rows,) says how much each row counts."""
        return self._learn(X, y, sample_weight, further=self.warm_start)

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> Regressor:
        """Learn from these rows in one pass, from the weights so far; the rows of the first time, two at least, say how numbers are scaled."""
        return self._learn(X, y, sample_weight, further=True, once=True)

    def predict(self, X: Any) -> Array:
        """The number predicted for each row, in its own units: (rows,), or (rows, targets). float64 if those units are too large or small for float32."""
        outputs = self._outputs(X)
        said = predictions(self.run_.plan, outputs)
        return said.astype(outputs.dtype) if _can_be_said(self.run_.plan.preparation.all_targets, outputs.dtype) else said

    def _ask(self, targets: Array, taken: tuple[str, ...], classes: Any) -> Asked:
        return numbers_asked(targets, taken)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags


def _can_be_said(targets: Iterable[TargetPlan], dtype: np.dtype[Any]) -> bool:
    """Whether numbers of this type hold answers a thousand deviations away, and tell apart those that a millionth of one lies between."""
    largest, smallest = float(np.finfo(dtype).max), float(np.finfo(dtype).tiny)
    return all(abs(one.mean) + 1e3 * one.deviation < largest and 1e-6 * one.deviation > smallest for one in targets)


Regressor.__init__.__signature__ = signature_of(Regressor.PARAMETERS)  # type: ignore[attr-defined]
