"""What `fit` cannot work with is refused in words that say what, and the way out; and what can be read is read."""

import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.sparse import csr_array
from sklearn.utils.multiclass import check_classification_targets

from glassgrad.estimators import Classifier, Regressor
from glassgrad.estimators.asked import classes_asked, numbers_asked
from glassgrad.estimators.frames import frame_of, has_words, number_type
from glassgrad.graph import SettingError


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("random_state", -1), ("verbose", "loud"), ("verbose", -1), ("warm_start", "no"), ("warm_start", None), ("hidden", np.array([1.5]))],
)
def test_parameters_of_scikit_learns_own_are_checked_too(flowers, parameter, value):
    with pytest.raises(SettingError, match=f"{parameter} is "):
        Classifier(**{parameter: value}).fit(*flowers)


def test_units_may_come_as_an_array(flowers):
    assert Classifier(hidden=np.array([6]), epochs=2).fit(*flowers).run_.plan.settings.hidden == (6,)


@pytest.mark.parametrize("classes", [3, [[0, 1], [2, 3]], [0, 1, np.nan], []])
def test_classes_that_are_no_list_of_classes_are_refused(flowers, classes):
    with pytest.raises(ValueError, match=r"classes is .*; expected all classes there are"):
        Classifier().partial_fit(*flowers, classes=classes)


def test_a_class_that_is_not_known_is_shown_as_it_is_written(flowers):
    X, y = flowers
    with pytest.raises(ValueError, match="y holds the class '0', which is not among the classes 0, 1, 2; name all of them at the first partial_fit"):
        Classifier().partial_fit(X, y.astype(str), classes=[0, 1, 2])
    with pytest.raises(ValueError, match="y mixes words with other values"):
        Classifier().fit(X, np.array(["a", 1], dtype=object)[(y > 0).astype(int)])


@pytest.mark.parametrize("y", [np.arange(30), np.arange(30) % 16, np.arange(30) % 15, np.arange(20), np.arange(30).astype(str), np.arange(30.0)])
def test_so_many_classes_that_numbers_may_be_meant_are_told_as_scikit_learn_does(y):
    heard = []
    for look in (check_classification_targets, lambda y: classes_asked(y, ())):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            look(y)
        heard.append([str(one.message) for one in caught])
    assert heard[0] == heard[1]


def test_targets_that_are_no_numbers_are_refused_by_the_regressor(patients):
    X, y = patients
    for targets in (np.where(y > 100, "high", "low"), y.astype("datetime64[D]"), np.where(y > 100, "high", None)):
        with pytest.raises(ValueError, match=r"y (holds|contains)|Input y contains"):
            Regressor().fit(X, targets)


def test_sparse_targets_are_the_same_targets(patients):
    both = np.stack([patients[1], np.zeros(442)], axis=1)
    dense, sparse = (numbers_asked(one, ()) for one in (both, csr_array(both)))
    for one, other in zip(dense.columns, sparse.columns, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


def test_data_frames_that_cannot_be_read_are_refused_in_words(flowers):
    X, y = flowers
    with pytest.raises(ValueError, match="lazy data frame, whose rows are not there yet; collect it first"):
        Classifier().fit(pl.DataFrame(X).lazy(), y)
    with pytest.raises(ValueError, match="'a' 2 times; give every column a name of its own"):
        Classifier().fit(pd.DataFrame(X, columns=["a", "a", "c", "d"]), y)


def test_words_in_an_array_say_where_words_belong(flowers):
    with pytest.raises(ValueError, match="words are taken from the columns of a data frame"):
        Classifier().fit(np.full((150, 2), "red"), flowers[1])


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_data_frame_of_float32_is_computed_with_as_it_is_in_every_library(library):
    single, double, words = np.ones(3, dtype=np.float32), np.ones(3), ["a", "b", "c"]
    assert number_type(frame_of(library({"a": single, "b": single}))) == np.float32
    assert number_type(frame_of(library({"a": single, "b": words}))) == np.float32
    assert number_type(frame_of(library({"a": single, "b": double}))) == np.float64
    assert number_type(frame_of(library({"a": words}))) == np.float64
    assert [has_words(frame_of(library({"a": one}))) for one in (single, words)] == [False, True]


def test_polars_frames_of_float32_give_weights_of_float32(flowers):
    X, y = flowers
    assert Classifier(hidden=(), epochs=2).fit(pl.DataFrame(X.astype(np.float32)), y).coefs_[0].dtype == np.float32


@pytest.mark.parametrize("values", [(0, 2), (-1, 1)])
def test_labels_of_other_values_are_refused_by_the_values(flowers, values):
    X, _ = flowers
    labels = np.array(values)[(np.random.default_rng(0).random((len(X), 3)) < 0.5).astype(int)]
    with pytest.raises(ValueError, match=f"told by 0 and 1.*y holds {values[0]}, {values[1]}"):
        Classifier(epochs=1).fit(X, labels)
