"""The estimators as a practitioner uses them."""

import copy
import io
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import glassgrad as gg
from glassgrad.estimators import Classifier, Regressor
from glassgrad.graph import DataWarning
from glassgrad.training import TrainSettings

QUICK = {"hidden": (6,), "epochs": 30, "learning_rate": 0.05, "random_state": 0}


def test_the_run_behind_the_estimator_can_be_opened_at_any_step(flowers):
    classifier = Classifier(**QUICK).fit(*flowers)
    assert classifier.run_.steps == 30
    assert "layer 1, unit 0, row 0" in str(classifier.run_.step(10).explain(row=0, unit="1.0"))
    assert classifier.run_.losses.shape == (30,)


def test_it_is_the_run_that_train_makes_of_the_same_rows(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X, y)
    run = gg.train(X, y, hidden=(6,), epochs=30, learning_rate=0.05, seed=0, validation=0.0, batch=200, precision="float64", task="many classes")
    np.testing.assert_array_equal(classifier.predict_proba(X), run.probabilities(X))
    assert classifier.loss_curve_ == run.history["training_loss"].tolist()


def test_every_setting_of_training_is_a_parameter_or_has_scikit_learns_name():
    renamed = {"target", "more_targets", "task", "weights", "class_weights", "seed"}
    parameters = Classifier().get_params()
    assert set(parameters) == {one for one in TrainSettings().to_json() if one not in renamed} | {"class_weight", "random_state", "warm_start", "verbose"}
    assert set(parameters) - set(Regressor().get_params()) == {"class_weight"}


def test_an_unknown_parameter_is_refused_as_python_does():
    with pytest.raises(TypeError, match="has no parameter 'hiden'"):
        Classifier(hiden=(3,))


@pytest.mark.parametrize(("name", "value"), [("hidden", (0,)), ("activation", "rulu"), ("validation", 1.5), ("epochs", "many")])
def test_a_parameter_out_of_its_range_is_refused_by_fit(flowers, name, value):
    with pytest.raises(ValueError, match=name):
        Classifier(**{name: value}).fit(*flowers)


def test_classes_keep_their_own_names_and_order(flowers):
    X, y = flowers
    for names in (["setosa", "versicolor", "virginica"], [10, 9, -1], [2.0, 0.0, 1.0]):
        named = np.array(names)[y]
        classifier = Classifier(**QUICK).fit(X, named)
        assert classifier.classes_.tolist() == sorted(names)
        assert (classifier.predict(X) == named).mean() > 0.8
        assert (classifier.classes_[classifier.predict_proba(X).argmax(axis=1)] == classifier.predict(X)).all()


def test_it_works_in_a_pipeline_a_grid_search_and_cross_validation(flowers):
    X, y = flowers
    pipeline = make_pipeline(StandardScaler(), Classifier(**QUICK))
    search = GridSearchCV(pipeline, {"classifier__hidden": [(2,), (8,)], "classifier__learning_rate": [0.01, 0.05]}, cv=3).fit(X, y)
    assert search.best_score_ > 0.9
    assert cross_val_score(Classifier(**QUICK), X, y, cv=3).mean() > 0.9


def test_data_frames_keep_their_names_in_the_run(flowers):
    X, y = flowers
    frame = pd.DataFrame(X, columns=["sepal length", "sepal width", "petal length", "petal width"])
    classifier = Classifier(**QUICK).fit(frame, y)
    assert classifier.feature_names_in_.tolist() == list(frame.columns)
    assert classifier.run_.plan.preparation.features == tuple(frame.columns)
    with pytest.raises(ValueError, match="feature names"):
        classifier.predict(frame[frame.columns[::-1]])


@pytest.mark.parametrize("library", [pd, pl])
def test_data_frames_may_hold_words_and_gaps(library):
    frame = library.DataFrame({"size": [1.0, 2.0, None, 4.0] * 10, "colour": ["red", "blue", "blue", "red"] * 10})
    y = np.array([1, 0, 0, 1] * 10)
    classifier = Classifier(**QUICK).fit(frame, y)
    assert classifier.score(frame, y) == 1.0
    assert "colour=red" in classifier.run_.plan.preparation.features


def test_gaps_in_an_array_are_filled_and_marked(flowers):
    X, y = flowers[0].copy(), flowers[1]
    X[::7, 2] = np.nan
    classifier = Classifier(**QUICK).fit(X, y)
    assert "x3 is missing" in classifier.run_.plan.preparation.features
    assert classifier.score(X, y) > 0.9


