"""How much rows and classes count: `sample_weight` and `class_weight`."""

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_sample_weight

from glassgrad.estimators import Classifier, Regressor
from glassgrad.estimators.asked import classes_asked
from glassgrad.estimators.weights import by_labels, class_weights

SHORT = {"hidden": (), "epochs": 5, "learning_rate": 0.05, "random_state": 0}
OF_LABELS = ["balanced", [{0: 1.0, 1: 5.0}, {1: 2.0}, {0: 0.5, 1: 0.0, 7: 3.0}], [None, "balanced", {0: 0.0}]]


@pytest.fixture(scope="module")
def labels(flowers):
    X, y = flowers
    return np.stack([y == 0, X[:, 0] > 5.8, X[:, 1] > 3], axis=1).astype(int)


@pytest.mark.parametrize("weights", OF_LABELS, ids=["balanced", "numbers", "some of each"])
def test_weights_of_several_labels_multiply_as_scikit_learn_has_it(labels, weights):
    np.testing.assert_allclose(by_labels(weights, classes_asked(labels, ()), None), compute_sample_weight(weights, labels), rtol=1e-12)


def test_weights_of_several_labels_are_learnt_with(flowers, labels):
    X, _ = flowers
    weights, own = OF_LABELS[1], np.arange(150) % 3
    by_class = Classifier(class_weight=weights, **SHORT).fit(X, labels, sample_weight=own)
    wanted = own * compute_sample_weight(weights, labels)
    np.testing.assert_allclose(by_class.run_.plan.sample_weights, wanted[own > 0], rtol=1e-12)
    assert (by_class.predict_proba(X) != Classifier(**SHORT).fit(X, labels, sample_weight=own).predict_proba(X)).any()


def test_a_label_that_is_always_there_weighs_nothing_out_of_balance(labels):
    asked = classes_asked(np.column_stack([labels, np.ones(150, dtype=int)]), ())
    np.testing.assert_allclose(by_labels("balanced", asked, None), compute_sample_weight("balanced", labels), rtol=1e-12)


def test_balance_counts_a_row_of_weight_two_as_two_rows(flowers, labels):
    y, counts = flowers[1], np.arange(150) % 4 + 1
    once, repeated = classes_asked(y, ()), classes_asked(y.repeat(counts), ())
    sizes = np.bincount(y.repeat(counts))
    assert dict(class_weights("balanced", once, counts)) == pytest.approx({str(one): counts.sum() / (3 * sizes[one]) for one in range(3)})
    assert class_weights("balanced", repeated, None) == "balanced"
    of_labels = by_labels("balanced", classes_asked(labels, ()), counts.astype(float)) / counts
    np.testing.assert_allclose(of_labels.repeat(counts), compute_sample_weight("balanced", labels.repeat(counts, axis=0)), rtol=1e-12)


def test_weights_may_name_classes_that_are_not_there_if_all_others_are_named(flowers):
    asked = classes_asked(flowers[1][:100], ())
    assert class_weights({0: 1, 1: 5, 2: 7}, asked, None) == (("0", 1.0), ("1", 5.0))
    assert class_weights({1: 5}, asked, None) == (("1", 5.0),)
    with pytest.raises(ValueError, match="class_weight names the class 2, which is not there; the classes are 0, 1"):
        class_weights({0: 1, 2: 7}, asked, None)


@pytest.mark.parametrize("weights", ["Balanced", 5, [{0: 1}], {0: -1}, {0: np.nan}, {0: "many"}, {"0": 1}])
def test_weights_of_classes_that_mean_nothing_are_refused_by_their_own_name(flowers, weights):
    with pytest.raises(ValueError, match=r"class_weight( is | names | of )"):
        Classifier(class_weight=weights).fit(*flowers)


@pytest.mark.parametrize("weights", ["even", {0: 1.0, 1: 2.0}, [{0: 1.0}], ["even"] * 3, [5, None, None], [{0: 0.0, 1: 0.0}] * 3, [{1: -1}, None, None]])
def test_weights_of_labels_that_mean_nothing_are_refused_in_words(flowers, labels, weights):
    with pytest.raises(ValueError, match=r"class_weight( is | holds | leaves | of )"):
        Classifier(class_weight=weights).fit(flowers[0], labels)


def test_what_is_worked_out_from_all_rows_is_refused_where_they_are_not_there(flowers, labels):
    for weights, y in (("balanced", flowers[1]), ([None, "balanced", None], labels)):
        with pytest.raises(ValueError, match="partial_fit does not see"):
            Classifier(class_weight=weights).partial_fit(flowers[0], y)


def test_one_number_may_be_the_weight_of_every_row(patients):
    X, y = patients
    one, each = (Regressor(**SHORT).fit(X, y, sample_weight=weight).predict(X) for weight in (2.0, np.full(len(y), 2.0)))
    np.testing.assert_array_equal(one, each)


def test_weights_of_labels_change_no_mean_and_leave_no_row_out(flowers, labels):
    choices = (None, [{0: 0.0, 1: 9.0}, *[None] * (labels.shape[1] - 1)])
    plain, weighted = (Classifier(hidden=(), epochs=1, class_weight=one).fit(flowers[0], labels).run_.plan for one in choices)
    assert weighted.preparation.report()[:4] == plain.preparation.report()[:4]
    assert len(weighted.split.training) == len(flowers[0])
