"""The estimators inside scikit-learn's own that take others."""

import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.ensemble import BaggingClassifier, StackingClassifier, VotingClassifier
from sklearn.feature_selection import RFE
from sklearn.frozen import FrozenEstimator
from sklearn.inspection import permutation_importance
from sklearn.model_selection import FixedThresholdClassifier, cross_validate
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from glassgrad.estimators import Classifier

NET = Classifier(hidden=(), epochs=20, learning_rate=0.1, random_state=0)
OTHERS = {
    "calibration": CalibratedClassifierCV(NET, cv=2),
    "votes": VotingClassifier([("one", NET), ("two", NET)], voting="soft"),
    "stacking": StackingClassifier([("net", NET)], final_estimator=NET, cv=2),
    "bagging": BaggingClassifier(NET, n_estimators=2, random_state=0),
    "one against the rest": OneVsRestClassifier(NET),
    "threshold": FixedThresholdClassifier(NET),
    "columns": make_pipeline(make_column_transformer((StandardScaler(), ["size"]), remainder="passthrough"), NET).set_output(transform="pandas"),
}


@pytest.fixture(scope="module")
def frame(flowers):
    import pandas as pd

    X, y = flowers
    return pd.DataFrame({"size": X[:100, 0], "width": X[:100, 2]}), np.array(["round", "long"])[y[:100]]


@pytest.mark.parametrize("name", OTHERS)
def test_it_can_be_learnt_with_inside_others(frame, name):
    assert OTHERS[name].fit(*frame).score(*frame) > 0.9


def test_a_fitted_one_can_be_frozen_and_its_columns_shuffled(frame):
    fitted = clone(NET).fit(*frame)
    assert permutation_importance(FrozenEstimator(fitted), *frame, n_repeats=2, random_state=0).importances_mean.argmax() == 1
    assert not hasattr(fitted, "coef_")
    with pytest.raises(ValueError, match="coef_"):
        RFE(NET).fit(*frame)


def test_weights_are_routed_to_where_they_are_asked_for(frame):
    X, y = frame
    own = np.arange(100.0) % 2
    with sklearn.config_context(enable_metadata_routing=True):
        asking = make_pipeline(StandardScaler().set_fit_request(sample_weight=False), clone(NET).set_fit_request(sample_weight=True))
        asking[-1].set_score_request(sample_weight=True)
        found = cross_validate(asking, X, y, params={"sample_weight": own}, cv=2, return_estimator=True)
    assert sum(one[-1].run_.plan.data.rows for one in found["estimator"]) == 50  # those that count
    assert np.isfinite(found["test_score"]).all()
