"""The best answer that sees no inputs, and the loss of chance: against what the textbook says."""

from math import e, log

import numpy as np
import pytest
from scipy.optimize import brentq

from glassgrad.nn import Dense, losses
from glassgrad.training.doctor.constant import best_constant, constant_loss
from glassgrad.training.doctor.probe import Rows

from .patients import HEALTHY, bare, look, normal

CLASSES = np.array([0.0] * 6 + [1.0] * 3 + [2.0])
TARGETS = np.array([[1.0], [2.0], [4.0], [8.0], [100.0]])


def best(name, targets, outputs=1, counts=None, **settings):
    rows = Rows(np.zeros((len(targets), 1)), targets, counts)
    return best_constant(losses[name], settings, rows, outputs)


def entropy(*shares):
    return -sum(share * log(share) for share in shares)


def test_of_classes_it_is_their_shares():
    answer = best("cross_entropy", CLASSES, 3)
    np.testing.assert_allclose(np.exp(answer.outputs) / np.exp(answer.outputs).sum(), [0.6, 0.3, 0.1], atol=1e-6)
    assert answer.loss == pytest.approx(entropy(0.6, 0.3, 0.1), abs=1e-9)


def test_of_two_classes_it_is_the_share_of_the_second():
    answer = best("binary_cross_entropy", np.array([[0.0], [0.0], [0.0], [1.0]]))
    assert 1 / (1 + e ** -answer.outputs[0]) == pytest.approx(0.25, abs=1e-6)
    assert answer.loss == pytest.approx(entropy(0.25, 0.75), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mean_squared_error", np.mean(TARGETS)),
        ("squared_error", np.mean(TARGETS)),
        ("half_squared_error", np.mean(TARGETS)),
        ("mean_absolute_error", np.median(TARGETS)),
        ("huber", brentq(lambda c: np.clip(TARGETS - c, -1, 1).sum(), 1, 100)),
    ],
)
def test_of_numbers_it_is_the_mean_or_the_median_as_the_loss_has_it(name, expected):
    assert best(name, TARGETS).outputs[0] == pytest.approx(expected, abs=1e-4)


def test_the_loss_of_the_mean_is_the_variance():
    assert best("mean_squared_error", TARGETS).loss == pytest.approx(np.var(TARGETS))


def test_rows_and_classes_count_as_they_are_said_to():
    assert best("mean_squared_error", TARGETS, counts=np.array([1.0, 0, 0, 0, 1])).outputs[0] == pytest.approx(50.5, abs=1e-5)
    answer = best("cross_entropy", CLASSES, 3, class_weights=(1.0, 2.0, 6.0))
    np.testing.assert_allclose(answer.outputs - answer.outputs.mean(), 0, atol=1e-5)


def test_several_outputs_each_have_a_mean():
    answer = best("mean_squared_error", np.column_stack([TARGETS, -TARGETS]), 2)
    np.testing.assert_allclose(answer.outputs, [23.0, -23.0], atol=1e-4)


def test_equal_scores_have_the_loss_ln_k():
    rows = Rows(np.zeros((10, 1)), CLASSES)
    assert constant_loss(losses["cross_entropy"], {}, np.zeros(3), rows) == pytest.approx(log(3))


def test_the_check_of_the_initial_loss_holds_it_against_ln_k_and_the_class_shares():
    classes = np.repeat([0, 1, 2], [60, 30, 10])
    patient = bare(Dense(3), loss="cross_entropy", x=200 * normal(100, 2), y=classes)
    (found,) = look("initial loss", patient)
    assert found.numbers["of chance, ln 3"] == pytest.approx(log(3))
    assert found.numbers["of the class shares"] == pytest.approx(entropy(0.6, 0.3, 0.1), abs=1e-6)
    assert found.numbers["initial loss"] == pytest.approx(patient.loss_after(0))


def test_better_than_a_constant_is_an_r_squared_above_a_twentieth():
    patient = HEALTHY["better than a constant"]()
    assert patient.run is not None
    seeing = patient.loss_of(patient.run.parameters, patient.judging)
    blind = constant_loss(patient.loss, {}, patient.constant.outputs, patient.judging)
    # The mean is that of the training rows, so the two differ a little from R², which takes that of the held-out ones.
    assert 1 - seeing / blind == pytest.approx(patient.run.score(), abs=0.05)