def test_numbers_of_float32_are_computed_with_as_they_are(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X.astype(np.float32), y)
    assert {one.dtype for one in (*classifier.coefs_, *classifier.intercepts_)} == {np.dtype(np.float32)}
    assert classifier.predict_proba(X.astype(np.float32)).dtype == np.float32
    assert Classifier(**QUICK).fit(X, y).coefs_[0].dtype == np.float64


def test_the_weights_are_those_of_the_run(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X, y)
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    hidden = np.maximum(scaled @ classifier.coefs_[0] + classifier.intercepts_[0], 0)
    np.testing.assert_allclose(hidden @ classifier.coefs_[1] + classifier.intercepts_[1], classifier.decision_function(X), atol=1e-12)
    assert (classifier.n_layers_, classifier.n_outputs_, classifier.n_features_in_, classifier.n_iter_) == (3, 3, 4, 30)


def test_logarithms_of_probabilities_are_right_even_where_those_vanish(flowers):
    X, y = flowers
    for targets in (y, (y == 0).astype(int)):
        classifier = Classifier(**QUICK).fit(X, targets)
        np.testing.assert_allclose(np.exp(classifier.predict_log_proba(X)), classifier.predict_proba(X), atol=1e-12)
        assert np.isfinite(classifier.predict_log_proba(X * 1e6)).all()


def test_several_labels_at_once(flowers):
    X, y = flowers
    labels = np.stack([y == 0, X[:, 0] > 5.8, X[:, 1] > 3], axis=1).astype(int)
    classifier = Classifier(hidden=(16,), epochs=200, random_state=0).fit(X, labels)
    assert classifier.predict(X).shape == labels.shape
    assert classifier.score(X, labels) > 0.9
    np.testing.assert_array_equal(classifier.predict(X), (classifier.predict_proba(X) > 0.5).astype(int))
    assert classifier.run_.predict(X[:1]).shape == (1, 3)
    assert classifier.loss_ == pytest.approx(np.mean([log_loss(labels[:, k], classifier.predict_proba(X)[:, k]) for k in range(3)]), rel=1e-6)


def test_several_numbers_at_once(patients):
    X, y = patients
    both = np.stack([y, -3 * y + 100 * X[:, 0]], axis=1)
    regressor = Regressor(**QUICK).fit(X, both)
    assert regressor.predict(X).shape == both.shape
    assert regressor.score(X, both) > 0.3
    assert regressor.run_.score() == pytest.approx(regressor.score(X, both))
    MultiOutputClassifier(Classifier(**QUICK)).fit(X, both > np.median(both, axis=0))


def test_weights_of_rows_are_rows_repeated(patients):
    X, y = patients[0][:60], patients[1][:60]
    counts = np.random.default_rng(0).integers(0, 4, size=60)
    weighted = Regressor(**QUICK).fit(X, y, sample_weight=counts)
    repeated = Regressor(**QUICK).fit(X.repeat(counts, axis=0), y.repeat(counts))
    np.testing.assert_allclose(weighted.predict(X), repeated.predict(X), rtol=1e-9)


def test_balanced_class_weights_are_those_of_scikit_learn(flowers):
    X, y = flowers[0][:80], flowers[1][:80]
    balanced = Classifier(class_weight="balanced", **QUICK).fit(X, y)
    by_hand = Classifier(class_weight={0: 80 / 100, 1: 80 / 60}, **QUICK).fit(X, y)
    np.testing.assert_allclose(balanced.predict_proba(X), by_hand.predict_proba(X), rtol=1e-12)
    with pytest.raises(ValueError, match=r"names the class 7"):
        Classifier(class_weight={7: 2.0}, **QUICK).fit(X, y)


def test_sparse_rows_are_the_same_rows(flowers):
    X, y = np.where(flowers[0] > 3, flowers[0], 0), flowers[1]
    dense, sparse = Classifier(**QUICK).fit(X, y), Classifier(**QUICK).fit(csr_array(X), y)
    np.testing.assert_array_equal(dense.predict_proba(X), sparse.predict_proba(csr_array(X)))


