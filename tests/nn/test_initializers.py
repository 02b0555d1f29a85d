"""Promises that every initializer keeps: the variance it aims at, and the same bits for the same seed."""

import numpy as np
import pytest

from glassgrad.data.random_streams import random_stream
from glassgrad.graph import SettingError, ShapeError
from glassgrad.nn import Dense, Network, initializer, initializer_names, initializers

every_initializer = pytest.mark.parametrize("page", initializers.values(), ids=initializers)

# What their authors wrote, for 300 inputs and 100 units.
VARIANCES = {
    "glorot_uniform": 2 / 400,
    "glorot_normal": 2 / 400,
    "he_uniform": 2 / 300,
    "he_normal": 2 / 300,
    "lecun_uniform": 1 / 300,
    "lecun_normal": 1 / 300,
    "zeros": 0.0,
}


def draw(page, shape=(300, 100), seed=0):
    return page.draw(random_stream(seed, "weights W1"), shape)


def test_every_initializer_has_its_variance_written_down_here():
    assert set(VARIANCES) == set(initializers) == set(initializer_names())


@every_initializer
def test_the_weights_have_the_variance_it_aims_at_and_mean_0(page):
    weights = draw(page)
    assert page.variance(300, 100) == pytest.approx(VARIANCES[page.name], rel=1e-15)
    # 30,000 draws: the variance is known to within about 1 %, the mean to within σ/170.
    assert weights.var() == pytest.approx(VARIANCES[page.name], rel=0.04)
    assert abs(weights.mean()) <= 4 * np.sqrt(VARIANCES[page.name] / weights.size)


@every_initializer
def test_the_same_seed_gives_the_same_bits_and_another_seed_others(page):
    assert draw(page).tobytes() == draw(page).tobytes()
    assert page.name == "zeros" or draw(page).tobytes() != draw(page, seed=1).tobytes()


@pytest.mark.parametrize("name", ["glorot_uniform", "he_uniform", "lecun_uniform"])
def test_even_weights_stay_within_their_limit_and_come_near_it(name):
    weights, limit = draw(initializers[name]), np.sqrt(3 * VARIANCES[name])
    assert 0.999 * limit < np.abs(weights).max() <= limit


@every_initializer
def test_a_page_says_all_it_must(page):
    assert page.says
    assert page.formula.startswith("W ")
    assert page.source
    assert draw(page, shape=(3, 2)).dtype == np.float64
    assert draw(page, shape=(3, 2)).shape == (3, 2)


def test_the_first_weights_of_a_known_network_never_change():
    """Run files rely on it: these numbers are pinned, on every machine and every version."""
    parameters = Network([Dense(2, "relu"), Dense(1, "tanh", initializer="lecun_normal")], inputs=3).initial_parameters(seed=7)
    assert parameters["W1"][0].tolist() == PINNED["W1"]
    assert parameters["W2"][:, 0].tolist() == PINNED["W2"]
    assert not parameters["b1"].any()


PINNED = {"W1": [0.7443908922846225, 0.8252308773816177], "W2": [-0.2870289271828629, 0.6810664216414253]}


def test_every_parameter_has_a_stream_of_its_own():
    parameters = Network([Dense(3), Dense(3)], inputs=3).initial_parameters(seed=0)
    assert not np.array_equal(parameters["W1"], parameters["W2"])


def test_given_weights_are_handed_out_as_they_are_and_cannot_be_changed_from_outside():
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    layer = Dense(2, initializer=values)
    values[0, 0] = 99.0
    first = Network([layer], inputs=2).initial_parameters()["W1"]
    assert first.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    first[0, 0] = 99.0
    assert Network([layer], inputs=2).initial_parameters()["W1"][0, 0] == 1.0


def test_given_weights_of_another_shape_are_refused_by_name():
    with pytest.raises(ShapeError, match=r"W1: the first values given are 1×2, but 2×2 are needed \(inputs × units\)"):
        Network([Dense(2, initializer=[[1.0, 2.0]])], inputs=2).initial_parameters()


@pytest.mark.parametrize(
    "values", [[[1.0, float("nan")]], [[float("inf")]], [[1.0], [2.0, 3.0]], [["1"]], [[True]], [[[1.0]]], {"a": 1}, 3.0, object(), [[1j]], [[10**400]]]
)
def test_first_values_that_are_no_table_of_numbers_are_refused(values):
    with pytest.raises(SettingError, match="are no table of finite numbers"):
        Dense(1, initializer=values)


def test_an_unknown_initializer_is_named_with_the_nearest_one():
    with pytest.raises(SettingError, match="there is no initializer 'he_norml'; did you mean he_normal"):
        initializer("he_norml")
