"""Randomness that can be drawn again: pinned to the last bit, named by seed, purpose and step."""

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.data import random_stream
from glassgrad.data.normal_quantile import normal_quantile, portable_log
from glassgrad.graph import SettingError

# Replays depend on these: they may never change.
KEY_OF_0_WEIGHTS = b"\xd4(\xc2\x99{z\xc3\x87+\xd0O\xf9\xbb\xe1~!"
RAW = [4549594152156191117, 4485211200528088339]
UNIFORM = ["-0x1.552c2dc473f72p-1", "0x1.9cefd4674fc88p-1"]
NORMAL = ["-0x1.10ffa564d538dp-3", "-0x1.06fe1200e5cf4p-1", "-0x1.8b95f68672512p-1"]
PERMUTATION = [0, 3, 2, 4, 5, 1]


def test_the_streams_are_pinned_to_the_last_bit():
    assert random_stream(0, "weights", 0).raw(2).tolist() == RAW
    assert [value.hex() for value in random_stream(7, "dropout", 3).uniform((2,), -1.0, 1.0)] == UNIFORM
    assert [value.hex() for value in random_stream(7, "weights", 2**63).normal((3,))] == NORMAL
    assert random_stream(-1, "shuffle ∂", 5).permutation(6).tolist() == PERMUTATION


def test_the_raw_words_are_those_of_philox_with_the_step_in_the_counter():
    generator = np.random.Philox(key=np.frombuffer(KEY_OF_0_WEIGHTS, dtype="<u8"), counter=[0, 0, 9, 0])
    assert random_stream(0, "weights", 9).raw(5).tolist() == generator.random_raw(5).tolist()


def test_asking_twice_gives_the_same_and_a_longer_draw_begins_the_same():
    stream = random_stream(1, "weights", 2)
    assert stream.normal((4,)).tolist() == stream.normal((6,))[:4].tolist()


@pytest.mark.parametrize("other", [(2, "weights", 0), (1, "weight", 0), (1, "weights", 1)])
def test_seed_purpose_and_step_each_change_the_stream(other):
    assert not set(random_stream(1, "weights", 0).raw(100).tolist()) & set(random_stream(*other).raw(100).tolist())


@settings(max_examples=60, deadline=None)
@given(st.integers(), st.text(max_size=5), st.integers(0, 2**64 - 1), st.integers(0, 200))
def test_a_permutation_is_a_permutation(seed, purpose, step, count):
    assert sorted(random_stream(seed, purpose, step).permutation(count).tolist()) == list(range(count))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 99), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_uniform_draws_stay_in_their_range(step, low, width):
    draws = random_stream(0, "weights", step).uniform((50,), low, low + width)
    assert ((draws >= low) & (draws <= low + width)).all()
    assert width < 1e-3 or (draws < low + width).all()


def test_uniform_draws_are_even():
    counts = np.histogram(random_stream(0, "even", 0).uniform((100_000,), 0.0, 1.0), bins=10, range=(0, 1))[0]
    assert (np.abs(counts - 10_000) < 400).all()  # 4 deviations


def test_normal_draws_are_normal():
    draws = np.sort(random_stream(0, "normal", 0).normal((100_000,)))
    assert abs(draws.mean()) < 0.013
    assert abs(draws.std() - 1) < 0.01
    expected = np.array([statistics.NormalDist().inv_cdf((rank + 0.5) / 1000) for rank in range(5, 995)])
    assert np.abs(draws[50::100][5:995] - expected).max() < 0.08


def test_the_quantile_agrees_with_the_standard_library_everywhere():
    places = np.concatenate([np.linspace(0.0005, 0.9995, 2000), 2.0 ** -np.arange(2, 54), 1 - 2.0 ** -np.arange(2, 53)])
    expected = np.array([statistics.NormalDist().inv_cdf(place) for place in places])
    np.testing.assert_allclose(normal_quantile(places), expected, rtol=2e-15, atol=1e-16)


@given(st.floats(5e-324, 1.7e308))
def test_the_portable_logarithm_is_a_logarithm(x):
    np.testing.assert_allclose(portable_log(np.array([x])), np.log([x]), rtol=1e-15, atol=1e-15)


def test_an_empty_draw_and_a_shape_of_many_axes():
    assert random_stream(0, "x", 0).normal((0, 3)).shape == (0, 3)
    assert random_stream(0, "x", 0).uniform((2, 3, 4)).shape == (2, 3, 4)
    assert random_stream(0, "x", 0).normal(()).shape == ()


@pytest.mark.parametrize(("seed", "step"), [(1.5, 0), (True, 0), ("0", 0), (0, -1), (0, 2**64), (0, 0.5)])
def test_a_seed_or_step_that_is_no_whole_number_in_range_is_refused(seed, step):
    with pytest.raises(SettingError, match="must be a whole number"):
        random_stream(seed, "weights", step)


@pytest.mark.parametrize(("low", "high"), [(1.0, 0.0), (0.0, float("inf")), (float("nan"), 1.0), (-1e308, 1e308)])
def test_an_impossible_range_is_refused(low, high):
    with pytest.raises(SettingError, match="not possible"):
        random_stream(0, "weights", 0).uniform((1,), low, high)
