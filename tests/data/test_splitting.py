"""Which rows teach and which test (faults 3, 5)."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.data import Column, Task, folds, read_table, split_rows
from glassgrad.graph import DataError, SettingError

# Resuming a run splits again: these rows may never change.
PINNED = [4, 5, 9]


def classes(*words):
    return Column("y", "category", np.array([*words, None], dtype=object)[:-1])


def numbers(count):
    return Column("y", "number", np.arange(float(count)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("aaaabbc"), min_size=2, max_size=60), st.floats(0.0, 0.95), st.integers(0, 5))
def test_a_stratified_split_keeps_the_proportions_and_loses_no_row(words, validation, seed):
    split = split_rows(classes(*words), Task.MANY_CLASSES, validation=validation, seed=seed)
    assert sorted([*split.training, *split.validation]) == list(range(len(words)))
    everything, aside = Counter(words), Counter(words[row] for row in split.validation)
    for word, count in everything.items():
        assert aside[word] <= count - 1
        if count > 1 and min(everything.values()) > 1 and 1 <= validation * len(words) <= len(words) - len(everything) - 2:
            assert abs(aside[word] - count * len(split.validation) / len(words)) <= 2


def test_the_split_is_seeded_and_pinned():
    target = numbers(10)
    assert split_rows(target, Task.REGRESSION, validation=0.3, seed=0).validation.tolist() == PINNED
    assert split_rows(target, Task.REGRESSION, validation=0.3, seed=1).validation.tolist() != PINNED


def test_iris_splits_40_and_10_of_each_species():
    iris = read_table("iris")
    split = split_rows(iris["species"], Task.MANY_CLASSES, validation=0.2, seed=0)
    assert Counter(iris["species"].values[split.training]) == {"setosa": 40, "versicolor": 40, "virginica": 40}


def test_a_class_with_one_row_goes_to_training_with_a_note_by_name():
    split = split_rows(classes("a", "a", "a", "a", "rare", "b", "b"), Task.MANY_CLASSES, validation=0.5, seed=0)
    assert 4 in split.training
    assert split.notes[0] == 'the class "rare" of "y" has a single row, which cannot teach and test at once'


def test_a_table_of_one_row_is_refused():
    for validation in (0.0, 0.2):
        with pytest.raises(DataError, match='the target "y" has 1 row with a value; training needs at least 2'):
            split_rows(numbers(1), Task.REGRESSION, validation=validation, seed=0)


def test_rows_without_a_target_are_left_out_with_a_note():
    target = Column("y", "number", np.array([1.0, np.nan, 2.0, np.nan, 3.0]))
    split = split_rows(target, Task.REGRESSION, validation=0.3, seed=0)
    assert sorted([*split.training, *split.validation]) == [0, 2, 4]
    assert split.notes == ('2 rows left out: the target "y" is missing there',)
    assert sorted(row for fold in folds(target, Task.REGRESSION, count=3, seed=0) for row in fold.validation) == [0, 2, 4]


def test_no_validation_and_almost_all_validation():
    assert len(split_rows(numbers(5), Task.REGRESSION, validation=0, seed=0).validation) == 0
    assert len(split_rows(numbers(5), Task.REGRESSION, validation=0.99, seed=0).training) == 1
    assert len(split_rows(numbers(5), Task.REGRESSION, validation=0.001, seed=0).validation) == 1
    split = split_rows(classes("a", "b"), Task.TWO_CLASSES, validation=0.5, seed=0)
    assert len(split.validation) == 0
    assert split.notes[-1] == "0 of 1 row set aside for validation: every class keeps a row to learn from"


@pytest.mark.parametrize("validation", [-0.1, 1, 1.0, float("nan"), "0.2", True, None])
def test_a_fraction_out_of_range_is_refused(validation):
    with pytest.raises(SettingError, match="validation must be a fraction from 0 up to, but not including, 1"):
        split_rows(numbers(5), Task.REGRESSION, validation=validation, seed=0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("aaab"), min_size=4, max_size=40), st.integers(2, 4), st.integers(0, 5))
def test_folds_validate_every_row_once_and_share_out_each_class(words, count, seed):
    splits = folds(classes(*words), Task.MANY_CLASSES, count=count, seed=seed)
    assert sorted(row for split in splits for row in split.validation) == list(range(len(words)))
    for split in splits:
        assert not set(split.training) & set(split.validation)
    for word in set(words):
        shares = [sum(words[row] == word for row in split.validation) for split in splits]
        assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize("count", [1, 6, 2.5, True])
def test_an_impossible_number_of_folds_is_refused(count):
    with pytest.raises(SettingError, match=r"count must be a whole number of folds from 2 to the number of rows with a target \(5\)"):
        folds(numbers(5), Task.REGRESSION, count=count, seed=0)
