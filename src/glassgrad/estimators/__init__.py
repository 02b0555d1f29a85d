"""The networks as estimators of scikit-learn: `Classifier` and `Regressor`."""

from .classifier import Classifier
from .regressor import Regressor

__all__ = ["Classifier", "Regressor"]
