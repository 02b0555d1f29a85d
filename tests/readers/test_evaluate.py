"""Promises of `evaluate`."""

import numpy as np
import pytest
from hypothesis import given

from glassgrad.graph import MissingValueError, SettingError, ShapeError, ancestors, pages
from glassgrad.readers import evaluate, parse

from .graphs import Drawn, graphs, some

x, y = (pages.variable(shape=(), name=name) for name in "xy")
v = pages.variable(shape=(3,), name="v")


def test_values_are_found_by_node_and_by_name() -> None:
    d = (x + y).named("d")
    z = d * x
    values = evaluate(z, x=2.0, y=3.0)
    assert values[d] == values["d"] == 5.0
    assert values["x"] == 2.0
    assert len(values) == 4
    assert set(values) == {x, y, d, z}


def test_inputs_may_be_given_beside_their_nodes_or_their_names_or_both() -> None:
    z = x - y
    for values in (evaluate(z, {x: 5.0, y: 3.0}), evaluate(z, {"x": 5.0, "y": 3.0}), evaluate(z, {x: 5.0}, y=3.0), evaluate(z, x=5, y=3)):
        assert values[z] == 2.0


def test_several_outputs_are_computed_in_one_pass() -> None:
    d, e = x + y, x - y
    values = evaluate([d, e], x=5.0, y=3.0)
    assert (values[d], values[e]) == (8.0, 2.0)


def test_every_missing_value_is_named() -> None:
    with pytest.raises(MissingValueError, match=r"no value given for x, v; give one for each input, like x=1\.0"):
        evaluate(x * y + v, y=1.0)


def test_two_inputs_of_one_name_must_be_given_by_node() -> None:
    twin = pages.variable(shape=(), name="x")
    with pytest.raises(MissingValueError, match=r"2 inputs are named 'x'; give their values beside their nodes"):
        evaluate(x - twin, x=1.0)
    assert evaluate(x - twin, {x: 5.0, twin: 2.0})[x] == 5.0


def test_values_for_what_is_not_needed_are_let_pass() -> None:
    z = x + 1
    assert evaluate(z, x=1.0, nobody=2.0)[z] == 2.0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1.0, 2.0], "v has the shape 3, the value given for it 2"),
        (1.0, "v has the shape 3, the value given for it a single number"),
        ([[1.0], [2.0], [3.0]], "v has the shape 3, the value given for it 3×1"),
        ("abc", "v needs numbers of shape 3, not 'abc'"),
        ([1.0, [2.0], 3.0], "v needs numbers of shape 3"),
        (["1", "2", "3"], "v needs numbers of shape 3"),
        (x, "v needs numbers of shape 3, not <x: variable"),
        (None, "v needs numbers of shape 3, not None"),
    ],
    ids=repr,
)
def test_a_value_that_does_not_fit_is_refused(value, message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        evaluate(pages.sum(v), v=value)


def test_changing_a_value_in_place_is_refused() -> None:
    values = evaluate((v * 2).named("w"), v=[1.0, 2.0, 3.0])
    for name in ("v", "w"):
        with pytest.raises(ValueError, match="read-only"):
            values[name][0] = 7.0


def test_changing_what_was_given_changes_nothing() -> None:
    given = np.array([1.0, 2.0, 3.0])
    values = evaluate(v * 2, v=given)
    given[0] = 7.0
    assert values["v"][0] == 1.0


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_every_value_has_the_asked_for_type(dtype) -> None:
    z = pages.where(v > 2, pages.mean(v) * x, 1) @ [1.0, 2.0, 3.0]
    values = evaluate(z, v=[1, 2, 3], x=1, dtype=dtype)
    assert {np.asarray(value).dtype for value in values.values()} == {np.dtype(dtype)}


@pytest.mark.parametrize("dtype", [int, complex, object, bool, "banana"])
def test_types_without_fractions_are_refused(dtype) -> None:
    with pytest.raises(SettingError, match="expected float32 or float64"):
        evaluate(x * 2, x=2.7, dtype=dtype)


def test_what_is_too_large_for_float32_is_an_infinity_there() -> None:
    assert evaluate(x * 2, x=1e300, dtype=np.float32)["x"] == np.inf


def test_truth_is_one_and_zero() -> None:
    z = v > 2
    assert evaluate(z, v=[1.0, 2.0, 3.0])[z].tolist() == [0.0, 0.0, 1.0]


def test_infinities_are_values_like_others() -> None:
    z = pages.log(x)
    assert evaluate(z, x=0.0)[z] == -np.inf
    assert np.isnan(evaluate(z, x=-1.0)[z])


def test_a_node_on_the_way_may_be_given_instead_of_computed() -> None:
    d = (x + y).named("d")
    z = d * 2
    assert evaluate(z, {d: 10.0}, x=1.0, y=1.0)[z] == 20.0


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="nothing is named 'z'; there are: x, y"):
        evaluate(x + y, x=1.0, y=2.0)["z"]


@some
@given(drawn=graphs())
def test_shapes_are_as_announced_and_nothing_depends_on_the_order_of_the_outputs(drawn: Drawn) -> None:
    values, again = evaluate(drawn.outputs, drawn.given), evaluate(reversed(drawn.outputs), drawn.given)
    for node in ancestors(drawn.outputs):
        assert np.shape(values[node]) == node.shape
        assert values[node].tobytes() == again[node].tobytes()


def test_whoever_means_eulers_number_is_told_how_to_write_it():
    with pytest.raises(MissingValueError, match=r"for Euler's number write exp\(x\)"):
        evaluate(parse("1/(1+e^(-x))"), x=1.0)
