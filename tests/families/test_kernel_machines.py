"""Support vector machines with a kernel: two rows by hand, and every pair of classes against a machine trained on that pair alone."""

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.families.family import Lot, Situation
from glassgrad.families.kernels import machines_of, steepness, votes
from glassgrad.families.pages.rbf_svm import rbf_svm

NAMES = ("red", "green", "blue", "grey")


def blobs(kind, rows=120):
    generator = np.random.default_rng(5)
    targets = np.arange(rows) % kind
    angle = 2 * np.pi * targets / kind
    inputs = np.column_stack([np.cos(angle), np.sin(angle)]) + 0.6 * generator.normal(size=(rows, 2))
    task = Task.TWO_CLASSES if kind == 2 else Task.MANY_CLASSES
    return Lot(inputs, targets, 1000 + np.arange(rows)), Situation(task=task, features=("a", "b"), classes=NAMES[:kind], rows=rows)


def test_of_two_rows_the_score_is_the_likeness_to_one_minus_the_likeness_to_the_other():
    lot = Lot(np.array([[-1.0], [1.0]]), np.array([0, 1]), np.array([7, 9]))
    learned = rbf_svm.learn(lot, Situation(task=Task.TWO_CLASSES, features=("x",), classes=NAMES[:2], rows=2))
    told = rbf_svm.explain(learned, 0, Lot(np.array([[0.5]]), np.array([1]), np.array([0])))
    assert told.output[0] == pytest.approx(np.exp(-0.25) - np.exp(-2.25), abs=1e-12)
    assert [part.what for part in told.parts] == ["row 7, red", "row 9, green", "bias"]
    np.testing.assert_allclose([part.value[0] for part in told.parts], [-np.exp(-2.25), np.exp(-0.25), 0], atol=1e-12)
    assert (told.outputs, told.answer) == (("green",), "green")


def test_each_pair_of_classes_is_scored_as_a_machine_does_that_learnt_these_two_alone():
    from sklearn.svm import SVC

    lot, situation = blobs(4)
    learned = rbf_svm.learn(lot, situation)
    told = rbf_svm.explain(learned, 17, lot)
    pairs = [(first, second) for first in range(4) for second in range(first + 1, 4)]
    assert told.outputs == tuple(f"{NAMES[first]} against {NAMES[second]}" for first, second in pairs)
    for score, (first, second) in zip(told.sum, pairs, strict=True):
        rows = np.concatenate([np.flatnonzero(lot.targets == one) for one in (first, second)])
        alone = SVC(gamma=steepness(lot.inputs)).fit(lot.inputs[rows], lot.targets[rows])
        # Of two classes the library's score speaks for the second.
        assert score == pytest.approx(-alone.decision_function(lot.inputs[17:18])[0], abs=1e-12)


@pytest.mark.parametrize("kind", [3, 4])
def test_the_class_with_most_votes_is_the_answer_and_the_first_of_those_with_as_many(kind):
    lot, situation = blobs(kind)
    learned = rbf_svm.learn(lot, situation)
    grid = np.stack(np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-3, 3, 61)), axis=-1).reshape(-1, 2)
    scores = learned.model.decision_function(grid)
    machines = machines_of(learned.model)
    counts = np.array([votes(machines, one, kind) for one in scores])
    assert (np.sort(counts, axis=1)[:, -1] == np.sort(counts, axis=1)[:, -2]).any()
    np.testing.assert_array_equal(counts.argmax(axis=1), learned.model.predict(grid))
    tied = int(np.flatnonzero(np.sort(counts, axis=1)[:, -1] == np.sort(counts, axis=1)[:, -2])[0])
    told = rbf_svm.explain(learned, tied, Lot(grid, np.zeros(len(grid), dtype=int), np.arange(len(grid))))
    assert "the first in order is taken" in str(told.blocks[0])


def test_other_units_of_the_target_give_the_same_machine_in_those_units():
    generator = np.random.default_rng(6)
    inputs = generator.normal(size=(80, 3))
    targets = np.sin(inputs[:, 0]) + 0.1 * generator.normal(size=80)
    predictions = []
    for unit in (1.0, 1024.0, 2.0**-20):
        situation = Situation(task=Task.REGRESSION, features=("a", "b", "c"), rows=80)
        learned = rbf_svm.learn(Lot(inputs, unit * targets, np.arange(80)), situation)
        predictions.append(learned.model.predict(inputs) / unit)
    np.testing.assert_allclose(predictions[1], predictions[0], atol=1e-12)
    np.testing.assert_allclose(predictions[2], predictions[0], atol=1e-12)


def test_where_nothing_varies_the_kernel_is_as_steep_as_the_library_makes_it():
    assert steepness(np.ones((4, 3))) == 1.0


@pytest.mark.parametrize("unit", [2.0**664, 2.0**-664])
def test_numbers_whose_squares_no_machine_can_hold_are_learnt_as_those_of_usual_size(unit):
    generator = np.random.default_rng(7)
    inputs, targets = generator.normal(size=(40, 2)), generator.normal(size=40)
    situation = Situation(task=Task.REGRESSION, features=("a", "b"), rows=40)
    usual, other = (rbf_svm.learn(Lot(inputs, scale * targets, np.arange(40)), situation) for scale in (1.0, unit))
    np.testing.assert_allclose(other.model.predict(inputs) / unit, usual.model.predict(inputs), atol=1e-9)
    told = rbf_svm.explain(other, 3, other.lot)
    np.testing.assert_allclose(told.sum / unit, told.output / unit, atol=1e-9)