def test_learning_a_little_at_a_time_goes_on_from_where_it_was(flowers):
    X, y = flowers
    classifier = Classifier(hidden=(8,), learning_rate=0.05, random_state=0)
    for start in range(0, 150, 50):  # each part holds one class only
        classifier.partial_fit(X[start : start + 50], y[start : start + 50], classes=[0, 1, 2])
    assert classifier.t_ == 3
    assert len(classifier.loss_curve_) == 3
    for _ in range(150):
        classifier.partial_fit(X, y)
    assert classifier.score(X, y) > 0.9
    assert classifier.run_.steps == 1
    assert classifier.run_.step(1).explain(row=0)


def test_a_pass_a_time_is_the_same_as_all_passes_at_once(patients):
    X, y = patients
    at_once = Regressor(hidden=(6,), epochs=5, random_state=0, batch=500).fit(X, y)
    apart = Regressor(hidden=(6,), random_state=0, batch=500)
    for _ in range(5):
        apart.partial_fit(X, y)
    np.testing.assert_allclose(apart.predict(X), at_once.predict(X), rtol=1e-12)


def test_other_classes_or_columns_are_refused_later_on(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).partial_fit(X, y)
    with pytest.raises(ValueError, match="not among the classes"):
        classifier.partial_fit(X, y + 1)
    with pytest.raises(ValueError, match="4 features"):
        classifier.partial_fit(X[:, :2], y)


def test_a_warm_start_goes_on_from_the_weights_so_far(flowers):
    X, y = flowers
    warm = Classifier(warm_start=True, **QUICK).fit(X, y)
    before = warm.loss_
    assert warm.fit(X, y).loss_ < before
    assert warm.n_iter_ == 60
    cold = Classifier(**QUICK).fit(X, y)
    assert cold.fit(X, y).loss_ == before


def test_training_stops_early_where_rows_are_held_out(patients):
    regressor = Regressor(hidden=(30,), validation=0.2, patience=5, epochs=300, random_state=0).fit(*patients)
    assert regressor.n_iter_ < 300
    assert len(regressor.validation_curve_) == regressor.n_iter_
    assert Regressor(**QUICK).fit(*patients).validation_curve_ is None


def test_the_same_random_state_gives_the_same_bits_and_none_gives_others(flowers):
    X, y = flowers
    one, two, other = (Classifier(**{**QUICK, "random_state": seed}).fit(X, y).predict_proba(X) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, two)
    assert (one != other).any()
    free = [Classifier(**{**QUICK, "random_state": None}).fit(X, y).coefs_[0] for _ in range(2)]
    assert (free[0] != free[1]).any()
    drawn = [Classifier(**{**QUICK, "random_state": np.random.RandomState(1)}).fit(X, y).coefs_[0] for _ in range(2)]
    np.testing.assert_array_equal(*drawn)


def test_copies_of_a_fitted_one_are_whole(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X, y)
    for one in (pickle.loads(pickle.dumps(classifier)), copy.deepcopy(classifier)):  # noqa: S301
        np.testing.assert_array_equal(one.predict_proba(X), classifier.predict_proba(X))
        assert str(one.run_.step(3).explain()) == str(classifier.run_.step(3).explain())
    assert not hasattr(clone(classifier), "run_")


def test_the_way_to_keep_a_model_is_its_run_file(flowers, tmp_path):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X, y)
    classifier.run_.save(tmp_path / "flowers.glass")
    with gg.open_run(tmp_path / "flowers.glass") as run:
        np.testing.assert_array_equal(run.probabilities(X), classifier.predict_proba(X))


def test_another_thread_may_predict(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X, y)
    with ThreadPoolExecutor(1) as pool:
        np.testing.assert_array_equal(pool.submit(lambda: pickle.loads(pickle.dumps(classifier)).predict(X)).result(), classifier.predict(X))  # noqa: S301
        assert pool.submit(classifier.run_.step, 2).result().number == 2


def test_progress_is_shown_if_asked_for(flowers):
    shown = io.StringIO()
    with redirect_stdout(shown):
        Classifier(verbose=True, **QUICK).fit(*flowers)
    assert "epoch     1  loss" in shown.getvalue()
    silent = io.StringIO()
    with redirect_stdout(silent):
        Classifier(**QUICK).fit(*flowers)
    assert silent.getvalue() == ""


def test_a_notebook_shows_the_parameters_and_the_network(flowers):
    classifier = Classifier(**QUICK)
    assert "with 51 parameters" not in classifier._repr_html_()
    html = classifier.fit(*flowers)._repr_html_()
    assert "sk-" in html
    assert "A network, 4 → 6 relu → 3, with 51 parameters" in html
    assert "with 51 parameters" in classifier._repr_mimebundle_()["text/html"]


