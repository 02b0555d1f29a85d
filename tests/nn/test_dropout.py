"""Dropout: masks that are given; what they leave of a layer, forward and backward; and no trace of them in measuring and predicting."""

import numpy as np
import pytest

from glassgrad.graph import SettingError, ShapeError, pages
from glassgrad.nn import Dense, Network, measuring, training_step
from glassgrad.readers import evaluate

DROPPING = Network([Dense(3, "tanh", dropout=0.5), Dense(4, dropout=0.2), Dense(2)], inputs=2)


def test_a_network_tells_which_masks_it_takes():
    assert dict(DROPPING.dropouts) == {"D1": (1, 3, 0.5), "D2": (2, 4, 0.2)}
    assert DROPPING.dropouts["D2"].share == 0.2
    assert not Network([Dense(3), Dense(1)], inputs=2).dropouts


def test_a_mask_is_multiplied_with_the_activations_and_the_next_layer_takes_the_product():
    masks = DROPPING.mask_nodes(rows=5)
    forward = DROPPING.forward(pages.variable(shape=(5, 2), name="X"), DROPPING.parameter_nodes(), masks=masks)
    first, second, last = forward.layers
    assert [(mask.name, mask.shape) for mask in masks.values()] == [("D1", (5, 3)), ("D2", (5, 4))]
    assert [(layer.before.name, layer.after.name, layer.out.name) for layer in forward.layers] == [("z1", "a1", "d1"), ("z2", "z2", "d2"), ("z3", "z3", "z3")]
    assert (first.mask, second.mask, last.mask) == (masks["D1"], masks["D2"], None)
    assert (second.x, last.x, forward.output) == (first.out, second.out, last.out)


def test_by_hand():
    """x = 3, a1 = 2·3 = 6 and 1·3 = 3; without unit 1 and with unit 0 doubled, d1 = 12 and 0: y = 12·1 + 0·5 = 12."""
    network = Network([Dense(2, bias=False, dropout=0.5), Dense(1, bias=False)], inputs=1)
    step = training_step(network, "half_squared_error", "gradient_descent", rows=1)
    given = {"X": [[3.0]], "y": [[10.0]], "D1": [[2.0, 0.0]], "W1": [[2.0, 1.0]], "W2": [[1.0], [5.0]]}
    values = evaluate([step.total, *step.gradients.totals.values()], given)
    assert values["d1"].tolist() == [[12.0, 0.0]]
    assert values["L"].item() == 2.0
    # ∂L/∂z2 = 2; ∂L/∂W2 = d1·2; ∂L/∂z1 = D1·W2·2 = (4, 0); ∂L/∂W1 = 3·(4, 0).
    assert values[step.gradients["W2"]].tolist() == [[24.0], [0.0]]
    assert values[step.gradients["W1"]].tolist() == [[12.0, 0.0]]


def test_a_mask_of_ones_changes_no_bit():
    step = training_step(DROPPING, "squared_error", "gradient_descent", rows=4)
    plain = training_step(Network([Dense(3, "tanh"), Dense(4), Dense(2)], inputs=2), "squared_error", "gradient_descent", rows=4)
    given = {**DROPPING.initial_parameters(1), "X": np.linspace(-1, 1, 8).reshape(4, 2), "y": np.ones((4, 2))}
    with_ones = evaluate(step.gradients.values(), {**given, "D1": np.ones((4, 3)), "D2": np.ones((4, 4))})
    without = evaluate(plain.gradients.values(), given)
    for name in step.parameters:
        assert with_ones[step.gradients[name]].tobytes() == without[plain.gradients[name]].tobytes()


def test_measuring_and_predicting_leave_no_unit_out():
    seen = measuring(DROPPING, "mean_squared_error", rows=4)
    assert not seen.masks
    assert {leaf.name for leaf in seen.graph.leaves} == {"X", "y", *seen.parameters}
    parameters, rows = DROPPING.initial_parameters(0), np.ones((3, 2))
    plain = Network([Dense(3, "tanh"), Dense(4), Dense(2)], inputs=2)
    assert DROPPING.predict(parameters, rows).tobytes() == plain.predict(parameters, rows).tobytes()


def test_dropout_changes_neither_the_parameters_nor_their_first_values():
    plain = Network([Dense(3, "tanh"), Dense(4), Dense(2)], inputs=2)
    assert {name: value.tobytes() for name, value in DROPPING.initial_parameters(5).items()} == {
        name: value.tobytes() for name, value in plain.initial_parameters(5).items()
    }


@pytest.mark.parametrize(
    ("masks", "error", "said"),
    [
        ({"D3": (5, 2)}, SettingError, "'D3' is the mask of no layer with dropout; there are: D1, D2"),
        ({"D1": (1, 3)}, ShapeError, "the mask D1 of 5 rows must be 5×3, not 1×3"),
        ({"D1": (5, 4)}, ShapeError, "the mask D1 of 5 rows must be 5×3, not 5×4"),
        ({"D1": (3,)}, ShapeError, "the mask D1 of 5 rows must be 5×3, not"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(masks, error, said):
    """One of a single row would broadcast without a word."""
    nodes = {name: pages.variable(shape=shape, name=name) for name, shape in masks.items()}
    with pytest.raises(error, match=f"^{said}"):
        DROPPING.forward(pages.variable(shape=(5, 2), name="X"), DROPPING.parameter_nodes(), masks=nodes)
