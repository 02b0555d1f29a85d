"""Second derivatives against matrices written out by NumPy, and against differences of gradients."""

import numpy as np
import pytest

from glassgrad.graph import pages
from glassgrad.training.doctor.curvature import curvature, largest_eigenvalue

from .patients import LINE, TWO, after, before, normal


def whole(bends, given, size):
    """The Hessian, column by column."""
    return np.stack([bends.product(given, column) for column in np.eye(size)], axis=1)


def test_the_hessian_of_linear_regression_is_the_one_of_the_textbook():
    patient = before(LINE, hidden=())
    inputs = np.column_stack([patient.training.inputs, np.ones(len(patient.training))])
    textbook = 2 / len(inputs) * inputs.T @ inputs
    given = patient.probe.given(patient.weights_after(0), patient.training)
    assert patient.over_all_rows.is_quadratic
    np.testing.assert_allclose(whole(patient.over_all_rows, given, 3), textbook, atol=1e-12)
    assert patient.sharpness_after(0) == pytest.approx(np.linalg.eigvalsh(textbook)[-1], rel=1e-9)


@pytest.mark.parametrize("activation", ["tanh", "softplus"])
def test_the_hessian_times_a_direction_is_the_difference_of_two_gradients(activation):
    patient = before(TWO, hidden=(4,), activation=activation)
    bends = patient.over_all_rows
    given = patient.probe.given(patient.weights_after(0), patient.training)
    direction = normal(sum(int(np.prod(leaf.shape)) for leaf in bends.leaves))
    step = 1e-5
    moved = [{leaf: given[leaf] + sign * step * part for leaf, part in zip(bends.leaves, bends.split(direction), strict=True)} for sign in (1, -1)]
    numeric = (bends.gradient(given | moved[0]) - bends.gradient(given | moved[1])) / (2 * step)
    assert not bends.is_quadratic
    np.testing.assert_allclose(bends.product(given, direction), numeric, rtol=1e-6, atol=1e-9)


def test_the_largest_eigenvalue_of_a_network_is_that_of_its_whole_hessian():
    patient = after(TWO, target="y", hidden=(5,), activation="tanh", epochs=3)
    bends = patient.over_all_rows
    given = patient.probe.given(patient.weights_after(patient.last), patient.training)
    size = sum(int(np.prod(leaf.shape)) for leaf in bends.leaves)
    matrix = whole(bends, given, size)
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-12)
    assert patient.sharpness_after(patient.last) == pytest.approx(np.linalg.eigvalsh(matrix)[-1], rel=1e-7)


@pytest.mark.parametrize("size", [1, 2, 7, 80])
def test_the_largest_eigenvalue_is_that_of_numpy(size):
    matrix = normal(size, size, seed=size)
    matrix = matrix + matrix.T
    assert largest_eigenvalue(lambda v: matrix @ v, size) == pytest.approx(np.linalg.eigvalsh(matrix)[-1], rel=1e-8)


def test_the_largest_eigenvalue_of_a_flat_function_is_zero():
    assert largest_eigenvalue(lambda v: 0 * v, 5) == 0


def test_a_loss_of_absolute_errors_does_not_bend():
    w, x = pages.variable(shape=(3,), name="w"), pages.variable(shape=(3,), name="x")
    bends = curvature(pages.sum(pages.absolute(w - x)), [w])
    given = {w: np.array([1.0, 2.0, 3.0]), x: np.zeros(3)}
    np.testing.assert_array_equal(bends.product(given, np.ones(3)), np.zeros(3))
