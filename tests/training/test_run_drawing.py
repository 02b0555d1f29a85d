"""A run as a diagram: the weights of the step that was asked for, and what a row of the data really does in it."""

from dataclasses import replace

import numpy as np
import pytest

from glassgrad.draw.network import network_diagram
from glassgrad.graph import RunFileError, SettingError, ShapeError
from glassgrad.nn import Dense, Network
from glassgrad.training import Run, train
from glassgrad.training.run_drawing import network_picture, run_look

ROWS = {
    "size": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0] * 3,
    "colour": ["red", "blue", None, "green"] * 6,
    "new": [True, False] * 12,
    "kind": ["a", "b", "c"] * 8,
}


@pytest.fixture(scope="module")
def mixed():
    return train(ROWS, target="kind", hidden=(4,), epochs=3, batch=8, seed=0, engine="reference")


@pytest.fixture(scope="module")
def two_classes():
    return train("moons", hidden=(6, 5), epochs=2, seed=0, engine="reference", precision="float64")


def test_a_row_is_computed_as_the_network_computes_it(two_classes):
    parameters, look = two_classes.parameters, run_look(two_classes, row=17)
    signal = two_classes.plan.inputs[17]
    for number, layer in enumerate(look.layers, start=1):
        sums = signal @ parameters[f"W{number}"] + parameters[f"b{number}"]
        signal = np.maximum(sums, 0) if number < 3 else sums
        assert layer.sums == pytest.approx(sums)
        assert layer.outputs == pytest.approx(signal)
    assert look.answer.values[1] == pytest.approx(1 / (1 + np.exp(-signal[0])))


def test_what_is_predicted_is_what_the_run_predicts(mixed):
    chances, said = mixed.probabilities(mixed.plan.data), mixed.predict(mixed.plan.data)
    for row in range(24):
        answer = run_look(mixed, row=row).answer
        assert answer.values == pytest.approx(chances[row], rel=1e-5)
        assert answer.names[answer.predicted] == said[row]
        assert answer.names[int(answer.truth)] == ROWS["kind"][row]


def test_each_prepared_input_has_what_the_data_hold(mixed):
    features, raw = mixed.plan.preparation.features, run_look(mixed, row=2).row.raw
    told = dict(zip(features, raw, strict=True))
    assert told["size"] == "3"
    assert told["colour=red"] == told["colour is missing"] == "missing"
    assert told["new"] == "true"
    assert dict(zip(features, run_look(mixed, row=3).row.raw, strict=True))["colour=red"] == "green"


def test_a_predicted_number_is_in_the_units_of_the_target(diabetes):
    table, look = diabetes.plan.data, run_look(diabetes, row=5)
    assert look.answer.values[0] == pytest.approx(diabetes.predict(table)[5], rel=1e-5)
    assert look.answer.truth == table["progression"].values[5]


def test_without_a_step_the_best_weights_are_drawn_and_with_one_those_after_it(two_classes):
    assert all(np.array_equal(layer.weights, two_classes.parameters[f"W{number}"]) for number, layer in enumerate(run_look(two_classes).layers, start=1))
    first, third = run_look(two_classes, step=0), run_look(two_classes, step=3)
    assert np.array_equal(first.layers[0].weights, two_classes.step(1).old["W1"])
    assert np.array_equal(third.layers[1].bias, two_classes.step(3).new["b2"])
    assert (first.weights_of, third.weights_of) == ("the first weights", f"the weights after step 3 of {two_classes.steps}")
    assert run_look(two_classes).weights_of.startswith("the best weights, after epoch ")


def test_a_step_or_a_row_that_is_not_there_is_refused_with_the_range(two_classes):
    for step in (-1, two_classes.steps + 1, 1.5, True, "3"):
        with pytest.raises(SettingError, match=rf"there are no weights after step .*; this run has the steps 1 to {two_classes.steps}, and 0 stands"):
            two_classes.draw(step=step)
    last = two_classes.plan.data.rows - 1
    for row in (-1, last + 1, 0.5, True):
        with pytest.raises(SettingError, match=rf"there is no row .* in the data; its rows are 0 to {last}"):
            two_classes.draw(row=row)


def test_a_run_without_its_data_is_drawn_but_no_row_of_it(two_classes):
    run = Run(replace(two_classes.plan, table=None), two_classes.file)
    assert run.draw().title == "Predicting class: 2 → 6 relu → 5 relu → 1"
    with pytest.raises(RunFileError, match="the data of this run are too large"):
        run.draw(row=1)


def test_the_picture_says_whose_weights_and_what_comes_of_the_row(mixed):
    picture = mixed.draw(row=1)
    assert picture.svg() == network_diagram(run_look(mixed, row=1)).svg()
    assert "Row 1 of the data: " in picture.shows
    assert " is predicted with " in picture.shows
    assert picture.shows.endswith(("which is right.", "is true."))


def test_a_network_is_drawn_before_it_has_weights():
    picture = network_picture(Network([Dense(16, "relu"), Dense(3)], inputs=4), features=("a", "b", "c", "d"), outputs=("x", "y", "z"))
    assert "131 parameters" in picture.shows
    assert "no weight has a value yet" in picture.caption
    assert {"a", "d", "x", "z"} <= set(picture.svg().replace(">", "<").split("<"))


def test_a_network_with_weights_shows_what_a_row_becomes():
    network = Network([Dense(2, "tanh"), Dense(1, bias=False)], inputs=2)
    picture = network_picture(network, {"W1": [[1, 0], [0, -1]], "b1": [0.5, 0], "W2": [[2], [1]]}, row=[1.0, 2.0])
    assert f"The row gives {2 * np.tanh(1.5) + np.tanh(-2.0):.4f}" in picture.shows


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"row": [1.0]}, SettingError, "a row can only go through a network with parameters"),
        ({"outputs": ("a", "b")}, ShapeError, "there are 2 names for 1 outputs"),
        ({"features": ("a",)}, ShapeError, "there are 1 names for 2 inputs"),
        ({"parameters": {"W1": np.ones((2, 1)), "b1": [0.0]}, "row": [1.0, 2.0, 3.0]}, ShapeError, "the row has 3 numbers; expected 2"),
        ({"parameters": {"W1": np.ones((3, 1)), "b1": [0.0]}}, ShapeError, "W1 is 3×1 instead of 2×1"),
    ],
)
def test_what_does_not_fit_a_network_is_refused(given, error, message):
    with pytest.raises(error, match=message):
        network_picture(Network([Dense(1)], inputs=2), **given)
