"""Nearest neighbours: which rows answer, how far they are, and what happens with few rows or as many votes."""

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.families.family import Lot, Situation
from glassgrad.families.pages.nearest_neighbours import nearest_neighbours

NAMES = ("red", "green", "blue")
LINE = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [10.0], [11.0], [12.0], [13.0], [14.0]])


def asked(value):
    return Lot(np.array([[value]]), np.array([0]), np.array([0]))


def test_the_mean_of_the_five_nearest_targets_is_the_prediction():
    lot = Lot(LINE, LINE[:, 0] * 3, np.arange(100, 110))
    learned = nearest_neighbours.learn(lot, Situation(task=Task.REGRESSION, features=("x",), rows=10))
    told = nearest_neighbours.explain(learned, 0, asked(-0.5))
    assert [part.what for part in told.parts] == [
        f"row {row}, {far} away" for row, far in ((100, "0.500"), (101, "1.50"), (102, "2.50"), (103, "3.50"), (104, "4.50"))
    ]
    np.testing.assert_allclose([part.value[0] for part in told.parts], [0, 3, 6, 9, 12], atol=1e-12)
    assert told.answer == pytest.approx(6.0, abs=1e-12)


def test_of_classes_with_as_many_neighbours_the_first_is_taken_and_that_is_said():
    lot = Lot(LINE[:6], np.array([2, 2, 1, 1, 0, 0]), np.arange(6))
    learned = nearest_neighbours.learn(lot, Situation(task=Task.MANY_CLASSES, features=("x",), classes=NAMES, rows=10))
    told = nearest_neighbours.explain(learned, 0, asked(1.9))
    assert told.answer == "green"
    np.testing.assert_allclose(told.output, [0.2, 0.4, 0.4])
    assert "the first in order is taken" in str(told.blocks[0])


def test_of_few_rows_half_are_neighbours_so_that_not_always_all_of_them_answer():
    lot = Lot(LINE[:4], np.array([0, 0, 1, 1]), np.arange(4))
    learned = nearest_neighbours.learn(lot, Situation(task=Task.TWO_CLASSES, features=("x",), classes=NAMES[:2], rows=4))
    assert learned.model.predict(np.array([[0.2], [2.9]])).tolist() == [0, 1]


def test_one_neighbour_is_told_in_the_singular():
    lot = Lot(LINE[:3], np.array([1.0, 2.0, 4.0]), np.arange(3))
    learned = nearest_neighbours.learn(lot, Situation(task=Task.REGRESSION, features=("x",), rows=3))
    told = nearest_neighbours.explain(learned, 0, asked(1.9))
    assert told.answer == 4.0
    assert "The nearest one says" in str(told.blocks[0])
