"""Promises that every activation function keeps: those with a page of their own, and every other operation of one input."""

import numpy as np
import pytest

from glassgrad.graph import Kind, Node, SettingError, pages
from glassgrad.nn import Dense, activation, activation_names, activations, initializers
from glassgrad.readers import evaluate

every_activation = pytest.mark.parametrize("name", activation_names())


def applied(name: str, numbers: np.ndarray) -> tuple[Node, np.ndarray]:
    z = pages.variable(shape=numbers.shape, name="z")
    a = activation(name).apply(z, name="a")
    return a, evaluate(a, {z: numbers})[a]


@every_activation
def test_an_activation_keeps_the_shape_and_takes_its_name_from_the_caller(name):
    node, value = applied(name, np.full((2, 3), 0.5))
    assert node.name == ("z" if name == "linear" else "a")
    assert node.shape == value.shape == (2, 3)


@every_activation
def test_an_activation_says_what_it_does_and_which_first_weights_suit_it(name):
    page = activation(name)
    assert page.name == name
    assert "the weighted sum" in page.says
    assert "$" not in page.says
    assert page.initializer in initializers
    assert page.because
    assert page.source


@every_activation
def test_a_layer_can_use_it(name):
    x, W = pages.variable(shape=(2, 3), name="x"), pages.variable(shape=(3, 4), name="W1")
    layer = Dense(4, name, bias=False).forward(x, {"W1": W}, 1)
    assert layer.after.shape == (2, 4)


@pytest.mark.parametrize("name", [name for name in activations if name not in ("linear", "softmax")])
def test_a_page_is_the_operation_of_its_name(name):
    numbers = np.linspace(-3, 3, 8).reshape(2, 4)
    z = pages.variable(shape=(2, 4), name="z")
    node = pages[name](z)
    assert np.array_equal(applied(name, numbers)[1], evaluate(node, {z: numbers})[node])


def test_every_elementwise_operation_of_one_input_will_do():
    for op in pages:
        fits = op.kind is Kind.ELEMENTWISE and op.slots == ("x",)
        assert (op.name in activation_names()) == (fits or op is pages.softmax), op.name


def test_linear_makes_no_node_of_its_own():
    z = pages.variable(shape=(2,), name="z")
    assert activation("linear").apply(z, name="a") is z


def test_softmax_gives_shares_of_each_row():
    assert applied("softmax", np.array([[1.0, 2.0], [5.0, 5.0]]))[1].sum(axis=1).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("name", ["add", "matmul", "sum", "where", "constant", "__class__", "", None, 3, ["relu"], "relu ", "RELU"])
def test_nothing_else_is_an_activation_function(name):
    with pytest.raises(SettingError, match="there is no activation function"):
        activation(name)


def test_a_slip_of_the_pen_is_answered_with_the_nearest_name():
    with pytest.raises(SettingError, match="there is no activation function 'rleu'; did you mean relu"):
        activation("rleu")
