"""The writer decides the precision."""

import numpy as np
import pytest

from glassgrad.coach.precision import Claim, Fit, fit


@pytest.mark.parametrize(
    ("claimed", "unit", "true", "found"),
    [
        (0.7513, 1e-4, 0.75131, Fit.ROUNDED),
        (0.7513, 1e-4, 0.75126, Fit.ROUNDED),
        (0.7513, 1e-4, 0.75136, Fit.NEAR),  # cut off
        (0.7513, 1e-4, 0.7516, Fit.NO),
        (0.75, 0.01, 0.7513, Fit.ROUNDED),
        (0.8, 0.1, 0.7513, Fit.ROUNDED),
        (0.7, 0.1, 0.7513, Fit.NO),  # one digit cut off says too little
        (0.75, 0.01, 0.7599, Fit.NEAR),
        (0.74, 0.01, 0.7501, Fit.NO),
        (4.0, 1.0, 4.0, Fit.EXACT),
        (4.0, 1.0, 4.0 + 1e-12, Fit.EXACT),
        (4.0, 1.0, 3.6, Fit.NO),  # a whole number is exact
        (1.4, 0.1, 1.4000000001, Fit.EXACT),
        (0.0, 1.0, 1e-17, Fit.EXACT),
        (0.0, 1.0, 0.01, Fit.NO),
        (0.0, 0.1, 0.01, Fit.ROUNDED),
        (1500.0, 100.0, 1530.0, Fit.ROUNDED),  # written 1.5e3
        (-0.59, 0.01, -0.5898, Fit.ROUNDED),
        (0.59, 0.01, -0.5898, Fit.NO),
    ],
)
def test_how_a_claim_agrees(claimed, unit, true, found):
    assert fit(Claim(claimed, unit), true) is found


def test_who_says_about_may_round_to_a_whole_number():
    assert fit(Claim(4.0, 1.0, rough=True), 3.6) is Fit.ROUNDED


def test_numbers_carried_on_may_be_off_by_what_they_were_rounded():
    assert fit(Claim(0.137, 1e-3), 0.1385, slack=0.0009) is Fit.NEAR
    assert fit(Claim(0.137, 1e-3), 0.1385) is Fit.NO


def test_of_an_array_the_worst_entry_counts_and_shapes_must_agree():
    claim = Claim(np.array([0.15, 0.2]), np.array([0.01, 0.1]))
    assert fit(claim, np.array([0.1501, 0.2])) is Fit.ROUNDED
    assert fit(claim, np.array([0.1501, 0.3])) is Fit.NO
    assert fit(claim, np.array([[0.15, 0.2]])) is Fit.EXACT  # nobody writes whether a vector stands or lies
    assert fit(claim, np.array([[0.15, 0.2], [0.15, 0.2]])) is Fit.NO


def test_what_is_not_finite_is_never_near():
    assert fit(Claim(1.0, 1.0), np.nan) is Fit.NO
    assert fit(Claim(1.0, 0.1), np.inf) is Fit.NO
