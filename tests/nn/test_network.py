"""Layers and networks: shapes, names, parameters, predictions; and their description as JSON, which may come from anywhere."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.graph import SettingError, ShapeError, pages
from glassgrad.nn import Dense, Network, activation_names, initializer_names

SMALL = Network([Dense(2, "relu"), Dense(1)], inputs=3)


def by_loops(x, layers):
    """The forward pass of a network of ReLU layers and a linear last one, neuron by neuron."""
    for number, (W, b) in enumerate(layers, start=1):
        z = [[sum(row[i] * W[i][j] for i in range(len(row))) + b[j] for j in range(len(b))] for row in x]
        x = z if number == len(layers) else [[max(0.0, one) for one in row] for row in z]
    return x


def test_a_network_computes_what_its_neurons_do_one_by_one():
    parameters = SMALL.initial_parameters(seed=3)
    parameters |= {"b1": np.array([0.1, -0.2]), "b2": np.array([0.7])}
    rows = [[1.0, 2.0, 3.0], [-1.0, 0.5, 0.0], [0.0, 0.0, 0.0], [1e3, -1e3, 1.0]]
    expected = by_loops(rows, [(parameters["W1"].tolist(), [0.1, -0.2]), (parameters["W2"].tolist(), [0.7])])
    np.testing.assert_allclose(SMALL.predict(parameters, rows), expected, rtol=1e-12)


def test_weights_go_from_input_i_to_unit_j():
    W1 = np.zeros((3, 2))
    W1[2, 0] = 5.0
    out = Network([Dense(2)], inputs=3).predict({"W1": W1, "b1": np.zeros(2)}, [[1.0, 10.0, 100.0]])
    assert out.tolist() == [[500.0, 0.0]]


def test_a_network_tells_its_shapes_and_counts_its_parameters():
    network = Network([Dense(16, "relu"), Dense(8, "tanh", bias=False), Dense(3)], inputs=4)
    assert [(plan.name, plan.shape) for plan in network.plans] == [("W1", (4, 16)), ("b1", (16,)), ("W2", (16, 8)), ("W3", (8, 3)), ("b3", (3,))]
    assert network.parameter_count == 4 * 16 + 16 + 16 * 8 + 8 * 3 + 3
    assert network.outputs == 3
    assert [plan.initializer.name for plan in network.plans] == ["he_uniform", "zeros", "glorot_uniform", "glorot_uniform", "zeros"]


def test_nodes_are_named_after_their_layer_and_a_linear_layer_has_no_activation():
    x = pages.variable(shape=(5, 3), name="X")
    forward = SMALL.forward(x, SMALL.parameter_nodes())
    first, last = forward.layers
    assert [first.before.name, first.after.name, last.before.name] == ["z1", "a1", "z2"]
    assert last.after is last.before is forward.output
    assert (first.x, last.x) == (x, first.after)
    assert (first.number, last.number) == (1, 2)
    assert (first.weights.name, first.bias.name) == ("W1", "b1")
    assert forward.output.shape == (5, 1)


def test_a_layer_without_bias_adds_none():
    network = Network([Dense(2, "relu", bias=False)], inputs=3)
    layer = network.forward(pages.variable(shape=(1, 3), name="X"), network.parameter_nodes()).layers[0]
    assert layer.bias is None
    assert layer.before.name == "z1"
    assert network.predict({"W1": np.eye(3)[:, :2]}, [[-1.0, 2.0, 3.0]]).tolist() == [[0.0, 2.0]]


def test_without_hidden_layers_it_is_linear_regression():
    network = Network([Dense(1)], inputs=2)
    assert network.predict({"W1": [[2.0], [3.0]], "b1": [1.0]}, [[10.0, 100.0]]).tolist() == [[321.0]]


def test_a_stack_of_linear_layers_collapses_to_one():
    network = Network([Dense(4), Dense(3), Dense(2)], inputs=5)
    p = network.initial_parameters(seed=1)
    W = p["W1"] @ p["W2"] @ p["W3"]
    rows = np.random.default_rng(0).normal(size=(6, 5))
    np.testing.assert_allclose(network.predict(p, rows), rows @ W, rtol=1e-12)


def test_whole_numbers_and_float32_are_taken():
    """Fault 129."""
    parameters = {"W1": np.ones((3, 2), dtype=np.float32), "b1": np.zeros(2, dtype=int), "W2": [[1], [1]], "b2": [0]}
    exact = SMALL.predict(parameters, np.array([[1, 2, 3]]))
    assert exact.tolist() == [[12.0]]
    assert exact.dtype == np.float64
    assert SMALL.predict(SMALL.initial_parameters(0), np.ones((1, 3)), dtype=np.float32).dtype == np.float32


def test_no_rows_give_no_predictions():
    assert SMALL.predict(SMALL.initial_parameters(0), np.empty((0, 3))).shape == (0, 1)


@pytest.mark.parametrize("rows", [[1.0, 2.0, 3.0], [[1.0, 2.0]], [[[1.0, 2.0, 3.0]]], 1.0])
def test_rows_of_another_width_are_refused(rows):
    with pytest.raises(ShapeError, match="the network takes rows × 3 inputs, not"):
        SMALL.predict(SMALL.initial_parameters(0), rows)


def test_parameters_that_do_not_fit_are_all_named_at_once():
    """Fault 91."""
    with pytest.raises(ShapeError) as refusal:
        SMALL.predict({"W1": np.zeros((2, 2)), "b1": np.zeros(2), "W2": np.zeros((2, 1))}, [[1.0, 2.0, 3.0]])
    assert str(refusal.value) == "these parameters do not fit the network: W1 is 2×2 instead of 3×2; b2 (1) is missing"


def test_whatever_else_lies_in_the_dict_is_let_pass():
    state = {**SMALL.initial_parameters(0), "m_W1": np.zeros(3), "t": 1.0}
    assert SMALL.predict(state, [[1.0, 2.0, 3.0]]).shape == (1, 1)


def test_two_networks_made_alike_are_equal():
    assert Network([Dense(2, "relu"), Dense(1)], inputs=3) == SMALL
    assert hash(Network([Dense(2, "relu"), Dense(1)], inputs=3)) == hash(SMALL)
    assert Network([Dense(2, "tanh"), Dense(1)], inputs=3) != SMALL


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Dense(0), "units of a dense layer is 0; expected a whole number from 1 to"),
        (lambda: Dense(-3), "units of a dense layer is -3"),
        (lambda: Dense(2.0), "units of a dense layer is 2.0; expected a whole number of at least 1"),
        (lambda: Dense(True), "units of a dense layer is True"),
        (lambda: Dense("3"), "units of a dense layer is '3'"),
        (lambda: Dense(10**30), "units of a dense layer is astronomical"),
        (lambda: Dense(2, "rleu"), "did you mean relu"),
        (lambda: Dense(2, initializer="hee"), "there is no initializer 'hee'"),
        (lambda: Dense(2, bias=1), "bias of a dense layer is 1; expected True or False"),
        (lambda: Dense(2, dropout=1), "dropout of a dense layer is 1; expected a number that is at least 0 and less than 1"),
        (lambda: Dense(2, dropout=-0.1), "dropout of a dense layer is -0.1"),
        (lambda: Dense(2, dropout=float("nan")), "dropout of a dense layer is nan"),
        (lambda: Dense(2, dropout=True), "dropout of a dense layer is True; expected a number"),
        (lambda: Dense(2, dropout="half"), "dropout of a dense layer is 'half'; expected a number"),
        (lambda: Network([], inputs=2), "a network of 0 layers cannot be made"),
        (lambda: Network([Dense(1)] * 10_001, inputs=1), "a network of 10001 layers cannot be made"),
        (lambda: Network([16, 3], inputs=2), "layer 1 is 16; expected a layer, like Dense"),
        (lambda: Network([Dense], inputs=2), "layer 1 is <class"),
        (lambda: Network("relu", inputs=2), "layers is 'relu'; expected a list of layers"),
        (lambda: Network(Dense(2), inputs=2), "expected a list of layers"),
        (lambda: Network([Dense(1)], inputs=0), "inputs of the network is 0"),
        (lambda: Network([Dense(10**6), Dense(10**6)], inputs=1), "the network would have 1,000,003,000,000 parameters"),
    ],
)
def test_what_is_no_network_is_refused_with_the_reason(make, said):
    with pytest.raises(SettingError, match="^.*" + said.replace("(", r"\(")):
        make()


layers = st.builds(
    Dense,
    st.integers(1, 5),
    st.sampled_from(activation_names()),
    bias=st.booleans(),
    dropout=st.floats(0, 1, exclude_max=True),
    initializer=st.one_of(
        st.none(), st.sampled_from(initializer_names()), st.lists(st.lists(st.floats(-9, 9), min_size=2, max_size=2), min_size=1, max_size=3)
    ),
)


@given(st.lists(layers, min_size=1, max_size=4), st.integers(1, 9))
@settings(max_examples=40, derandomize=True, database=None, deadline=None)
def test_a_network_survives_being_written_down(made, inputs):
    network = Network(made, inputs=inputs)
    again = Network.from_json(network.to_json())
    assert again == network
    assert again.to_json() == network.to_json()


def test_a_network_written_down_before_a_setting_was_there_has_its_default():
    text = '{"inputs": 3, "layers": [{"layer": "dense", "units": 2, "activation": "relu", "bias": true, "initializer": null}, {"layer": "dense", "units": 1}]}'
    assert Network.from_json(text) == SMALL


GOOD = json.loads(SMALL.to_json())
DENSE = GOOD["layers"][0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("null", "the network is None; expected an object with exactly: inputs, layers"),
        ("[" * 100_000, "nested too deeply"),
        ('{"inputs":' * 100_000, "nested too deeply"),
        ("9" * 5000, "is not JSON"),
        ('{"inputs": NaN, "layers": []}', "holds NaN, which is no number"),
        ('{"inputs": 1, "inputs": 2, "layers": []}', "names something twice"),
        (json.dumps({"inputs": 3}), "the network is an object with inputs; expected an object with exactly"),
        (json.dumps({**GOOD, "code": "import os"}), "an object with inputs, layers, code"),
        (json.dumps({**GOOD, "inputs": "3"}), "inputs of the network is '3'"),
        (json.dumps({**GOOD, "inputs": 10**300}), "inputs of the network is astronomical"),
        (json.dumps({**GOOD, "layers": {}}), "layers of the network is an object with nothing; expected a list"),
        (json.dumps({**GOOD, "layers": []}), "a network of 0 layers"),
        (json.dumps({**GOOD, "layers": [[]]}), 'layer 1 is [[]]; expected an object with "layer" one of: dense'.replace("[[]]", "[]")),
        (json.dumps({**GOOD, "layers": [{**DENSE, "layer": "os.system"}]}), "layer 1 is an object with layer, units"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "layer": ["dense"]}]}), "layer 1 is an object with layer, units"),
        (
            json.dumps({**GOOD, "layers": [{**DENSE, "__class__": "x"}]}),
            "expected an object with layer, units, and if wanted: activation, bias, initializer, dropout",
        ),
        (json.dumps({**GOOD, "layers": [{"layer": "dense"}]}), "layer 1 is an object with layer; expected an object with layer, units, and if wanted"),
        (
            json.dumps({**GOOD, "layers": [{**DENSE, "dropout": 1}]}),
            "layer 1: dropout of a dense layer is 1; expected a number that is at least 0 and less than 1",
        ),
        (json.dumps({**GOOD, "layers": [{**DENSE, "dropout": "0.5"}]}), "layer 1: dropout of a dense layer is '0.5'; expected a number"),
        (json.dumps({**GOOD, "layers": [DENSE, {**DENSE, "units": 1e3}]}), "layer 2: units of a dense layer is 1000.0"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "activation": "__import__"}]}), "layer 1: there is no activation function '__import__'"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "activation": {"a": 1}}]}), "layer 1: there is no activation function"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "initializer": {"a": 1}}]}), "layer 1: the first values"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "initializer": [["1"]]}]}), "layer 1: the first values"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "initializer": [[1e400]]}]}).replace("Infinity", "1e400"), "layer 1: the first values"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "bias": "false"}]}), "layer 1: bias of a dense layer is 'false'"),
        (json.dumps({**GOOD, "layers": [{**DENSE, "units": 10**7}] * 1000}), "parameters; at most"),
        (b"{}", "must be text"),
        (None, "must be text"),
        (" " * (16 * 1024 * 1024 + 1), "must be text of at most 16,777,216 characters, not a text of length 16,777,217"),
    ],
    ids=range(32),
)
def test_a_hostile_description_is_refused_with_the_place_and_few_words(text, said):
    with pytest.raises(SettingError) as refusal:
        Network.from_json(text)
    assert said in str(refusal.value)
    assert len(str(refusal.value)) < 1000