def test_labels_of_one_class_and_numbers_for_classes_are_refused_in_words(patients):
    X, y = patients
    with pytest.raises(ValueError, match="1 class only"):
        Classifier().fit(X, np.zeros(len(X)))
    with pytest.raises(ValueError, match="continuous"):
        Classifier().fit(X, y + 0.5)
    with pytest.raises(ValueError, match="weight is zero"):
        Regressor().fit(X, y, sample_weight=np.zeros(len(X)))
    with pytest.raises(ValueError, match="at least 0"):
        Regressor().fit(X, y, sample_weight=-np.ones(len(X)))


def test_what_was_learnt_stays_whole_whatever_is_wrong_with_the_next_rows(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).fit(X, y)
    before = classifier.predict(X)
    with pytest.raises(ValueError, match="learning_rate"):
        clone(classifier).set_params(learning_rate=-1.0).fit(X, y)
    with pytest.raises(ValueError, match="learning_rate"):
        classifier.set_params(learning_rate=-1.0).fit(X[:, :2], y + 7)
    with pytest.raises(ValueError, match="the classes have changed"):
        classifier.set_params(learning_rate=0.05).partial_fit(X, y + 5, classes=[5, 6, 7])
    assert (classifier.classes_.tolist(), classifier.n_features_in_) == ([0, 1, 2], 4)
    np.testing.assert_array_equal(classifier.predict(X), before)


def test_predictions_of_float32_are_float32(patients):
    X, y = (one.astype(np.float32) for one in patients)
    assert Regressor(**QUICK).fit(X, y).predict(X).dtype == np.float32
    assert Classifier(**QUICK).fit(X, y > 100).predict_log_proba(X).dtype == np.float32


def test_predictions_that_float32_cannot_hold_are_float64(patients):
    X, y = patients[0].astype(np.float32), patients[1]
    usual = Regressor(**QUICK).fit(X, y).predict(X)
    for unit in (1e100, 1e-100):
        other = Regressor(**QUICK).fit(X, y * unit).predict(X)
        assert other.dtype == np.float64
        np.testing.assert_allclose(other / unit, usual, rtol=1e-3)


def test_a_single_row_can_be_learnt_from_later_on(flowers):
    X, y = flowers
    classifier = Classifier(**QUICK).partial_fit(X[:60], y[:60], classes=[0, 1, 2]).partial_fit(X[100:101], y[100:101])
    assert classifier.t_ == 2
    with pytest.raises(ValueError, match="minimum of 2"):
        Classifier(**QUICK).partial_fit(X[:1], y[:1], classes=[0, 1, 2])


def test_targets_that_are_all_alike_are_predicted_as_they_are(flowers):
    X, y = flowers
    np.testing.assert_allclose(Regressor(hidden=(4,), epochs=200, learning_rate=0.05, random_state=0).fit(X, np.full(150, 3.0)).predict(X), 3.0, atol=0.1)
    labels = np.stack([y == 0, np.zeros(150)], axis=1).astype(int)
    assert (Classifier(hidden=(4,), epochs=200, learning_rate=0.05, random_state=0).fit(X, labels).predict(X)[:, 1] == 0).all()


def test_large_whole_numbers_are_classes_of_their_own(flowers):
    X, y = flowers
    for classes in (y + 2**60, np.array([9007199254740993, 9007199254740992, 5])[y]):
        assert (Classifier(**QUICK).fit(X, classes).predict(X) == classes).mean() > 0.8


def test_a_warm_start_of_another_network_is_refused_in_words(flowers):
    X, y = flowers
    for changed in ({"hidden": (16,)}, {"activation": "tanh"}, {"optimizer": "momentum"}):
        classifier = Classifier(warm_start=True, **QUICK).fit(X, y)
        with pytest.raises(ValueError, match=f"{next(iter(changed))} was .* fit anew"):
            classifier.set_params(**changed).fit(X, y)


def test_a_column_that_is_left_out_is_said(flowers):
    frame = pd.DataFrame({"size": np.arange(80.0), "name": [f"word {place}" for place in range(80)]})
    with pytest.warns(DataWarning, match=r'"name": left out: 80 different words in 80 rows, like an id'):
        classifier = Classifier(**QUICK).fit(frame, np.arange(80) > 40)
    assert classifier.score(frame, np.arange(80) > 40) > 0.9
