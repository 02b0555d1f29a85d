"""`OnOneThread`: a model of scikit-learn that would take every processor there is, and cannot be told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from glassgrad.training.one_thread import libraries_on_one_thread

from .family import Array


@dataclass(eq=False)
class OnOneThread:
    """A model that learns and predicts on one processor: families are compared side by side, and on a busy machine threads that wait cost most of the time."""

    model: Any

    def set_params(self, **chosen: Any) -> OnOneThread:
        """Other parameters for the model, by scikit-learn's names. Raises: ValueError for one that it does not have."""
        self.model.set_params(**chosen)
        return self

    def fit(self, inputs: Array, targets: Array) -> OnOneThread:
        """Learn from rows. Shapes: inputs (rows, features), targets (rows,)."""
        with libraries_on_one_thread():
            self.model.fit(inputs, targets)
        return self

    def predict(self, inputs: Array) -> Array:
        """The class or number of each row. Shape: (rows,)."""
        return self._said("predict", inputs)

    def predict_proba(self, inputs: Array) -> Array:
        """How sure it is of each class. Shape: (rows, classes)."""
        return self._said("predict_proba", inputs)

    def decision_function(self, inputs: Array) -> Array:
        """The scores of the classes. Shape: (rows, classes), or (rows,) for two of them."""
        return self._said("decision_function", inputs)

    @property
    def classes_(self) -> Array:
        """The classes it knows."""
        known: Array = self.model.classes_
        return known

    def _said(self, asked: str, inputs: Array) -> Array:
        with libraries_on_one_thread():
            found: Array = getattr(self.model, asked)(inputs)
        return found
