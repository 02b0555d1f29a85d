"""A fit that ends where nothing moves has not converged, however little there is left to do: plateaus, starts far away, and values of extreme size."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.training.fitting import methods

MODEL = "b1*(1 - exp(-b2*x))"
Y, X = np.loadtxt(Path(__file__).parent / "nist" / "Misra1a.txt", skiprows=8, unpack=True)
ROWS = {"x": X, "y": Y}


@pytest.mark.parametrize("method", methods)
@pytest.mark.parametrize(
    ("formula", "start", "silent"),
    [("a*exp(-((x-m)/s)**2)", {"a": 1, "m": 1e6, "s": 1}, '"a", "m", "s"'), (MODEL, {"b1": 500, "b2": 10}, '"b2"')],
)
def test_a_plateau_is_told_from_a_minimum(formula, start, silent, method):
    found = gg.fit(formula, ROWS, start=start, method=method)
    assert not found.converged
    assert f"here the predictions do not depend on {silent}, and elsewhere they do" in found.warnings[0]
    assert "Try other starting values, or leave them out" in found.warnings[0]
    assert not any("the rows do not tell" in one for one in found.warnings)


@pytest.mark.parametrize("method", methods)
def test_a_start_whose_squares_are_beyond_all_numbers_is_refused(method):
    with pytest.raises(gg.NonFiniteError, match=r"sum of squares is too large for a number at the start, with b1 = 1e\+300, b2 = 1e\+300"):
        gg.fit(MODEL, ROWS, start={"b1": 1e300, "b2": 1e300}, method=method)


def test_a_start_at_which_another_loss_is_beyond_all_numbers_is_refused():
    with pytest.raises(gg.NonFiniteError, match="the loss is not finite at the start"):
        gg.fit("a + b*x", {"x": X, "y": Y * 1e200}, method="l_bfgs", loss="mean_squared_error")


def test_parameters_that_no_place_tells_are_still_a_minimum_with_unbounded_errors():
    found = gg.fit("a*b*x + c", ROWS, start={"a": 1, "b": 1, "c": 0})
    assert found.converged
    assert {name for name, error in found.standard_errors.items() if math.isinf(error)} == {"a", "b"}
    assert '"a", "b": the rows do not tell the values' in found.warnings[0]


@pytest.mark.parametrize(("x", "y"), [(1e10, 1e20), (1e-9, 1e-30), (1e6, 1.0), (1e-12, 1.0)])
def test_a_search_finds_the_minimum_in_whatever_units_the_columns_are(x, y):
    plain = gg.fit("a*exp(b*x)", {"x": X, "y": Y})
    found = gg.fit("a*exp(b*x)", {"x": X * x, "y": Y * y})
    assert found.converged
    assert found.r_squared == pytest.approx(plain.r_squared, rel=1e-9)
    assert found.parameters == {"a": pytest.approx(plain.parameters["a"] * y, rel=1e-6), "b": pytest.approx(plain.parameters["b"] / x, rel=1e-6)}


@pytest.mark.parametrize("method", methods)
@pytest.mark.parametrize(
    ("x", "y"), [(2.0**1012, 2.0**1012), (2.0**500, 2.0**500), (2.0**-660, 2.0**-660), (2.0**660, 1.0), (1.0, 2.0**-900), (2.0**-660, 1.0)]
)
def test_units_of_any_size_scale_line_and_errors_and_nothing_else(x, y, method):
    plain = gg.fit("a + b*x", {"x": X, "y": Y})
    found = gg.fit("a + b*x", {"x": X * x, "y": Y * y}, method=method)
    assert found.converged
    assert found.warnings == ()
    assert found.parameters == {
        "a": pytest.approx(plain.parameters["a"] * y, rel=1e-8, abs=0),
        "b": pytest.approx(plain.parameters["b"] / x * y, rel=1e-9, abs=0),
    }
    errors = plain.standard_errors
    assert found.standard_errors == {"a": pytest.approx(errors["a"] * y, rel=1e-9, abs=0), "b": pytest.approx(errors["b"] / x * y, rel=1e-9, abs=0)}
    assert found.r_squared == pytest.approx(plain.r_squared, rel=1e-9)
    assert found.residual_standard_deviation == pytest.approx(plain.residual_standard_deviation * y, rel=1e-9, abs=0)
    json.dumps(found.to_json(), allow_nan=False)


@pytest.mark.parametrize(("size", "said"), [(1e305, "too large for a number (beyond 1.8e308)"), (1e-200, "too small for a number (below 5e-324)")])
def test_squares_that_no_number_holds_are_said_in_words(size, said):
    found = gg.fit("a + b*x", {"x": X, "y": Y * size})
    assert f"residual sum of squares      {said}" in str(found)
    assert "undefined" not in str(found)


def test_weights_of_any_size_leave_the_parameters_as_they_are():
    plain, heavy, light = (gg.fit("a + b*x", {"x": X, "y": Y}, weights=np.full(len(X), size)) for size in (1.0, 2.0**1000, 2.0**-1000))
    assert heavy.parameters == light.parameters == plain.parameters
    assert heavy.standard_errors == light.standard_errors == plain.standard_errors


def test_a_search_says_how_many_of_its_starts_led_as_low():
    note = gg.fit(MODEL, ROWS).notes[0]
    assert "starting values were searched for: b2; 12 of the 12 places that were followed led as low" in note
