"""Every check that scikit-learn has for estimators passes; none is expected to fail."""

import os

import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.utils.estimator_checks import estimator_checks_generator, parametrize_with_checks

from glassgrad.estimators import Classifier, Regressor


@pytest.mark.filterwarnings("ignore")  # scikit-learn's checks provoke warnings of all sorts
@parametrize_with_checks([Classifier(), Regressor()])
def test_scikit_learns_check(estimator, check):
    check(estimator)


@pytest.mark.skipif("SCIPY_ARRAY_API" in os.environ, reason="there is a check more then")
@pytest.mark.parametrize(("ours", "theirs"), [(Classifier(), MLPClassifier()), (Regressor(), MLPRegressor())], ids=["classifier", "regressor"])
def test_there_are_as_many_checks_as_for_scikit_learns_own_networks(ours, theirs):
    counts = [len(list(estimator_checks_generator(one))) for one in (ours, theirs)]
    assert counts[0] >= counts[1]
